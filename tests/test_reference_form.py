"""The reference form, read by hand: what every file of it must give, value by value.

The expectations are typed from the printed form (湛江市信访局 2021), never generated from the program's output.
"""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.record import Extraction, Form, Leaf, Level, Task, dump_json
from tests.office import CONVERTED, LEGACY, extract_sample

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TEXT = "zhanjiang-2021-xinfangju.txt"
LINES = "zhanjiang-2021-xinfangju.lines.txt"
OTHER_TEXT = "zhanjiang-2024-wenhua.txt"
FORMATS = (".txt", ".docx", ".pdf", ".html", ".csv", ".tsv", ".xlsx", ".xls", ".ods", *LEGACY)
HALVES = "zhanjiang-2021-xinfangju.drawn-halves.pdf"


def files_of(form: str) -> list[str]:
    return sorted(path.name for path in SAMPLES.glob(f"{form}.*") if path.suffix in FORMATS and path.name != LINES)


TWINS = files_of("zhanjiang-2021-xinfangju")
OTHER_TWINS = files_of("zhanjiang-2024-wenhua")


def extracted(name: str) -> Extraction:
    return extract_sample(name)


def form_of(name: str) -> Form:
    (form,) = extracted(name).forms
    return form


def record_json(name: str) -> str:
    return dump_json(json.loads(extracted(name).to_json(), parse_float=Decimal)["forms"][0]["record"])


def number(operator: str, value: int, unit: str | None) -> dict[str, Any]:
    return {
        "kind": "number",
        "operator": operator,
        "number": value,
        "number_high": None,
        "unit": unit,
        "date": None,
    }


def words() -> dict[str, Any]:
    return {"kind": "text", "operator": None, "number": None, "number_high": None, "unit": None, "date": None}


def day(iso: str) -> dict[str, Any]:
    return {"kind": "date", "operator": None, "number": None, "number_high": None, "unit": None, "date": iso}


def level(name: str, code: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "code": code, "children": list(children)}


def leaf(name: str, value: str, target: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "value": value, "target": target, "extra": {}}


INDICATORS = [
    level(
        "产出指标",
        "output",
        level(
            "数量指标",
            "quantity",
            leaf("政府采购预算个数", "10", number("=", 10, None)),
            leaf("会议次数", "3", number("=", 3, None)),
            leaf("培训次数", "3", number("=", 3, None)),
        ),
        level(
            "质量指标",
            "quality",
            leaf("信息日常维护率", "100%", number("=", 100, "%")),
            leaf("参加会议率", "100%", number("=", 100, "%")),
            leaf("参加培训率", "95%", number("=", 95, "%")),
            leaf("各项工作完成时间", "2021.12.31", day("2021-12-31")),
        ),
        level("成本指标", "cost", leaf("预算完成率", "100%", number("=", 100, "%"))),
    ),
    level(
        "效益指标",
        "benefit",
        level(
            "经济效益指标",
            "economic_benefit",
            leaf(
                "协调解决上访群众合理诉求，主动化解社会矛盾纠纷。",
                "确保社会和谐稳定，集中精力发展经济。",
                words(),
            ),
        ),
        level(
            "社会效益指标",
            "social_benefit",
            leaf(
                "统筹协调全市信访工作，化解社会矛盾纠纷。",
                "坚持以人民为中心，全力做好新时代信访保障工作，依法依规协调解决上访群众合理诉求，化解社会矛盾，"
                "为民解难，为党分忧，确保社会和谐稳定。",
                words(),
            ),
        ),
        {**level("生态效益指标", "ecological_benefit"), "blank": "无"},
        level(
            "可持续影响指标",
            "sustainability",
            leaf(
                "提升信访工作能力",
                "依法依规协调解决上访群众合理诉求，化解社会矛盾，为民解难，为党分忧，确保社会和谐稳定。",
                words(),
            ),
        ),
    ),
    level(
        "满意度指标",
        "satisfaction",
        level(
            "服务对象满意度指标",
            "service_recipient_satisfaction",
            leaf("服务对象满意度", "大于99%", number(">", 99, "%")),
            leaf("投诉率", "小于1%", number("<", 1, "%")),
        ),
    ),
]

