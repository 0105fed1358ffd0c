"""A PDF's page as a picture, with what the reader saw on it: rulings and cells. Beside reading, for `inspect`.

Enters: a PDF's bytes and a page's number. Leaves: the page as PDFium draws it, of bounded size, and boxes in points
from the top left of the page as it is shown.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2

from extractor.readers.pages import Turn
from extractor.readers.pdf import find_page_grids, open_pdf
from extractor.readers.pdf_annotations import open_page
from extractor.readers.pdf_calls import give
from extractor.readers.pdf_chars import find_rotation
from extractor.readers.pdf_paths import find_placing, read_rulings

if TYPE_CHECKING:
    from PIL.Image import Image

SCALE = 2.0
"""How many pixels a point becomes on an ordinary page."""

LONGEST_SIDE = 5000
"""No side of a picture has more pixels; a larger page is drawn smaller."""

MOST_PIXELS = 12_000_000
"""No picture of a page has more pixels."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as it is shown.

    Attributes:
        image: the page, drawn by PDFium.
        scale: how many pixels a point is.
        rulings: the straight lines that are drawn on it, as boxes (x0, top, x1, bottom) in points.
        cells: the cells of its tables, likewise.
    """

    image: "Image"
    scale: float
    rulings: tuple[Box, ...]
    cells: tuple[Box, ...]


def draw_page(data: bytes, number: int) -> Picture:
    """Draw a page of a PDF, numbered from 1.

    Raises:
        ReadError: the file cannot be opened.
        IndexError: there is no such page, or it cannot be opened.
    """
    pdf = open_pdf(data)
    try:
        if not 1 <= number <= len(pdf):
            raise IndexError(number)
        try:
            opened = open_page(pdf, number - 1)
            page = opened.page
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise IndexError(number) from error
        try:
            width, height = (max(1.0, side) for side in page.get_size())
            scale = min(SCALE, LONGEST_SIDE / max(width, height), (MOST_PIXELS / (width * height)) ** 0.5)
            image = page.render(scale=scale).to_pil().convert("RGB")
            shown, upright = page.get_rotation(), find_rotation(give(textpage.raw))
            page.set_rotation(upright)
            turn = Turn((upright - shown) % 360, *page.get_size())
            rulings = read_rulings(page, find_placing(page), opened.drawn)
            lines = [(line.start, line.at, line.end, line.at) for line in rulings.horizontal]
            lines += [(line.at, line.start, line.at, line.end) for line in rulings.vertical]
            cells = [cell.box for grid in find_page_grids(rulings) for cell in grid.cells]
        finally:
            textpage.close()
            page.close()
    finally:
        pdf.close()
    return Picture(image, scale, tuple(map(turn.undo, lines)), tuple(map(turn.undo, cells)))
