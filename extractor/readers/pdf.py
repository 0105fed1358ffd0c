"""PDF → document. PDFium gives characters, boxes and rulings; the rulings give the cells, the cells their text.

Enters: a PDF's bytes. Leaves: rows of cells, page by page, with the text between the tables in its place.
PDFium is not thread-safe: one process reads one file at a time.
"""

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Cell, Document, Flaw, PageBox, ReadError, Row, Source
from extractor.readers.lines import Run, TextLine, group_lines, join_lines, sets_off_letters, split_line
from extractor.readers.rulings import Grid, Line, find_grids
from extractor.wraps import Habits, find_habits

THIN = 3.0
"""A path no thicker than this (points) is a ruling."""

SHORTEST = 2.0
"""A line shorter than this (points) and not thin in the other direction is a dot, not a ruling."""

WIDE_GAP = 2.0
"""In a line outside of tables, a gap over this many characters parts two pieces of text."""

MOST_OBJECTS = 60_000
"""A page with more drawn objects than this is a drawing: its rulings are not looked at."""


Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its characters in the order in which they are drawn, its rulings, and its flaws."""

    number: int
    runs: list[Run]
    horizontal: list[Line]
    vertical: list[Line]
    flaws: list[Flaw]


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        ReadError: `needs_password`, `corrupt`, or `needs_ocr` where no page has a text layer.
    """
    pdf = _open(source.data)
    try:
        pages = [_read_page(pdf, number) for number in range(len(pdf))]
    finally:
        pdf.close()
    flaws = [flaw for page in pages for flaw in page.flaws]
    if not any(page.runs for page in pages) and any(flaw.code == "page-image-only" for flaw in flaws):
        raise ReadError("needs_ocr")
    if b"%%EOF" not in source.data[-2048:]:
        flaws.append(Flaw("truncated", lost=True))
    rows = _make_rows(pages)
    version = pypdfium2.version.PYPDFIUM_INFO.version
    return Document("pdf", f"pypdfium2 {version}", tuple(rows), pages=len(pages), flaws=tuple(flaws))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
        if len(pdf) == 0:
            pdf.close()
            raise ReadError("corrupt", "no page")
    except pypdfium2.PdfiumError as error:
        code = "needs_password" if "password" in str(error).lower() else "corrupt"
        raise ReadError(code, str(error)) from error
    return pdf


def _read_page(pdf: pypdfium2.PdfDocument, index: int) -> Page:
    number = index + 1
    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return Page(number, [], [], [], [Flaw("page-unreadable", page=number, lost=True)])
    try:
        place = _placing(page)
        runs, unmapped = _read_runs(textpage.raw, place)
        horizontal, vertical, images = _read_rulings(page, place)
    finally:
        textpage.close()
        page.close()
    flaws = []
    if unmapped:
        flaws.append(Flaw("no-unicode", page=number, count=unmapped, lost=True))
    if images and not runs:
        flaws.append(Flaw("page-image-only", page=number, lost=True))
    return Page(number, runs, horizontal, vertical, flaws)


def _placing(page: pypdfium2.PdfPage) -> Matrix:
    """Give the matrix from the page's own coordinates to points from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[page.get_rotation()]


def _place_box(place: Matrix, left: float, bottom: float, right: float, top: float) -> tuple[float, ...]:
    a, b, c, d, e, f = place
    x0, x1 = a * left + c * bottom + e, a * right + c * top + e
    y0, y1 = b * left + d * bottom + f, b * right + d * top + f
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


class _CharReader:
    """Reads where single characters stand. One for a page, so that the memory PDFium writes to is made once."""

    def __init__(self, textpage: pdfium.FPDF_TEXTPAGE, place: Matrix) -> None:
        self._textpage = textpage
        self._place = place
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._pointers = (ctypes.byref(self._rect), ctypes.byref(self._x), ctypes.byref(self._y))

    def read(self, index: int) -> tuple[float, float, float, float]:
        """Give x0, x1, the baseline and the height of a character, in points from the page's top left."""
        to_rect, to_x, to_y = self._pointers
        pdfium.FPDFText_GetLooseCharBox(self._textpage, index, to_rect)
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, to_x, to_y)
        rect = self._rect
        a, b, c, d, e, f = self._place
        if b == 0.0:
            x0, x1 = a * rect.left + e, a * rect.right + e
            base, height = d * self._y.value + f, rect.top - rect.bottom
        else:
            x0, x1 = c * rect.bottom + e, c * rect.top + e
            base, height = b * self._x.value + f, rect.right - rect.left
        return (x0, x1, base, abs(height)) if x0 <= x1 else (x1, x0, base, abs(height))


