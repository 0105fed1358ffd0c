"""Random forms of 湛江 departments with their records: what the form is to print, and what reading it must give.

Enters: a source of chance. Leaves: a form: its printed parts and its record in the contract's shape. The record is
built from the same data as the print, never from what the program reads.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Literal

from tests.accuracy.phrases import WHAT, make_length, make_text, make_unit, spread_marks
from tests.accuracy.quantities import Indicator, make_indicator

Variant = Literal["zhanjiang-2021", "zhanjiang-2023"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A line of the funding: its code, its label as it is printed, and its amount."""

    code: str
    label: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A breakdown of the funding: its code, its label and its two amounts."""

    code: str
    label: str
    items: tuple[Amount, Amount]


@dataclass(frozen=True, slots=True)
class Task:
    """A task; `lead` is the number as printed before its name (`任务1：`)."""

    number: int | None
    lead: str
    name: str | None
    content: str
    amount: Decimal
    outcome: str


@dataclass(frozen=True, slots=True)
class SecondLevel:
    """A second level: its indicators, and the mark that stands for them where there are none (empty for no mark)."""

    code: str
    name: str
    indicators: tuple[Indicator, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class FirstLevel:
    """A first level with its second levels."""

    code: str
    name: str
    children: tuple[SecondLevel, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form's data; `style` is how it prints amounts, `{:,.2f}`, or `{:f}` with no more decimals than there are."""

    variant: Variant
    year: int
    attachment: str | None
    head: tuple[tuple[str, str, str | int], ...]
    breakdowns: tuple[Breakdown, ...]
    objective: str
    tasks: tuple[Task, ...]
    other_tasks: tuple[Task, ...]
    levels: tuple[FirstLevel, ...]
    style: str

    def money(self, value: Decimal) -> str:
        """Give an amount as this form prints it: `1,079.96`."""
        return self.style.format(value if "." in self.style else _plain(value))

    @property
    def title(self) -> str:
        """The title as printed."""
        return f"{self.year}年市级部门整体预算绩效目标表"


LEVELS = {
    ("output", "产出指标"): {
        "quantity": "数量指标",
        "quality": "质量指标",
        "timeliness": "时效指标",
        "cost": "成本指标",
    },
    ("benefit", "效益指标"): {
        "economic_benefit": "经济效益指标",
        "social_benefit": "社会效益指标",
        "ecological_benefit": "生态效益指标",
        "sustainability": "可持续影响指标",
    },
    ("satisfaction", "满意度指标"): {"service_recipient_satisfaction": "服务对象满意度指标"},
}


def make_form(random: Random, variant: Variant, *, tasks: int | None = None, indicators: int | None = None) -> Form:
    """Give a form whose sums agree; the numbers of tasks (1 to 12) and indicators (3 to 40) may be given."""
    year = 2021 if variant == "zhanjiang-2021" else random.choice([2023, 2024])
    spread = random.random() < 0.06

    def text(length: int, *, paragraphs: bool = False) -> str:
        made = make_text(random, length, paragraphs=paragraphs)
        return spread_marks(made) if spread else made

    count = tasks or random.choice([1, 2, 3, 4, 5, 6, 8, 12])
    places = random.choice([0, 2, 2, 2, 4, 6])
    listed = _make_tasks(random, count, places, text, numbered=random.random() < 0.5)
    others: tuple[Task, ...] = ()
    if random.random() < 0.3:
        named = variant == "zhanjiang-2023"
        one = Task(None, "", text(random.randint(6, 30)) if named else None, text(60), Decimal(0), text(40))
        others = (one,)
    return Form(
        variant=variant,
        year=year,
        attachment=random.choice([None, "附件1", "附件2", "附件"]),
        head=_make_head(random, variant),
        breakdowns=_make_breakdowns(random, variant, sum(task.amount for task in listed) or Decimal(0), places),
        objective=text(make_length(random), paragraphs=random.random() < 0.6),
        tasks=listed,
        other_tasks=others,
        levels=make_levels(random, year, indicators or random.randint(3, 40), spread_marks if spread else str),
        style=random.choice(["{:f}", "{:f}", f"{{:.{places}f}}", f"{{:,.{places}f}}"]),
    )


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _make_amount(random: Random, places: int) -> Decimal:
    top = random.choice([9, 300, 300, 5000, 90000])
    return Decimal(random.randint(1, top * 10**places)).scaleb(-places)


def _make_tasks(
    random: Random, count: int, places: int, text: Callable[..., str], *, numbered: bool
) -> tuple[Task, ...]:
    mark = random.choice("：：:、")
    tasks = []
    for number in range(1, count + 1):
        long = random.random() < 0.5
        tasks.append(
            Task(
                number if numbered else None,
                f"任务{number}{mark}" if numbered else "",
                f"{random.choice(WHAT)}{random.choice(['', '项目', '工作', '经费（市级）'])}",
                text(make_length(random), paragraphs=long),
                _make_amount(random, places),
                text(make_length(random, 300)),
            )
        )
    return tuple(tasks)


