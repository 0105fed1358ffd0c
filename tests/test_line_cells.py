"""A form of which every cell stands on a line of its own: what is read of it, and what is left to a person."""

from pathlib import Path

from extractor import extract_bytes
from extractor.record import Form

SAMPLE = (Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.lines.txt").read_text(encoding="utf-8")


def form_of(text: str) -> Form:
    extraction = extract_bytes(text.encode(), "form.txt")
    assert extraction.status == "review"
    return extraction.forms[0]


def failed(form: Form) -> set[str]:
    return {check.code for check in form.checks if check.status == "fail"}


def without(line: str) -> str:
    assert f"\n{line}\n" in SAMPLE
    return SAMPLE.replace(f"\n{line}\n", "\n", 1)


def test_such_a_form_is_never_ok() -> None:
    assert "line-cells" in failed(form_of(SAMPLE))


def test_indicators_that_lack_a_value_are_left_over_together_with_their_neighbours() -> None:
    form = form_of(without("95%"))
    assert {"row-unread", "residue", "line-cells"} <= failed(form)
    left = [piece.text for piece in form.residue]
    assert left == ["信息日常维护率", "100%", "参加会议率", "100%", "参加培训率", "各项工作完成时间", "2021.12.31"]


def test_a_task_without_an_amount_is_left_over_and_the_others_are_read() -> None:
    form = form_of(without("6.00"))
    assert [task.number for task in form.record.tasks] == [1, 3, 4, 5]
    assert {"row-unread", "residue"} <= failed(form)


def test_a_blank_amount_of_the_funding_takes_no_other_value() -> None:
    form = form_of(without("595.19"))
    assert form.record.funding.groups[0].items[0].amount is None
    assert {"funding-blank", "funding-balance"} <= failed(form)


def test_no_character_is_lost_on_the_way() -> None:
    for text in (SAMPLE, without("95%"), without("6.00")):
        ledger = form_of(text).ledger
        assert ledger.source == sum(map(len, text.split()))
        assert ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue
