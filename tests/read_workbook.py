"""The workbook → the rows of its sheets, read by calamine; and the records in them.

Enters: a file. Leaves: rows by sheet, and tables as `rebuild` takes them. Long texts are put together again, exact
numbers taken from their texts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from extractor.exports.escapes import restore
from extractor.exports.tables import FORMS
from extractor.exports.workbook_sheets import OVERFLOW, SHEETS, Sheet, SheetColumn

Row = dict[str, Any]


def read_sheets(file: Path) -> dict[str, list[Row]]:
    """Give the rows of all sheets by their Chinese names; each is a dict by the keys of the sheet's columns."""
    book = CalamineWorkbook.from_path(file)
    pages = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    long = _join_parts(pages.get(OVERFLOW.zh, []))
    return {sheet.zh: _read(sheet, pages[sheet.zh], long) for sheet in SHEETS}


def _join_parts(page: Sequence[Sequence[Any]]) -> dict[tuple[str, int, str], str]:
    """Give the texts that no cell holds, by sheet, row and heading."""
    texts: defaultdict[tuple[str, int, str], str] = defaultdict(str)
    for _, sheet, row, heading, _, text in page[1:]:
        texts[sheet, int(row), heading] += text
    return texts


def _read(sheet: Sheet, page: Sequence[Sequence[Any]], long: Mapping[tuple[str, int, str], str]) -> list[Row]:
    above = 1 if sheet.zh == "总览" else 0
    assert page[above] == [column.zh for column in sheet.columns]
    return [
        {
            column.key: _take(column, long.get((sheet.zh, number, column.zh), value))
            for column, value in zip(sheet.columns, row, strict=True)
        }
        for number, row in enumerate(page[above + 1 :], above + 2)
    ]


def _take(column: SheetColumn, value: Any) -> Any:
    if column.kind == "flag":
        return value == "是"
    if value == "":
        return None
    if column.kind == "exact":
        return Decimal(value)
    if column.kind in ("integer", "fen"):
        return int(value)
    return restore(value) if isinstance(value, str) else value


def take_tables(sheets: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """Give the tables that `rebuild` makes records of; what the workbook does not hold is blank."""
    blank = dict.fromkeys(column.name for column in FORMS.columns)
    forms = [{**blank, **row} for row in sheets["总览"] if row["form"] is not None]
    nothing = dict.fromkeys(("name", "error_code"))
    documents = {row["document"]: {**nothing, **row} for row in sheets["总览"]}
    targets = [
        {**row, **{name: row[f"target_{name}"] for name in ("kind", "operator", "unit", "date")}}
        | {name: row[f"target_{name}_exact"] for name in ("number", "number_high")}
        for row in sheets["指标"]
        if row["target_kind"] is not None
    ]
    return {
        "documents": list(documents.values()),
        "forms": forms,
        "header_other": list(sheets["其他栏目"]),
        "funding": [{**row, "amount": row["amount_exact"]} for row in sheets["资金"]],
        "objectives": list(sheets["目标"]),
        "tasks": [{**row, "amount": row["amount_exact"]} for row in sheets["任务"]],
        "indicators": list(sheets["指标"]),
        "targets": targets,
        **{name: [] for name in ("checks", "evidence", "residue", "verdicts")},
    }
