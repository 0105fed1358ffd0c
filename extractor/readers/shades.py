"""Shaded rectangles of a page → the rulings that they stand for. Part of reading a PDF.

Enters: the rectangles that a page fills, and the grids that its rulings form without them, in points from the page's
top left. Leaves: lines where one shaded cell ends and the next begins. Characters and colours are unknown here.

Programs also shade what is no cell: a word, a line of a paragraph, the whole page. So a shade inside of a ruled cell
counts only where such shades fill the cell, and one outside of all grids only as part of a mosaic with columns.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.readers.rulings import GAP, SNAP, Grid, Line

LEAST = 6.0
"""A shade lower or narrower than this (points) holds no character."""

APART = 9.0
"""Neighbouring shaded cells stand no farther apart than this (points)."""

REACH = (APART - GAP) / 2
"""The line between two shades is so much longer (points) that it meets the next one where they stand apart."""

OVER = 3.0
"""Nor do they overlap by more than this (points)."""

FILLED = 0.95
"""Shades that cover this share of a ruled cell divide it; highlighted lines of text leave its padding."""

MET = 0.85
"""A side along which other shades meet a shade over this share needs no line of its own."""

TALL = 36.0
"""Shades that meet along more than this (points) are higher than a word."""

MOST_SHADES = 5000
"""A page with more shades than this is a drawing."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Joint:
    """Where two shades meet: their indexes, and the line between them."""

    before: int
    after: int
    line: Line


def find_shade_lines(
    shades: Sequence[Box], grids: Sequence[Grid], before: Sequence[Grid] = ()
) -> tuple[list[Line], list[Line]]:
    """Give the horizontal and the vertical lines between a page's shaded cells, and around them.

    Args:
        shades: the filled rectangles (x0, top, x1, bottom).
        grids: what the page's rulings form by themselves, smallest first.
        before: the tables of the page before: their columns may go on.
    """
    boxes = sorted({b for b in shades if b[2] - b[0] >= LEAST and b[3] - b[1] >= LEAST})
    if not 2 <= len(boxes) <= MOST_SHADES:
        return [], []
    horizontal: list[Line] = []
    vertical: list[Line] = []
    for together, whole in _group_by_cell(boxes, grids):
        group = together
        down = list(_find_joints(group))
        across = list(_find_joints([_mirror(box) for box in group]))
        chosen = _find_mosaics(group, across, down, grids, before)
        if whole:
            chosen = set(range(len(group))) if down else set()
        if not chosen:
            continue
        if (grown := _grow(group, across, chosen)) != group:
            group = grown
            down = list(_find_joints(group))
            across = list(_find_joints([_mirror(box) for box in group]))
        vertical += [joint.line for joint in down if joint.before in chosen]
        horizontal += [joint.line for joint in across if joint.before in chosen]
        vertical += _find_rims(group, down, chosen)
        horizontal += _find_rims([_mirror(box) for box in group], across, chosen)
    return horizontal, vertical


def _mirror(box: Box) -> Box:
    """Swap a box's two directions."""
    return box[1], box[0], box[3], box[2]


def _group_by_cell(boxes: Iterable[Box], grids: Sequence[Grid]) -> Iterator[tuple[list[Box], bool]]:
    """Give the shades that stand in one ruled cell and fill it together, and those that stand in none.

    The background of a whole cell, or of several, says nothing that the rulings do not.
    """
    loose: list[Box] = []
    inside: dict[tuple[int, int], list[Box]] = {}
    for box in boxes:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        found = next(((n, i) for n, grid in enumerate(grids) if (i := grid.find(x, y)) is not None), None)
        if found is None:
            loose.append(box)
            continue
        cell = grids[found[0]].cells[found[1]].box
        if not _contains(box, cell):
            inside.setdefault(found, []).append(box)
    if loose:
        yield loose, False
    for (number, index), group in inside.items():
        cell = grids[number].cells[index].box
        parts = [box for box in group if _contains(cell, box)]
        if sum(map(_area, parts)) >= FILLED * _area(cell):
            yield parts, True


