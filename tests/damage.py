"""Files cut off and flipped, and what becomes of each: `python -m tests.damage [--flips 100] [--lang zh]`.

Enters: good samples, a PDF of each producer, a Word file of each kind, older office files, texts. Leaves: each of them
cut at every percent of its length and with single bytes changed, read in a process of its own; a Markdown table of all
outcomes. Pages are not recognised from their pictures, which takes seconds for each and is never `ok` by itself.

An outcome is

- equal: status `ok` or `review`, and the record is that of the whole file;
- told: the record differs, and a failed check or a residue says so that the whole file's extraction does not have;
- partial, no_form, or the error's code: the status says that something is missing;
- wrong: the record differs and nothing says so; what the bytes meant cannot be told from a valid other file;
- defect, abort, hang: the program failed with an exception of its own, took the process with it, or took over 10 s
  (120 s where it is converted).
  None of these may ever be.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Self

from extractor.pipeline import extract_bytes
from extractor.record import Extraction

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PATTERNS = ("*.pdf", "*.docx", "*.doc", "*.rtf", "*.odt", "*.txt")
SEED = 2024
LONGEST = 10.0
"""Seconds that a file may take."""
CONVERTED = (".doc", ".rtf")
LONGEST_CONVERTED = 120.0
"""Seconds that a file may take that LibreOffice converts; of these, a fifth as many bytes are changed."""

NEVER = ("defect", "abort", "hang")
"""What no file may bring about."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file's first `cut` bytes, or the whole with the byte at `at` exchanged by `byte`.

    A cut is a number of bytes; None where the file is whole but for the changed byte.
    """

    path: Path
    cut: int | None = None
    at: int = 0
    byte: int = 0

    def apply(self) -> bytes:
        """Give the damaged file's bytes."""
        data = _load(self.path)
        if self.cut is not None:
            return data[: self.cut]
        return data[: self.at] + bytes([self.byte]) + data[self.at + 1 :]


@cache
def _load(path: Path) -> bytes:
    return path.read_bytes()


