"""Pages of runs and grids → rows of cells in reading order. Part of reading a PDF (or pictures of pages).

Enters: for each page its runs of characters and its grids. Leaves: the rows of its tables with the text between them
in its place. How the characters and lines were come by is unknown here.
"""

import re
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell, PageBox, Row
from extractor.readers.lines import Run, Spacing, TextLine, group_lines, join_lines, judge_spacing, split_line
from extractor.readers.rulings import Grid, GridCell, Line
from extractor.wraps import Habits, find_habits

SURE_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:[\s/,，共]+\d{1,4}\s*页)?")
"""`- 3 -`, `第1页 共4页`: what no cell would hold, unlike the bare `3` that a page's margin may."""

WIDE_GAP = 2.0
"""In a line outside of tables, a gap over this many characters parts two pieces of text."""

LONG = 50
"""Of a document with more pages than this, no more is kept than is needed."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Attributes:
        number: the page's number, from 1.
        runs: its characters, in the order in which they are drawn.
        grids: its tables, smallest first.
        characters: how many non-blank characters its text layer holds, whatever became of them.
        rules: its horizontal rulings, by their height, where a table may stand outside of the grids; else None.
    """

    number: int
    runs: list[Run]
    grids: list[Grid]
    characters: int
    rules: Sequence[Line] | None = None


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


def make_rows(pages: list[Page]) -> tuple[Row, ...]:
    """Give the rows of all pages in reading order. How the document sets its spaces is learned from all of them.

    The list is emptied: of a long document, no page is kept once its rows are made.
    """
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
        rows.extend(_page_rows(sorted_page, habits, tables))
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
    middles = array("d", [run.middle for run in page.runs])
    lengths = array("L", [len(run.text) for run in page.runs])
    return _Sorted(page, lines, loose, middles, lengths)


def _trim(page: _Sorted) -> _Sorted:
    """Let the runs go of which only the lines are still needed."""
    lines = [[[replace(line, runs=()) for line in cell] for cell in grid] for grid in page.cells]
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


def _page_rows(sorted_page: _Sorted, habits: Habits, tables: int) -> list[Row]:
    page = sorted_page.page
    number = page.number
    placed: list[tuple[float, float, float, tuple[Cell, ...], int | None, bool]] = []
    order = sorted(range(len(page.grids)), key=lambda k: (page.grids[k].box[1], page.grids[k].box[0]))
    for rank, index in enumerate(order):
        grid = page.grids[index]
        by_row: list[list[Cell]] = [[] for _ in grid.tops]
        for cell, lines in zip(grid.cells, sorted_page.cells[index], strict=True):
            by_row[cell.row].append(_make_cell(lines, cell, number, habits, aligned=grid.aligned))
        for k, (top, cells) in enumerate(zip(grid.tops, by_row, strict=True)):
            placed.append((grid.box[1], grid.box[0], top, tuple(cells), tables + rank + 1, k in grid.doubtful))
    for line in sorted_page.loose:
        pieces = split_line(line, WIDE_GAP)
        row = tuple(_make_cell([piece], GridCell(0, 1, piece.box), number, habits) for piece in pieces)
        placed.append((line.box[1], line.box[0], line.box[1], row, None, False))
    placed.sort(key=lambda row: row[:3])
    counts = _count_bands(sorted_page, [row[2] for row in placed])
    return [
        Row(cells, table, number, count, doubtful)
        for (*_, cells, table, doubtful), count in zip(placed, counts, strict=True)
    ]


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
        counts[order[max(0, bisect_right(edges, middle) - 1)]] += length
    counts[0] += page.page.characters - sum(counts)
    return counts


def _make_cell(lines: list[TextLine], cell: GridCell, page: int, habits: Habits, *, aligned: bool = False) -> Cell:
    box, rows = cell.box, cell.rows
    if not lines:
        return Cell("", "", (PageBox(page, box),), box[0], box[2], rows, aligned=aligned)
    text, room = join_lines(lines, box[0], box[2], habits)
    raw = "\n".join(line.text for line in lines)
    if len(lines) == 1:
        return Cell(raw, text, (PageBox(page, _round(lines[0].box)),), box[0], box[2], rows, room, aligned)
    inner = (
        min(line.box[0] for line in lines),
        min(line.box[1] for line in lines),
        max(line.box[2] for line in lines),
        max(line.box[3] for line in lines),
    )
    return Cell(raw, text, (PageBox(page, _round(inner)),), box[0], box[2], rows, room, aligned)


def _round(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (round(value, 2) for value in box)
    return (x0, top, x1, bottom)
