"""The funding: its breakdowns and their amounts, as pairs or in columns of their own. Part of matching."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.document import Cell
from extractor.hits import Finding, GroupHit, HeaderHit, ItemHit, Piece
from extractor.patterns import Label
from extractor.reading import Column, State, is_mark, overlap, place_cells, read_unit, take, take_amount
from extractor.values import is_money


def read_item(state: State, cell: Cell, value_cell: Cell | None, labels: Sequence[Sequence[Label]]) -> int:
    """Read `其中：财政资金 | 2,400,000.00` in a row with these labels; give how many cells it took."""
    match = state.match
    match.use(cell, "value")
    read_unit(state, cell)
    amount = take_amount(state, value_cell)
    if value_cell is None:
        match.findings.append(Finding("amount-blank", (cell,)))
    add_item(state, cell, Piece(cell, cell.text), amount, labels)
    if value_cell is None:
        state.awaiting.append((len(match.items) - 1, cell))
    return 1 + (amount is not None or (value_cell is not None and is_mark(state, value_cell)))


def add_item(
    state: State, cell: Cell, label: Piece, amount: Piece | None, labels: Sequence[Sequence[Label]] = ()
) -> None:
    """Add an item whose name a cell prints to the breakdown that it belongs to."""
    match = state.match
    found = match.pattern.find(cell.text)
    group = _find_group(state, cell, found, labels)
    code = next(each.code for each in found if each.within == match.groups[group].code)
    match.items.append(ItemHit(group, code, label, amount))


def read_amounts_below(state: State, cells: Sequence[Cell]) -> bool:
    """Read `860.35 | 800.35 | 60` below `资金总额 | 财政拨款 | 其他资金`; tell whether the row is one."""
    match, awaiting = state.match, state.awaiting
    state.awaiting = []
    units = match.pattern.values.units
    if len(awaiting) < 2 or any(not is_money(cell.text, units=units) and not is_mark(state, cell) for cell in cells):
        return False
    placed = place_cells(cells, [Column(str(index), cell.left, cell.right) for index, cell in awaiting], {})
    if placed is None and len(cells) == len(awaiting):
        placed = {str(index): cell for (index, _), cell in zip(awaiting, cells, strict=True)}
    if not placed:
        return False
    labels = {str(index): label for index, label in awaiting}
    for key, cell in placed.items():
        match.items[int(key)] = replace(match.items[int(key)], value=take_amount(state, cell), how="header")
        match.findings = [
            each for each in match.findings if each.code != "amount-blank" or each.cells != (labels[key],)
        ]
    return True


def read_amount_of(state: State, code: str, cell: Cell, value_cell: Cell | None) -> int:
    """Read `全年预算数 | 120.00`: the whole of a breakdown that has a column, or here a pair, of its own."""
    match = state.match
    read_unit(state, cell)
    if value_cell is None or not (is_money(value_cell.text) or is_mark(state, value_cell)):
        match.use(cell, "label")
        return 1
    match.use(cell, "value")
    match.items.append(
        ItemHit(_open_group(state, code, None), "total", Piece(cell, cell.text), take_amount(state, value_cell))
    )
    return 2


def _open_group(state: State, code: str, heading: Cell | None) -> int:
    """Give the breakdown of a code that is open already, else open it under a heading."""
    match = state.match
    known = next((k for k in reversed(range(len(match.groups))) if match.groups[k].code == code), None)
    if known is not None:
        return known
    match.groups.append(GroupHit(code, heading))
    if heading is not None:
        match.use(heading, "value")
    return len(match.groups) - 1


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
    printed = [code for code in codes if code in _printed_totals(state)]
    if len(printed) == 1 and printed[0] in standing:
        return printed[0]  # The form prints the total of one of them only.
    if len(lacking) != 1:
        match.findings.append(Finding("item-doubtful", (cell,)))
    return (lacking or codes)[0]


def _printed_totals(state: State) -> frozenset[str | None]:
    """Give the breakdowns whose total the form prints anywhere."""
    if state.totals is None:
        find = state.match.pattern.find
        state.totals = frozenset(
            label.within
            for laid in state.match.rows
            for cell in laid.row.cells
            for label in find(cell.text)
            if label.role == "item" and label.code == "total"
        )
    return state.totals


def _has_item(state: State, code: str, cell: Cell) -> bool:
    """Tell whether a breakdown has the item that a label prints."""
    match = state.match
    items = {label.code for label in match.pattern.find(cell.text) if label.role == "item" and label.within == code}
    return any(hit.code in items and match.groups[hit.group].code == code for hit in match.items)


def nearest_group(state: State, cell: Cell) -> int | None:
    """Give the breakdown that an item of unknown name stands in: its heading, or else its items, are above it."""
    if state.groups:
        over = [index for index, label in state.groups if overlap(label, cell) > 0]
        return over[-1] if over else state.groups[-1][0]
    bare = [
        index
        for index, (label, width) in state.stands.items()
        if overlap(label, cell) > 0 and (state.geometry or width == state.width)
    ]
    if len(bare) == 1:
        state.stands[bare[0]] = (cell, state.width)
    return bare[0] if len(bare) == 1 else None


def read_matrix_head(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Read `全年预算数 | 全年执行数 | 执行率`, headings of columns of which each holds a breakdown of its own.

    Gives whether the row is one: two headings side by side, the first of them one of amounts.
    """
    match = state.match
    kinds = [{label.role for label in found} for found in labels]
    first = next((k for k, roles in enumerate(kinds) if "amounts_of" in roles), None)
    if (
        first is None
        or first + 1 == len(cells)
        or any(
            is_money(cell.text) or is_mark(state, cell) or kinds[k] & {"field", "item", "objective"}
            for k, cell in enumerate(cells[first:], first)
        )
    ):
        return False
    _take_headings(state, cells[:first], labels[:first])
    columns: list[tuple[int | None, Cell]] = []
    for k, cell in enumerate(cells[first:], first):
        codes = [label.code for label in labels[k] if label.role == "amounts_of"]
        read_unit(state, cell)
        if not codes:
            match.use(cell, "value")
            columns.append((None, cell))
            continue
        headed = next((number for number, _ in reversed(state.groups) if match.groups[number].code in codes), None)
        if headed is not None:
            match.use(cell, "label")
        columns.append((_open_group(state, codes[0], cell) if headed is None else headed, cell))
    state.matrix = tuple(columns)
    return True


