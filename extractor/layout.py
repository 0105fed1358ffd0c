"""Document → regions, one a form: what page breaks cut is put together, and where a form begins is found.

Enters: a document. Leaves: its rows with cut rows and cells rejoined, page numbers and repeated headings set apart, and
the stretches of rows that begin with the title of a form. Geometry decides; of words it knows the patterns' titles,
and the vocabulary only to put a label together that a page break cut in two.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.document import Cell, Document, Row
from extractor.values import fold
from extractor.wraps import CLEARLY, Habits, find_habits, first_word, joint

Kind = Literal["row", "repeated", "furniture"]

PAGE_NUMBER = re.compile(
    r"^[-—–~·\s]*(?:第|page)?\s*\d{1,4}\s*页?(?:\s*[/,，共of]+\s*\d{1,4}\s*页?)?[-—–~·\s]*$", re.IGNORECASE
)
NUMBER = re.compile(r"[\d.,%]+")

LONGEST_HEADING = 120

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


@dataclass(slots=True)
class _Strip:
    """A row while it is put together: `start` is its number in its table, counted over all pages."""

    cells: list[Cell]
    page: int | None
    table: int | None
    source: int
    start: int = 0
    doubtful: bool = False


def lay_out(document: Document, known: Callable[[str], bool], titles: Collection[str]) -> list[LaidRow]:
    """Undo the page breaks of a document.

    Args:
        document: the rows as the reader saw them.
        known: tells whether a text is a label of some pattern.
        titles: the titles of the patterns: a running head that repeats one is none.
    """
    furniture = find_furniture(document.rows, [fold(title) for title in titles])
    habits = find_habits(cell.text for row in document.rows for cell in row.cells)
    laid: list[tuple[_Strip, Kind]] = []
    table: list[_Strip] = []
    headings: set[tuple[str, ...]] = set()
    for index, row in enumerate(document.rows):
        strip = _Strip(list(row.cells), row.page, row.table, row.source)
        if index in furniture:
            laid.append((strip, "furniture"))
            continue
        folded = tuple(map(_key, (cell.text for cell in row.cells if not cell.blank)))
        before = table[-1] if table else None
        heading = row.table is None or _is_heading(folded, known)
        if before is not None and row.page is not None and row.page > (before.page or 0):
            if heading and folded in headings:
                laid.append((strip, "repeated"))
                continue
            headings.update([folded] if heading else [])
            if row.table is not None and before.table is not None:
                again = _join_page(table, strip, known, habits)
                laid.extend((_Strip([cell], row.page, row.table, 0), "repeated") for cell in again)
                if strip is table[-1]:
                    laid.append((strip, "row"))
                continue
        if row.table is None and before is not None and _complete_label(table, strip, known, habits):
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


def _is_heading(folded: Sequence[str], known: Callable[[str], bool]) -> bool:
    return bool(folded) and (len(folded) == 1 or all(map(known, folded)))


def find_furniture(rows: Sequence[Row], titles: Sequence[str]) -> set[int]:
    """Give the indexes of page numbers and running heads: lines outside of tables at the top or bottom of pages.

    A line counts where it is a page number (`- 3 -`, `第1页 共4页`), or where it stands on several pages and differs at
    most in its digits. A form's title that is printed on every page is no running head, unless the first page prints
    the title apart from it.
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
    named = {k for k in texts if any(title in fold(cell.text) for cell in rows[k].cells for title in titles)}
    if not named - running:
        running -= named
    return running | {k for k, text in texts.items() if PAGE_NUMBER.match(text)}


