"""Text of files made fit for a page: what cannot be seen in it is written out.

Enters: any text. Leaves: text that neither turns the direction of writing nor hides anything, and that XML can hold.
"""

import unicodedata

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})
"""Control and format characters, lone surrogates, code points of nothing, line and paragraph separators."""


def make_visible(text: str) -> str:
    """Give a text with what cannot be seen in it written out: U+202E becomes `[U+202E]`; line feeds stay."""
    if text.isprintable():
        return text
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in INVISIBLE else f"[U+{ord(char):04X}]"
        for char in text.replace("\r\n", "\n").replace("\t", " ")
    )
