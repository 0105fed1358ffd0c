"""Results → rows of the tables, one input at a time.

Enters: results of earlier runs, and what reviewers corrected. Leaves: for each input its rows, by table; each row is a
dict of plain values with the table's columns in their order. Nothing is kept but the documents seen.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractor.document import LineSpan, PageBox, Place, SheetCell, TableCell
from extractor.exports.money import count_fen
from extractor.exports.tables import EXTRAS, HEADER, HOW_PLACED, TABLES
from extractor.places import document_id
from extractor.record import Check, Evidence, Form, Leaf, Level, Record, Residue, Task, dump_json
from extractor.results import Result

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""The rows of one input, by the name of their table; every table is there."""

Originals = Mapping[str, Any]
"""What was extracted where reviewers corrected it, by JSON Pointer into a form's record."""

NO_PLACE: Mapping[str, Any] = dict.fromkeys(column.name for column in HOW_PLACED)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A result with the corrected values in its record, and for each form that has any what stood there before."""

    result: Result
    originals: Mapping[int, Originals] = field(default_factory=dict)


def make_rows(results: Iterable[Corrected], out: Path) -> Iterator[Rows]:
    """Give the rows of each input.

    The forms of a content stand with the first input that has it; a duplicate has only its row of `documents`.

    Args:
        results: in the order of the inputs.
        out: the folder that the places of JSON files are named from.
    """
    seen: dict[str, str] = {}
    for number, corrected in enumerate(results):
        result = corrected.result
        rows: Rows = {table.name: [] for table in TABLES}
        document = _name_document(result)
        first = seen.get(document) if document is not None else None
        rows["documents"].append(_make_document(number, document, result.duplicate_of or first, result, out))
        if document is not None and first is None and result.extraction is not None:
            seen[document] = result.path
            for index, form in enumerate(result.extraction.forms):
                key = {"document": document, "form": index}
                originals = corrected.originals.get(index, {})
                rows["forms"].append({**key, "input": number, **_make_head(form), **_mark(originals, _HEAD)})
                _add_parts(rows, key, form, originals)
        yield rows


def _name_document(result: Result) -> str | None:
    if result.sha256 is None:
        return None
    name = result.extraction.source.name if result.extraction is not None else result.path
    return document_id(result.sha256, name)


def _make_document(number: int, document: str | None, first: str | None, result: Result, out: Path) -> Row:
    extraction, error = result.extraction, result.error
    source = extraction.source if extraction is not None else None
    return {
        "input": number,
        "document": document,
        "path": result.path,
        "name": source.name if source else None,
        "sha256": result.sha256,
        "format": source.format if source else None,
        "pages": source.pages if source else None,
        "reader": source.reader if source else None,
        "status": result.status,
        "error_code": error.code if error else None,
        "error_message": error.message if error else None,
        "error_next_step": error.next_step if error else None,
        "forms": len(extraction.forms) if extraction is not None else 0,
        "duplicate_of": first,
        "json": _place_json(result.json, out),
    }


def _place_json(place: Path | None, out: Path) -> str | None:
    if place is None:
        return None
    return place.relative_to(out).as_posix() if place.is_relative_to(out) else place.as_posix()


def _add_parts(rows: Rows, key: Row, form: Form, originals: Originals) -> None:
    """Add the rows below a form to those of its input."""
    record = form.record
    for name, made in (
        ("header_other", _make_pairs(record, originals)),
        ("funding", _make_funding(record, originals)),
        ("objectives", _make_objectives(record, originals)),
        ("tasks", _make_tasks(record, originals)),
        ("indicators", _make_indicators(record, originals)),
        ("targets", _make_targets(record)),
        ("checks", _make_checks(form.checks)),
        ("evidence", _make_evidence(form.evidence)),
        ("residue", _make_residue(form.residue)),
    ):
        rows[name].extend({**key, **row} for row in made)


def _mark(originals: Originals, places: Mapping[str, str]) -> Row:
    """Say which columns of a row were corrected, and what stood there: `places` are the columns' pointers."""
    if not originals:
        return {"corrected": None, "originals": None}
    before = {column: originals[pointer] for column, pointer in places.items() if pointer in originals}
    return {"corrected": " ".join(before) or None, "originals": dump_json(before) if before else None}


