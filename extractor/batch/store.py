"""The output folder: what is written there survives a kill at any moment, and a full disk.

Enters: outcomes and bytes. Leaves: files. A file is written beside its place and then moved there in one step; lists
grow at their end, and a line that a kill cut is cut off when the list is opened again.

    OUT/json/3f/3fa0….pdf.json   the extraction of each content
    OUT/manifest.jsonl           a line for each input, in the order of the inputs
    OUT/summary.json             the end of the last run
    OUT/.jixiao/                 journal.jsonl (each content as it was done, by which a later run goes on), the lock
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from extractor.batch.outcomes import Key, Outcome, write_line

STATE = ".jixiao"
MANIFEST = "manifest.jsonl"
SUMMARY = "summary.json"
JOURNAL = "journal.jsonl"


PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds after which a file that another program holds is moved again."""


class InUseError(Exception):
    """Another batch writes to the output folder. The message says which, where it is known."""


@contextlib.contextmanager
def open_output(out: Path) -> Iterator[None]:
    """Make an output folder this process's own.

    Raises:
        InUseError: another process writes there.
        OSError: it cannot be made or written.
    """
    state = out / STATE
    state.mkdir(parents=True, exist_ok=True)
    note = state / "owner.txt"
    lock = FileLock(state / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        owner = note.read_text(encoding="utf-8") if note.exists() else ""
        raise InUseError(owner.strip()) from error
    try:
        note.write_text(f"{os.getpid()}", encoding="utf-8")
        for leftover in (state / "stage").glob("*"):
            leftover.unlink(missing_ok=True)
        (state / "stage").mkdir(exist_ok=True)
        yield
    finally:
        lock.release()


def write_file(out: Path, place: str, data: bytes) -> None:
    """Write a file below an output folder, whole or not at all.

    Raises:
        OSError: the disk is full, or the folder cannot be written. What stood there before is untouched.
    """
    beside = out / STATE / "stage" / Path(place).name
    _write_whole(beside, data)
    _move(beside, out / place)


def write_staged(out: Path, number: int, data: bytes) -> None:
    """Write what became of a task where `take_staged` finds it.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    _write_whole(out / STATE / "stage" / f"{number}", data)


def take_staged(out: Path, number: int, place: str) -> None:
    """Move what became of a task to its place below the output folder, in one step."""
    _move(out / STATE / "stage" / f"{number}", out / place)


def drop_staged(out: Path, number: int) -> None:
    """Remove what became of a task, where it was not needed after all."""
    (out / STATE / "stage" / f"{number}").unlink(missing_ok=True)


def _write_whole(path: Path, data: bytes) -> None:
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, target)


def _replace(path: Path, target: Path) -> None:
    """Move a file over another. On Windows, programs that look at new files hold one for a moment: then again."""
    for pause in PAUSES:
        try:
            path.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    path.replace(target)


class Journal:
    """The contents that are done, by what they are and by what read them.

    Only where each line stands is kept in memory: a million files take some hundred megabytes less.
    """

    def __init__(self, out: Path, reading: str) -> None:
        """Open the journal of an output folder for one way of reading: program, patterns and language."""
        self._path = out / STATE / JOURNAL
        self._reading = reading
        self._places: dict[bytes, int] = {}
        self._file: BinaryIO = self._path.open("a+b")
        self._load()

    def _load(self) -> None:
        self._file.seek(0)
        end = 0
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            with contextlib.suppress(ValueError, KeyError):
                entry = json.loads(line)
                if entry["reading"] == self._reading:
                    self._places[_pack((entry["sha256"], entry["suffix"]))] = end
            end += len(line)
        self._file.truncate(end)  # A line that a kill cut.
        self._file.seek(0, os.SEEK_END)

    @property
    def empty(self) -> bool:
        """Whether nothing is done yet."""
        return not self._places

    def find(self, key: Key) -> Outcome | None:
        """Give what became of a content."""
        at = self._places.get(_pack(key))
        if at is None:
            return None
        self._file.seek(at)
        entry = json.loads(self._file.readline())
        self._file.seek(0, os.SEEK_END)
        return Outcome(**entry["outcome"])

    def add(self, key: Key, outcome: Outcome) -> None:
        """Note what became of a content.

        Raises:
            OSError: the disk is full; the journal is as it was.
        """
        at = self._file.seek(0, os.SEEK_END)
        entry = {"sha256": key[0], "suffix": key[1], "reading": self._reading, "outcome": outcome.to_data()}
        _append(self._file, at, write_line(entry))
        self._places[_pack(key)] = at

    def close(self) -> None:
        """Bring all lines to the disk."""
        with contextlib.suppress(OSError):
            os.fsync(self._file.fileno())
        self._file.close()


def _pack(key: Key) -> bytes:
    return bytes.fromhex(key[0]) + key[1].encode()


def _append(file: BinaryIO, at: int, data: bytes) -> None:
    try:
        file.write(data)
        file.flush()
    except OSError:
        # What the buffer still holds must not follow, and no part of the line may stay.
        with contextlib.suppress(OSError):
            os.ftruncate(file.fileno(), at)
        raise


class Manifest:
    """The list of inputs, written in their order.

    While the lines are those that stand there already they are left alone and further ones are added at the end. From
    the first that differs the list is written beside the old one, and takes its place when it is complete.
    """

    def __init__(self, out: Path) -> None:
        """Open the manifest of an output folder."""
        self._path = out / MANIFEST
        self._beside = out / STATE / "manifest.new"
        self._file: BinaryIO = self._path.open("r+b" if self._path.exists() else "w+b", buffering=0)
        self._at = 0
        self._apart = False

    def add(self, line: bytes) -> None:
        """Add the next input's line.

        Raises:
            OSError: the disk is full; the lines before are there.
        """
        if not self._apart:
            old = self._file.read(len(line))
            if old == line:
                self._at += len(line)
                return
            if b"\n" in old or (old and not line.startswith(old)):
                self._part()
            elif old:
                self._file.seek(self._at)  # The beginning of this very line, cut by a kill.
        try:
            _write_all(self._file, line)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), self._at)
            raise
        self._at += len(line)

    def _part(self) -> None:
        self._file.close()
        with self._path.open("rb") as old, self._beside.open("w+b") as new:
            left = self._at
            while left:
                piece = old.read(min(left, 1 << 20))
                new.write(piece)
                left -= len(piece)
        self._file = self._beside.open("r+b", buffering=0)
        self._file.seek(self._at)
        self._apart = True

    def finish(self) -> None:
        """End the list after its last line."""
        self._file.seek(0, os.SEEK_END)
        if self._file.tell() > self._at and not self._apart:
            self._part()
        os.ftruncate(self._file.fileno(), self._at)
        os.fsync(self._file.fileno())
        self.close()
        if self._apart:
            _replace(self._beside, self._path)

    def close(self) -> None:
        """Leave the list as it is."""
        self._file.close()


def _write_all(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def read_manifest(out: Path) -> Iterator[dict[str, Any]]:
    """Give the lines of a manifest.

    Raises:
        OSError: there is none.
        ValueError: it is no manifest.
    """
    with (out / MANIFEST).open("rb") as file:
        for line in file:
            yield json.loads(line)