def _read_runs(textpage: pdfium.FPDF_TEXTPAGE, place: Matrix) -> tuple[list[Run], int]:
    """Give the page's characters in runs, in the order in which they are drawn, and how many have no Unicode value.

    PDFium ends a run with a blank: one of the text layer, or one that it makes up where it sees a gap or a new line.
    Only the ends of a run are measured, which is what makes this fast.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    text = _read_text(textpage, count)
    reader = _CharReader(textpage, place)
    runs: list[Run] = []
    for match in RUN.finditer(text):
        start, end = match.span()
        spaced = end < count and text[end] != "\r" and pdfium.FPDFText_IsGenerated(textpage, end) != 1
        runs.extend(_make_runs(reader, match[0], start, spaced=spaced))
    return runs, len(UNMAPPED.findall(text))


WIDE = re.compile(r"[\u2e80-\U0010ffff]")
"""A character of full width: its box tells the size; that of letters and digits is estimated from their height."""

RUN = re.compile(r"[^\x00-\x01\x03-\x20\xa0]+")
"""Characters up to a blank; U+0002 is PDFium's mark for a hyphen at the end of a line."""


UNMAPPED = re.compile(r"[\x00\ue000-\uf8ff\ufffd-\uffff]")
"""Characters for which the font gives no meaning: none at all, private ones, or a mark that says so."""


def _read_text(textpage: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """Give the page's characters, one for each that PDFium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(got, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) != count:  # Characters without a Unicode value are left out, and pairs of surrogates count twice.
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        text = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return text


def _make_runs(reader: _CharReader, text: str, start: int, *, spaced: bool) -> list[Run]:
    """Give a run as one piece, or, where its ends are not on one line as far apart as they should be, by character."""
    first = reader.read(start)
    wide = WIDE.search(text)
    size = 0.8 * first[3]
    if wide is not None:
        box = first if wide.start() == 0 else reader.read(start + wide.start())
        size = box[1] - box[0]
    printed = text.replace("\x02", "-")
    if len(text) == 1:
        return [Run(printed, first[0], first[1], first[2], size, spaced)]
    last = reader.read(start + len(text) - 1)
    if first[2] == last[2] and first[0] < last[0] and last[1] - first[0] < 1.5 * size * len(text):
        return [Run(printed, first[0], last[1], first[2], size, spaced)]
    return _by_character(reader, text, start, spaced=spaced)


def _by_character(reader: _CharReader, text: str, start: int, *, spaced: bool) -> list[Run]:
    runs = []
    end = len(text) - 1
    for offset, char in enumerate(text):
        x0, x1, base, height = reader.read(start + offset)
        size = x1 - x0 if WIDE.match(char) else 0.8 * height
        runs.append(Run(char.replace("\x02", "-"), x0, x1, base, size, spaced and offset == end))
    return runs


UNMAPPED = re.compile(r"[\x00\ue000-\uf8ff\ufffd-\uffff]")
"""Characters for which the font gives no meaning: none at all, private ones, or a mark that says so."""


def _read_text(textpage: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """Give the page's characters, one for each that PDFium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(got, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) != count:  # Characters without a Unicode value are left out, and pairs of surrogates count twice.
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        text = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return text


def _make_runs(reader: _CharReader, text: str, start: int, *, spaced: bool) -> list[Run]:
    """Give a run as one piece, or, where its ends are not on one line as far apart as they should be, by character."""
    first = reader.read(start)
    wide = WIDE.search(text)
    size = 0.8 * first[3]
    if wide is not None:
        box = first if wide.start() == 0 else reader.read(start + wide.start())
        size = box[1] - box[0]
    printed = text.replace("\x02", "-")
    if len(text) == 1:
        return [Run(printed, first[0], first[1], first[2], size, spaced)]
    last = reader.read(start + len(text) - 1)
    if first[2] == last[2] and first[0] < last[0] and last[1] - first[0] < 1.5 * size * len(text):
        return [Run(printed, first[0], last[1], first[2], size, spaced)]
    return _by_character(reader, text, start, spaced=spaced)


def _by_character(reader: _CharReader, text: str, start: int, *, spaced: bool) -> list[Run]:
    runs = []
    end = len(text) - 1
    for offset, char in enumerate(text):
        x0, x1, base, height = reader.read(start + offset)
        size = x1 - x0 if WIDE.match(char) else 0.8 * height
        runs.append(Run(char.replace("\x02", "-"), x0, x1, base, size, spaced and offset == end))
    return runs


def _size(char: str, box: tuple[float, float, float, float]) -> float:
    """Give the width of a full character: an ideograph's own, and for others what their height lets expect."""
    return box[1] - box[0] if char >= WIDE else 0.8 * box[3]


def _read_rulings(page: pypdfium2.PdfPage, place: Matrix) -> tuple[list[Line], list[Line], int]:
    """Give the horizontal and the vertical lines drawn on a page, and how many pictures it holds."""
    horizontal: list[Line] = []
    vertical: list[Line] = []
    images = 0
    page_width, page_height = page.get_size()
    for left, bottom, right, top, outline, image in _read_shapes(page):
        x0, y0, x1, y1 = _place_box(place, left, bottom, right, top)
        # What is drawn beyond the page (the rest of a cell that goes on on the next one) ends at the page's edge.
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, page_width), min(y1, page_height)
        width, height = x1 - x0, y1 - y0
        if width < 0 or height < 0:
            continue
        if height <= THIN and width > max(height, SHORTEST):
            horizontal.append(Line((y0 + y1) / 2, x0, x1))
        elif width <= THIN and height > max(width, SHORTEST):
            vertical.append(Line((x0 + x1) / 2, y0, y1))
        elif width <= THIN and height <= THIN:
            # A dot of a dotted line: it may belong to a line in either direction.
            horizontal.append(Line((y0 + y1) / 2, x0, x1))
            vertical.append(Line((x0 + x1) / 2, y0, y1))
        elif image:
            images += 1
        elif outline:
            horizontal += [Line(y0, x0, x1), Line(y1, x0, x1)]
            vertical += [Line(x0, y0, y1), Line(x1, y0, y1)]
    return horizontal, vertical, images


