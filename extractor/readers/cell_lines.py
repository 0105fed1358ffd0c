"""Runs of characters → lines of single cells. Part of reading a PDF where no ruling says what a cell is.

Enters: a page's runs in the order in which they are drawn, where the lines of all pages begin, and what a label is.
Leaves: pieces, each a line of one cell, in the order in which they are drawn.

Programs draw a table cell by cell: where the drawing jumps, another cell begins, however narrow the gap between the
two.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.readers.lines import BOUNDARY, Run
from extractor.wraps import QUOTES, is_letter

Known = Callable[[str], bool]
"""Tells whether a text is a label of some form."""

WORD_GAP = 0.35
"""A gap up to this (in widths of a full character) lies inside of a cell."""

WIDEST_SPACE = 0.6
"""A space may be as wide as this: half a full character in many fonts."""

WIDEST_GAP = 6.0
"""A line that is stretched to its cell's edges may have a gap up to this."""

OPENING = frozenset("（(〔［[【")
"""A label may end with a remark in brackets: `期望达到的目标 （概述）`."""

NUMBER = re.compile(r"[\d,.%]+")

INK = 1.8
"""By so much a full character may be wider than its ink."""

LEAST_GAP = 0.1
SURE_EDGE = 4
"""Where so many lines begin at one edge, a gap over the lesser width parts two cells as well."""

SET_OFF = 0.28
"""How far word processors set ideographs off from letters and digits, at most: `2021 年` without a space."""

OVERLAP = 0.7
"""How far neighbours of a line may overlap: browsers set two marks of full width in the room of one and a half."""

CELL_GAP = 1.5
"""A gap over this parts two cells; in between, what begins where other lines begin is a cell of its own."""

SAME_EDGE = 0.8
"""Lines that begin within this (points) begin at one edge."""

USUAL_LEADING = 1.6
MOST_LEADING = 2.6
"""How far apart (in widths of a full character) the baselines of a text may lie."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a cell: the indexes of its runs on the page, its text without spaces, and its extent in points."""

    runs: tuple[int, ...]
    text: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(slots=True)
class _Open:
    """A line while runs are put to it: their indexes, `text` only of its first one."""

    indexes: list[int]
    text: str
    x0: float
    x1: float
    base: float
    size: float

    def take(self, other: "_Open") -> None:
        """Put another line's runs to it."""
        self.indexes += other.indexes
        if other.x0 < self.x0:
            self.x0, self.base = other.x0, other.base
        self.x1 = max(self.x1, other.x1)
        self.size = max(self.size, other.size)

    def is_mark(self) -> bool:
        """Tell whether it is a quotation mark by itself."""
        return len(self.indexes) == 1 and self.text in QUOTES


def draw_lines(runs: Sequence[Run], chosen: Iterable[int]) -> list[Piece]:
    """Give the lines that the chosen runs make, in the order of drawing, cut at wide gaps only."""
    lines: list[_Open] = []
    for index in chosen:
        run = runs[index]
        line = _Open([index], run.text, run.x0, run.x1, run.base, _measure_size([run]))
        marks = bool(lines) and (line.is_mark() or lines[-1].is_mark())
        while lines and (owner := _find_owner(lines, line, marks=marks)) is not None:
            before = lines.pop(owner)
            before.take(line)
            line = before
        lines.append(line)
    return _rejoin([_make_piece(runs, sorted(line.indexes, key=lambda k: runs[k].x0)) for line in lines])


def _find_owner(lines: Sequence[_Open], line: _Open, *, marks: bool) -> int | None:
    """Give the index of the line that a run goes on: the last one; an earlier one where a line's marks are drawn apart.

    Quotation marks may come from another font, and PDFium gives them before or after the line's other texts.
    """
    if find_gap(lines[-1], line) <= CELL_GAP:
        return len(lines) - 1
    for index in range(len(lines) - 1, max(-1, len(lines) - 4) if marks else len(lines) - 1, -1):
        other = lines[index]
        level = abs(other.base - line.base) <= 0.3 * max(other.size, line.size)
        inside = other.x0 < line.x0 and line.x1 <= other.x1
        if level and (inside or any(abs(find_gap(*pair)) <= WORD_GAP for pair in ((other, line), (line, other)))):
            return index
    return None


