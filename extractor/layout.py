"""Document → regions, one a form: what page breaks cut is put together, and where a form begins is found.

Enters: a document. Leaves: its rows with cut rows and cells rejoined, page numbers and repeated headings set apart, and
the stretches of rows that begin with the title of a form. Geometry decides; of words it knows the patterns' titles,
and the vocabulary only to put a label together that a page break cut in two.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.document import Cell, Document, Row
from extractor.page_breaks import Known, Strip, complete_label, join_cells, join_page
from extractor.values import fold
from extractor.wraps import Habits, find_habits

Kind = Literal["row", "repeated", "furniture"]

PAGE_NUMBER = re.compile(
    r"^[-—–~·\s]*(?:第|page)?\s*\d{1,4}\s*页?(?:\s*[/,，共of]+\s*\d{1,4}\s*页?)?[-—–~·\s]*$", re.IGNORECASE
)
"""`- 3 -`, `第1页 共4页`, `Page 2 of 5`, `3`."""

HEAD_ROOM = 10
"""How many rows may stand between a title and the first label of the form's head."""

LONGEST_HEADING = 120
"""A longer text is no title and no heading."""

TITLE_ROOM = 30
"""How many characters a title may have besides the pattern's words: the year, the unit, 附件1."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row after page breaks are undone.

    Attributes:
        row: the row; its `source` counts all parts that were joined into it.
        kind: `row`, a heading that a page break printed again, or page furniture (page numbers, running heads).
        doubtful: whether it was joined over a page break where two rows would have been possible as well.
    """

    row: Row
    kind: Kind = "row"
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of one form, and the row that holds its title (None where no title was found)."""

    rows: tuple[LaidRow, ...]
    title: Cell | None


@dataclass(frozen=True, slots=True)
class Words:
    """What the layout knows of words.

    Attributes:
        titles: the titles of the patterns, folded.
        known: tells whether a text is a label of some pattern.
        opens: tells whether a text is a label of a form's head: where one follows a title, a form begins.
    """

    titles: tuple[str, ...]
    known: Known
    opens: Callable[[str], bool]


def lay_out(document: Document, words: Words) -> list[LaidRow]:
    """Undo the page breaks of a document."""
    known = words.known
    opening = find_openings(document.rows, words)
    furniture = find_furniture(document.rows, opening, words.titles)
    habits = find_habits(cell.text for row in document.rows for cell in row.cells)
    laid: list[tuple[Strip, Kind]] = []
    table: list[Strip] = []
    headings: set[tuple[str, ...]] = set()
    for index, row in enumerate(document.rows):
        strip = Strip(list(row.cells), row.page, row.table, row.source)
        if index in furniture:
            laid.append((strip, "furniture"))
            continue
        folded = tuple(map(_key, (cell.text for cell in row.cells if not cell.blank)))
        if index in opening:
            table = []
            headings = set()
        before = table[-1] if table else None
        heading = row.table is None or _is_heading(folded, known)
        if before is not None and row.page is not None and row.page > (before.page or 0):
            if heading and folded in headings:
                laid.append((strip, "repeated"))
                continue
            headings.update([folded] if heading else [])
            if row.table is not None and before.table is not None:
                again = join_page(table, strip, known, habits)
                laid.extend((Strip([cell], row.page, row.table, 0), "repeated") for cell in again)
                if strip is table[-1]:
                    laid.append((strip, "row"))
                continue
        below = row.table is None and before is not None and before.table is not None
        if before is not None and below and complete_label(table, strip, known, habits):
            before.source += strip.source
            continue
        headings.update([folded] if heading else [])
        if before is None or row.table != before.table:
            table = []
        strip.start = len(table)
        table.append(strip)
        laid.append((strip, "row"))
    return [LaidRow(Row(tuple(s.cells), s.table, s.page, s.source), kind, doubtful=s.doubtful) for s, kind in laid]


def _key(text: str) -> str:
    return fold(text) if len(text) <= LONGEST_HEADING else text


def _is_heading(folded: Sequence[str], known: Known) -> bool:
    return bool(folded) and (len(folded) == 1 or all(map(known, folded)))


def find_openings(rows: Sequence[Row], words: Words) -> set[int]:
    """Give the indexes of titles below which a form's head begins, before another title comes."""
    openings = set()
    title: int | None = None
    for index, row in enumerate(rows):
        if _title_of(row, words.titles) is not None:
            title = index
        elif title is not None and index - title <= HEAD_ROOM and any(words.opens(c.text) for c in row.cells):
            openings.add(title)
            title = None
    return openings


