"""The other forms of the family, read by hand: names and numbers that each sample must give, from each of its files.

The expectations are typed from the printed forms, never generated from the program's output.
"""

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor import extract, extract_bytes
from extractor.checking import walk_leaves
from extractor.record import Extraction, Form, FundingGroup
from extractor.targets import parse_target_in_columns

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
    assert failed(shanghai(FUNDING.replace("200.00", "400.00") + rest)) == ["funding-within"]
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


# ---- 湖南, 武汉, 鄂州 ------------------------------------------------------------------------------------------------


def extras(form: Form) -> list[dict[str, str | None]]:
    return [leaf.extra for _, _, leaf in walk_leaves(form.record)]


def targets(form: Form) -> list[tuple[str | None, Any, str | None]]:
    found = [leaf.target for _, _, leaf in walk_leaves(form.record)]
    return [(target.operator, target.number, target.unit) for target in found if target is not None]


def other_pairs(form: Form) -> list[tuple[str, str | None]]:
    return [(pair.label, pair.value) for pair in form.record.header.other]


@pytest.mark.parametrize("name", files_of("hunan-2024-jidi"))
def test_a_hunan_form_has_a_person_and_their_telephone_in_one_cell_and_codes_before_names(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.attachment, form.record.year) == ("national-project", "附件3", 2024)
    assert printed_header(form) == {
        "project_name": "实训基地设备更新",
        "contact": "周示例",
        "phone": "0731-85550000",
        "department_name": "[610]示例省教育厅",
        "implementing_unit": "[610001]示例省示例职业学院",
    }
    assert form.record.funding.unit == "万元"
    assert str(amounts(form)) == str(
        {"annual": {"年度资金总额": Decimal("186.5"), "财政拨款": Decimal(180), "其他资金": Decimal("6.5")}}
    )
    assert objectives(form) == [("annual", "更新两个专业的实训设备，满足一千名学生的实训需要。")]
    assert leaves(form) == [
        ("output/quantity", "更新设备数量", ">=60台（套）"),
        ("output/quality", "设备验收合格率", "100%"),
        ("output/timeliness", "采购完成时间", "2024年9月底前"),
        ("output/cost", "单台设备均价", "<=3万元"),
        ("benefit/social_benefit", "受益学生人数（人）", ">=1000"),
        ("benefit/ecological_benefit", "废旧设备环保处置率", "100%"),
        ("satisfaction/service_recipient_satisfaction", "学生满意度", ">=90%"),
    ]
    notes = [extra.get("note") for extra in extras(form)]
    assert notes == ["分两批采购", None, None, None, None, "由回收企业出具凭证", None]
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


@pytest.mark.parametrize("name", files_of("hunan-2025-shuili"))
def test_indicators_of_several_years_and_of_one_stand_side_by_side(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.year) == ("national-project", 2025)
    assert amounts(form) == {
        "project_total": {"实施期资金总额": 900, "财政拨款": 800, "其他资金": 100},
        "annual": {"年度资金总额": 300, "财政拨款": 280, "其他资金": 20},
    }
    assert objectives(form) == [("multi_year", "三年改造十二处小型灌区。"), ("annual", "改造四处小型灌区。")]
    assert leaves(form) == [
        ("output/quantity", "改造灌区数量", "12处"),
        ("output/quality", "工程验收合格率", "100%"),
        ("benefit/social_benefit", "新增受益农户", "≥2400户"),
        ("satisfaction/service_recipient_satisfaction", "农户满意度", "≥90%"),
        ("output/quantity", "当年改造灌区数量", "4处"),
        ("output/quality", "当年工程验收合格率", "100%"),
        ("benefit/social_benefit", "当年新增受益农户", "≥800户"),
        ("satisfaction/service_recipient_satisfaction", "农户满意度", "≥88%"),
    ]
    assert [extra["period"] for extra in extras(form)] == ["长期目标"] * 4 + ["年度目标"] * 4
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


