"""Checks of the money: what the funding prints, its sums, and the tasks beside it."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import accumulate, takewhile

from extractor.checking import Case, Fault, Finder, find_rows, register, show_number, walk_groups
from extractor.record import FundingGroup, FundingItem, Record
from extractor.sums import BALANCED

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

WITHIN = (("annual", "project_total"), ("executed", "annual_budget"))
"""Pairs of breakdowns of which the first is a part of the second."""


@check("funding-complete")
def find_missing_items(case: Case) -> Iterator[Fault]:
    """A breakdown or an item that the pattern declares and the form does not print."""
    printed = {(group.code, item.code) for group in case.record.funding.groups for item in group.items}
    headings = {group.code for group in case.record.funding.groups if group.label is not None}
    missing = []
    pattern = case.form.pattern
    if pattern.identify.generic:
        return
    for code, part in pattern.funding.groups.items():
        if part.labels and code not in headings and not set(part.items) <= set(part.optional):
            missing.append(part.labels[0])
        missing += [
            words[0] for item, words in part.items.items() if (code, item) not in printed and item not in part.optional
        ]
    if missing:
        yield Fault("warning", {"what": "、".join(missing)}, ("/funding/groups",))


def _total(group: FundingGroup) -> Decimal | None:
    """Give the sum of a breakdown, its printed total where it has one, None where nothing is filled in."""
    printed = next((item.amount for item in group.items if item.code == "total"), None)
    if printed is not None:
        return printed
    amounts = [item.amount for item in group.items if item.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _pointer(case: Case, group: FundingGroup) -> str:
    return f"/funding/groups/{next(k for k, other in enumerate(case.record.funding.groups) if other is group)}"


@check("funding-unit")
def find_missing_unit(case: Case) -> Iterator[Fault]:
    """Amounts without `（万元）` or `（元）`, or with both, each in some heading: `预算金额（元）`."""
    if case.record.funding.groups and case.record.funding.unit is None:
        yield Fault("warning", {"what": case.word("no-unit")}, ("/funding/unit",))
    for text in dict.fromkeys(text for text, _ in find_rows(case, "units-differ")):
        yield Fault("error", {"what": case.word("units-differ", headings=text)}, ("/funding/unit",))


@check("funding-duplicate")
def find_duplicate_items(case: Case) -> Iterator[Fault]:
    """`按支出类型划分` or `基本支出` printed twice, or items that stand apart from the heading of their breakdown."""
    groups: dict[str | None, FundingGroup] = {}
    items: set[tuple[str | None, str]] = set()
    for pointer, group in walk_groups(case.record):
        other = groups.setdefault(group.code, group)
        if other is not group:
            word = "items-apart" if None in (other.label, group.label) else "printed-twice"
            yield Fault("warning", {"what": case.word(word, label=group.label or other.label)}, (pointer,))
        for index, item in enumerate(group.items):
            if item.code is not None and (group.code, item.code) in items:
                what = case.word("printed-twice", label=item.label)
                yield Fault("warning", {"what": what}, (f"{pointer}/items/{index}",))
            items.add((group.code, item.code or ""))


@check("funding-blank")
def find_blank_amounts(case: Case) -> Iterator[Fault]:
    """`其他资金` without an amount beside `财政拨款 | 1079.96`; where all are blank, none was to be filled in."""
    blank = {pointer for _, pointers in find_rows(case, "amount-blank") for pointer in pointers}
    for pointer, group in walk_groups(case.record):
        places = [f"{pointer}/items/{index}" for index in range(len(group.items))]
        part = case.form.pattern.funding.groups.get(group.code or "")
        optional = part.optional if part else []
        missing = [
            k for k, place in enumerate(places) if f"{place}/label" in blank and group.items[k].code not in optional
        ]
        if missing and any(item.amount is not None for item in group.items):
            what = "、".join(group.items[k].label for k in missing)
            yield Fault("info", {"what": what}, tuple(f"{places[k]}/amount" for k in missing))


@check("funding-balance")
def find_unbalanced(case: Case) -> Iterator[Fault]:
    """595.19 + 484.77 by type is 1079.96, and so it must be by source and by level."""
    groups = [group for group in case.record.funding.groups if group.code in BALANCED and _total(group) is not None]
    for index, a in enumerate(groups):
        for b in groups[index + 1 :]:
            a_sum, b_sum = _total(a), _total(b)
            if a_sum is not None and b_sum is not None and a_sum != b_sum:
                names = {
                    "a": a.label or a.code,
                    "a_sum": show_number(a_sum),
                    "b": b.label or b.code,
                    "b_sum": show_number(b_sum),
                    "difference": show_number(abs(a_sum - b_sum)),
                }
                yield Fault("error", names, (_pointer(case, a), _pointer(case, b)))


@check("funding-total")
def find_wrong_total(case: Case) -> Iterator[Fault]:
    """A breakdown with a printed total: its other items must add up to it."""
    for group in case.record.funding.groups:
        total = next((item.amount for item in group.items if item.code == "total"), None)
        parts = [item for item in group.items if item.code != "total" and item.amount is not None]
        sums = (_add_up(parts), _add_up(_leave_parts_of_parts(parts)))
        if total is not None and parts and total not in sums:
            names = {
                "group": group.label or group.code,
                "sum": show_number(sums[-1]),
                "total": show_number(total),
            }
            yield Fault("error", names, (_pointer(case, group),))


def _add_up(items: Iterable[FundingItem]) -> Decimal:
    return sum((item.amount or Decimal(0) for item in items), Decimal(0))


def _leave_parts_of_parts(items: Sequence[FundingItem]) -> list[FundingItem]:
    """Give items without those that only part the one before them.

    Below `财政拨款 | 2400`, `其中：中央财政资金 | 2000` and `省级财政资金 | 400` do.
    """
    kept: list[FundingItem] = []
    at = 0
    while at < len(items):
        item = items[at]
        kept.append(item)
        at += 1
        if item.code is None or not item.amount:
            continue
        further = takewhile(lambda each: each.code is None, items[at:])
        sums = list(accumulate(each.amount or Decimal(0) for each in further))
        if item.amount in sums:
            at += sums.index(item.amount) + 1
    return kept


@check("funding-parts")
def find_excess(case: Case) -> Iterator[Fault]:
    """No amount is larger than the whole budget, and 事业发展性支出 stays within 项目支出."""
    totals = [(g, t) for g in case.record.funding.groups if g.code in BALANCED and (t := _total(g)) is not None]
    project = _find_project(case.record)
    for group in case.record.funding.groups:
        own = _total(group)
        if group.code == "development" and own is not None and project is not None and own > project[1]:
            names = {
                "part": group.label,
                "part_sum": show_number(own),
                "total": "项目支出",
                "total_sum": show_number(project[1]),
            }
            yield Fault("warning", names, (_pointer(case, group), project[0]))
        for index, item in enumerate(group.items):
            if item.amount is None or group.code == "project_total":
                continue  # The whole project's money may exceed a year's.
            place = f"{_pointer(case, group)}/items/{index}/amount"
            small = next(((g, t) for g, t in totals if item.amount > t), None)
            if small is not None:
                total, total_sum = small
                names = {"part": item.label, "part_sum": show_number(item.amount)}
                names |= {"total": total.label or total.code, "total_sum": show_number(total_sum)}
                yield Fault("error", names, (place, _pointer(case, total)))


@check("funding-within")
def find_excess_of_groups(case: Case) -> Iterator[Fault]:
    """A year's money (年度资金申请总额) stays within the project's (项目资金总额), what is spent within the budget."""
    groups = {group.code: group for group in case.record.funding.groups}
    for inner, outer in WITHIN:
        part, total = (_find_total(groups.get(code)) for code in (inner, outer))
        if part and total and part.amount is not None and total.amount is not None and part.amount > total.amount:
            names = {"part": part.label, "part_sum": show_number(part.amount)}
            names |= {"total": total.label, "total_sum": show_number(total.amount)}
            if part.label == total.label:
                names |= {"part": groups[inner].label or inner, "total": groups[outer].label or outer}
            yield Fault("error", names, (_pointer(case, groups[inner]), _pointer(case, groups[outer])))


def _find_total(group: FundingGroup | None) -> FundingItem | None:
    return next((item for item in group.items if item.code == "total"), None) if group else None


@check("funding-place")
def find_doubtful_items(case: Case) -> Iterator[Fault]:
    """`其他资金` once in a row below two breakdowns that both have such an item, and under neither of them."""
    for text, pointers in find_rows(case, "item-doubtful"):
        yield Fault("warning", {"label": text}, pointers)


@check("amount-negative")
def find_negative(case: Case) -> Iterator[Fault]:
    """Money that is planned is not negative."""
    for group in case.record.funding.groups:
        for index, item in enumerate(group.items):
            if item.amount is not None and item.amount < 0:
                names = {"label": item.label, "amount": show_number(item.amount)}
                yield Fault("error", names, (f"{_pointer(case, group)}/items/{index}/amount",))
    for index, task in enumerate(case.record.tasks):
        if task.amount is not None and task.amount < 0:
            names = {"label": task.name or "", "amount": show_number(task.amount)}
            yield Fault("error", names, (f"/tasks/{index}/amount",))


def _find_project(record: Record) -> tuple[str, Decimal] | None:
    for number, group in enumerate(record.funding.groups):
        for index, item in enumerate(group.items):
            if group.code == "by_expenditure_type" and item.code == "project" and item.amount is not None:
                return f"/funding/groups/{number}/items/{index}/amount", item.amount
    return None


@check("tasks-sum")
def find_tasks_beside_project(case: Case) -> Iterator[Fault]:
    """The tasks add up to 项目支出 (484.77). Less means that not all are listed, more that something is wrong."""
    project = _find_project(case.record)
    tasks = [("/tasks", k, task) for k, task in enumerate(case.record.tasks)]
    tasks += [("/other_tasks", k, task) for k, task in enumerate(case.record.other_tasks)]
    amounts = {f"{part}/{k}/amount": task.amount for part, k, task in tasks if task.amount is not None}
    if project is None or not amounts:
        return
    total = sum(amounts.values(), Decimal(0))
    if total != project[1]:
        names = {
            "sum": show_number(total),
            "project": show_number(project[1]),
            "difference": show_number(abs(total - project[1])),
            "relation": case.word("more" if total > project[1] else "less"),
        }
        yield Fault("warning" if total > project[1] else "info", names, (*amounts, project[0]))
