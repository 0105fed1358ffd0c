"""The picture of a page → the page's characters and cells, as a PDF's page gives them. Part of reading scans.

Enters: a picture of a page, and how many pixels a point is. Leaves: a page of runs and grids, each run with how sure
its recognition is. From here on, a page that was recognised goes the way of one that was typed.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import fmean

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL.Image import Image

from extractor.document import Flaw
from extractor.readers.alignment import may_align
from extractor.readers.lines import Run
from extractor.readers.ocr import CERTAIN, Character, Reading, Recogniser, load_recogniser
from extractor.readers.pages import Page, Turn
from extractor.readers.rulings import find_grids, merge_lines
from extractor.readers.scan_columns import cut_columns
from extractor.readers.scan_lines import Strip, find_strips, is_lying
from extractor.readers.scan_marks import find_mark
from extractor.readers.scan_picture import drop_stamps, even_out, find_tilt, straighten, turn_upright
from extractor.readers.scan_rulings import find_rulings
from extractor.readers.scan_runs import FULL, begin_with_room, make_runs
from extractor.readers.scan_sheet import Laid, part_sheet
from extractor.readers.scan_texts import Piece, order_texts
from extractor.readers.scan_turned import group_columns, make_turned_run, read_turned
from extractor.readers.snapping import Doubt
from extractor.values import fold

Pixels = NDArray[np.uint8]

WORKING = 200 / 72
"""So many pixels of a point are looked at: the model reads no better with more."""

NEAR = 0.1
"""A picture with so nearly as many is taken as it is."""

LEAST_SIDE = 16
"""On a picture with fewer pixels on a side, no text has room."""

MOST_STRIPS, TRIAL = 1000, 100
"""A page with more pieces of lines than this is no page of text. After so many as the second, one that is read poorly
is given up."""

SAMPLE = 8
"""So many lines tell whether a page stands upright."""

UPRIGHT, SURELY = 0.9, 0.985
"""Lines of an upright page are read as surely as this, or, where it might as well lie on its side, as the second."""

UNSURE, POOR = 0.8, 0.1
"""A page is poor where so large a share of its characters stands in text that is read less surely than this."""

FEWEST = 12
"""Fewer characters than this tell nothing of a page."""

COARSE = 140
"""Of a page scanned with fewer dots to the inch, hairlines and dots may be lost: it is always to be looked at."""

BLURRED, EDGE = 0.36, 20
"""So is one whose letters are less sharp than this; edges are steps of more greys than the second."""

DARK, BLANK = 60, 0.005
"""A page of which no more than this share is darker than the rest by so many greys is blank."""

BY_SHAPE = {"/": 0.98, "=": 0.85, "≥": 0.95, "≤": 0.95, "—": 0.5}
"""How sure a mark's shape is; a dash may also be the numeral one."""

