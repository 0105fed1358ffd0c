"""Reading stage, Word documents: DOCX (and DOCM, strict or transitional) to rows of cells.

Enters: the file's bytes. Leaves: a `Document` of table rows and loose paragraphs in reading order, verbatim, each
cell with its table, row and grid column.

What counts as the text: what Word shows with all tracked changes accepted. Inserted and hidden text, results of
fields, links, formulas and content controls are kept; deleted and moved-away text, field instructions and the marks
of notes are not. Text boxes, footnotes and endnotes are rows of their own. Headers, footers and comments are left
out: they belong to the page or to its readers and are printed beside a form, never in it. Numbers that Word
computes for lists are in no text of the file and are left out too.

The XML is walked here, not through a library's document model: a walk over `w:tr` and `w:tc` is linear, reads
content controls and tracked changes, and opens strict files and files with broken relationships.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from extractor.document import Cell, Document, LineSpan, ReadError, Row, Source, TableCell
from extractor.readers.docx_counts import count_ink, list_flaws, note_flaws
from extractor.readers.docx_text import has_deleted_mark, read_text
from extractor.readers.docx_xml import (
    BLOCKS,
    BODY,
    CELL,
    CELL_PARTS,
    DOCUMENT,
    GRID_BEFORE,
    GRID_SPAN,
    HORIZONTAL_MERGE,
    NOTES,
    PARAGRAPH,
    PICTURE,
    ROW,
    ROW_PARTS,
    ROW_PROPERTIES,
    TABLE,
    TEXT,
    TRACKED,
    VERTICAL_MERGE,
    find_parts,
    get_attribute,
)
from extractor.readers.flat_office import find_flat
from extractor.readers.ooxml import (
    MAX_PART_BYTES,
    Element,
    Package,
    find_main_part,
    find_related_parts,
    open_package,
    pack_flat,
    parse_part,
    parse_xml,
)
from extractor.readers.text_rows import MAX_SPAN, Numbers, check_depth, lay_paragraph


@dataclass(slots=True)
class _Reading:
    """What one file's walk carries along.

    Attributes:
        ink: non-blank characters by the `w:tr` or loose `w:p` that holds them.
        layouts: the tables that only place others.
        apart: numbers for what stands inside or beside the body's own tables and paragraphs.
        tracked: whether any change is tracked, so that deleted paragraph marks are worth looking for.
        flaws: how many pieces had to be interpreted, by code.
    """

    ink: dict[Element, int]
    layouts: frozenset[Element]
    apart: Numbers
    tracked: bool
    flaws: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _MergedCell:
    """A cell still growing downwards or to the right: its parts' texts and places, and its extent."""

    parts: list[str]
    places: list[TableCell]
    left: int
    right: int
    rows: int = 1

    def finish(self) -> Cell:
        raw = "\n".join(self.parts)
        return Cell(raw, raw, tuple(self.places), self.left, self.right, self.rows)


@dataclass(frozen=True, slots=True)
class _Extent:
    """What a `w:tc` says of its extent: grid columns, and for each merge `restart`, `continue` or None."""

    span: int = 1
    vertical: str | None = None
    horizontal: str | None = None


def read(source: Source) -> Document:
    """Read a Word document: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, and loose paragraphs.

    A cell's `left` and `right` are grid columns (from 0, end not included), its place's column is the first of them
    from 1. A vertically merged cell stands once, in its top row; text of its own that a covered cell still holds is a
    further part of it. Tables and text boxes inside a cell follow its row; the cells of a table that only places others
    are read like text boxes. Tables of the body are numbered first, then those inside others; so are the body's
    paragraphs, then those of text boxes, such cells and notes. Without any table, paragraphs are cut at their tabs.
    Blank paragraphs count but are not given.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` (no Word document) or `limit`.
    """
    package, part, root = _open(source.data)
    body = next((child for child in root if child.tag in BODY), None)
    if root.tag not in DOCUMENT or body is None:
        raise ReadError("unsupported", f"{part} is no Word document")

    kinds = Counter(block.tag in TABLE for block in find_parts(body, BLOCKS))
    layouts = _find_layouts(body)
    reading = _Reading(
        ink=count_ink(body, layouts),
        layouts=layouts,
        apart=Numbers(count(kinds[True] + 1), count(kinds[False] + 1)),
        tracked=next(body.iter(*TRACKED), None) is not None,
    )
    rows = _read_blocks(body, Numbers(count(1), count(1)), reading, 0)
    if package is not None:
        rows += [row for kind in ("footnotes", "endnotes") for row in _read_notes(package, part, kind, reading)]
    note_flaws(body, reading.flaws)
    if not rows and next(body.iter(*PICTURE), None) is not None:
        reading.flaws["image-only"] = 1
    tabbed = all(row.table is None for row in rows) and any("\t" in row.cells[0].raw for row in rows)
    if tabbed:
        rows = list(_split_at_tabs(rows))
    reader, flaws = f"lxml {etree.__version__}", list_flaws(reading.flaws)
    return Document("docx", reader, tuple(rows), geometry=not tabbed, flaws=flaws)


