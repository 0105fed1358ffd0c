"""Blocks of text → the rows of a table. Part of reading a PDF.

Enters: a page's blocks in the order in which they are drawn. Leaves: rows of blocks from top to bottom, and which of
them could be cut in another way. What stands in a column is decided afterwards, from the rows.

A row is drawn from left to right, so a block that does not stand to the right of the one before begins a row. Where the
blocks stand has to confirm it: those of a row share an upper edge, a middle or a lower edge, and rows lie below each
other. Where it does not, the row is doubtful.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extractor.readers.blocks import APART, LEAST_APART, Block, make_block
from extractor.readers.cell_lines import Known
from extractor.wraps import first_word

Side = Literal["top", "middle", "bottom"]
SIDES: tuple[Side, ...] = ("top", "middle", "bottom")

EVEN = 0.5
"""How far apart (in widths of a full character) the edges or middles may lie that a row's texts share."""


MOST_SIDES = 3
"""A label at the side and the text of its first row have no more than one other label between them."""

SHORT = 2.0
"""A line that ends so far (in widths of a full character) before the others of its column has room for more."""


@dataclass(slots=True)
class BlockRow:
    """A row while it is put together, with its blocks from left to right.

    `doubtful` says that the same blocks could make other rows as well, `heads` that they are the headings of columns.
    """

    blocks: list[Block]
    doubtful: bool = False
    heads: bool = False

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
    ordered = [*blocks]
    for index, block in enumerate(ordered):
        before = rows[-1].blocks[-1] if rows else None
        if (
            before is not None
            and _is_right(before, block)
            and (_rises(before, block) or (before.label and _leads_up(before, ordered[index : index + MOST_SIDES])))
        ):
            rows[-1].blocks.append(block)
        else:
            rows.append(BlockRow([block]))
    rows.sort(key=lambda row: row.top)
    return _merge(rows)


def _rises(before: Block, block: Block) -> bool:
    """Tell whether a text begins above the lower edge of the one that is drawn before it."""
    return block.top < before.bottom - 0.2 * block.size


def _leads_up(label: Block, following: Sequence[Block]) -> bool:
    """Tell whether other labels at the side are drawn after one, and then, to their right, a text that stands higher.

    A label that spans rows of the page before as well may stand higher than one beside it that spans fewer.
    """
    before = label
    for block in following:
        if not _is_right(before, block):
            return False
        if not block.label:
            return before is not label and _rises(label, block)
        before = block
    return False


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


def mark_headings(rows: Iterable[BlockRow]) -> None:
    """Mark the rows of a table that are the headings of columns: nothing but labels, and more than a pair of them.

    Labels at the side stand beside each other as well (`绩效指标 | 产出指标 | 数量指标`), where the cells to their
    right are blank: such a row ends before the last column that the headings above it name.
    """
    above: BlockRow | None = None
    for row in rows:
        labels = len(row.blocks) > 2 and all(block.label for block in row.blocks)
        if labels and (above is None or row.blocks[-1].x1 >= above.blocks[-1].x0):
            row.heads = True
            above = row


def find_side(rows: Iterable[BlockRow]) -> Side:
    """Find out what most texts that stand beside each other share: their upper edge, middle or lower edge."""
    votes = count_sides(rows)
    return max(SIDES, key=lambda side: votes[side])


def count_sides(rows: Iterable[BlockRow]) -> Counter[Side]:
    """Count in how many rows texts of different heights share their upper edge, their middle or their lower edge."""
    votes: Counter[Side] = Counter()
    for row in rows:
        tall, short = _measure(row)
        if tall is not None and short is not None and tall.bottom - tall.top > 1.5 * (short.bottom - short.top):
            votes.update(side for side in SIDES if _differ(tall, short, side) <= EVEN * tall.size)
    return votes


def _differ(block: Block, other: Block, side: Side) -> float:
    """Give how far apart (points) the edges or middles of two texts lie."""
    if side == "middle":
        return abs(block.middle - other.middle)
    return abs(block.top - other.top) if side == "top" else abs(block.bottom - other.bottom)


def _measure(row: BlockRow) -> tuple[Block | None, Block | None]:
    """Give the tallest and the shortest text of a row that stand beside each other."""
    core = sorted((block for block in row.core if not block.label), key=lambda block: block.bottom - block.top)
    return (core[-1], core[0]) if len(core) > 1 else (None, None)


