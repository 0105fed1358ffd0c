"""Sheets → HTML pages, which browsers and WeasyPrint print.

Enters: a sheet and a look. Leaves: the page's text. What the look says of drawing by itself (thin rectangles, where a
tall cell's text stands) is the browser's own business.
"""

from html import escape

from tests.accuracy.looks import Look
from tests.accuracy.sheets import Box, Sheet, Table, boxes_by_row

FONTS = ("AR PL UMing CN", "WenQuanYi Zen Hei", "AR PL UKai CN", "Noto Sans CJK SC", "Noto Serif CJK SC")
"""The fonts by their families; where one lacks, the browser takes another."""

LABELS = ("label", "side", "heading", "level")


def render(sheet: Sheet, look: Look, *, foot: bool = True) -> str:
    """Give a page. `foot` says whether the page itself brings the lines at its pages' heads and feet (by CSS)."""
    parts = []
    for line in sheet.heading:
        kind = "h1" if "绩效目标表" in line else 'p class="unit"' if "单位" in line else "p"
        parts.append(f"<{kind}>{escape(line)}</{kind.split(maxsplit=1)[0]}>")
    parts += [_table(table) for table in sheet.tables]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(sheet.heading[-1])}</title>'
        f"<style>{_style(look, foot=foot)}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _style(look: Look, *, foot: bool) -> str:
    width, height = look.page
    left, top, right, bottom = look.margins
    margin = f"margin: {top:.1f}pt {right:.1f}pt {bottom:.1f}pt {left:.1f}pt"
    boxes = ""
    if foot:
        small = f"font: {min(9, look.size)}pt '{FONTS[look.font % len(FONTS)]}'"
        counted = escape(look.foot).replace("{page}", "' counter(page) '").replace("{pages}", "' counter(pages) '")
        boxes += f"@bottom-center {{ {small}; content: '{counted}' }} " if look.foot else ""
        boxes += f"@top-center {{ {small}; content: '{look.running}' }} " if look.running else ""
    sides = {
        "ruled": f"border: {look.line:.2f}pt solid black",
        "horizontal": f"border-top: {look.line:.2f}pt solid black; border-bottom: {look.line:.2f}pt solid black",
        "shaded": "background: #f2f2f2",
        "borderless": "border: none",
    }[look.rules]
    inside = "auto" if look.cuts_rows else "avoid"
    collapse = (
        f"border-collapse: separate; border-spacing: {look.gap:.2f}pt"
        if look.rules == "shaded"
        else "border-collapse: collapse"
    )
    return f"""
@page {{ size: {width:.2f}pt {height:.2f}pt; {margin}; {boxes} }}
body {{ margin: 0; font: {look.size}pt/{look.leading:.2f} '{FONTS[look.font % len(FONTS)]}', sans-serif;
  -webkit-print-color-adjust: exact }}
h1 {{ font-size: 1.5em; font-weight: normal; text-align: center; margin: 0 0 0.6em }}
p {{ margin: 0 }}
p.unit {{ text-align: right }}
table {{ {collapse}; width: 100%; table-layout: fixed }}
table + table {{ margin-top: -{look.line:.2f}pt }}
td, th {{ {sides}; padding: {look.padding:.1f}pt; font-weight: normal; text-align: left;
  vertical-align: {"middle" if look.middle else "top"}; word-wrap: break-word }}
tr {{ break-inside: {inside}; page-break-inside: {inside} }}
.label, .side, .heading, .level {{ {"background: #d9d9d9;" if look.rules == "shaded" else ""}
  text-align: {"center" if look.centred else "left"} }}
.amount {{ text-align: {"right" if look.font % 2 else "left"} }}
"""


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width: {width:.2f}%">' for width in table.columns)
    lines = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in boxes_by_row(table.boxes, table.height)]
    if table.repeats:
        lines[0] = f"<thead>{lines[0]}</thead>"
    return f"<table><colgroup>{columns}</colgroup>\n" + "\n".join(lines) + "\n</table>"


def _cell(box: Box) -> str:
    spans = f' rowspan="{box.height}"' if box.height > 1 else ""
    spans += f' colspan="{box.width}"' if box.width > 1 else ""
    parts = box.text.split("\n")
    inner = "".join(f"<p>{escape(part)}</p>" for part in parts) if len(parts) > 1 else escape(box.text)
    return f'<td class="{box.role}"{spans}>{inner}</td>'
