"""Single characters of a PDF's page: what they are and where they stand. Part of reading a PDF.

Enters: a text page of PDFium. Leaves: its characters, one for each place that PDFium counts, and the box of each in
points from the page's top left.
"""

import re
from collections import Counter
from math import cos, degrees, hypot, sin
from typing import Literal

import pypdfium2.raw as pdfium

from extractor.readers.lines import DIRECTIONS, SLANTED, enter_turn
from extractor.readers.pdf_calls import (
    Argument,
    count_chars,
    count_clip_paths,
    get_char_angle,
    get_char_box,
    get_char_object,
    get_char_origin,
    get_clip_path,
    get_fill_color,
    get_ink_box,
    get_render_mode,
    get_text,
    get_unicode,
    has_no_meaning,
    is_generated,
    is_hyphen,
    set_aside,
)
from extractor.readers.pdf_paths import EVERYWHERE, Matrix, clip_box

UNKNOWN = "\ufffd"
"""A character whose font does not tell what it means."""

SECOND_HALF = "\udc00"
"""Keeps the second of the two places that a character beyond U+FFFF takes in PDFium's count."""

SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")

UNUSUAL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\ufffe]|\r(?!\n)|(?<!\r)\n")
r"""What PDFium writes for a hyphen at a line's end, and for characters whose font does not tell what they mean.

It ends lines with `\r` and `\n` both; one of them alone is the number of a glyph, and so may a tab be.
"""

LEANING = 0.2
"""A box that begins this share of its height before its character's origin may be that of a turned character."""

SLANT = 0.14
"""A direction that is off a quarter turn by more than this (in radians) is that of a watermark, not of a table."""

PALE = 245
"""A colour whose red, green and blue are all above this is nearly that of paper."""

INVISIBLE = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})

Box = tuple[float, float, float, float]
"""Where a character stands: its advance from x0 to x1, its baseline, and the height of its font, in points."""


SAMPLES, MORE_SAMPLES = 10, 400
"""How many of a page's characters tell how they are turned, and how many where these do not agree."""

TILT = 0.02
"""A character turned by less than this (radians) is as good as upright."""


