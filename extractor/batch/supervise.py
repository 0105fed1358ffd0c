"""Supervision: workers that may hang, swell, crash or be killed, each at the cost of the one file it was reading.

Enters: tasks. Leaves: an ending for each task, in the order in which they end. A pool of the standard library loses all
tasks when one of its processes dies; here each worker has a pipe of its own, is watched, and is replaced.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import psutil

from extractor.batch.limits import Limits
from extractor.batch.worker import serve

LOOK = 0.1
"""Every so many seconds the workers are looked at, whether they have said something or not."""

START = 120.0
"""A worker that has not reported for duty after so many seconds is given up."""

MOST_FAILED_STARTS = 3
"""After so many workers in a row that never reported for duty, the batch ends: no file is to blame."""

PRELOAD = ("extractor.batch.worker", "extractor.batch.extraction", "extractor.pipeline", "extractor.readers.pdf")
"""What a fork server imports once for all workers."""


class NoWorkersError(Exception):
    """Workers cannot be started on this machine."""


@dataclass(frozen=True, slots=True)
class Task:
    """An input to read: its number in the batch, where it stands, and under which name."""

    number: int
    path: str
    member: int | None
    name: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ended.

    Attributes:
        number: the task's.
        kind: `done` with `answer`; `known` where the content was not to be read again; `failed` with `code` and
            `detail`; `unwritten` where the output could not be written.
        sha256: of the content, where that was known by then.
        answer: what the work said.
        seconds: how long the task took, or had taken when it was ended.
    """

    number: int
    kind: str
    sha256: str | None = None
    code: str = ""
    detail: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    started: float
    ready: bool = False
    task: Task | None = None
    sha256: str | None = None
    since: float = 0.0
    heard: float = 0.0
    done: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Crew:
    """How workers are made: how many, what they do, with which settings, and within which limits."""

    jobs: int
    work: str
    settings: Mapping[str, Any]
    limits: Limits


def supervise(
    tasks: Iterator[Task],
    crew: Crew,
    wanted: Callable[[Task, str], bool],
    watch: Callable[[str], None] = lambda _: None,
) -> Iterator[Ending]:
    """Have tasks done by workers.

    Args:
        tasks: taken one by one, as workers come free.
        crew: the workers.
        wanted: asked for each task with the SHA-256 of its content; where it says no, the content is not read.
        watch: told some times a second the name of the file that takes longest.

    Yields:
        an ending for each task.

    Raises:
        NoWorkersError: one after the other dies before it reports for duty.
    """
    workers: list[_Worker] = []
    feed = _Feed(tasks)
    failed_starts = 0
    try:
        while True:
            _give_out(feed, workers, crew)
            if not workers:
                return
            for worker in _listen(workers):
                ending = _hear(worker, wanted)
                if ending is not None:
                    yield ending
            for worker in list(workers):
                verdict = _judge(worker, crew.limits)
                if verdict is None:
                    continue
                workers.remove(worker)
                _kill(worker)
                failed_starts = 0 if worker.ready else failed_starts + 1
                if worker.task is not None:
                    yield _give_up(worker, worker.task, *verdict)
                if failed_starts >= MOST_FAILED_STARTS:
                    raise NoWorkersError(verdict[1])
            slowest = min((worker for worker in workers if worker.task), key=lambda worker: worker.since, default=None)
            watch(slowest.task.name if slowest is not None and slowest.task is not None else "")
    finally:
        for worker in workers:
            _kill(worker)


class _Feed:
    """Tasks to come, of which one that was taken can be given back."""

    def __init__(self, tasks: Iterator[Task]) -> None:
        self._tasks = tasks
        self._next = next(tasks, None)

    @property
    def empty(self) -> bool:
        return self._next is None

    def take(self) -> Task:
        """Give the next task, of a feed that is not empty."""
        task = self._next
        if task is None:
            raise StopIteration
        self._next = next(self._tasks, None)
        return task


def _give_out(feed: _Feed, workers: list[_Worker], crew: Crew) -> None:
    """Give tasks to idle workers, stop those that are worn or no longer needed, and start as many as are lacking."""
    for worker in [worker for worker in workers if worker.ready and worker.task is None]:
        if feed.empty or _is_worn(worker, crew.limits):
            workers.remove(worker)
            _stop(worker)
        else:
            _hand(worker, feed.take())
    lacking = crew.jobs - len(workers)
    if not feed.empty:
        workers.extend(_start(crew) for _ in range(lacking))


