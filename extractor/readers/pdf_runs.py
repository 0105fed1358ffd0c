"""The characters between two blanks of a PDF's text layer → runs. Part of reading a PDF.

Enters: their text, where they stand in the text layer, and the page's grids. Leaves: one run, or several where the ends
are not on one line, too far apart, or in two cells. Of most runs only the ends are measured.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extractor.readers.lines import SLANTED, SPACE_GAP, Run, leave_turn
from extractor.readers.pdf_chars import SECOND_HALF, Box, CharReader
from extractor.readers.rulings import Grid
from extractor.wraps import CLOSING

WIDE = re.compile(r"[\u2e80-\udbff\ue000-\U0010ffff]")
"""A character of full width: its box tells the size; that of letters and digits is estimated from their height."""

BRACKETS = re.compile(r"[》〉」』】）〕”]\(|[〔（【《〈「『][(“‘]")
"""Brackets of which a browser may draw one over the other, or of which PDFium sees no space between."""

SMALLEST, LARGEST = 0.1, 10_000.0
"""The sizes (points) that characters have; a damaged font or a hostile file has them of no size, or of no number."""

OVERFLOW = 0.2
"""Where a ruling cuts more than this share off a character, text overflows its cell; else two cells' texts meet."""

DOUBLE = 0.3
"""A character drawn again within this share of its width, in both directions, is drawn twice to look bold."""

UNLIKE = 1.6
"""Characters drawn next to each other, one so many times as high as the other, are two texts."""

CellNumber = tuple[int, int]

NOWHERE = (0.0, 0.0, 0.0, 0.0)


class CellFinder:
    """Finds the cell that holds a point. It remembers the last one: most runs stand in the cell of the one before."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        """Take the page's grids, smallest first."""
        self._grids = grids
        self._box = NOWHERE
        self._cell: CellNumber | None = None

    def find(self, x: float, y: float) -> CellNumber | None:
        """Give the grid and the cell in it that hold a point, by their indexes; None outside of tables."""
        left, top, right, bottom = self._box
        if left <= x < right and top <= y < bottom:
            return self._cell
        for number, grid in enumerate(self._grids):
            index = grid.find(x, y)
            if index is not None:
                self._cell = number, index
                box = grid.cells[index].box
                inner = number and any(_overlap(box, smaller.box) for smaller in self._grids[:number])
                self._box = NOWHERE if inner else box
                return self._cell
        return None

    def find_char(self, box: Box, size: float, turn: int) -> CellNumber | None:
        """Give the cell that holds the middle of a character, measured along its line of text."""
        x, y = (box[0] + box[1]) / 2, box[2] - 0.36 * size
        return self.find(*leave_turn(turn, x, y)) if turn else self.find(x, y)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


class _Drawn(NamedTuple):
    """A character that was measured by itself: its box, which drawn object it belongs to, and how it is turned."""

    text: str
    box: Box
    item: int
    turn: int

    @property
    def width(self) -> float:
        """How wide it is, in points."""
        return self.box[1] - self.box[0]


