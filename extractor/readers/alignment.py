"""Pages without vertical rulings → grids. Part of reading a PDF: alignment and vocabulary where no ruling decides.

Enters: pages of runs, with their horizontal rulings, and the vocabulary. Leaves: the same pages, with a grid for each
table that the alignment of its texts shows; what is ambiguous in it is marked. Pages without labels outside of ruled
cells, which are most, leave as they came.

A table is found where rows stand below each other that print labels and stand in several columns. Its columns are
learned from all rows below a row of column headings, over all pages: each gap between two neighbours of a row
holds an edge of a column, and the fewest edges that do for all gaps are the columns.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import groupby, pairwise, zip_longest

from extractor.readers.bands import Band, are_parted, find_across, make_bands
from extractor.readers.block_rows import (
    BlockRow,
    Side,
    count_sides,
    find_rows,
    find_side,
    mark_doubts,
    mark_headings,
    split_rest,
)
from extractor.readers.blocks import (
    CELL_GAP,
    LEAST_GAP,
    WORD_GAP,
    Block,
    Known,
    Piece,
    begins_label,
    cut_lines,
    draw_lines,
    find_blocks,
    join_blocks,
    measure_leading,
)
from extractor.readers.label_seats import seat_labels
from extractor.readers.label_spans import PlacedRow, find_reach, stand_first
from extractor.readers.lines import Run, close_seams, judge_spacing
from extractor.readers.moved_lines import put_back
from extractor.readers.pages import SURE_PAGE_NUMBER, Page
from extractor.readers.rulings import Grid, GridCell
from extractor.values import fold, label_forms

FEWEST_LABELS = 4
"""A page with fewer labels outside of ruled cells does not begin a table."""

LONGEST_LABEL = 60

PAGE_NUMBER = re.compile(r"[-—–~·]*(?:第|[Pp]age)?\d{1,4}页?(?:[/,，共of]+\d{1,4}页?)?[-—–~·]*")


@dataclass(slots=True)
class _Part:
    """The rows of one page, and which of them are a table's (`first` to `last`, not included).

    `side` is what the texts of a row share, `labels_first` whether labels that a page break cuts stand beside their
    first row, `following` its part on the next page and `above` on the one before, `reach` from where to where its
    columns stand on all pages, if rulings part its rows.
    """

    page: Page
    rows: list[BlockRow]
    first: int = 0
    last: int = 0
    side: Side = "top"
    labels_first: bool = False
    following: "_Part | None" = None
    above: "_Part | None" = None
    reach: tuple[float, float] | None = None

    @property
    def table(self) -> list[BlockRow]:
        return self.rows[self.first : self.last]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a page's table: rows of one text, on how many pages, and how wide the rows of several are."""

    lone: Counter[tuple[str, int]]
    left: float
    right: float


@dataclass(slots=True, eq=False)
class _Section:
    """Rows under one row of column headings, on one page or several; `edges` is where its columns begin.

    `walls` is where rulings between its columns would stand, `sides` which columns hold labels rather than texts.
    `outline` is shared by the sections of one table: where its outermost texts begin and end.
    """

    heading: tuple[str, ...]
    rows: list[BlockRow] = field(default_factory=list)
    outline: list[float] = field(default_factory=list)
    edges: list[float] = field(default_factory=list)
    extents: list[tuple[float, float]] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    sides: list[bool] = field(default_factory=list)


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
    chains = _find_chains(parts)
    for chain in chains:
        mark_headings(row for part in chain for row in part.table)
    sections = _find_sections(parts)
    for chain in chains:
        first = stand_first(_place(part, sections) for part in chain)
        for part in chain:
            part.labels_first = first
        if are_parted((part.table, part.page.rules or ()) for part in chain):
            _draw_walls(chain, sections)
    made = {part.page.number: _make_page(part, sections) for part in parts if part.table}
    found = [made.get(page.number, page) for page in pages]
    return [page if page.rules is None else replace(page, runs=close_seams(page.runs)) for page in found]


def _find_loose(runs: Sequence[Run], grids: Sequence[Grid]) -> list[int]:
    """Give the indexes of the runs that stand in no ruled cell; the bands between horizontal rulings are none."""
    bands = {number for number, grid in enumerate(grids) if len(grid.xs) == 2}
    return [k for k, run in enumerate(runs) if run.cell is None or run.cell[0] in bands]


