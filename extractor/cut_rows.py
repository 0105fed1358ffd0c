"""Whether a page break went through a row: a page's first row against the last one before it. Part of the layout.

Enters: the cells of the page's first row, each with the cell that ends above it on the page before. Leaves: a verdict.
What is drawn decides where it tells: an edge that a page break leaves open, a row that stands whole, room that was left
on the page. Else the texts do, as far as they can; what could be read either way is doubtful.
"""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor.document import Cell, PageBox
from extractor.targets import parse_target
from extractor.values import fold
from extractor.wraps import CLEARLY, first_word

Known = Callable[[str], bool]
"""Tells whether a text is a label of some pattern."""

Verdict = Literal["apart", "parted", "cut", "doubtful"]
"""Two rows, two rows in doubt, one row, one row in doubt."""

NUMBER = re.compile(r"[\d.,%]+")

ENDING = 2
"""So many characters of a text's end show what it is."""

COMPARING = frozenset("≥≧＞>≤≦＜<=＝")
"""What a value begins with, and hardly the rest of a text."""

OPENING = {"（": "）", "(": ")", "《": "》", "〔": "〕", "【": "】", "“": "”"}
"""Brackets and quotes that open, with those that close them."""

CLOSING = frozenset(OPENING.values())

SENTENCE_ENDS = ("。", "！", "？", "；")
"""What a sentence ends with, or a part of a list."""

LONG_LABEL = 8
"""A label of so many characters is hardly the end of a text."""

ALIGNED_CLEARLY = 0.3
"""How much more room than the next word needs is enough where the cell may reach farther than is known."""

LEVEL = 1.0
"""Texts whose middles are no farther apart (points) than this stand at one height."""

ABOUT_LEVEL = 2.0
"""And no farther than this at about one height: how high digits are is an estimate."""

LINES_APART = 1.7
"""Where no text shows how far apart lines are, they are at most so many heights of a character apart."""

Pair = tuple[Cell, Cell | None]
"""A cell of a page's first row, and the one that ends above it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known of the place at which a page breaks.

    Attributes:
        beside: whether nothing is printed beside the row's texts, where the row above has its label.
        opens: whether the document draws no line where a page break goes through a cell.
        heads: whether the page's table begins with the row, so that its upper edge is the page's.
        single: whether only one row can stand below the headings above: that of the objectives.
        more: whether the page's table goes on below the row.
        floor: how far down (points) the table's texts reach on the pages.
        endings: what several texts of the document end with: `率`, `情况`.
    """

    beside: bool = False
    opens: bool = False
    heads: bool = True
    single: bool = False
    more: bool = False
    floor: float = 0.0
    endings: frozenset[str] = frozenset()


def judge_cut(content: Sequence[Pair], sides: Sequence[Pair], known: Known, place: Surroundings) -> Verdict:
    """Tell whether a page's first row goes on with the last one before it.

    Args:
        content: its cells that belong to one row each.
        sides: those that span rows, the labels at the side.
        known: tells labels.
        place: what else is known.
    """
    drawn = _judge_edges(content, sides, known, place)
    if drawn is not None:
        return drawn
    pairs = [(cell, top) for cell, top in content if top is not None and not (cell.blank and top.blank)]
    strangers = [cell for cell, top in content if top is None and not cell.blank]
    if strangers or not pairs or all(cell.blank for cell, _ in pairs):
        return "apart"
    if place.single and not any(known(cell.text) for cell, _ in pairs):
        return "cut"
    # A label where the row above has none begins on this page: it is no part of a row that goes on.
    pairs = [(cell, top) for cell, top in pairs if not (top.blank and known(cell.text))] or pairs
    verdict = _judge_blanks(pairs, known, place) or _judge_filled(pairs, known, place.floor)
    both = [(cell, top) for cell, top in pairs if not (cell.blank or top.blank)]
    if verdict != "cut" and any(_closes_bracket(top.text, cell.text) for cell, top in both):
        return "doubtful"
    if verdict != "doubtful":
        return verdict
    roomy = all(cell.aligned for cell, _ in pairs) and _had_line(both, place.floor)
    return "parted" if roomy or _end_alike(both, place.endings) else "doubtful"


def _closes_bracket(above: str, below: str) -> bool:
    """Tell whether a text opens a bracket that another one closes: `《通知》（〔2017〕` and `23号）`."""
    opened: list[str] = []
    for char in above:
        if char in OPENING:
            opened.append(char)
        elif opened and OPENING.get(opened[-1]) == char:
            opened.pop()
    inside = 0
    for char in below if opened else "":
        if char in CLOSING and not inside:
            return OPENING[opened[-1]] == char
        inside += (char in OPENING) - (char in CLOSING)
    return False


