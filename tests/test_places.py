"""Each printed value has one name among all results, and one class."""

from collections import Counter
from pathlib import Path

import pytest

import extractor
from extractor.places import NOTHING, classify, document_id, find_value, link_value, walk_values

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
RECORD = extractor.extract(REFERENCE).forms[0].record.model_dump()


def test_a_document_is_named_by_its_content_and_its_ending() -> None:
    assert document_id("3fa0", "2021/信访局.PDF") == "3fa0.pdf"
    assert document_id("3fa0", "信访局") == "3fa0"
    assert document_id("3fa0", "信访局.的副本") == "3fa0"


def test_a_link_leads_to_a_value_and_nowhere_else() -> None:
    link = link_value("3fa0.pdf", 0, "/funding/groups/0/items/0/amount")
    assert link == "#/3fa0.pdf/0/funding/groups/0/items/0/amount"
    assert link_value("a.pdf", 1, '/x/"><b>/%~1?#') == "#/a.pdf/1/x/%22%3E%3Cb%3E/%25~1%3F%23"


@pytest.mark.parametrize(
    ("pointer", "value", "field_class"),
    [
        ("/title", "2021年市级部门整体预算绩效目标表", "text"),
        ("/year", 2021, "count"),
        ("/header/unit_name", "湛江市信访局", "name"),
        ("/header/staff_active", 23, "count"),
        ("/funding/unit", "万元", "label"),
        ("/funding/groups/0/items/0/label", "基本支出", "label"),
        ("/tasks/0/number", 1, "count"),
        ("/tasks/0/name", "信访维稳工作", "name"),
        ("/indicators/0/name", "产出指标", "level"),
        ("/indicators/0/children/0/name", "数量指标", "level"),
        ("/indicators/0/children/0/children/0/name", "政府采购预算个数", "name"),
        ("/indicators/0/children/0/children/0/value", "10", "value"),
        ("/indicators/1/children/2/blank", "无", "mark"),
        ("/indicators/0/code", "output", None),
        ("/indicators/0/children/0/children/0/target/unit", None, None),
        ("/funding/groups/0/items/0/code", "basic", None),
        ("/tasks/9/name", NOTHING, None),
        ("/tasks/00/name", NOTHING, None),
        ("/tasks/-1/name", NOTHING, None),
        ("title", NOTHING, None),
        ("/nothing", NOTHING, None),
    ],
)
def test_a_pointer_leads_to_a_value_of_a_class(pointer: str, value: object, field_class: str | None) -> None:
    assert find_value(RECORD, pointer) == value
    assert classify(RECORD, pointer) == field_class


def test_lists_and_objects_are_no_values() -> None:
    assert [classify(RECORD, pointer) for pointer in ("", "/tasks", "/tasks/0", "/header")] == [None] * 4


def test_a_key_may_hold_what_pointers_are_made_of() -> None:
    assert find_value({"a/b": {"~": [7]}}, "/a~1b/~0/0") == 7


def test_every_value_with_evidence_has_a_class_in_every_sample() -> None:
    counts: Counter[str] = Counter()
    for sample in sorted(SAMPLES.glob("*.txt")):
        for form in extractor.extract(sample).forms:
            values = list(walk_values(form))
            assert [value.pointer for value in values] == list(form.evidence), sample
            counts.update(value.field_class for value in values)
    assert set(counts) == {"amount", "count", "date", "name", "text", "label", "level", "value", "extra", "mark"}
