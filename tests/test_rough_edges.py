"""What a person may type by mistake, and what a machine may do: each error names the file and the next step."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor.batch.inputs import Choice, find_inputs, trim_folder
from extractor.batch.outcomes import Outcome
from extractor.batch.progress import show_progress
from extractor.batch.run import Progress
from extractor.batch.store import open_output, write_file
from extractor.cli import program
from extractor.commands.files import quote_path
from extractor.messages.language import Language
from extractor.messages.lines import say_line

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "samples" / "zhanjiang-2021-xinfangju.txt"
PDF = ROOT / "samples" / "zhanjiang-2021-xinfangju.chromium.pdf"
MAIN = "import sys; from extractor.cli import main; sys.argv[0] = 'jixiao'; main()"
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")


def run(*arguments: str | Path, lang: str = "en") -> Result:
    done = CliRunner().invoke(program, [str(argument) for argument in arguments], env={"JIXIAO_LANG": lang})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def batched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a form whose name is hard on programs, and the output of a batch over it."""
    made = tmp_path_factory.mktemp("batched")
    (made / "报 送").mkdir()
    shutil.copy(REFERENCE, made / "报 送" / f"😀 {'长' * 60}.txt")
    with contextlib.chdir(made):
        assert run("batch", "报 送", "-o", "out", "--quiet").exit_code == 0
    return made


