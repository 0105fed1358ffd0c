"""Checks: each trips on a form with the one fault it is there for, and on nothing else.

The form is the reference form with its own three faults put right. A case edits its text; where a fault cannot be
printed in plain text, it makes a Word file or takes a sample.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from extractor import extract, extract_bytes, pipeline
from extractor.build import Built, build
from extractor.checks import REGISTRY
from extractor.hits import Match
from extractor.messages.language import Language
from extractor.patterns import load_pattern, shipped_folder
from extractor.readers import pdf_text
from extractor.record import Check, Extraction
from tests.accuracy.forms import make_form
from tests.accuracy.looks import make_look
from tests.accuracy.render_reportlab import render as render_pdf
from tests.accuracy.sheets import lay_out_form

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = (SAMPLES / "zhanjiang-2021-xinfangju.txt").read_text(encoding="utf-8")


def change(text: str, *edits: tuple[str, str]) -> str:
    """Replace each text by another; each must stand in the form exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


SOUND = change(
    REFERENCE,
    ("\t\t各项工作完成时间\t2021.12.31\t", "\t时效指标\t各项工作完成时间\t2021.12.31\t"),
    ("\n成本指标\t预算完成率\t100%\t\t", "\n\t成本指标\t预算完成率\t100%\t"),
)
"""The reference form without a fault: 时效指标 is printed, and the row of 成本指标 stands in its columns."""


OBJECTIVE = next(line for line in SOUND.split("\n") if line.startswith("总体绩效目标"))
CONTENT = SOUND.split("任务2: 信访业务培训\t")[1].split("\t")[0]


@dataclass(frozen=True)
class Case:
    """A fault put into the sound form, the check that must find it, and what the check must say and point at.

    `also` names the checks that the same fault trips besides: an amount that is gone breaks more than one rule.
    """

    code: str
    edits: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    pointers: tuple[str, ...]
    severity: str = "warning"
    also: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.code}-{'-'.join(self.names)}"


def case(codes: str, *edits: tuple[str, str], names: str, at: str, severity: str = "warning") -> Case:
    """Make a case: the check and those that trip besides, the edits, what the finding names, and its pointers."""
    code, *also = codes.split()
    return Case(code, edits, tuple(names.split()), tuple(at.split()), severity, frozenset(also))


ALL_AMOUNTS = " ".join(f"/tasks/{k}/amount" for k in range(5)) + " /funding/groups/0/items/1/amount"
ALL_NUMBERS = " ".join(f"/tasks/{k}/number" for k in range(5))

