"""A record read from a scan beside the one that was typed: what differs, and whether anything says so.

Enters: two extractions. Leaves: the fields that differ, each with whether a failed check or the status points at it.
What no eye tells apart on paper is no difference: the width of punctuation, spaces, `≧` and `≥`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.record import Extraction, Form

SPACE = re.compile(r"\s+")
DERIVED = re.compile(r"/(?:code|kind|operator|target(?:/.*)?)$")
"""Fields that follow from printed ones."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its JSON Pointer, what was typed, what was read, and whether anything points at it."""

    pointer: str
    typed: object
    read: object
    flagged: bool


def simplify(value: object) -> object:
    """Give a value without what no eye tells apart on paper."""
    if not isinstance(value, str):
        return value
    return SPACE.sub("", unicodedata.normalize("NFKC", value)).replace("≧", "≥").replace("\u2019", "'")


def list_fields(form: Form) -> dict[str, object]:
    """Give a record's printed fields by their JSON Pointers."""
    fields = _walk(form.record.model_dump(), "")
    return {pointer: simplify(value) for pointer, value in fields if not DERIVED.search(pointer)}


def _walk(value: Any, pointer: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _walk(part, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walk(part, f"{pointer}/{index}")
    else:
        yield pointer, value


def compare(typed: Extraction, read: Extraction) -> list[Difference]:
    """Give the fields of the typed form that the read one has otherwise or lacks, and those that it has too many."""
    refused = read.status in {"error", "no_form", "partial"}
    differences: list[Difference] = []
    for index, form in enumerate(typed.forms):
        other = read.forms[index] if index < len(read.forms) else None
        expected = list_fields(form)
        found = list_fields(other) if other is not None else {}
        named = find_flagged(other) if other is not None else ()
        for pointer in dict.fromkeys((*expected, *found)):
            if expected.get(pointer) != found.get(pointer):
                flagged = refused or other is None or any(points_at(name, pointer) for name in named)
                differences.append(Difference(pointer, expected.get(pointer), found.get(pointer), flagged))
    return differences


def find_flagged(form: Form) -> tuple[str, ...]:
    """Give the JSON Pointers that failed checks name."""
    return tuple({pointer for check in form.checks if check.status == "fail" for pointer in check.pointers})


def points_at(name: str, pointer: str) -> bool:
    """Tell whether a JSON Pointer names a field, or what it is a part of."""
    return pointer == name or pointer.startswith(f"{name}/")
