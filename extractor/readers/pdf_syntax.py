"""Whether the words of a PDF's objects are words of its language. Part of reading a PDF.

Enters: bytes of a PDF outside of its streams, or a map from a font's codes to characters. Leaves: how many of its words
are malformed. What is not compressed has no checksum: `1000 10p0 1000` among the widths of a font, which makes PDFium
leave a character out, or `/ToUnicpde`, shows only in this way. A digit changed to another digit shows in no way.
"""

import re

LONGEST_STRING = 4096
"""A text longer than this is no text of an object."""

PIECE = re.compile(rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\)){0,%d}\)|%%[^\r\n]*" % LONGEST_STRING, re.DOTALL)
"""A text or a comment, in which any byte may stand."""

APART = bytes.maketrans(b"[]{}", b"    ")

WORD = re.compile(
    rb"[-+]?(?:\d+\.?\d*|\.\d+)|<[0-9A-Fa-f]*>?|[0-9A-Fa-f]*>|/[^()<>]*"
    rb"|obj|endobj|stream|endstream|R|true|false|null|xref|trailer|startxref|[nf]"
)
"""A number, a text in hexadecimal digits or one of its ends, a name, or a word of the language."""

VITAL = (
    *(b"/ToUnicode", b"/Contents", b"/Resources", b"/Font", b"/Encoding", b"/DescendantFonts", b"/FontDescriptor"),
    *(b"/FontFile2", b"/FontFile3", b"/CIDToGIDMap", b"/MediaBox", b"/Filter", b"/FlateDecode", b"/Length", b"/Kids"),
    *(b"/Count", b"/Parent", b"/Pages", b"/Catalog", b"/XObject", b"/Subtype", b"/Identity-H", b"/BaseFont"),
    *(b"/CIDSystemInfo", b"/Registry", b"/Ordering", b"/FirstChar", b"/LastChar", b"/Widths", b"/Differences"),
)
"""The names that a page's text depends on; one that differs from them by one byte is a damaged one."""

HALVES = frozenset(
    half for word in VITAL for half in ((word[: len(word) // 2], len(word)), (len(word), word[len(word) // 2 :]))
)
"""The first and the second half of each, with its length: what differs by one byte has one of them."""

MAP_WORDS = frozenset(
    b"begincmap endcmap begincodespacerange endcodespacerange beginbfchar endbfchar beginbfrange endbfrange"
    b" findresource CMapName begin end def dict dup currentdict defineresource pop usecmap"
    b" begincidrange endcidrange".split()
)

ENTRIES = re.compile(rb"(?<!\d)(\d{1,9})\s{1,99}beginbf(char|range)\s(.*?)\sendbf(?:char|range)", re.DOTALL)
HEX = re.compile(rb"<\s*((?:[0-9A-Fa-f]\s*)+)>")
LIST = re.compile(rb"\[[^\[\]]*\]")


def count_malformed(text: bytes) -> int:
    """Count the different words that are none of the language, in what stands outside of a file's streams."""
    if b"(" in text or b"%" in text:
        text = PIECE.sub(b" ", text)
    spaced = (
        text.replace(b"<<", b" ").replace(b">>", b" ").replace(b"/", b" /").replace(b"<", b" <").replace(b">", b"> ")
    )
    words = set(spaced.translate(APART).split())
    rare = [word for word in words if not word.isdigit()]
    return sum(WORD.fullmatch(word) is None or _is_misspelt(word) for word in rare)


def _is_misspelt(word: bytes) -> bool:
    length, middle = len(word), len(word) // 2
    if (word[:middle], length) not in HALVES and (length, word[middle:]) not in HALVES:
        return False
    if word in VITAL:
        return False
    same = (vital for vital in VITAL if len(vital) == len(word))
    return any(sum(a != b for a, b in zip(word, vital, strict=True)) == 1 for vital in same)


def count_malformed_map(text: bytes) -> int:
    """Count what is malformed in a map from a font's codes to characters; nothing else is looked at."""
    if b"begincmap" not in text:
        return 0
    bare = PIECE.sub(b" ", text)
    malformed = 0
    for count, kind, entries in ENTRIES.findall(bare):
        flat = LIST.sub(b"<00>", entries) if kind == b"range" else entries
        found = HEX.findall(flat)
        wanted = int(count) * (2 if kind == b"char" else 3)
        malformed += len(found) != wanted or HEX.sub(b"", entries).translate(APART).strip() != b""
        malformed += len({len(code) for code in found[:: 2 if kind == b"char" else 3]}) > 1
    rest = ENTRIES.sub(b" ", bare).replace(b"<", b" <").replace(b">", b"> ").replace(b"/", b" /")
    words = set(rest.translate(APART).split()) - MAP_WORDS
    return malformed + sum(WORD.fullmatch(word) is None for word in words if word not in (b"<<", b">>"))
