"""From tables to a PDF drawn cell by cell, with rules and shades as odd programs draw them.

Enters: a form's heading and a table. Leaves: a .pdf file, the same bytes each time. Rows are never cut; a cell that
spans rows is drawn on every page that it reaches, its text on the first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from _forms import Table, paragraphs
from _html import WIDTHS
from PIL import Image
from reportlab.lib.colors import Color, black
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONT = "wqy-zenhei"
_FONT_FILE = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
_PAD = 4.0
_DOT = 1.2
_GREY, _PALE = Color(0.85, 0.87, 0.9), Color(0.93, 0.94, 0.96)
_WORD = re.compile(r"[!-~]+|.")
_NEVER_FIRST = frozenset("，。、；：？！）】》”％%)")


class Drawn(NamedTuple):
    """A cell on a page: its row and column, its sides in points from the page's bottom left, and its lines of text."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's size and margin, and the size of its type, all in points."""

    width: float = 595.0
    height: float = 842.0
    margin: float = 50.0
    size: float = 10.0

    @property
    def leading(self) -> float:
        """The distance of two baselines."""
        return 1.4 * self.size


CROPPED = Paper(margin=-1.5)
"""The table is wider than the page: its outer rules lie beyond the edges."""

SMALL = Paper(margin=30.0, size=5.0)
"""The smallest type in use."""

Draw = Callable[[Canvas, Sequence[Drawn]], None]
"""Draws the rules or shades of a page's cells; their texts come on top."""


def draw_shades(canvas: Canvas, cells: Sequence[Drawn]) -> None:
    """Shade every cell and draw no rule: two shades by row and column, with a white gap of two points."""
    for cell in cells:
        canvas.setFillColor(_GREY if (cell.row + cell.column) % 2 else _PALE)
        canvas.rect(cell.x0 + 1, cell.y0 + 1, cell.x1 - cell.x0 - 2, cell.y1 - cell.y0 - 2, stroke=0, fill=1)


def draw_double_rules(canvas: Canvas, cells: Sequence[Drawn]) -> None:
    """Frame every cell, and the table, by two thick lines that stand apart."""
    canvas.setLineWidth(1.4)
    for cell in cells:
        for inset in (-1.6, 1.6):
            canvas.rect(cell.x0 + inset, cell.y0 + inset, cell.x1 - cell.x0 - 2 * inset, cell.y1 - cell.y0 - 2 * inset)


def draw_frames(canvas: Canvas, cells: Sequence[Drawn]) -> None:
    """Frame every cell by a rectangle."""
    canvas.setLineWidth(0.5)
    for cell in cells:
        canvas.rect(cell.x0, cell.y0, cell.x1 - cell.x0, cell.y1 - cell.y0)


def draw_dashes(canvas: Canvas, cells: Sequence[Drawn]) -> None:
    """Frame every cell by dashed lines, as wide as the gaps between them."""
    canvas.setDash(2, 2)
    draw_frames(canvas, cells)
    canvas.setDash()


def draw_pieces(canvas: Canvas, cells: Sequence[Drawn]) -> None:
    """Draw the lines across as pictures of one point's height, those down as rows of tiny rectangles."""
    dot = ImageReader(Image.new("L", (1, 1)))
    for x0, y0, x1, y1 in dict.fromkeys(_sides(cells)):
        if y0 == y1:
            canvas.drawImage(dot, x0, y0 - 0.3, x1 - x0, 0.6)
            continue
        pieces = int((y1 - y0) / _DOT) + 1
        for k in range(pieces):
            canvas.rect(x0 - 0.3, y0 + k * _DOT, 0.6, min(_DOT, y1 - y0 - k * _DOT), stroke=0, fill=1)


def draw_nothing(_canvas: Canvas, _cells: Sequence[Drawn]) -> None:
    """Draw neither rules nor shades."""


Write = Callable[[Canvas, Drawn, Paper], None]
"""Writes the text of a cell."""


def write_plain(canvas: Canvas, cell: Drawn, paper: Paper) -> None:
    """Write a cell's lines from its upper left corner on."""
    top = cell.y1 - _PAD - 0.9 * paper.size
    for k, line in enumerate(cell.lines):
        canvas.drawString(cell.x0 + _PAD, top - k * paper.leading, line)


def write_bold(canvas: Canvas, cell: Drawn, paper: Paper) -> None:
    """Write a cell's lines twice, a little apart, as programs do to make a font bold that has no bold face."""
    top = cell.y1 - _PAD - 0.9 * paper.size
    for k, line in enumerate(cell.lines):
        for shift in (0.0, 0.3):
            canvas.drawString(cell.x0 + _PAD + shift, top - k * paper.leading, line)


def write_sides(canvas: Canvas, cell: Drawn, paper: Paper) -> None:
    """Write side labels on their side, or one character below the other, in two columns where they are long."""
    text = "".join(cell.lines)
    if cell.column or cell.y1 - cell.y0 < 5 * paper.size or not 4 <= len(text) <= 8:
        write_plain(canvas, cell, paper)
    elif len(text) == 4:
        canvas.saveState()
        canvas.translate((cell.x0 + cell.x1) / 2, cell.y0 + _PAD)
        canvas.rotate(90)
        canvas.drawString(0, 0, text)
        canvas.restoreState()
    else:
        half = (len(text) + 1) // 2
        for k, char in enumerate(text):
            column, row = divmod(k, half)
            x = cell.x0 + _PAD + 1.8 * paper.size * column
            canvas.drawString(x, cell.y1 - _PAD - paper.size - row * paper.leading, char)


