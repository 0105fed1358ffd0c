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
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from lxml import etree

from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Row, Source, TableCell
from extractor.readers.flat_office import WORD_2003, find_flat
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

MAX_SPAN = 1_000
"""More grid columns than any table has (Word stops at 63); a larger span is cut to this and reported."""
MAX_NESTING = 30
"""How many tables and text boxes may stand inside one another."""

_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
    WORD_2003,
)
_SECTIONS = ("http://schemas.microsoft.com/office/word/2003/auxHint",)
_ANNOTATIONS = ("http://schemas.microsoft.com/aml/2001/core",)
_MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_COMPATIBILITY = ("http://schemas.openxmlformats.org/markup-compatibility/2006",)


def _tags(namespaces: tuple[str, ...], *names: str) -> frozenset[str]:
    return frozenset(f"{{{namespace}}}{name}" for namespace in namespaces for name in names)


_BODY = _tags(_WORD, "body")
_DOCUMENT = _tags(_WORD, "document", "wordDocument")
_NOTES = _tags(_WORD, "footnote", "endnote")
_PARAGRAPH = _tags(_WORD, "p")
_RUN = _tags(_WORD, "r")
_TABLE = _tags(_WORD, "tbl")
_ROW = _tags(_WORD, "tr")
_CELL = _tags(_WORD, "tc")
_ROW_PROPERTIES = _tags(_WORD, "trPr")
_CELL_PROPERTIES = _tags(_WORD, "tcPr")
_PARAGRAPH_PROPERTIES = _tags(_WORD, "pPr")
_RUN_PROPERTIES = _tags(_WORD, "rPr")
_BLOCKS = _PARAGRAPH | _TABLE
_CELL_PARTS = _BLOCKS | _CELL_PROPERTIES
_ROW_PARTS = _CELL | _ROW_PROPERTIES
_ANNOTATION = _tags(_ANNOTATIONS, "annotation")
_WRAPPERS = (
    _tags(_WORD, "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
    | _tags(_SECTIONS, "sect", "sub-section")
    | _tags(_ANNOTATIONS, "content")
    | _ANNOTATION
)

_TEXT = _tags(_WORD, "t") | _tags(_MATH, "t")
_SYMBOL = _tags(_WORD, "sym")
_BREAK = _tags(_WORD, "br")
_HYPHEN = _tags(_WORD, "noBreakHyphen")
_LITERALS = {
    **dict.fromkeys(_tags(_WORD, "tab", "ptab"), "\t"),
    **dict.fromkeys(_tags(_WORD, "cr"), "\n"),
    **dict.fromkeys(_HYPHEN, "-"),
}
_TEXT_BOX = _tags(_WORD, "txbxContent") | _NOTES  # Word 2003 keeps a note where its mark stands
_ALTERNATE = _tags(_COMPATIBILITY, "AlternateContent")
_CHOICE = _tags(_COMPATIBILITY, "Choice")
_FALLBACK = _tags(_COMPATIBILITY, "Fallback")
_READING_AID = _tags(_WORD, "rt")
_DELETED = _tags(_WORD, "del", "moveFrom")
_TRACKED = _tags(_WORD, "ins", "moveTo", "cellIns", "cellDel") | _DELETED
_UNPRINTED = _tags(_WORD, "rPr", "pPr", "sdtPr", "sdtEndPr", "fldChar", "instrText", "delText", "delInstrText")
_SKIPPED = _UNPRINTED | _DELETED | _READING_AID
_PICTURE = _tags(_WORD, "drawing", "pict")

_INK = _TEXT | _SYMBOL | _HYPHEN
_INK_HOLDERS = _ROW | _PARAGRAPH | _TEXT_BOX
_ALTERNATIVES = _CHOICE | _FALLBACK
_INK_SKIPPED = _DELETED | _READING_AID | _ALTERNATIVES

_GRID_SPAN = _tags(_WORD, "gridSpan")
_GRID_BEFORE = _tags(_WORD, "gridBefore")
_VERTICAL_MERGE = _tags(_WORD, "vMerge", "vmerge")
_HORIZONTAL_MERGE = _tags(_WORD, "hMerge", "hmerge")

_FLAWS = {
    **dict.fromkeys(_TRACKED, ("tracked-changes", False)),
    **dict.fromkeys(_tags(_MATH, "oMath"), ("formula", False)),  # a fraction's parts stand side by side in its text
    **dict.fromkeys(_READING_AID, ("ruby", True)),
    **dict.fromkeys(_tags(_WORD, "object"), ("embedded-object", True)),
    **dict.fromkeys(_tags(_WORD, "altChunk", "subDoc"), ("embedded-document", True)),
    **dict.fromkeys(_tags(_WORD, "showingPlcHdr"), ("placeholder", False)),  # what is shown asks for an answer
    **dict.fromkeys(_tags(_WORD, "hidden"), ("unseen-text", False)),  # a row
    **dict.fromkeys(_tags(_WORD, "ddList", "checkBox"), ("form-field", True)),  # its state is no text of the file
}

# How a run looks may change what its text says: an amount struck out before another, `10` and a raised `2`.
_RUN_MARKS = {
    **dict.fromkeys(_tags(_WORD, "strike", "dstrike"), "struck-text"),
    **dict.fromkeys(_tags(_WORD, "vanish"), "unseen-text"),
    **dict.fromkeys(_tags(_WORD, "vertAlign"), "raised-digits"),
}

# Symbol fonts number their glyphs freely; these are the ones seen in forms. The rest stays in the private use area.
_SYMBOLS = {
    "wingdings": {0x6C: "●", 0x6E: "■", 0x6F: "□", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBB: "≈"},
    "webdings": {0x61: "✓", 0x63: "□", 0x72: "✗"},
}


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers that tables and loose paragraphs get next."""

    tables: Iterator[int]
    lines: Iterator[int]


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
    apart: _Numbers
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
    body = next((child for child in root if child.tag in _BODY), None)
    if root.tag not in _DOCUMENT or body is None:
        raise ReadError("unsupported", f"{part} is no Word document")

    kinds = Counter(block.tag in _TABLE for block in _find_parts(body, _BLOCKS))
    layouts = _find_layouts(body)
    reading = _Reading(
        ink=_count_ink(body, layouts),
        layouts=layouts,
        apart=_Numbers(count(kinds[True] + 1), count(kinds[False] + 1)),
        tracked=next(body.iter(*_TRACKED), None) is not None,
    )
    rows = _read_blocks(body, _Numbers(count(1), count(1)), reading, 0)
    if package is not None:
        rows += [row for kind in ("footnotes", "endnotes") for row in _read_notes(package, part, kind, reading)]
    _note_flaws(body, reading)
    if not rows and next(body.iter(*_PICTURE), None) is not None:
        reading.flaws["image-only"] = 1
    tabbed = all(row.table is None for row in rows) and any("\t" in row.cells[0].raw for row in rows)
    if tabbed:
        rows = list(_split_at_tabs(rows))
    reader, flaws = f"lxml {etree.__version__}", _list_flaws(reading)
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


def _read_blocks(container: Element, numbers: _Numbers, reading: _Reading, depth: int) -> list[Row]:
    """Read the paragraphs and tables of a body, text box or note."""
    _check_depth(depth)
    rows: list[Row] = []
    for block in _find_parts(container, _BLOCKS):
        if block.tag in _TABLE:
            rows += _read_table(block, next(numbers.tables), reading, depth)
        else:
            rows += _read_loose_paragraph(block, next(numbers.lines), reading, depth)
    return rows


def _find_layouts(body: Element) -> frozenset[Element]:
    """Find the tables that only place others: some cell holds a table, and no row has two filled cells."""
    layouts: set[Element] = set()
    for table in body.iter(*_TABLE):
        around = next(table.iterancestors(*_TABLE), None)
        if (around is not None and around not in layouts) or next(table.iterdescendants(*_TABLE), None) is None:
            continue
        rows = [list(_find_parts(row, _CELL)) for row in _find_parts(table, _ROW)]
        holds = any(part.tag in _TABLE for row in rows for cell in row for part in _find_parts(cell, _BLOCKS))
        if holds and all(sum(map(_is_filled, row)) < 2 for row in rows):
            layouts.add(table)
    return frozenset(layouts)


def _is_filled(cell: Element) -> bool:
    return any((text.text or "").strip() for text in cell.iter(*_TEXT))


def _read_layout(table: Element, reading: _Reading, depth: int) -> list[Row]:
    """Read the cells of a table that only places others one after the other, as parts of the page."""
    cells = [cell for row in _find_parts(table, _ROW) for cell in _find_parts(row, _CELL)]
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


def _check_depth(depth: int) -> None:
    if depth > MAX_NESTING:
        raise ReadError("limit", f"more than {MAX_NESTING} tables or text boxes inside one another")


def _read_loose_paragraph(paragraph: Element, line: int, reading: _Reading, depth: int) -> list[Row]:
    boxes: list[Element] = []
    raw = _read_text(paragraph, boxes, reading)
    ink = reading.ink.get(paragraph, 0)
    rows = []
    if ink or (raw and not raw.isspace()):
        cell = Cell(raw, raw, (LineSpan(line, 0, len(raw)),), 0, 1)
        rows.append(Row((cell,), None, None, ink))
    for box in boxes:
        rows += _read_blocks(box, reading.apart, reading, depth + 1)
    return rows


def _read_notes(package: Package, part: str, kind: str, reading: _Reading) -> list[Row]:
    """Read the footnotes or endnotes; damage to them costs the notes, not the document."""
    rows: list[Row] = []
    try:
        for name in find_related_parts(package, part, kind):
            root = parse_part(package, name)
            reading.ink.update(_count_ink(root))
            for note in root:
                # A note with a type is one of Word's separator lines.
                if note.tag in _NOTES and _get(note, "type") in {None, "normal"}:
                    rows += _read_blocks(note, reading.apart, reading, 0)
            _note_flaws(root, reading)
    except ReadError:
        reading.flaws["notes-unreadable"] += 1
    return rows


def _read_table(table: Element, number: int, reading: _Reading, depth: int) -> list[Row]:
    """Read a table's rows, each followed by the rows of what stands inside its cells; of a layout, what it places."""
    _check_depth(depth)
    if table in reading.layouts:
        return _read_layout(table, reading, depth)
    drafts: list[tuple[int, list[Cell | _MergedCell], list[Row]]] = []
    above: dict[int, _MergedCell] = {}
    for index, row in enumerate(_find_parts(table, _ROW), start=1):
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
    for part in _find_parts(row, _ROW_PARTS):
        if part.tag in _ROW_PROPERTIES:
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
    for part in _find_parts(cell, _CELL_PARTS):
        tag = part.tag
        if tag in _PARAGRAPH:
            boxes: list[Element] = []
            text = _read_text(part, boxes, reading)
            if goes_on:
                texts[-1] += text
            else:
                texts.append(text)
            goes_on = reading.tracked and _has_deleted_mark(part)
            for box in boxes:
                inside += _read_blocks(box, reading.apart, reading, depth + 1)
        elif tag in _TABLE:
            inside += _read_table(part, next(reading.apart.tables), reading, depth + 1)
        else:
            extent = _read_extent(part, reading)
    return "\n".join(texts), extent


def _read_extent(properties: Element, reading: _Reading) -> _Extent:
    span, vertical, horizontal = 1, None, None
    for setting in properties:
        tag = setting.tag
        if tag in _GRID_SPAN:
            span = max(1, _read_columns(setting, reading))
        elif tag in _VERTICAL_MERGE:
            vertical = _get(setting, "val") or "continue"
        elif tag in _HORIZONTAL_MERGE:
            horizontal = _get(setting, "val") or "continue"
    return _Extent(span, vertical, horizontal)


def _read_grid_before(properties: Element, reading: _Reading) -> int:
    return sum(_read_columns(setting, reading) for setting in properties if setting.tag in _GRID_BEFORE)


def _read_columns(setting: Element, reading: _Reading) -> int:
    """Read a number of grid columns, 0 where it is none."""
    printed = (_get(setting, "val") or "").strip()
    if not (printed.isascii() and printed.isdigit()):
        return 0
    # Longer than any number worth converting: Python refuses to convert one of thousands of digits.
    columns = int(printed) if len(printed) < 10 else MAX_SPAN + 1
    if columns > MAX_SPAN:
        reading.flaws["span-cut"] += 1
    return min(columns, MAX_SPAN)


def _read_text(paragraph: Element, boxes: list[Element], reading: _Reading) -> str:
    """Give a paragraph's text, line breaks as line feeds, and put the text boxes anchored in it into `boxes`."""
    texts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in _TEXT:
                texts.append(element.text or "")
            elif tag in _SKIPPED or _is_comment(element):
                continue
            elif tag in _LITERALS:
                texts.append(_LITERALS[tag])
            elif tag in _BREAK:
                # A page or column break is layout, not a line break.
                if _get(element, "type") in {None, "textWrapping"}:
                    texts.append("\n")
            elif tag in _SYMBOL:
                texts.append(_read_symbol(element, reading))
            elif tag in _TEXT_BOX:
                boxes.append(element)
            else:
                stack.append(iter(_choose(element) if tag in _ALTERNATE else element))
                break
        else:
            stack.pop()
    return "".join(texts)


def _is_comment(element: Element) -> bool:
    """Tell whether an element is what Word 2003 keeps of a comment, or of deleted text."""
    return element.tag in _ANNOTATION and _get(element, "type") in {"Word.Comment", "Word.Deletion"}


def _read_symbol(symbol: Element, reading: _Reading) -> str:
    """Give a symbol's character, always exactly one that is not blank: `w:font="Symbol" w:char="F0B3"` is `≥`."""
    try:
        code = int(_get(symbol, "char") or "", 16)
    except ValueError:
        code = 0
    glyphs = _SYMBOLS.get((_get(symbol, "font") or "").strip().lower())
    small = code & 0xFF if code >> 8 in {0x00, 0xF0} else None
    if glyphs is not None and small is not None:
        character = glyphs.get(small, chr(0xF000 + small))
    else:
        character = chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd"
    if character.isspace():
        character = "\ufffd"
    if character == "\ufffd" or "\ue000" <= character <= "\uf8ff":
        reading.flaws["no-unicode"] += 1
    return character


def _has_deleted_mark(paragraph: Element) -> bool:
    """Whether the paragraph's own mark is deleted, so that the next paragraph goes on where it ends."""
    return any(
        mark.tag in _DELETED
        for properties in paragraph
        if properties.tag in _PARAGRAPH_PROPERTIES
        for run in properties
        if run.tag in _RUN_PROPERTIES
        for mark in run
    )


def _find_parts(container: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """Find the children with a wanted tag, also those inside content controls, insertions and the like."""
    stack = [iter(container)]
    while stack:
        for element in stack[-1]:
            tag = element.tag
            if tag in wanted:
                yield element
            elif tag in _WRAPPERS:
                stack.append(iter(element))
                break
            elif tag in _ALTERNATE:
                stack.append(iter(_choose(element)))
                break
        else:
            stack.pop()


def _choose(alternate: Element) -> Element:
    """Give the one alternative to read, the first: the later ones hold the same text for older programs."""
    return next((element for element in alternate if element.tag in _ALTERNATIVES), ())


def _get(element: Element, name: str) -> str | None:
    """Get an attribute of the Word namespace, whichever of the two the file is written in."""
    for namespace in _WORD:
        value: str | None = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def _count_ink(root: Element, layouts: Collection[Element] = ()) -> dict[Element, int]:
    """Count the non-blank characters under each `w:tr` and each `w:p` outside of tables, in one pass over the XML.

    The rows of tables that only place others hold nothing of their own.

    It knows nothing of cells, merges or paragraphs' order, so that it finds out what the walk above drops.
    """
    ink: dict[Element, int] = {}
    holders: list[Element | None] = [None]
    walk = etree.iterwalk(root, events=("start", "end"), tag=tuple(_INK_HOLDERS | _INK | _INK_SKIPPED | _ANNOTATION))
    for event, element in walk:
        tag = element.tag
        if tag in _INK_HOLDERS:
            if event == "end":
                holders.pop()
            elif tag in _TEXT_BOX or (
                tag in _ROW and layouts and next(element.iterancestors(*_TABLE), None) in layouts
            ):
                holders.append(None)
            else:
                holders.append(element if tag in _ROW or holders[-1] is None else holders[-1])
        elif event == "start":
            if tag in _INK:
                characters = len("".join((element.text or "").split())) if tag in _TEXT else 1
                ink[holders[-1]] = ink.get(holders[-1], 0) + characters
            elif tag in _ANNOTATION:
                if _is_comment(element):
                    walk.skip_subtree()
            elif tag not in _ALTERNATIVES or element.getprevious() is not None:  # the first alternative is read
                walk.skip_subtree()
    return ink


def _note_flaws(root: Element, reading: _Reading) -> None:
    for element in root.iter(*_FLAWS):
        reading.flaws[_FLAWS[element.tag][0]] += 1
    for setting in root.iter(*_RUN_MARKS):
        code = _RUN_MARKS[setting.tag]
        run = next(setting.iterancestors(*_RUN), None)
        if run is None or setting.getparent().getparent() is not run or not _is_on(setting):
            continue
        text = _say_run(run)
        if code == "raised-digits":
            before = next(run.itersiblings(*_RUN, preceding=True), None)
            if not (text[:1].isdigit() and before is not None and _say_run(before)[-1:].isdigit()):
                continue
        if text and not text.isspace():
            reading.flaws[code] += 1


def _is_on(setting: Element) -> bool:
    """Tell whether a setting of a run, such as `w:strike`, changes how its text is to be taken."""
    return _get(setting, "val") not in {"0", "false", "off", "none", "baseline"}


def _say_run(run: Element) -> str:
    return "".join(text.text or "" for text in run.iter(*_TEXT))


def _list_flaws(reading: _Reading) -> tuple[Flaw, ...]:
    lost = {code for code, content_lost in _FLAWS.values() if content_lost} | {"image-only", "notes-unreadable"}
    return tuple(Flaw(code, count=pieces, lost=code in lost) for code, pieces in reading.flaws.items())