def _join_page(table: list[_Strip], strip: _Strip, known: Callable[[str], bool], habits: Habits) -> list[Cell]:
    """Join a page's first table row to the table of the page before; give the cells that are only printed again.

    What stays of the row is appended to `table`, unless the page break cut a row and it went into that row.
    """
    end = table[-1].start + 1
    again: list[Cell] = []
    pairs = [(cell, _find_above(table, cell, end)) for cell in strip.cells]
    content = [(cell, above) for cell, above in pairs if above is None or not _is_spanning(cell, above, end, known)]
    begins = any(
        above is not None and (cell, above) not in content and _says_more(cell, above, known) for cell, above in pairs
    )
    beside = any(cell.blank and above is not None and (cell, above) not in content for cell, above in pairs)
    verdict = "apart" if begins else _judge_cut(content, known, beside=beside)
    cut = verdict != "apart"
    start = end - 1 if cut else end
    printed = [cell.text for cell in strip.cells if not cell.blank]
    heading = len(printed) > 1 and all(map(known, printed))
    for cell, above in pairs:
        if above is None:
            continue
        owner, index = above
        top = owner.cells[index]
        reach = start + cell.rows - owner.start
        spanning = _is_spanning(cell, above, end, known)
        if cell.blank and heading and not cut:
            continue
        if cell.blank and (spanning or cut):
            owner.cells[index] = replace(top, rows=max(top.rows, reach)) if spanning else top
        elif cell.blank:
            continue
        elif spanning and fold(cell.text) == fold(top.text):
            owner.cells[index] = replace(top, rows=max(top.rows, reach))
            again.append(cell)
        elif (
            (cut and not spanning)
            or _is_one_label(top, cell, known)
            or (top.blank and known(cell.text) and _begins_inside(table, owner))
        ):
            owner.cells[index] = replace(_join_cells(top, cell, habits), rows=max(top.rows, reach))
        else:
            continue
        strip.cells.remove(cell)
    if cut:
        last = table[-1]
        last.source += strip.source
        last.doubtful = last.doubtful or verdict == "doubtful"
        last.cells = sorted(last.cells + [cell for cell in strip.cells if not cell.blank], key=lambda c: c.left)
        last.page = strip.page
    else:
        strip.start = end
        table.append(strip)
    return again


def _complete_label(table: Sequence[_Strip], strip: _Strip, known: Callable[[str], bool], habits: Habits) -> bool:
    """Put the end of a side label that a page break pushed below the table's last line back into its cell."""
    if len(strip.cells) != 1 or strip.page != table[-1].page:
        return False
    cell = strip.cells[0]
    end = table[-1].start + 1
    for owner in table:
        for index, top in enumerate(owner.cells):
            inside = top.left <= cell.left and cell.right <= top.right
            if inside and owner.start + top.rows >= end and _is_one_label(top, cell, known):
                owner.cells[index] = _join_cells(top, cell, habits)
                return True
    return False


_Above = tuple[_Strip, int]


def _find_above(table: Sequence[_Strip], cell: Cell, end: int) -> _Above | None:
    """Give the cell that reaches down to the page's end right above a cell of the next page."""
    best: _Above | None = None
    widest = 0.0
    for strip in table:
        for index, above in enumerate(strip.cells):
            if strip.start + above.rows < end:
                continue
            shared = min(above.right, cell.right) - max(above.left, cell.left)
            if shared > widest and shared >= 0.8 * max(above.right - above.left, cell.right - cell.left):
                best, widest = (strip, index), shared
    return best


def _is_spanning(cell: Cell, above: _Above, end: int, known: Callable[[str], bool]) -> bool:
    """Tell whether two cells on either side of a page break are of the kind that spans rows: labels at the side."""
    top = above[0].cells[above[1]]
    if above[0].start < end - 1 or cell.rows > 1:
        return True
    return not top.blank and known(top.text) and (cell.blank or fold(cell.text) == fold(top.text))


def _says_more(cell: Cell, above: _Above, known: Callable[[str], bool]) -> bool:
    """Tell whether a cell at the side prints a text of its own, and not what stands above it once more."""
    top = above[0].cells[above[1]]
    return not (cell.blank or top.blank or fold(cell.text) == fold(top.text) or _is_one_label(top, cell, known))


