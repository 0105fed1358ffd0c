"""A pattern file's bytes → TOML's data, and the mistakes of its typing, each with its line.

Enters: the bytes of a file. Leaves: its tables as plain data, None where it is no TOML, with all that was mistyped:
another encoding, quotes and brackets of a Chinese input method, what is left open. Whoever keeps budgets types these
files in Notepad, so a mistake is told in plain words, and a text that can be guessed is read on to find the others.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 1 << 20
"""A larger file is no pattern."""

MOST_MISTAKES = 20
"""So many mistakes of typing are told at once."""

MOST_RETRIES = 5
"""So many mistaken lines are left out to find what is wrong with the others."""

TYPED = str.maketrans("“”„＂‘’＇【】［］，、＝：＃｛｝。．\u3000\u00a0\ufeff", '""""\'\'\'[][],,==#{}..   ')
"""What a Chinese input method types, and the sign of TOML that was meant."""

HEADING = re.compile(r"\s*(\[\[?)\s*([\w.\"' -]+?)\s*\]\]?\s*(?:#.*)?$")
ENTRY = re.compile(r"\s*([\w.\"'-](?:[\w.\"' -]*[\w.\"'-])?)\s*=")
GOES_ON = re.compile(r"\s*(?:[,，、\]】］]|$)")
PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)\s*$")

PLAIN = (
    ("twice", ("Cannot overwrite", "twice", "Cannot mutate", "Cannot redefine")),
    ("open-list", ("Unclosed array",)),
    ("open-quote", ("Unterminated string", "Illegal character")),
    ("backslash", ("Unescaped '\\'",)),
    ("no-equals", ("Expected '=' after a key",)),
    ("open-heading", ("at the end of a table declaration", "at the end of an array declaration")),
    ("bad-value", ("Invalid value",)),
    ("bad-line", ("Invalid statement", "Expected newline", "Invalid initial character")),
)
"""What tomllib says, and the mistake that is behind it."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake of a pattern file.

    Attributes:
        code: what is wrong, for which `messages` has the sentences.
        key: the key that it concerns (`header.fields.unit_name`); empty where it concerns none.
        line: its line, from 1, where it is known.
        names: what the sentence names.
    """

    code: str
    key: str = ""
    line: int | None = None
    names: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Typed:
    """A file's data (None where it is no TOML), the mistakes of its typing, and the line of each key."""

    data: dict[str, Any] | None
    mistakes: tuple[Mistake, ...]
    lines: Mapping[str, int]


def read_typed(data: bytes) -> Typed:
    """Read a pattern file; a byte order mark before UTF-8, as Notepad writes it, does no harm."""
    if len(data) > MOST_BYTES:
        return Typed(None, (Mistake("too-large"),), {})
    text, mistakes = _decode(data)
    if text is None:
        return Typed(None, tuple(mistakes), {})
    text = text.replace("\r\n", "\n")
    with suppress(tomllib.TOMLDecodeError):
        return Typed(tomllib.loads(text), tuple(mistakes), find_lines(text))
    wide, meant = _narrow_signs(text)
    mistakes += wide[:MOST_MISTAKES]
    tables, wrong = _parse(meant)
    return Typed(tables, (*mistakes, *wrong), find_lines(meant))


def _decode(data: bytes) -> tuple[str | None, list[Mistake]]:
    """Give the text; one in GBK or UTF-16 is read, and told."""
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("gb18030",)
    for encoding in encodings:
        try:
            return data.decode(encoding), [
                Mistake("encoding", names={"encoding": {"gb18030": "GBK"}.get(encoding, "UTF-16")})
            ]
        except UnicodeDecodeError:
            continue
    return None, [Mistake("no-text")]


def _narrow_signs(text: str) -> tuple[list[Mistake], str]:
    """Give the lines with signs of a Chinese input method outside of quotes, and the text with those of TOML.

    Only what structures the file is changed: `labels = ["“一级”指标"]` stays as it is.
    """
    mistakes: list[Mistake] = []
    meant: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        fixed, signs = _narrow_line(line)
        meant.append(fixed)
        if signs:
            names = {"signs": " ".join(dict.fromkeys(signs)), "meant": fixed.strip()[:80]}
            mistakes.append(Mistake("wide-signs", line=number, names=names))
    return mistakes, "\n".join(meant)


