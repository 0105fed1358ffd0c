"""First levels of the indicator tree whose labels stand below their first rows → before them. Part of matching.

Enters: the tree as its rows were read. Leaves: the same hits, each first level before all of its second levels. The
label of a tall cell is printed at the cell's middle, or on the last of the pages that it reaches over. Where no lines
show how far up the cell reaches, the second levels right above the label do, which the pattern has under that first
level only.
"""

from collections.abc import Sequence
from dataclasses import replace

from extractor.hits import Finding, LevelHit, Match, TreeHit
from extractor.patterns import Pattern


def place_levels(match: Match) -> None:
    """Put each first level of a form's tree above the second levels that belong to it alone."""
    tree: list[TreeHit] = []
    for hit in match.tree:
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
    pages = {place for hit in (first, *own) if isinstance(hit, LevelHit) and hit.cell for place in hit.cell.places}
    return len({getattr(place, "page", None) for place in pages}) > 1
