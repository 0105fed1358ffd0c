"""Indicators in several blocks, such as one of the project and one of the year, side by side. Part of matching.

Each block is read as a table of its own, one after the other; the first level is printed once for all of them.
"""

from collections.abc import Sequence

from extractor.document import Cell
from extractor.hits import Finding
from extractor.match_indicators import open_period, read_indicator
from extractor.patterns import Label
from extractor.reading import BesideRow, Column, State

INNER = frozenset({"level_2", "name", "value"})
"""The columns that each block has; a first level stands before the first block at least."""


def take_periods(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Open the period that a row of headings names at its side: `年度绩效指标 | 一级指标 | …`."""
    for cell, found in zip(cells, labels, strict=True):
        if any(label.role == "period" for label in found):
            open_period(state, cell)


def split_blocks(
    state: State, columns: list[Column], labels: Sequence[Sequence[Label]], cells: Sequence[Cell]
) -> list[Column]:
    """Give the columns of the first block, and keep those of the blocks beside it: 二级, 三级, 指标值 printed again."""
    state.blocks = ()
    codes = {
        (cell.left, cell.right): label.code
        for cell, found in zip(cells, labels, strict=True)
        for label in found
        if label.part == "indicators" and label.role == "column"
    }
    blocks: list[list[Column]] = [[]]
    for column in columns:
        code = codes.get((column.left, column.right), column.code)
        if {each.code for each in blocks[-1]} >= INNER and code in {"level_1", "level_2"}:
            blocks.append([])
        blocks[-1].append(Column(code, column.left, column.right))
    if len(blocks) == 1 or any(not {each.code for each in block} >= INNER for block in blocks):
        return columns
    state.blocks = tuple(map(tuple, blocks[1:]))
    state.blocks_width = state.width
    periods = sorted((hit.label.cell for hit in state.match.objectives), key=lambda cell: cell.left)
    state.periods = tuple(periods) if len(periods) == len(blocks) else ()
    if state.periods:
        state.period = state.periods[0]
    else:
        state.match.findings.append(Finding("period-unnamed", tuple(cells)))
    return blocks[0]


def read_blocks(state: State, cells: Sequence[Cell]) -> None:
    """Read a row's part in the first block, and keep its parts in the others."""
    if not state.geometry and state.width != state.blocks_width:
        state.match.findings.append(Finding("row-unread", tuple(cells)))
        for cell in cells:
            state.match.use(cell, "residue")
        return
    starts = [block[0].left for block in state.blocks]
    parts: list[list[Cell]] = [[] for _ in range(len(starts) + 1)]
    for cell in cells:
        parts[sum((cell.left + cell.right) / 2 >= start for start in starts)].append(cell)
    find = state.match.pattern.find
    first = parts[0]
    level_1 = next((c for c in first if any(label.role == "level_1" for label in find(c.text))), None)
    read_indicator(state, first, [find(cell.text) for cell in first])
    for number, part in enumerate(parts[1:]):
        if part or level_1 is not None:
            state.beside.append(BesideRow(number, level_1, tuple(part), state.row, state.fragment))


def read_beside(state: State) -> None:
    """Read the blocks beside the first one, each as a table of its own below it."""
    find = state.match.pattern.find
    blocks, kept, first = state.blocks, state.beside, state.columns
    state.blocks, state.beside = (), []
    for number, block in enumerate(blocks):
        own = {column.code for column in block}
        state.columns = block if "level_1" in own else (*(c for c in first if c.code == "level_1"), *block)
        state.learned, state.levels = {}, []
        state.period = state.periods[number + 1] if state.periods else None
        for row in (row for row in kept if row.block == number):
            shared = [row.level_1] if row.level_1 is not None and "level_1" not in own else []
            state.shared = frozenset(map(id, shared))
            state.row, state.fragment = row.row, row.fragment
            cells = [*shared, *row.cells]
            if cells:
                read_indicator(state, cells, [find(cell.text) for cell in cells])
