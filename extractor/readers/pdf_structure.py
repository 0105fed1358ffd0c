"""Whether a PDF's list of its objects is right, by its bytes alone. Part of reading a PDF.

Enters: a PDF's bytes. Leaves: flaws: the end missing, the list of objects wrong. PDFium repairs such a file as well as
it can, and is silent about it.
"""

import re
from collections.abc import Iterator

from extractor.document import Flaw

MOST_SECTIONS = 200
"""How many revisions of a file are looked at."""

START = re.compile(rb"startxref\s+(\d+)")
STREAM_HEAD = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
PREVIOUS = re.compile(rb"/(?:Prev|XRefStm)\s+(\d+)")
SECTION = re.compile(rb"\s*(\d+)[ ]+(\d+)\s*?[\r\n]+\s*")
ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])\s{1,2}")
TRAILER = re.compile(rb"\s*trailer\b")
LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)|/L\s+(\d+)[^>]{0,200}?/Linearized\b")


def find_structure_flaws(data: bytes) -> list[Flaw]:
    """Give the flaws of a file's structure: `truncated`, `objects-missing`, `rebuilt`."""
    flaws = [Flaw("truncated", lost=True)] if _is_cut(data) else []
    origin = max(data.find(b"%PDF-", 0, 1024), 0)
    good = bad = 0
    sound = False
    for at in _find_sections(data, origin):
        right, wrong = _check_section(data, at, origin)
        sound = right + wrong >= 0
        good, bad = good + max(right, 0), bad + max(wrong, 0)
        if not sound:
            break
    if bad and good:
        flaws.append(Flaw("objects-missing", count=bad, lost=True))
    elif bad or not sound:
        flaws.append(Flaw("rebuilt"))
    return flaws


def _is_cut(data: bytes) -> bool:
    """Tell whether the file's end is missing. What mailers and web servers add after the end does no harm."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        return True
    linear = LINEARIZED.search(data, 0, 2048)
    return linear is not None and int(linear[1] or linear[2]) > len(data)


def _find_sections(data: bytes, origin: int) -> Iterator[int]:
    """Give where each part of the list of objects stands, the newest first."""
    starts = START.findall(data, max(0, data.rfind(b"startxref")))
    waiting = [int(start) for start in starts[:1]]
    seen: set[int] = set()
    while waiting and len(seen) < MOST_SECTIONS:
        at = waiting.pop() + origin
        if at in seen:
            continue
        seen.add(at)
        yield at
        trailer = data.find(b"trailer", at) if data.startswith(b"xref", at) else at
        end = data.find(b"startxref" if trailer != at else b"stream", trailer)
        if trailer >= 0:
            waiting += map(int, PREVIOUS.findall(data, trailer, end if end >= 0 else trailer + 4096))


def _check_section(data: bytes, at: int, origin: int) -> tuple[int, int]:
    """Count the entries that point to their object, and those that do not; -1 and 0 where there is no list at all.

    A list that is a stream has its own checksum and counts as one right entry.
    """
    if not data.startswith(b"xref", at):
        return (1, 0) if STREAM_HEAD.match(data, at) else (-1, 0)
    right = wrong = 0
    at += len(b"xref")
    while section := SECTION.match(data, at):
        first, count = int(section[1]), int(section[2])
        at = section.end()
        for number in range(first, first + count):
            entry = ENTRY.match(data, at)
            if entry is None:
                return right, wrong + 1
            at = entry.end()
            if entry[3] == b"n":
                head = b"%d %d obj" % (number, int(entry[2]))
                place = int(entry[1]) + origin
                # Some programs point to the line end in front of the object.
                found = data.startswith(head, place) or data[place : place + len(head) + 4].lstrip().startswith(head)
                right, wrong = right + found, wrong + (not found)
    return right, wrong + (TRAILER.match(data, at) is None)