def find_furniture(rows: Sequence[Row], openings: Collection[int], titles: Sequence[str]) -> set[int]:
    """Give the indexes of page numbers and running heads: lines outside of tables at the top or bottom of pages.

    A line counts where it is a page number (`- 3 -`, `第1页 共4页`), or where it stands on several pages and differs at
    most in its digits. A title that opens a form is no running head, nor is a line right above it (`附件1`); where no
    title opens one, the title that every page prints is none either.
    """
    pages: dict[int, list[int]] = {}
    for index, row in enumerate(rows):
        if row.page is not None:
            pages.setdefault(row.page, []).append(index)
    margins: list[int] = []
    for indexes in pages.values():
        tables = [k for k in indexes if rows[k].table is not None]
        first, last = (tables[0], tables[-1]) if tables else (indexes[0], indexes[-1])
        margins += [k for k in (indexes[:3] + indexes[-3:]) if rows[k].table is None and not first < k < last]
    texts = {k: " ".join(cell.text for cell in rows[k].cells) for k in dict.fromkeys(margins)}
    shapes = Counter(re.sub(r"\d+", "0", text) for text in texts.values())
    running = {k for k, text in texts.items() if shapes[re.sub(r"\d+", "0", text)] > 1}
    above = {
        k for opening in openings for k in range(opening - 2, opening) if k in texts and _is_above(rows, k, opening)
    }
    running -= above | set(openings)
    if not openings:
        running -= {k for k in texts if _title_of(rows[k], titles) is not None}
    return running | {k for k, text in texts.items() if PAGE_NUMBER.match(text)}


def _is_above(rows: Sequence[Row], index: int, title: int) -> bool:
    """Tell whether a line stands right above a title and belongs to it: `附件1`, `单位：万元`."""
    cells = [cell for cell in rows[index].cells if not cell.blank]
    return rows[index].page == rows[title].page and len(cells) == 1 and len(cells[0].text) <= 12


def find_regions(laid: Sequence[LaidRow], words: Words) -> list[Region]:
    """Give the stretches of rows that begin with a form's title; the whole document where none is printed.

    Where the head of a form follows some of the titles, the others are no beginning. Short lines right above a title
    (`附件1`, `单位：万元`) belong to its form.
    """
    laid = _join_titles(laid, words.titles)
    starts = [(k, cell) for k, part in enumerate(laid) if (cell := _find_title(part, words.titles)) is not None]
    openings = find_openings([part.row for part in laid], words)
    starts = [start for start in starts if start[0] in openings] or starts
    if not starts:
        return [Region(tuple(laid), None)] if laid else []
    heads = [_find_head(laid, index) for index, _ in starts]
    ends = [*heads[1:], len(laid)]
    return [Region(tuple(laid[head:end]), cell) for head, end, (_, cell) in zip(heads, ends, starts, strict=True)]


def _join_titles(laid: Sequence[LaidRow], titles: Sequence[str]) -> list[LaidRow]:
    """Put titles together that are printed on two lines."""
    joined = list(laid[:1])
    for below in laid[1:]:
        above = joined[-1]
        rows = (above.row, below.row)
        lines = all(
            part.kind == "row" and part.row.table is None and len(part.row.cells) == 1 for part in (above, below)
        )
        if lines and above.row.page == below.row.page:
            top, cell = above.row.cells[0], below.row.cells[0]
            whole = join_cells(replace(top, room=0.0), cell, Habits())
            both = LaidRow(replace(above.row, cells=(whole,), source=sum(row.source for row in rows)))
            alone = _find_title(above, titles) or _find_title(below, titles)
            if alone is None and _find_title(both, titles) is not None:
                joined[-1] = both
                continue
        joined.append(below)
    return joined


def _find_title(laid_row: LaidRow, titles: Sequence[str]) -> Cell | None:
    return _title_of(laid_row.row, titles) if laid_row.kind == "row" else None


def _title_of(row: Row, titles: Sequence[str]) -> Cell | None:
    """Give the cell of a row that is a form's title."""
    shortest = min(map(len, titles), default=0)
    likely = [cell for cell in row.cells if shortest <= len(cell.text) <= LONGEST_HEADING]
    if not likely or sum(not cell.blank for cell in row.cells) > 2:
        return None
    for cell in likely:
        text = _key(cell.text)
        if any(title in text and len(text) <= len(title) + TITLE_ROOM for title in titles):
            return cell if not re.search(r"[.…·]{3}|。", text) else None
    return None


def _find_head(laid: Sequence[LaidRow], index: int) -> int:
    head = index
    while head > 0 and index - head < 3:
        row = laid[head - 1].row
        short = sum(len(cell.text) for cell in row.cells) <= 30
        if row.table is not None or row.page != laid[index].row.page or not short:
            break
        head -= 1
    return head
