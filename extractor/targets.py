"""Targets: what an indicator's value means, as a number with its operator and unit, a day, or a text.

Enters: a printed value with its indicator's name and the form's year. Leaves: a `Target`. A wrong number is worse than
none, so a value is a number only where every character of it is understood; all else is a text. The steps:

    value    = [name] (day | range | quantity)
    quantity = [operator] figure [unit] [bound]         `不低于 80%`, `100人以上`, `=300.00(场)`
    range    = figure [unit] ("-" | "至" …) figure [unit]   `80%-90%`, `3至5次`
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractor.units import ORDINALS, QUALIFIERS, UNIT, UNITS_OF_KILO, any_of
from extractor.values import NUMBER, exact, fold, narrow, parse_date

Kind = Literal["number", "date", "text"]
Operator = Literal["=", "≥", "≤", ">", "<", "≈", "range"]


@dataclass(frozen=True, slots=True)
class Target:
    """A value understood; what does not apply is None.

    Attributes:
        kind: `text` where the value is qualitative or could be read in two ways.
        operator: for a day `≤` where it is a deadline (`2021年12月底前`), None where it stands alone.
        number: the number as printed, 99 for `99%` and 5000 for `5000万元`; of a range the lower one.
        number_high: the upper number of a range.
        unit: as printed, in narrow characters and without white space: `%`, `万人次`, `元/亩`, `/株` for `28.40/株`.
        date: the day, ISO 8601.
    """

    kind: Kind
    operator: Operator | None = None
    number: Decimal | None = None
    number_high: Decimal | None = None
    unit: str | None = None
    date: str | None = None


_TEXT = Target("text")
# What is longer is a sentence. It also bounds the time that hostile text can take.
_LONGEST_VALUE = 200
# More digits before the point make a code or an account, not a quantity.
_LONGEST_FIGURE = 15

_SYMBOLS: dict[str, Operator] = {
    "≥": "≥", "≧": "≥", "⩾": "≥", ">=": "≥", "≥=": "≥", "≤": "≤", "≦": "≤", "⩽": "≤", "<=": "≤", "≤=": "≤",
    ">": ">", "﹥": ">", "<": "<", "﹤": "<", "=": "=", "≈": "≈",
}  # fmt: skip
_WORDS: dict[str, Operator] = {
    **dict.fromkeys(("不低于", "不少于", "不小于", "不得低于", "不得少于", "不得小于", "至少", "最少"), "≥"),
    **dict.fromkeys(("大于等于", "大于或等于", "高于或等于"), "≥"),
    **dict.fromkeys(("不超过", "不高于", "不大于", "不多于", "不得超过", "不得高于", "不得大于", "至多", "最多"), "≤"),
    **dict.fromkeys(("小于等于", "小于或等于", "低于或等于"), "≤"),
    **dict.fromkeys(("大于", "超过", "高于", "多于"), ">"),
    **dict.fromkeys(("小于", "低于", "少于"), "<"),
    **dict.fromkeys(("约", "约为", "大约"), "≈"),
    "等于": "=",
}
_OPERATORS = _SYMBOLS | _WORDS
_BOUNDS: dict[str, Operator] = {
    "以上": "≥", "以下": "≤", "以内": "≤", "之内": "≤", "内": "≤", "左右": "≈",
}  # fmt: skip
# They say that the figure is the goal and leave the operator to the bound after it: `达到95%以上`.
_WEAK_WORDS = ("达到", "达", "为", "保持在", "保持")
# It says nothing without a bound after it: `控制在5%以内`.
_WITHIN = "控制在"

_LEAD = re.compile(any_of(" ".join([*_OPERATORS, *_WEAK_WORDS, _WITHIN])))
_TRAIL = re.compile(rf" ?(?:\(含\)|含|及其?|或)?({any_of(' '.join(_BOUNDS))})(?:\(含\))?$")
_RANGE_MARK = re.compile(r" ?(?:-{1,2}|[‐‑–―]|—{1,2}|[~〜∼至到]) ?")

_NUMERAL = "[零一二两三四五六七八九十百千]+"
_FIGURE = re.compile(rf"-?{NUMBER}|{_NUMERAL}")
_SHARE = re.compile(rf"(百分之|千分之)(?:({NUMBER})|({_NUMERAL})(?:点([零一二三四五六七八九]+))?)")
_SHARE_UNITS = {"百分之": "%", "千分之": "‰"}
_DIGITS = "零一二三四五六七八九"
_TENS = {"十": 10, "百": 100, "千": 1000}
# Words that only look like a numeral and its unit.
_IDIOMS = frozenset({"十分", "一起", "一面", "一口", "一本", "三本", "三包"})
# Before a unit 二 is an ordinal (`二次`): two of something are 两.
_ORDINAL_TWO = "二"
# A system's stamp: operator, two decimals, and the unit that the system keeps, whatever it is: `=300.00(场)`.
_STAMP = re.compile(r"[0-9,]+\.[0-9]{2}")
_STAMPED_UNIT = re.compile(r"\((?!不?含|约|暂|预)([^\W\d_]+(?:[/·.][^\W\d_]+)*)\)")
_LONGEST_UNIT = 12
_NAME_UNIT = re.compile(r"^(?P<name>.*?) ?\((?:单位:)? ?(?P<unit>[^()]*(?:\([^()]*\))?) ?\) ?$", re.DOTALL)

# Columns of which no word is an operator.
_SAYING = frozenset({"unit", "actual", "score", "weight", "reason", "note", "standard", "period"})
# What an operator's column explains: `≥（大于等于）`.
_BRACKETED = re.compile(r" ?\([^()]*\)$")
# A digit stands in a unit only after a letter: `m2`, `mg/m3`.
_NO_UNIT = re.compile(r"(?<![A-Za-z])[0-9]|^[-.~≥≤><=]")
# Bare figures that may be a day or a month after an operator as well: `≤20211231`, `≤12.31`.
_DAY_LIKE = re.compile(
    r"20[1-3][0-9](?:0[1-9]|1[0-2])[0-3][0-9]|20[1-3][0-9]\.(?:0?[1-9]|1[0-2])"
    r"|(?:0?[13578]|1[02])\.31|(?:0?[469]|11)\.30|0?2\.2[89]"
)
# Bare figures that may be a year, a month or day of it, the last day of a month, a dash (`一`) or a weight (`两`).
_DOUBTFUL = re.compile(
    r"20[1-3][0-9](?:0[1-9]|1[0-2])[0-3][0-9]"
    r"|20[1-3][0-9](?:\.(?:0?[1-9]|1[0-2]))?"
    r"|(?:0?[13578]|1[02])\.31|(?:0?[469]|11)\.30|0?2\.2[89]"
    "|一|两"
)
_YEARS = range(1900, 2101)

_DATED = re.compile(r"(?P<lead>[=≤≦⩽]|<=|不晚于|不迟于)? ?(?P<date>.+)")
_DATE_OPERATORS: dict[str | None, Operator] = {
    "=": "=",
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "不晚于", "不迟于"), "≤"),
}
_BEFORE = re.compile("前(?:完成)?$")


def parse_target(
    value: str | None, *, name: str = "", year: int | None = None, blanks: Collection[str] = ()
) -> Target | None:
    """Understand an indicator's value, cleaned: `≥190元每人每月` as ≥, 190, `元每人每月`; never guess.

    `name` is the indicator's own: its unit (`城镇新增就业人数（人）`) fills a missing one, and a value may repeat it
    (`补贴对象生活改善度不低于80%`). `year` is the form's, for days printed without one. None for a blank and for one
    of the marks in `blanks` (`/`, `无`).
    """
    printed = value.strip() if value else ""
    if not printed:
        return None
    if len(printed) > _LONGEST_VALUE:
        return _TEXT
    if fold(printed) in _fold_all(tuple(blanks)):
        return None
    text = _spaced_once(printed).rstrip("。;")
    bare_name, name_unit = _split_name(name)
    said = _after_name(text, bare_name)
    return _read_date(said, year) or _read_range(said, name_unit) or _read_quantity(said, name_unit) or _TEXT


@lru_cache(maxsize=64)
def _fold_all(marks: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, marks))


def _find_operator(columns: Mapping[str, str | None]) -> Operator | None:
    """Give the operator that stands alone in a column, whatever heads that; None where several columns have one."""
    short = [text for code, text in columns.items() if code not in _SAYING and text and len(text) <= _LONGEST_UNIT]
    texts = [_BRACKETED.sub("", narrow(text).strip()) for text in short]
    found = [_OPERATORS[text] for text in texts if text in _OPERATORS]
    return found[0] if len(found) == 1 else None


def parse_target_in_columns(
    value: str | None,
    columns: Mapping[str, str | None],
    *,
    name: str = "",
    year: int | None = None,
    blanks: Collection[str] = (),
) -> Target | None:
    """Read a value whose operator and unit stand in columns of their own, `≥ | 95 | %` as `≥95%`.

    A printed operator or unit inside of the value must agree with that of the column; else the value is a text.
    `columns` has the row's other columns: `nature` is an operator, or a word that is none (`定量`) and says nothing
    here; `unit` is the unit.
    """
    nature, unit = columns.get("nature"), columns.get("unit")
    plain = parse_target(value, name=name, year=year, blanks=blanks)
    said = _BRACKETED.sub("", narrow(nature).strip()) if nature else ""
    operator = _OPERATORS.get(said) or _find_operator(columns)
    counted = narrow(unit).strip().strip("()") if unit and unit.strip() not in blanks else ""
    if plain is None or value is None or plain.kind == "date":
        return plain
    if is_no_unit(counted) or (operator is None and _LEAD.search(said)):
        return _TEXT
    bare = narrow(value).strip()
    if not (operator or counted):
        return plain
    if re.fullmatch(rf"-?{NUMBER}", bare):
        return _compose(plain, bare, (operator, counted), year)
    if operator and plain.kind == "number" and plain.operator != operator:
        printed = _LEAD.match(bare) or _TRAIL.search(bare)
        return _TEXT if printed else replace(plain, operator=operator)
    return _with_unit(plain, bare, counted, year)


def _compose(plain: Target, bare: str, columns: tuple[Operator | None, str], year: int | None) -> Target:
    """Give a bare number with the operator and the unit beside it, whatever the unit is: `≥ | 12 | 盒/户`."""
    operator, counted = columns
    composed = parse_target(f"{operator or ''}{bare}{counted}", year=year)
    if composed is not None and (composed.kind == "number" or not counted):
        return composed
    number = _read_figure(bare.lstrip("-"))
    if number is None or counted.startswith("年"):
        return plain
    sign = -1 if bare.startswith("-") else 1
    return Target("number", operator=operator or "=", number=sign * number, unit=counted or None)


def is_no_unit(text: str) -> bool:
    """Tell whether what stands in a unit's column is surely none: `10`, `.31`, `月31日`, `≥`; `m2` may be one."""
    return _NO_UNIT.search(narrow(text)) is not None


