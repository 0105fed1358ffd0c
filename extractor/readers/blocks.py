"""Lines of single cells → blocks of text: what one cell prints where no ruling says so. Part of reading a PDF.

Enters: a page's pieces in the order in which they are drawn, its horizontal rulings, and what a label is. Leaves:
blocks, each the lines of one cell, in that order. Which blocks form a row or a column is unknown here.

Lines that follow each other on the page and in the order of drawing are one text.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from extractor.readers.cell_lines import (
    MOST_LEADING,
    NUMBER,
    SAME_EDGE,
    USUAL_LEADING,
    Known,
    Piece,
    find_gap,
    find_step,
)
from extractor.readers.rulings import Line

EDGE = 0.25
"""So far (in widths of a full character) the lines of one text may stand off the edge or the middle that they share."""

APART = 1.08
LEAST_APART = 1.0
"""How many times, and how many points at least, a line stands farther below another one than a text's lines do.

Browsers place lines at whole pixels: those of one text may stand up to a point nearer or farther.
"""


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


def measure_leading(pages: Iterable[Sequence[Piece]]) -> float:
    """Give how far apart the lines of a cell usually stand, in widths of a full character."""
    steps = [
        find_step(above, below)
        for pieces in pages
        for above, below in pairwise(pieces)
        if abs(above.x0 - below.x0) < SAME_EDGE and 0.8 < find_step(above, below) < MOST_LEADING
    ]
    return median(steps) if len(steps) > 2 else USUAL_LEADING


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
                (_is_off(lines[-1], piece, leading) or not _shares_edge(lines[-1], piece))
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
    farthest = estimated * max(last.size, piece.size)
    if last.text.isascii() and piece.text.isascii():
        farthest = max(farthest, *_guess_sizes(last), *_guess_sizes(piece))
    near = find_step(last, piece) > 0.8 and piece.base - last.base <= max(1.0, 1.2 * leading) * farthest
    if not near or not is_same_size(last, piece):
        return False
    return min(last.x1, piece.x1) > max(last.x0, piece.x0)


def _is_off(last: Piece, piece: Piece, leading: float) -> bool:
    """Tell whether a line stands farther below another one than the lines of a text do, or nearer to it."""
    usual = leading * max(last.size, piece.size)
    return abs(piece.base - last.base - usual) > max((APART - 1) * usual, LEAST_APART)


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
    that stands beside two others ends with its last word, and any label above a number. `pieces` are the line and the
    next ones that are drawn.
    """
    piece = pieces[0]
    above = "".join([line.text for line in lines[-4:]])
    if len(lines) <= 4 and known(above):
        heading = len(blocks) > 1 and all(_is_beside(block, lines[0]) for block in blocks[-2:])
        goes_on = any(known(above + text) for text in accumulate(line.text for line in pieces))
        return (heading or known(piece.text) or NUMBER.fullmatch(piece.text) is not None) and not goes_on
    beside = pieces[1] if len(pieces) > 1 else None
    return beside is not None and known(piece.text) and known(beside.text) and 0 < find_gap(piece, beside) < 1000


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