def test_indicators_of_several_years_and_of_one_stand_below_each_other() -> None:
    text = (SAMPLES / "hunan-2024-jidi.txt").read_text(encoding="utf-8")
    header = "| 绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 备注 |\n"
    assert header in text
    form = read_text(
        text.replace(header, header.replace("绩效指标 |", "年度绩效指标 |", 1))
        + header.replace("绩效指标 |", "长期绩效指标 |", 1)
        + "|  | 产出指标 | 数量指标 | 更新设备数量 | >=300台（套） |  |\n"
    )
    assert [extra["period"] for extra in extras(form)] == ["年度绩效指标"] * 7 + ["长期绩效指标"]
    assert leaves(form)[-1] == ("output/quantity", "更新设备数量", ">=300台（套）")
    assert (failed(form), is_whole(form)) == ([], True)


def test_blocks_of_indicators_whose_periods_are_not_printed_are_told() -> None:
    text = (SAMPLES / "hunan-2025-shuili.txt").read_text(encoding="utf-8")
    text = text.replace("| 总体目标 | 长期目标 | 年度目标 |", "| 总体目标 | 年度目标 |")
    text = text.replace("|  | 三年改造十二处小型灌区。 | 改造四处小型灌区。 |", "|  | 改造四处小型灌区。 |")
    form = read_text(text)
    assert failed(form) == ["period-unnamed"]
    assert all("period" not in extra for extra in extras(form))


@pytest.mark.parametrize(
    ("printed", "contact", "phone"),
    [
        ("周示例 0731-85550000", "周示例", "0731-85550000"),
        ("周示例，13800000000", "周示例", "13800000000"),
        ("周示例（85550000）", "周示例", "85550000"),
        ("85550000", None, "85550000"),
        ("周示例", "周示例", None),
        ("周示例 办公室3号", "周示例 办公室3号", None),
        ("", None, None),
    ],
)
def test_a_telephone_is_told_from_the_person_only_where_it_is_one(printed: str, contact: str, phone: str) -> None:
    text = (SAMPLES / "hunan-2024-jidi.txt").read_text(encoding="utf-8")
    header = read_text(text.replace("周示例 0731-85550000", printed)).record.header
    assert (header.contact, header.phone) == (contact, phone)


@pytest.mark.parametrize("name", files_of("wuhan-2023-shequ"))
def test_a_wuhan_form_has_ticked_boxes_texts_a_numbered_list_and_a_table_of_expenses(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.year, form.record.funding.unit) == ("wuhan-project", 2023, "万元")
    assert printed_header(form) == {
        "project_name": "老旧小区消防设施改造",
        "project_code": "42010623T000000099",
        "department_name": "示例区住房和城市更新局",
        "implementing_unit": "示例区物业服务中心",
        "contact": "钱示例",
        "phone": "027-85550000",
        "project_category": "□常年性项目 √延续性项目 □一次性项目",
    }
    assert other_pairs(form) == [
        ("项目申请理由", "辖区部分小区建成于上世纪九十年代，消防设施老化，存在安全隐患。"),
        ("项目主要内容", "为十二个小区更换消防管网、增设微型消防站，并组织消防演练。"),
        ("测算依据及说明", "十二个小区，每个20万元"),
        ("测算依据及说明", "二十二个，每个3万元"),
        ("测算依据及说明", "按合同价"),
    ]
    assert amounts(form) == {
        "project_total": {"项目总预算": 900},
        "annual": {"项目当年预算": 320},
        "by_income_source": {
            "合计": 320,
            "一般公共预算财政拨款收入": 300,
            "政府性基金预算财政拨款收入": None,
            "单位资金": 20,
        },
        "by_expense": {"合计": 320, "管网更换": 240, "微型消防站": 66, "演练及培训": 14},
    }
    assert objectives(form) == [("overall", "消除辖区老旧小区重大消防隐患。")]
    assert leaves(form) == [
        ("output/quantity", "改造小区数量", "12个"),
        ("output/quality", "工程验收合格率", "100%"),
        ("benefit/social_benefit", "消防设施完好率", "≥98%"),
        ("satisfaction/service_recipient_satisfaction", "居民满意度", "≥90%"),
    ]
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


