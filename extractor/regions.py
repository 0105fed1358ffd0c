"""Rows → regions: where each form of a document begins, and where it ends. The layout's last step.

Enters: rows with the page breaks undone. Leaves: a region for each form, in order: its title, the short lines above it,
its tables, the notes below them. What stands between two forms, other tables among it, belongs to none.

A form begins with a title that its head follows, or with the first label of a head where no title is printed. It goes
on as long as the next table speaks its words, or is the same table on the next page. It is a form only if an indicator
table stands in it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from extractor.beginnings import find_beginnings
from extractor.document import Cell, PageBox, Row
from extractor.layout import LaidRow
from extractor.titles import (
    ENTRY,
    HEAD_ROOM,
    LEADERS,
    PART,
    Signs,
    Words,
    begins_part,
    find_title,
    is_continued,
)

ENOUGH_LEVELS = 3
"""So many names of levels in their places are an indicator table, even if its headings cannot be read."""

PAGE_NUMBER = re.compile(r"^[-—–－·\s]*(?:第\s*)?\d{1,4}\s*页?[-—–－·\s]*$")
"""`— 2 —`, `第2页`."""

FEW_LINES = 3
"""So many lines may stand where a word processor's table was cut: a running head, a page's number."""

LEVEL_END = "指标"
"""What a level's name ends with where it is sure to be one: `数量` is a heading of many other tables."""

LONGEST_NOTE = 600
"""How many characters may follow a form's last row and still be a note to it."""

LONGEST_GAP = 60
"""How many lines may stand inside of a form without a word of its own."""

SAME_EDGE = 3.0
"""How far apart (points) the edges of one column may lie on two pages."""

CHAPTER = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．]?\s*\S")
"""`三、“三公”经费说明`: no note to a form, and nothing above its title."""

MOST_BLANK = 4
"""So many pages may be blank in the midst of a table that a browser prints: they show a running head at most."""

MANY_ROWS = 60
"""So many of a table's last rows show where its columns stand."""

NOTE = re.compile(r"^\s*(?:注|备注|说明|填[表报写]|制表|审核|联系|经办|单位负责|负责人|单位公章|[（(]?盖章)")
"""What a note to a form begins with: `注：…`, `填表人：…`."""


@dataclass(frozen=True, slots=True)
class Region:
    """The rows of one form, and the cell that holds its title (None where no title was found).

    `begins` tells whether a form's beginning and its indicators were found. Where it is false the region is the whole
    document: no form, and shown only to tell what is missing. `doubtful` are the cells of a row below the form that may
    be a part of it.
    """

    rows: tuple[LaidRow, ...]
    title: Cell | None
    begins: bool = True
    doubtful: tuple[Cell, ...] = ()


@dataclass(slots=True)
class _Walk:
    """The way down a form: what was read of it so far.

    Attributes:
        end: the index after the last row that is surely the form's.
        stop: the index of the row that is surely not.
        fields: the labels of the head, folded.
        levels: the names of levels.
        headed: whether the headings of the indicator table were read.
        title: the first title on the way.
        tables: the rows of its tables.
        table: the table that the last of them ends in.
    """

    end: int
    stop: int
    fields: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    headed: bool = False
    title: Cell | None = None
    tables: list[Row] = field(default_factory=list)
    table: int | None = None

    @property
    def complete(self) -> bool:
        """Whether the indicator table was reached: before it, more of the form is to come."""
        return self.headed or len(self.levels) >= ENOUGH_LEVELS

    def take(self, signs: Signs, end: int) -> None:
        """Note a row of the form."""
        self.end = end
        self.fields |= signs.fields
        self.levels |= signs.levels
        self.headed = self.headed or signs.indicators


def find_regions(laid: Sequence[LaidRow], words: Words) -> list[Region]:
    """Give the forms of a document in order; where there is none, all of it, as a region that begins nothing."""
    passing = {index for index, part in enumerate(laid) if part.kind != "row"}
    begin = find_beginnings([part.row for part in laid], words, passing)
    signs, starts = begin.signs, begin.titled | begin.bare
    found: list[tuple[int, int, Cell | None]] = []
    floor = index = 0
    alone = True
    while index < len(laid):
        if index not in starts and not _may_begin(laid, signs, index, floor):
            index += 1
            continue
        walk = _walk(laid, signs, index, starts, words)
        if walk.complete:
            head = _find_head(laid, index, floor, titled=index in begin.titled)
            alone = alone and not any(part.kind == "row" for part in laid[floor:head])
            end = _find_end(laid, walk, alone=alone)
            found.append((head, end, walk.title))
            floor = end
        index = max(walk.end if walk.complete else walk.stop, index + 1)
    if not found and laid:
        return [Region(tuple(laid), _name_only(laid, words), begins=False)]
    ends = [*(head for head, _, _ in found[1:]), len(laid)]
    return [
        Region(tuple(laid[head:end]), title, doubtful=_find_doubtful(laid, signs, end, following))
        for (head, end, title), following in zip(found, ends, strict=True)
    ]


