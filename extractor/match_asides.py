"""Rows of an indicator table that hold none: `评价结论 | …`, what else stands below indicators. Part of matching.

Where the cells stand tells them: no indicator's cell reaches from the names to the values. In plain text, where no
places are known, only words that the pattern has for pairs do.
"""

from collections.abc import Sequence

from extractor.document import Cell
from extractor.hits import HeaderHit, Piece
from extractor.match_pairs import INLINE_PAIR, PAIRED, holds_pairs, read_pairs
from extractor.patterns import Label
from extractor.reading import State, overlap, take

LONGEST_NAME = 30
"""How long the name of a pair that no pattern knows may be."""


def read_aside(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Read a row that holds no indicator, as pairs; tell whether it is one."""
    if any(label.part == "indicators" and label.role != "column" for found in labels for label in found):
        return False
    known = any(label.role in PAIRED for label in labels[0])
    inline = all(INLINE_PAIR.match(cell.text.strip()) for cell in cells) and any(holds_pairs(state, c) for c in cells)
    placed = _is_pair(state, cells) or _is_note(state, cells) if state.geometry else known and len(cells) == 2
    if not (inline or placed):
        return False
    if inline or known or len(cells) == 1 or len(cells[0].text) > LONGEST_NAME:
        read_pairs(state, cells, labels)
        return True
    name, value = cells
    state.match.use(name, "value")
    state.match.header.append(HeaderHit(None, Piece(name, name.text), take(state, value)))
    return True


def _is_pair(state: State, cells: Sequence[Cell]) -> bool:
    """Tell whether a row is a name at the left of the indicators' names, and a text that reaches over their values."""
    return len(cells) == 2 and _reaches(state, cells[1]) and _is_before(state, cells[0])


def _is_note(state: State, cells: Sequence[Cell]) -> bool:
    """Tell whether a row is one text over all columns: `注：…`."""
    return len(cells) == 1 and all(_covers(cells[0], column.left, column.right) for column in state.columns)


def _reaches(state: State, cell: Cell) -> bool:
    """Tell whether a cell covers the columns of the names and of the values, and all between them."""
    ends = [column for column in state.columns if column.code in ("name", "value")]
    return len(ends) == 2 and all(_covers(cell, column.left, column.right) for column in ends)


def _covers(cell: Cell, left: float, right: float) -> bool:
    return min(cell.right, right) - max(cell.left, left) > 0.5 * (right - left)


def _is_before(state: State, cell: Cell) -> bool:
    return all(overlap(column, cell) <= 0 for column in state.columns if column.code in ("name", "value"))
