"""What needs a person first comes first, and every reason is one that a person can check."""

from decimal import Decimal
from pathlib import Path

import pytest

import extractor
from extractor.places import walk_values
from extractor.record import Check, Extraction, Form, Residue
from extractor.review.documents import weigh_extraction
from extractor.review.fields import name_fields
from extractor.review.lines import Pointer, lay_lines
from extractor.review.risk import Reason, Usual, find_usual, measure, needs_look, weigh, weigh_document, weigh_fields

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
AMOUNT = "/funding/groups/0/items/0/amount"
NAMES = sorted(path.name for path in SAMPLES.glob("*.txt"))


def form_of(name: str) -> Form:
    (form,) = extractor.extract(SAMPLES / name).forms
    return form


@pytest.fixture(scope="module")
def clean() -> Form:
    """Give a form on which nothing is to be looked at."""
    return form_of("ezhou-2022-hubian.txt")


def change(form: Form, pointer: str, **update: object) -> Form:
    evidence = dict(form.evidence)
    evidence[pointer] = evidence[pointer].model_copy(update=update)
    return form.model_copy(update={"evidence": evidence})


def reasons(form: Form, pointer: str = AMOUNT, usual: dict[str, Usual] | None = None) -> list[str]:
    found = weigh_fields(form, name_fields(form), usual or {})
    return [reason.code for reason in found.get(pointer, ())]


def failed(severity: str, *pointers: str) -> Check:
    return Check.model_validate(
        {"code": "funding-balance", "status": "fail", "severity": severity, "message": "…", "pointers": list(pointers)}
    )


def extraction_of(form: Form, status: str = "ok") -> Extraction:
    whole = extractor.extract(SAMPLES / "ezhou-2022-hubian.txt")
    return whole.model_copy(update={"forms": [form], "status": status})


def test_a_form_on_which_nothing_strikes_has_no_reasons_and_no_risk(clean: Form) -> None:
    assert [pointer for pointer, why in weigh_fields(clean, name_fields(clean), {}).items() if needs_look(why)] == []


def test_both_numbers_of_a_contradiction_need_a_look_and_a_grave_one_weighs_more(clean: Form) -> None:
    other = "/year"
    grave = clean.model_copy(update={"checks": [failed("error", AMOUNT, other)]})
    slight = clean.model_copy(update={"checks": [failed("info", AMOUNT)]})
    assert reasons(grave) == reasons(grave, other) == ["check-error"]
    assert weigh([Reason("check-error")]) > weigh([Reason("check-warning")]) > weigh([Reason("check-info")])
    assert reasons(slight) == ["check-info"]
    assert needs_look([Reason("check-info")])


def test_a_check_on_a_part_of_the_form_is_shown_at_its_first_field(clean: Form) -> None:
    form = clean.model_copy(update={"checks": [failed("warning", "/indicators")]})
    first = next(value.pointer for value in walk_values(form) if value.pointer.startswith("/indicators/"))
    assert reasons(form, first) == ["check-warning"]


def test_a_check_that_passed_is_no_reason(clean: Form) -> None:
    passed = failed("error", AMOUNT).model_copy(update={"status": "pass"})
    assert reasons(clean.model_copy(update={"checks": [passed]})) == []


def test_what_was_repaired_carried_or_told_by_alignment_is_a_reason(clean: Form) -> None:
    assert reasons(change(clean, AMOUNT, how="repaired")) == ["repaired"]
    assert reasons(change(clean, AMOUNT, how="carried")) == ["carried"]
    assert reasons(change(clean, AMOUNT, structure="alignment")) == ["alignment"]
    assert not needs_look([Reason("carried")])
    assert not needs_look([Reason("alignment")])


def test_recognised_text_is_a_reason_where_the_recognition_is_not_sure_and_no_sum_holds_with_it(clean: Form) -> None:
    assert reasons(change(clean, AMOUNT, confidence=0.5)) == ["unsure"]
    assert reasons(change(clean, AMOUNT, confidence=0.9)) == ["half-sure"]
    assert reasons(change(clean, AMOUNT, confidence=0.99)) == []
    assert reasons(change(clean, AMOUNT, confidence=0.5, confirmed=True)) == []


