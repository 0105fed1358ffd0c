"""The task table: rows under column headings, told apart by their place and by their amount. Part of matching."""

from collections.abc import Mapping, Sequence

from extractor.document import Cell
from extractor.hits import Finding, TaskHit
from extractor.patterns import TASK_COLUMNS, Label
from extractor.reading import Column, State, drifts, is_mark, learn, place_cells, take_total
from extractor.record import How
from extractor.values import is_money


def read_task(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Read a row of the task table: `任务2: 信访业务培训 | … | 6.00 | …`."""
    match = state.match
    rest = _take_labels(state, cells, labels)
    if all(is_mark(state, cell) for cell in rest):
        for cell in rest:
            match.use(cell, "label")
        return
    if take_total(state, rest):
        return
    columns = state.columns
    if state.optional and len(rest) == len(columns) - 1 and not place_cells(rest, columns, {}):
        columns = columns[1:]  # The label of the optional tasks stands where their name would.
    reading = _align_task(state, rest, columns)
    if reading is None:
        match.findings.append(Finding("row-unread", tuple(rest)))
        for cell in rest:
            match.use(cell, "residue")
        return
    placed, how = reading
    if how == "repaired":
        match.findings.append(Finding("row-shifted", tuple(rest)))
    for code, cell in placed.items():
        if code not in TASK_COLUMNS:
            match.use(cell, "residue")
        else:
            match.use(cell, "label" if code == "amount" and is_mark(state, cell) else "value")
    match.tasks.append(TaskHit({c: cell for c, cell in placed.items() if c in TASK_COLUMNS}, state.optional, how))


def _take_labels(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> Sequence[Cell]:
    """Take the labels at a row's start (`年度重点工作任务`, `其他需完成的任务`); give the cells after them."""
    for index, (cell, found) in enumerate(zip(cells, labels, strict=True)):
        roles = {label.role for label in found if label.role in ("section", "optional")}
        if not roles:
            return cells[index:]
        state.match.use(cell, "label")
        state.optional = state.optional or "optional" in roles
    return []


def _align_task(state: State, cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[dict[str, Cell], How] | None:
    """Give the cells by column. An amount is what tells the columns apart where the places do not."""

    def fits(placed: Mapping[str, Cell]) -> bool:
        amount = placed.get("amount")
        if amount is None:
            return "name" in placed
        return is_money(amount.text, units=units) or is_mark(state, amount)

    units = state.match.pattern.values.units
    codes = [column.code for column in columns]
    learned = place_cells(cells, columns, state.learned) if state.learned else None
    headed = place_cells(cells, columns, {})
    ordered = dict(zip(codes, cells, strict=True)) if len(cells) == len(columns) else None
    for placed in (learned, headed):
        if placed is not None and fits(placed):
            learn(state, placed)
            return placed, "header"
    if ordered is not None and fits(ordered):
        if not drifts(state):
            return ordered, "repaired"  # Its neighbours stand at other columns.
        learn(state, ordered)
        return ordered, "header"
    money = [k for k, cell in enumerate(cells) if is_money(cell.text, units=units)]
    if len(money) == 1 and "amount" in codes:
        middle = codes.index("amount")
        before, after = cells[: money[0]], cells[money[0] + 1 :]
        if 0 < len(before) <= middle and len(after) <= len(codes) - middle - 1:
            placed = dict(zip(codes[:middle], before, strict=False))
            placed["amount"] = cells[money[0]]
            placed |= dict(zip(codes[middle + 1 :], after, strict=False))
            return placed, "repaired"
    fallback = learned or headed or ordered
    return (fallback, "header") if fallback is not None and "name" in fallback else None
