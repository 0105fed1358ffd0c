"""Recognised lines outside of all cells → the same in the order in which programs draw them. Part of reading scans.

Enters: pieces of lines with their characters, the rulings across the page, and the vocabulary. Leaves: the characters,
evened out and in order, cell by cell and row by row, as the alignment of their texts is read. On paper there is no
order: lines are one text where they stand as close below each other as lines do, and texts are one row where they share
an edge or their middle.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import NamedTuple

from extractor.readers.lines import FULL_CLOSING, FULL_OPENING, Run
from extractor.readers.rulings import Line
from extractor.readers.scan_runs import MARK
from extractor.values import fold, label_forms

Known = Callable[[str], bool]

NEAR = 0.22
"""Lines that begin within so many characters begin at one edge."""

MARKS = FULL_CLOSING | FULL_OPENING
"""Brackets and other marks, whose ink is narrower than their room."""

LIKE = 0.75, 1.3
"""A line is set in the usual size where its own seems to be so many times as large."""

LEVEL = 0.3
"""Baselines within so many characters are one."""

CLOSEST = 1.12
"""So many times the usual step from line to line is still one within a text; a wider one parts two."""

FULL = 1.3
"""A line that ends within so many characters of its column's end goes on below."""

SHORT = 4
"""A line of so few characters fills no column."""

FEWEST = 3
"""So many lines tell how far apart lines stand."""

STEPS = 1.15
"""Where lines stand by so much farther apart than others, these are lines of one text."""

LONGEST_STEP = 2.2
"""Lines of one text stand no farther from each other than this (in characters)."""

EVEN = 0.45
"""Texts of a row share an edge or their middle up to so many characters."""

LONGEST_LABEL = 60

NUMBER = re.compile(r"[\d.,%％≥≤<>=~+-]+")


class Piece(NamedTuple):
    """A piece of a line: its runs, and from where to where (in points) its ink reaches: left, top, right, bottom."""

    runs: tuple[Run, ...]
    box: tuple[float, float, float, float]

    @property
    def text(self) -> str:
        """Its text without spaces."""
        return "".join([run.text for run in self.runs])

    @property
    def base(self) -> float:
        """Its baseline, in points from the top."""
        return self.runs[0].base


@dataclass(slots=True, eq=False)
class _Text:
    """Lines of one cell, and where they stand, in points."""

    pieces: list[Piece]
    size: float

    @property
    def text(self) -> str:
        return "".join([piece.text for piece in self.pieces])

    @property
    def x0(self) -> float:
        return min(piece.runs[0].x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.runs[-1].x1 for piece in self.pieces)

    @property
    def top(self) -> float:
        return self.pieces[0].base - 0.86 * self.size

    @property
    def bottom(self) -> float:
        return self.pieces[-1].base + 0.14 * self.size

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def order_texts(pieces: Sequence[Piece], rules: Sequence[Line], size: float, vocabulary: Iterable[str]) -> list[Run]:
    """Give the runs of a page's pieces of lines cell by cell.

    Args:
        pieces: those outside of all cells.
        rules: the page's horizontal rulings: none goes through a text.
        size: the usual width of a full character, in points.
        vocabulary: the labels of forms, folded.
    """
    words = frozenset(vocabulary)

    @cache
    def known(text: str) -> bool:
        return len(text) <= LONGEST_LABEL and any(form in words for form in label_forms(fold(text)))

    evened = _align(_level([_even_out(piece, size) for piece in pieces], size), size)
    rows = _find_rows(_find_texts(evened, rules, size, known), size)
    return [run for row in rows for text in row for piece in text.pieces for run in piece.runs]


def _even_out(piece: Piece, size: float) -> Piece:
    """Give a piece the usual size, if it nearly has it, and the baseline that its ink shows."""
    own = piece.runs[0].size
    if not LIKE[0] <= own / size <= LIKE[1]:
        return piece
    _, top, _, bottom = piece.box
    base = bottom if piece.text.isascii() and piece.text.isalnum() else (top + bottom) / 2 + 0.36 * size
    return piece._replace(runs=tuple(run._replace(size=size, base=base) for run in piece.runs))


