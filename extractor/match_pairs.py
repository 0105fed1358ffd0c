"""Pairs: labels and the values to their right: the head, the funding, the objectives. Part of matching."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell
from extractor.hits import GroupHit, HeaderHit, ItemHit, ObjectiveHit, Piece, count_characters
from extractor.match_funding import add_item, nearest_group, read_amount_of, read_item
from extractor.patterns import Label
from extractor.reading import State, is_mark, overlap, read_unit, read_unit_behind, take, take_amount
from extractor.values import is_money

PHONE = re.compile(r"(?<!\d)((?:0\d{2,3}[-—－ ]?)?\d{7,8}(?:[-—转]\d{1,6})?|1\d{10})\s*[)）]?\s*$")
"""A telephone number at a text's end: `张三 0731-82222222`."""

INLINE_PAIR = re.compile(r"^([^：:]{2,20})[：:]\s*(.*)$", re.DOTALL)
"""A label and its value in one cell: `联系电话：…`."""

COLON = re.compile("[：:]")

LONGEST_PAIRS = 500
"""How long a cell of several pairs may be."""

LEAD = re.compile(r"^其\s*中\s*[：:]?\s*")
"""What stands before an item that is a part of another."""

FURTHER_PAIR = re.compile(r"(?<!\s)\s++(?=[\u4e00-\u9fff]{2,8}(?:[(（][\u4e00-\u9fff]{1,4}[)）])?[：:])")
"""Where another pair begins after the first one in its cell: ` 金额单位：万元`."""


