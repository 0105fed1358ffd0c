"""Verdicts are kept line by line, merged in one order, and never applied where they no longer fit."""

import json
import multiprocessing
import os
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import extractor
from extractor.cli import program
from extractor.corrections import Reviewed, apply_verdicts, find_last, find_objection
from extractor.patterns import load_pattern, load_patterns
from extractor.places import document_id, find_value
from extractor.verdicts import (
    MOST_BYTES,
    Verdict,
    append_verdict,
    merge_verdicts,
    read_verdicts,
    write_verdicts,
)

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
EXTRACTION = extractor.extract(REFERENCE)
DOCUMENT = document_id(EXTRACTION.source.sha256, REFERENCE.name)
BASIC = "/funding/groups/0/items/0/amount"
TITLE = "2021年市级部门整体预算绩效目标表"
LEAF = "/indicators/0/children/0/children/0"


def verdict(pointer: str = BASIC, before: Any = Decimal("595.19"), said: str = "right", **more: Any) -> Verdict:
    fields = {
        "document": DOCUMENT,
        "name": "信访局.txt",
        "form": 0,
        "pointer": pointer,
        "before": before,
        "verdict": said,
        "reviewer": "李",
        "time": "2026-11-30T09:00:00Z",
        "program": "0.1.0",
        "pattern": "zhanjiang-2021",
        "pattern_version": "0123456789ab",
    }
    return Verdict.model_validate({**fields, **more})


def review(*verdicts: Verdict) -> Reviewed:
    return apply_verdicts(EXTRACTION, find_last(verdicts).get(DOCUMENT, {}))


# ---- a line ---------------------------------------------------------------------------------------------------------


def test_a_line_holds_a_verdict_with_exact_numbers() -> None:
    line = verdict(said="wrong", after=Decimal("72807.384975"), time="2026-11-30T17:00:00.250+08:00").to_line()
    assert line == (
        '{"schema_version": "1", '
        f'"document": "{DOCUMENT}", "name": "信访局.txt", "form": 0, "pointer": "{BASIC}", "before": 595.19, '
        '"after": 72807.384975, "verdict": "wrong", "reason": "", "reviewer": "李", '
        '"time": "2026-11-30T09:00:00.250000Z", "program": "0.1.0", "pattern": "zhanjiang-2021", '
        '"pattern_version": "0123456789ab"}'
    )
    assert Verdict.from_line(line).to_line() == line


def test_a_correction_to_a_blank_is_one_and_no_correction_is_none() -> None:
    blank, open_ = verdict(said="wrong", after=None), verdict(said="wrong")
    assert (blank.has_correction, open_.has_correction) == (True, False)
    assert [Verdict.from_line(each.to_line()).has_correction for each in (blank, open_)] == [True, False]


