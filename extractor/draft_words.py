"""A new word → the nearest one that some pattern knows in the same place, for a draft to propose.

Enters: a printed word and the parts of a pattern file where it may belong. Leaves: a question with the nearest code.
"""

import difflib
from collections.abc import Sequence

from extractor.draft_text import Question
from extractor.patterns import Pattern
from extractor.values import clean, fold, label_forms

NEAR = 0.5
"""How near (0 to 1) a word must be to be named."""

LIKELY = 0.6
"""How near a word must be to be proposed, where it is not part of the new one."""

LONGEST_VALUE = 30
"""So many characters of a value help to see what its label means."""


class Nearness:
    """The words of all patterns, by the part of a file that they stand in: each with its code."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Take the patterns whose words are known."""
        self.words: dict[str, dict[str, str]] = {}
        for pattern in patterns:
            for word, labels in pattern.labels.items():
                for label in labels:
                    part, _, code = label.key.rpartition(".")
                    if label.role == "amounts_of":
                        part, code = "funding.groups", label.code
                    elif label.role in ("section", "other"):
                        part = label.key
                    self.words.setdefault(part, {}).setdefault(word, code)

    @staticmethod
    def name(printed: str) -> str:
        """Give a printed word as a pattern file has it: `其中：县级资金（元）` as `县级资金`."""
        folded = fold(printed)
        return label_forms(folded)[-1] or folded

    def rank(self, part: str, word: str) -> list[tuple[float, str, str]]:
        """Give the known words of a part that are near: how near (to 1), their code, the word; the nearest first."""
        known = self.words.get(part, {})
        inside = [each for each in known if len(each) >= 2 and (each in word or (len(word) >= 2 and word in each))]
        close = difflib.get_close_matches(word, list(known), n=20, cutoff=NEAR)
        ratios = {each: difflib.SequenceMatcher(None, each, word).ratio() for each in (*inside, *close)}
        return sorted(((ratio, known[each], each) for each, ratio in ratios.items()), reverse=True)

    def ask(self, parts: Sequence[str], printed: str, value: str = "", *, default: str | None = None) -> Question:
        """Give the question for a printed word: the part that it probably belongs in, and the nearest known word.

        `default` is the part where nothing is near; without it the first of the parts.
        """
        word = self.name(printed)
        near = [
            (ratio, -order, code, known)
            for order, part in enumerate(parts)
            for ratio, code, known in self.rank(part, word)
            if ratio >= LIKELY or known in word
        ]
        if not near:
            return Question(default or parts[0], word, clean(value)[:LONGEST_VALUE], "", "")
        _, order, code, known = max(near)
        return Question(parts[-order], word, clean(value)[:LONGEST_VALUE], code, known)
