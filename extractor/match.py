"""Region + pattern → hits, and what is left. Vocabulary decides, geometry confirms.

Enters: the rows of one form and the pattern that claims it. Leaves: which cell is which value, which cells are labels,
and the cells that are neither. Nothing is parsed here: amounts, counts and dates stay text until `build`.

Three readers share the work: pairs (label → value), the task table (header → rows) and the indicator tree (levels).
Columns drift in real forms, so a row is read by its words from left to right; where its cells stand only tells two
free-text columns apart, and confirms.
"""

import re
from collections.abc import Sequence
from typing import Literal

from extractor.document import Cell
from extractor.hits import Finding, Match, Piece, Role
from extractor.layout import LaidRow
from extractor.line_cells import gather_lines
from extractor.match_asides import read_aside
from extractor.match_blocks import read_beside, read_blocks, split_blocks, take_periods
from extractor.match_funding import read_amounts_below, read_matrix_head, read_matrix_row
from extractor.match_headings import lower_levels, name_columns, split_columns
from extractor.match_indicators import read_indicator
from extractor.match_levels import place_levels
from extractor.match_pairs import close_pending, read_pairs, read_pending
from extractor.match_tasks import read_task
from extractor.patterns import Label, Pattern
from extractor.reading import State, read_unit
from extractor.regions import Region

ATTACHMENT = re.compile(r"^附\s*[件表]\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)?\s*[：:]?$")
ATTACHED = re.compile(r"^(附\s*[件表]\s*[\d一二三四五六七八九十]*(?:[-—.]\d+)?)\s*[：:\s]\s*(?=\S)")
YEAR_LINE = re.compile(r"^[（(]?\s*[\d二〇○零一三四五六七八九]{4}\s*年度?\s*[)）]?$")

SAME_EDGE = 3.0
"""How far apart (points) the edges of one column may lie on two pages."""


def match_form(region: Region, pattern: Pattern, *, geometry: bool) -> Match:
    """Read the rows of a form by a pattern.

    Args:
        region: the rows, with page breaks undone.
        pattern: the vocabulary.
        geometry: whether the cells' extents are positions, and not only indexes in a line of text.
    """
    match = Match(pattern, Piece(region.title, region.title.text) if region.title else None)
    gathered = gather_lines(region.rows, pattern)
    if gathered is not None:
        match.findings.append(Finding("line-cells", ()))
    state = State(match, geometry and gathered is None)
    state.titled = region.title is None
    match.rows = gathered or region.rows
    for state.at, laid in enumerate(match.rows):
        _read_laid(state, laid)
    close_pending(state)
    read_beside(state)
    place_levels(match)
    return match


def _read_laid(state: State, laid: LaidRow) -> None:
    """Read one row of the layout."""
    match = state.match
    state.fragment = (laid.row.table, laid.row.page)
    state.width = len(laid.row.cells)
    if laid.kind != "row":
        _set_apart(match, laid)
        return
    printed = [cell for cell in laid.row.cells if not cell.blank]
    doubts = {"page-cut-doubtful": laid.doubtful, "page-end": laid.broken, "alignment-doubtful": laid.row.doubtful}
    match.findings += [Finding(code, tuple(printed)) for code, doubtful in doubts.items() if doubtful]
    if not state.titled:
        left = _read_title(state, printed)
        state.titled = match.title is not None and match.title.cell in printed
        printed = left
    elif match.year is None and len(printed) == 1 and YEAR_LINE.match(printed[0].text.strip()):
        match.year = printed.pop()
        match.use(match.year, "value")
    printed = _leave_strays(state, laid, printed)
    loose = state.mode == "indicators" and laid.row.table is None and bool(printed)
    if loose:
        state.mode = "after"
    while printed:
        printed = _read_row(state, printed)
    if loose and laid.row.page is not None and state.mode == "indicators":
        match.findings.append(Finding("alignment-doubtful", tuple(laid.row.cells)))
    if loose and not state.geometry and state.mode == "after":
        state.mode = "indicators"  # In plain text a line without separators parts no tables.
    if laid.row.table is not None:
        state.row += 1


def _set_apart(match: Match, laid: LaidRow) -> None:
    """Note what is no row of the form: a heading printed again, page furniture, lines that no row can be made of."""
    if laid.kind == "unread":
        match.findings.append(Finding("row-unread", laid.row.cells))
    role: Role = "residue" if laid.kind == "unread" else "repeated" if laid.kind == "repeated" else "furniture"
    for cell in laid.row.cells:
        match.use(cell, role)


def _leave_strays(state: State, laid: LaidRow, printed: list[Cell]) -> list[Cell]:
    """Put a line between the rows of a task table into the residue, such as a running head printed on one page only."""
    line = state.geometry and laid.row.table is None and len(printed) == 1 and not state.pending
    if not (line and state.mode == "tasks") or state.match.pattern.find(printed[0].text):
        return printed
    state.match.use(printed[0], "residue")
    return []