def _judge_cut(
    content: Iterable[tuple[Cell, _Above | None]], known: Callable[[str], bool], *, beside: bool
) -> Literal["apart", "cut", "doubtful"]:
    """Tell whether a page break went through a row: whether a page's first row goes on with the last one before it.

    `beside` says that nothing is printed beside the row's texts, where the row above has its label.
    """
    pairs = [
        (cell, above[0].cells[above[1]])
        for cell, above in content
        if above is not None and not (cell.blank and above[0].cells[above[1]].blank)
    ]
    strangers = [cell for cell, above in content if above is None and not cell.blank]
    if strangers or not pairs or all(cell.blank for cell, _ in pairs):
        return "apart"
    both = [(cell, top) for cell, top in pairs if not (cell.blank or top.blank)]
    if not both:
        # Each column is filled on one side only: the halves of a row whose texts stand at different heights.
        return "doubtful" if pairs[0][1].blank and any(cell.blank for cell, _ in pairs) else "apart"
    if pairs[0][0].blank and not any(top.blank for _, top in pairs):
        # Nothing stands in the column that every row fills first: the rest of the row above.
        return "cut"
    if len(pairs) == 1 and beside and not known(pairs[0][0].text):
        return "cut"
    if not all(_may_go_on(top, cell, known, alone=len(pairs) < 3) for cell, top in both):
        return "apart"
    if len(pairs) == 1 or (len(both) < len(pairs) and not any(top.blank for _, top in pairs)):
        return "cut"
    if len(both) < len(pairs):
        return "doubtful"
    one_line = all("\n" not in cell.raw and "\n" not in top.raw for cell, top in both)
    ended = any(top.text.endswith(("。", "！", "？", "；")) for _, top in both)
    return "apart" if ended or one_line else "doubtful"


def _may_go_on(top: Cell, cell: Cell, known: Callable[[str], bool], *, alone: bool) -> bool:
    """Tell whether a text may go on over a page break. Two numbers one below the other hardly do, in a short row."""
    if _is_one_label(top, cell, known):
        return True
    if alone and NUMBER.fullmatch(top.text) and NUMBER.fullmatch(cell.text):
        return False
    return _is_full(top, cell) and not known(top.text) and not known(cell.text)


def _is_full(top: Cell, cell: Cell) -> bool:
    """Tell whether a cell's last line had no room for the first word of the cell below the page break."""
    return not (top.blank or cell.blank) and top.room <= first_word(cell.text) + CLEARLY


def _is_one_label(top: Cell, cell: Cell, known: Callable[[str], bool]) -> bool:
    """Tell whether two cells are the halves of one label: `年度重点工` and `作任务`."""
    return not top.blank and known(top.text + cell.text) and not (known(top.text) and known(cell.text))


def _begins_inside(table: Sequence[_Strip], owner: _Strip) -> bool:
    """Tell whether a blank cell begins on its page, and does not go on from the page before."""
    return any(strip.page == owner.page and strip.start < owner.start for strip in table)


def _join_cells(top: Cell, cell: Cell, habits: Habits) -> Cell:
    if top.blank:
        return replace(cell, left=top.left, right=top.right)
    between = joint(top.text, cell.text, habits, room=top.room)
    return replace(
        top,
        raw=f"{top.raw}\n{cell.raw}",
        text=top.text + between + cell.text,
        places=top.places + cell.places,
        room=cell.room,
    )


def find_regions(laid: Sequence[LaidRow], titles: Collection[str]) -> list[Region]:
    """Give the stretches of rows that begin with a form's title; the whole document where none is printed.

    Short lines right above the title (`附件1`, `单位：万元`) belong to the form.
    """
    folded = [fold(title) for title in titles]
    laid = _join_titles(laid, folded)
    starts = [(k, cell) for k, laid_row in enumerate(laid) if (cell := _find_title(laid_row, folded)) is not None]
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
            whole = _join_cells(replace(top, room=0.0), cell, Habits())
            both = LaidRow(replace(above.row, cells=(whole,), source=sum(row.source for row in rows)))
            alone = _find_title(above, titles) or _find_title(below, titles)
            if alone is None and _find_title(both, titles) is not None:
                joined[-1] = both
                continue
        joined.append(below)
    return joined


def _find_title(laid_row: LaidRow, titles: Iterable[str]) -> Cell | None:
    if laid_row.kind != "row":
        return None
    printed = [cell for cell in laid_row.row.cells if not cell.blank]
    if not printed or len(printed) > 2 or len(printed[0].text) > LONGEST_HEADING:
        return None
    for cell in printed:
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