def test_expenses_that_do_not_add_up_are_told() -> None:
    text = (SAMPLES / "wuhan-2023-shequ.txt").read_text(encoding="utf-8")
    assert failed(read_text(text.replace("| 微型消防站 | 66 |", "| 微型消防站 | 60 |"))) == ["funding-total"]


@pytest.mark.parametrize("name", files_of("ezhou-2022-hubian"))
def test_an_ezhou_form_names_its_indicators_under_another_heading(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.year) == ("ezhou-project", 2022)
    assert str(amounts(form)["annual"]["项目当年预算"]) == "130.4"
    assert objectives(form) == [("annual", "完成三处湖岸垃圾清理和警示牌更新。")]
    assert leaves(form) == [
        ("output/quantity", "清理湖岸长度", "≥18公里"),
        ("output/timeliness", "清理任务按时完成率", "100%"),
        ("benefit/ecological_benefit", "湖岸保洁率", "≥95%"),
        ("satisfaction/service_recipient_satisfaction", "沿湖居民满意度", "≥85%"),
    ]
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


# ---- self-evaluations -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", files_of("sichuan-2023-gongshui"))
def test_a_sichuan_self_evaluation_has_amounts_in_columns_and_operators_in_one(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.year, form.record.funding.unit) == ("sichuan-self-evaluation", 2023, "万元")
    assert str(amounts(form)) == str(
        {
            "initial_budget": {"年度资金总额": Decimal(80), "财政资金": Decimal(80), "其他资金": Decimal(0)},
            "annual_budget": {
                "年度资金总额": Decimal("95.6"),
                "财政资金": Decimal("90.6"),
                "其他资金": Decimal(5),
            },
            "executed": {"年度资金总额": Decimal("95.6"), "财政资金": Decimal("90.6"), "其他资金": Decimal(5)},
        }
    )
    assert other_pairs(form) == [("执行率", "100%")] * 3
    assert objectives(form) == [
        ("annual", "维修管网二十公里，保障三个镇的供水。"),
        ("actual", "维修管网二十一公里，三个镇供水正常。"),
    ]
    assert leaves(form) == [
        ("output/quantity", "维修管网长度", "20"),
        ("output/quality", "工程验收合格率", "100"),
        ("output/timeliness", "抢修响应时间", "4"),
        ("benefit/social_benefit", "受益人口", "1.2"),
        ("satisfaction/service_recipient_satisfaction", "用水户满意度", "90"),
    ]
    assert targets(form) == [
        ("≥", 20, "公里"),
        ("=", 100, "%"),
        ("≤", 4, "小时"),
        ("≥", Decimal("1.2"), "万人"),
        ("≥", 90, "%"),
    ]
    assert extras(form)[2] == {
        "nature": "≤",
        "unit": "小时",
        "actual": "5",
        "weight": "10",
        "score": "8",
        "reason": "雨季道路中断",
    }
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


@pytest.mark.parametrize("name", files_of("chongqing-2023-gongyuan"))
def test_a_chongqing_self_evaluation_has_two_levels(name: str) -> None:
    form = form_of(name)
    assert (form.pattern, form.record.year) == ("chongqing-self-evaluation", 2023)
    assert amounts(form) == {"annual_budget": {"全年预算数": 120}, "executed": {"全年执行数": Decimal("118.5")}}
    assert other_pairs(form) == [("执行率", "98.75%")]
    assert objectives(form) == [
        ("annual", "五个公园全年免费开放，设施完好。"),
        ("actual", "五个公园全年免费开放三百六十五天，设施维护及时。"),
    ]
    assert leaves(form) == [
        ("output", "开放公园数量", "5"),
        ("output", "设施维护次数", "48"),
        ("benefit", "游客量", "60"),
        ("satisfaction", "游客满意度", "90"),
        ("management", "制度执行情况", "良好"),
    ]
    assert targets(form) == [("=", 5, "个"), ("≥", 48, "次"), ("≥", 60, "万人次"), ("≥", 90, "%"), (None, None, None)]
    assert extras(form)[4] == {
        "nature": "定性",
        "weight": "10",
        "actual": "良好",
        "score": "10",
        "standard": "专家打分",
    }
    assert (extracted(name).status, failed(form), is_whole(form)) == ("ok", [], True)


