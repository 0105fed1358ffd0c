"""A batch on many machines: the same supervised workers, spread by dask.distributed. Needs the extra `cluster`.

Enters: tasks and the address of a scheduler. Leaves: an ending for each task. All machines see the inputs and the
output folder under the same paths; if a machine is lost, what it was reading is read by another.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from extractor.batch.supervise import Crew, Ending, Task

PIECE = 20
"""How many files go to a machine at once: enough that starting a process hardly counts."""

AHEAD = 3
"""How many pieces wait for each of the machines' threads, so that none runs dry."""

PATIENCE = 30
"""So many seconds the first machine has to report to the scheduler."""

READ_PIECE = "extractor.batch.chunk"


class NoClusterError(Exception):
    """There is no scheduler, no machine under it, or no dask here. The message says which."""


def spread(tasks: Iterator[Task], crew: Crew, wanted: Callable[[Task, str], bool], address: str) -> Iterator[Ending]:
    """Have tasks done by the machines under a scheduler; as `supervise` does on this one.

    Args:
        tasks: the tasks.
        crew: what the workers do; each thread of a machine runs one.
        wanted: told of each content, after it was read; where it says no, the content is dropped.
        address: the scheduler's, such as `tcp://10.0.0.5:8786`.

    Raises:
        NoClusterError: the scheduler cannot be reached.
    """
    client, running = _connect(address)
    with client:
        threads = sum(client.nthreads().values())
        waiting: dict[Any, list[Task]] = {}

        def send(piece: list[Task], retries: int = 2) -> None:
            future = client.submit(read_piece, _pack(piece, crew), pure=False, retries=retries)
            waiting[future] = piece
            running.add(future)

        for _ in range(AHEAD * threads):
            if piece := list(islice(tasks, PIECE)):
                send(piece)
        for future in running:
            piece = waiting.pop(future)
            if future.status == "finished":
                yield from _unpack(future.result(), piece, wanted)
            elif len(piece) > 1:
                for task in piece:  # Each for itself: one of them may be what the machines die of.
                    send([task])
            else:
                yield Ending(piece[0].number, "failed", code="crash", detail=str(future.exception())[:200])
            if following := list(islice(tasks, PIECE)):
                send(following)


def _connect(address: str) -> tuple[Any, Any]:
    """Give a client of the scheduler, and a queue of what is running."""
    try:
        from distributed import Client, as_completed  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise NoClusterError('pip install "jixiao[cluster]"') from error
    try:
        client: Any = Client(address, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=PATIENCE)
        return client, as_completed(loop=client.loop)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise NoClusterError(f"{address}: {error}") from error


def _pack(piece: Sequence[Task], crew: Crew) -> dict[str, Any]:
    return {
        "tasks": [asdict(task) for task in piece],
        "work": crew.work,
        "settings": dict(crew.settings),
        "limits": asdict(crew.limits),
    }


def read_piece(piece: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Run on a machine of the cluster: have a piece read by a program of its own."""
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-m", READ_PIECE], input=json.dumps(piece).encode(), stdout=subprocess.PIPE, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _unpack(
    endings: Sequence[Mapping[str, Any]], piece: Sequence[Task], wanted: Callable[[Task, str], bool]
) -> Iterator[Ending]:
    by_number = {task.number: task for task in piece}
    for data in endings:
        ending = Ending(**data)
        task = by_number[ending.number]
        if ending.sha256 is not None and not wanted(task, ending.sha256):
            ending = Ending(task.number, "known", ending.sha256)
        yield ending
