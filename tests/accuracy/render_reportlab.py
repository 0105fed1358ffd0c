"""Sheets → PDFs drawn with reportlab's canvas, page breaks anywhere. Fast: in this process.

Enters: a sheet and a look. Leaves: the bytes of a PDF. The TrueType fonts with Chinese characters that the machine has
are used; without one, a font that is only named in the file, as PDFs of old had them.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.accuracy.looks import Look
from tests.accuracy.pagination import Paper, Piece, place_table
from tests.accuracy.sheets import Sheet
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


def render(sheet: Sheet, look: Look, *, embedded: bool = True) -> bytes:
    """Give a sheet as a PDF; `embedded` is false where only the font that needs no file shall be used."""
    fonts = find_fonts() if embedded else find_fonts()[-1:]
    font = fonts[look.font % len(fonts)]
    pieces, paper, y_heading = _place(sheet, look, font)
    file = BytesIO()
    canvas = Canvas(file, pagesize=look.page, invariant=1)
    canvas.setTitle(sheet.heading[-1])
    for page in range(paper.page + 1):
        _draw_furniture(canvas, look, font, page + 1, paper.page + 1)
        if page == 0:
            for y, size, x, line in y_heading:
                _draw_text(canvas, look, font, size, x, y, line)
        on_page = [piece for piece in pieces if piece.page == page]
        for piece in on_page:
            _draw_edges(canvas, look, piece)
        for piece in on_page:
            _draw_lines(canvas, look, font, piece)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _place(sheet: Sheet, look: Look, font: str) -> tuple[list[Piece], Paper, list[tuple[float, float, float, str]]]:
    """Give all pieces, where they end, and the heading's lines with their heights, sizes and left ends."""
    width = look.page[0] - look.margins[0] - look.margins[2]
    heading = []
    y = look.margins[1]
    for line in sheet.heading:
        title = "绩效目标表" in line
        size = look.size * (1.5 if title else 1)
        for part in wrap(line, width, lambda text, size=size: stringWidth(text, font, size), keeps_space=False):
            taken = stringWidth(part, font, size)
            x = look.margins[0] + ((width - taken) / 2 if title else width - taken if "单位" in line else 0)
            heading.append((y, size, x, part))
            y += size * look.leading
    paper = Paper(0, y + look.size)
    pieces: list[Piece] = []
    for table in sheet.tables:
        pieces += place_table(table, look, lambda text: stringWidth(text, font, look.size), paper)
    return pieces, paper, heading


def _draw_text(canvas: Canvas, look: Look, font: str, size: float, x: float, y: float, text: str) -> None:
    canvas.setFont(font, size)
    canvas.setFillGray(0)
    canvas.drawString(x, look.page[1] - y - 0.88 * size - (look.leading - 1) * size / 2, text)


def _draw_furniture(canvas: Canvas, look: Look, font: str, page: int, pages: int) -> None:
    size = min(9, look.size)
    for text, y in (
        (look.running, look.margins[1] / 2 - size / 2),
        (look.foot.format(page=page, pages=pages), look.page[1] - look.margins[3] / 2 - size / 2),
    ):
        if text:
            _draw_text(canvas, look, font, size, (look.page[0] - stringWidth(text, font, size)) / 2, y, text)


def _draw_edges(canvas: Canvas, look: Look, piece: Piece) -> None:
    height = look.page[1]
    if look.rules == "shaded":
        gap = look.gap / 2
        shade = 0.85 if piece.box.role in ("label", "side", "heading", "level") else 0.95
        canvas.setFillGray(shade)
        box = (piece.x0 + gap, height - piece.bottom + gap, piece.x1 - piece.x0 - 2 * gap)
        canvas.rect(*box, piece.bottom - piece.top - 2 * gap, stroke=0, fill=1)
        return
    if look.rules == "borderless":
        return
    canvas.setLineWidth(look.line)
    edges = []
    if not (look.open_edges and piece.cut_above):
        edges.append((piece.x0, piece.top, piece.x1, piece.top))
    if not (look.open_edges and piece.cut_below):
        edges.append((piece.x0, piece.bottom, piece.x1, piece.bottom))
    if look.rules == "ruled":
        edges += [(x, piece.top, x, piece.bottom) for x in (piece.x0, piece.x1)]
    for x0, y0, x1, y1 in edges:
        if look.rectangles:
            canvas.setFillGray(0)
            half = look.line / 2
            canvas.rect(x0 - half, height - y1 - half, x1 - x0 + look.line, y1 - y0 + look.line, stroke=0, fill=1)
        else:
            canvas.line(x0, height - y0, x1, height - y1)


def _draw_lines(canvas: Canvas, look: Look, font: str, piece: Piece) -> None:
    for y, line in piece.lines:
        width = stringWidth(line, font, look.size)
        x = piece.x0 + look.padding
        if look.centred and piece.box.role != "text":
            x = (piece.x0 + piece.x1 - width) / 2
        elif piece.box.role == "amount" and look.font % 2:
            x = piece.x1 - look.padding - width
        _draw_text(canvas, look, font, look.size, x, y, line)
