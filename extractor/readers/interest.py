"""Which pages of a long document may hold a form. Part of reading a PDF.

Enters: the plain text of each page, and the vocabulary of the forms looked for. Leaves: the pages to read. A budget of
35 pages may hold one form of three, and to find the cells of the other 32 takes far longer than to look for labels in
their text. A page is passed over only where neither it nor its neighbours show labels, and where no form can go on over
it: in large type, a form's long texts fill page after page without any label.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain

from extractor.values import fold, simplify

RADICALS = re.compile(r"[\u2e80-\u2fdf]")
"""What browsers write for some ideographs."""

IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff]")

PROSE = 0.4
"""Where ideographs have so large a share of a page's characters, it is no table of numbers."""

SHORT = 8
"""A document of no more pages is read whole."""

SHORTEST_WORD = 4
"""Shorter words (`名称`) stand in any text."""

TELLING = 9
"""A word of so many characters tells a form by itself, as its title does."""

MANY = 4
"""A page with so many different labels belongs to a form."""

BEFORE, AFTER = 1, 3
"""So many pages before and after one of a form are read, whatever they show."""

SAMPLES = 2
"""Of a document without a form, so many pages are read for each label."""

FEW = 2
"""A page with so many different labels may go on with the form of the page before, or begin that of the next."""


def choose_pages(texts: Sequence[str | None], vocabulary: Collection[str]) -> set[int]:
    """Give the indexes of the pages to read: those of a form, their neighbours, and pages without any text.

    Where no page belongs to a form, the first pages that show each label are, so that it can be said what is missing.
    """
    if len(texts) <= SHORT or not vocabulary:
        return set(range(len(texts)))
    words = [word for word in vocabulary if len(word) >= SHORTEST_WORD]
    found = [_find_labels(text, words) for text in texts]
    counts = [sum(MANY if len(word) >= TELLING else 1 for word in labels) for labels in found]
    goes_on = [count >= FEW or _is_prose(text) for count, text in zip(counts, texts, strict=True)]
    core = {page for page, count in enumerate(counts) if count >= MANY}
    if not core and len(set(chain.from_iterable(found))) >= 2 * MANY:
        core = {page for page, count in enumerate(counts) if count}  # Together they may be a form in large type.
    chosen = {near for page in core for near in range(max(0, page - BEFORE), min(page + AFTER + 1, len(texts)))}
    for page in range(1, len(texts)):
        if page - 1 in chosen and goes_on[page]:
            chosen.add(page)
    for page in reversed(range(len(texts) - 1)):
        if page + 1 in chosen and goes_on[page]:
            chosen.add(page)
    blank = {page for page, text in enumerate(texts) if text is None or not text.strip()}
    return blank | (chosen or _find_samples(found))


def _find_labels(text: str | None, words: Sequence[str]) -> list[str]:
    """Give the labels that a page's text holds."""
    if not text or text.isascii():
        return []
    bare = "".join(simplify(text).split())
    if RADICALS.search(bare):
        bare = fold(bare)
    return [word for word in words if word in bare]


def _is_prose(text: str | None) -> bool:
    """Tell whether a page holds sentences, and not mainly numbers: a form's text may go on there."""
    bare = "".join((text or "").split())
    return len(IDEOGRAPHS.findall(bare)) >= PROSE * len(bare)


def _find_samples(found: Sequence[Sequence[str]]) -> set[int]:
    """Give the first pages that show each label."""
    seen: Counter[str] = Counter()
    samples = set()
    for page, labels in enumerate(found):
        if any(seen[label] < SAMPLES for label in labels):
            samples.add(page)
        seen.update(labels)
    return samples
