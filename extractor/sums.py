"""Record → the sums that a form's amounts must make. Beside the checks, which tell where they do not hold.

Enters: a record. Leaves: equations, each with the amounts on its two sides by their JSON Pointers; and, where one does
not hold, the amounts that a single misread digit would mend.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractor.record import FundingGroup, Record

BALANCED = ("by_expenditure_type", "by_income_source", "by_budget_level")
"""Breakdowns of the same money."""

Side = Mapping[str, Decimal]
"""Amounts by their JSON Pointers."""


@dataclass(frozen=True, slots=True)
class Equation:
    """Two sides of amounts that must have the same sum."""

    left: Side
    right: Side

    @property
    def difference(self) -> Decimal:
        """By how much the left side is more than the right one."""
        return sum(self.left.values(), Decimal(0)) - sum(self.right.values(), Decimal(0))

    @property
    def tells(self) -> bool:
        """Whether the sum is no mere repetition: a digit misread alike on both sides would not show."""
        return sum(amount != 0 for side in (self.left, self.right) for amount in side.values()) >= 3

    def find_suspects(self) -> Iterator[tuple[str, Decimal, Decimal]]:
        """Give the amounts with what they would have to be, where that is one digit or a decimal point away."""
        off = self.difference
        for side, change in ((self.left, -off), (self.right, off)):
            for pointer, amount in side.items():
                meant = amount + change
                if meant >= 0 and is_near(amount, meant):
                    yield pointer, amount, meant


def find_equations(record: Record) -> Iterator[Equation]:
    """Give the sums of a form: breakdowns of the same money, totals and their parts, tasks and 项目支出."""
    groups = [(f"/funding/groups/{number}", group) for number, group in enumerate(record.funding.groups)]
    parts = {pointer: _find_parts(pointer, group) for pointer, group in groups}
    balanced = [pointer for pointer, group in groups if group.code in BALANCED and parts[pointer]]
    for a, b in combinations(balanced, 2):
        yield Equation(parts[a], parts[b])
    for pointer, group in groups:
        for index, item in enumerate(group.items):
            if item.code == "total" and item.amount is not None and parts[pointer]:
                yield Equation({f"{pointer}/items/{index}/amount": item.amount}, parts[pointer])
            if item.code == "project" and group.code == "by_expenditure_type" and item.amount is not None:
                tasks = _find_tasks(record)
                if tasks:
                    yield Equation({f"{pointer}/items/{index}/amount": item.amount}, tasks)


def _find_parts(pointer: str, group: FundingGroup) -> dict[str, Decimal]:
    return {
        f"{pointer}/items/{index}/amount": item.amount
        for index, item in enumerate(group.items)
        if item.code != "total" and item.amount is not None
    }


def _find_tasks(record: Record) -> dict[str, Decimal]:
    tasks = [(f"/tasks/{k}/amount", task.amount) for k, task in enumerate(record.tasks)]
    tasks += [(f"/other_tasks/{k}/amount", task.amount) for k, task in enumerate(record.other_tasks)]
    return {pointer: amount for pointer, amount in tasks if amount is not None}


def is_near(amount: Decimal, meant: Decimal) -> bool:
    """Tell whether one digit or a decimal point parts two amounts: `484.77` and `434.77`, `4847.7` or `48.77`."""
    places = max(_count_places(amount), _count_places(meant))
    a, b = f"{amount:.{places}f}", f"{meant:.{places}f}"
    if len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return True
    a, b = (f"{number.normalize():f}".replace(".", "").strip("0") for number in (amount, meant))
    if a == b:
        return amount != meant
    short, long = sorted((a, b), key=len)
    return len(long) == len(short) + 1 and any(long[:k] + long[k + 1 :] == short for k in range(len(long)))


def _count_places(amount: Decimal) -> int:
    exponent = amount.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
