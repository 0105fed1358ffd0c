"""Pages of runs → pages whose running heads and numbers stand in no cell. Part of reading a PDF.

Enters: pages in their order. Leaves: the same, but what a page prints at its head or foot, and another page at the same
height, stands apart where it lies within a cell: a table that a page break cuts is open there, and seems to reach up
to the head or down to the foot.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from extractor.readers.lines import Run
from extractor.readers.pages import Page
from extractor.values import fold

SAME = 1.5
"""How far apart (points) the same head may stand on two pages."""

LINE = 0.45
"""Runs whose baselines are no farther apart than this share of a character are one line."""

AWAY = 1.8
"""From a cell's own lines a head or foot stands more than so many characters away, or is of another size."""

WIDEST_GAP = 2.0
"""Within a head or foot no gap is wider than so many characters; between two cells' texts most are."""

HEAD = re.compile(r"[-—–·\s]*\d{1,4}[-—–·\s]*|.*第\d{1,4}页.*|(?:.*?[\u3400-\u9fff]){4}.*")
"""A page's number, or words enough for a running head."""

NUMBER = re.compile(r"\d{1,4}")

BASE = attrgetter("base")


@dataclass(frozen=True, slots=True)
class _Margin:
    """A page's outermost line: the page's index, whether at its foot, its runs, its text, and its baseline."""

    page: int
    foot: bool
    runs: tuple[Run, ...]
    text: str
    base: float

    @property
    def shape(self) -> tuple[bool, str]:
        """What it has in common with those of other pages."""
        return self.foot, NUMBER.sub("0", self.text)

    def repeats(self, other: "_Margin") -> bool:
        """Tell whether another page prints the same there; bare numbers must count the pages."""
        if self.page == other.page or abs(self.base - other.base) > SAME:
            return False
        bare = NUMBER.fullmatch(self.text.strip("-—–·"))
        if bare is None:
            return True
        count = NUMBER.search(other.text)
        return count is not None and int(bare[0]) - self.page == int(count[0]) - other.page


def free_margins(pages: Sequence[Page], vocabulary: Collection[str]) -> list[Page]:
    """Give the pages with running heads and page numbers apart from the cells in which they seem to stand.

    The vocabulary (folded labels) tells what is a table's own heading, however often it is printed.
    """
    kept = list(pages)
    margins = defaultdict(list)
    for index, page in enumerate(kept):
        for margin in _find_margins(index, page):
            margins[margin.shape].append(margin)
    for alike in margins.values():
        for margin in alike:
            runs = [run for run in margin.runs if run.cell is not None]
            if not runs or not HEAD.fullmatch(margin.text) or any(fold(run.text) in vocabulary for run in runs):
                continue
            near = alike[:MOST] if len(alike) > MOST else alike
            page = kept[margin.page]
            if _stands_away(page.runs, runs) and any(margin.repeats(other) for other in near):
                own = set(runs)
                rest = [run for run in page.runs if run not in own]
                kept[margin.page] = replace(page, runs=rest, apart=[*page.apart, *runs])
    return kept


MOST = 20
"""With so many others of its shape a line is compared."""


def _find_margins(index: int, page: Page) -> Iterable[_Margin]:
    """Give a page's first and last line."""
    upright = [run for run in page.runs if run.turn == 0]
    if not upright:
        return
    for foot, outermost in ((False, min(upright, key=BASE)), (True, max(upright, key=BASE))):
        line = [run for run in upright if abs(run.base - outermost.base) <= LINE * outermost.size]
        line.sort(key=lambda run: run.x0)
        if all(b.x0 - a.x1 <= WIDEST_GAP * a.size for a, b in pairwise(line)):
            yield _Margin(index, foot, tuple(line), "".join(run.text for run in line), outermost.base)


def _stands_away(page: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Tell whether a line stands away from the other lines of its cells, or is of another size."""
    cells = {run.cell for run in runs}
    base, size = runs[0].base, max(run.size for run in runs)
    others = [run for run in page if run.cell in cells and abs(run.base - base) > LINE * size]
    near = min(others, key=lambda run: abs(run.base - base), default=None)
    if near is None:
        return True
    larger = max(size, near.size)
    return abs(near.base - base) > AWAY * larger or min(size, near.size) < 0.8 * larger