def _open(data: bytes) -> tuple[Package | None, str, Element]:
    """Open a document: give its package (Word 2003 has none), the name of its main part, and the root of that."""
    flat = find_flat(data)
    if flat == "word-2003":
        if len(data) > MAX_PART_BYTES:
            raise ReadError("limit", f"more than {MAX_PART_BYTES} bytes")
        return None, "the file", parse_xml(data, "the file")
    package = open_package(pack_flat(data) if flat == "package" else data)
    part = find_main_part(package)
    if part is None:
        raise ReadError("unsupported", "no main part in the package")
    return package, part, parse_part(package, part)


def _read_blocks(container: Element, numbers: Numbers, reading: _Reading, depth: int) -> list[Row]:
    """Read the paragraphs and tables of a body, text box or note."""
    check_depth(depth)
    rows: list[Row] = []
    for block in find_parts(container, BLOCKS):
        if block.tag in TABLE:
            rows += _read_table(block, next(numbers.tables), reading, depth)
        else:
            rows += _read_loose_paragraph(block, next(numbers.lines), reading, depth)
    return rows


def _find_layouts(body: Element) -> frozenset[Element]:
    """Find the tables that only place others: some cell holds a table, and no row has two filled cells."""
    layouts: set[Element] = set()
    for table in body.iter(*TABLE):
        around = next(table.iterancestors(*TABLE), None)
        if (around is not None and around not in layouts) or next(table.iterdescendants(*TABLE), None) is None:
            continue
        rows = [list(find_parts(row, CELL)) for row in find_parts(table, ROW)]
        holds = any(part.tag in TABLE for row in rows for cell in row for part in find_parts(cell, BLOCKS))
        if holds and all(sum(map(_is_filled, row)) < 2 for row in rows):
            layouts.add(table)
    return frozenset(layouts)


def _is_filled(cell: Element) -> bool:
    return any((text.text or "").strip() for text in cell.iter(*TEXT))


def _read_layout(table: Element, reading: _Reading, depth: int) -> list[Row]:
    """Read the cells of a table that only places others one after the other, as parts of the page."""
    cells = [cell for row in find_parts(table, ROW) for cell in find_parts(row, CELL)]
    return [row for cell in cells for row in _read_blocks(cell, reading.apart, reading, depth + 1)]


def _split_at_tabs(rows: Iterable[Row]) -> Iterator[Row]:
    """Cut the paragraphs of a document without tables at their tabs, as those of plain text are.

    Of the rows that result, `left` is a cell's index; a table ends at two paragraphs in succession without a tab.
    """
    table, loose = 0, 2
    for row in rows:
        whole, place = row.cells[0].raw, row.cells[0].places[0]
        if "\t" not in whole or not isinstance(place, LineSpan):
            loose += 1
            yield row
            continue
        table += loose >= 2
        loose = at = 0
        cells: list[Cell] = []
        for index, piece in enumerate(whole.split("\t")):
            raw = piece.strip()
            start = at + (len(piece) - len(piece.lstrip()) if raw else 0)
            cells.append(Cell(raw, raw, (LineSpan(place.line, start, start + len(raw)),), index, index + 1))
            at += len(piece) + 1
        yield replace(row, cells=tuple(cells), table=table)


def _read_loose_paragraph(paragraph: Element, line: int, reading: _Reading, depth: int) -> list[Row]:
    boxes: list[Element] = []
    raw = read_text(paragraph, boxes, reading.flaws)
    rows = lay_paragraph(raw, line, reading.ink.get(paragraph, 0))
    for box in boxes:
        rows += _read_blocks(box, reading.apart, reading, depth + 1)
    return rows


def _read_notes(package: Package, part: str, kind: str, reading: _Reading) -> list[Row]:
    """Read the footnotes or endnotes; damage to them costs the notes, not the document."""
    rows: list[Row] = []
    try:
        for name in find_related_parts(package, part, kind):
            root = parse_part(package, name)
            reading.ink.update(count_ink(root))
            for note in root:
                # A note with a type is one of Word's separator lines.
                if note.tag in NOTES and get_attribute(note, "type") in {None, "normal"}:
                    rows += _read_blocks(note, reading.apart, reading, 0)
            note_flaws(root, reading.flaws)
    except ReadError:
        reading.flaws["notes-unreadable"] += 1
    return rows


