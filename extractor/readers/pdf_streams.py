"""The streams of a PDF, found in its bytes, and whether each can be decoded to its end. Part of reading a PDF.

Enters: a PDF's bytes. Leaves: each stream with what it is for and what it decodes to. PDFium decodes what it can and
is silent about the rest: of a damaged font it leaves single characters out. Pictures are not looked at.
"""

import base64
import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from extractor.document import ReadError

Kind = Literal["content", "font", "structure", "other"]

LONGEST_HEAD = 1000
"""How many bytes before a stream its dictionary is looked for in."""

MOST_BYTES = 32 << 20
"""A stream is decoded up to this size."""

MOST_BYTES_IN_ALL = 1 << 30
"""All streams of a file together decode to no more than this; no ordinary form comes near it."""

UNREAD = re.compile(rb"/(?:DCT|JPX|CCITTFax|JBIG2)Decode|/Subtype\s*/(?:Image|XML)\b|/FunctionType\b|/ShadingType\b")
"""What the dictionaries of streams hold that have no part in the text: pictures, metadata, colours."""

FONT = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b")
STRUCTURE = re.compile(rb"/Type\s*/(?:ObjStm|XRef)\b")
FILTER = re.compile(rb"/(Flate|LZW|ASCII85|ASCIIHex|RunLength)Decode\b")
LENGTH = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)\b")
LATE_CHANGE = re.compile(rb"/EarlyChange\s+0\b")

BLANKS = b" \t\n\r\v"
"""What may stand between the digits of ASCII85, as the standard library has it."""

HIGHEST_DIGIT = 84
DIGIT_VALUES = bytes((byte - 33) % 256 if 33 <= byte <= 33 + HIGHEST_DIGIT else 255 for byte in range(256))
"""The digits of ASCII85, from `!` to `u`; 255 for what is none."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of a PDF.

    Attributes:
        kind: what it is for; pictures and other things without text are not decoded.
        meaning: what its bytes mean, None where they cannot be decoded to their end.
        plain: whether it is neither compressed nor encoded, so that it has no checksum.
        begin: where its bytes begin in the file.
        end: where they end.
    """

    kind: Kind
    meaning: bytes | None
    plain: bool
    begin: int
    end: int


def find_streams(data: bytes, fonts: Collection[int] = ()) -> Iterator[Stream]:
    """Give a PDF's streams in the order of the file.

    Args:
        data: the file.
        fonts: the checksums of fonts that PDFium has decoded: of a stream that ends with one, the meaning is left out.

    Raises:
        ReadError: `limit` where they decode to more than any ordinary file's.
    """
    spent = 0
    decoded: dict[bytes, bytes] = {}
    for start in _find_starts(data):
        head = data[max(0, start - LONGEST_HEAD) : start]
        head = head[head.rfind(b" obj") + 1 :]
        begin = start + len(b"stream\r\n" if data[start + 6 : start + 7] == b"\r" else b"stream\n")
        end = data.find(b"endstream", begin)
        if end < 0:
            yield Stream("content", None, plain=False, begin=begin, end=len(data))
            return
        if UNREAD.search(head):
            yield Stream("other", b"", plain=False, begin=begin, end=end)
            continue
        kind: Kind = "font" if FONT.search(head) else "structure" if STRUCTURE.search(head) else "content"
        raw = data[begin:end]
        checksum = _find_checksum(raw, head, fonts) if kind == "font" else None
        if checksum is not None and decoded.setdefault(checksum, raw) == raw:
            yield Stream(kind, b"", plain=False, begin=begin, end=end)
            continue
        meaning = decode(raw, head)
        if checksum is not None and decode(decoded[checksum], head) is None:
            meaning = None  # Of two streams with one checksum, PDFium may have decoded either.
        spent += len(meaning or b"")
        if spent > MOST_BYTES_IN_ALL:
            raise ReadError("limit", f"more than {MOST_BYTES_IN_ALL >> 20} MiB of streams")
        yield Stream(kind, meaning, plain=b"/Filter" not in head, begin=begin, end=end)


