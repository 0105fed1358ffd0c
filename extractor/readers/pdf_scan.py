"""A PDF's page that is only a picture → its picture, read. Part of reading a PDF.

Enters: an open page. Leaves: the page as it is recognised. The heavy libraries are imported when the first such page
comes.
"""

from collections.abc import Callable, Collection
from importlib import import_module

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.document import Flaw
from extractor.readers.pages import Page

POINTS = 72
SCALE = 200 / POINTS
"""How many pixels a point becomes: most scanners give 200 or 300 to the inch, and more reads no better."""

MOST_PIXELS = 16_000_000
"""No page is drawn with more pixels: A3 has 8 million."""


def read_pictured(
    page: pypdfium2.PdfPage, number: int, vocabulary: Collection[str], beat: Callable[[], None], *, follows: bool
) -> tuple[list[Page], list[Flaw]]:
    """Read the picture of a page, or of two pages on a sheet, and say what is to be doubted in it.

    `follows` says whether the page before may hold a table without vertical rulings.
    """
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    scan = import_module("extractor.readers.scan")
    drawn = scan.Scan(picture, scale, _find_resolution(page, width * height))
    read: tuple[list[Page], list[Flaw]] = scan.read_picture(drawn, number, vocabulary, beat, follows=follows)
    return read


def _find_resolution(page: pypdfium2.PdfPage, area: float) -> float:
    """Give the dots to the inch of the picture that fills most of a page; as many as are looked at where none does."""
    found = []
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > area / 2:
            across, down = picture.get_px_size()
            found.append(((across * down) / ((right - left) * (top - bottom))) ** 0.5 * POINTS)
    return max(found, default=SCALE * POINTS)


def is_recognised(page: Page) -> bool:
    """Tell whether a page's text was recognised."""
    return any(run.sure is not None for run in page.runs)
