"""What needs a person first: for each field the reasons to look at it, for each document how much there is to look at.

Enters: forms, and what is usual for a field in the whole batch. Leaves: reasons with their weights. Nothing here knows
of files or pages, and nothing is decided for good: it is an order in which to look.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from extractor.layout import PAGE_NUMBER
from extractor.places import Value, walk_values
from extractor.record import Check, Extraction, Form
from extractor.values import clean

WEIGHTS: Mapping[str, int] = {
    "check-error": 100,
    "unread": 80,
    "check-warning": 50,
    "repaired": 40,
    "unsure": 30,
    "outlier": 25,
    "template": 20,
    "garbled": 20,
    "half-sure": 12,
    "check-info": 10,
    "alignment": 8,
    "carried": 5,
}
"""How much each reason weighs. A value that printed something and became null is `unread`."""

UNSURE, HALF_SURE = 0.8, 0.95
"""Recognised text of less confidence than these is `unsure` or `half-sure`, unless the form's sums hold with it."""

LOOK = 10
"""A field whose reasons weigh so much needs a look."""

STATUSES: Mapping[str, int] = {"partial": 600, "error": 500, "no_form": 30, "review": 0, "ok": 0}
"""What a document's status adds to its risk: of what could not be read, all may be missing."""

RESIDUE = 20
"""What a piece of text that was left over adds to its document's risk; page numbers add nothing."""

MOST_COUNTED = 3
"""The same reason counts for so many fields of a document at most: a table without rulings is one thing to know."""

FEWEST_TO_COMPARE = 20
"""Of a field with fewer amounts, none is called unusual."""

FAR = 6.0
"""An amount so many times as far from the middle as is usual for its field is unusual (on a scale of magnitudes)."""

# What a template leaves behind where nobody filled it in: `XX`, `**`, `★★★`, `（≥**个）`.
_TEMPLATE = re.compile(r"(?<![A-Za-z])[Xx×]{2,}(?![A-Za-z])|[*＊]{2,}|★|请填写|填写说明")
_GARBLED = re.compile("[\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Usual:
    """What is usual for an amount in a batch: the middle of its magnitudes, and how far they are from it."""

    middle: float
    spread: float


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field needs a look: a stable name and, of a check, which one of the form's."""

    code: str
    check: int | None = None


Magnitudes = Mapping[str, Sequence[float]]
"""The magnitudes of the amounts of each field, by the field's name."""


def find_usual(magnitudes: Magnitudes) -> dict[str, Usual]:
    """Give what is usual for each field that has enough amounts to tell."""
    usual = {}
    for name, values in magnitudes.items():
        if len(values) >= FEWEST_TO_COMPARE:
            middle = median(values)
            usual[name] = Usual(middle, max(median(abs(value - middle) for value in values), 0.1))
    return usual


def measure(amount: object) -> float | None:
    """Give the magnitude of an amount; None for what is none, and for 0, which says nothing of a magnitude."""
    if not isinstance(amount, Decimal) or not amount:
        return None
    return float(abs(amount).log10())


def weigh_fields(form: Form, names: Mapping[str, str], usual: Mapping[str, Usual]) -> dict[str, tuple[Reason, ...]]:
    """Give the reasons to look at each field of a form, the heaviest first; fields without one are left out.

    Args:
        form: the form.
        names: of each pointer, the name of the field, the same in all forms.
        usual: what is usual for amounts, by the name of their field.
    """
    values = list(walk_values(form))
    found: dict[str, list[Reason]] = {}
    for number, check in enumerate(form.checks):
        for pointer in find_fields(check, values):
            found.setdefault(pointer, []).append(Reason(f"check-{check.severity}", number))
    for value in values:
        reasons = list(_judge(value, form, usual.get(names.get(value.pointer, ""))))
        if reasons:
            found.setdefault(value.pointer, []).extend(reasons)
    return {pointer: tuple(sorted(reasons, key=_weigh, reverse=True)) for pointer, reasons in found.items()}


def find_fields(check: Check, values: Sequence[Value]) -> list[str]:
    """Give the fields that a failed check is about: those it points at, or the first one below what it points at."""
    if check.status != "fail":
        return []
    known = {value.pointer for value in values}
    fields: dict[str, None] = {}
    for pointer in check.pointers:
        if pointer in known:
            fields[pointer] = None
        elif below := next((v.pointer for v in values if v.pointer.startswith(f"{pointer}/")), None):
            fields[below] = None
    return list(fields)


def _judge(value: Value, form: Form, usual: Usual | None) -> Iterable[Reason]:
    evidence = form.evidence[value.pointer]
    if value.value is None and clean(evidence.raw):
        yield Reason("unread")
    if evidence.how in ("repaired", "carried"):
        yield Reason(evidence.how)
    if evidence.structure == "alignment":
        yield Reason("alignment")
    if evidence.confidence is not None and evidence.confidence < HALF_SURE and not evidence.confirmed:
        yield Reason("unsure" if evidence.confidence < UNSURE else "half-sure")
    magnitude = measure(value.value) if value.field_class == "amount" else None
    if usual is not None and magnitude is not None and abs(magnitude - usual.middle) > FAR * usual.spread:
        yield Reason("outlier")
    if isinstance(value.value, str):
        if _TEMPLATE.search(value.value):
            yield Reason("template")
        if _GARBLED.search(value.value):
            yield Reason("garbled")


def _weigh(reason: Reason) -> int:
    return WEIGHTS[reason.code]


def weigh(reasons: Iterable[Reason]) -> int:
    """Give how much the reasons to look at a field weigh in all."""
    return sum(map(_weigh, reasons))


def needs_look(reasons: Iterable[Reason]) -> bool:
    """Tell whether a person should look at a field."""
    return weigh(reasons) >= LOOK


def weigh_document(extraction: Extraction, fields: Iterable[Iterable[Reason]]) -> int:
    """Give a document's risk: what became of it, failed checks that point at no field, its fields, what was left over.

    Args:
        extraction: of the document.
        fields: the reasons of each field of all its forms.
    """
    told = Counter(reason for reasons in fields for reason in reasons)
    risk = STATUSES[extraction.status]
    risk += sum(_weigh(reason) * min(count, MOST_COUNTED) for reason, count in told.items())
    for form in extraction.forms:
        risk += RESIDUE * sum(PAGE_NUMBER.match(piece.text.strip()) is None for piece in form.residue)
        values = list(walk_values(form))
        aimless = (check for check in form.checks if check.status == "fail" and not find_fields(check, values))
        risk += sum(WEIGHTS[f"check-{check.severity}"] for check in aimless)
    return risk
