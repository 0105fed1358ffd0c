"""Hits → record and evidence: printed text becomes values, and each value keeps its place.

Enters: a match. Leaves: the contract's record, the evidence of each printed value, what is left over, and the ledger
that proves that nothing was lost. Text is cleaned and numbers are parsed here, and nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.document import Cell, PageBox
from extractor.hits import BlankHit, Finding, LeafHit, LevelHit, Match, Piece, TaskHit
from extractor.patterns import Pattern
from extractor.places import COUNTS, DATES
from extractor.record import (
    Evidence,
    Funding,
    FundingGroup,
    FundingItem,
    Header,
    How,
    Leaf,
    Ledger,
    Level,
    Objective,
    OtherPair,
    Record,
    Residue,
    Target,
    Task,
)
from extractor.targets import parse_target_in_columns
from extractor.values import TASK_NUMBER, clean, parse_count, parse_date, parse_money, parse_year

CHINESE_DIGITS = "零一二三四五六七八九十"
LEAD = re.compile(r"^其\s*中\s*[：:]?\s*|^[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.．、]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Built:
    """A form's record with all that speaks for or against it."""

    pattern: Pattern
    record: Record
    evidence: dict[str, Evidence]
    residue: list[Residue]
    furniture: list[Residue]
    ledger: Ledger
    findings: list[Finding]
    pages: list[int] | None


class _Evidence:
    """Collects evidence while the record is built, in the record's order."""

    def __init__(self) -> None:
        self.entries: dict[str, Evidence] = {}

    def add(self, pointer: str, cell: Cell | None, how: How) -> None:
        """Note where the value at a JSON Pointer came from."""
        if cell is not None:
            more: dict[str, Any] = {"structure": "alignment"} if cell.aligned else {}
            if cell.confidence is not None:
                more["confidence"] = cell.confidence
            found: How = "repaired" if cell.repaired else how
            self.entries[pointer] = Evidence(raw=cell.raw, sources=list(cell.places), how=found, **more)


def build(match: Match) -> Built:
    """Build the record of one form."""
    evidence = _Evidence()
    title = clean(match.title.text) if match.title else None
    year = parse_year(title) if title else None
    title_cell = match.title.cell if match.title else None
    evidence.add("/title", title_cell, "header")
    evidence.add("/attachment", match.attachment.cell if match.attachment else None, "header")
    year_cell = title_cell
    if year is None and match.year is not None:
        year, year_cell = parse_year(match.year.text), match.year
    evidence.add("/year", year_cell if year is not None else None, "header")
    record = Record(
        title=title,
        attachment=clean(match.attachment.text) if match.attachment else None,
        year=year,
        header=_build_header(match, evidence),
        funding=_build_funding(match, evidence),
        objectives=_build_objectives(match, evidence),
        tasks=_build_tasks([hit for hit in match.tasks if not hit.optional], "/tasks", match, evidence),
        other_tasks=_build_tasks([hit for hit in match.tasks if hit.optional], "/other_tasks", match, evidence),
        indicators=_build_indicators(match, year, evidence),
    )
    places = (place for laid in match.rows for cell in laid.row.cells for place in cell.places)
    pages = {place.page for place in places if isinstance(place, PageBox)}
    return Built(
        pattern=match.pattern,
        record=record,
        evidence=evidence.entries,
        residue=_collect(match, "residue"),
        furniture=_collect(match, "furniture"),
        ledger=_count(match),
        findings=match.findings,
        pages=[min(pages), max(pages)] if pages else None,
    )


def _text(piece: Piece | None) -> str | None:
    return clean(piece.text) or None if piece else None


def _build_header(match: Match, evidence: _Evidence) -> Header:
    fields: dict[str, Any] = {}
    other: list[OtherPair] = []
    for hit in match.header:
        text = _text(hit.value)
        cell = hit.value.cell if hit.value else None
        if hit.code is None or hit.code in fields:
            evidence.add(f"/header/other/{len(other)}/label", hit.label.cell, "label")
            evidence.add(f"/header/other/{len(other)}/value", cell, hit.how)
            other.append(OtherPair(label=clean(hit.label.text), value=text))
            continue
        value: str | int | None = text
        if hit.code in COUNTS:
            value = parse_count(text) if text else None
        elif hit.code in DATES:
            value = parse_date(text) if text else None
        fields[hit.code] = value
        evidence.add(f"/header/{hit.code}", cell, hit.how)
    return Header(**fields, other=other)


def _build_funding(match: Match, evidence: _Evidence) -> Funding:
    unit = match.unit
    if unit is not None:
        evidence.add("/funding/unit", unit.cell, "header")
    groups = []
    for index, group in enumerate(match.groups):
        pointer = f"/funding/groups/{index}"
        evidence.add(f"{pointer}/label", group.label, "label")
        items: list[FundingItem] = []
        for hit in (hit for hit in match.items if hit.group == index):
            place = f"{pointer}/items/{len(items)}"
            evidence.add(f"{place}/label", hit.label.cell, "label")
            evidence.add(f"{place}/amount", hit.value.cell if hit.value else None, hit.how)
            items.append(
                FundingItem(
                    code=hit.code, label=LEAD.sub("", clean(hit.label.text)), amount=_money(match, _text(hit.value))
                )
            )
        heading = LEAD.sub("", clean(group.label.text)) if group.label else None
        groups.append(FundingGroup(code=group.code, label=heading, items=items))
    return Funding(unit=unit.text if unit else None, groups=groups)