CASES = [
    case("title", ("2021年市级部门整体", "市级部门整体"), names="年度", at="/year"),
    case(
        "title",
        ("2021年市级部门整体", "2021年表级部门整体"),
        names="2021年表级部门整体预算绩效目标表 市级部门整体预算绩效目标表",
        at="/title",
    ),
    case(
        "header-complete",
        ("主管部门名称\t湛江市信访局", "主管部门名称\t"),
        names="主管部门名称",
        at="/header/department_name",
    ),
    case("header-complete", ("\t离退休人数\t9", "\t\t"), names="离退休人数", at="/header/staff_retired"),
    case("funding-complete", ("\t其他资金\t0", "\t\t"), names="其他资金", at="/funding/groups"),
    case("funding-complete", ("\t拟转移支付市县资金\t0", ""), names="拟转移支付市县资金", at="/funding/groups"),
    case(
        "funding-complete", ("\t按收入来源划分\t预算金额（万元）", "\t\t"), names="按收入来源划分", at="/funding/groups"
    ),
    case("sections-complete", (OBJECTIVE, ""), names="绩效目标", at="/objectives", severity="error"),
    case("sections-complete", (OBJECTIVE, "总体绩效目标\t"), names="绩效目标", at="/objectives", severity="error"),
    case(
        "funding-unit",
        ("类型划分\t预算金额（万元）", "类型划分\t预算金额"),
        ("来源划分\t预算金额（万元）", "来源划分\t预算金额"),
        ("级次划分\t预算金额（万元）", "级次划分\t预算金额"),
        ("拟投入的资金（万元）", "拟投入的资金"),
        names="金额单位",
        at="/funding/unit",
    ),
    case(
        "funding-unit",
        ("来源划分\t预算金额（万元）", "来源划分\t预算金额（元）"),
        names="预算金额（万元） 预算金额（元）",
        at="/funding/unit",
        severity="error",
    ),
    case(
        "funding-unit",
        ("拟投入的资金（万元）", "拟投入的资金（元）"),
        names="预算金额（万元） 拟投入的资金（元）",
        at="/funding/unit",
        severity="error",
    ),
    case(
        "funding-duplicate",
        ("\t拟转移支付市县资金\t0", "\t拟转移支付市县资金\t0\n\t拟转移支付市县资金\t0"),
        names="拟转移支付市县资金",
        at="/funding/groups/2/items/2",
    ),
    case(
        "funding-duplicate",
        ("\t按预算级次划分\t", "\t按预算级次划分\t预算金额（万元）\n\t按预算级次划分\t"),
        names="按预算级次划分",
        at="/funding/groups/3",
    ),
    case(
        "funding-duplicate",
        ("\t按预算级次划分\t预算金额（万元）\t\t\t\n", ""),
        ("\t拟转移支付市县资金\t0", "\t拟转移支付市县资金\t0\n\t按预算级次划分\t预算金额（万元）"),
        names="按预算级次划分 标题",
        at="/funding/groups/3",
    ),
    case(
        "funding-blank",
        ("\t其他资金\t0", "\t其他资金\t"),
        names="其他资金",
        at="/funding/groups/1/items/1/amount",
        severity="info",
    ),
    case(
        "objective-duplicate",
        (OBJECTIVE, f"{OBJECTIVE}\n{OBJECTIVE}"),
        names="总体绩效目标",
        at="/objectives/1",
    ),
    case(
        "funding-balance",
        ("595.19", "595.20"),
        names="按支出类型划分 1079.97 按收入来源划分 1079.96 0.01",
        at="/funding/groups/0 /funding/groups/1",
        severity="error",
    ),
    case(
        "funding-parts funding-balance",
        ("拟转移支付市县资金\t0", "拟转移支付市县资金\t2000"),
        names="拟转移支付市县资金 2000 1079.96",
        at="/funding/groups/2/items/1/amount /funding/groups/0",
        severity="error",
    ),
    case(
        "tasks-sum",
        ("270.26", "271.26"),
        names="485.77 484.77 多出 1",
        at=ALL_AMOUNTS,
    ),
    case(
        "tasks-sum",
        ("270.26", "269.26"),
        names="483.77 484.77 尚缺 1",
        at=ALL_AMOUNTS,
        severity="info",
    ),
    case("task-numbers", ("任务5", "任务6"), names="1、2、3、4、6", at=ALL_NUMBERS),
    case("task-numbers", ("任务5: ", ""), names="1、2、3、4、—", at=ALL_NUMBERS),
    case(
        "task-numbers",
        ("\t其他需完成的任务 (可选填)\t/\t/\t/", "其他需完成的任务\t任务6：应急演练\t演练两次\t0\t提高能力"),
        names="任务6 其他需完成的任务",
        at="/other_tasks/0/number",
    ),
    case(
        "task-suspect",
        (
            f"\t{CONTENT}\t",
            "\t6.00\t",
        ),
        names="内容 6.00 金额",
        at="/tasks/1/content",
    ),
    case(
        "task-suspect",
        (
            f"\t{CONTENT}\t",
            "\t任务2: 信访业务培训\t",
        ),
        names="内容 信访业务培训 名称",
        at="/tasks/1/content",
    ),
    case("task-complete tasks-sum", ("\t130.00\t", "\t\t"), names="任务5 金额", at="/tasks/4/amount"),
    case(
        "task-complete task-numbers",
        ("\t任务5: 驻京信访工作组\t", "\t\t"),
        names="任务5 名称",
        at="/tasks/4/name",
    ),
    case(
        "level-misplaced level-missing",
        ("\t社会效益指标\t", "\t质量指标\t"),
        names="质量指标 效益指标 产出指标 社会效益指标",
        at="/indicators/1/children/1/name",
    ),
    case("level-missing", ("\t社会效益指标\t", "\t\t"), names="社会效益指标", at="/indicators", severity="info"),
    case(
        "leaf-misplaced",
        ("会议次数\t3", "会议按时召开率\t95%"),
        names="会议按时召开率 数量指标 时效指标",
        at="/indicators/0/children/0/children/1/name",
        severity="info",
    ),
    case(
        "leaf-misplaced",
        ("参加培训率\t95%", "参加培训者满意度\t95%"),
        names="参加培训者满意度 质量指标 满意度指标",
        at="/indicators/0/children/1/children/2/name",
        severity="info",
    ),
    case(
        "leaf-complete",
        ("会议次数\t3", "会议次数\t"),
        names="会议次数 指标值",
        at="/indicators/0/children/0/children/1/value",
    ),
    case(
        "leaf-complete",
        ("\t\t会议次数\t3", "\t\t\t3"),
        names="3 名称",
        at="/indicators/0/children/0/children/1/name",
    ),
    case(
        "leaf-duplicate",
        ("\t\t培训次数", "\t\t会议次数"),
        names="会议次数",
        at="/indicators/0/children/0/children/2/name",
    ),
    case(
        "leaf-complete",
        ("\t\t会议次数\t3", "\t\t无\t3"),
        names="3 名称",
        at="/indicators/0/children/0/children/1/name",
    ),
    case(
        "leaf-without-level level-missing level-misplaced",
        ("产出指标\t数量指标\t政府", "\t\t政府"),
        names="政府采购预算个数",
        at="/indicators/0/name",
    ),
    case(
        "leaf-suspect",
        ("会议次数\t3", "会议次数\t会议次数"),
        names="会议次数 指标值",
        at="/indicators/0/children/0/children/1/name",
        severity="info",
    ),
    case(
        "leaf-suspect",
        ("会议次数\t3", "3\t3"),
        names="3 数值",
        at="/indicators/0/children/0/children/1/name",
    ),
    case(
        "leaf-suspect",
        ("\t数量指标\t政府采购预算个数\t", "\t数量指标\t数量指标\t"),
        names="数量指标 级别",
        at="/indicators/0/children/0/children/0/name",
    ),
    *(
        case(
            "target-suspect",
            ("2021.12.31", value),
            names=f"各项工作完成时间 {value} {why}",
            at="/indicators/0/children/2/children/0/value",
        )
        for value, why in (
            ("2021.21.31", "日期"),
            ("2021年2月30日", "日期"),
            ("20211.2.31", "日期"),
            ("2021.1231", "日期"),
            ("2201.12.31", "年份"),
            ("021.12.31", "年份"),
            ("3021年底前", "年份"),
        )
    ),
    *(
        case(
            "target-suspect",
            ("\t信息日常维护率\t100%", f"\t信息日常维护率\t{value}"),
            names=f"信息日常维护率 {value} {why}",
            at="/indicators/0/children/1/children/0/value",
            severity=severity,
        )
        for value, why, severity in (
            ("010%", "零", "warning"),
            ("不低于%", "数字", "warning"),
            ("3", "百分号", "info"),
        )
    ),
    case(
        "target-suspect",
        ("会议次数\t3", "会议次数\t95%"),
        names="会议次数 95% 百分比",
        at="/indicators/0/children/0/children/1/value",
        severity="info",
    ),
    case(
        "target-suspect",
        ("大于99%", "292%"),
        names="服务对象满意度 292% 100%",
        at="/indicators/2/children/0/children/0/value",
    ),
    case(
        "target-suspect",
        ("2021.12.31", "2020.12.31"),
        names="各项工作完成时间 2020.12.31 年份",
        at="/indicators/0/children/2/children/0/value",
    ),
    case(
        "template-residue",
        ("政府采购预算个数\t10", "政府采购预算个数\t≥**个"),
        names="≥**个",
        at="/indicators/0/children/0/children/0/value",
    ),
    case("template-residue", ("驻京信访工作组\t", "XX工作组\t"), names="XX工作组", at="/tasks/4/name"),
    *(
        case(
            "template-residue",
            ("会议次数\t3", f"{left}\t3"),
            names=left,
            at="/indicators/0/children/0/children/1/name",
        )
        for left in (
            "*会议次数",
            "会议次数……",
            "会议次数（填写全年次数）",
            "例：会议次数",
            "请填写会议次数",
            "会议次数☆",
        )
    ),
    case(
        "template-residue",
        ("会议次数\t3", "会议次数\t例如：3次"),
        names="例如：3次",
        at="/indicators/0/children/0/children/1/value",
    ),
    case(
        "template-residue",
        ("主管部门名称\t湛江市信访局", "主管部门名称\t××局"),
        names="××局",
        at="/header/department_name",
    ),
    case(
        "leaf-misplaced",
        ("会议次数\t3", "会议材料合格率\t95%"),
        names="会议材料合格率 数量指标 质量指标",
        at="/indicators/0/children/0/children/1/name",
        severity="info",
    ),
    case(
        "leaf-misplaced",
        ("会议次数\t3", "每次会议成本\t≤3万元"),
        names="每次会议成本 数量指标 成本指标",
        at="/indicators/0/children/0/children/1/name",
        severity="info",
    ),
    case(
        "unknown-label",
        ("主管部门名称\t", "归口处室\t预算科\n主管部门名称\t"),
        names="归口处室",
        at="/header/other/0/label",
    ),
    case(
        "unknown-label level-missing",
        ("\t时效指标\t各项", "\t文化指标\t各项"),
        names="文化指标",
        at="/indicators/0/children/2/name",
    ),
    case(
        "unknown-label funding-complete",
        ("其中：财政拨款", "其中：财政拨付"),
        names="财政拨付 财政拨款",
        at="/funding/groups/1/items/0/label",
    ),
    case(
        "unreadable-value funding-balance funding-parts",
        ("484.77", "484.77上下"),
        names="484.77上下",
        at="/funding/groups/0/items/1/amount",
        severity="error",
    ),
    case(
        "unreadable-value",
        ("在职人数\t23", "在职人数\t二十来个"),
        names="二十来个",
        at="/header/staff_active",
        severity="error",
    ),
    case(
        "repaired",
        ("\n\t成本指标\t预算完成率\t100%\t", "\n成本指标\t预算完成率\t100%\t\t"),
        names="成本指标 预算完成率 100%",
        at="/indicators/0/children/3/name /indicators/0/children/3/children/0/name"
        " /indicators/0/children/3/children/0/value",
    ),
    case(
        "repaired",
        ("\n\t任务3: 信访", "\n任务3: 信访"),
        names="任务3: 29.36",
        at="/tasks/2/number /tasks/2/name /tasks/2/content /tasks/2/amount /tasks/2/expected_outcome",
    ),
    case(
        "repaired",
        ("\n\t\t会议次数\t3", "\n\t会议次数\t3"),
        names="会议次数 3",
        at="/indicators/0/children/0/children/1/name /indicators/0/children/0/children/1/value",
    ),
    case(
        "residue",
        ("\t期望达到的目标（概述）", "\t期望达到的目标（概述）\t名称"),
        names="2 名称",
        at="",
    ),
    case(
        "amount-negative funding-balance funding-parts",
        ("其他资金\t0", "其他资金\t-1"),
        names="其他资金 -1",
        at="/funding/groups/1/items/1/amount",
        severity="error",
    ),
    case(
        "row-unread residue",
        ("\t其他需完成的任务", "\t只有\t一半\t的\t一行\t无处安放\n\t其他需完成的任务"),
        names="只有 一半 无处安放",
        at="",
        severity="error",
    ),
    case(
        "residue",
        ("主管部门名称\t", "本表一式三份，请于三月底前报送\n主管部门名称\t"),
        names="15 本表一式三份，请于三月底前报送",
        at="",
    ),
    case(
        "unreadable-characters",
        ("小于1%", "小于\ue0011%"),
        names="小于\ue0011%",
        at="/indicators/2/children/0/children/1/value",
        severity="error",
    ),
]
"""Faults that plain text can print."""


