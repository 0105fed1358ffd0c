"""A sheet's tables → pieces of cells with their lines, cut into pages. For the producer that draws by itself.

Enters: a table, its columns in points, a measure of widths and a look. Leaves: for each page the pieces of cells that
stand on it, each with its box, its lines and the edges at which a page break cut it. Heights count from the page's top.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from tests.accuracy.looks import Look
from tests.accuracy.sheets import Box, Table, boxes_by_row
from tests.accuracy.wrapping import Measure, wrap


@dataclass(slots=True)
class Piece:
    """A cell, or the part of it that stands on one page.

    Attributes:
        box: the cell.
        page: the page's index.
        x0: its left edge.
        x1: its right edge.
        top: its upper edge.
        bottom: its lower edge.
        cut_above: whether a page break cut the table there.
        cut_below: idem, below.
        lines: its lines with their heights (of the line's top).
    """

    box: Box
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    cut_above: bool
    cut_below: bool
    lines: list[tuple[float, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Slab:
    """A row, or the part of it that stands on one page."""

    row: int
    page: int
    top: float
    bottom: float
    again: bool = False


@dataclass(slots=True)
class Paper:
    """Where the next table begins: the page's index and the height."""

    page: int
    y: float


def place_table(table: Table, look: Look, measure: Measure, paper: Paper) -> list[Piece]:
    """Give the pieces of a table that begins at a place, and move the place below it."""
    width = look.page[0] - look.margins[0] - look.margins[2]
    edges = [look.margins[0] + width * share / 100 for share in accumulate(table.columns, initial=0)]
    texts = {box: _wrap_box(box, edges, look, measure) for box in table.boxes}
    heights = _measure_rows(table, texts, look)
    slabs = _break_rows(table, texts, heights, look, paper)
    pieces: list[Piece] = []
    for box in table.boxes:
        for again in (False, True):
            own = [slab for slab in slabs if box.top <= slab.row < box.top + box.height and slab.again == again]
            if again:
                for slab in own:
                    pieces += _fill(box, [slab], edges, texts[box], look)
            else:
                pieces += _fill(box, own, edges, texts[box], look)
    return pieces


def _wrap_box(box: Box, edges: Sequence[float], look: Look, measure: Measure) -> list[str]:
    room = edges[box.left + box.width] - edges[box.left] - 2 * look.padding
    return wrap(box.text, room, measure, keeps_space=look.keeps_space) if box.text else []


def _height(lines: Sequence[str], look: Look) -> float:
    return max(1, len(lines)) * look.size * look.leading + 2 * look.padding


def _measure_rows(table: Table, texts: dict[Box, list[str]], look: Look) -> list[float]:
    heights = [_height([], look)] * table.height
    for box in table.boxes:
        if box.height == 1:
            heights[box.top] = max(heights[box.top], _height(texts[box], look))
    for box in table.boxes:
        lacking = _height(texts[box], look) - sum(heights[box.top : box.top + box.height])
        if lacking > 0:
            heights[box.top + box.height - 1] += lacking
    return heights


def _break_rows(
    table: Table, texts: dict[Box, list[str]], heights: Sequence[float], look: Look, paper: Paper
) -> list[_Slab]:
    """Place the rows one below the other and break them into pages."""
    begin, end = look.margins[1], look.page[1] - look.margins[3]
    line = look.size * look.leading
    by_row = boxes_by_row(table.boxes, table.height)
    slabs: list[_Slab] = []

    def turn() -> None:
        paper.page, paper.y = paper.page + 1, begin
        if table.repeats and slabs and heights[0] < (end - begin) / 3:
            slabs.append(_Slab(0, paper.page, begin, begin + heights[0], again=True))
            paper.y += heights[0]

    for row, height in enumerate(heights):
        left = height
        if row == 0 and table.height > 1 and paper.y + left + heights[1] > end and paper.y > begin:
            turn()
        while paper.y + left > end + 0.01:
            room = end - paper.y
            tallest = left > end - begin - (heights[0] if table.repeats else 0)
            wanted = any(box.height == 1 and len(texts[box]) > 2 for box in by_row[row])
            if (
                (look.cuts_rows and wanted and room > 2 * line + look.padding)
                or (tallest and room > 3 * line)
                or (paper.y <= begin + heights[0] + 0.01 and tallest)
            ):
                slabs.append(_Slab(row, paper.page, paper.y, end))
                left = left - room + line + 2 * look.padding
            turn()
        slabs.append(_Slab(row, paper.page, paper.y, paper.y + left))
        paper.y += left
    return slabs


def _fill(box: Box, slabs: Sequence[_Slab], edges: Sequence[float], lines: Sequence[str], look: Look) -> list[Piece]:
    """Give a cell's pieces, a page each, and spread its lines over them."""
    x0, x1 = edges[box.left], edges[box.left + box.width]
    pieces: list[Piece] = []
    for slab in slabs:
        if pieces and pieces[-1].page == slab.page:
            pieces[-1].bottom = slab.bottom
            continue
        pieces.append(Piece(box, slab.page, x0, x1, slab.top, slab.bottom, cut_above=False, cut_below=False))
    for piece in pieces:
        piece.cut_above = piece.page > 0 and piece.top <= look.margins[1] + 0.01
        piece.cut_below = piece is not pieces[-1]
    if len(pieces) > 1 and box.height > 1 and look.tall != "flow":
        need = len(lines) * look.size * look.leading + 2 * look.padding
        room = [piece for piece in pieces if piece.bottom - piece.top >= need]
        chosen = {"first": room[:1], "last": room[-1:], "again": room}[look.tall]
        if chosen:
            for piece in chosen:
                _set_lines([piece], lines, look)
            return pieces
    _set_lines(pieces, lines, look)
    return pieces


def _set_lines(pieces: Sequence[Piece], lines: Sequence[str], look: Look) -> None:
    """Let the lines flow through the pieces; those that a page break would cut go to the next piece.

    Only where a page break goes through the text itself does it need the room of one more line.
    """
    step = look.size * look.leading
    free = sum(piece.bottom - piece.top for piece in pieces) - len(lines) * step - 2 * look.padding
    placed = _flow(pieces, lines, look, free)
    if len({index for index, _ in placed}) > 1:
        placed = _flow(pieces, lines, look, free - step - 2 * look.padding)
    for (index, y), line in zip(placed, lines, strict=True):
        pieces[index].lines.append((y, line))


def _flow(pieces: Sequence[Piece], lines: Sequence[str], look: Look, free: float) -> list[tuple[int, float]]:
    """Give of each line in which piece it stands, and how far down; so much room is free in all."""
    step = look.size * look.leading
    y = look.padding + (max(0.0, free) / 2 if look.middle else 0.0)
    index, passed, floor = 0, 0.0, 0.0
    placed: list[tuple[int, float]] = []
    for _ in lines:
        while index < len(pieces) - 1 and y - passed + step > pieces[index].bottom - pieces[index].top:
            passed += pieces[index].bottom - pieces[index].top
            index += 1
            floor = passed + look.padding
        y = max(y, floor)
        placed.append((index, pieces[index].top + y - passed))
        y += step
    return placed