def _end_alike(both: Iterable[Pair], endings: frozenset[str]) -> bool:
    """Tell whether the texts of a column, above and below, both end as others of the document do: each is whole."""
    return any(top is not None and {cell.text[-ENDING:], top.text[-ENDING:]} <= endings for cell, top in both)


def is_rest(content: Sequence[Pair], known: Known) -> bool:
    """Tell whether a page's first row prints no more than the rest of texts above, where alignment alone shows it.

    A label beside it may be that of the row above: it is printed on the last page that it spans.
    """
    pairs = [(cell, top) for cell, top in content if not (cell.blank and (top is None or top.blank))]
    printed = [(cell, top) for cell, top in pairs if not cell.blank]
    goes_on = all(top is not None and not top.blank and cell.aligned and not known(cell.text) for cell, top in printed)
    return 0 < len(printed) < len(pairs) and goes_on


def _judge_blanks(pairs: Sequence[tuple[Cell, Cell]], known: Known, place: Surroundings) -> Verdict | None:
    """Tell it by what is blank on one side of the page break; None where that does not tell."""
    both = [(cell, top) for cell, top in pairs if not (cell.blank or top.blank)]
    if not both:
        # Each column is filled on one side only: the halves of a row whose texts stand at different heights, or of one
        # of which a text went to the next page as a whole.
        return "doubtful" if any(cell.blank for cell, _ in pairs) else "apart"
    # Nothing stands in the column that every row fills first: the rest of the row above, unless several texts of that
    # had room to end; then it stands further down, in the middle of a row that goes on on another page.
    rest = pairs[0][0].blank and not any(top.blank for _, top in pairs)
    if rest and len(both) > 1 and _had_room(both, place.floor):
        return "apart"
    if rest and len(both) == 1 and _left_line(*both[0], place.floor):
        return "doubtful"  # Programs may leave a line's room below a paragraph.
    ended = any(not _is_full(top, cell) for cell, top in both)
    whole = len(pairs) > 2 and _have_one_middle([top for _, top in pairs], -1, ABOUT_LEVEL if ended else LEVEL)
    if rest and whole and all(cell.aligned for cell, _ in pairs):
        # Were the row cut, its short texts would stand in the middle of all of it; but that they do in each half, where
        # another row begins below on the same page.
        return "doubtful" if place.more else "parted"
    alone = len(pairs) == 1 and place.beside and not known(pairs[0][0].text)
    return "cut" if rest or alone else None


def _judge_filled(pairs: Sequence[tuple[Cell, Cell]], known: Known, floor: float) -> Verdict:
    """Tell it by the texts on both sides of the page break, and by the room that they had."""
    both = [(cell, top) for cell, top in pairs if not (cell.blank or top.blank)]
    rest = [(cell, top) for cell, top in pairs if cell.blank or top.blank]
    if len(rest) > 1 and pairs[0][1].blank and all(top.blank for _, top in rest):
        # Nothing but a long text stands above, and all that is beside it below: they stand in the middle of a row.
        return "apart" if any(known(cell.text) for cell, _ in both) else "cut"
    lone = len(both) == 1 and len(rest) > 0 and all(cell.blank for cell, _ in rest)
    if lone and known(both[0][0].text) and not known(both[0][1].text) and _is_full(both[0][1], both[0][0]):
        return _judge_label(pairs, both, floor)
    may_go_on = all(_may_go_on(top, cell, known, alone=len(pairs) < 3) for cell, top in both)
    if not may_go_on or _had_room(both, floor):
        return "apart"
    if not rest and _stands_whole(both):
        # Some programs set both halves of a cut row in the middle of what stands of it on the page.
        return "apart" if all(top.text.endswith(SENTENCE_ENDS) for _, top in both) else "parted"
    if rest:
        # A column filled below only: one row whose shorter texts stand in the middle of its height, or two rows.
        return "doubtful" if any(top.blank for _, top in rest) else "cut"
    return "cut" if len(both) == 1 else _judge_full(both)