_HEAD: Mapping[str, str] = {
    **{name: f"/{name}" for name in ("title", "attachment", "year")},
    **{name: f"/header/{name}" for name in HEADER},
    "funding_unit": "/funding/unit",
}
"""The columns of `forms` that hold values of the record, and where these stand."""


def _make_head(form: Form) -> Row:
    record, ledger = form.record, form.ledger
    header = record.header
    failed = Counter(check.severity for check in form.checks if check.status == "fail")
    return {
        "pattern": form.pattern,
        "title": record.title,
        "attachment": record.attachment,
        "year": record.year,
        **{name: getattr(header, name) for name in HEADER},
        "blank_fields": " ".join(
            name for name in HEADER if name in header.model_fields_set and getattr(header, name) is None
        )
        or None,
        "funding_unit": record.funding.unit,
        "first_page": form.pages[0] if form.pages else None,
        "last_page": form.pages[-1] if form.pages else None,
        "errors": failed["error"],
        "warnings": failed["warning"],
        "notes": failed["info"],
        "ledger_source": ledger.source,
        "ledger_values": ledger.values,
        "ledger_labels": ledger.labels,
        "ledger_repeated": ledger.repeated,
        "ledger_residue": ledger.residue,
    }


def _make_pairs(record: Record, originals: Originals) -> Iterator[Row]:
    for index, pair in enumerate(record.header.other):
        pointer = f"/header/other/{index}"
        row = {"pointer": pointer, "position": index, "label": pair.label, "value": pair.value}
        yield {**row, **_mark(originals, _below(pointer, "label", "value"))}


def _below(pointer: str, *names: str) -> dict[str, str]:
    return {name: f"{pointer}/{name}" for name in names}


def _make_funding(record: Record, originals: Originals) -> Iterator[Row]:
    unit = record.funding.unit
    for number, group in enumerate(record.funding.groups):
        above = f"/funding/groups/{number}"
        head = {"group": number, "group_code": group.code, "group_label": group.label}
        places = {"group_label": f"{above}/label", "unit": "/funding/unit"}
        for index, item in enumerate(group.items):
            pointer = f"{above}/items/{index}"
            found = {**places, "item_label": f"{pointer}/label", "amount": f"{pointer}/amount"}
            yield {
                "pointer": pointer,
                "group": number,
                "item": index,
                "group_code": group.code,
                "group_label": group.label,
                "item_code": item.code,
                "item_label": item.label,
                "unit": unit,
                "amount": item.amount,
                "amount_original": originals.get(f"{pointer}/amount"),
                "amount_fen": count_fen(item.amount, unit),
                **_mark(originals, found),
            }
        if not group.items:
            blank = dict.fromkeys(("item_code", "item_label"))
            amounts = dict.fromkeys(("amount", "amount_original", "amount_fen"))
            order = {"pointer": above, "group": number, "item": None, **head}
            yield {**order, **blank, "unit": unit, **amounts, **_mark(originals, places)}


def _make_objectives(record: Record, originals: Originals) -> Iterator[Row]:
    for index, objective in enumerate(record.objectives):
        pointer = f"/objectives/{index}"
        row = {"pointer": pointer, "position": index, **objective.model_dump()}
        yield {**row, **_mark(originals, _below(pointer, "label", "text"))}


def _make_tasks(record: Record, originals: Originals) -> Iterator[Row]:
    for part, tasks in (("tasks", record.tasks), ("other_tasks", record.other_tasks)):
        for index, task in enumerate(tasks):
            pointer = f"/{part}/{index}"
            yield _make_task(task, pointer, index, record.funding.unit, originals)


def _make_task(task: Task, pointer: str, index: int, unit: str | None, originals: Originals) -> Row:
    places = {**_below(pointer, *Task.model_fields), "unit": "/funding/unit"}
    return {
        "pointer": pointer,
        "position": index,
        "optional": pointer.startswith("/other_tasks/"),
        "number": task.number,
        "name": task.name,
        "content": task.content,
        "unit": unit,
        "amount": task.amount,
        "amount_original": originals.get(f"{pointer}/amount"),
        "amount_fen": count_fen(task.amount, unit),
        "expected_outcome": task.expected_outcome,
        **_mark(originals, places),
    }


