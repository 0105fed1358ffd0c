"""A PDF's pages as people see them: a picture of each, and its characters with their boxes. Beside reading, for review.

Enters: a PDF's bytes and the numbers of pages. Leaves: the pages one by one; boxes are in points from the top left of
the page as it is shown, as in the evidence.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import pypdfium2

from extractor.readers.page_view import Box, PageView
from extractor.readers.pdf import open_pdf
from extractor.readers.pdf_annotations import open_page
from extractor.readers.pdf_calls import give
from extractor.readers.pdf_chars import SECOND_HALF, CharReader, read_characters
from extractor.readers.pdf_paths import find_placing

if TYPE_CHECKING:
    from PIL.Image import Image

LONGEST_SIDE = 4000
"""No side of a picture has more pixels."""

MOST_CHARACTERS = 50_000
"""Of a page with more characters, those that follow are left out."""

DOUBLE = 0.3
"""A character drawn again within this share of its width is drawn twice to look bold."""


def count_pages(data: bytes) -> int:
    """Count a PDF's pages.

    Raises:
        ReadError: the file cannot be opened.
    """
    pdf = open_pdf(data)
    try:
        return len(pdf)
    finally:
        pdf.close()


def view_pages(data: bytes, numbers: Iterable[int]) -> Iterator[PageView]:
    """Give some of a PDF's pages; those that are not there or cannot be opened are left out.

    Raises:
        ReadError: the file cannot be opened.
    """
    pdf = open_pdf(data)
    try:
        for number in numbers:
            if not 1 <= number <= len(pdf):
                continue
            try:
                page = open_page(pdf, number - 1).page
            except pypdfium2.PdfiumError:
                continue
            try:
                width, height = (max(1.0, side) for side in page.get_size())
                yield PageView(number, width, height, tuple(_read_characters(page)), _make_pen(page, width, height))
            finally:
                page.close()
    finally:
        pdf.close()


def _make_pen(page: pypdfium2.PdfPage, width: float, height: float) -> Callable[[float], "Image"]:
    def draw(scale: float) -> "Image":
        image: Image = page.render(scale=min(scale, LONGEST_SIDE / max(width, height))).to_pil()
        return image.convert("RGB")

    return draw


def _read_characters(page: pypdfium2.PdfPage) -> Iterator[tuple[str, Box]]:
    """Give a page's non-blank characters; what is drawn twice to look bold is given once."""
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return
    drawn: dict[str, list[Box]] = {}
    try:
        address = give(textpage.raw)
        reader = CharReader(address, find_placing(page))
        for index, character in enumerate(read_characters(address)[:MOST_CHARACTERS]):
            if character.isspace() or character == SECOND_HALF or character < " ":
                continue
            box = reader.place(index)
            near = drawn.setdefault(character, [])
            if not any(_is_double(box, other) for other in near[-8:]):
                near.append(box)
                yield character, box
    finally:
        textpage.close()


def _is_double(a: Box, b: Box) -> bool:
    most = DOUBLE * max(a[2] - a[0], a[3] - a[1], 0.1)
    return abs(a[0] - b[0]) < most and abs(a[1] - b[1]) < most