def _find_parts(pages: Sequence[Page], known: Known) -> list[_Part]:
    """Give the rows of each page, and which of them are a table's."""
    drawn = [_drop_numbers(draw_lines(page.runs, _find_loose(page.runs, page.grids))) for page in pages]
    edges = sorted(line.x0 for lines in drawn for line in lines)
    set_off = judge_spacing([page.runs for page in pages]).set_off
    cut = [cut_lines(page.runs, lines, edges, known, set_off=set_off) for page, lines in zip(pages, drawn, strict=True)]
    furniture = _find_furniture(cut, known)
    cut = [[piece for piece in pieces if _key(piece) not in own] for pieces, own in zip(cut, furniture, strict=True)]
    leading = measure_leading(cut)
    parts = [
        _Part(page, find_rows(put_back(find_blocks(lines, leading, rules, known), leading, rules, known)))
        for page, lines in zip(pages, cut, strict=True)
        for rules in [page.rules or ()]
    ]
    lone = Counter(_shape(row) for part in parts for row in part.rows if len(row.blocks) == 1)
    before: _Part | None = None
    numbers = {part.page.number for part in parts}
    for k, part in enumerate(parts):
        follows = before if before is not None and before.page.number == part.page.number - 1 else None
        around = _Around(lone, *_find_outline(parts[max(0, k - 1) : k + 2]))
        _find_table(part, follows, around, goes_on=part.page.number + 1 in numbers)
        before = part if part.table else None
    side = find_side([row for part in parts for row in part.table])
    _seat_recognised(parts)
    for above, part, following in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        goes_on = above is not None and bool(above.table) and above.page.number + 1 == part.page.number
        if above is not None and goes_on and part.table:
            open_end = len(part.table) == 1 and following is not None and following.page.number == part.page.number + 1
            rest = split_rest(part.rows[part.first], above.table[-1], known, side=side, goes_on=open_end)
            part.rows[part.first : part.first + 1] = rest
            part.last += len(rest) - 1
        mark_doubts(part.table, goes_on=goes_on, side=side)
        part.side = side
        if above is not None and goes_on and part.table:
            above.following, part.above = part, above
    return parts


def _seat_recognised(parts: Sequence[_Part]) -> None:
    """Put the labels of recognised pages into the rows in which they begin: no order of drawing tells it."""
    rows = [row for part in parts for row in part.table]
    side = find_side(rows) if count_sides(rows) else None
    filled = {part.page.number for part in parts if part.table}
    for part in parts:
        if part.table and any(run.sure is not None for run in part.page.runs):
            number = part.page.number
            seated = seat_labels(part.table, side, goes_on=number - 1 in filled, follows=number + 1 in filled)
            part.rows[part.first : part.last] = seated
            part.last = part.first + len(seated)


def _drop_numbers(lines: Sequence[Piece]) -> list[Piece]:
    """Give a page's lines without its number (`- 3 -`), which spaces part where a column may begin."""
    numbers = [end[0] for end in _find_outermost(lines) if len(end) == 1 and SURE_PAGE_NUMBER.fullmatch(end[0].text)]
    return [line for line in lines if line not in numbers]


def _find_furniture(pages: Sequence[Sequence[Piece]], known: Known) -> list[set[tuple[str, int]]]:
    """Give what the outermost lines of each page print: page numbers, and lines that several pages print at one place.

    A bare number is one where it goes up by one from page to page, at one height. A line that stands beside other
    texts is a row's, and so is one that begins a label: column headings are printed on several pages as well.
    """
    outermost = [_find_outermost(pieces) for pieces in pages]
    seen = Counter(_key(piece) for ends in outermost for end in ends for piece in end)
    counted = Counter(count for k, ends in enumerate(outermost) for end in ends for x in end for count in _count(x, k))

    def is_furniture(piece: Piece, page: int) -> bool:
        repeated = (
            seen[_key(piece)] > 1
            and len(piece.text) > 5
            and not begins_label(pages[page], pages[page].index(piece), known)
        )
        number = SURE_PAGE_NUMBER.fullmatch(piece.text) is not None
        return repeated or number or any(counted[count] > 1 for count in _count(piece, page))

    return [
        {_key(piece) for end in ends if len(end) < 3 and all(is_furniture(x, k) for x in end) for piece in end}
        for k, ends in enumerate(outermost)
    ]


