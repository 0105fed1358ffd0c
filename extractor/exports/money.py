"""Exact numbers for targets that have none: an amount of money as whole 分, and any decimal as text.

Enters: a decimal and a unit. Leaves: an integer or a text that says the same, or nothing.
"""

from decimal import Decimal
from math import isfinite
from typing import cast

FEN_EXPONENTS = {"元": 2, "万元": 6}
"""By how many places the decimal point moves from a unit to 分."""

LARGEST = 2**63 - 1
"""The largest integer that all targets can hold."""

_MOST_DIGITS = len(str(LARGEST))

_PLAIN = 60
"""Numbers are written without an exponent where they have no more places than this on either side of the point."""


def count_fen(amount: Decimal | None, unit: str | None) -> int | None:
    """Give an amount in 分: 595190000 for 595.19 万元.

    None where the unit is another one, where the amount is no whole number of 分, or is larger than targets can hold.
    """
    places = FEN_EXPONENTS.get(unit or "")
    if amount is None or places is None:
        return None
    sign, digits, exponent = amount.as_tuple()
    printed = "".join(map(str, digits))
    significant = printed.rstrip("0")
    if not significant:
        return 0
    shift = cast("int", exponent) + len(printed) - len(significant) + places
    if not 0 <= shift <= _MOST_DIGITS - len(significant):
        return None
    fen = int(significant) * 10**shift
    return None if fen > LARGEST else -fen if sign else fen


def write_decimal(number: Decimal) -> str:
    """Give a number with all of its digits: `1079.96`; with an exponent only where it would be very long."""
    exponent = cast("int", number.as_tuple().exponent)
    plain = exponent >= -_PLAIN and number.adjusted() <= _PLAIN
    return format(number, "f") if plain else str(number)


def round_to_float(number: Decimal) -> float | None:
    """Give the nearest float, which shows the first 15 digits rightly; None where there is none."""
    nearest = float(number)
    return nearest if isfinite(nearest) else None
