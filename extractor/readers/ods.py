"""Reading stage, OpenDocument spreadsheets (ODS, and flat FODS) to rows of cells.

Enters: the file's bytes. Leaves: a `Document` as the reader of XLSX gives it: each number as its cell shows it,
with every stored digit, and what is stored (`office:value`) as its raw text.

A cell of this format holds both its value and its text as shown, so no number format is needed. Repeated blank cells
and rows, which fill a sheet up to its last column and row, are only counted. Comments, shapes and readings of
characters are left out; a flaw counts the text of shapes.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from lxml import etree

from extractor.document import Document, ReadError, Row, Source
from extractor.readers.number_formats import restore_digits, say_stored
from extractor.readers.odf import (
    CELLS,
    DRAW,
    FO,
    OFFICE,
    ROWS,
    STYLE,
    TABLE,
    TEXT,
    list_parts,
    open_content,
    read_count,
    read_paragraph,
)
from extractor.readers.ooxml import Element
from extractor.readers.sheets import (
    MAX_CELLS,
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

_MAX_ROWS = 1 << 20
_MAX_COLUMNS = 1 << 14
_MOST_REPEATED = 100_000

_COLUMNS = frozenset({f"{TABLE}table-column-group", f"{TABLE}table-columns", f"{TABLE}table-header-columns"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_find_texts = etree.XPath(
    "(text:p|text:h)//text()[not(ancestor::text:ruby-text or ancestor::text:note or ancestor::office:annotation"
    " or ancestor::draw:*)]",
    namespaces={"text": TEXT[1:-1], "office": OFFICE[1:-1], "draw": DRAW[1:-1]},
)


class _Styles(NamedTuple):
    """Names of styles: the cells with a border, the sheets that are hidden."""

    framed: frozenset[str]
    hidden: frozenset[str]


@dataclass(slots=True)
class _Reading:
    """What the walk through one workbook carries along.

    `columns` are the styles that the columns of a sheet give their cells, each with the first column it is for.
    """

    styles: _Styles
    faults: Faults = field(default_factory=Faults)
    budget: Budget = field(default_factory=Budget)
    columns: list[tuple[int, str]] = field(default_factory=list)


def read(source: Source) -> Document:
    """Read a spreadsheet: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, sheet by sheet.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` (no spreadsheet) or `limit`.
    """
    root = open_content(source.data)
    body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise ReadError("unsupported", "no spreadsheet in the file")
    reading = _Reading(_read_styles(root))
    tables = list(body.iterchildren(f"{TABLE}table"))
    if len(tables) > MAX_SHEETS:
        raise ReadError("limit", f"more than {MAX_SHEETS} sheets")
    numbers = count(1)
    rows: list[Row] = []
    for table in tables:
        sheet = Sheet(table.get(f"{TABLE}name", ""))
        sheet.hidden = table.get(f"{TABLE}style-name") in reading.styles.hidden
        _read_columns(table, sheet, reading)
        _read_rows(table, sheet, reading)
        _note_shapes(table, sheet.name, reading.faults)
        rows += lay_sheet(sheet, numbers, reading.faults)
    return Document("ods", f"lxml {etree.__version__}", tuple(rows), flaws=reading.faults.list())


def _read_styles(root: Element) -> _Styles:
    framed: set[str] = set()
    hidden: set[str] = set()
    for style in root.iter(f"{STYLE}style"):
        for properties in style:
            if properties.get(f"{TABLE}display") == "false":
                hidden.add(style.get(f"{STYLE}name", ""))
            edges = (properties.get(f"{FO}border{edge}", "none") for edge in ("", "-top", "-bottom", "-left", "-right"))
            if properties.tag == f"{STYLE}table-cell-properties" and any(edge != "none" for edge in edges):
                framed.add(style.get(f"{STYLE}name", ""))
    return _Styles(frozenset(framed), frozenset(hidden))


def _read_columns(table: Element, sheet: Sheet, reading: _Reading) -> None:
    column = 0
    reading.columns = []
    for element in list_parts(table, f"{TABLE}table-column", _COLUMNS):
        repeated = read_count(element, f"{TABLE}number-columns-repeated", _MAX_COLUMNS)
        if element.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.append((column, column + repeated - 1))
        reading.columns.append((column, element.get(f"{TABLE}default-cell-style-name", "")))
        column += repeated


def _read_rows(table: Element, sheet: Sheet, reading: _Reading) -> None:
    """Read the rows; one that is repeated stands as often as it says where it has a text."""
    row = 0
    for element in list_parts(table, f"{TABLE}table-row", ROWS):
        repeated = read_count(element, f"{TABLE}number-rows-repeated", _MAX_ROWS)
        cells, framed = _read_cells(element, row, sheet, reading)
        ink = _count_row(element) if cells else 0
        if cells and repeated > 1 and repeated * len(cells) > _MOST_REPEATED:
            raise ReadError("limit", f"a row of texts repeated {repeated} times")
        for number in range(row, row + (repeated if cells else 1)):
            if framed:
                sheet.framed.add(number)
            sheet.ink[number] += ink
            if cells and element.get(f"{TABLE}visibility", "visible") != "visible":
                sheet.hidden_rows.add(number)
            for cell in cells:
                reading.budget.spend(cell.text)
                sheet.cells.append(cell._replace(row=number))
        row += repeated


def _read_cells(element: Element, row: int, sheet: Sheet, reading: _Reading) -> tuple[list[Stored], bool]:
    """Give a row's cells with text, repeated ones as often as they stand, and whether one has a border."""
    cells: list[Stored] = []
    framed = False
    column = 0
    for cell in element:
        if cell.tag not in CELLS:
            continue
        repeated = read_count(cell, f"{TABLE}number-columns-repeated", _MAX_COLUMNS)
        framed = framed or _find_style(cell, element, column, reading) in reading.styles.framed
        width = read_count(cell, f"{TABLE}number-columns-spanned", _MAX_COLUMNS)
        height = read_count(cell, f"{TABLE}number-rows-spanned", _MAX_ROWS)
        if width > 1 or height > 1:
            sheet.spans.append(Span(row, column, row + height - 1, column + width - 1))
        place = f"{sheet.name}!{name_cell(row, column)}"
        raw, text = _read_cell(cell, place, reading.faults)
        if text and not text.isspace():
            if len(cells) + repeated > MAX_CELLS:
                raise ReadError("limit", f"more than {MAX_CELLS} cells")
            cells += (Stored(row, at, raw, text) for at in range(column, column + repeated))
        elif cell.get(f"{TABLE}formula") and cell.get(f"{OFFICE}value-type") is None:
            formula = cell.get(f"{TABLE}formula").partition(":")[2]
            reading.faults.add("formula-without-result", f"{place} {formula}")
        column += repeated
    return cells, framed


def _find_style(cell: Element, row: Element, column: int, reading: _Reading) -> str:
    """Give the style of a cell: its own, its row's, or its column's."""
    own: str = cell.get(f"{TABLE}style-name") or row.get(f"{TABLE}default-cell-style-name", "")
    if own or not reading.columns:
        return own
    at = bisect_right(reading.columns, column, key=lambda each: each[0]) - 1
    return reading.columns[at][1]


def _read_cell(cell: Element, place: str, faults: Faults) -> tuple[str, str]:
    """Give what a cell stores and what it shows."""
    shown = "\n".join(read_paragraph(part) for part in cell.iterchildren(f"{TEXT}p", f"{TEXT}h"))
    number = _readread_count(cell)
    if number is None:
        stored = cell.get(f"{OFFICE}string-value")
        return (shown, shown) if shown or not stored else (stored, stored)
    restored = restore_digits(shown, number)
    note_display(restored, place, faults)
    return say_stored(number), restored.text


def _readread_count(cell: Element) -> float | None:
    if cell.get(f"{OFFICE}value-type") not in _NUMBERS:
        return None
    try:
        number = float(cell.get(f"{OFFICE}value", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _count_row(element: Element) -> int:
    """Count a row's characters in a pass of its own, which knows nothing of what is shown or kept."""
    ink = 0
    for cell in element:
        if cell.tag not in CELLS:
            continue
        number = _readread_count(cell)
        if number is not None:
            characters = len(say_stored(number))
        else:
            characters = sum(map(count_ink, _find_texts(cell))) or count_ink(cell.get(f"{OFFICE}string-value", ""))
        ink += characters * read_count(cell, f"{TABLE}number-columns-repeated", _MAX_COLUMNS)
    return ink


def _note_shapes(table: Element, name: str, faults: Faults) -> None:
    """Count the text of shapes and text boxes."""
    shapes = (shape for shape in table.iter(f"{DRAW}*") if not shape.getparent().tag.startswith(DRAW))
    texts = [text for shape in shapes for part in shape.iter(f"{TEXT}p") for text in part.itertext()]
    characters = sum(map(count_ink, texts))
    if characters:
        faults.add("drawing-text", f"{name}：{''.join(texts)[:40]}", characters)