def _contains(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + SNAP
        and outer[1] <= inner[1] + SNAP
        and inner[2] <= outer[2] + SNAP
        and inner[3] <= outer[3] + SNAP
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _find_joints(boxes: Sequence[Box]) -> Iterator[_Joint]:
    """Give where a shade ends on the right and another begins, with the vertical line between them.

    Shades that begin at the same place are looked at from top to bottom, so that few of them are compared.
    """
    columns: dict[int, list[int]] = {}
    for index, box in enumerate(boxes):
        columns.setdefault(round(box[0]), []).append(index)
    for column in columns.values():
        column.sort(key=lambda k: boxes[k][1])
    starts = sorted(columns)
    tops = {start: [boxes[k][1] for k in columns[start]] for start in starts}
    tallest = {start: max(boxes[k][3] - boxes[k][1] for k in columns[start]) for start in starts}
    budget = 60 * len(boxes)
    for index, box in enumerate(boxes):
        for start in starts[bisect_left(starts, box[2] - OVER - 1) : bisect_right(starts, box[2] + APART + 1)]:
            first = bisect_left(tops[start], box[1] - tallest[start])
            for other in columns[start][first : bisect_right(tops[start], box[3])]:
                budget -= 1
                if budget < 0:
                    return
                beside = boxes[other]
                a, b = max(box[1], beside[1]), min(box[3], beside[3])
                if -OVER <= beside[0] - box[2] <= APART and b - a >= LEAST and beside[2] > box[2]:
                    yield _Joint(index, other, Line((box[2] + beside[0]) / 2, a - REACH, b + REACH))


def _find_mosaics(
    boxes: Sequence[Box],
    across: Sequence[_Joint],
    down: Sequence[_Joint],
    grids: Sequence[Grid],
    before: Sequence[Grid],
) -> set[int]:
    """Give the shades of those mosaics whose columns stand below each other, or above a table's: not so of words."""
    parent = list(range(len(boxes)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for joint in (*across, *down):
        parent[root(joint.before)] = root(joint.after)
    seen = Counter(round(joint.line.at / 2) for joint in down)
    seen.update(round(x / 2) for grid in (*grids, *before) for x in grid.xs)
    levels = {round(y / 4) for grid in grids for y in grid.ys}
    total: Counter[int] = Counter()
    aligned: Counter[int] = Counter()
    for joint in down:
        at = round(joint.line.at / 2)
        tall = joint.line.end - joint.line.start > TALL
        total[root(joint.before)] += 1
        aligned[root(joint.before)] += tall or seen[at - 1] + seen[at] + seen[at + 1] > 1
    stacked = {root(joint.before) for joint in across}
    for k, box in enumerate(boxes):
        if any(round(y / 4) + near in levels for y in (box[1], box[3]) for near in (-1, 0, 1)):
            stacked.add(root(k))
    if len(total) > 1:
        # Rows that are shaded in turns say nothing of those between them.
        total = Counter({mosaic: count for mosaic, count in total.items() if mosaic in stacked})
    return {k for k in range(len(boxes)) if total[root(k)] and 2 * aligned[root(k)] >= total[root(k)]}


def _grow(boxes: Sequence[Box], across: Iterable[_Joint], chosen: Iterable[int]) -> list[Box]:
    """Let a shade that ends within a row reach down to the next one below it, or to the table's end.

    A browser that breaks a row over pages makes it higher, but not the tall cells beside it.
    """
    grown = list(boxes)
    met = {joint.before for joint in across}
    order = sorted(chosen, key=lambda k: boxes[k][1])
    tops = [boxes[k][1] for k in order]
    ends = sorted({boxes[k][3] for k in order})
    budget = 60 * len(boxes)
    for index in order:
        x0, top, x1, bottom = boxes[index]
        if index in met:
            continue
        at = bisect_left(tops, bottom - OVER)
        budget -= len(order)
        if budget < 0:
            break
        if not any(_is_beside(boxes[k], boxes[index]) and boxes[k][3] > bottom + OVER for k in order[:at]):
            continue
        below = next((boxes[k][1] for k in order[at:] if not _is_beside(boxes[k], boxes[index])), math.inf)
        end = ends[bisect_right(ends, below + OVER) - 1]
        grown[index] = (x0, top, x1, max(bottom, end))
    return grown


def _is_beside(box: Box, other: Box) -> bool:
    """Tell whether a shade stands to the left or the right of another one."""
    return box[0] >= other[2] - OVER or box[2] <= other[0] + OVER


def _find_rims(boxes: Sequence[Box], joints: Iterable[_Joint], chosen: Iterable[int]) -> list[Line]:
    """Give the left and right sides of shades where no other shade meets them along most of the side."""
    met = [[0.0, 0.0] for _ in boxes]
    for joint in joints:
        length = joint.line.end - joint.line.start - 2 * REACH
        met[joint.before][1] += length
        met[joint.after][0] += length
    return [
        Line(boxes[k][2 * side], boxes[k][1], boxes[k][3])
        for k in chosen
        for side in (0, 1)
        if met[k][side] < MET * (boxes[k][3] - boxes[k][1])
    ]