def _level(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """Give pieces whose baselines are nearly one that of them which most characters have."""
    leveled: list[Piece] = []
    group: list[Piece] = []
    for piece in [*sorted(pieces, key=lambda piece: piece.base), None]:
        if group and (piece is None or piece.base - group[0].base > LEVEL * size):
            base = median([each.base for each in group for _ in each.text])
            leveled += [each._replace(runs=tuple(run._replace(base=base) for run in each.runs)) for each in group]
            group = []
        if piece is not None:
            group.append(piece)
    return leveled


def _align(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """Let pieces that begin near each other begin at one place, the leftmost; the ink of a mark tells less of it."""
    edges: list[float] = []
    for x in sorted(piece.runs[0].x0 for piece in pieces if piece.text[0] not in MARKS):
        if not edges or x - edges[-1] > NEAR * size:
            edges.append(x)
    aligned: list[Piece] = []
    for piece in pieces:
        first = piece.runs[0]
        reach = (MARK if first.text[0] in MARKS else NEAR) * size
        least = -reach if first.text[0] in FULL_OPENING else 0.0
        near = [(abs(first.x0 - x), x) for x in edges if least <= first.x0 - x <= reach]
        x0 = min(near)[1] if near else first.x0
        aligned.append(piece._replace(runs=(first._replace(x0=x0), *piece.runs[1:])))
    return aligned


def _find_texts(pieces: Sequence[Piece], rules: Sequence[Line], size: float, known: Known) -> list[_Text]:
    """Put the lines of each text together."""
    pieces = sorted(pieces, key=lambda piece: (piece.base, piece.runs[0].x0))
    below = {k: other for k in range(len(pieces)) if (other := _find_below(pieces, k, size)) is not None}
    full = _find_full(pieces, size)
    usual = _find_step(pieces, below, full)
    texts: list[_Text] = []
    open_texts: dict[int, _Text] = {}
    for k, piece in enumerate(pieces):
        text = open_texts.get(k)
        if text is None:
            text = _Text([], size)
            texts.append(text)
        text.pieces.append(piece)
        other = below.get(k)
        if other is None or other in open_texts or _is_ruled(piece, pieces[other], rules):
            continue
        step = pieces[other].base - piece.base
        close = usual is not None and step <= CLOSEST * usual
        goes_on = close or (usual is None and k in full and not _has_neighbours(pieces, k, other))
        may = _may_go_on(text.text, pieces[other].text, known, full=k in full, close=close)
        if (goes_on and may) or known(text.text + pieces[other].text):
            open_texts[other] = text
    return texts


def _is_ruled(piece: Piece, below: Piece, rules: Sequence[Line]) -> bool:
    """Tell whether a ruling goes between two lines."""
    middle = (max(piece.runs[0].x0, below.runs[0].x0) + min(piece.runs[-1].x1, below.runs[-1].x1)) / 2
    top, bottom = (piece.box[1] + piece.box[3]) / 2, (below.box[1] + below.box[3]) / 2
    return any(top < rule.at < bottom and rule.start <= middle <= rule.end for rule in rules)


def _may_go_on(text: str, below: str, known: Known, *, full: bool, close: bool) -> bool:
    """Tell whether a text may go on with the line below it: neither is a label, and they are no two numbers."""
    if known(text) or (known(below) and not (full and close)):
        return False
    return not (NUMBER.fullmatch(text) and (NUMBER.fullmatch(below) or not close))


def _find_full(pieces: Sequence[Piece], size: float) -> set[int]:
    """Give the indexes of the pieces that fill their column, of columns in which most lines do."""
    columns: dict[float, list[int]] = {}
    for k, piece in enumerate(pieces):
        columns.setdefault(round(piece.runs[0].x0, 2), []).append(k)
    full: set[int] = set()
    for own in columns.values():
        end = max(pieces[k].runs[-1].x1 for k in own)
        full |= {k for k in own if pieces[k].runs[-1].x1 >= end - FULL * size and len(pieces[k].text) > SHORT}
    return full


def _find_step(pieces: Sequence[Piece], below: Mapping[int, int], full: Collection[int]) -> float | None:
    """Give how far apart the lines of a text stand; None where all lines stand as far apart as rows may do."""
    steps = sorted(pieces[other].base - pieces[k].base for k, other in below.items())
    long = sorted(
        pieces[other].base - pieces[k].base
        for k, other in below.items()
        if k in full and not _has_neighbours(pieces, k, other)
    )
    if len(long) >= FEWEST:
        return median(long[: 1 + len(long) // 2])
    if steps and steps[-1] > STEPS * steps[0]:
        return median([step for step in steps if step <= 1.06 * steps[0]])
    return None


def _has_neighbours(pieces: Sequence[Piece], index: int, other: int) -> bool:
    """Tell whether beside two lines, one below the other, there are others at the height of each: two rows."""

    def beside(k: int) -> set[float]:
        return {
            round(piece.runs[0].x0, 2) for piece in pieces if piece is not pieces[k] and piece.base == pieces[k].base
        }

    return bool(beside(index) & beside(other))


def _find_below(pieces: Sequence[Piece], index: int, size: float) -> int | None:
    """Give the nearest piece below one, of those that stand under most of the shorter one of the two."""
    piece = pieces[index]
    left, right = piece.runs[0].x0, piece.runs[-1].x1

    def is_under(other: Piece) -> bool:
        shared = min(right, other.runs[-1].x1) - max(left, other.runs[0].x0)
        shorter = min(right - left, other.runs[-1].x1 - other.runs[0].x0)
        return 0.5 * size < other.base - piece.base <= LONGEST_STEP * size and 2 * shared > shorter

    return min((k for k, other in enumerate(pieces) if is_under(other)), key=lambda k: pieces[k].base, default=None)


def _find_rows(texts: Sequence[_Text], size: float) -> list[list[_Text]]:
    """Put the texts of each row together: those that share an edge or their middle, each beside all others."""
    rows: dict[int, list[_Text]] = {id(text): [text] for text in texts}
    pairs = sorted(
        (
            (_differ(a, b), abs(a.x0 - b.x0), i, j)
            for i, a in enumerate(texts)
            for j, b in enumerate(texts[:i])
            if _is_level(a, b, size) and _differ(a, b) <= EVEN * size
        ),
    )
    for *_, i, j in pairs:
        one, other = rows[id(texts[i])], rows[id(texts[j])]
        if one is not other and all(_are_apart(a, b, size) for a in one for b in other):
            one += other
            for text in other:
                rows[id(text)] = one
    found = list({id(row): row for row in rows.values()}.values())
    for row in found:
        row.sort(key=lambda text: text.x0)
    return sorted(found, key=lambda row: (row[-1].top, row[0].x0))


def _differ(a: _Text, b: _Text) -> float:
    return min(abs(a.top - b.top), abs(a.middle - b.middle), abs(a.bottom - b.bottom))


def _is_level(a: _Text, b: _Text, size: float) -> bool:
    return min(a.bottom, b.bottom) - max(a.top, b.top) > 0.3 * size and _are_apart(a, b, size)


def _are_apart(a: _Text, b: _Text, size: float) -> bool:
    return a.x1 <= b.x0 + 0.3 * size or b.x1 <= a.x0 + 0.3 * size
