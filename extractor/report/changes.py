"""Changes: what an amount or a target of one year became in another.

Enters: two amounts with their units, or two targets. Leaves: the change, with an exact difference where there is one.
Nothing is rescaled: amounts and numbers of different units are not compared.
"""

from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Literal

from extractor.values import fold

EXACT = Context(prec=1000, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Amounts have far fewer digits: sums and differences are exact."""

Kind = Literal["number", "date", "text"]
Change = Literal[
    "same",
    "reworded",
    "number",
    "range",
    "operator",
    "unit",
    "kind",
    "date",
    "text",
    "now-words",
    "now-measured",
    "blanked",
    "filled",
]
"""How a target changed: `reworded` where it is printed otherwise and means the same; `now-words` where it could be
measured and cannot any more."""

Tendency = Literal["stricter", "weaker"]


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator's value, printed and understood; its kind is None for a blank one."""

    printed: str | None
    kind: Kind | None
    operator: str | None = None
    number: Decimal | None = None
    number_high: Decimal | None = None
    unit: str | None = None
    date: str | None = None

    @property
    def measured(self) -> bool:
        """Whether it can be measured: it is a number or a day."""
        return self.kind in ("number", "date")


@dataclass(frozen=True, slots=True)
class AimChange:
    """How a target changed, by how much, and whether that asks more or less of the unit where its sign says so."""

    change: Change
    difference: Decimal | None = None
    tendency: Tendency | None = None


def compare_aims(earlier: Aim, later: Aim) -> AimChange:
    """Say what became of a target: `≥99%` and `≧98%` give a number changed by -1, weaker."""
    if earlier.kind is None or later.kind is None:
        return AimChange("same" if earlier.kind == later.kind else "filled" if earlier.kind is None else "blanked")
    if fold(earlier.printed or "") == fold(later.printed or "") and earlier.kind == later.kind:
        return AimChange("same")
    if earlier.measured != later.measured:
        return AimChange("now-words" if earlier.measured else "now-measured")
    if earlier.kind == later.kind == "number":
        return _compare_numbers(earlier, later)
    if earlier.kind == later.kind == "date":
        same = (earlier.date, earlier.operator) == (later.date, later.operator)
        return AimChange("reworded" if same else "date")
    return AimChange("text" if earlier.kind == later.kind else "kind")


def _compare_numbers(earlier: Aim, later: Aim) -> AimChange:
    if fold(earlier.unit or "") != fold(later.unit or ""):
        return AimChange("unit")
    if None not in (earlier.number_high, later.number_high) or earlier.operator != later.operator:
        ends = (earlier.operator, earlier.number, earlier.number_high)
        if ends == (later.operator, later.number, later.number_high):
            return AimChange("reworded")
        return AimChange("range" if earlier.operator == later.operator else "operator")
    difference = subtract(later.number, earlier.number)
    if not difference:
        return AimChange("reworded")
    tendency: Tendency | None = None
    if earlier.operator in ("≥", ">", "≤", "<"):
        tendency = "stricter" if (difference > 0) == (earlier.operator in ("≥", ">")) else "weaker"
    return AimChange("number", difference, tendency)


def subtract(later: Decimal | None, earlier: Decimal | None) -> Decimal | None:
    """Give the exact difference of two numbers; None where one of them is not there."""
    return None if later is None or earlier is None else EXACT.subtract(later, earlier)


def add(total: Decimal, amount: Decimal) -> Decimal:
    """Give the exact sum."""
    return EXACT.add(total, amount)


def give_share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Give a part in per cent of a whole, rounded to a tenth: 484.77 of 1079.96 gives 44.9. None of nothing or less."""
    if whole <= 0:
        return None
    return EXACT.quantize(EXACT.divide(EXACT.multiply(part, Decimal(100)), whole), Decimal("0.1"))