@pytest.fixture
def folder(batched: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, in which commands run."""
    shutil.copytree(batched, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("folder")
def test_a_folder_where_a_file_is_expected_is_told_with_the_command_that_reads_it() -> None:
    for command in (["extract"], ["inspect"], ["patterns", "new"]):
        done = run(*command, "报 送")
        assert done.exit_code == 3
        assert done.stderr.startswith("报 送: The file cannot be read (Is a directory).")
        assert done.stderr.endswith(" A folder is read by jixiao batch.\n")


def test_a_name_with_a_star_is_expanded_where_the_shell_did_not(folder: Path) -> None:
    shutil.copy(PDF, folder / "报 送" / "b.pdf")
    done = run("extract", "报 送/*")
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["review", "review"]
    (folder / "[1].txt").write_bytes(REFERENCE.read_bytes())
    assert json.loads(run("extract", "[1].txt").stdout)["source"]["name"] == "[1].txt"


def test_a_pattern_that_is_the_value_of_an_option_stays_one_on_windows_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Click would expand `--include *.txt` to the files of that name, of which all but the first would be inputs."""
    given: dict[str, object] = {}
    monkeypatch.setattr("click.Group.main", lambda *_, **named: given.update(named))
    program.main(["batch", "报 送", "-o", "two", "--include", "*.txt"])
    assert given["windows_expand_args"] is False


def test_what_a_batch_wrote_into_a_folder_is_no_input_of_another(folder: Path) -> None:
    shutil.copy(PDF, folder / "out" / "mine.pdf")
    run("extract", REFERENCE, "-o", "out/verdicts.jsonl")
    found = [item.shown for item in find_inputs([folder], Choice(), folder / "other")]
    assert sorted(Path(name).name for name in found) == ["mine.pdf", f"😀 {'长' * 60}.txt"]
    assert run("batch", ".", "-o", ".", "--quiet").exit_code == 0
    assert run("batch", ".", "-o", ".", "--quiet").exit_code == 0
    assert len((folder / "manifest.jsonl").read_text("utf-8").splitlines()) == 2


def test_a_file_that_may_not_be_read_costs_no_other_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("secret.txt").write_bytes(REFERENCE.read_bytes())
    Path("secret.txt").chmod(0)
    monkeypatch.setattr("os.access", lambda path, *_: not str(path).endswith("secret.txt"))  # The superuser may.
    done = run("extract", "--compact", "secret.txt", REFERENCE)
    statuses = [json.loads(line)["status"] for line in done.stdout.splitlines()]
    assert statuses == ["error" if done.exit_code else "review", "review"]
    assert run("inspect", "secret.txt").exit_code == done.exit_code


def test_the_words_of_the_operating_system_are_told_in_chinese_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("报 送").mkdir()
    Path("报 送/gone.txt").symlink_to("nowhere.txt")
    done = run("extract", "gone.pdf", "报 送/gone.txt", "报 送", lang="zh")
    assert done.stderr.splitlines() == [
        "gone.pdf：无法读取文件（没有这个文件或文件夹）。请检查路径和权限。",
        "报 送/gone.txt：无法读取文件（没有这个文件或文件夹）。请检查路径和权限。",
        "报 送：无法读取文件（是文件夹）。请检查路径和权限。文件夹请用 jixiao batch 读取。",
    ]


@pytest.mark.usefixtures("folder")
def test_a_folder_without_results_is_told_in_the_same_words_by_all_commands() -> None:
    Path("empty").mkdir()
    Path("empty/verdicts.jsonl").touch()
    assert run("sample", "out", "--seed", "1", "-o", "plan.json").exit_code == 0
    for command, *options in (
        ("certify", "--plan", "plan.json", "-o", "page.html"),
        ("export", "--to", "csv", "-o", "tables"),
        ("golden adopt", "form.txt", "--samples", "报 送"),
        ("report", "-o", "page.html"),
        ("review",),
        ("sample", "-o", "other.json"),
        ("verdicts list",),
    ):
        done = run(*command.split(), "empty", *options)
        assert done.exit_code == 3, command
        assert done.stderr.startswith("empty: there are no results. Name the output folder of jixiao batch, or JSON ")


def test_sources_that_are_not_where_they_were_read_are_told_with_the_option_that_finds_them(folder: Path) -> None:
    (folder / "报 送").rename(folder / "moved")
    done = run("review", "out")
    assert "sources not found: 1;" in done.stderr
    assert "with --sources." in done.stderr
    assert "sources not found" not in run("review", "out", "--sources", "moved").stderr


def test_a_batch_with_nothing_to_do_says_so(folder: Path) -> None:
    assert "none of them had to be read now" in run("batch", "报 送", "-o", "out").stderr
    shutil.copy(PDF, folder / "报 送" / "new.pdf")
    assert "files: 2, read in this run: 1" in run("batch", "报 送", "-o", "out").stderr


def test_an_export_that_is_a_folder_is_called_one(folder: Path) -> None:
    assert (
        run("export", "out", "--to", "csv", "-o", folder / "all.csv").stderr
        == f"wrote {folder}/all.csv/ (files: 1, forms: 1)\n"
    )


# ---- files that are something else ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [["review"], ["report", "-o", "x"], ["export", "--to", "csv", "-o", "x"], ["sample", "-o", "x"]], ids=str
)
def test_a_form_where_results_are_expected_is_no_result_and_nothing_is_written(
    folder: Path, command: list[str]
) -> None:
    shutil.copy(PDF, folder / "form.pdf")
    before = sorted(folder.iterdir())
    done = run(command[0], "form.pdf", *command[1:])
    assert done.exit_code == 3
    assert "form.pdf" in done.stderr
    assert "jixiao batch" in done.stderr
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    "command",
    [["extract", str(REFERENCE)], ["sample", "out"], ["report", "out", "--force"], ["verdicts", "merge", "li.jsonl"]],
    ids=lambda command: command[0],
)
def test_a_form_that_is_named_as_the_target_is_not_replaced(folder: Path, command: list[str]) -> None:
    """So it is named by `jixiao extract -o *.pdf`."""
    (folder / "li.jsonl").touch()
    for form in (PDF, PDF.with_name("zhanjiang-2021-xinfangju.python-docx.docx")):
        target = Path(shutil.copy(form, folder / f"form{form.suffix}"))
        done = run(*command, "-o", target.name)
        assert done.exit_code in (2, 3)
        assert f"form{form.suffix} is " in done.stderr
        assert "Choose another" in done.stderr
        assert target.read_bytes() == form.read_bytes()


def test_a_report_replaces_a_page_and_no_form_that_was_named_by_mistake(folder: Path) -> None:
    shutil.copy(PDF, folder / "form.pdf")
    done = run("report", "out", "-o", "form.pdf", "--force")
    assert (done.exit_code, "form.pdf is no page and was not overwritten" in done.stderr) == (3, True)
    assert (folder / "form.pdf").read_bytes() == PDF.read_bytes()
    for options in ([], ["--force"]):
        assert run("report", "out", "-o", "page.html", *options).exit_code == 0


