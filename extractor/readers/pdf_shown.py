"""What can be seen on a PDF's page: white text on paper cannot, on a dark cell it can. Part of reading a PDF.

Enters: a page of PDFium. Leaves: the question whether anything is to be seen in a box. The page is drawn for it, which
is costly, and so only where text has the colour of paper.
"""

from collections.abc import Callable

import pypdfium2

CONTRAST = 30
"""Something is seen where greys (0 to 255) are at least so far apart."""

LONGEST_SIDE = 2000
"""The page is drawn with no more dots than this on its longer side."""


def draw_page(page: pypdfium2.PdfPage) -> Callable[[float, float, float, float], bool]:
    """Draw a page; give the question whether a box (x0, top, x1, bottom), in points, shows more than one grey."""
    scale = min(2.0, LONGEST_SIDE / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    dots, width, height, stride = bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride
    bitmap.close()

    def is_seen(x0: float, top: float, x1: float, bottom: float) -> bool:
        left, right = max(0, int(x0 * scale)), min(width, int(x1 * scale) + 1)
        rows = range(max(0, int(top * scale)), min(height, int(bottom * scale) + 1))
        greys = [grey for y in rows for grey in dots[y * stride + left : y * stride + right]]
        return bool(greys) and max(greys) - min(greys) >= CONTRAST

    return is_seen
