"""Pictures of lines → characters, each with how sure it is. Part of reading pictures of pages.

Enters: grey pictures of single lines of text. Leaves: what they say, character by character. The model comes with the
package rapidocr and is run by onnxruntime; nothing is fetched. It is loaded once a process. Pages are unknown here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import parent_process
from os import cpu_count
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail as OrtFailure
from onnxruntime.capi.onnxruntime_pybind11_state import RuntimeException as OrtError

from extractor.document import ReadError
from extractor.readers.ocr_found import EXTRA, find_recognition

Grey = NDArray[np.uint8]
Sureness = NDArray[np.float32]

HEIGHT = 48
"""The model reads pictures of lines that are so many pixels high."""

NARROWEST = 64
"""A narrower picture is filled up with paper: a lone digit is read better so."""

MOST_THREADS = 4
"""More threads hardly make the model faster."""

CERTAIN = 0.999
"""No character is surer than this: the model's own figures round to 1."""

NOTHING = 1e-4
"""What is less likely than this, the model did not see."""

ALIKE = {"O": "0", "o": "0", "l": "1", "I": "1"}
"""Letters that look like digits, and are none among digits."""

NUMERIC = frozenset("0123456789.,%OolI≥≤<>=+-~/:")
"""What a text may hold that is a number."""

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")

PAPER = 255


@dataclass(frozen=True, slots=True)
class Character:
    """A character that was recognised.

    Attributes:
        text: the character.
        at: where its middle stands, as a share of the picture's width.
        sure: how sure the model is of it, from 0 to 1.
        rival: what else it may be, blank where the model saw nothing else.
    """

    text: str
    at: float
    sure: float
    rival: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line that was recognised: its characters, and how sure it is that there is none between them."""

    characters: tuple[Character, ...]
    whole: float

    @property
    def text(self) -> str:
        """The line's text."""
        return "".join([character.text for character in self.characters])

    @property
    def sure(self) -> float:
        """How sure the least sure of the line's characters is."""
        return min([self.whole, *(character.sure for character in self.characters)])


