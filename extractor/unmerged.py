"""Columns of labels whose cells are not merged: each label in the first of its rows, blank cells below. For the layout.

Enters: rows as a reader gave them. Leaves: where such columns stand. In these, a blank cell at a page's end belongs to
the label above it; in any other column it may be the first part of a merged cell whose label is on the next page.
"""

from collections.abc import Callable, Sequence

from extractor.document import Cell, Row

SAME_COLUMN = 2.0
"""Cells whose sides are no farther apart (points) than this stand in one column."""

Column = tuple[float, float]
"""From where to where a column reaches."""


def find_unmerged(rows: Sequence[Row], is_level: Callable[[str], bool]) -> list[Column]:
    """Give the columns in which some level has a blank cell of one row right below it, and not at a page's end.

    Only what rulings or markup show counts. `is_level` tells whether a text is the name of a level.
    """
    columns: list[Column] = []
    for above, row, after in zip(rows, rows[1:], rows[2:], strict=False):
        if row.table is None or not above.table == row.table == after.table:
            continue
        levels = [(cell.left, cell.right) for cell in above.cells if cell.rows == 1 and is_level(cell.text)]
        blanks = [cell for cell in row.cells if cell.blank and cell.rows == 1 and not cell.aligned] if levels else []
        columns += [(cell.left, cell.right) for cell in blanks if stands_in(cell, levels)]
    return list(dict.fromkeys(columns))


def stands_in(cell: Cell, columns: Sequence[Column]) -> bool:
    """Tell whether a cell stands in one of some columns."""
    return any(max(abs(cell.left - left), abs(cell.right - right)) <= SAME_COLUMN for left, right in columns)
