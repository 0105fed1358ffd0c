"""Rows of blocks in columns → how far down the labels at their side reach. Part of reading a PDF.

Enters: a table's rows on one page, and the columns of their blocks. Leaves: for each label at the side the row behind
its last one, and the rows of which the height of a label does not tell to which label they belong.

A label reaches down to the next one in its column. At a page's end no next one follows: the rows there may belong to a
label that stands on the next page only. Where labels stand at the middle of what they span, the height of the last
label on the page tells how far it reaches; where they stand at the top, nothing does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractor.readers.block_rows import BlockRow, Side
from extractor.readers.blocks import Block

OFF = 0.45
"""How far (in widths of a full character) a label may stand off the middle of what it spans."""

Columns = tuple[int, int]
"""The columns of a block: the first one, and the one behind the last."""


@dataclass(slots=True)
class Reach:
    """How far labels reach: by their row and column the row behind the last one; `open` are the rows in doubt."""

    until: dict[tuple[int, int], int] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)


def find_reach(
    rows: Sequence[BlockRow],
    columns: Sequence[Sequence[Columns]],
    sections: Sequence[int],
    *,
    side: Side,
    below: Mapping[int, str] | None,
) -> Reach:
    """Find out how far the labels at the side of a table's rows reach.

    Args:
        rows: the table's rows on a page.
        columns: the columns of each row's blocks.
        sections: a number for each row: rows of one number stand below the same headings.
        side: what the texts of a row share.
        below: the labels that begin the next page, by their column; None where the table ends on the page, so that its
            last labels reach to its end.
    """
    lead = [each[0][0] for each in columns]
    reach = Reach()
    inner: list[tuple[Block, int, int]] = []
    last: list[tuple[Block, int, int, int]] = []
    for index, row in enumerate(rows):
        for block, (first, behind) in zip(row.blocks, columns[index], strict=True):
            if not block.label or (row.is_heading and first > 0):
                continue
            until = index + 1
            while until < len(rows) and sections[until] == sections[index] and lead[until] >= behind:
                until += 1
            reach.until[index, first] = until
            if until < len(rows):
                inner.append((block, index, until))
            else:
                last.append((block, index, until, first))
    if below is None:
        return reach
    where = _find_side(rows, inner) or side
    own = {first: block for block, _, _, first in last}
    for column, text in below.items():
        # A label that stands on the next page may well begin on this one.
        if column not in own and lead[-1] > column:
            reach.open.add(len(rows) - 1)
        elif column in own and where != "middle" and own[column].text != text:
            reach.open.update(until - 1 for _, index, until, first in last if first == column and until - index > 1)
    for block, index, until, first in last:
        if where == "middle":
            chosen = _choose_end(rows, block, index, until)
            if chosen is None:
                reach.open.update(range(index, until))
            else:
                reach.until[index, first] = chosen
    return reach


def _find_side(rows: Sequence[BlockRow], labels: Sequence[tuple[Block, int, int]]) -> Side | None:
    """Find out where the labels stand of which the rows are known; None where that is of no one or undecided."""
    votes: Counter[Side] = Counter()
    for block, begin, until in labels:
        if until - begin > 1:
            votes["top"] += abs(block.top - rows[begin].top) <= OFF * block.size
            votes["middle"] += abs(_off(rows, block, begin, until)) <= OFF * block.size
    return votes.most_common(1)[0][0] if votes["top"] != votes["middle"] else None


def _off(rows: Sequence[BlockRow], block: Block, begin: int, until: int) -> float:
    """Give how far (points) a label stands below the middle of some rows."""
    return block.middle - (rows[begin].top + rows[until - 1].bottom) / 2


def _choose_end(rows: Sequence[BlockRow], block: Block, begin: int, until: int) -> int | None:
    """Choose the row behind the last one that a label spans; None where it stands at the middle of no rows.

    A label that stands lower than the middle of all rows spans further ones, on the next page.
    """
    near = OFF * block.size
    if until - begin < 2 or _off(rows, block, begin, until) >= -near:
        return until
    return next((end for end in range(begin + 1, until) if abs(_off(rows, block, begin, end)) <= near), None)
