"""Random project forms of 上海 (财政项目支出绩效目标填报表) with their records and sheets.

Enters: a source of chance. Leaves: a project's data, its sheet and its record. Two groups of amounts in 元 and two
objectives stand side by side; the side label of the indicators begins one row below their headings.
"""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from tests.accuracy.forms import Amount, FirstLevel, level_records, make_levels
from tests.accuracy.phrases import WHAT, make_length, make_text, make_unit
from tests.accuracy.sheets import Builder, Role, Sheet, make_columns

TITLES = ("财政项目支出绩效目标填报表", "财政项目支出绩效目标申报表")
NATURES = ("经常性项目", "一次性项目", "新增项目")
CATEGORIES = ("特定目标类", "其他运转类", "政策类")


@dataclass(frozen=True, slots=True)
class Project:
    """A project form's data; of the amounts, the first of each list is the sum of the others."""

    title: str
    year: int
    head: tuple[tuple[str, str, str], ...]
    total: tuple[Amount, ...]
    annual: tuple[Amount, ...]
    objectives: tuple[tuple[str, str, str], ...]
    levels: tuple[FirstLevel, ...]


def make_project(random: Random) -> Project:
    """Give a project form whose sums agree; it prints only the levels that have indicators."""
    year = random.randint(2023, 2026)
    department = make_unit(random)
    levels = make_levels(random, year, random.randint(3, 40), str)
    printed = [
        FirstLevel(first.code, first.name, tuple(second for second in first.children if second.indicators))
        for first in levels
    ]
    fiscal, other, current, carried = (Decimal(random.randint(0, 10**9)) / 100 for _ in range(4))
    other = random.choice([other, Decimal(0)])
    return Project(
        title=random.choice(TITLES),
        year=year,
        head=(
            ("project_name", "项目名称", f"{random.choice(WHAT)}项目"),
            ("project_nature", "项目性质", random.choice(NATURES)),
            ("project_category", "项目类别", random.choice(CATEGORIES)),
            ("department_name", "主管部门", department),
            ("implementing_unit", "实施单位", random.choice([department, make_unit(random)])),
            ("start_date", "计划开始日期", f"{year}-{random.randint(1, 6):02}-01"),
            ("end_date", "计划完成日期", f"{year}-12-{random.randint(10, 31)}"),
        ),
        total=(
            Amount("total", "项目资金总额", fiscal + other),
            Amount("fiscal", "其中：财政资金", fiscal),
            Amount("other", "其他资金", other),
        ),
        annual=(
            Amount("total", "年度资金申请总额", current + carried + other),
            Amount("fiscal", "其中：当年财政拨款", current),
            Amount("carried_over", "上年结转资金", carried),
            Amount("other", "其他资金", other),
        ),
        objectives=(
            ("multi_year", "项目总目标", make_text(random, make_length(random, 400), paragraphs=True)),
            ("annual", "年度总体目标", make_text(random, make_length(random, 400), paragraphs=True)),
        ),
        levels=tuple(first for first in printed if first.children),
    )


def lay_out_project(project: Project, random: Random) -> Sheet:
    """Give a project form's sheet: one table of six columns."""
    rows = Builder()
    cells: list[tuple[str, Role, int]] = []
    for _, label, value in project.head[:3]:
        cells += [(label, "label", 1), (value, "text", 1)]
    rows.add(*cells)
    for pair in (project.head[3:5], project.head[5:]):
        (_, label, value), (_, other_label, other) = pair
        rows.add((label, "label"), (value, "text"), (other_label, "label"), (other, "text", 3))
    top = rows.row
    lefts = [(project.total[0].label, project.total[0].value), (project.total[1].label, project.total[1].value)]
    left = [*lefts, None, (project.total[2].label, project.total[2].value)]
    for own, other_one in zip(left, project.annual, strict=True):
        first: list[tuple[str, Role]] = [("", "label"), ("", "amount")]
        if own is not None:
            first = [(own[0], "label"), (f"{own[1]:,.2f}", "amount")]
        rows.add(*first, (other_one.label, "label"), (f"{other_one.value:,.2f}", "amount", 2), left=1)
    rows.side("项目资金（元）", top)
    top = rows.row
    (_, label, text), (_, other_label, other_text) = project.objectives
    rows.add((label, "heading", 2), (other_label, "heading", 3), left=1)
    rows.add((text, "text", 2), (other_text, "text", 3), left=1)
    rows.side("项目绩效目标", top)
    headings: list[tuple[str, Role, int]] = [("", "heading", 1), ("一级指标", "heading", 1), ("二级指标", "heading", 1)]
    rows.add(*headings, ("三级指标", "heading", 2), ("年度(/项目)指标值", "heading"))
    top = rows.row
    for first_level in project.levels:
        first_top = rows.row
        for second in first_level.children:
            second_top = rows.row
            for each in second.indicators:
                rows.add((each.name, "text", 2), (each.value, "text"), left=3)
            rows.side(second.name, second_top, 2, "level")
        rows.side(first_level.name, first_top, 1, "level")
    rows.side("绩效指标", top)
    widths = make_columns(random, (9, 12), (14, 19), (14, 18), (15, 22), (10, 14), (18, 25))
    return Sheet((project.title, f"（{project.year}年度）"), (rows.close(widths),))


def make_project_record(project: Project) -> dict[str, Any]:
    """Give the record that reading the form must give."""
    return {
        "title": project.title,
        "attachment": None,
        "year": project.year,
        "header": {**{code: value for code, _, value in project.head}, "other": []},
        "funding": {
            "unit": "元",
            "groups": [
                {
                    "code": code,
                    "label": None,
                    "items": [
                        {"code": each.code, "label": each.label.removeprefix("其中："), "amount": each.value}
                        for each in incomes
                    ],
                }
                for code, incomes in (("project_total", project.total), ("annual", project.annual))
            ],
        },
        "objectives": [{"code": code, "label": label, "text": text} for code, label, text in project.objectives],
        "tasks": [],
        "other_tasks": [],
        "indicators": level_records(project.levels),
    }