def test_more_money_spent_than_the_budget_has_is_told() -> None:
    text = (SAMPLES / "chongqing-2023-gongyuan.txt").read_text(encoding="utf-8")
    assert failed(read_text(text.replace("| 118.50 |", "| 181.50 |"))) == ["funding-within"]


@pytest.mark.parametrize(
    ("value", "nature", "unit", "meaning"),
    [
        ("95", "≥", "%", ("≥", 95, "%")),
        ("95%", "≥", "%", ("≥", 95, "%")),
        ("≥95%", "≥", "%", ("≥", 95, "%")),
        ("≥95%", "=", "%", (None, None, None)),
        ("2023", "＝", "元", ("=", 2023, "元")),
        ("2023", "定量", "年", (None, None, None)),
        ("12", "定量", "盒/户", ("=", 12, "盒/户")),
        ("良好", "定性", None, (None, None, None)),
        ("12", None, None, ("=", 12, None)),
        ("12", None, "m2", ("=", 12, "m2")),
        ("100", "≥（大于等于）", "%", ("≥", 100, "%")),
        ("100", "≥或=", "%", (None, None, None)),
        ("3", None, "10", (None, None, None)),
        ("12.5", None, "10", (None, None, None)),
        ("12", None, ".31", (None, None, None)),
        ("3", "≥", "-5次", (None, None, None)),
        ("12", None, "月31日", (None, None, None)),
        ("20241231", "≤", None, (None, None, None)),
    ],
)
def test_an_operator_and_a_unit_in_columns_of_their_own_are_understood_with_the_value(
    value: str, nature: str | None, unit: str | None, meaning: tuple[object, ...]
) -> None:
    target = parse_target_in_columns(value, {"nature": nature, "unit": unit})
    assert target is not None
    assert (target.operator, target.number, target.unit) == meaning


# ---- layouts that no pattern describes ------------------------------------------------------------------------------

STRANGE_PROJECT = (
    "2025年示例县项目绩效目标表\n"
    "| 项目名称 | 村道路灯 | 项目编号 | LD-01 | 项目单位 | 示例镇政府 |\n"
    "| 资金情况（万元） | 资金总额 | 40 |\n|  | 财政拨款 | 30 |\n|  | 其他资金 | 10 |\n"
    "| 总体目标 | 装好路灯。 |\n"
    "| 一级指标 | 二级指标 | 指标名称 | 目标值 | 计量单位 | 联络站 |\n"
    "| 产出指标 | 数量指标 | 安装路灯 | 80 | 盏 | 甲 |\n"
)

STRANGE_SELF_EVALUATION = (
    "2024年度项目支出绩效自评表\n"
    "| 项目名称 | 村道路灯 | 主管部门 | 示例局 |\n"
    "| 项目资金（万元） |  | 全年预算数 | 全年执行数 |\n|  | 年度资金总额 | 40 | 39 |\n"
    "| 年度总体目标 | 预期目标 | 实际完成情况 |\n|  | 装好路灯。 | 已装好。 |\n"
    "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |\n"
    "| 产出指标 | 数量指标 | 安装路灯 | 80盏 | 82盏 | 50 | 50 |\n"
)


