"""Pages that hold one sheet side by side → that sheet's pages, as wide as it is. Part of reading a PDF.

Enters: pages with their runs, grids and rulings. Leaves: the same, where a spreadsheet was printed on several pages
beside each other, as one page for each band of its rows. Office programs print such a sheet down and then over (their
usual order), or over and then down. Forms are unknown here: that pages are one band is told by their row edges, which
begin below the room of a title on all of them, and by their texts, which are not those of one template.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.readers.lines import Run
from extractor.readers.pages import Page, Part
from extractor.readers.pdf_paths import Rulings
from extractor.readers.rulings import Grid, Line, find_grids

MOST_JOINED = 60
"""A longer file is no sheet that a person would lay side by side."""

MOST_ACROSS = 6
"""A sheet is printed on no more pages beside each other than this."""

NEAR = 1.5
"""Edges of rows, and texts drawn twice, differ by no more than this (points)."""

FEWEST_LEVELS = 4
"""Two pages with fewer row edges in common may agree by chance."""

AGREED = 0.9
"""So many of the row edges of the page with fewer of them are those of the other page as well."""

SAME = 0.1
"""Where more of a page's texts stand at the same place of another page, the two are printed by one template."""


def join_sheets(pages: Sequence[Page], rulings: Sequence[Rulings]) -> list[Page]:
    """Give the pages, those that hold one band of a sheet put together; as they are where that is not certain."""
    count = len(pages)
    if not 2 <= count <= MOST_JOINED or any(not page.grids or page.turn.degrees for page in pages):
        return list(pages)
    for bands in _find_orders(count):
        if all(_is_band([pages[k] for k in band], first=band[0] == 0) for band in bands):
            joined = [_join([pages[k] for k in band], [rulings[k] for k in band]) for band in bands]
            if None not in joined:
                return [page for page in joined if page is not None]
    return list(pages)


def _find_orders(count: int) -> Iterator[list[list[int]]]:
    """Give the ways in which pages may be bands of a sheet, each as the indexes of a band's pages from the left."""
    for across in range(2, MOST_ACROSS + 1):
        if count % across:
            continue
        down = count // across
        yield [[band + down * k for k in range(across)] for band in range(down)]
        if down > 1:
            yield [[across * band + k for k in range(across)] for band in range(down)]


def _is_band(pages: Sequence[Page], *, first: bool) -> bool:
    """Tell whether pages show the same rows; in a sheet's first band, these begin below its title."""
    left = pages[0]
    levels = [_find_levels(page) for page in pages]
    top = levels[0][0]
    if first and not any(run.middle < top for page in pages for run in page.runs):
        return False
    for page, own in zip(pages[1:], levels[1:], strict=True):
        if own[0] < top - NEAR or _has_template(left.runs, page.runs):
            return False
        if not all(_agree(own, other) for other in levels if other is not own):
            return False
    return True


def _find_levels(page: Page) -> list[float]:
    return sorted({y for grid in page.grids for cell in grid.cells for y in (cell.box[1], cell.box[3])})


def _agree(levels: Sequence[float], others: Sequence[float]) -> bool:
    few, many = sorted((levels, others), key=len)
    shared = sum(min(abs(level - other) for other in many) <= NEAR for level in few)
    return shared >= max(FEWEST_LEVELS, AGREED * len(few))


def _has_template(left: Sequence[Run], right: Sequence[Run]) -> bool:
    """Tell whether two pages print the same texts at the same places: two forms on one template, or running heads."""
    places = {(run.text, round(run.base), round(run.x0)) for run in left}
    words = [run for run in right if len(run.text) > 1]
    again = sum((run.text, round(run.base), round(run.x0)) in places for run in words)
    return again > SAME * len(words)


def _join(pages: Sequence[Page], rulings: Sequence[Rulings]) -> Page | None:
    """Give the page that a band's pages make, None where a text of one would be drawn over another one's."""
    across: list[Line] = []
    down: list[Line] = []
    kept: list[Run] = []
    apart: list[Run] = []
    parts: list[Part] = []
    characters = 0
    edge = min(grid.box[0] for grid in pages[0].grids)
    for page, drawn in zip(pages, rulings, strict=True):
        start = min(grid.box[0] for grid in page.grids)
        shift = edge - start
        fresh = _drop_repeated(kept, _shift(page.runs, shift))
        if fresh is None:
            return None
        beside = _shift(page.apart, shift)  # Of a text that goes over the page's edge, the rest is seen on the next.
        unseen = _drop_repeated([*kept, *apart], beside)
        unseen = beside if unseen is None else unseen
        parts.append(Part(page.number, shift, edge))
        characters += page.characters - _count([*page.runs, *page.apart]) + _count([*fresh, *unseen])
        kept += fresh
        apart += unseen
        across += [Line(line.at, line.start + shift, line.end + shift) for line in drawn.horizontal]
        down += [Line(line.at + shift, line.start, line.end) for line in drawn.vertical]
        edge = shift + max(grid.box[2] for grid in page.grids)
    grids = find_grids(across, down)
    runs = [run._replace(cell=_find_cell(grids, run)) for run in kept]
    return replace(pages[0], runs=runs, grids=grids, characters=characters, rules=None, apart=apart, parts=tuple(parts))


def _shift(runs: Sequence[Run], by: float) -> list[Run]:
    return [run._replace(x0=run.x0 + by, x1=run.x1 + by) for run in runs]


def _count(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _drop_repeated(kept: Sequence[Run], runs: Sequence[Run]) -> list[Run] | None:
    """Give the runs that are not drawn again: a text of a merged cell is drawn on every page that the cell reaches."""
    lines: dict[int, list[Run]] = {}
    for run in kept:
        lines.setdefault(round(run.base), []).append(run)
    fresh = []
    for run in runs:
        beside = [other for near in (-1, 0, 1) for other in lines.get(round(run.base) + near, ())]
        over = [other for other in beside if min(other.x1, run.x1) - max(other.x0, run.x0) > NEAR]
        if not over:
            fresh.append(run)
        elif run.text not in "".join(other.text for other in sorted(over, key=lambda other: other.x0)):
            return None
    return fresh


def _find_cell(grids: Sequence[Grid], run: Run) -> tuple[int, int] | None:
    x = run.x0 + min(run.size, run.x1 - run.x0) / 2
    for number, grid in enumerate(grids):
        index = grid.find(x, run.middle)
        if index is not None:
            return number, index
    return None