TASKS = [
    # number, name, amount, how its content begins and ends, how its outcome begins and ends
    (
        1,
        "信访维稳工作",
        "270.26",
        ("一是坚持以人民为中心，充分发挥信访工作联席会议牵头抓总作用", "和确保群众生命安全和身体健康提供信访保障。"),
        ("坚持信访工作“三到位、一处理”工作原则，", "为民解难，为党分忧，确保社会和谐稳定。"),
    ),
    (
        2,
        "信访业务培训",
        "6.00",
        ("来访接待工作, 网信受理、办理、转交工作, 督查督办, ", "网信数据录入, 审核, 报送等信访业务工作培训。"),
        ("进一步增强基层信访力量, 加大信访基础业务培训力度, ", "助力推进市域社会治理现代化。"),
    ),
    (
        3,
        "信访信息系统运行维护维修",
        "29.36",
        ("正常维护信访事项办理群众满意度评价信息系统、", "微信公众号及手机APP系统, 租赁"),
        ("保障信访事项办理群众满意度评价信息系统、", "为信访工作提供稳定的信访业务办理平台。"),
    ),
    (
        4,
        "其他资本性支出 (购买办公设备、大型修缮、其他资本性支出)",
        "49.15",
        ("我局市人民来访接待大厅 (在市政府大门侧门), 比较陈旧, 还漏水, ", "(粤信函字〔2019〕78号)和省信访局"),
        ("1、满足信访工作需求, 提升疫情后时代的工作效率, ", "提升政府工作部门形象, 以提升信访工作质量。"),
    ),
    (
        5,
        "驻京信访工作组",
        "130.00",
        ("根据省信访工作联席会议办公室关于省驻京信访维稳工作组管理的工作要求, ", "负责组织各县 (市、区) 及公安、"),
        ("根据广东省信访工作联席会议办公室有关通知要求, ", "抽派人员组成工作组驻京开展工作。"),
    ),
]

ALWAYS_FOUND = {
    "level-missing": "时效指标",
    "leaf-misplaced": "各项工作完成时间",
    "repaired": "成本指标 | 预算完成率 | 100%",
}
"""The checks that must fail on every file of the form, and what each must name."""

MUST_PASS = (
    "title",
    "header-complete",
    "funding-complete",
    "sections-complete",
    "funding-unit",
    "funding-balance",
    "funding-total",
    "funding-parts",
    "tasks-sum",
    "task-numbers",
    "task-complete",
    "level-misplaced",
    "leaf-complete",
    "leaf-duplicate",
    "target-suspect",
    "template-residue",
    "unknown-label",
    "unreadable-value",
    "level-inferred",
    "row-unread",
    "residue",
    "unreadable-characters",
    "tracked-changes",
    "ledger",
)


def leaves_of(children: list[Level | Leaf]) -> list[Leaf]:
    found: list[Leaf] = []
    for child in children:
        found += leaves_of(child.children) if isinstance(child, Level) else [child]
    return found


def test_all_formats_of_the_reference_form_are_tested() -> None:
    assert {Path(name).suffix for name in TWINS} == set(FORMATS)
    assert len([name for name in TWINS if not name.endswith(CONVERTED)]) == 36
    assert len(TWINS) == 36 + len(LEGACY) - 1
    assert {Path(name).suffix for name in OTHER_TWINS} == set(FORMATS) - {".csv", ".tsv", ".xls", ".ods", *LEGACY}
    assert len(OTHER_TWINS) == 7


@pytest.mark.parametrize("name", TWINS)
def test_one_form_is_found_and_a_person_should_look_at_it(name: str) -> None:
    extraction = extracted(name)
    assert (extraction.schema_version, extraction.status, extraction.error) == ("1", "review", None)
    assert [form.pattern for form in extraction.forms] == ["zhanjiang-2021"]


@pytest.mark.parametrize("name", TWINS)
def test_the_title_says_the_year_and_stands_under_its_attachment_number(name: str) -> None:
    record = form_of(name).record
    assert record.title == "2021年市级部门整体预算绩效目标表"
    assert record.attachment == "附件1"
    assert record.year == 2021


@pytest.mark.parametrize("name", TWINS)
def test_the_head_names_the_unit_and_counts_its_staff(name: str) -> None:
    assert form_of(name).record.header.model_dump() == {
        "unit_name": "湛江市信访局",
        "department_name": "湛江市信访局",
        "staff_active": 23,
        "staff_retired": 9,
        "other": [],
    }


@pytest.mark.parametrize("name", TWINS)
def test_the_funding_is_broken_down_three_times(name: str) -> None:
    funding = form_of(name).record.funding
    assert funding.unit == "万元"
    printed = [
        (group.code, group.label, [(item.code, item.label, str(item.amount)) for item in group.items])
        for group in funding.groups
    ]
    assert printed == [
        (
            "by_expenditure_type",
            "按支出类型划分",
            [("basic", "基本支出", "595.19"), ("project", "项目支出", "484.77")],
        ),
        (
            "by_income_source",
            "按收入来源划分",
            [("fiscal_appropriation", "财政拨款", "1079.96"), ("other", "其他资金", "0")],
        ),
        (
            "by_budget_level",
            "按预算级次划分",
            [("own_level", "市本级使用资金", "1079.96"), ("transfer_to_lower", "拟转移支付市县资金", "0")],
        ),
    ]


@pytest.mark.parametrize("name", TWINS)
def test_the_three_breakdowns_and_the_tasks_add_up(name: str) -> None:
    record = form_of(name).record
    totals = [sum(item.amount or Decimal(0) for item in group.items) for group in record.funding.groups]
    assert totals == [Decimal("1079.96")] * 3
    assert sum(task.amount or Decimal(0) for task in record.tasks) == Decimal("484.77")