class Recogniser:
    """The model, loaded."""

    def __init__(self, session: Any, characters: Sequence[str]) -> None:
        """Take the session that runs the model (of a library without types) and the characters that it knows."""
        self._session = session
        self._input = session.get_inputs()[0].name
        self._characters = characters
        self._kin = _find_kin(characters)
        self._index = {character: index for index, character in enumerate(characters)}
        self._letters = [
            index
            for index, character in enumerate(characters)
            if character.isspace() or (character.isalpha() and not IDEOGRAPH.match(character))
        ]

    def read(self, line: Grey, *, lone: bool = False) -> Reading:
        """Read a picture of one line: dark characters on white paper, with a little paper around them.

        Args:
            line: the picture.
            lone: whether it shows a single character, which is taken for no letter: in a form, an `O` by itself is 0,
                and what looks like an `N` is `≥`.
        """
        height, width = line.shape
        wide = max(8, round(width * HEIGHT / height))
        scaled = cv2.resize(line, (wide, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC)
        filled = max(NARROWEST, -(-wide // 8) * 8)
        picture = np.full((HEIGHT, filled), PAPER, np.uint8)
        picture[:, :wide] = scaled
        plane = ((picture.astype(np.float32) / 255 - 0.5) / 0.5).astype(np.float32)
        batch = np.repeat(plane[None, None], 3, axis=1)
        found = self._run(batch)
        if lone:
            return self._decode_lone(found[0])
        return self._decode(found[0], filled / wide)

    def _run(self, batch: Sureness) -> list[Sureness]:
        """Run the model; that memory is lacking, it says in words of its own."""
        try:
            (found,) = self._session.run(None, {self._input: batch})
        except (OrtError, OrtFailure) as error:
            if "alloc" in str(error).lower():
                raise MemoryError from error
            raise
        made: list[Sureness] = found
        return made

    def _decode(self, found: Sureness, stretch: float) -> Reading:
        """Give the reading of what the model gives: for each step from left to right, how likely each character is.

        The first character stands for none. Equal characters in neighbouring steps are one.
        """
        steps = len(found)
        best = found.argmax(axis=1)
        characters: list[Character] = []
        peaks: list[int] = []
        whole = CERTAIN
        start = 0
        for end in range(1, steps + 1):
            if end < steps and best[end] == best[start]:
                continue
            if best[start]:
                peak = start + int(found[start:end, best[start]].argmax())
                peaks.append(peak)
                at = min(1.0, (start + end) / 2 / steps * stretch)
                characters.append(self._judge(found[peak], int(best[start]), at))
            else:
                # What nearly is a character where none was read; the neighbours' own edges do not count.
                beside = [int(best[k]) for k in (start - 1, end) if 0 <= k < steps]
                own = [kin for each in beside for kin in self._kin.get(each, [each])]
                gap = found[start:end].copy()
                gap[:, [0, *own]] = 0
                whole = min(whole, 1 - float(gap.max(initial=0.0)))
            start = end
        if any(each.text.isdigit() for each in characters) and all(each.text in NUMERIC for each in characters):
            characters = [self._make_digit(each, found[peak]) for each, peak in zip(characters, peaks, strict=True)]
        return Reading(tuple(characters), float(np.float32(whole)))

    def _decode_lone(self, found: Sureness) -> Reading:
        """Give the reading of a single character: the likeliest one that is no letter."""
        likely = found.max(axis=0)
        likely[self._letters] = 0
        likely[0] = 0
        for letter, digit in ALIKE.items():
            likely[self._index[digit]] += found.max(axis=0)[self._index[letter]]
        best = int(likely.argmax())
        character = Character(
            self._characters[best], 0.5, min(CERTAIN, float(likely[best])), self._find_rival(likely, best)
        )
        return Reading((character,), CERTAIN)

    def _judge(self, likely: Sureness, index: int, at: float) -> Character:
        """Give the character of an index with how sure it is, that of its other widths included."""
        sure = min(CERTAIN, float(likely[self._kin.get(index, [index])].sum()))
        return Character(self._characters[index], at, sure, self._find_rival(likely, index))

    def _make_digit(self, character: Character, likely: Sureness) -> Character:
        """Give the digit that a letter among digits is; a digit is as sure as the letters that look like it as well."""
        digit = ALIKE.get(character.text, character.text)
        letters = [self._index[letter] for letter, other in ALIKE.items() if other == digit]
        if not letters:
            return character
        sure = float(likely[[self._index[digit], *letters]].sum())
        return Character(digit, character.at, min(CERTAIN, sure), self._find_rival(likely, self._index[digit]))

    def _find_rival(self, likely: Sureness, index: int) -> str:
        others = likely.copy()
        others[[0, *self._kin.get(index, [index])]] = 0
        rival = int(others.argmax())
        return self._characters[rival] if others[rival] > NOTHING else ""


def _find_kin(characters: Sequence[str]) -> dict[int, list[int]]:
    """Give for each character that the model knows in several widths (`，` and `,`) all of them, by their indexes.

    Which of them is printed makes no difference to what is said.
    """
    alike: dict[str, list[int]] = {}
    for index, character in enumerate(characters[1:], 1):
        alike.setdefault(unicodedata.normalize("NFKC", character), []).append(index)
    return {index: indexes for indexes in alike.values() if len(indexes) > 1 for index in indexes}


@cache
def load_recogniser() -> Recogniser:
    """Load the model; a process loads it once.

    Raises:
        ReadError: `needs_ocr` where what is needed is not installed.
    """
    found = find_recognition()
    if not found.there:
        raise ReadError("needs_ocr", EXTRA)
    threads = _count_threads()
    cv2.setNumThreads(threads)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # Waiting threads leave the processor.
    options.enable_cpu_mem_arena = False  # It would keep the memory of the widest line.
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(found.model), options, providers=["CPUExecutionProvider"])
    known = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return Recogniser(session, ["", *known, " "])


def _count_threads() -> int:
    """Give how many threads the model may use: one in a worker, which has its neighbours on the other processors."""
    return 1 if parent_process() is not None else min(MOST_THREADS, cpu_count() or 1)
