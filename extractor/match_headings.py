"""Rows of headings → columns; in two rows, `指标值` over `前年 | 上年 | 预计当年实现`, a column for each below.

Part of matching.
"""

import math
from collections.abc import Collection, Sequence

from extractor.document import Cell
from extractor.hits import Finding
from extractor.patterns import Label
from extractor.reading import Column, State, is_mark
from extractor.values import is_money

LOOKED_AT = 40
"""How many rows below headings tell what stands under them."""

LONGEST_HEADING = 20
"""How long a heading in a second row may be."""


def name_column(heading: str, taken: Collection[str]) -> str:
    """Give a column that the pattern does not know, or that is printed a second time, a name of its own."""
    names = (heading, *(f"{heading} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def name_columns(
    part: str, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]
) -> tuple[list[Column], frozenset[int], tuple[Cell, ...]]:
    """Give the columns that a row heads, the ids of headings without a meaning of their own, and those printed twice.

    A label that elsewhere stands at the side of the indicators heads their names where nothing else does:
    `一级指标 | 二级指标 | 绩效指标 | 指标值`.
    """
    columns: list[Column] = []
    unknown: set[int] = set()
    alike: list[Cell] = []
    own = [[label.code for label in found if label.part == part and label.role == "column"] for found in labels]
    unnamed = part == "indicators" and all("name" not in codes for codes in own)
    for cell, found, codes in zip(cells, labels, own, strict=True):
        code = codes[0] if codes else None
        if code is None and any(label.role in ("section", "optional", "period") for label in found):
            if not (columns and unnamed):
                continue
            code, unnamed = "name", False
        taken = {column.code for column in columns}
        if code in taken:
            alike.append(cell)
        if code is None or code in taken:
            unknown.add(id(cell))
            code = name_column(cell.text.strip(), taken)
        columns.append(Column(code, cell.left, cell.right))
    return columns, frozenset(unknown), tuple(alike)


def lower_levels(state: State, cells: Sequence[Cell], columns: list[Column]) -> list[Column]:
    """Give the columns as what stands in them says, where `一级指标 | 二级指标` head the second level and the names.

    So `一级指标 | 二级指标 | 绩效标准 | 当年预期实现值` over `数量指标 | 维修次数 | 反映维修情况 | 20次`.
    """
    by_code = {column.code: column for column in columns}
    if state.blocks or not {"level_1", "level_2"} <= by_code.keys():
        return columns
    first, second = (_roles_below(state, by_code[code].left, by_code[code].right) for code in ("level_1", "level_2"))
    shifted = {"level_1"} in _roles_below(state, -math.inf, math.inf)  # First levels stand elsewhere in their rows.
    if shifted or {"level_2"} not in first or 2 * sum("level_2" in roles for roles in second) >= len(second):
        return columns
    state.match.findings.append(Finding("levels-lowered", tuple(cells)))
    headings = {(cell.left, cell.right): cell.text.strip() for cell in cells}
    codes = {"level_1": "level_2", "level_2": "name"}
    if "name" in by_code:
        named = by_code["name"]
        codes["name"] = name_column(headings[named.left, named.right], by_code.keys())
    return [Column(codes.get(column.code, column.code), column.left, column.right) for column in columns]


def _roles_below(state: State, left: float, right: float) -> list[set[str]]:
    """Give of each text in the first rows below headings which levels it may be the label of."""
    rows = state.match.rows[state.at + 1 : state.at + 1 + LOOKED_AT]
    under = [
        cell
        for laid in rows
        if laid.row.table is not None
        for cell in laid.row.cells
        if not cell.blank and left <= (cell.left + cell.right) / 2 < right
    ]
    levels = {"level_1", "level_2"}
    return [{label.role for label in state.match.pattern.find(cell.text) if label.role in levels} for cell in under]


def split_columns(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Part the columns over which headings of a second row stand; tell whether the row is one of these.

    Each of its cells then shares the room of one heading with another cell, and no other heading has one.
    """
    if len(cells) < 2 or any(not _may_head(state, cell, found) for cell, found in zip(cells, labels, strict=True)):
        return False
    columns = sorted(state.columns, key=lambda column: column.left)
    below: list[list[int]] = [[] for _ in columns]
    for index, cell in enumerate(cells):
        over = [k for k, column in enumerate(columns) if column.left <= (cell.left + cell.right) / 2]
        if not over:
            return False
        below[over[-1]].append(index)
    if any(len(indexes) == 1 for indexes in below):
        return False
    parted: list[Column] = []
    for column, indexes in zip(columns, below, strict=True):
        if not indexes:
            parted.append(column)
        for index in indexes:
            taken = {each.code for each in (*columns, *parted)} - {column.code}
            parted.append(
                Column(_name(state, cells[index], labels[index], taken), cells[index].left, cells[index].right)
            )
    lost = state.mode == "tasks"
    codes = {(column.left, column.right): column.code for column in parted}
    for cell, found in zip(cells, labels, strict=True):
        known = any(label.code == codes[cell.left, cell.right] and _is_column(state, label) for label in found)
        state.match.use(cell, "residue" if lost and not known else "label")
    state.columns = tuple(parted)
    state.splits = False
    return True


def _may_head(state: State, cell: Cell, found: Sequence[Label]) -> bool:
    """Tell whether a cell may be a heading: no amount, no mark, and no label of a level, a side or another part."""
    plain = len(cell.text.strip()) <= LONGEST_HEADING and not is_money(cell.text) and not is_mark(state, cell)
    return plain and not any(label.part == "indicators" and label.role != "column" for label in found)


def _is_column(state: State, label: Label) -> bool:
    return label.part == state.mode and label.role == "column"


def _name(state: State, cell: Cell, found: Sequence[Label], taken: Collection[str]) -> str:
    code = next((label.code for label in found if _is_column(state, label)), None)
    return code if code is not None and code not in taken else name_column(cell.text.strip(), taken)
