"""Checks of the indicator tree (绩效指标): its levels, its indicators and their values."""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from extractor.checking import Case, Fault, Finder, Severity, register, walk_tasks
from extractor.record import Leaf, Level, Target
from extractor.targets import is_no_unit, parse_target
from extractor.values import fold, narrow

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

TEMPLATE = re.compile(
    r"\*{2,}|^\s*\*|★|☆|[XＸxｘ×]{2,}|…{2,}|\.{4,}|\?{2,}|？{2,}"
    r"|[（(【\[](?:请|须|需)?(?:填[写报]?|选填|可选填|说明|简述)[^（）()]{0,40}[)）】\]]"
    r"|^\s*(?:例如?|示例|举例)\s*[：:]|^\s*(?:请|此处|在此)(?:填写|简述|概述|说明|列出)"
)
"""What a template prints for whoever fills it in: `（≥**个）`, `XX项目`, `★★★`, `……`, `（填写具体内容）`, `例：…`."""

LOOKS = {
    "timeliness": re.compile(r"时间|时限|及时|按时|按期|工期|时效|进度"),
    "satisfaction": re.compile(r"满意度|满意率|投诉率"),
}
"""What an indicator's name says of its level, wherever it stands."""

OUTPUT_LOOKS = {
    "quality": re.compile(r"质量|合格率|达标率|优良率|准确率|正确率"),
    "cost": re.compile(r"成本|单价|费用标准|补助标准"),
}
"""What it says only among outputs: `空气质量改善` is no output, nor is `节约成本`."""

LONGEST_VALUE = 40
"""What is longer is a sentence, in which a figure may be anything."""

LONGEST_SHOWN = 80
"""So much of a text is shown in a finding."""

FAR = 5
"""So many years from the title's, no goal of a year's budget lies."""

DAY = re.compile(
    r"\D{0,4}([0-9]{3,5})(?:([-./])([0-9]{1,4})\2([0-9]{1,4})| ?年 ?([0-9]{1,4}) ?月 ?([0-9]{1,4}) ?[日号])\D{0,6}"
)
RUN_TOGETHER = re.compile(r"(?!.{4}\.(?:0?[1-9]|1[0-2])$)(?:19|20)[0-9]{2,6}\.[0-9]+")
DEADLINE = re.compile(r"[于在截至到]{0,2}([0-9]{4,5}) ?年度?(?: ?[0-9]{1,2} ?月)? ?[底末初]?[之以]?前?(?:完成)?")
LEADING_ZERO = re.compile(r"\D{0,6}0[0-9]+(?:\.[0-9]+)?[^0-9年月日号时点分:]{0,6}")
COUNT = re.compile(r"(?:[个次人户件台套场]数|数量|场次|时间|日期)$")
RATE = re.compile(r"(?:率|比例|占比|满意度)$")
NOTES = frozenset({"per-cent", "no-per-cent"})
DIGIT = re.compile(r"[0-9零一二两三四五六七八九十百千]")


@check("level-misplaced")
def find_misplaced_levels(case: Case) -> Iterator[Fault]:
    """`质量指标` under `效益指标`: the printed place stands, and the likely one is named."""
    tree = {level.code: level for level in case.form.pattern.indicators.levels}
    for pointer, above, level in case.levels:
        first_code = above[0].code if above else ""
        if level.code is None or first_code is None or (not above and level.code in tree):
            continue
        expected = [first for first in tree.values() if level.code in first.children]
        if expected and first_code not in {first.code for first in expected}:
            parent = (above[0].name or above[0].code) if above else "—"
            meant = _name_meant(case, above[0], level) if above else None
            instead = case.word("meant", label=meant) if meant else ""
            names = {"name": level.name, "parent": parent, "expected": expected[0].names[0], "instead": instead}
            yield Fault("warning", names, (f"{pointer}/name",))


def _name_meant(case: Case, parent: Level, level: Level) -> str | None:
    """Give the level that a misplaced one stands in for: the only one between its neighbours that is not printed."""
    first = next((first for first in case.form.pattern.indicators.levels if first.code == parent.code), None)
    if first is None:
        return None
    order = list(first.children)
    printed = [child for child in parent.children if isinstance(child, Level)]
    at = next(index for index, child in enumerate(printed) if child is level)
    before = [order.index(child.code) for child in printed[:at] if child.code in order]
    after = [order.index(child.code) for child in printed[at + 1 :] if child.code in order]
    between = order[max(before, default=-1) + 1 : min(after, default=len(order))]
    codes = {child.code for child in printed}
    missing = [code for code in between if code not in codes]
    return first.children[missing[0]][0] if len(missing) == 1 else None


