"""Recognised rows whose labels are nearly right → the same with the labels that were meant. Part of reading scans.

Enters: rows, what the recognition saw beside each character, and the vocabulary (folded labels). Leaves: the rows, with
`基本变出` taken for `基本支出` where the recognition saw 支 there as well, and no other label is as near. What was
recognised stays in `raw`, and the cell says that it was repaired. Values are never touched: they are no labels.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.document import Cell, Flaw, Row
from extractor.values import fold, label_forms

SHORTEST, LONGEST = 4, 40
"""Labels shorter than this differ by one character from others; longer texts are no labels."""

MOST_OFF = 2
"""So many characters of a label may be wrong, and no more than a quarter of it."""

UNSURE = 0.6
"""What is read less surely than this may be no character at all: a speck, the end of a ruling."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a character may be instead, blank where nothing else was seen, and how sure it is."""

    rival: str
    sure: float


Doubts = Mapping[str, Sequence[Doubt]]
"""From the text of a line to the doubts of its characters."""


def snap_labels(rows: Sequence[Row], doubts: Doubts, vocabulary: Collection[str]) -> tuple[tuple[Row, ...], list[Flaw]]:
    """Give the rows with nearly read labels put right, and a flaw for each, which says what stands there."""
    if not doubts:
        return tuple(rows), []
    words: dict[int, list[str]] = defaultdict(list)
    for word in vocabulary:
        if SHORTEST <= len(word) <= LONGEST:
            words[len(word)].append(word)
    known = frozenset(vocabulary)
    snapped: list[Row] = []
    flaws: list[Flaw] = []
    for row in rows:
        cells = tuple(_snap(cell, doubts, words, known) for cell in row.cells)
        for before, after in zip(row.cells, cells, strict=True):
            if after is not before:
                said = f"{_join(before.text)} → {_join(after.text)}"
                flaws.append(Flaw("label-snapped", page=row.page, detail=said))
        snapped.append(replace(row, cells=cells) if cells != row.cells else row)
    return tuple(snapped), flaws


def _join(text: str) -> str:
    return "".join(text.split())


def _snap(cell: Cell, doubts: Doubts, words: Mapping[int, Sequence[str]], known: frozenset[str]) -> Cell:
    if cell.confidence is None or not SHORTEST <= len(cell.text) <= LONGEST:
        return cell
    forms = label_forms(fold(cell.text))
    if any(form in known for form in forms):
        return cell
    seen = _list_doubts(cell.raw, doubts)
    if seen is None:
        return cell
    text = _join(cell.text)
    for form in forms:
        at = text.find(form)
        if at < 0 or len(seen) != len(text):
            continue
        found = set(_find_words(form, seen[at : at + len(form)], words))
        if len(found) == 1:
            (word,) = found
            return replace(cell, text=text[:at] + word + text[at + len(form) :], repaired=True)
    return cell


def _list_doubts(raw: str, doubts: Doubts) -> list[Doubt] | None:
    """Give the doubts of a text's characters without its spaces; None where some line is unknown."""
    seen: list[Doubt] = []
    for line in raw.split("\n"):
        own = doubts.get(_join(line))
        if own is None:
            return None
        seen += own
    return seen


def _find_words(form: str, seen: Sequence[Doubt], words: Mapping[int, Sequence[str]]) -> Iterator[str]:
    """Give the labels that a text may be: others were seen where they differ, or what they lack is hardly there."""
    most = min(MOST_OFF, len(form) // 4)
    for word in words.get(len(form), ()):
        off = [k for k, (a, b) in enumerate(zip(form, word, strict=True)) if a != b]
        if len(off) <= most and all(fold(seen[k].rival) == word[k] for k in off):
            yield word
    for k, doubt in enumerate(seen):
        shorter = form[:k] + form[k + 1 :]
        if doubt.sure < UNSURE and shorter in words.get(len(shorter), ()):
            yield shorter