def _start(crew: Crew) -> _Worker:
    context: Any = get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(list(PRELOAD))
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, crew.work, dict(crew.settings), crew.limits))
    with _undisturbed():
        process.start()
    theirs.close()
    return _Worker(process, ours, time.monotonic())


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: the terminal sends it to all, and a new one would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # What starts it lets signals through again.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(workers: list[_Worker]) -> list[_Worker]:
    """Give the workers that have said something, or have ended; wait a moment for one."""
    by_channel: dict[Any, _Worker] = {}
    for worker in workers:
        by_channel[worker.pipe] = worker
        by_channel[worker.process.sentinel] = worker
    heard = wait(list(by_channel), timeout=LOOK)
    return list({id(by_channel[channel]): by_channel[channel] for channel in heard}.values())


def _hand(worker: _Worker, task: Task) -> None:
    now = time.monotonic()
    message = {
        "number": task.number,
        "path": task.path,
        "member": task.member,
        "name": task.name,
        "suffix": task.suffix,
    }
    worker.task, worker.sha256, worker.since, worker.heard, worker.most = task, None, now, now, 0
    with contextlib.suppress(OSError):  # A worker that has just died is found out when it is looked at.
        worker.pipe.send_bytes(json.dumps(message).encode())


def _hear(worker: _Worker, wanted: Callable[[Task, str], bool]) -> Ending | None:
    """Take what a worker says; give the ending of its task where that is it."""
    try:
        while worker.pipe.poll():
            message = json.loads(worker.pipe.recv_bytes(1 << 20))
            worker.heard = time.monotonic()
            kind = message["kind"]
            if kind == "ready":
                worker.ready = True
                continue
            task = worker.task
            if task is None or message["number"] != task.number:
                continue
            if kind == "read":
                worker.sha256 = str(message["sha256"])
                worker.pipe.send_bytes(json.dumps({"go": wanted(task, worker.sha256)}).encode())
            elif kind != "beat":
                seconds = message.get("seconds", round(worker.heard - worker.since, 3))
                worker.task = None
                worker.done += 1
                return Ending(
                    task.number,
                    kind,
                    worker.sha256,
                    message.get("code", ""),
                    message.get("detail", ""),
                    message,
                    seconds,
                )
    except (EOFError, OSError, ValueError, KeyError, TypeError):
        pass  # It is dead or out of its mind: it is found out when it is looked at.
    return None


def _judge(worker: _Worker, limits: Limits) -> tuple[str, str] | None:
    """Tell why a worker has to go: a code and a detail; None where it is healthy."""
    now = time.monotonic()
    if not worker.process.is_alive():
        return _judge_dead(worker, limits)
    if not worker.ready:
        return ("crash", "no worker") if now - worker.started > START else None
    if worker.task is None:
        return None
    silent = now - worker.heard > limits.silence and not worker.pipe.poll()
    if silent or now - worker.since > limits.total:
        return "timeout", f"{limits.silence if silent else limits.total:g} s"
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(worker.process.pid)
        held = process.memory_info().rss
        worker.most = max(worker.most, held)
        if held > limits.memory:
            return "memory", f"{limits.memory >> 20} MiB"
    return None


def _judge_dead(worker: _Worker, limits: Limits) -> tuple[str, str]:
    code = worker.process.exitcode
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
            swollen = name in ("SIGABRT", "SIGSEGV", "SIGKILL") and worker.most > limits.memory // 2
            return ("memory", f"{limits.memory >> 20} MiB") if swollen else ("crash", name)
    return "crash", f"exit {code}"


def _give_up(worker: _Worker, task: Task, code: str, detail: str) -> Ending:
    seconds = round(time.monotonic() - worker.since, 3)
    return Ending(task.number, "failed", worker.sha256, code, detail, {}, seconds)


def _is_worn(worker: _Worker, limits: Limits) -> bool:
    """Tell whether a worker has read enough files, or has grown."""
    if worker.done >= limits.files:
        return True
    if worker.done == 0 or worker.done % 20:
        return False
    with contextlib.suppress(psutil.Error):
        return bool(psutil.Process(worker.process.pid).memory_info().rss > min(limits.memory // 2, 300 << 20))
    return False


def _stop(worker: _Worker) -> None:
    """Let an idle worker go home; with it go all processes that its files may have left behind."""
    worker.pipe.close()
    worker.process.join(2)
    _kill(worker)


def _kill(worker: _Worker) -> None:
    """End a worker and all that it has started."""
    pid = worker.process.pid
    with contextlib.suppress(OSError):
        worker.pipe.close()
    if pid is None:
        return
    children: list[psutil.Process] = []
    with contextlib.suppress(psutil.Error):
        children = psutil.Process(pid).children(recursive=True)
    if os.name == "posix":
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)  # It leads a session of its own.
    else:
        with contextlib.suppress(OSError):
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(pid)], capture_output=True, check=False)  # noqa: S603, S607
    for child in children:
        with contextlib.suppress(psutil.Error):
            child.kill()
    worker.process.kill()
    worker.process.join(5)
