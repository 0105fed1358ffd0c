"""Line wraps: how the two sides of a wrap are joined again. Text only; used wherever a layout broke a line.

Enters: the text before and after a wrap. Leaves: what stood between them in the source: nothing, or a space.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

CLOSING = frozenset("，。、；：？！…—,.;:?!%％")
"""Marks that no line begins with, besides closing brackets: a wrap carries along the character before them."""

QUOTES = frozenset("“”‘’\"'")
"""Marks that hold on to both neighbours, since the same mark opens and closes."""

CLEARLY = 1.0
"""How much more room than the next word needs (in full characters) makes a line short."""

LEAST_ROOM = 0.5 + CLEARLY
"""No line is short that leaves no more room than this, however narrow the next word is."""

LONGEST_WORD = 40

MARKS = re.compile(r"[,;:()]")
"""Half-width marks that a space may set off from ideographs."""

AFTER_DIGIT = "0"
"""Stands for any digit before a mark."""

BEFORE = "\n"
"""Stands between a mark and the mark that it is seen before."""


EDGE = "\0"
"""Stands between two lines, and at both ends of all of them."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document sets off half-width marks from ideographs: `督查, 复查` or `督查,复查`, `县 (市` or `县(市`.

    Each set holds marks, and marks with the character before them (before `(`: after it, or a mark of full width before
    it, `》(`), as seen inside of lines; of `)`, also with the closing mark after it. The comma speaks for marks that
    the document prints nowhere else.
    """

    spaced: frozenset[str] = frozenset()
    tight: frozenset[str] = frozenset()

    def set_off(self, *contexts: str) -> bool:
        """Tell whether the document always has a space there, by the most telling context that it shows at all."""
        known = next(filter(self.knows, contexts), "")
        return known in self.spaced and known not in self.tight

    def knows(self, *contexts: str) -> bool:
        """Tell whether the document shows one of some contexts."""
        return any(context in self.spaced or context in self.tight for context in contexts)


def find_habits(lines: Iterable[str]) -> Habits:
    """Find out how the document spaces its half-width marks, from the places inside of its lines."""
    spaced: set[str] = set()
    tight: set[str] = set()
    text = f"{EDGE}{EDGE.join(lines)}{EDGE}"
    for match in MARKS.finditer(text):
        mark, at = match[0], match.start()
        step = -1 if mark == "(" else 1
        is_spaced = text[at + step] == " "
        beyond = text[at + 2 * step] if is_spaced else text[at + step]
        seen = spaced if is_spaced else tight
        if mark == ")" and beyond in CLOSING:
            # `号)。` says nothing of `号) 、`, nor of what the document does before ideographs.
            seen.add(mark + BEFORE + beyond)
        elif beyond.isascii():
            continue  # The line's edge among them.
        elif mark == "(":
            seen.update({mark, text[at : at + 2].rstrip(EDGE)} if is_ideograph(beyond) else {beyond + mark})
        else:
            pair = text[at - 1 : at + 1].lstrip(EDGE)
            # `任务1:` and `1,000` say nothing of the marks between ideographs.
            keys = {AFTER_DIGIT + mark} if pair[0].isdigit() else {mark, *("," if mark in ";:" else ())}
            seen.update(keys, {pair})
    return Habits(frozenset(spaced), frozenset(tight))


def joint(  # noqa: PLR0913 - two texts, and what is known of the place between them
    before: str, after: str, habits: Habits, *, room: float, spaced: bool = False, word: float | None = None
) -> str:
    r"""Give what a line break stands for between two pieces of text: `""`, `" "`, or a paragraph's end, `"\n"`.

    A line that ends clearly before its edge, so that the next word would have had room, ends a paragraph. At a wrap,
    CJK characters, digits and punctuation are joined as they stand, letters on both sides with a space. Where the
    document always sets off a half-width mark with a space, the renderer has swallowed it at the end of the line.

    Args:
        before: the text up to the line break.
        after: the text after it.
        habits: how the document sets off half-width marks.
        room: how many full characters would have found room at the end of the line.
        spaced: whether the source holds a space at the end of the line.
        word: how wide the next word is, in full characters; where that is not measured, it is estimated.
    """
    if room > LEAST_ROOM and room > (first_word(after) if word is None else word) + CLEARLY:
        return "\n"
    if spaced or (is_letter(before[-1]) and is_letter(after[0])):
        return " "
    own, others = _find_contexts(before, after)
    return " " if own and habits.set_off(*own, *others) else ""


def is_guess(before: str, after: str, habits: Habits) -> bool:
    """Tell whether nothing says if a space stood at a wrap beside a bracket, in a document that sets brackets off.

    `《通知》` and `(〔2021〕9号)` where the document prints `县 (市` with a space, and no bracket after a
    `》`; or other marks with a space, and no bracket after an ideograph.
    """
    if not is_beside_bracket(before, after):
        return False
    own, others = _find_contexts(before, after)
    return not others and not habits.knows(*own) and may_set_off_brackets(habits)


def is_beside_bracket(before: str, after: str) -> bool:
    """Tell whether a bracket ends one side of a wrap, or begins the other."""
    return before[-1] == ")" or after[0] == "("


def may_set_off_brackets(habits: Habits) -> bool:
    """Tell whether a document sets brackets off, or other marks where it shows no bracket after an ideograph."""
    return habits.set_off("(", ",")


def _find_contexts(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give what tells whether a space stands at a wrap: the place's own contexts, and others that speak for it."""
    if before[-1] == ")" and after[0] in CLOSING:
        # No line begins with such a mark, unless a space stands before it.
        return (")" + BEFORE + after[0],), (")", "(")
    if before[-1] == ")" and not after[0].isascii():
        return (before[-2:], ")"), ("(",)
    if before[-1] in ",;:" and not after[0].isascii():
        numbered = (AFTER_DIGIT + before[-1],) if before[-2:-1].isdigit() else ()
        return (before[-2:], *numbered, before[-1]), (",",)
    if after[0] == "(" and is_ideograph(before[-1]):
        return (after[:2], "("), (",",)
    if after[0] == "(" and not before[-1].isascii():
        # A closing mark of full width holds its own space: what the document does after ideographs says nothing.
        return (before[-1] + "(",), ()
    return (), ()


def first_word(text: str) -> float:
    """Give how wide the piece is that a wrap would have had to leave together at a text's start, in full characters."""
    end = 1
    while end < min(len(text), LONGEST_WORD) and _holds(text[end - 1], text[end]):
        end += 1
    return estimate_width(text[:end])


def estimate_width(text: str) -> float:
    """Give about how wide a text is printed, in full characters."""
    wide = sum(char >= "\u2e80" or char in QUOTES for char in text)
    return wide + 0.55 * (len(text) - wide)


def _holds(before: str, after: str) -> bool:
    """Tell whether no line is broken between two characters."""
    if before in QUOTES or after in QUOTES or after in CLOSING or (_is_word(before) and _is_word(after)):
        return True
    return unicodedata.category(before) in ("Ps", "Pi") or unicodedata.category(after) in ("Pe", "Pf")


def _is_word(char: str) -> bool:
    return char == "×" or (char.isascii() and (char.isalnum() or char in "./-_%+=<>"))


def is_ideograph(char: str) -> bool:
    """Tell whether a character is an ideograph, not a mark of full width."""
    return char.isalpha() and char >= "\u2e80"


def is_letter(char: str) -> bool:
    """Tell whether a character is a letter of an alphabet."""
    return char.isalpha() and char < "\u2e80"
