"""Reading stage, web pages: HTML, also as office programs and browsers save it, to rows of cells.

Enters: the file's bytes. Leaves: a `Document` of table rows and of the lines around them in reading order, each cell
with its table, row and column. Nothing is fetched: pictures, style sheets, frames and document types are names only.

A table that only places other tables is layout: its cells are read one after the other as parts of the page.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from extractor.document import Cell, Document, Flaw, LineSpan, ReadError, Row, Source, TableCell
from extractor.readers.decode import decode
from extractor.readers.html_grid import read_grid
from extractor.readers.html_text import Element, Notes, Piece, count_ink, count_shown, note_marks, read_flow

MAX_BYTES = 64 * 1024 * 1024
MAX_MARKS = 2_000_000
"""How many `<` a file may hold: each may become an element, which takes memory and time whatever it holds."""
MAX_NESTING = 30
"""How many tables may stand inside one another."""

# What stands between two `<` of a page and is no text. A tag that does not end is none either, to the file's end.
_NO_TEXT = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|title|textarea|select|noscript|template|iframe|xmp|noframes|noembed)\b.*?(?:</\1[^>]*+>|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|<[/a-z](?:[^>\"'=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[\"'=])*+(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NO_SHOW = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template)\b.*?(?:</\1[^>]*+>|\Z)", re.IGNORECASE | re.DOTALL
)
_OPENING = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSING = re.compile(r"</table[\s>]", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_TABLES = re.compile(r"(<table\b.*?</table\s*>)", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_STRONG = re.compile(r"^\s*(\*\*|__)([^*_\s].*[^*_\s])\1\s*$")
_HEAD = 1 << 14

_LOST = frozenset({"ruby", "image-only", "text-lost"})


@dataclass(slots=True)
class _Reading:
    """What one file's walk carries along: the numbers of tables and lines, counts by cell, and notes."""

    numbers: dict[Element, int]
    lines: Iterator[int]
    ink: Counter[Element | None]
    notes: Notes = field(default_factory=Notes)


def read(source: Source) -> Document:
    """Read a web page: rows such as `其中：基本支出 | 595.19 | 其中：财政拨款 | 1079.96`, and the lines around tables.

    A table's number is that of its tag in the file, a row's its number as shown, a cell's `left` and `right` are grid
    columns (from 0, end not included) and its place's column is the first of them from 1. Lines outside of tables count
    from 1, blank ones not counted; a caption is a line above its table. Tables inside a cell follow its row.

    Raises:
        ReadError: `unsupported` (a page of frames, or no text), `limit` (too large, or too deeply nested).
    """
    if len(source.data) > MAX_BYTES:
        raise ReadError("limit", f"{len(source.data)} bytes of HTML")
    declared = _META.search(source.data[:_HEAD].replace(b"\0", b""))
    decoded = decode(
        source.data, source.vocabulary, declared=declared[1].decode("ascii", "replace") if declared else ""
    )
    flaws = (Flaw("undecodable", count=decoded.undecodable, lost=True),) if decoded.undecodable else ()
    text = decoded.text
    return read_pages([text if text.lstrip().startswith("<") else _break_lines(text)], flaws)


def _break_lines(text: str) -> str:
    """Give Markdown that holds tables of a web page as a page: outside of these its lines are lines.

    The marks of headings (`# 2021年…`) and of emphasis around a line are layout.
    """
    parts = _TABLES.split(text)
    for index in range(0, len(parts), 2):
        lines = (_STRONG.sub(r"\2", _HEADING.sub("", line)) for line in parts[index].splitlines())
        parts[index] = "<br>\n".join(lines) + "<br>\n"
    return "".join(parts)


def read_pages(pages: Iterable[str], flaws: tuple[Flaw, ...] = ()) -> Document:
    """Read the text of a page, or of the several pages that one file holds; numbers go on from one to the next.

    Raises:
        ReadError: as `read`.
    """
    rows: list[Row] = []
    notes = Notes()
    lines, tables = count(1), count(1)
    for page in pages:
        root = _parse(page)
        if root is None:
            continue
        note_marks(root, notes)
        reading = _Reading(_number_tables(root, tables), lines, count_shown(root), notes)
        kept = _read_pieces(read_flow(root, notes), reading, 0)
        counted = max(sum(reading.ink.values()), 0)
        lost = abs(counted - sum(row.source for row in kept)) + max(0, _count_text(page) - _count_tree(root))
        notes.counts["text-lost"] += lost
        notes.counts["table-unclosed"] += _is_cut(page)
        rows += kept
        if not kept and next(root.iter("img"), None) is not None:
            notes.counts["image-only"] += 1
    found = tuple(Flaw(code, count=times, lost=code in _LOST) for code, times in notes.counts.items() if times)
    return Document("html", f"lxml {etree.__version__}", tuple(rows), flaws=flaws + found)


