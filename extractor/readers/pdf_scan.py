"""A PDF's page that is only a picture → its picture, read. Part of reading a PDF.

Enters: an open page. Leaves: the page as it is recognised. The heavy libraries are imported when the first such page
comes.
"""

from collections.abc import Callable, Collection
from importlib import import_module

import pypdfium2

from extractor.document import Flaw
from extractor.readers.pages import Page

SCALE = 200 / 72
"""How many pixels a point becomes: most scanners give 200 or 300 to the inch, and more reads no better."""

MOST_PIXELS = 16_000_000
"""No page is drawn with more pixels: A3 has 8 million."""


def read_pictured(
    page: pypdfium2.PdfPage, number: int, vocabulary: Collection[str], beat: Callable[[], None]
) -> tuple[list[Page], list[Flaw]]:
    """Read the picture of a page, or of two pages on a sheet, and say what is to be doubted in it."""
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    read: tuple[list[Page], list[Flaw]] = import_module("extractor.readers.scan").read_picture(
        picture, scale, number, vocabulary, beat
    )
    return read


def is_recognised(page: Page) -> bool:
    """Tell whether a page's text was recognised."""
    return any(run.sure is not None for run in page.runs)
