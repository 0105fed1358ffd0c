"""Forms as ministries and provinces lay them out, written by hand: what every value must be, in every kind of file.

A form is drawn as lines, a line a row: `资金总额^2~3 | 100` is a cell over two columns and three rows beside another.
Names and numbers are made up.
"""

import csv
import html
import io
import re
from typing import Any

import docx
import pytest

from extractor import extract_bytes
from extractor.checking import walk_leaves
from extractor.record import Extraction, Form
from extractor.targets import parse_target_in_columns

Drawn = list[list[tuple[str, int, int]]]

KINDS = ("html", "docx", "csv")


def draw(text: str) -> tuple[list[str], Drawn]:
    """Give a form's heading lines, and its rows of cells with their spans over columns and rows."""
    lines = [line.strip() for line in text.strip().splitlines()]
    rows = [
        [
            (match[1].strip(), int(match[2] or 1), int(match[3] or 1))
            for cell in line.split("|")
            if (match := re.fullmatch(r"(.*?)(?:\^(\d+))?(?:~(\d+))?", cell.strip()))
        ]
        for line in lines
        if "|" in line
    ]
    return [line for line in lines if "|" not in line], rows


def seats(rows: Drawn) -> tuple[int, list[tuple[int, int, int, int, str]]]:
    """Give how many columns a table has, and each cell's row, column, height, width and text."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, printed in enumerate(rows):
        column = 0
        for text, width, height in printed:
            while (row, column) in taken:
                column += 1
            cells.append((row, column, height, width, text))
            taken |= {(row + down, column + over) for down in range(height) for over in range(width)}
    return 1 + max(column for _, column in taken), cells


def save(text: str, kind: str) -> bytes:
    """Save a drawn form as a web page, a Word file or a table of commas in which merged cells are blanks."""
    heading, rows = draw(text)
    width, cells = seats(rows)
    if kind == "html":
        page = "".join(f"<p>{html.escape(line)}</p>" for line in heading)
        body = "".join(
            "<tr>" + "".join(f"<td colspan={w} rowspan={h}>{html.escape(t)}</td>" for t, w, h in row) + "</tr>"
            for row in rows
        )
        return f"<meta charset=utf-8>{page}<table>{body}</table>".encode()
    if kind == "csv":
        grid = [[""] * width for _ in rows]
        for row, column, _, _, printed in cells:
            grid[row][column] = printed
        out = io.StringIO()
        csv.writer(out).writerows([*([line] for line in heading), *grid])
        return out.getvalue().encode()
    document = docx.Document()
    for line in heading:
        document.add_paragraph(line)
    table = document.add_table(len(rows), width)
    for row, column, height, wide, printed in cells:
        table.cell(row, column).merge(table.cell(row + height - 1, column + wide - 1)).text = printed
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def read(text: str, kind: str) -> tuple[Extraction, Form]:
    extraction = extract_bytes(save(text, kind), f"form.{kind}", lang="en")
    (form,) = extraction.forms
    ledger = form.ledger
    assert ledger.source == ledger.values + ledger.labels + ledger.repeated + ledger.residue
    return extraction, form


def leaves(form: Form) -> list[tuple[Any, ...]]:
    return [
        ("/".join(level.code or "?" for level in above), leaf.name, leaf.value, *leaf.extra.values())
        for _, above, leaf in walk_leaves(form.record)
    ]


def amounts(form: Form) -> dict[str | None, dict[str, Any]]:
    return {
        group.code: {item.label: item.amount if item.amount is None else str(item.amount) for item in group.items}
        for group in form.record.funding.groups
    }


def pairs(form: Form) -> list[tuple[str, str | None]]:
    return [(pair.label, pair.value) for pair in form.record.header.other]


def failed(form: Form) -> list[str]:
    return [check.code for check in form.checks if check.status == "fail"]


MINISTRY = """
项目支出绩效目标表
（2024年度）
项目名称 | 海岛观测站运行^5
主管部门及代码 | [399]示例部^2 | 实施单位 | 示例部观测中心^2
项目资金（万元）~4 | 年度资金总额：^2 | 1,234.50 | 执行率分值（10分）~4 | 10~4
其中：财政拨款^2 | 1,200.00
上年结转资金^2 | 30.50
其他资金^2 | 4.00
年度总体目标 | 建成观测网。^5
绩效指标~5 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值权重（90分）
成本指标 | 经济成本指标 | 单站运维成本 | ≤2.5万元 | 20
产出指标 | 数量指标 | 观测站数量 | ≥120个 | 30
效益指标 | 社会效益指标 | 报告被采用次数 | ≥3次 | 30
满意度指标 | 满意度指标 | 用户满意度 | ≥90% | 10
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_of_a_ministry_with_weights_passes_every_check(kind: str) -> None:
    extraction, form = read(MINISTRY, kind)
    assert (form.pattern, extraction.status, failed(form)) == ("national-project", "ok", [])
    assert form.record.header.department_name == "[399]示例部"
    assert pairs(form) == [("执行率分值（10分）", "10")]
    assert leaves(form) == [
        ("cost/economic_cost", "单站运维成本", "≤2.5万元", "20"),
        ("output/quantity", "观测站数量", "≥120个", "30"),
        ("benefit/social_benefit", "报告被采用次数", "≥3次", "30"),
        ("satisfaction/service_recipient_satisfaction", "用户满意度", "≥90%", "10"),
    ]


