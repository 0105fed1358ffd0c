"""Workers that hang, swell, abort, exit, fork and print cost the file they were reading, and no other."""

import contextlib
import json
from pathlib import Path
from typing import Any

import psutil
import pytest

from extractor.batch.inputs import Choice, find_inputs
from extractor.batch.limits import Limits
from extractor.batch.run import Settings, run_batch
from extractor.batch.store import open_output

ROOT = Path(__file__).resolve().parent.parent
FORM = ROOT / "samples" / "zhanjiang-2021-xinfangju.txt"
LIMITS = Limits(silence=1.0, total=3.0, memory=400 << 20)

OUTCOMES = {
    "hang": ("error", "timeout"),
    "spin": ("error", "timeout"),
    "native": ("error", "timeout"),
    "endless": ("error", "timeout"),
    "stop": ("error", "timeout"),
    "slow": ("no_form", "no_form"),
    "allocate": ("error", "memory"),
    "gulp": ("error", "memory"),
    "abort": ("error", "crash"),
    "segfault": ("error", "crash"),
    "exit": ("error", "crash"),
    "kill": ("error", "crash"),
    "raise-exit": ("error", "defect"),
    "interrupt": ("error", "defect"),
    "raise": ("error", "defect"),
    "recurse": ("error", "defect"),
    "print": ("no_form", "no_form"),
    "fork": ("no_form", "no_form"),
    "orphan": ("no_form", "no_form"),
}


def run(folder: Path, out: Path, **settings: Any) -> list[dict[str, Any]]:
    inputs = find_inputs([folder], Choice(), out)
    with open_output(out):
        run_batch(inputs, Settings(out, limits=LIMITS, work="tests.batch_mocks:prepare", **settings), lambda _: None)
    lines = (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, dict[str, Any]]]:
    """A batch of all mocks, each between two forms."""
    base = tmp_path_factory.mktemp("batch")
    folder = base / "in"
    folder.mkdir()
    for number, what in enumerate(OUTCOMES):
        (folder / f"{number:02}-{what}.txt").write_text(f"mock {what}\n", encoding="utf-8")
        (folder / f"{number:02}-{what}.form.txt").write_text(
            FORM.read_text(encoding="utf-8") + f"\n<!-- {number} -->\n", encoding="utf-8"
        )
    lines = run(folder, base / "out", jobs=2)
    return base / "out", {line["path"].rpartition("/")[2]: line for line in lines}


@pytest.mark.parametrize("what", OUTCOMES)
def test_a_file_that_misbehaves_has_an_outcome_of_its_own(
    lived: tuple[Path, dict[str, dict[str, Any]]], what: str
) -> None:
    out, lines = lived
    line = next(line for name, line in lines.items() if name.endswith(f"-{what}.txt"))
    assert (line["status"], line["error"]["code"]) == OUTCOMES[what]
    extraction = json.loads((out / line["json"]).read_text(encoding="utf-8"))
    assert (extraction["status"], extraction["error"]) == (line["status"], line["error"])


def test_its_neighbours_are_read_as_ever(lived: tuple[Path, dict[str, dict[str, Any]]]) -> None:
    _, lines = lived
    forms = [line for name, line in lines.items() if name.endswith(".form.txt")]
    assert len(forms) == len(OUTCOMES)
    assert {(line["status"], line["forms"]) for line in forms} == {("review", 1)}


def test_no_file_takes_much_longer_than_it_may(lived: tuple[Path, dict[str, dict[str, Any]]]) -> None:
    _, lines = lived
    assert max(line["seconds"] for line in lines.values()) < LIMITS.total + 2


def test_no_process_is_left_behind(lived: tuple[Path, dict[str, dict[str, Any]]]) -> None:
    out, _ = lived
    pid = int((out / "orphan.pid").read_text(encoding="utf-8"))
    with contextlib.suppress(psutil.NoSuchProcess):
        assert psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
