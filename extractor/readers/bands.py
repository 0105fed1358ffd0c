"""Rows of blocks in columns, and the rulings between them → a grid. Part of reading a PDF.

Enters: a table's rows on one page, where its columns begin, and the page's horizontal rulings. Leaves: a grid, where
rulings part the rows. They show how far each cell reaches, the tall ones too; only the columns' edges are taken from
the alignment of the texts, and a text that goes over an edge shows that two columns are one there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.readers.block_rows import BlockRow
from extractor.readers.blocks import Block
from extractor.readers.rulings import Grid, Line, make_grid

LOWEST = 0.9
"""Between rulings nearer to each other than this (in widths of a full character) no text stands."""

THIN = 0.15
"""So near to the edge of a text (in widths of a full character) a ruling does not go through it."""

ENOUGH = 0.9
"""Rulings part a table's rows where they part this share of its neighbouring rows."""


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of a table on a page below one row of headings, and the inner edges of their columns (points)."""

    rows: Sequence[BlockRow]
    edges: Sequence[float]


def are_parted(pages: Iterable[tuple[Sequence[BlockRow], Sequence[Line]]]) -> bool:
    """Tell whether rulings part the rows of a table, given as its rows on each page with the page's rulings."""
    parted: list[bool] = []
    for rows, rules in pages:
        heights = [rule.at for rule in rules]
        parted += [_is_parted(above, below, rules, heights) for above, below in pairwise(rows)]
    return len(parted) > 1 and sum(parted) >= ENOUGH * len(parted)


def count_above(rows: Sequence[BlockRow], rules: Sequence[Line]) -> int:
    """Count the rows above the first ruling of a table of which rulings part the rows: these are none of the table's.

    Nothing parts them (a running head, a title), or it is one that prints no label. Below a ruling there are none.
    """
    heights = [rule.at for rule in rules]
    first = next((k for k, pair in enumerate(pairwise(rows), 1) if _is_parted(*pair, rules, heights)), 0)
    blocks = [block for row in rows[:first] for block in row.blocks]
    if not blocks or heights[0] <= min(block.middle for block in blocks):
        return 0
    return first if first > 1 or not any(block.label for block in blocks) else 0


def find_across(rows: Iterable[BlockRow], rules: Iterable[Line]) -> list[Line]:
    """Give the rulings between the texts of some rows, those at their ends not included."""
    blocks = [block for row in rows for block in row.blocks]
    left, right = min(block.x0 for block in blocks), max(block.x1 for block in blocks)
    top, bottom = min(block.top for block in blocks), max(block.bottom for block in blocks)
    return [rule for rule in rules if rule.start < right and rule.end > left and top <= rule.at <= bottom]


def make_bands(bands: Sequence[Band], rules: Sequence[Line], sides: tuple[float, float]) -> Grid:
    """Give the grid of a table on one page, of which rulings part the rows.

    Args:
        bands: its rows from top to bottom, by their headings.
        rules: the page's horizontal rulings, by their height.
        sides: where the table begins and ends on all of its pages, in points from the left.
    """
    blocks = [block for band in bands for row in band.rows for block in row.blocks]
    left, right = sides
    top, bottom = min(block.top for block in blocks), max(block.bottom for block in blocks)
    reach = [rule for rule in rules if rule.start < right and rule.end > left]
    above = [rule for rule in reach if rule.at <= top + blocks[0].size / 3]
    below = [rule for rule in reach if rule.at >= bottom - blocks[-1].size / 3]
    top = above[-1].at if above and top - above[-1].at < 3 * blocks[0].size else top
    bottom = below[0].at if below and below[0].at - bottom < 3 * blocks[-1].size else bottom
    across = _level([rule for rule in reach if top - 0.1 <= rule.at <= bottom + 0.1], blocks)
    down = [Line(left, top, bottom), Line(right, top, bottom)]
    begin = top
    for band, following in zip(bands, [*bands[1:], None], strict=True):
        end = bottom if following is None else _find_top(following.rows[0], across, begin)
        inside = [block for row in band.rows for block in row.blocks]
        for edge in band.edges:
            down += _draw_edge(edge, inside, across, (begin, end))
        begin = end
    grid = make_grid([Line(top, left, right), *across, Line(bottom, left, right)], down)
    return replace(grid, doubtful=frozenset([*_find_doubts(grid, blocks), *_find_crossed(grid, blocks)]))