YEARS = """
项目支出绩效目标申报表
（2023年度）
项目名称 | 书屋运行^7
主管部门 | 示例市文旅局^3 | 实施单位 | 示例市书屋^3
项目资金（万元）~3 | 年度资金总额 | 180^6
其中：财政拨款 | 180^6
其他资金 | 0^6
年度目标 | 开放300天。^7
年度绩效指标~5 | 一级指标~2 | 二级指标~2 | 三级指标~2 | 指标值^3 | 绩效标准~2
前年 | 上年 | 预计当年实现
产出指标~2 | 数量指标 | 开放天数 | 290天 | 295天 | ≥300天 | 历史标准
质量指标 | 设备完好率 | 95% | 96% | ≥97% | 计划标准
满意度指标 | 服务对象满意度指标 | 读者满意度 | 88% | 90% | ≥92% | 历史标准
"""


@pytest.mark.parametrize("kind", KINDS)
def test_of_values_under_headings_in_two_rows_that_of_the_year_is_the_value(kind: str) -> None:
    extraction, form = read(YEARS, kind)
    assert (extraction.status, failed(form), form.residue) == ("ok", [], [])
    assert leaves(form) == [
        ("output/quantity", "开放天数", "≥300天", "290天", "295天", "历史标准", "年度绩效指标"),
        ("output/quality", "设备完好率", "≥97%", "95%", "96%", "计划标准", "年度绩效指标"),
        (
            "satisfaction/service_recipient_satisfaction",
            "读者满意度",
            "≥92%",
            "88%",
            "90%",
            "历史标准",
            "年度绩效指标",
        ),
    ]
    first = next(leaf for _, _, leaf in walk_leaves(form.record))
    assert list(first.extra) == ["前年", "上年", "绩效标准", "period"]


@pytest.mark.parametrize("kind", KINDS)
def test_headings_of_a_second_row_that_nobody_knows_give_no_value(kind: str) -> None:
    _, form = read(YEARS.replace("预计当年实现", "第三栏"), kind)
    first = next(leaf for _, _, leaf in walk_leaves(form.record))
    assert (first.value, first.extra["第三栏"]) == (None, "≥300天")
    assert "leaf-complete" in failed(form)


DEPARTMENT = """
部门整体支出绩效目标申报表
（2019年度）
部门（单位）名称 | 示例省储备局^5
年度主要任务~5 | 任务名称~2 | 主要内容~2 | 预算金额（万元）^3
总额 | 财政拨款 | 其他资金
任务1 | 流通监管 | 320 | 300 | 20
任务2 | 仓房维修 | 180 | 180 | 0
金额合计^2 | 500 | 480 | 20
年度总体目标 | 保障供应。^5
年度绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值^2
产出指标 | 数量指标 | 检查次数 | 12次^2
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%^2
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_amounts_of_tasks_stand_under_headings_in_two_rows(kind: str) -> None:
    _, form = read(DEPARTMENT, kind)
    tasks = [(task.name, task.content, str(task.amount)) for task in form.record.tasks]
    assert tasks == [("任务1", "流通监管", "320"), ("任务2", "仓房维修", "180")]
    assert pairs(form) == [("金额合计", "500"), ("金额合计", "480"), ("金额合计", "20")]
    assert [piece.text for piece in form.residue] == ["财政拨款", "其他资金", "300", "20", "180", "0"]
    assert leaves(form)[0] == ("output/quantity", "检查次数", "12次")


HENAN = """
部门（单位）整体绩效目标表
（2023年度）
部门（单位）名称 | 示例市文保局^4
年度履职目标 | 加强保护。^4
年度主要任务~3 | 任务名称 | 主要内容^3
文物保护 | 巡查和修缮^3
公众教育 | 办展览^3
预算情况~3 | 部门预算总额（万元）^2 | 1520.6^2
（1）基本支出^2 | 900.6^2
（2）项目支出^2 | 620^2
一级指标 | 二级指标 | 三级指标 | 指标值 | 指标值说明
产出指标 | 重点工作任务完成 | 巡查完成率 | 100% | 完成数/计划数
效益指标~2 | 履职效益 | 参观人次 | ≥30万人次 | 统计数
满意度 | 公众满意度 | ≥90% | 问卷
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_budget_below_a_task_table_is_no_task(kind: str) -> None:
    _, form = read(HENAN, kind)
    assert [(task.name, task.content) for task in form.record.tasks] == [
        ("文物保护", "巡查和修缮"),
        ("公众教育", "办展览"),
    ]
    assert amounts(form)["by_expenditure_type"] == {"基本支出": "900.6", "项目支出": "620"}
    assert [objective.text for objective in form.record.objectives] == ["加强保护。"]
    assert [leaf[1:3] for leaf in leaves(form)] == [
        ("巡查完成率", "100%"),
        ("参观人次", "≥30万人次"),
        ("公众满意度", "≥90%"),
    ]
    assert [level.name for level in form.record.indicators] == ["产出指标", "效益指标"]


