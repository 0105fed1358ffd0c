"""What a batch costs beside a plain loop over the same files: `python -m tests.bench_batch [--files 2000]`.

Enters: the samples. Leaves: a table of times, processor time and memory, and what follows for ten thousand and for a
million files. The files are variants of the samples, each with an amount of its own, in folders of a hundred. Nothing
is asserted: a mark that is missed is printed as missed.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import psutil
from rich.console import Console

from tests.bench import judge, make_table

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"

MIX = (
    "zhanjiang-2021-xinfangju.chromium.pdf",
    "zhanjiang-2021-xinfangju.python-docx.docx",
    "zhanjiang-2021-xinfangju.txt",
    "zhanjiang-2021-xinfangju.openpyxl.xlsx",
    "zhanjiang-2024-wenhua.chromium.pdf",
    "zhanjiang-2024-wenhua.python-docx.docx",
    "zhanjiang-2024-wenhua.txt",
    "zhanjiang-2021-xinfangju.libreoffice.xlsx",
    "zhanjiang-2021-xinfangju.chromium-borderless.pdf",
    "hunan-2024-jidi.python-docx.docx",
)
"""In this order, again and again: three PDFs, one of them without lines, three Word files, two texts, two workbooks."""

FILES_PER_SECOND = 25.0
"""How many files a second one processor shall do."""

TWO_OF_ONE = 1.8
"""How many times faster two workers shall be than one."""

PARENT_MEMORY, WORKER_MEMORY = 300, 200
"""How many MiB the process that supervises may hold, and each that reads."""

AMOUNTS = (b"270.26", "270.26".encode("utf-16-le"))

LOOP = """
import sys, time
from pathlib import Path
from extractor import extract
paths = [path for path in sorted(Path(sys.argv[1]).rglob("*")) if path.is_file()]
extract(paths[0])
for path in paths:
    (Path(sys.argv[2]) / f"{path.name}.json").write_text(extract(path).to_json(2), encoding="utf-8")
"""
"""What everybody writes first."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took.

    Attributes:
        seconds: by the clock.
        processor: seconds of processor time, of all its processes.
        parent: the most that its first process held, in MiB.
        worker: the most that another one held, in MiB.
    """

    seconds: float
    processor: float
    parent: float
    worker: float


def vary(data: bytes, suffix: str, number: int) -> bytes:
    """Give a file like this one with other bytes: another amount, or where none can be changed another comment."""
    if suffix == ".pdf":
        return data + b"%% %d\n" % number
    amount = b"%d.26" % (270 + number)
    if suffix == ".txt":
        return data.replace(b"270.26", amount) + b"\n<!-- %d -->\n" % number
    changed = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(changed, "w", ZIP_DEFLATED, compresslevel=1) as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, part.replace(b"270.26", amount) if entry.filename.endswith(".xml") else part)
        new.comment = b"%d" % number
    return changed.getvalue()


def make_files(folder: Path, count: int) -> None:
    """Write so many files of the mix."""
    contents = [(Path(name).suffix, (SAMPLES / name).read_bytes()) for name in MIX]
    for number, (suffix, data) in enumerate(islice(cycle(contents), count)):
        place = folder / f"{number // 100:03}"
        place.mkdir(exist_ok=True)
        (place / f"{number:05}{suffix}").write_bytes(vary(data, suffix, number))


def measure(*arguments: str) -> Cost:
    """Run a program and see what it and all that it starts take."""
    started = time.monotonic()
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, *arguments], env=env, stdout=subprocess.DEVNULL)
    most: dict[int, float] = {}
    used: dict[int, float] = {}
    watcher = threading.Thread(target=_watch, args=(process, most, used))
    watcher.start()
    process.wait()
    watcher.join()
    seconds = time.monotonic() - started
    parent = most.pop(process.pid, 0.0)
    return Cost(seconds, sum(used.values()), parent, max(most.values(), default=0.0))


def _watch(process: subprocess.Popen[bytes], most: dict[int, float], used: dict[int, float]) -> None:
    """Note the memory and the processor time of a process and its children, some times a second, until it ends."""
    while process.poll() is None:
        for member in _find_family(process.pid):
            try:
                held = member.memory_info().rss / (1 << 20)
                times = member.cpu_times()
            except psutil.Error:
                continue
            used[member.pid] = times.user + times.system
            most[member.pid] = max(most.get(member.pid, 0.0), held)
        time.sleep(0.2)


def _find_family(pid: int) -> Iterator[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        yield parent
        yield from parent.children(recursive=True)
    except psutil.Error:
        return


def run_batch(folder: Path, out: Path, jobs: int) -> Cost:
    """Measure the command on a folder."""
    main = "import sys; from extractor.cli import main; sys.argv[0] = 'jixiao'; main()"
    return measure("-c", main, "batch", str(folder), "-o", str(out), "--jobs", str(jobs), "--quiet", "--lang", "en")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--files", type=int, default=2000, help="how many files are made and read")
    count = max(20, parser.parse_args().files)
    console = Console(width=None if sys.stdout.isatty() else 150)
    with TemporaryDirectory() as base:
        folder, out = Path(base, "in"), Path(base, "out")
        folder.mkdir()
        out.mkdir()
        make_files(folder, count)
        (Path(base) / "loop").mkdir()
        costs = {
            "a plain loop": measure("-c", LOOP, str(folder), str(Path(base, "loop"))),
            "batch, 1 job": run_batch(folder, out / "1", 1),
            "batch, 2 jobs": run_batch(folder, out / "2", 2),
            "the same, again": run_batch(folder, out / "2", 2),
        }
        done = json.loads((out / "2" / "summary.json").read_text(encoding="utf-8"))
    table = make_table(
        f"Batch: {count:,} files ({', '.join(f'{name} {n}' for name, n in done['statuses'].items())})",
        "run",
        "seconds",
        "processor seconds",
        "files a second",
        "files a processor second",
        "parent, MiB",
        "largest worker, MiB",
    )
    for name, cost in costs.items():
        table.add_row(
            name,
            f"{cost.seconds:.1f}",
            f"{cost.processor:.1f}",
            f"{count / cost.seconds:.1f}",
            f"{count / cost.processor:.1f}",
            f"{cost.parent:.0f}",
            f"{cost.worker:.0f}",
        )
    loop, one, two, _ = costs.values()
    table.caption = "\n".join(
        (
            f"files a processor second: {judge(count / one.processor, FILES_PER_SECOND, least=True)}",
            f"times the plain loop's processor time: {one.processor / loop.processor:.2f}",
            f"times faster with 2 jobs than with 1: {judge(one.seconds / two.seconds, TWO_OF_ONE, least=True)}",
            f"parent, MiB: {judge(max(one.parent, two.parent), PARENT_MEMORY, least=False)}",
            f"worker, MiB: {judge(max(one.worker, two.worker), WORKER_MEMORY, least=False)}",
            *(estimate(files, two, count) for files in (10_000, 1_000_000)),
        )
    )
    console.print(table)


def estimate(files: int, cost: Cost, count: int) -> str:
    """Say how long so many files take: files × processor seconds of one file ÷ processors."""
    hours = files * cost.processor / count / 3600
    return f"{files:,} files: {hours:.2f} hours of one processor, {hours / 2:.2f} with two, {hours / 64:.2f} with 64"


if __name__ == "__main__":
    main()