def _rejoin(pieces: Sequence[Piece]) -> list[Piece]:
    """Put lines together that are set so wide that they look like two: they end where the line above or below does."""
    joined: list[Piece] = []
    for index, piece in enumerate(pieces):
        if joined and CELL_GAP < find_gap(joined[-1], piece) <= WIDEST_GAP:
            whole = _join(joined[-1], piece)
            above = joined[-2] if len(joined) > 1 else None
            below = pieces[index + 1] if index + 1 < len(pieces) else None
            if any(line is not None and _is_flush(line, whole) for line in (above, below)):
                joined[-1] = whole
                continue
        joined.append(piece)
    return joined


def _is_flush(line: Piece, other: Piece) -> bool:
    """Tell whether two lines, one below the other, begin and end at the same edges."""
    near = 0.8 < abs(line.base - other.base) / max(line.size, other.size) < MOST_LEADING
    return near and abs(line.x0 - other.x0) <= SAME_EDGE and abs(line.x1 - other.x1) <= SAME_EDGE


def _make_piece(runs: Sequence[Run], indexes: Sequence[int]) -> Piece:
    first = runs[indexes[0]]
    text = "".join([runs[index].text for index in indexes])
    size = _measure_size([runs[index] for index in indexes])
    return Piece(tuple(indexes), text, first.x0, max(runs[index].x1 for index in indexes), first.base, size)


def _measure_size(runs: Sequence[Run]) -> float:
    """Give the width of a full character: of a run's first one, only the narrower ink may be known (`目标`, `口岸`)."""
    size = max(run.size for run in runs)
    for run in runs:
        if not run.text.isascii():
            size = max(size, min((run.x1 - run.x0) / len(run.text), INK * run.size))
    if len(runs) > 1 and all(len(run.text) == 1 for run in runs):
        size = max(size, min(INK * size, *(run.x0 - before.x0 for before, run in pairwise(runs))))
    return size


def cut_lines(
    runs: Sequence[Run], lines: Sequence[Piece], edges: Sequence[float], known: Known, *, set_off: bool
) -> list[Piece]:
    """Give the lines of single cells: cut at narrow gaps too where a column begins.

    Args:
        runs: the page's runs.
        lines: the lines that they make.
        edges: where the lines of all pages begin, in points from the left, in order.
        known: tells whether a text is a label: one set wide is not cut.
        set_off: whether the document sets ideographs off from letters and digits.
    """
    joined: list[Piece] = []
    for at in range(len(lines)):
        for piece in _part(runs, lines, at, edges, known, set_off=SET_OFF if set_off else LEAST_GAP):
            spread = bool(joined) and _is_spread_label(joined[-1], piece, known)
            joined.append(_join(joined.pop(), piece) if spread else piece)
    return joined


def _part(  # noqa: PLR0913 - a line, what is around it, and what tells where it is cut
    runs: Sequence[Run], pieces: Sequence[Piece], at: int, edges: Sequence[float], known: Known, *, set_off: float
) -> list[Piece]:
    """Cut a piece at a gap after a label or around one, and where a gap ends at an edge at which other pieces begin.

    `set_off` is how far an ideograph and a letter or digit of one text may stand apart.
    Not where a line right above or below, drawn before or after it, goes over that edge.
    """
    piece = pieces[at]
    if len(piece.runs) == 1:
        return [piece]
    near = [
        other
        for other in pieces[max(0, at - 1) : at + 2]
        if other is not piece and abs(other.base - piece.base) < MOST_LEADING * piece.size
    ]
    following = pieces[at + 1].text if at + 1 < len(pieces) else ""
    goes_on = known(piece.text + following)

    def is_label(text: str) -> bool:
        return known(text) and not (known(piece.text) or goes_on)

    def begins_next(at: int) -> bool:
        text = runs[piece.runs[at]].text
        parted = all(_is_parted(runs[k], runs[after]) for k, after in pairwise(piece.runs[at - 1 : at + 2]))
        return parted and len(text) > 2 and is_label(text)

    parts: list[Piece] = []
    for at_run, index in enumerate(piece.runs):
        run = runs[index]
        part = _make_piece(runs, [index])
        begins = bisect_right(edges, run.x0 + SAME_EDGE) - bisect_left(edges, run.x0 - SAME_EDGE)
        gap = find_gap(parts[-1], part) if parts else 0.0
        least = WORD_GAP if begins < SURE_EDGE else set_off if parts and _may_be_set_off(parts[-1], run) else LEAST_GAP
        cut = gap > least and (begins >= 2 or begins_next(at_run))
        cut = cut and not any(_goes_over(other, runs, run.x0) for other in near)
        if cut and _is_space(parts[-1], run, gap):
            # No cell's last line ends with a space of the text layer, and hardly a cell begins with such a bracket.
            typed = runs[parts[-1].runs[-1]].spaced or run.text[0] == "("
            cut = not (typed or _is_of_text(parts[-1], runs, pieces, at))
        cut = cut and not (gap <= WIDEST_SPACE and run.text[0] in OPENING and known(parts[-1].text))
        if parts and not cut and gap > WIDEST_SPACE and not _is_of_text(parts[-1], runs, pieces, at):
            cut = _is_lone_number(runs, piece.runs[at_run - 1 : at_run + 2])
        number = bool(parts) and not cut and gap > LEAST_GAP and NUMBER.fullmatch(parts[-1].text) is not None
        label = gap > LEAST_GAP / 2 and not (cut or number) and is_label(parts[-1].text)
        label = label and not known(parts[-1].text + run.text)
        rest = "".join([runs[k].text for k in piece.runs[at_run:]]) if number or label else ""
        if number:
            cut = known(rest) or known(rest + following)
        elif label:
            cut = (
                known(rest)
                or known(run.text)
                or NUMBER.fullmatch(rest) is not None
                or (gap > LEAST_GAP and rest[0] not in OPENING)
            )
        if parts and not cut:
            part = _join(parts.pop(), part)
        parts.append(part)
    return parts