def _with_unit(plain: Target, bare: str, unit: str, year: int | None) -> Target:
    """Give a number whose operator is printed with it and whose unit stands in a column: `≥7 | 座` as `≥7座`."""
    if plain.kind != "number" or plain.unit is not None or not unit:
        return plain
    composed = parse_target(f"{bare}{unit}", year=year)
    same = composed is not None and replace(composed, unit=None) == plain
    return composed if composed is not None and same else plain if unit.startswith("年") else replace(plain, unit=unit)


def _spaced_once(text: str) -> str:
    return " ".join(narrow(text).split())


def _split_name(name: str) -> tuple[str, str | None]:
    """Take the unit off an indicator's name: `城镇新增就业人数（人）` gives the bare name and `人`."""
    if len(name) > _LONGEST_VALUE:
        return "", None
    printed = _spaced_once(name)
    if (parts := _NAME_UNIT.fullmatch(printed)) and (unit := _read_unit(parts["unit"])):
        return (parts["name"], unit) if unit not in QUALIFIERS else (printed, None)
    return printed, None


def _after_name(value: str, name: str) -> str:
    """Give what follows the name where the value repeats it, else the whole value."""
    wanted = fold(name)
    if not wanted or wanted[-1].isdigit() or wanted.endswith(tuple(_OPERATORS)):
        return value
    at = 0
    for char in wanted:
        while value[at : at + 1] in {" ", ":"}:
            at += 1
        if value[at : at + 1] != char:
            return value
        at += 1
    return value[at:].lstrip(" :")