def _make_head(random: Random, variant: Variant) -> tuple[tuple[str, str, str | int], ...]:
    unit = make_unit(random)
    some, more = random.randint(0, 90), random.randint(1, 4000)
    if variant == "zhanjiang-2021":
        return (
            ("unit_name", "预算单位名称", unit),
            ("department_name", "主管部门名称", random.choice([unit, make_unit(random)])),
            ("staff_active", "在职人数", more),
            ("staff_retired", "离退休人数", some),
        )
    return (
        ("unit_name", "部门名称", unit),
        ("staff_total", "财政供养人员数", more),
        ("subordinate_units", "下属二级单位数", some),
    )


def _make_breakdowns(random: Random, variant: Variant, project: Decimal, places: int) -> tuple[Breakdown, ...]:
    basic = _make_amount(random, places)
    total = basic + project
    other = random.choice([Decimal(0), _share(random, total, places)])
    transfer = random.choice([Decimal(0), _share(random, total, places)])
    special = _share(random, project, places)
    if variant == "zhanjiang-2021":
        named = [
            ("by_expenditure_type", "按支出类型划分", "basic", "其中：基本支出", basic, "project", "项目支出", project),
            (
                *("by_income_source", "按收入来源划分", "fiscal_appropriation", "其中：财政拨款", total - other),
                *("other", "其他资金", other),
            ),
            (
                *("by_budget_level", "按预算级次划分", "own_level", "其中：市本级使用资金", total - transfer),
                *("transfer_to_lower", "拟转移支付市县资金", transfer),
            ),
        ]
    else:
        rest = _share(random, project - special, places)
        named = [
            ("by_expenditure_type", "部门预算支出", "basic", "基本支出", basic, "project", "项目支出", project),
            (
                *("by_income_source", "收入来源", "fiscal_appropriation", "财政拨款", total - other),
                *("other", "其他资金", other),
            ),
            (
                *("development", "事业发展性支出", "fiscal_special", "财政专项资金", special),
                *("other_development", "其他事业发展性支出", rest),
            ),
            (
                *("by_budget_level", "按预算级次划分", "own_level", "市本级使用资金", total - transfer),
                *("transfer_to_lower", "拟用于对下转移支付资金", transfer),
            ),
        ]
    return tuple(Breakdown(a, b, (Amount(c, d, e), Amount(f, g, h))) for a, b, c, d, e, f, g, h in named)


def _share(random: Random, whole: Decimal, places: int) -> Decimal:
    return (whole * random.randint(0, 100) / 100).quantize(Decimal(1).scaleb(-places), rounding="ROUND_DOWN")


def make_levels(random: Random, year: int, count: int, typed: Callable[[str], str]) -> tuple[FirstLevel, ...]:
    """Give all levels with so many indicators in all; `typed` changes a name into the way that the form is typed."""
    codes = [code for children in LEVELS.values() for code in children]
    mark = random.choice(["无", "/", "", "—"])
    held = dict.fromkeys(codes, 0)
    for code in random.choices(random.sample(codes, random.randint(3, len(codes))), k=count):
        held[code] += 1
    levels = []
    for (first, name), children in LEVELS.items():
        below = []
        for code, label in children.items():
            made: dict[str, Indicator] = {}
            while len(made) < held[code]:
                one = make_indicator(random, year, code)
                made[one.name] = one._replace(name=typed(one.name))
            below.append(SecondLevel(code, label, tuple(made.values()), mark))
        levels.append(FirstLevel(first, name, tuple(below)))
    return tuple(levels)


# ---- the record -----------------------------------------------------------------------------------------------------


def make_record(form: Form) -> dict[str, Any]:
    """Give the record that reading the form must give, in the contract's shape, amounts as `Decimal`."""
    return {
        "title": form.title,
        "attachment": form.attachment,
        "year": form.year,
        "header": {**{code: value for code, _, value in form.head}, "other": []},
        "funding": {
            "unit": "万元",
            "groups": [
                {
                    "code": group.code,
                    "label": group.label,
                    "items": [
                        {"code": item.code, "label": item.label.removeprefix("其中："), "amount": item.value}
                        for item in group.items
                    ],
                }
                for group in form.breakdowns
            ],
        },
        "objectives": [{"code": "overall", "label": "总体绩效目标", "text": form.objective}],
        "tasks": _task_records(form.tasks),
        "other_tasks": _task_records(form.other_tasks),
        "indicators": level_records(form.levels),
    }


def _task_records(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    return [
        {
            "number": task.number,
            "name": task.name,
            "content": task.content,
            "amount": task.amount,
            "expected_outcome": task.outcome,
        }
        for task in tasks
    ]


def level_records(levels: Sequence[FirstLevel]) -> list[dict[str, Any]]:
    """Give the tree of indicators in the contract's shape."""
    return [
        {"name": first.name, "code": first.code, "children": [_level_record(second) for second in first.children]}
        for first in levels
    ]


def _level_record(level: SecondLevel) -> dict[str, Any]:
    record: dict[str, Any] = {
        "name": level.name,
        "code": level.code,
        "children": [
            {"name": each.name, "value": each.value, "target": each.target, "extra": {}} for each in level.indicators
        ],
    }
    if not level.indicators and level.mark:
        record["blank"] = level.mark
    return record
