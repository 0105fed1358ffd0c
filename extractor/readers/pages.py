"""Pages of runs and grids → rows of cells in reading order. Part of reading a PDF (or pictures of pages).

Enters: for each page its runs of characters and its grids. Leaves: the rows of its tables with the text between them
in its place. How the characters and lines were come by is unknown here.
"""

import re
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import cos, isfinite, radians, sin

from extractor.document import Cell, PageBox, Row
from extractor.readers.lines import (
    Run,
    Spacing,
    TextLine,
    find_least_sure,
    group_lines,
    join_lines,
    judge_spacing,
    split_line,
    unstack,
)
from extractor.readers.rulings import Grid, GridCell, Line
from extractor.readers.snapping import Doubts
from extractor.values import fold
from extractor.wraps import Habits, find_habits

SURE_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:[\s/,，共]+\d{1,4}\s*页)?")
"""`- 3 -`, `第1页 共4页`: what no cell would hold, unlike the bare `3` that a page's margin may."""

LONGEST_STACK = 20
"""A label printed one character below the other has no more lines, and no more characters, than this."""

WIDE_GAP = 2.0
"""In a line outside of tables, a gap over this many characters parts two pieces of text."""

LONG = 50
"""Of a document with more pages than this, no more is kept than is needed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned to be read.

    Attributes:
        degrees: by how many degrees clockwise, in quarters.
        width: its width when turned, in points.
        height: its height, likewise.
        tilt: by how many degrees more it was turned back about its middle, because its lines ran down to the right.
        left: where it begins on the sheet that it was cut from, in points of the turned sheet.
    """

    degrees: int = 0
    width: float = 0.0
    height: float = 0.0
    tilt: float = 0.0
    left: float = 0.0

    def undo(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Give where a box of the turned page lies on the page as it is shown."""
        if self.left:
            box = box[0] + self.left, box[1], box[2] + self.left, box[3]
        if self.tilt:
            box = self._tilt_back(box)
        if not self.degrees:
            return box
        x0, top, x1, bottom = box
        if self.degrees == 90:
            return top, self.width - x1, bottom, self.width - x0
        if self.degrees == 180:
            return self.width - x1, self.height - bottom, self.width - x0, self.height - top
        return self.height - bottom, x0, self.height - top, x1

    def _tilt_back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Give the box around a box of the straightened page where that lies askew."""
        c, s = cos(radians(self.tilt)), sin(radians(self.tilt))
        x, y = self.width / 2, self.height / 2
        corners = [(a - x, b - y) for a in (box[0], box[2]) for b in (box[1], box[3])]
        xs = [x + a * c - b * s for a, b in corners]
        ys = [y + a * s + b * c for a, b in corners]
        return max(0.0, min(xs)), max(0.0, min(ys)), min(self.width, max(xs)), min(self.height, max(ys))


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the file that is a part of a wider one.

    Attributes:
        number: the page's number in the file.
        shift: how much it was moved to the right, in points.
        start: where its table begins on the wide page.
    """

    number: int
    shift: float
    start: float


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Attributes:
        number: the page's number, from 1.
        runs: its characters, in the order in which they are drawn.
        grids: its tables, smallest first.
        characters: how many non-blank characters its text layer holds, whatever became of them.
        rules: its horizontal rulings, by their height, where a table may stand outside of the grids; else None.
        turn: how it was turned to be read, where its text stands on its side; runs and grids lie on the turned page.
        parts: the pages that it was put together from, from the left; none for an ordinary page.
        apart: runs that belong to no cell and no line: watermarks, and text that nobody sees.
        sheet: its number in the file, where that is another one: a sheet may hold two pages.
        doubts: of a page that was recognised, what was seen beside the characters of its lines.
    """

    number: int
    runs: list[Run]
    grids: list[Grid]
    characters: int
    rules: Sequence[Line] | None = None
    apart: Sequence[Run] = ()
    turn: Turn = Turn()
    parts: tuple[Part, ...] = ()
    sheet: int | None = None
    doubts: Doubts = field(default_factory=dict)


def number_pages(pages: Sequence[Page]) -> list[Page]:
    """Give the pages with numbers of their own where a sheet of the file holds two of them."""
    if len({page.number for page in pages}) == len(pages):
        return list(pages)
    return [replace(page, number=number, sheet=page.number) for number, page in enumerate(pages, 1)]


@dataclass(frozen=True, slots=True)
class _Sorted:
    """A page's lines, by cell of each grid, and those outside of the grids; of each run, its middle and its length.

    Of the page itself, the runs are no longer needed.
    """

    page: Page
    cells: list[list[list[TextLine]]]
    loose: list[TextLine]
    middles: "array[float]"
    lengths: "array[int]"

    def lines(self) -> Iterator[TextLine]:
        for grid in self.cells:
            for cell in grid:
                yield from cell
        yield from self.loose


def make_rows(pages: list[Page], vocabulary: Collection[str] = ()) -> tuple[Row, ...]:
    """Give the rows of all pages in reading order. How the document sets its spaces is learned from all of them.

    The vocabulary (folded labels) tells how a label is read that is printed one character below the other. The list is
    emptied: of a long document, no page is kept once its rows are made.
    """

    def is_label(text: str) -> bool:
        return len(text) <= LONGEST_STACK and fold(text) in vocabulary

    spacing = judge_spacing([page.runs for page in pages])
    pages.reverse()
    long = len(pages) > LONG
    sorted_pages: deque[_Sorted] = deque()
    while pages:
        page = _sort_runs(pages.pop(), spacing)
        sorted_pages.append(_trim(page) if long else page)
    habits = find_habits(line.text for sorted_page in sorted_pages for line in sorted_page.lines())
    rows: list[Row] = []
    tables = 0
    while sorted_pages:
        sorted_page = sorted_pages.popleft()
        rows.extend(_page_rows(sorted_page, habits, tables, is_label))
        tables += len(sorted_page.page.grids)
    return tuple(rows)


def _sort_runs(page: Page, spacing: Spacing) -> _Sorted:
    buckets: list[list[list[Run]]] = [[[] for _ in grid.cells] for grid in page.grids]
    outside: list[Run] = []
    for run in page.runs:
        (outside if run.cell is None else buckets[run.cell[0]][run.cell[1]]).append(run)
    lines = [[group_lines(runs, spacing) if runs else [] for runs in grid] for grid in buckets]
    loose = group_lines(outside, spacing)
    _free_page_number(lines, loose)
    # Looked up for nearly all runs: their property takes longer.
    middles = array("d", [run.middle if run.turn else run.base - 0.36 * run.size for run in page.runs])
    lengths = array("L", [len(run.text) for run in page.runs])
    return _Sorted(page, lines, loose, middles, lengths)


def _trim(page: _Sorted) -> _Sorted:
    """Free the memory of a page's runs: from here on only the lines that they form are needed."""
    lines = [
        [[line if len(line.text) <= LONGEST_STACK else line._replace(runs=()) for line in cell] for cell in grid]
        for grid in page.cells
    ]
    return replace(page, page=replace(page.page, runs=[]), cells=lines)


def _free_page_number(cells: list[list[list[TextLine]]], loose: list[TextLine]) -> None:
    """Take a page's number out of the cell that a table open at the page's end seems to have there."""
    filled = [cell for grid in cells for cell in grid if cell]
    lowest = max(filled, key=lambda cell: cell[-1].box[3], default=None)
    if lowest is None or (loose and loose[-1].box[3] > lowest[-1].box[3]):
        return
    last = lowest[-1]
    apart = len(lowest) == 1 or last.box[1] - lowest[-2].box[3] > 0.8 * last.size
    if apart and SURE_PAGE_NUMBER.fullmatch(last.text):
        loose.append(lowest.pop())


def _page_rows(sorted_page: _Sorted, habits: Habits, tables: int, is_label: Callable[[str], bool]) -> list[Row]:
    page = sorted_page.page
    number = page.sheet or page.number
    placed: list[tuple[float, float, float, tuple[Cell, ...], int | None, bool]] = []
    order = sorted(range(len(page.grids)), key=lambda k: (page.grids[k].box[1], page.grids[k].box[0]))
    for rank, index in enumerate(order):
        grid = page.grids[index]
        by_row: list[list[Cell]] = [[] for _ in grid.tops]
        for cell, lines in zip(grid.cells, sorted_page.cells[index], strict=True):
            made = _make_cell(lines, cell, page, habits, aligned=grid.aligned)
            stacked = unstack(lines, is_label) if 1 < len(lines) <= len(made.text) <= LONGEST_STACK else None
            by_row[cell.row].append(made if stacked is None else replace(made, text=stacked))
        for k, (top, cells) in enumerate(zip(grid.tops, by_row, strict=True)):
            placed.append((grid.box[1], grid.box[0], top, tuple(cells), tables + rank + 1, k in grid.doubtful))
    for line in sorted_page.loose:
        pieces = split_line(line, WIDE_GAP)
        row = tuple(_make_cell([piece], GridCell(0, 1, piece.box), page, habits) for piece in pieces)
        placed.append((line.box[1], line.box[0], line.box[1], row, None, False))
    placed.sort(key=lambda row: row[:3])
    counts = _count_bands(sorted_page, [row[2] for row in placed])
    rows = [
        Row(cells, table, number, count, doubtful)
        for (*_, cells, table, doubtful), count in zip(placed, counts, strict=True)
    ]
    if page.apart:
        lines = [line for run in page.apart for line in group_lines([run], Spacing())]
        over = tuple(_make_cell([line], GridCell(0, 1, line.box), page, habits) for line in lines)
        rows.append(Row(over, None, number, _count(page.apart), apart=True))
    return rows


def _count_bands(page: _Sorted, tops: list[float]) -> list[int]:
    """Count the page's non-blank characters by the row in whose band their middle lies, whatever the cells hold.

    Characters of the text layer that are in no run count for the first row: there the ledger will miss them.
    """
    counts = [0] * len(tops)
    if not tops:
        return counts
    order = sorted(range(len(tops)), key=lambda k: tops[k])
    edges = [tops[k] for k in order]
    for middle, length in zip(page.middles, page.lengths, strict=True):
        counts[order[(bisect_right(edges, middle) or 1) - 1]] += length
    counts[0] += page.page.characters - _count(page.page.apart) - sum(counts)
    return counts


def _count(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _make_cell(lines: list[TextLine], cell: GridCell, page: Page, habits: Habits, *, aligned: bool = False) -> Cell:
    box, rows = cell.box, cell.rows
    if not lines:
        return Cell("", "", _find_places(page, [box]), box[0], box[2], rows, aligned=aligned, closed=cell.closed)
    text, room = join_lines(lines, box[0], box[2], habits)
    if len(lines) == 1:  # As most cells have.
        raw, _, where, *_, confidence = lines[0]
        places = _find_places(page, [where])
    else:
        raw = "\n".join([line.text for line in lines])
        places = _find_places(page, [line.box for line in lines])
        confidence = find_least_sure([line.sure for line in lines])
    return Cell(raw, text, places, box[0], box[2], rows, room, aligned, cell.closed, confidence)


def _find_places(page: Page, boxes: Sequence[tuple[float, float, float, float]]) -> tuple[PageBox, ...]:
    """Give where boxes lie in the file: together in one place, or, on a page of several parts, in one for each part."""
    if not page.parts:
        box = boxes[0] if len(boxes) == 1 else _enclose(boxes)
        return (PageBox(page.sheet or page.number, _round(page.turn.undo(box))),)
    places = []
    for part, group in groupby(boxes, lambda box: _find_part(page.parts, box[0])):
        x0, top, x1, bottom = _enclose(list(group))
        places.append(PageBox(part.number, _round((x0 - part.shift, top, x1 - part.shift, bottom))))
    return tuple(places)


def _find_part(parts: Sequence[Part], x: float) -> Part:
    return next((part for part in reversed(parts) if part.start <= x + 1), parts[0])


def _enclose(boxes: Sequence[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _round(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Give a box to hundredths of a point. `round` takes four times as long."""
    x0, top, x1, bottom = box
    if not isfinite(x0 + top + x1 + bottom):
        return box
    x0, top, x1, bottom = int(x0 * 100 + 0.5), int(top * 100 + 0.5), int(x1 * 100 + 0.5), int(bottom * 100 + 0.5)
    return x0 / 100, top / 100, x1 / 100, bottom / 100