def find_rotation(textpage: Argument) -> int:
    """Give the rotation of the page (0, 90, 180, 270) with which most of its characters stand upright.

    A wide table is often drawn turned on a page that is higher than wide. A few characters decide where all of them
    stand alike.
    """
    count = count_chars(textpage)
    if not any(get_char_angle(textpage, k) > TILT for k in range(0, count, count // SAMPLES + 1)):
        return 0
    seen = Counter(
        round(-degrees(get_char_angle(textpage, k)) / 90) % 4 * 90
        for k in range(0, count, count // MORE_SAMPLES + 1)
        if get_unicode(textpage, k) > ord(" ") and is_generated(textpage, k) != 1
    )
    return seen.most_common(1)[0][0] if seen else 0


def read_characters(textpage: Argument) -> str:
    """Give a text page's characters, one for each that PDFium counts; U+FFFD where the font does not tell which."""
    count = count_chars(textpage)
    units, (to_units, *_) = set_aside("H", count + 1)
    got = get_text(textpage, 0, count, to_units) - 1
    text = units.tobytes()[: 2 * max(got, 0)].decode("utf-16-le", "replace")
    if len(text) != count:  # Characters without a Unicode value are left out, and pairs of surrogates count twice.
        codes = [get_unicode(textpage, index) for index in range(count)]
        text = "".join(chr(code) if code <= 0x10FFFF else UNKNOWN for code in codes)
        text = SURROGATES.sub(_join_surrogates, text)

    def explain(match: re.Match[str]) -> str:
        if is_generated(textpage, match.start()) == 1:
            return match[0]
        if match[0] == "\t" and has_no_meaning(textpage, match.start()) != 1:
            return match[0]
        return "-" if is_hyphen(textpage, match.start()) == 1 else UNKNOWN

    return UNUSUAL.sub(explain, text)


def _join_surrogates(match: re.Match[str]) -> str:
    if len(match[0]) == 1:
        return UNKNOWN
    return match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le") + SECOND_HALF


class CharReader:
    """Measures single characters of a text page. One for a page: PDFium writes to the same memory each time."""

    def __init__(self, textpage: Argument, placing: Matrix) -> None:
        """Take a text page and the matrix that places its coordinates on the page."""
        self._textpage = textpage
        self._placing = placing
        self._upright = placing[:2] == (1.0, 0.0)
        self._right, self._down = placing[4:]
        self._turns: dict[float, int] = {}
        self._rect, (self._to_rect, *_) = set_aside("f", 4)
        self._origin, (self._to_x, self._to_y) = set_aside("d", 2)
        self._ink, self._to_ink = set_aside("d", 4)
        self._colour, self._to_colour = set_aside("I", 4)

    def read(self, index: int) -> Box | None:
        """Measure an upright character at an index of the page's text; None where it may be turned."""
        if self._upright:  # As below, for nearly all pages.
            get_char_box(self._textpage, index, self._to_rect)
            get_char_origin(self._textpage, index, self._to_x, self._to_y)
            left, top, right, bottom = self._rect
            x, y = self._origin
            height = top - bottom
            if x - left > LEANING * height or top - y < 2 * LEANING * height:
                return None
            return left + self._right, right + self._right, self._down - y, height
        left, top, right, bottom, x, base = self._place(index)
        height = bottom - top
        if x - left > LEANING * height or base - top < 2 * LEANING * height:
            return None
        return left, right, base, height

    def read_ink(self, index: int) -> float:
        """Give where the ink of a character has its middle, in points from the left of the page as it is shown."""
        get_ink_box(self._textpage, index, *self._to_ink)
        left, right, bottom, top = self._ink
        a, _, c, _, e, _ = self._placing
        middle: float = a * (left + right) / 2 + c * (bottom + top) / 2 + e
        return middle

    def read_turned(self, index: int, turn: int) -> Box:
        """Measure a character along its line of text, which runs in one of four directions."""
        left, top, right, bottom, x, y = self._place(index)
        if turn == 0:
            return left, right, y, bottom - top
        (x0, y0), (x1, y1) = enter_turn(turn, left, top), enter_turn(turn, right, bottom)
        return min(x0, x1), max(x0, x1), enter_turn(turn, x, y)[1], abs(y1 - y0)

    def place(self, index: int) -> tuple[float, float, float, float]:
        """Give the box (x0, top, x1, bottom) of a character, turned or not, in points from the page's top left."""
        return self._place(index)[:4]

    def _place(self, index: int) -> tuple[float, float, float, float, float, float]:
        """Give a character's box (x0, top, x1, bottom) and its origin, in points from the page's top left."""
        get_char_box(self._textpage, index, self._to_rect)
        get_char_origin(self._textpage, index, self._to_x, self._to_y)
        left, top, right, bottom = self._rect
        x, y = self._origin
        a, b, c, d, e, f = self._placing
        x0, y0 = a * left + c * top + e, b * left + d * top + f
        x1, y1 = a * right + c * bottom + e, b * right + d * bottom + f
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), a * x + c * y + e, b * x + d * y + f

    def find_turn(self, index: int) -> int:
        """Give in which of the four directions the text runs at a character, or `SLANTED`."""
        angle = get_char_angle(self._textpage, index)
        turn = self._turns.get(angle)
        if turn is None:
            turn = self._turns[angle] = self._find_direction(angle)
        return turn

    def _find_direction(self, angle: float) -> int:
        a, b, c, d, *_ = self._placing
        x, y = a * cos(angle) - c * sin(angle), b * cos(angle) - d * sin(angle)
        near = (turn for turn, (dx, dy) in enumerate(DIRECTIONS) if hypot(x - dx, y - dy) <= SLANT)
        return next(near, SLANTED)

    def find_object(self, index: int) -> int:
        """Give which drawn object a character belongs to; 0 where none is known."""
        return get_char_object(self._textpage, index) or 0

    def judge(self, item: int) -> Literal["seen", "pale", "invisible"]:
        """Tell whether a drawn object is text that is painted, that has the colour of paper, or that is not painted."""
        if get_render_mode(item) in INVISIBLE:
            return "invisible"
        if not get_fill_color(item, *self._to_colour):
            return "seen"
        red, green, blue, alpha = self._colour
        return "pale" if alpha == 0 or (red > PALE and green > PALE and blue > PALE) else "seen"

    def find_shown(self, item: int) -> tuple[float, float] | None:
        """Give from where to where (points from the top) the page shows a drawn object; None where it shows all of it.

        PDFium keeps no clip path that cuts nothing off.
        """
        if count_clip_paths(get_clip_path(item)) < 1:
            return None
        _, top, _, bottom = clip_box(item, EVERYWHERE, self._placing)
        return top, bottom
