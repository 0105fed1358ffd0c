"""Reading stage, Word 97-2003: the bare text of a DOC (or WPS), to compare its conversion with.

Enters: the file's bytes. Leaves: its characters in their order, those of footnotes, endnotes and text boxes among them,
without tables, formats and places. What belongs to a page or to its readers (headers, footers, comments) and the codes
of fields are left out.
"""

import re
import struct

from extractor.document import ReadError
from extractor.readers.compound import read_stream

_MAGIC = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_WORD_97 = 0x00C1
_COUNTS = 0x4C
_PIECES = 0x01A2
_COMPRESSED = 0x40000000
_MOST_PIECES = 1_000_000

# A field is a mark, its code, a second mark, its result, and a third mark.
_FIELD_MARKS = re.compile("([\x13\x14\x15])")
_MOST_NESTED = 50


def read_text(data: bytes) -> str | None:
    """Give the text of a Word document; None of one older than Word 97, whose text is not looked for.

    Raises:
        ReadError: `needs_password`, or `corrupt` where the file is damaged or cut.
    """
    main = read_stream(data, "WordDocument")
    try:
        return _read(data, main)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise ReadError("corrupt", f"the document's head is damaged: {error}") from error


def _read(data: bytes, main: bytes) -> str | None:
    magic, version = struct.unpack_from("<HH", main)
    (flags,) = struct.unpack_from("<H", main, 10)
    if flags & _ENCRYPTED:
        raise ReadError("needs_password")
    if magic != _MAGIC or version < _WORD_97:
        return None
    counts = struct.unpack_from("<8i", main, _COUNTS)
    at, length = struct.unpack_from("<II", main, _PIECES)
    table = read_stream(data, "1Table" if flags & _TABLE_1 else "0Table")
    if min(counts) < 0 or at + length > len(table):
        raise ReadError("corrupt", "the document's table of pieces is cut")
    whole = _join_pieces(main, table[at : at + length])
    body, footnotes, headers, macros, comments, endnotes, boxes, _ = counts
    kept, start = [], 0
    for size, is_kept in (
        (body, True),
        (footnotes, True),
        (headers + macros + comments, False),
        (endnotes + boxes, True),
    ):
        if is_kept:
            kept.append(whole[start : start + size])
        start += size
    if start > len(whole):
        raise ReadError("corrupt", "the document's text is cut")
    return _drop_codes("".join(kept))


def _join_pieces(main: bytes, pieces: bytes) -> str:
    """Put the pieces of the text together. Each is in UTF-16, or in Windows' Latin with a byte a character."""
    at = 0
    while pieces[at] == 1:  # settings of a piece's format come first
        at += 3 + struct.unpack_from("<H", pieces, at + 1)[0]
    (size,) = struct.unpack_from("<I", pieces, at + 1)
    count = (size - 4) // 12
    if pieces[at] != 2 or not 0 <= count <= _MOST_PIECES:
        raise ReadError("corrupt", "the document's table of pieces is damaged")
    at += 5
    ends = struct.unpack_from(f"<{count + 1}I", pieces, at)
    at += 4 * (count + 1)
    texts = []
    budget = len(main)
    for index in range(count):
        length = ends[index + 1] - ends[index]
        (place,) = struct.unpack_from("<I", pieces, at + 8 * index + 2)
        compressed = bool(place & _COMPRESSED)
        start = (place & ~_COMPRESSED) // 2 if compressed else place
        stop = start + length * (1 if compressed else 2)
        budget -= stop - start
        if length < 0 or stop > len(main) or budget < 0:
            raise ReadError("corrupt", "the document's text is cut")
        texts.append(main[start:stop].decode("cp1252" if compressed else "utf-16-le", "replace"))
    return "".join(texts)


def _drop_codes(text: str) -> str:
    """Drop the codes of fields and keep their results; fields stand inside of others' codes and results."""
    kept: list[str] = []
    in_code: list[bool] = []
    for piece in _FIELD_MARKS.split(text):
        if piece == "\x13":
            in_code.append(True)
        elif piece == "\x14":
            in_code[-1:] = [False] if in_code else []
        elif piece == "\x15":
            in_code[-1:] = []
        elif not any(in_code[-_MOST_NESTED:]):
            kept.append(piece)
    return "".join(kept)
