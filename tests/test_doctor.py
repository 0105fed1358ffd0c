"""What the doctor says of a machine: what can be read, what is missing, and the command that adds it."""

import io
import json
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from extractor import doctor
from extractor.cli import program
from extractor.doctor import Finding, examine, find_extras
from extractor.document import Document, ReadError
from extractor.messages.doctor import GROUPS, SENTENCES, STATES, say_finding
from extractor.readers import libreoffice, seal
from extractor.readers.ocr_found import Recognition, find_recognition
from tests.office import needs_office, needs_seal


def find(code: str) -> Finding:
    (finding,) = [finding for finding in examine() if finding.code == code]
    return finding


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)


@needs_office
@needs_seal
def test_libreoffice_is_tried_out_and_named_with_its_version() -> None:
    finding = find("office")
    assert finding.state == "ok"
    assert finding.detail.startswith("LibreOffice ")


@pytest.mark.usefixtures("no_office")
def test_without_libreoffice_the_command_that_installs_it_is_told() -> None:
    finding = find("office")
    assert (finding.state, finding.command) == ("missing", libreoffice.say_install())


def test_where_the_network_cannot_be_taken_away_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(*_arguments: object) -> bytes:
        return (Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.python-docx.docx").read_bytes()

    monkeypatch.setattr(seal, "explain_unsealed", lambda: "not permitted")
    monkeypatch.setattr(doctor, "explain_unsealed", lambda: "not permitted")
    monkeypatch.setattr(libreoffice, "find_program", lambda: "/bin/true")
    monkeypatch.delenv(libreoffice.INSIST, raising=False)
    finding = find("office-unsealed")
    assert (finding.state, finding.detail) == ("limited", "not permitted")
    monkeypatch.setattr("extractor.readers.converted.convert", convert)
    finding = find("office-open")
    assert (finding.state, finding.detail) == ("limited", "not permitted")


def test_a_libreoffice_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> Document:
        raise ReadError("conversion", "no output")

    monkeypatch.setattr(doctor, "read", fail)
    assert find("office") == Finding("read", "office", "limited", "no output")


@pytest.mark.usefixtures("no_office")
def test_extras_are_those_of_the_programs_own_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "distributed" in find_extras()["cluster"]
    monkeypatch.setattr(
        metadata,
        "requires",
        lambda _: [
            "lxml>=5",
            "lxml>=5; extra == 'there'",
            'no-such-package[all]>=1 ; extra == "lacking"',
            "x; python_version < '3'",
        ],
    )
    assert find_extras() == {"there": ["lxml"], "lacking": ["no-such-package"]}
    assert find("there").state == "ok"
    missing = find("lacking")
    assert (missing.group, missing.state, missing.detail) == ("extras", "missing", "no-such-package")
    assert missing.command == 'pip install "jixiao[lacking]"'


@pytest.mark.usefixtures("no_office")
def test_text_recognition_is_told_as_the_readers_find_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find("ocr") == Finding("read", "ocr", "ok", find_recognition().version)
    monkeypatch.setattr(doctor, "find_recognition", lambda: Recognition(("onnxruntime", "rapidocr"), None, ""))
    command = 'pip install "jixiao[ocr]"'
    assert find("ocr") == Finding("read", "ocr", "missing", "onnxruntime, rapidocr", command)
    monkeypatch.setattr(doctor, "find_recognition", lambda: Recognition((), None, ""))
    assert find("ocr-models") == Finding("read", "ocr-models", "missing", "", command)


@pytest.mark.usefixtures("no_office")
def test_a_program_that_is_not_installed_has_no_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str) -> list[str]:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "requires", fail)
    assert find_extras() == {}


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(("encoding", "state"), [("utf-8", "ok"), ("gbk", "ok"), ("cp1252", "limited")])
def test_a_terminal_that_shows_no_chinese_is_told(encoding: str, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    finding = find("terminal")
    monkeypatch.undo()
    assert finding.state == state
    assert bool(finding.command) == (state == "limited")


@pytest.mark.usefixtures("no_office")
def test_the_exit_code_is_0_unless_nothing_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no such folder")

    done = CliRunner().invoke(program, ["doctor", "--json", "--lang", "en"])
    assert done.exit_code == 0
    findings = json.loads(done.stdout)["findings"]
    assert {"formats", "office", "ocr", "patterns", "fonts", "terminal"} <= {finding["code"] for finding in findings}
    monkeypatch.setattr(doctor, "load_patterns", fail)
    done = CliRunner().invoke(program, ["doctor", "--lang", "en"])
    assert done.exit_code == 3
    assert "no such folder" in done.stdout


@pytest.mark.usefixtures("no_office")
def test_people_read_lines_in_their_language() -> None:
    shown = {lang: CliRunner().invoke(program, ["doctor", "--lang", lang]).stdout for lang in ("zh", "en")}
    for lang, text in shown.items():
        assert all(heading[lang] in text for name, heading in GROUPS.items() if name != "extras")  # type: ignore[index]
        assert f"$ {libreoffice.say_install()}" in text


def test_there_is_a_sentence_for_each_state_in_both_languages() -> None:
    for code, sentences in SENTENCES.items():
        assert set(sentences["zh"]) == set(sentences["en"]) <= set(STATES), code
    assert say_finding("cluster", "missing", "en", detail="distributed") == "cluster: distributed not installed"
