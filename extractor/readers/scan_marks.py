"""A lone mark's ink → what it is, by its shape. Part of reading scans.

Enters: the ink of a piece of a line, as a mask. Leaves: a slash, a dash, `=`, `≥` or `≤`, where it is one. Within a
line the model reads these well. Alone in a cell, it takes a slash for `1`, and bars for the numerals 一 and 二.
"""

from math import atan2, degrees

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

WIDEST = 1.3
"""A piece of a line wider than this (in characters) is no lone mark."""

FLAT, BAR = 0.22, 0.3
"""A bar is no higher than the first and no narrower than the second (in characters)."""

EQUAL = 0.85
"""The bars of an equals sign are as long as each other; those of the numeral two are not."""

SLANTED = 40.0, 77.0
"""A slash rises to the right at an angle between these (degrees); a 1 is steeper."""

TIP = 0.45
"""An angle's tip takes up less of its height than this, its open side the rest."""

SLENDER = 5.0
"""A slash is so many times as long as thick."""


def find_mark(ink: Grey, usual: float) -> str:
    """Give the mark that a piece of a line is, blank where it is none of those told by their shape.

    Args:
        ink: the piece, without paper around it.
        usual: the usual height of a line, in pixels.
    """
    height, width = ink.shape
    if width > WIDEST * usual:
        return ""
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink), connectivity=8)
    parts = [stats[k] for k in range(1, count) if max(stats[k, 2], stats[k, 3]) > 0.1 * usual]
    bars = [part for part in parts if part[3] <= FLAT * usual and part[2] >= BAR * usual]
    if len(parts) == len(bars) == 1:
        return "—"
    if len(parts) == len(bars) == 2:
        short, long = sorted(int(bar[2]) for bar in bars)
        return "=" if short >= EQUAL * long else ""
    if len(parts) == 2 and len(bars) == 1 and _find_middle(bars[0]) > max(_find_middle(part) for part in parts) - 1:
        (upper,) = (part for part in parts if part is not bars[0])
        left, top, width, height = (int(number) for number in upper[:4])
        return _find_angle(ink[top : top + height, left : left + width])
    return "/" if len(parts) == 1 and height > 0.6 * usual and _is_slanted(ink) else ""


def _find_middle(part: NDArray[np.int32]) -> float:
    return float(part[1]) + float(part[3]) / 2


def _find_angle(ink: Grey) -> str:
    """Tell which way an angle above a bar points: its tip is at half its height, its ends are above and below it."""
    height = len(ink)
    edge = max(1, ink.shape[1] // 8)
    ends = [np.flatnonzero(ink[:, :edge].any(axis=1)), np.flatnonzero(ink[:, -edge:].any(axis=1))]
    spread = [(rows[-1] - rows[0]) / height if rows.size else 0.0 for rows in ends]
    middle = [float(rows.mean()) / height if rows.size else 0.0 for rows in ends]
    for tip, sign in ((1, "≥"), (0, "≤")):
        if spread[tip] < TIP and 0.3 < middle[tip] < 0.7 and spread[1 - tip] > 1 - TIP:
            return sign
    return ""


def _is_slanted(ink: Grey) -> bool:
    """Tell whether ink is one straight stroke that rises to the right."""
    rows, columns = np.nonzero(ink)
    spread = np.cov(np.stack((columns, -rows)).astype(np.float64))
    lengths, axes = np.linalg.eigh(spread)
    if lengths[1] < SLENDER**2 * max(lengths[0], 1e-6):
        return False
    angle = degrees(atan2(axes[1, 1], axes[0, 1])) % 180
    return SLANTED[0] <= angle <= SLANTED[1]
