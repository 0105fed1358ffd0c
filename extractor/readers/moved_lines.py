"""Blocks of which some lines were moved down → whole blocks. Part of reading a PDF.

Enters: a page's blocks in the order in which they are drawn, and its horizontal rulings. Leaves: the same blocks, those
put together that are parts of one cell.

Some programs cut a long page into sheets after they have laid it out, and move the line of a cell that would be cut
down by a part of its height, wherever they take the cut to be. Two blocks are then drawn one after the other in one
column, farther apart than lines of a text are. They are one cell where the next cell of their row, which is drawn after
them, stands above the second one. In a row's last cell nothing of the row is drawn after it: there the second block is
alone in its row, which is no row of a form, but stays in doubt.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.blocks import Block, is_ruled, is_same_size, make_block
from extractor.readers.cell_lines import SAME_EDGE, Known
from extractor.readers.rulings import Line

SHORT = 1.5
"""A line that ends so far (in widths of a full character) before the others leaves room for more."""

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
    whole: list[Block] = []
    for index, block in enumerate(blocks):
        before = whole[-1] if whole else None
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if (
            before is not None
            and _may_go_on(before, block, leading)
            and not is_ruled(before.pieces[-1], block.pieces[0], rules, heights)
            and (sure := _goes_on(before, block, following)) is not None
        ):
            joined = make_block([*before.pieces, *block.pieces], known)
            whole[-1] = replace(joined, doubtful=before.doubtful or not sure)
        else:
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


def _goes_on(block: Block, below: Block, following: Block | None) -> bool | None:
    """Tell whether a block goes on with the one below it for sure; None where it does not.

    `following` is what is drawn next.
    """
    if following is None:
        return None if _has_ended(block, below) else False
    beside = following.x0 >= max(block.x1, below.x1) - 0.3 * block.size
    above = following.bottom <= below.top + 0.2 * below.size
    if beside:
        return True if above and following.bottom > block.top else None
    alone = following.x0 < block.x0 - SAME_EDGE and following.top >= below.bottom - 0.3 * below.size
    return False if alone else None
