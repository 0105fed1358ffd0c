"""A PDF page's text layer → runs of characters. Part of reading a PDF.

Enters: a page of PDFium with its text, and its grids. Leaves: runs in the order in which they are drawn, in points from
the page's top left. PDFium ends a run with a blank: one of the text layer, or one that it makes up where it sees a gap
or a new line. Only a run's ends are measured, which is what makes this fast; where they do not fit together, or a run
goes over a ruling, each of its characters is.

What belongs to no cell is kept apart: watermarks, and text that nobody sees.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2

from extractor.readers.doubles import Doubles
from extractor.readers.lines import SLANTED, Run
from extractor.readers.pdf_calls import Argument, give, is_generated
from extractor.readers.pdf_chars import SECOND_HALF, CharReader, read_characters
from extractor.readers.pdf_paths import find_placing
from extractor.readers.pdf_runs import WIDE, CellFinder, RunMaker
from extractor.readers.pdf_shown import draw_page
from extractor.readers.rulings import Grid

RUN = re.compile(r"[^\s\x00-\x1f\x7f]+")
"""Characters up to a blank or a control character."""

SEAM = 0.05
"""A gap up to this (in widths of a full character) is none."""

SQUEEZED = re.compile(r"[、。〈-】〔〕！（），．：；？]{2}")
"""Marks of full width that browsers set in less room than theirs."""

LARGE = 2.5
"""A character this many times as large as most of the page's is no text of a cell that holds such ones."""


@dataclass(frozen=True, slots=True)
class TextLayer:
    """A page's characters. What is drawn twice to look bold counts once.

    Attributes:
        runs: the characters in runs.
        apart: runs that belong to no cell and to no line: watermarks, and text that nobody sees.
        text: the page's text as PDFium gives it, with its blanks.
        characters: how many non-blank ones PDFium counts.
        hidden: how many nobody sees, because of their colour or place.
        recognised: how many are invisible text over a picture, as text recognition leaves it.
    """

    runs: list[Run]
    apart: list[Run]
    text: str
    characters: int
    hidden: int
    recognised: int


_Made = tuple[int, int, list[Run]]
"""From where to where in the text layer some characters stand, and the runs that they make."""


class TextReader:
    """Reads a page's text layer: its characters are measured once, its runs may be given in two ways."""

    def __init__(
        self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, grids: Sequence[Grid], *, pictured: bool = False
    ) -> None:
        """Take a page with its text and its grids; `pictured` says whether the page shows a picture."""
        address = give(textpage.raw)
        self._page = page
        self._pictured = pictured
        self._text = text = read_characters(address)
        self._reader = CharReader(address, find_placing(page))
        maker = RunMaker(self._reader, CellFinder(grids), text)
        self._made: list[_Made] = []
        leads = False
        spans = [match.span() for match in RUN.finditer(text)]
        for (start, end), (following, _) in pairwise([*spans, (len(text), 0)]):
            led = leads
            spaced = leads = False
            if text[end:following] != "\r\n":  # As most runs end; only what PDFium makes up is written so.
                spaced, leads = _find_spaces(address, text, end, following)
            self._made.append((start, end, maker.make(text[start:end], start, spaced=spaced, led=led)))
        self._characters = len("".join(text.split())) - text.count(SECOND_HALF) - maker.dropped

    def read(self) -> TextLayer:
        """Give the text layer."""
        return self._sort(self._made)

    def read_by_object(self, layer: TextLayer) -> TextLayer:
        """Give the text layer, what is drawn apart outside of the grids read apart: two cells' texts that stand close.

        `layer` is the text layer as `read` gives it. It stays as it is where no run is cut.
        """
        cut = [(start, end, self._cut(start, end, made)) for start, end, made in self._made]
        return layer if cut == self._made else self._sort(cut)

    def _cut(self, start: int, end: int, made: list[Run]) -> list[Run]:
        whole = len(made) == 1 and made[0].cell is None and len(made[0].text) == end - start
        return _cut_objects(self._reader, made[0], start) if whole else made

    def _sort(self, made: Sequence[_Made]) -> TextLayer:
        find_object = self._reader.find_object
        sorter = _Sorter(self._reader, self._page.get_size(), pictured=self._pictured)
        doubles = Doubles()
        for start, _, runs in made:
            item = find_object(start)
            for run in runs:
                fresh = doubles.take(run)
                if fresh is not None:
                    sorter.add(fresh, item)
        runs, apart = sorter.finish(self._page)
        characters = self._characters - doubles.dropped
        return TextLayer(runs, apart, self._text, characters, sorter.hidden, sorter.recognised)


