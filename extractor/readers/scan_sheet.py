"""A sheet that was laid out → its pages: one, or two beside each other. Part of reading scans.

Enters: a sheet's picture with its cells and pieces of lines. Leaves: the same, or one for each of the two pages that
were copied onto it. What its text says is unknown here.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from extractor.readers.pages import Turn
from extractor.readers.rulings import Grid, Line, find_grids
from extractor.readers.scan_lines import Strip, find_strips

Pixels = NDArray[np.uint8]

BROAD = 1.25
"""A sheet with two pages is so many times as wide as high."""

MIDDLE = 0.42, 0.58
"""Between these shares of its width lies what parts them."""

GUTTER = 18.0
"""What parts them is so wide (points), and blank from top to bottom."""

FEWEST_STRIPS = 5
"""A page has so many pieces of lines."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A page's picture, upright and straight.

    Attributes:
        grey: the picture, without rulings.
        ink: its ink without rulings, as a mask.
        horizontal: its horizontal rulings, in points.
        vertical: its vertical ones.
        grids: the cells that they enclose.
        strips: the pieces of its lines.
        usual: the usual height of a line, in pixels.
        scale: how many pixels a point is.
        turn: how it was turned.
    """

    grey: Pixels
    ink: Pixels
    horizontal: list[Line]
    vertical: list[Line]
    grids: list[Grid]
    strips: list[Strip]
    usual: float
    scale: float
    turn: Turn


def part_sheet(laid: Laid) -> list[Laid]:
    """Give a sheet's pages, each laid out by itself."""
    middle = _find_gutter(laid)
    if middle is None:
        return [laid]
    left, right = _take(laid, 0, middle), _take(laid, middle, laid.grey.shape[1])
    if min(len(left.strips), len(right.strips)) < FEWEST_STRIPS or not (left.grids or right.grids):
        return [laid]
    return [left, right]


def _find_gutter(laid: Laid) -> int | None:
    """Give where a broad sheet is blank from top to bottom near its middle, in pixels from the left."""
    height, width = laid.grey.shape
    if width < BROAD * height:
        return None
    scale = laid.scale
    filled = laid.ink.sum(axis=0) > 0
    for line in laid.horizontal:
        filled[max(0, int(line.start * scale)) : int(line.end * scale) + 1] = True
    for line in laid.vertical:
        filled[max(0, int(line.at * scale) - 1) : int(line.at * scale) + 2] = True
    low, high = (int(share * width) for share in MIDDLE)
    best: tuple[int, int] | None = None
    start = low
    for x in range(low, high + 1):
        if x < high and not filled[x]:
            continue
        if best is None or x - start > best[1] - best[0]:
            best = start, x
        start = x + 1
    return None if best is None or best[1] - best[0] < GUTTER * scale else (best[0] + best[1]) // 2


def _take(laid: Laid, left: int, right: int) -> Laid:
    """Give the part of a sheet between two columns of pixels as a page of its own."""
    shift = left / laid.scale
    end = right / laid.scale
    horizontal = [Line(h.at, h.start - shift, h.end - shift) for h in laid.horizontal if shift <= h.start < end]
    vertical = [Line(v.at - shift, v.start, v.end) for v in laid.vertical if shift <= v.at < end]
    grids = find_grids(horizontal, vertical)
    ink = np.ascontiguousarray(laid.ink[:, left:right])
    strips, usual = find_strips(ink, grids, laid.scale)
    return Laid(
        grey=laid.grey[:, left:right],
        ink=ink,
        horizontal=horizontal,
        vertical=vertical,
        grids=grids,
        strips=strips,
        usual=usual,
        scale=laid.scale,
        turn=replace(laid.turn, left=shift),
    )
