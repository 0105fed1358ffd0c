"""From tables to an Excel workbook by openpyxl, with real merges, numbers as numbers, and percentages by their format.

Enters: a form's heading and tables. Leaves: an .xlsx file of one sheet.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from _forms import Box, Table, paragraphs
from _html import widths
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "绩效目标表"

_THIN = Side(style="thin")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_AMOUNTS_END = "绩效指标"


def write_xlsx(
    path: Path,
    heading: Iterable[str],
    tables: Iterable[Table],
    *,
    amounts: str = "General",
    formulas: Mapping[str, str] | None = None,
) -> None:
    """Write the form as a workbook; a formula has no stored result until another program computes it.

    Args:
        path: the file to write.
        heading: the lines above the tables, the last of them the title, merged over all columns.
        tables: the tables in their order, one below the other.
        amounts: the number format of the amounts (`#,##0.00` shows fewer digits than are stored).
        formulas: the formulas to write instead of some texts, by the text.
    """
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has a sheet
    sheet.title = SHEET
    tables = tuple(tables)
    width = max(table.width for table in tables)
    for left, share in enumerate(widths(width), start=1):
        sheet.column_dimensions[get_column_letter(left)].width = share
    row = 1
    for line in heading:
        sheet.cell(row, 1, line)
        row += 1
    sheet.merge_cells(start_row=row - 1, start_column=1, end_row=row - 1, end_column=width)
    sheet.cell(row - 1, 1).alignment = Alignment(horizontal="center")
    for table in tables:
        end = next((box.top for box in table.boxes if box.text == _AMOUNTS_END), table.height)
        for box in table.boxes:
            text = (formulas or {}).get(box.text, box.text) if box.top < end else box.text
            _write_box(sheet, row, box, text, amounts if 2 < box.top < end else "General")
        row += table.height
    workbook.save(path)


def _write_box(sheet: Worksheet, row: int, box: Box, text: str, form: str) -> None:
    """Write a cell: `595.19` as a number, `100%` as 1 with a format, all else as text."""
    for top in range(box.height):
        for left in range(box.width):
            sheet.cell(row + box.top + top, box.left + left + 1).border = _FRAME
    cell = sheet.cell(row + box.top, box.left + 1)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        kept = text.endswith("0") and form == "General"
        cell.value = float(text) if "." in text else int(text)
        cell.number_format = re.sub(r"\d", "0", f"0.{text.partition('.')[2]}") if "." in text and kept else form
    elif re.fullmatch(r"\d+%", text):
        cell.value, cell.number_format = int(text[:-1]) / 100, "0%"
    elif re.match(r"=[A-Z]", text):
        cell.value, cell.number_format = text, form
    elif text:
        cell.value = "\n".join(paragraphs(text))
        cell.data_type = "s"  # `=3.00(个)` is no formula, though it begins like one.
    if box.height > 1 or box.width > 1:
        sheet.merge_cells(
            start_row=row + box.top,
            start_column=box.left + 1,
            end_row=row + box.top + box.height - 1,
            end_column=box.left + box.width,
        )