SICHUAN = """
部门预算项目支出绩效自评表（2023年度）
项目名称 | 示例县司法服务项目^10
主管部门 | 示例县司法局部门^3 | 实施单位 | 示例县司法局^6
项目基本情况~3 | 1.项目年度目标完成情况~2 | 项目年度目标^5 | 年度目标完成情况^4
购买设备并支付。^5 | 完成^4
2.项目实施内容及过程概述 | 购买13台设备。^9
预算执行情况（10分）~6 | 年度预算数（万元） | 年初预算 | 调整后预算数 | 预算执行数 | 预算执行率 | 权重 | 得分 | 原因^3
总额 | 1.00 | 3.36 | 3.36 | 100.00% | 10 | 10 | 执行率=执行数/预算数^3~5
其中：财政资金 | 1.00 | 3.36 | 3.36 | 100.00% | / | /
财政专户管理资金 | 0.00 | 0.00 | 0.00 | 0.00% | / | /
单位资金 | 0.00 | 0.00 | 0.00 | 0.00% | / | /
其他资金 | | | | | / | /
绩效指标（90分）~3 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 完成值 | 权重 | 得分 | 未完成原因
产出指标 | 质量指标 | 支付率 | = | 100 | % | 100 | 60 | 60 |
成本指标 | 经济成本指标 | 成本控制数 | ≤ | 3.36 | 万元 | 3.36 | 30 | 30 |
合计^8 | 100 | 100 |
评价结论 | 设备已投入使用。^10
存在问题 | 无^10
改进措施 | 无^10
项目负责人：查某^6 | 财务负责人：唐某^5
"""


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_below_the_indicators_of_a_self_evaluation_is_none(kind: str) -> None:
    extraction, form = read(SICHUAN, kind)
    assert (form.pattern, extraction.status, failed(form)) == ("sichuan-self-evaluation", "ok", [])
    assert [leaf[1:3] for leaf in leaves(form)] == [("支付率", "100"), ("成本控制数", "3.36")]
    assert pairs(form)[-6:] == [
        ("合计", "100"),
        ("合计", "100"),
        ("评价结论", "设备已投入使用。"),
        ("存在问题", "无"),
        ("改进措施", "无"),
        ("财务负责人", "唐某"),
    ]
    assert form.record.header.contact == "查某"
    assert [(objective.code, objective.text) for objective in form.record.objectives] == [
        ("annual", "购买设备并支付。"),
        ("actual", "完成"),
    ]
    blank = {"财政专户管理资金": "0", "单位资金": "0", "其他资金": None}
    assert amounts(form) == {
        "initial_budget": {"总额": "1", "财政资金": "1", **blank},
        "annual_budget": {"总额": "3.36", "财政资金": "3.36", **blank},
        "executed": {"总额": "3.36", "财政资金": "3.36", **blank},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_source_of_money_that_nobody_knows_is_one_all_the_same(kind: str) -> None:
    _, form = read(SICHUAN.replace("财政专户管理资金", "国债资金"), kind)
    assert amounts(form)["executed"]["国债资金"] == "0"
    assert failed(form) == ["unknown-label"] * 3


OPINIONS = """
2022年度财政支出项目绩效目标申报表
填报日期：2021年10月20日 单位：万元
项目名称 | 防汛能力提升^5
主管部门 | 示例县应急局^2 | 项目单位 | 示例县防汛办^2
资金情况~2 | 年度资金总额 | 150^4
财政拨款 | 150^4
年度目标 | 提升能力。^5
年度绩效指标~3 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注
产出指标 | 数量指标 | 购置冲锋舟 | 6艘 |
效益指标 | 社会效益指标 | 转移群众 | ≥500人 |
其他说明的问题 | 无^5
主管部门审核意见 | 同意^5
注：本表一式两份。^6|
"""


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_opinions_and_notes_below_the_indicators_are_no_indicators(kind: str) -> None:
    _, form = read(OPINIONS, kind)
    assert [leaf[1:3] for leaf in leaves(form)] == [("购置冲锋舟", "6艘"), ("转移群众", "≥500人")]
    assert pairs(form) == [("填报日期", "2021年10月20日"), ("其他说明的问题", "无"), ("主管部门审核意见", "同意")]
    assert form.record.funding.unit == "万元"
    assert "repaired" not in failed(form)


def test_no_word_is_named_as_the_nearest_to_itself() -> None:
    _, form = read(SICHUAN.replace("原因^3", "指标值^3"), "html")
    (told,) = [check.message for check in form.checks if check.code == "unknown-label" and check.status == "fail"]
    assert "is it" not in told


BEIJING = """
项目支出绩效目标申报表
（2023年度）
项目名称^2 | 街道服务项目^5
主管部门及代码^2 | 017-示例区民政局 | 实施单位 | 示例区民政局本级^3
项目属性^2 | 事业发展类 | 项目期 | 1年^3
项目资金（万元）^2~3 | 年度资金总额： | 86.5^4
其中：财政拨款 | 86.5^4
其他资金 | 0^4
总体目标^2 | 年度目标：改造站点8处。^5
绩效指标~4 | 一级指标 | 二级指标 | 三级指标 | 绩效指标性质 | 绩效指标值 | 绩效度量单位
产出指标 | 数量指标 | 改造站点 | ＝ | 8 | 处
成本指标 | 经济成本指标 | 项目预算控制数 | ≤ | 86.5 | 万元
满意度指标 | 服务对象满意度指标 | 居民满意度 | ≥ | 90 | %
"""


@pytest.mark.parametrize("kind", KINDS)
def test_an_objective_is_read_with_its_label_in_the_same_cell(kind: str) -> None:
    extraction, form = read(BEIJING, kind)
    assert (form.pattern, extraction.status, failed(form)) == ("national-project", "ok", [])
    assert [(each.code, each.label, each.text) for each in form.record.objectives] == [
        ("annual", "年度目标", "改造站点8处。")
    ]
    targets = [leaf.target and (leaf.target.operator, leaf.target.unit) for _, _, leaf in walk_leaves(form.record)]
    assert targets == [("=", "处"), ("≤", "万元"), ("≥", "%")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_goal_beside_the_label_at_the_side_is_an_objective_of_no_kind(kind: str) -> None:
    _, form = read(BEIJING.replace("年度目标：改造", "改造").replace("项目期 | 1年", "年度目标 | 1年"), kind)
    assert ("other", "总体目标", "改造站点8处。") in [
        (each.code, each.label, each.text) for each in form.record.objectives
    ]


WUHAN = """
项目支出绩效目标表
（2020年度）
项目名称 | 学校建设^6
主管部门及编码 | [015]示例区教育局^3 | 实施单位 | 示例区教育局^2
项目资金~3 | 资金总额^2 | 10000万元 | 当年资金总额：^2 | 9000万元
其中：财政拨款^2 | 10000万元 | 其中：当年财政拨款^2 | 9000万元
其他资金^2 |  | 当年其他资金^2 |
总体目标~2 | 中期目标^3 | 年度目标^3
优化布局^3 | 完成重点项目^3
一级指标 | 二级指标（长期） | 三级指标（长期） | 指标值（长期） | 二级指标（年度） | 三级指标（年度） | 指标值（年度）
产出指标 | 数量指标 | 规划工程 | 5 | 数量指标 | 建设工程 | 2
满意度指标 | 服务对象满意度指标 | | | 服务对象满意度指标 | 学生满意度 | ≥90%
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_of_money_behind_each_amount_is_that_of_the_form(kind: str) -> None:
    extraction, form = read(WUHAN, kind)
    assert (form.pattern, extraction.status, failed(form)) == ("national-project", "ok", [])
    assert form.record.funding.unit == "万元"
    assert amounts(form) == {
        "project_total": {"资金总额": "10000", "财政拨款": "10000", "其他资金": None},
        "annual": {"当年资金总额：": "9000", "当年财政拨款": "9000", "当年其他资金": None},
    }


@pytest.mark.parametrize("kind", KINDS)
def test_an_amount_in_another_unit_than_the_heading_says_is_told(kind: str) -> None:
    _, form = read(MINISTRY.replace("1,234.50", "12345000元"), kind)
    assert form.record.funding.unit == "万元"
    assert "funding-unit" in failed(form)


XINJIANG = """
项目支出绩效目标表
（2024年）
预算单位 | 示例县教育局^2 | 项目名称 | 学前教育经费^2
年度绩效目标 | 保障32所幼儿园。^5
项目资金（万元）~2 | 年度资金总额： | 450.00 | 其中：财政拨款 | 450.00^2
其他资金 | 0.00 | 上年结转 | 0.00^2
年度绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值（包含数字及文字描述）^2
产出指标 | 数量指标 | 保障幼儿园数量 | ≥32所^2
满意度指标 | 满意度指标 | 家长满意度 | ≥95%^2
"""


@pytest.mark.parametrize("kind", KINDS)
def test_items_beside_the_only_total_of_a_form_are_parts_of_it(kind: str) -> None:
    extraction, form = read(XINJIANG, kind)
    assert (form.pattern, extraction.status, failed(form)) == ("national-project", "ok", [])
    assert amounts(form) == {
        "annual": {"年度资金总额：": "450", "财政拨款": "450", "其他资金": "0", "上年结转": "0"},
    }


NESTED = """
项目支出绩效目标表
（2023年度）
项目名称 | 小区改造^4
主管部门 | 示例县住建局^2 | 实施单位 | 示例县城建中心
项目资金（万元）~6 | 年度资金总额^2 | 2600^2
其中：财政拨款^2 | 2400^2
其中：中央财政资金^2 | 1500^2
省级财政资金^2 | 500^2
市县财政资金^2 | 400^2
其他资金^2 | 200^2
年度目标 | 改造12个。^4
绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值
产出指标（50分） | 数量指标（20分） | 改造小区数量 | 12个
满意度指标（10分） | 服务对象满意度指标 | 居民满意度 | ≥95%
"""


@pytest.mark.parametrize(("county", "told"), [("400", False), ("300", True)])
def test_what_parts_an_item_further_is_no_part_of_the_total(county: str, told: bool) -> None:
    _, form = read(NESTED.replace("400^2", f"{county}^2"), "html")
    assert ("funding-total" in failed(form)) is told


def test_an_item_as_large_as_the_one_before_it_may_be_a_part_of_the_total_as_well() -> None:
    text = NESTED.replace("省级财政资金^2 | 500^2\n市县财政资金^2 | 400^2\n", "").replace("~6", "~4")
    text = text.replace("其中：中央财政资金^2 | 1500^2", "专户资金^2 | 2400^2").replace("2600^2", "5000^2")
    _, form = read(text, "html")
    assert amounts(form)["annual"]["专户资金"] == "2400"
    assert "funding-total" not in failed(form)


ROWS_OF_AMOUNTS = """
部门整体支出绩效目标表
（2022年度）
金额单位：万元
部门名称 | 示例县林业局^6
年度主要任务~3 | 任务名称 | 主要内容^5
防火 | 组建队伍^5
金额合计 | ^5
年度部门整体支出预算~2 | 资金总额^2 | 财政拨款^2 | 其他资金^2
1860.35^2 | 1800.35^2 | 60^2
年度总体目标 | 不发生火灾。^6
年度绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值（包含数字及文字描述）^3
产出指标 | 数量指标 | 造林面积 | ≥5000亩^3
满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥90%^3
"""


@pytest.mark.parametrize("kind", KINDS)
def test_amounts_in_the_row_below_their_labels_are_read(kind: str) -> None:
    _, form = read(ROWS_OF_AMOUNTS, kind)
    assert amounts(form) == {
        "by_expenditure_type": {"资金总额": "1860.35"},
        "by_income_source": {"财政拨款": "1800.35", "其他资金": "60"},
    }
    assert ([task.name for task in form.record.tasks], form.residue) == (["防火"], [])
    assert "funding-blank" not in failed(form)


HUNAN = """
部门整体支出绩效目标表
（2023年度）
部门名称 | 示例市统计局^4
年度预算申请（万元）~4 | 资金总额：1386.52^4
按收入性质分：^2 | 按支出性质分：^2
其中：一般公共预算：1380.52^2 | 其中：基本支出：986.52^2
其他资金：6^2 | 项目支出：400^2
整体绩效目标 | 完成普查。^4
部门整体支出年度绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 发布公报 | ≥1篇
满意度指标 | 社会公众或服务对象满意度 | 调查对象满意度 | ≥90%
"""


@pytest.mark.parametrize("kind", KINDS)
def test_items_with_their_amounts_in_one_cell_are_read(kind: str) -> None:
    _, form = read(HUNAN, kind)
    assert form.pattern == "generic-department"
    found = [{item.label: str(item.amount) for item in group.items} for group in form.record.funding.groups]
    assert found == [
        {"资金总额": "1386.52"},
        {"一般公共预算": "1380.52", "其他资金": "6"},
        {"基本支出": "986.52", "项目支出": "400"},
    ]
    assert leaves(form)[1][0] == "satisfaction/service_recipient_satisfaction"


SIDE = """
2022年度财政支出项目绩效目标申报表
单位：万元
项目名称 | 防汛能力提升^5
主管部门 | 示例县应急局^2 | 项目单位 | 示例县防汛办^2
资金总额~3 | 年度资金总额 | 150^4
财政拨款 | 130^4
自有资金 | 20^4
年度目标 | 提升能力。^5
年度绩效指标~3 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注
产出指标 | 数量指标 | 购置冲锋舟 | 6艘 |
效益指标 | 社会效益指标 | 转移群众 | ≥500人 |
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_total_at_the_side_of_the_total_is_a_heading(kind: str) -> None:
    _, form = read(SIDE, kind)
    assert amounts(form) == {"annual": {"年度资金总额": "150", "财政拨款": "130", "自有资金": "20"}}
    assert failed(form) == ["generic-pattern"]


TRANSFER = """
中央对地方专项转移支付区域绩效目标表
（2023年度）
专项名称^2 | 农田补助资金^3
中央主管部门^2 | 示例部 | 专项实施期 | 2023年
省级财政部门^2 | 示例省财政厅 | 省级主管部门 | 示例省农业厅
资金情况（万元）^2~3 | 年度金额： | 56000^2
其中：中央补助 | 50000^2
地方资金 | 6000^2
年度总体目标^2 | 建成农田20万亩。^3
绩效指标~3 | 一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 农田面积 | ≥20万亩
满意度指标 | 服务对象满意度指标 | 农户满意度 | ≥90%
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_target_form_of_a_transfer_is_read_by_general_words(kind: str) -> None:
    _, form = read(TRANSFER, kind)
    assert (form.pattern, failed(form), form.residue) == ("generic-project", ["generic-pattern"], [])
    assert form.record.header.project_name == "农田补助资金"
    assert amounts(form) == {"annual": {"年度金额：": "56000", "中央补助": "50000", "地方资金": "6000"}}


MONITORING = """
项目支出绩效目标执行监控表
（2023年度）
项目名称 | 海岛观测站运行^8
主管部门及代码 | [399]示例部^4 | 实施单位 | 示例部观测中心^3
项目资金（万元）~2 | 年初预算数^2 | 1-7月执行数^2 | 1-7月执行率^2 | 全年预计执行数^2
年度资金总额： | 1234.5 | 600^2 | 48.6%^2 | 1234.5^2
年度总体目标 | 建成观测网。^8
绩效指标~2 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-7月执行情况 | 全年预计完成情况 | 完成目标可能性 | 备注
产出指标 | 数量指标 | 观测站数量 | ≥120个 | 80个 | 120个 | 确定能 |
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_that_monitors_targets_is_not_taken_for_one_that_sets_them(kind: str) -> None:
    extraction = extract_bytes(save(MONITORING, kind), f"form.{kind}", lang="en")
    assert (extraction.status in {"no_form", "partial"}, extraction.forms) == (True, [])


@pytest.mark.parametrize("kind", KINDS)
def test_two_columns_that_both_may_hold_the_value_are_told(kind: str) -> None:
    extraction, form = read(MINISTRY.replace("分值权重（90分）", "目标值"), kind)
    assert (extraction.status, failed(form)) == ("review", ["columns-alike"])
    assert leaves(form)[0] == ("cost/economic_cost", "单站运维成本", "≤2.5万元", "20")


@pytest.mark.parametrize("kind", KINDS)
def test_the_label_at_the_side_may_head_the_names(kind: str) -> None:
    _, form = read(SIDE.replace("指标内容", "绩效指标").replace("年度绩效指标~3", "年度指标~3"), kind)
    assert leaves(form) == [
        ("output/quantity", "购置冲锋舟", "6艘", "年度指标"),
        ("benefit/social_benefit", "转移群众", "≥500人", "年度指标"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_is_read_from_a_side_label_that_nobody_knows(kind: str) -> None:
    _, form = read(NESTED.replace("项目资金（万元）", "经费测算（万元）"), kind)
    assert (form.record.funding.unit, form.residue) == ("万元", [])


FLAT = """
2024年项目支出绩效目标表
单位名称~2 | 项目名称~2 | 项目绩效目标~2 | 绩效指标^6
一级指标 | 二级指标 | 三级指标 | 计算符 | 指标值 | 计量单位
示例县气象局~5 | 防雷检测~3 | 完成检测600家。~3 | 产出指标 | 数量指标 | 检测家数 | 大于等于 | 600 | 家
产出指标 | 质量指标 | 检测合格率 | ≥ | 98 | %
满意度指标 | 服务对象满意度指标 | 企业满意度 | ≥ | 90 | %
人工增雨~2 | 增雨20次。~2 | 产出指标 | 数量指标 | 作业次数 | = | 20 | 次
满意度指标 | 服务对象满意度指标 | 农户满意度 | ≥ | 90 | %
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_projects_without_amounts_gives_a_form_for_each(kind: str) -> None:
    extraction = extract_bytes(save(FLAT, kind), f"form.{kind}", lang="en")
    heads = [(form.record.header.unit_name, form.record.header.project_name) for form in extraction.forms]
    assert heads == [("示例县气象局", "防雷检测"), ("示例县气象局", "人工增雨")]
    assert [failed(form) for form in extraction.forms] == [["generic-pattern"]] * 2
    assert [objective.text for form in extraction.forms for objective in form.record.objectives] == [
        "完成检测600家。",
        "增雨20次。",
    ]
    found = [leaf for form in extraction.forms for _, _, leaf in walk_leaves(form.record)]
    targets = [leaf.target and (leaf.target.operator, str(leaf.target.number), leaf.target.unit) for leaf in found]
    assert targets == [("≥", "600", "家"), ("≥", "98", "%"), ("≥", "90", "%"), ("=", "20", "次"), ("≥", "90", "%")]


NO_MONEY = """
项目绩效目标表
（2024年度）
项目名称 | 防雷检测^3
主管部门 | 示例县气象局 | 实施单位 | 示例县防雷所
年度绩效目标 | 完成检测600家。^3
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 检测家数 | ≥600家
满意度指标 | 服务对象满意度指标 | 企业满意度 | ≥90%
"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_goal_above_the_headings_makes_no_table_of_many_projects(kind: str) -> None:
    _, form = read(NO_MONEY, kind)
    assert [objective.text for objective in form.record.objectives] == ["完成检测600家。"]
    assert [leaf[1:3] for leaf in leaves(form)] == [("检测家数", "≥600家"), ("企业满意度", "≥90%")]


def test_an_operator_in_a_column_of_any_name_is_that_of_the_target() -> None:
    columns = {"符号栏": "≥", "unit": "%", "note": "超过"}
    target = parse_target_in_columns("95", columns)
    assert target is not None
    assert (target.operator, str(target.number), target.unit) == ("≥", "95", "%")
    plain = parse_target_in_columns("95", {"甲": "≥", "乙": "≤"})
    assert (plain and plain.operator) == "="


LOWERED = """
示例市2022年市直部门预算项目支出绩效目标表
项目名称 | 办公楼运行保障^4
项目类别 | 本级支出项目 | 项目性质 | 持续性项目^2
年度绩效目标 | 保障运行。^4
绩效指标~5 | 一级指标 | 二级指标 | 绩效标准 | 当年预期实现值
数量指标~2 | 维修次数 | 反映维修情况 | 2280次
巡察次数 | 反映巡察情况 | 200次
质量指标 | 验收合格率 | 反映维修质量 | ≥92%
满意度指标 | 使用人满意度 | 问卷 | ≥95%
保障绩效目标实现措施 | 加强日常检查^4
"""


@pytest.mark.parametrize("kind", KINDS)
def test_levels_below_the_headings_of_the_level_above_are_read_as_what_they_are(kind: str) -> None:
    extraction, form = read(LOWERED, kind)
    assert (form.pattern, extraction.status) == ("ezhou-project", "review")
    assert leaves(form) == [
        ("quantity", "维修次数", "2280次", "反映维修情况"),
        ("quantity", "巡察次数", "200次", "反映巡察情况"),
        ("quality", "验收合格率", "≥92%", "反映维修质量"),
        ("service_recipient_satisfaction", "使用人满意度", "≥95%", "问卷"),
    ]
    assert "levels-lowered" in failed(form)
    assert pairs(form)[-1] == ("保障绩效目标实现措施", "加强日常检查")


GUANGDONG = """
部门整体绩效目标表
（2023年度）
部门名称 | 示例市水务局^4
预算整体情况~5 | 部门预算支出 | 预算金额（万元） | 收入来源 | 预算金额（万元）
基本支出 | 3,210.55 | 财政拨款 | 8,000.00
项目支出 | 5,289.45 | 其他资金 | 500.00
事业发展性支出 | 预算金额（万元） | 按预算级次划分 | 预算金额（万元）
财政专项资金 | 1,000.00 | 市本级使用资金 | 8,500.00
总体绩效目标 | 保障供水。^4
年度重点工作任务~2 | 名称 | 主要实施内容 | 拟投入的资金（万元） | 期望达到的目标（概述）
水库除险 | 加固3座 | 5,289.45 | 完成加固
绩效指标~2 | 一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 加固水库 | 3座
"""


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_heading_twice_over_amounts_heads_no_tasks(kind: str) -> None:
    _, form = read(GUANGDONG, kind)
    assert (form.pattern, form.residue, failed(form)) == ("generic-department", [], ["generic-pattern"])
    assert [task.name for task in form.record.tasks] == ["水库除险"]
    assert amounts(form) == {
        "by_expenditure_type": {"基本支出": "3210.55", "项目支出": "5289.45"},
        "by_income_source": {"财政拨款": "8000", "其他资金": "500"},
        "development": {"财政专项资金": "1000"},
        "by_budget_level": {"市本级使用资金": "8500"},
    }


def test_rows_without_their_side_cell_have_no_lowered_levels() -> None:
    rows = [
        "项目支出绩效目标表（2024年度）",
        "项目名称\t路灯维护",
        "项目资金（万元）\t年度资金总额\t95",
        "年度目标\t维护路灯。",
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t维护路灯数\t5200盏",
        "产出指标\t质量指标\t亮灯率\t≥98%",
        "效益指标\t社会效益指标\t夜间出行\t安全",
    ]
    (form,) = extract_bytes("\n".join(rows).encode(), "form.txt", lang="en").forms
    assert "levels-lowered" not in failed(form)
    assert leaves(form) == [
        ("output/quantity", "维护路灯数", "5200盏"),
        ("output/quality", "亮灯率", "≥98%"),
        ("benefit/social_benefit", "夜间出行", "安全"),
    ]


UNFRAMED = """# 项目支出绩效目标表

（2024年度）

项目名称 | 路灯维护 | 项目编码 | 12345678
主管部门 | 示例区城管局 | 实施单位 | 示例区路灯所
项目资金（万元） | 年度资金总额 | 95 |
 | 财政拨款 | 95 |
年度目标 | 维护路灯5200盏。 | |
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 维护路灯数 | 5200盏
满意度指标 | 服务对象满意度指标 | 市民满意度 | ≥90%
"""


def test_pipes_between_cells_alone_make_a_table_too() -> None:
    extraction = extract_bytes(UNFRAMED.encode(), "form.txt", lang="en")
    (form,) = extraction.forms
    assert (form.pattern, extraction.status, form.residue) == ("national-project", "ok", [])
    assert form.record.header.project_name == "路灯维护"
    assert leaves(form) == [
        ("output/quantity", "维护路灯数", "5200盏"),
        ("satisfaction/service_recipient_satisfaction", "市民满意度", "≥90%"),
    ]


def test_a_menu_of_words_between_pipes_is_no_table() -> None:
    extraction = extract_bytes(f"首页 | 公开 | 预算\n当前位置：首页\n\n{UNFRAMED}".encode(), "form.txt", lang="en")
    assert [form.record.header.project_name for form in extraction.forms] == ["路灯维护"]


def test_projects_among_the_tasks_of_a_department_make_no_table_of_projects() -> None:
    extraction = extract_bytes(
        save(FLAT.replace("项目支出绩效目标表", "部门整体绩效目标表").replace("计量单位", "年度主要任务"), "html"),
        "form.html",
        lang="en",
    )
    assert (extraction.status, extraction.forms) == ("partial", [])
