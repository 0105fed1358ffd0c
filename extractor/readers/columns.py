"""Rows of blocks under one row of headings → where their columns begin and end. Part of reading a PDF.

Enters: a section: the rows below one row of column headings, on one page or several. Leaves: the same, with the edges
of its columns. Each gap between two neighbours of a row holds an edge of a column, and the fewest edges that do for all
gaps are the columns.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractor.readers.block_rows import BlockRow
from extractor.readers.blocks import Block, join_blocks
from extractor.readers.cell_lines import CELL_GAP, LEAST_GAP, WORD_GAP


@dataclass(slots=True, eq=False)
class Section:
    """Rows under one row of column headings, on one page or several; `edges` is where its columns begin.

    `walls` is where rulings between its columns would stand, `sides` which columns hold labels rather than texts.
    `outline` is shared by the sections of one table: where its outermost texts begin and end.
    """

    heading: tuple[str, ...]
    rows: list[BlockRow] = field(default_factory=list)
    outline: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    extents: list[tuple[float, float]] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    sides: list[bool] = field(default_factory=list)


def find_columns(section: Section) -> None:
    """Find the columns of a section: the fewest edges of which each gap inside of a row holds one."""
    inner = [(b.x0, a.x1) for row in section.rows for a, b in pairwise(row.blocks) if not _is_narrow(a, b)]
    gaps = sorted([*inner, *_find_side_gaps(section)])
    reach: list[tuple[float, float]] = []
    for right, left in gaps:
        if not reach or reach[-1][1] < min(left, right) - 1.0:
            reach.append((left, right))
        else:
            reach[-1] = max(reach[-1][0], min(left, reach[-1][1])), reach[-1][1]
    section.edges = [_choose_edge(section, left, right) for left, right in reach]
    for row in section.rows:
        _close_gaps(row, section.edges)
    spans = [(find_columns_of(block, section.edges), block) for row in section.rows for block in row.blocks]
    for column in range(len(section.edges) + 1):
        inside = [block for (first, last), block in spans if (first, last) == (column, column + 1)]
        section.extents.append(_extent(section, column, inside))
        labels = sum(block.label for block in inside)
        section.sides.append(2 * labels >= len(inside))
    section.extents[0] = min(section.outline[0], section.extents[0][0]), section.extents[0][1]
    section.extents[-1] = section.extents[-1][0], max(section.outline[1], section.extents[-1][1])


def _find_side_gaps(section: Section) -> Iterable[tuple[float, float]]:
    """Give the gaps to the right of columns that hold nothing but labels, as where the next text begins and they end.

    A label at the side may stand beside no other text: where it spans a row that a page break cut.
    """
    blocks = [block for row in section.rows for block in row.blocks[: 1 if row.heads else None]]
    blocks.sort(key=lambda block: block.x0)
    right = -math.inf
    for before, block in pairwise(blocks):
        right = max(right, before.x1)
        if not before.label:
            return
        if block.x0 > right + LEAST_GAP * block.size:
            yield block.x0, right


def _choose_edge(section: Section, left: float, right: float) -> float:
    """Give where a column begins: where the fewest texts are cut, and there as far to the right as can be."""
    blocks = [block for row in section.rows for block in row.blocks if block.x0 < right and block.x1 > left]
    places = {right, *(block.x0 for block in blocks if left < block.x0)}
    return min(places, key=lambda x: (sum(block.x0 < x - 1.0 and block.x1 > x + 1.0 for block in blocks), -x))


def _is_narrow(block: Block, beside: Block) -> bool:
    """Tell whether a gap is one that a line of text could have as well, so that it does not show a column by itself."""
    apart = abs(block.pieces[-1].base - beside.pieces[0].base) > 0.3 * block.size
    gap = (beside.x0 - block.x1) / block.size
    return not (apart or block.label or gap > (WORD_GAP if beside.label else CELL_GAP))


def _close_gaps(row: BlockRow, edges: Sequence[float]) -> None:
    """Put texts of a row together that a narrow gap parts where no column begins."""
    closed = row.blocks[:1]
    for block in row.blocks[1:]:
        before = closed[-1]
        shown = any(before.x1 - 1.0 <= edge <= block.x0 + 1.0 for edge in edges)
        closed[-1:] = [before, block] if shown or not _is_narrow(before, block) else [join_blocks(before, block)]
    row.blocks = closed


def _extent(section: Section, column: int, inside: Sequence[Block]) -> tuple[float, float]:
    """Give where the texts of a column stand; between its edges where none stands in it alone."""
    if inside:
        return min(block.x0 for block in inside), max(block.x1 for block in inside)
    blocks = [block for row in section.rows for block in row.blocks]
    outline = [min(block.x0 for block in blocks), *section.edges, max(block.x1 for block in blocks)]
    return outline[column], max(outline[column], outline[column + 1])


def find_free(section: Section) -> list[tuple[float, float]]:
    """Give the stretch between the texts on either side of each edge of a section's columns."""
    spans = [(find_columns_of(block, section.edges), block) for row in section.rows for block in row.blocks]
    free = []
    for column, edge in enumerate(section.edges, 1):
        left = max((block.x1 for (_, behind), block in spans if behind == column), default=edge)
        right = min((block.x0 for (first, _), block in spans if first == column), default=edge)
        free.append((left, right) if left < right else (edge, edge))
    return free


def find_columns_of(block: Block, edges: Sequence[float]) -> tuple[int, int]:
    """Give the columns that a block stands in, as the first one and the one after the last."""
    middle = min(block.x0 + block.size / 2, (block.x0 + block.x1) / 2)
    first = sum(edge <= max(block.x0 + 1.5, middle) for edge in edges)
    last = sum(edge < block.x1 - 1.0 for edge in edges)
    return first, max(first, last) + 1


def spread(columns: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give neighbours of a row columns that do not overlap."""
    spread: list[tuple[int, int]] = []
    at = 0
    for first, last in columns:
        begin = max(first, at)
        at = max(last, begin + 1)
        spread.append((begin, at))
    return spread
