"""Pages without vertical rulings → grids. Part of reading a PDF: alignment and vocabulary where no ruling decides.

Enters: pages of runs, with their horizontal rulings, and the vocabulary. Leaves: the same pages, with a grid for each
table that the alignment of its texts shows; what is ambiguous in it is marked. Pages without labels outside of ruled
cells, which are most, leave as they came.

A table is found where rows stand below each other that print labels and stand in several columns. Its columns are
learned from all rows below a row of column headings, over all pages: each gap between two neighbours of a row
holds an edge of a column, and the fewest edges that do for all gaps are the columns.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from extractor.readers.block_rows import BlockRow, find_rows, find_side, mark_doubts, split_rest
from extractor.readers.blocks import (
    CELL_GAP,
    Block,
    Known,
    Piece,
    cut_lines,
    draw_lines,
    find_blocks,
    join_blocks,
    measure_leading,
)
from extractor.readers.lines import Run
from extractor.readers.pages import SURE_PAGE_NUMBER, Page
from extractor.readers.rulings import Grid, GridCell
from extractor.values import fold, label_forms

FEWEST_LABELS = 4
"""A page with fewer labels outside of ruled cells does not begin a table."""

LONGEST_LABEL = 60

PAGE_NUMBER = re.compile(r"[-—–~·]*(?:第|[Pp]age)?\d{1,4}页?(?:[/,，共of]+\d{1,4}页?)?[-—–~·]*")


@dataclass(slots=True)
class _Part:
    """The rows of one page, and which of them are a table's (`first` to `last`, not included)."""

    page: Page
    rows: list[BlockRow]
    first: int = 0
    last: int = 0

    @property
    def table(self) -> list[BlockRow]:
        return self.rows[self.first : self.last]


@dataclass(slots=True)
class _Section:
    """Rows under one row of column headings, on one page or several; `edges` is where its columns begin."""

    heading: tuple[str, ...]
    rows: list[BlockRow] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    extents: list[tuple[float, float]] = field(default_factory=list)


def may_align(runs: Sequence[Run], grids: Sequence[Grid], vocabulary: Collection[str], *, follows: bool) -> bool:
    """Tell whether a page may hold a table without vertical rulings: it prints labels outside of ruled cells.

    `follows` says that the page before may; then any text outside of ruled cells will do.
    """
    loose = _find_loose(runs, grids)
    if follows or not loose:
        return bool(loose)
    text = "".join([runs[k].text for k in loose])
    return sum(len(word) > 2 and word in text for word in vocabulary) >= FEWEST_LABELS


def align(pages: Sequence[Page], vocabulary: Collection[str]) -> list[Page]:
    """Give the pages with a grid for each table that alignment shows."""
    if all(page.rules is None for page in pages):
        return list(pages)
    words = frozenset(vocabulary)

    @cache
    def known(text: str) -> bool:
        return len(text) <= LONGEST_LABEL and any(form in words for form in label_forms(fold(text)))

    parts = _find_parts([page for page in pages if page.rules is not None], known)
    sections = _find_sections(parts)
    made = {part.page.number: _make_page(part, sections) for part in parts if part.table}
    return [made.get(page.number, page) for page in pages]


def _find_loose(runs: Sequence[Run], grids: Sequence[Grid]) -> list[int]:
    """Give the indexes of the runs that stand in no ruled cell; the bands between horizontal rulings are none."""
    bands = {number for number, grid in enumerate(grids) if len(grid.xs) == 2}
    return [k for k, run in enumerate(runs) if run.cell is None or run.cell[0] in bands]


