"""Pages of runs → the rows of each page, and which of them are a table's. Part of reading a PDF.

Enters: pages of runs, with their horizontal rulings, and what a label is. Leaves: for each page its rows of blocks, and
from which to which they are a table's: where rows stand below each other that print labels and stand in several
columns. Page numbers and running heads are none of them.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.readers.block_rows import (
    SHORT,
    BlockRow,
    Side,
    count_sides,
    find_rows,
    find_side,
    mark_doubts,
    split_begun,
    split_rest,
)
from extractor.readers.blocks import Block, begins_label, find_blocks, measure_leading
from extractor.readers.cell_lines import SAME_EDGE, USUAL_LEADING, Known, Piece, cut_lines, draw_lines
from extractor.readers.label_seats import seat_labels
from extractor.readers.lines import Run, judge_spacing
from extractor.readers.moved_lines import put_back
from extractor.readers.pages import SURE_PAGE_NUMBER, Page
from extractor.readers.placed_rows import find_wrap, is_drawn_by_cell, place_rows
from extractor.readers.rulings import Grid

FEWEST_LABELS = 4
"""A page with fewer labels outside of ruled cells does not begin a table."""

Shape = tuple[str, int]
"""A text without its numbers, and about where it stands."""

MOST_SIDES = 3
"""So many texts at most stand at the side of a row, as labels that span several do."""

FIRST_ROWS = 3
"""The rest of a text stands among so many rows at the top of a page, below running heads or repeated headings."""

PAGE_NUMBER = re.compile(r"[-—–~·]*(?:第|[Pp]age)?\d{1,4}页?(?:[/,，共of]+\d{1,4}页?)?[-—–~·]*")


@dataclass(slots=True)
class Part:
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
    following: "Part | None" = None
    above: "Part | None" = None
    reach: tuple[float, float] | None = None

    @property
    def table(self) -> list[BlockRow]:
        """The rows of the page that are a table's."""
        return self.rows[self.first : self.last]


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a page's table: rows of one text, on how many pages, and how wide the rows of several are."""

    lone: Counter[Shape]
    left: float
    right: float


def find_loose(runs: Sequence[Run], grids: Sequence[Grid]) -> list[int]:
    """Give the indexes of the runs that stand in no ruled cell; the bands between horizontal rulings are none."""
    bands = {number for number, grid in enumerate(grids) if len(grid.xs) == 2}
    return [k for k, run in enumerate(runs) if run.cell is None or run.cell[0] in bands]


def find_parts(pages: Sequence[Page], known: Known) -> list[Part]:
    """Give the rows of each page, and which of them are a table's."""
    drawn = [_drop_numbers(draw_lines(page.runs, find_loose(page.runs, page.grids))) for page in pages]
    edges = sorted(line.x0 for lines in drawn for line in lines)
    set_off = judge_spacing([page.runs for page in pages]).set_off
    cut = [cut_lines(page.runs, lines, edges, known, set_off=set_off) for page, lines in zip(pages, drawn, strict=True)]
    furniture = _find_furniture(cut, [page.number for page in pages], known)
    cut = [[piece for piece in pieces if _key(piece) not in own] for pieces, own in zip(cut, furniture, strict=True)]
    leading = measure_leading(cut)
    parts = [Part(page, rows) for page, rows in zip(pages, _cut_rows(pages, cut, leading, known), strict=True)]
    alone = [
        (_shape(row), row.blocks[0].text, part.page.number) for part in parts for row in part.rows if _is_lone(row)
    ]
    lone = Counter(shape for shape, _, _ in alone) - _find_unlike(alone)
    for shape in _find_rests(parts):
        del lone[shape]
    before: Part | None = None
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
            _mark_halves(above.table, part.table[0], known)
        if above is not None and goes_on and part.table:
            open_end = len(part.table) == 1 and following is not None and following.page.number == part.page.number + 1
            rest = split_rest(part.rows[part.first], above.table[-1], known, side=side, goes_on=open_end)
            part.rows[part.first : part.first + 1] = rest
            part.last += len(rest) - 1
        if part.table and following is not None and following.table and following.page.number == part.page.number + 1:
            begun = split_begun(part.rows[part.last - 1], known, side=side, leading=leading)
            part.rows[part.last - 1 : part.last] = begun
            part.last += len(begun) - 1
        mark_doubts(part.table, goes_on=goes_on, side=side)
        part.side = side
        if above is not None and goes_on and part.table:
            above.following, part.above = part, above
    return parts


