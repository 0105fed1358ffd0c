"""Region + pattern → the forms it holds: one, or one for each project of a flat table. Matching's outermost step.

Enters: a region and the pattern that claims it. Leaves: a match for each form. A flat table has columns for the project
(`单位名称`, `项目名称`, `预算数`, `年度目标`) before those of the indicators, and a row for each indicator. What is
printed once for a project, in a merged cell or in its first row, reads the same as what is printed again in each of its
rows. Each row of the table belongs to one form, so that the ledgers of all forms add up to the region.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.document import Cell
from extractor.hits import Finding, GroupHit, HeaderHit, ItemHit, Match, ObjectiveHit, Piece
from extractor.layout import LaidRow
from extractor.match import match_form
from extractor.match_indicators import read_indicator
from extractor.patterns import Label, Pattern
from extractor.reading import Column, State, place_cells, read_unit
from extractor.record import How
from extractor.regions import Region
from extractor.values import TOTALS, fold, label_forms


@dataclass(frozen=True, slots=True)
class _Heading:
    """The headings of a flat table.

    Attributes:
        first: the index of their first row in the region; `last` of their last one.
        columns: all columns, from left to right.
        flat: for each column of the project, by its code, what it labels and its cell.
        cells: all cells of these rows that are no blank, with what they label.
        width: how many cells the last of these rows has, blank ones included.
    """

    first: int
    last: int
    columns: tuple[Column, ...]
    flat: Mapping[str, tuple[Label, Cell]]
    cells: Sequence[tuple[Cell, Sequence[Label]]]
    width: int


@dataclass(slots=True)
class _Project:
    """A project: the state of reading its indicators, its cells by column, and the rows that are its own."""

    state: State
    cells: dict[str, Cell]
    rows: list[LaidRow] = field(default_factory=list)

    @property
    def match(self) -> Match:
        """What was read of it."""
        return self.state.match


@dataclass(slots=True)
class _Table:
    """The reading of a flat table: what stands above it, its headings, its projects so far.

    `shared` are the pairs above it, which each form has; the first form accounts for their characters.
    """

    above: Match
    heading: _Heading
    geometry: bool
    shared: Sequence[HeaderHit]
    projects: list[_Project] = field(default_factory=list)

    @property
    def match(self) -> Match:
        """The match that the row at hand belongs to, unless it begins another."""
        return self.projects[-1].match if self.projects else self.above


def match_forms(region: Region, pattern: Pattern, *, geometry: bool) -> list[Match]:
    """Read the forms of a region by a pattern: one, or as many as its flat table has projects.

    Args:
        region: the rows, with page breaks undone.
        pattern: the vocabulary.
        geometry: whether the cells' extents are positions, and not only indexes in a line of text.
    """
    matches = _match_forms(region, pattern, geometry=geometry)
    if region.doubtful:
        matches[-1].findings.append(Finding("form-end", region.doubtful))
    return matches


def _match_forms(region: Region, pattern: Pattern, *, geometry: bool) -> list[Match]:
    heading = _find_heading(region, pattern) if pattern.flat.columns else None
    if heading is None:
        return [match_form(region, pattern, geometry=geometry)]
    above = match_form(Region(region.rows[: heading.first], region.title), pattern, geometry=geometry)
    table = _Table(above, heading, geometry, tuple(above.header))
    _take_heading(table)
    rows = list(region.rows[: heading.last + 1])
    again = tuple(fold(cell.text) for cell, _ in heading.cells)
    for laid in region.rows[heading.last + 1 :]:
        cells = [cell for cell in laid.row.cells if not cell.blank]
        if laid.kind == "row" and tuple(fold(cell.text) for cell in cells) != again:
            _read_row(table, laid, cells)
        else:
            for cell in cells:
                table.match.use(cell, "furniture" if laid.kind == "furniture" else "repeated")
        (table.projects[-1].rows if table.projects else rows).append(laid)
    if not table.projects:
        above.rows = tuple(rows)
        return [above]
    table.projects[0].rows[:0] = rows
    for project in table.projects:
        for code in heading.flat.keys() - project.cells.keys():
            _add(project.match, heading, code, None)
        project.match.rows = tuple(project.rows)
    return [project.match for project in table.projects]


def _find_heading(region: Region, pattern: Pattern) -> _Heading | None:
    """Find the headings: a row with those of indicators, and those of the project in it or right above it."""
    words = {fold(word) for word in pattern.flat.columns}
    above: list[tuple[Cell, Sequence[Label]]] = []
    for index, laid in enumerate(region.rows):
        if laid.kind != "row":
            continue
        own: list[tuple[Cell, Sequence[Label]]] = [
            (cell, pattern.find(cell.text)) for cell in laid.row.cells if not cell.blank
        ]
        if sum(any(_is_column(label) for label in found) for _, found in own) < 2:
            above = own
            continue
        flat = {cell.text for cell, found in own if _is_flat(cell, found, words)}
        lower = not flat and any(_is_flat(cell, found, words) for cell, found in above)
        if not flat and not lower:
            return None
        cells = [*above, *own] if lower else own
        names = [label for cell, found in cells if _is_flat(cell, found, words) for label in found]
        if not any(label.role == "field" and label.code == "project_name" for label in names):
            return None  # `年度目标 | 建成平台。` above the headings is a pair of one project.
        return _make_heading(index - lower, index, cells, words, width=len(laid.row.cells))
    return None


def _is_column(label: Label) -> bool:
    return label.part == "indicators" and label.role == "column"


def _is_flat(cell: Cell, found: Sequence[Label], words: Collection[str]) -> bool:
    return bool(found) and any(form in words for form in label_forms(fold(cell.text)))


def _make_heading(
    first: int, last: int, cells: Sequence[tuple[Cell, Sequence[Label]]], words: set[str], *, width: int
) -> _Heading:
    flat: dict[str, tuple[Label, Cell]] = {}
    columns: list[Column] = []
    for cell, found in cells:
        label = next((label for label in found if label.role in ("field", "item", "amounts_of", "objective")), None)
        if label is not None and _is_flat(cell, found, words):
            flat[label.key] = (label, cell)
            columns.append(Column(label.key, cell.left, cell.right))
            continue
        code = next((label.code for label in found if _is_column(label)), None)
        if code is None and any(label.role == "section" for label in found):
            continue
        columns.append(Column(code or cell.text.strip(), cell.left, cell.right))
    return _Heading(first, last, tuple(sorted(columns, key=lambda column: column.left)), flat, cells, width)


def _take_heading(table: _Table) -> None:
    """Count the headings: those that the record keeps beside a value are values, the others labels."""
    kept = {id(cell) for label, cell in table.heading.flat.values() if label.role != "field"}
    for cell, _ in table.heading.cells:
        table.above.use(cell, "value" if id(cell) in kept else "label")
        read_unit(State(table.above, table.geometry), cell)


def _read_row(table: _Table, laid: LaidRow, cells: Sequence[Cell]) -> None:
    """Read a row of the table: what it says of its project, and its indicator."""
    placed = _place(table, laid, cells)
    flat = table.heading.flat
    if placed is None or not (table.projects or flat.keys() & placed.keys()) or fold(cells[0].text) in TOTALS:
        if cells and laid.row.table is not None:
            table.match.findings.append(Finding("row-unread", tuple(cells)))
        for cell in cells:
            table.match.use(cell, "residue")
        return
    own = {code: cell for code, cell in placed.items() if code in flat}
    known = table.projects[-1].cells if table.projects else None
    changed = {
        code
        for code, cell in own.items()
        if known is None or (code in known and fold(known[code].text) != fold(cell.text))
    }
    if changed:
        _open_project(table, own, changed)
    project = table.projects[-1]
    for code, cell in own.items():
        if project.cells.get(code) is cell:
            continue
        if code in project.cells:
            project.match.use(cell, "repeated")
        else:
            project.cells[code] = cell
            _take_value(project.match, table.heading, code, cell)
    state = project.state
    state.width = len(laid.row.cells)
    state.fragment = (laid.row.table, laid.row.page)
    rest = sorted((cell for code, cell in placed.items() if code not in own), key=lambda cell: cell.left)
    if rest:
        read_indicator(state, rest, [state.match.pattern.find(cell.text) for cell in rest])
    state.row += 1


def _place(table: _Table, laid: LaidRow, cells: Sequence[Cell]) -> dict[str, Cell] | None:
    """Give a row's cells by column, None where they fit none: a note below the table, a row that stands shifted."""
    columns = table.heading.columns
    if laid.row.table is None or not cells:
        return None
    if table.geometry or len(laid.row.cells) == table.heading.width:
        placed = place_cells(cells, columns, {})
        if placed is not None:
            return placed
    if len(cells) == len(columns):
        return {column.code: cell for column, cell in zip(columns, cells, strict=True)}
    return None


