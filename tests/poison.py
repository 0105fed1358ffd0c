"""Files made to do harm, read in a batch among good ones: `python -m tests.poison [--good 1000]`.

Enters: a seed. Leaves: a folder of files, small on the disk, of which each attacks something: entities, archives and
streams that unpack to gigabytes, spans and repetitions of billions, loops, depths, lengths, names. Then a batch over
them and over good files, and what it must have been: an outcome for each as `tests/data/poison.toml` says, no good file
read otherwise than without them, nothing written elsewhere, no connection, no process left, none longer than it may.

`python -m tests.poison --write` writes what became of each file to that list, to be read before it is committed.
"""

import argparse
import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from tests.bench_batch import make_files
from tests.poison_files import make_poison

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "tests" / "data" / "poison.toml"

SLOW = ("mocks/hang", "mocks/spin", "mocks/native", "mocks/stop", "mocks/endless", "mocks/allocate", "text/100-mb")
"""What takes its time by nature, and is left to the full run."""

RUN = """
import json, sys
from pathlib import Path
from extractor.batch.inputs import Choice, find_inputs
from extractor.batch.limits import Limits
from extractor.batch.run import Settings, run_batch
from extractor.batch.store import open_output
given = json.loads(sys.argv[1])
out = Path(given["out"])
if __name__ == "__main__":
    with open_output(out):
        inputs = find_inputs(given["paths"], Choice(), out)
        settings = Settings(out, given["jobs"], Limits(**given["limits"]), lang="en", work="tests.batch_mocks:prepare")
        run_batch(inputs, settings, lambda _: None)
"""


@dataclass(slots=True)
class Report:
    """What became of a run: the outcome of each poisoned file, and all that should not have been."""

    outcomes: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    took: float = 0.0


def read_ledger() -> dict[str, str]:
    """Give the expected outcome of each file: `docx/span-billions.docx` → `partial/partial`."""
    with LEDGER.open("rb") as file:
        outcomes: dict[str, str] = tomllib.load(file)
    return outcomes


def poison(base: Path, good: int, limits: Mapping[str, float], *, share: int = 1, slow: bool = True) -> Report:
    """Read poisoned files among good ones, and judge what became of them.

    Args:
        base: an empty folder.
        good: how many good files there are.
        limits: of the batch.
        share: every so manieth poisoned file is taken.
        slow: whether those that take their time by nature are taken too.
    """
    report = Report()
    bad, fine, out = base / "in" / "poison", base / "in" / "good", base / "out"
    for folder in (bad, fine):
        folder.mkdir(parents=True)
    make_files(fine, good)
    secret = base / "secret.txt"
    secret.write_text("SECRET-OF-ANOTHER-FILE", encoding="utf-8")
    with _listen() as (port, connections):
        names = make_poison(bad, secret, port, lambda name: slow or not name.startswith(SLOW), share)
        before = _list_files(base / "in")
        token = secrets.token_hex(8)
        started = time.monotonic()
        _run([base / "in"], out, limits, token)
        report.took = time.monotonic() - started
        if _list_files(base / "in") != before:
            report.faults.append("the inputs were changed")
        report.faults += [f"connected to from {address}" for address in connections()]
    report.faults += [f"left behind: {line}" for line in _find_processes(token)]
    if {path.name for path in base.iterdir()} != {"in", "out", "secret.txt"}:
        report.faults.append("something was written beside the output")
    events = out / "events.txt"
    if events.exists():
        report.faults += events.read_text(encoding="utf-8").splitlines()
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    _judge_poison(report, [line for line in lines if "/in/poison/" in line["path"]], names, out, limits)
    _run([fine], base / "clean", limits, token)
    _judge_good(report, [line for line in lines if "/in/good/" in line["path"]], good, out, base / "clean")
    return report


def _judge_poison(
    report: Report, lines: Sequence[Mapping[str, Any]], names: Sequence[str], out: Path, limits: Mapping[str, float]
) -> None:
    for line in lines:
        name = line["path"].partition("/in/poison/")[2]
        if name in report.outcomes:
            report.faults.append(f"{name}: twice in the manifest")
        report.outcomes[name] = f"{line['status']}/{line['error']['code'] if line['error'] else '-'}"
        report.seconds[name] = line["seconds"]
        if line["seconds"] > limits["total"] + 2:
            report.faults.append(f"{name}: took {line['seconds']} s")
        if line["json"] is not None and b"SECRET-OF" in (out / line["json"]).read_bytes():
            report.faults.append(f"{name}: read another file")
    given = {name.partition("!/")[0] for name in report.outcomes}
    report.faults += [f"{name}: no outcome" for name in names if name not in given]


