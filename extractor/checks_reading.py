"""Checks of the reading: labels and values not understood, what was repaired, and what is left over."""

import difflib
import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from extractor.checking import Case, Fault, Finder, find_rows, register
from extractor.document import Flaw, PageBox
from extractor.messages.language import Language
from extractor.messages.problems import say_part
from extractor.record import Evidence, Record
from extractor.values import TOTALS, fold, label_forms
from extractor.wraps import find_habits, is_beside_bracket, is_guess, may_set_off_brackets

FINDERS: dict[str, Finder] = {}
check = partial(register, FINDERS)

GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f]")


@check("generic-pattern")
def find_general_reading(case: Case) -> Iterator[Fault]:
    """A layout that no pattern describes, read by the words that forms of its kind have in common."""
    if case.form.pattern.identify.generic:
        yield Fault("warning", {"pattern": case.form.pattern.name})


@check("unknown-label")
def find_unknown_labels(case: Case) -> Iterator[Fault]:
    """A printed label that the pattern does not know; the nearest one is named."""
    labels = list(case.form.pattern.labels)
    seen: dict[str, list[str]] = {}
    for pointer, label in _unknown_labels(case):
        near = seen.get(label)
        if near is None:
            elsewhere = any(form in case.form.pattern.labels for form in label_forms(fold(label)))
            near = [] if elsewhere else difflib.get_close_matches(label, labels, n=1, cutoff=0.6)
            seen[label] = near
        hint = case.word("near", label=near[0]) if near else ""
        yield Fault("warning", {"label": label, "near": hint}, (pointer,))


def _unknown_labels(case: Case) -> Iterator[tuple[str, str]]:
    record, pattern = case.record, case.form.pattern
    for index, pair in enumerate(record.header.other):
        known = any(label.role == "other" for label in pattern.find(pair.label))
        if not known and fold(pair.label) not in TOTALS:
            yield f"/header/other/{index}/label", pair.label
    for number, group in enumerate(record.funding.groups):
        part = pattern.funding.groups.get(group.code or "")
        for index, item in enumerate(group.items):
            if item.code is None and not (part and part.open):
                yield f"/funding/groups/{number}/items/{index}/label", item.label
    for pointer, _, level in case.levels:
        if level.code is None:
            yield f"{pointer}/name", level.name or ""


PARSED = re.compile(r"/(?:amount|number|year|staff_\w+|subordinate_units|(?:start|end)_date)$")
"""The values that are parsed from what is printed, and may fail to be."""


@check("unreadable-value")
def find_unreadable_values(case: Case) -> Iterator[Fault]:
    """`968.191 8` where an amount belongs: kept as evidence, not as a number."""
    for pointer, evidence in case.form.evidence.items():
        if PARSED.search(pointer) and follow(case.record, pointer) is None:
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


@check("repaired")
def find_repairs(case: Case) -> Iterator[Fault]:
    """`成本指标 | 预算完成率 | 100%` stands one column left of its neighbours."""
    for text, pointers in find_rows(case, "row-shifted"):
        yield Fault("warning", {"text": text}, pointers)


@check("level-inferred")
def find_inferred_levels(case: Case) -> Iterator[Fault]:
    """A first level left blank above `生态环境成本指标`."""
    for pointer, above, level in case.levels:
        if level.name is None and not above:
            yield Fault("warning", {"code": level.code}, (pointer,))


@check("row-unread")
def find_unread_rows(case: Case) -> Iterator[Fault]:
    """A row whose cells fit no columns."""
    for text, pointers in find_rows(case, "row-unread"):
        yield Fault("error", {"text": text}, pointers)


@check("many-projects")
def find_many_projects(case: Case) -> Iterator[Fault]:
    """A table with `项目名称` among the headings of its indicators: each project should be a form of its own."""
    for text, _ in find_rows(case, "many-projects"):
        yield Fault("error", {"text": text}, ("/indicators",))


@check("project-doubtful")
def find_doubtful_projects(case: Case) -> Iterator[Fault]:
    """A row of a table of projects with the name of the project above it, and another amount."""
    for text, pointers in find_rows(case, "project-doubtful"):
        yield Fault("warning", {"text": text}, pointers)


@check("period-unnamed")
def find_unnamed_periods(case: Case) -> Iterator[Fault]:
    """Indicators in blocks side by side, and nothing printed that says for which period each block is."""
    for text, _ in find_rows(case, "period-unnamed"):
        yield Fault("warning", {"text": text}, ("/indicators",))