def _find_checksum(raw: bytes, head: bytes, known: Collection[int]) -> bytes | None:
    """Give the checksum with which a compressed stream ends, before a line end at most; None where it is not known."""
    if FILTER.findall(head) != [b"Flate"]:
        return None
    ends = (len(raw) - line_end for line_end in range(3))
    checksums = (raw[max(0, end - 4) : end] for end in ends)
    return next((checksum for checksum in checksums if int.from_bytes(checksum) in known), None)


def _find_starts(data: bytes) -> Iterator[int]:
    """Give where the word `stream` stands that begins one. Searched for byte by byte: a pattern takes far longer."""
    at = data.find(b"stream")
    while at >= 0:
        if data[at - 3 : at] != b"end" and data[at + 6 : at + 7] in (b"\r", b"\n"):
            yield at
        at = data.find(b"stream", at + 6)


def decode(raw: bytes, head: bytes) -> bytes | None:
    """Give what a stream's bytes mean, None where they break off or their checksum is wrong.

    Args:
        raw: the bytes, with the line end after them.
        head: the stream's dictionary, such as `<</Length 3407/Filter/FlateDecode>>`.
    """
    names = FILTER.findall(head)
    length = LENGTH.search(head)
    if not names and length is not None and not 0 <= len(raw) - int(length[1]) <= 2:
        return None  # Nothing else tells whether these bytes are whole.
    meaning = raw
    for name in names:
        if name in (b"Flate", b"ASCII85", b"ASCIIHex"):
            decoded = _inflate(meaning) if name == b"Flate" else _decode_letters(meaning, name)
            if decoded is None:
                return None
            meaning = decoded
        else:
            # These have no checksum, but a mark at their end.
            ends = _ends_lzw(meaning, early=not LATE_CHANGE.search(head)) if name == b"LZW" else _ends_runs(meaning)
            return b"" if ends else None
    return meaning


def _inflate(raw: bytes) -> bytes | None:
    inflater = zlib.decompressobj()
    try:
        meaning = inflater.decompress(raw, MOST_BYTES)
    except zlib.error:
        return None
    return meaning if inflater.eof or inflater.unconsumed_tail else None


def _decode_letters(raw: bytes, name: bytes) -> bytes | None:
    text = raw.strip()
    try:
        if name == b"ASCII85":
            return decode_ascii85(text.removeprefix(b"<~").removesuffix(b"~>")) if text.endswith(b"~>") else None
        digits = b"".join(text.removesuffix(b">").split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")) if text.endswith(b">") else None
    except ValueError:
        return None


def decode_ascii85(text: bytes) -> bytes:
    """Decode ASCII85, in which five digits stand for four bytes.

    The standard library goes from digit to digit. Here the digits of all groups are added up at once, each group in
    eight bytes of one large number.

    Raises:
        ValueError: a byte is no digit, or a group stands for more than four bytes hold.
    """
    digits = text.translate(DIGIT_VALUES, BLANKS)
    if not digits or max(digits) > HIGHEST_DIGIT:
        return base64.a85decode(text)  # A `z`, which stands for a group of zeros, or what is no digit.
    spare = -len(digits) % 5
    digits += bytes([HIGHEST_DIGIT]) * spare
    total = 0
    for place in range(5):
        lanes = bytearray(len(digits) // 5 * 8)
        lanes[7::8] = digits[place::5]
        total = total * 85 + int.from_bytes(lanes)
    lanes = bytearray(total.to_bytes(len(digits) // 5 * 8))
    if any(lanes[3::8]):
        raise ValueError("a group of ASCII85 stands for more than four bytes hold")
    meaning = bytearray(len(lanes) // 2)
    for place in range(4):
        meaning[place::4] = lanes[place + 4 :: 8]
    return bytes(meaning[: len(meaning) - spare])


def _ends_runs(raw: bytes) -> bool:
    """Tell whether runs of equal bytes go on to the mark of their end."""
    at = 0
    while at < len(raw):
        length = raw[at]
        if length == 128:
            return True
        at += length + 2 if length < 128 else 2
    return False


def _ends_lzw(raw: bytes, *, early: bool) -> bool:
    """Tell whether codes of the LZW method make sense up to the mark of their end."""
    held = bits = 0
    width, known = 9, 257
    for byte in raw:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == 257:
            return True
        if code > known:
            return False
        known = 257 if code == 256 else min(known + 1, 4096)
        width = min(12, max(9, (known + early).bit_length()))
    return False