def _money(match: Match, text: str | None) -> Decimal | None:
    """Read an amount; one with another unit after it (`484.77元` among 万元) is none, since nothing is rescaled."""
    units = [match.unit.text] if match.unit else match.pattern.values.units
    return parse_money(text, units=units) if text else None


def _build_objectives(match: Match, evidence: _Evidence) -> list[Objective]:
    objectives = []
    for index, hit in enumerate(match.objectives):
        evidence.add(f"/objectives/{index}/label", hit.label.cell, "label")
        evidence.add(f"/objectives/{index}/text", hit.value.cell if hit.value else None, "label")
        objectives.append(
            Objective.model_validate({"code": hit.code, "label": clean(hit.label.text), "text": _text(hit.value)})
        )
    return objectives


def _build_tasks(hits: Iterable[TaskHit], pointer: str, match: Match, evidence: _Evidence) -> list[Task]:
    tasks = []
    for index, hit in enumerate(hits):
        place = f"{pointer}/{index}"
        name_cell = hit.cells.get("name")
        name = clean(name_cell.text) if name_cell else None
        number = None
        if name and (lead := TASK_NUMBER.match(name)):
            number = int(lead[1]) if lead[1].isdigit() else _read_chinese(lead[1])
            name = name[lead.end() :]
            evidence.add(f"{place}/number", name_cell, hit.how)
        texts: dict[str, str | None] = {"name": name or None}
        evidence.add(f"{place}/name", name_cell if name else None, hit.how)
        for code in ("content", "amount", "expected_outcome"):
            cell = hit.cells.get(code)
            if code == "amount" and cell is not None and match.pattern.is_blank(cell.text):
                cell = None
            texts[code] = clean(cell.text) or None if cell else None
            evidence.add(f"{place}/{code}", cell, hit.how)
        amount = texts.pop("amount")
        tasks.append(Task(number=number, amount=_money(match, amount), **texts))
    return tasks


def _read_chinese(digits: str) -> int | None:
    """Read a number up to 99 in Chinese digits: 十二 is 12."""
    tens, ten, units = digits.partition("十")
    if len(tens) > 1 or len(units) > 1:
        return None
    value = CHINESE_DIGITS.index(units) if units else 0
    return value + (10 * (CHINESE_DIGITS.index(tens) if tens else 1) if ten else CHINESE_DIGITS.index(tens))


@dataclass(slots=True)
class _Node:
    """A level while its children are collected."""

    hit: LevelHit
    pointer: str
    children: list["_Node | Leaf"]
    blank: str | None = None


def _build_indicators(match: Match, year: int | None, evidence: _Evidence) -> list[Level | Leaf]:
    top: list[_Node | Leaf] = []
    path: list[_Node] = []
    for hit in match.tree:
        if isinstance(hit, LevelHit):
            path = [node for node in path if node.hit.depth < hit.depth]
        siblings = path[-1].children if path else top
        pointer = f"{path[-1].pointer}/children/{len(siblings)}" if path else f"/indicators/{len(siblings)}"
        if isinstance(hit, LevelHit):
            evidence.add(f"{pointer}/name", hit.cell, hit.how)
            node = _Node(hit, pointer, [])
            siblings.append(node)
            path.append(node)
        elif isinstance(hit, LeafHit):
            siblings.append(_build_leaf(hit, pointer, match.pattern, year, evidence))
        elif isinstance(hit, BlankHit) and path and path[-1].blank is None:
            path[-1].blank = clean(hit.cell.text)
            evidence.add(f"{path[-1].pointer}/blank", hit.cell, "header")
    return [_close(node) for node in top]


def _close(node: "_Node | Leaf") -> Level | Leaf:
    if isinstance(node, Leaf):
        return node
    cell = node.hit.cell
    fields: dict[str, Any] = {
        "name": clean(cell.text) if cell else None,
        "code": node.hit.code,
        "children": [_close(child) for child in node.children],
    }
    return Level(**fields, blank=node.blank) if node.blank is not None else Level(**fields)


def _build_leaf(hit: LeafHit, pointer: str, pattern: Pattern, year: int | None, evidence: _Evidence) -> Leaf:
    texts: Mapping[str, str | None] = {code: clean(cell.text) or None for code, cell in hit.cells.items()}
    extra = {code: text for code, text in texts.items() if code not in ("name", "value")}
    for code, cell in hit.cells.items():
        place = f"{pointer}/{code}" if code in ("name", "value") else f"{pointer}/extra/{_escape(code)}"
        evidence.add(place, cell, hit.how)
    target = parse_target_in_columns(
        texts.get("value"),
        extra,
        name=texts.get("name") or "",
        year=year,
        blanks=pattern.values.blanks,
    )
    return Leaf(
        name=texts.get("name"),
        value=texts.get("value"),
        target=Target.model_validate(target, from_attributes=True) if target else None,
        extra=extra,
    )


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _collect(match: Match, role: str) -> list[Residue]:
    return [Residue(text=use.cell.raw, sources=list(use.cell.places)) for use in match.uses if use.role == role]


def _count(match: Match) -> Ledger:
    totals = dict.fromkeys(("value", "label", "repeated", "residue", "furniture"), 0)
    for use in match.uses:
        totals[use.role] += use.characters
    return Ledger(
        source=sum(laid.row.source for laid in match.rows),
        values=totals["value"],
        labels=totals["label"],
        repeated=totals["repeated"],
        residue=totals["residue"] + totals["furniture"],
    )
