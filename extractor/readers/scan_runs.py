"""What a piece of a line says → its runs of characters, as a PDF's page gives them. Part of reading scans.

Enters: a strip and its reading. Leaves: runs in points, one for each piece between two spaces or wide gaps. The model
tells where a character's middle is; how wide characters are and where their baseline lies is known by the strip's ink.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.readers.lines import FULL_CLOSING, FULL_OPENING, Run
from extractor.readers.ocr import Character, Reading
from extractor.readers.scan_lines import Strip

GAP, LOOSE_GAP = 1.5, 0.5
"""A gap of so many characters parts a text: in a cell, and outside of all cells."""

FULL = 0.94
"""So much of a full character's height is ink in a line."""

MARK = 0.6
"""The ink of a mark that closes something begins up to so many characters after where its room does."""

WIDE = re.compile(r"[\u2e80-\U0010ffff]")


def make_runs(strip: Strip, reading: Reading, usual: float, scale: float) -> list[Run]:
    """Give a strip's text as runs, in points: one for each piece between two spaces or wide gaps."""
    left, _, right, _ = strip.around
    characters = list(reading.characters)
    text = reading.text.strip()
    if not text:
        return []
    size, base = _measure(text, strip, usual)
    gap = LOOSE_GAP if strip.cell is None else GAP
    pieces: list[list[Placed]] = [[]]
    spaced = [False]
    for index, each in enumerate(characters):
        if each.text.isspace():
            near = [characters[k].text for k in (index - 1, index + 1) if 0 <= k < len(characters)]
            if len(near) == 2 and all(text.isascii() and text.isalnum() for text in near):
                spaced[-1] = True
                pieces.append([])
                spaced.append(False)
            continue
        half = (0.5 if WIDE.match(each.text) else 0.27) * size
        middle = left + each.at * (right - left)
        if pieces[-1] and middle - half - pieces[-1][-1].x1 > gap * size:
            pieces.append([])
            spaced.append(False)
        pieces[-1].append(Placed(each, middle - half, middle + half))
    first, last = pieces[0][0], pieces[-1][-1]
    if first.character.text not in FULL_OPENING:
        pieces[0][0] = replace(first, x0=float(strip.box[0]))
    last = pieces[-1][-1]
    if last.character.text not in FULL_CLOSING:
        pieces[-1][-1] = replace(last, x1=float(strip.box[2]))
    return [
        Run(
            "".join(each.character.text for each in piece),
            piece[0].x0 / scale,
            max(piece[-1].x1, piece[0].x0 + 1) / scale,
            base / scale,
            size / scale,
            spaced=leads,
            cell=strip.cell,
            sure=round(min([reading.whole, *(each.character.sure for each in piece)]), 3),
        )
        for piece, leads in zip(pieces, spaced, strict=True)
        if piece
    ]


def begin_with_room(runs: Sequence[Run]) -> list[Run]:
    """Give the runs of cells, those that begin with a comma where the other lines of their cell begin.

    Its ink stands within its room, and so the line seems to begin later than those above and below.
    """
    edges: dict[tuple[int, int], float] = {}
    for run in runs:
        if run.cell is not None and run.text[0] not in FULL_CLOSING:
            edges[run.cell] = min(edges.get(run.cell, run.x0), run.x0)
    begun: list[Run] = []
    for run in runs:
        edge = edges.get(run.cell, run.x0) if run.cell is not None else run.x0
        late = run.text[0] in FULL_CLOSING and 0 < run.x0 - edge <= MARK * run.size
        begun.append(run._replace(x0=edge) if late else run)
    return begun


@dataclass(frozen=True, slots=True)
class Placed:
    """A character, and from where to where it stands, in pixels."""

    character: Character
    x0: float
    x1: float


def _measure(text: str, strip: Strip, usual: float) -> tuple[float, float]:
    """Give a strip's full width of a character and its baseline, in pixels."""
    _, top, _, bottom = strip.box
    height = bottom - top
    if WIDE.search(text) and height > 0.6 * usual:
        size = height / FULL
        return size, bottom - 0.1 * size
    if height < 0.6 * usual:
        size = usual / FULL
        return size, (top + bottom) / 2 + 0.36 * size
    deep = re.search(r"[()（），,;；gjpqy|/]", text) is not None
    size = height / (0.95 if deep else 0.72)
    return size, bottom - (0.14 * size if deep else 0)
