"""A fully reviewed document becomes a sample; its golden holds what the reviewers corrected."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import extractor
from extractor.adopting import is_safe_name
from extractor.cli import program
from extractor.places import document_id, walk_values
from extractor.verdicts import Verdict, write_verdicts

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
FORM = "ezhou-2022-hubian.txt"
EXTRACTION = extractor.extract(SAMPLES / FORM)
DOCUMENT = document_id(EXTRACTION.source.sha256, FORM)
VALUES = list(walk_values(EXTRACTION.forms[0]))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with one document, its results, and empty folders of samples and goldens."""
    for name in ("in", "out", "samples", "golden"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / FORM).write_bytes((SAMPLES / FORM).read_bytes())
    place = f"json/{DOCUMENT[:2]}/{DOCUMENT}.json"
    (tmp_path / "out" / place).parent.mkdir(parents=True)
    (tmp_path / "out" / place).write_text(EXTRACTION.to_json(), encoding="utf-8")
    line = {"path": f"in/{FORM}", "sha256": DOCUMENT[:64], "status": EXTRACTION.status, "error": None, "json": place}
    (tmp_path / "out" / "manifest.jsonl").write_text(
        f"{json.dumps({**line, 'forms': 1, 'failed': {}, 'seconds': 0, 'duplicate_of': None})}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def review(folder: Path, **changes: dict[str, Any] | None) -> None:
    """Write a verdict on every value: right, but for changes by pointer; None leaves a value out."""
    verdicts = []
    for value in VALUES:
        change = changes.get(value.pointer, {})
        if change is None:
            continue
        fields: dict[str, Any] = {
            "document": DOCUMENT,
            "name": FORM,
            "form": 0,
            "pointer": value.pointer,
            "before": value.value,
            "verdict": "right",
            "reviewer": "李",
            "time": "2026-11-30T09:00:00Z",
            "program": "0.1.0",
            "pattern": "ezhou-project",
            "pattern_version": "",
            **change,
        }
        verdicts.append(Verdict.model_validate(fields))
    (folder / "out" / "verdicts.jsonl").write_bytes(write_verdicts(verdicts))


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, ["golden", *words, "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_a_confirmed_document_becomes_a_sample_that_passes(folder: Path) -> None:
    review(folder)
    code, output = run("adopt", "out", FORM)
    assert (code, "Nothing was corrected" in output) == (0, True)
    assert (folder / "samples" / FORM).read_bytes() == (SAMPLES / FORM).read_bytes()
    golden = (SAMPLES.parent / "golden" / f"{FORM}.json").read_bytes()
    assert (folder / "golden" / f"{FORM}.json").read_bytes() == golden
    assert run("check")[0] == 0


def test_a_correction_makes_a_golden_that_the_program_fails(folder: Path) -> None:
    amount = next(value for value in VALUES if value.field_class == "amount")
    review(folder, **{amount.pointer: {"verdict": "wrong", "after": Decimal("12.34")}})
    code, output = run("adopt", "out", DOCUMENT[:12], "--name", "hubian.txt")
    assert (code, "The golden holds 1 corrected value" in output) == (0, True)
    code, output = run("check")
    assert code == 1
    assert f"/forms/0/record{amount.pointer}" in output
    assert "12.34" in output


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (None, "1 value is not confirmed (open 1)"),
        ({"verdict": "wrong"}, "(wrong without a correction 1)"),
        ({"verdict": "doubtful"}, "(doubtful 1)"),
        ({"before": "another"}, "(open 1)"),
    ],
)
def test_a_document_with_a_value_that_nobody_confirmed_is_refused(folder: Path, change: Any, told: str) -> None:
    review(folder, **{"/title": change})
    code, output = run("adopt", "out", FORM)
    assert (code, told in output, "  form 1  /title  " in output) == (1, True, True)
    assert list((folder / "samples").iterdir()) == list((folder / "golden").iterdir()) == []


def test_nothing_that_is_there_is_overwritten_unasked(folder: Path) -> None:
    review(folder)
    (folder / "samples" / FORM).write_text("another form", encoding="utf-8")
    assert "there is another sample of this name" in run("adopt", "out", FORM)[1]
    (folder / "samples" / FORM).unlink()
    (folder / "golden" / f"{FORM}.json").write_text("{}", encoding="utf-8")
    code, output = run("adopt", "out", FORM)
    assert (code, "overwrite it with --force" in output) == (3, True)
    assert run("adopt", "out", FORM, "--force")[0] == 0
    assert run("adopt", "out", FORM)[0] == 0


def test_only_the_file_that_was_reviewed_is_taken(folder: Path) -> None:
    review(folder)
    path = folder / "in" / FORM
    path.write_bytes(path.read_bytes() + b"\n")
    code, output = run("adopt", "out", FORM)
    assert (code, "is not the one that was reviewed" in output) == (3, True)
    assert run("adopt", "out", FORM, "--source", str(SAMPLES / FORM))[0] == 0


@pytest.mark.parametrize("document", ["nothing.pdf", "0" * 12, DOCUMENT[:3]])
def test_a_document_that_is_not_there_is_told(folder: Path, document: str) -> None:
    review(folder)
    code, output = run("adopt", "out", document)
    assert (code, "no such document" in output) == (3, True)


def test_several_documents_of_one_name_are_told(folder: Path) -> None:
    review(folder)
    other = extractor.extract(SAMPLES / "hunan-2024-jidi.txt")
    name = f"{other.source.sha256}.txt.json"
    renamed = other.model_copy(update={"source": other.source.model_copy(update={"name": FORM})})
    (folder / "out" / name).write_text(renamed.to_json(), encoding="utf-8")
    line = json.loads((folder / "out" / "manifest.jsonl").read_text("utf-8"))
    line |= {"path": f"elsewhere/{FORM}", "sha256": other.source.sha256, "json": name}
    with (folder / "out" / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{json.dumps(line)}\n")
    code, output = run("adopt", "out", FORM)
    assert (code, "several documents fit" in output, f"elsewhere/{FORM}" in output) == (3, True, True)
    assert run("adopt", "out", f"in/{FORM}")[0] == 0


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/b.txt", "a\\b.txt", "con.txt", ".x", "-x.txt", "x.", "a\x00", "a" * 200]
)
def test_a_sample_has_a_name_that_every_system_can_hold(folder: Path, name: str) -> None:
    review(folder)
    assert not is_safe_name(name)
    assert is_safe_name("湛江 信访局（2021）.pdf")
    if "\x00" not in name and "/" not in name:
        code, output = run("adopt", "out", FORM, f"--name={name}")
        assert (code, "not every system can hold" in output) == (3, True)
