"""Region + pattern → hits, and what is left. Vocabulary decides, geometry confirms.

Enters: the rows of one form and the pattern that claims it. Leaves: which cell is which value, which cells are labels,
and the cells that are neither. Nothing is parsed here: amounts, counts and dates stay text until `build`.

Three readers share the work: pairs (label → value), the task table (header → rows) and the indicator tree (levels).
Columns drift in real forms, so a row is read by its words from left to right; where its cells stand only tells two
free-text columns apart, and confirms.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extractor.document import Cell
from extractor.layout import LaidRow, Region
from extractor.patterns import Label, Pattern
from extractor.values import fold, is_money

Role = Literal["value", "label", "repeated", "residue", "furniture"]
How = Literal["label", "header", "level", "carried", "repaired"]

ATTACHMENT = re.compile(r"^附\s*[件表]\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)?\s*[：:]?$")
ATTACHED = re.compile(r"^(附\s*[件表]\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)?)\s*[：:\s]\s*(?=\S)")
YEAR_LINE = re.compile(r"^[（(]?\s*[\d二〇○零一三四五六七八九]{4}\s*年度?\s*[)）]?$")
LONGEST_NOTE = 600
"""How many characters may follow a form's last row and still be a note to it."""

SAME_EDGE = 3.0
"""How far apart (points) the edges of one column may lie on two pages."""

