"""The indicator tree: level labels by vocabulary, then names and values. Part of matching."""

from collections.abc import Mapping, Sequence

from extractor.document import Cell
from extractor.hits import BlankHit, Finding, LeafHit, LevelHit
from extractor.patterns import Label
from extractor.reading import OpenLevel, State, drifts, is_mark, learn, place_cells, take_total
from extractor.values import fold


def read_indicator(state: State, cells: list[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Read a row of the indicator table: `产出指标 | 数量指标 | 政府采购预算个数 | 10`."""
    match = state.match
    start = _take_sides(state, cells, labels)
    cells, labels = cells[start:], labels[start:]
    if not cells or take_total(state, cells):
        return
    levels = _place_levels(state, cells, labels)
    taken = {id(cell) for cell in levels.values()}
    rest = [cell for cell in cells if id(cell) not in taken]
    placed, shifted, unknown = _place_leaf(state, cells, rest, levels)
    if shifted:
        match.findings.append(Finding("row-shifted", tuple(cells)))
    carried = _open_levels(state, levels | unknown, shifted=shifted)
    if placed and all(is_mark(state, cell) for cell in placed.values()):
        marks = list(placed.values())
        if state.levels and not isinstance(match.tree[-1], BlankHit):
            # A level keeps the first mark that stands for its indicators; further ones say the same once more.
            match.use(marks[0], "value")
            match.tree.append(BlankHit(marks.pop(0)))
        for cell in marks:
            match.use(cell, "label")
        return
    if placed:
        for cell in placed.values():
            match.use(cell, "value")
        if state.period is not None:
            placed = {**placed, "period": state.period}
        match.tree.append(LeafHit(placed, "repaired" if shifted else "carried" if carried else "header"))


def _take_sides(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> int:
    """Take the labels at a row's side (`绩效指标`, `年度绩效指标`); give how many there are."""
    for index, (cell, found) in enumerate(zip(cells, labels, strict=True)):
        roles = {label.role for label in found}
        if "period" in roles:
            open_period(state, cell)
        elif "section" in roles:
            state.match.use(cell, "label")
        else:
            return index
    return len(cells)


def open_period(state: State, cell: Cell) -> None:
    """Begin the indicators of another period: `年度绩效指标` at the side of its rows."""
    if state.period is not None and fold(state.period.text) == fold(cell.text):
        state.match.use(cell, "repeated")
        return
    state.match.use(cell, "value")
    state.period = cell
    state.levels = []


def _place_levels(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> dict[int, Cell]:
    """Find the level labels at the start of a row, by vocabulary: at most one of each depth."""
    by_place = place_cells(cells, state.columns, state.learned) or place_cells(cells, state.columns, {}) or {}
    column_of = {id(cell): code for code, cell in by_place.items()}
    leaf_columns = sum(column.code not in ("level_1", "level_2") for column in state.columns)
    levels: dict[int, Cell] = {}
    for cell, found in zip(cells[:2], labels[:2], strict=True):
        depths = {1 if label.role == "level_1" else 2 for label in found if label.role in ("level_1", "level_2")}
        depths -= {depth for depth in depths if levels and depth <= max(levels)}
        if not depths:
            break
        column = column_of.get(id(cell))
        if column not in (None, "level_1", "level_2") and len(cells) - len(levels) <= leaf_columns:
            break  # It stands where names or values stand, and would be missing there.
        depth = _choose_depth(state, column, found) if len(depths) == 2 else min(depths)
        levels[depth] = cell
    return levels


def _choose_depth(state: State, column: str | None, found: Sequence[Label]) -> int:
    """Choose for a name known at both depths (`成本指标`): by its column, else by the level it would be under."""
    if column is not None:
        return 1 if column == "level_1" else 2
    current = state.levels[0].code if state.levels else None
    return 2 if any(label.role == "level_2" and label.within == current for label in found) else 1


def _place_leaf(
    state: State, cells: Sequence[Cell], rest: Sequence[Cell], levels: Mapping[int, Cell]
) -> tuple[dict[str, Cell], bool, dict[int, Cell]]:
    """Give the row's other cells by column, whether the row stands shifted, and level cells of unknown name."""
    columns = state.columns
    leaf_codes = [c.code for c in columns if c.code not in ("level_1", "level_2")]
    full = len(cells) == len(columns)
    for learned in (state.learned, {}):
        if learned or not state.learned:
            placed = place_cells(cells, columns, learned)
            if placed is not None and all(placed.get(f"level_{depth}") is cell for depth, cell in levels.items()):
                unknown = {
                    depth: placed[f"level_{depth}"]
                    for depth in (1, 2)
                    if f"level_{depth}" in placed and depth not in levels
                }
                if unknown and len(rest) == len(leaf_codes):
                    break  # A shifted row: as it stands it would have a level of no name known, and no value.
                learn(state, placed)
                return {code: placed[code] for code in leaf_codes if code in placed}, False, unknown
    shifted = not drifts(state) or (bool(state.learned) and not full and (state.geometry or bool(levels)))
    unknown = {}
    spare = len(rest) - len(leaf_codes)
    free = [depth for depth in (1, 2) if depth not in levels and f"level_{depth}" in {c.code for c in columns}]
    if 0 < spare <= len(free):
        for depth, cell in zip(free[-spare:], rest, strict=False):
            unknown[depth] = cell
        rest = rest[spare:]
    placed = dict(zip(leaf_codes, rest, strict=False))
    for cell in rest[len(leaf_codes) :]:
        state.match.use(cell, "residue")
    if full and not shifted:
        learn(state, placed | {f"level_{depth}": cell for depth, cell in {**levels, **unknown}.items()})
    return placed, shifted, unknown


def _open_levels(state: State, levels: Mapping[int, Cell], *, shifted: bool) -> bool:
    """Open the levels that a row prints; tell whether it stands under one that is only carried down to it."""
    match, pattern = state.match, state.match.pattern
    for depth in sorted(levels):
        cell = levels[depth]
        found = [label for label in pattern.find(cell.text) if label.role == f"level_{depth}"]
        parent = state.levels[0].code if depth == 2 and state.levels else None
        label = next((label for label in found if depth == 1 or label.within == parent), found[0] if found else None)
        if label is None:
            match.findings.append(Finding("level-unknown", (cell,)))
        text = fold(cell.text)
        level = OpenLevel(label.code if label else None, text, state.row + cell.rows, cell.rows > 1)
        if len(state.levels) >= depth and state.levels[depth - 1].text == text:
            if id(cell) not in state.shared:
                match.use(cell, "repeated")
            state.levels[depth - 1] = level
            continue
        if depth == 2:
            _infer_parent(state, label, printed=1 in levels)
        if id(cell) not in state.shared:
            match.use(cell, "value")
        state.levels = [*state.levels[: depth - 1], level]
        match.tree.append(LevelHit(depth, level.code, cell, "repaired" if shifted else "level"))
    if not state.levels:
        return False
    return any(level.until <= state.row and depth not in levels for depth, level in enumerate(state.levels, 1))


def _infer_parent(state: State, label: Label | None, *, printed: bool) -> None:
    """Open the first level that a form left blank above a second-level label.

    Only where the last first level's cell has ended in the table itself, and the label belongs under one other.
    """
    headed = any(column.code == "level_1" for column in state.columns)
    if printed or not state.geometry or label is None or not state.levels or not headed:
        return
    first = state.levels[0]
    if first.spans and first.until <= state.row and label.within != first.code:
        state.levels = [OpenLevel(label.within, "", state.row + 1, spans=False)]
        state.match.tree.append(LevelHit(1, label.within, None, "repaired"))
        state.match.findings.append(Finding("level-inferred", ()))
