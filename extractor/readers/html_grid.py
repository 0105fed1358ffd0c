"""Web pages, their tables: a table's element in, its rows of placed cells out. A reader's part.

Enters: a `<table>`. Leaves: its cells with the grid columns and rows that they cover, by the rules of HTML: a cell
stands in the first column that no cell from above reaches into, `<thead>` comes first and `<tfoot>` last, `rowspan`
ends with its section, and both spans have limits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.document import ReadError
from extractor.readers.html_text import CELLS, CONTROLS, Element, Notes, is_shown, note_unshown, read_control

MAX_COLSPAN = 1_000
MAX_ROWSPAN = 65_534
"""The limits of HTML itself, to which browsers cut larger spans."""
MAX_STEPS = 5_000_000
"""How often a file may have a row step over a cell that reaches down into it."""

_SECTIONS = {"thead": 0, "tbody": 1, "tfoot": 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell's element with the columns (from 0, end not included) and the number of rows that it covers."""

    element: Element
    left: int
    right: int
    rows: int


@dataclass(slots=True)
class Grid:
    """A table's captions, the pieces that stand in it outside of cells, and its rows in the order they are shown."""

    captions: list[Element] = field(default_factory=list)
    strays: list[str | Element] = field(default_factory=list)
    rows: list[list[Spot]] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    """The cells of a `<thead>`, `<tbody>` or `<tfoot>`, row by row."""

    rank: int
    rows: list[list[Element]] = field(default_factory=list)


def read_grid(table: Element, notes: Notes) -> Grid:
    """Give a table's grid, such as that of `<tr><td rowspan=3>绩效指标</td><td>一级指标</td>…`.

    Raises:
        ReadError: `limit`, where cells that reach down over many rows would take too long.
    """
    grid = Grid()
    sections = _read_sections(table, grid, notes)
    shown = [section for section in sections if section.rows]
    # The first head comes first and the first foot last; further ones stay where they are, as browsers have it.
    first = {rank: next((s for s in shown if s.rank == rank), None) for rank in (0, 2)}
    shown.sort(key=lambda section: section.rank if section is first.get(section.rank) else 1)
    steps = 0
    for section in shown:
        for row, walked in _place_rows(section.rows, notes):
            grid.rows.append(row)
            steps += walked
            if steps > MAX_STEPS:
                raise ReadError("limit", "cells of a table that reach down over too many rows")
    return grid


def _read_sections(table: Element, grid: Grid, notes: Notes) -> list[_Section]:
    """Collect the rows by section; a `<form>` or the like between table, row and cell changes nothing."""
    collected = _Sections(grid, notes)
    _stray(grid, table.text)
    stack: list[tuple[Element, Iterator[Element]]] = [(table, iter(table))]
    while stack:
        element, children = stack[-1]
        for child in children:
            if collected.enter(child):
                _stray(grid, child.text)
                stack.append((child, iter(child)))
                break
            _stray(grid, child.tail)
        else:
            stack.pop()
            collected.leave(element.tag)
            if stack:
                _stray(grid, element.tail)
    return collected.sections


class _Sections:
    """The sections of a table while they are collected."""

    def __init__(self, grid: Grid, notes: Notes) -> None:
        self.sections = [_Section(1)]
        self._grid = grid
        self._notes = notes
        self._in_row = False

    def enter(self, element: Element) -> bool:
        """Take an element; tell whether what it holds is part of the table."""
        tag = element.tag
        if not is_shown(element):
            note_unshown(element, self._notes)
        elif tag == "caption":
            self._grid.captions.append(element)
        elif tag == "table":
            self._grid.strays.append(element)
        elif tag in CONTROLS:
            for line in read_control(element, self._notes):
                _stray(self._grid, line)
        elif tag in CELLS:
            self._begin_row(anew=not self._in_row)
            self.sections[-1].rows[-1].append(element)
        else:
            if tag in _SECTIONS:
                self.sections.append(_Section(_SECTIONS[tag]))
            self._in_row = self._in_row and tag not in _SECTIONS
            self._begin_row(anew=tag == "tr")
            return True
        return False

    def leave(self, tag: str) -> None:
        """End an element."""
        if tag in _SECTIONS:
            self.sections.append(_Section(1))
        if tag == "tr" or tag in _SECTIONS:
            self._in_row = False

    def _begin_row(self, *, anew: bool) -> None:
        if anew:
            self.sections[-1].rows.append([])
            self._in_row = True


def _stray(grid: Grid, text: str | None) -> None:
    """Keep text between the cells, which a browser shows above the table."""
    if text and not text.isspace():
        grid.strays.append(" ".join(text.split()))


def _place_rows(rows: list[list[Element]], notes: Notes) -> Iterator[tuple[list[Spot], int]]:
    """Give each row of a section its columns, and how many cells from above it stepped over."""
    above: list[tuple[int, int, int]] = []
    for number, cells in enumerate(rows):
        reach = len(rows) - number
        placed: list[Spot] = []
        below: list[tuple[int, int, int]] = []
        column = at = 0
        for cell in cells:
            while at < len(above) and above[at][0] <= column:
                column = max(column, above[at][1])
                at += 1
            span = _read_span(cell, "colspan", MAX_COLSPAN, notes) or 1
            down = _read_span(cell, "rowspan", MAX_ROWSPAN, notes)
            height = min(down or reach, reach)
            placed.append(Spot(cell, column, column + span, height))
            if height > 1:
                below.append((column, column + span, number + height))
            column += span
        yield placed, len(above)
        above = sorted(reaching for reaching in above + below if reaching[2] > number + 1)


def _read_span(cell: Element, name: str, limit: int, notes: Notes) -> int:
    """Read a span, 1 where none is printed; 0 means to the end of the section, and only for `rowspan`."""
    printed = (cell.get(name) or "").strip()
    digits = printed[: len(printed) - len(printed.lstrip("0123456789"))]
    if not digits:
        return 1
    # Longer than any number worth converting: Python refuses to convert one of thousands of digits.
    span = int(digits) if len(digits) < 10 else limit + 1
    if span > limit:
        notes.counts["span-cut"] += 1
    return min(span, limit)