def _find_parts(pages: Sequence[Page], known: Known) -> list[_Part]:
    """Give the rows of each page, and which of them are a table's."""
    drawn = [draw_lines(page.runs, _find_loose(page.runs, page.grids)) for page in pages]
    edges = sorted(line.x0 for lines in drawn for line in lines)
    cut = [cut_lines(page.runs, lines, edges, known) for page, lines in zip(pages, drawn, strict=True)]
    furniture = _find_furniture(cut)
    cut = [[piece for piece in pieces if _key(piece) not in furniture] for pieces in cut]
    leading = measure_leading(cut)
    parts = [
        _Part(page, find_rows(find_blocks(lines, leading, page.rules or (), known)))
        for page, lines in zip(pages, cut, strict=True)
    ]
    lone = Counter(_shape(row) for part in parts for row in part.rows if len(row.blocks) == 1)
    before: _Part | None = None
    numbers = {part.page.number for part in parts}
    for part in parts:
        follows = before if before is not None and before.page.number == part.page.number - 1 else None
        _find_table(part, follows, lone, goes_on=part.page.number + 1 in numbers)
        before = part if part.table else None
    side = find_side([row for part in parts for row in part.table])
    for above, part in zip([None, *parts], parts, strict=False):
        goes_on = above is not None and bool(above.table) and above.page.number + 1 == part.page.number
        if goes_on and part.table:
            rest = split_rest(part.rows[part.first], known, side=side)
            part.rows[part.first : part.first + 1] = rest
            part.last += len(rest) - 1
        mark_doubts(part.table, goes_on=goes_on, side=side)
    return parts


def _find_furniture(pages: Iterable[Sequence[Piece]]) -> set[tuple[str, int]]:
    """Give what the outermost lines of pages print: page numbers, and lines that several pages print at one place."""
    found: set[tuple[str, int]] = set()
    seen: Counter[tuple[str, int]] = Counter()
    for pieces in pages:
        outermost = sorted(pieces, key=lambda piece: piece.base)
        for piece in {*outermost[:1], *outermost[-1:]}:
            seen[_key(piece)] += 1
            if SURE_PAGE_NUMBER.fullmatch(piece.text) or (seen[_key(piece)] > 1 and len(piece.text) > 5):
                found.add(_key(piece))
    return found


def _key(piece: Piece) -> tuple[str, int]:
    """Give what a page's furniture has in common with that of other pages: its text without numbers, and its height."""
    return re.sub(r"\d+", "0", piece.text), round(piece.base)


def _shape(row: BlockRow) -> tuple[str, int]:
    """Give what running heads and page numbers of several pages have in common."""
    block = row.blocks[0]
    return re.sub(r"\d+", "0", block.text), round(block.top / 3)


def _find_table(part: _Part, before: _Part | None, lone: Counter[tuple[str, int]], *, goes_on: bool) -> None:
    """Find a page's table: from its first row of several blocks to its last one.

    A lone label, or the rest of a row that the page before cut, belongs to it as well; `goes_on` says whether there is
    a page after it.
    """
    rows = part.rows
    wide = [k for k, row in enumerate(rows) if len(row.blocks) > 1]
    labels = sum(block.label for row in rows for block in row.blocks)
    above = before.table if before is not None else []
    if not above and (len(wide) < 2 or labels < FEWEST_LABELS):
        return
    begin, end = (wide[0], wide[-1] + 1) if wide else (0, 0)
    while begin > 0 and _belongs(rows[begin - 1], above, lone):
        begin -= 1
    while end < len(rows) and _belongs(rows[end], [*above, *rows[begin:end]] if goes_on or not wide else [], lone):
        end += 1
    part.first, part.last = begin, end


def _belongs(row: BlockRow, table: Sequence[BlockRow], lone: Counter[tuple[str, int]]) -> bool:
    """Tell whether a row of one block belongs to the table below which it stands: a label, or text of a column."""
    block = row.blocks[0]
    if lone[_shape(row)] > 1:
        return False
    reach = 0.5 * block.size
    if PAGE_NUMBER.fullmatch(block.text):  # `0` at the edge of a column is an amount.
        return any(abs(other.x0 - block.x0) <= 1.0 for above in table for other in above.blocks)
    return block.label or any(
        other.x0 - reach <= block.x0 and block.x1 <= other.x1 + reach for above in table for other in above.blocks
    )


