"""The state of reading a form row by row, and what the three readers of its parts share.

Enters: cells. Leaves: where they belong. Part of matching.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from extractor.document import Cell
from extractor.hits import Finding, HeaderHit, Match, Piece
from extractor.values import TOTALS, clean, fold, is_money, simplify


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its stable name and where its heading stands."""

    code: str
    left: float
    right: float


@dataclass(slots=True)
class OpenLevel:
    """The level that rows stand under: its code, and the row up to which its cell spans."""

    code: str | None
    text: str
    until: int
    spans: bool


@dataclass(frozen=True, slots=True)
class BesideRow:
    """The part of an indicator row that stands in a further block beside the first: `长期 … | 年度 …`.

    `level_1` is the first level printed once for all blocks; `row` and `fragment` say where the row stands.
    """

    block: int
    level_1: Cell | None
    cells: tuple[Cell, ...]
    row: int
    fragment: tuple[int | None, int | None]


@dataclass(slots=True)
class State:
    """Where the reading stands.

    `at` is the index of the row that is read among the match's rows. `fragment` is its table and page, `learned_in`
    that of the row from which was `learned` where the columns stand: columns drift from one fragment of a table to the
    next. `width` is how many cells the row has, blank ones included; `stands` has the last item of each breakdown
    without a heading, and its row's width.
    `headed` are the columns as their first row of headings has them; `splits` tells that the next row may part them.
    `awaiting` are items of a row without amounts, which may stand below; `totals` the breakdowns of which the form
    prints the total.
    `matrix` has, for columns of which each holds a breakdown, its index (None for one of texts) and its heading.
    `period` is the label of the period (`年度绩效指标`) that indicators are for. `blocks` are the columns of indicator
    blocks beside the first, whose rows are kept in `beside` until the first is read; `shared` are the ids of cells
    that all blocks have, `periods` the labels of their periods.
    """

    match: Match
    geometry: bool
    mode: Literal["head", "tasks", "indicators", "after"] = "head"
    titled: bool = False
    at: int = 0
    row: int = 0
    width: int = 0
    columns: tuple[Column, ...] = ()
    headed: tuple[str, ...] = ()
    splits: bool = False
    learned: dict[str, tuple[float, float]] = field(default_factory=dict)
    fragment: tuple[int | None, int | None] = (None, None)
    learned_in: tuple[int | None, int | None] = (None, None)
    optional: bool = False
    groups: list[tuple[int, Cell]] = field(default_factory=list)
    stands: dict[int, tuple[Cell, int]] = field(default_factory=dict)
    matrix: tuple[tuple[int | None, Cell], ...] = ()
    awaiting: list[tuple[int, Cell]] = field(default_factory=list)
    totals: frozenset[str | None] | None = None
    period: Cell | None = None
    periods: tuple[Cell, ...] = ()
    blocks: tuple[tuple[Column, ...], ...] = ()
    blocks_width: int = 0
    shared: frozenset[int] = frozenset()
    beside: list[BesideRow] = field(default_factory=list)
    pending: list[tuple[str, Cell]] = field(default_factory=list)
    levels: list[OpenLevel] = field(default_factory=list)


def take(state: State, cell: Cell | None) -> Piece | None:
    """Note a cell as a value, and give it as one."""
    if cell is None:
        return None
    state.match.use(cell, "value")
    return Piece(cell, cell.text)


def take_amount(state: State, cell: Cell | None) -> Piece | None:
    """Take an amount's cell; a mark such as `/` stands for none."""
    if cell is None:
        return None
    if is_mark(state, cell):
        state.match.use(cell, "label")
        return None
    read_unit_behind(state, cell)
    return take(state, cell)


def is_mark(state: State, cell: Cell) -> bool:
    """Tell whether a cell holds only a mark that stands for nothing (`/`, `无`)."""
    return state.match.pattern.is_blank(cell.text)


