"""A form that no pattern describes → the draft of a pattern: the words it prints, and questions about the others.

Enters: a document and the patterns. Leaves: the text of a pattern file that loads and reads the form at least as
far as the family's general vocabulary does. What the vocabulary does not know is asked, never decided: it stands in the
draft as a remark, for whoever keeps budgets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from extractor.claims import find_claims, find_forms, find_missing
from extractor.document import Cell, Document, Source
from extractor.draft_text import Asked, Question, write_draft
from extractor.draft_words import Nearness
from extractor.hits import LevelHit, Match
from extractor.match import match_form
from extractor.match_pairs import INLINE_PAIR
from extractor.messages.language import Language
from extractor.patterns import Label, Pattern, vocabulary
from extractor.readers import read
from extractor.regions import Region
from extractor.values import clean, fold, is_money, label_forms, parse_year

LONGEST_WORD = 30
"""A longer text that nothing is known of is no label."""

LONGEST_TITLE = 60

ABOVE = 5
"""So many rows above a form without a known title, its title may stand."""

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

STANDARD = frozenset({"output", "benefit", "satisfaction"})
"""The first levels that each form of the family has, printed or not."""

SHARED = frozenset({"field", "objective", "level_1", "level_2", "period", "section"})
"""The roles in which a word means the same in forms of all kinds."""

BESIDE = {
    "header.fields": ("header.fields", "objectives.fields", "header.other"),
    "header.sections": ("header.sections", "funding.sections", "indicators.sections", "objectives.sections"),
}
"""Where a word of the head may belong as well, and one that stands alone."""

YEAR = re.compile(r"^.*?(?:19|20)\d{2}\s*年?度?")
EDGE = re.compile(r"^[\s（(]*[)）\s]*|[（(][^（）()]*[)）]\s*$")
SEAT = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|镇|乡|州|旗|街道)(?!级|本级|直)")
TABLE_NAME = re.compile(r"[表书][)）]?\s*(?:[（(][^（）()]*[)）])?\s*$")
WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}")
FUNDING = re.compile(r"资金|预算|金额|经费|支出|收入")
RATE = re.compile(r"\d+(?:\.\d+)?\s*[%％]")
MARK = re.compile(r"[^\w%％]{1,4}|暂无|没有|不涉及|不适用|未填|N/?A", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted pattern.

    Attributes:
        text: the pattern file's text, with its questions.
        claimed: the pattern that reads the form already, None where none but a generic one does.
        questions: how many words are asked for.
        regions: how many regions the file holds.
    """

    text: str
    claimed: str | None
    questions: int
    regions: int


class NoRegionError(ValueError):
    """A file that holds nothing to draft from, or fewer regions than were asked for."""

    def __init__(self, regions: int) -> None:
        """Take how many regions there are."""
        super().__init__(f"{regions} regions")
        self.regions = regions


def read_document(data: bytes, name: str, patterns: Sequence[Pattern], file_format: str | None = None) -> Document:
    """Read a file for its draft; `name` is what it is called.

    Raises:
        ReadError: the file cannot be read.
    """
    return read(Source(data, name, vocabulary(patterns)), file_format)


def draft_pattern(
    document: Document, patterns: Sequence[Pattern], *, number: int | None = None, lang: Language = "zh"
) -> Draft:
    """Draft a pattern for a form.

    Args:
        document: the file as its reader saw it.
        patterns: the patterns that are there, generic ones among them.
        number: which of the file's regions, from 1; without it the first that no specific pattern claims.
        lang: the language of the draft's remarks.

    Raises:
        NoRegionError: there is no such region.
    """
    regions = find_forms(document, patterns)
    claims = [_find_specific(patterns, region) for region in regions]
    if number is None:
        number = next((k for k, claim in enumerate(claims, 1) if claim is None), 1)
    if not 0 < number <= len(regions):
        raise NoRegionError(len(regions))
    region = regions[number - 1]
    kinds = [pattern for pattern in patterns if pattern.identify.generic]
    printed = _collect_forms(region)
    near = {
        pattern.name: (len(find_missing(pattern, region)), -len(printed & pattern.labels.keys()))
        for pattern in patterns
    }
    base = min(kinds, key=lambda pattern: near[pattern.name])
    others = sorted((pattern for pattern in patterns if pattern is not base), key=lambda pattern: near[pattern.name])
    title = region.title.text if region.title is not None else _guess_title(document, region)
    pattern = _make_pattern(_collect(region, base, others, title))
    if region.title is None and title is not None:
        # By its title the form is found again, and with it what stands between the title and the table.
        place = region.rows[0].row.cells[0].places[:1]
        found = find_forms(document, [*patterns, pattern])
        region = next((each for each in found if any(place == c.places[:1] for c in _all_cells(each))), region)
    content = _collect(region, base, others, title)
    pattern = _make_pattern(content)
    match = match_form(region, pattern, geometry=document.geometry)
    asked = _ask(match, region, patterns, titled=title is not None)
    return Draft(write_draft(content, asked, base.name, lang), claims[number - 1], len(asked.questions), len(regions))


