"""A PDF page's text layer → runs of characters. Part of reading a PDF.

Enters: a text page of PDFium, and the page's grids. Leaves: runs in the order in which they are drawn, in points from
the page's top left. PDFium ends a run with a blank: one of the text layer, or one that it makes up where it sees a gap
or a new line. Only a run's ends are measured, which is what makes this fast; where they do not fit together, or a run
goes over a ruling, each of its characters is.
"""

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pypdfium2.raw as pdfium

from extractor.readers.lines import Run
from extractor.readers.pdf_paths import Matrix
from extractor.readers.rulings import Grid
from extractor.wraps import CLOSING

RUN = re.compile(r"[^\s\x01\x03-\x1f\x7f]+")
"""Characters up to a blank or a control character."""

NOT_BLANK = re.compile(r"[^\s\x00-\x1f\x7f]")

SPECIAL = str.maketrans({"\x00": "\ufffd", "\x02": "-"})
"""PDFium's marks for a character of unknown meaning, and for a hyphen at the end of a line."""

WIDE = re.compile(r"[\u2e80-\U0010ffff]")
"""A character of full width: its box tells the size; that of letters and digits is estimated from their height."""

UNMAPPED = re.compile(r"[\ue000-\uf8ff\ufffd-\uffff]")
"""Characters for which the font gives no meaning: a private one, or a mark that says so."""

SMALLEST, LARGEST = 0.1, 10_000.0
"""The sizes (points) that characters have; a damaged font or a hostile file has them of no size, or of no number."""

OVERFLOW = 0.2
"""Where a ruling cuts more than this share off a character, text overflows its cell; else two cells' texts meet."""


Box = tuple[float, float, float, float]
"""Where a character stands: its advance from x0 to x1, its baseline, and the height of its font, in points."""


class CharReader:
    """Measures single characters of a text page. One for a page: PDFium writes to the same memory each time."""

    def __init__(self, textpage: pdfium.FPDF_TEXTPAGE, placing: Matrix) -> None:
        """Take a text page and the matrix that places its coordinates on the page."""
        self._textpage = textpage
        self._placing = placing
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_rect, self._to_x, self._to_y = map(ctypes.byref, (self._rect, self._x, self._y))

    def read(self, index: int) -> Box:
        """Measure the character at an index of the page's text."""
        rect = self._rect
        _get_box(self._textpage, index, self._to_rect)
        _get_origin(self._textpage, index, self._to_x, self._to_y)
        a, b, c, d, e, f = self._placing
        if b == 0.0 and a > 0.0:
            return rect.left + e, rect.right + e, d * self._y.value + f, rect.top - rect.bottom
        if b == 0.0:
            return a * rect.right + e, a * rect.left + e, d * self._y.value + f, rect.top - rect.bottom
        x0, x1 = c * rect.bottom + e, c * rect.top + e
        return min(x0, x1), max(x0, x1), b * self._x.value + f, abs(rect.right - rect.left)

    def find_object(self, index: int) -> int:
        """Give which drawn object a character belongs to; 0 where none is known."""
        found = pdfium.FPDFText_GetTextObject(self._textpage, index)
        return ctypes.cast(found, ctypes.c_void_p).value or 0


_get_box = pdfium.FPDFText_GetLooseCharBox
_get_origin = pdfium.FPDFText_GetCharOrigin


DOUBLE = 0.3
"""A character drawn again within this share of its width, in both directions, is drawn twice to look bold."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A page's characters in runs, how many non-blank ones PDFium counts, and how many have no Unicode value.

    What is drawn twice to look bold counts once.
    """

    runs: list[Run]
    characters: int
    unmapped: int


def read_text(
    textpage: pdfium.FPDF_TEXTPAGE, placing: Matrix, grids: Sequence[Grid], *, apart: bool = False
) -> TextLayer:
    """Read a page's text layer.

    With `apart`, what is drawn apart outside of the grids is read apart: the texts of two cells that stand close.
    """
    count = pdfium.FPDFText_CountChars(textpage)
    text = _read_text(textpage, count)
    reader = CharReader(textpage, placing)
    runs: list[Run] = []
    characters = len(NOT_BLANK.findall(text))
    matches = list(RUN.finditer(text))
    led = False
    for match, following in zip_longest(matches, matches[1:]):
        spaced, leads = _find_spaces(textpage, text, match.end(), following.start() if following else count)
        made = _make_runs(reader, match, spaced=spaced, grids=grids)
        if apart and len(made) == 1 and made[0].cell is None:
            made = _cut_objects(reader, made[0], match.start())
        if led:
            made[0] = made[0]._replace(led=True)
        led = leads
        if len(made) == 1 and runs and _is_double(runs[-1], made[0]):
            characters -= len(match[0])
            continue
        characters -= len(match[0]) - sum(len(run.text) for run in made)
        runs += made
    return TextLayer(runs, characters, len(UNMAPPED.findall(text)))


