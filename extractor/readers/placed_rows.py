"""Lines that are not drawn cell by cell → the rows of a table, by where they stand alone. Part of reading a PDF.

Enters: the lines of each page in the order in which they are drawn, and the blocks that this order makes of them.
Leaves: whether the order is that of the cells, and, where it is not, rows of blocks from top to bottom.

Most programs draw a table cell by cell. Others draw all cells of one line first and the wrapped ones afterwards
(LibreOffice Calc), cells that span rows in the last of them (Typst), or line by line over all columns. There only the
distances tell what belongs together: lines of a text stand closer below each other than texts of two rows do, and texts
of one row share a height. Where rows stand hardly farther apart than lines, or nothing tells from which row on a label
at the side reaches, the rows are in doubt.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from statistics import median

from extractor.readers.block_rows import BlockRow, Side, find_rows, find_side
from extractor.readers.blocks import APART, LEAST_APART, Block, find_blocks, is_same_size
from extractor.readers.cell_lines import MOST_LEADING, SAME_EDGE, Known, Piece
from extractor.readers.rulings import Line

FEWEST = 3
"""So few pairs of lines show nothing."""

WRAPPED = 0.8
"""Of the lines right below which the next ones of their texts stand, this share at least reaches as far as those."""

WIDEST = 2.0
"""By so much (in widths of a full character) a wrapped line may be shorter than the next one."""

SURE_APART = 1.15
"""Rows that stand so many times farther apart than lines are told from them without a doubt."""

OFF = 0.5
"""How far (in widths of a full character) a label may stand off the middle of the rows that it spans."""


def is_drawn_by_cell(pages: Iterable[Sequence[Block]]) -> bool:
    """Tell whether a document's tables are drawn cell by cell, row by row, as the blocks in this order show.

    Then nothing is drawn above a text that was drawn just before, but beside a label that spans rows. Where nothing is
    drawn above anything, and many texts stand alone in their rows, these are lines of texts, drawn over all columns.
    """
    alone = rows = aside = 0
    rises = False
    for blocks in map(_drop_outermost, pages):
        pairs = list(pairwise([block for block in blocks[1:-1] if not block.text.isdigit()]))
        jumps = [(before, block) for before, block in pairs if block.bottom <= before.top + 0.2 * block.size]
        back = [block.x0 < before.x1 - 0.3 * block.size for before, block in jumps]
        aside += sum(not (left or before.label) for left, (before, _) in zip(back, jumps, strict=True))
        if any(back) or aside >= FEWEST:  # The rest of a label or row that a page break cut may stand lower, too.
            return False
        rises = rises or any(
            block.pieces[0].base < before.pieces[-1].base - 0.5 * block.size for before, block in pairs
        )
        found = find_rows(blocks)
        alone += sum(len(row.blocks) == 1 and not row.blocks[0].label for row in found[1:-1])
        rows += len(found)
    return rises or alone < max(2, rows / 10)


def _drop_outermost(blocks: Sequence[Block]) -> Sequence[Block]:
    """Give a page's blocks without those, drawn last, that stand above or below all others: running head and number."""
    end = len(blocks)
    tops = [*accumulate((block.top for block in blocks), min)]
    bottoms = [*accumulate((block.bottom for block in blocks), max)]
    while end > 1 and (blocks[end - 1].bottom <= tops[end - 2] or blocks[end - 1].top >= bottoms[end - 2]):
        end -= 1
    return blocks[:end]


def find_wrap(pages: Iterable[Sequence[Piece]]) -> float | None:
    """Give how far apart (in widths of a full character) the lines of wrapped texts stand; None where nothing shows it.

    Lines of one text are the nearest to each other of all lines in a column, and hardly one is shorter than the next.
    """
    pairs = sorted(
        ((_step(*pair), *pair) for pieces in pages for pair in _find_pairs(pieces)), key=lambda pair: pair[0]
    )
    steps = [step for step, *_ in pairs]
    for first, step in enumerate(steps):
        behind = bisect_left(steps, 1.06 * step)
        if behind - first < max(FEWEST, len(steps) / 20):
            continue
        within = [(above, below) for _, above, below in pairs[first:behind] if above.text[-1] not in "。；;"]
        wrapped = sum(above.x1 >= below.x1 - WIDEST * above.size for above, below in within)
        return median(steps[first:behind]) if within and wrapped >= WRAPPED * len(within) else None
    return None


