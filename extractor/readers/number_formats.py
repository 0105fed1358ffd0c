"""Reading stage, shared by the spreadsheets: a stored number and its format → the text that stands in the cell.

Enters: a number as the file stores it, and a format code such as `0%` or `#,##0.00`. Leaves: the text, in the notation
of the format (`100%`, `1,079.96`, `2021年12月31日`, `≥90%`) but with every digit that is stored: a format that rounds
for display (`72,807.38`) gets the digits back (`72,807.384975`).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

BUILTIN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    **dict.fromkeys((3, 5, 6, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((4, 7, 8, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((11, 48), "0.00E+00"),
    **dict.fromkeys((12, 13), "# ?/?"),
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m/d/yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
    **dict.fromkeys((45, 47), "mm:ss"),
    46: "[h]:mm:ss",
    49: "@",
}
"""The formats that files name by number only, as a Chinese Excel shows them; currency without its sign."""

_LONGEST_CODE = 1_000
_LAST_DAY = 2_958_465  # 9999-12-31

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]{0,63})\]|(?P<general>general|g/通用格式)'
    r"|(?P<half>am/pm|a/p|上午/下午)|(?P<exponent>e[+-])|(?P<date>y+|m+|d+|h+|s+|e+|a{3,4})"
    r"|(?P<digit>[0#?])|(?P<mark>[.,%@;])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?[0-9.]{1,30})")
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)")
_PRINTED = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NOTHING = re.compile(r"[\s\-—–/()（）.¥$]*")
"""What a section may show without saying anything: a zero as `-`."""

_UNITS = (0, 3, 4, 6, 8)
"""The powers of ten by which a format may scale: ones, thousands, 万, millions, 亿."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as its cell shows it.

    Attributes:
        text: the text.
        hidden: whether the format shows nothing at all (`;;;`); the text is then the number.
        scaled: whether the format shows another number than is stored: thousands for ones (`0.00,`).
    """

    text: str
    hidden: bool = False
    scaled: bool = False


@dataclass(slots=True)
class _Section:
    """One of the up to four parts of a format code, as it is read."""

    tokens: list[tuple[str, str]] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None

    def has(self, kind: str) -> bool:
        return any(kind == other for other, _ in self.tokens)


def to_exact(number: float) -> Decimal:
    """Give the decimal that a person would have seen: 82800.92000000001 is 82800.92 (15 digits, as Excel keeps)."""
    return Decimal(f"{number:.15g}")


def say_stored(number: float) -> str:
    """Give a stored number in its shortest decimals, for what is shown as the source: `1`, `82800.92000000001`."""
    return repr(number).removesuffix(".0")


def write_plain(number: Decimal) -> str:
    """Write a number in plain digits, without an exponent or trailing zeros."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) if number else "0"


def show_number(number: float, code: str, *, from_1904: bool = False) -> Shown:
    """Give the text of a number: 1 by `0%` is `100%`, 44561 by `yyyy/m/d` is `2021/12/31`.

    No digit is lost: 72807.384975 by `#,##0.00` is `72,807.384975`. What a format can only show in a way that says
    less than the number (`-` for 0, `(5)` for -5, `1E+05`, `1 1/2`) is written in plain digits.

    Args:
        number: as stored, finite.
        code: the format code.
        from_1904: whether days are counted from 1904 instead of 1900.
    """
    exact = to_exact(number)
    if code == "General":
        return Shown(write_plain(exact))
    section = _choose(_parse(code[:_LONGEST_CODE]), exact)
    if section is None:
        return Shown(write_plain(exact))
    dated = any(kind in {"date", "half", "elapsed"} for kind, _ in section.tokens)
    if dated:
        days = number + 1462 if from_1904 else number
        return Shown(_write_date(section, days) if 0 <= days < _LAST_DAY + 1 else write_plain(exact))
    if not (section.has("digit") or section.has("general")):
        text = "".join(text for kind, text in section.tokens if kind == "literal")
        if section.has("@") or _NOTHING.fullmatch(text):
            return Shown(write_plain(exact), hidden=not section.tokens)
        return Shown(text)
    return _write_number(section, exact)


def restore_digits(shown: str, number: float) -> Shown:
    """Give a shown number the digits back that its display rounded away: `72,807.38` is `72,807.384975`.

    Where the text shown is no rounding of the number (`-` for 0, `1E+05`), the number is written in plain digits.
    """
    exact = to_exact(number)
    per_cent = "%" in shown
    value = exact * 100 if per_cent else exact
    plain = write_plain(value) + ("%" if per_cent else "")
    found = _PRINTED.findall(shown)
    if len(found) != 1 or ("-" not in shown and exact < 0):
        return Shown(plain, hidden=not shown.strip())
    printed = Decimal(found[0].replace(",", ""))
    if printed == abs(value):
        return Shown(shown)
    unit = Decimal(1).scaleb(-len(found[0].partition(".")[2]))
    for power in _UNITS:
        scaled = abs(value).scaleb(-power)
        if abs(printed - scaled) <= unit:
            whole, _, rest = write_plain(scaled).partition(".")
            digits = (_group(whole) if "," in found[0] else whole) + (f".{rest}" if rest else "")
            return Shown(shown.replace(found[0], digits), scaled=power != 0)
    return Shown(plain, scaled=True)


@lru_cache(maxsize=1024)
def _parse(code: str) -> tuple[_Section, ...]:
    sections = [_Section()]
    for token in _TOKEN.finditer(code):
        kind, text = token.lastgroup, token[0]
        section = sections[-1]
        if text == ";":
            sections.append(_Section())
        elif kind == "bracket":
            _read_bracket(section, token["bracket"])
        elif kind in {"quoted", "escaped", "plain"}:
            section.tokens.append(("literal", token[kind]))
        elif kind == "mark":
            section.tokens.append((text, text))
        elif kind is not None:
            section.tokens.append((kind, text.lower()))
    return tuple(sections[:4])