def _judge_label(pairs: Sequence[Pair], both: Sequence[tuple[Cell, Cell]], floor: float) -> Verdict:
    """Tell it where a label stands alone below a text that fills its last line.

    Hardly a label begins in a column of texts: it is the end of one (`办公设备购置` + `数量`). But one of a form does
    (`其他需完成的任务（可选填）`), too long for an end. Below a text that had room, or a row that stands whole,
    nothing goes on.
    """
    if _had_room(both, floor):
        return "apart"
    if any(len(fold(cell.text)) >= LONG_LABEL for cell, _ in both):
        return "parted"
    whole = len(pairs) > 2 and _have_one_middle([top for _, top in pairs if top is not None], -1)
    return "parted" if whole else "doubtful"


def _judge_edges(content: Sequence[Pair], sides: Sequence[Pair], known: Known, place: Surroundings) -> Verdict | None:
    """Tell it by the rulings: a page break leaves a row open that it cuts, and closes one that it does not.

    A row that is closed may be cut all the same, unless something else is open there.
    """
    ends = [top.closed[1] for _, top in content if top is not None and top.closed is not None]
    if not ends:
        return None
    if any(ends):
        beside = (top.closed[1] for _, top in sides if top is not None and top.closed is not None)
        return "apart" if place.opens or not all(ends) or not all(beside) else None
    # Some programs draw the line between two rows once, at the next page's head.
    starts = [cell.closed[0] for cell, _ in content if cell.closed is not None]
    if place.heads and any(starts):
        return "apart"
    if place.opens:
        return "cut"
    both = [(cell, top) for cell, top in content if top is not None and not (cell.blank or top.blank)]
    headings = len(both) > 1 and all(known(cell.text) for cell, _ in both)
    alone = len(content) < 3
    if place.heads:
        values = any(_are_two_values(top, cell, alone=alone) for cell, top in both)
        return None if headings or values else "cut"
    # Headings printed again hide whether a line stands at the page's head.
    return "cut" if all(_may_go_on(top, cell, known, alone=alone) for cell, top in both) else None


def _judge_full(both: Sequence[tuple[Cell, Cell]]) -> Verdict:
    """Tell it where each column is filled on both sides and has no room left above."""
    one_line = all("\n" not in cell.raw and "\n" not in top.raw for cell, top in both)
    if one_line and all(cell.aligned for cell, _ in both):
        return "doubtful"  # No line says where the row above ends, and each of its texts fills its last line.
    ended = all(top.text.endswith(SENTENCE_ENDS) for _, top in both)
    short = one_line and any(top.room >= first_word(cell.text) for cell, top in both)
    return "apart" if ended or short else "doubtful"


def _may_go_on(top: Cell, cell: Cell, known: Known, *, alone: bool) -> bool:
    """Tell whether a text may go on over a page break."""
    if is_one_label(top, cell, known):
        return True
    if known(top.text) or known(cell.text) or _are_two_values(top, cell, alone=alone):
        return False
    return _is_full(top, cell)


def _are_two_values(top: Cell, cell: Cell, *, alone: bool) -> bool:
    """Tell whether two texts are values of two rows; in a short row, so are two numbers that could be one's halves."""
    if alone and NUMBER.fullmatch(top.text) and NUMBER.fullmatch(cell.text):
        return True
    if cell.text[:1] in COMPARING and _is_value(cell.text):
        return True
    return _is_value(top.text) and _is_value(cell.text) and not _is_value(top.text + cell.text)


def _is_value(text: str) -> bool:
    """Tell whether a text is a value by itself: `147.92`, `约349万人次`, `不低于94.5%`, `2021.12.31`."""
    target = parse_target(text)
    return target is not None and target.kind != "text"


def _is_full(top: Cell, cell: Cell) -> bool:
    """Tell whether a cell's last line had no room for the first word of the cell below the page break.

    Where alignment alone shows a cell, it reaches as far as the texts of its column do, and has no less room than that.
    """
    clearly = ALIGNED_CLEARLY if top.aligned else CLEARLY
    return not (top.blank or cell.blank) and top.room <= first_word(cell.text) + clearly


def is_one_label(top: Cell, cell: Cell, known: Known) -> bool:
    """Tell whether two cells are the halves of one label: `年度重点工` and `作任务`."""
    one = not top.blank and known(top.text + cell.text)
    return one and (not (known(top.text) and known(cell.text)) or _is_full(top, cell))


def _stands_whole(both: Sequence[tuple[Cell, Cell]]) -> bool:
    """Tell whether the row above stands whole on its page: texts of other heights, all in the middle of one height.

    Each text of a row goes on below. Were the row cut, each of them would fill what stands of it on the page.
    """
    above = _have_one_middle([top for _, top in both], -1)
    return above is True and _have_one_middle([cell for cell, _ in both], 0) is not False