Shape = tuple[float, float, float, float, bool, bool]


def _read_shapes(page: pypdfium2.PdfPage) -> Iterator[Shape]:
    """Give the straight pieces of all paths, and pictures: (left, bottom, right, top, is an outline, is a picture)."""
    bounds = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(value) for value in bounds]
    seen = 0
    for item, matrix in _walk_objects(page):
        seen += 1
        if seen > MOST_OBJECTS:
            return
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
            if not fill.value and not stroke.value:
                continue
            count = pdfium.FPDFPath_CountSegments(item)
            if count > 6:
                yield from _read_segments(item, count, matrix, stroked=bool(stroke.value))
                continue
        if not pdfium.FPDFPageObj_GetBounds(item, *pointers):
            continue
        left, bottom, right, top = (value.value for value in bounds)
        if matrix is not None:
            left, bottom, right, top = _transform_box(matrix, left, bottom, right, top)
        picture = kind == pdfium.FPDF_PAGEOBJ_IMAGE
        if not picture and count == 3 and right - left > THIN and top - bottom > THIN:
            yield from _read_segments(item, count, matrix, stroked=bool(stroke.value))
            continue
        yield left, bottom, right, top, not picture and bool(stroke.value) and count >= 4, picture


def _walk_objects(page: pypdfium2.PdfPage) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix | None]]:
    """Give every object of a page with the matrix of the form it stands in, to a depth of 8 forms."""
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _walk_form(item, None, 8)
        else:
            yield item, None


def _walk_form(
    form: pdfium.FPDF_PAGEOBJECT, outer: Matrix | None, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix | None]]:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, ctypes.byref(own))
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, matrix
        elif depth:
            yield from _walk_form(item, matrix, depth - 1)


