"""From tables to a PDF by reportlab: rows and tall cells are cut wherever a page ends, headers repeated.

Enters: a form's heading and tables. Leaves: a .pdf file, the same bytes each time.
"""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from pathlib import Path

from _forms import Box, Table, paragraphs
from _html import widths
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import Font
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

FONT = "wqy-zenhei"
_FONT_FILE = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
_TEXT = ParagraphStyle("cell", fontName=FONT, fontSize=10, leading=14, wordWrap="CJK")
_TITLE = ParagraphStyle("title", parent=_TEXT, fontSize=15, leading=24, alignment=TA_CENTER)
_MARGIN = 50.0


def write_pdf(
    path: Path,
    heading: Iterable[str],
    tables: Iterable[Table],
    *,
    repeat_headers: bool = False,
    font: Font | None = None,
) -> None:
    """Write the form as a PDF of A4 pages with a foot line such as `第1页 共3页`.

    Args:
        path: the file to write.
        heading: the lines above the tables, the last of them the title.
        tables: the tables in their order; they follow each other without a gap.
        repeat_headers: whether the first row of each table but the first is repeated on every page it reaches.
        font: the font to print with, in place of the samples' own, which is a file that may not be there.
    """
    register_font(font)
    lines, grids = tuple(heading), tuple(tables)
    total = _build(BytesIO(), lines, grids, 0, repeat_headers=repeat_headers)
    with path.open("wb") as file:
        _build(file, lines, grids, total, repeat_headers=repeat_headers)


def register_font(font: Font | None = None) -> None:
    """Make the samples' font known to reportlab, or another one under its name."""
    if font is None:
        font = TTFont(FONT, _FONT_FILE, subfontIndex=0)
    else:
        font.fontName = font.name = FONT
    pdfmetrics.registerFont(font)


def _build(
    target: object, heading: tuple[str, ...], tables: tuple[Table, ...], total: int, *, repeat_headers: bool
) -> int:
    """Build the PDF and give the number of its pages."""

    def print_foot(canvas: Canvas, _: object) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(A4[0] / 2, _MARGIN / 2, f"第{canvas.getPageNumber()}页 共{total}页")

    *notes, title = heading
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        invariant=1,
        title=title,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    story = [Paragraph(note, _TEXT) for note in notes] + [Paragraph(title, _TITLE), Spacer(1, 6)]
    story += [grid(table, repeat=repeat_headers and index > 0) for index, table in enumerate(tables)]
    document.build(story, onFirstPage=print_foot, onLaterPages=print_foot)
    return int(document.page)


def grid(table: Table, *, repeat: bool) -> Grid:
    """Give a form's table; `repeat` prints its first row again on every page."""
    cells: list[list[list[Paragraph]]] = [[[] for _ in range(table.width)] for _ in range(table.height)]
    style: list[tuple[object, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for box in table.boxes:
        cells[box.top][box.left] = [Paragraph(escape(text), _TEXT) for text in paragraphs(box.text)]
        style += _merge(box)
    width = A4[0] - 2 * _MARGIN
    columns = [width * share / 100 for share in widths(table.width)]
    return Grid(cells, columns, style=style, repeatRows=int(repeat), splitByRow=0, splitInRow=1)


def _merge(box: Box) -> list[tuple[object, ...]]:
    """Span a wide cell, and frame a tall one: reportlab cannot cut a row under a cell that spans rows."""
    first, last = (box.left, box.top), (box.left + box.width - 1, box.top + box.height - 1)
    frame: list[tuple[object, ...]] = [("BOX", first, last, 0.5, black)]
    return [("SPAN", first, last), *frame] if box.width > 1 else frame