def _find_pairs(pieces: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Give the lines right below each other that begin, end or are centred at one edge."""
    below = sorted(pieces, key=lambda piece: piece.base)
    bases = [piece.base for piece in below]
    pairs = []
    for piece in pieces:
        at = bisect_left(bases, piece.base + 0.8 * piece.size)
        while at < len(below) and below[at].base < piece.base + MOST_LEADING * piece.size:
            if _shares_edge(piece, below[at]):
                pairs.append((piece, below[at]))
                break
            at += 1
    return pairs


def _shares_edge(piece: Piece, other: Piece) -> bool:
    edges = (piece.x0 - other.x0, piece.x1 - other.x1, (piece.x0 + piece.x1 - other.x0 - other.x1) / 2)
    return min(map(abs, edges)) <= SAME_EDGE and min(piece.x1, other.x1) > max(piece.x0, other.x0)


def _step(above: Piece, below: Piece) -> float:
    return (below.base - above.base) / max(above.size, below.size)


def place_rows(pieces: Sequence[Piece], leading: float, rules: Sequence[Line], known: Known) -> list[BlockRow]:
    """Give the rows of a page, from top to bottom.

    Args:
        pieces: the lines of cells, in any order.
        leading: how far apart the lines of a text stand, in widths of a full character.
        rules: horizontal rulings, by their height: none goes through a cell.
        known: tells whether a text is a label.
    """
    blocks = [block for chain in _find_chains(pieces, leading) for block in find_blocks(chain, leading, rules, known)]
    rows, sides = _find_rows(blocks)
    for row in rows:
        row.blocks.sort(key=lambda block: block.x0)
    _put_labels(rows, sides, find_side(rows))
    rows = [part for row in rows for part in _part(row)]
    _mark_close(rows, leading)
    return rows


def _find_chains(pieces: Sequence[Piece], leading: float) -> list[list[Piece]]:
    """Give the lines of each text from top to bottom: each the nearest to the next one."""
    ordered = sorted(pieces, key=lambda piece: (piece.base, piece.x0))
    bases = [piece.base for piece in ordered]
    above_of: dict[int, list[int]] = {}
    below_of: dict[int, list[int]] = {}
    for index, piece in enumerate(ordered):
        at = bisect_left(bases, piece.base + 0.8 * piece.size)
        usual = leading * piece.size
        while at < len(ordered) and bases[at] - piece.base <= max(APART * usual, usual + LEAST_APART):
            below = ordered[at]
            if min(piece.x1, below.x1) > max(piece.x0, below.x0) and is_same_size(piece, below):
                below_of.setdefault(index, []).append(at)
                above_of.setdefault(at, []).append(index)
            at += 1
    chains: dict[int, list[Piece]] = {}
    for index, piece in enumerate(ordered):
        above = above_of.get(index, [])
        one = len(above) == 1 and len(below_of[above[0]]) == 1
        chain = chains[above[0]] if one else []
        chain.append(piece)
        chains[index] = chain
    return list({id(chain): chain for chain in chains.values()}.values())


def _find_rows(blocks: Sequence[Block]) -> tuple[list[BlockRow], list[Block]]:
    """Give the rows of texts that share a height, and the labels that stand beside several of them or between two."""
    rows = _group([block for block in blocks if not block.label])
    labels = sorted((block for block in blocks if block.label), key=lambda block: block.bottom - block.top)
    lone: list[Block] = []
    sides: list[Block] = []
    for label in labels:
        beside = [row for row in rows if any(_share_height(label, other) for other in row.blocks)]
        if len(beside) == 1 and not _stands_in(label, beside[0]):
            beside[0].blocks.append(label)
        else:
            (sides if beside else lone).append(label)
    for row in _group(lone):
        top, bottom = min(block.top for block in row.blocks), max(block.bottom for block in row.blocks)
        reach = 0.2 * row.blocks[0].size
        free = not any(_top(other) < bottom - reach and _bottom(other) > top + reach for other in rows)
        if free:
            rows.append(row)
        else:
            sides += row.blocks
    rows.sort(key=_top)
    return rows, sides


def _group(blocks: Sequence[Block]) -> list[BlockRow]:
    """Give rows of blocks that share a height, directly or by way of others."""
    rows: list[BlockRow] = []
    for block in sorted(blocks, key=lambda block: block.top):
        if rows and any(_share_height(block, other) for other in rows[-1].blocks):
            rows[-1].blocks.append(block)
        else:
            rows.append(BlockRow([block]))
    return rows


def _share_height(block: Block, other: Block) -> bool:
    return min(block.bottom, other.bottom) - max(block.top, other.top) > 0.2 * min(block.size, other.size)


def _stands_in(label: Block, row: BlockRow) -> bool:
    """Tell whether a label stands in the column of a text of the row, so that it is none of the row's."""
    return any(_share_column(label, other) for other in row.blocks)


def _top(row: BlockRow) -> float:
    return min(block.top for block in row.blocks)


def _bottom(row: BlockRow) -> float:
    return max(block.bottom for block in row.blocks)


def _put_labels(rows: Sequence[BlockRow], sides: Iterable[Block], side: Side) -> None:
    """Put each label into the first of the rows that it spans, and mark the rows where that is in doubt."""
    tops, bottoms = [_top(row) for row in rows], [_bottom(row) for row in rows]
    printed = [list(row.blocks) for row in rows]
    for label in sides:
        printed[_find_nearest(label, tops, bottoms)].append(label)
    labels = [*sides, *(block for row in rows for block in row.blocks if block.label)]
    for row in rows:
        row.blocks = [block for block in row.blocks if not block.label]
    taken: list[tuple[Block, int]] = []
    for label in sorted(labels, key=lambda block: (block.top, block.x0)):
        near = OFF * label.size
        until = max([0, *(until for other, until in taken if _share_column(label, other))])
        own = begin = end = _find_nearest(label, tops, bottoms)
        while begin > until and _may_span(label, printed[begin - 1]):
            begin -= 1
        while end + 1 < len(rows) and _may_span(label, printed[end + 1]):
            end += 1
        first = last = min(range(begin, own + 1), key=lambda k: abs(tops[k] - label.top))
        sure = side == "top" and abs(tops[first] - label.top) <= near
        if not sure:
            first = begin
            last = min(range(own, end + 1), key=lambda k: abs(tops[begin] + bottoms[k] - 2 * label.middle))
            sure = abs(tops[begin] + bottoms[last] - 2 * label.middle) <= 2 * near and (begin > 0 or last == 0)
            alike = begin == own or len({len(row.blocks) for row in rows[own - 1 : own + 1] if row.blocks}) < 2
            if (not sure or not alike) and abs(tops[own] + bottoms[own] - 2 * label.middle) <= 2 * near:
                first = last = own
                sure = begin == own
        rows[first].blocks = sorted([*rows[first].blocks, label], key=lambda block: block.x0)
        taken.append((label, last + 1))
        for k in range(begin, last + 1):
            rows[k].doubtful = rows[k].doubtful or not sure


def _find_nearest(label: Block, tops: Sequence[float], bottoms: Sequence[float]) -> int:
    """Give the index of the row whose middle lies nearest to a label's."""
    return min(range(len(tops)), key=lambda k: abs(tops[k] + bottoms[k] - 2 * label.middle))


def _share_column(block: Block, other: Block) -> bool:
    return min(block.x1, other.x1) > max(block.x0, other.x0)


def _may_span(label: Block, blocks: Sequence[Block]) -> bool:
    """Tell whether a label at the side may span a row: its column is blank there, and indicators stand beside it."""
    right = [block for block in blocks if block.x0 > label.x1]
    full = len(right) > 1 or any(block.label for block in right)
    return full and not any(_share_column(label, block) for block in blocks)


def _part(row: BlockRow) -> list[BlockRow]:
    """Give a row as rows of blocks that stand side by side."""
    rows: list[BlockRow] = []
    for block in row.blocks:
        fit = (own for own in rows if block.x0 >= own.blocks[-1].x1 - 0.3 * block.size)
        if (own := next(fit, None)) is not None:
            own.blocks.append(block)
        else:
            rows.append(BlockRow([block]))
    for own in rows:
        own.doubtful = row.doubtful or len(rows) > 1
    return sorted(rows, key=_top)


def _mark_close(rows: Sequence[BlockRow], leading: float) -> None:
    """Mark rows that stand hardly farther apart than lines do, and those that may as well be several."""
    for above, below in pairwise(rows):
        steps = [
            _step(block.pieces[-1], other.pieces[0])
            for block in above.blocks
            for other in below.blocks
            if _share_column(block, other)
        ]
        if min(steps, default=math.inf) < SURE_APART * leading:
            above.doubtful = below.doubtful = True
    for row in rows:
        bases = [[piece.base for piece in block.pieces] for block in row.blocks if not block.label]
        tall = len(bases) > 1 and len(bases[0]) > 1 and all(len(own) == len(bases[0]) for own in bases)
        if tall and all(abs(a - b) < 1.0 for own in bases for a, b in zip(own, bases[0], strict=True)):
            row.doubtful = True
