"""From blocks to a document: a PDF by reportlab with running heads and page numbers, an HTML page, a Word file, a text.

Enters: the blocks of a document. Leaves: a file.
"""

from collections.abc import Iterable
from html import escape
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import _reportlab
from _budgets import Block, Break, Grid, Line, Printed, Style
from _forms import sections, whole
from docx import Document
from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

_MARGIN = 50.0
_TEXT = ParagraphStyle("text", fontName=_reportlab.FONT, fontSize=11, leading=20, wordWrap="CJK")
_STYLES: dict[Style, ParagraphStyle] = {
    "cover": ParagraphStyle("cover", parent=_TEXT, fontSize=24, leading=40, alignment=TA_CENTER, spaceBefore=220),
    "part": ParagraphStyle("part", parent=_TEXT, fontSize=17, leading=30, alignment=TA_CENTER, spaceBefore=12),
    "title": ParagraphStyle("title", parent=_TEXT, fontSize=15, leading=26, alignment=TA_CENTER, spaceBefore=8),
    "chapter": ParagraphStyle("chapter", parent=_TEXT, fontSize=13, leading=24, spaceBefore=6),
    "prose": ParagraphStyle("prose", parent=_TEXT, firstLineIndent=22),
    "corner": ParagraphStyle("corner", parent=_TEXT, fontSize=9, leading=14, alignment=TA_RIGHT),
    "entry": _TEXT,
}


def write_pdf(path: Path, blocks: Iterable[Block], running: str) -> None:
    """Write a PDF of A4 pages; from the second one on each has a running head, and its number (`- 3 -`) at its foot."""
    _reportlab.register_font()
    story = [flowable for block in blocks for flowable in _flow(block)]
    with path.open("wb") as file:
        _build(file, story, running)


def _build(file: BinaryIO | BytesIO, story: list[Flowable], running: str) -> None:
    def print_margins(canvas: Canvas, _: object) -> None:
        canvas.setFont(_reportlab.FONT, 9)
        canvas.drawString(_MARGIN, A4[1] - 32, running)
        canvas.drawCentredString(A4[0] / 2, 26, f"- {canvas.getPageNumber()} -")

    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        invariant=1,
        title=running,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    document.build(story, onFirstPage=lambda *_: None, onLaterPages=print_margins)


def _flow(block: Block) -> list[Flowable]:
    match block:
        case Line(style, text):
            return [Paragraph(escape(text), _STYLES[style])] if text else [Spacer(1, 24)]
        case Grid():
            return [_rule(block), Spacer(1, 8)]
        case Printed(form, parted):
            *notes, title = form.heading
            lines: list[Flowable] = [
                Paragraph(escape(note), _STYLES["title" if "年" in note else "entry"]) for note in notes
            ]
            tables = sections(form) if parted else (whole(form),)
            grids = [_reportlab.grid(table, repeat=parted and index > 0) for index, table in enumerate(tables)]
            return [Spacer(1, 12), *lines, Paragraph(escape(title), _STYLES["title"]), Spacer(1, 6), *grids]
        case Break():
            return [PageBreak()]


def _rule(grid: Grid) -> Table:
    cell = ParagraphStyle("cell", parent=_TEXT, fontSize=10, leading=14)
    rows = [[Paragraph(escape(text), cell) for text in row] for row in grid.rows]
    width = A4[0] - 2 * _MARGIN
    style = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Table(rows, [width * share / 100 for share in grid.shares], style=style, repeatRows=int(grid.repeat))


def make_html(blocks: Iterable[Block], style: str) -> str:
    """Give an HTML page with ruled tables, for a browser to print."""
    parts = []
    for block in blocks:
        match block:
            case Line(kind, text):
                parts.append(f'<p class="{kind}">{escape(text)}</p>')
            case Grid(rows, shares):
                columns = "".join(f'<col style="width: {share}%">' for share in shares)
                lines = ("".join(f"<td>{escape(text)}</td>" for text in row) for row in rows)
                parts.append(f"<table><colgroup>{columns}</colgroup><tr>{'</tr><tr>'.join(lines)}</tr></table>")
            case _:
                parts.append('<p style="break-after: page"></p>')
    rules = "table { border-collapse: collapse; width: 100% } td { border: 1px solid black; padding: 3pt }"
    rules += " .title { text-align: center; font-size: 1.3em } .corner { text-align: right }"
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><style>{rules}{style}</style></head>\n'
        f"<body>\n{''.join(parts)}\n</body></html>\n"
    )


def write_docx(path: Path, blocks: Iterable[Block]) -> None:
    """Write a Word file: a paragraph a line, ruled tables."""
    document = Document()
    for block in blocks:
        match block:
            case Line(_, text):
                document.add_paragraph(text)
            case Grid(rows, shares):
                table = document.add_table(0, len(shares), style="Table Grid")
                for row in rows:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
            case _:
                document.add_page_break()  # type: ignore[no-untyped-call]
    document.save(str(path))


def write_text(path: Path, blocks: Iterable[Block]) -> None:
    """Write a text file: cells apart by tabs, blocks by blank lines."""
    parts = []
    for block in blocks:
        match block:
            case Line(_, text):
                parts.append(text)
            case Grid(rows):
                parts.append("\n".join("\t".join(row) for row in rows))
            case _:
                pass
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