@cache
def extract_edited(edits: tuple[tuple[str, str], ...]) -> Extraction:
    return extract_bytes(change(SOUND, *edits).encode(), "form.txt")


def failed(extraction: Extraction) -> list[Check]:
    (form,) = extraction.forms
    return [check for check in form.checks if check.status == "fail"]


# ---- faults that plain text cannot print ----------------------------------------------------------------------------


def edit_word_file(*edits: tuple[str, str]) -> Extraction:
    """Extract the sample that python-docx made after its XML was edited."""
    path = SAMPLES / "zhanjiang-2021-xinfangju.python-docx.docx"
    buffer = io.BytesIO()
    with ZipFile(path) as package, ZipFile(buffer, "w", ZIP_DEFLATED) as edited:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                data = change(data.decode("utf-8"), *edits).encode("utf-8")
            edited.writestr(name, data)
    return extract_bytes(buffer.getvalue(), "form.docx")


def blank_first_level() -> Extraction:
    return edit_word_file((">效益指标<", "><"))


def track_a_change() -> Extraction:
    insertion = '<w:ins w:id="1" w:author="a" w:date="2021-01-01T00:00:00Z">'
    return edit_word_file(
        ("<w:t>预算完成率</w:t></w:r>", f"<w:t>预算</w:t></w:r>{insertion}<w:r><w:t>完成率</w:t></w:r></w:ins>")
    )