def test_of_many_lines_that_are_no_verdicts_the_first_are_told_and_the_others_counted(folder: Path) -> None:
    (folder / "li.jsonl").write_text("x\n" * 500, encoding="utf-8")
    for command in (["verdicts", "list", "out"], ["review", "out"], ["export", "out", "--to", "csv", "-o", "x"]):
        lines = run(*command, "--verdicts", "li.jsonl").stderr.splitlines()
        assert len([line for line in lines if line.startswith("li.jsonl: line")]) == 20
        assert "... and 480 more lines without a verdict" in lines


def test_folders_that_are_no_parts_of_a_batch_leave_nothing_behind(folder: Path) -> None:
    done = run("merge", "out", "报 送", "-o", "whole")
    assert (done.exit_code, "jixiao batch --shard" in done.stderr) == (3, True)
    assert not (folder / "whole").exists()


# ---- disks ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A disk that cannot be written to; only the superuser of Linux can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=1m,ro", "none", str(disk)]
    if not mount or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no such disk can be made here")
    yield disk
    subprocess.run([shutil.which("umount") or "umount", disk], check=True)


@pytest.mark.parametrize(
    "command",
    [
        ["extract", str(REFERENCE), "-o", "{}/form.json"],
        ["extract", str(REFERENCE), "-o", "{}/new/"],
        ["batch", "报 送", "-o", "{}/out"],
        ["review", "out", "-o", "{}/page"],
        ["report", "out", "-o", "{}/page.html"],
        ["export", "out", "--to", "xlsx", "-o", "{}/all.xlsx"],
        ["export", "out", "--to", "csv", "-o", "{}/tables"],
        ["sample", "out", "-o", "{}/plan.json"],
        ["golden", "write", "--samples", "报 送", "--golden", "{}/golden"],
        ["inspect", str(PDF), "--page", "1", "--image", "{}/page.png"],
    ],
    ids=lambda command: " ".join(command[:1]),
)
@pytest.mark.usefixtures("folder")
def test_a_disk_that_cannot_be_written_to_is_told_with_the_file_and_what_to_do(
    read_only: Path, command: list[str]
) -> None:
    done = run(*(word.format(read_only) for word in command))
    assert done.exit_code == (4 if command[0] == "batch" else 3)
    place = command[-1].format(read_only).rstrip("/")
    assert re.search(rf"(?:Cannot write )?{re.escape(place)}.*Read-only file system", done.stderr)
    assert re.search("make room", done.stderr)
    assert ".part" not in done.stderr


def test_a_file_of_several_that_cannot_be_written_is_counted_as_such(folder: Path) -> None:
    (folder / "json" / f"{REFERENCE.name}.json" / "in-the-way").mkdir(parents=True)
    done = run("extract", REFERENCE, PDF, "-o", "json/")
    assert done.exit_code == 3
    assert "wrote json/ (not written 1, to review 1)" in done.stderr


# ---- terminals ------------------------------------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("after", [0.0, 0.3])
@pytest.mark.parametrize(
    "command", [["batch", "many", "-o", "new"], ["review", "out", "-o", "new"]], ids=lambda c: c[0]
)
def test_ctrl_c_ends_all_processes_with_one_line(folder: Path, command: list[str], after: float) -> None:
    """A terminal sends it to all of them, those among them that have just begun."""
    (folder / "many").mkdir()
    for number in range(40):
        (folder / "many" / f"{number}.txt").write_text(f"{REFERENCE.read_text('utf-8')}{number}\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *command, "--jobs", "2", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        for _ in range(600):
            if (folder / "new").exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert b"Traceback" not in said
    assert process.returncode in (0, 130)  # The page of one document may have been done.
    if process.returncode:
        assert said.decode().startswith("Interrupted.")


@POSIX
@pytest.mark.parametrize("command", ["batch '报 送' -o new --json", "sample out -o -", "report out -o -"])
def test_a_reader_that_stops_early_is_no_failure_of_the_disk(folder: Path, command: str) -> None:
    for number in range(30):
        (folder / "报 送" / f"{number}.txt").write_text(f"第{number}号通知\n", encoding="utf-8")
    line = f'{sys.executable} -c "{MAIN}" {command} | head -c 1'
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, check=False, timeout=120)
    assert len(done.stdout) == 1
    assert b"annot" not in done.stderr
    assert b"Traceback" not in done.stderr


