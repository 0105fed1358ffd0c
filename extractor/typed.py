"""What a person types in place of a value → the value, by the rules of the parser; and whether a value fits its field.

Enters: a class of field and a text, or a value. Leaves: the value, or a code that says what is wrong. A blank text is
null. A test proves the review page's own copy of these rules against `tests/data/typed.json`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from extractor.places import FieldClass, Scalar
from extractor.values import parse_count, parse_date, parse_money

Problem = Literal["no-amount", "no-count", "no-date", "control-characters", "too-long", "wrong-type"]

MOST_CHARACTERS = 20_000
"""How long a typed text may be; the longest objectives seen have some thousand characters."""

MOST_DIGITS = 60
"""How many digits an amount may have before its decimal point, and how many after it."""

# Controls, apart from line breaks and tabs; line separators, which no form prints; halves of characters.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SPACES = " \t\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


@dataclass(frozen=True, slots=True)
class Typed:
    """What a typed text means: a value (None for a blank one), or the problem with it."""

    value: Scalar = None
    problem: Problem | None = None


def parse_typed(field_class: FieldClass, text: str) -> Typed:
    """Read what a person typed for a field of a class.

    An amount is a number as forms print it (`1,079.96`, full-width too), without its unit; a count may have 人 or 个
    after it; a date is any that forms print (`2021.12.31`) and becomes ISO 8601. Everything else is text: line breaks
    stay, white space at the ends of lines goes.
    """
    if len(text) > MOST_CHARACTERS:
        return Typed(problem="too-long")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROLS.search(text):
        return Typed(problem="control-characters")
    text = "\n".join(filter(None, (line.strip(_SPACES) for line in text.split("\n"))))
    if not text:
        return Typed()
    rule = _RULES.get(field_class)
    if rule is None:
        return Typed(text)
    parse, problem = rule
    value = parse(text)
    return Typed(problem=problem) if value is None else Typed(value)


_RULES: Mapping[str, tuple[Callable[[str], Scalar], Problem]] = {
    "amount": (parse_money, "no-amount"),
    "count": (parse_count, "no-count"),
    "date": (parse_date, "no-date"),
}


def find_mistake(field_class: FieldClass, value: Scalar) -> Problem | None:
    """Tell what keeps a value from being one of a field of a class; None for one that fits. Null fits everywhere."""
    if value is None:
        return None
    if field_class == "amount":
        fits = isinstance(value, (int, Decimal)) and _is_bounded(Decimal(value))
    elif field_class == "count":
        fits = isinstance(value, int) and 0 <= value < 10**MOST_DIGITS
    elif field_class == "date":
        fits = isinstance(value, str) and _is_day(value)
    else:
        return _find_mistake_in_text(value)
    return None if fits else _RULES[field_class][1]


def _find_mistake_in_text(value: Scalar) -> Problem | None:
    if not isinstance(value, str) or not value:
        return "wrong-type"
    if len(value) > MOST_CHARACTERS:
        return "too-long"
    return "control-characters" if _CONTROLS.search(value) else None


def _is_bounded(amount: Decimal) -> bool:
    """Tell whether an amount is one that can be written out: `1e999999999` is not."""
    if not amount.is_finite():
        return False
    _, digits, exponent = amount.as_tuple()
    return len(digits) <= 2 * MOST_DIGITS and isinstance(exponent, int) and -MOST_DIGITS <= exponent <= MOST_DIGITS


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
