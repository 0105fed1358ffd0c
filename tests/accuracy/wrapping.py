"""Text → lines of a given width, broken as Chinese typesetting does. For the producer that has no wrapping of its own.

Enters: a paragraph, a measure of widths, and the room. Leaves: lines. A word of letters and digits is broken only where
it is wider than the room; no line begins with a closing mark or ends with an opening one.
"""

import re
from collections.abc import Callable

PIECES = re.compile(r"[A-Za-z0-9./\-_%+=<>≥≤≧]+| |.", re.DOTALL)
CLOSING = frozenset("，。、；：？！）】》〉」』”’…—％%,;:!?)")
OPENING = frozenset("（【《〈「『“‘(〔")
CLOSING_TOO = frozenset("〕")

Measure = Callable[[str], float]


def wrap(text: str, room: float, measure: Measure, *, keeps_space: bool) -> list[str]:
    """Give the lines of a text of one or more paragraphs."""
    return [line for part in text.split("\n") for line in _wrap_paragraph(part, room, measure, keeps_space=keeps_space)]


def _wrap_paragraph(text: str, room: float, measure: Measure, *, keeps_space: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in _units(text):
        if measure((line + unit).rstrip(" ")) <= room:
            line += unit
            continue
        if line.strip():
            lines.append(line if keeps_space else line.rstrip(" "))
        line = unit.lstrip(" ")
        while measure(line) > room and len(line) > 1:
            cut = next(end for end in range(len(line), 0, -1) if end == 1 or measure(line[:end]) <= room)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line.rstrip(" ")] if line.strip() or not lines else lines


def _units(text: str) -> list[str]:
    """Give the pieces between which a line may be broken."""
    units: list[str] = []
    hold = False
    for piece in PIECES.findall(text):
        sticks = piece == " " or piece[0] in CLOSING or piece[0] in CLOSING_TOO
        if units and (hold or sticks):
            units[-1] += piece
        else:
            units.append(piece)
        hold = piece[-1] in OPENING
    return units
