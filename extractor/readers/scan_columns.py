"""Pieces of lines outside of all cells → the same, cut where a column begins. Part of reading scans.

Enters: strips, and the ink of the page. Leaves: strips. Between the columns of a table without rulings, less paper may
be left than after a comma. But a column begins at one place in many lines, and no line goes on over it right above or
below. What the text says is unknown here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extractor.readers.scan_lines import LEAST_INK, WIDE_GAP, Box, Strip

Grey = NDArray[np.uint8]

LEAST_GAP = 0.35
"""So much paper (in characters) at least lies between two columns."""

NEAR = 0.22
"""Lines whose ink begins within so many characters begin at one edge: an ideograph's ink is narrower than its room."""

TALL = 0.9
"""Brackets are higher than this (in characters)."""

FLAT = 0.3
"""A stroke from left to right is no higher than this (in characters)."""

LEVEL = 0.7
"""Pieces of one line share so much of the lower one's height."""

COLON, DOTS = 1.8, 0.01
"""A colon leaves no wider gap in a line than the first (in characters); its dots have at least so much ink, in square
characters."""

BRACKET = 0.6
"""The ink of a bracket or a quotation mark begins up to so many characters after the edge."""

NARROW = 0.42
"""Ink narrower than this (in characters) may be a mark, whose room is as wide as a character's; a gap beside it ..."""

MARGIN = 0.6
"""... is wider by so many characters where columns part."""

FEWEST, SEEN = 2, 3
"""At a column's edge, so many pieces of lines begin on a page; with those that are still to be cut there, so many."""

PITCH = 1.75
"""A line's neighbour stands no farther from it than this (in characters)."""

Gap = tuple[int, int]


def cut_columns(strips: Sequence[Strip], ink: Grey, usual: float) -> list[Strip]:
    """Give the strips of a page, those outside of all cells cut where columns begin.

    Args:
        strips: pieces of lines, between which wider gaps lie.
        ink: the page's ink, 1 and 0.
        usual: the usual height of a line, in pixels.
    """
    ruled = [strip for strip in strips if strip.cell is not None]
    strips = _join_level([strip for strip in strips if strip.cell is None], ink, usual)
    gaps = [list(_find_gaps(strip, ink, usual)) for strip in strips]
    begins = sorted(strip.box[0] for strip in strips)
    ends = [end for own in gaps for _, end in own]
    edges = [
        edge
        for edge, count in _find_edges(begins, NEAR * usual)
        if count + sum(edge - NEAR * usual <= end <= edge + NEAR * usual for end in ends) >= SEEN
    ]
    cut: list[Strip] = []
    for index, strip in enumerate(strips):
        near = [k for k, other in enumerate(strips) if k != index and _is_beside(strip, other, usual)]
        places = [
            (gap, edge)
            for gap in gaps[index]
            for edge in edges
            if edge - NEAR * usual <= gap[1] <= edge + BRACKET * usual
            and not any(_goes_over(strips[k], gaps[k], edge, usual) for k in near)
        ]
        cut += _part(strip, list(dict.fromkeys(gap for gap, _ in places)))
    return [*ruled, *cut]


def _find_gaps(strip: Strip, ink: Grey, usual: float) -> Iterator[Gap]:
    """Give from where to where there is more paper within a piece of a line than a mark leaves beside it."""
    left, top, right, bottom = strip.box
    line = ink[top:bottom, left:right]
    parts = _find_parts(line)
    for before, after in pairwise(parts):
        marks = _is_mark(line[:, before[0] : before[1]], usual) + _is_bracket(line[:, after[0] : after[1]], usual)
        if after[0] - before[1] >= (LEAST_GAP + MARGIN * marks) * usual:
            yield left + before[1], left + after[0]


def _find_parts(line: Grey) -> list[tuple[int, int]]:
    """Give from where to where the ink of a line reaches without a gap."""
    filled = line.any(axis=0).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled, [0])))).reshape(-1, 2)
    return [(int(start), int(end)) for start, end in edges]


def _measure(part: Grey) -> tuple[int, int, int, int]:
    """Give a piece of ink's width and height, and how much paper is above and below it."""
    rows = np.flatnonzero(part.any(axis=1))
    return part.shape[1], int(rows[-1] - rows[0]) + 1, int(rows[0]), len(part) - 1 - int(rows[-1])


def _is_mark(part: Grey, usual: float) -> bool:
    """Tell whether a piece of ink may be a comma, a stop, a colon or a closing bracket, whose room is wider than it."""
    width, height, above, _ = _measure(part)
    low = above >= 0.4 * len(part) or height <= 0.5 * usual
    return width < NARROW * usual and (low or height > TALL * usual)