def _find_specific(patterns: Sequence[Pattern], region: Region) -> str | None:
    return next((claim.name for claim in find_claims(patterns, region) if not claim.identify.generic), None)


def _make_pattern(content: dict[str, Any]) -> Pattern:
    return Pattern.model_validate({"name": "draft", "path": "draft", **content})


def _all_cells(region: Region) -> Iterator[Cell]:
    return (cell for laid in region.rows for cell in laid.row.cells)


def _cells(region: Region) -> Iterator[Cell]:
    return (cell for laid in region.rows if laid.kind == "row" for cell in laid.row.cells if not cell.blank)


def _collect_forms(region: Region) -> set[str]:
    """Give all that the cells of a region may be as labels, folded."""
    return {form for cell in _cells(region) if len(cell.text) <= LONGEST_TITLE for form in label_forms(fold(cell.text))}


# ---- what the family knows ------------------------------------------------------------------------------------------


def _collect(region: Region, base: Pattern, others: Sequence[Pattern], title: str | None) -> dict[str, Any]:
    """Give the content of a pattern file: the words of the family that the region prints, with their codes."""
    words: dict[Label, dict[str, None]] = {}
    for cell in _cells(region):
        word, labels = _recognise(cell.text, base, others)
        for label in labels:
            words.setdefault(label, {})[word] = None
    content: dict[str, Any] = {
        "header": {"sections": [], "other": [], "fields": {}},
        "funding": {"sections": [], "amounts": [], "units": [], "groups": {}},
        "objectives": {"sections": [], "fields": {}},
        "tasks": {"sections": [], "optional": [], "columns": {}},
        "indicators": {"sections": [], "all_levels": False, "columns": {}, "periods": {}},
    }
    groups, sure = _choose_groups(words)
    for label, printed in words.items():
        if label.role not in ("level_1", "level_2") and (label.part != "funding" or label.within in ("", *groups)):
            _put(content, label.key.split("."), list(printed))
    if not sure:
        for group in content["funding"]["groups"].values():
            group["optional"] = list(group.get("items", ()))
    if len(content["tasks"]["columns"]) < 2:
        del content["tasks"]
    content["indicators"]["levels"] = list(_collect_levels(words, base))
    content["identify"] = {
        "title": [_name_title(title, region, words) or base.identify.title[0]],
        "labels": list(_choose_required(words)),
        "absent": [word for word in base.identify.absent if not any(word in printed for printed in words.values())],
    }
    texts = [cell.text.strip() for cell in _cells(region)]
    short = "\n".join(text for text in texts if len(text) <= LONGEST_WORD)
    marks = {text for text in texts if len(text) <= 2}
    content["values"] = {
        "blanks": [mark for mark in base.values.blanks if mark in marks or mark in ("/", "—", "无")],
        "units": [unit for unit in base.values.units if re.search(rf"(?:[（(：:]|单位)\s*{unit}", short)],
    }
    content["values"]["units"] = content["values"]["units"] or base.values.units
    return content


def _recognise(text: str, base: Pattern, others: Sequence[Pattern]) -> tuple[str, tuple[Label, ...]]:
    """Give the word of the vocabulary that a cell prints, and what it labels; all from one pattern, the nearest."""
    forms = label_forms(fold(text)) if len(text) <= LONGEST_TITLE else ()
    found = base.find(text) if any(form in base.labels for form in forms) else ()
    inline = INLINE_PAIR.match(text.strip()) if not found else None
    if inline is not None:
        text = inline[1]
        forms = label_forms(fold(text))
        found = tuple(label for label in base.find(text) if label.role in ("field", "unit"))
    for pattern in () if found else others:
        if not any(form in pattern.labels for form in forms):
            continue
        groups = base.funding.groups
        found = tuple(
            label
            for label in pattern.find(text)
            if label.role in SHARED
            or (label.role == "column" and label.part == "indicators")
            or (label.role in ("item", "amounts_of") and label.within in groups)
        )
        if found:
            return next(form for form in label_forms(fold(text)) if form in pattern.labels), found
    return (next(form for form in label_forms(fold(text)) if form in base.labels) if found else ""), found


def _choose_groups(words: dict[Label, dict[str, None]]) -> tuple[list[str], bool]:
    """Give the breakdowns of which the form prints a heading, or an item that no other breakdown has.

    `财政拨款` alone says nothing where the whole of the project is not printed; without any sure one, all stay,
    and it is told that none is.
    """
    homes: dict[str, set[str]] = {}
    for label, printed in words.items():
        for word in printed if label.within and label.part == "funding" else ():
            homes.setdefault(word, set()).add(label.within)
    named = {label.code for label in words if label.role == "group"}
    sure = named.union(*(codes for codes in homes.values() if len(codes) == 1))
    return sorted(sure or set().union(*homes.values())), bool(sure)


