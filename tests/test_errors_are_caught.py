"""An error in a form is pointed at, or it is one that nothing in the form can tell."""

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests import mutations as planted
from tests.mutations import FORMATS, KINDS, LABEL_PLACES, UNDETECTED, Format, Language, Mutation, Result

DRAWN = 1
"""How many of a kind and place are drawn for Word files and PDFs; the report draws more and takes minutes."""
MONEY_CHECKS = {"funding-balance", "funding-parts", "tasks-sum", "unreadable-value"}


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return planted.judge_all(planted.plant(DRAWN))


def silent(results: list[Result], among: Callable[[Mutation], bool]) -> list[str]:
    return [planted.describe(each) for each in results if each.verdict == "silent" and among(each.mutation)]


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_form_without_errors_asks_for_review_because_of_what_its_own_page_breaks_did(file_format: Format) -> None:
    extraction = planted.read_base(file_format)
    failed = [check.code for form in extraction.forms for check in form.checks if check.status == "fail"]
    assert extraction.status == "review"
    assert sorted(failed) == ["leaf-misplaced", "level-missing", "repaired"]


def test_the_form_without_errors_says_the_same_in_every_format() -> None:
    text, *others = ([form.record for form in planted.read_base(each).forms] for each in FORMATS)
    assert others == [text, text]


def test_every_kind_of_error_is_planted_in_every_format(results: list[Result]) -> None:
    counts = Counter((each.mutation.kind, each.mutation.format) for each in results)
    assert {(kind, file_format) for kind in KINDS for file_format in FORMATS} == set(counts)
    assert len(results) > 1500


def test_the_same_errors_are_planted_each_time() -> None:
    assert planted.plant(DRAWN) == planted.plant(DRAWN)


def test_the_forms_own_sums_contradict_each_other_only_after_an_error() -> None:
    for file_format in FORMATS:
        form = planted.base(file_format)
        sites = planted.find_sites(form)
        assert not planted.sums_contradict(form, form)
        for site in sites["funding_amount"] + sites["task_amount"]:
            assert planted.sums_contradict(form.put((site, "9999.99")), form)


def test_no_error_crashes_the_program(results: list[Result]) -> None:
    assert [planted.describe(each) for each in results if each.verdict == "crashed"] == []


def test_every_ledger_adds_up(results: list[Result]) -> None:
    assert [planted.describe(each) for each in results if not each.balanced] == []


def test_no_wrong_amount_is_silent_where_the_forms_own_sums_can_tell(results: list[Result]) -> None:
    assert sum(each.mutation.told for each in results) > 100
    assert silent(results, lambda mutation: mutation.told) == []
    caught = [each for each in results if each.mutation.told and each.verdict == "caught"]
    assert [planted.describe(each) for each in caught if not MONEY_CHECKS.intersection(each.signs)] == []


def test_no_misspelt_label_is_silent(results: list[Result]) -> None:
    misspelt = ("label-changed", "label-dropped")
    places = set(LABEL_PLACES) - {"attachment"}
    assert silent(results, lambda mutation: mutation.kind in misspelt and mutation.place in places) == []


def test_no_deleted_row_of_the_funding_or_the_tasks_is_silent(results: list[Result]) -> None:
    places = ("funding", "tasks")
    assert silent(results, lambda mutation: mutation.kind == "row-deleted" and mutation.place in places) == []


def test_a_row_that_stands_beside_its_neighbours_columns_is_said_to_be_repaired(results: list[Result]) -> None:
    shifted = [each for each in results if each.mutation.kind == "row-left" and each.mutation.place == "indicators"]
    of_the_form = "成本指标 | 预算完成率"  # This one stands shifted in the form itself.
    unsaid = [planted.describe(each) for each in shifted if "repaired" not in each.signs]
    assert len(shifted) > 10
    assert [text for text in unsaid if of_the_form not in text] == []


def test_only_errors_that_are_known_to_be_undetectable_are_silent(results: list[Result]) -> None:
    assert silent(results, lambda mutation: (mutation.kind, mutation.place) not in UNDETECTED) == []


def test_no_kind_of_error_is_called_undetectable_that_is_always_caught(results: list[Result]) -> None:
    seen = {(each.mutation.kind, each.mutation.place) for each in results if each.verdict == "silent"}
    assert seen == set(UNDETECTED)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_counts_every_error_once_and_says_why_any_is_silent(results: list[Result], lang: Language) -> None:
    lines = planted.say_table(results, lang).split("\n\n")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    *counts, total = [list(map(int, row[2:8])) for row in rows]
    assert [sum(column) for column in zip(*counts, strict=True)] == total
    assert total[0] == sum(total[1:]) == len(results)
    assert [bool(row[8]) for row in rows[:-1]] == [count[4] > 0 for count in counts]
