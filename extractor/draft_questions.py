"""What a draft leaves open → the questions about it. Part of drafting.

Enters: a form as the draft reads it, and the patterns. Leaves: the words and marks that it prints and no pattern knows,
each with the part of a pattern file in which it may belong and the nearest word that is known there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from extractor.document import Cell
from extractor.draft_content import LONGEST_WORD, printed_cells, recognise
from extractor.draft_text import Asked, Question
from extractor.draft_words import Nearness
from extractor.hits import LevelHit, Match
from extractor.match_pairs import INLINE_PAIR
from extractor.patterns import Pattern
from extractor.regions import Region
from extractor.values import fold, is_money

MOST_QUESTIONS = 60
"""So many words are asked for at once; the others show up when these are decided."""

TABLES = ("indicators", "tasks")
FIELDS = ("header.fields", "objectives.fields", "header.other")
OBJECTIVES = ("objectives.fields", "header.other")
SIDES = ("header.sections", "funding.sections", "indicators.sections", "objectives.sections")
HEADINGS = ("header.other", "funding.groups")
"""The parts of a file in which a word may belong: in the head, beside a long text, alone at the side, in columns."""

ESSENTIAL = frozenset({"level_1", "level_2", "name", "value", "amount"})
"""The columns that are asked for first."""

DEFAULT_GROUP = "funding.groups.annual.items"
"""Where amounts are asked for that are near to nothing known."""

Kind = Literal["known", "word", "text", "amount"]

WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
FUNDING = re.compile(r"资金|预算|金额|经费|支出|收入")
RATE = re.compile(r"\d+(?:\.\d+)?\s*[%％]")
MARK = re.compile(r"[^\w%％]{1,4}|暂无|没有|不涉及|不适用|未填|N/?A", re.IGNORECASE)


def ask(match: Match, region: Region, patterns: Sequence[Pattern], *, titled: bool) -> Asked:
    """Give the questions about what a reading by the draft leaves open."""
    asked: dict[tuple[str, str], Question] = {}
    for question in _find_open(match, region, Nearness(patterns)):
        asked.setdefault((question.part, question.word), question)
        if len(asked) == MOST_QUESTIONS:
            break
    marks = [cell.text.strip() for cell in printed_cells(region) if MARK.fullmatch(cell.text.strip())]
    return Asked(
        questions=tuple(asked.values()),
        marks=tuple(dict.fromkeys(mark for mark in marks if not match.pattern.is_blank(mark)))[:10],
        title=titled,
        unit=match.unit is not None,
    )


def _find_open(match: Match, region: Region, near: Nearness) -> Iterator[Question]:
    rows = [[cell for cell in laid.row.cells if not cell.blank] for laid in region.rows if laid.kind == "row"]
    headings = _find_headings(rows, match.pattern)
    captions = [
        match.title.cell if match.title else None,
        match.attachment.cell if match.attachment else None,
        match.year,
    ]
    funding = False
    for row in rows[: headings[0]] if headings else rows:
        if any(cell is caption for cell in row for caption in captions):
            continue
        funding = funding or any(FUNDING.search(cell.text) for cell in row if len(cell.text) <= LONGEST_WORD)
        yield from _ask_head(row, match, near, funding=funding)
    for number in headings:
        yield from _ask_columns(rows[number], match.pattern, near)
    yield from _ask_levels(match, near)


def _find_headings(rows: Sequence[Sequence[Cell]], pattern: Pattern) -> list[int]:
    """Give the rows that hold headings of tasks and indicators.

    One right above the first name of a level holds them under words of its own.
    """
    found = []
    for number, row in enumerate(rows):
        labels = [label for cell in row for label in pattern.find(cell.text)]
        if any(sum(each.role == "column" and each.part == part for each in labels) >= 2 for part in TABLES):
            found.append(number)
        elif any(label.role == "level_1" for cell in row[:2] for label in pattern.find(cell.text)):
            return found or ([number - 1] if number and len(rows[number - 1]) >= 3 else [])
    return found


def _ask_head(row: Sequence[Cell], match: Match, near: Nearness, *, funding: bool) -> Iterator[Question]:
    """Ask for the labels of a row above the indicators: of amounts, of columns of them, of pairs, or at its side.

    `funding` tells whether the form has spoken of money; before, a number is a count of people or bodies.
    """
    known = [bool(recognise(cell.text, match.pattern, ())[1]) for cell in row]
    kinds = [_tell_kind(cell, found=found) for cell, found in zip(row, known, strict=True)]
    at = 0
    while at < len(row):
        after = kinds[at + 1 : at + 3]
        if kinds[at] != "word":
            # What stands beside a known label is its value, but for one at the side of others.
            beside = kinds[at] == "known" and after[:1] != ["known"] and not _is_side(row[at], match.pattern)
            at += 2 if beside else 1
            continue
        cell = row[at]
        value = row[at + 1].text if after and after[0] != "known" else ""
        inline = INLINE_PAIR.match(cell.text.strip())
        if inline is not None and fold(inline[1]) != "其中":
            yield near.ask(FIELDS, inline[1], inline[2])
            at += 1
        elif after[:1] == ["amount"] and not funding:
            yield near.ask(FIELDS, cell.text, value)
            at += 2
        elif after[:1] == ["amount"]:
            yield from _ask_amount(cell, match, near, columns=after == ["amount"] * 2)
            at += 1 + next((k for k, kind in enumerate(kinds[at + 1 :]) if kind != "amount"), len(row))
        elif after == ["word", "amount"]:
            yield near.ask(SIDES, cell.text)
            at += 1
        elif len(row) - at >= 3 and set(kinds[at:]) == {"word"} and len(row) % 2:
            yield near.ask(SIDES if at == 0 else HEADINGS, cell.text)
            at += 1
        elif at and kinds[at - 1] == "word" and set(kinds) == {"word"} and len(row) % 2:
            yield near.ask(HEADINGS, cell.text)
            at += 1
        else:
            yield near.ask(OBJECTIVES if len(value) > LONGEST_WORD else FIELDS if value else SIDES, cell.text, value)
            at += 2 if value else 1


def _tell_kind(cell: Cell, *, found: bool) -> Kind:
    text = cell.text.strip()
    if found:
        return "known"
    if is_money(text) or RATE.fullmatch(text):
        return "amount"
    return "word" if len(text) <= LONGEST_WORD and not MARK.fullmatch(text) and WORD.search(text) else "text"


def _is_side(cell: Cell, pattern: Pattern) -> bool:
    roles = {label.role for label in recognise(cell.text, pattern, ())[1]}
    return bool(roles & {"section", "group", "amounts", "amounts_of", "unit"})


def _ask_amount(cell: Cell, match: Match, near: Nearness, *, columns: bool) -> Iterator[Question]:
    """Ask for an amount's label: in its breakdown where that is known, in each one where they stand in columns."""
    group = next((match.groups[item.group].code for item in match.items if item.label.cell is cell), None)
    groups = match.pattern.funding.groups
    if columns and groups:
        for code in groups:
            yield near.ask((f"funding.groups.{code}.items",), cell.text)
    elif group is not None:
        yield near.ask((f"funding.groups.{group}.items",), cell.text)
    else:
        yield near.ask(tuple(part for part in near.words if part.endswith(".items")), cell.text, default=DEFAULT_GROUP)


