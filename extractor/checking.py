"""What a check is, and what the checks share: the case they look at, the fault they give, walks through a record.

Enters and leaves: nothing but data. The checks themselves stand in the modules `checks_…`, one a part of the form.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from extractor.build import Built
from extractor.document import Flaw, Place
from extractor.messages.checks import CHECKS, say_word
from extractor.messages.language import Language
from extractor.record import FundingGroup, Leaf, Level, Record, Task

Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a check found: how grave it is, what its sentence names, and where it is in the record."""

    severity: Severity
    names: Mapping[str, object] = field(default_factory=dict)
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """What a check looks at. Many checks go through the indicators: they are listed once."""

    form: Built
    flaws: Sequence[Flaw]
    language: Language

    @property
    def record(self) -> Record:
        """The form's record."""
        return self.form.record

    @cached_property
    def leaves(self) -> Sequence[tuple[str, tuple[Level, ...], Leaf]]:
        """Every indicator with its JSON Pointer and the levels above it."""
        return list(walk_leaves(self.record))

    @cached_property
    def levels(self) -> Sequence[tuple[str, tuple[Level, ...], Level]]:
        """Every level with its JSON Pointer and the levels above it."""
        return list(walk_levels(self.record))

    def word(self, word: str, **names: object) -> str:
        """Give a word in the reader's language."""
        return say_word(word, self.language, **names)


Finder = Callable[[Case], Iterator[Fault]]


def register(finders: dict[str, Finder], code: str) -> Callable[[Finder], Finder]:
    """Put a check among the finders of its module by its code, for which `messages` has the sentences."""

    def put(finder: Finder) -> Finder:
        if code not in CHECKS or code in finders:
            raise ValueError(code)
        finders[code] = finder
        return finder

    return put


def walk_tree(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Level | Leaf]]:
    """Give every level and leaf with its JSON Pointer and the levels above it."""

    def walk(
        children: Sequence[Level | Leaf], pointer: str, above: tuple[Level, ...]
    ) -> Iterator[tuple[str, tuple[Level, ...], Level | Leaf]]:
        for index, child in enumerate(children):
            yield f"{pointer}/{index}", above, child
            if isinstance(child, Level):
                yield from walk(child.children, f"{pointer}/{index}/children", (*above, child))

    yield from walk(record.indicators, "/indicators", ())


def walk_leaves(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Leaf]]:
    """Give every indicator with its JSON Pointer and the levels above it."""
    for pointer, above, child in walk_tree(record):
        if isinstance(child, Leaf):
            yield pointer, above, child


def walk_levels(record: Record) -> Iterator[tuple[str, tuple[Level, ...], Level]]:
    """Give every level with its JSON Pointer and the levels above it."""
    for pointer, above, child in walk_tree(record):
        if isinstance(child, Level):
            yield pointer, above, child


def walk_groups(record: Record) -> Iterator[tuple[str, FundingGroup]]:
    """Give every breakdown of the funding with its JSON Pointer."""
    for index, group in enumerate(record.funding.groups):
        yield f"/funding/groups/{index}", group


def walk_tasks(record: Record) -> Iterator[tuple[str, Task]]:
    """Give every task, the optional ones after the others, with its JSON Pointer."""
    for part, tasks in (("tasks", record.tasks), ("other_tasks", record.other_tasks)):
        for index, task in enumerate(tasks):
            yield f"/{part}/{index}", task


def show_number(value: Decimal) -> str:
    """Give an amount as people write it: `484.77`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def find_rows(case: Case, code: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the rows that the reading made a note of, as text, with the JSON Pointers to what was read from them."""
    findings = [finding for finding in case.form.findings if finding.code == code]
    if not findings:
        return
    order = {pointer: index for index, pointer in enumerate(case.form.evidence)}
    by_place: dict[Place, list[str]] = {}
    for pointer, evidence in case.form.evidence.items():
        for place in evidence.sources:
            by_place.setdefault(place, []).append(pointer)
    for finding in findings:
        places = {place for cell in finding.cells for place in cell.places}
        pointers = {pointer for place in places for pointer in by_place.get(place, ())}
        yield " | ".join(cell.text[:20] for cell in finding.cells), tuple(sorted(pointers, key=order.__getitem__))