def _narrow_line(line: str) -> tuple[str, list[str]]:
    fixed: list[str] = []
    signs: list[str] = []
    at = 0
    while at < len(line):
        sign = line[at]
        plain = sign.translate(TYPED)
        if plain in "\"'":
            end = _find_quote(line, at)
            inside = line[at + 1 : end]
            signs += [edge for edge in (sign, line[end : end + 1]) if edge and edge not in "\"'"]
            fixed.append(f"{plain}{inside}{plain if end < len(line) else ''}")
            at = end + 1
            continue
        if plain == "#":
            signs += [sign] if sign != plain else []
            fixed.append(f"#{line[at + 1 :]}")
            break
        if plain != sign and plain.strip():
            signs.append(sign)
        fixed.append(plain)
        at += 1
    return "".join(fixed), signs


def _find_quote(line: str, start: int) -> int:
    """Give where a quoted word ends: at the same sign, or at a Chinese one after which the list goes on."""
    sign = line[start]
    kind = sign.translate(TYPED)
    for at in range(start + 1, len(line)):
        if line[at].translate(TYPED) != kind or line[at - 1] == "\\":
            continue
        if line[at] == sign or sign != kind or GOES_ON.match(line, at + 1):
            return at
    return len(line)


def _parse(text: str) -> tuple[dict[str, Any] | None, list[Mistake]]:
    """Give the data, or what is wrong; a line that is wrong by itself is left out to find the others."""
    mistakes: list[Mistake] = []
    lines = text.split("\n")
    tables: dict[str, Any] | None = None
    while tables is None and len(mistakes) <= MOST_RETRIES:
        try:
            tables = tomllib.loads("\n".join(lines))
        except tomllib.TOMLDecodeError as error:
            mistake = _say_plainly(str(error), lines)
            if mistakes and mistake.line == mistakes[-1].line:
                break
            mistakes.append(mistake)
            if mistake.line is None or not lines[mistake.line - 1].strip() or mistake.code == "open-list":
                break
            lines[mistake.line - 1] = ""
    return tables, mistakes


def _say_plainly(words: str, lines: list[str]) -> Mistake:
    """Give what is behind a sentence of tomllib: the line it names, or the last one with text."""
    place = PLACE.search(words)
    last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
    line = int(place[1]) if place and place[1] else last
    line = min(line, last)
    code = next((code for code, parts in PLAIN if any(part in words for part in parts)), "no-toml")
    printed = lines[line - 1].strip()[:80] if lines else ""
    if code == "bad-line" and re.match(r"\s*[^\x00-\x7f]", lines[line - 1]):
        code = "chinese-key"
    return Mistake(code, line=line, names={"printed": printed, "detail": PLACE.sub("", words).strip()})


def find_lines(text: str) -> dict[str, int]:
    """Give the line of each key, by its whole name: `header.fields.unit_name`, `indicators.levels.0.names`."""
    found: dict[str, int] = {}
    for key, line in _walk_keys(text):
        found.setdefault(key, line)
    return found


def _walk_keys(text: str) -> Iterator[tuple[str, int]]:
    part = ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        heading = HEADING.match(line)
        if heading:
            name = _plain_key(heading[2])
            if heading[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                yield name, number
                name = f"{name}.{counts[name]}"
            else:
                # `[indicators.levels.children]` belongs to the last of `[[indicators.levels]]`.
                above = max((each for each in counts if name.startswith(f"{each}.")), key=len, default="")
                name = f"{above}.{counts[above]}{name[len(above) :]}" if above else name
            part = name
            yield part, number
        elif entry := ENTRY.match(line):
            yield f"{part}.{_plain_key(entry[1])}".strip("."), number


def _plain_key(key: str) -> str:
    return ".".join(step.strip(" \"'") for step in key.split("."))
