"""A PDF page's text layer → runs of characters. Part of reading a PDF.

Enters: a page of PDFium with its text, and its grids. Leaves: runs in the order in which they are drawn, in points from
the page's top left. PDFium ends a run with a blank: one of the text layer, or one that it makes up where it sees a gap
or a new line. Only a run's ends are measured, which is what makes this fast; where they do not fit together, or a run
goes over a ruling, each of its characters is.

What belongs to no cell is kept apart: watermarks, and text that nobody sees.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

import pypdfium2

from extractor.readers.doubles import Doubles
from extractor.readers.lines import SLANTED, SPACE_GAP, Run, leave_turn
from extractor.readers.pdf_calls import Argument, give, is_generated
from extractor.readers.pdf_chars import SECOND_HALF, Box, CharReader, read_characters
from extractor.readers.pdf_paths import find_placing
from extractor.readers.pdf_shown import draw_page
from extractor.readers.rulings import Grid
from extractor.wraps import CLOSING

RUN = re.compile(r"[^\s\x00-\x1f\x7f]+")
"""Characters up to a blank or a control character."""

SEAM = 0.05
"""A gap up to this (in widths of a full character) is none."""

SQUEEZED = re.compile(r"[、。〈-】〔〕！（），．：；？]{2}")
"""Marks of full width that browsers set in less room than theirs."""

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

LARGE = 2.5
"""A character this many times as large as most of the page's is no text of a cell that holds such ones."""

UNLIKE = 1.6
"""Characters drawn next to each other, one so many times as high as the other, are two texts."""

CellNumber = tuple[int, int]


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A page's characters. What is drawn twice to look bold counts once.

    Attributes:
        runs: the characters in runs.
        apart: runs that belong to no cell and to no line: watermarks, and text that nobody sees.
        text: the page's text as PDFium gives it, with its blanks.
        characters: how many non-blank ones PDFium counts.
        hidden: how many nobody sees, because of their colour or place.
        recognised: how many are invisible text over a picture, as text recognition leaves it.
    """

    runs: list[Run]
    apart: list[Run]
    text: str
    characters: int
    hidden: int
    recognised: int


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


NOWHERE = (0.0, 0.0, 0.0, 0.0)

_Made = tuple[int, int, list[Run]]
"""From where to where in the text layer some characters stand, and the runs that they make."""


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


class TextReader:
    """Reads a page's text layer: its characters are measured once, its runs may be given in two ways."""

    def __init__(
        self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, grids: Sequence[Grid], *, pictured: bool = False
    ) -> None:
        """Take a page with its text and its grids; `pictured` says whether the page shows a picture."""
        address = give(textpage.raw)
        self._page = page
        self._pictured = pictured
        self._text = text = read_characters(address)
        self._reader = CharReader(address, find_placing(page))
        maker = _RunMaker(self._reader, CellFinder(grids), text)
        self._made: list[_Made] = []
        leads = False
        spans = [match.span() for match in RUN.finditer(text)]
        for (start, end), (following, _) in pairwise([*spans, (len(text), 0)]):
            led = leads
            spaced = leads = False
            if text[end:following] != "\r\n":  # As most runs end; only what PDFium makes up is written so.
                spaced, leads = _find_spaces(address, text, end, following)
            self._made.append((start, end, maker.make(text[start:end], start, spaced=spaced, led=led)))
        self._characters = len("".join(text.split())) - text.count(SECOND_HALF) - maker.dropped

    def read(self) -> TextLayer:
        """Give the text layer."""
        return self._sort(self._made)

    def read_by_object(self, layer: TextLayer) -> TextLayer:
        """Give the text layer, what is drawn apart outside of the grids read apart: two cells' texts that stand close.

        `layer` is the text layer as `read` gives it. It stays as it is where no run is cut.
        """
        cut = [(start, end, self._cut(start, end, made)) for start, end, made in self._made]
        return layer if cut == self._made else self._sort(cut)

    def _cut(self, start: int, end: int, made: list[Run]) -> list[Run]:
        whole = len(made) == 1 and made[0].cell is None and len(made[0].text) == end - start
        return _cut_objects(self._reader, made[0], start) if whole else made

    def _sort(self, made: Sequence[_Made]) -> TextLayer:
        find_object = self._reader.find_object
        sorter = _Sorter(self._reader, self._page.get_size(), pictured=self._pictured)
        doubles = Doubles()
        for start, _, runs in made:
            item = find_object(start)
            for run in runs:
                fresh = doubles.take(run)
                if fresh is not None:
                    sorter.add(fresh, item)
        runs, apart = sorter.finish(self._page)
        characters = self._characters - doubles.dropped
        return TextLayer(runs, apart, self._text, characters, sorter.hidden, sorter.recognised)


