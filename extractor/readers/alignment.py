"""Pages without vertical rulings → grids. Part of reading a PDF: alignment and vocabulary where no ruling decides.

Enters: pages of runs, with their horizontal rulings, and the vocabulary. Leaves: the same pages, with a grid for each
table that the alignment of its texts shows; what is ambiguous in it is marked. Pages without labels outside of ruled
cells, which are most, leave as they came.

The columns of a table are learned from all rows below a row of column headings, over all pages.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import groupby, zip_longest

from extractor.readers.bands import Band, are_parted, count_above, find_across, make_bands
from extractor.readers.block_rows import BlockRow, mark_headings
from extractor.readers.blocks import Block
from extractor.readers.columns import Section, find_columns, find_columns_of, find_free, spread
from extractor.readers.label_spans import PlacedRow, find_reach, stand_first
from extractor.readers.lines import Run, close_seams
from extractor.readers.page_rows import FEWEST_LABELS, Part, find_chains, find_loose, find_parts
from extractor.readers.pages import Page
from extractor.readers.rulings import Grid, GridCell
from extractor.values import fold, label_forms

LONGEST_LABEL = 60


def may_align(runs: Sequence[Run], grids: Sequence[Grid], vocabulary: Collection[str], *, follows: bool) -> bool:
    """Tell whether a page may hold a table without vertical rulings: it prints labels outside of ruled cells.

    `follows` says that the page before may; then any text outside of ruled cells will do.
    """
    loose = find_loose(runs, grids)
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

    parts = find_parts([page for page in pages if page.rules is not None], known)
    chains = find_chains(parts)
    for chain in chains:
        if are_parted((part.table, part.page.rules or ()) for part in chain):
            chain[0].first += count_above(chain[0].table, chain[0].page.rules or ())
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


def _find_sections(parts: Iterable[Part]) -> dict[int, Section]:
    """Give each row of the tables (by its identity) the section that it belongs to, with its columns."""
    found: dict[int, Section] = {}
    sections: list[Section] = []
    number = 0
    for part in (part for part in parts if part.table):
        if not sections or part.page.number != number + 1:
            sections.append(Section((), outline=[math.inf, -math.inf]))
        number = part.page.number
        for row in part.table:
            if row.heads:
                heading = tuple(block.text for block in row.blocks)
                if heading[-3:] != sections[-1].heading[-3:]:
                    sections.append(Section(heading, outline=sections[-1].outline))
            outline = sections[-1].outline
            outline[0] = min(outline[0], row.blocks[0].x0)
            outline[1] = max(outline[1], *(block.x1 for block in row.blocks))
            sections[-1].rows.append(row)
            found[id(row)] = sections[-1]
    for section in sections:
        if section.rows:
            find_columns(section)
    return found


def _draw_walls(chain: Sequence[Part], sections: dict[int, Section]) -> None:
    """Find where rulings would part the columns of a table: the fewest places, where rulings across end if they do."""
    own = list(
        {id(section): section for part in chain for row in part.table for section in [sections[id(row)]]}.values()
    )
    free = {id(section): find_free(section) for section in own}
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


def _make_page(part: Part, sections: dict[int, Section]) -> Page:
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
        for whole in (block for row in rows for block in row.blocks):
            middle = (whole.x0 + whole.x1) / 2
            for index in (index for piece in whole.pieces for index in piece.runs):
                cell = banded.find(middle, runs[index].middle)
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


def _find_bands(rows: Sequence[BlockRow], sections: dict[int, Section]) -> list[Band]:
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
    rows: Sequence[BlockRow], sections: dict[int, Section], edges: Sequence[float], part: Part
) -> Iterable[tuple[GridCell, Block | None]]:
    """Give the cells of a table's rows by row and from left to right, blank ones included, each with its block."""
    placed = _place(part, sections)
    lead = [each.columns[0][0] for each in placed]
    numbers, columns = [each.section for each in placed], [each.columns for each in placed]
    below = None if part.following is None else _place(part.following, sections)
    reach = find_reach(placed, side=part.side, below=below, first=part.labels_first)
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


def _place(part: Part, sections: dict[int, Section]) -> list[PlacedRow]:
    """Give a page's rows of its table, each with the columns of its blocks."""
    placed = [
        PlacedRow(row, spread([find_columns_of(block, section.edges) for block in row.blocks]), id(section))
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


def _cover(section: Section, index: int, spans: Iterable[tuple[Block, int, int]]) -> dict[int, int]:
    """Give the columns of a section that labels of another one cover, each with the row behind the last one.

    `spans` has for each label its row and the row behind the last one; `index` is the section's first row.
    """
    return {
        column: until
        for block, row, until in spans
        for column, (left, right) in enumerate(section.extents)
        if row < index < until and left < block.x1 and right > block.x0
    }
