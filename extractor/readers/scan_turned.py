"""A column of single characters in a cell → a line on its side, where it is one. Part of reading scans.

Enters: the pieces of a page's lines, and the model. Leaves: which of them are one column, and what the column says when
it is read with the head turned. A label at the side may be printed so, or one character below the other; a column may
be either, and which of the two it is shows only when both are read.
"""

from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.readers.lines import Run, enter_turn
from extractor.readers.ocr import Reading, Recogniser
from extractor.readers.scan_lines import Box, Strip

Grey = NDArray[np.uint8]

WIDEST = 1.35
"""A column of single characters is no wider than this (in characters)."""

HIGHEST = 1.8
"""What is higher than this (in characters) is more than one of them."""

SURE, SURER = 0.9, 0.1
"""A line on its side is read as surely as this on average, and by so much more surely than the characters upright."""

SEEN = 0.6
"""A label of the forms is taken from this on."""

TURNS = (3, 1)
"""By how many quarters clockwise text on its side is turned: most of it runs from the bottom to the top."""


class Turned(NamedTuple):
    """What a column says when it is read with the head turned by so many quarters, and where it stands in pixels."""

    reading: Reading
    turn: int
    box: Box


def group_columns(strips: Sequence[Strip], usual: float) -> Iterator[list[Strip]]:
    """Give the strips one by one, and those together that are a column of single characters in a cell.

    Args:
        strips: a page's strips, those of each cell one after the other.
        usual: the usual height of a line, in pixels.
    """
    group: list[Strip] = []
    for strip in strips:
        if group and not (strip.cell is not None and strip.cell == group[-1].cell):
            yield from _part(group, usual)
            group = []
        group.append(strip)
    yield from _part(group, usual)


def _part(group: list[Strip], usual: float) -> Iterator[list[Strip]]:
    """Give a cell's strips together where they are a column, else one by one."""
    if group and group[0].cell is not None:
        left, top, right, bottom = _enclose([strip.box for strip in group])
        if right - left <= WIDEST * usual and bottom - top >= HIGHEST * usual:
            yield group
            return
    yield from ([strip] for strip in group)


def read_turned(
    column: Sequence[Strip],
    upright: Sequence[Reading],
    grey: Grey,
    recogniser: Recogniser,
    is_label: Callable[[str], bool],
) -> Turned | None:
    """Read a column with the head turned; None where its characters stand upright, one below the other.

    Args:
        column: the strips of a column.
        upright: what each of them says by itself.
        grey: the page's picture.
        recogniser: the model.
        is_label: tells whether a text is a label of some form.
    """
    if is_label("".join(reading.text for reading in upright)):
        return None
    left, top, right, bottom = _enclose([strip.around for strip in column])
    box = _enclose([strip.box for strip in column])
    picture = grey[top:bottom, left:right]
    readings = [(recogniser.read(np.ascontiguousarray(np.rot90(picture, turn))), turn) for turn in TURNS]
    for reading, turn in readings:
        if is_label(reading.text) and _judge([reading]) >= SEEN:
            return Turned(reading, turn, box)
    reading, turn = max(readings, key=lambda read: _judge([read[0]]))
    surely = _judge([reading])
    several = len(reading.text.strip()) > 1
    return Turned(reading, turn, box) if several and surely >= max(SURE, _judge(upright) + SURER) else None


def _judge(readings: Sequence[Reading]) -> float:
    """Tell how surely characters are read on average."""
    sure = [character.sure for reading in readings for character in reading.characters]
    return fmean(sure) if sure else 0.0


def make_turned_run(column: Turned, cell: tuple[int, int] | None, scale: float) -> list[Run]:
    """Give the run of a line on its side, in points, as it is for a reader whose head is turned as far."""
    text = "".join(column.reading.text.split())
    if not text:
        return []
    left, top, right, bottom = (float(edge) / scale for edge in column.box)
    (ax, ay), (bx, by) = enter_turn(column.turn, left, top), enter_turn(column.turn, right, bottom)
    size = abs(by - ay) / 0.94
    sure = round(column.reading.sure, 3)
    return [
        Run(text, min(ax, bx), max(ax, bx), max(ay, by) - 0.1 * size, size, False, cell, turn=column.turn, sure=sure)
    ]


def _enclose(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
