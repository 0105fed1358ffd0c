"""Built form → findings: what a person should know. One generator a check, registered by name.

Enters: a built form and the flaws of its file. Leaves: the contract's checks. Nothing is corrected here: a
contradiction printed in the form is reported with both numbers.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extractor.build import Built
from extractor.document import Flaw
from extractor.messages import CHECKS, Language, say_check, say_part, say_word
from extractor.record import Check, FundingGroup, Leaf, Level, Record

Severity = Literal["info", "warning", "error"]
BALANCED = ("by_expenditure_type", "by_income_source", "by_budget_level")
TEMPLATE = re.compile(r"\*{2,}|★|☆|[XＸxｘ×]{2,}|…{3,}|\?{2,}|？{2,}")
GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")
LOOKS = {
    "timeliness": re.compile(r"时间|时限|及时|按时|工期|时效|进度"),
    "satisfaction": re.compile(r"满意度|满意率|投诉率"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a check found: how grave it is, what its sentence names, and where it is in the record."""

    severity: Severity
    names: Mapping[str, object] = field(default_factory=dict)
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """What a check looks at."""

    form: Built
    flaws: Sequence[Flaw]
    language: Language

    @property
    def record(self) -> Record:
        """The form's record."""
        return self.form.record

    def word(self, word: str, **names: object) -> str:
        """Give a word in the reader's language."""
        return say_word(word, self.language, **names)


Finder = Callable[[Case], Iterator[Fault]]
REGISTRY: dict[str, Finder] = {}


def check(code: str) -> Callable[[Finder], Finder]:
    """Register a check by its code, for which `messages` has the sentences."""

    def register(finder: Finder) -> Finder:
        if code not in CHECKS or code in REGISTRY:
            raise ValueError(code)
        REGISTRY[code] = finder
        return finder

    return register


def run_checks(form: Built, flaws: Sequence[Flaw], language: Language) -> list[Check]:
    """Run all checks on a form, in the order of their registration."""
    case = Case(form, flaws, language)
    results = []
    for code, finder in REGISTRY.items():
        faults = list(finder(case))
        if not faults:
            message = say_check(code, language, passed=True)
            results.append(Check(code=code, status="pass", severity="info", message=message, pointers=[]))
        for fault in faults:
            message = say_check(code, language, passed=False, **fault.names)
            pointers = list(fault.pointers)
            results.append(Check(code=code, status="fail", severity=fault.severity, message=message, pointers=pointers))
    results.append(_count_carried(case))
    return results


def _count_carried(case: Case) -> Check:
    pointers = [pointer for pointer, evidence in case.form.evidence.items() if evidence.how == "carried"]
    leaves = [pointer.removesuffix("/name") for pointer in pointers if pointer.endswith("/name")]
    message = say_check("carried-levels", case.language, passed=True, count=len(leaves))
    return Check(code="carried-levels", status="pass", severity="info", message=message, pointers=leaves)


def walk_levels(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Level | Leaf]]:
    """Give every level and leaf with its JSON Pointer and the levels above it."""

    def walk(
        children: Sequence[Level | Leaf], pointer: str, above: tuple[Level, ...]
    ) -> Iterator[tuple[str, tuple[Level, ...], Level | Leaf]]:
        for index, child in enumerate(children):
            yield f"{pointer}/{index}", above, child
            if isinstance(child, Level):
                yield from walk(child.children, f"{pointer}/{index}/children", (*above, child))

    yield from walk(record.indicators, "/indicators", ())


def _leaves(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Leaf]]:
    for pointer, above, child in walk_levels(record):
        if isinstance(child, Leaf):
            yield pointer, above, child


def _levels(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Level]]:
    for pointer, above, child in walk_levels(record):
        if isinstance(child, Level):
            yield pointer, above, child


