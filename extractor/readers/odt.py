"""Reading stage, OpenDocument texts (ODT, and flat FODT) to rows of cells.

Enters: the file's bytes. Leaves: a `Document` as the reader of DOCX gives it: rows of tables and loose paragraphs in
reading order, verbatim, each cell with its table, row and grid column.

What counts as the text: what the document shows with all tracked changes accepted, as for DOCX. Text boxes, footnotes
and endnotes are rows of their own. Headers, footers and comments stand elsewhere in the file and are left out, and so
are the numbers that a program computes for lists.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from lxml import etree

from extractor.document import Cell, Document, Flaw, ReadError, Row, Source, TableCell
from extractor.readers.odf import (
    CELLS,
    DRAW,
    OFFICE,
    ROWS,
    TABLE,
    TEXT,
    list_parts,
    open_content,
    read_count,
    read_paragraph,
)
from extractor.readers.ooxml import Element
from extractor.readers.text_rows import MAX_SPAN, Numbers, check_depth, lay_paragraph

MAX_CELLS = 200_000
"""How many cells a file may have; the same one may stand there many times."""

_MAX_ROWS = 100_000
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_BLOCKS = _PARAGRAPHS | {f"{TABLE}table"}
_HELD = _BLOCKS | {f"{TEXT}list"}
_NOTE = f"{TEXT}note-body"
_COVERED = f"{TABLE}covered-table-cell"
_SKIPPED = frozenset(
    {
        f"{TEXT}tracked-changes",
        f"{TEXT}sequence-decls",
        f"{TEXT}variable-decls",
        f"{TEXT}user-field-decls",
        f"{TEXT}note-citation",
        f"{OFFICE}forms",
        f"{OFFICE}annotation",
    }
)
_OBJECTS = frozenset({f"{DRAW}object", f"{DRAW}object-ole"})
_find_texts = etree.XPath(
    ".//text()[not(ancestor::text:ruby-text or ancestor::text:note-citation or ancestor::office:annotation"
    " or ancestor::svg:title or ancestor::svg:desc or ancestor::office:binary-data)]",
    namespaces={
        "text": TEXT[1:-1],
        "office": OFFICE[1:-1],
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    },
)


@dataclass(slots=True)
class _Reading:
    """What one file's walk carries along.

    Attributes:
        ink: non-blank characters by the table row or the loose paragraph that holds them.
        apart: numbers for what stands inside or beside the body's own tables and paragraphs.
        cells: how many cells have been read.
        flaws: how many pieces had to be interpreted, by code.
    """

    ink: Counter[Element]
    apart: Numbers
    cells: int = 0
    flaws: Counter[str] = field(default_factory=Counter)


class _Owner(NamedTuple):
    """A merged cell that covers others: its last row, and where it stands among its row's cells."""

    bottom: int
    cells: list[Cell]
    at: int

    def add(self, raw: str, place: TableCell) -> None:
        """Add the text of a cell that it covers."""
        whole = self.cells[self.at]
        joined = f"{whole.raw}\n{raw}"
        self.cells[self.at] = replace(whole, raw=joined, text=joined, places=(*whole.places, place))


@dataclass(slots=True)
class _Table:
    """A table while it is read: the row, the rows inside its cells, and the merged cell that covers each column."""

    number: int
    depth: int
    row: int = 0
    inside: list[Row] = field(default_factory=list)
    owners: dict[int, _Owner] = field(default_factory=dict)


def read(source: Source) -> Document:
    """Read a text document: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, and loose paragraphs.

    Columns, places and numbers are as the reader of DOCX gives them: a merged cell stands once, in its top row.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` (no text document) or `limit`.
    """
    root = open_content(source.data)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ReadError("unsupported", "no text document in the file")
    kinds = Counter(block.tag == f"{TABLE}table" for block in _find_blocks(body))
    reading = _Reading(_count_ink(body), Numbers(count(kinds[True] + 1), count(kinds[False] + 1)))
    rows = _read_blocks(body, Numbers(count(1), count(1)), reading, 0)
    reading.flaws["tracked-changes"] = sum(1 for _ in body.iter(f"{TEXT}changed-region"))
    reading.flaws["ruby"] = sum(1 for _ in body.iter(f"{TEXT}ruby-text"))
    reading.flaws["embedded-object"] = sum(1 for _ in body.iter(*_OBJECTS))
    if not rows and next(body.iter(f"{DRAW}image"), None) is not None:
        reading.flaws["image-only"] = 1
    lost = {"ruby", "embedded-object", "image-only"}
    flaws = tuple(Flaw(code, count=pieces, lost=code in lost) for code, pieces in reading.flaws.items() if pieces)
    return Document("odt", f"lxml {etree.__version__}", tuple(rows), flaws=flaws)