class RunMaker:
    """Makes runs of the characters between two blanks. `dropped` counts those left out as drawn twice."""

    def __init__(self, reader: CharReader, cells: CellFinder, text: str) -> None:
        """Take the page's text: on most pages no run has to be looked at for brackets or second halves."""
        self.dropped = 0
        self._reader = reader
        self._cells = cells
        self._has_brackets = BRACKETS.search(text) is not None
        self._has_halves = SECOND_HALF in text

    def make(self, text: str, start: int, *, spaced: bool, led: bool) -> list[Run]:
        """Give a run in one piece, or in pieces where its ends are not on one line, too far apart, or in two cells."""
        reader = self._reader
        first = reader.read(start)
        if first is None:
            return self._make_pieces(text, start, spaced=spaced, led=led)
        x0, x1, base, height = first
        size = x1 - x0
        if text[0] < "\u2e80":
            wide = WIDE.search(text)
            box = reader.read(start + wide.start()) if wide else None
            size = box[1] - box[0] if box else 0.8 * height
        if not SMALLEST <= size <= LARGEST:
            size = SMALLEST
        cell = self._cells.find((x0 + x1) / 2, base - 0.36 * size)
        if len(text) == 1:
            return [Run(text, x0, x1, base, size, spaced, cell, led)]
        last = reader.read(start + len(text) - 1)
        if last is None or base != last[2]:
            return self._make_pieces(text, start, spaced=spaced, led=led)
        straight = x0 < last[0] and 0.4 * size * len(text) < last[1] - x0 < 1.5 * size * len(text)
        if not straight or cell != self._cells.find((last[0] + last[1]) / 2, base - 0.36 * size):
            return self._make_pieces(text, start, spaced=spaced, led=led)
        if self._has_brackets and BRACKETS.search(text):
            return self._set_brackets(Run(text, x0, last[1], base, size, spaced, cell, led), start)
        if self._has_halves:
            text = text.replace(SECOND_HALF, "")
        return [Run(text, x0, last[1], base, size, spaced, cell, led)]

    def _set_brackets(self, run: Run, start: int) -> list[Run]:
        """Give a run in the order of its ink, and in pieces where there is room for a space before a bracket.

        A browser moves a bracket of full width to the left, half of it over the narrow one before it: PDFium then takes
        it for the first. And it sees no space between two brackets.
        """
        places = [start + k for k, char in enumerate(run.text) if char != SECOND_HALF]
        drawn = [
            (self._reader.read_ink(place), char, self._reader.read_turned(place, 0))
            for char, place in zip(run.text.replace(SECOND_HALF, ""), places, strict=True)
        ]
        drawn.sort(key=itemgetter(0))
        starts = [0]
        for k, ((_, before, a), (_, char, b)) in enumerate(pairwise(drawn), 1):
            if char == "(" and not before.isascii() and b[0] - a[1] > SPACE_GAP * run.size:
                starts.append(k)
        pieces = [drawn[begin:end] for begin, end in zip(starts, [*starts[1:], len(drawn)], strict=True)]
        runs = [
            run._replace(text="".join([char for _, char, _ in piece]), x0=piece[0][2][0], x1=piece[-1][2][1])
            for piece in pieces
        ]
        runs = [each._replace(spaced=False, led=False) for each in runs]
        runs[0] = runs[0]._replace(led=run.led)
        runs[-1] = runs[-1]._replace(spaced=run.spaced)
        return runs

    def _make_pieces(self, text: str, start: int, *, spaced: bool, led: bool) -> list[Run]:
        """Give a run in pieces, each of its characters measured."""
        reader = self._reader
        places = [start + k for k, char in enumerate(text) if char != SECOND_HALF]
        turns = [reader.find_turn(place) for place in places]
        drawn = [
            _Drawn(char, reader.read_turned(place, max(turn, 0)), reader.find_object(place), turn)
            for char, place, turn in zip(text.replace(SECOND_HALF, ""), places, turns, strict=True)
        ]
        kept = _drop_doubles(drawn)
        self.dropped += len(drawn) - len(kept)
        runs: list[Run] = []
        for alike in _part_unlike(kept):
            runs += [_outline(alike)] if alike[0].turn == SLANTED else self._make_alike(alike)
        runs[0] = runs[0]._replace(led=led)
        runs[-1] = runs[-1]._replace(spaced=spaced)
        return runs

    def _make_alike(self, drawn: Sequence[_Drawn]) -> list[Run]:
        """Give the runs of characters of one size that are turned alike."""
        first, last, turn = drawn[0].box, drawn[-1].box, drawn[0].turn
        text = "".join([char.text for char in drawn])
        wide = WIDE.search(text)
        size = drawn[wide.start()].width if wide else 0.8 * first[3]
        if not SMALLEST <= size <= LARGEST:
            size = SMALLEST
        straight = (
            all(char.box[2] == first[2] for char in drawn)
            and len({char.item for char in drawn}) == 1
            and (first[0] < last[0] and 0.4 * size * len(text) < last[1] - first[0] < 1.5 * size * len(text))
        )
        if straight and self._overflows(drawn, size):
            cell = self._cells.find_char(first, size, turn)
            return [Run(text, first[0], last[1], first[2], size, spaced=False, cell=cell, turn=turn)]
        return self._cut(drawn, size)

    def _overflows(self, drawn: Sequence[_Drawn], size: float) -> bool:
        """Tell whether text runs over a ruling, so that the ruling cuts through a character."""
        for char in drawn:
            x0, x1, base, height = char.box
            edge = OVERFLOW * (x1 - x0)
            left, right = (x0 + edge, x0 + edge, base, height), (x1 - edge, x1 - edge, base, height)
            if self._cells.find_char(left, size, char.turn) != self._cells.find_char(right, size, char.turn):
                return True
        return False

    def _cut(self, drawn: Sequence[_Drawn], size: float) -> list[Run]:
        """Cut a run where the next character is on another line, not to the right, or drawn apart in another cell."""
        turn = drawn[0].turn
        runs = []
        begin = 0
        cell = self._cells.find_char(drawn[0].box, size, turn)
        for end in range(1, len(drawn) + 1):
            if end < len(drawn):
                before, char = drawn[end - 1], drawn[end]
                a, b = before.box, char.box
                # No line of a cell begins with such a mark.
                hangs = char.text in CLOSING and abs(b[0] - a[1]) < 0.1 * size
                same = hangs or before.item == char.item or self._cells.find_char(b, size, turn) == cell
                if same and a[2] == b[2] and -0.5 * size < b[0] - a[1] < 1.5 * size:
                    continue
            first, last = drawn[begin].box, drawn[end - 1].box
            text = "".join([char.text for char in drawn[begin:end]])
            runs.append(Run(text, first[0], last[1], first[2], size, spaced=False, cell=cell, turn=turn))
            begin = end
            cell = self._cells.find_char(drawn[begin].box, size, turn) if begin < len(drawn) else None
        return runs


