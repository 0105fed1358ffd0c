"""The cells of a workbook: values → XLSX, in bounded memory, with nothing cut off and nothing that a program would run.

Enters: rows and the sheets' columns. Leaves: cells. A text is always written as text, never as a formula or a link. One
that a cell cannot hold goes on in a sheet of its own. Rows beyond what a sheet can hold go on in a further sheet.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.worksheet import Worksheet

from extractor.exports.escapes import escape
from extractor.exports.money import round_to_float, write_decimal
from extractor.exports.workbook_sheets import OVERFLOW, Kind, Sheet, SheetColumn
from extractor.messages.language import Language
from extractor.messages.workbook import say_in_workbook
from extractor.record import dump_json

MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
MOST_LINES = 253
"""What a sheet and a cell can hold: rows, units of UTF-16, and line feeds."""

MOST_LINKS = 20_000
"""How many links a sheet gets; XlsxWriter holds them in memory until the end."""

LINE_HEIGHT = 14
MOST_HEIGHT = 400
"""How high a line and a row are, in points; Excel has none higher than 409."""

MOST_MEASURED = 2_000
"""Of longer texts only the beginning is measured: they fill the highest row."""

PART = 15_000
"""How many characters of a long text a row of the sheet for long texts holds: at most as many units as a cell can."""

LARGEST_INTEGER = 10**15
"""Excel keeps 15 digits; a longer number is written as text."""

FONT: Mapping[Language, str] = {"zh": "Microsoft YaHei", "en": "Calibri"}
SEVERITIES = {"worst": "#F4B6B6", "bad": "#FBE3A6", "mild": "#E8EDF2"}

_EXCEL_CODE = re.compile("_(?=x[0-9a-fA-F]{4}_)")

Cells = Mapping[str, Any]
"""The values of a row by the keys of the sheet's columns."""


class Link(Url):  # type: ignore[misc]  # XlsxWriter has no types
    """A link to a file beside the workbook, and a place in it. The path is a URI: relative, or absolute."""

    def __init__(self, path: str, fragment: str = "") -> None:
        """Take both, percent-encoded."""
        self._place = path
        self._fragment = fragment
        super().__init__(path)

    def _parse_url(self) -> None:
        """Take the path as it is: XlsxWriter would turn every slash round, those of the fragment too."""
        self._link_type = UrlTypes.EXTERNAL
        self._link = self._relationship_link = self._place
        self._anchor = self._fragment


