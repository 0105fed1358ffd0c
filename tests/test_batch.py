"""A batch: every input has one outcome, in order, and the output is the same whatever interrupted it."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from extractor import extract
from extractor.batch.inputs import Choice, find_inputs, read_list
from extractor.cli import program
from extractor.record import Extraction

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
FORM = (SAMPLES / "zhanjiang-2021-xinfangju.txt").read_text(encoding="utf-8")
MAIN = "import sys; from extractor.cli import main; sys.argv[0] = 'jixiao'; main()"


def run(*arguments: str | Path, code: int | None = 0) -> str:
    result = CliRunner().invoke(program, ["batch", *map(str, arguments), "--lang", "en"])
    assert code in (None, result.exit_code), result.output
    return result.output


def read_lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def read_output(out: Path) -> dict[str, Any]:
    """Give all that a batch leaves, without the times."""
    files: dict[str, Any] = {p.relative_to(out).as_posix(): p.read_bytes() for p in (out / "json").rglob("*.json")}
    return {**files, "manifest": [{**line, "seconds": None} for line in read_lines(out)]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve forms, one of them twice, a letter, an empty file and a damaged one, in three folders."""
    folder = tmp_path / "报送"
    for number in range(12):
        place = folder / f"{2019 + number % 3}年"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"单位{number:02}.txt").write_text(FORM.replace("270.26", f"27{number}.26"), encoding="utf-8")
    (folder / "z 副本.txt").write_bytes((folder / "2020年" / "单位04.txt").read_bytes())
    (folder / "通知.txt").write_text("关于报送绩效目标的通知\n", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "坏.pdf").write_bytes((SAMPLES / "zhanjiang-2021-xinfangju.reportlab.pdf").read_bytes()[:999])
    return folder


# ---- every file, one outcome ----------------------------------------------------------------------------------------


