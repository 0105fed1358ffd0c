"""Checks of what a form must have: its title and head, the sections, the objective."""

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import partial

from extractor.checking import Case, Fault, Finder, register
from extractor.values import fold

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

NEARLY = 0.85
"""How alike (from 0 to 1) a printed title and a declared one are where one was meant for the other."""

TITLE_YEAR = re.compile(r"^(?:附[件表][\d一二三四五六七八九十.-]*)?(?:[\d〇○零一二三四五六七八九]{2,4}(?:年度?)?)?")
TITLE_TAIL = re.compile(r"\([^()]*\)$")
NAMED = re.compile(
    r".+[省市县区州旗盟镇乡村局委办厅院所校站会社团处馆队部]|.+中心|(?:.+[省市县区州])?[省市县区州旗镇乡本]级|.*部门(?:预算)?"
)
"""What may stand before a declared title: a place, a body, a level of government."""


@check("title")
def find_title(case: Case) -> Iterator[Fault]:
    """`2021年市级部门整体预算绩效目标表` with its year; `2021年表级部门整体预算绩效目标表` is misprinted."""
    for key in ("title", "year"):
        if getattr(case.record, key) is None:
            what = case.word("not-found", what=case.word(key))
            yield Fault("warning", {"what": what}, (f"/{key}",))
    declared = case.form.pattern.identify.title
    title = fold(case.record.title or "")
    bare = TITLE_TAIL.sub("", TITLE_YEAR.sub("", title))
    near = difflib.get_close_matches(bare, [fold(each) for each in declared], n=1, cutoff=NEARLY)
    if case.form.pattern.identify.generic:
        return
    if near and bare != near[0] and not _is_named(bare, [fold(each) for each in declared]):
        what = case.word("nearly", printed=case.record.title, declared=next(t for t in declared if fold(t) == near[0]))
        yield Fault("warning", {"what": what}, ("/title",))


def _is_named(title: str, declared: Sequence[str]) -> bool:
    """Tell whether a title is a declared one, alone or with a place or body before it: `湛江市部门整体…`."""
    leads = [title.removesuffix(each) for each in declared if title.endswith(each)]
    return any(not lead or NAMED.fullmatch(lead) for lead in leads)


@check("header-complete")
def find_blank_header(case: Case) -> Iterator[Fault]:
    """A field that the pattern declares and the form does not print, or leaves blank.

    One that the pattern calls optional may be absent, but not blank.
    """
    header = case.record.header
    fields = {} if case.form.pattern.identify.generic else case.form.pattern.header.fields
    optional = set(case.form.pattern.header.optional) - header.model_fields_set
    missing = [
        code
        for code in fields
        if code not in optional and getattr(header, code) is None and f"/header/{code}" not in case.form.evidence
    ]
    if missing:
        what = "、".join(fields[code][0] for code in missing)
        yield Fault("warning", {"what": what}, tuple(f"/header/{code}" for code in missing))


@check("dates-order")
def find_dates_out_of_order(case: Case) -> Iterator[Fault]:
    """A project that ends (计划完成日期) before it starts (计划开始日期)."""
    start, end = case.record.header.start_date, case.record.header.end_date
    if start is not None and end is not None and end < start:
        yield Fault("error", {"start": start, "end": end}, ("/header/start_date", "/header/end_date"))


@check("sections-complete")
def find_missing_sections(case: Case) -> Iterator[Fault]:
    """A part that the pattern declares and of which nothing was found; not every layout has tasks."""
    pattern, record = case.form.pattern, case.record
    missing = []
    if pattern.objectives.fields and not any(objective.text for objective in record.objectives):
        missing.append("objectives")
    if pattern.tasks.columns and not record.tasks and not pattern.identify.generic:
        missing.append("tasks")
    if pattern.indicators.columns and not case.leaves:
        missing.append("indicators")
    if missing:
        what = "、".join(case.word(part) for part in missing)
        yield Fault("error", {"what": what}, tuple(f"/{part}" for part in missing))


@check("objective-duplicate")
def find_duplicate_objectives(case: Case) -> Iterator[Fault]:
    """`总体绩效目标` printed twice. Of other objectives, whose kind is not known, there may be several."""
    seen: set[str] = set()
    for index, objective in enumerate(case.record.objectives):
        if objective.code in seen and objective.code != "other":
            yield Fault("warning", {"label": objective.label}, (f"/objectives/{index}",))
        seen.add(objective.code)
