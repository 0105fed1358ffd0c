"""Reading stage, RTF: the bare text of a file, to compare its conversion with, and whether the file is whole.

Enters: the file's bytes. Leaves: its characters in their order, those of footnotes and text boxes among them, without
tables, formats and places. What belongs to a page or to its readers (headers, footers, comments), the codes of fields
and the numbers of lists, which a word processor counts itself, are left out.
"""

import codecs
import re
from dataclasses import dataclass, field, replace

from extractor.document import ReadError

MOST_TOKENS = 5_000_000
"""More words and braces than any form has."""
MOST_DEPTH = 10_000
"""More groups inside of one another than any file has."""

# A character by its code, a word with its number, a sign, a brace, or text.
_TOKEN = re.compile(
    rb"\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,40})(?P<number>-?\d{1,10})? ?|\\(?P<sign>.)|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}]+)",
    re.DOTALL,
)

# Groups whose text no page shows; those that begin with a star are not shown either, but for a few.
_HIDDEN = frozenset(
    b"fonttbl colortbl stylesheet info pict fldinst listtext pntext header headerl headerr headerf footer footerl"
    b" footerr footerf nonshppict shprslt upr sp xe tc ftnsep ftnsepc aftnsep aftnsepc".split()
)
_STARRED = frozenset(b"shpinst footnote moMath ud".split())
_BREAKS = frozenset(b"par line cell nestcell row nestrow sect page tab column".split())
_CHARSETS = {0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 204: 1251, 222: 874, 238: 1250}
_STRANGE = re.compile(rb"[^\0\t\r\n\x20-\x7e]+")
_LINE_ENDS = b"\r\n\0"


@dataclass(frozen=True, slots=True)
class _Group:
    r"""What holds inside of braces: whether its text is shown, the font, how many characters stand in for a `\u`."""

    shown: bool = True
    font: int | None = None
    stand_ins: int = 1


@dataclass(slots=True)
class _Reading:
    """The walk through a file.

    Attributes:
        group: what holds here.
        outer: what holds outside of the braces that are open.
        texts: the text so far.
        coded: the bytes that are still to be decoded.
        page: the code page of the file.
        pages: those of its fonts.
        skip: how many characters still stand in for one that was given by its number.
        starred: whether a star came just before.
    """

    group: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    coded: bytearray = field(default_factory=bytearray)
    page: int = 1252
    pages: dict[int | None, int] = field(default_factory=dict)
    skip: int = 0
    starred: bool = False


def read_text(data: bytes) -> str:
    r"""Give the text of a file: `{\rtf1 \'d4\'a4\'cb\'e3}` is `预算`.

    Raises:
        ReadError: `corrupt` where the file is cut, `limit` where it has too many parts.
    """
    reading = _Reading()
    at = max(data.find(b"{"), 0)
    for _ in range(MOST_TOKENS):
        token = _TOKEN.match(data, at)
        if token is None:
            raise ReadError("corrupt", "the file's end is missing")
        at = token.end()
        if token["word"] == b"bin":
            at += max(int(token["number"] or 0), 0)
            continue
        _take(reading, token)
        if token["brace"] == b"}" and not reading.outer:
            text = "".join(reading.texts)
            return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    raise ReadError("limit", f"more than {MOST_TOKENS} parts")


def count_strange(data: bytes) -> int:
    """Count the bytes that no RTF has, which is written in ASCII: they are damage, or a careless program's Chinese."""
    return sum(map(len, _STRANGE.findall(data))) if b"\\bin" not in data else 0


def _take(reading: _Reading, token: re.Match[bytes]) -> None:
    starred, reading.starred = reading.starred, token["sign"] == b"*"
    if token["code"]:
        _add(reading, bytes.fromhex(token["code"].decode()))
    elif token["text"]:
        _add(reading, token["text"].translate(None, _LINE_ENDS))
    elif token["brace"]:
        _flush(reading)
        _turn(reading, opens=token["brace"] == b"{")
    elif token["word"]:
        _flush(reading)
        number = int(token["number"]) if token["number"] else None
        _obey(reading, token["word"], number, starred=starred)
    elif token["sign"] in (b"\\", b"{", b"}"):
        _add(reading, token["sign"])
    elif token["sign"] in (b"~", b"\r", b"\n"):
        _flush(reading)
        reading.texts.append(" ")


def _add(reading: _Reading, coded: bytes) -> None:
    """Add the bytes of shown characters, without those that stand in for another one."""
    skipped = min(reading.skip, len(coded))
    reading.skip -= skipped
    if reading.group.shown:
        reading.coded += coded[skipped:]


def _flush(reading: _Reading) -> None:
    """Decode the bytes that have gathered: as the font says, else as the file says; the rest are mostly Chinese."""
    if not reading.coded:
        return
    data = bytes(reading.coded)
    reading.coded.clear()
    for name in (f"cp{reading.pages.get(reading.group.font, reading.page)}", f"cp{reading.page}", "gb18030", "latin-1"):
        try:
            reading.texts.append(codecs.decode(data, name))
        except (UnicodeDecodeError, LookupError):
            continue
        return


def _turn(reading: _Reading, *, opens: bool) -> None:
    reading.skip = 0
    if opens:
        if len(reading.outer) >= MOST_DEPTH:
            raise ReadError("limit", f"more than {MOST_DEPTH} groups inside of one another")
        reading.outer.append(reading.group)
    elif reading.outer:
        reading.group = reading.outer.pop()


def _obey(reading: _Reading, word: bytes, number: int | None, *, starred: bool) -> None:
    """Do what a word says."""
    group = reading.group
    if word == b"ud":
        reading.group = replace(group, shown=True)
    elif word in _HIDDEN or (starred and word not in _STARRED):
        reading.group = replace(group, shown=False)
    elif word == b"u" and number is not None:
        if group.shown:
            reading.texts.append(chr(number & 0xFFFF))
        reading.skip = group.stand_ins
    elif word in _BREAKS and group.shown:
        reading.texts.append("\n")
    else:
        _set(reading, word, number)


def _set(reading: _Reading, word: bytes, number: int | None) -> None:
    """Set the font or the code page, or how many characters stand in for one given by its number."""
    if word in {b"f", b"plain"}:
        reading.group = replace(reading.group, font=number)
    elif number is None:
        return
    elif word == b"uc":
        reading.group = replace(reading.group, stand_ins=max(number, 0))
    elif word == b"fcharset" and number in _CHARSETS:
        reading.pages[reading.group.font] = _CHARSETS[number]
    elif word == b"ansicpg":
        reading.page = number
