"""A PDF page's drawn objects → rulings. Part of reading a PDF.

Enters: a page of PDFium. Leaves: its straight lines, horizontal and vertical, in points from the page's top left, its
shaded rectangles, and how many pictures it holds. Characters are read elsewhere.
"""

from collections.abc import Iterator
from itertools import islice, pairwise, repeat
from math import inf

import pypdfium2
import pypdfium2.raw as pdfium

from extractor.readers.pdf_calls import (
    closes_subpath,
    count_clip_paths,
    count_clip_segments,
    count_form_objects,
    count_segments,
    get_bounds,
    get_clip_path,
    get_clip_segment,
    get_draw_mode,
    get_form_object,
    get_matrix,
    get_object,
    get_segment,
    get_segment_point,
    get_segment_type,
    get_type,
    give,
    set_aside,
)
from extractor.readers.rulings import Line

THIN = 6.0
"""A path no thicker than this (points), and three times as long as thick, is a ruling."""

DOT = 3.0
"""A dot of a dotted line is no larger than this (points)."""

SHORTEST = 2.0
"""A line shorter than this (points) is a dot."""

CLIP_STEP = 16
"""Of so many lines, one is asked for its clip path."""

MOST_CLIPS, MOST_CLIP_POINTS = 16, 64
"""How many clip paths of a drawn object are looked at, and how many points a clip that cuts rulings may have."""

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)
"""A box that holds every other one."""

BEYOND = 2.0
"""A line that goes so far (points) beyond what is shown is asked for its clip path."""

