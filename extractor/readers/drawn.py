"""Text reader, drawn tables: lines of a text whose cells are framed by characters, to cells with their characters.

Enters: successive lines that draw a frame: `┌──┬──┐` and `│ 3 │ 场 │`, or `+---+---+` and `| 3 | 场 |`. Leaves:
for each such table its rows: of each cell the lines it is wrapped on, as spans. Between two rules stands one row, on
one or more lines; a table with rules only around its head and its body has a row on each line. Where frames do not
line up, no table is seen, and the lines are read like any others.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ACROSS = "-=:─━═┄┅┈┉╌╍"
DOWN = "|│┃║┆┇┊┋╎╏"
CORNERS = "+┌┍┎┏┐┑┒┓└┕┖┗┘┙┚┛├┝┞┟┠┡┢┣┤┥┦┧┨┩┪┫┬┭┮┯┰┱┲┳┴┵┶┷┸┹┺┻┼┽┾┿╀╁╂╃╄╅╆╇╈╉╊╋╒╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡╢╣╤╥╦╧╨╩╪╫╬╭╮╯╰"

_RULE = re.compile(rf"\s*[{re.escape(CORNERS + DOWN)}](?:[{re.escape(ACROSS)}]+[{re.escape(CORNERS + DOWN)}])+\s*")
_TOP = re.compile(rf"\s*[{re.escape(CORNERS)}](?:[{re.escape(ACROSS)}]+[{re.escape(CORNERS)}])+\s*")
_FRAMED = re.compile(rf"\s*[{re.escape(CORNERS + DOWN)}].*[{re.escape(CORNERS + DOWN)}]\s*", re.DOTALL)
_MARK = re.compile(rf"[{re.escape(CORNERS + DOWN)}]")
_ACROSS = re.compile(rf"[{re.escape(ACROSS)}]+")

LEAST_COLUMNS = 2
MOST_COLUMNS = 100
FEW_BANDS = 2
"""A table with no more stretches of lines between its rules has a row on each line: a head and a body."""

SHORT = 6
"""So many half characters free after a line, and it was not wrapped."""


@dataclass(frozen=True, slots=True)
class Bit:
    """A line of a cell: the line's index, its characters there, and how many half characters stay free after it."""

    line: int
    start: int
    end: int
    room: int


@dataclass(slots=True)
class DrawnRow:
    """A row: the bits of each cell, from left to right, and the indexes of its lines.

    `ink` is how many characters of these lines are no frame; `doubtful` says that its lines may be rows of their own.
    """

    cells: list[list[Bit]]
    lines: list[int] = field(default_factory=list)
    ink: int = 0
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table that lines draw: the first of them, the one after the last, and its rows."""

    first: int
    last: int
    rows: tuple[DrawnRow, ...]


def find_tables(lines: Sequence[str]) -> list[DrawnTable]:
    """Find the tables that successive lines draw, from top to bottom."""
    tables: list[DrawnTable] = []
    index = 0
    while index < len(lines):
        if not _TOP.fullmatch(lines[index]):
            index += 1
            continue
        last = _find_last(lines, index)
        table = _read_table(lines, index, last)
        if table is not None:
            tables.append(table)
        index = last  # No line is read twice, whatever it draws.
    return tables


def _find_last(lines: Sequence[str], first: int) -> int:
    """Give the index after the framed lines below a rule; two rules in succession end one table and begin another."""
    rule = end = first + 1
    while end < len(lines) and _FRAMED.fullmatch(lines[end]):
        is_rule = _TOP.fullmatch(lines[end]) is not None
        if is_rule and rule == end and end - 1 > first:
            break
        end += 1
        rule = end if is_rule else rule
    return max(rule, first + 1)


def _read_table(lines: Sequence[str], first: int, last: int) -> DrawnTable | None:
    """Read the table between two rules; None where the frames do not line up."""
    for wide in (False, True):
        edges = _find_edges(lines, first, last, wide=wide)
        if edges is not None:
            rows = _read_rows(lines, (first, last), edges, wide=wide)
            if rows is not None:
                return DrawnTable(first, last, tuple(rows))
    return None


def _find_edges(lines: Sequence[str], first: int, last: int, *, wide: bool) -> list[int] | None:
    """Give where the columns' edges stand, from the rules; None where these end at different places."""
    rules = [lines[at] for at in range(first, last) if _RULE.fullmatch(lines[at])]
    marks = [[at for at, char in _walk(rule, wide=wide) if _MARK.match(char)] for rule in rules]
    edges = sorted({at for own in marks for at in own})
    whole = {(own[0], own[-1]) for own in marks}
    fits = LEAST_COLUMNS < len(edges) <= MOST_COLUMNS and len(whole) == 1
    return edges if len(rules) > 1 and fits else None


