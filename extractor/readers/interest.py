"""Which pages of a long document may hold a form. Part of reading a PDF.

Enters: the plain text of each page, and the vocabulary of the forms looked for. Leaves: the pages to read. A budget of
35 pages may hold one form of three, and to find the cells of the other 32 takes far longer than to look for labels in
their text. A page is passed over only where neither it nor its neighbours show labels that tell a form, and where none
can go on over it: in large type, a form's long texts fill page after page without any label.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from extractor.values import fold, simplify

RADICALS = re.compile(r"[\u2e80-\u2fdf]")
"""What browsers write for some ideographs."""

IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff]")

PROSE = 0.4
"""Where ideographs have so large a share of a page's characters, it is no table of numbers."""

NO_WORD = re.compile(r"(?!)")
"""Finds nothing."""

SHORT = 8
"""A document of no more pages is read whole."""

SHORTEST_WORD = 4
"""Shorter words (`名称`) stand in any text."""

TITLE = 9
"""A telling word of so many characters is a form's title, or as good as one."""

MANY = 3
"""A page with so many different telling words belongs to a form."""

BEFORE, AFTER = 1, 3
"""So many pages before and after one of a form are read, whatever they show."""

LONGEST_GAP = 20
"""Two pages of forms with up to so many between them may be one form's, where those hold prose or labels; so may up to
so many after the last page of a form that shows enough of its labels."""


LEAST = 20
"""A page of no more characters shows its number at most: some browsers leave pages blank in the midst of a form."""

FEW = 2
"""A page with so many different labels may go on with the form of the page before."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of forms: its labels, and those of them that tell a form; whether it is prose, or blank."""

    labels: frozenset[str]
    telling: frozenset[str]
    prose: bool = False
    blank: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether a form may go on over the page."""
        return self.prose or self.blank or bool(self.telling) or len(self.labels) >= FEW


def choose_pages(
    texts: Sequence[str | None], vocabulary: Collection[str], telling: Collection[str] | None = None
) -> set[int]:
    """Give the indexes of the pages to read: those of a form, their neighbours, and pages without any text.

    Where no page belongs to a form, the first page that shows each telling label is, so that it can be said what is
    missing; and where there is none, the first page.

    Args:
        texts: the plain text of each page, None where it cannot be had.
        vocabulary: the labels of the forms looked for, folded.
        telling: those that other tables hardly print (`一级指标`, unlike `项目支出`); all, where none are given.
    """
    if len(texts) <= SHORT or not vocabulary:
        return set(range(len(texts)))
    words = _compile_words(frozenset(vocabulary))
    known = frozenset(vocabulary if telling is None else telling)
    shown = [_look_at(text, words, known) for text in texts]
    core = {page for page, each in enumerate(shown) if len(each.telling) >= MANY}
    titled = {page for page, each in enumerate(shown) if any(len(word) >= TITLE for word in each.telling)}
    if not core and len(frozenset().union(*(each.telling for each in shown))) > 2 * MANY:
        core = {page for page, each in enumerate(shown) if each.telling}  # Together they may be a form in large type.
    chosen = core | titled | {page + 1 for page in titled if page + 1 < len(texts)}
    chosen |= {near for page in core for near in range(max(0, page - BEFORE), min(page + AFTER + 1, len(texts)))}
    for page, following in pairwise(sorted(core)):
        between = range(page + 1, following)
        if len(between) <= LONGEST_GAP and all(shown[k].goes_on for k in between):
            chosen.update(between)
    for page in core:
        ahead = range(page + 1, min(page + LONGEST_GAP + 1, len(texts)))
        chosen.update(takewhile(lambda k: shown[k].goes_on, ahead))
    chosen |= _find_between(chosen)
    for page in range(1, len(texts)):
        if page - 1 in chosen and shown[page].telling:
            chosen.add(page)
    for page in reversed(range(len(texts) - 1)):
        if page + 1 in chosen and shown[page].telling:
            chosen.add(page)
    blank = {page for page, text in enumerate(texts) if text is None or not text.strip()}
    return blank | (chosen or _find_samples([each.telling for each in shown]) or {0})


def _find_between(pages: Collection[int]) -> set[int]:
    """Give the pages between two of those given that are few: they may be one form's."""
    near = [pair for pair in pairwise(sorted(pages)) if pair[1] - pair[0] <= BEFORE + AFTER + 1]
    return {page for before, after in near for page in range(before + 1, after)}


@lru_cache(maxsize=8)
def _compile_words(vocabulary: frozenset[str]) -> re.Pattern[str]:
    """Give an expression that finds the words, of several at one place the longest.

    Words are grouped by their first characters, so that most places of a text are passed over at once.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(vocabulary, key=lambda word: (-len(word), word)):
        if len(word) >= SHORTEST_WORD:
            rests.setdefault(word[0], []).append(re.escape(word[1:]))
    if not rests:
        return NO_WORD
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items()))


def _look_at(text: str | None, words: re.Pattern[str], telling: frozenset[str]) -> Shown:
    """Give what a page's text shows. Of labels that hold one another, the longest counts."""
    if not text or text.isascii():
        return Shown(NOTHING, NOTHING, blank=len("".join((text or "").split())) <= LEAST)
    bare = "".join(simplify(text).split())
    if RADICALS.search(bare):
        bare = fold(bare)
    labels = frozenset(words.findall(bare))
    prose = len(IDEOGRAPHS.findall(bare)) >= PROSE * len(bare)
    return Shown(labels, telling & labels, prose, blank=len(bare) <= LEAST)


NOTHING: frozenset[str] = frozenset()


def _find_samples(found: Sequence[Collection[str]]) -> set[int]:
    """Give the first page that shows each label."""
    first: dict[str, int] = {}
    for page, labels in enumerate(found):
        for label in labels:
            first.setdefault(label, page)
    return set(first.values())
