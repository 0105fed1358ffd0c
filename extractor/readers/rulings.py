"""Rulings of a page → the cells they enclose. Part of reading a PDF (or a picture of a page).

Enters: straight lines as drawn, in points from the page's top left. Leaves: grids, each with its cells, their spans
and a look-up from a point to its cell. Characters are unknown here.

Instead of looking for intersections, the lines of one table cut the page into atoms, and atoms with no line between
them flow together into one cell: a merged cell is then simply a cell of several atoms, and its spans are known.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from operator import itemgetter
from typing import NamedTuple

SNAP = 4.8
"""Lines closer than this (points) are one line: double rules, and the frames of neighbouring cells that stand apart."""

GAP = 5.0
"""Pieces of a line with gaps up to this (points) are one line: dashes, dots, and rows of small rectangles."""

DASHES = 8
"""So many pieces or more, one after the other, may be the dashes of one line."""

DASH, DASH_GAP = 24.0, 16.0
"""A dash is no longer than this, and the gap to the next one no wider (points)."""
OUTSIDE = -1
"""The owner of what the lines do not enclose, though it lies within the table's outline."""

TOUCH = 1.0
"""Edges of a cell that meet are no farther apart (points) than this."""

MOST_SIDES = 500
"""So many sides of cells are looked at on one vertical line."""

MOST_LINES = 4000
"""A page with more separate lines than this is a drawing, not a form."""


class Line(NamedTuple):
    """A straight ruling: `at` is its constant coordinate (y of a horizontal one), `start` to `end` its extent."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a grid: its topmost row, how many rows it covers, and its box (x0, top, x1, bottom) in points.

    `closed` tells whether a ruling closes it above and below, None where no rulings enclose it: where a page break goes
    through a cell, most programs draw none.
    """

    row: int
    rows: int
    box: tuple[float, float, float, float]
    closed: tuple[bool, bool] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table on one page.

    Attributes:
        box: the table's outline (x0, top, x1, bottom), in points.
        cells: the cells, by row and from left to right.
        tops: the top edge of each row, in points, from the top.
        aligned: whether no rulings enclose the cells, and the alignment of their texts shows them.
        doubtful: the rows that could be cut in another way, by their indexes.
    """

    box: tuple[float, float, float, float]
    cells: tuple[GridCell, ...]
    tops: tuple[float, ...]
    xs: tuple[float, ...] = field(repr=False)
    ys: tuple[float, ...] = field(repr=False)
    owner: tuple[tuple[int, ...], ...] = field(repr=False)
    aligned: bool = False
    doubtful: frozenset[int] = frozenset()

    def find(self, x: float, y: float) -> int | None:
        """Give the index in `cells` of the cell that holds a point, None where the point is outside of the grid."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            index = self.owner[row][column]
            return None if index == OUTSIDE else index
        return None


def find_grids(horizontal: Iterable[Line], vertical: Iterable[Line], *, drawn: bool = True) -> list[Grid]:
    """Give the grids that a page's rulings form, smallest first, so that a frame never hides the table inside it.

    A table that is open at an edge (browsers draw no closing line at a page break; a sheet may run off the page) is
    closed along the extent of its lines. `drawn` tells whether the lines are, and do not stand for the sides of shades:
    these say nothing of which cells a page break leaves open.
    """
    sides = list(vertical)
    down = merge_lines(sides)
    own = drop_overlapped(list(horizontal), sides)
    edges = merge_lines(own)
    closing = close_ends(down)
    across = merge_lines([*own, *closing]) if closing else edges
    if len(across) + len(down) > MOST_LINES:
        return []
    groups = [(a, d) for a, d in group_touching(across, down) if len(d) >= 2 or (d and len(a) >= 2)]
    grids = [make_grid(a, d, edges if drawn else None) for a, d in groups]
    return sorted((g for g in grids if len(g.cells) > 1), key=lambda g: _area(g.box))