def _read_date(text: str, year: int | None) -> Target | None:
    parts = _DATED.fullmatch(text)
    if not parts or parts["date"].isdigit():  # 20211231 may be a quantity
        return None
    day = parse_date(parts["date"], year=year)
    if day is None:
        return None
    operator = _DATE_OPERATORS.get(parts["lead"])
    if _BEFORE.search(parts["date"]):
        if operator == "=":
            return None
        operator = "≤"
    return Target("date", operator=operator, date=day)


def _read_range(text: str, name_unit: str | None) -> Target | None:
    ends = _RANGE_MARK.split(text.removesuffix("之间").rstrip())
    if len(ends) != 2 or not (low := _read_amount(ends[0])) or not (high := _read_amount(ends[1])):
        return None
    unit = high.unit or name_unit
    if low.number >= high.number or low.unit not in {None, high.unit} or unit in ORDINALS:
        return None
    if high.number in _YEARS and (unit is None or unit.startswith("年")):
        return None  # `2021-2023年`
    if unit is None and high.number <= 31:
        return None  # `3-5` may be a day
    return Target("number", operator="range", number=low.number, number_high=high.number, unit=unit)


def _read_quantity(text: str, name_unit: str | None) -> Target | None:
    lead = _LEAD.match(text)
    rest = text[lead.end() :].lstrip() if lead else text
    trail = _TRAIL.search(rest)
    word, bound = lead[0] if lead else "", trail[1] if trail else ""
    operator = _combine(word, bound)
    amount = _read_amount(rest[: trail.start()] if trail else rest, stamped=word in _SYMBOLS)
    if not operator or not amount:
        return None
    unit = amount.unit or name_unit
    if unit and unit.startswith("年") and amount.number in _YEARS:
        return None
    printed_operator = bound or word in _OPERATORS
    dated = unit is None and _DAY_LIKE.fullmatch(amount.figure)
    if dated or (not printed_operator and _is_doubtful(amount.figure, unit)):
        return None
    return Target("number", operator=operator, number=amount.number, unit=unit)


