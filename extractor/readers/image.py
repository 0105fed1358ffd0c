"""PNG, JPEG, TIFF and other pictures of pages → document. What is on them is recognised.

Enters: a picture's bytes. Leaves: rows of cells, page by page, as from a PDF: a TIFF's pictures are its pages. A
picture's points are its pixels at the resolution that the file states; where that cannot be a page's, its longer side
is as long as that of A4.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from warnings import catch_warnings, simplefilter

from PIL import Image, ImageOps, UnidentifiedImageError

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.alignment import align
from extractor.readers.ocr_found import EXTRA, find_recognition
from extractor.readers.page_margins import free_margins
from extractor.readers.pages import Page, make_rows, number_pages
from extractor.readers.snapping import snap_labels

FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP")
"""What is read, by Pillow's names."""

BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"II", b"MM", b"BM", b"RIFF")
"""How files of these formats begin, whatever is wrong with the rest."""

MOST_PAGES = 500
"""A file with more pictures is not read."""

MOST_PIXELS = 72_000_000
"""Nor is one with more pixels on a page: A3 at 600 dots to the inch has so many."""

LEAST_SIDE = 16
"""Nor is one so small a picture of a page."""

LONGEST, SHORTEST = 24.0, 4.0
"""The longer side of a page, in inches."""

A4 = 297 / 25.4
"""The longer side of A4, in inches."""

POINTS = 72
WORKING = 200 / POINTS
"""A page is shown with no more pixels to a point."""

BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError, TypeError, ZeroDivisionError)
"""What Pillow raises for damaged files."""


def read(source: Source) -> Document:
    """Read a picture.

    Raises:
        ReadError: `needs_ocr` where nothing recognises text, `unsupported`, `corrupt`, `limit`, or `rescan` where no
            page is good enough to be read.
    """
    found = find_recognition()
    if not found.there:
        raise ReadError("needs_ocr", EXTRA)
    scan = import_module("extractor.readers.scan")
    pages: list[Page] = []
    flaws: list[Flaw] = []
    number = 0
    for number, (picture, resolution) in enumerate(open_pictures(source.data), 1):
        fitted = scan.fit(picture, resolution / POINTS)
        follows = bool(pages) and pages[-1].rules is not None
        read_pages, doubts = scan.read_picture(fitted, number, source.vocabulary, source.beat, follows=follows)
        pages += read_pages
        flaws += doubts
        source.beat()
    if any(flaw.code == "page-rescan" for flaw in flaws) and not any(page.runs for page in pages):
        raise ReadError("rescan")
    pages[:] = align(free_margins(number_pages(pages), source.vocabulary), source.vocabulary)
    doubts = {text: seen for page in pages for text, seen in page.doubts.items()}
    rows, snapped = snap_labels(make_rows(pages, source.vocabulary), doubts, source.vocabulary)
    return Document("image", found.version, rows, pages=number, flaws=(*flaws, *snapped))


def draw_page(data: bytes, number: int) -> tuple[Image.Image, float]:
    """Give a page's picture as it is shown, no larger than is looked at, and how many of its pixels a point is.

    Raises:
        ReadError: the file cannot be opened.
        IndexError: there is no such page.
    """
    found = next(islice(open_pictures(data), number - 1, None), None)
    if found is None:
        raise IndexError(number)
    picture, resolution = found
    scale = resolution / POINTS
    shrink = max(1.0, scale / WORKING)
    size = max(1, round(picture.width / shrink)), max(1, round(picture.height / shrink))
    return picture.convert("RGB").resize(size), scale * size[0] / picture.width


def open_pictures(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    """Give each picture of a file, upright as its camera says, with its resolution in pixels to the inch.

    Raises:
        ReadError: `unsupported`, `corrupt` or `limit`.
    """
    try:
        with _be_quiet():
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise ReadError(
            "corrupt" if data.startswith(BEGINNINGS) else "unsupported", "a picture of this kind"
        ) from error
    except Image.DecompressionBombError as error:
        raise ReadError("limit", str(error)) from error
    except BROKEN as error:
        raise ReadError("corrupt", str(error)) from error
    with image:
        for index in range(_count_pages(image)):
            try:
                with _be_quiet():
                    found = _open_page(image, index)
            except BROKEN as error:
                raise ReadError("corrupt", str(error)) from error
            yield found


@contextmanager
def _be_quiet() -> Iterator[None]:
    """Keep Pillow from warning of what is judged here: large pictures, and damaged notes of cameras."""
    with catch_warnings():
        simplefilter("ignore")
        yield


def _count_pages(image: Image.Image) -> int:
    """Give how many pages a file holds."""
    try:
        with _be_quiet():
            count = int(getattr(image, "n_frames", 1))
    except BROKEN as error:
        raise ReadError("corrupt", str(error)) from error
    if image.format == "MPO":
        return 1  # A telephone's JPEG: one picture in several sizes.
    if count > 1 and image.format != "TIFF":
        raise ReadError("unsupported", "a picture that moves")
    if count > MOST_PAGES:
        raise ReadError("limit", f"{count} pictures")
    return count


def _open_page(image: Image.Image, index: int) -> tuple[Image.Image, float]:
    """Give one picture of a file, whose size is looked at before it is unpacked."""
    image.seek(index)
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ReadError("limit", f"{width} × {height} pixels")
    if min(width, height) < LEAST_SIDE:
        raise ReadError("unsupported", f"a picture of {width} × {height} pixels")
    resolution = _find_resolution(image)
    image.load()
    return _flatten(ImageOps.exif_transpose(image)), resolution


def _find_resolution(image: Image.Image) -> float:
    """Give a picture's pixels to the inch: as the file says, or as they would be, were it a page of A4."""
    longer = max(image.size)
    said = image.info.get("dpi", (0, 0))
    try:
        across, down = float(said[0]), float(said[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if across > 1 and abs(across - down) < 0.01 * across and SHORTEST <= longer / across <= LONGEST:
        return across
    return longer / A4


def _flatten(image: Image.Image) -> Image.Image:
    """Give a picture as it looks on white paper: grey, or in red, green and blue."""
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.mode.startswith(("I", "F")):
        numbers = image.convert("F")
        highest = max(float(value) for value in numbers.getextrema() if isinstance(value, (int, float)))
        most = 255.0 if highest <= 255 else 65535.0 if highest <= 65535 else highest
        return numbers.point(lambda value: value * (255 / most)).convert("L")
    if image.mode in {"LA", "PA", "RGBA", "RGBa", "La"} or "transparency" in image.info:
        above = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, above).convert("RGB")
    return image.convert("RGB")
