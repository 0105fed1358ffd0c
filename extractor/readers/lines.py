"""Runs of characters → lines of text, and lines → the text of a cell. Part of reading a PDF (or a picture of a page).

Enters: runs of characters with their extents in points from the page's top left. Leaves: lines from top to bottom, and
the text of a cell with the wraps of its layout joined. Tables and forms are unknown here.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from extractor.wraps import LEAST_ROOM, Habits, estimate_width, first_word, is_letter, joint

FULL_CLOSING = frozenset("，。、；：？！）】》〉」』〕〗”’…")
FULL_OPENING = frozenset("（【《〈「『〔〖“‘")
WIDE_OPENING = FULL_OPENING - frozenset("“‘")
"""Of these, brackets that are always of full width."""

SPACE_GAP = 0.15
"""A gap wider than this (in widths of a full character) may be a space."""


Box = tuple[float, float, float, float]

DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1))
"""In which direction of the page a line of text runs, by the quarters it is turned clockwise: right, down, left, up."""

SLANTED = -1
"""Stands for the quarters of text that runs in none of the four directions, as watermarks do."""


def enter_turn(turn: int, x: float, y: float) -> tuple[float, float]:
    """Give a point of the page in the coordinates of a reader whose head is turned clockwise by so many quarters."""
    dx, dy = DIRECTIONS[turn]
    return x * dx + y * dy, y * dx - x * dy


def leave_turn(turn: int, x: float, y: float) -> tuple[float, float]:
    """Give a point in a turned reader's coordinates as a point of the page: the reverse of `enter_turn`."""
    dx, dy = DIRECTIONS[turn]
    return x * dx - y * dy, x * dy + y * dx