def _open_project(table: _Table, own: Mapping[str, Cell], changed: Collection[str]) -> None:
    """Open a form for a project, with what it shares with the one before it: the title, a unit printed once for both.

    A project whose name does not change, but its amount or its goal, may be the same one: that is told.
    """
    above, flat = table.above, table.heading.flat
    before = table.projects[-1] if table.projects else None
    match = above
    if before is not None:
        match = Match(above.pattern, above.title, above.attachment, above.year, above.unit, header=[*table.shared])
        if all(flat[code][0].role != "field" for code in changed):
            match.findings.append(Finding("project-doubtful", tuple(own.values())))
    columns = tuple(column for column in table.heading.columns if column.code not in flat)
    project = _Project(State(match, table.geometry, mode="indicators", titled=True, columns=columns), {})
    edge = min(flat[code][1].left for code in changed)
    for code, (label, heading) in flat.items():
        cell = before.cells.get(code) if before is not None else None
        if cell is not None and code not in own and label.role == "field" and heading.left < edge:
            project.cells[code] = cell
            _add(match, table.heading, code, cell, "carried")
    table.projects.append(project)


def _take_value(match: Match, heading: _Heading, code: str, cell: Cell) -> None:
    """Take what a row prints for its project; a mark such as `/` stands for no amount."""
    amount = heading.flat[code][0].role in ("item", "amounts_of")
    blank = amount and match.pattern.is_blank(cell.text)
    match.use(cell, "label" if blank else "value")
    _add(match, heading, code, None if blank else cell)


def _add(match: Match, heading: _Heading, code: str, cell: Cell | None, how: How = "header") -> None:
    """Add a project's value under its heading; None where it prints none."""
    label, printed = heading.flat[code]
    named, value = Piece(printed, printed.text), Piece(cell, cell.text) if cell is not None else None
    if label.role == "field":
        match.header.append(HeaderHit(label.code, named, value, how))
    elif label.role == "objective":
        match.objectives.append(ObjectiveHit(label.code, named, value))
    else:
        group, item = (label.within, label.code) if label.role == "item" else (label.code, "total")
        codes = [each.code for each in match.groups]
        if group not in codes:
            match.groups.append(GroupHit(group, None))
        match.items.append(ItemHit([*codes, group].index(group), item, named, value, how))
        if value is None:
            match.findings.append(Finding("amount-blank", (printed,)))