def _put(content: dict[str, Any], steps: Sequence[str], words: list[str]) -> None:
    for step in steps[:-1]:
        content = content.setdefault(step, {})
    content[steps[-1]] = [*content.get(steps[-1], []), *words]


def _collect_levels(words: dict[Label, dict[str, None]], base: Pattern) -> Iterator[dict[str, Any]]:
    """Give the tree of levels: the printed names, and the usual ones of levels that this form does not print."""
    for level in base.indicators.levels:
        printed = words.get(Label("indicators", "level_1", level.code), {})
        below = {
            code: list(words.get(Label("indicators", "level_2", code, level.code), {}) or names[:1])
            for code, names in level.children.items()
        }
        own = _find_below(words, level.code, same=True) - _find_below(words, level.code, same=False)
        if level.code in STANDARD or printed or own:
            yield {"code": level.code, "names": list(printed or level.names[:1]), "children": below}


def _find_below(words: dict[Label, dict[str, None]], code: str, *, same: bool) -> set[str]:
    """Give the printed second levels of a first one, or those of the others."""
    return {
        word
        for label, printed in words.items()
        if label.role == "level_2" and (label.within == code) == same
        for word in printed
    }


def _choose_required(words: dict[Label, dict[str, None]]) -> Iterator[str]:
    """Give the labels by which the variant is known: of the head, the funding, the objectives and the columns."""

    def first(*wanted: tuple[str, str]) -> Iterator[str]:
        found = (
            word
            for role, code in wanted
            for label, ws in words.items()
            if (label.role, label.code) == (role, code)
            for word in ws
        )
        yield from list(found)[:1]

    yield from first(("field", "project_name"), ("field", "unit_name"), ("field", "implementing_unit"))
    yield from first(("item", "total"), ("item", "basic"), ("item", "fiscal"), ("item", "fiscal_appropriation"))
    yield from first(("objective", "annual"), ("objective", "overall"), ("objective", "multi_year"))
    yield from first(("column", "name"), ("column", "level_2"), ("column", "level_1"))
    yield from first(("column", "value"))
    yield from first(("column", "actual"))


def _name_title(title: str | None, region: Region, words: dict[Label, dict[str, None]]) -> str | None:
    """Give the title without its year, and without the unit's or the place's name before it."""
    if title is None:
        return None
    name = clean(title).replace("\n", "")
    if parse_year(name) is not None:
        name = YEAR.sub("", name)
    for unit in sorted(_name_units(region, words), key=len, reverse=True):
        name = name.removeprefix(unit)
    return EDGE.sub("", SEAT.sub("", name)).strip() or None


def _guess_title(document: Document, region: Region) -> str | None:
    """Give the nearest line above a form, or its first one, that is called a table: `XX县项目绩效目标申报书`."""
    places = {cell.places[:1] for cell in _all_cells(region)}
    first = next((k for k, row in enumerate(document.rows) if any(c.places[:1] in places for c in row.cells)), 0)
    for row in reversed(document.rows[max(0, first - ABOVE) : first + ABOVE]):
        cells = [cell for cell in row.cells if not cell.blank]
        if len(cells) == 1 and len(cells[0].text) <= LONGEST_TITLE and TABLE_NAME.search(cells[0].text):
            return cells[0].text
    return None


def _name_units(region: Region, words: dict[Label, dict[str, None]]) -> set[str]:
    """Give the names of units and departments that the head prints, to take them off the title."""
    labels = {
        word
        for label, printed in words.items()
        if label.code in ("unit_name", "department_name", "implementing_unit")
        for word in printed
    }
    names = set()
    for laid in region.rows:
        cells = [cell for cell in laid.row.cells if not cell.blank]
        for cell, beside in pairwise(cells):
            if len(beside.text) <= LONGEST_TITLE and labels & set(label_forms(fold(cell.text))):
                names.add(clean(beside.text))
    return {name for name in names if len(name) > 2}


# ---- what it does not know ------------------------------------------------------------------------------------------


def _ask(match: Match, region: Region, patterns: Sequence[Pattern], *, titled: bool) -> Asked:
    """Give the questions about what a reading by the draft leaves open."""
    asked: dict[tuple[str, str], Question] = {}
    for question in _find_open(match, region, Nearness(patterns)):
        asked.setdefault((question.part, question.word), question)
        if len(asked) == MOST_QUESTIONS:
            break
    marks = [cell.text.strip() for cell in _cells(region) if MARK.fullmatch(cell.text.strip())]
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
    known = [bool(_recognise(cell.text, match.pattern, ())[1]) for cell in row]
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
    roles = {label.role for label in _recognise(cell.text, pattern, ())[1]}
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