@check("level-missing")
def find_missing_levels(case: Case) -> Iterator[Fault]:
    """A level of the pattern's tree that the form does not print: `时效指标` on the reference form."""
    if not case.form.pattern.indicators.all_levels:
        return
    printed = {(above[0].code if above else None, level.code) for _, above, level in case.levels}
    missing = []
    for first in case.form.pattern.indicators.levels:
        if (None, first.code) not in printed:
            missing.append(first.names[0])
        else:
            missing += [words[0] for code, words in first.children.items() if (first.code, code) not in printed]
    if missing:
        yield Fault("info", {"what": "、".join(missing)}, ("/indicators",))


@check("leaf-without-level")
def find_leaves_without_level(case: Case) -> Iterator[Fault]:
    """`会议次数` above the first `产出指标`: nothing says which level it belongs to."""
    for pointer, above, leaf in case.leaves:
        if not above and case.form.pattern.indicators.levels:
            yield Fault("warning", {"name": leaf.name or leaf.value or ""}, (f"{pointer}/name",))


@check("leaf-misplaced")
def find_misplaced_leaves(case: Case) -> Iterator[Fault]:
    """`各项工作完成时间` = `2021.12.31` under 质量指标 looks like 时效指标."""
    codes = {first.code: first.names[0] for first in case.form.pattern.indicators.levels}
    for first in case.form.pattern.indicators.levels:
        codes |= {code: words[0] for code, words in first.children.items()}
    for pointer, above, leaf in case.leaves:
        stands = {level.code for level in above}
        dated = leaf.target is not None and leaf.target.kind == "date"
        rules = {**LOOKS, **OUTPUT_LOOKS} if stands & {"quantity", "quality", "timeliness"} else LOOKS
        looks = {code for code, words in rules.items() if words.search(leaf.name or "")}
        looks |= {"timeliness"} if dated else set()
        if "satisfaction" in looks and stands & {"satisfaction", "service_recipient_satisfaction"}:
            continue
        if looks & stands or None in stands or not above:
            continue  # `验收合格及时率` under 时效指标 suits it, whatever else it names.
        for code in sorted(looks):
            if code in codes:
                names = {"name": leaf.name, "parent": above[-1].name or above[-1].code, "expected": codes[code]}
                yield Fault("info", names, (f"{pointer}/name",))


@check("leaf-complete")
def find_incomplete_leaves(case: Case) -> Iterator[Fault]:
    """An indicator without a value, or without a name, for which a mark such as `无` may stand."""
    for pointer, _, leaf in case.leaves:
        nameless = leaf.name is None or case.form.pattern.is_blank(leaf.name)
        if nameless:
            names = {"name": leaf.value or leaf.name or "", "what": case.word("name")}
            yield Fault("warning", names, (f"{pointer}/name",))
        if leaf.value is None:
            yield Fault("warning", {"name": leaf.name or "", "what": case.word("value")}, (f"{pointer}/value",))


@check("leaf-duplicate")
def find_duplicate_leaves(case: Case) -> Iterator[Fault]:
    """The same indicator twice under one level."""
    seen: set[tuple[str, str | None]] = set()
    for pointer, _, leaf in case.leaves:
        key = (pointer.rpartition("/")[0], leaf.name)
        if leaf.name is not None and key in seen:
            yield Fault("warning", {"name": leaf.name}, (f"{pointer}/name",))
        seen.add(key)


