"""Reading stage, workbooks of Excel 97-2003 (XLS, BIFF8, and BIFF5 before it) to rows of cells, by xlrd.

Enters: the file's bytes. Leaves: a `Document` as the reader of XLSX gives it: each number as its cell shows it, with
every stored digit. xlrd gives the stored results of formulas and nothing of the formulas, so a formula without a
result cannot be told from its 0; text in drawings is not seen at all.
"""

import io
import math
from collections.abc import Iterator
from itertools import count

import xlrd
from xlrd.compdoc import CompDocError
from xlrd.sheet import Sheet as Worksheet

from extractor.document import Document, ReadError, Row, Source
from extractor.readers.compound import read_stream
from extractor.readers.number_formats import BUILTIN_FORMATS, say_stored, show_number
from extractor.readers.ooxml import open_package
from extractor.readers.sheets import (
    MAX_CELLS,
    MAX_SHEETS,
    Budget,
    Faults,
    Sheet,
    Span,
    Stored,
    count_ink,
    lay_sheet,
    name_cell,
    note_display,
)

MAX_BYTES = 32 << 20
"""The largest file that is read: xlrd keeps every cell, blank ones included, at some 15 times its bytes."""

_NUMBERS = frozenset({xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE})
_LOCALE_DATES = frozenset({14, 22, *range(27, 37), *range(50, 59)})
"""Formats that xlrd takes as an American Excel shows them."""


def read(source: Source) -> Document:
    """Read a workbook: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, sheet by sheet.

    Raises:
        ReadError: `needs_password`, `corrupt`, `unsupported` (a compound file without a workbook in it) or `limit`.
    """
    if len(source.data) > MAX_BYTES:
        raise ReadError("limit", f"more than {MAX_BYTES} bytes")
    faults = Faults()
    book = _open(source.data, faults)
    try:
        rows = _read_book(book, faults)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # xlrd raises whatever a broken file makes it raise
        raise ReadError("corrupt", f"{type(error).__name__}: {error}") from error
    finally:
        book.release_resources()
    return Document("xls", f"xlrd {xlrd.__version__}", tuple(rows), flaws=faults.list())


def _open(data: bytes, faults: Faults) -> xlrd.Book:
    """Open a workbook, its sheets not yet read. xlrd raises whatever it stumbles over in a damaged file.

    Some programs write compound files that xlrd does not accept and whose stream with the workbook is whole: it is
    then read by itself, and a flaw says so.
    """
    try:
        try:
            return _begin(data)
        except CompDocError:
            faults.add("compound-unusual")
            return _begin(_read_workbook(data))
    except ReadError:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise ReadError("needs_password") from error
        if "Can't find workbook" in str(error):
            open_package(data)
        raise ReadError("corrupt", str(error)) from error
    except MemoryError:
        raise
    except Exception as error:  # as above
        raise ReadError("corrupt", f"{type(error).__name__}: {error}") from error


def _begin(data: bytes) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    )


def _read_workbook(data: bytes) -> bytes:
    """Give the stream that holds the workbook, which has one of two names."""
    try:
        return read_stream(data, "Workbook")
    except ReadError:
        return read_stream(data, "Book")


def _read_book(book: xlrd.Book, faults: Faults) -> list[Row]:
    if book.nsheets > MAX_SHEETS:
        raise ReadError("limit", f"more than {MAX_SHEETS} sheets")
    rows: list[Row] = []
    budget, tables = Budget(), count(1)
    cells = 0
    for index in range(book.nsheets):
        worksheet = book.sheet_by_index(index)
        # Sheets may share their records: what they come to is counted as often as it is read.
        cells += sum(map(worksheet.row_len, range(worksheet.nrows)))
        if cells > MAX_CELLS:
            raise ReadError("limit", f"more than {MAX_CELLS} cells")
        sheet = _read_sheet(book, worksheet, budget, faults)
        sheet.hidden = worksheet.visibility != 0
        rows += lay_sheet(sheet, tables, faults)
        book.unload_sheet(index)
    return rows


def _read_sheet(book: xlrd.Book, worksheet: Worksheet, budget: Budget, faults: Faults) -> Sheet:
    sheet = Sheet(worksheet.name)
    for row, column, kind, value, form in _walk(worksheet):
        if _is_framed(book, form):
            sheet.framed.add(row)
        raw = _say_raw(kind, value)
        if not raw or raw.isspace():
            continue
        text = raw
        if isinstance(value, float) and kind in _NUMBERS and math.isfinite(value):
            shown = show_number(value, _find_code(book, form), from_1904=bool(book.datemode))
            note_display(shown, f"{sheet.name}!{name_cell(row, column)}", faults)
            text = shown.text
        elif kind == xlrd.XL_CELL_TEXT:
            text = raw.replace("\r\n", "\n").replace("\r", "\n")
        budget.spend(text)
        if _is_struck(book, form):
            faults.add("struck-text", f"{sheet.name}!{name_cell(row, column)}")
        sheet.cells.append(Stored(row, column, raw, text))
    for row in range(worksheet.nrows):
        values = zip(worksheet.row_types(row), worksheet.row_values(row), strict=True)
        sheet.ink[row] = sum(count_ink(_say_raw(kind, value)) for kind, value in values)
    sheet.spans = [Span(top, left, end - 1, right - 1) for top, end, left, right in worksheet.merged_cells]
    sheet.hidden_rows = {row for row, info in worksheet.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(column, column) for column, info in worksheet.colinfo_map.items() if info.hidden]
    return sheet


def _walk(worksheet: Worksheet) -> Iterator[tuple[int, int, int, str | float, int]]:
    """Give each cell that is stored: row, column, kind, value and style."""
    for row in range(worksheet.nrows):
        kinds, values = worksheet.row_types(row), worksheet.row_values(row)
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind != xlrd.XL_CELL_EMPTY:
                yield row, column, kind, value, worksheet.cell_xf_index(row, column)


def _say_raw(kind: int, value: str | float) -> str:
    """Give what is stored: a text, `TRUE`, `#REF!`, or a number in its shortest decimals."""
    if isinstance(value, str):
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#N/A"))
    return say_stored(float(value))


def _find_code(book: xlrd.Book, form: int) -> str:
    key = book.xf_list[form].format_key
    if key in _LOCALE_DATES:
        return BUILTIN_FORMATS[key]
    found = book.format_map.get(key)
    return str(found.format_str) if found is not None else BUILTIN_FORMATS.get(key, "General")


def _is_framed(book: xlrd.Book, form: int) -> bool:
    border = book.xf_list[form].border
    return any((border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style))


def _is_struck(book: xlrd.Book, form: int) -> bool:
    font = book.xf_list[form].font_index
    return font < len(book.font_list) and bool(book.font_list[font].struck_out)
