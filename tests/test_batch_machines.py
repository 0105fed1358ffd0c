"""A batch on several machines: parts that are joined, and a cluster, leave the bytes that one machine leaves."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_batch import FORM, ROOT, read_lines, read_output, run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the scheduler is started as on Unix")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty forms, four of them twice, and a file that is none."""
    folder = tmp_path_factory.mktemp("in")
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(FORM.replace("270.26", f"{number}.26"), encoding="utf-8")
    for number in range(4):
        shutil.copyfile(folder / f"{number * 9:02}.txt", folder / f"{number * 9:02} copy.txt")
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4\n")
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    run(folder, "-o", out, code=3)
    return out


def merge(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    main = "import sys; from extractor.cli import main; main()"
    command = [sys.executable, "-c", main, "merge", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_parts_of_three_machines_make_the_whole(folder: Path, whole: Path, tmp_path: Path) -> None:
    for number in (1, 2, 3):
        run(folder, "-o", tmp_path / f"{number}", "--shard", f"{number}/3", code=None)
    assert sum(len(read_lines(tmp_path / f"{number}")) for number in (1, 2, 3)) == 45
    done = merge(tmp_path / "1", tmp_path / "2", tmp_path / "3", "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert read_output(tmp_path / "out") == read_output(whole)


def test_a_part_that_is_missing_is_named(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "1", "--shard", "1/2", "--include", "0*.txt", code=None)
    done = merge(tmp_path / "1", "-o", tmp_path / "out")
    assert done.returncode == 3
    assert "2/2" in done.stderr
    assert (
        merge(tmp_path / "1", "-o", tmp_path / "out", "--lang", "zh").stderr == "各份都要给出，每份一次：缺少 2/2。\n"
    )


# ---- a cluster ------------------------------------------------------------------------------------------------------


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("dask")), *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler on this machine, and two worker processes under it."""
    note = tmp_path / "scheduler.json"
    options = ("--host", "127.0.0.1", "--no-dashboard")
    scheduler = start("scheduler", *options, "--port", "0", "--no-jupyter", "--scheduler-file", note)
    deadline = time.monotonic() + 60
    while not note.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    address: str = json.loads(note.read_text(encoding="utf-8"))["address"]
    folders = (tmp_path / "first", tmp_path / "second")
    workers = [start("worker", address, *options, "--nthreads", "1", "--local-directory", place) for place in folders]
    yield address, workers
    for process in (*workers, scheduler):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_cluster_of_which_a_worker_is_killed_leaves_the_same_bytes(
    folder: Path, whole: Path, tmp_path: Path, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    address, workers = cluster
    main = "import sys; from extractor.cli import main; main()"
    out = tmp_path / "out"
    command = [sys.executable, "-c", main, "batch", str(folder), "-o", str(out), "--scheduler", address, "--lang", "en"]
    batch = subprocess.Popen(command, cwd=ROOT)
    stage = out / ".jixiao" / "stage"
    while batch.poll() is None and not (stage.is_dir() and any(stage.iterdir())):
        time.sleep(0.05)
    os.killpg(workers[0].pid, signal.SIGKILL)
    assert batch.wait(timeout=120) == 3
    assert read_output(out) == read_output(whole)


def test_a_scheduler_that_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    said = run(folder, "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9", code=4)
    assert "cluster" in said