def _level(rules: Sequence[Line], blocks: Sequence[Block]) -> list[Line]:
    """Put rulings at one height between which no text has room, or of which one goes through a text.

    A program that moves one line of a row to the next page may draw the edges of the row's cells at several heights.
    """
    room = LOWEST * min(block.size for block in blocks)
    leveled: list[Line] = []
    group: list[Line] = []
    for rule in [*rules, None]:
        if group and (rule is None or _are_apart(group[0], rule, room, blocks)):
            heights = {each.at for each in group}
            at = min(heights, key=lambda y: (sum(block.top < y < block.bottom for block in blocks), y))
            leveled += [each._replace(at=at) for each in group]
            group = []
        group += [rule] if rule is not None else []
    return leveled


def _are_apart(above: Line, below: Line, room: float, blocks: Iterable[Block]) -> bool:
    """Tell whether two rulings are edges of two rows."""
    apart = below.at - above.at
    if apart >= 2 * room:
        return True
    return apart >= room and not _goes_through(below, blocks) and not _are_empty(above, below, blocks)


def _are_empty(above: Line, below: Line, blocks: Iterable[Block]) -> bool:
    """Tell whether nothing stands between two rulings one above the other."""
    start, end = max(above.start, below.start), min(above.end, below.end)
    held = (above.at < block.middle < below.at and start < block.x1 and end > block.x0 for block in blocks)
    return start < end and not any(held)


def _goes_through(rule: Line, blocks: Iterable[Block]) -> bool:
    """Tell whether a ruling goes through a text."""
    return any(
        block.top + THIN * block.size < rule.at < block.bottom - THIN * block.size
        and rule.start < block.x1
        and rule.end > block.x0
        for block in blocks
    )


def _is_parted(above: BlockRow, below: BlockRow, rules: Sequence[Line], heights: Sequence[float]) -> bool:
    """Tell whether a ruling lies between the last texts of two rows."""
    last, first = above.blocks[-1], below.blocks[-1]
    begin, end = bisect_left(heights, last.middle), bisect_right(heights, first.middle)
    middle = (first.x0 + first.x1) / 2
    return any(rule.start <= middle <= rule.end for rule in rules[begin:end])


def _find_top(row: BlockRow, rules: Iterable[Line], least: float) -> float:
    """Give the height of the ruling above a row."""
    return max([least, *(rule.at for rule in rules if rule.at < row.top + row.blocks[-1].size / 3)])


def _draw_edge(edge: float, blocks: Iterable[Block], rules: Sequence[Line], span: tuple[float, float]) -> list[Line]:
    """Give the pieces of a column's edge: it is left out where a text goes over it, from ruling to ruling."""
    own = [rule.at for rule in rules if rule.start <= edge <= rule.end]
    taken = []
    for block in blocks:
        if block.x0 < edge - 1.0 and block.x1 > edge + 1.0:
            above = bisect_right(own, block.top + block.size / 3)
            below = bisect_left(own, block.bottom - block.size / 3)
            taken.append((own[above - 1] if above else span[0], own[below] if below < len(own) else span[1]))
    lines = []
    at = span[0]
    for begin, end in sorted(taken):
        if begin > at:
            lines.append(Line(edge, at, begin))
        at = max(at, end)
    return [*lines, Line(edge, at, span[1])] if at < span[1] else lines


def _find_doubts(grid: Grid, blocks: Iterable[Block]) -> Iterable[int]:
    """Give the rows of cells in which texts stand side by side: they may be two cells."""
    held: dict[int, list[Block]] = {}
    for block in blocks:
        index = grid.find((block.x0 + block.x1) / 2, block.middle)
        if index is not None:
            held.setdefault(index, []).append(block)
    for index, own in held.items():
        if any(a.x1 < b.x0 or b.x1 < a.x0 for a, b in pairwise(own)):
            yield grid.cells[index].row


def _find_crossed(grid: Grid, blocks: Iterable[Block]) -> Iterable[int]:
    """Give the rows in which a cell begins though a label to its right reaches over them and the rows above.

    What a label spans lies within what the labels to its left span: a ruling that says otherwise is drawn too high or
    too low, as browsers do at page breaks.
    """
    found = {grid.find((block.x0 + block.x1) / 2, block.middle) for block in blocks if block.label}
    for label in (grid.cells[index] for index in found if index is not None):
        for cell in grid.cells if label.rows > 1 else ():
            if label.row < cell.row < label.row + label.rows and cell.box[2] <= label.box[0] + 1.0:
                yield cell.row