MOST_OBJECTS = 60_000
"""A page with more drawn objects than this is a drawing: the rest of its rulings is not looked at."""

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def find_placing(page: pypdfium2.PdfPage) -> Matrix:
    """Give the matrix from the page's own coordinates to points from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: (1.0, 0.0, 0.0, -1.0, -left, top),
        90: (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        180: (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        270: (0.0, -1.0, -1.0, 0.0, top, right),
    }[page.get_rotation()]


class Rulings:
    """The straight lines and the shaded rectangles of a page, in points from its top left, and how many pictures."""

    def __init__(self, horizontal: list[Line], vertical: list[Line], size: tuple[float, float]) -> None:
        """Take the lines so far, and the page's width and height."""
        self.horizontal = horizontal
        self.vertical = vertical
        self.shades: list[Box] = []
        self.images = 0
        self._width, self._height = size

    def add(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Add a thin piece. What is drawn beyond the page (a cell that goes on on the next) ends at the page's edge."""
        if x0 < 0.0 or y0 < 0.0 or x1 > self._width or y1 > self._height:
            x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, self._width), min(y1, self._height)
        width, height = x1 - x0, y1 - y0
        if width < 0 or height < 0:
            return
        if height <= THIN and width > SHORTEST and width > 3 * height:
            self.horizontal.append(Line((y0 + y1) / 2, x0, x1))
        elif width <= THIN and height > SHORTEST and height > 3 * width:
            self.vertical.append(Line((x0 + x1) / 2, y0, y1))
        elif width <= DOT and height <= DOT:
            # It may belong to a line in either direction.
            self.horizontal.append(Line((y0 + y1) / 2, x0, x1))
            self.vertical.append(Line((x0 + x1) / 2, y0, y1))

    def add_picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Count a picture; a thin one is a line."""
        if x1 - x0 <= THIN or y1 - y0 <= THIN:
            self.add(x0, y0, x1, y1)
        else:
            self.images += 1

    def go_beyond(self, shown: Box) -> bool:
        """Tell whether some line goes clearly beyond a box."""
        boxes = []
        if self.horizontal:
            ats, starts, ends = zip(*self.horizontal, strict=True)
            boxes.append((min(starts), min(ats), max(ends), max(ats)))
        if self.vertical:
            ats, starts, ends = zip(*self.vertical, strict=True)
            boxes.append((min(ats), min(starts), max(ats), max(ends)))
        return not all(_holds(shown, box) for box in boxes)

    def frame(self, x0: float, y0: float, x1: float, y1: float, seen: Box | None = None) -> None:
        """Add the four sides of a rectangle, or what is seen of them."""
        sides = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        if seen is None:
            for side in sides:
                self.add(*side)
            return
        a, b, c, d = seen
        for side in sides:
            if a <= side[2] and b <= side[3] and side[0] <= c and side[1] <= d:
                self.add(max(a, side[0]), max(b, side[1]), min(c, side[2]), min(d, side[3]))


def read_rulings(page: pypdfium2.PdfPage, place: Matrix, drawn: int | None = None) -> Rulings:
    """Give the lines drawn on a page: strokes, thin rectangles, the sides of framed ones, thin pictures.

    To ask for each line what its clip path leaves of it would double the time. So a few are asked, among them
    those that go further up or down than the ones before; and, where some line goes beyond all that their clip paths
    show, every line that does. `drawn` is how many of the page's objects are looked at; all where it is not given.
    """
    drawn = pdfium.FPDFPage_CountObjects(page.raw) if drawn is None else drawn
    rulings = Rulings([], [], page.get_size())
    shown = _collect(page, place, drawn, rulings, None)
    if shown is not None and rulings.go_beyond(shown):
        rulings = Rulings([], [], page.get_size())
        _collect(page, place, drawn, rulings, shown)
    return rulings


def _collect(page: pypdfium2.PdfPage, place: Matrix, drawn: int, rulings: Rulings, shown: Box | None) -> Box | None:
    """Add a page's lines, without what the clip path hides of those that go beyond what is known to be shown.

    Gives what the clip paths of a few lines show together; None where they have none.
    """
    # PDFium writes to the same memory each time.
    bounds, to_bounds = set_aside("f", 4)
    modes, to_modes = set_aside("i", 2)
    upright = place[:4] == UPRIGHT
    right, down = place[4:]
    clips: list[Box] = []
    asked = -1
    highest, lowest = inf, -inf
    for item, kind, form in islice(_walk_objects(page, drawn), MOST_OBJECTS):
        if not get_bounds(item, *to_bounds):
            continue
        x0, y0, x1, y1 = bounds
        if form is None and upright:
            x0, y0, x1, y1 = x0 + right, down - y1, x1 + right, down - y0
        else:
            x0, y0, x1, y1 = _transform_box(place if form is None else _multiply(form, place), x0, y0, x1, y1)
        if kind == IMAGE:
            rulings.add_picture(x0, y0, x1, y1)
            continue
        get_draw_mode(item, *to_modes)
        fill, stroke = modes
        if not (fill or stroke):
            continue
        asked += 1
        seen = None
        if shown is None:
            if asked % CLIP_STEP == 0 or y0 < highest or y1 > lowest:
                highest, lowest = min(highest, y0), max(lowest, y1)
                clips.append(clip_box(item, EVERYWHERE, place if form is None else _multiply(form, place)))
        elif not _holds(shown, (x0, y0, x1, y1)):
            seen = clip_box(item, (x0, y0, x1, y1), place if form is None else _multiply(form, place))
        if x1 - x0 > THIN and y1 - y0 > THIN:
            placing = place if form is None else _multiply(form, place)
            _add_outline(rulings, item, (x0, y0, x1, y1), seen, placing, stroked=bool(stroke))
        else:
            rulings.add(*(seen or (x0, y0, x1, y1)))
    return _enclose([clip for clip in clips if clip != EVERYWHERE])


def _enclose(boxes: list[Box]) -> Box | None:
    """Give the box around some boxes; None where there are none."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _holds(shown: Box, box: Box) -> bool:
    """Tell whether a box lies within what is shown, but for the width of a line."""
    return (
        box[0] > shown[0] - BEYOND
        and box[1] > shown[1] - BEYOND
        and box[2] < shown[2] + BEYOND
        and box[3] < shown[3] + BEYOND
    )


def _add_outline(  # noqa: PLR0913 - the box as drawn, and what is seen of it
    rulings: Rulings, item: int, box: Box, seen: Box | None, placing: Matrix, *, stroked: bool
) -> None:
    """Add what is no line by itself: a framed or shaded rectangle, or a path of many pieces."""
    count = count_segments(item)
    if stroked and RECTANGLE <= count <= LONGEST_RECTANGLE:
        rulings.frame(*box, seen=seen)
    elif stroked or count > LONGEST_RECTANGLE:
        _add_segments(rulings, item, count, placing, stroked=stroked)
    else:
        rulings.shades.append(clip_box(item, box, placing))


UPRIGHT = (1.0, 0.0, 0.0, -1.0)
"""How the matrix of an ordinary page begins; for it, placing a box needs no more than two sums."""

RECTANGLE, LONGEST_RECTANGLE = 4, 6
"""How many segments a path has that draws one rectangle."""