@pytest.mark.parametrize("name", TWINS)
def test_the_objective_is_whole_and_without_tags(name: str) -> None:
    (objective,) = form_of(name).record.objectives
    assert (objective.code, objective.label) == ("overall", "总体绩效目标")
    text = objective.text or ""
    assert text.startswith("2021年，我局总体绩效目标是：通过全面学习贯彻落实习近平新时代中国特色社会主义思想，")
    assert "二是以解决群众合理诉求为核心，全面贯彻落实习近平总书记“三到位一处理”工作要求，深入开展" in text
    assert text.endswith("化解社会矛盾，合理解决上访群众合理诉求，确保我市社会和谐稳定。")
    assert len(text) == 821
    assert not set("<>\n ") & set(text)


@pytest.mark.parametrize("name", TWINS)
def test_five_tasks_are_numbered_named_and_priced(name: str) -> None:
    tasks = form_of(name).record.tasks
    assert [(task.number, task.name, task.amount) for task in tasks] == [
        (number, task_name, Decimal(amount)) for number, task_name, amount, _, _ in TASKS
    ]


@pytest.mark.parametrize("name", TWINS)
def test_each_task_says_what_is_done_and_what_comes_of_it(name: str) -> None:
    for task, (_, _, _, content, outcome) in zip(form_of(name).record.tasks, TASKS, strict=True):
        text = task.content or ""
        assert text.startswith(content[0])
        assert content[1] in text
        assert (task.expected_outcome or "").startswith(outcome[0])
        assert (task.expected_outcome or "").endswith(outcome[1])


@pytest.mark.parametrize("name", TWINS)
def test_a_row_of_slashes_is_no_optional_task(name: str) -> None:
    assert form_of(name).record.other_tasks == list[Task]()


@pytest.mark.parametrize("name", TWINS)
def test_thirteen_indicators_stand_under_their_levels_with_value_and_target(name: str) -> None:
    record = form_of(name).record
    assert record.model_dump()["indicators"] == INDICATORS
    assert len(leaves_of(record.indicators)) == 13


@pytest.mark.parametrize("name", TWINS)
def test_each_contradiction_of_the_form_is_named(name: str) -> None:
    failed = {check.code: check for check in form_of(name).checks if check.status == "fail"}
    for code, text in ALWAYS_FOUND.items():
        assert text in failed[code].message
    # LibreOffice closes its rows at a page break, so that one of the joins over it could have been two rows.
    doubtful = {"page-cut"} if name == "zhanjiang-2021-xinfangju.libreoffice.pdf" else set()
    # That a sheet was put together from halves is told where other ways to read a file are.
    beside = {"tracked-changes"} if name == HALVES else set()
    assert set(failed) == set(ALWAYS_FOUND) | doubtful | beside


@pytest.mark.parametrize("name", TWINS)
def test_what_is_right_in_the_form_passes(name: str) -> None:
    passed = {check.code for check in form_of(name).checks if check.status == "pass"}
    assert set(MUST_PASS) - ({"tracked-changes"} if name == HALVES else set()) <= passed


@pytest.mark.parametrize("name", TWINS)
def test_the_misplaced_deadline_and_the_repaired_row_are_pointed_at(name: str) -> None:
    pointers = {check.code: check.pointers for check in form_of(name).checks if check.status == "fail"}
    assert pointers["leaf-misplaced"] == ["/indicators/0/children/1/children/3/name"]
    assert set(pointers["repaired"]) == {
        "/indicators/0/children/2/name",
        "/indicators/0/children/2/children/0/name",
        "/indicators/0/children/2/children/0/value",
    }


@pytest.mark.parametrize("name", TWINS)
def test_every_file_of_the_reference_form_gives_the_same_record_byte_for_byte(name: str) -> None:
    assert record_json(name) == record_json(TEXT)


@pytest.mark.parametrize("name", [name for name in OTHER_TWINS if not name.endswith(".pdf")])
def test_text_and_docx_of_the_other_form_give_the_same_record_byte_for_byte(name: str) -> None:
    assert record_json(name) == record_json(OTHER_TEXT)


@pytest.mark.parametrize("name", [name for name in OTHER_TWINS if name.endswith(".pdf")])
def test_a_pdf_of_the_other_form_gives_the_same_record_up_to_paragraph_breaks(name: str) -> None:
    assert record_json(name).replace("\\n", "") == record_json(OTHER_TEXT).replace("\\n", "")


def test_money_is_written_with_its_exact_digits() -> None:
    assert '"amount": 1079.96}' in record_json(TEXT)
    assert '"amount": 72307.384975}' in record_json(OTHER_TEXT)
    assert "00000" not in record_json(TEXT) + record_json(OTHER_TEXT)


def test_json_options_that_are_not_carried_out_are_refused() -> None:
    extraction = extracted(TEXT)
    assert extraction.model_dump_json() == extraction.to_json()
    with pytest.raises(TypeError, match="exclude"):
        extraction.model_dump_json(exclude={"forms"})


def test_a_form_copied_as_one_cell_a_line_gives_the_same_record_and_is_always_to_be_reviewed() -> None:
    assert record_json(LINES) == record_json("zhanjiang-2021-xinfangju.python-docx.docx")
    failed = {check.code: check.severity for check in form_of(LINES).checks if check.status == "fail"}
    assert failed["line-cells"] == "warning"
    assert extracted(LINES).status == "review"
