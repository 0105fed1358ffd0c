"""The other forms of the family, read by hand: names and numbers that each sample must give, from each of its files.

The expectations are typed from the printed forms, never generated from the program's output.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import extract, extract_bytes
from extractor.checking import walk_leaves
from extractor.record import Extraction, Form, FundingGroup

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
REAL = ROOT / ".." / "shared" / "real"
FORMATS = (".txt", ".docx", ".pdf")


def files_of(*forms: str) -> list[str]:
    return sorted(path.name for form in forms for path in SAMPLES.glob(f"{form}.*") if path.suffix in FORMATS)


@cache
def extracted(name: str) -> Extraction:
    return extract(SAMPLES / name, lang="en")


def form_of(name: str) -> Form:
    (form,) = extracted(name).forms
    return form


def printed_header(form: Form) -> dict[str, Any]:
    return {key: value for key, value in form.record.header.model_dump().items() if key != "other"}


def amounts(form: Form) -> dict[str | None, dict[str, Any]]:
    def items(group: FundingGroup) -> dict[str, Any]:
        return {item.label: item.amount for item in group.items}

    return {group.code: items(group) for group in form.record.funding.groups}


def objectives(form: Form) -> list[tuple[str, str | None]]:
    return [(objective.code, objective.text) for objective in form.record.objectives]


def leaves(form: Form) -> list[tuple[str, str | None, str | None]]:
    """Give each indicator with the codes of its levels, such as `output/quantity`."""
    return [
        ("/".join(level.code or "?" for level in above), leaf.name, leaf.value)
        for _, above, leaf in walk_leaves(form.record)
    ]


def failed(form: Form) -> list[str]:
    return [check.code for check in form.checks if check.status == "fail"]


def is_whole(form: Form) -> bool:
    ledger = form.ledger
    return form.residue == [] and ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue


def read_text(text: str) -> Form:
    (form,) = extract_bytes(text.encode(), "form.txt", lang="en").forms
    return form


# ---- 上海 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", files_of("shanghai-2023-jietu"))
def test_a_shanghai_project_form_is_read_with_its_two_breakdowns_side_by_side(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.title, form.record.year) == (
        "shanghai-project",
        "财政项目支出绩效目标填报表",
        2023,
    )
    assert printed_header(form) == {
        "project_name": "示例路社区服务站运行",
        "project_nature": "经常性项目",
        "project_category": "特定目标类",
        "department_name": "上海市示例区人民政府桥南街道办事处",
        "implementing_unit": "上海市示例区桥南街道社区事务中心",
        "start_date": "2023-01-01",
        "end_date": "2023-12-31",
    }
    assert form.record.funding.unit == "元"
    assert amounts(form) == {
        "project_total": {"项目资金总额": 2480500, "财政资金": 2400000, "其他资金": 80500},
        "annual": {"年度资金申请总额": 2180500, "当年财政拨款": 2000000, "上年结转资金": 100000, "其他资金": 80500},
    }
    assert objectives(form) == [
        ("multi_year", "办好三处社区服务站，为居民提供就近的助餐、阅览和代办服务。"),
        ("annual", "全年服务居民不少于四万人次，完成助餐点改造。"),
    ]
    assert leaves(form) == [
        ("output/quantity", "助餐点改造数量", "=3.00(个)"),
        ("output/quantity", "服务居民人次", "≥40000.00(人次)"),
        ("output/quality", "改造验收合格率", "=100.00(%)"),
        ("output/timeliness", "改造完成时间", "2023年10月底前"),
        ("benefit/social_benefit", "居民代办事项办结率", "居民代办事项办结率不低于95%"),
        ("benefit/sustainability", "服务站长效管理机制", "健全"),
        ("satisfaction/service_recipient_satisfaction", "居民满意度", "≥85.00(%)"),
    ]
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


@pytest.mark.parametrize("name", files_of("shanghai-2026-tushuguan"))
def test_a_shanghai_form_of_2026_has_cost_at_the_first_level_and_its_objectives_beside_their_labels(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.title, form.record.year) == (
        "shanghai-project",
        "财政项目支出绩效目标申报表",
        2026,
    )
    assert (form.record.header.start_date, form.record.header.end_date) == ("2026-03-01", "2027-02-28")
    assert amounts(form) == {
        "project_total": {"项目资金总额": 1560000, "财政资金": 1500000, "其他资金": 60000},
        "annual": {"年度资金申请总额": 960000, "当年财政拨款": 920000, "上年结转资金": 0, "其他资金": 40000},
    }
    assert objectives(form) == [
        ("multi_year", "分两年建成面向少年儿童的数字阅读平台，馆藏资源可在线借阅。"),
        ("annual", "完成平台一期建设并上线试运行。"),
    ]
    assert leaves(form) == [
        ("cost/economic_cost", "平台建设成本", "≤96.00(万元)"),
        ("cost/social_cost", "施工扰民投诉", "≤2.00(次)"),
        ("cost/ecological_cost", "旧设备回收处置率", "=100.00(%)"),
        ("output/quantity", "数字资源上线数量", "≥5000.00(册)"),
        ("output/quality", "平台验收合格率", "=100.00(%)"),
        ("output/timeliness", "一期上线时间", "≤2026年12月31日"),
        ("benefit/social_benefit", "少儿注册读者增长率", "≥10.00(%)"),
        ("satisfaction/service_recipient_satisfaction", "读者满意度", "≥90.00(%)"),
    ]
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


def shanghai(funding: str, *, start: str = "2023-01-01", end: str = "2023-12-31") -> Form:
    return read_text(
        "财政项目支出绩效目标申报表\n（2023年度）\n"
        "| 项目名称 | 示例项目 | 项目性质 | 一次性项目 | 项目类别 | 其他类 |\n"
        "| 主管部门 | 示例局 | 实施单位 | 示例中心 |\n"
        f"| 计划开始日期 | {start} | 计划完成日期 | {end} |\n"
        f"{funding}"
        "| 项目绩效目标 | 项目总目标 | 建成。 | 年度总体目标 | 开工。 |\n"
        "|  | 一级指标 | 二级指标 | 三级指标 | 年度(/项目)指标值 |\n"
        "| 绩效指标 | 产出指标 | 成本指标 | 单位成本 | ≤3万元 |\n"
    )


FUNDING = (
    "| 项目资金（元） | 项目资金总额 | 300.00 | 年度资金申请总额 | 200.00 |\n"
    "|  | 其中：财政资金 | 300.00 | 其中：当年财政拨款 | 200.00 |\n"
)


def test_cost_may_stand_below_output_or_at_the_first_level() -> None:
    assert leaves(shanghai(FUNDING)) == [("output/cost", "单位成本", "≤3万元")]
    # The same word at level 1, where the form has it there:
    text = "财政项目支出绩效目标申报表\n（2024年度）\n| 项目名称 | 示例 |\n| 项目资金总额 | 3 | 项目总目标 | 建成 |\n"
    text += "| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 成本指标 | 经济成本指标 | 单位成本 | ≤3万元 |\n"
    assert leaves(read_text(text)) == [("cost/economic_cost", "单位成本", "≤3万元")]


def test_an_item_of_both_breakdowns_belongs_to_the_one_above_it_whichever_row_prints_it() -> None:
    one_each = "|  | 其他资金 | 0.00 | 上年结转资金 | 0.00 |\n|  |  |  | 其他资金 | 7.00 |\n"
    assert amounts(shanghai(FUNDING + one_each)) == {
        "project_total": {"项目资金总额": 300, "财政资金": 300, "其他资金": 0},
        "annual": {"年度资金申请总额": 200, "当年财政拨款": 200, "上年结转资金": 0, "其他资金": 7},
    }


def test_an_item_that_may_belong_to_either_breakdown_is_doubted() -> None:
    form = shanghai(FUNDING + "| 其他资金 | 0.00 |\n")
    assert "funding-place" in failed(form)


def test_parts_that_do_not_add_up_a_year_above_its_project_and_an_end_before_the_start_are_told() -> None:
    rest = "|  | 其他资金 | 0.00 | 其他资金 | 0.00 |\n|  |  |  | 上年结转资金 | 0.00 |\n"
    assert failed(shanghai(FUNDING + rest)) == []
    assert failed(shanghai(FUNDING.replace("财政资金 | 300.00", "财政资金 | 30.00") + rest)) == ["funding-total"]
    assert failed(shanghai(FUNDING.replace("200.00", "400.00") + rest)) == ["funding-annual"]
    assert failed(shanghai(FUNDING + rest, end="2022-12-31")) == ["dates-order"]


@pytest.mark.skipif(not REAL.is_dir(), reason="the published forms lie beside the checkout only where it is developed")
def test_a_published_shanghai_form_is_read_fully() -> None:
    extraction = extract(REAL / "putuo-2023-project.pdf")
    (form,) = extraction.forms
    assert (extraction.status, failed(form), is_whole(form)) == ("ok", [], True)
    assert form.record.header.project_name == "就业援助基地补贴"
    assert form.record.header.implementing_unit == "上海市普陀区人民政府万里街道办事处"
    assert amounts(form) == {
        "project_total": {"项目资金总额": 6351000, "财政资金": 6351000, "其他资金": 0},
        "annual": {"年度资金申请总额": 6351000, "当年财政拨款": 6351000, "上年结转资金": 0, "其他资金": 0},
    }
    assert objectives(form) == [("multi_year", "管理各类下拨费用，实报实销"), ("annual", "管理各类下拨费用，实报实销")]
    assert leaves(form) == [
        ("output/quantity", "补贴对象申请审核完成率", "=100.00(%)"),
        ("output/quality", "补贴对象审核达标率", "=100.00(%)"),
        ("benefit/social_benefit", "补贴对象生活改善度", "补贴对象生活改善度不低于80%"),
        ("satisfaction/service_recipient_satisfaction", "补贴对象满意度", "≥80.00(%)"),
    ]
