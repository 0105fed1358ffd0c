"""Forms whose records are known are read exactly, or something says that they are not.

The forms are generated, by a seed, and drawn by reportlab with a font that needs no file; `make accuracy` prints many
more, by all producers.
"""

import json
import sys
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractor.pipeline import extract_bytes
from tests.accuracy.cases import Case, plan
from tests.accuracy.judging import Judgement, find_differences, find_signs, judge
from tests.accuracy.looks import RULES, Rules
from tests.accuracy.printing import count_unprinted
from tests.accuracy.render_docx import render as render_docx
from tests.accuracy.render_reportlab import render as render_pdf
from tests.accuracy.report import say_difference, say_marks, say_tables
from tests.accuracy.running import Result
from tests.accuracy.sheets import write_text

SEED = 2024
COUNT = 40


def read(data: bytes, case: Case, printed: dict[str, Any] | None = None) -> Judgement:
    text = extract_bytes(write_text(case.sheet).encode(), "form.txt", lang="en")
    extraction = extract_bytes(data, case.name, lang="en")
    return judge(extraction, printed or case.make_record(), find_signs(text), left_open=printed is not None)


def describe(case: Case, judgement: Judgement) -> str:
    return f"{case.name} {judgement.signs} {say_difference(judgement.differences[:2])}"


@pytest.fixture(scope="module")
def results() -> list[Result]:
    cases = plan(SEED, {"reportlab": COUNT})
    texts = [read(write_text(case.sheet).encode(), case) for case in cases]
    pages = [
        read(render_pdf(case.sheet, case.look, embedded=False), case, case.make_printed_record(embedded=False))
        for case in cases
    ]
    return [Result(*each) for each in zip(cases, pages, texts, strict=True)]


def test_a_generated_form_gives_its_known_record_as_text(results: list[Result]) -> None:
    wrong = [describe(each.case, each.as_text) for each in results if each.as_text.verdict != "exact"]
    assert wrong == []
    assert not any(each.as_text.breaks for each in results)


def test_a_generated_form_gives_its_known_record_as_a_word_file(results: list[Result]) -> None:
    for result in results[::8]:
        judgement = read(render_docx(result.case.sheet, result.case.look), result.case)
        assert (judgement.verdict, judgement.breaks) == ("exact", False), describe(result.case, judgement)


def silent(results: list[Result], rules: Collection[Rules]) -> list[str]:
    wrong = [each for each in results if each.judgement.verdict == "silent" and each.case.rules in rules]
    return [describe(each.case, each.judgement) for each in wrong]


def test_no_generated_form_with_lines_is_misread_without_a_sign(results: list[Result]) -> None:
    assert silent(results, ["ruled", "shaded"]) == []


def test_no_generated_form_without_lines_is_misread_without_a_sign(results: list[Result]) -> None:
    assert silent(results, ["horizontal", "borderless"]) == []


def test_every_generated_form_with_lines_is_read_exactly(results: list[Result]) -> None:
    ruled = [each for each in results if each.case.rules == "ruled"]
    wrong = [each for each in ruled if each.judgement.verdict != "exact"]
    assert len(ruled) >= COUNT // 2
    assert [describe(each.case, each.judgement) for each in wrong] == []


def test_a_number_gives_the_same_form_each_time_and_another_number_another_one() -> None:
    first, again = (plan(SEED, {"reportlab": 3}) for _ in range(2))
    drawn = [render_pdf(case.sheet, case.look, embedded=False) for case in first]
    assert [render_pdf(case.sheet, case.look, embedded=False) for case in again] == drawn
    assert len({json.dumps(case.make_record(), default=str) for case in first}) == 3


def test_what_differs_from_the_known_record_is_found() -> None:
    (case,) = plan(SEED, {"reportlab": 1})
    data = write_text(case.sheet).encode()
    known = case.make_record()
    known["funding"]["groups"][0]["items"][0]["amount"] += Decimal("0.01")
    judgement = judge(extract_bytes(data, "form.txt", lang="en"), known, find_signs(extract_bytes(data, "form.txt")))
    assert judgement.verdict == "silent"
    assert [pointer for pointer, *_ in judgement.differences] == ["/funding/groups/0/items/0/amount"]


