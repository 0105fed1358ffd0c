"""What a print without lines leaves open: to which label rows belong that stand on a page before it.

Enters: a form's record, its sheet and its look. Leaves: the record as it is printed: such rows stand under the label
above them, as many as may, as the contract says of a level that is carried down to the next label. This holds only
where it is proved: the form that has the rows there is drawn as well, and gives the very same file.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tests.accuracy.looks import Look
from tests.accuracy.pagination import Piece
from tests.accuracy.render_reportlab import place_pieces, render
from tests.accuracy.sheets import Box, Sheet, Table


def read_as_printed(record: dict[str, Any], sheet: Sheet, look: Look, *, embedded: bool) -> dict[str, Any] | None:
    """Give the record that a form drawn by reportlab shows; None where that is its own, since nothing is left open."""
    if look.rules != "borderless":
        return None
    printed = deepcopy(record)
    levels = [second for first in printed["indicators"] for second in first["children"]]
    drawn = render(sheet, look, embedded=embedded)
    for index in range(1, len(levels)):
        above, level = levels[index - 1], levels[index]
        pieces = place_pieces(sheet, look, embedded=embedded)
        if not above["children"]:
            continue  # Below a label whose own row is blank, no row can be its.
        for rows in range(_count_rows_before(sheet, pieces, index), 0, -1):
            moved = _carry(sheet, index, rows)
            if render(moved, look, embedded=embedded) == drawn:
                sheet = moved
                above["children"] += level["children"][:rows]
                level["children"] = level["children"][rows:]
                break
    return printed if printed != record else None


def _find_levels(table: Table) -> list[Box]:
    """Give the cells of the second levels."""
    levels = [box for box in table.boxes if box.role == "level"]
    return [box for box in levels if box.left == max(other.left for other in levels)]


def _find_level(sheet: Sheet, index: int) -> tuple[Table, Box]:
    """Give a second level's cell, and its table."""
    return [(table, box) for table in sheet.tables for box in _find_levels(table)][index]


def _count_rows_before(sheet: Sheet, pieces: Sequence[Piece], index: int) -> int:
    """Give how many of a second level's rows end on pages before the one that prints its label."""
    table, level = _find_level(sheet, index)
    page = min((piece.page for piece in pieces if piece.box is level and piece.lines), default=0)
    rows = range(level.top, level.top + level.height)
    ends = (max(_find_pages(row, table, pieces)) for row in rows)
    return sum(end < page for end in ends)


def _find_pages(row: int, table: Table, pieces: Iterable[Piece]) -> list[int]:
    """Give the pages on which a row's own cells stand."""
    own = {id(box) for box in table.boxes if box.top == row and box.height == 1}
    return [piece.page for piece in pieces if id(piece.box) in own]


def _carry(sheet: Sheet, index: int, rows: int) -> Sheet:
    """Give the sheet whose second level begins so many rows later, and the one above it ends with these."""
    table, level = _find_level(sheet, index)
    moved = {box.left for box in table.boxes if box.role == "level" and box.top == level.top}

    def move(box: Box) -> Box:
        if box.role == "level" and box.left in moved:
            if box.top == level.top:
                return replace(box, top=box.top + rows, height=box.height - rows)
            if box.top + box.height == level.top:
                return replace(box, height=box.height + rows)
        return box

    boxes = tuple(sorted(map(move, table.boxes), key=lambda box: (box.top, box.left)))
    tables = tuple(replace(table, boxes=boxes) if each is table else each for each in sheet.tables)
    return replace(sheet, tables=tables)