def _is_parted(before: Run, run: Run) -> bool:
    """Tell whether a gap parts two runs that is no space."""
    return not before.spaced and run.x0 - before.x1 > WORD_GAP * run.size


def _is_space(before: Piece, run: Run, gap: float) -> bool:
    """Tell whether a gap may be a space of a text: beside a half-width bracket or mark, or between letters."""
    a, b = before.text[-1], run.text[0]
    return gap <= WIDEST_SPACE and (b == "(" or a in ",;:)" or (is_letter(a) and is_letter(b)))


def _is_lone_number(runs: Sequence[Run], around: Sequence[int]) -> bool:
    """Tell whether a number stands apart from what is printed before and after it, without a space of the text layer.

    In the middle of its column or at the right, an amount may stand closer to a text that fills its own than words do.
    """
    before, run = runs[around[0]], runs[around[1]]
    after = runs[around[2]] if len(around) > 2 else None
    alone = after is None or after.x0 - run.x1 > WIDEST_SPACE * run.size
    return alone and not before.spaced and not run.led and NUMBER.fullmatch(run.text) is not None


def _is_of_text(part: Piece, runs: Sequence[Run], pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether the line that is drawn right before or after another one stands right above or below a part of it.

    Then both are lines of one cell, which begin at one edge; beside them, the lines may hold texts of other cells.
    """
    return any(
        0.8 < find_step(above, below) < USUAL_LEADING
        and any(abs(runs[k].x0 - part.x0) <= SAME_EDGE for k in (above if below is pieces[at] else below).runs)
        for above, below in pairwise(pieces[max(0, at - 1) : at + 2])
    )


def _may_be_set_off(before: Piece, run: Run) -> bool:
    """Tell whether an ideograph and a letter or digit stand next to each other."""
    return BOUNDARY.match(before.text[-1] + run.text[0]) is not None


def _goes_over(piece: Piece, runs: Sequence[Run], x: float) -> bool:
    """Tell whether a line's text goes on over an edge, and has no gap there."""
    reach = 0.5 * piece.size
    inside = piece.x0 < x - reach and piece.x1 > x + reach
    return inside and not any(
        abs(runs[after].x0 - x) <= SAME_EDGE and runs[after].x0 - runs[before].x1 > LEAST_GAP * piece.size
        for before, after in pairwise(piece.runs)
    )


def _is_spread_label(before: Piece, piece: Piece, known: Known) -> bool:
    """Tell whether two pieces are a label set wide: `项    目`."""
    gap = find_gap(before, piece)
    return gap < 6 and known(before.text + piece.text) and not (known(before.text) and known(piece.text))


def find_gap(before: Piece | _Open, piece: Piece | _Open) -> float:
    """Give the gap between two pieces in widths of a full character; a large one where they are not on one line."""
    size = max(before.size, piece.size)
    if abs(before.base - piece.base) > 0.3 * size or piece.x0 < before.x1 - OVERLAP * size:
        return 1000.0
    return (piece.x0 - before.x1) / size


def _join(before: Piece, piece: Piece) -> Piece:
    size = max(before.size, piece.size)
    return Piece(before.runs + piece.runs, before.text + piece.text, before.x0, piece.x1, before.base, size)


def find_step(above: Piece, below: Piece) -> float:
    """Give how far below a line another one stands, in widths of a full character."""
    return (below.base - above.base) / max(above.size, below.size)
