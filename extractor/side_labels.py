"""The labels at the side of a table's rows, where a page break goes through what they span. Part of the layout.

Enters: a table's rows up to a page's end, and a cell or lines of the next page. Leaves: whether a label goes on there,
ends above, or begins earlier than it is printed; the label with its own last lines.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.cut_rows import Known, find_box, is_one_label
from extractor.document import Cell, PageBox
from extractor.strips import Above, PageBreak, Strip, is_heading, join_cells
from extractor.wraps import Habits

CENTRED = 4.0
"""A label no farther off (points) is in the middle of the rows beside it, or begins with them."""


def begin_above(table: Sequence[Strip], strip: Strip, cell: Cell, above: Above, at: PageBreak) -> None:
    """Let a label beside the rest of a cut row begin with that row or the one above, where the one before it ends."""
    earlier = _begins_earlier(table, strip, cell, above, at)
    end_label(above, table[-1].start - earlier)
    if earlier:
        strip.cells.remove(cell)
        table[-2].cells = sorted([*table[-2].cells, replace(cell, rows=2)], key=lambda each: each.left)


def _begins_earlier(table: Sequence[Strip], strip: Strip, cell: Cell, above: Above, at: PageBreak) -> bool:
    """Tell whether a label beside the rest of a cut row spans the row above that one too, at least.

    Where labels of several rows are printed on their last page, it stands at the top or the middle of what is left of
    its rows there. Were it the label of the cut row alone, it would stand beside the beginning of that row.
    """
    rest = [box for x in strip.cells if not (x.blank or at.known(x.text)) and (box := find_box(x, 0)) is not None]
    box = find_box(cell, 0)
    if at.printed not in ("last", "middle") or cell.rows > 1 or not cell.aligned or not rest or box is None:
        return False
    if len(table) < 3 or above[0].start >= table[-2].start or table[-2].page != table[-1].page:
        return False
    top, bottom = min(x[1] for x in rest), max(x[3] for x in rest)
    return abs(top - box[1]) <= CENTRED or abs(top + bottom - box[1] - box[3]) <= 2 * CENTRED


def end_label(label: Above, end: int) -> None:
    """Let a label end above a row, unless it is printed in it."""
    owner, index = label
    if owner.start < end:
        owner.cells[index] = replace(owner.cells[index], rows=end - owner.start)


def ends_above(table: Sequence[Strip], owner: Strip, top: Cell, cell: Cell, at: PageBreak) -> bool:
    """Tell whether a side label ends with its page, so that the blank cell below begins another label's.

    A line drawn there tells it, else the way that the document prints its labels: were the blank cell the label's own
    last part, the label would stand in it, or further down in what it spans.
    """
    if top.blank:
        return False
    if at.opens and top.closed is not None and cell.closed is not None:
        return top.closed[1] or (at.heads and cell.closed[0])
    if not is_high(cell, top) or _find_page(top) != table[-1].page:
        return False
    own = _is_own(table, owner, top)
    if cell.rows < at.rows:
        at.votes["first" if own else "middle"] += 1
        return False
    return own and at.printed in ("last", "middle")


def _is_own(table: Sequence[Strip], owner: Strip, label: Cell) -> bool:
    """Tell whether a label is in the middle of the rows beside it on its page, or begins with them."""
    beside = [
        box
        for strip in table[owner.start :]
        if strip.page == table[-1].page
        for cell in strip.cells
        if not cell.blank and cell.left >= label.right - 1 and (box := find_box(cell, -1)) is not None
    ]
    box = find_box(label, -1)
    if box is None or not beside:
        return True
    top, bottom = min(other[1] for other in beside), max(other[3] for other in beside)
    return abs(top + bottom - box[1] - box[3]) <= 2 * CENTRED or abs(top - box[1]) <= CENTRED


def _find_page(label: Cell) -> int | None:
    """Give the page on which a label is printed, or its last part."""
    place = label.places[-1] if label.places else None
    return place.page if isinstance(place, PageBox) else None


def is_high(blank: Cell, label: Cell) -> bool:
    """Tell whether a blank cell is high enough for a label."""
    room, text = find_box(blank, 0), find_box(label, 0)
    return room is not None and text is not None and room[3] - room[1] > text[3] - text[1]


def begins_inside(table: Sequence[Strip], owner: Strip, top: Cell) -> bool:
    """Tell whether a blank cell begins on its page, and does not go on from a page before."""
    return top.left in owner.begun or any(strip.start < owner.start and strip.page == owner.first for strip in table)


def begins_below_headings(table: Sequence[Strip], owner: Strip, known: Known) -> bool:
    """Tell whether a row stands right below column headings."""
    return any(strip.start == owner.start - 1 and is_heading(strip.cells, known) for strip in table)


def complete_label(table: Sequence[Strip], below: Sequence[Strip], known: Known, habits: Habits) -> int:
    """Put side labels, or the end of one, that a page break pushed below the table's last line back into their cells.

    `below` are the lines there. Gives how many of them the labels take.
    """
    end = table[-1].start + 1 if table else 0
    if below and _put_on_edge(table, below[0], end, known, habits):
        return 1
    for owner in table if below else ():
        for index, top in enumerate(owner.cells):
            if top.blank or owner.start + top.rows < end:
                continue
            whole = top
            for count, strip in enumerate(below, 1):
                cell = strip.cells[0]
                if len(strip.cells) > 1 or not (top.left <= cell.left and cell.right <= top.right):
                    break
                one = is_one_label(whole, cell, known)
                whole = join_cells(whole, cell, habits)
                if one:
                    owner.cells[index] = whole
                    return count
    return 0


def _put_on_edge(table: Sequence[Strip], line: Strip, end: int, known: Known, habits: Habits) -> bool:
    """Put the labels of a line into the blank cells on whose lower edge they stand, if all of them do; tell whether."""
    places: dict[int, Above] = {}
    for owner in table:
        for index, top in enumerate(owner.cells):
            if top.blank and owner.start + top.rows >= end:
                places |= {k: (owner, index) for k, cell in enumerate(line.cells) if _stands_on_edge(cell, top, known)}
    if len(places) < len(line.cells):
        return False
    for k, (owner, index) in places.items():
        top = owner.cells[index]
        owner.cells[index] = replace(join_cells(top, line.cells[k], habits), rows=top.rows, closed=top.closed)
    return True


def _stands_on_edge(cell: Cell, blank: Cell, known: Known) -> bool:
    """Tell whether a label stands on the lower edge of a blank cell, in which a program began to print it."""
    room, text = find_box(blank, -1), find_box(cell, 0)
    inside = blank.left <= cell.left and cell.right <= blank.right
    return inside and room is not None and text is not None and text[1] < room[3] < text[3] and known(cell.text)