def _read_title(state: State, cells: Sequence[Cell]) -> list[Cell]:
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


def _read_row(state: State, cells: list[Cell]) -> list[Cell]:
    """Read a row by the part of the form it belongs to; give the cells that still have to be read."""
    labels = [state.match.pattern.find(cell.text) for cell in cells]
    if state.pending and any(labels):
        close_pending(state)
    if _read_headings(state, cells, labels) or (state.splits and split_columns(state, cells, labels)):
        return []
    state.splits = False
    if state.mode == "after" and _goes_on(state, cells, labels):
        state.mode = "indicators"
    if state.pending:
        return read_pending(state, cells)
    if _read_matrix(state, cells, labels):
        return []
    if state.mode in ("head", "after") or _leaves_table(state, labels):
        read_pairs(state, cells, labels)
    elif state.mode == "tasks":
        read_task(state, cells, labels)
    elif read_aside(state, cells, labels):
        return []
    elif state.blocks:
        read_blocks(state, cells)
    else:
        read_indicator(state, cells, labels)
    return []


def _read_matrix(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Read a row of amounts in columns, or their headings; a side label of the funding ends a task table above it."""
    if state.mode == "tasks" and any(label.part == "funding" and label.role == "section" for label in labels[0]):
        state.mode = "head"
    if state.mode != "head":
        return False
    if state.awaiting and read_amounts_below(state, cells):
        return True
    return bool(state.matrix and read_matrix_row(state, cells, labels)) or read_matrix_head(state, cells, labels)


def _read_headings(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Read a row that heads columns; tell whether it is one.

    Of `年初预算数 | 全年预算数 | 分值 | 得分` the last two head indicators as well.
    """
    amounts = sum(any(label.role == "amounts_of" for label in found) for found in labels)
    if state.mode == "head" and amounts >= 2 and read_matrix_head(state, cells, labels):
        return True
    for part in ("indicators", "tasks"):
        columns = [{label.code for label in found if label.part == part and label.role == "column"} for found in labels]
        if sum(map(bool, columns)) >= 2 and len(set().union(*columns)) >= 2:
            _start_table(state, part, cells, labels)
            return True
    return False


def _goes_on(state: State, cells: Sequence[Cell], labels: Sequence[Sequence[Label]]) -> bool:
    """Tell whether the indicator table goes on after a line of text: with a level, or in the very same columns."""
    if any(label.part == "indicators" and label.role != "column" for label in labels[0]):
        return True
    edges = [*state.learned.values(), *((column.left, column.right) for column in state.columns)]
    return len(cells) > 1 and all(
        any(abs(cell.left - left) <= SAME_EDGE and abs(cell.right - right) <= SAME_EDGE for left, right in edges)
        for cell in cells
    )


def _start_table(
    state: State, part: Literal["indicators", "tasks"], cells: Sequence[Cell], labels: Sequence[Sequence[Label]]
) -> None:
    """Take a row of column headings. The same headings once more are a page's repetition."""
    match = state.match
    columns, unknown, alike = name_columns(part, cells, labels)
    period = any(label.role == "period" for found in labels for label in found)
    headed = tuple(column.code for column in columns)
    again = not period and state.mode == part and headed == state.headed
    for index, cell in enumerate(cells):
        # A task has no place for what stands below a heading that the pattern does not know; an indicator keeps it.
        lost = part == "tasks" and id(cell) in unknown
        if not any(label.role == "period" for label in labels[index]):
            match.use(cell, "repeated" if again else "residue" if lost else "label")
        if part == "tasks" or match.unit is None:
            read_unit(state, cell)
    if part == "indicators":
        if any(label.role == "field" and label.code == "project_name" for found in labels for label in found):
            match.findings.append(Finding("many-projects", tuple(cells)))
        take_periods(state, cells, labels)
        columns = split_blocks(state, columns, labels, cells)
        if alike and not state.blocks:
            match.findings.append(Finding("columns-alike", tuple(alike)))
        columns = lower_levels(state, cells, columns)
    state.mode, state.columns = part, tuple(columns)
    state.headed, state.splits = headed, not state.blocks
    state.learned = {}
    if not again:
        state.optional = False
        state.levels = []


def _leaves_table(state: State, labels: Sequence[Sequence[Label]]) -> bool:
    """Tell whether a row inside of a table belongs to another part: its first label is one of a pair."""
    first = next((found for found in labels if found), ())
    if any(label.part == state.mode for label in first):
        return False
    if state.mode == "tasks":
        return any(label.role in ("objective", "group", "field") for label in first) and labels[0] == first
    return any(label.role == "field" for label in first) and labels[0] == first
