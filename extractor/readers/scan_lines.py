"""A page's ink and its cells → strips, each a piece of a line of text. Part of reading scans.

Enters: the ink of a straight page without its rulings, as a mask, and its grids. Leaves: where each piece of a line
stands, in pixels, and in which cell. What it says is unknown here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.readers.rulings import Grid

Grey = NDArray[np.uint8]

SPECK = 2.0
"""Ink smaller than this (points) in both directions makes no line: dust, and dots that stand by their line."""

LEAST_INK = 0.38
"""What stands by itself is as wide or as high as this (in characters) at least, or it is dust."""

SMALLEST, LARGEST = 4.0, 60.0
"""Characters are no smaller and no larger than this (points)."""

RIM = 2.5
"""Ink that reaches no farther than this (points) from a cell's edge is what is left of a ruling."""

WIDE_GAP, CELL_GAP = 1.3, 2.5
"""A gap of so many characters parts a line in pieces: outside of cells, and in them."""

HIGHEST = 1.2
"""A line is no higher than this (in characters)."""

NEAR = 0.55
"""Outside of cells, ink that stands so near to each other (in characters) is looked at as one region."""

LOW, TALL = 0.5, 1.55
"""A band lower than this (in characters) is part of a line, a higher one may be several."""

PADDING = 0.45
"""So much paper (in characters) is left beside a strip; small dots stand there."""

CLOSE, LONG = 0.2, 2.5
"""The characters of a line stand no farther apart than this (in characters), its neighbours do; a line is longer."""

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of a line.

    Attributes:
        box: where its ink stands, in pixels: left, top, right, bottom.
        around: the same with the paper around it that holds nothing else.
        cell: the grid and the cell in it; None outside of tables.
    """

    box: Box
    around: Box
    cell: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Region:
    """A part of the page whose text is its own: where it begins, its ink, and which cell it is."""

    left: int
    top: int
    ink: Grey
    cell: tuple[int, int] | None


def find_strips(ink: Grey, grids: Sequence[Grid], scale: float) -> tuple[list[Strip], float]:
    """Give a page's strips, cell by cell, and the usual height of a line in pixels.

    Args:
        ink: the page's ink, 1 and 0.
        grids: its tables, in points.
        scale: how many pixels a point is.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    longer = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    keep = longer >= SPECK * scale
    keep[0] = False
    written = keep[labels].astype(np.uint8)
    sizes = longer[(longer >= SMALLEST * scale) & (longer <= LARGEST * scale) & keep]
    usual = float(np.percentile(sizes, 70)) if sizes.size else 10 * scale
    regions = [*_find_cells(written, grids, scale), *_find_loose(written, grids, scale, usual)]
    heights = [bottom - top for region in regions for top, bottom in _find_runs(region.ink.sum(axis=1) > 0)]
    full = [height for height in heights if 0.6 * usual <= height <= 2 * usual]
    usual = float(np.median(full)) if full else usual
    strips = [strip for region in regions for strip in _cut(region, ink, usual)]
    return strips, usual


def is_lying(ink: Grey, usual: float) -> bool:
    """Tell whether a page lies on its side: its characters stand close to each other from top to bottom."""
    reach = max(1, round(CLOSE * usual))
    near = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=4)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    return int(high[high > LONG * wide].sum()) > int(wide[wide > LONG * high].sum())


def _find_cells(ink: Grey, grids: Sequence[Grid], scale: float) -> Iterator[_Region]:
    """Give the ink of each ruled cell, without what is left of the rulings around it."""
    for number, grid in enumerate(grids):
        for index, cell in enumerate(grid.cells):
            left, top, right, bottom = (round(edge * scale) for edge in cell.box)
            part = ink[max(0, top) : bottom, max(0, left) : right]
            if part.any():
                yield _Region(max(0, left), max(0, top), _clear_rim(part, scale), (number, index))


def _clear_rim(part: Grey, scale: float) -> Grey:
    """Give a cell's ink without the thin pieces along its edges."""
    height, width = part.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part), connectivity=8)
    drop = np.zeros(count, bool)
    rim = RIM * scale
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        beside = x + w <= rim or x >= width - rim
        over = y + h <= rim or y >= height - rim
        drop[index] = beside or over
    return np.where(drop[labels], 0, part).astype(np.uint8) if drop.any() else part


