"""The order of the indicator tree: each first level before all of its second levels. Part of matching.

Enters: the tree in the order in which its rows were read. Leaves: the same hits in the tree's own order.

Why they differ: `产出指标` is printed at the middle of the tall cell that holds it, or on the last page that the cell
reaches, and so below its first rows. Where no lines show which rows the cell covers, the pattern tells: a second level
that it has under only one of two neighbouring first levels belongs to that one.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.document import PageBox
from extractor.hits import Finding, LeafHit, LevelHit, Match, TreeHit
from extractor.patterns import Pattern


def place_levels(match: Match) -> None:
    """Put each first level of a form's tree above the second levels that belong to it alone."""
    tree: list[TreeHit] = []
    for hit in _lower(match):
        if not isinstance(hit, LevelHit) or hit.depth > 1:
            tree.append(hit)
            continue
        begin = _find_begin(tree, hit, match.pattern)
        if begin == len(tree):
            tree.append(hit)
        elif begin and _is_left_blank(tree[begin - 1], hit):
            # A table's own lines have shown where the cell begins.
            tree[begin - 1] = hit
        elif hit.cell is not None and hit.cell.aligned:
            own = [_recode(level, hit, match.pattern) for level in tree[begin:]]
            tree[begin:] = [hit, *own]
            if _is_cut(hit, own):
                match.findings.append(Finding("alignment-doubtful", (hit.cell,)))
        else:
            tree.append(hit)
    match.tree = tree


def _lower(match: Match) -> list[TreeHit]:
    """Move each first level down below those second levels under it that can only belong to the first level above."""
    tree = list(match.tree)
    above: LevelHit | None = None
    for at, hit in enumerate(match.tree):
        if not isinstance(hit, LevelHit) or hit.depth > 1:
            continue
        if above is not None and hit.cell is not None and hit.cell.aligned:
            end = _find_end(match.tree, at, above, match.pattern)
            own = [_recode(each, above, match.pattern) for each in match.tree[at + 1 : end]]
            tree[at:end] = [*own, hit]
            if own and _is_cut(above, own):
                match.findings.append(Finding("alignment-doubtful", (hit.cell,)))
        above = hit
    return tree


def _find_end(tree: Sequence[TreeHit], at: int, above: LevelHit, pattern: Pattern) -> int:
    """Give the index at which a first level's own second levels begin; those before it belong to the first level above.

    Where an indicator stands beside the label, or no second level of its own stands below it, it stays.
    """
    first = tree[at]
    for index in range(at + 1, len(tree)):
        hit = tree[index]
        if isinstance(hit, LevelHit) and isinstance(first, LevelHit):
            if hit.depth == 1 or not (_belongs(hit, first, pattern) or _belongs(hit, above, pattern)):
                break
            if _belongs(hit, first, pattern):
                return index
        elif index == at + 1 and _are_beside(first, hit):
            break
    return at + 1


def _are_beside(hit: TreeHit, other: TreeHit) -> bool:
    """Tell whether two hits stand at one height of a page."""
    return any(
        place.page == beside.page and place.box[1] < beside.box[3] and beside.box[1] < place.box[3]
        for place in _find_places(hit)
        for beside in _find_places(other)
    )


def _find_places(hit: TreeHit) -> list[PageBox]:
    """Give where a hit's cells stand on pages."""
    cells = list(hit.cells.values()) if isinstance(hit, LeafHit) else [hit.cell]
    return [place for cell in cells if cell is not None for place in cell.places if isinstance(place, PageBox)]


def _belongs(level: LevelHit, first: LevelHit, pattern: Pattern) -> bool:
    """Tell whether the pattern has a second level under a first one."""
    labels = pattern.find(level.cell.text) if level.cell is not None else ()
    return any(label.role == "level_2" and label.within == first.code for label in labels)


def _find_begin(tree: Sequence[TreeHit], first: LevelHit, pattern: Pattern) -> int:
    """Give the index of the first of the second levels right above a first level that belong to it alone."""
    above = next((hit for hit in reversed(tree) if isinstance(hit, LevelHit) and hit.depth == 1), None)
    begin = len(tree)
    for index in range(len(tree) - 1, -1, -1):
        hit = tree[index]
        if not isinstance(hit, LevelHit):
            continue
        if hit.depth == 1 or hit.cell is None:
            break
        within = {label.within for label in pattern.find(hit.cell.text) if label.role == "level_2"}
        left_blank = above is not None and above.cell is None and above.code == first.code
        if first.code not in within or (above is not None and above.code in within and not left_blank):
            break
        begin = index
    return begin


def _is_left_blank(hit: TreeHit, first: LevelHit) -> bool:
    """Tell whether a first level was inferred above second levels before its label was read."""
    return isinstance(hit, LevelHit) and hit.depth == 1 and hit.cell is None and hit.code == first.code


def _recode(hit: TreeHit, first: LevelHit, pattern: Pattern) -> TreeHit:
    """Give a second level the code that its name has under its first level."""
    if not isinstance(hit, LevelHit) or hit.cell is None:
        return hit
    labels = (label for label in pattern.find(hit.cell.text) if label.role == "level_2")
    return replace(hit, code=next(label.code for label in labels if label.within == first.code))


def _is_cut(first: LevelHit, own: Sequence[TreeHit]) -> bool:
    """Tell whether a page break lies between a first level's label and its second levels."""
    levels = [first, *(hit for hit in own if isinstance(hit, LevelHit))]
    return len({place.page for hit in levels for place in _find_places(hit)}) > 1