def write_pdf(  # noqa: PLR0913 - each has a name
    path: Path,
    heading: Iterable[str],
    table: Table,
    draw: Draw,
    *,
    turned: bool = False,
    write: Write = write_plain,
    paper: Paper | None = None,
) -> None:
    """Write the form as a PDF of A4 pages.

    Args:
        path: the file to write.
        heading: the lines above the table, the last of them the title.
        table: the table.
        draw: what draws rules or shades.
        turned: whether a wide page is drawn on its side, on pages that are higher than wide and stay so.
        write: what writes the texts.
        paper: the page, where it is another one.
    """
    paper = paper or (Paper(842.0, 595.0) if turned else Paper())
    pages = lay_out(tuple(heading), table, paper)
    size = (paper.height, paper.width) if turned else (paper.width, paper.height)
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for notes, cells in pages:
        if turned:
            canvas.rotate(90)
            canvas.translate(0, -paper.height)
        draw_page(canvas, notes, cells, draw, paper, write=write)
        canvas.showPage()
    canvas.save()


def write_halves(path: Path, heading: Iterable[str], table: Table) -> None:
    """Write the form as a wide sheet whose left halves are printed first, and then its right ones.

    As office programs do, a cell that lies on both halves is drawn on both, open at the cut, with its whole text.
    """
    paper = Paper(width=900.0)
    pages = lay_out(tuple(heading), table, paper)
    canvas = Canvas(str(path), pagesize=(Paper().width, paper.height), invariant=1)
    room = paper.width - 2 * paper.margin
    cut = paper.margin + room * sum(WIDTHS[table.width][:3]) / 100
    for left, right in ((0.0, cut), (cut, paper.width)):
        for notes, cells in pages:
            canvas.saveState()
            canvas.translate(0 if left == 0 else paper.margin - cut, 0)
            seen = [cell for cell in cells if cell.x0 < right and cell.x1 > left]
            canvas.setLineWidth(0.5)
            for x0, y0, x1, y1 in _sides(seen):
                if x0 <= right and x1 >= left:
                    canvas.line(max(x0, left), y0, min(x1, right), y1)
            draw_page(canvas, notes if left == 0 else (), seen, draw_nothing, paper)
            canvas.restoreState()
            canvas.showPage()
    canvas.save()


def draw_page(  # noqa: PLR0913 - the parts of a page
    canvas: Canvas,
    notes: Iterable[Drawn],
    cells: Sequence[Drawn],
    draw: Draw,
    paper: Paper,
    *,
    write: Write = write_plain,
) -> None:
    """Draw one page: rules or shades, then the texts."""
    canvas.setStrokeColor(black)
    canvas.setFillColor(black)
    draw(canvas, cells)
    canvas.setFillColor(black)
    for cell in (*notes, *cells):
        canvas.setFont(_FONT, paper.size)
        write(canvas, cell, paper)


def lay_out(heading: tuple[str, ...], table: Table, paper: Paper) -> list[tuple[list[Drawn], list[Drawn]]]:
    """Give each page's lines above the table, and its cells."""
    pdfmetrics.registerFont(TTFont(_FONT, _FONT_FILE, subfontIndex=0))
    room = paper.width - 2 * paper.margin
    xs = [paper.margin]
    for share in WIDTHS[table.width]:
        xs.append(xs[-1] + room * share / 100)
    texts = [tuple(_wrap(box.text, xs[box.left + box.width] - xs[box.left], paper)) for box in table.boxes]
    heights = _find_heights(table, texts, paper)
    head = len(heading) * (paper.leading + 2 * _PAD)
    top = paper.height - paper.margin
    notes = [
        Drawn(0, 0, paper.margin, top - (k + 1) * head / len(heading), xs[-1], top - k * head / len(heading), (line,))
        for k, line in enumerate(heading)
    ]
    pages = []
    first, y = 0, top - head
    while first < table.height:
        ys = [y]
        last = first
        while last < table.height and (last == first or ys[-1] - heights[last] >= paper.margin):
            ys.append(ys[-1] - heights[last])
            last += 1
        cells = []
        for box, lines in zip(table.boxes, texts, strict=True):
            a, b = max(box.top, first), min(box.top + box.height, last)
            if a < b:
                sides = (xs[box.left], ys[b - first], xs[box.left + box.width], ys[a - first])
                cells.append(Drawn(box.top, box.left, *sides, lines if a == box.top else ()))
        pages.append((notes, cells))
        notes, first, y = [], last, top
    return pages


def _find_heights(table: Table, texts: Sequence[tuple[str, ...]], paper: Paper) -> list[float]:
    heights = [0.0] * table.height
    for box, lines in sorted(zip(table.boxes, texts, strict=True), key=lambda pair: pair[0].height):
        lacking = max(1, len(lines)) * paper.leading + 2 * _PAD - sum(heights[box.top : box.top + box.height])
        if box.height == 1:
            heights[box.top] += max(0.0, lacking)
        elif lacking > 0:
            heights[box.top] += lacking  # Its text stands on the first page that it reaches.
    return heights


def _wrap(text: str, width: float, paper: Paper) -> Iterator[str]:
    for paragraph in paragraphs(text):
        line = ""
        for word in _WORD.findall(paragraph):
            if line and pdfmetrics.stringWidth(line + word, _FONT, paper.size) > width - 2 * _PAD:
                hold = 1 if word in _NEVER_FIRST and len(line) > 1 else 0
                yield line[: len(line) - hold]
                line = line[len(line) - hold :]
            line += word
        if line.strip():
            yield line


def _sides(cells: Iterable[Drawn]) -> Iterator[tuple[float, float, float, float]]:
    for cell in cells:
        yield cell.x0, cell.y0, cell.x1, cell.y0
        yield cell.x0, cell.y1, cell.x1, cell.y1
        yield cell.x0, cell.y0, cell.x0, cell.y1
        yield cell.x1, cell.y0, cell.x1, cell.y1
