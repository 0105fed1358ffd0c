"""Sheets → PDFs drawn with reportlab's canvas, page breaks anywhere. Fast: in this process.

Enters: a sheet and a look. Leaves: the bytes of a PDF. The TrueType fonts with Chinese characters that the machine has
are used; without one, a font that is only named in the file, as PDFs of old had them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy.looks import Look
from tests.accuracy.pagination import Paper, Piece, place_table
from tests.accuracy.sheets import Sheet, Table
from tests.accuracy.wrapping import wrap

FONT_FILES = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
)
"""reportlab embeds TrueType outlines only, no others such as Noto's."""

NAMED = "STSong-Light"


@cache
def find_fonts() -> tuple[str, ...]:
    """Register the fonts that there are, and give their names."""
    pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
    names = []
    for path in map(Path, FONT_FILES):
        if path.is_file():
            pdfmetrics.registerFont(TTFont(path.stem, str(path), subfontIndex=0))
            names.append(path.stem)
    return (*names, NAMED)


@dataclass(frozen=True, slots=True)
class _Pen:
    """What draws: the canvas, the look and the font."""

    canvas: Canvas
    look: Look
    font: str

    def width(self, text: str, size: float) -> float:
        """Give how wide a text is drawn."""
        return float(stringWidth(text, self.font, size))

    def write(self, text: str, x: float, top: float, size: float) -> None:
        """Draw a line of text whose upper edge is so far from the page's top."""
        self.canvas.setFont(self.font, size)
        self.canvas.setFillGray(0)
        drop = 0.88 * size + (self.look.leading - 1) * size / 2
        self.canvas.drawString(x, self.look.page[1] - top - drop, text)


def render(sheet: Sheet, look: Look, *, embedded: bool = True) -> bytes:
    """Give a sheet as a PDF; `embedded` is false where only the font that needs no file shall be used."""
    file = BytesIO()
    pen = _take_pen(file, look, embedded=embedded)
    canvas = pen.canvas
    canvas.setTitle(sheet.heading[-1])
    heading = _place_heading(pen, sheet.heading)
    pieces, last = _place_tables(pen, sheet.tables, heading)
    for page in range(last + 1):
        _write_furniture(pen, page + 1, last + 1)
        for line in heading if page == 0 else ():
            pen.write(*line)
        on_page = [piece for piece in pieces if piece.page == page]
        for piece in on_page:
            _draw_edges(pen, piece)
        for piece in on_page:
            _write_lines(pen, piece)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def place_pieces(sheet: Sheet, look: Look, *, embedded: bool = True) -> list[Piece]:
    """Give the pieces of a sheet's cells, each on its page, without drawing them."""
    pen = _take_pen(BytesIO(), look, embedded=embedded)
    return _place_tables(pen, sheet.tables, _place_heading(pen, sheet.heading))[0]


def _take_pen(file: BytesIO, look: Look, *, embedded: bool) -> _Pen:
    fonts = find_fonts() if embedded else find_fonts()[-1:]
    return _Pen(Canvas(file, pagesize=look.page, invariant=1), look, fonts[look.font % len(fonts)])


def _place_tables(
    pen: _Pen, tables: Iterable[Table], heading: Sequence[tuple[str, float, float, float]]
) -> tuple[list[Piece], int]:
    """Give the pieces of all tables below the heading, and the last page's index."""
    look = pen.look
    paper = Paper(0, heading[-1][2] + heading[-1][3] * (look.leading + 1))
    pieces: list[Piece] = []
    for table in tables:
        pieces += place_table(table, look, lambda text: pen.width(text, look.size), paper)
    return pieces, paper.page


def _place_heading(pen: _Pen, heading: Iterable[str]) -> list[tuple[str, float, float, float]]:
    """Give the lines above the tables with their left ends, heights and sizes; a long title takes two."""
    look = pen.look
    room = look.page[0] - look.margins[0] - look.margins[2]
    placed = []
    top = look.margins[1]
    for line in heading:
        title = "绩效目标表" in line
        size = look.size * (1.5 if title else 1)
        for part in wrap(line, room, partial(pen.width, size=size), keeps_space=False):
            free = room - pen.width(part, size)
            x = look.margins[0] + (free / 2 if title else free if "单位" in line else 0)
            placed.append((part, x, top, size))
            top += size * look.leading
    return placed


def _write_furniture(pen: _Pen, page: int, pages: int) -> None:
    look = pen.look
    size = min(9, look.size)
    foot = look.foot.format(page=page, pages=pages)
    for text, middle in ((look.running, look.margins[1] / 2), (foot, look.page[1] - look.margins[3] / 2)):
        if text:
            pen.write(text, (look.page[0] - pen.width(text, size)) / 2, middle - size / 2, size)


def _draw_edges(pen: _Pen, piece: Piece) -> None:
    canvas, look, height = pen.canvas, pen.look, pen.look.page[1]
    if look.rules == "shaded":
        gap = look.gap / 2
        canvas.setFillGray(0.85 if piece.box.role in ("label", "side", "heading", "level") else 0.95)
        wide, high = piece.x1 - piece.x0 - 2 * gap, piece.bottom - piece.top - 2 * gap
        canvas.rect(piece.x0 + gap, height - piece.bottom + gap, wide, high, stroke=0, fill=1)
    if look.rules in ("shaded", "borderless"):
        return
    edges = []
    if not (look.open_edges and piece.cut_above):
        edges.append((piece.x0, piece.top, piece.x1, piece.top))
    if not (look.open_edges and piece.cut_below):
        edges.append((piece.x0, piece.bottom, piece.x1, piece.bottom))
    if look.rules == "ruled":
        edges += [(x, piece.top, x, piece.bottom) for x in (piece.x0, piece.x1)]
    canvas.setLineWidth(look.line)
    canvas.setFillGray(0)
    half = look.line / 2
    for x0, y0, x1, y1 in edges:
        if look.rectangles:
            canvas.rect(x0 - half, height - y1 - half, x1 - x0 + look.line, y1 - y0 + look.line, stroke=0, fill=1)
        else:
            canvas.line(x0, height - y0, x1, height - y1)


def _write_lines(pen: _Pen, piece: Piece) -> None:
    look = pen.look
    for top, line in piece.lines:
        width = pen.width(line, look.size)
        x = piece.x0 + look.padding
        if look.centred and piece.box.role != "text":
            x = (piece.x0 + piece.x1 - width) / 2
        elif piece.box.role == "amount" and look.font % 2:
            x = piece.x1 - look.padding - width
        pen.write(line, x, top, look.size)