def _drop_doubles(drawn: Sequence[_Drawn]) -> list[_Drawn]:
    """Drop the second of two equal characters drawn over each other, which makes them bold."""
    kept = [drawn[0]]
    for char in drawn[1:]:
        before = kept[-1]
        near = DOUBLE * before.width
        over = abs(char.box[0] - before.box[0]) <= near and abs(char.box[2] - before.box[2]) <= near
        if char.text != before.text or not over:
            kept.append(char)
    return kept


def _part_unlike(drawn: Sequence[_Drawn]) -> Iterator[list[_Drawn]]:
    """Part characters where they are turned otherwise, or are of another size: PDFium runs a watermark into a text."""
    alike = [drawn[0]]
    for before, char in pairwise(drawn):
        a, b = before.box[3], char.box[3]
        if before.turn != char.turn or (char.turn != SLANTED and max(a, b) > UNLIKE * min(a, b)):
            yield alike
            alike = []
        alike.append(char)
    yield alike


def _outline(drawn: Sequence[_Drawn]) -> Run:
    """Give slanted text as a run: its outline is all that there is to tell."""
    boxes = [char.box for char in drawn]
    top, bottom = min(box[2] - box[3] for box in boxes), max(box[2] for box in boxes)
    x0, x1, size = min(box[0] for box in boxes), max(box[1] for box in boxes), bottom - top
    if not SMALLEST <= size <= LARGEST:
        size = SMALLEST
    text = "".join([char.text for char in drawn])
    return Run(text, x0, x1, bottom - 0.14 * size, size, spaced=False, turn=SLANTED)