def _multiply(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _transform_box(
    matrix: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    x0, y0 = _transform(matrix, left, bottom)
    x1, y1 = _transform(matrix, right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _read_segments(item: pdfium.FPDF_PAGEOBJECT, count: int, form: Matrix | None, *, stroked: bool) -> Iterator[Shape]:
    """Give the pieces of a path that draws many lines or rectangles at once."""
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(own))
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), form)
    x, y = ctypes.c_float(), ctypes.c_float()
    subpath: list[tuple[float, float]] = []
    closed = False
    for index in range(min(count, MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _transform(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _cut_subpath(subpath, stroked=stroked, closed=closed)
            subpath = []
        subpath.append(point)
        closed = bool(pdfium.FPDFPathSegment_GetClose(segment))
        if closed:
            yield from _cut_subpath(subpath, stroked=stroked, closed=True)
            subpath, closed = [point], False
    yield from _cut_subpath(subpath, stroked=stroked, closed=closed)


def _cut_subpath(points: list[tuple[float, float]], *, stroked: bool, closed: bool) -> Iterator[Shape]:
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    if right - left <= THIN or top - bottom <= THIN:
        yield left, bottom, right, top, False, False
    elif stroked:
        ring = [*points, points[0]] if closed else points
        for (ax, ay), (bx, by) in pairwise(ring):
            if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), False, False


def _make_rows(pages: Iterable[Page]) -> list[Row]:
    """Give the rows of all pages in reading order."""
    pages = list(pages)
    set_off = sets_off_letters(page.runs for page in pages)
    drafts = [_sort_runs(page, set_off=set_off) for page in pages]
    habits = find_habits(line.text for draft in drafts for line in draft.lines())
    rows: list[Row] = []
    tables = 0
    for draft in drafts:
        rows.extend(_page_rows(draft, habits, tables))
        tables += len(draft.grids)
    return rows


@dataclass(frozen=True, slots=True)
class _Draft:
    """A page's characters, sorted into the cells of its grids and the lines outside of them."""

    page: Page
    grids: list[Grid]
    cells: list[list[list[TextLine]]]
    loose: list[TextLine]

    def lines(self) -> Iterator[TextLine]:
        for grid in self.cells:
            for cell in grid:
                yield from cell
        yield from self.loose


def _sort_runs(page: Page, *, set_off: bool) -> _Draft:
    grids = find_grids(page.horizontal, page.vertical)
    buckets: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in grids]
    outside: list[Run] = []
    for run in page.runs:
        bucket = outside
        for grid, cells in zip(grids, buckets, strict=True):
            index = grid.find(run.x0 + 0.3 * run.size, run.middle)
            if index is not None:
                bucket = cells[index]
                break
        bucket.append(run)
    cells = [[group_lines(runs, set_off=set_off) if runs else [] for runs in grid] for grid in buckets]
    return _Draft(page, grids, cells, group_lines(outside, set_off=set_off))


def _page_rows(draft: _Draft, habits: Habits, tables: int) -> list[Row]:
    number = draft.page.number
    placed: list[tuple[float, float, float, tuple[Cell, ...], int | None]] = []
    order = sorted(range(len(draft.grids)), key=lambda k: (draft.grids[k].box[1], draft.grids[k].box[0]))
    for rank, index in enumerate(order):
        grid = draft.grids[index]
        by_row: list[list[Cell]] = [[] for _ in grid.tops]
        for cell, lines in zip(grid.cells, draft.cells[index], strict=True):
            by_row[cell.row].append(_make_cell(lines, cell.box, cell.rows, number, habits))
        for top, cells in zip(grid.tops, by_row, strict=True):
            placed.append((grid.box[1], grid.box[0], top, tuple(cells), tables + rank + 1))
    for line in draft.loose:
        pieces = split_line(line, WIDE_GAP)
        row = tuple(_make_cell([piece], piece.box, 1, number, habits) for piece in pieces)
        placed.append((line.box[1], line.box[0], line.box[1], row, None))
    placed.sort(key=lambda row: row[:3])
    counts = _count_bands(draft.page.runs, [row[2] for row in placed])
    return [Row(cells, table, number, count) for (*_, cells, table), count in zip(placed, counts, strict=True)]


def _count_bands(runs: Iterable[Run], tops: list[float]) -> list[int]:
    """Count the page's non-blank characters by the row in whose band their middle lies, whatever the cells hold."""
    counts = [0] * len(tops)
    if not tops:
        return counts
    order = sorted(range(len(tops)), key=lambda k: tops[k])
    edges = [tops[k] for k in order]
    for run in runs:
        counts[order[max(0, bisect_right(edges, run.middle) - 1)]] += len(run.text)
    return counts


def _make_cell(
    lines: list[TextLine], box: tuple[float, float, float, float], rows: int, page: int, habits: Habits
) -> Cell:
    if not lines:
        return Cell("", "", (PageBox(page, _round(box)),), box[0], box[2], rows)
    text, full = join_lines(lines, box[0], box[2], habits)
    raw = "\n".join(line.text for line in lines)
    inner = (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
    return Cell(raw, text, (PageBox(page, _round(inner)),), box[0], box[2], rows, full)


def _round(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (round(value, 2) for value in box)
    return (x0, top, x1, bottom)
