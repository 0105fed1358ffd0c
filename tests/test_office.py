"""Older office files: converted in a sealed run, compared with the original, and never at the cost of anything else."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from extractor import extract_bytes
from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers import converted, libreoffice, read, seal
from extractor.readers.sniff import sniff
from tests.damage import NEVER, SEED, cuts, flips, judge
from tests.office import SAMPLES, extract_sample, needs_office, needs_seal

DATA = Path(__file__).resolve().parent / "data" / "office"
DOC = SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.doc"
RTF = SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.rtf"
ODT = SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.odt"

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")


def refusal(data: bytes, name: str = "附件1.doc") -> ReadError:
    with pytest.raises(ReadError) as refused:
        read(Source(data, name))
    return refused.value


def error_of(data: bytes, name: str = "附件1.doc") -> tuple[str, str]:
    error = extract_bytes(data, name, lang="en").error
    assert error is not None
    return error.code, error.next_step


# ---- what is read ---------------------------------------------------------------------------------------------------


@needs_office
@pytest.mark.parametrize(("ending", "file_format"), [("doc", "doc"), ("wps", "doc"), ("rtf", "rtf")])
def test_a_converted_file_says_what_it_is_and_by_what_it_was_read(ending: str, file_format: str) -> None:
    source = extract_sample(f"zhanjiang-2021-xinfangju.libreoffice.{ending}").source
    assert source.format == file_format
    assert source.reader is not None
    assert source.reader.startswith("LibreOffice ")
    assert ", lxml " in source.reader


@needs_office
def test_a_conversion_that_holds_what_the_file_does_is_a_check_that_passes() -> None:
    extraction = extract_sample("shanghai-2023-jietu.libreoffice.doc")
    assert extraction.status == "ok"
    (check,) = [check for form in extraction.forms for check in form.checks if check.code == "converted"]
    assert check.status == "pass"
    assert "LibreOffice" in check.message


def test_a_file_read_by_itself_has_no_such_check() -> None:
    codes = {check.code for form in extract_sample(ODT.name).forms for check in form.checks}
    assert "converted" not in codes


def convert_to(text: str) -> Callable[..., bytes]:
    """Give a LibreOffice that makes a document of other words of every file."""

    def convert(*_arguments: object) -> bytes:
        original = (SAMPLES / "zhanjiang-2021-xinfangju.python-docx.docx").read_bytes()
        return original if not text else exchange(original, text)

    return convert


def exchange(data: bytes, text: str) -> bytes:
    from io import BytesIO  # noqa: PLC0415
    from zipfile import ZipFile  # noqa: PLC0415

    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"595.19", text.encode()))
    return stream.getvalue()


@pytest.mark.parametrize("path", [DOC, RTF], ids=lambda path: path.suffix)
def test_a_conversion_that_lost_or_changed_a_digit_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def flaws(text: str) -> tuple[Flaw, ...]:
        monkeypatch.setattr(converted, "convert", convert_to(text))
        document: Document = read(Source(path.read_bytes(), path.name))
        return document.flaws[1:]

    assert flaws("") == ()
    assert flaws("595.1") == (Flaw("conversion-lacks", lost=True, detail="9"),)
    assert flaws("596.19") == (
        Flaw("conversion-lacks", lost=True, detail="5"),
        Flaw("conversion-adds", lost=True, detail="6"),
    )
    assert extract_bytes(path.read_bytes(), path.name).status == "partial"


@needs_office
def test_notes_and_text_boxes_are_compared_and_a_date_computed_anew_is_told() -> None:
    date = rb"{\field{\*\fldinst DATE \\@ yyyy}{\fldrslt 1999}}"
    words = rb"{\rtf1\ansi\ansicpg936 \'ba\'cf\'bc\'c6 5{\footnote\pard note 1}\par " + date + rb"\par}"
    document = read(Source(words, "附件1.rtf"))
    assert "合计 5" in [cell.text for row in document.rows for cell in row.cells]
    codes = [flaw.code for flaw in document.flaws]
    assert codes == ["converted", "conversion-lacks", "conversion-adds"]
    assert set(document.flaws[1].detail) <= set("1999")


# ---- what is told without LibreOffice -------------------------------------------------------------------------------


def test_without_libreoffice_a_person_is_told_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    for platform, command in (("linux", "apt install"), ("win32", "winget install"), ("darwin", "brew install")):
        monkeypatch.setattr("extractor.readers.libreoffice.sys.platform", platform)
        code, step = error_of(DOC.read_bytes())
        assert code == "needs_office"
        assert command in step


def test_where_the_network_cannot_be_taken_away_nothing_is_opened_unless_the_user_insists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modes: list[bool] = []

    def run(*_arguments: object, sealed: bool) -> str:
        modes.append(sealed)
        return "no output"

    monkeypatch.setattr(libreoffice, "find_program", lambda: "/bin/true")
    monkeypatch.setattr(libreoffice, "_run", run)
    monkeypatch.setattr(seal, "explain_unsealed", lambda: "unshare: Operation not permitted")
    monkeypatch.delenv(libreoffice.INSIST, raising=False)
    code, step = error_of(DOC.read_bytes())
    assert (code, modes) == ("not_sealed", [])
    assert f"{libreoffice.INSIST}=1" in step
    monkeypatch.setenv(libreoffice.INSIST, "1")
    assert error_of(DOC.read_bytes())[0] == "conversion"
    monkeypatch.setattr(seal, "explain_unsealed", lambda: None)
    assert error_of(DOC.read_bytes())[0] == "conversion"
    assert modes == [False, True]


def test_a_file_that_is_too_large_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "MOST_BYTES", 1000)
    assert error_of(DOC.read_bytes())[0] == "limit"


def with_flags(flags: int) -> bytes:
    """Give the sample with other flags in the head of its main stream, which begins at the first sector."""
    data = bytearray(DOC.read_bytes())
    at = 512 * next(sector for sector in range(1, 200) if data[512 * sector :].startswith(b"\xec\xa5"))
    data[at + 10 : at + 12] = (int.from_bytes(data[at + 10 : at + 12], "little") | flags).to_bytes(2, "little")
    return bytes(data)


def test_a_word_file_with_a_password_is_not_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    assert refusal(with_flags(0x0100)).code == "needs_password"


def test_the_content_decides_and_not_the_name() -> None:
    assert [sniff(path.read_bytes(), "附件1.xls") for path in (DOC, RTF, ODT)] == ["doc", "rtf", "odt"]


def test_a_workbook_inside_of_a_document_does_not_make_it_one() -> None:
    data = DOC.read_bytes()
    name = "Workbook\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + len(name).to_bytes(2, "little")
    padding = bytes(-len(data) % 128)
    assert sniff(data + padding + entry.ljust(128, b"\0"), "附件1.xls") == "doc"


# ---- what a run may do ----------------------------------------------------------------------------------------------


@contextlib.contextmanager
def listen() -> Iterator[tuple[int, list[bytes]]]:
    """Give the port of a listener on 127.0.0.1, and what reaches it."""
    reached: list[bytes] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    caller, _ = listener.accept()
                    with caller:
                        caller.settimeout(5)
                        reached.append(caller.recv(100))

        threading.Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1], reached


def link_to(port: int, name: str) -> bytes:
    """Give a document with links to pictures, texts, styles and templates at a port of this machine."""
    data = (DATA / name).read_bytes()
    old, new = "127.0.0.1:65535", f"127.0.0.1:{port:05}"
    assert old.encode() in data
    return data.replace(old.encode(), new.encode()).replace(old.encode("utf-16-le"), new.encode("utf-16-le"))


@needs_office
def test_a_linked_picture_is_fetched_by_libreoffice_as_it_is_installed(tmp_path: Path) -> None:
    with listen() as (port, reached):
        (tmp_path / "form.doc").write_bytes(link_to(port, "linked.doc"))
        program = libreoffice.find_program()
        assert program is not None
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "out")]
        subprocess.run([*command, str(tmp_path / "form.doc")], check=True, capture_output=True, timeout=120)
    assert any(b"/image.png" in request for request in reached)


@needs_office
@pytest.mark.parametrize("mode", ["sealed", "insisted"])
@pytest.mark.parametrize("name", ["linked.doc", "linked.rtf"])
def test_nothing_reaches_the_network(name: str, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if mode == "insisted":
        monkeypatch.setattr(seal, "explain_unsealed", lambda: "for the test")
        monkeypatch.setenv(libreoffice.INSIST, "1")
    elif seal.explain_unsealed() is not None:
        pytest.skip(f"no seal: {seal.explain_unsealed()}")
    with listen() as (port, reached):
        document = read(Source(link_to(port, name), name))
        assert document.rows[0].cells[0].text == "附件1"
    assert reached == []


@needs_seal
def test_a_sealed_program_cannot_even_reach_this_machine() -> None:
    lines = "import socket\nsocket.create_connection(('127.0.0.1', {port}), 5)"
    with listen() as (port, reached):
        command = [sys.executable, "-c", lines.format(port=port)]
        for mode, ends_with in (("open", 0), ("sealed", 1)):
            ran = subprocess.run(
                seal.make_command(mode, command, seconds=20, memory=4 << 30),
                capture_output=True,
                check=False,
                timeout=30,
            )
            assert ran.returncode == ends_with, ran.stderr
        assert b"unreachable" in ran.stderr
    assert len(reached) == 1


@needs_linux
def test_a_network_that_is_left_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "if_nameindex", lambda: [(1, "lo"), (2, "eth0")])
    with pytest.raises(seal.UnsealedError, match="eth0"):
        seal._make_sure()  # noqa: SLF001 - a machine with a network is made up
    monkeypatch.setattr(socket, "if_nameindex", lambda: [(1, "lo")])
    with pytest.raises(seal.UnsealedError, match="can be reached"):
        seal._make_sure()  # noqa: SLF001 - idem


@pytest.fixture
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in LibreOffice's place that starts others, as LibreOffice does, and never ends."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n# {tmp_path}\n(sleep 600; :) &\nsh -c 'sleep 600; :' {tmp_path} &\nsleep 600\n")
    program.chmod(0o755)
    monkeypatch.setenv(libreoffice.PROGRAM, str(program))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def find_processes(folder: Path) -> list[psutil.Process]:
    """Find the processes that name a folder, or work in it, but for this one."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            named = [*process.cmdline(), process.cwd()]
            if process.pid != os.getpid() and any(str(folder) in word for word in named):
                found.append(process)
    return found