def test_each_input_has_one_line_in_the_order_of_names(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    lines = read_lines(tmp_path / "out")
    names = [Path(line["path"]).name for line in lines]
    assert names == [  # The files of a folder come before those of the folders in it.
        *sorted(["z 副本.txt", "通知.txt", "空.txt", "坏.pdf"], key=str.encode),
        *(f"单位{number:02}.txt" for number in (0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11)),
    ]
    statuses = {Path(line["path"]).name: (line["status"], line["error"] and line["error"]["code"]) for line in lines}
    assert statuses["通知.txt"] == ("no_form", "no_form")
    assert statuses["空.txt"] == ("error", "empty")
    assert statuses["坏.pdf"][0] == "error"
    assert statuses["单位00.txt"] == ("review", None)


def test_the_json_is_what_extract_gives(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    for line in read_lines(tmp_path / "out"):
        extraction = Extraction.from_json((tmp_path / "out" / line["json"]).read_bytes())
        if line["duplicate_of"] is None:
            assert extraction == extract(Path(tmp_path, line["path"]), lang="en")
        assert (line["status"], line["forms"]) == (extraction.status, len(extraction.forms))


def test_equal_contents_are_read_once_and_linked(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    twins = [line for line in read_lines(tmp_path / "out") if line["path"].endswith(("单位04.txt", "副本.txt"))]
    assert twins[0]["json"] == twins[1]["json"]
    assert (twins[0]["duplicate_of"], twins[1]["duplicate_of"]) == (None, twins[0]["path"])
    source = Extraction.from_json((tmp_path / "out" / twins[0]["json"]).read_bytes()).source
    assert source.name == Path(twins[0]["path"]).name


def test_the_summary_counts_all_and_names_the_worst_first(folder: Path, tmp_path: Path) -> None:
    shown = run(folder, "-o", tmp_path / "out", code=3)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["files"] == 16
    assert sum(summary["statuses"].values()) == 16
    assert summary["duplicates"] == 1
    assert summary["worst"][0]["status"] == "error"
    assert "files: 16" in shown


def test_events_tell_of_every_file(folder: Path, tmp_path: Path) -> None:
    events = [json.loads(line) for line in run(folder, "-o", tmp_path / "out", "--json", code=3).splitlines()]
    assert [event["event"] for event in events] == ["start", *["file"] * 16, "end"]
    assert [event["done"] for event in events[1:-1]] == list(range(1, 17))


# ---- again, and on --------------------------------------------------------------------------------------------------


def test_a_second_run_reads_nothing_and_leaves_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    first = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*.json*") if p.name != "summary.json"}
    run(folder, "-o", tmp_path / "out", code=3)
    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*.json*") if p.name != "summary.json"} == first
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["read"] == 0


def test_a_changed_file_is_read_again_and_a_new_one_takes_its_place(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    (folder / "2019年" / "单位00.txt").write_text(FORM.replace("270.26", "1.26"), encoding="utf-8")
    (folder / "2019年" / "单位01a.txt").write_text(FORM.replace("270.26", "2.26"), encoding="utf-8")
    run(folder, "-o", tmp_path / "out", code=3)
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["read"] == 2
    run(folder, "-o", tmp_path / "anew", code=3)
    assert read_output(tmp_path / "out")["manifest"] == read_output(tmp_path / "anew")["manifest"]


def test_the_number_of_workers_changes_nothing(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "one", "--jobs", "1", code=3)
    run(folder, "-o", tmp_path / "three", "--jobs", "3", code=3)
    assert read_output(tmp_path / "one") == read_output(tmp_path / "three")


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", MAIN, "batch", str(folder), "-o", str(out), "--quiet", "--lang", "en"]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=os.name == "posix")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("seed", range(5))
def test_a_batch_killed_at_any_moment_goes_on_to_the_same_bytes(folder: Path, tmp_path: Path, seed: int) -> None:
    run(folder, "-o", tmp_path / "whole", code=3)
    wait = random.Random(seed)  # noqa: S311
    for _ in range(2):
        batch = start(folder, tmp_path / "out")
        time.sleep(wait.uniform(0.2, 1.2))
        batch.kill()
        batch.wait()
    deadline = time.monotonic() + 20
    result = 4
    while result == 4 and time.monotonic() < deadline:
        result = start(folder, tmp_path / "out").wait()
    assert result == 3
    assert read_output(tmp_path / "out") == read_output(tmp_path / "whole")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_a_batch_that_is_asked_to_end_says_how_to_go_on(folder: Path, tmp_path: Path, request_to_end: int) -> None:
    for number in range(300):
        (folder / f"更多{number}.txt").write_text(FORM.replace("270.26", f"{number}.26"), encoding="utf-8")
    command = [sys.executable, "-c", MAIN, "batch", str(folder), "-o", str(tmp_path / "out"), "--lang", "en"]
    batch = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    while not (tmp_path / "out" / "manifest.jsonl").exists() or not read_lines(tmp_path / "out"):
        time.sleep(0.05)
    batch.send_signal(request_to_end)
    _, said = batch.communicate(timeout=30)
    assert batch.returncode == 130
    assert b"same command" in said
    assert 0 < len(read_lines(tmp_path / "out")) < 316


def test_a_second_batch_on_the_same_output_says_so_and_stops(folder: Path, tmp_path: Path) -> None:
    from extractor.batch.store import open_output  # noqa: PLC0415

    with open_output(tmp_path / "out"):
        said = run(folder, "-o", tmp_path / "out", code=4)
    assert f"process {os.getpid()}" in said


def test_a_failed_file_is_read_again_where_that_is_asked_for(folder: Path, tmp_path: Path) -> None:
    run(folder, "-o", tmp_path / "out", code=3)
    run(folder, "-o", tmp_path / "out", "--retry", code=3)
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["read"] == summary["statuses"]["error"] == 2


# ---- a disk that is full --------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 KB; only the superuser of Linux can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    made = (
        mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=200k", "none", disk], check=False).returncode == 0
    )
    if not made:
        pytest.skip("no small disk can be made here")
    yield disk
    subprocess.run([shutil.which("umount") or "umount", disk], check=True)


def test_a_full_disk_ends_the_batch_and_it_goes_on_when_there_is_room(
    folder: Path, tmp_path: Path, small_disk: Path
) -> None:
    said = run(folder, "-o", small_disk / "out", code=4)
    assert "No space left" in said
    subprocess.run([shutil.which("mount") or "", "-o", "remount,size=20m", small_disk], check=True)
    run(folder, "-o", small_disk / "out", code=3)
    run(folder, "-o", tmp_path / "whole", code=3)
    assert read_output(small_disk / "out") == read_output(tmp_path / "whole")


# ---- inputs ---------------------------------------------------------------------------------------------------------


def find(*paths: Path, **choice: Any) -> list[str]:
    return [item.shown for item in find_inputs(paths, Choice(**choice), Path("/nowhere"))]


def test_the_output_folder_is_no_input(folder: Path) -> None:
    run(folder, "-o", folder / "out", code=3)
    run(folder, "-o", folder / "out", code=3)
    assert len(read_lines(folder / "out")) == 16


def test_globs_choose_by_name_or_by_path(folder: Path) -> None:
    assert len(find(folder, include=["*.PDF"])) == 1
    assert len(find(folder, include=["2019年/*"])) == 4
    assert len(find(folder, exclude=["单位*", "*.pdf"])) == 3


def test_a_name_with_a_star_is_expanded_where_the_shell_did_not(folder: Path) -> None:
    assert len(find(folder / "2019年" / "*.txt")) == 4


def test_a_list_is_read_in_utf_8_or_gbk() -> None:
    text = "# 名单\n报送/甲.pdf\n\n报送/乙.docx\r\n"
    assert read_list(text.encode()) == read_list(text.encode("gbk")) == ["报送/甲.pdf", "报送/乙.docx"]


def test_an_archive_made_on_chinese_windows_shows_its_names(tmp_path: Path) -> None:
    raw = "信访局/绩效目标.txt".encode("gbk")
    with ZipFile(tmp_path / "made.zip", "w") as archive:
        archive.writestr("x" * len(raw), FORM.encode())
    (tmp_path / "报送.zip").write_bytes((tmp_path / "made.zip").read_bytes().replace(b"x" * len(raw), raw))
    run(tmp_path / "报送.zip", "-o", tmp_path / "out")
    (line,) = read_lines(tmp_path / "out")
    assert line["path"].endswith("报送.zip!/信访局/绩效目标.txt")
    assert (line["status"], line["forms"]) == ("review", 1)


def test_no_name_in_an_archive_leads_out_of_the_output(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "plain.zip", "w") as archive:
        archive.writestr("a.txt", FORM.encode())
        archive.writestr("../../evil.txt", FORM.replace("270.26", "1.26").encode())
    run(tmp_path / "plain.zip", "-o", tmp_path / "out")
    lines = read_lines(tmp_path / "out")
    assert [line["path"].rpartition("!/")[2] for line in lines] == ["a.txt", "../../evil.txt"]
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has other names and links")
def test_links_pipes_and_strange_names_are_accounted_for(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "form.txt").write_text(FORM, encoding="utf-8")
    (folder / "link.txt").symlink_to(folder / "form.txt")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xb2\xee\n.txt")).write_text(FORM + " ", encoding="utf-8")
    run(folder, "-o", tmp_path / "out", code=3)
    lines = {line["path"].removeprefix(f"{folder}/"): line for line in read_lines(tmp_path / "out")}
    assert {name: line["error"] and line["error"]["code"] for name, line in lines.items()} == {
        "form.txt": None,
        "link.txt": "link",
        "up": "link",
        "pipe": "special",
        "\\xb2\\xee\n.txt": None,
    }


def test_a_file_of_a_list_that_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{tmp_path}/missing.pdf\n{folder}/通知.txt\n", encoding="utf-8")
    run("--from-file", tmp_path / "list.txt", "-o", tmp_path / "out", code=3)
    assert read_lines(tmp_path / "out")[0]["error"]["code"] == "unreadable"


# ---- a typo costs nothing -------------------------------------------------------------------------------------------


@pytest.fixture
def earlier(folder: Path, tmp_path: Path) -> dict[Path, bytes]:
    """What an earlier run left in `out`."""
    run(folder / "2019年", "-o", tmp_path / "out")
    return read_all(tmp_path / "out")


def read_all(out: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_a_folder_that_is_not_there_is_named_and_no_earlier_result_is_touched(
    folder: Path, tmp_path: Path, earlier: dict[Path, bytes]
) -> None:
    for wrong in ("报道", "报道/*.txt"):
        said = run(folder, tmp_path / wrong, "-o", tmp_path / "out", code=2)
        assert f"{tmp_path / wrong}: no such file or folder. Check the path; no results were changed." in said
    assert read_all(tmp_path / "out") == earlier


def test_a_folder_without_files_is_named_and_no_earlier_result_is_touched(
    folder: Path, tmp_path: Path, earlier: dict[Path, bytes]
) -> None:
    (tmp_path / "未挂载" / "空").mkdir(parents=True)
    said = run(folder, f"{tmp_path / '未挂载'}/", "-o", tmp_path / "out", code=2)
    assert "未挂载/: the folder holds no files to read" in said
    assert read_all(tmp_path / "out") == earlier


def test_a_choice_or_a_list_that_leaves_nothing_is_refused_before_any_result_is_touched(
    folder: Path, tmp_path: Path, earlier: dict[Path, bytes]
) -> None:
    (tmp_path / "list.txt").write_text("no/甲.pdf\nno/乙.pdf\n", encoding="utf-8")
    wrong = (str(folder), "--include", "*.pfd"), ("--from-file", str(tmp_path / "list.txt"))
    for arguments in wrong:
        said = run(*arguments, "-o", tmp_path / "out", code=2)
        assert "There is no file to read" in said
    assert read_all(tmp_path / "out") == earlier


def test_a_folder_of_which_the_choice_leaves_nothing_is_no_typo(folder: Path, tmp_path: Path) -> None:
    run(folder / "2019年", folder, "--include", "*.pdf", "-o", tmp_path / "out", code=3)
    assert len(read_lines(tmp_path / "out")) == 1


def test_a_refused_batch_makes_no_output_folder(tmp_path: Path) -> None:
    run(tmp_path / "missing", "-o", tmp_path / "out", code=2)
    assert not (tmp_path / "out").exists()
