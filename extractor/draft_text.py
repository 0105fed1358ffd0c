"""The draft of a pattern → the text of its file: TOML, with remarks that say what is to be decided.

Enters: the words that were recognised, by the keys of a pattern file, and the questions about the others. Leaves: text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.messages.language import Language
from extractor.messages.patterns import say_draft

WIDTH = 110
"""A longer list is written on several lines."""


@dataclass(frozen=True, slots=True)
class Question:
    """A printed word that the family's vocabulary does not know.

    Attributes:
        part: the part of the file that it probably belongs in, such as `header.fields`.
        word: the word, folded.
        value: what is printed beside it, shortened.
        code: the code of the nearest known word; empty where none is near.
        near: that word.
    """

    part: str
    word: str
    value: str
    code: str
    near: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person has to decide.

    Attributes:
        questions: the words that are not known.
        marks: texts that may be marks for a blank.
        title: whether a title was found.
        unit: whether the unit of money is printed.
    """

    questions: tuple[Question, ...]
    marks: tuple[str, ...]
    title: bool
    unit: bool


def write_draft(content: Mapping[str, Any], asked: Asked, base: str, lang: Language) -> str:
    """Give the text of a pattern file."""
    lines = [*_remark("head", lang, base=base, count=len(asked.questions)), ""]
    lines += [_line("description", say_draft("description", lang, title=content["identify"]["title"][0]))]
    for part in ("identify", "header", "funding", "objectives", "tasks", "indicators"):
        if part in content:
            lines += ["", f"[{part}]", *_remark(part, lang)]
            lines += _WRITERS.get(part, _write_part)(content[part], part, asked, lang)
    lines += ["", "[values]", *_remark("values", lang)]
    lines += [_line(key, words) for key, words in content["values"].items()]
    if not asked.unit:
        lines += _remark("no-unit", lang)
    if asked.marks:
        lines += _remark("marks", lang, marks="、".join(map(_quote, asked.marks)))
    return "\n".join(lines) + "\n"


def _write_identify(part: Mapping[str, Any], _name: str, asked: Asked, lang: Language) -> Iterator[str]:
    if not asked.title:
        yield from _remark("no-title", lang)
    for key, words in part.items():
        yield _line(key, words)


def _write_part(part: Mapping[str, Any], name: str, asked: Asked, lang: Language) -> Iterator[str]:
    """Write the lists of a part, then its tables with the questions about each."""
    tables = {key: value for key, value in part.items() if isinstance(value, Mapping)}
    for key, value in part.items():
        if key not in tables and key != "levels" and value != []:
            yield _line(key, value)
    for key in ("sections", "other"):
        yield from _write_questions(asked.questions, f"{name}.{key}", {key} if part.get(key) else {}, lang)
    for key, table in tables.items():
        if name == "funding" or (not table and key == "periods"):
            continue
        yield from ("", f"[{name}.{key}]")
        yield from (_line(code, words) for code, words in table.items())
        yield from _write_questions(asked.questions, f"{name}.{key}", table, lang)


def _write_funding(part: Mapping[str, Any], name: str, asked: Asked, lang: Language) -> Iterator[str]:
    yield from _write_part(part, name, asked, lang)
    groups = part["groups"]
    columns = [each for each in asked.questions if each.part == "funding.groups"]
    for code, group in groups.items():
        yield from ("", f"[funding.groups.{code}]")
        yield from (_line(key, group[key]) for key in ("labels", "amounts", "optional") if group.get(key))
        yield from (
            f"# amounts = [{_quote(each.word)}]{_say_value(each, lang)}" for each in columns if each.code == code
        )
        items = group.get("items", {})
        yield from (_line(f"items.{item}", words) for item, words in items.items())
        prefix = f"funding.groups.{code}.items"
        yield from _write_questions(asked.questions, prefix, items, lang)
    offered = dict.fromkeys(each.part for each in asked.questions if each.part.endswith(".items"))
    for table in offered:
        new = table.removeprefix("funding.groups.").removesuffix(".items")
        if new not in groups:
            yield from ("", f"# [funding.groups.{new}]")
            yield from _write_questions(asked.questions, table, {}, lang)
    for each in columns:
        if each.code not in groups:
            yield from ("", *_remark("ask-amounts", lang))
            yield from (f"# [funding.groups.{each.code}]", f"# amounts = [{_quote(each.word)}]{_say_value(each, lang)}")


