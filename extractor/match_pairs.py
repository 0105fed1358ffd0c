"""Pairs: labels and the values to their right: the head, the funding, the objectives. Part of matching."""

import re
from collections.abc import Sequence

from extractor.document import Cell
from extractor.hits import Finding, GroupHit, HeaderHit, ItemHit, ObjectiveHit, Piece, count_characters
from extractor.patterns import Label
from extractor.reading import State, is_mark, overlap, read_unit, take, take_amount
from extractor.values import is_money

INLINE_PAIR = re.compile(r"^([^：:]{2,20})[：:]\s*(.*)$", re.DOTALL)
"""A label and its value in one cell: `联系电话：…`."""


def read_pairs(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Read labels and the values to their right: the head, the funding, the objectives."""
    index = 0
    while index < len(cells):
        taken = _read_pair(state, cells, labels, index)
        index += taken


def _read_pair(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]], index: int) -> int:
    """Read what begins at a cell; give how many cells it took."""
    match, cell, found = state.match, cells[index], labels[index]
    value_cell = cells[index + 1] if index + 1 < len(cells) and not labels[index + 1] else None
    for label in found:
        if label.role in ("section", "amounts"):
            match.use(cell, "label")
            read_unit(state, cell)
            return 1
        if label.role == "group":
            match.use(cell, "value")
            state.groups.append((len(match.groups), cell))
            match.groups.append(GroupHit(label.code, cell))
            return 1
        if label.role == "field":
            match.use(cell, "label")
            match.header.append(HeaderHit(label.code, Piece(cell, cell.text), take(state, value_cell), "label"))
            return 1 + (value_cell is not None)
        if label.role == "item":
            group = _find_group(state, cell, found, labels)
            code = next(other.code for other in found if other.within == match.groups[group].code)
            match.use(cell, "value")
            amount = take_amount(state, value_cell)
            if value_cell is None:
                match.findings.append(Finding("amount-blank", (cell,)))
            match.items.append(ItemHit(group, code, Piece(cell, cell.text), amount))
            return 1 + (amount is not None or (value_cell is not None and is_mark(state, value_cell)))
        if label.role == "objective":
            match.use(cell, "value")
            if value_cell is None:
                state.pending.append((label.code, cell))
            else:
                match.objectives.append(ObjectiveHit(label.code, Piece(cell, cell.text), take(state, value_cell)))
            return 1 + (value_cell is not None)
        if label.role == "column" and state.mode == "head":
            break
    return _read_unknown(state, cell, value_cell)


def _read_unknown(state: State, cell: Cell, value_cell: Cell | None) -> int:
    """Read a cell that is no label: `标签：值` in one cell, an unknown pair, or nothing that is known."""
    match = state.match
    inline = INLINE_PAIR.match(cell.text.strip())
    if inline is not None and len(inline[2]) <= 120:
        for label in match.pattern.find(inline[1]):
            if label.role == "field":
                characters = count_characters(inline[1]) + 1
                match.use(cell, "label", characters)
                match.use(cell, "value", count_characters(cell.raw) - characters)
                value = Piece(cell, inline[2]) if inline[2].strip() else None
                match.header.append(HeaderHit(label.code, Piece(cell, inline[1]), value))
                return 1
            if label.role == "unit":
                read_unit(state, cell)
                match.use(cell, "label")
                return 1
    if value_cell is not None and state.mode == "head" and len(cell.text) <= 30:
        if state.groups and (is_money(value_cell.text) or is_mark(state, value_cell)):
            group = _nearest_group(state, cell)
            match.use(cell, "value")
            match.items.append(ItemHit(group, None, Piece(cell, cell.text), take_amount(state, value_cell)))
            return 2
        if not state.groups and len(value_cell.text) <= 120:
            match.use(cell, "value")
            match.header.append(HeaderHit(None, Piece(cell, cell.text), take(state, value_cell)))
            return 2
    match.use(cell, "residue")
    return 1


def _find_group(state: State, cell: Cell, found: Sequence[Label], labels: Sequence[Sequence[Label]]) -> int:
    """Give the breakdown that an item belongs to: the last one that was started and knows it, nearest above it."""
    match = state.match
    codes = [label.within for label in found if label.role == "item"]
    known = [(index, label) for index, label in state.groups if match.groups[index].code in codes]
    if known:
        over = [(index, label) for index, label in known if overlap(label, cell) > 0]
        return (over or known)[-1][0]
    code = codes[0] if len(codes) == 1 else _choose_group(state, cell, codes, labels.count(found))
    bare = next((k for k, group in enumerate(match.groups) if group.label is None and group.code == code), None)
    if bare is None:
        bare = len(match.groups)
        match.groups.append(GroupHit(code, None))
    state.stands[bare] = (cell, state.width)
    return bare


def _choose_group(state: State, cell: Cell, codes: Sequence[str], times: int) -> str:
    """Choose between breakdowns without headings that stand side by side for `其他资金`, an item of each of them.

    Printed once for each of them in one row, they stand in their order. Else the one that stands above it has it, else
    the only one that has no such item yet. Where this leaves two, the first is taken and the choice noted as doubtful.
    """
    match = state.match
    standing = {match.groups[k].code: at for k, at in state.stands.items() if match.groups[k].code in codes}
    lacking = [code for code in codes if not _has_item(state, code, cell)]
    in_order = sorted(codes, key=lambda code: standing[code][0].left if code in standing else 0)
    if times == len(codes) and len(standing) == len(codes):
        return next((code for code in in_order if code in lacking), in_order[-1])
    over = [
        code
        for code, (label, width) in standing.items()
        if overlap(label, cell) > 0 and (state.geometry or width == state.width)
    ]
    if len(over) == 1 and over[0] is not None:
        return over[0]
    if len(lacking) != 1:
        match.findings.append(Finding("item-doubtful", (cell,)))
    return (lacking or codes)[0]


def _has_item(state: State, code: str, cell: Cell) -> bool:
    """Tell whether a breakdown has the item that a label prints."""
    match = state.match
    items = {label.code for label in match.pattern.find(cell.text) if label.role == "item" and label.within == code}
    return any(hit.code in items and match.groups[hit.group].code == code for hit in match.items)


def _nearest_group(state: State, cell: Cell) -> int:
    over = [index for index, label in state.groups if overlap(label, cell) > 0]
    return over[-1] if over else state.groups[-1][0]


def read_pending(state: State, cells: Sequence[Cell]) -> list[Cell]:
    """Give objectives whose headings stand side by side, or above their text, the texts of the row below them.

    Gives the cells of that row that are none.
    """
    match = state.match
    rest = list(cells)
    in_order = len(rest) == len(state.pending) > 1
    for code, label in state.pending:
        best = rest[0] if in_order else max(rest, key=lambda cell: overlap(label, cell), default=None)
        if best is None or not (in_order or (state.geometry and overlap(label, best) > 0)):
            match.objectives.append(ObjectiveHit(code, Piece(label, label.text), None))
            continue
        rest.remove(best)
        match.objectives.append(ObjectiveHit(code, Piece(label, label.text), take(state, best)))
    state.pending = []
    return rest


def close_pending(state: State) -> None:
    """Leave objectives without a text: what follows their heading begins with a label of its own."""
    for code, label in state.pending:
        state.match.objectives.append(ObjectiveHit(code, Piece(label, label.text), None))
    state.pending = []