def take_total(state: State, cells: Sequence[Cell]) -> bool:
    """Take a row that adds up others, `合计 | 100 | 95`, as pairs of the head; tell whether it is such a row.

    A row of which a text is no number is left over.
    """
    match = state.match
    if not cells or fold(cells[0].text) not in TOTALS:
        return False
    label, *sums = cells
    read = all(is_money(cell.text) or is_mark(state, cell) for cell in sums)
    if not read:
        match.findings.append(Finding("row-unread", tuple(cells)))
    match.use(label, "residue" if not read else "value" if sums else "label")
    for cell in sums:
        match.use(cell, "value" if read else "residue")
    if read:
        name = Piece(label, label.text)
        match.header += [HeaderHit(None, name, Piece(cell, cell.text), "header") for cell in sums]
    return True


OTHER_UNITS = "(?:[十百千]|[十百千]万|万亿|[美欧港日]|万美)元"
"""The units that no pattern need name: a form in 千元 is in none of the others."""


MARK, DIGIT = re.compile("[（(：:]"), re.compile(r"\d")
"""What stands before the unit of a heading, and of an amount."""


@lru_cache(maxsize=64)
def _end_forms(units: Sequence[str], before: re.Pattern[str]) -> tuple[re.Pattern[str], ...]:
    """Give what a text with each of some units ends with, and with any other one."""
    choices = (*map(re.escape, sorted(units, key=len, reverse=True)), OTHER_UNITS)
    return tuple(re.compile(rf"{before.pattern}\s*({unit})\s*[)）]?$") for unit in choices)


def read_unit(state: State, cell: Cell) -> None:
    """Take the unit of money from a heading such as `预算金额（万元）` or `单位：万元`; note where another differs."""
    _find_unit(state, cell, before=MARK)


def read_unit_behind(state: State, cell: Cell) -> None:
    """Take the unit of money that is printed after an amount, `100万元`, like one of a heading."""
    _find_unit(state, cell, before=DIGIT)


def _find_unit(state: State, cell: Cell, *, before: re.Pattern[str]) -> None:
    match, text = state.match, clean(cell.text)
    if not before.search(text):
        return
    simplified = simplify(text)
    for form in _end_forms(tuple(match.pattern.values.units), before):
        found = form.search(simplified)
        if found:
            printed = text[found.start(1) : found.end(1)]
            if match.unit is None:
                match.unit = Piece(cell, printed)
            elif match.unit.text != printed:
                match.findings.append(Finding("units-differ", (match.unit.cell, cell)))
            return


def overlap(a: Cell | Column, b: Cell) -> float:
    """Give how far two cells stand above each other, in the file's horizontal unit; not above 0 where they do not."""
    return min(a.right, b.right) - max(a.left, b.left)


def place_cells(
    cells: Sequence[Cell], columns: Sequence[Column], learned: Mapping[str, tuple[float, float]]
) -> dict[str, Cell] | None:
    """Give each cell the column that it stands under, None where two share one or one stands under none."""
    placed: dict[str, Cell] = {}
    stands = [(column.code, *learned.get(column.code, (column.left, column.right))) for column in columns]
    for cell in cells:
        best, widest = None, 0.0
        begin, end = cell.left, cell.right
        for code, left, right in stands:
            if right <= begin or left >= end:
                continue
            shared = min(right, end) - max(left, begin)
            if shared > widest and shared >= 0.5 * min(right - left, end - begin):
                best, widest = code, shared
        if best is None or best in placed:
            return None
        placed[best] = cell
    return placed


def learn(state: State, placed: Mapping[str, Cell]) -> None:
    """Keep where a well-read row's columns stand: its neighbours stand there as well."""
    if len(placed) == len(state.columns):
        state.learned = {}
    state.learned_in = state.fragment
    for code, cell in placed.items():
        state.learned[code] = (cell.left, cell.right)


def drifts(state: State) -> bool:
    """Tell whether a row may stand at other columns than those learned: it begins another fragment of the table."""
    return not state.learned or state.fragment != state.learned_in
