"""Rows of blocks in columns → how far down the labels at their side reach. Part of reading a PDF.

Enters: a table's rows on one page, and the columns of their blocks. Leaves: for each label at the side the row behind
its last one, and the rows of which the height of a label does not tell to which label they belong.

A label reaches down to the next one in its column. At a page's end no next one follows: the rows there may belong to a
label that stands on the next page only. Where labels stand at the middle of what they span, the height of the last
label on the page tells how far it reaches; where they stand at the top, nothing does. A label beside which nothing is
printed, or marks alone that say so (`—`), holds no row below it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Literal

from extractor.readers.block_rows import BlockRow, Side
from extractor.readers.blocks import Block

MARK = re.compile(r"[/／\\—–〇×-]+|无")
"""What a cell prints that holds nothing."""

FAR = 1_000_000
"""Stands for the first column of a page that has no row."""

OFF = 0.45
"""How far (in widths of a full character) a label may stand off the middle of what it spans."""

Blank = Literal["marked", "empty", "strip"] | None
"""What shows that a row holds no text beside its labels: marks that say so, or nothing at all.

Where rows without a label follow, nothing at all stands beside it in the strip that a page break left of a row.
"""

Columns = tuple[int, int]
"""The columns of a block: the first one, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a table with the columns of its blocks; rows of one `section` stand below the same headings."""

    row: BlockRow
    columns: Sequence[Columns]
    section: int


@dataclass(slots=True)
class Reach:
    """How far labels reach: by their row and column the row behind the last one; `open` are the rows in doubt."""

    until: dict[tuple[int, int], int] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Label:
    """A label at the side: its row and column, and the row behind the last one before another text of its column."""

    block: Block
    row: int
    column: int
    until: int


def find_reach(
    placed: Sequence[PlacedRow],
    *,
    side: Side,
    below: Sequence[PlacedRow] | None,
    first: bool = False,
) -> Reach:
    """Find out how far the labels at the side of a table's rows reach.

    Args:
        placed: the table's rows on a page.
        side: what the texts of a row share.
        below: the rows on the next page; None where the table ends on the page, so that its last labels reach to its
            end.
        first: whether labels that a page break cuts stand beside the first of their rows, as `stand_first` finds out.
    """
    rows = [each.row for each in placed]
    labels = _find_labels(placed)
    reach = Reach({(label.row, label.column): label.until for label in labels})
    if below is None:
        return reach
    following, later, blank = _find_following(placed, below)
    where = _find_side(rows, [label for label in labels if label.until < len(rows)], side)
    last = {label.column: label for label in labels if label.until == len(rows)}
    for lowest in last.values():
        end = _end_blank(rows, lowest)
        if lowest.column in following and lowest.row + 1 < end == len(rows) and _is_headings(rows[-1]):
            end -= 1  # Headings belong to the label of the rows below them.
        if where == "middle" and lowest.column not in later and end == len(rows):
            chosen = _choose_end(rows, lowest)
            end = end if chosen is None or chosen == lowest.row + 1 else chosen
        reach.until[lowest.row, lowest.column] = end
        reach.open.update([len(rows) - 1] if end < lowest.until else [])
    for column, text in following.items():
        label = last.get(column)
        if label is None:
            reach.open.update([len(rows) - 1] if placed[-1].columns[0][0] > column else [])
        elif label.block.text != text and label.row < reach.until[label.row, column] - 1 == len(rows) - 1:
            # Its cell ends on this page: were it cut, the next page would begin with the rest of it.
            chosen = _choose_end(rows, label) if where == "middle" else None
            if (first and chosen == label.row + 1) or blank is not None:
                chosen = None  # Did the next label begin here, it would stand here, and have no blank row below.
            if blank == "strip":
                chosen = len(rows) - 1
            reach.until[label.row, column] = chosen or label.until
            # Beside its first row alone, a label may as well stand at the top of all of them.
            told = blank is None and chosen is not None and (chosen == label.until or chosen > label.row + 1)
            sure = told or blank == "marked"
            reach.open.update([] if sure else [len(rows) - 1])
    return reach


def stand_first(pages: Iterable[Sequence[PlacedRow]]) -> bool:
    """Tell whether the labels of a table stand beside the first of their rows where a page break cuts their cells.

    Some programs set labels at the middle of their cells, but not those of cells that go on on the next page. Such a
    label is one below which the next page has rows, and further down in its column the next label or none.
    """
    votes: Counter[bool] = Counter()
    parts = [*pages]
    leads = [min((each.columns[0][0] for each in page if not each.row.heads), default=FAR) for page in parts]
    later = [*accumulate(reversed(leads), min)][::-1]
    for index, (page, following) in enumerate(pairwise(parts), 1):
        below = [each for each in following if not each.row.heads]
        rows = [each.row for each in page]
        for label in _find_labels(page):
            goes_on = bool(below) and below[0].section == page[-1].section and below[0].columns[0][0] > label.column
            if label.until < len(rows) or label.until - label.row < 2 or not goes_on:
                continue
            if leads[index] <= label.column or later[index] > label.column:
                near = OFF * label.block.size
                high = abs(label.block.top - rows[label.row].top) <= near
                votes[high and abs(_off(rows, label, label.until)) > near] += 1
    return votes[True] > votes[False]


def _find_labels(placed: Sequence[PlacedRow]) -> list[_Label]:
    """Give the labels at the side of rows; each reaches to the next row that prints something in its column."""
    rows = [each.row for each in placed]
    labels = []
    for index, each in enumerate(placed):
        for block, (first, behind) in zip(each.row.blocks, each.columns, strict=True):
            if not block.label or (first > 0 and (each.row.heads or _heads_texts(placed, index))):
                continue
            until = index + 1
            while until < len(rows) and placed[until].section == each.section and placed[until].columns[0][0] >= behind:
                until += 1
            until = _reach_on(rows, block, index, until)
            labels.append(_Label(block, index, first, until))
    return labels


def _reach_on(rows: Sequence[BlockRow], block: Block, row: int, until: int) -> int:
    """Let a label reach on below other headings, if it stands at the middle of all rows to the right of it."""
    end = until
    while end < len(rows) and rows[end].blocks[0].x0 > block.x1:
        end += 1
    label = _Label(block, row, 0, end)
    return end if abs(_off(rows, label, end)) <= OFF * block.size else until


def _find_following(placed: Sequence[PlacedRow], below: Sequence[PlacedRow]) -> tuple[dict[int, str], set[int], Blank]:
    """Give the labels of the next page's first row by their column, and the columns in which any row has one.

    The last one tells whether nothing is printed beside the labels of the first row, or marks alone: then no row above
    is theirs, unless it is no row but the strip of one that the page break cut. Headings that are printed again are
    left out; rows below other headings have other columns.
    """
    rows = [each for each in below if not each.row.heads]
    if not rows or rows[0].section != placed[-1].section:
        return {}, set(), None
    labels = [
        {first: block.text for (first, _), block in zip(each.columns, each.row.blocks, strict=True) if block.label}
        for each in rows
        if each.section == rows[0].section
    ]
    texts = [block for block in rows[0].row.blocks if not block.label]
    blank: Blank = ("marked" if texts else "empty") if all(MARK.fullmatch(block.text) for block in texts) else None
    if blank == "empty" and len(labels) > 1 and labels[0] and not labels[1] and rows[1].columns[0][0] > max(labels[0]):
        blank = "strip"
    return labels[0], {column for each in labels for column in each}, blank


def _heads_texts(placed: Sequence[PlacedRow], index: int) -> bool:
    """Tell whether a row holds labels alone, and the next one a text below the last of them, as below headings."""
    if index + 1 == len(placed) or not _is_headings(placed[index].row):
        return False
    below = placed[index + 1]
    column = placed[index].columns[-1][0]
    texts = zip(below.row.blocks, below.columns, strict=True)
    return any(not block.label and first <= column < behind for block, (first, behind) in texts)


def _end_blank(rows: Sequence[BlockRow], label: _Label) -> int:
    """Give the row behind the last one of a label at a page's end, which holds none but its own if that is blank."""
    end = label.row
    while end < label.until and _is_blank(rows[end], label.block):
        end += 1
    return label.until if end == label.row else end


