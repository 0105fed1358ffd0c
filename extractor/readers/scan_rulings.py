"""A page's straight picture → its rulings, and its ink without them. Part of reading scans.

Enters: a grey picture, straight, black on white. Leaves: its horizontal and vertical lines in points from the top left,
which line is which pixels, and the rest of the ink. Cells and text are unknown here.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.readers.rulings import Line

Grey = NDArray[np.uint8]

BLOCK = 25.0
"""Ink is what is darker than its surroundings of so many points."""

DARKER = 25
"""By so many greys."""

GRAINY = 5.0
"""From their neighbours, the dots of a noisy picture differ by so many greys on average."""

SHORTEST_ACROSS, SHORTEST_DOWN = 26.0, 10.0
"""Shorter lines (points) are strokes of characters, dashes among them."""

THICKEST = 4.5
"""Thicker bars (points) are no rulings."""

MEETS = 3.5
"""The ends of a ruling between cells lie so near (points) to the rulings across it."""

FAINT_LENGTH, FAINT_WINDOW, FAINT_BLOCK, FAINT = 60.0, 12.0, 9.0, 9
"""A faint line is at least so long; it is looked at along the second, against the third beside it (all in points), and
darker by so many greys."""

SAME = 4.0
"""Lines so near (points) are one."""

BESIDE, WRITTEN = 2.0, 0.15
"""Beside a ruling, in so wide a strip (points), no more than this share of its length holds other ink."""

LONG_DOWN = 45.0
"""A vertical line as long as this (points) is a ruling wherever its ends lie: a page may be cut off there."""


@dataclass(frozen=True, slots=True)
class RuledPicture:
    """The lines of a page's picture, in points; its ink without them; and where they are, as a mask."""

    horizontal: list[Line]
    vertical: list[Line]
    ink: Grey
    lines: Grey


def find_rulings(grey: Grey, scale: float) -> RuledPicture:
    """Find the rulings of a picture of which a point is `scale` pixels."""
    ink = find_ink(grey, scale)
    across = _add_faint(_find_lines(ink, scale, SHORTEST_ACROSS), grey, ink, scale)
    down = _add_faint(_find_lines(ink.T, scale, SHORTEST_DOWN), grey.T, ink.T, scale)
    down = [
        line
        for line in down
        if line.end - line.start >= LONG_DOWN or (_meets(line, across) and _stands_free(line, ink, scale))
    ]
    lines = np.zeros_like(ink)
    for line in across:
        _draw(lines, line, scale)
    for line in down:
        _draw(lines.T, line, scale)
    rest = ink.copy()
    rest[lines > 0] = 0
    horizontal = [Line(line.at, line.start, line.end) for line in across]
    return RuledPicture(horizontal, [Line(line.at, line.start, line.end) for line in down], rest, lines)


def find_ink(grey: Grey, scale: float) -> Grey:
    """Give the ink of a picture as a mask of 1 and 0; what is grainy is smoothed first."""
    grain = np.abs(grey.astype(np.int16) - cv2.medianBlur(grey, 3))
    if float(grain.mean()) > GRAINY:
        grey = cv2.GaussianBlur(grey, (3, 3), 0)
    block = max(3, round(BLOCK * scale)) | 1
    ink: Grey = cv2.adaptiveThreshold(grey, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, DARKER)
    return ink


def _add_faint(bars: list["_Bar"], grey: Grey, ink: Grey, scale: float) -> list["_Bar"]:
    """Add to the horizontal lines of a picture those too faint to be ink, but seen along a long way.

    Hairlines are hardly there where a page was scanned coarsely; along them, noise and paper make up for each other.
    """
    along = cv2.blur(np.ascontiguousarray(grey), (max(3, round(FAINT_WINDOW * scale)), 1))
    block = max(3, round(FAINT_BLOCK * scale)) | 1
    faint: Grey = cv2.adaptiveThreshold(along, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, FAINT)
    found = list(bars)
    for bar in _find_lines(faint, scale, FAINT_LENGTH):
        known = [other for other in bars if abs(other.at - bar.at) <= SAME]
        shared = sum(max(0.0, min(bar.end, other.end) - max(bar.start, other.start)) for other in known)
        if shared < 0.5 * (bar.end - bar.start) and _stands_free(bar, ink.T, scale):
            found.append(bar)
    return found


@dataclass(frozen=True, slots=True)
class _Bar:
    """A line as it is drawn, in points: where its middle lies, its ends, and how thick it is."""

    at: float
    start: float
    end: float
    thick: float


def _find_lines(ink: Grey, scale: float, shortest: float) -> list[_Bar]:
    """Give the horizontal lines of a mask."""
    # A line that is not quite level steps from one row of pixels to the next: it is one where it is made thicker.
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    length = max(3, round(shortest * scale))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    bars: list[_Bar] = []
    for index in range(1, count):
        left, top, width, height, _ = stats[index]
        part = np.s_[top : top + height, left : left + width]
        own = (labels[part] == index) & (ink[part] > 0)
        columns = own.sum(axis=0)
        thickness = float(np.median(columns[columns > 0])) if columns.any() else 0.0
        if not thickness or thickness > max(3.0, THICKEST * scale):
            continue
        rows = own.sum(axis=1)
        at = top + float(np.average(np.arange(height), weights=rows)) + 0.5
        bars.append(_Bar(at / scale, left / scale, (left + width) / scale, thickness / scale))
    return bars


def _meets(line: _Bar, across: list[_Bar]) -> bool:
    """Tell whether both ends of a line lie on lines across it."""
    return all(
        any(abs(other.at - end) <= MEETS and other.start - MEETS <= line.at <= other.end + MEETS for other in across)
        for end in (line.start, line.end)
    )


def _stands_free(line: _Bar, ink: Grey, scale: float) -> bool:
    """Tell whether a vertical line of a mask has paper beside it, where a character's stroke has its other strokes."""
    top, bottom = round((line.start + BESIDE) * scale), round((line.end - BESIDE) * scale)
    if bottom <= top:
        return False
    at, half = line.at * scale, line.thick * scale / 2 + 1.5
    reach = max(2, round(BESIDE * scale))
    left = ink[top:bottom, max(0, round(at - half) - reach) : max(0, round(at - half))]
    right = ink[top:bottom, round(at + half) + 1 : round(at + half) + 1 + reach]
    written = np.concatenate((left, right), axis=1).any(axis=1)
    return float(written.mean()) <= WRITTEN


def _draw(mask: Grey, line: _Bar, scale: float) -> None:
    """Mark the pixels of a line, and those at its edges."""
    half = line.thick * scale / 2 + 2
    top, bottom = max(0, int(line.at * scale - half)), int(line.at * scale + half) + 1
    mask[top:bottom, max(0, int(line.start * scale) - 1) : int(line.end * scale) + 1] = 1