def cut_between_two_rows() -> Extraction:
    return extract(SAMPLES / "zhanjiang-2021-xinfangju.libreoffice.pdf")


def lower_an_amount() -> Extraction:
    read = pdf_text.TextReader.read

    def read_lower(reader: pdf_text.TextReader, **options: bool) -> pdf_text.TextLayer:
        layer = read(reader, **options)
        first = {run for run in layer.runs if 180 < run.x0 < 216 and 267 < run.base < 268}  # 595.19
        runs = [run._replace(base=run.base + run.size) if run in first else run for run in layer.runs]
        return replace(layer, runs=runs)

    with patch.object(pdf_text.TextReader, "read", read_lower):
        return extract(SAMPLES / "zhanjiang-2021-xinfangju.chromium-borderless.pdf")


def print_a_wrong_total(folder: Path) -> Extraction:
    shipped = (shipped_folder() / "zhanjiang-2021.toml").read_text(encoding="utf-8")
    items = 'items.other = ["其他资金"]'
    path = folder / "with-total.toml"
    path.write_text(change(shipped, (items, f'{items}\nitems.total = ["收入合计"]')), encoding="utf-8")
    text = change(SOUND, ("\t按预算级次划分\t预算金额（万元）", "\t按预算级次划分\t预算金额（万元）\t\t收入合计\t1080"))
    return extract_bytes(text.encode(), "form.txt", patterns=[load_pattern(path)])


