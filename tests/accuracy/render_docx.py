"""Sheets → Word files, with real merges: `gridSpan` for wide cells, `vMerge` for tall ones.

Enters: a sheet and a look. Leaves: the bytes of a .docx file, written directly: python-docx takes a second for a table.
"""

from html import escape
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile

from tests.accuracy.looks import Look
from tests.accuracy.sheets import Box, Sheet, Table

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FONTS = ("宋体", "AR PL UMing CN", "WenQuanYi Zen Hei", "AR PL UKai CN", "Noto Sans CJK SC")
SHADES = {"label": "D9D9D9", "side": "D9D9D9", "heading": "D9D9D9", "level": "D9D9D9"}
TWIPS = 20
"""To the point."""

TALLEST_LINE = 2.0
"""A line is no higher than so many font sizes, whatever its font."""


def render(sheet: Sheet, look: Look) -> bytes:
    """Give a sheet as a Word file."""
    body = "".join(_heading(line, look) for line in sheet.heading)
    # Word joins two tables that touch: a tiny blank paragraph keeps them apart.
    apart = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    body += apart.join(_table(table, look) for table in sheet.tables)
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types())
        archive.writestr("_rels/.rels", _relations("officeDocument", "word/document.xml"))
        archive.writestr("word/_rels/document.xml.rels", _relations("header", "header.xml", "footer", "footer.xml"))
        archive.writestr("word/document.xml", _root("document", f"<w:body>{body}{apart}{_section(look)}</w:body>"))
        archive.writestr("word/header.xml", _root("hdr", _paragraph([_run(look.running, look, 9)], "center")))
        archive.writestr("word/footer.xml", _root("ftr", _foot(look)))
    return file.getvalue()


def _root(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{WORD}" xmlns:r="{OFFICE}">{inner}</w:{name}>'


def _content_types() -> str:
    parts = {"document": "document.main", "header": "header", "footer": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.{kind}+xml"/>' for name, kind in parts.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>{overrides}</Types>'


def _relations(*pairs: str) -> str:
    each = zip(pairs[::2], pairs[1::2], strict=True)
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(each, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _section(look: Look) -> str:
    width, height = (round(side * TWIPS) for side in look.page)
    turned = ' w:orient="landscape"' if width > height else ""
    left, top, right, bottom = (round(side * TWIPS) for side in look.margins)
    margins = f'w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="300" w:footer="300"'
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:footerReference w:type="default" r:id="r2"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar {margins} w:gutter="0"/></w:sectPr>'
    )


def _run(text: str, look: Look, size: float) -> str:
    font = FONTS[look.font % len(FONTS)]
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    properties = f'<w:rPr>{fonts}<w:sz w:val="{round(2 * size)}"/></w:rPr>'
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _paragraph(runs: list[str], align: str) -> str:
    spacing = '<w:spacing w:before="0" w:after="0"/>'
    return f'<w:p><w:pPr>{spacing}<w:jc w:val="{align}"/></w:pPr>{"".join(runs)}</w:p>'


def _foot(look: Look) -> str:
    runs = []
    for piece in look.foot.replace("{page}", "\0PAGE\0").replace("{pages}", "\0NUMPAGES\0").split("\0"):
        field = f'<w:fldSimple w:instr="{piece}">{_run("1", look, 9)}</w:fldSimple>'
        runs.append(field if piece in ("PAGE", "NUMPAGES") else _run(piece, look, 9))
    return _paragraph(runs, "center")


def _heading(line: str, look: Look) -> str:
    title = "绩效目标表" in line
    align = "center" if title else "right" if "单位" in line else "left"
    return _paragraph([_run(line, look, look.size * (1.5 if title else 1))], align)


def _table(table: Table, look: Look) -> str:
    room = (look.page[0] - look.margins[0] - look.margins[2]) * TWIPS
    widths = [round(room * share / 100) for share in table.columns]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    pad = round(look.padding * TWIPS)
    margins = "".join(f'<w:{side} w:w="{pad}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_borders(look)}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )
    rows = "".join(_row(table, row, widths, look) for row in range(table.height))
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _borders(look: Look) -> str:
    sides = {
        "ruled": ("top", "left", "bottom", "right", "insideH", "insideV"),
        "horizontal": ("top", "bottom", "insideH"),
    }.get(look.rules, ())
    size = max(2, round(look.line * 8))
    lines = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:color="000000"/>' for side in sides)
    return f"<w:tblBorders>{lines}</w:tblBorders>"


def _row(table: Table, row: int, widths: list[int], look: Look) -> str:
    covering = sorted((box for box in table.boxes if box.top <= row < box.top + box.height), key=lambda box: box.left)
    cells = "".join(_cell(box, row, sum(widths[box.left : box.left + box.width]), look) for box in covering)
    whole = not look.cuts_rows and all(_has_room(box, widths, look) for box in covering if box.height == 1)
    marks = "<w:cantSplit/>" if whole else ""
    marks += "<w:tblHeader/>" if table.repeats and row == 0 else ""
    return f"<w:tr><w:trPr>{marks}</w:trPr>{cells}</w:tr>"


def _has_room(box: Box, widths: list[int], look: Look) -> bool:
    """Tell whether a page surely holds a cell's text: of a row that may not be split, LibreOffice drops the rest."""
    room = sum(widths[box.left : box.left + box.width]) / TWIPS - 2 * look.padding
    lines = sum(ceil((len(part) + 1) * look.size / max(room, look.size)) for part in box.text.split("\n"))
    return lines * look.size * TALLEST_LINE < look.page[1] - look.margins[1] - look.margins[3]


def _cell(box: Box, row: int, width: int, look: Look) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{box.width}"/>' if box.width > 1 else ""
    if box.height > 1:
        properties += '<w:vMerge w:val="restart"/>' if row == box.top else "<w:vMerge/>"
    if look.rules == "shaded":
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADES.get(box.role, "F2F2F2")}"/>'
    properties += f'<w:vAlign w:val="{"center" if look.middle else "top"}"/>'
    align = "center" if look.centred and box.role != "text" else "left"
    parts = box.text.split("\n") if row == box.top else [""]
    body = "".join(_paragraph([_run(part, look, look.size)], align) for part in parts)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{body}</w:tc>"
