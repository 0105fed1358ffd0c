"""A page as people see it, whatever the format: what draws it, and its characters with their boxes.

Enters and leaves: nothing but data. Boxes are in points from the top left of the page, as in the evidence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as it is shown.

    Attributes:
        number: the page's number, from 1.
        width: in points.
        height: in points.
        characters: the non-blank characters in the order of the text layer, each with its box.
        draw: draws the page with so many pixels a point, or fewer where that would be too many; to be called before
            the next page is asked for.
    """

    number: int
    width: float
    height: float
    characters: tuple[tuple[str, Box], ...]
    draw: Callable[[float], "Image"]