def lose_a_character() -> Extraction:
    def build_badly(match: Match) -> Built:
        built = build(match)
        return replace(built, ledger=built.ledger.model_copy(update={"source": built.ledger.source + 1}))

    with patch.object(pipeline, "build", build_badly):
        return extract_bytes(SOUND.encode(), "form.txt")


def copy_cell_by_cell() -> Extraction:
    """Give the form as a PDF viewer copies it: each cell on a line of its own."""
    return extract(SAMPLES / "zhanjiang-2021-xinfangju.lines.txt")


def break_a_byte() -> Extraction:
    return extract_bytes(SOUND.encode().replace("小于1%".encode(), "小于".encode() + b"\xff1%"), "form.txt")


def draw_objective(make_text: Callable[[float], str]) -> Extraction:
    """Draw a form with an objective that is made for the room its lines have, in points; characters are 10 wide."""
    form = make_form(Random(1), "zhanjiang-2021")  # noqa: S311 - the same each time is what is wanted
    look = make_look(Random(1), "ruled")  # noqa: S311
    look = replace(look, page=(595, 842), margins=(50, 50, 50, 50), size=10, leading=1.4, padding=3, middle=False)
    look = replace(look, cuts_rows=False, keeps_space=False, foot="", running="")
    columns = lay_out_form(form, Random(1)).tables[0].columns  # noqa: S311
    text = make_text(495 * sum(columns[1:]) / sum(columns) - 6)
    sheet = lay_out_form(replace(form, objective=text), Random(1))  # noqa: S311
    return extract_bytes(render_pdf(sheet, look, embedded=False), "form.pdf")


