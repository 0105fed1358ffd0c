"""The pictures of a file as pages that people see. Beside reading, for review.

Enters: a file's bytes and the numbers of pages. Leaves: the pages one by one. What is printed on them is recognised
elsewhere: there is no text layer.
"""

from collections.abc import Callable, Container, Iterator

from PIL import Image

from extractor.readers.image import POINTS, open_pictures
from extractor.readers.page_view import PageView


def count_pages(data: bytes) -> int:
    """Count a file's pictures.

    Raises:
        ReadError: the file cannot be opened.
    """
    return sum(1 for _ in open_pictures(data))


def view_pages(data: bytes, numbers: Container[int]) -> Iterator[PageView]:
    """Give some of a file's pictures.

    Raises:
        ReadError: the file cannot be opened.
    """
    for number, (picture, resolution) in enumerate(open_pictures(data), 1):
        if number in numbers:
            width, height = (side * POINTS / resolution for side in picture.size)
            yield PageView(number, width, height, (), _make_pen(picture, width, height))


def _make_pen(picture: Image.Image, width: float, height: float) -> Callable[[float], Image.Image]:
    def draw(scale: float) -> Image.Image:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)

    return draw
