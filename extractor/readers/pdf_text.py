"""A PDF page's text layer → runs of characters. Part of reading a PDF.

Enters: a text page of PDFium, and the page's grids. Leaves: runs in the order in which they are drawn, in points from
the page's top left. PDFium ends a run with a blank: one of the text layer, or one that it makes up where it sees a gap
or a new line. Only a run's ends are measured, which is what makes this fast; where they do not fit together, or a run
goes over a ruling, each of its characters is.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2.raw as pdfium

from extractor.readers.lines import Run
from extractor.readers.pdf_paths import Matrix
from extractor.readers.rulings import Grid

RUN = re.compile(r"[^\x00\x01\x03-\x20\xa0]+")
"""Characters up to a blank; U+0002 is PDFium's mark for a hyphen at the end of a line."""

WIDE = re.compile(r"[\u2e80-\U0010ffff]")
"""A character of full width: its box tells the size; that of letters and digits is estimated from their height."""

UNMAPPED = re.compile(r"[\x00\ue000-\uf8ff\ufffd-\uffff]")
"""Characters for which the font gives no meaning: none at all, a private one, or a mark that says so."""

OVERFLOW = 0.2
"""Where a ruling cuts more than this share off a character, text overflows its cell; else two cells' texts meet."""


class CharBox(NamedTuple):
    """Where a character stands: its advance from x0 to x1, its baseline, the height of its font; in points."""

    x0: float
    x1: float
    base: float
    height: float


class CharReader:
    """Measures single characters of a text page. One for a page: PDFium writes to the same memory each time."""

    def __init__(self, textpage: pdfium.FPDF_TEXTPAGE, placing: Matrix) -> None:
        """Take a text page and the matrix that places its coordinates on the page."""
        self._textpage = textpage
        self._placing = placing
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_rect, self._to_x, self._to_y = map(ctypes.byref, (self._rect, self._x, self._y))

    def read(self, index: int) -> CharBox:
        """Measure the character at an index of the page's text."""
        pdfium.FPDFText_GetLooseCharBox(self._textpage, index, self._to_rect)
        pdfium.FPDFText_GetCharOrigin(self._textpage, index, self._to_x, self._to_y)
        rect = self._rect
        a, b, c, d, e, f = self._placing
        if b == 0.0:
            x0, x1 = a * rect.left + e, a * rect.right + e
            base, height = d * self._y.value + f, rect.top - rect.bottom
        else:
            x0, x1 = c * rect.bottom + e, c * rect.top + e
            base, height = b * self._x.value + f, rect.right - rect.left
        return CharBox(min(x0, x1), max(x0, x1), base, abs(height))


def read_runs(textpage: pdfium.FPDF_TEXTPAGE, placing: Matrix, grids: Sequence[Grid]) -> tuple[list[Run], int]:
    """Give the page's characters in runs, and how many have no Unicode value."""
    count = pdfium.FPDFText_CountChars(textpage)
    text = _read_text(textpage, count)
    reader = CharReader(textpage, placing)
    runs: list[Run] = []
    for match in RUN.finditer(text):
        end = match.end()
        spaced = end < count and text[end] != "\r" and pdfium.FPDFText_IsGenerated(textpage, end) != 1
        runs.extend(_make_runs(reader, match, spaced=spaced, grids=grids))
    return runs, len(UNMAPPED.findall(text))


def _read_text(textpage: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """Give the page's characters, one for each that PDFium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(got, 0)].decode("utf-16-le", "replace")
    if len(text) != count:  # Characters without a Unicode value are left out, and pairs of surrogates count twice.
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        text = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return text


def _make_runs(reader: CharReader, match: re.Match[str], *, spaced: bool, grids: Sequence[Grid]) -> Iterator[Run]:
    """Give a run in one piece, or in pieces where its ends are not on one line, too far apart, or in two cells."""
    text, start = match[0], match.start()
    first = reader.read(start)
    wide = WIDE.search(text)
    size = 0.8 * first.height
    if wide is not None:
        box = first if wide.start() == 0 else reader.read(start + wide.start())
        size = box.x1 - box.x0
    last = reader.read(start + len(text) - 1) if len(text) > 1 else first
    whole = Run(text.replace("\x02", "-"), first.x0, last.x1, first.base, size, spaced)
    if len(text) == 1:
        yield whole
        return
    straight = first.base == last.base and first.x0 < last.x0 and last.x1 - first.x0 < 1.5 * size * len(text)
    if straight and _find_cell(grids, first, size) == _find_cell(grids, last, size):
        yield whole
        return
    boxes = [first, *(reader.read(start + k) for k in range(1, len(text) - 1)), last]
    if straight and _overflows(boxes, grids, size):
        yield whole
        return
    yield from _cut(text.replace("\x02", "-"), boxes, size, spaced=spaced, grids=grids)


def _find_cell(grids: Sequence[Grid], box: CharBox, size: float) -> tuple[int, int] | None:
    x, y = (box.x0 + box.x1) / 2, box.base - 0.36 * size
    for number, grid in enumerate(grids):
        index = grid.find(x, y)
        if index is not None:
            return number, index
    return None


def _overflows(boxes: Sequence[CharBox], grids: Sequence[Grid], size: float) -> bool:
    """Tell whether text runs over a ruling, so that the ruling cuts through a character."""
    for box in boxes:
        edge = OVERFLOW * (box.x1 - box.x0)
        left = box._replace(x0=box.x0 + edge, x1=box.x0 + edge)
        right = box._replace(x0=box.x1 - edge, x1=box.x1 - edge)
        if _find_cell(grids, left, size) != _find_cell(grids, right, size):
            return True
    return False


def _cut(text: str, boxes: Sequence[CharBox], size: float, *, spaced: bool, grids: Sequence[Grid]) -> Iterator[Run]:
    """Cut a run where the next character stands in another cell, on another line, or not to the right."""
    begin = 0
    for end in range(1, len(text) + 1):
        if end < len(text):
            a, b = boxes[end - 1], boxes[end]
            near = -0.5 * size < b.x0 - a.x1 < 1.5 * size
            if near and a.base == b.base and _find_cell(grids, a, size) == _find_cell(grids, b, size):
                continue
        first, last = boxes[begin], boxes[end - 1]
        yield Run(text[begin:end], first.x0, last.x1, first.base, size, spaced and end == len(text))
        begin = end
