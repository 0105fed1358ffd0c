"""Rows while the page breaks between them are undone, and what is known of a page break. Part of the layout.

Enters: cells. Leaves: rows that can still grow, the cells that two parts make, and whether a row holds headings.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.cut_rows import Known
from extractor.document import Cell
from extractor.unmerged import Column
from extractor.wraps import Habits, joint


@dataclass(slots=True)
class Strip:
    """A row while it is put together.

    `start` is its number in its table, counted over all pages; `end_table` is the table that it ends in where a page
    break cut it, for each page's part of a table has a number of its own. `doubtful` says that it was joined over a
    page break in doubt, `ambiguous` that the reader cut it in doubt, `broken` that a text of it fills its page and ends
    in the middle of a sentence. `begun` are the left edges of the blank cells with
    which a side label begins that is printed on a later page; `first` is the page on which the row begins.
    """

    cells: list[Cell]
    page: int | None
    table: int | None
    source: int
    start: int = 0
    doubtful: bool = False
    ambiguous: bool = False
    broken: bool = False
    end_table: int | None = None
    begun: set[float] = field(default_factory=set)
    first: int | None = None

    def __post_init__(self) -> None:
        """Note the page on which the row begins."""
        self.first = self.page


Above = tuple[Strip, int]
"""A cell: the row in which it begins, and where it stands among that row's cells."""

LabelSide = Literal["first", "last", "middle"]
"""Where a side label is printed that spans several pages: on one of them, or in the middle of all."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What is known of a page break besides the rows on both sides of it.

    Attributes:
        known: tells labels.
        section: tells those of a form's parts, which stand beside the headings of its columns and all rows below them.
        habits: how the document sets its spaces.
        rows: how many rows of its table the next page holds.
        heads: whether its first row begins its table there.
        single: whether only one row can stand below the headings above.
        opens: whether the document leaves cells open where a page break cuts them, and no others.
        floor: how far down (points) the table's texts reach on the pages.
        endings: what several texts of the document end with.
        printed: where the document prints its side labels; None where that is not known.
        unmerged: the columns in which a blank cell belongs to the label above it.
        votes: what each page break shows of that is added here.
    """

    known: Known
    section: Known
    habits: Habits
    rows: int
    heads: bool = True
    single: bool = False
    opens: bool = False
    floor: float = 0.0
    endings: frozenset[str] = frozenset()
    printed: LabelSide | None = None
    unmerged: Sequence[Column] = ()
    votes: Counter[LabelSide] = field(default_factory=Counter)


def join_cells(top: Cell, cell: Cell, habits: Habits) -> Cell:
    """Give the cell that two parts on either side of a page break make."""
    if top.blank:
        return replace(cell, left=top.left, right=top.right)
    between = joint(top.text, cell.text, habits, room=top.room)
    return replace(
        top,
        raw=f"{top.raw}\n{cell.raw}",
        text=top.text + between + cell.text,
        places=top.places + cell.places,
        room=cell.room,
        closed=cell.closed,
        confidence=min((sure for sure in (top.confidence, cell.confidence) if sure is not None), default=None),
        repaired=top.repaired or cell.repaired,
    )


def is_heading(cells: Sequence[Cell], known: Known) -> bool:
    """Tell whether a row holds column headings: labels only, and more than one that covers no further row.

    Beside the labels of levels without an indicator, cells are blank; of column headings only the leftmost ones are.
    """
    printed = [cell for cell in cells if not cell.blank]
    first = next((k for k, cell in enumerate(cells) if not cell.blank), 0)
    whole = not any(cell.blank for cell in cells[first:])
    return whole and all(known(cell.text) for cell in printed) and sum(cell.rows == 1 for cell in printed) > 1
