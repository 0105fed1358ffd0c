"""Rows of blocks of a recognised page → the same with each label at the side in the first row that it spans.

Enters: a table's rows on a page, where the height of a text decided which row it is in, and what the texts of a row
share. Leaves: rows as a program draws them. Part of reading scans without vertical rulings: a typed page is drawn row
by row, and its labels come where they begin; on paper a label stands at the middle of the rows that it spans, in one of
them or between two. The labels of a column follow each other without a gap, and so their middles tell where each one
begins. Where they do not, or where they tell two ways, the rows are marked as doubtful.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extractor.readers.block_rows import BlockRow, Side
from extractor.readers.blocks import Block

OFF = 0.45
"""So far (in characters) a label may stand off the middle of what it spans."""

BETWEEN = 0.2
"""A label by itself that is nearer to the rows above and below than this (in characters) stands between them."""

MOST_SIDES = 2
"""So many labels at most stand beside each other between two rows."""

MOST = 200
"""So many ways at most to lay out a column are looked at."""

Span = tuple[int, int]
"""The first and the last row that a label spans."""


@dataclass(frozen=True, slots=True)
class _Seat:
    """A label, and the index of the row that it was found in; None where it stands between two."""

    block: Block
    row: int | None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows (first to last) in which a column holds nothing but some labels; `cut` where a page break may end it."""

    first: int
    last: int
    labels: tuple[_Seat, ...]
    cut_above: bool
    cut_below: bool


def seat_labels(rows: Sequence[BlockRow], side: Side | None, *, goes_on: bool, follows: bool) -> list[BlockRow]:
    """Give the rows with their labels where they begin.

    Args:
        rows: the rows of a table on a page.
        side: what the texts of a row share; None where nothing shows it.
        goes_on: whether the table goes on from the page before.
        follows: whether it goes on on the page after.
    """
    between = [index for index in range(len(rows)) if _stands_between(rows, index)]
    base = [BlockRow(list(row.blocks), row.doubtful) for index, row in enumerate(rows) if index not in between]
    loose = [_Seat(block, None) for index in between for block in rows[index].blocks]
    seated: dict[int, int] = {}
    for stretch in _find_stretches(base, loose, goes_on=goes_on, follows=follows):
        if len(stretch.labels) == stretch.last - stretch.first + 1 and all(
            each.row is not None for each in stretch.labels
        ):
            continue
        at_top = all(each.row is not None for each in stretch.labels)
        if side == "top" and at_top:
            continue
        ways = [] if side in {"top", "bottom"} else _lay_out(base, stretch)
        if len(ways) == 1 and (side == "middle" or not at_top):
            seated |= {id(each.block): first for each, (first, _) in zip(stretch.labels, ways[0], strict=True)}
            continue
        for row in base[stretch.first : stretch.last + 1]:
            row.doubtful = True
    return _move(base, loose, seated)


def _stands_between(rows: Sequence[BlockRow], index: int) -> bool:
    """Tell whether a row is no more than labels that stand between two rows."""
    row = rows[index]
    if not 0 < index < len(rows) - 1 or len(row.blocks) > MOST_SIDES or not all(block.label for block in row.blocks):
        return False
    near = BETWEEN * row.blocks[0].size
    return row.top < rows[index - 1].bottom + near and row.bottom > rows[index + 1].top - near


def _find_stretches(
    rows: Sequence[BlockRow], loose: Sequence[_Seat], *, goes_on: bool, follows: bool
) -> Iterator[_Stretch]:
    """Give for each column of labels at the side the stretches of rows in which it holds nothing else."""
    seats = [*loose, *(_Seat(block, index) for index, row in enumerate(rows) for block in _find_leading(row))]
    columns: list[list[_Seat]] = []
    for seat in sorted(seats, key=lambda seat: seat.block.x0):
        if columns and _share(seat.block, columns[-1][-1].block):
            columns[-1].append(seat)
        else:
            columns.append([seat])
    for column in columns:
        left, right = max(seat.block.x0 for seat in column), min(seat.block.x1 for seat in column)
        own = {id(seat.block) for seat in column}
        taken = [
            any(id(block) not in own and block.x0 < right and block.x1 > left for block in row.blocks) for row in rows
        ]
        for is_taken, group in groupby(range(len(rows)), key=taken.__getitem__):
            indexes = list(group)
            if is_taken:
                continue
            first, last = indexes[0], indexes[-1]
            above = rows[first - 1].bottom if first else float("-inf")
            below = rows[last + 1].top if last + 1 < len(rows) else float("inf")
            inside = [seat for seat in column if above < seat.block.middle < below]
            if inside:
                inside.sort(key=lambda seat: seat.block.middle)
                yield _Stretch(
                    first,
                    last,
                    tuple(inside),
                    cut_above=goes_on and first == 0,
                    cut_below=follows and last + 1 == len(rows),
                )