def _cut_rows(
    pages: Sequence[Page], cut: Sequence[Sequence[Piece]], leading: float, known: Known
) -> list[list[BlockRow]]:
    """Give the rows of each page, by the order in which its lines are drawn, if that is the order of the cells."""
    rules = [page.rules or () for page in pages]
    blocks = [
        put_back(find_blocks(lines, leading, own, known), leading, own, known)
        for lines, own in zip(cut, rules, strict=True)
    ]
    typed = not any(run.sure is not None for page in pages for run in page.runs)
    if typed and not is_drawn_by_cell(blocks) and (wrap := find_wrap(cut)) is not None:
        return [place_rows(lines, wrap, own, known) for lines, own in zip(cut, rules, strict=True)]
    return [find_rows(own) for own in blocks]


def _mark_halves(above: Sequence[BlockRow], row: BlockRow, known: Known) -> None:
    """Mark the halves of a label that a page break cut as labels: a column's lowest text, and the next page's first.

    A label at the side whose lines go on on the next page spans rows on both.
    """
    for index, rest in enumerate(row.blocks[:MOST_SIDES]):
        column = [
            (other, k, own)
            for own in above
            for k, other in enumerate(own.blocks)
            if min(rest.x1, other.x1) > max(rest.x0, other.x0)
        ]
        if not column:
            continue
        half, k, own = max(column, key=lambda found: found[0].bottom)
        if known(half.text + rest.text) and not (known(half.text) or known(rest.text)):
            own.blocks[k] = replace(half, label=True)
            row.blocks[index] = replace(rest, label=True)


def _seat_recognised(parts: Sequence[Part]) -> None:
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


def _is_lone(row: BlockRow) -> bool:
    return len(row.blocks) == 1


def _find_unlike(found: Iterable[tuple[Shape, str, int]]) -> Counter[Shape]:
    """Count what differs in its digits alone, but is no running head: its numbers neither stay nor count the pages.

    So it is with the lines of two texts that pages begin with: `全年投入2046.31万` and `全年投入3887.11万`.
    """
    numbers: dict[Shape, set[tuple[str, ...]]] = {}
    offsets: dict[Shape, set[tuple[int, ...]]] = {}
    seen: Counter[Shape] = Counter()
    for shape, text, page in found:
        own = re.findall(r"\d{1,9}", text)
        numbers.setdefault(shape, set()).add(tuple(own))
        offsets.setdefault(shape, set()).add(tuple(int(number) - page for number in own))
        seen[shape] += 1
    return Counter({shape: seen[shape] for shape in seen if not _counts_pages(numbers[shape], offsets[shape])})


def _counts_pages(numbers: Iterable[tuple[str, ...]], offsets: Iterable[tuple[int, ...]]) -> bool:
    """Tell whether each number of a text is the same on all pages, or as far from the page's number."""
    ways = zip(zip(*numbers, strict=False), zip(*offsets, strict=False), strict=False)
    return all(len(set(own)) == 1 or len(set(apart)) == 1 for own, apart in ways)


def _find_furniture(pages: Sequence[Sequence[Piece]], page_numbers: Sequence[int], known: Known) -> list[set[Shape]]:
    """Give what the outermost lines of each page print: page numbers, and lines that several pages print at one place.

    A bare number is one where it goes up by one from page to page, at one height. A line that stands beside other
    texts is a row's, and so is one that begins a label: column headings are printed on several pages as well.
    """
    outermost = [_find_outermost(pieces) for pieces in pages]
    found = [
        (_key(piece), piece.text, number)
        for number, ends in zip(page_numbers, outermost, strict=True)
        for end in ends
        for piece in end
    ]
    seen = Counter(key for key, _, _ in found) - _find_unlike(found)
    counted = Counter(count for k, ends in enumerate(outermost) for end in ends for x in end for count in _count(x, k))

    def is_furniture(piece: Piece, page: int) -> bool:
        repeated = (
            seen[_key(piece)] > 1
            and len(piece.text) > 5
            and not _is_cut_in_brackets(piece.text)
            and not begins_label(pages[page], pages[page].index(piece), known)
            and not any(seen[_key(line)] < 2 for line in _find_lines(pages[page], pages[page].index(piece)))
        )
        number = SURE_PAGE_NUMBER.fullmatch(piece.text) is not None
        return repeated or number or any(counted[count] > 1 for count in _count(piece, page))

    return [
        {_key(piece) for end in ends if len(end) < 3 and all(is_furniture(x, k) for x in end) for piece in end}
        for k, ends in enumerate(outermost)
    ]