def _cut_objects(reader: CharReader, whole: Run, start: int) -> list[Run]:
    """Cut a run where another object is drawn, and a gap lies before it: two cells may stand so close.

    Slanted text stays whole.
    """
    if whole.turn == SLANTED or _is_solid(whole):
        return [whole]
    objects = [reader.find_object(start + k) for k in range(len(whole.text))]
    runs = [whole]
    for k in range(1, len(objects)):
        if objects[k] == objects[k - 1]:
            continue
        run = runs[-1]
        x1 = reader.read_turned(start + k - 1, run.turn)[1]
        first = reader.read_turned(start + k, run.turn)
        if first[0] - x1 > SEAM * run.size and run.x0 < x1 and first[0] < run.x1:
            length = len(run.text) - (len(whole.text) - k)
            size = first[1] - first[0] if WIDE.match(run.text[length]) else run.size
            runs[-1:] = [
                run._replace(text=run.text[:length], x1=x1, spaced=False),
                run._replace(text=run.text[length:], x0=first[0], size=size, led=False, seam=True),
            ]
    return runs


def _is_solid(run: Run) -> bool:
    """Tell whether a run has no gaps: characters of full width, as wide as they are together."""
    if any(character < "\u2e80" for character in run.text) or SQUEEZED.search(run.text):
        return False
    return abs(run.x1 - run.x0 - len(run.text) * run.size) <= SEAM * run.size


def _find_spaces(textpage: Argument, text: str, start: int, end: int) -> tuple[bool, bool]:
    """Tell of the blanks between two runs whether a space of the text layer ends the first, or leads the second.

    Where PDFium sees a new line between them, a space after it leads the second run, which may well stand on the same
    line: fonts with other baselines look like another line.
    """
    spaced = leads = turned = False
    for index in range(start, end):
        if text[index] in "\r\n":
            turned = True
        elif is_generated(textpage, index) != 1:
            spaced, leads = spaced or not turned, leads or turned
    return spaced, leads


class _Sorter:
    """Sorts runs into those of the page's text and those that belong to no cell and no line."""

    def __init__(self, reader: CharReader, size: tuple[float, float], *, pictured: bool) -> None:
        self.hidden = self.recognised = 0
        self._reader = reader
        self._width, self._height = size
        self._pictured = pictured
        self._runs: list[Run] = []
        self._apart: list[Run] = []
        self._pale: set[Run] = set()
        self._item = 0
        self._look = "seen"
        self._shown: tuple[float, float] | None = None

    def add(self, run: Run, item: int) -> None:
        """Take a run that one object draws."""
        if item != self._item:
            self._item = item
            self._look = self._reader.judge(item)
            self._shown = self._reader.find_shown(item)
        if self._shown is not None:
            run = run._replace(shown=self._shown)
        if run.turn == SLANTED:
            self._apart.append(run)
        elif self._look == "invisible" and self._pictured:
            self.recognised += len(run.text)
            self._runs.append(run)
        elif self._look == "invisible" or (run.cell is None and self._is_beside(run)):
            self.hidden += len(run.text)
            self._apart.append(run)
        else:
            self._runs.append(run)
            if self._look == "pale":
                self._pale.add(run)

    def _is_beside(self, run: Run) -> bool:
        """Tell whether a run stands beside the page, where nobody sees it."""
        x0, top, x1, bottom = run.box
        return x1 <= 0 or bottom <= 0 or x0 >= self._width or top >= self._height

    def finish(self, page: pypdfium2.PdfPage) -> tuple[list[Run], list[Run]]:
        """Give the runs of the page's text, and the others, when all are known."""
        unseen: set[Run] = set()
        if self._pale:
            is_seen = draw_page(page)
            unseen = {run for run in self._pale if not is_seen(*run.box)}
            self.hidden += _count(unseen)
        unseen |= _find_large(self._runs)
        if not unseen:
            return self._runs, self._apart
        apart = [*self._apart, *(run for run in self._runs if run in unseen)]
        return [run for run in self._runs if run not in unseen], apart


def _count(runs: Iterable[Run]) -> int:
    return sum(len(run.text) for run in runs)


def _find_large(runs: Sequence[Run]) -> set[Run]:
    """Give the runs that are much larger than the page's other ones and lie over such ones in a cell: a watermark."""
    sizes = sorted(run.size for run in runs)
    if not sizes or sizes[-1] <= LARGE * sizes[len(sizes) // 2]:
        return set()
    usual = LARGE * sizes[len(sizes) // 2]
    written = {run.cell for run in runs if run.cell is not None and run.size <= usual}
    return {run for run in runs if run.size > usual and run.cell in written}
