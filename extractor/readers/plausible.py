"""Whether a page's text can be what is printed on it. Part of reading a PDF.

Enters: a page's text. Leaves: how many of its characters nobody would print in a Chinese form. A font without a table
of what its characters mean gives the numbers of its glyphs, which then pass for letters with accents, for signs, or for
rare ideographs; such a page is readable for the eye only.
"""

import re

LEAST = 12
"""Fewer characters are too few to judge."""

SHARE = 0.3
"""So large a share of characters that nobody would print makes a page unreadable."""

MEANINGLESS = re.compile(r"[\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
"""Private characters, and the mark for one of unknown meaning: counted by themselves."""

RADICALS = re.compile(r"[\u2e80-\u2fdf]")
"""What browsers and WPS write for some ideographs; harmless."""

SIGNS = re.compile(r"[!\"#$&'*;<=>?@\\^_`{|}~]")
"""ASCII signs that hardly ever stand in a text without ideographs in such numbers."""


def count_implausible(text: str) -> int:
    """Count the characters of a page's text that nobody would print, 0 where they are few enough to be meant.

    `绩效目标` can be written in the character sets of China or Taiwan; `Š‹Œ` and `䜀䠀䤀` cannot.
    """
    bare = RADICALS.sub("", "".join(text.split()))
    if bare.isascii():
        signs = len(SIGNS.findall(bare))
        return signs if signs >= LEAST and signs > SHARE * len(bare) else 0
    strange = _lacking(bare, "gb2312")
    if strange >= LEAST and strange > SHARE * len(bare):
        strange = min(strange, _lacking(bare, "big5"))
    return strange if strange >= LEAST and strange > SHARE * len(bare) else 0


def _lacking(text: str, character_set: str) -> int:
    """Count the characters that a character set lacks, but for those without any meaning."""
    known = len(text.encode(character_set, "ignore").decode(character_set))
    return len(text) - known - len(MEANINGLESS.findall(text))
