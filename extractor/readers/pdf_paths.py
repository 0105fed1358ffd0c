"""A PDF page's drawn objects → rulings. Part of reading a PDF.

Enters: a page of PDFium. Leaves: its straight lines, horizontal and vertical, in points from the page's top left, and
how many pictures it holds. Characters are read elsewhere.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.readers.rulings import Line

THIN = 6.0
"""A path no thicker than this (points), and three times as long as thick, is a ruling."""

DOT = 3.0
"""A dot of a dotted line is no larger than this (points)."""

SHORTEST = 2.0
"""A line shorter than this (points) is a dot."""

MOST_OBJECTS = 60_000
"""A page with more drawn objects than this is a drawing: the rest of its rulings is not looked at."""

Matrix = tuple[float, float, float, float, float, float]


def find_placing(page: pypdfium2.PdfPage) -> Matrix:
    """Give the matrix from the page's own coordinates to points from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[page.get_rotation()]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The straight lines of a page, and how many pictures it holds."""

    horizontal: list[Line]
    vertical: list[Line]
    images: int


def read_rulings(page: pypdfium2.PdfPage, place: Matrix) -> Rulings:
    """Give the lines drawn on a page: strokes, thin rectangles, the sides of framed ones, thin pictures."""
    horizontal: list[Line] = []
    vertical: list[Line] = []
    images = 0
    page_width, page_height = page.get_size()
    for left, bottom, right, top, outline, image in _read_shapes(page):
        x0, y0, x1, y1 = _transform_box(place, left, bottom, right, top)
        # What is drawn beyond the page (the rest of a cell that goes on on the next one) ends at the page's edge.
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, page_width), min(y1, page_height)
        width, height = x1 - x0, y1 - y0
        if width < 0 or height < 0:
            continue
        if height <= THIN and width > max(3 * height, SHORTEST):
            horizontal.append(Line((y0 + y1) / 2, x0, x1))
        elif width <= THIN and height > max(3 * width, SHORTEST):
            vertical.append(Line((x0 + x1) / 2, y0, y1))
        elif width <= DOT and height <= DOT:
            # A dot of a dotted line: it may belong to a line in either direction.
            horizontal.append(Line((y0 + y1) / 2, x0, x1))
            vertical.append(Line((x0 + x1) / 2, y0, y1))
        elif image:
            images += 1
        elif outline:
            horizontal += [Line(y0, x0, x1), Line(y1, x0, x1)]
            vertical += [Line(x0, y0, y1), Line(x1, y0, y1)]
    return Rulings(horizontal, vertical, images)


Shape = tuple[float, float, float, float, bool, bool]


def _read_shapes(page: pypdfium2.PdfPage) -> Iterator[Shape]:
    """Give the straight pieces of all paths, and pictures: (left, bottom, right, top, is an outline, is a picture)."""
    bounds = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(value) for value in bounds]
    for item, kind, matrix in islice(_walk_objects(page), MOST_OBJECTS):
        if kind == PATH:
            yield from _read_path(item, matrix, bounds, pointers)
        elif pdfium.FPDFPageObj_GetBounds(item, *pointers):
            yield (*_place_bounds(bounds, matrix), False, True)


PATH, IMAGE, FORM = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM


def _read_path(
    item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix | None, bounds: Sequence[ctypes.c_float], pointers: Sequence[Any]
) -> Iterator[Shape]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    stroked = bool(stroke.value)
    count = pdfium.FPDFPath_CountSegments(item)
    if count > 6 or not pdfium.FPDFPageObj_GetBounds(item, *pointers):
        yield from _read_segments(item, count, matrix, stroked=stroked)
        return
    left, bottom, right, top = _place_bounds(bounds, matrix)
    if count == 3 and right - left > THIN and top - bottom > THIN:
        yield from _read_segments(item, count, matrix, stroked=stroked)
    else:
        yield left, bottom, right, top, stroked and count >= 4, False


def _place_bounds(bounds: Sequence[ctypes.c_float], matrix: Matrix | None) -> tuple[float, float, float, float]:
    left, bottom, right, top = (value.value for value in bounds)
    return (left, bottom, right, top) if matrix is None else _transform_box(matrix, left, bottom, right, top)


def _walk_objects(page: pypdfium2.PdfPage) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, int, Matrix | None]]:
    """Give the paths and pictures of a page with the matrix of the form they stand in, to a depth of 8 forms."""
    get_object, get_type, raw = pdfium.FPDFPage_GetObject, pdfium.FPDFPageObj_GetType, page.raw
    for index in range(pdfium.FPDFPage_CountObjects(raw)):
        item = get_object(raw, index)
        kind = get_type(item)
        if kind in (PATH, IMAGE):
            yield item, kind, None
        elif kind == FORM:
            yield from _walk_form(item, None, 8)


def _walk_form(
    form: pdfium.FPDF_PAGEOBJECT, outer: Matrix | None, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, int, Matrix | None]]:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(form, ctypes.byref(own))
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (PATH, IMAGE):
            yield item, kind, matrix
        elif kind == FORM and depth:
            yield from _walk_form(item, matrix, depth - 1)


def _multiply(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _transform_box(
    matrix: Matrix, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    x0, y0 = _transform(matrix, left, bottom)
    x1, y1 = _transform(matrix, right, top)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _read_segments(item: pdfium.FPDF_PAGEOBJECT, count: int, form: Matrix | None, *, stroked: bool) -> Iterator[Shape]:
    """Give the pieces of a path that draws many lines or rectangles at once."""
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(own))
    matrix = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), form)
    x, y = ctypes.c_float(), ctypes.c_float()
    subpath: list[tuple[float, float]] = []
    closed = False
    for index in range(min(count, MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _transform(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _cut_subpath(subpath, stroked=stroked, closed=closed)
            subpath = []
        subpath.append(point)
        closed = bool(pdfium.FPDFPathSegment_GetClose(segment))
        if closed:
            yield from _cut_subpath(subpath, stroked=stroked, closed=True)
            subpath, closed = [point], False
    yield from _cut_subpath(subpath, stroked=stroked, closed=closed)


def _cut_subpath(points: list[tuple[float, float]], *, stroked: bool, closed: bool) -> Iterator[Shape]:
    if len(points) < 2:
        return
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, bottom, right, top = min(xs), min(ys), max(xs), max(ys)
    if right - left <= THIN or top - bottom <= THIN:
        yield left, bottom, right, top, False, False
    elif stroked:
        ring = [*points, points[0]] if closed else points
        for (ax, ay), (bx, by) in pairwise(ring):
            if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), False, False