def _write_indicators(part: Mapping[str, Any], name: str, asked: Asked, lang: Language) -> Iterator[str]:
    missing = [code for code in ("level_1", "name", "value") if code not in part["columns"]]
    if missing:
        yield from _remark("no-column", lang, codes="、".join(missing))
    yield from _write_part(part, name, asked, lang)
    yield from ("", *_remark("levels", lang))
    for level in part["levels"]:
        yield from ("", "[[indicators.levels]]", _line("code", level["code"]), _line("names", level["names"]))
        below = f"indicators.levels.{level['code']}"
        yield from _write_questions(asked.questions, f"{below}.names", {"names"}, lang)
        if level["children"] or any(each.part == below for each in asked.questions):
            yield from ("", "[indicators.levels.children]")
            yield from (_line(code, words) for code, words in level["children"].items())
            yield from _write_questions(asked.questions, below, level["children"], lang)
    for each in asked.questions:
        if each.part == "indicators.levels":
            yield from ("", *_remark("ask-first-level", lang))
            yield f"# [[indicators.levels]]{_say_value(each, lang)}"
            yield from ('# code = "CODE"', f"# names = [{_quote(each.word)}]")
            below = f"indicators.levels.{each.word}"
            if any(other.part == below for other in asked.questions):
                yield "# [indicators.levels.children]"
                yield from _write_questions(asked.questions, below, {}, lang)


_WRITERS = {"identify": _write_identify, "funding": _write_funding, "indicators": _write_indicators}


def _write_questions(
    questions: Iterable[Question], part: str, declared: Iterable[str], lang: Language
) -> Iterator[str]:
    """Write the questions of a part: a line to be uncommented, or a word to be put into a list that is there.

    `declared` are the keys that are there.
    """
    own = [each for each in questions if each.part == part]
    if not own:
        return
    key = part.rpartition(".")[2]
    plain = key in ("sections", "other", "names")
    lead = "items." if key == "items" else ""
    kind = key if plain else "level" if part.startswith("indicators.levels.") else part.partition(".")[0]
    yield from _remark(f"ask-{kind}", lang)
    taken = set(declared)
    for each in own:
        word = _quote(each.word)
        code = key if plain else each.code
        if code in taken:
            yield f"# {say_draft('add', lang, word=word, key=lead + code)}{_say_value(each, lang)}"
        else:
            yield f"# {lead}{code or 'CODE'} = [{word}]{_say_value(each, lang)}"
            taken |= {code} if code else set()


def _say_value(question: Question, lang: Language) -> str:
    """Give what helps to decide: the value printed beside the word, and the known word that is near."""
    hints = []
    if question.value:
        hints.append(say_draft("value", lang, value=_quote(question.value)))
    if question.near:
        hints.append(say_draft("near", lang, near=_quote(question.near), code=question.code))
    return f"  # {'；'.join(hints)}" if hints else ""


def _remark(code: str, lang: Language, **names: object) -> Iterator[str]:
    """Give the lines of a remark; two signs tell it from a line that is offered."""
    return (f"## {line}" for line in say_draft(code, lang, **names).splitlines())


def _line(key: str, value: str | bool | Sequence[str]) -> str:
    """Give `key = value` in TOML; a long list takes a line for each word."""
    if isinstance(value, bool):
        return f"{key} = {str(value).lower()}"
    if isinstance(value, str):
        return f"{key} = {_quote(value)}"
    words = list(map(_quote, value))
    line = f"{key} = [{', '.join(words)}]"
    return line if len(line) <= WIDTH else "\n".join([f"{key} = [", *(f"  {word}," for word in words), "]"])


def _quote(word: str) -> str:
    """Give a word as TOML writes it; JSON's escapes are TOML's, but for one character."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007F")