def _find_spaces(textpage: pdfium.FPDF_TEXTPAGE, text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell of the blanks between two runs whether a space of the text layer ends the first, or leads the second.

    Where PDFium sees a new line between them, a space after it leads the second run, which may well stand on the same
    line: fonts with other baselines look like another line.
    """
    spaced = leads = turned = False
    for index in range(start, end):
        if text[index] in "\r\n":
            turned = True
        elif pdfium.FPDFText_IsGenerated(textpage, index) != 1:
            spaced, leads = spaced or not turned, leads or turned
    return spaced, leads


def _is_double(before: Run, run: Run) -> bool:
    """Tell whether a run is the one before it drawn once more, to make it bold."""
    if before.text != run.text:
        return False
    return abs(before.x0 - run.x0) < DOUBLE * run.size and abs(before.base - run.base) < DOUBLE * run.size


def _read_text(textpage: pdfium.FPDF_TEXTPAGE, count: int) -> str:
    """Give the page's characters, one for each that PDFium counts."""
    buffer = (ctypes.c_ushort * (count + 1))()
    got = pdfium.FPDFText_GetText(textpage, 0, count, buffer) - 1
    text = bytes(buffer)[: 2 * max(got, 0)].decode("utf-16-le", "replace")
    if len(text) != count:  # Characters without a Unicode value are left out, and pairs of surrogates count twice.
        codes = [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]
        text = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    return text.translate(SPECIAL)


def _make_runs(reader: CharReader, match: re.Match[str], *, spaced: bool, grids: Sequence[Grid]) -> list[Run]:
    """Give a run in one piece, or in pieces where its ends are not on one line, too far apart, or in two cells."""
    text, start = match[0], match.start()
    first = reader.read(start)
    x0, x1, base, height = first
    size = x1 - x0
    if text[0] < "\u2e80":
        wide = WIDE.search(text)
        box = reader.read(start + wide.start()) if wide else None
        size = box[1] - box[0] if box else 0.8 * height
    if not SMALLEST <= size <= LARGEST:
        size = SMALLEST
    cell = _find_cell(grids, first, size)
    if len(text) == 1:
        return [Run(text, x0, x1, base, size, spaced, cell)]
    last = reader.read(start + len(text) - 1)
    whole = Run(text, x0, last[1], base, size, spaced, cell)
    straight = base == last[2] and x0 < last[0] and 0.4 * size * len(text) < last[1] - x0 < 1.5 * size * len(text)
    if straight and cell == _find_cell(grids, last, size):
        return [whole]
    boxes = [first, *(reader.read(start + k) for k in range(1, len(text) - 1)), last]
    objects = [reader.find_object(start + k) for k in range(len(text))]
    text, boxes, objects = _drop_doubles(text, boxes, objects)
    if straight and len(set(objects)) == 1 and _overflows(boxes, grids, size):
        return [whole]
    return _cut(whole._replace(text=text), boxes, objects, grids)


def _cut_objects(reader: CharReader, whole: Run, start: int) -> list[Run]:
    """Cut a run where another object is drawn."""
    objects = [reader.find_object(start + k) for k in range(len(whole.text))]
    turns = [k for k in range(1, len(objects)) if objects[k] != objects[k - 1]]
    runs = [whole]
    for k in turns:
        run = runs[-1]
        x0, x1 = reader.read(start + k)[0], reader.read(start + k - 1)[1]
        if run.x0 < x1 and x0 < run.x1:
            length = len(run.text) - (len(whole.text) - k)
            runs[-1:] = [
                run._replace(text=run.text[:length], x1=x1, spaced=False),
                run._replace(text=run.text[length:], x0=x0, led=False),
            ]
    return runs


def _drop_doubles(text: str, boxes: list[Box], objects: list[int]) -> tuple[str, list[Box], list[int]]:
    """Drop the second of two equal characters drawn over each other, which makes them bold."""
    kept = [0]
    for k in range(1, len(text)):
        before, box = boxes[kept[-1]], boxes[k]
        near = DOUBLE * (before[1] - before[0])
        over = abs(box[0] - before[0]) <= near and abs(box[2] - before[2]) <= near
        if text[k] != text[kept[-1]] or not over:
            kept.append(k)
    return "".join(text[k] for k in kept), [boxes[k] for k in kept], [objects[k] for k in kept]


def _find_cell(grids: Sequence[Grid], box: Box, size: float) -> tuple[int, int] | None:
    for number, grid in enumerate(grids):
        index = grid.find((box[0] + box[1]) / 2, box[2] - 0.36 * size)
        if index is not None:
            return number, index
    return None


def _overflows(boxes: Sequence[Box], grids: Sequence[Grid], size: float) -> bool:
    """Tell whether text of one drawn object runs over a ruling, so that the ruling cuts through a character."""
    for x0, x1, base, height in boxes:
        edge = OVERFLOW * (x1 - x0)
        left, right = (x0 + edge, x0 + edge, base, height), (x1 - edge, x1 - edge, base, height)
        if _find_cell(grids, left, size) != _find_cell(grids, right, size):
            return True
    return False


def _cut(whole: Run, boxes: Sequence[Box], objects: Sequence[int], grids: Sequence[Grid]) -> list[Run]:
    """Cut a run where the next character is on another line, not to the right, or drawn apart in another cell."""
    text, size = whole.text, whole.size
    runs = []
    begin = 0
    cell = _find_cell(grids, boxes[0], size)
    for end in range(1, len(text) + 1):
        if end < len(text):
            a, b = boxes[end - 1], boxes[end]
            hangs = text[end] in CLOSING and abs(b[0] - a[1]) < 0.1 * size  # No line of a cell begins with such a mark.
            same = hangs or objects[end - 1] == objects[end] or _find_cell(grids, b, size) == cell
            if same and a[2] == b[2] and -0.5 * size < b[0] - a[1] < 1.5 * size:
                continue
        first, last = boxes[begin], boxes[end - 1]
        runs.append(Run(text[begin:end], first[0], last[1], first[2], size, whole.spaced and end == len(text), cell))
        begin = end
        cell = _find_cell(grids, boxes[begin], size) if begin < len(text) else None
    return runs
