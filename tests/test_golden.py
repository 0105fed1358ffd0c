"""Goldens: every sample gives what was written down, and whatever is amiss is told as loudly as a difference."""

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from extractor import extract
from extractor.cli import program
from extractor.golden import check_goldens, compare, find_samples, make_golden, name_golden, say_comparison
from extractor.patterns import load_patterns
from tests.office import CONVERTED, explain_lack, extract_sample

ROOT = Path(__file__).resolve().parent.parent
SAMPLES, GOLDENS = ROOT / "samples", ROOT / "golden"
DOCUMENTS = SAMPLES / "documents"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(program, [str(argument) for argument in arguments], env={"JIXIAO_LANG": "en"})


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with one sample, and one with its golden."""
    samples, goldens = tmp_path / "forms", tmp_path / "expected"
    samples.mkdir()
    shutil.copy(REFERENCE, samples / "form.txt")
    assert run("golden", "write", "--samples", samples, "--golden", goldens).exit_code == 0
    return samples, goldens


def check(folders: tuple[Path, Path]) -> Result:
    return run("golden", "check", "--samples", folders[0], "--golden", folders[1])


def write(folders: tuple[Path, Path], *arguments: str) -> Result:
    return run("golden", "write", "--samples", folders[0], "--golden", folders[1], *arguments)


# ---- the project's own ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", [*find_samples(SAMPLES), *find_samples(DOCUMENTS)], ids=lambda path: path.name)
def test_a_sample_gives_its_golden(sample: Path) -> None:
    if sample.suffix in CONVERTED and explain_lack():
        pytest.skip(str(explain_lack()))
    golden = GOLDENS / sample.parent.relative_to(SAMPLES) / name_golden(sample)
    extraction = extract_sample(sample.relative_to(SAMPLES).as_posix())
    found, expected = make_golden(extraction), golden.read_text(encoding="utf-8")
    differences = list(compare(json.loads(expected, parse_float=Decimal), json.loads(found, parse_float=Decimal)))
    assert differences == []
    assert found == expected


def test_there_is_no_golden_without_a_sample() -> None:
    for samples, goldens in ((SAMPLES, GOLDENS), (DOCUMENTS, GOLDENS / "documents")):
        names = {name_golden(sample) for sample in find_samples(samples)}
        assert {path.name for path in goldens.iterdir() if path.is_file()} == names


def test_the_goldens_of_one_form_hold_the_same_record_but_for_paragraphs_in_a_pdf() -> None:
    records: dict[str, set[str]] = {}
    for sample in find_samples(SAMPLES):
        golden = json.loads((GOLDENS / name_golden(sample)).read_text(encoding="utf-8"), parse_float=Decimal)
        (form,) = golden["forms"]
        records.setdefault(sample.name.partition(".")[0], set()).add(str(form["record"]).replace("\\n", ""))
    assert {name: len(different) for name, different in records.items()} == dict.fromkeys(records, 1)


# ---- what a golden is -----------------------------------------------------------------------------------------------


def test_a_golden_does_not_change_with_the_language() -> None:
    assert make_golden(extract(REFERENCE, lang="zh")) == make_golden(extract(REFERENCE, lang="en"))


def test_a_golden_holds_the_record_what_did_not_pass_what_was_left_over_and_the_count() -> None:
    golden = json.loads(make_golden(extract(REFERENCE)))
    assert list(golden) == ["status", "error", "forms"]
    (form,) = golden["forms"]
    assert list(form) == ["pattern", "pages", "record", "checks", "residue", "ledger"]
    assert {check["status"] for check in form["checks"]} == {"fail"}
    assert list(form["checks"][0]) == ["code", "status", "severity", "pointers"]


def test_a_golden_keeps_exact_decimals() -> None:
    assert '"amount": 72307.384975' in make_golden(extract(SAMPLES / "zhanjiang-2024-wenhua.txt"))


def test_a_failure_has_a_golden_with_its_code(tmp_path: Path) -> None:
    golden = json.loads(make_golden(extract(tmp_path / "missing.pdf")))
    assert golden == {"status": "error", "error": "unreadable", "forms": []}


def test_samples_are_files_of_readable_formats_only(tmp_path: Path) -> None:
    for name in ("a.txt", "B.PDF", "c.docx", "README.md", "build.py", ".hidden.txt", "d.json"):
        (tmp_path / name).touch()
    (tmp_path / "folder.txt").mkdir()
    assert [path.name for path in find_samples(tmp_path)] == ["B.PDF", "a.txt", "c.docx"]


# ---- comparing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "found", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [("/a", "1", "2")]),
        ({"a": 1}, {}, [("/a", "1", None)]),
        ({}, {"a": None}, [("/a", None, "null")]),
        ({"a": [1, 2]}, {"a": [1]}, [("/a/1", "2", None)]),
        ({"a": Decimal("6.0")}, {"a": 6}, [("/a", "6.0", "6")]),
        ({"a": Decimal("6.0")}, {"a": Decimal("6.00")}, [("/a", "6.0", "6.00")]),
        ({"a": "1"}, {"a": 1}, [("/a", '"1"', "1")]),
        ({"a": True}, {"a": 1}, [("/a", "true", "1")]),
        ({"a": {}}, {"a": []}, [("/a", "{}", "[]")]),
        ({"a/b": {"c~": 1}}, {"a/b": {"c~": 2}}, [("/a~1b/c~0", "1", "2")]),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, [("", "a b", "b a")]),
        ("甲", "乙", [("", '"甲"', '"乙"')]),
    ],
)
def test_differences_are_told_by_field(
    expected: object, found: object, told: list[tuple[str, str | None, str | None]]
) -> None:
    assert [(d.pointer, d.expected, d.found) for d in compare(expected, found)] == told


# ---- check ----------------------------------------------------------------------------------------------------------


def test_a_check_without_a_difference_says_how_many_samples_there_were(folders: tuple[Path, Path]) -> None:
    done = check(folders)
    assert (done.exit_code, done.stdout) == (0, "samples: 1, with a problem: 0\n")


def test_a_difference_is_shown_by_its_field_with_both_values(folders: tuple[Path, Path]) -> None:
    golden = folders[1] / "form.txt.json"
    text = golden.read_text(encoding="utf-8")
    golden.write_text(text.replace('"staff_active": 23', '"staff_active": 24'), encoding="utf-8")
    done = check(folders)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "form.txt: differs from its golden, fields: 1",
        "  /forms/0/record/header/staff_active",
        "    expected  24",
        "    found     23",
        "samples: 1, with a problem: 1",
    ]


def test_of_long_texts_the_place_is_shown_where_they_begin_to_differ(folders: tuple[Path, Path]) -> None:
    golden = folders[1] / "form.txt.json"
    text = golden.read_text(encoding="utf-8")
    golden.write_text(text.replace("最多访一次", "只访一次"), encoding="utf-8")
    lines = check(folders).stdout.splitlines()
    assert any("只访一次" in line and "…" in line and len(line) < 120 for line in lines)


def test_a_golden_without_a_sample_fails(folders: tuple[Path, Path]) -> None:
    shutil.copy(folders[1] / "form.txt.json", folders[1] / "other.txt.json")
    done = check(folders)
    assert done.exit_code == 1
    assert "other.txt.json: has no sample" in done.stdout


def test_a_sample_without_a_golden_fails(folders: tuple[Path, Path]) -> None:
    shutil.copy(folders[0] / "form.txt", folders[0] / "other.txt")
    done = check(folders)
    assert done.exit_code == 1
    assert "other.txt: has no golden" in done.stdout


def test_a_document_that_no_pattern_claims_fails_unless_its_golden_says_so(folders: tuple[Path, Path]) -> None:
    (folders[0] / "letter.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    done = check(folders)
    assert done.exit_code == 1
    assert "letter.txt: no pattern claims this document" in done.stdout
    shutil.copy(folders[1] / "form.txt.json", folders[1] / "letter.txt.json")
    assert "letter.txt: no pattern claims this document" in check(folders).stdout
    golden = {"status": "no_form", "error": "no_form", "forms": []}
    (folders[1] / "letter.txt.json").write_text(json.dumps(golden), encoding="utf-8")
    assert check(folders).exit_code == 0


def test_a_golden_of_a_document_without_a_form_is_written_only_where_it_is_named(folders: tuple[Path, Path]) -> None:
    (folders[0] / "letter.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    assert write(folders).exit_code == 1
    assert not (folders[1] / "letter.txt.json").exists()
    assert write(folders, "letter.txt").exit_code == 0
    assert check(folders).exit_code == 0


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000])
def test_a_golden_that_is_no_json_fails(folders: tuple[Path, Path], text: str) -> None:
    (folders[1] / "form.txt.json").write_text(text, encoding="utf-8")
    done = check(folders)
    assert done.exit_code == 1
    assert "form.txt.json: is no valid JSON" in done.stdout


def test_a_folder_without_samples_fails(tmp_path: Path) -> None:
    (tmp_path / "README.md").touch()
    assert check((tmp_path, tmp_path / "none")).exit_code == 1


def test_a_verdict_without_a_difference_has_no_lines(folders: tuple[Path, Path]) -> None:
    (compared,) = check_goldens(*folders, load_patterns())
    assert compared.outcome == "same"
    assert list(say_comparison(compared, "zh")) == []


# ---- write ----------------------------------------------------------------------------------------------------------


def test_what_is_as_it_should_be_is_left_alone(folders: tuple[Path, Path]) -> None:
    before = (folders[1] / "form.txt.json").stat().st_mtime_ns
    done = write(folders)
    assert (done.exit_code, done.stdout) == (0, "")
    assert (folders[1] / "form.txt.json").stat().st_mtime_ns == before


def test_a_golden_that_differs_is_overwritten_only_by_force(folders: tuple[Path, Path]) -> None:
    golden = folders[1] / "form.txt.json"
    right = golden.read_text(encoding="utf-8")
    golden.write_text("{}\n", encoding="utf-8")
    refused = write(folders)
    assert refused.exit_code == 1
    assert f"{golden}: is there already and differs" in refused.stderr
    assert golden.read_text(encoding="utf-8") == "{}\n"
    assert write(folders, "--force").exit_code == 0
    assert golden.read_text(encoding="utf-8") == right
    assert list(folders[1].iterdir()) == [golden]


def test_only_the_samples_that_are_named_are_written(folders: tuple[Path, Path]) -> None:
    for name in ("b.txt", "c.txt"):
        shutil.copy(folders[0] / "form.txt", folders[0] / name)
    assert write(folders, "c.txt").exit_code == 0
    assert sorted(path.name for path in folders[1].iterdir()) == ["c.txt.json", "form.txt.json"]
    unknown = write(folders, "d.txt")
    assert unknown.exit_code == 2
    assert "d.txt" in unknown.stderr


def test_no_golden_is_written_for_a_document_that_no_pattern_claims(folders: tuple[Path, Path]) -> None:
    (folders[0] / "letter.txt").write_text("关于召开会议的通知\n", encoding="utf-8")
    done = write(folders)
    assert done.exit_code == 1
    assert "letter.txt: no pattern claims this document" in done.stderr
    assert not (folders[1] / "letter.txt.json").exists()
