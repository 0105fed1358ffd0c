"""What a page break cut, put together: rows, cells and labels that go on on the next page. Part of the layout.

Enters: a table's rows up to a page's end, and the first row of the next page. Leaves: the same table, one row longer or
with its last row completed. Geometry decides; the vocabulary only puts a label together that was cut in two.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.document import Cell
from extractor.targets import parse_target
from extractor.values import fold
from extractor.wraps import CLEARLY, Habits, first_word, joint

Known = Callable[[str], bool]
"""Tells whether a text is a label of some pattern."""

Verdict = Literal["apart", "cut", "doubtful"]

NUMBER = re.compile(r"[\d.,%]+")


@dataclass(slots=True)
class Strip:
    """A row while it is put together.

    `start` is its number in its table, counted over all pages; `end_table` is the table that it ends in where a page
    break cut it, for each page's part of a table has a number of its own. `doubtful` says that it was joined over a
    page break in doubt, `ambiguous` that the reader cut it in doubt.
    """

    cells: list[Cell]
    page: int | None
    table: int | None
    source: int
    start: int = 0
    doubtful: bool = False
    ambiguous: bool = False
    end_table: int | None = None


def join_page(table: list[Strip], strip: Strip, known: Known, habits: Habits) -> list[Cell]:
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
    heading = _is_heading(strip.cells, known)
    below_headings = _is_heading(table[-1].cells, known)
    for cell, above in pairs:
        if above is None:
            continue
        owner, index = above
        top = owner.cells[index]
        reach = start + cell.rows - owner.start
        spanning = _is_spanning(cell, above, end, known)
        if cell.blank and not cut and (heading or (below_headings and owner is table[-1])):
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
            or (top.blank and not heading and known(cell.text) and _begins_inside(table, owner, known))
        ):
            owner.cells[index] = replace(join_cells(top, cell, habits), rows=max(top.rows, reach))
        else:
            continue
        strip.cells.remove(cell)
    if cut:
        last = table[-1]
        last.source += strip.source
        last.doubtful = last.doubtful or verdict == "doubtful"
        last.ambiguous = last.ambiguous or strip.ambiguous
        last.cells = sorted(last.cells + [cell for cell in strip.cells if not cell.blank], key=lambda c: c.left)
        last.page, last.end_table = strip.page, strip.table
    else:
        strip.start = end
        table.append(strip)
    return again


def complete_label(table: Sequence[Strip], strip: Strip, known: Known, habits: Habits) -> bool:
    """Put the end of a side label that a page break pushed below the table's last line back into its cell."""
    if len(strip.cells) != 1 or strip.page != table[-1].page:
        return False
    cell = strip.cells[0]
    end = table[-1].start + 1
    for owner in table:
        for index, top in enumerate(owner.cells):
            inside = top.left <= cell.left and cell.right <= top.right
            if inside and owner.start + top.rows >= end and _is_one_label(top, cell, known):
                owner.cells[index] = join_cells(top, cell, habits)
                return True
    return False


_Above = tuple[Strip, int]


def _find_above(table: Sequence[Strip], cell: Cell, end: int) -> _Above | None:
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


def _is_spanning(cell: Cell, above: _Above, end: int, known: Known) -> bool:
    """Tell whether two cells on either side of a page break are of the kind that spans rows: labels at the side."""
    top = above[0].cells[above[1]]
    if above[0].start < end - 1 or cell.rows > 1:
        return True
    return not top.blank and known(top.text) and (cell.blank or fold(cell.text) == fold(top.text))


def _says_more(cell: Cell, above: _Above, known: Known) -> bool:
    """Tell whether a cell at the side prints a text of its own, and not what stands above it once more."""
    top = above[0].cells[above[1]]
    return not (cell.blank or top.blank or fold(cell.text) == fold(top.text) or _is_one_label(top, cell, known))