def read_matrix_row(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Read `年度资金总额 | 120.00 | 118.50 | 98.75%` below such headings; give whether the row is one."""
    match = state.match
    start = 0
    while start < len(cells) and any(label.role in ("section", "group") for label in labels[start]):
        start += 1
    rest = cells[start:]
    if not rest:
        return False
    item = None
    open_groups = {code for code, part in match.pattern.funding.groups.items() if part.open}
    is_open = any(number is not None and match.groups[number].code in open_groups for number, _ in state.matrix)
    named = any(label.role == "item" for label in labels[start])
    if named or ((is_open or _is_further_item(state, rest)) and not is_money(rest[0].text)):
        item, rest = rest[0], rest[1:]
    placed = _place_amounts(state, rest, named=named)
    if placed is None or any(label.role in ("field", "objective", "column") for found in labels for label in found):
        state.matrix = ()
        return False
    _take_headings(state, cells[:start], labels[:start])
    found = match.pattern.find(item.text) if item else ()
    if item is not None:
        match.use(item, "value")
        read_unit(state, item)
    for number, heading, cell in placed:
        label = Piece(item, item.text) if item and number is not None else Piece(heading, heading.text)
        if number is None:
            match.header.append(HeaderHit(None, label, take(state, cell), "header"))
            continue
        codes = [each.code for each in found if each.role == "item" and each.within == match.groups[number].code]
        code = "total" if item is None else codes[0] if codes else None
        match.items.append(ItemHit(number, code, label, take_amount(state, cell), "header"))
    if item is not None and named:
        _add_blanks(state, item, found, {number for number, _, _ in placed})
    return True


def _add_blanks(state: State, item: Cell, found: Sequence[Label], filled: Collection[int | None]) -> None:
    """Add an item without an amount to each breakdown in whose column its row is blank."""
    match = state.match
    for number, _ in state.matrix:
        codes = [each.code for each in found if number is not None and each.within == match.groups[number].code]
        if number is not None and number not in filled and codes:
            match.items.append(ItemHit(number, codes[0], Piece(item, item.text), None, "header"))


def _is_further_item(state: State, cells: Sequence[Cell]) -> bool:
    """Tell whether amounts in all columns stand after a name: `财政专户管理资金 | 0 | 0 | 0 | 0% | / | /`."""
    first = state.matrix[0][1].left
    numbers = all(is_money(cell.text.strip().removesuffix("%")) or is_mark(state, cell) for cell in cells[1:])
    beside = cells[0].right <= first or (not state.geometry and len(cells) == len(state.matrix) + 1)
    return beside and numbers and len(cells) > 1 and not is_mark(state, cells[0])


def _place_amounts(state: State, cells: Sequence[Cell], *, named: bool) -> list[tuple[int | None, Cell, Cell]] | None:
    """Give each cell of a row with the breakdown and the heading of its column, None where they do not fit.

    Only a row that begins with the name of a known item may have no amount at all.
    """
    columns = [Column(str(k), heading.left, heading.right) for k, (_, heading) in enumerate(state.matrix)]
    placed = place_cells(cells, columns, {}) if state.geometry or len(cells) < len(columns) else None
    if placed is None and len(cells) == len(columns):
        placed = {str(k): cell for k, cell in enumerate(cells)}
    if placed is None or not (placed or named):
        return None
    found = [(*state.matrix[int(k)], cell) for k, cell in placed.items()]
    amounts = [cell for number, _, cell in found if number is not None]
    readable = all(is_money(cell.text) or is_mark(state, cell) for cell in amounts)
    return found if (amounts or named) and readable else None


def _take_headings(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Take what stands at the side of amounts in columns: a section, the heading of a breakdown, or nothing known."""
    match = state.match
    for cell, found in zip(cells, labels, strict=True):
        read_unit(state, cell)
        group = next((label for label in found if label.role == "group"), None)
        if group is not None:
            match.use(cell, "value")
            state.groups.append((len(match.groups), cell))
            match.groups.append(GroupHit(group.code, cell))
        else:
            match.use(cell, "label" if found else "residue")
