"""Text of files made fit for a page: what cannot be seen in it is written out.

Enters: any text. Leaves: text that neither turns the direction of writing nor hides anything, and that XML can hold.
"""

import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
"""Control and format characters, lone surrogates, code points of nothing, line and paragraph separators."""

LONGEST = 300
"""Characters of a text that the page shows; the export and the source have it whole."""


def make_visible(text: str) -> str:
    """Give a text with what cannot be seen in it written out: U+202E becomes `[U+202E]`; line feeds stay."""
    if text.isprintable():
        return text
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in INVISIBLE else f"[U+{ord(char):04X}]"
        for char in text.replace("\r\n", "\n").replace("\t", " ")
    )


def cut(text: str) -> str:
    """Give a text as long as the page shows it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