def _walk(line: str, *, wide: bool) -> list[tuple[int, str]]:
    """Give a line's characters with the half characters before them; `wide` counts doubtful ones as full."""
    walked: list[tuple[int, str]] = []
    at = 0
    full = "WFA" if wide else "WF"
    for char in line:
        walked.append((at, char))
        if not unicodedata.combining(char):
            at += 2 if unicodedata.east_asian_width(char) in full else 1
    return walked


def _read_rows(lines: Sequence[str], extent: tuple[int, int], edges: list[int], *, wide: bool) -> list[DrawnRow] | None:
    """Read the rows between the rules; None where a line's frame stands elsewhere."""
    width = len(edges) - 1
    split: dict[int, _Line] = {}
    for index in range(*extent):
        line = _split(lines[index], index, edges, wide=wide)
        if line is None:
            return None
        split[index] = line
    bands = _find_bands(split, width)
    rows = [DrawnRow([[] for _ in range(width)], [line.index for line in band.lines]) for band in bands]
    owners = [0] * width
    for number, (band, row) in enumerate(zip(bands, rows, strict=True)):
        owners = [number if column in band.ruled else owner for column, owner in enumerate(owners)]
        for line in band.lines:
            for column, bit in line.bits.items():
                rows[owners[column]].cells[column].append(bit)
            row.ink += sum(map(len, lines[line.index].split())) - _count_frame(lines[line.index], line.bits)
        row.doubtful = _is_doubtful(band)
    return rows


@dataclass(frozen=True, slots=True)
class _Line:
    """A line cut at the edges: what stands in each column, and the columns that a rule crosses here."""

    index: int
    bits: dict[int, Bit]
    ruled: frozenset[int]


@dataclass(slots=True)
class _Band:
    """The lines between two rules; `ruled` are the columns that the upper one crosses: in others a cell goes on."""

    ruled: frozenset[int]
    lines: list[_Line] = field(default_factory=list)


def _find_bands(split: Mapping[int, _Line], width: int) -> list[_Band]:
    bands: list[_Band] = []
    for line in split.values():
        if line.ruled or not bands:
            bands.append(_Band(line.ruled))
        if line.bits or len(line.ruled) < width:
            bands[-1].lines.append(line)
    filled = [band for band in bands if band.lines]
    every = frozenset(range(width))
    if len(filled) <= FEW_BANDS and all(band.ruled == every for band in filled):
        return [_Band(every, [line]) for band in filled for line in band.lines]
    return filled


def _split(line: str, index: int, edges: list[int], *, wide: bool) -> _Line | None:
    """Cut a line at the columns' edges; None where a part of the frame stands beside them.

    A cell over several columns stands in the first of them.
    """
    walked = _walk(line, wide=wide)
    at_edge = {at: position for position, (at, char) in enumerate(walked) if at in edges and _MARK.match(char)}
    marks = [position for position, (_, char) in enumerate(walked) if _MARK.match(char)]
    if len(marks) == len(edges):
        at_edge = dict(zip(edges, marks, strict=True))  # Programs do not agree on how wide `≥` is.
    if not at_edge or min(at_edge) != edges[0] or max(at_edge) != edges[-1]:
        return None
    bits: dict[int, Bit] = {}
    ruled: set[int] = set()
    for left, right in pairwise(sorted(at_edge)):
        start, end = at_edge[left] + 1, at_edge[right]
        column, text = edges.index(left), line[start:end]
        if _ACROSS.fullmatch(text):
            ruled.update(range(column, edges.index(right)))
        elif text.strip():
            start += len(text) - len(text.lstrip())
            behind = walked[start + len(text.strip())][0]
            bits[column] = Bit(index, start, start + len(text.strip()), max(0, right - behind - 1))
    return _Line(index, bits, frozenset(ruled))


def _is_doubtful(band: _Band) -> bool:
    """Tell whether the lines of a row may be rows of their own.

    They may where a cell begins below the first line while others have ended, or where several cells go on below
    lines that had room for more.
    """
    seen: dict[int, Bit] = {}
    for number, line in enumerate(band.lines):
        going_on = [seen[column] for column in line.bits if column in seen]
        if number and (
            len(going_on) < len(line.bits) or (len(going_on) > 1 and all(bit.room > SHORT for bit in going_on))
        ):
            return True
        seen |= line.bits
    return False


def _count_frame(line: str, bits: Mapping[int, Bit]) -> int:
    """Count the characters of a line outside of its cells that draw the frame."""
    spans = sorted((bit.start, bit.end) for bit in bits.values())
    ends = [0, *(end for span in spans for end in span), len(line)]
    outside = [line[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]
    return sum(_MARK.match(char) is not None or char in ACROSS for piece in outside for char in piece)