def cuts(path: Path, percents: Iterable[int] = range(1, 100)) -> list[Damage]:
    """Give the file cut at each of some percents of its length."""
    size = len(_load(path))
    return [Damage(path, cut=size * percent // 100) for percent in percents]


def flips(path: Path, count: int, seed: int = SEED) -> list[Damage]:
    """Give the file so many times, each with one byte changed to another, anywhere in it, the same ones each time."""
    random = Random(f"{seed} {path.name}")  # noqa: S311 - drawn again the same, not kept secret
    data = _load(path)
    found = []
    for _ in range(count):
        at = random.randrange(len(data))
        found.append(Damage(path, at=at, byte=data[at] ^ random.randrange(1, 256)))
    return found


# ---- outcomes -------------------------------------------------------------------------------------------------------


def judge(damage: Damage) -> str:
    """Give the outcome of reading a damaged file, in this process."""
    extraction = extract_bytes(damage.apply(), damage.path.name)
    if extraction.status == "error" and extraction.error is not None:
        return extraction.error.code
    if extraction.status in ("partial", "no_form"):
        return extraction.status
    whole = _read_whole(damage.path)
    if _records(extraction) == _records(whole):
        return "equal"
    return "told" if _doubts(extraction) - _doubts(whole) else "wrong"


@cache
def _read_whole(path: Path) -> Extraction:
    return extract_bytes(_load(path), path.name)


def _records(extraction: Extraction) -> list[object]:
    return [form.record.model_dump() for form in extraction.forms]


def _doubts(extraction: Extraction) -> set[tuple[object, ...]]:
    """Give what a person is told to look at."""
    checks = {(c.code, c.message) for form in extraction.forms for c in form.checks if c.status == "fail"}
    return checks | {("residue", piece.text) for form in extraction.forms for piece in form.residue}


def _serve(pipe: Connection) -> None:
    """Judge what comes through a pipe; the body of a worker's process. Text recognition counts as not installed."""
    sys.modules["rapidocr"] = None  # type: ignore[assignment]
    while True:
        try:
            damage = pipe.recv()
        except EOFError:
            return
        pipe.send(judge(damage))


class Worker:
    """A process that reads damaged files one by one, started again where one of them ends it."""

    def __init__(self) -> None:
        """Start the process."""
        self._fresh = True
        self._start()

    def __enter__(self) -> Self:
        """Give the worker."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process."""
        self._end()

    def judge(self, damage: Damage) -> str:
        """Give a damaged file's outcome: `abort` where it ends the process, `hang` where it takes too long."""
        self._pipe.send(damage)
        try:
            longest = LONGEST_CONVERTED if damage.path.suffix in CONVERTED else LONGEST
            if self._pipe.poll(longest + (20 if self._fresh else 0)):
                outcome = str(self._pipe.recv())
                self._fresh = False
                return outcome
            outcome = "hang"
        except (EOFError, ConnectionError):
            outcome = "abort"
        self._end()
        self._start()
        return outcome

    def _start(self) -> None:
        context = get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()
        self._fresh = True

    def _end(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()


def judge_all(damages: Sequence[Damage], workers: int = 2) -> Iterator[tuple[Damage, str]]:
    """Give each damaged file with its outcome, in order."""
    shares = [damages[number::workers] for number in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        outcomes = list(pool.map(_judge_share, shares))
    found = [iter(share) for share in outcomes]
    for number, damage in enumerate(damages):
        yield damage, next(found[number % workers])


def _judge_share(damages: Sequence[Damage]) -> list[str]:
    with Worker() as worker:
        return [worker.judge(damage) for damage in damages]


# ---- the report -----------------------------------------------------------------------------------------------------

COLUMNS: dict[str, dict[str, str]] = {
    "en": {
        "file": "files",
        "damage": "damage",
        "equal": "equal",
        "told": "told",
        "partial": "partial",
        "no_form": "no form",
        "error": "error",
        "wrong": "wrong",
        "never": "crashed",
        "cut": "cut off",
        "flip": "a byte changed",
    },
    "zh": {
        "file": "文件",
        "damage": "损坏",
        "equal": "结果不变",
        "told": "核对有提示",
        "partial": "部分未能读取",
        "no_form": "没有表",
        "error": "报错",
        "wrong": "结果有误而无提示",
        "never": "程序出错",
        "cut": "截断",
        "flip": "改一个字节",
    },
}


def group(outcome: str) -> str:
    """Give the column that an outcome is counted in: a code of an error is an `error`."""
    if outcome in NEVER:
        return "never"
    return outcome if outcome in ("equal", "told", "partial", "no_form", "wrong") else "error"


def write_table(totals: Mapping[tuple[str, str], Counter[str]], lang: str) -> str:
    """Give the numbers as Markdown."""
    words = COLUMNS[lang]
    columns = ("equal", "told", "partial", "no_form", "error", "wrong", "never")
    lines = [
        "| " + " | ".join(words[name] for name in ("file", "damage", *columns)) + " |",
        "| --- | --- |" + " --: |" * len(columns),
    ]
    for (kind, way), outcomes in totals.items():
        groups: Counter[str] = Counter()
        for outcome, count in outcomes.items():
            groups[group(outcome)] += count
        lines.append(f"| {kind} | {words[way]} | " + " | ".join(str(groups[name]) for name in columns) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the outcomes of all damages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--flips", type=int, default=100, help="how many bytes are changed in each file")
    parser.add_argument("--only", default="*", help="the samples to damage: *libreoffice*.pdf")
    parser.add_argument("--lang", choices=list(COLUMNS), default="en", help="the table's language")
    arguments = parser.parse_args()
    totals: dict[tuple[str, str], Counter[str]] = {}
    for pattern in PATTERNS:
        for path in sorted(SAMPLES.glob(pattern)):
            if not path.match(arguments.only):
                continue
            kind = path.suffix[1:]
            # A text with another byte is another text, and nothing in it says so.
            count = 0 if kind == "txt" else arguments.flips // (5 if path.suffix in CONVERTED else 1)
            ways = {"cut": cuts(path), "flip": flips(path, count)}
            for way, damages in ways.items():
                for damage, outcome in judge_all(damages, os.cpu_count() or 1):
                    totals.setdefault((kind, way), Counter())[outcome] += 1
                    if outcome in ("wrong", *NEVER):
                        print(outcome, damage, file=sys.stderr, flush=True)
    print(write_table(totals, arguments.lang))
    print(dict(sum(totals.values(), Counter())), file=sys.stderr)


if __name__ == "__main__":
    main()