@check("columns-alike")
def find_columns_alike(case: Case) -> Iterator[Fault]:
    """`指标值 | 目标值`: two headings that mean the same, of which only one can be the value's."""
    for text, _ in find_rows(case, "columns-alike"):
        yield Fault("warning", {"text": text}, ("/indicators",))


@check("levels-lowered")
def find_lowered_levels(case: Case) -> Iterator[Fault]:
    """`数量指标` below `一级指标`, and names of indicators below `二级指标`."""
    for text, _ in find_rows(case, "levels-lowered"):
        yield Fault("warning", {"text": text}, ("/indicators",))


@check("line-cells")
def find_cells_on_lines(case: Case) -> Iterator[Fault]:
    """A form copied as a column of lines, whose blank cells and row ends are lost."""
    if any(finding.code == "line-cells" for finding in case.form.findings):
        yield Fault("warning")


@check("page-cut")
def find_doubtful_joins(case: Case) -> Iterator[Fault]:
    """A row joined over a page break that could have been two."""
    for text, pointers in find_rows(case, "page-cut-doubtful"):
        yield Fault("warning", {"text": text}, pointers)


@check("page-end")
def find_broken_texts(case: Case) -> Iterator[Fault]:
    """A row that fills its page and ends there in the middle of a sentence: some programs print no more of it."""
    for text, pointers in find_rows(case, "page-end"):
        yield Fault("warning", {"text": text}, pointers)


@check("form-end")
def find_doubtful_ends(case: Case) -> Iterator[Fault]:
    """A row of a table right below the form that begins none of its own: it may be the form's."""
    for text, _ in find_rows(case, "form-end"):
        yield Fault("warning", {"text": text})


@check("wrap-space")
def find_doubtful_spaces(case: Case) -> Iterator[Fault]:
    """`《决定》` at a line's end and `(〔2021〕9号)` below it, in a form that prints `县 (市` with a space."""
    wrapped = [
        (pointer, before, after)
        for pointer, evidence in case.form.evidence.items()
        if "\n" in evidence.raw and _is_on_page(evidence)
        for before, after in pairwise(line for line in evidence.raw.split("\n") if line)
        if is_beside_bracket(before, after)
    ]
    if not wrapped:
        return
    printed = (evidence.raw for evidence in case.form.evidence.values() if _is_on_page(evidence))
    habits = find_habits(line for raw in printed for line in raw.split("\n"))
    if not may_set_off_brackets(habits):
        return
    for pointer, before, after in wrapped:
        if is_guess(before, after, habits):
            yield Fault("warning", {"text": f"{before[-10:]} | {after[:10]}"}, (pointer,))


def _is_on_page(evidence: Evidence) -> bool:
    return any(isinstance(source, PageBox) for source in evidence.sources)


@check("alignment")
def find_doubtful_cuts(case: Case) -> Iterator[Fault]:
    """A row without rulings around its cells that could be cut in another way."""
    for text, pointers in find_rows(case, "alignment-doubtful"):
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
            yield Fault("error", {"what": _say(flaw, case.language)})
    garbled = {pointer: e.raw for pointer, e in case.form.evidence.items() if GARBLED.search(e.raw)}
    if garbled:
        yield Fault("error", {"what": "、".join(raw[:20] for raw in garbled.values())}, tuple(garbled))


SAID_APART = frozenset({"converted", "label-snapped"})
"""Flaws that checks of their own tell."""


@check("tracked-changes")
def find_tracked_changes(case: Case) -> Iterator[Fault]:
    """A word processor's file with tracked changes, and other things that were read in one of two ways."""
    for flaw in case.flaws:
        if not flaw.lost and flaw.code not in SAID_APART:
            yield Fault("info", {"what": _say(flaw, case.language)})


def _say(flaw: Flaw, language: Language) -> str:
    return say_part(flaw.code, language, page=flaw.page, count=flaw.count, detail=flaw.detail)


@check("ledger")
def find_lost_characters(case: Case) -> Iterator[Fault]:
    """The source's characters, counted from the file, against those that have a role."""
    ledger = case.form.ledger
    counted = ledger.values + ledger.labels + ledger.repeated + ledger.residue
    if counted != ledger.source:
        yield Fault("error", {"source": ledger.source, "counted": counted})