def _is_doubtful(figure: str, unit: str | None) -> bool:
    """Tell whether a figure may be no quantity: `2021`, `12.31` and, without an operator, `2期`, `二次`."""
    if unit is None:
        return _DOUBTFUL.fullmatch(figure) is not None
    return unit in ORDINALS or figure == _ORDINAL_TWO


def _combine(word: str, bound: str) -> Operator | None:
    """Give the one operator that the words before and after a figure say; None where they contradict each other."""
    before, after = _OPERATORS.get(word), _BOUNDS.get(bound)
    if word == _WITHIN:
        return after if after == "≤" else None
    if before and after:
        return before if before == after else None
    return before or after or "="


@dataclass(frozen=True, slots=True)
class _Amount:
    figure: str
    number: Decimal
    unit: str | None


def _read_amount(text: str, *, stamped: bool = False) -> _Amount | None:
    if text in {"百分之百", "百分百"}:
        return _Amount(text, Decimal(100), "%")
    if share := _SHARE.fullmatch(text):
        return _read_share(share)
    figure = _FIGURE.match(text)
    if not figure or text in _IDIOMS:
        return None
    number = _read_figure(figure[0])
    printed_unit = text[figure.end() :]
    if figure[0].endswith("千") and printed_unit.startswith(UNITS_OF_KILO):
        return None
    unit = _read_unit(printed_unit)
    if unit is None and stamped and _STAMP.fullmatch(figure[0]):
        unit = _read_stamped_unit(printed_unit)
    if number is None or (unit is None and printed_unit):
        return None
    return _Amount(figure[0], number, unit)


def _read_share(share: re.Match[str]) -> _Amount | None:
    base, digits, whole, part = share.groups()
    number = _read_figure(digits or whole)
    if number is None:
        return None
    if part:
        number += exact("0." + "".join(str(_DIGITS.index(digit)) for digit in part))
    return _Amount(share[0], number, _SHARE_UNITS[base])


def _read_figure(figure: str) -> Decimal | None:
    if figure[-1].isdigit():
        whole = figure.partition(".")[0]
        return exact(figure) if sum(map(str.isdigit, whole)) <= _LONGEST_FIGURE else None
    return _read_numeral(figure)


def _read_numeral(numeral: str) -> Decimal | None:
    """Read a Chinese numeral below 10,000, `一百二十` as 120; None where it is not spelled in full (`一百二`)."""
    spelled = re.sub("^两|两(?=[百千])", "二", numeral)
    number, digit = 0, 0
    for char in spelled:
        if char in _TENS:
            number += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = _DIGITS.find(char)
    number += digit
    return Decimal(number) if 0 <= number < 10_000 and _spell(number) == spelled else None


def _spell(number: int) -> str:
    places = zip(f"{number:04}", ("千", "百", "十", ""), strict=True)
    spelled = "".join("零" if digit == "0" else _DIGITS[int(digit)] + place for digit, place in places)
    spelled = re.sub("零+", "零", spelled).strip("零") or "零"
    return spelled[1:] if spelled.startswith("一十") else spelled


def _read_unit(text: str) -> str | None:
    unit = "".join(text.split())
    if unit.startswith("(") and unit.endswith(")"):
        unit = unit[1:-1]
    return unit if UNIT.fullmatch(unit) else None


def _read_stamped_unit(text: str) -> str | None:
    stamp = _STAMPED_UNIT.fullmatch(text)
    return stamp[1] if stamp and len(stamp[1]) <= _LONGEST_UNIT else None
