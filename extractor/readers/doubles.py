"""Text drawn once more over itself → what of it is new. Part of reading a PDF.

Enters: runs of characters, in the order in which they are drawn. Leaves: the same runs without what stands there
already: programs draw a text twice, a little apart, to make it bold, and PDFium drops only some of the second one.
"""

from dataclasses import dataclass

from extractor.readers.lines import SLANTED, Run

DOUBLE = 0.3
"""A baseline within this share of a character's size of another one's is the same line, drawn again."""

NEAR = 0.8
"""Where a character of a run stands is estimated from the run's ends; it may be off by this share of its size."""


@dataclass(slots=True)
class _Line:
    """The runs of a line, and from where to where they reach together."""

    runs: list[Run]
    x0: float
    x1: float


class Doubles:
    """Remembers a page's runs by their lines. `dropped` counts the characters that were drawn again."""

    def __init__(self) -> None:
        """Begin a page."""
        self.dropped = 0
        self._lines: dict[int, _Line] = {}

    def take(self, run: Run) -> Run | None:
        """Give what is new of a run: all of most, nothing of one drawn again, the rest of one that goes on."""
        if run.turn == SLANTED:
            return run
        lines = self._lines
        at = round(run.base / 4)
        least = NEAR * run.size / 2
        own = lines.get(at)
        for line in (own, lines.get(at - 1), lines.get(at + 1)):
            if line is None or line.x1 - run.x0 < least or run.x1 - line.x0 < least:
                continue  # Nearly always: a line is drawn from left to right.
            for before in line.runs:
                if not _lies_over(before, run, least):
                    continue
                text = _find_new(before, run)
                self.dropped += len(run.text) - len(text)
                if not text:
                    return None
                if len(text) < len(run.text):
                    if run.x0 < before.x0:
                        run = run._replace(text=text, x1=before.x0)
                    else:
                        run = run._replace(text=text, x0=before.x1, led=False)
        if own is None:
            lines[at] = _Line([run], run.x0, run.x1)
            return run
        own.runs.append(run)
        own.x0, own.x1 = min(own.x0, run.x0), max(own.x1, run.x1)
        return run


def _lies_over(before: Run, run: Run, least: float) -> bool:
    """Tell whether two runs of one line share at least so much of their width."""
    if min(before.x1, run.x1) - max(before.x0, run.x0) < least:
        return False
    return before.turn == run.turn and abs(before.base - run.base) < DOUBLE * run.size


def _find_new(before: Run, run: Run) -> str:
    """Give the characters of a run that another one, which it overlaps, does not show at the same places."""
    near = NEAR * run.size
    if before.x0 - near <= run.x0 and run.x1 <= before.x1 + near:
        at = before.text.find(run.text)
        while at >= 0:
            if abs(_find_edge(before, at) - run.x0) <= near:
                return ""
            at = before.text.find(run.text, at + 1)
        return run.text
    if before.x0 - near <= run.x0 < before.x1:
        for length in range(min(len(run.text), len(before.text)), 0, -1):
            if before.text.endswith(run.text[:length]) and abs(_find_edge(run, length) - before.x1) <= near:
                return run.text[length:]
    elif before.x0 < run.x1 <= before.x1 + near:
        for length in range(min(len(run.text), len(before.text)), 0, -1):
            start = len(run.text) - length
            if before.text.startswith(run.text[start:]) and abs(_find_edge(run, start) - before.x0) <= near:
                return run.text[:start]
    return run.text


def _find_edge(run: Run, index: int) -> float:
    """Estimate where the character at an index begins, in points."""
    return run.x0 + (run.x1 - run.x0) * _weigh(run.text[:index]) / _weigh(run.text)


def _weigh(text: str) -> int:
    """Give how wide a text is: a full character counts 2, a letter or a digit 1."""
    return sum(2 if char >= "\u2e80" else 1 for char in text)
