"""A form in traditional characters is read by the same pattern, and keeps the characters that it prints."""

from pathlib import Path

from extractor import extract_bytes
from extractor.record import Level, Record

SAMPLE = Path(__file__).parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt"
# What stands in the labels, the names of levels and the units.
TRADITIONAL = str.maketrans(
    "绩标预单称级总体财员数职离划类拨拟转场县务点实内资万满对经济态会环质时产设备续项业门间度响",
    "績標預單稱級總體財員數職離劃類撥擬轉場縣務點實內資萬滿對經濟態會環質時產設備續項業門間度響",
)


def record_of(data: bytes) -> Record:
    extraction = extract_bytes(data, "form.txt")
    assert extraction.error is None, extraction.error
    return extraction.forms[0].record


def codes_of(record: Record) -> list[str | None]:
    first = [level for level in record.indicators if isinstance(level, Level)]
    second = [child for level in first for child in level.children if isinstance(child, Level)]
    return [level.code for level in (*first, *second)]


def test_a_form_in_traditional_characters_is_read_from_big5_and_keeps_them() -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    simple = record_of(text.encode())
    data = text.translate(TRADITIONAL).encode("big5", "ignore")
    record = record_of(data)
    assert record.title == "2021年市級部門整體預算績效目標表"
    assert record.funding.unit == "萬元"
    assert [item.amount for group in record.funding.groups for item in group.items] == [
        item.amount for group in simple.funding.groups for item in group.items
    ]
    assert [group.code for group in record.funding.groups] == [group.code for group in simple.funding.groups]
    assert [(task.number, task.amount) for task in record.tasks] == [
        (task.number, task.amount) for task in simple.tasks
    ]
    assert codes_of(record) == codes_of(simple)
    assert record.header.staff_active == 23