def merge_lines(lines: Iterable[Line]) -> list[Line]:
    """Join the pieces of each line: those within `SNAP` of each other that leave no gap over `GAP`, or are dashes."""
    merged: list[Line] = []
    for bundle in _bundle(lines):
        gap: float | None = None
        _, start, end = bundle[0]
        weight = total = 0.0
        for at, begin, stop in bundle:
            if begin - end > GAP:
                gap = _find_gap(bundle) if gap is None else gap
                if begin - end > gap:
                    merged.append(Line(total / weight, start, end))
                    start, end, weight, total = begin, stop, 0.0, 0.0
            if stop > end:  # noqa: PLR1730 - `max` takes far longer, and pages have thousands of pieces
                end = stop
            length = stop - begin if stop - begin > 0.1 else 0.1  # noqa: FURB136 - likewise
            weight += length
            total += length * at
        merged.append(Line(total / weight, start, end))
    return merged


def _bundle(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Give the pieces that may be of one line, by their starts."""
    ordered = sorted(lines, key=itemgetter(0))
    first, lowest = 0, ordered[0].at if ordered else 0.0
    for last, (at, _, _) in enumerate(ordered):
        if at - lowest > SNAP:
            yield sorted(ordered[first:last], key=itemgetter(1))
            first, lowest = last, at
    if ordered:
        yield sorted(ordered[first:], key=itemgetter(1))


def drop_overlapped(across: list[Line], down: Sequence[Line]) -> list[Line]:
    """Give the horizontal pieces without the lower edges of cells that run into the cell below them.

    Some programs draw each cell by itself, and one that a page break moved a line in too high: its sides end, with its
    lower edge, between the upper edge of the next cell and its lower one, through which that edge would go.
    """
    by_x: dict[int, list[Line]] = {}
    for line in down:
        by_x.setdefault(round(line.at), []).append(line)
    lapping = {x: pairs for x, lines in by_x.items() if (pairs := _find_lapping(lines))}
    if not lapping:
        return across

    def lap(x: float, y: float) -> list[float]:
        """Give where the cells begin into which sides at a place run that end at a height."""
        pairs = [pair for near in range(round(x) - 1, round(x) + 2) for pair in lapping.get(near, ())]
        return [start for start, end in pairs if abs(end - y) <= TOUCH]

    def is_lost(line: Line) -> bool:
        left, right = lap(line.start, line.at), lap(line.end, line.at)
        return any(abs(one - other) <= TOUCH for one in left for other in right)

    return [line for line in across if not is_lost(line)]


def _find_lapping(lines: list[Line]) -> list[tuple[float, float]]:
    """Give from where to where two pieces of one vertical line lie over each other, each of them longer at one end."""
    if len(lines) < 2:
        return []
    ordered = sorted({(line.start, line.end) for line in lines})[:MOST_SIDES]
    pairs: list[tuple[float, float]] = []
    for index, (first, end) in enumerate(ordered):
        for start, other in islice(ordered, index + 1, None):
            if start > end - SNAP:
                break
            if other > end + SNAP and start > first + SNAP:
                pairs.append((start, end))
    return pairs


def _find_gap(bundle: Sequence[Line]) -> float:
    """Give how wide a gap between pieces of one line may be: between dashes, as wide as most of their gaps.

    `bundle` holds the pieces by their starts. Dashes are many, short, and as far apart as each other.
    """
    if len(bundle) < DASHES:
        return GAP
    gaps = sorted(b.start - a.end for a, b in pairwise(bundle) if b.start - a.end > GAP)
    if len(gaps) < DASHES // 2:
        return GAP
    usual = gaps[len(gaps) // 2]
    longest = sorted(line.end - line.start for line in bundle)[len(bundle) * 3 // 4]
    alike = sum(abs(gap - usual) <= 0.2 * usual for gap in gaps)
    return 1.2 * usual if usual <= DASH_GAP and longest <= DASH and 2 * alike >= len(gaps) else GAP


def close_ends(down: Sequence[Line]) -> list[Line]:
    """Give the closing lines that a page break left out: across the ends that three or more vertical lines share."""
    closing = []
    for ends in ([(line.start, line.at) for line in down], [(line.end, line.at) for line in down]):
        ends.sort()
        index = 0
        while index < len(ends):
            first = index
            while index < len(ends) and ends[index][0] - ends[first][0] <= SNAP:
                index += 1
            if index - first >= 3:
                xs = [at for _, at in ends[first:index]]
                closing.append(Line(ends[first][0], min(xs), max(xs)))
    return closing


def group_touching(across: Sequence[Line], down: Sequence[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Divide the lines into tables: groups in which each line touches or crosses another one."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    by_x = sorted(range(len(down)), key=lambda k: down[k].at)
    xs = [down[k].at for k in by_x]
    for i, line in enumerate(across):
        own = root(i)
        for k in by_x[bisect_right(xs, line.start - SNAP) : bisect_right(xs, line.end + SNAP)]:
            other = down[k]
            if other.start - SNAP <= line.at <= other.end + SNAP:
                met = root(len(across) + k)
                parent[own] = met
                own = met
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for k, line in enumerate(down):
        groups.setdefault(root(len(across) + k), ([], []))[1].append(line)
    return list(groups.values())


def make_grid(across: Sequence[Line], down: Sequence[Line], drawn: Sequence[Line] | None = None) -> Grid:
    """Give the grid of one group of lines, closed along its outline.

    `drawn` are the page's own horizontal lines, without those that close a table which is open at a page break.
    """
    box = (
        min([line.start for line in across] + [line.at for line in down]),
        min([line.start for line in down] + [line.at for line in across]),
        max([line.end for line in across] + [line.at for line in down]),
        max([line.end for line in down] + [line.at for line in across]),
    )
    xs = _snap([box[0], *(line.at for line in down), box[2]])
    across = [line for line in across if _divides(line, down, box)]
    ys = _snap([box[1], *(line.at for line in across), box[3]])
    columns, rows = len(xs) - 1, len(ys) - 1
    left_walls = [[False] * (columns + 1) for _ in range(rows)]
    top_walls = [[False] * columns for _ in range(rows + 1)]
    for line in down:
        x = _nearest(xs, line.at)
        for row in _covered(ys, line):
            left_walls[row][x] = True
    for line in across:
        y = _nearest(ys, line.at)
        walls = top_walls[y]
        for column in _covered(xs, line):
            walls[column] = True
    rectangles, first = _drop_open_ends(_rectangles(left_walls, top_walls, rows, columns), left_walls)
    starts = sorted({max(top, first) for top, *_ in rectangles})
    number = {top: i for i, top in enumerate(starts)}
    owner = [[OUTSIDE] * columns for _ in range(rows)]
    cells = []
    head, foot = (None, None) if drawn is None else (_near(drawn, ys[first]), _near(drawn, ys[-1]))
    for index, (top, left, bottom, right) in enumerate(rectangles):
        row_number = number[max(top, first)]
        covered = bisect_right(starts, bottom - 1) - row_number
        closed = None
        if head is not None and foot is not None:
            above = top > first or _covers(head, xs[left], xs[right])
            closed = above, bottom < rows or _covers(foot, xs[left], xs[right])
        cells.append(GridCell(row_number, covered, (xs[left], ys[top], xs[right], ys[bottom]), closed))
        for row in range(top, bottom):
            owner[row][left:right] = [index] * (right - left)
    return Grid(
        (xs[0], ys[0], xs[-1], ys[-1]),
        tuple(cells),
        (ys[0], *(ys[top] for top in starts[1:])),
        tuple(xs),
        tuple(ys),
        tuple(map(tuple, owner)),
    )


def _near(lines: Iterable[Line], y: float) -> list[Line]:
    """Give the horizontal lines that stand at a height."""
    return [line for line in lines if abs(line.at - y) <= SNAP]


def _covers(lines: Iterable[Line], left: float, right: float) -> bool:
    """Tell whether lines cover at least half of the way from one place to another."""
    return 2 * sum(max(0.0, min(line.end, right) - max(line.start, left)) for line in lines) >= right - left


def _divides(line: Line, down: Sequence[Line], box: tuple[float, float, float, float]) -> bool:
    """Tell whether a horizontal line reaches from one vertical line to another: an underlined word does not."""
    edges = {box[0], box[2]} | {other.at for other in down if other.start - SNAP <= line.at <= other.end + SNAP}
    first, last = line.start - SNAP, line.end + SNAP
    return len([edge for edge in edges if first <= edge <= last]) >= 2


_Rectangle = tuple[int, int, int, int]
"""A cell as (top, left, bottom, right) in atoms."""


def _rectangles(left_walls: list[list[bool]], top_walls: list[list[bool]], rows: int, columns: int) -> list[_Rectangle]:
    """Give the cells as (top, left, bottom, right) in atoms, ordered by row and column.

    Row by row, atoms without a line between them make a strip; a strip flows down into the next row's strip of the
    same width where no line divides them. Where the widths differ a line is missing, and the strips stay apart.
    """
    done: list[_Rectangle] = []
    open_strips: dict[tuple[int, int], int] = {}
    for row in range(rows):
        walls = left_walls[row]
        strips: dict[tuple[int, int], int] = {}
        left = 0
        for column in range(1, columns + 1):
            if column < columns and not walls[column]:
                continue
            divided = any(top_walls[row][left:column])
            key = (left, column)
            strips[key] = row if divided else open_strips.pop(key, row)
            left = column
        done.extend((top, a, row, b) for (a, b), top in open_strips.items())
        open_strips = strips
    done.extend((top, a, rows, b) for (a, b), top in open_strips.items())
    return sorted(done)


def _drop_open_ends(rectangles: list[_Rectangle], left_walls: Sequence[Sequence[bool]]) -> tuple[list[_Rectangle], int]:
    """Drop what lies beside tall cells that a page's edge cut further out than the columns to their right.

    No line closes it at the right, where other rows have one: it is no cell. Gives the cells, and the row of atoms with
    which the table begins when such places above it are gone.
    """
    edge = len(left_walls[0]) - 1 if left_walls else 0
    if not any(walls[edge] for walls in left_walls):
        return rectangles, 0

    def is_open(rectangle: _Rectangle) -> bool:
        top, left, bottom, right = rectangle
        return left > 0 and right == edge and not any(left_walls[row][edge] for row in range(top, bottom))

    kept, first = rectangles, 0
    while (lowest := [each for each in kept if each[0] == kept[-1][0]]) and all(map(is_open, lowest)):
        kept = kept[: -len(lowest)]
    while above := [each for each in kept if each[0] <= first < each[2] and is_open(each)]:
        beside = [each for each in kept if each[0] <= first < each[2] and each not in above]
        end = max(bottom for _, _, bottom, _ in above)
        if not beside or any(bottom <= end for _, _, bottom, _ in beside):
            break
        kept, first = [each for each in kept if each not in above], end
    return kept, first


def _snap(values: Iterable[float]) -> list[float]:
    ordered = sorted(values)
    kept = [ordered[0]]
    for value in ordered[1:]:
        if value - kept[-1] > SNAP:
            kept.append(value)
    return kept


def _nearest(values: Sequence[float], value: float) -> int:
    index = bisect_right(values, value)
    if index == len(values) or (index and value - values[index - 1] <= values[index] - value):
        index -= 1
    return index


def _covered(edges: Sequence[float], line: Line) -> range:
    """Give the indexes of the atoms between `edges` of which the line covers at least half."""
    first = bisect_right(edges, line.start) - 1
    if first < 0:
        first = 0
    elif first < len(edges) - 1 and line.start > (edges[first] + edges[first + 1]) / 2:
        first += 1
    last = bisect_right(edges, line.end) - 1
    if last < len(edges) - 1 and line.end >= (edges[last] + edges[last + 1]) / 2:
        last += 1
    return range(first, max(first, last))


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