def test_a_file_that_lacks_text_of_its_form_is_told_and_not_counted() -> None:
    case, other = plan(SEED, {"reportlab": 2})
    data = render_pdf(case.sheet, case.look, embedded=False)
    assert count_unprinted(case.sheet, data) == 0
    (table, *rest), (box, *boxes) = case.sheet.tables, case.sheet.tables[0].boxes
    longer = replace(table, boxes=(replace(box, text=f"{box.text}龘龘"), *boxes))
    assert count_unprinted(replace(case.sheet, tables=(longer, *rest)), data) == 2
    wrong = Judgement("flagged", breaks=False, differences=(), signs=("page-end",))
    right = Judgement("exact", breaks=False, differences=(), signs=())
    told = [Result(case, wrong, right, lacking=2), Result(other, right, right)]
    assert "| **all** |  | 1 | 1 | 0 | 0 | 0 | 100.00 |" in say_tables(told, "en")
    assert f"not counted, 2 characters not printed: {case.name} (flagged)" in say_marks(told)


def test_the_report_counts_every_form_once(results: list[Result]) -> None:
    for lang in ("en", "zh"):
        rows = [line.split(" | ") for line in say_tables(results, lang).splitlines() if line.startswith("| reportlab")]
        assert len(rows) == len(RULES)
        assert sum(int(row[2]) for row in rows) == COUNT
        assert all(int(row[2]) == int(row[3]) + int(row[5]) + int(row[6]) for row in rows)
    assert f"{COUNT} of {COUNT}" in say_marks(results)


def test_rows_that_a_print_without_lines_leaves_open_stand_under_the_label_above_them_and_a_sign_says_so() -> None:
    case = Case(seed=1, number=405, producer="reportlab", rules="borderless")
    own, printed = case.make_record(), case.make_printed_record(embedded=False)
    assert printed is not None
    moved = list(find_differences(own, printed))
    assert {(pointer.split("/")[1], pointer.split("/")[3]) for pointer, *_ in moved} == {("indicators", "children")}
    assert count_leaves(own) == count_leaves(printed)
    judgement = read(render_pdf(case.sheet, case.look, embedded=False), case, printed)
    assert judgement.verdict == "exact"
    assert judgement.signs


def test_a_space_that_a_wrap_swallows_is_left_open_where_the_same_file_is_drawn_without_it() -> None:
    case = Case(seed=101, number=114, producer="reportlab", rules="ruled")
    printed = case.make_printed_record(embedded=False)
    assert printed is not None
    ((pointer, known, left_open),) = find_differences(case.make_record(), printed)
    assert pointer == "/tasks/0/content"
    assert known.replace("》 (", "》(") == left_open
    judgement = read(render_pdf(case.sheet, case.look, embedded=False), case, printed)
    assert (judgement.verdict, judgement.signs) == ("exact", ("wrap-space",))


def test_a_label_above_rows_that_a_print_leaves_open_has_as_many_of_them_as_may_be_its() -> None:
    case = Case(seed=1, number=177, producer="reportlab", rules="borderless")
    own, printed = case.make_record(), case.make_printed_record(embedded=False)
    assert printed is not None
    counts = [[len(level["children"]) for level in record["indicators"][1]["children"]] for record in (own, printed)]
    assert counts == [[3, 5, 5, 5], [3, 6, 7, 2]]
    judgement = read(render_pdf(case.sheet, case.look, embedded=False), case, printed)
    assert (judgement.verdict, bool(judgement.signs)) == ("exact", True)


def count_leaves(record: dict[str, Any]) -> int:
    return sum(len(second["children"]) for first in record["indicators"] for second in first["children"])


def test_a_reading_of_what_is_left_open_that_nothing_tells_of_is_silent() -> None:
    case = Case(seed=1, number=1, producer="reportlab", rules="ruled")
    extraction = extract_bytes(write_text(case.sheet).encode(), "form.txt", lang="en")
    assert judge(extraction, case.make_record(), find_signs(extraction), left_open=True).verdict == "silent"
