"""What the family's patterns know of a form → the content of a pattern file. Part of drafting.

Enters: a form's region, and the patterns from the nearest one on. Leaves: the words that the form prints and some
pattern knows, by the keys of a pattern file; the title by which the form may be known.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from extractor.document import Cell, Document
from extractor.match_pairs import INLINE_PAIR
from extractor.patterns import Label, Pattern
from extractor.regions import Region
from extractor.values import clean, fold, label_forms, parse_year

LONGEST_WORD = 30
"""A longer text that nothing is known of is no label."""

LONGEST_TITLE = 60

ABOVE = 5
"""So many rows above a form without a known title, its title may stand."""

STANDARD = frozenset({"output", "benefit", "satisfaction"})
"""The first levels that each form of the family has, printed or not."""

SHARED = frozenset({"field", "objective", "level_1", "level_2", "period", "section"})
"""The roles in which a word means the same in forms of all kinds."""

YEAR = re.compile(r"^.*?(?:19|20)\d{2}\s*年?度?")
EDGE = re.compile(r"^[\s（(]*[)）\s]*|[（(][^（）()]*[)）]\s*$")
SEAT = re.compile(r"^[\u4e00-\u9fff]{1,8}?(?:省|市|区|县|镇|乡|州|旗|街道)(?!级|本级|直)")
TABLE_NAME = re.compile(r"[表书][)）]?\s*(?:[（(][^（）()]*[)）])?\s*$")


def all_cells(region: Region) -> Iterator[Cell]:
    """Give a region's cells, page numbers and blank ones among them."""
    return (cell for laid in region.rows for cell in laid.row.cells)


def printed_cells(region: Region) -> Iterator[Cell]:
    """Give the cells of a form's rows in which something is printed."""
    return (cell for laid in region.rows if laid.kind == "row" for cell in laid.row.cells if not cell.blank)


def collect_content(region: Region, base: Pattern, others: Sequence[Pattern], title: str | None) -> dict[str, Any]:
    """Give the content of a pattern file: the words of the family that the region prints, with their codes."""
    words: dict[Label, dict[str, None]] = {}
    for cell in printed_cells(region):
        word, labels = recognise(cell.text, base, others)
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
    texts = [cell.text.strip() for cell in printed_cells(region)]
    short = "\n".join(text for text in texts if len(text) <= LONGEST_WORD)
    marks = {text for text in texts if len(text) <= 2}
    content["values"] = {
        "blanks": [mark for mark in base.values.blanks if mark in marks or mark in ("/", "—", "无")],
        "units": [unit for unit in base.values.units if re.search(rf"(?:[（(：:]|单位)\s*{unit}", short)],
    }
    content["values"]["units"] = content["values"]["units"] or base.values.units
    return content


def recognise(text: str, base: Pattern, others: Sequence[Pattern]) -> tuple[str, tuple[Label, ...]]:
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


def guess_title(document: Document, region: Region) -> str | None:
    """Give the nearest line above a form, or its first one, that is called a table: `XX县项目绩效目标申报书`."""
    places = {cell.places[:1] for cell in all_cells(region)}
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