TEXT, PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
IMAGE, FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM


def _walk_objects(page: pypdfium2.PdfPage, drawn: int) -> Iterator[tuple[int, int, Matrix | None]]:
    """Give the paths and pictures of a page with the matrix of the form they stand in, to a depth of 8 forms."""
    items = list(map(get_object, repeat(give(page.raw)), range(drawn)))
    left = iter(range(MOST_OBJECTS))
    for item, kind in zip(items, map(get_type, items), strict=True):
        if kind == TEXT:
            continue  # Most of them.
        if kind in (PATH, IMAGE):
            yield item, kind, None
        elif kind == FORM:
            yield from _walk_form(item, None, 8, left)


def _walk_form(
    form: int, outer: Matrix | None, depth: int, left: Iterator[int]
) -> Iterator[tuple[int, int, Matrix | None]]:
    """Give what a form draws. `left` is how much more may be looked at: forms that draw forms multiply."""
    matrix = _read_matrix(form)
    if outer is not None:
        matrix = _multiply(matrix, outer)
    for index in range(count_form_objects(form)):
        if next(left, None) is None:
            return
        item = get_form_object(form, index)
        kind = get_type(item)
        if kind in (PATH, IMAGE):
            yield item, kind, matrix
        elif kind == FORM and depth:
            yield from _walk_form(item, matrix, depth - 1, left)


def _read_matrix(item: int) -> Matrix:
    numbers, (address, *_) = set_aside("f", 6)
    get_matrix(item, address)
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _multiply(inner: Matrix, outer: Matrix) -> Matrix:
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


def _add_segments(rulings: Rulings, item: int, count: int, placing: Matrix, *, stroked: bool) -> None:
    """Add the pieces of a path that draws many lines or rectangles at once."""
    matrix = _multiply(_read_matrix(item), placing)
    point_at, (to_x, to_y) = set_aside("f", 2)
    subpath: list[Point] = []
    outlines: list[Box] = []
    for index in range(min(count, MOST_OBJECTS)):
        segment = get_segment(item, index)
        get_segment_point(segment, to_x, to_y)
        x, y = point_at
        point = _transform(matrix, x, y)
        if get_segment_type(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            outlines += _add_subpath(rulings, subpath, stroked=stroked)
            subpath = []
        subpath.append(point)
        if closes_subpath(segment):
            outlines += _add_subpath(rulings, [*subpath, subpath[0]], stroked=stroked)
            subpath = [point]
    outlines += _add_subpath(rulings, subpath, stroked=stroked)
    if not stroked and len(outlines) == 2:
        inner, outer = sorted(outlines, key=lambda box: box[2] - box[0])
        if all(abs(a - b) <= THIN for a, b in zip(inner, outer, strict=True)):
            rulings.frame(*outer)  # A border drawn as the room between two rectangles.
            return
    rulings.shades += outlines


def clip_box(item: int, box: Box, placing: Matrix) -> Box:
    """Give what a drawn object's clip paths leave of its box. Of a clip that is no rectangle, its bounds count."""
    clip = get_clip_path(item)
    count = count_clip_paths(clip)
    if count < 1:
        return box
    x0, y0, x1, y1 = box
    point_at, (to_x, to_y) = set_aside("f", 2)
    for path in range(min(MOST_CLIPS, count)):
        points = []
        for index in range(min(MOST_CLIP_POINTS, count_clip_segments(clip, path))):
            get_segment_point(get_clip_segment(clip, path, index), to_x, to_y)
            x, y = point_at
            points.append(_transform(placing, x, y))
        if 2 < len(points) < MOST_CLIP_POINTS:
            x0, x1 = max(x0, min(p[0] for p in points)), min(x1, max(p[0] for p in points))
            y0, y1 = max(y0, min(p[1] for p in points)), min(y1, max(p[1] for p in points))
    return x0, y0, x1, y1


def _add_subpath(rulings: Rulings, points: list[Point], *, stroked: bool) -> list[Box]:
    """Add the lines of one outline; give its box where it is filled and too thick for a line."""
    if len(points) < 2:
        return []
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    if right - left <= THIN or bottom - top <= THIN:
        rulings.add(left, top, right, bottom)
        return []
    if stroked:
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) <= 1 or abs(ay - by) <= 1:
                rulings.add(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        return []
    return [(left, top, right, bottom)]