INLINE_PAIR = re.compile(r"^([^：:]{2,20})[：:]\s*(.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A value's cell, and the part of its text that is the value."""

    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class HeaderHit:
    """A pair of the head. `code` is None for a label that the pattern does not know."""

    code: str | None
    label: Piece
    value: Piece | None
    how: How = "label"


@dataclass(frozen=True, slots=True)
class GroupHit:
    """The heading of a funding breakdown; `label` is None where its items stand without a heading."""

    code: str | None
    label: Cell | None


@dataclass(frozen=True, slots=True)
class ItemHit:
    """An amount of the funding; `group` is the index of its breakdown among the group hits."""

    group: int
    code: str | None
    label: Piece
    value: Piece | None
    how: How = "label"


@dataclass(frozen=True, slots=True)
class ObjectiveHit:
    """An objective and its text."""

    code: str
    label: Piece
    value: Piece | None


@dataclass(frozen=True, slots=True)
class TaskHit:
    """A row of the task table: its cells by column."""

    cells: Mapping[str, Cell]
    optional: bool
    how: How = "header"


@dataclass(frozen=True, slots=True)
class LevelHit:
    """A level of the indicator tree, at depth 1 or 2. `cell` is None where the form leaves the level blank."""

    depth: int
    code: str | None
    cell: Cell | None
    how: How = "level"


@dataclass(frozen=True, slots=True)
class LeafHit:
    """An indicator under the levels before it: its cells by column."""

    cells: Mapping[str, Cell]
    how: How = "header"


@dataclass(frozen=True, slots=True)
class BlankHit:
    """A mark (`无`, `/`) where a level's indicators would stand."""

    cell: Cell


TreeHit = LevelHit | LeafHit | BlankHit


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed while reading: a row that stands shifted, a level that is not known."""

    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a cell: how many of its non-blank characters play which role."""

    cell: Cell
    role: Role
    characters: int


@dataclass(slots=True)
class Match:
    """All that was found in a region. `rows` are those that belong to the form: its own, without what follows it."""

    pattern: Pattern
    title: Piece | None
    attachment: Piece | None = None
    year: Cell | None = None
    unit: Piece | None = None
    header: list[HeaderHit] = field(default_factory=list)
    groups: list[GroupHit] = field(default_factory=list)
    items: list[ItemHit] = field(default_factory=list)
    objectives: list[ObjectiveHit] = field(default_factory=list)
    tasks: list[TaskHit] = field(default_factory=list)
    tree: list[TreeHit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    rows: tuple[LaidRow, ...] = ()

    def use(self, cell: Cell, role: Role, characters: int | None = None) -> None:
        """Note what a cell is, or that many of its non-blank characters."""
        self.uses.append(Use(cell, role, count_characters(cell.raw) if characters is None else characters))


def count_characters(text: str) -> int:
    """Count non-blank characters."""
    return sum(map(len, text.split()))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its stable name and where its heading stands."""

    code: str
    left: float
    right: float


@dataclass(slots=True)
class _Level:
    """The level that rows stand under: its code, and the row up to which its cell spans."""

    code: str | None
    text: str
    until: int
    spans: bool


@dataclass(slots=True)
class _State:
    """Where the reading stands."""

    match: Match
    geometry: bool
    mode: Literal["head", "tasks", "indicators", "after"] = "head"
    row: int = 0
    columns: tuple[Column, ...] = ()
    learned: dict[str, tuple[float, float]] = field(default_factory=dict)
    optional: bool = False
    groups: list[tuple[int, Cell]] = field(default_factory=list)
    pending: list[tuple[str, Cell]] = field(default_factory=list)
    levels: list[_Level] = field(default_factory=list)


def match_form(region: Region, pattern: Pattern, *, geometry: bool) -> Match:
    """Read the rows of a form by a pattern.

    Args:
        region: the rows, with page breaks undone.
        pattern: the vocabulary.
        geometry: whether the cells' extents are positions, and not only indexes in a line of text.
    """
    match = Match(pattern, Piece(region.title, region.title.text) if region.title else None)
    state = _State(match, geometry)
    title_seen = region.title is None
    last_hit = 0
    uses_before: list[int] = []
    for index, laid in enumerate(region.rows):
        uses_before.append(len(match.uses))
        if laid.kind != "row":
            for cell in laid.row.cells:
                match.use(cell, "repeated" if laid.kind == "repeated" else "furniture")
            continue
        printed = [cell for cell in laid.row.cells if not cell.blank]
        if laid.doubtful:
            match.findings.append(Finding("page-cut-doubtful", tuple(printed)))
        if not title_seen:
            printed = _read_title(state, printed)
            title_seen = region.title in laid.row.cells
        elif match.year is None and len(printed) == 1 and YEAR_LINE.match(printed[0].text):
            match.year = printed.pop()
            match.use(match.year, "value")
        loose = state.mode == "indicators" and laid.row.table is None and bool(printed)
        if loose:
            state.mode = "after"
        if printed:
            _read_row(state, printed)
        if loose and not geometry and state.mode == "after":
            state.mode = "indicators"  # In plain text a line without separators parts no tables.
        if laid.row.table is not None:
            state.row += 1
        if any(use.role in ("value", "label", "repeated") for use in match.uses[uses_before[-1] :]):
            last_hit = index
    end = _find_end(region.rows, last_hit)
    del match.uses[uses_before[end] if end < len(uses_before) else len(match.uses) :]
    match.rows = region.rows[:end]
    _close_pending(state)
    return match


def _find_end(rows: Sequence[LaidRow], last_hit: int) -> int:
    """Give where the form ends: after its last row that was read, with the rest of that table and a short note below.

    A long tail, or one with tables of its own, is another part of the document.
    """
    end = last_hit + 1
    while end < len(rows) and rows[end].row.table is not None and rows[end].row.table == rows[last_hit].row.table:
        end += 1
    tail = rows[end:]
    if any(laid.row.table is not None for laid in tail) or sum(laid.row.source for laid in tail) > LONGEST_NOTE:
        return end
    return len(rows)


def _read_title(state: _State, cells: Sequence[Cell]) -> list[Cell]:
    """Take the title and what stands above it; give the cells that are neither."""
    match = state.match
    left = []
    for cell in cells:
        text = cell.text.strip()
        if match.title is not None and cell is match.title.cell:
            match.use(cell, "value")
            lead = ATTACHED.match(text)
            if lead is not None and match.attachment is None:
                match.attachment = Piece(cell, lead[1])
                match.title = Piece(cell, text[lead.end() :])
        elif match.attachment is None and ATTACHMENT.match(text):
            match.attachment = Piece(cell, text)
            match.use(cell, "value")
        else:
            left.append(cell)
    return left


def _read_row(state: _State, cells: list[Cell]) -> None:
    labels = [state.match.pattern.find(cell.text) for cell in cells]
    if state.pending and any(labels):
        _close_pending(state)
    for part in ("indicators", "tasks"):
        if sum(any(label.part == part and label.role == "column" for label in found) for found in labels) >= 2:
            _start_table(state, part, cells, labels)
            return
    if state.mode == "after" and _goes_on(state, cells, labels):
        state.mode = "indicators"
    if state.pending:
        _read_pending(state, cells)
    elif state.mode in ("head", "after") or _leaves_table(state, labels):
        _read_pairs(state, cells, labels)
    elif state.mode == "tasks":
        _read_task(state, cells, labels)
    else:
        _read_indicator(state, cells, labels)


def _goes_on(state: _State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Tell whether the indicator table goes on after a line of text: with a level, or in the very same columns."""
    if any(label.part == "indicators" and label.role != "column" for label in labels[0]):
        return True
    edges = [*state.learned.values(), *((column.left, column.right) for column in state.columns)]
    return len(cells) > 1 and all(
        any(abs(cell.left - left) <= SAME_EDGE and abs(cell.right - right) <= SAME_EDGE for left, right in edges)
        for cell in cells
    )


def _start_table(
    state: _State, part: Literal["indicators", "tasks"], cells: Sequence[Cell], labels: Sequence[Sequence[Label]]
) -> None:
    """Take a row of column headings. The same headings once more are a page's repetition."""
    match = state.match
    columns = []
    for cell, found in zip(cells, labels, strict=True):
        column = next((label.code for label in found if label.part == part and label.role == "column"), None)
        if column is None and any(label.role in ("section", "optional") for label in found):
            continue
        columns.append(Column(column or cell.text.strip(), cell.left, cell.right))
    again = state.mode == part and [c.code for c in columns] == [c.code for c in state.columns]
    for cell in cells:
        match.use(cell, "repeated" if again else "label")
        if match.unit is None:
            _read_unit(state, cell)
    state.mode, state.columns = part, tuple(columns)
    state.learned = {}
    if not again:
        state.optional = False
        state.levels = []


def _leaves_table(state: _State, labels: Sequence[Sequence[Label]]) -> bool:
    """Tell whether a row inside of a table belongs to another part: its first label is one of a pair."""
    first = next((found for found in labels if found), ())
    if any(label.part == state.mode for label in first):
        return False
    if state.mode == "tasks":
        return any(label.role in ("objective", "group", "field") for label in first) and labels[0] == first
    return any(label.role == "field" for label in first) and labels[0] == first


def _read_unit(state: _State, cell: Cell) -> None:
    """Take the unit of money from a heading such as `预算金额（万元）` or `单位：万元`."""
    text = cell.text.strip()
    for unit in sorted(state.match.pattern.values.units, key=len, reverse=True):
        if re.search(rf"[（(：:]\s*{re.escape(unit)}\s*[)）]?$", text):
            state.match.unit = Piece(cell, unit)
            return


# ---- pairs ----------------------------------------------------------------------------------------------------------


def _read_pairs(state: _State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    """Read labels and the values to their right: the head, the funding, the objectives."""
    index = 0
    while index < len(cells):
        taken = _read_pair(state, cells, labels, index)
        index += taken


def _read_pair(state: _State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]], index: int) -> int:
    """Read what begins at a cell; give how many cells it took."""
    match, cell, found = state.match, cells[index], labels[index]
    value_cell = cells[index + 1] if index + 1 < len(cells) and not labels[index + 1] else None
    for label in found:
        if label.role in ("section", "amounts"):
            match.use(cell, "label")
            if match.unit is None:
                _read_unit(state, cell)
            return 1
        if label.role == "group":
            match.use(cell, "value")
            state.groups.append((len(match.groups), cell))
            match.groups.append(GroupHit(label.code, cell))
            return 1
        if label.role == "field":
            match.use(cell, "label")
            match.header.append(HeaderHit(label.code, Piece(cell, cell.text), _take(state, value_cell), "label"))
            return 1 + (value_cell is not None)
        if label.role == "item":
            group = _find_group(state, cell, [other.within for other in found if other.role == "item"])
            code = next(other.code for other in found if other.within == match.groups[group].code)
            match.use(cell, "value")
            amount = _take_amount(state, value_cell)
            match.items.append(ItemHit(group, code, Piece(cell, cell.text), amount))
            return 1 + (amount is not None or (value_cell is not None and _is_mark(state, value_cell)))
        if label.role == "objective":
            match.use(cell, "value")
            if value_cell is None:
                state.pending.append((label.code, cell))
            else:
                match.objectives.append(ObjectiveHit(label.code, Piece(cell, cell.text), _take(state, value_cell)))
            return 1 + (value_cell is not None)
        if label.role == "column" and state.mode == "head":
            break
    return _read_unknown(state, cell, value_cell)


def _read_unknown(state: _State, cell: Cell, value_cell: Cell | None) -> int:
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
            if label.role == "unit" and match.unit is None:
                _read_unit(state, cell)
                match.use(cell, "label")
                return 1
    if value_cell is not None and state.mode == "head" and len(cell.text) <= 30:
        if state.groups and (is_money(value_cell.text) or _is_mark(state, value_cell)):
            group = _nearest_group(state, cell)
            match.use(cell, "value")
            match.items.append(ItemHit(group, None, Piece(cell, cell.text), _take_amount(state, value_cell)))
            return 2
        if not state.groups and len(value_cell.text) <= 120:
            match.use(cell, "value")
            match.header.append(HeaderHit(None, Piece(cell, cell.text), _take(state, value_cell)))
            return 2
    match.use(cell, "residue")
    return 1


def _take(state: _State, cell: Cell | None) -> Piece | None:
    if cell is None:
        return None
    state.match.use(cell, "value")
    return Piece(cell, cell.text)


def _take_amount(state: _State, cell: Cell | None) -> Piece | None:
    """Take an amount's cell; a mark such as `/` stands for none."""
    if cell is None:
        return None
    if _is_mark(state, cell):
        state.match.use(cell, "label")
        return None
    return _take(state, cell)


def _is_mark(state: _State, cell: Cell) -> bool:
    return state.match.pattern.is_blank(cell.text)


def _find_group(state: _State, cell: Cell, codes: Sequence[str]) -> int:
    """Give the breakdown that an item belongs to: the last one that was started and knows it, nearest above it."""
    match = state.match
    known = [(index, label) for index, label in state.groups if match.groups[index].code in codes]
    if known:
        over = [(index, label) for index, label in known if _overlap(label, cell) > 0]
        return (over or known)[-1][0]
    bare = next((k for k, group in enumerate(match.groups) if group.label is None and group.code in codes), None)
    if bare is not None:
        return bare
    match.groups.append(GroupHit(codes[0], None))
    return len(match.groups) - 1


def _nearest_group(state: _State, cell: Cell) -> int:
    over = [index for index, label in state.groups if _overlap(label, cell) > 0]
    return over[-1] if over else state.groups[-1][0]


def _overlap(a: Cell | Column, b: Cell) -> float:
    return min(a.right, b.right) - max(a.left, b.left)


def _read_pending(state: _State, cells: Sequence[Cell]) -> None:
    """Give objectives whose headings stand side by side, or above their text, the texts of the row below them."""
    match = state.match
    rest = list(cells)
    in_order = len(rest) == len(state.pending) > 1
    for code, label in state.pending:
        best = rest[0] if in_order else max(rest, key=lambda cell: _overlap(label, cell), default=None)
        if best is None or not (in_order or (state.geometry and _overlap(label, best) > 0)):
            match.objectives.append(ObjectiveHit(code, Piece(label, label.text), None))
            continue
        rest.remove(best)
        match.objectives.append(ObjectiveHit(code, Piece(label, label.text), _take(state, best)))
    state.pending = []
    if rest:
        _read_row(state, rest)


def _close_pending(state: _State) -> None:
    """Leave objectives without a text: what follows their heading begins with a label of its own."""
    for code, label in state.pending:
        state.match.objectives.append(ObjectiveHit(code, Piece(label, label.text), None))
    state.pending = []


# ---- the task table -------------------------------------------------------------------------------------------------


def _read_task(state: _State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> None:
    match = state.match
    rest: list[Cell] = []
    for cell, found in zip(cells, labels, strict=True):
        role = next((label.role for label in found if label.part == "tasks"), None)
        if role in ("section", "optional") and not rest:
            match.use(cell, "label")
            state.optional = state.optional or role == "optional"
        elif any(label.role == "section" for label in found) and not rest:
            match.use(cell, "label")
        else:
            rest.append(cell)
    if all(_is_mark(state, cell) for cell in rest):
        for cell in rest:
            match.use(cell, "label")
        return
    columns = state.columns
    if state.optional and len(rest) < len(columns) and not any(c.left <= rest[0].left < c.right for c in columns[:1]):
        columns = columns[1:] if len(rest) == len(columns) - 1 and not _by_place(rest, columns, {}) else columns
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
        match.use(cell, "label" if code == "amount" and _is_mark(state, cell) else "value")
    match.tasks.append(TaskHit(placed, state.optional, how))


def _align_task(state: _State, cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[dict[str, Cell], How] | None:
    """Give the cells by column. An amount is what tells the columns apart where the places do not."""

    def fits(placed: Mapping[str, Cell]) -> bool:
        amount = placed.get("amount")
        if amount is None:
            return "name" in placed
        return is_money(amount.text, units=units) or _is_mark(state, amount)

    units = state.match.pattern.values.units
    codes = [column.code for column in columns]
    learned = _by_place(cells, columns, state.learned) if state.learned else None
    headed = _by_place(cells, columns, {})
    ordered = dict(zip(codes, cells, strict=True)) if len(cells) == len(columns) else None
    for placed in (learned, headed, ordered):
        if placed is not None and fits(placed):
            _learn(state, placed)
            return placed, "header"
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


def _by_place(
    cells: Sequence[Cell], columns: Sequence[Column], learned: Mapping[str, tuple[float, float]]
) -> dict[str, Cell] | None:
    """Give each cell the column that it stands under, None where two share one or one stands under none."""
    placed: dict[str, Cell] = {}
    for cell in cells:
        best, widest = None, 0.0
        for column in columns:
            left, right = learned.get(column.code, (column.left, column.right))
            shared = min(right, cell.right) - max(left, cell.left)
            if shared > widest and shared >= 0.5 * min(right - left, cell.right - cell.left):
                best, widest = column.code, shared
        if best is None or best in placed:
            return None
        placed[best] = cell
    return placed


def _learn(state: _State, placed: Mapping[str, Cell]) -> None:
    """Keep where a well-read row's columns stand: its neighbours stand there as well."""
    if len(placed) == len(state.columns):
        state.learned = {}
    for code, cell in placed.items():
        state.learned[code] = (cell.left, cell.right)


# ---- the indicator tree ---------------------------------------------------------------------------------------------


def _read_indicator(state: _State, cells: list[Cell], labels: Sequence[Sequence[Label]]) -> None:
    match = state.match
    start = 0
    while start < len(cells) and any(label.role == "section" for label in labels[start]):
        match.use(cells[start], "label")
        start += 1
    cells, labels = cells[start:], labels[start:]
    if not cells:
        return
    levels, how = _place_levels(state, cells, labels)
    taken = {id(cell) for cell in levels.values()}
    rest = [cell for cell in cells if id(cell) not in taken]
    placed, shifted, unknown = _place_leaf(state, cells, rest, levels)
    if shifted:
        match.findings.append(Finding("row-shifted", tuple(cells)))
    carried = _open_levels(state, levels | unknown)
    if placed and all(_is_mark(state, cell) for cell in placed.values()):
        first, *others = placed.values()
        match.use(first, "value")
        match.tree.append(BlankHit(first))
        for cell in others:
            match.use(cell, "label")
        return
    if placed:
        for cell in placed.values():
            match.use(cell, "value")
        match.tree.append(LeafHit(placed, "repaired" if shifted else "carried" if carried else how))


def _place_levels(
    state: _State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]
) -> tuple[dict[int, Cell], How]:
    """Find the level labels at the start of a row, by vocabulary: at most one of each depth."""
    by_place = _by_place(cells, state.columns, state.learned) or _by_place(cells, state.columns, {}) or {}
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
    return levels, "header"


def _choose_depth(state: _State, column: str | None, found: Sequence[Label]) -> int:
    """Choose for a name known at both depths (`成本指标`): by its column, else by the level it would be under."""
    if column is not None:
        return 1 if column == "level_1" else 2
    current = state.levels[0].code if state.levels else None
    return 2 if any(label.role == "level_2" and label.within == current for label in found) else 1


def _place_leaf(
    state: _State, cells: Sequence[Cell], rest: Sequence[Cell], levels: Mapping[int, Cell]
) -> tuple[dict[str, Cell], bool, dict[int, Cell]]:
    """Give the row's other cells by column, whether the row stands shifted, and level cells of unknown name."""
    columns = state.columns
    leaf_codes = [c.code for c in columns if c.code not in ("level_1", "level_2")]
    full = len(cells) == len(columns)
    for learned in (state.learned, {}):
        if learned or not state.learned:
            placed = _by_place(cells, columns, learned)
            if placed is not None and all(placed.get(f"level_{depth}") is cell for depth, cell in levels.items()):
                unknown = {
                    depth: placed[f"level_{depth}"]
                    for depth in (1, 2)
                    if f"level_{depth}" in placed and depth not in levels
                }
                if unknown and len(rest) == len(leaf_codes):
                    break  # A shifted row: as it stands it would have a level of no name known, and no value.
                _learn(state, placed)
                return {code: placed[code] for code in leaf_codes if code in placed}, False, unknown
    shifted = bool(state.learned) and not full and (state.geometry or bool(levels))
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
    if full:
        _learn(state, placed | {f"level_{depth}": cell for depth, cell in {**levels, **unknown}.items()})
    return placed, shifted, unknown


def _open_levels(state: _State, levels: Mapping[int, Cell]) -> bool:
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
        level = _Level(label.code if label else None, text, state.row + cell.rows, cell.rows > 1)
        if len(state.levels) >= depth and state.levels[depth - 1].text == text:
            match.use(cell, "repeated")
            state.levels[depth - 1] = level
            continue
        if depth == 2:
            _infer_parent(state, label, printed=1 in levels)
        match.use(cell, "value")
        state.levels = [*state.levels[: depth - 1], level]
        match.tree.append(LevelHit(depth, level.code, cell))
    if not state.levels:
        return False
    return any(level.until <= state.row and depth not in levels for depth, level in enumerate(state.levels, 1))


def _infer_parent(state: _State, label: Label | None, *, printed: bool) -> None:
    """Open the first level that a form left blank above a second-level label.

    Only where the last first level's cell has ended in the table itself, and the label belongs under one other.
    """
    if printed or not state.geometry or label is None or not state.levels:
        return
    first = state.levels[0]
    if first.spans and first.until <= state.row and label.within != first.code:
        state.levels = [_Level(label.within, "", state.row + 1, spans=False)]
        state.match.tree.append(LevelHit(1, label.within, None, "repaired"))
        state.match.findings.append(Finding("level-inferred", ()))
