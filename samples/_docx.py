"""From tables to a Word file by python-docx, with real merges: `gridSpan` for wide cells, `vMerge` for tall ones.

Enters: a form's heading and tables. Leaves: a .docx file.
"""

from collections.abc import Iterable
from pathlib import Path

from _forms import Table, paragraphs
from _html import widths
from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable

_TEXT_WIDTH = 170


def write_docx(
    path: Path, heading: Iterable[str], tables: Iterable[Table], *, tags: bool = False, repeat_headers: bool = False
) -> None:
    """Write the form as a Word file of A4 pages with page numbers (`- 1 -`) at their foot.

    Args:
        path: the file to write.
        heading: the lines above the tables, the last of them the title.
        tables: the tables in their order.
        tags: whether `<p>…</p>` stays in the cells as characters; else the paragraphs are real ones.
        repeat_headers: whether the first row of each table but the first is repeated on every page it reaches.
    """
    document = Document()
    _set_page(document)
    lines = list(heading)
    for line in lines:
        paragraph = document.add_paragraph(line)
        if line == lines[-1]:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for index, table in enumerate(tables):
        if index:
            # Word joins two tables that touch; a tiny blank paragraph keeps them apart.
            document.add_paragraph().paragraph_format.line_spacing = Pt(1)
        grid = _add_table(document, table, tags=tags)
        if repeat_headers and index:
            # python-docx has no property for a header row.
            grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    document.save(str(path))


def _set_page(document: DocxDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run("- ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)  # noqa: SLF001 - python-docx has no page field
    footer.add_run(" -")


def _add_table(document: DocxDocument, table: Table, *, tags: bool) -> DocxTable:
    grid: DocxTable = document.add_table(table.height, table.width, style="Table Grid")
    grid.autofit = False
    cells = [row.cells for row in grid.rows]  # python-docx goes through the whole table for each `grid.cell`
    for left, (column, share) in enumerate(zip(grid.columns, widths(table.width), strict=True)):
        width = Mm(_TEXT_WIDTH * share / 100)
        column.width = width
        for row in cells:
            row[left].width = width
    for box in table.boxes:
        cell = cells[box.top][box.left]
        if box.height > 1 or box.width > 1:
            cell = cell.merge(cells[box.top + box.height - 1][box.left + box.width - 1])
        first, *others = [box.text] if tags else paragraphs(box.text)
        cell.paragraphs[0].text = first
        for text in others:
            cell.add_paragraph(text)
    return grid