def _parse(page: str) -> Element | None:
    """Give a page's tree, None where it holds nothing."""
    if page.count("<") > MAX_MARKS:
        raise ReadError("limit", f"more than {MAX_MARKS} tags")
    # libxml2 ends a text at a zero character; browsers show it as U+FFFD.
    data = page.replace("\0", "\ufffd").encode("utf-8", "replace")
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, default_doctype=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        root = None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadError("limit", "tags nested too deeply")
    if root is not None and next(root.iter("frameset"), None) is not None:
        raise ReadError("unsupported", "a page of frames; the form is in one of the pages that it names")
    return root


def _number_tables(root: Element, numbers: Iterator[int]) -> dict[Element, int]:
    """Number the tables by their tags."""
    return {table: next(numbers) for table in root.iter("table")}


def _read_pieces(pieces: Iterable[Piece], reading: _Reading, depth: int) -> list[Row]:
    """Read lines and tables in their order."""
    rows: list[Row] = []
    for piece in pieces:
        rows += [_line(piece, reading)] if isinstance(piece, str) else _read_table(piece, reading, depth)
    return rows


def _line(text: str, reading: _Reading) -> Row:
    cell = Cell(text, text, (LineSpan(next(reading.lines), 0, len(text)),), 0, 1)
    return Row((cell,), None, None, count_ink(text))


def _read_table(table: Element, reading: _Reading, depth: int) -> list[Row]:
    """Read a table's rows, each followed by the rows of the tables in its cells; of a layout table, what it places."""
    if depth > MAX_NESTING:
        raise ReadError("limit", f"more than {MAX_NESTING} tables inside one another")
    grid = read_grid(table, reading.notes)
    above = [piece for caption in grid.captions for piece in read_flow(caption, reading.notes)]
    rows = _read_pieces([*grid.strays, *above], reading, depth + 1)
    flows = [[(spot, read_flow(spot.element, reading.notes)) for spot in row] for row in grid.rows]
    if _is_layout([[pieces for _, pieces in row] for row in flows]):
        rows += _read_pieces((piece for row in flows for _, pieces in row for piece in pieces), reading, depth + 1)
        return rows
    number = reading.numbers[table]
    for index, row in enumerate(flows, start=1):
        cells: list[Cell] = []
        inside: list[Piece] = []
        for spot, pieces in row:
            raw = "\n".join(piece for piece in pieces if isinstance(piece, str))
            inside += [piece for piece in pieces if not isinstance(piece, str)]
            place = TableCell(number, index, spot.left + 1)
            cells.append(Cell(raw, raw, (place,), spot.left, spot.right, spot.rows))
        if cells:
            source = sum(reading.ink[spot.element] for spot, _ in row)
            rows.append(Row(tuple(cells), number, None, source))
        rows += _read_pieces(inside, reading, depth + 1)
    return rows


def _is_layout(rows: list[list[list[Piece]]]) -> bool:
    """Tell whether a table only places others: no row has two filled cells, but for those that hold a table."""
    placing = False
    for row in rows:
        filled = [pieces for pieces in row if pieces]
        holds = any(not isinstance(piece, str) for pieces in filled for piece in pieces)
        placing = placing or holds
        if len(filled) > 1 and not holds:
            return False
    return placing


def _count_text(page: str) -> int:
    """Count the non-blank characters between a page's tags, without parsing it: what a parser drops is found out."""
    return count_ink(html.unescape(_NO_TEXT.sub(" ", page)))


def _is_cut(page: str) -> bool:
    """Tell whether a page ends before a table of it does: the file may be cut. Other tags may be left open."""
    if len(_OPENING.findall(page)) <= len(_CLOSING.findall(page)):
        return False
    bare = _NO_SHOW.sub(" ", page)
    return len(_OPENING.findall(bare)) > len(_CLOSING.findall(bare))


def _count_tree(root: Element) -> int:
    return sum(map(count_ink, root.itertext()))