def _find_loose(ink: Grey, grids: Sequence[Grid], scale: float, usual: float) -> Iterator[_Region]:
    """Give the ink outside of all cells, piece by piece: what stands close beside each other is one.

    Lines of two columns may stand at different heights, and so lines are put together afterwards.
    """
    rest = ink.copy()
    for grid in grids:
        for cell in grid.cells:
            left, top, right, bottom = (round(edge * scale) for edge in cell.box)
            rest[max(0, top - 2) : bottom + 3, max(0, left - 2) : right + 3] = 0
    if not rest.any():
        return
    near = cv2.dilate(rest, np.ones((1, max(3, round(NEAR * usual) | 1)), np.uint8))
    near = cv2.dilate(near, np.ones((max(1, round(0.3 * usual)), 1), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=4)
    for index in range(1, count):
        x, y, w, h, _ = stats[index]
        part = np.s_[y : y + h, x : x + w]
        yield _Region(x, y, np.where(labels[part] == index, rest[part], 0).astype(np.uint8), None)


def _find_runs(filled: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give from where to where a row of truths is true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], filled.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _cut(region: _Region, ink: Grey, usual: float) -> Iterator[Strip]:
    """Cut a region's ink into lines, and these into strips."""
    gap = (WIDE_GAP if region.cell is None else CELL_GAP) * usual
    bands = _find_bands(region.ink, usual)
    if region.cell is None and bands and bands[-1][1] - bands[0][0] <= HIGHEST * usual:
        bands = [(bands[0][0], bands[-1][1])]  # The strokes of 二, with nothing beside them.
    height, width = region.ink.shape
    for number, (top, bottom) in enumerate(bands):
        above = bands[number - 1][1] if number else 0
        below = bands[number + 1][0] if number + 1 < len(bands) else height
        line = region.ink[top:bottom]
        pieces = _join_near(_find_runs(line.sum(axis=0) > 0), gap)
        for place, (left, right) in enumerate(pieces):
            piece = line[:, left:right]
            rows = np.flatnonzero(piece.any(axis=1))
            first, last = top + int(rows[0]), top + int(rows[-1]) + 1
            if region.cell is not None and max(right - left, last - first) < LEAST_INK * usual:
                continue  # Outside of cells, it may be a comma that its line comes to.
            pad = round(PADDING * usual)
            before = pieces[place - 1][1] if place else 0
            after = pieces[place + 1][0] if place + 1 < len(pieces) else width
            around = (
                max(left - pad, (before + left) // 2 if place else 0),
                max(first - round(0.12 * usual) - 1, above),
                min(right + pad, (after + right) // 2 if place + 1 < len(pieces) else width),
                min(last + round(0.12 * usual) + 1, max(below, last)),
            )
            yield Strip(
                (left + region.left, first + region.top, right + region.left, last + region.top),
                _place(around, region, ink.shape),
                region.cell,
            )


def _place(box: Box, region: _Region, shape: tuple[int, ...]) -> Box:
    left, top, right, bottom = box
    return (
        max(0, left + region.left),
        max(0, top + region.top),
        min(shape[1], right + region.left),
        min(shape[0], bottom + region.top),
    )


def _join_near(runs: Sequence[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Join pieces that stand nearer to each other than the gap."""
    joined: list[tuple[int, int]] = []
    for start, end in runs:
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _find_bands(ink: Grey, usual: float) -> list[tuple[int, int]]:
    """Give from where to where the lines of a region reach: flat pieces join their line, and lines that touch part."""
    profile = ink.sum(axis=1)
    bands = _find_runs(profile > 0)
    merged: list[tuple[int, int]] = []
    for top, bottom in bands:
        if merged:
            start, end = merged[-1]
            flat = min(bottom - top, end - start) < LOW * usual
            if flat and top - end < 0.35 * usual and bottom - start <= HIGHEST * usual:
                merged[-1] = start, bottom
                continue
        merged.append((top, bottom))
    return [part for band in merged for part in _part_lines(ink, profile, band, usual)]


def _part_lines(
    ink: Grey, profile: NDArray[np.int64], band: tuple[int, int], usual: float
) -> Iterator[tuple[int, int]]:
    """Part a band in which several lines touch each other, where the least ink lies between them."""
    top, bottom = band
    height = bottom - top
    if height < TALL * usual:
        yield band
        return
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink[top:bottom]), connectivity=8)
    heights = np.sort(stats[1:, cv2.CC_STAT_HEIGHT])
    tallest = float(heights[int(0.85 * (len(heights) - 1))]) if len(heights) else height
    count = round(height / max(usual, min(tallest, height)) / 1.15)
    if count < 2:
        yield band
        return
    cuts = [top]
    for number in range(1, count):
        middle = top + height * number // count
        reach = max(1, round(0.35 * height / count))
        lowest = middle - reach + int(np.argmin(profile[middle - reach : middle + reach]))
        cuts.append(lowest)
    yield from pairwise([*cuts, bottom])