def _is_headings(row: BlockRow) -> bool:
    """Tell whether a row prints labels alone, and several of them."""
    return len(row.blocks) > 1 and all(block.label for block in row.blocks)


def _is_blank(row: BlockRow, label: Block) -> bool:
    """Tell whether a row prints nothing beside a label but marks that say so."""
    return all(MARK.fullmatch(block.text) is not None for block in row.blocks if block.x0 > label.x1)


def _find_side(rows: Sequence[BlockRow], labels: Sequence[_Label], side: Side) -> Side:
    """Find out where the labels stand of which the rows are known. Other texts' `side` counts once, if middle."""
    votes: Counter[Side] = Counter({"middle": int(side == "middle")})
    for label in labels:
        if label.until - label.row > 1:
            votes["top"] += abs(label.block.top - rows[label.row].top) <= OFF * label.block.size
            votes["middle"] += abs(_off(rows, label, label.until)) <= OFF * label.block.size
    return votes.most_common(1)[0][0] if votes["top"] != votes["middle"] else side


def _off(rows: Sequence[BlockRow], label: _Label, until: int) -> float:
    """Give how far (points) a label stands below the middle of the rows from its own to another."""
    first, last = _find_beside(rows[label.row], label), _find_beside(rows[until - 1], label)
    return label.block.middle - (min(block.top for block in first) + max(block.bottom for block in last)) / 2


def _find_beside(row: BlockRow, label: _Label) -> list[Block]:
    """Give what stands at a row's own height to the right of a label, which may be higher than its first row."""
    core = row.core
    return [block for block in core if block.x0 > label.block.x1] or core


def _choose_end(rows: Sequence[BlockRow], label: _Label) -> int | None:
    """Choose the row behind the last one that a label spans; None where it stands at the middle of no rows.

    A label that stands lower than the middle of all rows spans further ones, on the next page.
    """
    near = OFF * label.block.size
    if label.until - label.row < 2 or _off(rows, label, label.until) >= -near:
        return label.until
    ends = range(label.row + 1, label.until)
    return next((end for end in ends if abs(_off(rows, label, end)) <= near), None)