def _find_blocks(container: Element) -> Iterator[Element]:
    """Find the paragraphs and tables of a container, also those inside lists, sections and indexes."""
    stack = [iter(container)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in _BLOCKS:
                yield element
            elif tag not in _SKIPPED:
                stack.append(iter(element))
                break
        else:
            stack.pop()


def _read_blocks(container: Element, numbers: Numbers, reading: _Reading, depth: int) -> list[Row]:
    """Read the paragraphs and tables of a body, text box or note."""
    check_depth(depth)
    rows: list[Row] = []
    for block in _find_blocks(container):
        if block.tag in _PARAGRAPHS:
            rows += _read_loose_paragraph(block, next(numbers.lines), reading, depth)
        else:
            rows += _read_table(block, next(numbers.tables), reading, depth)
    return rows


def _read_loose_paragraph(paragraph: Element, line: int, reading: _Reading, depth: int) -> list[Row]:
    apart: list[Element] = []
    raw = read_paragraph(paragraph, apart)
    return lay_paragraph(raw, line, reading.ink[paragraph]) + _read_apart(apart, reading, depth)


def _read_apart(apart: list[Element], reading: _Reading, depth: int) -> list[Row]:
    """Read the text boxes, shapes and notes that are anchored in a paragraph."""
    inside = (part for element in apart for part in _find_inside(element))
    return [row for part in inside for row in _read_blocks(part, reading.apart, reading, depth + 1)]


def _find_inside(element: Element) -> Iterator[Element]:
    """Find what holds texts of its own in what is anchored in a paragraph, outermost first."""
    stack = [iter((element,))]
    while stack:
        for part in stack[-1]:
            if part.tag == _NOTE or (part.tag.startswith(DRAW) and any(child.tag in _HELD for child in part)):
                yield part
            else:
                stack.append(iter(part))
                break
        else:
            stack.pop()


def _read_table(element: Element, number: int, reading: _Reading, depth: int) -> list[Row]:
    """Read a table's rows, each followed by the rows of what stands inside its cells."""
    table = _Table(number, depth)
    drafts: list[tuple[int, list[Cell], list[Row]]] = []
    for row in list_parts(element, f"{TABLE}table-row", ROWS):
        repeated = read_count(row, f"{TABLE}number-rows-repeated", _MAX_ROWS)
        ink = reading.ink[row]
        for _ in range(repeated if ink else 1):
            table.row += 1
            table.inside = []
            drafts.append((ink, _read_row(row, table, reading), table.inside))
        table.row += 0 if ink else repeated - 1
    rows: list[Row] = []
    for ink, cells, inside in drafts:
        rows += [Row(tuple(cells), number, None, ink), *inside]
    return rows


def _read_row(row: Element, table: _Table, reading: _Reading) -> list[Cell]:
    """Give a row's cells; the text that a cell below a merged one still holds is a further part of that."""
    cells: list[Cell] = []
    column = 0
    for element in row:
        if element.tag not in CELLS:
            continue
        repeated = _read_span(element, "number-columns-repeated", reading)
        raw = _read_cell(element, table, reading)
        width = _read_span(element, "number-columns-spanned", reading)
        height = read_count(element, f"{TABLE}number-rows-spanned", _MAX_ROWS)
        covered = element.tag == _COVERED
        if raw or not covered:
            reading.cells += repeated * width
            if reading.cells > MAX_CELLS:
                raise ReadError("limit", f"more than {MAX_CELLS} cells")
            for left in range(column, column + repeated):
                place = TableCell(table.number, table.row, left + 1)
                owner = table.owners.get(left) if covered else None
                if owner is not None and owner.bottom >= table.row:
                    owner.add(raw, place)
                    reading.flaws["covered-cell"] += 1
                    continue
                if width > 1 or height > 1:
                    owner = _Owner(table.row + height - 1, cells, len(cells))
                    table.owners.update(dict.fromkeys(range(left, left + width), owner))
                cells.append(Cell(raw, raw, (place,), left, left + width, height))
        column += repeated
    return cells


def _read_cell(cell: Element, table: _Table, reading: _Reading) -> str:
    """Give a cell's own text, and add the rows of the tables, text boxes and notes in it to those inside the table."""
    texts: list[str] = []
    apart: list[Element] = []
    for block in _find_blocks(cell):
        if block.tag in _PARAGRAPHS:
            texts.append(read_paragraph(block, apart))
        else:
            check_depth(table.depth + 1)
            table.inside += _read_table(block, next(reading.apart.tables), reading, table.depth + 1)
    table.inside += _read_apart(apart, reading, table.depth)
    return "\n".join(texts)


def _read_span(element: Element, name: str, reading: _Reading) -> int:
    columns = read_count(element, f"{TABLE}{name}", MAX_SPAN + 1)
    if columns > MAX_SPAN:
        reading.flaws["span-cut"] += 1
    return min(columns, MAX_SPAN)


def _count_ink(body: Element) -> Counter[Element]:
    """Count the non-blank characters of each table row and of each paragraph outside of tables.

    It knows nothing of cells, merges or paragraphs' order, so that it finds out what the walk above drops.
    """
    ink: Counter[Element] = Counter()
    changes = {element for skipped in body.iter(*_SKIPPED) for element in skipped.iter(*_PARAGRAPHS)}
    for paragraph in body.iter(*_PARAGRAPHS):
        if paragraph in changes:
            continue
        characters = sum(len("".join(text.split())) for text in _find_texts(paragraph)) * _count_times(paragraph)
        ink[_find_holder(paragraph)] += characters
        outer = next((above for above in paragraph.iterancestors() if above.tag in _PARAGRAPHS), None)
        if outer is not None:
            ink[_find_holder(outer)] -= characters
    return ink


def _find_holder(paragraph: Element) -> Element:
    """Give the row that holds a paragraph, or the paragraph itself where it stands in none, or in a text box there."""
    for above in paragraph.iterancestors():
        if above.tag == _NOTE or above.tag.startswith(DRAW):
            return paragraph
        if above.tag == f"{TABLE}table-row":
            return above
    return paragraph


def _count_times(paragraph: Element) -> int:
    """Tell how often a paragraph stands in its row: a cell may be repeated to its right."""
    cell = next((above for above in paragraph.iterancestors() if above.tag in CELLS), None)
    return 1 if cell is None else read_count(cell, f"{TABLE}number-columns-repeated", MAX_SPAN)