def _find_doubtful(laid: Sequence[LaidRow], signs: Sequence[Signs], end: int, following: int) -> tuple[Cell, ...]:
    """Give the first row between a form and the next one that may be a part of it, nothing where there is none.

    That is a row of a table that names levels of indicators, a text below headings of indicators that are printed
    again, a row of the next page that stands in the form's columns below a text that does, and, where no pages show how
    the tables lie, the first row right below the form, with at most a page's number between, or one that begins blank
    below a few lines.
    """
    between: list[Row] = []
    first = True
    again = False
    for index in range(end, following):
        row = laid[index].row
        if laid[index].kind != "row":
            again = again or (laid[index].kind == "repeated" and signs[index].indicators)
            continue
        if row.table is None and not (first and again):
            between.append(row)
            continue
        beside = all(PAGE_NUMBER.match(_text(line)) or is_continued(line) for line in between)
        rest = beside or (len(between) <= FEW_LINES and bool(row.cells) and row.cells[0].blank)
        named = again or any(level.endswith(LEVEL_END) for level in signs[index].levels)
        below = first and _is_in_columns([part.row for part in laid[max(0, end - MANY_ROWS) : end]], between, row)
        if named or below or (first and row.page is None and rest):
            return tuple(cell for cell in row.cells if not cell.blank)
        first = False
    return ()


def _is_in_columns(form: Sequence[Row], between: Sequence[Row], row: Row) -> bool:
    """Tell whether a row of the page after a form stands in its columns, and so do lines above it that are no table's.

    The rest of a text may stand so far out of its column that it is taken for a line outside of the table.
    """
    tables = [other for other in form if other.table is not None]
    if not tables or row.page is None or tables[-1].page is None or row.page != tables[-1].page + 1:
        return False
    edges = {cell.left for other in tables if other.table == tables[-1].table for cell in other.cells}
    inner = edges - {min(edges)}
    cells = [cell for cell in row.cells if not cell.blank]
    above = [line for line in between if not PAGE_NUMBER.match(_text(line))]

    def stands_in(cell: Cell, edges: Collection[float]) -> bool:
        return any(abs(cell.left - edge) <= SAME_EDGE for edge in edges)

    if len(cells) < 2 or not above or any(line.page != row.page for line in above):
        return False
    lines = [cell for line in above for cell in line.cells]
    return all(stands_in(cell, edges) for cell in cells) and all(stands_in(cell, inner) for cell in lines)


def _name_only(laid: Sequence[LaidRow], words: Words) -> Cell | None:
    """Give the first title that a document names without a form below it."""
    titles = (find_title(part.row, words.titles) for part in laid if part.kind == "row")
    return next((title for title in titles if title is not None), None)


def _may_begin(laid: Sequence[LaidRow], signs: Sequence[Signs], index: int, floor: int) -> bool:
    """Tell whether a form without a title may begin here: with a label of a head, at the top of a table."""
    if laid[index].kind != "row" or not (signs[index].first or signs[index].indicators):
        return False
    table = laid[index].row.table
    above = [part for part in laid[max(floor, index - HEAD_ROOM) : index] if part.kind == "row"]
    return len(above) < HEAD_ROOM or not all(part.row.table == table for part in above)


def _walk(laid: Sequence[LaidRow], signs: Sequence[Signs], start: int, starts: Collection[int], words: Words) -> _Walk:
    """Go down from a form's beginning to where it ends."""
    walk = _Walk(start, len(laid))
    index, gap = start, 0
    while index < len(laid):
        part = laid[index]
        if part.kind != "row":
            index += 1
            continue
        if index > start and index in starts:
            walk.stop = index
            break
        title = find_title(part.row, words.titles)
        walk.title = walk.title or title
        if part.row.table is None:
            if title is None and index > start and begins_part(part.row) and not signs[index].labels:
                walk.stop = index
                break
            gap = 0 if signs[index].reading or (signs[index].opening and not walk.complete) else gap + 1
            if not gap:
                walk.take(signs[index], index + 1)
            elif gap > LONGEST_GAP:
                walk.stop = index
                break
            index += 1
            continue
        end = _end_table(laid, index, starts)
        if walk.tables and all(cell.blank for part in laid[index:end] for cell in part.row.cells):
            index = end  # A sliver of a table that a page break left, or a frame.
            continue
        anew = not walk.complete and signs[index].first and bool(signs[index].fields & walk.fields)
        if anew or not _goes_on(laid, signs, walk, index, end):
            walk.stop = index
            break
        index = _take_table(laid, signs, walk, index, end)
        gap = 0
    return walk


def _end_table(laid: Sequence[LaidRow], index: int, starts: Collection[int]) -> int:
    """Give the index after a table's rows on one page, up to a line of text or the next form."""
    end = index + 1
    table = laid[index].row.table
    while end < len(laid) and end not in starts and (laid[end].row.table == table or laid[end].kind != "row"):
        end += 1
    while end > index + 1 and laid[end - 1].kind != "row" and laid[end - 1].row.table != table:
        end -= 1
    return end


