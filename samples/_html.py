"""From tables to an HTML page, which browsers and office programs print or convert.

Enters: a form's heading and tables. Leaves: the page's text.
"""

from collections.abc import Iterable
from html import escape

from _forms import Box, Table, paragraphs

WIDTHS = {5: (11, 15, 30, 18, 26), 6: (10, 13, 27, 12, 18, 20)}
"""The columns' widths in per cent of the page's, by their number; the fragments' first table has six."""

_STYLE = """
body { margin: 0 }
h1 { font-size: 1.4em; text-align: center; margin: 0 0 1em; font-weight: normal }
p { margin: 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
td, th { border: 1px solid black; padding: 3pt 4pt; vertical-align: middle; font-weight: normal; text-align: left;
  word-wrap: break-word }
"""


def widths(columns: int) -> tuple[int, ...]:
    """Give the columns' widths in per cent of the page's, even ones where none are set."""
    return WIDTHS.get(columns) or (100 // columns,) * columns


def page(heading: Iterable[str], tables: Iterable[Table], style: str, *, repeat_headers: bool = False) -> str:
    """Give a page of bordered tables with merged cells, under its heading: `附件1`, then the title.

    Args:
        heading: the lines above the tables, the last of them the title.
        tables: the tables in their order; they follow each other without a gap.
        style: further style rules, such as the page's size and the font.
        repeat_headers: whether the first row of each table but the first is its header, for every page it reaches.
    """
    *notes, title = heading
    parts = [f"<p>{escape(note)}</p>" for note in notes] + [f"<h1>{escape(title)}</h1>"]
    parts += [_table(table, head=repeat_headers and index > 0) for index, table in enumerate(tables)]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}{style}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _table(table: Table, *, head: bool) -> str:
    columns = "".join(f'<col style="width: {width}%">' for width in widths(table.width))
    lines = [_row(table, top, "th" if head and top == 0 else "td") for top in range(table.height)]
    if head:
        lines[0] = f"<thead>{lines[0]}</thead>"
    return f"<table><colgroup>{columns}</colgroup>\n" + "\n".join(lines) + "\n</table>"


def _row(table: Table, top: int, tag: str) -> str:
    return "<tr>" + "".join(_cell(box, tag) for box in table.boxes if box.top == top) + "</tr>"


def _cell(box: Box, tag: str) -> str:
    spans = f' rowspan="{box.height}"' if box.height > 1 else ""
    spans += f' colspan="{box.width}"' if box.width > 1 else ""
    parts = paragraphs(box.text)
    inner = (
        escape(box.text) if len(parts) == 1 and parts[0] == box.text else "".join(f"<p>{escape(p)}</p>" for p in parts)
    )
    return f"<{tag}{spans}>{inner}</{tag}>"
