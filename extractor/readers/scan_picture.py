"""A page's picture → the same, grey, upright and straight, without stamps and shades. Part of reading scans.

Enters: a picture of a page, in colours or grey. Leaves: a grey one, black on white, and how it was turned. What stands
on it is unknown here, but that text stands in lines.
"""

from math import radians

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Colours = NDArray[np.uint8]

PAPER = 255

RED = 45
"""By so much the red of a stamp's ink exceeds its green and blue."""

STAMP = 50.0
"""A stamp is at least so wide and high (points): red letters are not."""

FADED = 25
"""Seen through a red glass, a stamp is as white as paper: so many per cent of its ink are darker."""

BRIGHT = 200
"""What is red and as bright as this, seen so, is no letter below it."""

FAINT = 60
"""What is no darker than this is paper."""

MOST_TILT = 3.5
"""A page may lie askew by so many degrees."""

COARSE, FINE = 0.5, 0.05
"""The steps in which the tilt is looked for, in degrees."""

SMALL = 1400
"""For the tilt, a picture of no more pixels on its longer side will do."""


def drop_stamps(picture: Colours, scale: float) -> Grey:
    """Give a picture in colours as a grey one, without its red stamps; red letters stay.

    Args:
        picture: red, green and blue.
        scale: how many pixels a point is.
    """
    grey: Grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red = picture[:, :, 0].astype(np.int16)
    excess = red - np.maximum(picture[:, :, 1], picture[:, :, 2])
    ink = (excess > RED).astype(np.uint8)
    if not ink.any():
        return grey
    reach = max(1, round(8 * scale))
    near = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    for index in range(1, count):
        left, top, width, height = stats[index, :4]
        if min(width, height) < STAMP * scale:
            continue
        part = np.s_[top : top + height, left : left + width]
        own = (labels[part] == index) | (near[part] > 0)  # Its star stands apart, within its ring.
        seen = picture[part][:, :, 0]
        red_ink = own & (ink[part] > 0)
        pale = max(1.0, float(np.percentile(seen[red_ink], FADED)))
        cleared = np.minimum(PAPER, seen * (PAPER / pale)).astype(np.uint8)
        cleared[red_ink & (cleared > BRIGHT)] = PAPER
        grey[part][own] = cleared[own]
    return grey


def even_out(grey: Grey, scale: float) -> Grey:
    """Make the paper white and the ink as dark as it is beside it: shades and shadows go, letters stay."""
    reach = max(3, round(9 * scale)) | 1
    factor = 4
    small = cv2.resize(grey, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    size = max(3, reach // factor * 2 + 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((size, size), np.uint8)), min(31, size | 1))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    even: Grey = cv2.divide(grey, np.maximum(paper, 1), scale=PAPER)
    return even


def find_tilt(grey: Grey) -> float:
    """Give by how many degrees the lines of a page run down to the right.

    Along the lines, the ink of a page's rows is unevenly shared out: dark rows of text and rulings, white ones between.
    """
    factor = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = (PAPER - small).astype(np.float32)
    ink[ink < FAINT] = 0
    room = round(np.tan(radians(MOST_TILT)) * ink.shape[1] / 2)
    ink = np.pad(ink, ((room, room), (0, 0)))

    def unevenness(degrees: float) -> float:
        turned = _shear(ink, degrees)
        rows = turned.sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    steps = np.arange(-MOST_TILT, MOST_TILT + COARSE / 2, COARSE)
    rough = max(steps, key=unevenness)
    steps = np.arange(rough - COARSE, rough + COARSE + FINE / 2, FINE)
    best = float(max(steps, key=unevenness))
    return best if abs(best) >= FINE else 0.0


def _shear(ink: NDArray[np.float32], degrees: float) -> NDArray[np.float32]:
    height, width = ink.shape
    slope = np.tan(radians(degrees))
    matrix = np.array([[1, 0, 0], [-slope, 1, slope * width / 2]], np.float32)
    sheared: NDArray[np.float32] = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return sheared


def straighten(grey: Grey, degrees: float) -> Grey:
    """Turn a picture about its middle so that lines that ran down to the right by so many degrees are level."""
    if not degrees:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    straight: Grey = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=PAPER)
    return straight


def turn_upright(picture: NDArray[np.uint8], quarters: int) -> NDArray[np.uint8]:
    """Turn a picture by so many quarters clockwise."""
    return np.ascontiguousarray(np.rot90(picture, -quarters))
