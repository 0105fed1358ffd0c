"""The same field in many documents: its name, by which forms are compared and the contact wall is filled.

Enters: a form. Leaves: for each of its fields a name that does not depend on where in the form it stands: a word of
the page, and after a blank what the form itself calls the field.
"""

from collections.abc import Mapping
from typing import Any

from extractor.places import find_value, split_pointer, walk_values
from extractor.record import Form


def name_fields(form: Form) -> dict[str, str]:
    """Give each field's name by its JSON Pointer: `amount 按支出类型划分 · 基本支出`, `header-unit_name`."""
    record = form.record.model_dump()
    return {value.pointer: _name(value.pointer, record) for value in walk_values(form)}


def _name(pointer: str, record: Mapping[str, Any]) -> str:  # noqa: PLR0911 - a case, a name
    match split_pointer(pointer):
        case ["header", "other", index, "value"]:
            return f"other {record['header']['other'][int(index)]['label']}"
        case ["header", code]:
            return f"header-{code}"
        case ["funding", "groups", group, "items", item, "amount"]:
            found = record["funding"]["groups"][int(group)]
            inner = found["items"][int(item)]
            return f"amount {' · '.join(filter(None, (found['label'] or found['code'], inner['label'])))}"
        case ["objectives", index, "text"]:
            return f"objective {record['objectives'][int(index)]['code']}"
        case ["tasks" | "other_tasks", _, code]:
            return f"task-{code}"
        case ["indicators", *_, "extra", code]:
            return f"extra-{code}"
        case ["indicators", *_, key]:
            return f"{_name_node(pointer, record)}-{key}"
        case ["title" | "attachment" | "year" as code]:
            return code
        case _:
            return "labels"


def _name_node(pointer: str, record: Mapping[str, Any]) -> str:
    node = find_value(record, pointer.rpartition("/")[0])
    return "level" if "children" in node else "indicator"
