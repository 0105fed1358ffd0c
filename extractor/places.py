"""Where a value stands among all results: its document, its form, its pointer, and what class of field it is.

Enters: a form's record as plain data, pointers, names. Leaves: names that stay the same from run to run. A form is
(document, index from 0); a value is (document, form, JSON Pointer into `record`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any, Literal, get_args
from urllib.parse import quote

from extractor.record import Form, Header

FieldClass = Literal["amount", "count", "date", "name", "text", "label", "level", "value", "extra", "mark"]
"""What a printed field holds: money, a whole number, a day, the name of a unit, project, task or indicator, a sentence,
a label as printed, a level of the indicators, an indicator's value, a further column of it, a mark for a blank row."""

FIELD_CLASSES: tuple[FieldClass, ...] = get_args(FieldClass)

Scalar = str | int | Decimal | None
"""A value of the record."""

NOTHING = object()
"""Stands where a pointer leads nowhere."""

COUNTS = frozenset({"staff_active", "staff_retired", "staff_total", "subordinate_units"})
DATES = frozenset({"start_date", "end_date"})
NAMES = frozenset({"unit_name", "department_name", "implementing_unit", "project_name"})

_FIELDS: Mapping[str, FieldClass] = {
    "title": "text",
    "attachment": "text",
    "year": "count",
    **{f"header/{code}": "text" for code in Header.model_fields if code != "other"},
    **{f"header/{code}": "count" for code in COUNTS},
    **{f"header/{code}": "date" for code in DATES},
    **{f"header/{code}": "name" for code in NAMES},
    "header/other/*/label": "label",
    "header/other/*/value": "text",
    "funding/unit": "label",
    "funding/groups/*/label": "label",
    "funding/groups/*/items/*/label": "label",
    "funding/groups/*/items/*/amount": "amount",
    "objectives/*/label": "label",
    "objectives/*/text": "text",
    **{f"{tasks}/*/number": "count" for tasks in ("tasks", "other_tasks")},
    **{f"{tasks}/*/name": "name" for tasks in ("tasks", "other_tasks")},
    **{f"{tasks}/*/content": "text" for tasks in ("tasks", "other_tasks")},
    **{f"{tasks}/*/amount": "amount" for tasks in ("tasks", "other_tasks")},
    **{f"{tasks}/*/expected_outcome": "text" for tasks in ("tasks", "other_tasks")},
}
"""The class of each field of the record, indexes as `*`; indicators apart, which are a tree."""

_LEVEL: Mapping[str, FieldClass] = {"name": "level", "blank": "mark"}
_LEAF: Mapping[str, FieldClass] = {"name": "name", "value": "value"}
_LONGEST_ENDING = 9


@dataclass(frozen=True, slots=True)
class Value:
    """A printed value of a form: its JSON Pointer into the record, its class, and the value as extracted."""

    pointer: str
    field_class: FieldClass
    value: Scalar


def find_ending(name: str) -> str:
    """Give the ending of a file's name in lower case, such as `.pdf`; strange ones count as none."""
    ending = PurePosixPath(name).suffix.lower()
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING else ""


def document_id(sha256: str, name: str) -> str:
    """Name a document by its content, as a batch names its JSON: `3fa0….pdf` for the hash and `信访局.PDF`."""
    return f"{sha256}{find_ending(name)}"


def link_value(document: str, form: int, pointer: str) -> str:
    """Give the fragment under which the review page shows a value: `#/3fa0….pdf/0/funding/groups/0/items/0/amount`."""
    return f"#/{quote(document, safe='')}/{form}{quote(pointer, safe='/~')}"


def split_pointer(pointer: str) -> list[str]:
    """Give the keys and indexes of a JSON Pointer (RFC 6901); the whole has none."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def find_value(record: Any, pointer: str) -> Any:
    """Give what stands at a pointer of plain data; `NOTHING` where it leads nowhere."""
    if pointer and not pointer.startswith("/"):
        return NOTHING
    here = record
    for step in split_pointer(pointer):
        if isinstance(here, Mapping) and step in here:
            here = here[step]
        elif isinstance(here, list) and _is_index(step) and int(step) < len(here):
            here = here[int(step)]
        else:
            return NOTHING
    return here


def _is_index(step: str) -> bool:
    return step.isascii() and step.isdigit() and len(step) < 10 and (step == "0" or not step.startswith("0"))


def classify(record: Mapping[str, Any], pointer: str) -> FieldClass | None:
    """Give the class of the field at a pointer of a record's plain data.

    None for what is no printed field: lists and objects, codes and targets (they are derived), pointers to nowhere.
    """
    value, steps = find_value(record, pointer), split_pointer(pointer)
    if value is NOTHING or isinstance(value, (Mapping, list)):
        return None
    if steps[0] != "indicators":
        return _FIELDS.get("/".join("*" if _is_index(step) else step for step in steps))
    if len(steps) > 3 and steps[-2] == "extra":
        return "extra"
    node = find_value(record, pointer.rpartition("/")[0])
    return (_LEVEL if "children" in node else _LEAF if "value" in node else {}).get(steps[-1])


def walk_values(form: Form) -> Iterator[Value]:
    """Give every field of a form for which the source prints something, in the record's order.

    A field with something printed that the program cannot understand is among them, with null as its value.
    """
    record = form.record.model_dump()
    for pointer in form.evidence:
        field_class = classify(record, pointer)
        if field_class is not None:
            yield Value(pointer, field_class, find_value(record, pointer))
