"""Reading stage, shared by the spreadsheets: the cells that a sheet stores → rows of tables, and lines outside of them.

Enters: a sheet's cells with text, its merged ranges, and what is hidden. Leaves: rows in reading order, each cell with
its place (`Sheet1`, `D12`). Work and memory go with the cells that are stored, never with how far the sheet reaches.

What is a table: all rows of a sheet but its lines. A line is a row outside of the table's frame: where the table has
borders, a row without any; and at the start of a sheet or below a blank row, each row of a single cell, such as
`附件1` or the title. A table goes on below a blank row and ends at a line. No row beside a cell that is merged
downwards is a line.
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heappop, heappush
from typing import NamedTuple

from extractor.document import Cell, Flaw, ReadError, Row, SheetCell
from extractor.readers.number_formats import Shown

MAX_TEXT = 20_000_000
"""How many characters all cells of a file may show: a text that is stored once may stand in any number of cells."""
MAX_CELLS = 1_000_000
"""How many cells with text a file may have."""
MAX_SHEETS = 1_000
"""How many sheets a file may have."""

_MOST_NAMED = 5
"""How many places a flaw names."""

LOST = frozenset({"formula-without-result", "sheet-unreadable", "cell-unreadable", "drawing-text", "image-only"})
"""The flaws of a spreadsheet by which content may be missing."""


class Stored(NamedTuple):
    """A cell with text: where it stands (from 0), what the file stores, and what the cell shows."""

    row: int
    column: int
    raw: str
    text: str


class Span(NamedTuple):
    """A merged range of cells, from 0; the last row and column are part of it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet as its reader saw it.

    Attributes:
        name: the name on its tab.
        cells: the cells with text, in any order.
        spans: the merged ranges.
        ink: how many non-blank characters each row holds, counted from the file and not from the cells.
        framed: the rows in which some cell has a border.
        hidden: whether the sheet is hidden.
        hidden_rows: the hidden rows that have cells.
        hidden_columns: the first and last column of each hidden stretch.
    """

    name: str
    cells: list[Stored] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    ink: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    framed: set[int] = field(default_factory=set)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class Faults:
    """The flaws met in a file, by code: how many, and the first places."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts: dict[str, int] = {}
        self._details: dict[str, list[str]] = {}

    def add(self, code: str, detail: str = "", count: int = 1) -> None:
        """Note a flaw, such as `formula-without-result` at `Sheet1!E5 =SUM(C5:C6)`."""
        self._counts[code] = self._counts.get(code, 0) + count
        details = self._details.setdefault(code, [])
        if detail and len(details) <= _MOST_NAMED:
            details.append(detail[:200] if len(details) < _MOST_NAMED else "…")

    def list(self) -> tuple[Flaw, ...]:
        """Give them as flaws of the document."""
        return tuple(
            Flaw(code, count=count, lost=code in LOST, detail="、".join(self._details[code]))
            for code, count in self._counts.items()
        )


class Budget:
    """What the cells of a file may come to in all."""

    def __init__(self) -> None:
        """Begin with nothing spent."""
        self._text = 0
        self._cells = 0

    def spend(self, text: str) -> None:
        """Count a cell.

        Raises:
            ReadError: `limit`.
        """
        self._text += len(text)
        self._cells += 1
        if self._text > MAX_TEXT or self._cells > MAX_CELLS:
            raise ReadError("limit", f"more than {MAX_CELLS} cells or {MAX_TEXT} characters")


@lru_cache(maxsize=20_000)
def name_column(column: int) -> str:
    """Give a column (from 0) its letters: 0 is `A`, 26 is `AA`."""
    name = ""
    number = column + 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


def name_cell(row: int, column: int) -> str:
    """Give a cell (from 0) its name: row 11, column 3 is `D12`."""
    return f"{name_column(column)}{row + 1}"


@lru_cache(maxsize=4096)
def count_ink(text: str) -> int:
    """Count the non-blank characters of a text; a sheet says the same things often."""
    return sum(map(len, text.split()))


def note_display(shown: Shown, place: str, faults: Faults) -> None:
    """Note where a cell shows another number than it stores, or none."""
    if shown.hidden:
        faults.add("hidden-number", place)
    if shown.scaled:
        faults.add("scaled-number", place)


@dataclass(slots=True)
class _Draft:
    """A cell while the rows below it may still add to it."""

    left: int
    right: int
    bottom: int
    parts: list[str]
    texts: list[str]
    places: list[SheetCell]

    def finish(self, rows: int) -> Cell:
        raw, text = "\n".join(self.parts), "\n".join(self.texts)
        return Cell(raw, text, tuple(self.places), self.left, self.right, rows)