def _number(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


# ---- what must be there ---------------------------------------------------------------------------------------------


@check("title")
def find_title(case: Case) -> Iterator[Fault]:
    """`2021年市级部门整体预算绩效目标表` with its year."""
    for key in ("title", "year"):
        if getattr(case.record, key) is None:
            yield Fault("warning", {"what": case.word(key)}, (f"/{key}",))


@check("header-complete")
def find_blank_header(case: Case) -> Iterator[Fault]:
    """A field that the pattern declares and the form does not print, or leaves blank."""
    header = case.record.header
    fields = case.form.pattern.header.fields
    missing = [code for code in fields if getattr(header, code) is None and f"/header/{code}" not in case.form.evidence]
    if missing:
        what = "、".join(fields[code][0] for code in missing)
        yield Fault("warning", {"what": what}, tuple(f"/header/{code}" for code in missing))


@check("funding-complete")
def find_missing_items(case: Case) -> Iterator[Fault]:
    """A breakdown or an item that the pattern declares and the form does not print."""
    printed = {(group.code, item.code) for group in case.record.funding.groups for item in group.items}
    headings = {group.code for group in case.record.funding.groups if group.label is not None}
    missing = []
    for code, part in case.form.pattern.funding.groups.items():
        if part.labels and code not in headings:
            missing.append(part.labels[0])
        missing += [words[0] for item, words in part.items.items() if (code, item) not in printed]
    if missing:
        yield Fault("warning", {"what": "、".join(missing)}, ("/funding/groups",))


@check("sections-complete")
def find_missing_sections(case: Case) -> Iterator[Fault]:
    """A part that the pattern declares and of which nothing was found."""
    pattern, record = case.form.pattern, case.record
    missing = []
    if pattern.objectives.fields and not any(objective.text for objective in record.objectives):
        missing.append("objectives")
    if pattern.tasks.columns and not record.tasks:
        missing.append("tasks")
    if pattern.indicators.columns and not any(True for _ in _leaves(record)):
        missing.append("indicators")
    if missing:
        what = "、".join(case.word(part) for part in missing)
        yield Fault("error", {"what": what}, tuple(f"/{part}" for part in missing))


# ---- money ----------------------------------------------------------------------------------------------------------


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
    """Amounts without `（万元）` or `（元）`."""
    if case.record.funding.groups and case.record.funding.unit is None:
        yield Fault("warning", {}, ("/funding/unit",))


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
                    "a_sum": _number(a_sum),
                    "b": b.label or b.code,
                    "b_sum": _number(b_sum),
                    "difference": _number(abs(a_sum - b_sum)),
                }
                yield Fault("error", names, (_pointer(case, a), _pointer(case, b)))


@check("funding-total")
def find_wrong_total(case: Case) -> Iterator[Fault]:
    """A breakdown with a printed total: its other items must add up to it."""
    for group in case.record.funding.groups:
        total = next((item.amount for item in group.items if item.code == "total"), None)
        parts = [item.amount for item in group.items if item.code != "total" and item.amount is not None]
        if total is not None and parts and sum(parts) != total:
            names = {
                "group": group.label or group.code,
                "sum": _number(sum(parts, Decimal(0))),
                "total": _number(total),
            }
            yield Fault("error", names, (_pointer(case, group),))


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
                "part_sum": _number(own),
                "total": "项目支出",
                "total_sum": _number(project[1]),
            }
            yield Fault("warning", names, (_pointer(case, group), project[0]))
        for index, item in enumerate(group.items):
            if item.amount is None:
                continue
            place = f"{_pointer(case, group)}/items/{index}/amount"
            small = next(((g, t) for g, t in totals if item.amount > t), None)
            if small is not None:
                total, total_sum = small
                names = {"part": item.label, "part_sum": _number(item.amount)}
                names |= {"total": total.label or total.code, "total_sum": _number(total_sum)}
                yield Fault("error", names, (place, _pointer(case, total)))


@check("amount-negative")
def find_negative(case: Case) -> Iterator[Fault]:
    """Money that is planned is not negative."""
    for group in case.record.funding.groups:
        for index, item in enumerate(group.items):
            if item.amount is not None and item.amount < 0:
                names = {"label": item.label, "amount": _number(item.amount)}
                yield Fault("error", names, (f"{_pointer(case, group)}/items/{index}/amount",))
    for index, task in enumerate(case.record.tasks):
        if task.amount is not None and task.amount < 0:
            names = {"label": task.name or "", "amount": _number(task.amount)}
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
            "sum": _number(total),
            "project": _number(project[1]),
            "difference": _number(abs(total - project[1])),
            "relation": case.word("more" if total > project[1] else "less"),
        }
        yield Fault("warning" if total > project[1] else "info", names, (*amounts, project[0]))


# ---- tasks ----------------------------------------------------------------------------------------------------------


@check("task-numbers")
def find_gap_in_numbers(case: Case) -> Iterator[Fault]:
    """任务1, 任务2, 任务4: one is missing."""
    numbers = [task.number for task in case.record.tasks]
    if any(number is not None for number in numbers) and numbers != list(range(1, len(numbers) + 1)):
        text = "、".join("—" if number is None else str(number) for number in numbers)
        yield Fault("warning", {"numbers": text}, tuple(f"/tasks/{k}/number" for k in range(len(numbers))))


@check("task-complete")
def find_incomplete_tasks(case: Case) -> Iterator[Fault]:
    """A task without a name, content, amount or outcome."""
    columns = [
        code for code in ("name", "content", "amount", "expected_outcome") if code in case.form.pattern.tasks.columns
    ]
    for index, task in enumerate(case.record.tasks):
        missing = [code for code in columns if getattr(task, code) is None]
        if missing:
            what = "、".join(case.word(code) for code in missing)
            pointers = tuple(f"/tasks/{index}/{code}" for code in missing)
            yield Fault("warning", {"index": index + 1, "what": what}, pointers)