def test_a_printed_value_that_could_not_be_understood_is_a_reason(clean: Form) -> None:
    record = clean.record.model_dump()
    record["funding"]["groups"][0]["items"][0]["amount"] = None
    unread = clean.model_copy(update={"record": type(clean.record).model_validate(record)})
    assert reasons(change(unread, AMOUNT, raw="968.191 8")) == ["unread"]
    assert reasons(change(unread, AMOUNT, raw=" ")) == []


@pytest.mark.parametrize(
    ("text", "code"), [("完成（≥**个）", "template"), ("XX项目", "template"), ("工\ufffd程", "garbled")]
)
def test_remains_of_a_template_and_meaningless_characters_are_reasons(clean: Form, text: str, code: str) -> None:
    record = clean.record.model_dump()
    record["objectives"][0]["text"] = text
    form = clean.model_copy(update={"record": type(clean.record).model_validate(record)})
    assert reasons(form, "/objectives/0/text") == [code]


def test_an_amount_far_from_those_of_other_documents_is_a_reason(clean: Form) -> None:
    name = name_fields(clean)[AMOUNT]
    amount = next(value.value for value in walk_values(clean) if value.pointer == AMOUNT)
    middle = measure(amount)
    assert middle is not None
    usual = {name: Usual(middle, 0.1)}
    far = {name: Usual(middle + 4, 0.1)}
    assert reasons(clean, usual=usual) == []
    assert reasons(clean, usual=far) == ["outlier"]


def test_what_is_usual_takes_twenty_amounts_to_tell() -> None:
    amounts = [measure(Decimal(10) + k) or 0.0 for k in range(20)]
    assert find_usual({"few": amounts[:19]}) == {}
    (usual,) = find_usual({"enough": amounts}).values()
    assert 1.2 < usual.middle < 1.4
    assert measure(Decimal(0)) is None
    assert measure("12") is None


def test_a_document_read_in_part_comes_before_one_with_a_contradiction_before_one_with_a_note(clean: Form) -> None:
    def risk(form: Form, status: str) -> int:
        return weigh_extraction(extraction_of(form, status), {}).risk

    partial = risk(clean, "partial")
    grave = risk(clean.model_copy(update={"checks": [failed("error", AMOUNT)]}), "review")
    note = risk(clean.model_copy(update={"checks": [failed("info", AMOUNT)]}), "review")
    fine = risk(clean, "ok")
    assert partial > grave > note > fine


def test_a_reason_that_holds_for_all_fields_of_a_document_does_not_push_it_before_a_contradiction(clean: Form) -> None:
    aligned = clean
    for pointer in clean.evidence:
        aligned = change(aligned, pointer, structure="alignment")
    grave = clean.model_copy(update={"checks": [failed("error", AMOUNT)]})
    low, high = (weigh_extraction(extraction_of(form), {}).risk for form in (aligned, grave))
    assert low < high


def test_text_left_over_adds_to_the_risk_and_a_page_number_does_not(clean: Form) -> None:
    place = next(iter(clean.evidence.values())).sources
    fine = weigh_document(extraction_of(clean), [])
    text = clean.model_copy(update={"residue": [Residue(text="另附说明", sources=place)]})
    number = clean.model_copy(update={"residue": [Residue(text="- 3 -", sources=place)]})
    assert weigh_document(extraction_of(text), []) > fine
    assert weigh_document(extraction_of(number), []) == fine


def test_a_failed_check_that_points_nowhere_counts_for_the_document(clean: Form) -> None:
    form = clean.model_copy(update={"checks": [failed("warning")]})
    assert weigh_document(extraction_of(form), []) == weigh_document(extraction_of(clean), []) + 50


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_form_has_exactly_one_place_in_the_lines(name: str) -> None:
    for form in extractor.extract(SAMPLES / name).forms:
        shown = [piece.pointer for line in lay_lines(form) for piece in line.pieces if isinstance(piece, Pointer)]
        assert sorted(shown) == sorted(value.pointer for value in walk_values(form))


def test_the_same_field_has_the_same_name_in_every_form() -> None:
    one, other = (name_fields(form_of(f"zhanjiang-2021-xinfangju.{kind}.txt")) for kind in ("markdown", "lines"))
    assert one == other
    assert one[AMOUNT] == "amount 按支出类型划分 · 基本支出"
    assert one["/header/unit_name"] == "header-unit_name"