@pytest.mark.parametrize(
    ("text", "pattern", "leaf"),
    [
        (STRANGE_PROJECT, "generic-project", ("output/quantity", "安装路灯", "80")),
        (STRANGE_SELF_EVALUATION, "generic-self-evaluation", ("output/quantity", "安装路灯", "80盏")),
    ],
)
def test_a_layout_that_no_pattern_describes_is_read_by_general_vocabulary_and_always_to_be_reviewed(
    text: str, pattern: str, leaf: tuple[str, str, str]
) -> None:
    extraction = extract_bytes(text.encode(), "form.txt", lang="en")
    (form,) = extraction.forms
    assert (form.pattern, extraction.status, failed(form)) == (pattern, "review", ["generic-pattern"])
    assert (form.record.header.project_name, leaves(form)) == ("村道路灯", [leaf])
    assert is_whole(form)


def test_amounts_that_stand_in_no_known_breakdown_of_a_strange_layout_are_told_and_not_lost() -> None:
    form = read_text(STRANGE_PROJECT.replace("财政拨款", "彩票公益金"))
    assert "unknown-label" in failed(form)
    assert amounts(form)["annual"] == {"资金总额": 40, "彩票公益金": 30, "其他资金": 10}


@pytest.mark.parametrize(
    "text",
    [
        "2025年部门预算\n| 单位名称 | 示例局 |\n| 基本支出 | 30 |\n| 项目支出 | 10 |\n| 合计 | 40 |\n",
        "绩效指标参考目录\n| 一级指标 | 二级指标 | 三级指标 | 指标值 |\n| 产出指标 | 数量指标 | 安装路灯 | 80盏 |\n",
        "项目清单\n| 项目名称 | 金额 |\n| 村道路灯 | 40 |\n| 村卫生室 | 20 |\n",
    ],
)
def test_a_table_that_is_no_form_is_not_read_by_general_vocabulary(text: str) -> None:
    assert extract_bytes(text.encode(), "form.txt").forms == []


def test_a_table_of_many_projects_is_told_from_a_form_of_one() -> None:
    form = read_text(
        "2023年部门预算项目绩效目标表\n单位：万元\n"
        "| 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |\n"
        "| 示例县水务局 | 管网维修 | 95 | 维修管网。 | 产出指标 | 数量指标 | 维修长度 | ≥ | 20 | 公里 |\n"
        "|  | 水质检测 | 12 | 检测水质。 | 产出指标 | 数量指标 | 检测次数 | ＝ | 4 | 次 |\n"
    )
    assert {"generic-pattern", "many-projects"} <= set(failed(form))
    assert [(leaf["项目名称"], leaf["预算数"]) for leaf in extras(form)] == [("管网维修", "95"), ("水质检测", "12")]
    assert is_whole(form)


def test_a_number_in_the_place_of_a_unit_is_told_and_joins_no_value() -> None:
    rows = [
        "项目支出绩效目标申报表",
        "（2024年度）",
        "项目名称\t农村饮水安全工程",
        "主管部门\t示例县水利局\t实施单位\t示例县水利站",
        "项目资金（万元）\t年度资金总额\t128.50",
        "年度目标\t解决5个村的饮水问题。",
        "一级指标\t二级指标\t三级指标\t指标值\t度量单位\t权重",
        "产出指标\t数量指标\t新建水塔\t3\t10",
        "满意度指标\t服务对象满意度指标\t群众满意度\t95\t10",
    ]
    form = read_text("\n".join(rows))
    targets = [leaf.target for _, _, leaf in walk_leaves(form.record)]
    assert [target and target.kind for target in targets] == ["text", "text"]
    assert "target-suspect" in failed(form)