def _share(block: Block, other: Block) -> bool:
    """Tell whether two labels stand in one column: one of them lies below most of the other."""
    return 2 * (min(block.x1, other.x1) - max(block.x0, other.x0)) > min(block.x1 - block.x0, other.x1 - other.x0)


def _find_leading(row: BlockRow) -> Iterator[Block]:
    """Give the labels that a row begins with; of one that holds nothing else, as headings do, the first one only."""
    headings = len(row.blocks) > MOST_SIDES and all(block.label for block in row.blocks)
    for index, block in enumerate(row.blocks):
        if not block.label or (index and headings):
            return
        yield block


def _lay_out(rows: Sequence[BlockRow], stretch: _Stretch) -> list[tuple[Span, ...]]:
    """Give the ways in which the labels of a stretch span its rows one after the other, each at the middle of its own.

    All rows are spanned, but for those that a page break parts from their label.
    """
    edges = [_measure(rows[index], stretch) for index in range(stretch.first, stretch.last + 1)]
    ways: list[tuple[Span, ...]] = []
    pending: list[tuple[Span, ...]] = [()]
    while pending and len(pending) + len(ways) < MOST:
        way = pending.pop()
        if len(way) == len(stretch.labels):
            if way[-1][1] == stretch.last or stretch.cut_below:
                ways.append(way)
            continue
        block = stretch.labels[len(way)].block
        last_one = len(way) + 1 == len(stretch.labels)
        begin = way[-1][1] + 1 if way else stretch.first
        for first in range(begin, stretch.last + 1) if not way and stretch.cut_above else (begin,):
            for last in range(first, stretch.last + 1):
                middle = (edges[first - stretch.first][0] + edges[last - stretch.first][1]) / 2
                if abs(middle - block.middle) <= OFF * block.size:
                    pending.append((*way, (first, last)))
            broken = last_one and stretch.cut_below and first <= stretch.last
            if broken and abs(edges[first - stretch.first][0] - block.top) <= OFF * block.size:
                pending.append((*way, (first, stretch.last)))  # A cell that the page's end cuts begins with its text.
    firsts = {tuple(first for first, _ in way): way for way in ways}
    return list(firsts.values())


def _measure(row: BlockRow, stretch: _Stretch) -> tuple[float, float]:
    """Give where a row's texts begin and end: without the labels of a stretch, and others that may span more rows."""
    side = [*_find_leading(row)]
    left_out = {id(seat.block) for seat in stretch.labels} | {id(block) for block in side[:-1]}
    blocks = [block for block in row.blocks if id(block) not in left_out] or row.blocks
    return min(block.top for block in blocks), max(block.bottom for block in blocks)


def _move(rows: list[BlockRow], loose: Sequence[_Seat], seated: dict[int, int]) -> list[BlockRow]:
    """Put labels into the rows in which they begin; those between two rows for which none was found go to the upper."""
    moved: list[tuple[Block, int]] = []
    for index, row in enumerate(rows):
        for block in [block for block in row.blocks if seated.get(id(block), index) != index]:
            row.blocks.remove(block)
            moved.append((block, seated[id(block)]))
    for seat in loose:
        above = max(index for index, row in enumerate(rows) if row.top <= seat.block.middle)
        moved.append((seat.block, seated.get(id(seat.block), above)))
    for block, index in moved:
        rows[index].blocks.append(block)
        rows[index].blocks.sort(key=lambda block: block.x0)
    return [row for row in rows if row.blocks]
