"""Reading stage, workbooks of Excel 2003 as XML (SpreadsheetML), often named `.xls`, to rows of cells.

Enters: the file's bytes. Leaves: a `Document` as the reader of XLSX gives it: each number as its cell shows it, with
every stored digit. Formulas have their stored results; comments and readings of characters are left out.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from lxml import etree

from extractor.document import Document, ReadError, Row, Source
from extractor.readers.flat_office import SHEETS_2003
from extractor.readers.number_formats import show_number
from extractor.readers.ooxml import MAX_PART_BYTES, Element, parse_xml
from extractor.readers.sheets import (
    MAX_SHEETS,
    Budget,
    Faults,
    Sheet,
    Span,
    Stored,
    count_ink,
    lay_sheet,
    name_cell,
    note_display,
)

_SS = f"{{{SHEETS_2003}}}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_MAX_ROWS = 1_048_576
_MAX_COLUMNS = 16_384

_NAMED_FORMATS = {
    "General Number": "General",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Short Time": "h:mm",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
"""The formats that such files give by name."""


@dataclass(frozen=True, slots=True)
class _Style:
    code: str = "General"
    framed: bool = False
    struck: bool = False


@dataclass(slots=True)
class _Reading:
    styles: dict[str, _Style]
    faults: Faults
    budget: Budget


def read(source: Source) -> Document:
    """Read a workbook: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, sheet by sheet.

    Raises:
        ReadError: `corrupt`, `unsupported` or `limit`.
    """
    if len(source.data) > MAX_PART_BYTES:
        raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
    root = parse_xml(source.data, "the file")
    if root.tag != f"{_SS}Workbook":
        raise ReadError("unsupported", "no workbook of Excel 2003")
    reading = _Reading(_read_styles(root), Faults(), Budget())
    sheets = root.findall(f"{_SS}Worksheet")
    if len(sheets) > MAX_SHEETS:
        raise ReadError("limit", f"more than {MAX_SHEETS} sheets")
    rows: list[Row] = []
    tables = count(1)
    for element in sheets:
        rows += lay_sheet(_read_sheet(element, reading), tables, reading.faults)
    return Document("xlsx", f"lxml {etree.__version__}", tuple(rows), flaws=reading.faults.list())


def _read_styles(root: Element) -> dict[str, _Style]:
    """Give the styles by name; one may be made from another that stands before it."""
    styles: dict[str, _Style] = {}
    for element in root.iter(f"{_SS}Style"):
        style = styles.get(element.get(f"{_SS}Parent", "Default"), _Style())
        for part in element:
            if part.tag == f"{_SS}NumberFormat":
                code = part.get(f"{_SS}Format") or "General"
                style = replace(style, code=_NAMED_FORMATS.get(code, code))
            elif part.tag == f"{_SS}Borders":
                style = replace(style, framed=len(part) > 0)
            elif part.tag == f"{_SS}Font":
                style = replace(style, struck=part.get(f"{_SS}StrikeThrough") == "1")
        styles[element.get(f"{_SS}ID", "")] = style
    return styles


def _read_sheet(element: Element, reading: _Reading) -> Sheet:
    visible = element.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
    sheet = Sheet(element.get(f"{_SS}Name", ""), hidden=visible is not None and visible.text != "SheetVisible")
    for table in element.iterchildren(f"{_SS}Table"):
        for first, last, column in _number(table.iterchildren(f"{_SS}Column"), "Span", _MAX_COLUMNS):
            if column.get(f"{_SS}Hidden") == "1":
                sheet.hidden_columns.append((first, last))
        for number, _, row in _number(table.iterchildren(f"{_SS}Row"), "Span", _MAX_ROWS):
            if row.get(f"{_SS}Hidden") == "1":
                sheet.hidden_rows.add(number)
            _read_row(row, number, sheet, reading)
            sheet.ink[number] += sum(count_ink(_say(data)) for data in row.iterfind(f"{_SS}Cell/{_SS}Data"))
    return sheet


def _number(elements: Iterator[Element], span: str, most: int) -> Iterator[tuple[int, int, Element]]:
    """Give elements with the first and last number (from 0) that each stands for: its own, or the following one."""
    following = 0
    for element in elements:
        first = _count(element, "Index", following + 1) - 1
        last = first + _count(element, span, 0)
        if not 0 <= first <= last < most:
            raise ReadError("corrupt", "a row or column outside of the sheet")
        yield first, last, element
        following = last + 1


def _count(element: Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _read_row(element: Element, row: int, sheet: Sheet, reading: _Reading) -> None:
    own = element.get(f"{_SS}StyleID", "Default")
    for column, right, cell in _number(element.iterchildren(f"{_SS}Cell"), "MergeAcross", _MAX_COLUMNS):
        style = reading.styles.get(cell.get(f"{_SS}StyleID", own), _Style())
        bottom = row + _count(cell, "MergeDown", 0)
        if right > column or bottom > row:
            sheet.spans.append(Span(row, column, min(bottom, _MAX_ROWS - 1), right))
        if style.framed:
            sheet.framed.add(row)
        place = f"{sheet.name}!{name_cell(row, column)}"
        data = cell.find(f"{_SS}Data")
        raw = _say(data) if data is not None else ""
        if data is None or not raw or raw.isspace():
            if cell.get(f"{_SS}Formula"):
                reading.faults.add("formula-without-result", f"{place} {cell.get(f'{_SS}Formula')}")
            continue
        text = _show(data.get(f"{_SS}Type", "String"), raw, style, place, reading.faults)
        reading.budget.spend(text)
        sheet.cells.append(Stored(row, column, raw, text))
        if style.struck:
            reading.faults.add("struck-text", place)


def _say(data: Element) -> str:
    """Give what a cell stores, without the marks of its look."""
    return "".join(data.itertext()).replace("\r\n", "\n").replace("\r", "\n")


def _show(kind: str, raw: str, style: _Style, place: str, faults: Faults) -> str:
    """Give what a cell shows: `100%` for `1`, `2021/12/31` for `2021-12-31T00:00:00.000`."""
    number: float | None = None
    code = style.code
    try:
        if kind == "Number":
            number = float(raw)
        elif kind == "DateTime":
            moment = datetime.fromisoformat(raw.strip())
            number = (moment.replace(tzinfo=None) - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001
            code = "yyyy/m/d" if code == "General" else code
        elif kind == "Boolean":
            return "TRUE" if raw.strip() == "1" else "FALSE"
    except (ValueError, OverflowError):
        return raw
    if number is None or not math.isfinite(number):
        return raw
    shown = show_number(number, code)
    note_display(shown, place, faults)
    return shown.text
