"""What a page break cut, put together: rows, cells and labels that go on on the next page. Part of the layout.

Enters: a table's rows up to a page's end, and the first row of the next page. Leaves: the same table, one row longer or
with its last row completed. Geometry decides; the vocabulary only puts a label together that was cut in two.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from extractor.cut_rows import Known, Surroundings, Verdict, find_box, is_one_label, is_rest, judge_cut
from extractor.document import Cell
from extractor.side_labels import begin_above, begins_below_headings, begins_inside, end_label, ends_above, is_high
from extractor.strips import Above, PageBreak, Strip, is_heading, join_cells
from extractor.unmerged import stands_in
from extractor.values import are_alike

FILLING = 5
"""A text of more lines than this may fill a page."""

ENDING = frozenset("。！？；：，、.!?;:,…）)】》”’")
"""What a text ends with that has not broken off, nor been cut within a word."""


def join_page(table: list[Strip], strip: Strip, at: PageBreak) -> list[Cell]:
    """Join a page's first table row to the table of the page before; give the cells that are only printed again.

    What stays of the row is appended to `table`, unless the page break cut a row and it went into that row.
    """
    known = at.known
    end = table[-1].start + 1
    again: list[Cell] = []
    for row, other_row in ((table[-1], strip), (strip, table[-1])) if at.single else ():
        for cell in other_row.cells:
            _merge_blanks(row, cell)
    reaching = _find_reaching(table, end)
    pairs = [(cell, _find_above(reaching, cell)) for cell in strip.cells]
    lead = min(_find_lead(strip.cells), _find_lead(table[-1].cells))
    spans = [above is not None and _is_spanning(cell, above, end, lead, known) for cell, above in pairs]
    tops = [(cell, None if above is None else above[0].cells[above[1]]) for cell, above in pairs]
    content = [pair for pair, spanning in zip(tops, spans, strict=True) if not spanning]
    sides = [pair for pair, spanning in zip(tops, spans, strict=True) if spanning]
    begun = [
        (cell, above)
        for (cell, above), (_, top), spanning in zip(pairs, tops, spans, strict=True)
        if spanning and above is not None and top is not None and _says_more(cell, top, known)
    ]
    beside = any(cell.blank for cell, _ in sides)
    place = Surroundings(beside, at.opens, at.heads, at.single, at.rows > 1, at.floor, at.endings)
    late = at.printed is not None and all(owner is not table[-1] for _, (owner, _) in begun)
    if begun and not is_rest(content, known) and not (late and all(cell.aligned for cell in strip.cells)):
        verdict: Verdict = "apart"
    else:
        verdict = judge_cut(content, sides, known, place)
        verdict = "doubtful" if begun and verdict == "cut" and not is_rest(content, known) else verdict
    cut = verdict in ("cut", "doubtful")
    strip.ambiguous = strip.ambiguous or verdict == "parted"
    for cell, label in begun if cut else ():
        begin_above(table, strip, cell, label, at)
    other = any(_is_wider(cell, table[-1].cells) for cell, top in content if top is None)
    beside_cut = [pair for pair, spanning in zip(pairs, spans, strict=True) if spanning and not other]
    _join_parts(strip, beside_cut, at, end - 1 if cut else end)
    anew = math.inf if cut else min((cell.left for cell, top in tops if _differs(cell, top, known)), default=math.inf)
    for (cell, above), spans_rows in zip(pairs, spans, strict=True):
        if above is None or (other and not cell.blank) or cell not in strip.cells:
            continue
        spanning = spans_rows and (cell.blank or cell.left < anew)
        fate = _settle(table, strip, cell, above, at, spanning=spanning, cut=cut)
        if fate != "stays":
            strip.cells.remove(cell)
        if fate == "again":
            again.append(cell)
    if cut:
        last = table[-1]
        last.source += strip.source
        last.doubtful = last.doubtful or verdict == "doubtful"
        last.ambiguous = last.ambiguous or strip.ambiguous
        last.cells = sorted(last.cells + [cell for cell in strip.cells if not cell.blank], key=lambda c: c.left)
        last.page, last.end_table = strip.page, strip.table
    else:
        table[-1].broken = _breaks_off(table, at)
        table[-1].ambiguous = table[-1].ambiguous or verdict == "parted"
        strip.start = end
        table.append(strip)
    return again


def _find_parts(pairs: Sequence[tuple[Cell, Above | None]], known: Known) -> set[int]:
    """Give the texts of a page's first row that belong to merged cells above, by their identity.

    So it is with what a table of many projects prints of each: all of its cells begin in one row and are printed on one
    side of the page break, but for those that the page break cuts: they fill their last line above it.
    """
    merged = []
    for cell, above in pairs:
        top = None if above is None else above[0].cells[above[1]]
        if above is None or top is None or (cell.blank and top.blank) or known(cell.text) or known(top.text):
            continue
        if cell.aligned or top.aligned or (cell.rows == 1 and top.rows == 1):
            return set()
        merged.append((cell, top, above[0]))
    if len(merged) < 2 or any(owner is not merged[0][2] for _, _, owner in merged):
        return set()
    both = [top for cell, top, _ in merged if not (cell.blank or top.blank)]
    late = any(top.blank for _, top, _ in merged)
    if len(both) == len(merged) or (both and late) or any(top.room > 1 for top in both):
        return set()
    return {id(cell) for cell, _, _ in merged if not cell.blank}


def _join_parts(strip: Strip, pairs: Sequence[tuple[Cell, Above | None]], at: PageBreak, end: int) -> None:
    """Join the texts of a row, which has this number in its table, to the merged cells above them."""
    parts = _find_parts(pairs, at.known)
    for cell, above in pairs:
        if above is not None and id(cell) in parts:
            owner, index = above
            top = owner.cells[index]
            rows = max(top.rows, end + cell.rows - owner.start)
            owner.cells[index] = replace(join_cells(top, cell, at.habits), rows=rows)
            strip.cells.remove(cell)


def _merge_blanks(row: Strip, cell: Cell) -> None:
    """Make one of the blank cells of a row that a text beyond the page break covers, where alignment shows cells."""
    covered = [k for k, x in enumerate(row.cells) if x.left < cell.right - 1 and x.right > cell.left + 1]
    own = [row.cells[k] for k in covered]
    side_by_side = len(own) > 1 and covered[-1] - covered[0] == len(own) - 1
    if cell.aligned and not cell.blank and side_by_side and all(other.blank and other.rows == 1 for other in own):
        row.cells[covered[0] : covered[-1] + 1] = [replace(own[0], right=own[-1].right)]


def _breaks_off(table: Sequence[Strip], at: PageBreak) -> bool:
    """Tell whether the row before a page break fills its page, and a text of it ends there in the middle of a sentence.

    Some programs leave out what has no room on the page.
    """
    last = table[-1]
    if not all(strip is last or is_heading(strip.cells, at.known) for strip in table if strip.page == last.page):
        return False
    return any(_fills(cell, at.floor) and cell.room <= 1 and cell.text[-1] not in ENDING for cell in last.cells)


def _fills(cell: Cell, floor: float) -> bool:
    """Tell whether a long text reaches down to where there is no room for another line on its page."""
    lines = cell.raw.count("\n") + 1
    box = find_box(cell, -1)
    return lines > FILLING and box is not None and box[3] + (box[3] - box[1]) / lines > floor


def _settle(  # noqa: PLR0913 - a cell, what is above it, and what was found out of the page break
    table: Sequence[Strip], strip: Strip, cell: Cell, above: Above, at: PageBreak, *, spanning: bool, cut: bool
) -> Literal["stays", "goes", "again"]:
    """Join a cell to the one above it, if it is a part of that; tell whether it stays in its row.

    What the cell above has got already and prints once more is told as `again`.
    """
    known = at.known
    owner, index = above
    top = owner.cells[index]
    end = table[-1].start + 1
    rows = max(top.rows, (end - 1 if cut else end) + cell.rows - owner.start)
    heading = is_heading(strip.cells, known)
    ended = at.opens and top.closed is not None and top.closed[1]  # A line is drawn below it, which ends it.
    if cell.blank:
        below_headings = owner is table[-1] and is_heading(owner.cells, known)
        section = below_headings and spanning and not heading and not ended and at.section(top.text)
        if not cut and (heading or not spanning or (below_headings and not section)):
            return "stays"
        may_end = not section and (not cut or (spanning and cell.aligned and owner.start < end - 1))
        if may_end and ends_above(table, owner, top, cell, at):
            if cut:  # The row is the next label's.
                end_label(above, end - 1)
                table[-1].cells.append(cell)
            (table[-1] if cut else strip).begun.add(cell.left)
            return "goes" if cut else "stays"
        owner.cells[index] = replace(top, rows=rows, closed=cell.closed) if spanning else top
        return "goes"
    if spanning and are_alike(cell.text, top.text):
        owner.cells[index] = replace(top, rows=rows, closed=cell.closed)
        return "again"
    late = top.blank and not heading and not ended and known(cell.text) and not stands_in(top, at.unmerged)
    if late and not begins_inside(table, owner, top):
        early = spanning and at.printed == "first" and is_high(top, cell)
        late = not early and begins_below_headings(table, owner, known)
    if not (late or (cut and not spanning) or is_one_label(top, cell, known)):
        return "stays"
    # A cell beside headings alone is often one of its own: the label begins below it.
    of_rows = owner.start < end - 1 or (cell.rows > 1 and not is_heading(owner.cells, known))
    if late and of_rows and is_high(top, cell):
        at.votes["last"] += 1
    owner.cells[index] = replace(join_cells(top, cell, at.habits), rows=rows)
    return "goes"


def _find_lead(cells: Iterable[Cell]) -> float:
    """Give where the first printed cell of a row begins."""
    return min((cell.left for cell in cells if not cell.blank), default=0.0)


def _is_spanning(cell: Cell, above: Above, end: int, lead: float, known: Known) -> bool:
    """Tell whether two cells on either side of a page break are of the kind that spans rows: labels at the side.

    Blank ones are that before all that the two rows print.
    """
    top = above[0].cells[above[1]]
    if above[0].start < end - 1 or cell.rows > 1:
        return True
    if top.blank:
        return cell.blank and max(top.right, cell.right) <= lead + 1
    return known(top.text) and (cell.blank or are_alike(cell.text, top.text))


def _is_wider(cell: Cell, above: Iterable[Cell]) -> bool:
    """Tell whether a cell covers several cells of the row above: its row is of another part of the form."""
    covered = [other for other in above if other.left < cell.right - 1 and other.right > cell.left + 1]
    return not cell.blank and sum(not other.blank for other in covered) > 1


def _differs(cell: Cell, top: Cell | None, known: Known) -> bool:
    """Tell whether a cell prints another text than the one above it: what stands right of it is no repetition."""
    if cell.blank or top is None or top.blank or are_alike(cell.text, top.text):
        return False
    return not is_one_label(top, cell, known)


def _says_more(cell: Cell, top: Cell, known: Known) -> bool:
    """Tell whether a cell at the side prints a text of its own, and not what stands above it once more."""
    return not (cell.blank or top.blank or are_alike(cell.text, top.text) or is_one_label(top, cell, known))


def _find_reaching(table: Sequence[Strip], end: int) -> list[Above]:
    """Give the cells that reach down to the page's end."""
    return [
        (strip, index) for strip in table for index, cell in enumerate(strip.cells) if strip.start + cell.rows >= end
    ]


def _find_above(reaching: Sequence[Above], cell: Cell) -> Above | None:
    """Give which of the cells that reach down to the page's end stands right above a cell of the next page."""
    best: Above | None = None
    widest = 0.0
    for strip, index in reaching:
        above = strip.cells[index]
        shared = min(above.right, cell.right) - max(above.left, cell.left)
        if shared > widest and shared >= 0.8 * max(above.right - above.left, cell.right - cell.left):
            best, widest = (strip, index), shared
    return best