# ---- indicators -----------------------------------------------------------------------------------------------------


@check("level-misplaced")
def find_misplaced_levels(case: Case) -> Iterator[Fault]:
    """`质量指标` under `效益指标`: the printed place stands, and the likely one is named."""
    tree = {level.code: level for level in case.form.pattern.indicators.levels}
    for pointer, above, level in _levels(case.record):
        if not above or level.code is None or above[0].code is None:
            continue
        expected = [first for first in tree.values() if level.code in first.children]
        if expected and above[0].code not in {first.code for first in expected}:
            names = {"name": level.name, "parent": above[0].name or above[0].code, "expected": expected[0].names[0]}
            yield Fault("warning", names, (f"{pointer}/name",))


@check("level-missing")
def find_missing_levels(case: Case) -> Iterator[Fault]:
    """A level of the pattern's tree that the form does not print: `时效指标` on the reference form."""
    printed = {(above[0].code if above else None, level.code) for _, above, level in _levels(case.record)}
    missing = []
    for first in case.form.pattern.indicators.levels:
        if (None, first.code) not in printed:
            missing.append(first.names[0])
        else:
            missing += [words[0] for code, words in first.children.items() if (first.code, code) not in printed]
    if missing:
        yield Fault("info", {"what": "、".join(missing)}, ("/indicators",))


@check("leaf-misplaced")
def find_misplaced_leaves(case: Case) -> Iterator[Fault]:
    """`各项工作完成时间` = `2021.12.31` under 质量指标 looks like 时效指标."""
    codes = {first.code: first.names[0] for first in case.form.pattern.indicators.levels}
    for first in case.form.pattern.indicators.levels:
        codes |= {code: words[0] for code, words in first.children.items()}
    for pointer, above, leaf in _leaves(case.record):
        stands = {level.code for level in above}
        dated = leaf.target is not None and leaf.target.kind == "date"
        looks = {code for code, words in LOOKS.items() if words.search(leaf.name or "")} | (
            {"timeliness"} if dated else set()
        )
        if "satisfaction" in looks and stands & {"satisfaction", "service_recipient_satisfaction"}:
            continue
        for code in sorted(looks - stands):
            if code in codes and above and None not in stands:
                names = {"name": leaf.name, "parent": above[-1].name or above[-1].code, "expected": codes[code]}
                yield Fault("info", names, (f"{pointer}/name",))


@check("leaf-complete")
def find_incomplete_leaves(case: Case) -> Iterator[Fault]:
    """An indicator without a name or a value."""
    for pointer, _, leaf in _leaves(case.record):
        for key in ("name", "value"):
            if getattr(leaf, key) is None:
                yield Fault(
                    "warning", {"name": leaf.name or leaf.value or "", "what": case.word(key)}, (f"{pointer}/{key}",)
                )


@check("leaf-duplicate")
def find_duplicate_leaves(case: Case) -> Iterator[Fault]:
    """The same indicator twice under one level."""
    seen: set[tuple[str, str | None]] = set()
    for pointer, _, leaf in _leaves(case.record):
        key = (pointer.rpartition("/")[0], leaf.name)
        if leaf.name is not None and key in seen:
            yield Fault("warning", {"name": leaf.name}, (f"{pointer}/name",))
        seen.add(key)


@check("target-suspect")
def find_suspect_targets(case: Case) -> Iterator[Fault]:
    """`292%` where `≥92%` was meant, and a date in another year than the title's."""
    for pointer, _, leaf in _leaves(case.record):
        target = leaf.target
        if target is None:
            continue
        why = None
        if target.unit == "%" and target.number is not None and max(target.number, target.number_high or 0) > 100:
            why = "over-hundred"
        elif target.date is not None and case.record.year is not None and int(target.date[:4]) != case.record.year:
            why = "other-year"
        if why:
            names = {"name": leaf.name, "value": leaf.value, "why": case.word(why)}
            yield Fault("warning", names, (f"{pointer}/value",))


@check("template-residue")
def find_template_residue(case: Case) -> Iterator[Fault]:
    """`≥**个`, `XX项目`, `★★★`: what the template printed and nobody filled in."""
    for pointer, _, leaf in _leaves(case.record):
        for key in ("name", "value"):
            text = getattr(leaf, key)
            if text is not None and TEMPLATE.search(text):
                yield Fault("warning", {"text": text}, (f"{pointer}/{key}",))
    for index, task in enumerate(case.record.tasks):
        if task.name is not None and TEMPLATE.search(task.name):
            yield Fault("warning", {"text": task.name}, (f"/tasks/{index}/name",))


# ---- labels and values ----------------------------------------------------------------------------------------------


