"""Document and patterns → regions, one a form, and for each region the pattern that describes it.

Enters: a document and the patterns. Leaves: its regions, found by the layout with the patterns' words; for each, the
patterns that claim it, or what the nearest one misses. A generic pattern claims only what no other one does. Where two
others claim the same region, neither is chosen: that is an error which names both.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from extractor.document import Document
from extractor.layout import lay_out, split_sheets
from extractor.patterns import LONGEST_LABEL, Label, Pattern, vocabulary
from extractor.regions import Region, find_regions
from extractor.titles import Words
from extractor.values import fold, label_forms

MOST_KEPT = 1 << 16
"""What so many short texts are is remembered: the same labels stand in every form."""

NOTHING: frozenset[str] = frozenset()

_COLON = re.compile("[：:]")

LEVEL_COLUMNS = frozenset({"level_1", "level_2", "name", "value"})
"""The columns by which an indicator table is known; others, such as 备注, stand in any table."""


def find_forms(document: Document, patterns: Sequence[Pattern]) -> list[Region]:
    """Give the forms of a document, page breaks undone; where there is none, all of it, as one that begins nothing."""
    words = layout_words(patterns)
    return [region for part in split_sheets(document) for region in find_regions(lay_out(part, words), words)]


def layout_words(patterns: Sequence[Pattern]) -> Words:
    """Give what the layout has to know of the patterns' words."""
    return _gather_words(tuple(patterns))


@lru_cache(maxsize=8)
def _gather_words(patterns: tuple[Pattern, ...]) -> Words:
    titles = tuple(dict.fromkeys(fold(title) for pattern in patterns for title in pattern.identify.title))

    @lru_cache(maxsize=MOST_KEPT)
    def find_signs(text: str) -> frozenset[str]:
        labels = (label for pattern in patterns for label in pattern.find(text))
        return frozenset(map(_sign_of, labels))

    def signs(text: str) -> frozenset[str]:
        return find_signs(text) if len(text) <= LONGEST_LABEL else NOTHING

    return Words(titles, known_labels(patterns), signs)


def _sign_of(label: Label) -> str:
    """Give what a label shows of the form it stands in; `other` where tables of other kinds print it as well."""
    match label.role:
        case "level_1" | "level_2":
            return "level"
        case "column" if label.part == "tasks":
            return "task"
        case "column" if label.code in LEVEL_COLUMNS:
            return "indicator"
        case "field" | "section" | "group" | "objective":
            return label.role
        case _:
            return "other"


def known_labels(patterns: Sequence[Pattern]) -> Callable[[str], bool]:
    """Give the question whether a text is a label of one of the patterns."""
    words = vocabulary(patterns)

    @lru_cache(maxsize=MOST_KEPT)
    def find_label(text: str) -> bool:
        return any(form in words for form in label_forms(fold(text)))

    def is_label(text: str) -> bool:
        return len(text) <= LONGEST_LABEL and find_label(text)

    return is_label


def find_claims(patterns: Sequence[Pattern], region: Region) -> list[Pattern]:
    """Give the patterns that claim a region: the generic ones only where no other does.

    A form is read only where there is exactly one. What begins no form is claimed by none.
    """
    if not region.begins:
        return []
    printed = _read_printed(region)
    claims = [pattern for pattern in patterns if not _miss(pattern, region, printed)]
    return [pattern for pattern in claims if not pattern.identify.generic] or claims


def find_missing(pattern: Pattern, region: Region) -> list[str]:
    """Give what a region lacks to be claimed by a pattern: its title, and labels of which one must be printed.

    A label that must not be printed is told as `非“完成值”`. A generic pattern asks for no title.
    """
    return _miss(pattern, region, _read_printed(region))


def _read_printed(region: Region) -> frozenset[str]:
    """Give the short texts of a region in all forms in which a label may be printed."""
    texts = {cell.text for laid in region.rows for cell in laid.row.cells if 0 < len(cell.text) <= LONGEST_LABEL}
    names = {name for text in texts for name in _COLON.split(text)[:-1]}  # `基本支出：986.52` prints a label as well.
    return frozenset(form for text in texts | names for form in label_forms(fold(text)))


def _miss(pattern: Pattern, region: Region, printed: frozenset[str]) -> list[str]:
    missing = []
    title = fold(region.title.text) if region.title is not None else None
    wanted = [] if pattern.identify.generic else pattern.identify.title
    if title is not None and wanted and not any(fold(word) in title for word in wanted):
        missing.append(wanted[0])
    for words in pattern.identify.labels:
        choices = [words] if isinstance(words, str) else words
        if not any(fold(word) in printed for word in choices):
            missing.append(choices[0])
    return missing + [f"非“{word}”" for word in pattern.identify.absent if fold(word) in printed]


def find_nearest(patterns: Sequence[Pattern], regions: Sequence[Region]) -> tuple[str, list[str]] | None:
    """Give the pattern that misses least of all regions, and what it misses; None where there is none to miss.

    Of equally near ones, a generic pattern is named last.
    """
    best: tuple[str, list[str]] | None = None
    for region in regions:
        printed = _read_printed(region)
        for pattern in sorted(patterns, key=lambda pattern: pattern.identify.generic):
            missing = _miss(pattern, region, printed)
            if region.title is None and not pattern.identify.generic:
                missing = [pattern.identify.title[0], *missing]
            if best is None or len(missing) < len(best[1]):
                best = (pattern.name, missing)
    return best
