"""A page → a small picture of it. Part of the review page.

Enters: what draws a page. Leaves: WebP of at most 60 KB. Print is drawn in few shades of grey without loss, which at
this size is sharper than what photographs are pressed with; pages with colours or photographs are pressed.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 60_000
"""No picture of a page is larger."""

POINTS = 72.0

Look = Literal["print", "colours", "photograph"]

STEPS: dict[Look, tuple[tuple[int, int], ...]] = {
    "print": ((132, 6), (132, 4), (120, 4), (110, 4), (110, 3), (96, 3), (84, 3), (72, 3)),
    "colours": ((120, 32), (110, 16), (110, 8), (96, 8), (84, 8), (72, 8)),
    "photograph": ((120, 45), (110, 35), (96, 30), (84, 30), (72, 25), (60, 20)),
}
"""By what a page looks like: dots an inch, and shades, colours or quality, the best first."""

SMALLER = 0.75
"""By so much a picture shrinks where no step made it small enough."""

COLOURED = 0.002
"""A page of which more than this share of dots has a colour is no print in black."""

FEW_SHADES = 0.35
"""A page of which more than this share of dots is neither nearly white nor nearly black shows a photograph."""


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A page's picture: WebP, and its size in pixels."""

    data: bytes
    width: int
    height: int


def draw_small(draw: Callable[[float], "Image"]) -> SmallPicture:
    """Draw a page as large as it may be; `draw` draws it with so many pixels a point."""
    look = find_look(draw(0.5))
    drawn, level = STEPS[look][0]
    image = draw(drawn / POINTS)
    data = _press(image, look, level)
    for dots, level in STEPS[look][1:]:
        if len(data) <= MOST_BYTES:
            break
        if dots != drawn:
            image, drawn = draw(dots / POINTS), dots
        data = _press(image, look, level)
    while len(data) > MOST_BYTES and min(image.size) > 1:
        image = image.resize((max(1, int(image.width * SMALLER)), max(1, int(image.height * SMALLER))))
        data = _press(image, look, level)
    return SmallPicture(data, *image.size)


def find_look(image: "Image") -> Look:
    """Tell whether a page is print in black, print with colours, or a photograph such as a scan."""
    dots = image.width * image.height
    grey = image.convert("L").histogram()
    if sum(grey[48:224]) > FEW_SHADES * dots:
        return "photograph"
    saturation = image.convert("HSV").getchannel("S").histogram(image.convert("L").point(lambda v: 255 * (v > 32)))
    return "colours" if sum(saturation[64:]) > COLOURED * dots else "print"


def _press(image: "Image", look: Look, level: int) -> bytes:
    buffer = io.BytesIO()
    if look == "photograph":
        image.save(buffer, "WEBP", quality=level, method=4)
        return buffer.getvalue()
    if look == "print":
        step = 255 / (level - 1)
        flat = image.convert("L").point([round(round(shade / step) * step) for shade in range(256)]).convert("RGB")
    else:
        flat = image.quantize(level).convert("RGB")
    flat.save(buffer, "WEBP", lossless=True, quality=50, method=4)
    return buffer.getvalue()