@check("leaf-suspect")
def find_suspect_leaves(case: Case) -> Iterator[Fault]:
    """A name that is only a number (`100%`), the name of a level (`质量指标`), or the same as its value (`及时率`)."""
    pattern = case.form.pattern
    for pointer, _, leaf in case.leaves:
        if leaf.name is None:
            continue
        meaning = parse_target(leaf.name, blanks=pattern.values.blanks)
        labels = {label.role for label in pattern.find(leaf.name) if label.part == "indicators"}
        if meaning is not None and meaning.kind != "text":
            why = "only-number"
        elif labels & {"level_1", "level_2", "column"}:
            why = "is-label"
        elif leaf.value is not None and fold(leaf.value) == fold(leaf.name):
            why = "is-value"
        else:
            continue
        severity: Severity = "info" if why == "is-value" else "warning"
        yield Fault(severity, {"name": leaf.name, "why": case.word(why)}, (f"{pointer}/name",))


@check("target-suspect")
def find_suspect_targets(case: Case) -> Iterator[Fault]:
    """`292%` where `≥92%` was meant, a date in another year than the title's, and values that are no value.

    Such are `2021.21.31`, `010%`, `小于%`, and one whose unit's column holds no unit (`10`). A count in per cent
    (`会议次数` = `100%`) is worth a note, and so is a rate without (`参加会议率` = `3`).
    """
    for pointer, _, leaf in case.leaves:
        why = _find_doubt(leaf, case.record.year)
        if why:
            names = {"name": leaf.name, "value": leaf.value, "why": case.word(why)}
            yield Fault("info" if why in NOTES else "warning", names, (f"{pointer}/value",))


def _find_doubt(leaf: Leaf, year: int | None) -> str | None:
    """Give the word for what is wrong with a value, None where nothing is."""
    target = leaf.target
    if target is None or leaf.value is None:
        return None
    if is_no_unit(leaf.extra.get("unit") or ""):
        return "unit-column"
    if target.unit == "%" and target.number is not None and max(target.number, target.number_high or 0) > 100:
        return "over-hundred"
    if target.date is not None:
        return "other-year" if year is not None and int(target.date[:4]) != year else None
    if target.kind == "number" and (why := _doubt_unit(leaf, target)) is not None:
        return why
    value = narrow(leaf.value).strip()
    return _doubt_text(value, leaf.name or "", year) if len(value) <= LONGEST_VALUE else None


def _doubt_unit(leaf: Leaf, target: Target) -> str | None:
    """Give the word for a number whose unit does not suit the indicator's name."""
    name = leaf.name or ""
    if target.unit in ("%", "‰"):
        return "per-cent" if COUNT.search(name) else None
    bare = target.unit is None and target.number != 0 and "unit" not in leaf.extra
    return "no-per-cent" if bare and RATE.search(name) else None


def _doubt_text(value: str, name: str, year: int | None) -> str | None:
    """Give the word for what is wrong with a value that looks like a number or a day and was not understood as one."""
    if LEADING_ZERO.fullmatch(value):
        return "leading-zero"
    if "%" in value and not DIGIT.search(value):
        return "no-digit"
    if RUN_TOGETHER.fullmatch(value) and LOOKS["timeliness"].search(name):
        return "no-day"
    if day := DAY.fullmatch(value):
        printed = [int(part) for part in day.groups() if part is not None and part.isdigit()]
        try:
            date(*printed)
        except ValueError:
            return "no-day"
        return "other-year" if year is not None and printed[0] != year else None
    deadline = DEADLINE.fullmatch(value)
    return "other-year" if deadline and year is not None and abs(int(deadline[1]) - year) > FAR else None


@check("template-residue")
def find_template_residue(case: Case) -> Iterator[Fault]:
    """`≥**个`, `XX项目`, `（填写具体内容）`: what the template printed and nobody replaced."""
    for pointer, text in _walk_answers(case):
        if text is not None and TEMPLATE.search(text):
            yield Fault("warning", {"text": text[:LONGEST_SHOWN]}, (pointer,))


def _walk_answers(case: Case) -> Iterator[tuple[str, str | None]]:
    """Give all texts that somebody filled in, with their JSON Pointers."""
    record = case.record
    for key, value in record.header:
        if isinstance(value, str):
            yield f"/header/{key}", value
    for index, objective in enumerate(record.objectives):
        yield f"/objectives/{index}/text", objective.text
    for pointer, task in walk_tasks(record):
        for key in ("name", "content", "expected_outcome"):
            yield f"{pointer}/{key}", getattr(task, key)
    for pointer, _, leaf in case.leaves:
        yield f"{pointer}/name", leaf.name
        yield f"{pointer}/value", leaf.value
