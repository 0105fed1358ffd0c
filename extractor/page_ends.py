"""What the ends of a document's pages show, whatever is printed there. Part of the layout.

Enters: rows as a reader gave them. Leaves: whether the document leaves cells open where a page break cuts them, how far
down its tables reach, and how many rows of its table each page still holds. Labels are unknown here.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.cut_rows import ENDING, find_box
from extractor.document import Row

USUAL = 3
"""An ending that so many texts have is no chance."""

ALIKE = 2.0
"""Tables whose sides are no farther apart (points) than this stand on pages of one kind."""


@dataclass(frozen=True, slots=True)
class PageEnds:
    """What the ends of pages show.

    Attributes:
        opens: whether some page ends with cells that a line closes beside others that none does, which it cuts.
        floors: by page, how far down (points) texts of tables reach on pages of its kind.
        heights: by table, how many rows it has.
        endings: what several texts in the middle of pages end with: `情况`.
    """

    opens: bool
    floors: dict[int, float]
    heights: Counter[int]
    endings: frozenset[str]


def survey_page_ends(rows: Sequence[Row]) -> PageEnds:
    """Find out what the ends of a document's pages show."""
    heights = Counter(row.table for row in rows if row.table is not None)
    seen: Counter[int] = Counter()
    ends: dict[int, set[bool]] = {}
    extents: dict[int, tuple[float, float, float]] = {}
    endings: Counter[str] = Counter()
    for row in rows:
        if row.table is None or row.page is None:
            continue
        number = seen[row.table]
        seen[row.table] += 1
        if 1 < seen[row.table] < heights[row.table]:
            endings.update(cell.text[-ENDING:] for cell in row.cells if cell.text[-ENDING:].isalpha())
        for cell in row.cells:
            if cell.closed is not None and number + cell.rows >= heights[row.table]:
                ends.setdefault(row.table, set()).add(cell.closed[1])
            box = None if cell.blank else find_box(cell, -1)
            left, right, bottom = extents.get(row.page, (cell.left, cell.right, 0.0))
            bottom = max(bottom, box[3]) if box is not None else bottom
            extents[row.page] = min(left, cell.left), max(right, cell.right), bottom
    usual = frozenset(ending for ending, count in endings.items() if count >= USUAL)
    return PageEnds(any(len(each) > 1 for each in ends.values()), _find_floors(extents), heights, usual)


def _find_floors(extents: dict[int, tuple[float, float, float]]) -> dict[int, float]:
    """Give how far down tables reach on each page, and on the pages around it of which the tables are as wide."""
    lowest: dict[tuple[int, int], float] = {}
    kinds = {}
    for page, (left, right, bottom) in extents.items():
        kind = next(
            (kind for kind in lowest if abs(kind[0] - left) <= ALIKE and abs(kind[1] - right) <= ALIKE),
            (round(left), round(right)),
        )
        kinds[page] = kind
        lowest[kind] = max(lowest.get(kind, 0.0), bottom)
    return {page: lowest[kind] for page, kind in kinds.items()}