def _judge_cut(content: Iterable[tuple[Cell, _Above | None]], known: Known, *, beside: bool) -> Verdict:
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
    if not any(not (cell.blank or top.blank) for cell, top in pairs):
        # Each column is filled on one side only: the halves of a row whose texts stand at different heights.
        return "doubtful" if pairs[0][1].blank and any(cell.blank for cell, _ in pairs) else "apart"
    if pairs[0][0].blank and not any(top.blank for _, top in pairs):
        # Nothing stands in the column that every row fills first: the rest of the row above.
        return "cut"
    if len(pairs) == 1 and beside and not known(pairs[0][0].text):
        return "cut"
    return _judge_texts(pairs, known)


def _judge_texts(pairs: Sequence[tuple[Cell, Cell]], known: Known) -> Verdict:
    """Tell by the texts above and below a page break whether they are one row's."""
    both = [(cell, top) for cell, top in pairs if not (cell.blank or top.blank)]
    if not all(_may_go_on(top, cell, known, alone=len(pairs) < 3) for cell, top in both):
        return "apart"
    if len(pairs) == 1:
        return "cut"
    if any(top.blank for _, top in pairs):
        # A column filled below only: one row whose shorter texts stand in the middle of its height, or two rows.
        return "doubtful"
    if len(both) < len(pairs):
        return "cut"
    one_line = all("\n" not in cell.raw and "\n" not in top.raw for cell, top in both)
    ended = all(top.text.endswith(("。", "！", "？", "；")) for _, top in both)
    if one_line and all(cell.aligned for cell, _ in both):
        return "doubtful"  # No line says where the row above ends, and each of its texts fills its last line.
    short = one_line and any(top.room >= first_word(cell.text) for cell, top in both)
    return "apart" if ended or short else "doubtful"


def _may_go_on(top: Cell, cell: Cell, known: Known, *, alone: bool) -> bool:
    """Tell whether a text may go on over a page break.

    Two values one below the other are of two rows; so are, in a short row, two numbers that could be one's halves.
    """
    if _is_one_label(top, cell, known):
        return True
    if alone and NUMBER.fullmatch(top.text) and NUMBER.fullmatch(cell.text):
        return False
    if _is_value(top.text) and _is_value(cell.text) and not _is_value(top.text + cell.text):
        return False
    return _is_full(top, cell) and not known(top.text) and not known(cell.text)


def _is_value(text: str) -> bool:
    """Tell whether a text is a value by itself: `147.92`, `约349万人次`, `不低于94.5%`, `2021.12.31`."""
    target = parse_target(text)
    return target is not None and target.kind != "text"


def _is_full(top: Cell, cell: Cell) -> bool:
    """Tell whether a cell's last line had no room for the first word of the cell below the page break."""
    return not (top.blank or cell.blank) and top.room <= first_word(cell.text) + CLEARLY


def _is_one_label(top: Cell, cell: Cell, known: Known) -> bool:
    """Tell whether two cells are the halves of one label: `年度重点工` and `作任务`."""
    return not top.blank and known(top.text + cell.text) and not (known(top.text) and known(cell.text))


def _begins_inside(table: Sequence[Strip], owner: Strip, known: Known) -> bool:
    """Tell whether a blank cell begins on its page or below column headings, and does not go on from a page before."""
    return any(
        strip.start < owner.start
        and (strip.page == owner.page or (strip.start == owner.start - 1 and _is_heading(strip.cells, known)))
        for strip in table
    )


def _is_heading(cells: Iterable[Cell], known: Known) -> bool:
    """Tell whether a row holds column headings: labels only, and more than one that covers no further row."""
    printed = [cell for cell in cells if not cell.blank]
    return all(known(cell.text) for cell in printed) and sum(cell.rows == 1 for cell in printed) > 1


def join_cells(top: Cell, cell: Cell, habits: Habits) -> Cell:
    """Give the cell that two parts on either side of a page break make."""
    if top.blank:
        return replace(cell, left=top.left, right=top.right)
    between = joint(top.text, cell.text, habits, room=top.room)
    return replace(
        top,
        raw=f"{top.raw}\n{cell.raw}",
        text=top.text + between + cell.text,
        places=top.places + cell.places,
        room=cell.room,
        confidence=min((sure for sure in (top.confidence, cell.confidence) if sure is not None), default=None),
        repaired=top.repaired or cell.repaired,
    )