def _find_outermost(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Give the first and the last line of a page, each with what stands beside it."""
    if not pieces:
        return []
    ends = {min(pieces, key=lambda piece: piece.base), max(pieces, key=lambda piece: piece.base)}
    return [[piece for piece in pieces if abs(piece.base - end.base) < 0.9 * max(piece.size, end.size)] for end in ends]


def _count(piece: Piece, page: int) -> Iterable[tuple[int, int]]:
    """Give for a line that may be a page's number what it has in common with those of other pages."""
    if PAGE_NUMBER.fullmatch(piece.text) and len(piece.text) < 12:
        yield int(re.findall(r"\d+", piece.text)[0]) - page, round(piece.base)


def _key(piece: Piece) -> tuple[str, int]:
    """Give what a page's furniture has in common with that of other pages: its text without numbers, and its height."""
    return re.sub(r"\d+", "0", piece.text), round(piece.base)


def _shape(row: BlockRow) -> tuple[str, int]:
    """Give what running heads and page numbers of several pages have in common."""
    block = row.blocks[0]
    return re.sub(r"\d+", "0", block.text), round(block.top / 3)


def _find_outline(parts: Iterable[_Part]) -> tuple[float, float]:
    """Give where the rows of several texts begin and end, over pages."""
    blocks = [block for part in parts for row in part.rows if len(row.blocks) > 1 for block in row.blocks]
    return min([block.x0 for block in blocks], default=0.0), max([block.x1 for block in blocks], default=0.0)


def _find_table(part: _Part, before: _Part | None, around: _Around, *, goes_on: bool) -> None:
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
    while above and begin > 0 and _belongs(rows[begin - 1], above, around):
        begin -= 1
    while end < len(rows) and _belongs(rows[end], [*above, *rows[begin:end]] if goes_on or not wide else [], around):
        end += 1
    part.first, part.last = begin, end


def _belongs(row: BlockRow, table: Sequence[BlockRow], around: _Around) -> bool:
    """Tell whether a row of one block belongs to the table below which it stands: a label, or text of a column."""
    block = row.blocks[0]
    if around.lone[_shape(row)] > 1:
        return False
    reach = 0.5 * block.size
    if PAGE_NUMBER.fullmatch(block.text):  # `0` at the edge of a column is an amount.
        return any(abs(other.x0 - block.x0) <= 1.0 for above in table for other in above.blocks)
    if block.label or not table:
        return block.label
    return around.left - reach <= block.x0 and block.x1 <= around.right + reach


def _find_sections(parts: Iterable[_Part]) -> dict[int, _Section]:
    """Give each row of the tables (by its identity) the section that it belongs to, with its columns."""
    found: dict[int, _Section] = {}
    sections: list[_Section] = []
    number = 0
    for part in (part for part in parts if part.table):
        if not sections or part.page.number != number + 1:
            sections.append(_Section((), outline=[math.inf, -math.inf]))
        number = part.page.number
        for row in part.table:
            if row.heads:
                heading = tuple(block.text for block in row.blocks)
                if heading[-3:] != sections[-1].heading[-3:]:
                    sections.append(_Section(heading, outline=sections[-1].outline))
            outline = sections[-1].outline
            outline[0] = min(outline[0], row.blocks[0].x0)
            outline[1] = max(outline[1], *(block.x1 for block in row.blocks))
            sections[-1].rows.append(row)
            found[id(row)] = sections[-1]
    for section in sections:
        if section.rows:
            _find_columns(section)
    return found


def _find_chains(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Give the tables, each as its parts on pages that follow each other."""
    chains: list[list[_Part]] = []
    for part in (part for part in parts if part.table):
        if not chains or chains[-1][-1].page.number + 1 != part.page.number:
            chains.append([])
        chains[-1].append(part)
    return chains


def _draw_walls(chain: Sequence[_Part], sections: dict[int, _Section]) -> None:
    """Find where rulings would part the columns of a table: the fewest places, where rulings across end if they do."""
    own = list(
        {id(section): section for part in chain for row in part.table for section in [sections[id(row)]]}.values()
    )
    free = {id(section): _find_free(section) for section in own}
    spans = sorted(((a, b) for each in free.values() for a, b in each if a < b), key=lambda span: span[1])
    ends = sorted({end for part in chain for rule in part.page.rules or () for end in (rule.start, rule.end)})
    walls: list[float] = []
    for left, right in _meet(spans):
        inside = ends[bisect_left(ends, left - 0.5) : bisect_right(ends, right + 0.5)]
        middle = (left + right) / 2
        walls.append(min(inside or [middle], key=partial(_distance, middle)))
    for section in own:
        section.walls = [
            next((at for at in walls if left <= at <= right), (left + right) / 2) for left, right in free[id(section)]
        ]
    blocks = [block for part in chain for row in part.table for block in row.blocks]
    rules = [rule for part in chain for rule in find_across(part.table, part.page.rules or ())]
    reach = min(x.x0 for x in blocks), max(x.x1 for x in blocks)
    for part in chain:
        part.reach = min([reach[0], *(rule.start for rule in rules)]), max([reach[1], *(rule.end for rule in rules)])


def _distance(one: float, other: float) -> float:
    return abs(one - other)


def _meet(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Give the fewest stretches of which each span, by its right end, holds one."""
    met: list[tuple[float, float]] = []
    for left, right in spans:
        if met and left <= met[-1][1]:
            met[-1] = max(met[-1][0], left), met[-1][1]
        else:
            met.append((left, right))
    return met


def _find_free(section: _Section) -> list[tuple[float, float]]:
    """Give the stretch between the texts on either side of each edge of a section's columns."""
    spans = [(find_columns_of(block, section.edges), block) for row in section.rows for block in row.blocks]
    free = []
    for column, edge in enumerate(section.edges, 1):
        left = max((block.x1 for (_, behind), block in spans if behind == column), default=edge)
        right = min((block.x0 for (first, _), block in spans if first == column), default=edge)
        free.append((left, right) if left < right else (edge, edge))
    return free


def _find_columns(section: _Section) -> None:
    """Find the columns of a section: the fewest edges of which each gap inside of a row holds one."""
    inner = [(b.x0, a.x1) for row in section.rows for a, b in pairwise(row.blocks) if not _is_narrow(a, b)]
    gaps = sorted([*inner, *_find_side_gaps(section)])
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
        labels = sum(block.label for block in inside)
        section.sides.append(2 * labels >= len(inside))
    section.extents[0] = min(section.outline[0], section.extents[0][0]), section.extents[0][1]
    section.extents[-1] = section.extents[-1][0], max(section.outline[1], section.extents[-1][1])


def _find_side_gaps(section: _Section) -> Iterable[tuple[float, float]]:
    """Give the gaps to the right of columns that hold nothing but labels, as where the next text begins and they end.

    A label at the side may stand beside no other text: where it spans a row that a page break cut.
    """
    blocks = [block for row in section.rows for block in row.blocks[: 1 if row.heads else None]]
    blocks.sort(key=lambda block: block.x0)
    right = -math.inf
    for before, block in pairwise(blocks):
        right = max(right, before.x1)
        if not before.label:
            return
        if block.x0 > right + LEAST_GAP * block.size:
            yield block.x0, right


def _choose_edge(section: _Section, left: float, right: float) -> float:
    """Give where a column begins: where the fewest texts are cut, and there as far to the right as can be."""
    blocks = [block for row in section.rows for block in row.blocks if block.x0 < right and block.x1 > left]
    places = {right, *(block.x0 for block in blocks if left < block.x0)}
    return min(places, key=lambda x: (sum(block.x0 < x - 1.0 and block.x1 > x + 1.0 for block in blocks), -x))


def _is_narrow(block: Block, beside: Block) -> bool:
    """Tell whether a gap is one that a line of text could have as well, so that it does not show a column by itself."""
    apart = abs(block.pieces[-1].base - beside.pieces[0].base) > 0.3 * block.size
    gap = (beside.x0 - block.x1) / block.size
    return not (apart or block.label or gap > (WORD_GAP if beside.label else CELL_GAP))


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
    if part.reach is not None:
        banded = make_bands(_find_bands(rows, sections), page.rules or (), part.reach)
        for index in (index for row in rows for block in row.blocks for piece in block.pieces for index in piece.runs):
            cell = banded.find((runs[index].x0 + runs[index].x1) / 2, runs[index].middle)
            runs[index] = runs[index]._replace(cell=None if cell is None else (len(kept), cell))
        return replace(page, runs=runs, grids=[*kept, banded])
    tops = _find_tops(rows)
    bottom = max(block.bottom for row in rows for block in row.blocks)
    edges = [*tops, bottom]
    for made, block in _make_cells(rows, sections, edges, part):
        if block is not None:
            for piece in block.pieces:
                for index in piece.runs:
                    runs[index] = runs[index]._replace(cell=(len(kept), len(cells)))
        cells.append(made)
    box = (min(c.box[0] for c in cells), tops[0], max(c.box[2] for c in cells), bottom)
    doubtful = frozenset(k for k, row in enumerate(rows) if row.doubtful)
    grid = Grid(box, tuple(cells), tuple(tops), (), (), (), aligned=True, doubtful=doubtful)
    return replace(page, runs=runs, grids=[*kept, grid])


def _find_bands(rows: Sequence[BlockRow], sections: dict[int, _Section]) -> list[Band]:
    """Give the rows of each section on a page, with the edges of its columns."""
    bands: list[Band] = []
    for section, own in groupby(rows, key=lambda row: sections[id(row)]):
        bands.append(Band(list(own), section.walls))
    return bands


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
    rows: Sequence[BlockRow], sections: dict[int, _Section], edges: Sequence[float], part: _Part
) -> Iterable[tuple[GridCell, Block | None]]:
    """Give the cells of a table's rows by row and from left to right, blank ones included, each with its block."""
    placed = _place(part, sections)
    lead = [each.columns[0][0] for each in placed]
    numbers, columns = [each.section for each in placed], [each.columns for each in placed]
    reach = find_reach(placed, side=part.side, below=_find_below(part, sections), first=part.labels_first)
    for index in reach.open:
        rows[index].doubtful = True
    covered: dict[int, int] = {}
    spans = [
        (block, index, reach.until[index, first])
        for index, (row, own) in enumerate(zip(rows, columns, strict=True))
        for block, (first, _) in zip(row.blocks, own, strict=True)
        if (index, first) in reach.until
    ]
    for index, row in enumerate(rows):
        section = sections[id(row)]
        if index and numbers[index - 1] != numbers[index]:
            covered = _cover(section, index, spans)
        printed = {first: (last, block) for (first, last), block in zip(columns[index], row.blocks, strict=True)}
        column = 0
        while column < len(section.extents):
            last, block = printed.get(column, (column + 1, None))
            if block is None and covered.get(column, 0) > index:
                column += 1
                continue
            until = reach.until.get((index, column), index + 1)
            # Headings may be printed again.
            tall = block is None and column < lead[index] and not row.heads and section.sides[column]
            while tall and until < len(rows) and numbers[until] == id(section) and lead[until] > column:
                until += 1
            for k in range(column, last):
                covered[k] = until
            x0, x1 = section.extents[column][0], section.extents[last - 1][1]
            if block is not None:
                x0, x1 = min(x0, block.x0), max(x1, block.x1)
            yield GridCell(index, until - index, (x0, edges[index], max(x0, x1), edges[until])), block
            column = last


def _place(part: _Part, sections: dict[int, _Section]) -> list[PlacedRow]:
    """Give a page's rows of its table, each with the columns of its blocks."""
    placed = [
        PlacedRow(row, _spread([find_columns_of(block, section.edges) for block in row.blocks]), id(section))
        for row in part.table
        for section in [sections[id(row)]]
    ]
    if part.above is not None:
        placed[0] = _widen(placed[0], _place(replace(part.above, above=None), sections)[-1])
    return placed


def _widen(rest: PlacedRow, above: PlacedRow) -> PlacedRow:
    """Let the texts of a page's first row span the columns that those above do which they may be the rest of.

    A text that spans several columns may end on the next page with a line that is shorter than they are.
    """
    if rest.section != above.section:
        return rest
    wide = {round(x.x0): span[1] for x, span in zip(above.row.blocks, above.columns, strict=True) if not x.label}
    columns = []
    for block, (first, behind), end in zip_longest(rest.row.blocks, rest.columns, [x for x, _ in rest.columns[1:]]):
        until = 0 if block.label else wide.get(round(block.x0), 0)
        columns.append((first, until if behind < until and (end is None or until <= end) else behind))
    return replace(rest, columns=columns)


def _cover(section: _Section, index: int, spans: Iterable[tuple[Block, int, int]]) -> dict[int, int]:
    """Give the columns of a section that labels of another one cover, each with the row behind the last one.

    `spans` has for each label its row and the row behind the last one; `index` is the section's first row.
    """
    return {
        column: until
        for block, row, until in spans
        for column, (left, right) in enumerate(section.extents)
        if row < index < until and left < block.x1 and right > block.x0
    }


def _find_below(part: _Part, sections: dict[int, _Section]) -> dict[int, str] | None:
    """Give the labels of the first row on the next page by their column, below headings that are printed again."""
    if part.following is None:
        return None
    rows = [row for row in part.following.table if not row.heads]
    if not rows or sections[id(rows[0])] is not sections[id(part.table[-1])]:
        return {}
    blocks = rows[0].blocks
    columns = _spread([find_columns_of(block, sections[id(rows[0])].edges) for block in blocks])
    return {first: block.text for (first, _), block in zip(columns, blocks, strict=True) if block.label}


def _spread(columns: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give neighbours of a row columns that do not overlap."""
    spread: list[tuple[int, int]] = []
    at = 0
    for first, last in columns:
        begin = max(first, at)
        at = max(last, begin + 1)
        spread.append((begin, at))
    return spread