@pytest.mark.parametrize(
    "change",
    [
        {"document": "../../etc/passwd"},
        {"document": "3fa0.pdf"},
        {"form": -1},
        {"form": "0"},
        {"form": True},
        {"pointer": "tasks"},
        {"pointer": ""},
        {"verdict": "perfect"},
        {"reviewer": ""},
        {"reviewer": "李" * 201},
        {"time": "2026-11-30T09:00:00"},
        {"time": "yesterday"},
        {"time": 1764493200},
        {"time": "0001-01-01T00:00:00+14:00"},
        {"before": True},
        {"before": 0.1},
        {"before": Decimal("NaN")},
        {"before": Decimal("1e999999999")},
        {"before": 10**5000},
        {"before": ["595.19"]},
        {"after": Decimal(5)},
        {"verdict": "wrong", "after": Decimal("595.190")},
        {"schema_version": "2"},
        {"surprise": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_verdict_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        verdict(**change)


# ---- a file ---------------------------------------------------------------------------------------------------------


def test_a_file_grows_line_by_line_and_gives_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "new" / "verdicts.jsonl"
    written = [verdict(), verdict(said="doubtful"), verdict(said="undone")]
    for each in written:
        append_verdict(path, each)
    assert path.read_bytes() == write_verdicts(written)
    assert read_verdicts(path).verdicts == tuple(written)


def test_a_line_that_a_kill_cut_is_told_and_costs_no_other(tmp_path: Path) -> None:
    path, whole = tmp_path / "verdicts.jsonl", write_verdicts([verdict()])
    for end in range(1, len(whole) - 1):
        path.write_bytes(whole + whole[:end])
        append_verdict(path, verdict(said="doubtful"))
        found = read_verdicts(path)
        assert [each.verdict for each in found.verdicts] == ["right", "doubtful"]
        assert [damage.line for damage in found.damaged] == [2]
        assert path.read_bytes().startswith(whole + whole[:end])


def test_a_whole_line_without_its_line_feed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_bytes(write_verdicts([verdict()]).rstrip())
    append_verdict(path, verdict(said="doubtful"))
    assert [each.verdict for each in read_verdicts(path).verdicts] == ["right", "doubtful"]


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"[]",
        b"null",
        b'{"schema_version": "1"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"before": NaN}',
        b"1" * 10_000,
        b" " * MOST_BYTES + b"{}",
        b'{"a":"' + b"x" * (3 * MOST_BYTES) + b'"}',
    ],
    ids=lambda line: repr(line[:20]),
)
def test_a_damaged_line_is_told_with_its_number(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_bytes(write_verdicts([verdict()]) + line + b"\n" + write_verdicts([verdict(said="doubtful")]))
    found = read_verdicts(path)
    assert [each.verdict for each in found.verdicts] == ["right", "doubtful"]
    assert [(damage.path, damage.line) for damage in found.damaged] == [(str(path), 2)]
    assert found.damaged[0].reason


def test_an_editor_may_have_changed_line_ends_and_set_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + write_verdicts([verdict(), verdict()]).replace(b"\n", b"\r\n\r\n"))
    found = read_verdicts(path)
    assert (len(found.verdicts), found.damaged) == (2, ())


def _append_many(path: Path, reviewer: str) -> None:
    for number in range(25):
        append_verdict(path, verdict(reviewer=reviewer, reason=f"{number} {'长' * 1900}"))


def test_several_processes_may_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.jsonl"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_append_many, args=(path, name)) for name in "甲乙丙"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    found = read_verdicts(path)
    assert (len(found.verdicts), found.damaged) == (75, ())
    for name in "甲乙丙":
        reasons = [int(each.reason.split()[0]) for each in found.verdicts if each.reviewer == name]
        assert reasons == list(range(25))


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "verdicts.jsonl"
    append_verdict(path, verdict())
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        append_verdict(path, verdict(said="doubtful"))
    assert path.read_bytes() == before


# ---- several files --------------------------------------------------------------------------------------------------


def files(tmp_path: Path, *contents: Sequence[Verdict]) -> list[Path]:
    paths = [tmp_path / f"{number}.jsonl" for number in range(len(contents))]
    for path, verdicts in zip(paths, contents, strict=True):
        path.write_bytes(write_verdicts(verdicts))
    return paths


def test_files_merge_into_one_order_whatever_theirs_is(tmp_path: Path) -> None:
    first = [verdict(time="2026-11-30T09:00:00Z"), verdict(said="doubtful", time="2026-11-30T11:00:00Z")]
    second = [verdict(said="undone", time="2026-11-30T10:00:00Z"), verdict(reviewer="王", time="2026-11-30T10:00:00Z")]
    copy = [*first, verdict(said="wrong", time="2026-11-30T12:00:00Z")]
    paths = files(tmp_path, first, second, copy)
    merged = {merge_verdicts([read_verdicts(path) for path in order]).verdicts for order in permutations(paths)}
    assert len(merged) == 1
    (verdicts,) = merged
    assert [(each.reviewer, each.verdict) for each in verdicts] == [
        ("李", "right"),
        ("李", "undone"),
        ("王", "right"),
        ("李", "doubtful"),
        ("李", "wrong"),
    ]


def test_a_file_keeps_its_order_though_a_clock_was_set_back_or_stood_still(tmp_path: Path) -> None:
    back = [verdict(time="2026-11-30T12:00:00Z"), verdict(said="undone", time="2026-11-30T09:00:00Z")]
    still = [verdict(), verdict(said="undone"), verdict()]
    for written in (back, still):
        paths = files(tmp_path, written, written[:2])
        for order in permutations(paths):
            assert merge_verdicts([read_verdicts(path) for path in order]).verdicts == tuple(written)


# ---- what follows from them -----------------------------------------------------------------------------------------


def test_the_last_verdict_of_a_reviewer_counts_and_can_be_taken_back() -> None:
    assert review(verdict(), verdict(said="doubtful")).standings[0, BASIC].state == "doubtful"
    assert review(verdict(said="doubtful"), verdict(said="undone")).standings == {}
    assert review(verdict(said="undone"), verdict()).standings[0, BASIC].state == "right"


def test_a_correction_changes_the_record_and_keeps_the_original_beside_it() -> None:
    reviewed = review(verdict(said="wrong", after=Decimal("595.20")))
    correction = reviewed.corrections[0, BASIC]
    assert (correction.original, correction.corrected) == (Decimal("595.19"), Decimal("595.20"))
    assert find_value(reviewed.extraction.forms[0].record.model_dump(), BASIC) == Decimal("595.2")
    assert reviewed.original == EXTRACTION
    before, after = EXTRACTION.to_json(), reviewed.extraction.to_json()
    assert after == before.replace('"amount": 595.19', '"amount": 595.20', 1)


def test_a_corrected_indicator_is_understood_again() -> None:
    reviewed = review(verdict(f"{LEAF}/value", "10", "wrong", after="≥12个"))
    leaf = find_value(reviewed.extraction.forms[0].record.model_dump(), LEAF)
    assert (leaf["value"], leaf["target"]["operator"], leaf["target"]["number"]) == ("≥12个", "≥", 12)
    blank = review(verdict(f"{LEAF}/value", "10", "wrong", after=None))
    assert find_value(blank.extraction.forms[0].record.model_dump(), LEAF)["target"] is None


def test_a_wrong_value_without_a_correction_stays_as_it_is() -> None:
    reviewed = review(verdict(said="wrong"))
    assert (reviewed.standings[0, BASIC].state, reviewed.corrections) == ("wrong", {})
    assert reviewed.extraction is EXTRACTION


@pytest.mark.parametrize(
    ("other", "state"),
    [
        (verdict(said="wrong", after=Decimal("595.20"), reviewer="王"), "wrong"),
        (verdict(said="wrong", after=Decimal("595.21"), reviewer="王"), "disputed"),
        (verdict(said="wrong", reviewer="王"), "disputed"),
        (verdict(reviewer="王"), "disputed"),
        (verdict(said="doubtful", reviewer="王"), "disputed"),
        (verdict(said="undone", reviewer="王"), "wrong"),
    ],
)
def test_nothing_is_corrected_where_reviewers_disagree(other: Verdict, state: str) -> None:
    reviewed = review(verdict(said="wrong", after=Decimal("595.2")), other)
    assert reviewed.standings[0, BASIC].state == state
    assert bool(reviewed.corrections) == (state == "wrong")


@pytest.mark.parametrize(
    ("stale", "why"),
    [
        (verdict(before=Decimal("595.18")), "changed"),
        (verdict(before="595.19"), "changed"),
        (verdict(before=None), "changed"),
        (verdict(form=1), "unknown-form"),
        (verdict("/tasks/77/name", "x"), "unknown-field"),
        (verdict("/tasks/0", None), "unknown-field"),
        (verdict("/indicators/0/code", "output"), "unknown-field"),
        (verdict(said="wrong", after="595.20"), "no-amount"),
        (verdict("/header/staff_active", 23, "wrong", after=Decimal("23.5")), "no-count"),
        (verdict("/header/unit_name", "湛江市信访局", "wrong", after=""), "wrong-type"),
    ],
)
def test_a_verdict_that_does_not_fit_is_listed_and_not_applied(stale: Verdict, why: str) -> None:
    reviewed = review(stale)
    assert (reviewed.stale, reviewed.standings) == (((stale, why),), {})
    assert reviewed.extraction is EXTRACTION
    assert find_objection(stale, EXTRACTION) == why


def test_a_pattern_has_a_version_that_line_ends_do_not_change(tmp_path: Path) -> None:
    (pattern,) = [pattern for pattern in load_patterns() if pattern.name == "zhanjiang-2021"]
    data = Path(pattern.path).read_bytes()
    assert len(pattern.version) == 12
    versions = set()
    for content in (data, data.replace(b"\n", b"\r\n"), data + b"# more\n"):
        path = tmp_path / "zhanjiang-2021.toml"
        path.write_bytes(content)
        versions.add(load_pattern(path).version)
    assert len(versions) == 2


# ---- the commands ---------------------------------------------------------------------------------------------------


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    CliRunner().invoke(program, ["batch", str(REFERENCE), "-o", str(folder), "--jobs", "1", "--quiet"])
    return folder


def run(*words: object, lang: str = "en") -> tuple[int, list[str]]:
    done = CliRunner().invoke(program, ["verdicts", *map(str, words), "--lang", lang])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output.splitlines()


def test_merge_writes_one_file_and_tells_of_damage(tmp_path: Path) -> None:
    first, second = files(tmp_path, [verdict()], [verdict(reviewer="王")])
    target = tmp_path / "all.jsonl"
    code, lines = run("merge", first, second, "-o", target)
    assert (code, lines) == (0, [f"wrote {target}: 2 verdicts from 2 files, by 2 reviewers"])
    assert [json.loads(line)["reviewer"] for line in target.read_text("utf-8").splitlines()] == ["李", "王"]
    second.write_text('{"cut', encoding="utf-8")
    code, lines = run("merge", first, second, "-o", target)
    assert code == 1
    assert lines[1].startswith(f"{second}: line 1 is no verdict")


def test_list_counts_and_names_what_needs_a_person(out: Path) -> None:
    unknown = verdict(document="0" * 64 + ".pdf", name="别处.pdf")
    disputed = [verdict("/title", TITLE, "wrong", after="题"), verdict("/title", TITLE, reviewer="王")]
    stale = verdict("/year", 2020, said="doubtful")
    given = [verdict(said="wrong", after=Decimal(1)), verdict("/tasks/0/number", 1), *disputed, stale, unknown]
    (out / "verdicts.jsonl").write_bytes(write_verdicts(given))
    assert run("list", out) == (
        1,
        [
            "3 values reviewed: 1 right, 1 wrong (1 of them corrected), 0 doubtful, 1 disputed",
            '信访局.txt  form 1  /title  reviewers disagree: 李 should be "题"; 王 right',
            "信访局.txt  form 1  /year  李's verdict is not used: the value extracted now is another one",
            f"别处.pdf  form 1  {BASIC}  李's verdict is not used: no such document is among the results",
        ],
    )
    (out / "verdicts.jsonl").write_bytes(write_verdicts(given[:2]))
    assert run("list", out, lang="zh") == (
        0,
        ["已核对 2 个值：正确 1，错误 1（已更正 1），存疑 0，意见不一 0"],
    )


def test_list_says_what_is_not_there(out: Path, tmp_path: Path) -> None:
    code, (line,) = run("list", out)
    assert (code, "no file of verdicts" in line) == (3, True)
    (empty,) = files(tmp_path, [])
    (tmp_path / "none").mkdir()
    code, (line,) = run("list", tmp_path / "none", "--verdicts", empty)
    assert (code, "there are no results" in line) == (3, True)