def _take_table(laid: Sequence[LaidRow], signs: Sequence[Signs], walk: _Walk, index: int, end: int) -> int:
    """Take the rows of a table, up to one that begins another form or table inside of it; give where that is."""
    for k in range(index, end):
        row = laid[k].row
        if laid[k].kind != "row":
            continue
        if walk.complete and begins_part(row) and not signs[k].labels:
            return k
        walk.take(signs[k], k + 1)
        walk.tables.append(row)
        walk.table = laid[k].end_table or row.table
    return end


def _goes_on(laid: Sequence[LaidRow], signs: Sequence[Signs], walk: _Walk, index: int, end: int) -> bool:
    """Tell whether a table is the form's: it is the first, speaks the form's words, or goes on over a page break.

    Until the indicators are reached, a table right below the form's last one goes on with it: its columns may drift.
    """
    own = signs[walk.end if walk.tables else index : end]
    if any(each.reading for each in own):
        return True
    right_below = walk.tables and not any(part.kind == "row" for part in laid[walk.end : index])
    if not walk.complete and (not walk.tables or right_below or sum(each.labels for each in own) >= 2):
        return True
    return _is_same_table(laid, walk, index, end)


def _is_same_table(laid: Sequence[LaidRow], walk: _Walk, index: int, end: int) -> bool:
    """Tell whether rows are the same table's as those before: by its number, or by its columns on the next page."""
    rows = [part.row for part in laid[walk.end : index] if part.kind == "row"]
    between = [row for row in rows if not all(cell.blank for cell in row.cells)]
    if not walk.tables or not all(map(is_continued, between)):
        return False
    last, row = walk.tables[-1], laid[index].row
    if row.table in (last.table, walk.table):
        return True
    if row.page is None or last.page is None:
        return bool(between or (row.cells and row.cells[0].blank)) and last.page == row.page
    blank = 0 if between else MOST_BLANK
    if not (row.page > _first_page(last) and _first_page(row) <= last.page + 1 + blank):
        return False
    known = _edges([other for other in walk.tables[-MANY_ROWS:] if other.table == last.table])
    edges = _edges([part.row for part in laid[index:end] if part.kind == "row"])
    # On either page the left edge may be missing: a label at the side stands in the row where it begins or is printed.
    right = abs(max(known) - max(edges)) <= SAME_EDGE
    inner = [edge for edge in edges if edge >= min(known) - SAME_EDGE]
    return right and all(any(abs(edge - other) <= SAME_EDGE for other in known) for edge in inner)


def _first_page(row: Row) -> int:
    """Give the page on which a row begins: one that a page break cut begins on the page before."""
    return min((place.page for cell in row.cells for place in cell.places if isinstance(place, PageBox)), default=0)


def _edges(rows: Sequence[Row]) -> set[float]:
    return {round(edge, 1) for row in rows for cell in row.cells for edge in (cell.left, cell.right)}


def _find_head(laid: Sequence[LaidRow], index: int, floor: int, *, titled: bool) -> int:
    """Give where a form begins: at the short lines right above its title, such as `附件1` and `单位：万元`.

    Where no title of a pattern is printed, at the top of its table, with the line above that may be its title.
    """
    head = index
    table = laid[index].row.table
    while head > floor and table is not None and laid[head - 1].row.table == table:
        head -= 1
    first = head
    while head > floor and first - head < 3:
        row = laid[head - 1].row
        if laid[head - 1].kind != "row" or row.table is not None or row.page != laid[first].row.page:
            break
        if not _is_caption(row) or (begins_part(row) and (titled or PART.match(_text(row)))):
            break
        head -= 1
    return head


def _is_caption(row: Row) -> bool:
    """Tell whether a line may belong to the title below it, and is neither prose nor another form's note."""
    text = _text(row)
    prose = (
        LEADERS.search(text)
        or ENTRY.search(text)
        or text.endswith(("；", "：", "，"))
        or NOTE.match(text)
        or CHAPTER.match(text)
    )
    return len(text) <= 30 and not prose


def _find_end(laid: Sequence[LaidRow], walk: _Walk, *, alone: bool) -> int:
    """Give where a form ends: after its last table, with the notes right below it.

    In a document that holds nothing but forms (`alone`), a short text of any kind at its end is taken for a note, so
    that it is shown. What other text follows is another part of the document.
    """
    page = laid[walk.end - 1].row.page
    end = walk.end
    for index in range(walk.end, walk.stop):
        part = laid[index]
        if part.kind == "row":
            break
        if part.row.page == page or (part.kind == "repeated" and not part.row.source):
            end = index + 1
    tail = [part.row for part in laid[end : walk.stop] if part.kind == "row"]
    last = alone and walk.stop == len(laid) and sum(row.source for row in tail) <= LONGEST_NOTE
    last = last and all(row.table is None and row.page == page and not CHAPTER.match(_text(row)) for row in tail)
    for index in range(end, walk.stop):
        part = laid[index]
        if part.row.table is not None or part.row.page != page:
            break
        if part.kind == "row" and not (last or NOTE.match(_text(part.row))):
            break
        end = index + 1
    return end


def _text(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells if not cell.blank).strip()