class Page(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet that writes a text such as `_x005F_x0041_` so that Excel shows it as it is."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        """Escape every underscore that begins one of Excel's codes: XlsxWriter passes over one that shares its own."""
        return _EXCEL_CODE.sub("_x005F_", data)


class Spool:
    """Rows that wait on the disk until the sheet that they belong to is written."""

    def __init__(self) -> None:
        """Open it; it vanishes when it is closed."""
        self._file = TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n")  # noqa: SIM115 - closed by `close`

    def add(self, cells: Cells) -> None:
        """Add a row."""
        self._file.write(f"{dump_json(cells)}\n")

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows in their order; numbers are exact."""
        self._file.seek(0)
        for line in self._file:
            yield json.loads(line, parse_float=Decimal)

    def close(self) -> None:
        """Remove it."""
        self._file.close()


class Book:
    """A workbook while it is written."""

    def __init__(self, path: Path, lang: Language) -> None:
        """Begin a workbook; until it is finished, its sheets lie in files beside it."""
        self.lang: Language = lang
        self._stack = ExitStack()
        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "tmpdir": str(path.parent),
            },
        )
        self._book.use_zip64()
        self._base = {"font_name": FONT[lang], "font_size": 10, "valign": "top", "bottom": 1, "bottom_color": "#D5DAE0"}
        self.head = self._format(bold=True, font_color="#FFFFFF", bg_color="#2F4B66", text_wrap=True, align="center")
        self.summary = self._format(bold=True, font_size=12, bottom=0)
        plain = {kind: self._format(**looks) for kind, looks in _LOOKS.items()}
        self.formats: dict[tuple[Kind, str], Format] = {(kind, ""): made for kind, made in plain.items()}
        for kind, looks in _LOOKS.items():
            self.formats[kind, "corrected"] = self._format(**looks, bg_color="#FFF6BF")
        for name, color in SEVERITIES.items():
            self.formats["level", name] = self._format(bold=True, bg_color=color)
        self._overflow = self.open_spool()
        self._overflows = 0

    def __enter__(self) -> Self:
        """Nothing more is needed."""
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Write the file, unless something went wrong before; then let go of what XlsxWriter holds."""
        with self._stack:
            try:
                if kind is None:
                    self._finish()
            except XlsxFileError as error:
                raise OSError(str(error)) from error
            finally:
                for sheet in self._book.worksheets():
                    sheet.row_data_fh.close()

    def _finish(self) -> None:
        if self._overflows:
            sheet = self.add_sheet(OVERFLOW)
            for cells in self._overflow:
                sheet.add(cells)
            sheet.close()
        self._book.close()

    def open_spool(self) -> Spool:
        """Give a spool that vanishes with the workbook."""
        spool = Spool()
        self._stack.callback(spool.close)
        return spool

    def _format(self, **looks: Any) -> Format:
        return self._book.add_format({**self._base, **looks})

    def add_sheet(self, sheet: Sheet) -> "Writer":
        """Add a sheet after those that are there."""
        return Writer(self, sheet)

    def add_worksheet(self, name: str) -> Page:
        """Add an empty sheet."""
        page: Page = self._book.add_worksheet(name, worksheet_class=Page)
        return page

    def keep_long(self, place: Cells, text: str) -> int:
        """Keep a text that no cell holds for the sheet of such texts; gives its number."""
        self._overflows += 1
        parts = [text[at : at + PART] for at in range(0, len(text), PART)]
        for part, piece in enumerate(_join_lines(parts), 1):
            self._overflow.add({"number": self._overflows, **place, "part": part, "text": piece})
        return self._overflows


def _join_lines(parts: Iterable[str]) -> Iterator[str]:
    """Give parts of a text, each with no more line feeds than a cell can hold."""
    for part in parts:
        lines = part.split("\n")
        for at in range(0, len(lines), MOST_LINES):
            last = at + MOST_LINES >= len(lines)
            yield "\n".join(lines[at : at + MOST_LINES]) + ("" if last else "\n")


_LOOKS: Mapping[Kind, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "long": {"text_wrap": True},
    "code": {},
    "integer": {"num_format": "0", "align": "center"},
    "fen": {"num_format": "#,##0"},
    "money": {"num_format": "#,##0.00####"},
    "number": {},
    "exact": {"align": "right"},
    "flag": {"align": "center"},
    "link": {"font_color": "#1155CC", "underline": 1, "text_wrap": True},
    "file": {"text_wrap": True},
    "level": {"bold": True},
    "part": {"text_wrap": True},
}


class Writer:
    """A sheet while it is written, row by row."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        """Take its place among the sheets."""
        self.lang = book.lang
        self._book = book
        self._sheet = sheet
        self._number = 0
        self._begin()

    def _begin(self) -> None:
        self._number += 1
        self._links = 0
        name = self._sheet.name(self.lang)
        self.name = name if self._number == 1 else f"{name} {self._number}"
        self._page = self._book.add_worksheet(self.name)
        self._row = 0

    def head(self, title: str | None = None) -> None:
        """Write the headings, below a title where there is one. They are written by the first row at the latest."""
        page = self._page
        if title is not None:
            page.write_string(0, 0, title, self._book.summary)
            self._row = 1
        self._headings = self._row
        for index, column in enumerate(self._sheet.columns):
            folded = {"level": 1, "hidden": True} if column.folded else {}
            page.set_column(index, index, column.width, None, folded)
            page.write_string(self._row, index, column.head(self.lang), self._book.head)
        self._row += 1
        page.freeze_panes(self._row, 1)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(self._headings)
        page.set_footer("&L&A&R&P / &N")
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def add(self, cells: Cells, *, links: Mapping[str, Link] | None = None, tone: str = "") -> None:
        """Write a row.

        Args:
            cells: its values; a key that is not there is a blank cell.
            links: where cells lead to, by their keys.
            tone: how bad it is, for the column of severities.
        """
        if self._row >= MOST_ROWS:
            self.close()
            self._begin()
        if not self._row:
            self.head()
        self._page.set_row(self._row, self._measure(cells))
        corrected = (cells.get("corrected") or "").split()
        for index, column in enumerate(self._sheet.columns):
            value = cells.get(column.key)
            if value is None:
                if not column.folded:
                    self._page.write_blank(self._row, index, None, self._book.formats["text", ""])
                continue
            look = tone if column.kind == "level" else "corrected" if column.key in corrected else ""
            link = links.get(column.key) if links else None
            if link is not None and self._links < MOST_LINKS:
                self._links += 1
                link.text = self._fit(value, column)
                self._page.write_url(self._row, index, link, self._book.formats["link", look or ""])
            else:
                self._write(index, column, value, self._book.formats[column.kind, look])
        self._row += 1

    def _write(self, index: int, column: SheetColumn, value: Any, look: Format) -> None:
        if column.kind in ("money", "number"):
            number = round_to_float(Decimal(value))
            if number is None:
                self._page.write_blank(self._row, index, None, look)
            else:
                self._page.write_number(self._row, index, number, look)
        elif column.kind in ("integer", "fen") and abs(value) < LARGEST_INTEGER:
            self._page.write_number(self._row, index, value, look)
        else:
            self._page.write_string(self._row, index, self._say(value, column), look)

    def _say(self, value: Any, column: SheetColumn) -> str:
        """Give the text of a cell."""
        if column.kind == "exact":
            return write_decimal(Decimal(value))
        if column.kind == "flag":
            return say_in_workbook("yes", self.lang) if value else ""
        return value if column.kind == "part" else self._fit(str(value), column)

    def _fit(self, text: str, column: SheetColumn) -> str:
        """Give a text as a cell holds it: all of it, or its beginning and where the whole is."""
        text = escape(text)
        if len(text) * 2 <= MOST_UNITS and text.count("\n") <= MOST_LINES:
            return text
        if len(text.encode("utf-16-le")) // 2 <= MOST_UNITS and text.count("\n") <= MOST_LINES:
            return text
        lang = self._book.lang
        place = {"sheet": self.name, "row": self._row + 1, "column": column.head(lang)}
        number = self._book.keep_long(place, text)
        beginning = "\n".join(text[:500].split("\n")[:20])
        return beginning + say_in_workbook("cut", lang, sheet=OVERFLOW.name(lang), number=number)

    def _measure(self, cells: Cells) -> int:
        """Give the height at which the row's texts can be read; not all programs find it by themselves."""
        lines = 1
        for column in self._sheet.columns:
            value = cells.get(column.key)
            if isinstance(value, str) and not column.folded and _LOOKS[column.kind].get("text_wrap"):
                lines = max(lines, _count_lines(value[:MOST_MEASURED], column.width))
        return min(lines * LINE_HEIGHT + 3, MOST_HEIGHT)

    def close(self) -> None:
        """End the sheet: its filter covers what was written."""
        if not self._row:
            self.head()
        self._page.autofilter(self._headings, 0, max(self._row - 1, self._headings), len(self._sheet.columns) - 1)


def _count_lines(text: str, width: int) -> int:
    """Tell how many lines a text takes in a column."""
    return sum(-(-max(_count_width(line), 1) // width) for line in text.split("\n"))


def _count_width(line: str) -> int:
    """Tell how wide a line is, in the digits by which columns are measured, which are a little larger."""
    return sum(10 if letter < "\u1100" else 19 for letter in line) // 10