def _judge_good(report: Report, lines: Sequence[Mapping[str, Any]], good: int, out: Path, clean: Path) -> None:
    again = [json.loads(line) for line in (clean / "manifest.jsonl").read_bytes().splitlines()]
    if len(lines) != good:
        report.faults.append(f"{len(lines)} of {good} good files have an outcome")
    for line, other in zip(lines, again, strict=False):
        if {**line, "seconds": 0} != {**other, "seconds": 0}:
            report.faults.append(f"{line['path']}: another outcome than without the poisoned files")
        elif (out / line["json"]).read_bytes() != (clean / line["json"]).read_bytes():
            report.faults.append(f"{line['path']}: another record than without the poisoned files")


def compare(outcomes: Mapping[str, str], ledger: Mapping[str, str]) -> list[str]:
    """Say where outcomes differ from those expected."""
    return [
        f"{name}: {outcome} (expected: {ledger.get(name)})"
        for name, outcome in outcomes.items()
        if ledger.get(name) != outcome
    ]


def _run(paths: Sequence[Path], out: Path, limits: Mapping[str, float], token: str) -> None:
    """Run a batch as a program of its own; all that it starts bears a token."""
    given = {"paths": [str(path) for path in paths], "out": str(out), "jobs": 2, "limits": dict(limits)}
    env = {**os.environ, "PYTHONPATH": str(ROOT), "JIXIAO_POISON": token}
    subprocess.run([sys.executable, "-c", RUN, json.dumps(given)], env=env, cwd=out.parent, check=True)


def _find_processes(token: str) -> list[str]:
    """Give the processes that still bear the token; what the batch keeps goes within a moment of its end."""
    deadline = time.monotonic() + 5
    while True:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if process.environ().get("JIXIAO_POISON") == token and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(f"{process.pid} {' '.join(process.cmdline())[:80]}")
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def _list_files(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in sorted(folder.rglob("*"))}


@contextlib.contextmanager
def _listen() -> Iterator[tuple[int, Any]]:
    """Give a port that poisoned files name, and what has connected to it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def connections() -> list[str]:
            found = []
            with contextlib.suppress(BlockingIOError):
                while True:
                    connection, address = server.accept()
                    connection.close()
                    found.append(str(address))
            return found

        yield server.getsockname()[1], connections


def write_ledger(outcomes: Mapping[str, str]) -> None:
    """Write the list of expected outcomes."""
    lines = ["# What becomes of each poisoned file: its status and the code of its error.\n"]
    folder = ""
    for name, outcome in outcomes.items():
        if name.partition("/")[0] != folder:
            folder = name.partition("/")[0]
            lines.append("\n")
        lines.append(f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(outcome)}\n")
    LEDGER.write_text("".join(lines), encoding="utf-8")


def main() -> None:
    """Run all, and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--good", type=int, default=1000, help="how many good files stand among them")
    parser.add_argument("--write", action="store_true", help="write what became of each file as expected")
    chosen = parser.parse_args()
    with TemporaryDirectory() as base:
        report = poison(Path(base), chosen.good, {"silence": 20.0, "total": 30.0, "memory": 1 << 30})
    if chosen.write:
        write_ledger(report.outcomes)
    report.faults += compare(report.outcomes, read_ledger())
    print(f"{len(report.outcomes)} poisoned files among {chosen.good} good ones, in {report.took:.0f} s")
    for outcome, count in Counter(report.outcomes.values()).most_common():
        print(f"  {count:>4}  {outcome}")
    print("longest:")
    for name in sorted(report.seconds, key=report.seconds.__getitem__, reverse=True)[:15]:
        print(f"  {report.seconds[name]:>7.2f} s  {name}  {report.outcomes[name]}")
    print(f"faults: {len(report.faults)}")
    for fault in report.faults:
        print(f"  {fault.encode('utf-8', 'backslashreplace').decode()}")
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    main()