PAPER = 255


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture as it is looked at.

    Attributes:
        picture: grey, or red, green and blue.
        scale: how many pixels a point is.
        resolution: how many dots to the inch the scanner gave.
    """

    picture: Pixels
    scale: float
    resolution: float


def fit(image: Image, scale: float) -> Scan:
    """Give a picture with as many pixels as are looked at.

    Args:
        image: grey, or red, green and blue.
        scale: how many of its own pixels a point is.
    """
    picture: Pixels = np.asarray(image)
    factor = WORKING / scale
    if abs(factor - 1) < NEAR:
        return Scan(picture, scale, scale * 72)
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    finer = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    fitted = cv2.resize(picture, size, interpolation=finer).astype(np.uint8)
    return Scan(fitted, size[0] / image.width * scale, scale * 72)


def read_picture(
    scan: Scan, number: int, vocabulary: Collection[str], beat: Callable[[], None], *, follows: bool
) -> tuple[list[Page], list[Flaw]]:
    """Read the picture of a page, or of two pages on one sheet.

    Args:
        scan: the picture.
        number: the page's number in the file.
        vocabulary: the labels of forms, folded.
        beat: called after each piece of text.
        follows: whether the page before may hold a table without vertical rulings.
    """
    picture, scale = scan.picture, scan.scale
    if min(picture.shape[:2]) < LEAST_SIDE:
        return [Page(number, [], [], 0)], [Flaw("page-without-text", page=number)]
    recogniser = load_recogniser()
    pages: list[Page] = []
    flaws: list[Flaw] = []
    for laid in part_sheet(_find_upright(picture, scale, recogniser, beat)):
        read = _read_strips(laid, recogniser, vocabulary, beat)
        if read is None or is_poor(read.runs):
            return [Page(number, [], [], 0)], [Flaw("page-rescan", page=number, lost=True)]
        runs = read.runs
        if len(runs) < FEWEST and all((run.sure or 0) < UNSURE for run in runs):
            runs = []  # What is seen in a drawing.
        if runs and (scan.resolution < COARSE or find_sharpness(laid.grey) < BLURRED):
            flaws.append(Flaw("page-coarse", page=number, count=round(scan.resolution)))
        if runs and read.unread:
            flaws.append(Flaw("marks-unread", page=number, count=read.unread))
        if not runs and not is_blank(picture):
            flaws.append(Flaw("page-without-text", page=number))
        characters = sum(len(run.text) for run in runs)
        unruled = may_align(runs, laid.grids, vocabulary, follows=follows)
        rules = merge_lines(laid.horizontal) if unruled else None
        pages.append(Page(number, runs, laid.grids, characters, rules, turn=laid.turn, doubts=read.doubts))
    return pages, flaws


@dataclass(frozen=True, slots=True)
class _Read:
    """What the pieces of a page's lines say.

    Attributes:
        runs: their characters, cell by cell.
        doubts: what was seen beside the characters of each.
        unread: how many pieces say nothing.
    """

    runs: list[Run]
    doubts: dict[str, tuple[Doubt, ...]]
    unread: int


def _read_strips(
    laid: Laid, recogniser: Recogniser, vocabulary: Collection[str], beat: Callable[[], None]
) -> _Read | None:
    """Read the pieces of a page's lines; None where they are too many, or where the first ones are read poorly."""
    strips = cut_columns(laid.strips, laid.ink, laid.usual)
    if len(strips) > MOST_STRIPS:
        return None
    scale = laid.scale
    words = frozenset(vocabulary)

    def is_label(text: str) -> bool:
        return fold(text) in words

    runs: list[Run] = []
    loose: list[Piece] = []
    doubts: dict[str, tuple[Doubt, ...]] = {}
    unread = 0
    for count, column in enumerate(group_columns(strips, laid.usual)):
        if count == TRIAL and is_poor([*runs, *(run for piece in loose for run in piece.runs)]):
            return None
        readings = [_read_strip(strip, laid, recogniser) for strip in column]
        turned = read_turned(column, readings, laid.grey, recogniser, is_label) if len(column) > 1 else None
        if turned is not None:
            readings = [turned.reading]
            runs += make_turned_run(turned, column[0].cell, scale)
        else:
            for strip, reading in zip(column, readings, strict=True):
                made = make_runs(strip, reading, laid.usual, scale)
                unread += not made
                if strip.cell is not None:
                    runs += made
                elif made:
                    left, top, right, bottom = (float(edge) / scale for edge in strip.box)
                    loose.append(Piece(tuple(made), (left, top, right, bottom)))
        for reading in readings:
            seen = [each for each in reading.characters if each.text.strip()]
            doubts["".join(each.text for each in seen)] = tuple(Doubt(each.rival, each.sure) for each in seen)
        beat()
    ordered = order_texts(loose, laid.horizontal, laid.usual / FULL / scale, vocabulary)
    return _Read([*begin_with_room(runs), *ordered], doubts, unread)