def _turn_box(turn: int, box: Box) -> Box:
    if turn <= 0:
        return box
    (ax, ay), (bx, by) = leave_turn(turn, box[0], box[1]), leave_turn(turn, box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class Run(NamedTuple):
    """Characters drawn next to each other, without a space among them.

    Attributes:
        text: the characters.
        x0: where the first begins, in points from the left.
        x1: where the last ends.
        base: their baseline, in points from the top.
        size: the width of a full character, in points.
        spaced: whether a space of the text layer follows.
        cell: the grid and the cell in it that the run stands in, by their indexes; None outside of tables.
        led: whether a space of the text layer leads the run, after what PDFium takes for a line's end.
        turn: by how many quarters the text is turned clockwise. The extents of turned text are those that it has for
            a reader whose head is turned as far: `x0` is where its line begins, `base` grows from line to line.
        seam: whether it was cut off the run before it, in case that it stands in another cell.
        shown: from where to where (points from the top) the page shows anything, if that cuts the run; else None.
        sure: how sure the recognition is of its least sure character, from 0 to 1; None where the text was typed.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    spaced: bool
    cell: tuple[int, int] | None = None
    led: bool = False
    turn: int = 0
    seam: bool = False
    shown: tuple[float, float] | None = None
    sure: float | None = None

    @property
    def middle(self) -> float:
        """The height at which the middle of the characters lies, in points from the top."""
        if self.turn <= 0:
            return self.base - 0.36 * self.size
        return (self.box[1] + self.box[3]) / 2

    @property
    def box(self) -> Box:
        """Where the characters stand on the page: x0, top, x1, bottom, in points from its top left."""
        return _turn_box(self.turn, (self.x0, self.base - 0.86 * self.size, self.x1, self.base + 0.14 * self.size))


def close_seams(runs: Iterable[Run]) -> list[Run]:
    """Give the runs, those whole again that were cut within one cell."""
    closed: list[Run] = []
    for run in runs:
        before = closed[-1] if closed else run
        if (
            run.seam
            and (before.cell, before.base, before.turn) == (run.cell, run.base, run.turn)
            and before.x0 < run.x0
        ):
            closed[-1] = before._replace(text=before.text + run.text, x1=run.x1, spaced=run.spaced)
        else:
            closed.append(run)
    return closed


class TextLine(NamedTuple):
    """A line of text.

    Attributes:
        text: its runs with the spaces between them.
        runs: the runs as they follow each other.
        box: where the line stands on the page: x0, top, x1, bottom, in points from its top left.
        size: the width of a full character, in points.
        spaced: whether the source holds a space at the end of the line.
        turn: by how many quarters the line is turned clockwise.
        sure: how sure the recognition is of its least sure character; None where the text was typed.
    """

    text: str
    runs: tuple[Run, ...]
    box: Box
    size: float
    spaced: bool
    turn: int = 0
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a document shows the spaces of its text.

    Attributes:
        drawn: as characters of the text layer. Where they are none (browsers leave them out), a gap is all there is.
        set_off: ideographs are set off from letters and digits throughout (`2021 年`), as word processors do by
            themselves; such a gap is no space.
    """

    drawn: bool = False
    set_off: bool = False


def judge_spacing(pages: Sequence[Sequence[Run]]) -> Spacing:
    """Find out how a document shows its spaces.

    They are drawn where there are some inside of the lines of cells, and after half-width marks hardly a gap without
    one. Letters are set off where most or many of the ideographs next to a letter or digit stand apart from it.
    """
    drawn = lacking = wide = tight = 0
    for runs in pages:
        # Within a run PDFium has seen no gap, though it overlooks some.
        tight += len(BOUNDARY.findall("\n".join([run.text for run in runs])))
        for before, run in pairwise(runs):
            if before.base != run.base:
                continue
            gap = run.x0 - before.x1
            if before.cell is not None and before.cell == run.cell:
                if before.spaced or run.led:
                    drawn += 1
                elif before.text[-1] in ",;:)":
                    lacking += SPACE_GAP * run.size < gap < run.size
            if BOUNDARY.match(before.text[-1] + run.text[0]):
                wide += SPACE_GAP * run.size < gap < run.size
                tight += abs(gap) <= SPACE_GAP * run.size
    return Spacing(drawn > 4 * lacking, 2 * wide > tight)


BOUNDARY = re.compile(r"[\u2e80-\U0010ffff][0-9A-Za-z%.+-]|[0-9A-Za-z%.+-](?=[\u2e80-\U0010ffff])")
"""An ideograph next to a letter, a digit or a mark of a number."""

RAISED = 1.4
"""A character so many times smaller than its neighbours may be raised above their line."""

FULL_WIDTH = re.compile(r"[\u2e80-\U0010ffff]")

IDEOGRAPH = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

LONE_IDEOGRAPH = re.compile(rf"\W?{IDEOGRAPH.pattern}\W?")
"""An ideograph, with a mark beside it at most."""

IDEOGRAPHS = re.compile(r"[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def group_lines(runs: Iterable[Run], spacing: Spacing) -> list[TextLine]:
    """Give the lines that runs form, from top to bottom, each read from left to right; turned text after the rest.

    Runs stand in one line where their baselines are less than half a character apart.
    """
    runs = list(runs)
    if len(runs) == 1:
        return [_make_line(runs, spacing)]
    turns = {run.turn for run in runs}
    if len(turns) > 1:
        alike = ([run for run in runs if run.turn == turn] for turn in sorted(turns))
        return [line for own in alike for line in group_lines(own, spacing)]
    sizes = [run.size for run in runs]
    if sizes and max(sizes) > RAISED * min(sizes):
        runs.sort(key=lambda run: -run.size)
    bases: list[float] = []
    lines: list[list[Run]] = []
    for run in runs:
        reach = run.size * 0.45
        if bases and run.base >= bases[-1]:  # As most runs are drawn. Below, the same for all others.
            if run.base - bases[-1] <= reach:
                lines[-1].append(run)
            else:
                bases.append(run.base)
                lines.append([run])
            continue
        at = bisect_left(bases, run.base)
        if at < len(bases) and bases[at] - run.base <= reach:
            lines[at].append(run)
        elif at and run.base - bases[at - 1] <= reach:
            lines[at - 1].append(run)
        elif at < len(bases) and _is_raised(run, lines[at][0]):
            lines[at].append(run)
        else:
            bases.insert(at, run.base)
            lines.insert(at, [run])
    return [_make_line(line, spacing) for line in lines]


def _is_raised(run: Run, first: Run) -> bool:
    """Tell whether a small run is raised in a line: the `2` of `10m²`."""
    return run.size * RAISED < first.size and first.base - run.base < 0.6 * first.size


def _make_line(runs: list[Run], spacing: Spacing) -> TextLine:
    if len(runs) == 1:
        text, x0, x1, base, size, spaced, _, _, turn, _, _, sure = runs[0]
        box = (x0, base - 0.86 * size, x1, base + 0.14 * size)
        return TextLine(text, (runs[0],), _turn_box(turn, box) if turn else box, size, spaced, turn, sure)
    runs.sort(key=itemgetter(1) if WIDE_OPENING.isdisjoint([run.text[0] for run in runs]) else _find_ink)
    # The size of letters and digits is an estimate from their height, that of ideographs is their width.
    size = max([run.size for run in runs if not run.text.isascii()] or [run.size for run in runs])
    edges = [(run.x0 - pad, run.x1 + pad) for run in runs for pad in (_pad(run, size),)]
    gaps = [start - end for (_, end), (start, _) in pairwise(edges)]
    last = runs[-1]
    box = (runs[0].x0, last.base - 0.86 * size, max([run.x1 for run in runs]), last.base + 0.14 * size)
    text = _space_out(runs, gaps, size, spacing)
    sure = find_least_sure([run.sure for run in runs])
    return TextLine(text, tuple(runs), _turn_box(last.turn, box), size, last.spaced, last.turn, sure)


def find_least_sure(parts: Iterable[float | None]) -> float | None:
    """Give how sure the least sure part of a text is; None where no part was recognised."""
    known = [sure for sure in parts if sure is not None]
    return min(known) if known else None


def _find_ink(run: Run) -> float:
    """Give where a run begins for the eye: a bracket of full width may lie over a narrow one to the left of its ink."""
    return run.x0 + (0.4 * run.size if run.text[0] in WIDE_OPENING else 0.0)


def _space_out(runs: Sequence[Run], gaps: Sequence[float], size: float, spacing: Spacing) -> str:
    """Give the text of a line's runs, with the spaces that stand between them."""
    usual = _usual_gap(runs, gaps, size) if max(gaps) > SPACE_GAP * size else 0.0
    spread = not usual or _is_spread(runs)
    pieces = [runs[0].text]
    for (before, run), gap in zip(pairwise(runs), gaps, strict=True):
        # Digits that stand apart are never made one number, unless all of a text is spread (`2 0 2 1 年`).
        digits = not spread and before.text[-1].isdigit() and run.text[0].isdigit()
        more = gap if digits else gap - usual
        if before.spaced or run.led or _is_space(before, run, more, spacing):
            pieces.append(" ")
        pieces.append(run.text)
    return "".join(pieces)


def _is_spread(runs: Sequence[Run]) -> bool:
    """Tell whether each character of a line, some ideograph among them, stands alone."""
    return all(len(run.text) == 1 for run in runs) and any(IDEOGRAPH.match(run.text) for run in runs)


def _usual_gap(runs: Sequence[Run], gaps: Sequence[float], size: float) -> float:
    """Give the gap between the line's neighbouring characters: more than nothing where the line is stretched."""
    between = [
        gap
        for (a, b), gap in zip(pairwise(runs), gaps, strict=True)
        if gap > SPACE_GAP * size and not a.spaced and IDEOGRAPHS.match(a.text[-1]) and IDEOGRAPHS.match(b.text[0])
    ]
    if len(between) >= 3:
        return max(between)  # A stretched line: its gaps are no spaces.
    least, most = min(gaps), max(gaps)
    if len(gaps) > 1 and most < 1.3 * least and all(LONE_IDEOGRAPH.fullmatch(run.text) for run in runs[1:]):
        return most  # Likewise `7×24 小 时`: each ideograph stands alone, all as far apart.
    full = max((run for run in runs if IDEOGRAPHS.fullmatch(run.text)), key=lambda run: len(run.text), default=None)
    if full is not None and len(full.text) > 1:
        return (full.x1 - full.x0 - size) / (len(full.text) - 1) - size
    widest = max(runs, key=lambda run: len(run.text))
    if len(widest.text) > 3:
        wide = len(FULL_WIDTH.findall(widest.text))
        natural = size * (wide + 0.6 * (len(widest.text) - wide))
        stretched = (widest.x1 - widest.x0 - natural) / (len(widest.text) - 1)
        return stretched if stretched > SPACE_GAP * size else 0.0
    if all(len(run.text) == 1 and IDEOGRAPHS.match(run.text) for run in runs) and most < 1.2 * least + 0.1 * size:
        return most  # A label spread over its cell: `总 体`.
    return max(0.0, sorted(gaps)[len(gaps) // 2]) if len(gaps) > 2 else 0.0


def _pad(run: Run, size: float) -> float:
    """Give what a lone ideograph lacks on either side to its full width: of some only the narrower ink is known."""
    text = run.text
    return max(0.0, (size - run.x1 + run.x0) / 2) if len(text) == 1 and "\u3400" <= text < "\ua000" else 0.0


def _is_space(before: Run, run: Run, gap: float, spacing: Spacing) -> bool:
    if gap <= SPACE_GAP * run.size:
        return False
    a, b = before.text[-1], run.text[0]
    if b in FULL_CLOSING or a in FULL_OPENING:
        return a == ")"  # Marks of full width hold their own space, but on one side only.
    if (is_letter(a) and is_letter(b)) or (a.isdigit() and b.isdigit()) or a in ",;:)" or b == "(":
        return True  # PDFium takes a space that begins a text object for a gap, and browsers leave spaces out.
    return not (spacing.drawn or (spacing.set_off and BOUNDARY.match(a + b) is not None))


def split_line(line: TextLine, gap: float) -> list[TextLine]:
    """Cut a line where nothing is printed for more than `gap` widths of a full character."""
    parts: list[list[Run]] = [[line.runs[0]]]
    for before, run in pairwise(line.runs):
        if run.x0 - before.x1 > gap * line.size:
            parts.append([])
        parts[-1].append(run)
    return [line] if len(parts) == 1 else [_make_line(part, Spacing()) for part in parts]


def join_lines(lines: Sequence[TextLine], x0: float, x1: float, habits: Habits) -> tuple[str, float]:
    r"""Give the text of a cell that reaches from `x0` to `x1`, and how many characters its last line has room for.

    A line that ends clearly before the edge, so that the next line's first word would have had room, ends a
    paragraph (`\n`); any other line break is a wrap of the layout.
    """
    if lines[-1].turn:  # Turned lines come last.
        return _join_turned(lines, habits), 0.0
    if len(lines) == 1:
        line = lines[0]
        pad = max(0.0, min(6.0, line.box[0] - x0, x1 - line.box[2]))
        return line.text, _slack(line, x0 + pad, x1 - pad) / line.size
    pad = max(0.0, min(6.0, min([line.box[0] for line in lines]) - x0, x1 - max([line.box[2] for line in lines])))
    x1 = _find_edge(lines, x1 - pad) + pad
    left, right = x0 + pad, x1 - pad
    pieces = [lines[0].text]
    for line, following in pairwise(lines):
        room = _slack(line, left, right) / line.size
        word = _measure_first_word(following) / line.size if room > LEAST_ROOM else None
        pieces.append(joint(line.text, following.text, habits, room=room, spaced=line.spaced, word=word))
        pieces.append(following.text)
    last = lines[-1]
    return "".join(pieces), _slack(last, left, right) / last.size


def _measure_first_word(line: TextLine) -> float:
    """Give how wide (points) the piece is that a wrap would have had to leave together at a line's start.

    Fonts differ in how wide digits and letters are: `092.884686` alone in its line is as wide as the line is.
    """
    return (line.box[2] - line.box[0]) * first_word(line.text) / estimate_width(line.text)


def _join_turned(lines: Sequence[TextLine], habits: Habits) -> str:
    """Join the lines of a label on its side: there is no telling how much room its lines have."""
    pieces = [lines[0].text]
    for line, following in pairwise(lines):
        wrapped = line.turn == following.turn
        pieces.append(joint(line.text, following.text, habits, room=0.0, spaced=line.spaced) if wrapped else "\n")
        pieces.append(following.text)
    return "".join(pieces)


def unstack(lines: Sequence[TextLine], is_label: Callable[[str], bool]) -> str | None:
    """Give a label that is printed one character below the other, in one column or several; None where there is none.

    `年度重点` beside `工作任务`, each from top to bottom, is 年度重点工作任务, whichever of them stands to the right.
    Which way such characters are read, no geometry tells for sure: only a label is taken, and only where the lines as
    printed from left to right are none.
    """
    if any(line.turn or len(line.text) > 2 * MOST_COLUMNS for line in lines):
        return None
    columns: list[list[_Placed]] = []
    for placed in sorted([placed for line in lines for run in line.runs for placed in _spell(run)], key=itemgetter(0)):
        if columns and placed[0] - columns[-1][0][0] < 0.6 * placed[2]:
            columns[-1].append(placed)
        elif len(columns) == MOST_COLUMNS:
            return None
        else:
            columns.append([placed])
    joined = "".join([line.text for line in lines])
    if is_label(joined):
        return joined if len(columns) == 1 else None
    stacks = ["".join([char for *_, char in sorted(column, key=itemgetter(1))]) for column in columns]
    readings = ("".join(stacks), "".join(reversed(stacks)))
    return next(filter(is_label, readings), None)


_Placed = tuple[float, float, float, str]
"""A character: where it begins, its baseline, its size, and itself."""


def _spell(run: Run) -> list[_Placed]:
    """Give a run's characters one by one, as wide as they are on average."""
    step = (run.x1 - run.x0) / len(run.text)
    return [(run.x0 + k * step, run.base, run.size, char) for k, char in enumerate(run.text)]


MOST_COLUMNS = 4
"""A label is stacked in no more columns than this."""


def _find_edge(lines: Sequence[TextLine], x1: float) -> float:
    """Give where lines are wrapped: the cell's edge, or, where most of many lines end at another one, that one."""
    if len(lines) < MANY_LINES:
        return x1
    ends = [line.box[2] for line in lines]
    edge = max(ends)
    near = sum([edge - end < 1.6 * line.size for end, line in zip(ends, lines, strict=True)])
    starts = [line.box[0] for line in lines]
    flush = max(starts) - min(starts) < 0.6 * lines[0].size
    return edge if flush and near >= 0.7 * len(lines) else x1


MANY_LINES = 4
"""From so many lines on, the edge at which most of them end is where they are wrapped."""


def _slack(line: TextLine, x0: float, x1: float) -> float:
    """Give how much room a line leaves in a cell: on both sides where it stands in the middle or at the right."""
    start, _, end, _ = line.box
    left, right = start - x0, x1 - end
    if left < 0.0 or right < 0.0:
        left, right = max(0.0, left), max(0.0, right)
    return left + right if right < 0.3 * line.size or abs(left - right) < 0.6 * line.size else right