def read_pairs(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Read labels and the values to their right: the head, the funding, the objectives."""
    index = 0
    while index < len(cells):
        taken = _read_pair(state, cells, labels, index)
        index += taken


@dataclass(frozen=True, slots=True)
class _Pair:
    """A label with the cell to its right, None where that is a label too, in a row with these labels."""

    label: Label
    cell: Cell
    found: Sequence[Label]
    value: Cell | None
    labels: Sequence[Sequence[Label]]
    cells: Sequence[Cell]
    index: int

    @property
    def is_heading(self) -> bool:
        """Whether the label stands at the side of another of the same meaning: `资金总额 | 年度资金总额 | 100`."""
        if self.index + 1 == len(self.cells):
            return False
        beside = self.cells[self.index + 1]
        own = {(label.within, label.code) for label in self.found if label.role == "item" and label.code == "total"}
        same = any(label.role == "item" and (label.within, label.code) in own for label in self.labels[self.index + 1])
        return same and beside.left <= self.cell.right

    @property
    def taken(self) -> int:
        """How many cells the pair has."""
        return 1 if self.value is None else 2


def _read_pair(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]], index: int) -> int:
    """Read what begins at a cell; give how many cells it took."""
    cell, found = cells[index], labels[index]
    value_cell = cells[index + 1] if index + 1 < len(cells) and not labels[index + 1] else None
    for label in found:
        if label.role in PAIRS:
            return PAIRS[label.role](state, _Pair(label, cell, found, value_cell, labels, cells, index))
        if label.role == "column" and state.mode == "head":
            break
    return _read_unknown(state, cell, value_cell)


def _read_section(state: State, pair: _Pair) -> int:
    is_last = pair.index + 2 == len(pair.labels)
    text = pair.value if pair.label.part == "objectives" and is_last and state.mode == "head" else None
    if text is not None and _find_inline(state, text, "objective") is None:
        # `绩效目标 | 建成平台。`: no objective of its own stands between the label at the side and the text.
        state.match.use(pair.cell, "value")
        label = Piece(pair.cell, pair.cell.text)
        state.match.objectives.append(ObjectiveHit("other", label, take(state, text)))
        return 2
    state.match.use(pair.cell, "label")
    read_unit(state, pair.cell)
    return 1


def _read_group(state: State, pair: _Pair) -> int:
    match = state.match
    match.use(pair.cell, "value")
    state.groups.append((len(match.groups), pair.cell))
    match.groups.append(GroupHit(pair.label.code, pair.cell))
    read_unit(state, pair.cell)
    return 1


def _read_field(state: State, pair: _Pair) -> int:
    state.match.use(pair.cell, "label")
    _add_fields(state, pair.found, Piece(pair.cell, pair.cell.text), take(state, pair.value))
    return pair.taken


def _read_other(state: State, pair: _Pair) -> int:
    state.match.use(pair.cell, "value")
    state.match.header.append(HeaderHit(None, Piece(pair.cell, pair.cell.text), take(state, pair.value)))
    return pair.taken


def _read_item(state: State, pair: _Pair) -> int:
    if pair.is_heading and (pair.cell.rows > 1 or not state.geometry):
        return _read_section(state, pair)
    return read_item(state, pair.cell, pair.value, pair.labels)


def _read_amount_of(state: State, pair: _Pair) -> int:
    return read_amount_of(state, pair.label.code, pair.cell, pair.value)


def _read_objective(state: State, pair: _Pair) -> int:
    state.match.use(pair.cell, "value")
    if pair.value is None:
        state.pending.append((pair.label.code, pair.cell))
    else:
        label = Piece(pair.cell, pair.cell.text)
        state.match.objectives.append(ObjectiveHit(pair.label.code, label, take(state, pair.value)))
    return pair.taken


PAIRS: Mapping[str, Callable[[State, _Pair], int]] = {
    "section": _read_section,
    "amounts": _read_section,
    "group": _read_group,
    "field": _read_field,
    "other": _read_other,
    "item": _read_item,
    "amounts_of": _read_amount_of,
    "objective": _read_objective,
}
"""What reads a label of a role, and the cell to its right."""

PAIRED = frozenset({"field", "other", "objective"})
"""The roles of labels that have a text beside them."""


def _add_fields(state: State, found: Sequence[Label], label: Piece, value: Piece | None) -> None:
    """Add a field of the head; of `项目负责人及电话 | 张三 0731-8222222` the person and the telephone."""
    codes = [each.code for each in found if each.role == "field"]
    values = [value]
    if len(codes) > 1:
        number = PHONE.search(value.text) if value else None
        person = value.text[: number.start()].rstrip(" \t\n\u3000,，、/／;；:：(（") if value and number else ""
        codes = ["contact", "phone"]
        values = [value, None] if value is None or number is None else [None, Piece(value.cell, number[1])]
        if value is not None and number is not None and person:
            values[0] = Piece(value.cell, person)
    for code, part in zip(codes, values, strict=True):
        state.match.header.append(HeaderHit(code, label, part))


def _read_unknown(state: State, cell: Cell, value_cell: Cell | None) -> int:
    """Read a cell that is no label: `标签：值` in one cell, an unknown pair, or nothing that is known."""
    match = state.match
    inline = INLINE_PAIR.match(cell.text.strip())
    if holds_pairs(state, cell):
        _read_inline(state, cell)
        return 1
    if state.mode == "head" and _read_inline_part(state, cell):
        return 1
    if is_money(cell.text):
        match.use(cell, "residue")
        return 1
    if value_cell is not None and inline is not None and inline[2] and _is_known_pair(state, value_cell):
        value_cell = None  # `填报日期：2024年1月5日 | 金额单位：万元` are two pairs, and no pair of these.
    if value_cell is not None and state.mode == "head" and len(cell.text) <= 30:
        is_amount = is_money(value_cell.text) or (bool(state.groups) and is_mark(state, value_cell))
        group = nearest_group(state, cell) if is_amount else None
        if group is not None:
            match.use(cell, "value")
            match.items.append(ItemHit(group, None, Piece(cell, cell.text), take_amount(state, value_cell)))
            return 2
        if not state.groups and len(value_cell.text) <= 120:
            match.use(cell, "value")
            match.header.append(HeaderHit(None, Piece(cell, cell.text), take(state, value_cell)))
            return 2
    read_unit(state, cell)  # `资金需求（万元）` at the side of the amounts, whatever it is called.
    match.use(cell, "value" if match.unit is not None and match.unit.cell is cell else "residue")
    return 1


def holds_pairs(state: State, cell: Cell) -> bool:
    """Tell whether a cell holds pairs of which the pattern knows one: `填报日期：2024年1月5日 金额单位：万元`."""
    if len(cell.text) > LONGEST_PAIRS or not COLON.search(cell.text):
        return False
    pairs = [INLINE_PAIR.match(text) for text in FURTHER_PAIR.split(cell.text.strip())]
    known = [
        pair
        for pair in pairs
        if pair is not None
        and any(label.role in ("field", "unit", "other") for label in state.match.pattern.find(pair[1]))
    ]
    return bool(known) and all(pair is not None and len(pair[2]) <= 120 for pair in pairs)


def _read_inline(state: State, cell: Cell) -> None:
    """Read the pairs of one cell: `填报单位：示例市水利局 金额单位：万元`. One with no known label is another pair."""
    match = state.match
    left = count_characters(cell.raw)
    texts = FURTHER_PAIR.split(cell.text.strip())
    for index, text in enumerate(texts, 1):
        pair = INLINE_PAIR.match(text)
        name, printed = (pair[1], pair[2]) if pair is not None else (text, "")
        found = match.pattern.find(name)
        characters = count_characters(text) if index < len(texts) else left
        left -= characters
        if any(label.role == "unit" for label in found):
            read_unit(state, replace(cell, text=text))
            match.use(cell, "label", characters)
            continue
        value = Piece(cell, printed) if printed.strip() else None
        known = any(label.role == "field" for label in found)
        head = min(count_characters(name) + 1, characters)
        match.use(cell, "label" if known else "value", head)
        match.use(cell, "value", characters - head)
        if known:
            _add_fields(state, found, Piece(cell, name), value)
        else:
            match.header.append(HeaderHit(None, Piece(cell, name), value))


def _read_inline_part(state: State, cell: Cell) -> bool:
    """Read `其中：基本支出：986.52` or `年度目标：建成平台。`; tell whether a cell is such an item or objective."""
    match = state.match
    objective, item = (_find_inline(state, cell, role) for role in ("objective", "item"))
    if objective is not None:
        label, name, printed = objective
        match.objectives.append(ObjectiveHit(label.code, name, printed))
    elif item is not None and is_money(item[2].text, units=match.pattern.values.units):
        _, name, printed = item
        add_item(state, replace(cell, text=name.text), name, printed)
        read_unit_behind(state, cell)
    else:
        return False
    match.use(cell, "value")
    return True


def _find_inline(state: State, cell: Cell, role: str) -> tuple[Label, Piece, Piece] | None:
    """Give the label of a role that begins a cell, `年度目标：建成平台。`, its text and what stands after it."""
    pair = INLINE_PAIR.match(LEAD.sub("", cell.text.strip()))
    if pair is None or not pair[2].strip():
        return None
    label = next((label for label in state.match.pattern.find(pair[1]) if label.role == role), None)
    return None if label is None else (label, Piece(cell, pair[1]), Piece(cell, pair[2]))


def _is_known_pair(state: State, cell: Cell) -> bool:
    """Tell whether a cell holds a label that the pattern knows and its value: `金额单位：万元`."""
    inline = INLINE_PAIR.match(cell.text.strip())
    return inline is not None and any(label.role in ("field", "unit") for label in state.match.pattern.find(inline[1]))


def read_pending(state: State, cells: Sequence[Cell]) -> list[Cell]:
    """Give objectives whose headings stand side by side, or above their text, the texts of the row below them.

    Gives the cells of that row that are none.
    """
    match = state.match
    rest = list(cells)
    in_order = len(rest) == len(state.pending) > 1
    for code, label in state.pending:
        best = rest[0] if in_order else max(rest, key=lambda cell: overlap(label, cell), default=None)
        under = best is not None and overlap(label, best) > 0 and (state.geometry or state.width > len(cells))
        if best is None or not (in_order or under):
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