def _cut_objects(reader: CharReader, whole: Run, start: int) -> list[Run]:
    """Cut a run where another object is drawn, and a gap lies before it: two cells may stand so close.

    Slanted text stays whole.
    """
    if whole.turn == SLANTED or _is_solid(whole):
        return [whole]
    objects = [reader.find_object(start + k) for k in range(len(whole.text))]
    runs = [whole]
    for k in range(1, len(objects)):
        if objects[k] == objects[k - 1]:
            continue
        run = runs[-1]
        x1 = reader.read_turned(start + k - 1, run.turn)[1]
        first = reader.read_turned(start + k, run.turn)
        if first[0] - x1 > SEAM * run.size and run.x0 < x1 and first[0] < run.x1:
            length = len(run.text) - (len(whole.text) - k)
            size = first[1] - first[0] if WIDE.match(run.text[length]) else run.size
            runs[-1:] = [
                run._replace(text=run.text[:length], x1=x1, spaced=False),
                run._replace(text=run.text[length:], x0=first[0], size=size, led=False, seam=True),
            ]
    return runs


def _is_solid(run: Run) -> bool:
    """Tell whether a run has no gaps: characters of full width, as wide as they are together."""
    if any(character < "\u2e80" for character in run.text) or SQUEEZED.search(run.text):
        return False
    return abs(run.x1 - run.x0 - len(run.text) * run.size) <= SEAM * run.size


def _find_spaces(textpage: Argument, text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell of the blanks between two runs whether a space of the text layer ends the first, or leads the second.

    Where PDFium sees a new line between them, a space after it leads the second run, which may well stand on the same
    line: fonts with other baselines look like another line.
    """
    spaced = leads = turned = False
    for index in range(start, end):
        if text[index] in "\r\n":
            turned = True
        elif is_generated(textpage, index) != 1:
            spaced, leads = spaced or not turned, leads or turned
    return spaced, leads


class _Sorter:
    """Sorts runs into those of the page's text and those that belong to no cell and no line."""

    def __init__(self, reader: CharReader, size: tuple[float, float], *, pictured: bool) -> None:
        self.hidden = self.recognised = 0
        self._reader = reader
        self._width, self._height = size
        self._pictured = pictured
        self._runs: list[Run] = []
        self._apart: list[Run] = []
        self._pale: set[Run] = set()
        self._item = 0
        self._look = "seen"
        self._shown: tuple[float, float] | None = None

    def add(self, run: Run, item: int) -> None:
        """Take a run that one object draws."""
        if item != self._item:
            self._item = item
            self._look = self._reader.judge(item)
            self._shown = self._reader.find_shown(item)
        if self._shown is not None:
            run = run._replace(shown=self._shown)
        if run.turn == SLANTED:
            self._apart.append(run)
        elif self._look == "invisible" and self._pictured:
            self.recognised += len(run.text)
            self._runs.append(run)
        elif self._look == "invisible" or (run.cell is None and self._is_beside(run)):
            self.hidden += len(run.text)
            self._apart.append(run)
        else:
            self._runs.append(run)
            if self._look == "pale":
                self._pale.add(run)

    def _is_beside(self, run: Run) -> bool:
        """Tell whether a run stands beside the page, where nobody sees it."""
        x0, top, x1, bottom = run.box
        return x1 <= 0 or bottom <= 0 or x0 >= self._width or top >= self._height

    def finish(self, page: pypdfium2.PdfPage) -> tuple[list[Run], list[Run]]:
        """Give the runs of the page's text, and the others, when all are known."""
        unseen: set[Run] = set()
        if self._pale:
            is_seen = draw_page(page)
            unseen = {run for run in self._pale if not is_seen(*run.box)}
            self.hidden += _count(unseen)
        unseen |= _find_large(self._runs)
        if not unseen:
            return self._runs, self._apart
        apart = [*self._apart, *(run for run in self._runs if run in unseen)]
        return [run for run in self._runs if run not in unseen], apart


def _count(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _find_large(runs: Sequence[Run]) -> set[Run]:
    """Give the runs that are much larger than the page's other ones and lie over such ones in a cell: a watermark."""
    sizes = sorted(run.size for run in runs)
    if not sizes or sizes[-1] <= LARGE * sizes[len(sizes) // 2]:
        return set()
    usual = LARGE * sizes[len(sizes) // 2]
    written = {run.cell for run in runs if run.cell is not None and run.size <= usual}
    return {run for run in runs if run.size > usual and run.cell in written}


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


class _RunMaker:
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