def fill_a_page() -> Extraction:
    return draw_objective(
        lambda room: "推进各县工作落实" * (int(room // 10) * 52 // 8) + "推进各县工作落"[: int(room // 10) * 52 % 8]
    )


def wrap_between_brackets() -> Extraction:
    def make_text(room: float) -> str:
        text = "推进各县 (市、区) 工作，按照《关于落实"
        while stringWidth(f"{text}推》", "STSong-Light", 10) <= room:
            text += "推"
        return f"{text}》 (〔2021〕9号)。"

    return draw_objective(make_text)


def end_in_doubt() -> Extraction:
    rows = [line.split("\t") for line in SOUND.split("\n") if line]
    tables = "".join(f"<table><tr>{''.join(f'<td>{c}</td>' for c in row if c)}</tr></table>" for row in rows)
    return extract_bytes(f"<html><body>{tables}</body></html>".encode(), "form.html")


ELSEWHERE: dict[str, tuple[Callable[[], Extraction], str, str]] = {
    "level-inferred": (blank_first_level, "benefit", "warning"),
    "tracked-changes": (track_a_change, "1", "info"),
    "alignment": (lower_an_amount, "595.19", "warning"),
    "line-cells": (copy_cell_by_cell, "自成一行", "warning"),
    "page-cut": (cut_between_two_rows, "经济效益指标", "warning"),
    "page-end": (fill_a_page, "推进各县", "warning"),
    "form-end": (end_in_doubt, "会议次数", "warning"),
    "wrap-space": (wrap_between_brackets, "》 | (〔2021〕9号)", "warning"),
    "ledger": (lose_a_character, "3270", "error"),
    "unreadable-characters": (break_a_byte, "1", "error"),
}
"""What makes the file, what the check must say, and how grave it is."""


# ---- the specification ----------------------------------------------------------------------------------------------


def test_a_form_without_a_fault_passes_every_check() -> None:
    extraction = extract_bytes(SOUND.encode(), "form.txt")
    assert extraction.status == "ok"
    assert failed(extraction) == []
    assert [check.code for check in extraction.forms[0].checks if check.code in REGISTRY] == list(REGISTRY)


@pytest.mark.parametrize("trip", CASES, ids=str)
def test_a_fault_is_found_and_no_other_check_complains(trip: Case) -> None:
    extraction = extract_edited(trip.edits)
    assert extraction.status == "review"
    assert {check.code for check in failed(extraction)} == {trip.code} | trip.also


@pytest.mark.parametrize("trip", CASES, ids=str)
def test_a_finding_names_what_is_printed_and_says_how_grave_it_is(trip: Case) -> None:
    found = [check for check in failed(extract_edited(trip.edits)) if check.code == trip.code]
    assert any(all(name in check.message for name in trip.names) for check in found)
    assert {check.severity for check in found} == {trip.severity}


@pytest.mark.parametrize("trip", CASES, ids=str)
def test_a_finding_points_at_the_values_it_concerns(trip: Case) -> None:
    found = [check for check in failed(extract_edited(trip.edits)) if check.code == trip.code]
    assert trip.pointers in [tuple(check.pointers) for check in found]


@pytest.mark.parametrize("code", ELSEWHERE)
def test_a_fault_that_plain_text_cannot_print_is_found(code: str) -> None:
    make, names, severity = ELSEWHERE[code]
    extraction = make()
    found = [check for check in failed(extraction) if check.code == code]
    assert any(names in check.message for check in found)
    assert {check.severity for check in found} == {severity}
    assert extraction.status in ("review", "partial")


def test_a_printed_total_that_the_parts_do_not_add_up_to_is_found(tmp_path: Path) -> None:
    found = [check for check in failed(print_a_wrong_total(tmp_path)) if check.code == "funding-total"]
    assert [check.severity for check in found] == ["error"]
    assert all(name in found[0].message for name in ("按收入来源划分", "1079.96", "1080"))
    assert found[0].pointers == ["/funding/groups/1"]


OF_PROJECTS = {"dates-order", "funding-within", "funding-place", "generic-pattern", "many-projects", "period-unnamed"}
"""The checks of what only project forms print: tests/test_variants.py trips them."""

OF_SCANS = {"recognition", "recognition-sum", "recognition-operator", "label-snapped"}
"""Those of what was recognised: tests/test_doubt.py trips them."""

OF_LAYOUTS = {"columns-alike", "levels-lowered"}
"""Those of how provinces lay forms out: tests/test_printed_layouts.py trips them."""

OF_FLAT_TABLES = {"project-doubtful"}
"""Those of tables of many projects: tests/test_flat_tables.py trips them."""


def test_every_registered_check_has_a_case_that_trips_it() -> None:
    covered = (
        {trip.code for trip in CASES}
        | set(ELSEWHERE)
        | {"funding-total"}
        | OF_PROJECTS
        | OF_LAYOUTS
        | OF_FLAT_TABLES
        | OF_SCANS
    )
    assert covered == set(REGISTRY)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_finding_is_said_in_both_languages(language: Language) -> None:
    for trip in CASES:
        (form,) = extract_bytes(change(SOUND, *trip.edits).encode(), "form.txt", lang=language).forms
        assert all(check.message and "{" not in check.message for check in form.checks)


def test_a_contradiction_is_reported_and_not_corrected() -> None:
    extraction = extract_edited((("595.19", "595.20"),))
    item = extraction.forms[0].record.funding.groups[0].items[0]
    assert str(item.amount) == "595.2"


def test_a_note_below_the_form_is_no_indicator() -> None:
    text = change(SOUND, ("小于1%", "小于1%\n\n填表说明：本表一式三份。"))
    extraction = extract_bytes(text.encode(), "form.txt")
    sound = extract_bytes(SOUND.encode(), "form.txt")
    assert extraction.forms[0].record == sound.forms[0].record
    assert {check.code for check in failed(extraction)} <= {"residue"}


def test_a_blank_objective_takes_no_text_from_the_tasks() -> None:
    record = extract_edited(((OBJECTIVE, "总体绩效目标\t"),)).forms[0].record
    assert [(objective.code, objective.text) for objective in record.objectives] == [("overall", None)]
    assert [task.number for task in record.tasks] == [1, 2, 3, 4, 5]
