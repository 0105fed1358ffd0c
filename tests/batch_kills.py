"""A batch killed at random moments, and on disks that fill up, ends in the same bytes: `python -m tests.batch_kills`.

Enters: files made here. Leaves: a report. `--count 100` batches are killed with SIGKILL, each after a time of its own,
and then run again; `--disks 20` run on disks of different sizes until these are full, and again when there is room
(Linux, as the superuser or where a user may mount; elsewhere this part says that it was left out).
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench_batch import make_files

ROOT = Path(__file__).resolve().parent.parent
MAIN = "import sys; from extractor.cli import main; sys.argv[0] = 'jixiao'; main()"
SEED = 2024
IN_USE = 4


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a batch."""
    command = [sys.executable, "-c", MAIN, "batch", str(folder), "-o", str(out), "--quiet", "--lang", "en"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, start_new_session=True)


def finish(folder: Path, out: Path) -> int:
    """Run a batch to its end, once the killed one has let go of the folder; give its exit code."""
    deadline = time.monotonic() + 60
    code = IN_USE
    while code == IN_USE and time.monotonic() < deadline:
        code = start(folder, out).wait()
    return code


def read_output(out: Path) -> dict[str, Any]:
    """Give all that a batch leaves, without the times."""
    files: dict[str, Any] = {p.relative_to(out).as_posix(): p.read_bytes() for p in (out / "json").rglob("*.json")}
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_bytes().splitlines()]
    return {**files, "manifest": [{**line, "seconds": None} for line in lines]}


def run_killed(folder: Path, whole: dict[str, Any], count: int, base: Path, longest: float) -> list[str]:
    """Kill batches, each at a moment of its own, and say which did not go on to the same bytes."""
    draw = random.Random(SEED)  # noqa: S311 - drawn again the same, not kept secret
    faults = []
    early = 0
    for number in range(count):
        out = base / "killed"
        wait = draw.uniform(0.05, longest)
        batch = start(folder, out)
        time.sleep(wait)
        early += batch.poll() is None
        batch.kill()
        batch.wait()
        code = finish(folder, out)
        if code or read_output(out) != whole:
            faults.append(f"killed after {wait:.2f} s (number {number}): exit code {code}, or other bytes")
        shutil.rmtree(out)
    print(f"killed: {count}, of which {early} before their end; went on to other bytes: {len(faults)}")
    return faults


def run_full(folder: Path, whole: dict[str, Any], count: int, base: Path, size: int) -> list[str]:
    """Run batches on disks that are too small, and say which did not go on to the same bytes when there was room."""
    disk = base / "disk"
    disk.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    faults: list[str] = []
    full = 0
    for number in range(count):
        small = max(16, size * (number + 1) // (count + 1) // 1024)
        if (
            not (mount and umount)
            or subprocess.run([mount, "-t", "tmpfs", "-o", f"size={small}k", "none", disk], check=False).returncode
        ):
            print("full disks: left out, no disk can be mounted here")
            return faults
        try:
            code = finish(folder, disk / "out")
            full += code == IN_USE
            subprocess.run([mount, "-o", f"remount,size={4 * size // 1024 + 10_000}k", disk], check=True)
            again = finish(folder, disk / "out")
            if again or read_output(disk / "out") != whole:
                faults.append(f"disk of {small} KiB: exit code {again}, or other bytes")
        finally:
            subprocess.run([umount, disk], check=True)
    print(f"full disks: {count}, of which {full} ended the batch; went on to other bytes: {len(faults)}")
    return faults


def main() -> None:
    """Run all, and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=100, help="how many batches are killed")
    parser.add_argument("--disks", type=int, default=20, help="how many disks fill up")
    parser.add_argument("--files", type=int, default=60, help="how many files a batch has")
    chosen = parser.parse_args()
    with TemporaryDirectory() as name:
        base = Path(name)
        folder = base / "in"
        folder.mkdir()
        make_files(folder, chosen.files)
        started = time.monotonic()
        code = finish(folder, base / "whole")
        took = time.monotonic() - started
        if code:
            sys.exit(f"the batch itself ends with {code}")
        whole = read_output(base / "whole")
        size = sum(path.stat().st_size for path in (base / "whole").rglob("*") if path.is_file())
        checks: tuple[Callable[[], list[str]], ...] = (
            lambda: run_killed(folder, whole, chosen.count, base, took),
            lambda: run_full(folder, whole, chosen.disks, base, size),
        )
        faults = [fault for check in checks for fault in check()]
    for fault in faults:
        print(f"  {fault}")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