def _have_one_middle(cells: Iterable[Cell], part: int, level: float = LEVEL) -> bool | None:
    """Tell whether texts share their middle; None where they are equally high, so that sharing it says nothing."""
    boxes = [box for cell in cells if (box := find_box(cell, part)) is not None]
    heights = [box[3] - box[1] for box in boxes]
    if len(boxes) < 2 or max(heights) < 1.5 * min(heights):
        return None
    middles = [(box[1] + box[3]) / 2 for box in boxes]
    return max(middles) - min(middles) <= level


def find_box(cell: Cell, part: int) -> tuple[float, float, float, float] | None:
    """Give where a part of a cell stands on its page (0 the first, -1 the last); None where the format has no pages."""
    place = cell.places[part] if cell.places else None
    return place.box if isinstance(place, PageBox) else None


def _had_room(both: Sequence[tuple[Cell, Cell]], floor: float) -> bool:
    """Tell whether some text had room above for the lines that stand below: no page break parted these from it.

    Of a text of more lines, two at least go to the next page, as most programs have it; and where texts stand in the
    middle of their cells, some have it so of what stands of them on a page.
    """
    ends = [box[3] if (box := find_box(top, -1)) is not None else None for _, top in both]
    cells = [cell for pair in both for cell in pair]
    most = max((step for cell in cells if (step := _find_most_step(cell)) is not None), default=None)
    if most is None or None in ends:
        return False
    step = _measure_step(cells) or most
    flush = _begin_together(top for _, top in both)
    beside = max(end for end in ends if end is not None)

    def has_room(rest: Cell, top: Cell, end: float) -> bool:
        wraps = rest.raw.count("\n")
        if not wraps:
            return max(floor, beside) - end > most
        # A line of the text beside it shows that there was room for one. Browsers leave no single line of a paragraph
        # on a page either, so that one may go to the next as a whole.
        needed = step - LEVEL if wraps > 1 and flush and _is_full(top, rest) else 2 * step - LEVEL
        return max(floor, beside) - end > 2 * most or beside - end > needed

    return any(end is not None and has_room(*pair, end) for pair, end in zip(both, ends, strict=True))


def _left_line(cell: Cell, top: Cell, floor: float) -> bool:
    """Tell whether a text ends with a paragraph, and with room for another line below it on its page."""
    box = find_box(top, -1)
    steps = [step for each in (cell, top) if (step := _find_most_step(each)) is not None]
    return box is not None and bool(steps) and top.room > CLEARLY and floor - box[3] > max(steps)


def _begin_together(cells: Iterable[Cell]) -> bool:
    """Tell whether the texts of a row begin at one height: what a page break cuts of it fills the page."""
    tops = [box[1] for cell in cells if (box := find_box(cell, -1)) is not None]
    return max(tops) - min(tops) <= LEVEL


def _had_line(both: Sequence[tuple[Cell, Cell]], floor: float) -> bool:
    """Tell whether a text of fewer lines than the one beside it stood above with room for another line of the same."""
    lines = [(cell.raw.count("\n"), box[3] - box[1]) for pair in both for cell in pair if (box := find_box(cell, 0))]
    single = min((height for count, height in lines if not count), default=None)
    if single is None:
        return False
    step = max(((height - single) / count for count, height in lines if count and height > single), default=math.inf)
    ends = [box[3] for _, top in both if (box := find_box(top, -1)) is not None]
    return any(max([floor, *ends]) - end >= step - LEVEL for end in ends)


def _find_most_step(cell: Cell) -> float | None:
    """Give how far apart (points) a cell's lines are at most."""
    box = find_box(cell, 0)
    lines = cell.raw.count("\n") + 1
    if box is None or len(cell.places) > 1:
        return None
    height = box[3] - box[1]
    return LINES_APART * height if lines == 1 else height / (lines - 0.5)


def _measure_step(cells: Iterable[Cell]) -> float | None:
    """Give how far apart (points) lines are, where a text of several lines and one of a single line show it."""
    boxes = [(cell.raw.count("\n"), box) for cell in cells if len(cell.places) == 1 and (box := find_box(cell, 0))]
    single = min((box[3] - box[1] for wraps, box in boxes if not wraps), default=None)
    if single is None:
        return None
    steps = [(box[3] - box[1] - single) / wraps for wraps, box in boxes if wraps]
    return max([single, *steps]) if steps else None