def split_rest(row: BlockRow, above: BlockRow, known: Known, *, side: Side, goes_on: bool) -> list[BlockRow]:
    """Cut the rest of a row that the page before cut from a page's first row, where the two stand in one block.

    In a column that both fill, the last lines of the one may stand right above the first line of the other. A text that
    ended with a short line on the page before has no such rest. Where the texts of a row share their middle, almost any
    text has a line at which it can be cut so: then the two are in doubt if they do not stand farther apart than the
    lines of a text.

    Args:
        row: the first row of a table on a page that goes on from the page before.
        above: the last row on the page before.
        known: tells whether a text is a label.
        side: what the texts of a row share.
        goes_on: whether the next page goes on with the row, so that nothing tells what its texts share.
    """
    if len(row.blocks) == 1 or _is_even(row, side=side, cut=True):
        return [row]
    for index, block in enumerate(row.blocks):
        others = [other for other in row.core if other is not block]
        if any(_has_ended(other, block) for other in above.blocks):
            continue
        for at in range(1, len(block.pieces)):
            rest = make_block(block.pieces[at:], known)
            below = BlockRow([*row.blocks[:index], rest, *row.blocks[index + 1 :]])
            if all(other.top > block.pieces[at - 1].base for other in others) and _is_even(below, side=side):
                apart = _is_apart(block, at)
                if goes_on and not apart:
                    continue
                doubtful = side == "middle" and not apart
                rest_above = BlockRow([make_block(block.pieces[:at], known)], doubtful=doubtful)
                return [rest_above, replace(below, doubtful=doubtful)]
    row.doubtful = True
    return [row]


def split_begun(row: BlockRow, known: Known, *, side: Side, leading: float) -> list[BlockRow]:
    """Cut the first lines of a row that the page's end cuts from the last whole row above it, where they look like one.

    Where the texts of a row share their middle or lower edge, the row is even without them; and they stand farther
    below the line before them than other lines do.

    Args:
        row: the last row of a table on a page that goes on on the next page.
        known: tells whether a text is a label.
        side: what the texts of a row share.
        leading: how far apart the lines of a text usually stand, in widths of a full character.
    """
    if side == "top" or len(row.blocks) == 1 or _is_even(row, side=side):
        return [row]
    for index, block in enumerate(row.blocks):
        for at in range(1, len(block.pieces)):
            begun = make_block(block.pieces[at:], known)
            above = BlockRow([*row.blocks[:index], make_block(block.pieces[:at], known), *row.blocks[index + 1 :]])
            lowest = max(other.bottom for other in above.core)
            if _is_apart(block, at, leading) and begun.top >= lowest and _is_even(above, side=side):
                return [replace(above, doubtful=True), BlockRow([begun], doubtful=True)]
    return [row]


def _has_ended(above: Block, block: Block) -> bool:
    """Tell whether a text ends above another one in its column with a line that leaves room for more of that."""
    if min(above.x1, block.x1) <= max(above.x0, block.x0):
        return False
    right = max(piece.x1 for piece in (*above.pieces, *block.pieces))
    return above.pieces[-1].x1 < right - max(SHORT, first_word(block.text)) * block.size


def _is_apart(block: Block, at: int, leading: float | None = None) -> bool:
    """Tell whether a line of a block stands farther below the one before it than the block's other lines do.

    Where it has no others, the document's `leading` tells it, in widths of a full character.
    """
    steps = [below.base - above.base for above, below in pairwise(block.pieces)]
    others = steps[: at - 1] + steps[at:] or ([] if leading is None else [leading * block.size])
    return bool(others) and steps[at - 1] > max(APART * max(others), max(others) + LEAST_APART)


def mark_doubts(rows: Sequence[BlockRow], *, goes_on: bool, side: Side) -> None:
    """Mark the rows of a table on a page of which the heights do not confirm where they are cut.

    Args:
        rows: the table's rows on the page, from top to bottom.
        goes_on: whether the table goes on from the page before: its first row, or the first below
            repeated headings, may be the rest of a row.
        side: what the texts of a row share.
    """
    begin = int(bool(rows) and all(block.label for block in rows[0].blocks))
    for index, row in enumerate(rows):
        rest = index <= begin and goes_on
        last = index == len(rows) - 1
        if (not last and not _is_even(row, side=side, cut=rest)) or any(block.doubtful for block in row.blocks):
            row.doubtful = True
        if not (rest or last) and len(row.blocks) == 1 and not row.blocks[0].label:
            row.doubtful = True
    for above, below in pairwise(rows):
        if not _is_below(above, below):
            above.doubtful = below.doubtful = True


def _is_even(row: BlockRow, *, side: Side, cut: bool = False) -> bool:
    """Tell whether what stands beside each other is aligned as the table's cells are.

    Labels may stand at another height, since they may span rows. The rests of a row that a page break has `cut` begin
    at one height.
    """
    tallest = max(row.core, key=lambda block: block.bottom - block.top)
    reach = EVEN * tallest.size
    return all(
        block.label or _differ(block, tallest, side) <= reach or (cut and _differ(block, tallest, "top") <= reach)
        for block in row.blocks
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
