"""Blocks of text → the rows of a table. Part of reading a PDF.

Enters: a page's blocks in the order in which they are drawn. Leaves: rows of blocks from top to bottom, and which of
them could be cut in another way. What stands in a column is decided afterwards, from the rows.

A row is drawn from left to right, so a block that does not stand to the right of the one before begins a row. Where the
blocks stand has to confirm it: those of a row share an upper edge, a middle or a lower edge, and rows lie below each
other. Where it does not, the row is doubtful.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.readers.blocks import Block


@dataclass(slots=True)
class BlockRow:
    """A row while it is put together, with its blocks from left to right.

    `doubtful` says that the same blocks could make other rows as well.
    """

    blocks: list[Block]
    doubtful: bool = False

    @property
    def core(self) -> list[Block]:
        """The blocks that stand at the row's own height: the last one's, and whatever stands beside it.

        A label at the side may stand at the middle of several rows.
        """
        beside = [self.blocks[-1]]
        for block in reversed(self.blocks[:-1]):
            if any(_beside(block, other) for other in beside):
                beside.append(block)
        return beside

    @property
    def top(self) -> float:
        """The upper edge of what stands at its own height, in points from the top."""
        return min(block.top for block in self.core)

    @property
    def bottom(self) -> float:
        """The lower edge of the same."""
        return max(block.bottom for block in self.core)


def find_rows(blocks: Iterable[Block]) -> list[BlockRow]:
    """Give the rows that blocks make, from top to bottom."""
    rows: list[BlockRow] = []
    for block in blocks:
        before = rows[-1].blocks[-1] if rows else None
        if before is not None and _is_right(before, block) and block.top < before.bottom - 0.2 * block.size:
            rows[-1].blocks.append(block)
        else:
            rows.append(BlockRow([block]))
    rows.sort(key=lambda row: row.top)
    return _merge(rows)


def _merge(rows: Sequence[BlockRow]) -> list[BlockRow]:
    """Put rows together that stand at the same height, one to the right of the other."""
    merged = list(rows[:1])
    for row in rows[1:]:
        before = merged[-1]
        left, right = sorted((before, row), key=lambda part: part.blocks[0].x0)
        if _is_right(left.blocks[-1], right.blocks[0]) and any(
            _beside(block, other) for block in before.core for other in row.core
        ):
            before.blocks = left.blocks + right.blocks
        else:
            merged.append(row)
    return merged


def mark_doubts(rows: Sequence[BlockRow], *, goes_on: bool) -> None:
    """Mark the rows of a table on a page of which the heights do not confirm where they are cut.

    Args:
        rows: the table's rows on the page, from top to bottom.
        goes_on: whether the table goes on from the page before: its first row, or the first below
            repeated headings, may be the rest of a row.
    """
    begin = int(bool(rows) and all(block.label for block in rows[0].blocks))
    for index, row in enumerate(rows):
        cut = (index <= begin and goes_on) or index == len(rows) - 1
        if not cut and not _is_even(row):
            row.doubtful = True
        if not cut and len(row.blocks) == 1 and not row.blocks[0].label:
            row.doubtful = True
    for above, below in pairwise(rows):
        if not _is_below(above, below):
            above.doubtful = below.doubtful = True


def _is_even(row: BlockRow) -> bool:
    """Tell whether what stands beside each other shares its upper edge, its middle or its lower edge.

    Labels may stand at another height, since they may span rows.
    """
    core = row.core
    tallest = max(core, key=lambda block: block.bottom - block.top)
    reach = 0.6 * tallest.size
    return all(
        block.label
        or abs(block.top - tallest.top) <= reach
        or abs(block.middle - tallest.middle) <= reach
        or abs(block.bottom - tallest.bottom) <= reach
        for block in core
    )


def _is_below(above: BlockRow, below: BlockRow) -> bool:
    """Tell whether a row lies below another one, in all columns that both fill; a label may span both."""
    shared = False
    for block in below.blocks:
        for other in above.blocks:
            if min(block.x1, other.x1) > max(block.x0, other.x0):
                shared = True
                if block.top < other.bottom - 0.3 * block.size:
                    return False
    return shared or below.top >= above.bottom - 0.3 * below.blocks[0].size


def _is_right(before: Block, block: Block) -> bool:
    return block.x0 >= before.x1 - 0.3 * block.size


def _beside(block: Block, other: Block) -> bool:
    """Tell whether two blocks share a height, by more than the lines of tight rows do."""
    return min(block.bottom, other.bottom) - max(block.top, other.top) > 0.3 * min(block.size, other.size)