def _read_table(table: Element, number: int, reading: _Reading, depth: int) -> list[Row]:
    """Read a table's rows, each followed by the rows of what stands inside its cells; of a layout, what it places."""
    check_depth(depth)
    if table in reading.layouts:
        return _read_layout(table, reading, depth)
    drafts: list[tuple[int, list[Cell | _MergedCell], list[Row]]] = []
    above: dict[int, _MergedCell] = {}
    for index, row in enumerate(find_parts(table, ROW), start=1):
        cells, inside, above = _read_row(row, (number, index), above, reading, depth)
        drafts.append((reading.ink.get(row, 0), cells, inside))
    rows: list[Row] = []
    for ink, cells, inside in drafts:
        finished = tuple(cell if isinstance(cell, Cell) else cell.finish() for cell in cells)
        rows.append(Row(finished, number, None, ink))
        rows += inside
    return rows


def _read_row(
    row: Element, address: tuple[int, int], above: dict[int, _MergedCell], reading: _Reading, depth: int
) -> tuple[list[Cell | _MergedCell], list[Row], dict[int, _MergedCell]]:
    """Read a row: its cells, the rows inside them, and the merged cells by grid column that the next row may go on."""
    cells: list[Cell | _MergedCell] = []
    inside: list[Row] = []
    below: dict[int, _MergedCell] = {}
    column = 0
    beside: _MergedCell | None = None
    for part in find_parts(row, ROW_PARTS):
        if part.tag in ROW_PROPERTIES:
            column += _read_grid_before(part, reading)
            continue
        raw, extent = _read_cell(part, inside, reading, depth)
        left, right = column, column + extent.span
        column = right
        place = TableCell(*address, left + 1)
        merged = beside if extent.horizontal == "continue" else None
        if merged is not None and merged.rows == 1:
            merged.right = right
        if merged is None and extent.vertical == "continue":
            merged = above.get(left)
            if merged is not None:
                merged.rows += 1
                below[left] = merged
        if merged is not None:
            if raw and not raw.isspace():
                merged.parts.append(raw)
                merged.places.append(place)
        elif extent.vertical or extent.horizontal:
            merged = _MergedCell([raw], [place], left, right)
            cells.append(merged)
            if extent.vertical:
                below[left] = merged
        else:
            cells.append(Cell(raw, raw, (place,), left, right))
        beside = merged if extent.horizontal else None
    return cells, inside, below


def _read_cell(cell: Element, inside: list[Row], reading: _Reading, depth: int) -> tuple[str, _Extent]:
    """Give a cell's own text and extent, and add the rows of the tables and text boxes in it to `inside`."""
    texts: list[str] = []
    extent = _Extent()
    goes_on = False
    for part in find_parts(cell, CELL_PARTS):
        tag = part.tag
        if tag in PARAGRAPH:
            boxes: list[Element] = []
            text = read_text(part, boxes, reading.flaws)
            if goes_on:
                texts[-1] += text
            else:
                texts.append(text)
            goes_on = reading.tracked and has_deleted_mark(part)
            for box in boxes:
                inside += _read_blocks(box, reading.apart, reading, depth + 1)
        elif tag in TABLE:
            inside += _read_table(part, next(reading.apart.tables), reading, depth + 1)
        else:
            extent = _read_extent(part, reading)
    return "\n".join(texts), extent


def _read_extent(properties: Element, reading: _Reading) -> _Extent:
    span, vertical, horizontal = 1, None, None
    for setting in properties:
        tag = setting.tag
        if tag in GRID_SPAN:
            span = max(1, _read_columns(setting, reading))
        elif tag in VERTICAL_MERGE:
            vertical = get_attribute(setting, "val") or "continue"
        elif tag in HORIZONTAL_MERGE:
            horizontal = get_attribute(setting, "val") or "continue"
    return _Extent(span, vertical, horizontal)


def _read_grid_before(properties: Element, reading: _Reading) -> int:
    return sum(_read_columns(setting, reading) for setting in properties if setting.tag in GRID_BEFORE)


def _read_columns(setting: Element, reading: _Reading) -> int:
    """Read a number of grid columns, 0 where it is none."""
    printed = (get_attribute(setting, "val") or "").strip()
    if not (printed.isascii() and printed.isdigit()):
        return 0
    # Longer than any number worth converting: Python refuses to convert one of thousands of digits.
    columns = int(printed) if len(printed) < 10 else MAX_SPAN + 1
    if columns > MAX_SPAN:
        reading.flaws["span-cut"] += 1
    return min(columns, MAX_SPAN)