def is_blank(picture: Pixels) -> bool:
    """Tell whether a picture shows nothing: the back of a page."""
    grey = picture.min(axis=2) if picture.ndim == 3 else picture
    return float((grey.astype(np.int16) < np.percentile(grey, 90) - DARK).mean()) <= BLANK


def find_sharpness(grey: Pixels) -> float:
    """Tell how sharp a picture is: which part of the way from paper to ink is made from one pixel to the next."""
    steps = np.abs(np.diff(grey.astype(np.int16), axis=1))
    edges, ink = steps[steps > EDGE], grey[grey < PAPER - 2 * EDGE]
    if not edges.size or not ink.size:
        return 1.0
    return float(np.percentile(edges, 90)) / max(1.0, PAPER - float(np.percentile(ink, 10)))


def is_poor(runs: Sequence[Run]) -> bool:
    """Tell whether a page is read so unsurely that none of it is to be trusted."""
    sure = [run.sure for run in runs for _ in run.text if run.sure is not None]
    return len(sure) >= FEWEST and sum(each < UNSURE for each in sure) > POOR * len(sure)


def _find_upright(picture: Pixels, scale: float, recogniser: Recogniser, beat: Callable[[], None]) -> Laid:
    """Lay a page out as it is to be read: as it comes, or turned, whichever makes its lines read more surely."""
    plain = _lay_out(picture, scale, 0)
    lying = is_lying(plain.ink, plain.usual)
    best = -1.0, plain
    for quarters in (3, 1, 0, 2) if lying else (0, 2):
        laid = _lay_out(turn_upright(picture, quarters), scale, quarters) if quarters else plain
        sample = sorted(laid.strips, key=lambda strip: abs(_length(strip) - 8))[:SAMPLE]
        mean = sum(_judge(recogniser.read(_crop(strip, laid))) for strip in sample) / SAMPLE
        beat()
        if mean > best[0]:
            best = mean, laid
        if mean >= (SURELY if lying else UPRIGHT):
            break
    return best[1]


def _length(strip: Strip) -> float:
    left, top, right, bottom = strip.box
    return (right - left) / (bottom - top)


def _judge(reading: Reading) -> float:
    """Tell how well a piece of a line is read; a lone character says little, for on its side it is alone as well."""
    sure = [character.sure for character in reading.characters]
    return fmean(sure) if len(sure) > 1 else 0.0


def _lay_out(picture: Pixels, scale: float, quarters: int) -> Laid:
    """Make a page's picture even and straight, and find its cells and the pieces of its lines."""
    grey = even_out(drop_stamps(picture, scale) if picture.ndim == 3 else picture, scale)
    tilt = find_tilt(grey)
    grey = straighten(grey, tilt)
    ruled = find_rulings(grey, scale)
    grids = find_grids(ruled.horizontal, ruled.vertical)
    strips, usual = find_strips(ruled.ink, grids, scale)
    height, width = (side / scale for side in grey.shape)
    grey = np.where(ruled.lines > 0, PAPER, grey).astype(np.uint8)
    return Laid(
        grey=grey,
        ink=ruled.ink,
        horizontal=ruled.horizontal,
        vertical=ruled.vertical,
        grids=grids,
        strips=strips,
        usual=usual,
        scale=scale,
        turn=Turn(quarters * 90, width, height, tilt),
    )


def _crop(strip: Strip, laid: Laid) -> Pixels:
    left, top, right, bottom = strip.around
    return laid.grey[top:bottom, left:right]


def _read_strip(strip: Strip, laid: Laid, recogniser: Recogniser) -> Reading:
    """Read a piece of a line; what may be a lone mark is looked at by its shape as well."""
    left, top, right, bottom = strip.box
    mark = find_mark(laid.ink[top:bottom, left:right], laid.usual)
    if mark:
        return Reading((Character(mark, 0.5, BY_SHAPE[mark]),), CERTAIN)
    reading = recogniser.read(_crop(strip, laid))
    if right - left <= laid.usual and len(reading.characters) < 2:
        return recogniser.read(_crop(strip, laid), lone=True)
    return reading