def _find_sections(parts: Iterable[_Part]) -> dict[int, _Section]:
    """Give each row of the tables (by its identity) the section that it belongs to, with its columns."""
    found: dict[int, _Section] = {}
    sections: list[_Section] = []
    number = 0
    for part in (part for part in parts if part.table):
        if not sections or part.page.number != number + 1:
            sections.append(_Section(()))
        number = part.page.number
        for row in part.table:
            if row.is_heading:
                heading = tuple(block.text for block in row.blocks)
                if heading[-3:] != sections[-1].heading[-3:]:
                    sections.append(_Section(heading))
            sections[-1].rows.append(row)
            found[id(row)] = sections[-1]
    for section in sections:
        if section.rows:
            _find_columns(section)
    return found


def _find_columns(section: _Section) -> None:
    """Find the columns of a section: the fewest edges of which each gap inside of a row holds one."""
    gaps = sorted((b.x0, a.x1) for row in section.rows for a, b in pairwise(row.blocks) if not _is_narrow(a, b))
    reach: list[tuple[float, float]] = []
    for right, left in gaps:
        if not reach or reach[-1][1] < min(left, right) - 1.0:
            reach.append((left, right))
        else:
            reach[-1] = max(reach[-1][0], min(left, reach[-1][1])), reach[-1][1]
    section.edges = [_choose_edge(section, left, right) for left, right in reach]
    for row in section.rows:
        _close_gaps(row, section.edges)
    spans = [(find_columns_of(block, section.edges), block) for row in section.rows for block in row.blocks]
    for column in range(len(section.edges) + 1):
        inside = [block for (first, last), block in spans if (first, last) == (column, column + 1)]
        section.extents.append(_extent(section, column, inside))


def _choose_edge(section: _Section, left: float, right: float) -> float:
    """Give where a column begins: where the fewest texts are cut, and there as far to the right as can be."""
    blocks = [block for row in section.rows for block in row.blocks if block.x0 < right and block.x1 > left]
    places = {right, *(block.x0 for block in blocks if left < block.x0)}
    return min(places, key=lambda x: (sum(block.x0 < x - 1.0 and block.x1 > x + 1.0 for block in blocks), -x))


def _is_narrow(block: Block, beside: Block) -> bool:
    """Tell whether a gap is one that a line of text could have as well, so that it does not show a column by itself."""
    apart = abs(block.pieces[-1].base - beside.pieces[0].base) > 0.3 * block.size
    return not (apart or block.label or beside.x0 - block.x1 > CELL_GAP * block.size)


def _close_gaps(row: BlockRow, edges: Sequence[float]) -> None:
    """Put texts of a row together that a narrow gap parts where no column begins."""
    closed = row.blocks[:1]
    for block in row.blocks[1:]:
        before = closed[-1]
        shown = any(before.x1 - 1.0 <= edge <= block.x0 + 1.0 for edge in edges)
        closed[-1:] = [before, block] if shown or not _is_narrow(before, block) else [join_blocks(before, block)]
    row.blocks = closed


def _extent(section: _Section, column: int, inside: Sequence[Block]) -> tuple[float, float]:
    """Give where the texts of a column stand; between its edges where none stands in it alone."""
    if inside:
        return min(block.x0 for block in inside), max(block.x1 for block in inside)
    blocks = [block for row in section.rows for block in row.blocks]
    outline = [min(block.x0 for block in blocks), *section.edges, max(block.x1 for block in blocks)]
    return outline[column], max(outline[column], outline[column + 1])


def find_columns_of(block: Block, edges: Sequence[float]) -> tuple[int, int]:
    """Give the columns that a block stands in, as the first one and the one after the last."""
    middle = min(block.x0 + block.size / 2, (block.x0 + block.x1) / 2)
    first = sum(edge <= max(block.x0 + 1.5, middle) for edge in edges)
    last = sum(edge < block.x1 - 1.0 for edge in edges)
    return first, max(first, last) + 1