def test_amounts_in_columns_are_no_indicators_whatever_else_heads_them() -> None:
    rows = [
        "2023年度项目支出绩效自评表",
        "项目名称\t道路养护",
        "主管部门\t示例市交通局\t实施单位\t示例市公路中心",
        "项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分",
        "\t年度资金总额\t100\t120\t110\t10\t91.67%\t9.17",
        "年度总体目标\t预期目标\t\t\t实际完成情况",
        "\t养护道路50公里\t\t\t完成",
        "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
        "\t产出指标\t数量指标\t养护里程\t≥50公里\t52公里\t20\t20",
    ]
    form = read_text("\n".join(rows))
    groups = {group.code: [str(item.amount) for item in group.items] for group in form.record.funding.groups}
    assert groups == {"initial_budget": ["100"], "annual_budget": ["120"], "executed": ["110"]}
    assert objectives(form) == [("annual", "养护道路50公里"), ("actual", "完成")]
    assert [level.name for level in form.record.indicators] == ["产出指标"]


def test_a_pair_in_one_cell_is_no_value_of_the_pair_before_it() -> None:
    text = STRANGE_PROJECT.replace("| 项目名称", "| 填报日期：2024年1月5日 | 金额单位：万元 |\n| 项目名称", 1)
    text = text.replace("（万元）", "")
    form = read_text(text)
    assert form.record.funding.unit == "万元"
    assert [piece.text for piece in form.residue] == ["填报日期：2024年1月5日"]


@pytest.mark.parametrize("blank", [" ", "    ", "\u3000"])
def test_pairs_on_one_line_are_parted_where_the_next_label_begins(blank: str) -> None:
    line = blank.join(["填报单位（盖章）：示例市水利局", "填报日期：2024年1月5日", "金额单位：万元"])
    text = STRANGE_PROJECT.replace("| 项目名称", f"| {line} |\n| 项目名称", 1)
    (form,) = extract_bytes(text.encode(), "form.txt").forms
    header = form.record.header
    assert header.unit_name == "示例市水利局"
    assert ("填报日期", "2024年1月5日") in [(pair.label, pair.value) for pair in header.other]
    assert form.record.funding.unit == "万元"
    assert form.residue == []


@pytest.mark.parametrize("total", ["总分 | | | | | 100 | 95", "合计 | 100 | 95", "| 合 计 | | | | 100 | 95"])
def test_what_adds_up_the_indicators_is_none(total: str) -> None:
    form = read_text(f"{STRANGE_SELF_EVALUATION}| {total} |\n")
    assert [name for _, name, _ in leaves(form)] == ["安装路灯"]
    label = total.strip("| ").split(" |")[0]
    assert [(pair.label, pair.value) for pair in form.record.header.other][-2:] == [(label, "100"), (label, "95")]
    assert {"row-unread", "residue", "unknown-label"}.isdisjoint(failed(form))


def test_a_total_beside_a_text_is_left_over() -> None:
    form = read_text(f"{STRANGE_SELF_EVALUATION}| 合计 | 详见附件 | 95 |\n")
    assert {"row-unread", "residue"} <= set(failed(form))


def test_a_unit_of_money_that_no_pattern_names_is_taken_as_printed() -> None:
    form = read_text(STRANGE_PROJECT.replace("（万元）", "（千元）"))
    assert form.record.funding.unit == "千元"
    mixed = read_text(STRANGE_PROJECT.replace("|  | 财政拨款", "| 单位：千元 |  | 财政拨款"))
    assert "funding-unit" in failed(mixed)


def test_a_unit_of_money_behind_an_items_name_is_read_and_compared() -> None:
    named = read_text(STRANGE_PROJECT.replace("（万元）", "").replace("资金总额", "资金总额（元）"))
    assert named.record.funding.unit == "元"
    mixed = read_text(STRANGE_PROJECT.replace("| 资金总额", "| 资金总额（元）"))
    assert (mixed.record.funding.unit, "funding-unit" in failed(mixed)) == ("万元", True)


def test_a_lead_that_is_set_wide_is_no_part_of_a_label() -> None:
    form = read_text(STRANGE_PROJECT.replace("财政拨款", "其　中：财政拨款"))
    assert [item.label for group in form.record.funding.groups for item in group.items][1] == "财政拨款"
