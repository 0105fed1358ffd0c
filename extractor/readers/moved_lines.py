"""Blocks of which some lines were moved down → whole blocks. Part of reading a PDF.

Enters: a page's blocks in the order in which they are drawn, and its horizontal rulings. Leaves: the same blocks, those
put together that are parts of one cell.

Some programs cut a long page into sheets after they have laid it out, and move the line of a cell that would be cut
down by a part of its height, wherever they take the cut to be. Two blocks are then drawn one after the other in one
column, farther apart than lines of a text are. They are one cell where the next cell of their row, which is drawn after
them, stands above the second one. In a row's last cell nothing of the row is drawn after it: there the second block is
alone in its row, which is no row of a form, but stays in doubt. So does a first block that is alone at its height and
ends where texts of its column are wrapped, and one beside a text that stands beside the second block as well.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from extractor.readers.blocks import Block, is_ruled, is_same_size, make_block
from extractor.readers.cell_lines import SAME_EDGE, Known
from extractor.readers.rulings import Line

SHORT = 1.5
"""A line that ends so far (in widths of a full character) before the others leaves room for more."""

MOST_BESIDE = 4
"""So many of the texts that are drawn next are looked at."""

FARTHEST = 2.1
"""How far below the line before it a line stands that was moved by its height, in the usual distances of lines."""


def put_back(blocks: Sequence[Block], leading: float, rules: Sequence[Line], known: Known) -> list[Block]:
    """Give a page's blocks, those whole of which lines were moved down.

    Args:
        blocks: the blocks in the order of drawing.
        leading: how far apart the lines of a cell stand, in widths of a full character.
        rules: the page's horizontal rulings, by their height: none goes through a cell.
        known: tells whether a text is a label.
    """
    heights = [rule.at for rule in rules]
    edges: dict[int, float] = {}
    whole: list[Block] = []
    for index, block in enumerate(blocks):
        before = whole[-1] if whole else None
        following = blocks[index + 1 : index + 1 + MOST_BESIDE]
        if (
            before is not None
            and _may_go_on(before, block, leading)
            and not is_ruled(before.pieces[-1], block.pieces[0], rules, heights)
            and (
                sure := known(before.text + block.text)
                or _goes_on(before, block, whole[-4:-1], following, edges.get(round(block.x0)))
            )
            is not None
        ):
            joined = make_block([*before.pieces, *block.pieces], known)
            whole[-1] = replace(joined, doubtful=before.doubtful or not sure)
            continue
        if before is not None:
            _note_edge(edges, before)
        whole.append(block)
    return whole


def _may_go_on(block: Block, below: Block, leading: float) -> bool:
    """Tell whether a block stands below another one as lines of it would that were moved down."""
    last, first = block.pieces[-1], below.pieces[0]
    near = 0.8 < (first.base - last.base) / max(first.size, last.size) < FARTHEST * leading
    same = near and is_same_size(last, first) and abs(block.x0 - below.x0) <= SAME_EDGE
    return same and not (block.label or below.label)


def _has_ended(block: Block, below: Block) -> bool:
    """Tell whether a block's last line leaves room, as a text's end does: at a page's end a row begins below it."""
    return block.pieces[-1].x1 < max(piece.x1 for piece in (*block.pieces, *below.pieces)) - SHORT * block.size


def _note_edge(edges: dict[int, float], block: Block) -> None:
    """Note how far the lines of a block reach after which it is wrapped, by where they begin (points from the left)."""
    for piece in block.pieces[:-1]:
        edges[round(piece.x0)] = max(piece.x1, edges.get(round(piece.x0), 0.0))


def _goes_on(
    block: Block, below: Block, left: Sequence[Block], following: Sequence[Block], edge: float | None
) -> bool | None:
    """Tell whether a block goes on with the one below it for sure; None where it does not.

    `left` is what is drawn right before them, `following` what is drawn next, `edge` where texts above them in their
    column are wrapped: at a page's top, a block may be the rest of a text that the page before began.
    """
    reach = 0.2 * block.size
    spanned = any(
        x.top <= block.top + reach and x.bottom >= below.bottom and x.x1 <= block.x0 and not x.label for x in left
    )
    if not following:
        return False if spanned or not _has_ended(block, below) else None
    first = following[0]
    right = max(block.x1, below.x1)
    if _is_beside(first, right):
        if first.bottom <= below.top + 0.2 * below.size and first.bottom > block.top:
            return True
        beside = takewhile(lambda other: _is_beside(other, right), following)
        spanned = spanned or any(x.top <= block.top and x.bottom >= below.bottom and not x.label for x in beside)
        return False if spanned or _is_broken_off(block, [*left[-1:], first], edge) else None
    alone = first.x0 < block.x0 - SAME_EDGE and first.top >= below.bottom - 0.3 * below.size
    return False if alone else None


def _is_beside(block: Block, right: float) -> bool:
    return block.x0 >= right - 0.3 * block.size


def _is_broken_off(block: Block, around: Sequence[Block], edge: float | None) -> bool:
    """Tell whether a block is alone at its height, and its last line has no room for more: it is no row by itself."""
    if edge is None or block.pieces[-1].x1 < edge - SHORT * block.size:
        return False
    reach = 0.2 * block.size
    return all(
        other.label or other.bottom <= block.top + reach or other.top >= block.bottom - reach for other in around
    )
