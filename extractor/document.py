"""The document: what every reader gives, and all that the later stages know of a file.

Enters: nothing. Leaves: rows of cells in reading order, verbatim, each with its place in the file.
Forms, labels and patterns are unknown here.
"""

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page, in points from the page's top left corner, as (x0, top, x1, bottom). Pages count from 1."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a word processor's table. All three count from 1; `column` is the first grid column it covers.

    Top-level tables are numbered in document order; tables inside cells follow after the last of them.
    """

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a spreadsheet, such as sheet `Sheet1`, cell `D12`; of a merged range, its top left cell."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class LineSpan:
    """Characters `start` to `end` (from 0, end not included) of a line (from 1) of decoded text.

    In a word processor's file the lines are the paragraphs outside of tables.
    """

    line: int
    start: int
    end: int


Place = PageBox | TableCell | SheetCell | LineSpan


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, blank ones included.

    Attributes:
        raw: the text before cleaning, as the places give it when they are read again; parts from several
            places are joined by a line feed.
        text: `raw` with the line wraps of the layout joined; a line feed is a line or paragraph break of the source.
        places: where it stands; more than one where a page break cut it.
        left: where it begins, in the file's own horizontal unit: points, grid columns, or its index in a line of text.
        right: where it ends, in the same unit (for grid columns and indexes: not included).
        rows: how many rows it covers, 1 where the format does not know.
        room: how many full characters would have found room at the end of its last line; none is known without a page.
        aligned: whether no rulings or markup show the cell, and the alignment of the texts does.
        closed: whether a ruling closes it above and below, as a cell that a page break cuts often is not; None where
            that is not known.
        confidence: how sure the recognition of a picture is of the cell's least sure character, from 0 to 1; None
            where the text was typed.
        repaired: whether `text` is the label that `raw`, as it was recognised, nearly is.
    """

    raw: str
    text: str
    places: tuple[Place, ...]
    left: float
    right: float
    rows: int = 1
    room: float = math.inf
    aligned: bool = False
    closed: tuple[bool, bool] | None = None
    confidence: float | None = None
    repaired: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing is printed in the cell."""
        return not self.text or self.text.isspace()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or a line of text outside of tables (`table` is None; usually one cell).

    A merged cell stands once, in its topmost row, and `rows` says how far down it reaches.

    Attributes:
        cells: the cells from left to right.
        table: the table's number in the document, from 1.
        page: the page's number, from 1; None where the format has no pages.
        source: how many non-blank characters the file itself holds here, counted from the file's own text and
            not from the cells, so that what a reader drops is found out.
        doubtful: whether the reader could as well have cut the row or its cells in another way.
        apart: whether the row lies over the page or beside it, and belongs to none of its tables: a watermark, or text
            that nobody sees.
    """

    cells: tuple[Cell, ...]
    table: int | None
    page: int | None
    source: int
    doubtful: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the file that could not be read, or had to be interpreted, while the rest could.

    Attributes:
        code: a stable name: `undecodable`, `page-unreadable`, `page-image-only`, `no-unicode`, `tracked-changes` …
        page: the page, where it concerns one.
        count: how many characters or pieces it concerns.
        lost: whether content may be missing because of it.
        detail: where it is, or what it says, as far as the file names it: `Sheet1!E5 =SUM(C5:C6)`.
    """

    code: str
    page: int | None = None
    count: int = 1
    lost: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as its reader saw it.

    Attributes:
        format: `text`, `docx`, `pdf`, `xlsx` …
        reader: the library (and version) that read it.
        rows: all rows in reading order; tables and the text around them follow each other as printed.
        pages: how many pages, None where the format has none.
        geometry: whether `left` and `right` of cells are positions on the page or in a grid (PDF, DOCX, spreadsheets);
            in plain text they are only indexes, which drift.
        flaws: what could not be read.
    """

    format: str
    reader: str
    rows: tuple[Row, ...]
    pages: int | None = None
    geometry: bool = True
    flaws: tuple[Flaw, ...] = ()


def do_nothing() -> None:
    """Do nothing, where nobody waits for signs of life."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its bytes, its name (for messages only), and the vocabulary of the forms looked for.

    The vocabulary (folded labels) lets a reader score what it cannot decide alone, such as a character encoding;
    `telling` are those of its words that other tables hardly print, so that long documents need not be read whole.
    A reader calls `beat` after each page or other small part, so that who waits knows that it is alive.
    """

    data: bytes
    name: str
    vocabulary: Collection[str] = ()
    telling: Collection[str] | None = None
    beat: Callable[[], None] = do_nothing


class ReadError(Exception):
    """A file that cannot be read. `code` is one of the closed set in `messages`; the texts come from there."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Take the code and, where it helps, the library's own words."""
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