def _is_bracket(part: Grey, usual: float) -> bool:
    """Tell whether a piece of ink may be an opening bracket or quotation mark, likewise."""
    width, height, *_ = _measure(part)
    return width < NARROW * usual and (height > TALL * usual or height <= 0.5 * usual)


def _join_level(strips: Sequence[Strip], ink: Grey, usual: float) -> list[Strip]:
    """Put pieces of a line together: those at one height with no wide gap, or no more than a colon, between them."""
    joined: list[Strip] = []
    for strip in _stack(strips, usual):
        nearest = max(
            (k for k, other in enumerate(joined) if _are_one(other, strip, ink, usual)),
            key=lambda k: joined[k].box[2],
            default=None,
        )
        if nearest is None:
            joined.append(strip)
        else:
            joined[nearest] = _join(joined[nearest], strip)
    least = LEAST_INK * usual
    written = [each for each in joined if max(each.box[2] - each.box[0], each.box[3] - each.box[1]) >= least]
    return sorted(written, key=lambda strip: (strip.box[1], strip.box[0]))


def _stack(strips: Sequence[Strip], usual: float) -> list[Strip]:
    """Put the strokes of 二 together; where nothing else is near, they are pieces of their own."""
    stacked: list[Strip] = []
    for strip in sorted(strips, key=lambda strip: (strip.box[0], strip.box[1])):
        left, top, right, bottom = strip.box
        for k, other in enumerate(stacked):
            low, high = min(top, other.box[1]), max(bottom, other.box[3])
            shared = min(right, other.box[2]) - max(left, other.box[0])
            flat = bottom - top <= FLAT * usual or other.box[3] - other.box[1] <= FLAT * usual
            if flat and shared > 0.6 * min(right - left, other.box[2] - other.box[0]) and high - low <= usual:
                stacked[k] = _join(other, strip)
                break
        else:
            stacked.append(strip)
    return stacked


def _are_one(strip: Strip, other: Strip, ink: Grey, usual: float) -> bool:
    """Tell whether a piece goes on with another one to the right of it."""
    gap = other.box[0] - strip.box[2]
    if not -usual / 4 < gap <= COLON * usual:
        return False
    shared = min(strip.box[3], other.box[3]) - max(strip.box[1], other.box[1])
    if shared < LEVEL * min(strip.box[3] - strip.box[1], other.box[3] - other.box[1]):
        return False
    return gap <= WIDE_GAP * usual or _has_mark_between(strip, other, ink, usual)


def _has_mark_between(strip: Strip, other: Strip, ink: Grey, usual: float) -> bool:
    """Tell whether a mark too small to be a piece of a line stands in a gap: the dots of a colon."""
    left, right = strip.box[2], other.box[0]
    top, bottom = max(strip.box[1], other.box[1]), min(strip.box[3], other.box[3])
    between = ink[top:bottom, left:right]
    dots = [(start, end) for start, end in _find_parts(between) if between[:, start:end].sum() >= DOTS * usual**2]
    return len(dots) == 1 and usual / 4 < (dots[0][0] + dots[0][1]) / 2 < right - left - usual / 4


def _join(strip: Strip, other: Strip) -> Strip:
    return replace(strip, box=_enclose(strip.box, other.box), around=_enclose(strip.around, other.around))


def _enclose(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _find_edges(begins: Sequence[int], reach: float) -> Iterator[tuple[float, int]]:
    """Give where enough pieces begin, as the leftmost of those that begin there, and how many they are."""
    group: list[int] = []
    for x in [*begins, None]:
        if group and (x is None or x - group[0] > reach):
            if len(group) >= FEWEST:
                yield float(group[0]), len(group)
            group = []
        if x is not None:
            group.append(x)


def _is_beside(strip: Strip, other: Strip, usual: float) -> bool:
    """Tell whether a piece stands right above or below another one."""
    step = abs(other.box[3] - strip.box[3])
    shared = min(strip.box[2], other.box[2]) - max(strip.box[0], other.box[0])
    return 0.5 * usual < step <= PITCH * usual and shared > 0


def _goes_over(strip: Strip, gaps: Sequence[Gap], edge: float, usual: float) -> bool:
    """Tell whether a piece goes on over an edge, with no gap there."""
    inside = strip.box[0] < edge - usual / 2 and strip.box[2] > edge + usual / 2
    return inside and not any(edge - NEAR * usual <= end <= edge + BRACKET * usual for _, end in gaps)


def _part(strip: Strip, gaps: Sequence[Gap]) -> Iterator[Strip]:
    """Cut a piece at some of its gaps."""
    left, top, right, bottom = strip.box
    around = strip.around
    for start, end in gaps:
        middle = (start + end) // 2
        yield replace(strip, box=(left, top, start, bottom), around=(around[0], around[1], middle, around[3]))
        left, around = end, (middle, around[1], around[2], around[3])
    yield replace(strip, box=(left, top, right, bottom), around=around)
