"""Runs of characters → blocks of text: what one cell prints where no ruling says so. Part of reading a PDF.

Enters: a page's runs in the order in which they are drawn, its horizontal rulings, and what a label is. Leaves: blocks,
each the lines of one cell, in the order in which they are drawn. Which blocks form a row or a column is unknown here.

Programs draw a table cell by cell. So lines that follow each other on the page and in the order of drawing are one
text, and where the drawing jumps, another cell begins, however narrow the gap between the two.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from extractor.readers.lines import BOUNDARY, Run
from extractor.readers.rulings import Line
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

EDGE = 0.25
"""So far (in widths of a full character) the lines of one text may stand off the edge or the middle that they share."""

APART = 1.08
LEAST_APART = 1.0
"""How many times, and how many points at least, a line stands farther below another one than a text's lines do.

Browsers place lines at whole pixels: those of one text may stand up to a point nearer or farther.
"""

USUAL_LEADING = 1.6
MOST_LEADING = 2.6
"""How far apart (in widths of a full character) the baselines of a text may lie."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a block: the indexes of its runs on the page, its text without spaces, and its extent in points."""

    runs: tuple[int, ...]
    text: str
    x0: float
    x1: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of text that stand below each other, drawn one after the other.

    Attributes:
        pieces: its lines.
        text: its text without the spaces.
        label: whether the text is a label of some form.
        x0: where it begins, in points from the left.
        x1: where it ends.
        top: the upper edge of its first line, in points from the top.
        bottom: the lower edge of its last line.
        size: the width of a full character, in points.
        doubtful: whether its lines could be those of two cells.
    """

    pieces: tuple[Piece, ...]
    text: str
    label: bool
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    doubtful: bool = False

    @property
    def middle(self) -> float:
        """The height of its middle, in points from the top."""
        return (self.top + self.bottom) / 2


def make_block(pieces: Sequence[Piece], known: Known) -> Block:
    """Give the block that some lines make."""
    first, last = pieces[0], pieces[-1]
    size = max([piece.size for piece in pieces if not piece.text.isascii()] or [first.size])
    text = "".join([piece.text for piece in pieces])
    return Block(
        tuple(pieces),
        text,
        known(text),
        min(piece.x0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        first.base - 0.86 * size,
        last.base + 0.14 * size,
        size,
    )


def join_blocks(block: Block, beside: Block) -> Block:
    """Put a text together of which a gap has parted one line."""
    return replace(
        block,
        pieces=block.pieces + beside.pieces,
        text=block.text + beside.text,
        x0=min(block.x0, beside.x0),
        x1=max(block.x1, beside.x1),
        top=min(block.top, beside.top),
        bottom=max(block.bottom, beside.bottom),
    )


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
    if _gap(lines[-1], line) <= CELL_GAP:
        return len(lines) - 1
    for index in range(len(lines) - 1, max(-1, len(lines) - 4) if marks else len(lines) - 1, -1):
        other = lines[index]
        level = abs(other.base - line.base) <= 0.3 * max(other.size, line.size)
        inside = other.x0 < line.x0 and line.x1 <= other.x1
        if level and (inside or any(abs(_gap(*pair)) <= WORD_GAP for pair in ((other, line), (line, other)))):
            return index
    return None


def _rejoin(pieces: Sequence[Piece]) -> list[Piece]:
    """Put lines together that are set so wide that they look like two: they end where the line above or below does."""
    joined: list[Piece] = []
    for index, piece in enumerate(pieces):
        if joined and CELL_GAP < _gap(joined[-1], piece) <= WIDEST_GAP:
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


def _gap(before: Piece | _Open, piece: Piece | _Open) -> float:
    """Give the gap between two pieces in widths of a full character; a large one where they are not on one line."""
    size = max(before.size, piece.size)
    if abs(before.base - piece.base) > 0.3 * size or piece.x0 < before.x1 - OVERLAP * size:
        return 1000.0
    return (piece.x0 - before.x1) / size


def _join(before: Piece, piece: Piece) -> Piece:
    size = max(before.size, piece.size)
    return Piece(before.runs + piece.runs, before.text + piece.text, before.x0, piece.x1, before.base, size)


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
        gap = _gap(parts[-1], part) if parts else 0.0
        least = WORD_GAP if begins < SURE_EDGE else set_off if parts and _may_be_set_off(parts[-1], run) else LEAST_GAP
        cut = gap > least and (begins >= 2 or begins_next(at_run))
        cut = cut and not any(_goes_over(other, runs, run.x0) for other in near)
        cut = cut and not (_is_space(parts[-1], run, gap) and _is_of_text(pieces, at))
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


def _is_of_text(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether the line that is drawn right before or after another one stands right above or below it.

    Then both are lines of one cell, which begin at one edge.
    """
    return any(
        abs(above.x0 - below.x0) <= SAME_EDGE and 0.8 < _step(above, below) < USUAL_LEADING
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
    gap = _gap(before, piece)
    return gap < 6 and known(before.text + piece.text) and not (known(before.text) and known(piece.text))


def measure_leading(pages: Iterable[Sequence[Piece]]) -> float:
    """Give how far apart the lines of a cell usually stand, in widths of a full character."""
    steps = [
        _step(above, below)
        for pieces in pages
        for above, below in pairwise(pieces)
        if abs(above.x0 - below.x0) < SAME_EDGE and 0.8 < _step(above, below) < MOST_LEADING
    ]
    return median(steps) if len(steps) > 2 else USUAL_LEADING


def _step(above: Piece, below: Piece) -> float:
    """Give how far below a line another one stands, in widths of a full character."""
    return (below.base - above.base) / max(above.size, below.size)


def find_blocks(pieces: Sequence[Piece], leading: float, rules: Sequence[Line], known: Known) -> list[Block]:
    """Give the texts of cells, in the order of drawing.

    Args:
        pieces: the lines of cells in the order of drawing.
        leading: how far apart the lines of a cell stand, in widths of a full character.
        rules: horizontal rulings, by their height: none goes through a cell.
        known: tells whether a text is a label: a label does not go on with another one.
    """
    heights = [rule.at for rule in rules]
    blocks: list[Block] = []
    lines: list[Piece] = []
    for index, piece in enumerate(pieces):
        if lines and not (
            _is_next(lines[-1], piece, leading)
            and not is_ruled(lines[-1], piece, rules, heights)
            and not _begins(lines, pieces[index : index + 4], blocks, known)
            and not (
                (_is_apart(lines[-1], piece, leading) or not _shares_edge(lines[-1], piece))
                and begins_label(pieces, index, known)
            )
        ):
            blocks.append(make_block(lines, known))
            lines = []
        lines.append(piece)
    return [*blocks, make_block(lines, known)] if lines else blocks


def begins_label(pieces: Sequence[Piece], index: int, known: Known) -> bool:
    """Tell whether a line is a label, or the first line of one: `拟投入的资金` above `（万元）`."""
    return any(known("".join([line.text for line in pieces[index : index + count]])) for count in range(1, 5))


def _is_next(last: Piece, piece: Piece, leading: float) -> bool:
    """Tell whether a piece stands where the next line of a text would."""
    estimated = 1.3 if last.text.isascii() or piece.text.isascii() else 1.0
    if not 0.8 < _step(last, piece) <= max(1.0, 1.2 * leading) * estimated or not is_same_size(last, piece):
        return False
    return min(last.x1, piece.x1) > max(last.x0, piece.x0)


def _is_apart(last: Piece, piece: Piece, leading: float) -> bool:
    """Tell whether a line stands farther below another one than the lines of a text do."""
    usual = leading * max(last.size, piece.size)
    return piece.base - last.base > max(APART * usual, usual + LEAST_APART)


def _shares_edge(last: Piece, piece: Piece) -> bool:
    """Tell whether two lines begin or end at one edge, or share their middle."""
    left, right = piece.x0 - last.x0, piece.x1 - last.x1
    return min(abs(left), abs(right), abs(left + right) / 2) <= EDGE * max(piece.size, last.size)


def is_same_size(last: Piece, piece: Piece) -> bool:
    """Tell whether two lines are set in one size; that of a line of letters and digits is an estimate.

    Of such a line its height is known and its width: fonts of ideographs may have letters that are wide and low.
    """
    if not (last.text.isascii() or piece.text.isascii()):
        return 1 / 1.25 < piece.size / last.size < 1.25
    return any(1 / 1.6 < one / other < 1.6 for one in _guess_sizes(piece) for other in _guess_sizes(last))


def _guess_sizes(piece: Piece) -> set[float]:
    """Give how wide a full character of a line's font may be."""
    halves = 2 * (piece.x1 - piece.x0) / len(piece.text)
    return {piece.size, halves} if piece.text.isascii() else {piece.size}


def _begins(lines: Sequence[Piece], pieces: Sequence[Piece], blocks: Sequence[Block], known: Known) -> bool:
    """Tell by the labels whether another cell begins with a line that stands where a text's next line would.

    A label begins one below another label, and where a second label stands beside it (`名称 | 主要实施内容`). A heading
    that stands beside two others ends with its last word. `pieces` are the line and the next ones that are drawn.
    """
    piece = pieces[0]
    above = "".join([line.text for line in lines[-4:]])
    if len(lines) <= 4 and known(above):
        heading = len(blocks) > 1 and all(_is_beside(block, lines[0]) for block in blocks[-2:])
        goes_on = any(known(above + text) for text in accumulate(line.text for line in pieces))
        return (heading or known(piece.text)) and not goes_on
    beside = pieces[1] if len(pieces) > 1 else None
    return beside is not None and known(piece.text) and known(beside.text) and 0 < _gap(piece, beside) < 1000


def _is_beside(block: Block, piece: Piece) -> bool:
    """Tell whether a label stands to the left of a line, at its height."""
    height = piece.base - 0.36 * piece.size
    return block.label and block.x1 < piece.x0 and block.top - piece.size < height < block.bottom + piece.size


def is_ruled(above: Piece, below: Piece, rules: Sequence[Line], heights: Sequence[float]) -> bool:
    """Tell whether a ruling goes between two lines."""
    first = bisect_left(heights, above.base - 0.2 * above.size)
    last = bisect_right(heights, below.base - 0.5 * below.size)
    middle = (max(above.x0, below.x0) + min(above.x1, below.x1)) / 2
    return any(rule.start <= middle <= rule.end for rule in rules[first:last])