@dataclass(frozen=True, slots=True)
class _Node:
    """An indicator or a level with its pointer and the levels above it, itself among them where it is one."""

    pointer: str
    levels: tuple[tuple[str, Level], ...]
    leaf: Leaf | None


def walk_indicators(record: Record) -> Iterator[_Node]:
    """Give the indicators in printed order, and each level that has none, or that has a mark for a blank."""
    yield from _walk(record.indicators, "/indicators", ())


def _walk(nodes: Sequence[Level | Leaf], above: str, levels: tuple[tuple[str, Level], ...]) -> Iterator[_Node]:
    for index, node in enumerate(nodes):
        pointer = f"{above}/{index}"
        if isinstance(node, Leaf):
            yield _Node(pointer, levels, node)
            continue
        within = (*levels, (pointer, node))
        if not node.children or "blank" in node.model_fields_set:
            yield _Node(pointer, within, None)
        yield from _walk(node.children, f"{pointer}/children", within)


def _make_indicators(record: Record, originals: Originals) -> Iterator[Row]:
    for position, node in enumerate(walk_indicators(record)):
        leaf = node.leaf
        first, second = (*(level for _, level in node.levels[:2]), None, None)[:2]
        extra = leaf.extra if leaf is not None else {}
        places = {f"level{number}": f"{pointer}/name" for number, (pointer, _) in enumerate(node.levels, 1)}
        places |= _below(node.pointer, "name", "value") if leaf is not None else _below(node.pointer, "blank")
        places |= {name: f"{node.pointer}/extra/{_escape(name)}" for name in extra}
        yield {
            "pointer": node.pointer,
            "position": position,
            "kind": "level" if leaf is None else "indicator",
            "depth": len(node.levels),
            "level1": first.name if first else None,
            "level1_code": first.code if first else None,
            "level2": second.name if second else None,
            "level2_code": second.code if second else None,
            "levels": dump_json([[level.name, level.code] for _, level in node.levels]),
            "name": leaf.name if leaf is not None else None,
            "value": leaf.value if leaf is not None else None,
            "blank": node.levels[-1][1].blank if leaf is None else None,
            **{name: extra.get(name) for name in EXTRAS},
            "extra": dump_json(extra) if leaf is not None else None,
            **_mark(originals, places),
        }


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _make_targets(record: Record) -> Iterator[Row]:
    for node in walk_indicators(record):
        if node.leaf is not None and node.leaf.target is not None:
            yield {"pointer": node.pointer, **node.leaf.target.model_dump()}


def _make_checks(checks: Sequence[Check]) -> Iterator[Row]:
    for index, check in enumerate(checks):
        yield {"check": index, **check.model_dump(), "pointers": dump_json(check.pointers)}


def _make_evidence(evidence: Mapping[str, Evidence]) -> Iterator[Row]:
    for pointer, found in evidence.items():
        text = {name: getattr(found, name) for name in ("raw", "how", "structure", "confidence", "confirmed")}
        for part, place in enumerate(_place(found.sources)):
            yield {"pointer": pointer, "part": part, **text, **place}


def _make_residue(residue: Sequence[Residue]) -> Iterator[Row]:
    for index, piece in enumerate(residue):
        for part, place in enumerate(_place(piece.sources)):
            yield {"residue": index, "part": part, "text": piece.text, **place}


def _place(sources: Sequence[Place]) -> Iterator[Row]:
    """Give the columns of each place; of none at all, blank ones."""
    for place in sources:
        yield {**NO_PLACE, **_describe(place)}
    if not sources:
        yield {**NO_PLACE}


def _describe(place: Place) -> Row:
    match place:
        case PageBox(page, (x0, top, x1, bottom)):
            return {"page": page, "x0": x0, "top": top, "x1": x1, "bottom": bottom}
        case TableCell(table, row, column):
            return {"table": table, "row": row, "column": column}
        case SheetCell(sheet, cell):
            return {"sheet": sheet, "cell": cell}
        case LineSpan(line, start, end):
            return {"line": line, "start": start, "end": end}
