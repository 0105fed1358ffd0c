"""Work that misbehaves as its input says: what a worker's supervisor has to live through.

Enters: a file of two words (`mock hang`, `mock abort` …). Leaves: what the batch does with it. Run by the worker, by
its name.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from extractor.batch.extraction import prepare as prepare_extraction
from extractor.batch.worker import Work

Beat = Callable[[], None]


def prepare(settings: Mapping[str, Any]) -> Work:
    """Give the work: files that begin with `mock ` misbehave, and all are extracted if they live to see it."""
    extract = prepare_extraction(settings)
    if "JIXIAO_POISON" in os.environ:
        sys.addaudithook(partial(note, str(settings["out"])))

    def work(task: Mapping[str, Any], data: bytes, beat: Beat) -> Mapping[str, Any]:
        if data.startswith(b"mock "):
            MOCKS[data.decode().split()[1]](beat, Path(settings["out"]))
        return extract(task, data, beat)

    return work


FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.", "ftplib.", "webbrowser.")
CHANGES = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod")
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def note(out: str, event: str, arguments: tuple[Any, ...]) -> None:
    """Write down what no file should bring about: connections, programs, anything written outside of the output."""
    if event == "open":
        path, _, flags = arguments
        outside = isinstance(flags, int) and flags & WRITES and isinstance(path, str | bytes)
    elif event.startswith(CHANGES):
        path, outside = arguments[0], True
    elif event.startswith(FORBIDDEN):
        path, outside = "", True
    else:
        return
    if outside and not os.fsdecode(path).startswith((out, os.devnull)):
        line = f"{event} {arguments}\n".encode("utf-8", "backslashreplace")
        with open(f"{out}/events.txt", "ab") as file:  # noqa: PTH123
            file.write(line)


def hang(_: Beat, __: Path) -> None:
    while True:
        time.sleep(0.01)


def spin(_: Beat, __: Path) -> None:
    while True:
        pass


def native(_: Beat, __: Path) -> None:
    ctypes.PyDLL(None).pause()  # Holds the interpreter's lock: no thread of Python runs any more.


def slow(beat: Beat, _: Path) -> None:
    for _number in range(20):
        time.sleep(0.1)
        beat()


def endless(beat: Beat, _: Path) -> None:
    while True:
        time.sleep(0.05)
        beat()


def allocate(_: Beat, __: Path) -> None:
    pieces = []
    while True:
        pieces.append(b"x" * (16 << 20))
        time.sleep(0.005)


def gulp(_: Beat, __: Path) -> None:
    bytearray(1 << 40)


def segfault(_: Beat, __: Path) -> None:
    ctypes.string_at(1)


def interrupt(_: Beat, __: Path) -> None:
    raise KeyboardInterrupt


def fail(_: Beat, __: Path) -> None:
    raise RuntimeError("as wanted")


def print_much(_: Beat, __: Path) -> None:
    line = b"x" * (1 << 20)
    for _number in range(1024):
        os.write(1, line)
        os.write(2, line[:1024])
    print("done")  # noqa: T201


def leave_orphan(_: Beat, out: Path) -> None:
    if os.fork() == 0:
        (out / "orphan.pid").write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(600)


def recurse(beat: Beat, out: Path) -> None:
    recurse(beat, out)


MOCKS: dict[str, Callable[[Beat, Path], object]] = {
    "hang": hang,
    "spin": spin,
    "native": native,
    "slow": slow,
    "endless": endless,
    "allocate": allocate,
    "gulp": gulp,
    "segfault": segfault,
    "interrupt": interrupt,
    "raise": fail,
    "print": print_much,
    "orphan": leave_orphan,
    "recurse": recurse,
    "abort": lambda *_: os.abort(),
    "exit": lambda *_: os._exit(0),
    "raise-exit": lambda *_: sys.exit(3),
    "kill": lambda *_: os.kill(os.getpid(), signal.SIGKILL),
    "stop": lambda *_: os.kill(os.getpid(), signal.SIGSTOP),
    "fork": lambda *_: os.fork(),
}