def _read_bracket(section: _Section, text: str) -> None:
    """Read `[>=100]`, `[$¥-804]` and `[h]`; colours and languages say nothing of the text."""
    if condition := _CONDITION.fullmatch(text):
        limit = condition["limit"]
        if re.fullmatch(r"-?\d+(?:\.\d*)?|-?\.\d+", limit):
            section.condition = (condition["sign"], Decimal(limit))
    elif currency := _CURRENCY.match(text):
        section.tokens.append(("literal", currency["sign"]))
    elif re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        section.tokens.append(("elapsed", text.lower()))


def _choose(sections: tuple[_Section, ...], number: Decimal) -> _Section | None:
    """Give the section for a number, None where no section is meant for numbers."""
    if any(section.condition for section in sections):
        for section in sections:
            if section.condition is None or _meets(number, *section.condition):
                return section
        return None
    if number < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if number == 0 and len(sections) > 2 else sections[0]


def _meets(number: Decimal, sign: str, limit: Decimal) -> bool:
    if sign == "<>":
        return number != limit
    return (number < limit and "<" in sign) or (number > limit and ">" in sign) or (number == limit and "=" in sign)


def _write_number(section: _Section, number: Decimal) -> Shown:
    """Write a number with the literals, grouping and least digits of its section."""
    kinds = [kind for kind, _ in section.tokens]
    places = [index for index, kind in enumerate(kinds) if kind in {"digit", "general"}]
    first, last = places[0], places[-1]
    inner = section.tokens[first : last + 1]
    inside = "".join(text for kind, text in inner if kind == "literal")
    scale = Decimal(1)
    end = last + 1
    while end < len(kinds) and kinds[end] == ",":
        scale *= 1000
        end += 1
    whole, _, rest = "".join(text for kind, text in inner if kind in {"digit", "."}).partition(".")
    if inside == ".":  # `0!.0000` shows ten-thousands
        behind = next(index for index, token in enumerate(inner) if token == ("literal", "."))
        moved = sum(kind == "digit" for kind, _ in inner[behind:])
        scale *= Decimal(10) ** moved
        whole, rest = "0", ""
    elif inside or "exponent" in kinds:
        return Shown(write_plain(number / scale), scaled=scale != 1)
    value = abs(number) * Decimal(100) ** kinds.count("%") / scale
    digits, _, decimals = write_plain(value).partition(".")
    digits = digits.zfill(whole.count("0")) if value or whole.count("0") else "0"
    decimals = decimals.ljust(rest.count("0"), "0")
    if any(kind == "," for kind, _ in inner):
        digits = _group(digits)
    before, after = (
        "".join(text for kind, text in part if kind in {"literal", "%"})
        for part in (section.tokens[:first], section.tokens[end:])
    )
    if number >= 0 and "-" in before:  # a zero as `-`, and `??` for its digits
        before = ""
    if number < 0:
        before, after = (text.replace("(", "").replace(")", "") for text in (before, after))
        before = before if "-" in before else f"-{before}"
    return Shown(f"{before}{digits}{'.' if decimals else ''}{decimals}{after}".strip(), scaled=scale != 1)


def _group(digits: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits) if len(digits) < 400 else digits


def _write_date(section: _Section, days: float) -> str:
    """Write a count of days as a date or time; day 60 of 1900 never was, so earlier ones are one day off."""
    seconds = round(days * 86_400)
    moment = datetime(1899, 12, 30) + timedelta(seconds=seconds)  # noqa: DTZ001 - a cell knows no time zone
    if 0 < days < 60:
        moment += timedelta(days=1)
    halved = section.has("half")
    written: list[str] = []
    tokens = section.tokens
    for index, (kind, text) in enumerate(tokens):
        if kind == "elapsed":
            written.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]]).zfill(len(text)))
        elif kind == "half":
            names = text.upper().split("/")
            written.append(names[moment.hour >= 12])
        elif kind == "date":
            written.append(_write_part(text, moment, minutes=_is_minute(tokens, index), halved=halved))
        elif kind in {"literal", ".", ","}:
            written.append(text)
    return "".join(written).strip()


def _is_minute(tokens: list[tuple[str, str]], index: int) -> bool:
    """Tell whether `m` means minutes: it does after hours and before seconds."""
    clock = [(at, text[0]) for at, (kind, text) in enumerate(tokens) if kind in {"date", "elapsed"}]
    position = next(k for k, (at, _) in enumerate(clock) if at == index)
    before = clock[position - 1][1] if position else ""
    after = clock[position + 1][1] if position + 1 < len(clock) else ""
    return before == "h" or after == "s"


def _write_part(text: str, moment: datetime, *, minutes: bool, halved: bool) -> str:
    letter, width = text[0], len(text)
    if letter == "m" and minutes:
        return str(moment.minute).zfill(min(width, 2))
    if letter in "ye":
        return f"{moment.year % 100:02}" if letter == "y" and width < 3 else f"{moment.year:04}"
    if letter == "m":
        return str(moment.month).zfill(min(width, 2)) if width < 3 else _MONTHS[moment.month - 1]
    if letter == "d" and width < 3:
        return str(moment.day).zfill(width)
    if letter in "ad":
        day = "一二三四五六日"[moment.weekday()]
        return day if text == "aaa" else f"星期{day}"
    hour = (moment.hour % 12 or 12) if halved else moment.hour
    return str(hour if letter == "h" else moment.second).zfill(min(width, 2))