@POSIX
@pytest.mark.parametrize("encoding", ["gbk", "cp936", "gb18030", "ascii", "latin-1"])
@pytest.mark.parametrize("command", [["extract", "--summary"], ["inspect"]], ids=lambda command: command[0])
def test_no_encoding_of_a_terminal_ends_a_command(folder: Path, encoding: str, command: list[str]) -> None:
    """A Chinese console of Windows has GBK: no emoji, no rare ideograph, no `⏎`."""
    import pty  # noqa: PLC0415 - POSIX alone has it

    text = REFERENCE.read_text(encoding="utf-8").replace("湛江市信访局", "湛江⏎𠮷😀㭎信访局")
    (folder / "𠮷😀.txt").write_text(text, encoding="utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", MAIN, *command, "𠮷😀.txt"],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONIOENCODING": f"{encoding}:strict", "JIXIAO_LANG": "zh", "COLUMNS": "80"},
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # So a terminal of Linux says that nobody writes any more.
        pass
    finally:
        os.close(ours)
    assert process.wait(60) == 0
    assert b"Traceback" not in seen
    shown = seen.decode(encoding)
    assert ("湛江" in shown) == encoding.startswith(("gb", "cp936"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_narrow_terminal_shows_how_far_a_batch_is(
    lang: Language, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "60"}.items():
        monkeypatch.setenv(name, value)
    with show_progress("bar", 145, lang) as watch:
        for done in range(1, 128):
            watch(Progress(done, 145, "a.txt", Outcome("error" if done % 9 else "review")))
        watch("zhanjiang-2021-xinfangju.drawn-doubles.pdf")
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err)
    assert "127/145  " in shown
    assert say_line("status-error", lang) in shown


def test_the_command_that_is_shown_is_quoted_as_its_shell_wants() -> None:
    assert quote_path("报 送.pdf", windows=False) == "'报 送.pdf'"
    assert quote_path("报 送.pdf", windows=True) == '"报 送.pdf"'


def test_the_command_that_is_shown_gives_the_json_that_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-o.txt").write_bytes(REFERENCE.read_bytes())
    assert run("extract", "--summary", "--", "-o.txt").stdout.endswith("JSON      jixiao extract ./-o.txt\n")
    assert "JSON" not in run("extract", "--summary", "gone.txt").stdout


def test_a_port_that_is_taken_is_told_with_what_to_do(folder: Path) -> None:
    pytest.importorskip("uvicorn")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("review", "out", "-o", folder / "page", "--serve", "--port", str(port))
    assert done.exit_code == 3
    assert f"Port {port} cannot be used (" in done.stderr
    assert done.stderr.endswith("Choose another one with --port, or none.\n")


# ---- Windows --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "folder", "windows"),
    [
        ("E:\\", "E:\\", True),
        ("E:/", "E:/", True),
        ("E:\\报送\\", "E:\\报送", True),
        ("报送/", "报送", True),
        ("\\\\server\\share\\", "\\\\server\\share\\", True),
        ("报送//", "报送", False),
        ("/", "/", False),
        ("报送\\", "报送\\", False),
    ],
)
def test_the_root_of_a_stick_is_no_other_folder(given: str, folder: str, *, windows: bool) -> None:
    assert trim_folder(given, windows=windows) == folder


def test_a_file_that_another_program_holds_for_a_moment_is_moved_when_it_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, held = Path.replace, [True, True]

    def hold(path: Path, target: Path) -> Path:
        if held:
            held.pop()
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", hold)
    with open_output(tmp_path / "out"):
        write_file(tmp_path / "out", "json/a.json", b"{}")
    assert (tmp_path / "out" / "json" / "a.json").read_bytes() == b"{}"
    held.extend([True] * 100)
    with open_output(tmp_path / "out"), pytest.raises(PermissionError):
        write_file(tmp_path / "out", "json/a.json", b"new")
    assert (tmp_path / "out" / "json" / "a.json").read_bytes() == b"{}"