def _make_page(part: _Part, sections: dict[int, _Section]) -> Page:
    """Give a page with the grid of its table, and its runs in the cells."""
    page, rows = part.page, part.table
    cells: list[GridCell] = []
    runs = list(page.runs)
    bands = [number for number, grid in enumerate(page.grids) if len(grid.xs) == 2]
    kept = [grid for number, grid in enumerate(page.grids) if number not in bands]
    renumbered = {old: new for new, old in enumerate(k for k in range(len(page.grids)) if k not in bands)}
    runs = [run if run.cell is None else run._replace(cell=_renumber(run.cell, renumbered)) for run in runs]
    tops = _find_tops(rows)
    bottom = max(block.bottom for row in rows for block in row.blocks)
    edges = [*tops, bottom]
    for made, block in _make_cells(rows, sections, edges):
        if block is not None:
            for piece in block.pieces:
                for index in piece.runs:
                    runs[index] = runs[index]._replace(cell=(len(kept), len(cells)))
        cells.append(made)
    box = (min(c.box[0] for c in cells), tops[0], max(c.box[2] for c in cells), bottom)
    doubtful = frozenset(k for k, row in enumerate(rows) if row.doubtful)
    grid = Grid(box, tuple(cells), tuple(tops), (), (), (), aligned=True, doubtful=doubtful)
    return replace(page, runs=runs, grids=[*kept, grid])


def _renumber(cell: tuple[int, int], numbers: dict[int, int]) -> tuple[int, int] | None:
    return (numbers[cell[0]], cell[1]) if cell[0] in numbers else None


def _find_tops(rows: Sequence[BlockRow]) -> list[float]:
    """Give the upper edge of each row, in points from the top; the first holds whatever stands highest."""
    tops = [row.top for row in rows]
    tops[0] = min(block.top for row in rows for block in row.blocks)
    for k in range(1, len(tops)):
        tops[k] = max(tops[k], tops[k - 1] + 0.01)
    return tops


def _make_cells(
    rows: Sequence[BlockRow], sections: dict[int, _Section], edges: Sequence[float]
) -> Iterable[tuple[GridCell, Block | None]]:
    """Give the cells of a table's rows by row and from left to right, blank ones included, each with its block."""
    taken: list[tuple[int, list[tuple[int, int]]]] = []
    for row in rows:
        section = sections[id(row)]
        taken.append((id(section), _spread([find_columns_of(block, section.edges) for block in row.blocks])))
    lead = [columns[0][0] for _, columns in taken]
    covered: dict[int, int] = {}
    for index, row in enumerate(rows):
        section = sections[id(row)]
        if index and taken[index - 1][0] != taken[index][0]:
            covered = {}
        printed = {first: (last, block) for (first, last), block in zip(taken[index][1], row.blocks, strict=True)}
        column = 0
        while column < len(section.extents):
            last, block = printed.get(column, (column + 1, None))
            if block is None and covered.get(column, 0) > index:
                column += 1
                continue
            tall = block.label and not (row.is_heading and column > 0) if block is not None else column < lead[index]
            until = index + 1
            while tall and until < len(rows) and taken[until][0] == id(section) and lead[until] >= last:
                until += 1
            for k in range(column, last):
                covered[k] = until
            x0, x1 = section.extents[column][0], section.extents[last - 1][1]
            if block is not None:
                x0, x1 = min(x0, block.x0), max(x1, block.x1)
            yield GridCell(index, until - index, (x0, edges[index], max(x0, x1), edges[until])), block
            column = last


def _spread(columns: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give neighbours of a row columns that do not overlap."""
    spread: list[tuple[int, int]] = []
    at = 0
    for first, last in columns:
        begin = max(first, at)
        at = max(last, begin + 1)
        spread.append((begin, at))
    return spread