def wait_for(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@needs_linux
def test_a_run_without_end_is_ended_with_all_that_it_started(endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "SECONDS", 2)
    monkeypatch.setattr(tempfile, "tempdir", str(endless))
    beats: list[int] = []
    with pytest.raises(ReadError) as refused:
        libreoffice.convert(DOC.read_bytes(), "doc", lambda: beats.append(len(find_processes(endless))))
    assert (refused.value.code, refused.value.detail) == ("conversion", "2 s")
    assert max(beats) >= 3
    assert find_processes(endless) == []
    assert [path.name for path in endless.iterdir()] == ["soffice"]


def start_extract(folder: Path, path: Path, *, insisted: bool) -> "subprocess.Popen[bytes]":
    """Start an extraction in a process of its own, which can be kept from sealing."""
    lines = "import sys, extractor; from extractor.readers import seal\n"
    if insisted:
        lines += "seal.explain_unsealed = lambda: 'for the test'\n"
    lines += "extractor.extract(sys.argv[1])"
    environment = {**os.environ, "TMPDIR": str(folder), libreoffice.INSIST: "1"}
    return subprocess.Popen([sys.executable, "-c", lines, str(path)], env=environment)


@needs_linux
@pytest.mark.parametrize("insisted", [False, True])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_nothing_outlives_a_kill(endless: Path, number: signal.Signals, *, insisted: bool) -> None:
    process = start_extract(endless, DOC, insisted=insisted)
    assert wait_for(lambda: len(find_processes(endless)) >= 4)
    process.send_signal(number)
    process.wait(120)
    assert wait_for(lambda: find_processes(endless) == []), find_processes(endless)


@needs_office
@needs_linux
def test_no_soffice_outlives_a_kill(tmp_path: Path) -> None:
    def find_soffice() -> list[psutil.Process]:
        return [process for process in find_processes(tmp_path) if "soffice.bin" in " ".join(process.cmdline())]

    process = start_extract(tmp_path, DOC, insisted=False)
    assert wait_for(lambda: bool(find_soffice()))
    process.kill()
    process.wait(120)
    assert wait_for(lambda: find_processes(tmp_path) == [])


@needs_linux
def test_a_worker_of_a_batch_is_ended_with_all_that_it_started(endless: Path) -> None:
    lines = "from extractor.cli import main; main()"
    command = [sys.executable, "-c", lines, "batch", str(DOC), "-o", str(endless / "out"), "--timeout", "3", "--quiet"]
    environment = {**os.environ, libreoffice.INSIST: "1"}
    subprocess.run(command, check=False, timeout=120, env=environment, capture_output=True)
    assert '"code": "timeout"' in (endless / "out" / "manifest.jsonl").read_text(encoding="utf-8")
    assert wait_for(lambda: find_processes(endless) == [])


# ---- damaged files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [DOC, RTF, ODT], ids=lambda path: path.suffix)
def test_a_file_that_breaks_off_is_told_before_it_is_converted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    outcomes = {judge(damage) for damage in cuts(path, range(5, 100, 5))}
    assert outcomes <= {"corrupt", "unsupported", "limit"}


@needs_office
@pytest.mark.parametrize("path", [DOC, RTF, ODT], ids=lambda path: path.suffix)
def test_a_file_with_a_changed_byte_has_a_typed_outcome(path: Path) -> None:
    outcomes = [(damage, judge(damage)) for damage in flips(path, 2, SEED)]
    assert [outcome for outcome in outcomes if outcome[1] in NEVER] == []
