"""Indicators with values whose meaning is known, because it is decided before the value is printed.

Enters: a source of chance and the form's year. Leaves: a name, the value as printed, and the target as the contract has
it. Nothing of the program that is judged is used.
"""

from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from tests.accuracy.phrases import WHAT, make_length, make_text, words


class Indicator(NamedTuple):
    """An indicator as printed, and what its value means."""

    name: str
    value: str
    target: dict[str, Any]


SYMBOLS = {
    "≥": "≥",
    "≧": "≥",
    ">=": "≥",
    "≤": "≤",
    ">": ">",
    "不低于": "≥",
    "不少于": "≥",
    "大于": ">",
    "小于": "<",
    "=": "=",
}
UNITS = words("场 人 人次 家 个 件 平方米 公里 万人次 元/亩 元每人每月 户 吨 小时 万元")
QUALITIES = [
    "合规",
    "逐步完善",
    "持续提升",
    "根据下达任务目标要求确定",
    "不低于上年度水平",
    "1600人、200人",
    "明显改善",
    "优良",
    "有效保障",
    "长期",
]


def make_indicator(random: Random, year: int, level: str) -> Indicator:
    """Give an indicator that fits a second level, such as `数量指标`."""
    topic = random.choice(WHAT)
    if level == "timeliness" and random.random() < 0.7:
        return _by_day(random, year, topic)
    if level in ("quality", "service_recipient_satisfaction") or random.random() < 0.25:
        return _by_share(random, topic, "满意度" if level.startswith("service") else "完成率")
    if level in ("quantity", "cost", "economic_benefit") and random.random() < 0.8:
        return _by_number(random, topic)
    value = random.choice(QUALITIES) if random.random() < 0.5 else make_text(random, make_length(random, 200))
    name = f"{topic}情况" if random.random() < 0.7 else make_text(random, random.randint(30, 80))
    return Indicator(name, value, make_target("text"))


def make_target(kind: str, operator: str | None = None, **known: Any) -> dict[str, Any]:
    """Give a target with all of its keys."""
    return {
        "kind": kind,
        "operator": operator,
        "number": None,
        "number_high": None,
        "unit": None,
        "date": None,
        **known,
    }


def _by_day(random: Random, year: int, topic: str) -> Indicator:
    month, day = random.randint(1, 12), random.randint(1, 28)
    iso = f"{year}-{month:02}-{day:02}"
    value, target = random.choice(
        [
            (f"{year}年12月底前", make_target("date", "≤", date=f"{year}-12-31")),
            (f"{year}.{month}.{day}", make_target("date", date=iso)),
            (f"{year}年{month}月{day}日", make_target("date", date=iso)),
            (f"{year}年{month}月{day}日前", make_target("date", "≤", date=iso)),
            ("及时", make_target("text")),
        ]
    )
    return Indicator(f"{topic}完成时间", value, target)


def _by_share(random: Random, topic: str, word: str) -> Indicator:
    share = Decimal(random.choice([random.randint(50, 100) * 10, random.randint(500, 999)])) / 10
    if random.random() < 0.1:
        low, high = random.randint(50, 70), random.randint(80, 99)
        target = make_target("number", "range", number=Decimal(low), number_high=Decimal(high), unit="%")
        return Indicator(f"{topic}{word}", f"{low}%-{high}%", target)
    sign = random.choice(["", "", *SYMBOLS])
    target = make_target("number", SYMBOLS.get(sign, "="), number=share, unit="%")
    return Indicator(f"{topic}{word}", f"{sign}{share}%", target)


def _by_number(random: Random, topic: str) -> Indicator:
    number = Decimal(random.choice([random.randint(1, 99), random.randint(100, 1900), random.randint(3000, 99999)]))
    unit = random.choice(UNITS)
    kind = random.randrange(6)
    if kind == 0:
        return Indicator(f"{topic}数量", str(number), make_target("number", "=", number=number))
    if kind == 1:
        return Indicator(f"{topic}规模（人）", str(number), make_target("number", "=", number=number, unit="人"))
    if kind == 2:
        stamped = make_target("number", "=", number=number, unit="场")
        return Indicator(f"{topic}数量", f"={number}.00(场)", stamped)
    if kind == 3:
        return Indicator(f"{topic}规模", f"约{number}{unit}", make_target("number", "≈", number=number, unit=unit))
    sign = random.choice(["", *SYMBOLS])
    printed = f"{number:,}" if random.random() < 0.3 else str(number)
    target = make_target("number", SYMBOLS.get(sign, "="), number=number, unit=unit)
    return Indicator(f"{topic}数量", f"{sign}{printed}{unit}", target)