def _ask_columns(row: Sequence[Cell], pattern: Pattern, near: Nearness) -> Iterator[Question]:
    """Ask for the headings of a table that are not known; each code is proposed for the nearest of them."""
    found = [pattern.find(cell.text) for cell in row]
    part = "tasks" if sum(any(label.part == "tasks" for label in labels) for labels in found) >= 2 else "indicators"
    codes = {label.code for labels in found for label in labels if label.part == part and label.role == "column"}
    words = [near.name(cell.text) for cell, labels in zip(row, found, strict=True) if not labels]
    ranked = sorted(
        (
            (round(ratio, 1), code in ESSENTIAL, word, code, known)
            for word in words
            for ratio, code, known in near.rank(f"{part}.columns", word)
        ),
        reverse=True,
    )
    chosen: dict[str, tuple[str, str]] = {}
    for _, _, word, code, known in ranked:
        if word not in chosen and code not in codes:
            chosen[word] = (code, known)
            codes.add(code)
    for word in words:
        code, known = chosen.get(word, ("", ""))
        yield Question(f"{part}.columns", word, "", code, known)


def _ask_levels(match: Match, near: Nearness) -> Iterator[Question]:
    """Ask for names of levels; a second level stands with the code of the first, or its word where that is new."""
    first = ""
    for hit in match.tree:
        if not isinstance(hit, LevelHit) or hit.cell is None:
            continue
        if hit.depth == 1:
            question = near.ask(("indicators.levels",), hit.cell.text)
            first = hit.code or question.code or question.word
            part = f"indicators.levels.{question.code}.names" if question.code else "indicators.levels"
        else:
            part = f"indicators.levels.{first}"
            question = near.ask((f"{part}.children",), hit.cell.text)
        if hit.code is None:
            yield replace(question, part=part)