def lay_sheet(sheet: Sheet, tables: Iterator[int], faults: Faults) -> list[Row]:
    """Give a sheet's rows, such as `其中：基本支出 | 595.19`, and note what is hidden in it.

    `left` and `right` are columns (from 0, end not included). A merged cell stands once, in its top row; text that
    cells below it still hold is a further part of it. `tables` gives each table its number.
    """
    if not sheet.cells:
        return []
    _note_hidden(sheet, faults)
    drafts = _merge(sheet, faults)
    loose = _find_lines(drafts, sheet.framed)
    of_tables = [row for row in drafts if row not in loose]
    rows: list[Row] = []
    table = 0
    for row, cells in drafts.items():
        if row in loose:
            table = 0
        elif not table:
            table = next(tables)
        finished = tuple(
            cell
            if isinstance(cell, Cell)
            else cell.finish(bisect_right(of_tables, cell.bottom) - bisect_left(of_tables, row) if table else 1)
            for cell in cells
        )
        rows.append(Row(finished, table or None, None, sheet.ink.get(row, 0)))
    return rows


def _merge(sheet: Sheet, faults: Faults) -> dict[int, list[Cell | _Draft]]:
    """Give the cells of each row, from left to right, those of a merged range as one."""
    drafts: dict[int, list[Cell | _Draft]] = {}
    spans = _Spans(sheet.spans)
    owners: dict[Span, _Draft] = {}
    for row, column, raw, text in sorted(sheet.cells):
        span = spans.find(row, column)
        place = SheetCell(sheet.name, name_cell(row, column))
        cells = drafts.setdefault(row, [])
        if span is None:
            cells.append(Cell(raw, text, (place,), column, column + 1))
            continue
        if (row, column) != span[:2]:
            faults.add("covered-cell", f"{place.sheet}!{place.cell}")
        owner = owners.get(span)
        if owner is None:
            owners[span] = draft = _Draft(span.left, span.right + 1, span.bottom, [raw], [text], [place])
            cells.append(draft)
        else:
            owner.parts.append(raw)
            owner.texts.append(text)
            owner.places.append(place)
    # A row that only holds further parts of cells above it keeps its place, so that its characters are counted.
    for cells in drafts.values():
        cells.sort(key=lambda cell: cell.left)
    return drafts


class _Spans:
    """The merged ranges that a walk from the top down meets; of two that overlap, the lower one counts for nothing."""

    def __init__(self, spans: Collection[Span]) -> None:
        self._coming = sorted(set(spans), reverse=True)
        self._active: list[tuple[int, int, Span]] = []
        self._ends: list[tuple[int, tuple[int, int, Span]]] = []
        self._row = -1

    def find(self, row: int, column: int) -> Span | None:
        """Give the range that covers a cell; rows may not go back."""
        if row != self._row:
            self._move(row)
        at = bisect_right(self._active, (column, 1 << 30)) - 1
        if at < 0:
            return None
        left, right, span = self._active[at]
        return span if left <= column <= right else None

    def _move(self, row: int) -> None:
        self._row = row
        while self._coming and self._coming[-1].top <= row:
            span = self._coming.pop()
            if span.bottom < row:
                continue
            self._drop(span.top)
            entry = (span.left, span.right, span)
            at = bisect_left(self._active, entry)
            free_left = at == 0 or self._active[at - 1][1] < span.left
            free_right = at == len(self._active) or self._active[at][0] > span.right
            if free_left and free_right:
                insort(self._active, entry)
                heappush(self._ends, (span.bottom, entry))
        self._drop(row)

    def _drop(self, row: int) -> None:
        while self._ends and self._ends[0][0] < row:
            _, entry = heappop(self._ends)
            del self._active[bisect_left(self._active, entry)]


def _find_lines(drafts: Mapping[int, Sequence[Cell | _Draft]], framed: Collection[int]) -> set[int]:
    """Give the rows that stand outside of tables."""
    lines: set[int] = set()
    reach = previous = -1
    above = True  # whether no row of a table has come since the last blank row
    frames = any(row in framed for row, cells in drafts.items() if len(cells) > 1)
    for row, cells in drafts.items():
        if row > max(reach, previous) + 1:
            above = True
        reach_before = reach
        reach = max([reach, *(cell.bottom for cell in cells if isinstance(cell, _Draft))])
        tall = reach > row
        if row > reach_before and not tall and ((above and len(cells) == 1) or (frames and row not in framed)):
            lines.add(row)
        else:
            above = False
        previous = row
    return lines


def _note_hidden(sheet: Sheet, faults: Faults) -> None:
    """Note what a person does not see on the sheet: it is read all the same."""
    if sheet.hidden:
        faults.add("hidden-sheet", sheet.name)
    rows = sorted(sheet.hidden_rows.intersection(cell.row for cell in sheet.cells))
    if rows:
        faults.add("hidden-rows", f"{sheet.name}!{_say_stretches([str(row + 1) for row in rows])}", len(rows))
    stretches = _join_stretches(sheet.hidden_columns)
    starts = [first for first, _ in stretches]
    columns = sorted(
        column
        for column in {cell.column for cell in sheet.cells}
        if (at := bisect_right(starts, column)) and column <= stretches[at - 1][1]
    )
    if columns:
        faults.add("hidden-columns", f"{sheet.name}!{_say_stretches(list(map(name_column, columns)))}", len(columns))


def _join_stretches(stretches: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _say_stretches(names: Sequence[str]) -> str:
    return ",".join(names[:_MOST_NAMED]) + ("…" if len(names) > _MOST_NAMED else "")
