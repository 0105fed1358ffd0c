"""What was recognised in a picture and may be wrong is flagged, and what the form's own sums confirm is marked.

The pictures are left out here: cells of a typed form are given what a recognition would have said of them.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import extract, pipeline
from extractor.document import Cell, Document, Flaw, PageBox, Row, Source
from extractor.readers import read
from extractor.readers.snapping import Doubt, snap_labels
from extractor.record import Check, Form
from extractor.sums import Equation, is_near

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "shanghai-2023-jietu.chromium.pdf"
Change = Callable[[Cell], Cell]


def read_as_if_scanned(monkeypatch: pytest.MonkeyPatch, change: Change) -> Form:
    """Read the sample with its cells changed as a recognition might have them."""

    def read_changed(source: Source, form: str | None = None) -> Document:
        document = read(source, form)
        rows = [
            replace(row, cells=tuple(change(replace(cell, confidence=0.999)) for cell in row.cells))
            for row in document.rows
        ]
        counted = [replace(row, source=sum(len("".join(cell.raw.split())) for cell in row.cells)) for row in rows]
        return replace(document, rows=tuple(counted))

    monkeypatch.setattr(pipeline, "read", read_changed)
    extraction = extract(SAMPLE, lang="en")
    assert len(extraction.forms) == 1
    return extraction.forms[0]


def misread(old: str, new: str, sure: float = 0.999) -> Change:
    def change(cell: Cell) -> Cell:
        return replace(cell, raw=new, text=new, confidence=sure) if cell.text == old else cell

    return change


def failed(form: Form, code: str) -> list[Check]:
    return [check for check in form.checks if check.code == code and check.status == "fail"]


def test_a_form_that_was_recognised_surely_is_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    form = read_as_if_scanned(monkeypatch, lambda cell: cell)
    assert [check.code for check in form.checks if check.status == "fail"] == []


def test_amounts_in_sums_that_hold_are_confirmed_however_unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """2,400,000 + 80,500 = 2,480,500: a digit of these cannot be wrong by itself."""
    form = read_as_if_scanned(
        monkeypatch, lambda cell: replace(cell, confidence=0.4 if "80,500" in cell.text else 0.999)
    )
    amounts = {pointer: entry for pointer, entry in form.evidence.items() if pointer.endswith("/amount")}
    assert any(entry.confidence == 0.4 for entry in amounts.values())
    assert all(entry.confirmed for entry in amounts.values())
    assert failed(form, "recognition") == []
    assert "confirmed" not in form.evidence["/title"].model_dump()


def test_a_sum_that_one_digit_would_mend_is_told_and_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    form = read_as_if_scanned(monkeypatch, misread("80,500.00", "80,800.00", 0.97))
    amount = form.record.funding.groups[0].items[2]
    assert (amount.label, amount.amount) == ("其他资金", Decimal(80800))
    pointer = "/funding/groups/0/items/2/amount"
    (suspect,) = [check for check in failed(form, "recognition-sum") if check.pointers == [pointer]]
    assert "80800 was recognised, with 80500 it would hold" in suspect.message
    assert form.evidence[pointer].confirmed is None


@pytest.mark.parametrize(
    ("text", "sure", "flagged"),
    [("上海市示例区人民政府桥南街道办事处", 0.5, True), ("2023-01-01", 0.94, True), ("2023-01-01", 0.96, False)],
)
def test_what_is_less_sure_than_measured_marks_is_flagged_by_pointer(
    text: str, sure: float, flagged: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = read_as_if_scanned(monkeypatch, misread(text, text, sure))
    pointers = {pointer for check in failed(form, "recognition") for pointer in check.pointers}
    assert pointers == ({p for p, entry in form.evidence.items() if entry.raw == text} if flagged else set())


def test_a_percentage_that_begins_with_a_two_and_exceeds_100_may_be_a_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    form = read_as_if_scanned(monkeypatch, misread("≥85.00(%)", "285.00(%)"))
    checks = failed(form, "recognition-operator")
    assert checks
    for check in checks:
        assert "“285.00(%)” may be “≥85.00(%)”" in check.message
        assert form.evidence[check.pointers[0]].raw == "285.00(%)"


def test_a_label_that_was_put_right_is_told_with_what_stands_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def read_snapped(source: Source, form: str | None = None) -> Document:
        document = read(source, form)
        return replace(document, flaws=(*document.flaws, Flaw("label-snapped", page=1, detail="主管部冂 → 主管部门")))

    monkeypatch.setattr(pipeline, "read", read_snapped)
    form = extract(SAMPLE, lang="en").forms[0]
    assert ["主管部冂 → 主管部门" in check.message for check in failed(form, "label-snapped")] == [True]
    assert failed(form, "tracked-changes") == []


# ---- labels ---------------------------------------------------------------------------------------------------------

LABELS = frozenset({"基本支出", "项目支出", "预算执行率", "满意度指标", "质量指标", "数量指标"})


def row_of(raw: str, confidence: float | None = 0.9) -> Row:
    cell = Cell(raw, raw, (PageBox(1, (0, 0, 10, 10)),), 0, 10, confidence=confidence)
    return Row((cell,), 1, 1, len(raw))


def snap(raw: str, rivals: str, sure: float = 0.9, confidence: float | None = 0.9) -> tuple[str, str, bool, list[str]]:
    seen = [Doubt(rival.strip(), sure if rival.strip() else 0.999) for rival in rivals]
    (row,), flaws = snap_labels([row_of(raw, confidence)], {raw: seen}, LABELS)
    (cell,) = row.cells
    return cell.raw, cell.text, cell.repaired, [flaw.detail for flaw in flaws]


def test_a_label_read_nearly_right_is_taken_for_the_label_and_raw_stays() -> None:
    assert snap("其中:基本变出", "     支 ") == (
        "其中:基本变出",
        "其中:基本支出",
        True,
        ["其中:基本变出 → 其中:基本支出"],
    )


def test_a_speck_at_a_labels_end_is_no_part_of_it() -> None:
    assert snap("满意度指标一", "     二", sure=0.3)[1:3] == ("满意度指标", True)
    assert snap("满意度指标一", "     二", sure=0.9)[1:3] == ("满意度指标一", False)


@pytest.mark.parametrize(
    ("raw", "rivals", "confidence"),
    [
        ("预算完成率", "  宪  ", 0.9),  # Nearly 预算执行率, but nothing of that was seen.
        ("基本变出", "  支 ", None),  # It was typed so.
        ("质量指标", "数   ", 0.9),  # A label already.
        ("头量指标", "    ", 0.9),
    ],
)
def test_what_is_a_label_already_or_was_seen_surely_stays(raw: str, rivals: str, confidence: float | None) -> None:
    assert snap(raw, rivals, confidence=confidence) == (raw, raw, False, [])


# ---- sums -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "meant", "near"),
    [
        ("484.77", "434.77", True),
        ("484.77", "4847.7", True),
        ("484.77", "48.77", True),
        ("80500", "80800", True),
        ("0", "6", True),
        ("484.77", "435.77", False),
        ("484.77", "484.77", False),
        ("100", "253", False),
    ],
)
def test_amounts_are_near_where_a_digit_or_a_point_parts_them(amount: str, meant: str, near: bool) -> None:
    assert is_near(Decimal(amount), Decimal(meant)) is near


def test_a_sum_that_only_repeats_a_number_confirms_nothing() -> None:
    one, other, parts = {"/a": Decimal("1079.96")}, {"/b": Decimal("1079.96")}, {"/c": Decimal(595), "/d": Decimal(485)}
    assert not Equation(one, other).tells
    assert Equation({"/a": Decimal(1080)}, parts).tells
