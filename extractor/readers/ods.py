"""Reading stage, OpenDocument spreadsheets (ODS, and flat FODS) to rows of cells.

Enters: the file's bytes. Leaves: a `Document` as the reader of XLSX gives it: each number as its cell shows it,
with every stored digit, and what is stored (`office:value`) as its raw text.

A cell of this format holds both its value and its text as shown, so no number format is needed. Repeated blank cells
and rows, which fill a sheet up to its last column and row, are only counted. Comments, shapes and readings of
characters are left out; a flaw counts the text of shapes.
"""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from lxml import etree

from extractor.document import Document, ReadError, Row, Source
from extractor.readers.number_formats import restore_digits, say_stored
from extractor.readers.ooxml import MAX_PART_BYTES, Element, open_package, parse_part, parse_xml, unpack_part
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

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"

_CONTENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_MAX_ROWS = 1 << 20
_MAX_COLUMNS = 1 << 14
_MOST_SPACES = 1_000
_MOST_REPEATED = 100_000

_ROWS = frozenset({f"{_TABLE}table-row-group", f"{_TABLE}table-rows", f"{_TABLE}table-header-rows"})
_COLUMNS = frozenset({f"{_TABLE}table-column-group", f"{_TABLE}table-columns", f"{_TABLE}table-header-columns"})
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_NUMBERS = frozenset({"float", "percentage", "currency"})
_NO_TEXT = frozenset({f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note"})
_MARKS = {f"{_TEXT}tab": "\1", f"{_TEXT}line-break": "\2"}
_find_texts = etree.XPath(
    "(text:p|text:h)//text()[not(ancestor::text:ruby-text or ancestor::text:note or ancestor::office:annotation"
    " or ancestor::draw:*)]",
    namespaces={"text": _TEXT[1:-1], "office": _OFFICE[1:-1], "draw": _DRAW[1:-1]},
)
_SPACE = re.compile(r"[ \t\r\n]+")


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
    root = _open(source.data)
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise ReadError("unsupported", "no spreadsheet in the file")
    reading = _Reading(_read_styles(root))
    tables = list(body.iterchildren(f"{_TABLE}table"))
    if len(tables) > MAX_SHEETS:
        raise ReadError("limit", f"more than {MAX_SHEETS} sheets")
    numbers = count(1)
    rows: list[Row] = []
    for table in tables:
        sheet = Sheet(table.get(f"{_TABLE}name", ""))
        sheet.hidden = table.get(f"{_TABLE}style-name") in reading.styles.hidden
        _read_columns(table, sheet, reading)
        _read_rows(table, sheet, reading)
        _note_shapes(table, sheet.name, reading.faults)
        rows += lay_sheet(sheet, numbers, reading.faults)
    return Document("ods", f"lxml {etree.__version__}", tuple(rows), flaws=reading.faults.list())


def _open(data: bytes) -> Element:
    """Give the root of the content, which stands in a package or is the file itself."""
    if not data.startswith(b"PK"):
        if len(data) > MAX_PART_BYTES:
            raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
        return parse_xml(data, "the file")
    package = open_package(data)
    # Older programs declare a document type in the manifest, so it is not parsed.
    if _MANIFEST in package.entries and b":encryption-data" in unpack_part(package, _MANIFEST):
        raise ReadError("needs_password")
    if _CONTENT not in package.entries:
        raise ReadError("corrupt", "no content in the package")
    return parse_part(package, _CONTENT)


def _read_styles(root: Element) -> _Styles:
    framed: set[str] = set()
    hidden: set[str] = set()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style:
            if properties.get(f"{_TABLE}display") == "false":
                hidden.add(style.get(f"{_STYLE}name", ""))
            edges = (
                properties.get(f"{_FO}border{edge}", "none") for edge in ("", "-top", "-bottom", "-left", "-right")
            )
            if properties.tag == f"{_STYLE}table-cell-properties" and any(edge != "none" for edge in edges):
                framed.add(style.get(f"{_STYLE}name", ""))
    return _Styles(frozenset(framed), frozenset(hidden))


def _list(container: Element, wanted: str, wrappers: frozenset[str]) -> list[Element]:
    """List the children with a tag, also those inside groups."""
    found: list[Element] = []
    stack = [iter(container)]
    while stack:
        for child in stack[-1]:
            if child.tag == wanted:
                found.append(child)
            elif child.tag in wrappers:
                stack.append(iter(child))
                break
        else:
            stack.pop()
    return found


def _read_columns(table: Element, sheet: Sheet, reading: _Reading) -> None:
    column = 0
    reading.columns = []
    for element in _list(table, f"{_TABLE}table-column", _COLUMNS):
        repeated = _number(element, f"{_TABLE}number-columns-repeated", _MAX_COLUMNS)
        if element.get(f"{_TABLE}visibility", "visible") != "visible":
            sheet.hidden_columns.append((column, column + repeated - 1))
        reading.columns.append((column, element.get(f"{_TABLE}default-cell-style-name", "")))
        column += repeated


def _read_rows(table: Element, sheet: Sheet, reading: _Reading) -> None:
    """Read the rows; one that is repeated stands as often as it says where it has a text."""
    row = 0
    for element in _list(table, f"{_TABLE}table-row", _ROWS):
        repeated = _number(element, f"{_TABLE}number-rows-repeated", _MAX_ROWS)
        cells, framed = _read_cells(element, row, sheet, reading)
        ink = _count_row(element) if cells else 0
        if cells and repeated > 1 and repeated * len(cells) > _MOST_REPEATED:
            raise ReadError("limit", f"a row of texts repeated {repeated} times")
        for number in range(row, row + (repeated if cells else 1)):
            if framed:
                sheet.framed.add(number)
            sheet.ink[number] += ink
            if cells and element.get(f"{_TABLE}visibility", "visible") != "visible":
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
        if cell.tag not in _CELLS:
            continue
        repeated = _number(cell, f"{_TABLE}number-columns-repeated", _MAX_COLUMNS)
        framed = framed or _find_style(cell, element, column, reading) in reading.styles.framed
        width = _number(cell, f"{_TABLE}number-columns-spanned", _MAX_COLUMNS)
        height = _number(cell, f"{_TABLE}number-rows-spanned", _MAX_ROWS)
        if width > 1 or height > 1:
            sheet.spans.append(Span(row, column, row + height - 1, column + width - 1))
        place = f"{sheet.name}!{name_cell(row, column)}"
        raw, text = _read_cell(cell, place, reading.faults)
        if text and not text.isspace():
            if len(cells) + repeated > MAX_CELLS:
                raise ReadError("limit", f"more than {MAX_CELLS} cells")
            cells += (Stored(row, at, raw, text) for at in range(column, column + repeated))
        elif cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
            formula = cell.get(f"{_TABLE}formula").partition(":")[2]
            reading.faults.add("formula-without-result", f"{place} {formula}")
        column += repeated
    return cells, framed


def _find_style(cell: Element, row: Element, column: int, reading: _Reading) -> str:
    """Give the style of a cell: its own, its row's, or its column's."""
    own: str = cell.get(f"{_TABLE}style-name") or row.get(f"{_TABLE}default-cell-style-name", "")
    if own or not reading.columns:
        return own
    at = bisect_right(reading.columns, column, key=lambda each: each[0]) - 1
    return reading.columns[at][1]


def _read_cell(cell: Element, place: str, faults: Faults) -> tuple[str, str]:
    """Give what a cell stores and what it shows."""
    shown = "\n".join(_read_paragraph(part) for part in cell.iterchildren(f"{_TEXT}p", f"{_TEXT}h"))
    number = _read_number(cell)
    if number is None:
        stored = cell.get(f"{_OFFICE}string-value")
        return (shown, shown) if shown or not stored else (stored, stored)
    restored = restore_digits(shown, number)
    note_display(restored, place, faults)
    return say_stored(number), restored.text


def _read_number(cell: Element) -> float | None:
    if cell.get(f"{_OFFICE}value-type") not in _NUMBERS:
        return None
    try:
        number = float(cell.get(f"{_OFFICE}value", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _read_paragraph(paragraph: Element) -> str:
    """Give a paragraph's text; white space counts once, more of it stands in elements of its own."""
    text = _SPACE.sub(" ", "".join(_list_texts(paragraph)))
    return text.replace("\0", " ").replace("\1", "\t").replace("\2", "\n")


def _list_texts(element: Element) -> Iterator[str]:
    """Give an element's texts, with marks that no XML can hold for its spaces, tabs and line breaks."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == f"{_TEXT}s":
            yield "\0" * _number(child, f"{_TEXT}c", _MOST_SPACES)
        elif tag in _MARKS:
            yield _MARKS[tag]
        elif tag not in _NO_TEXT and not tag.startswith(_DRAW):
            yield from _list_texts(child)
        yield child.tail or ""


def _count_row(element: Element) -> int:
    """Count a row's characters in a pass of its own, which knows nothing of what is shown or kept."""
    ink = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        number = _read_number(cell)
        if number is not None:
            characters = len(say_stored(number))
        else:
            characters = sum(map(count_ink, _find_texts(cell))) or count_ink(cell.get(f"{_OFFICE}string-value", ""))
        ink += characters * _number(cell, f"{_TABLE}number-columns-repeated", _MAX_COLUMNS)
    return ink


def _note_shapes(table: Element, name: str, faults: Faults) -> None:
    """Count the text of shapes and text boxes."""
    shapes = (shape for shape in table.iter(f"{_DRAW}*") if not shape.getparent().tag.startswith(_DRAW))
    texts = [text for shape in shapes for part in shape.iter(f"{_TEXT}p") for text in part.itertext()]
    characters = sum(map(count_ink, texts))
    if characters:
        faults.add("drawing-text", f"{name}：{''.join(texts)[:40]}", characters)


def _number(element: Element, name: str, most: int) -> int:
    """Read a count of columns, rows or spaces: at least 1, cut to what a sheet can have."""
    text = element.get(name, "1")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 10 else 1
