"""Pages of runs → pages on which what a page break cut stands once. Part of reading a PDF.

Enters: pages in their order. Leaves: the same, but what two pages show, half of it each, is kept on the one that shows
more of it. Some programs cut a long page into pieces, wherever the paper ends, and draw the line of text that stands
there on both pages. What is kept of it stands in the cell in which its visible part does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.lines import Run
from extractor.readers.pages import Page

SAME = 1.0
"""How far apart (points) the two drawings of a character may stand, were the pages one."""


MOST = 500
"""No more runs than this stand at a page's edge."""


def keep_once(pages: Sequence[Page]) -> list[Page]:
    """Give the pages with the runs that a page break cut on one page; on the other they stand apart."""
    kept = list(pages)
    for index in range(1, len(kept)):
        above, below = kept[index - 1], kept[index]
        ends = Counter(run.shown for page in (above, below) for run in page.runs if run.shown)
        if ends:
            (end, _), *_ = ends.most_common(1)
            upper, lower = _find_again(above.runs, below.runs, *end)
            kept[index - 1], kept[index] = _set_apart(above, upper), _set_apart(below, lower)
    return [_place_seen(page) for page in kept]


def _place_seen(page: Page) -> Page:
    """Give a page with its cut runs in the cells in which their visible part stands, if their middle is in none."""
    if not any(run.shown and run.cell is None for run in page.runs):
        return page
    runs = [run._replace(cell=_find_cell(page, run)) if run.shown and run.cell is None else run for run in page.runs]
    return replace(page, runs=runs)


def _find_cell(page: Page, run: Run) -> tuple[int, int] | None:
    """Give the cell that holds the middle of what is seen of a run, by the indexes of its grid and of itself."""
    x0, top, x1, bottom = run.box
    first, last = run.shown or (top, bottom)
    y = (max(top, first) + min(bottom, last)) / 2
    found = ((number, grid.find((x0 + x1) / 2, y)) for number, grid in enumerate(page.grids))
    return next(((number, index) for number, index in found if index is not None), None)


def _find_again(above: Sequence[Run], below: Sequence[Run], top: float, bottom: float) -> tuple[set[Run], set[Run]]:
    """Give what one page and the next one show again of the other, the lesser part of each.

    Both show what lies between `top` and `bottom`.
    """
    last = [run for run in above if run.turn == 0 and run.box[3] > bottom - run.size][:MOST]
    first = [run for run in below if run.turn == 0 and run.box[1] < top + run.size][:MOST]
    height = bottom - top
    upper = {run for run in last if _middle(run) > bottom and _is_among(first, run, -height)}
    lower = {run for run in first if _middle(run) + height <= bottom and _is_among(last, run, height)}
    return upper, lower


def _is_among(runs: Sequence[Run], run: Run, down: float) -> bool:
    """Tell whether runs that stand so much further down hold the same characters: there they may be cut otherwise."""
    base = run.base + down
    same = [other for other in runs if abs(other.base - base) <= SAME and other.x0 < run.x1 and run.x0 < other.x1]
    return run.text in "".join(other.text for other in sorted(same, key=lambda other: other.x0))


def _middle(run: Run) -> float:
    return (run.box[1] + run.box[3]) / 2


def _set_apart(page: Page, again: set[Run]) -> Page:
    if not again:
        return page
    kept = [run for run in page.runs if run not in again]
    return replace(page, runs=kept, apart=[*page.apart, *(run for run in page.runs if run in again)])
