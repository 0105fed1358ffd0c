"""The worker: a process that reads one file after the other, and may die of any of them.

Enters: tasks, as JSON over a pipe. Leaves: answers over the same pipe, and the JSON of each file in the output folder.
Its standard output leads nowhere, so that nothing that a library prints can mix with the answers.
"""

import faulthandler
import hashlib
import json
import lzma
import os
import signal
import sys
import time
import traceback
import zlib
from collections.abc import Callable, Mapping
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any
from zipfile import BadZipFile, ZipFile

from extractor.batch.limits import Limits
from extractor.readers.ocr_found import find_recognition

BEAT = 0.2
"""A sign of life is sent at most so often, in seconds."""

LARGEST_FILE = 512 << 20
"""A larger file is not read, nor more of an archive's entry."""

RECOGNITION = 1 << 30
"""Text recognition maps so much more memory than it holds: libraries, and room for their threads."""

HIGHEST_RATIO = 1000
"""An entry of an archive that grows more than so many times is a bomb."""

Work = Callable[[Mapping[str, Any], bytes, Callable[[], None]], Mapping[str, Any]]
"""From a task, the file's bytes and what gives a sign of life to the answer."""


def serve(pipe: Connection, work_name: str, settings: Mapping[str, Any], limits: Limits) -> None:
    """Read tasks until the pipe ends.

    Args:
        pipe: to the supervisor.
        work_name: the function that does the work, as `module:function`; called with the settings it gives the work.
        settings: for that function.
        limits: how much memory the process may take.
    """
    own = os.getpid()
    _stand_apart(limits)
    module, _, name = work_name.partition(":")
    work: Work = getattr(import_module(module), name)(settings)
    _send(pipe, {"kind": "ready"})
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        while True:
            try:
                task = json.loads(pipe.recv_bytes())
            except (EOFError, OSError):
                break
            # Even a loop in native code does not outlive its supervisor for long.
            faulthandler.dump_traceback_later(limits.total + limits.silence + 10, exit=True, file=nowhere)
            answer = _do(pipe, task, work)
            if os.getpid() != own:
                os._exit(0)  # A child that the work left behind has nothing to say.
            faulthandler.cancel_dump_traceback_later()
            _send(pipe, answer)


def _stand_apart(limits: Limits) -> None:
    """Leave the terminal and the standard streams, and take the limit of memory."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):  # It was held back until here, where it harms no more.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if hasattr(os, "setsid"):
        os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not there on Windows

        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        most = taken + limits.memory + (256 << 20) + (RECOGNITION if find_recognition().there else 0)
        # Programs that a reader starts have limits of their own, so the hard limit stays as it is.
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(pipe: Connection, message: Mapping[str, Any]) -> None:
    try:
        pipe.send_bytes(json.dumps(message).encode())
    except OSError:
        os._exit(1)  # Nobody listens any more.


def _do(pipe: Connection, task: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Do a task: read the file, say what it is, and where that is wanted extract it."""
    number = task["number"]
    last = time.monotonic()

    def beat() -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= BEAT:
            last = now
            _send(pipe, {"kind": "beat", "number": number})

    try:
        data = _read(task, beat)
        _send(pipe, {"kind": "read", "number": number, "sha256": hashlib.sha256(data).hexdigest()})
        if not json.loads(pipe.recv_bytes())["go"]:
            return {"kind": "known", "number": number}
        started = time.perf_counter()
        done = work(task, data, beat)
        seconds = round(time.perf_counter() - started, 3)
    except MemoryError:
        return {"kind": "failed", "number": number, "code": "memory"}
    except _RefusedError as error:
        return {"kind": "failed", "number": number, "code": error.code, "detail": error.detail}
    except OSError as error:  # The input is read by now: this is the output, and ends the batch.
        return {
            "kind": "unwritten",
            "number": number,
            "errno": error.errno or 0,
            "detail": error.strerror or str(error),
        }
    except EOFError:
        os._exit(1)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it costs this file only
        detail = traceback.format_exception_only(error)[-1].strip()
        return {"kind": "failed", "number": number, "code": "defect", "detail": detail[:200]}
    return {"kind": "done", "number": number, "seconds": seconds, **done}


def digest_file(task: Any) -> str | None:
    """Give the SHA-256 of a task's content; None where it cannot be read."""
    try:
        data = _read({"path": task.path, "member": task.member}, lambda: None)
    except _RefusedError:
        return None
    return hashlib.sha256(data).hexdigest()


class _RefusedError(Exception):
    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def _read(task: Mapping[str, Any], beat: Callable[[], None]) -> bytes:
    """Give a file's bytes, or those of an entry of an archive."""
    try:
        if task["member"] is not None:
            return _read_member(task["path"], task["member"], beat)
        with open(task["path"], "rb") as file:  # noqa: PTH123 - a name of any bytes
            _refuse_large(os.fstat(file.fileno()).st_size, LARGEST_FILE)
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise _RefusedError("unreadable", error.strerror or str(error)) from error


def _refuse_large(size: int, most: int) -> None:
    if size > most:
        raise _RefusedError("limit", f"{size} bytes")


def _read_member(path: str, index: int, beat: Callable[[], None]) -> bytes:
    """Give the bytes of an archive's entry, of which no more is unpacked than any document would hold."""
    pieces: list[bytes] = []
    size = 0
    try:
        with ZipFile(path) as archive:
            entry = archive.infolist()[index]
            most = min(LARGEST_FILE, max(1 << 20, entry.compress_size * HIGHEST_RATIO))
            with archive.open(entry) as file:
                while piece := file.read(1 << 20):
                    size += len(piece)
                    _refuse_large(size, most)
                    pieces.append(piece)
                    beat()
    except RuntimeError as error:  # So zipfile says that an entry is encrypted.
        raise _RefusedError("needs_password") from error
    except (BadZipFile, ValueError, NotImplementedError, IndexError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise _RefusedError("corrupt", str(error)) from error
    return b"".join(pieces)