def _find_lines(pieces: Sequence[Piece], index: int) -> Iterable[Piece]:
    """Give the lines drawn right before and after one that stand where those of the same text would."""
    piece = pieces[index]
    for other in (*pieces[max(0, index - 1) : index], *pieces[index + 1 : index + 2]):
        step = abs(other.base - piece.base) / max(other.size, piece.size)
        if 0.8 < step < USUAL_LEADING and abs(other.x0 - piece.x0) <= SAME_EDGE:
            yield other


def _is_cut_in_brackets(text: str) -> bool:
    """Tell whether a line opens a bracket that it does not close, or the other way: `（〔2024〕49` is part of one."""
    return any(text.count(opening) != text.count(closing) for opening, closing in ("（）", "()", "〔〕", "《》", "“”"))


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


def _key(piece: Piece) -> Shape:
    """Give what a page's furniture has in common with that of other pages: its text without numbers, and its height."""
    return re.sub(r"\d+", "0", piece.text), round(piece.base)


def _shape(row: BlockRow) -> Shape:
    """Give what running heads and page numbers of several pages have in common."""
    block = row.blocks[0]
    return re.sub(r"\d+", "0", block.text), round(block.top / 3)


def _find_rests(parts: Sequence[Part]) -> set[Shape]:
    """Give what several pages print at one height that is no running head: each time the rest of a text goes on there.

    What was cut on the page before stands in the last row there, begins at the same edge and leaves no room.
    """
    found: dict[Shape, bool] = {}
    for before, part in zip([None, *parts], parts, strict=False):
        follows = before is not None and before.page.number + 1 == part.page.number
        for index, row in enumerate(part.rows):
            if len(row.blocks) == 1:
                rest = before is not None and follows and index < FIRST_ROWS and _is_rest(row.blocks[0], before.rows)
                found[_shape(row)] = rest and found.get(_shape(row), True)
    return {shape for shape, rest in found.items() if rest}


def _is_rest(block: Block, rows: Sequence[BlockRow]) -> bool:
    """Tell whether a block may be the rest of a text in the last row of the page before."""
    last = next((row for row in reversed(rows) if len(row.blocks) > 1), None)
    column = [other for row in rows for other in row.blocks if abs(other.x0 - block.x0) <= SAME_EDGE]
    if last is None or block.label or len(column) < 2 or not any(other is column[-1] for other in last.blocks):
        return False
    above = column[-1]
    return not above.label and above.pieces[-1].x1 > max(other.x1 for other in column) - SHORT * block.size


def _find_outline(parts: Iterable[Part]) -> tuple[float, float]:
    """Give where the rows of several texts begin and end, over pages."""
    blocks = [block for part in parts for row in part.rows if len(row.blocks) > 1 for block in row.blocks]
    return min([block.x0 for block in blocks], default=0.0), max([block.x1 for block in blocks], default=0.0)


def _find_table(part: Part, before: Part | None, around: _Around, *, goes_on: bool) -> None:
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
    # Below headings that are printed again on the last page stands the rest of the row above.
    inside = goes_on or (bool(above) and all(block.label for k in wide for block in rows[k].blocks))
    while end < len(rows) and _belongs(rows[end], [*above, *rows[begin:end]] if inside or not wide else [], around):
        end += 1
    part.first, part.last = begin, end


def _belongs(row: BlockRow, table: Sequence[BlockRow], around: _Around) -> bool:
    """Tell whether a row of one block belongs to the table below which it stands: a label, or text of a column."""
    block = row.blocks[0]
    if around.lone[_shape(row)] > 1 and not _is_cut_in_brackets(block.text):
        return False
    reach = 0.5 * block.size
    if PAGE_NUMBER.fullmatch(block.text):  # `0` at the edge of a column is an amount.
        return any(abs(other.x0 - block.x0) <= 1.0 for above in table for other in above.blocks)
    if block.label or not table:
        return block.label
    within = around.left - reach <= block.x0 and block.x1 <= around.right + reach
    return within or any(abs(other.x0 - block.x0) <= SAME_EDGE for above in table for other in above.blocks)


def find_chains(parts: Iterable[Part]) -> list[list[Part]]:
    """Give the tables, each as its parts on pages that follow each other."""
    chains: list[list[Part]] = []
    for part in (part for part in parts if part.table):
        if not chains or chains[-1][-1].page.number + 1 != part.page.number:
            chains.append([])
        chains[-1].append(part)
    return chains