@check("unknown-label")
def find_unknown_labels(case: Case) -> Iterator[Fault]:
    """A printed label that the pattern does not know; the nearest one is named."""
    for pointer, label in _unknown_labels(case.record):
        near = difflib.get_close_matches(label, list(case.form.pattern.labels), n=1, cutoff=0.6)
        hint = case.word("near", label=near[0]) if near else ""
        yield Fault("warning", {"label": label, "near": hint}, (pointer,))


def _unknown_labels(record: Record) -> Iterator[tuple[str, str]]:
    for index, pair in enumerate(record.header.other):
        yield f"/header/other/{index}/label", pair.label
    for number, group in enumerate(record.funding.groups):
        for index, item in enumerate(group.items):
            if item.code is None:
                yield f"/funding/groups/{number}/items/{index}/label", item.label
    for pointer, _, level in _levels(record):
        if level.code is None:
            yield f"{pointer}/name", level.name or ""


@check("unreadable-value")
def find_unreadable_values(case: Case) -> Iterator[Fault]:
    """`968.191 8` where an amount belongs: kept as evidence, not as a number."""
    for pointer, evidence in case.form.evidence.items():
        if follow(case.record, pointer) is None:
            yield Fault("error", {"raw": evidence.raw[:60]}, (pointer,))


def follow(record: Record, pointer: str) -> object:
    """Give what stands at a JSON Pointer in a record: `/tasks/0/amount`."""
    value: object = record
    for step in pointer.strip("/").split("/"):
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            value = value[int(key)]
        else:
            value = value[key] if isinstance(value, dict) else getattr(value, key)
    return value


# ---- what the reading had to decide ---------------------------------------------------------------------------------


def _row_text(case: Case, code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for finding in case.form.findings:
        if finding.code == code:
            places = {place for cell in finding.cells for place in cell.places}
            pointers = tuple(p for p, e in case.form.evidence.items() if places.intersection(e.sources))
            yield " | ".join(cell.text[:20] for cell in finding.cells), pointers


@check("repaired")
def find_repairs(case: Case) -> Iterator[Fault]:
    """`成本指标 | 预算完成率 | 100%` stands one column left of its neighbours."""
    for text, pointers in _row_text(case, "row-shifted"):
        yield Fault("warning", {"text": text}, pointers)


@check("level-inferred")
def find_inferred_levels(case: Case) -> Iterator[Fault]:
    """A first level left blank above `生态环境成本指标`."""
    for pointer, above, level in _levels(case.record):
        if level.name is None and not above:
            yield Fault("warning", {"code": level.code}, (pointer,))


@check("row-unread")
def find_unread_rows(case: Case) -> Iterator[Fault]:
    """A row whose cells fit no columns."""
    for text, pointers in _row_text(case, "row-unread"):
        yield Fault("error", {"text": text}, pointers)


@check("page-cut")
def find_doubtful_joins(case: Case) -> Iterator[Fault]:
    """A row joined over a page break that could have been two."""
    for text, pointers in _row_text(case, "page-cut-doubtful"):
        yield Fault("warning", {"text": text}, pointers)


@check("residue")
def find_residue(case: Case) -> Iterator[Fault]:
    """Text that is neither a value nor a label."""
    if case.form.residue:
        count = sum(len("".join(piece.text.split())) for piece in case.form.residue)
        text = " | ".join(piece.text[:30] for piece in case.form.residue[:3])
        yield Fault("warning", {"count": count, "text": text})


@check("unreadable-characters")
def find_unreadable_characters(case: Case) -> Iterator[Fault]:
    """Bytes that no encoding explains, characters without a Unicode value."""
    for flaw in case.flaws:
        if flaw.lost:
            yield Fault("error", {"what": say_part(flaw.code, case.language, page=flaw.page, count=flaw.count)})
    garbled = {pointer: e.raw for pointer, e in case.form.evidence.items() if GARBLED.search(e.raw)}
    if garbled:
        yield Fault("error", {"what": "、".join(raw[:20] for raw in garbled.values())}, tuple(garbled))


@check("tracked-changes")
def find_tracked_changes(case: Case) -> Iterator[Fault]:
    """A word processor's file with tracked changes, and other things that were read in one of two ways."""
    for flaw in case.flaws:
        if not flaw.lost:
            yield Fault("info", {"what": say_part(flaw.code, case.language, page=flaw.page, count=flaw.count)})


@check("ledger")
def find_lost_characters(case: Case) -> Iterator[Fault]:
    """The source's characters, counted from the file, against those that have a role."""
    ledger = case.form.ledger
    counted = ledger.values + ledger.labels + ledger.repeated + ledger.residue
    if counted != ledger.source:
        yield Fault("error", {"source": ledger.source, "counted": counted})
