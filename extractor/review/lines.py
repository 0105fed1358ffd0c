"""A form's record → the lines in which the review page shows it, in the order of the form.

Enters: a form. Leaves: lines of cells; a cell is a field by its JSON Pointer, a text, or a word that the page says in
the reader's language. Every field has exactly one place in them: what no part of the record shows stands at the end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.places import walk_values
from extractor.record import Form, Leaf, Level, Record, Target, Task
from extractor.summary import add_items, find_project

Style = Literal["title", "head", "pair", "group", "item", "sum", "text", "task", "level", "leaf", "extra"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field by its JSON Pointer."""

    pointer: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the page, by its code; `names` are what it names."""

    code: str
    names: tuple[tuple[str, str], ...] = ()


Piece = Pointer | Word | str


@dataclass(frozen=True, slots=True)
class Line:
    """A line: how it looks, how far it is indented, its pieces from left to right."""

    style: Style
    pieces: tuple[Piece, ...]
    depth: int = 0


def lay_lines(form: Form) -> list[Line]:
    """Give a form's lines."""
    lines = list(_lay(form.record))
    fields = [value.pointer for value in walk_values(form)]
    known = set(fields)
    kept = [kept for line in lines if (kept := _keep(line, known)) is not None]
    shown = {piece.pointer for line in kept for piece in line.pieces if isinstance(piece, Pointer)}
    rest = [Line("pair", (pointer, Pointer(pointer))) for pointer in fields if pointer not in shown]
    return [*kept, Line("head", (Word("rest"),)), *rest] if rest else kept


def _keep(line: Line, known: set[str]) -> Line | None:
    """Give a line without the fields that the form does not print; None where nothing would be left of it."""
    pieces = tuple(piece for piece in line.pieces if not isinstance(piece, Pointer) or piece.pointer in known)
    fields = any(isinstance(piece, Pointer) for piece in line.pieces)
    if fields and not any(isinstance(piece, Pointer) for piece in pieces):
        return None
    return Line(line.style, pieces, line.depth)


def _lay(record: Record) -> Iterator[Line]:
    yield Line("title", (Pointer("/title"),))
    yield Line("pair", (Word("attachment"), Pointer("/attachment")))
    yield Line("pair", (Word("year"), Pointer("/year")))
    yield Line("head", (Word("header"),))
    for code in record.header.model_dump(exclude={"other"}):
        yield Line("pair", (Word(f"header-{code}"), Pointer(f"/header/{code}")))
    for index in range(len(record.header.other)):
        place = f"/header/other/{index}"
        yield Line("pair", (Pointer(f"{place}/label"), Pointer(f"{place}/value")))
    if record.funding.groups:
        yield from _lay_funding(record)
    if record.objectives:
        yield Line("head", (Word("objectives"),))
        for index in range(len(record.objectives)):
            yield Line("text", (Pointer(f"/objectives/{index}/label"), Pointer(f"/objectives/{index}/text")))
    if record.tasks or record.other_tasks:
        yield from _lay_tasks(record)
    if record.indicators:
        yield Line("head", (Word("indicators"),))
        yield from _lay_tree(record.indicators, "/indicators", 0)


def _lay_funding(record: Record) -> Iterator[Line]:
    yield Line("head", (Word("funding"), Pointer("/funding/unit")))
    for index, group in enumerate(record.funding.groups):
        place = f"/funding/groups/{index}"
        total = add_items(group)
        sums = (Word("sum", (("sum", _show(total)),)),) if total is not None and len(group.items) > 1 else ()
        yield Line("group", (Pointer(f"{place}/label") if group.label is not None else "", *sums))
        for number in range(len(group.items)):
            item = f"{place}/items/{number}"
            yield Line("item", (Pointer(f"{item}/label"), Pointer(f"{item}/amount")), 1)


def _lay_tasks(record: Record) -> Iterator[Line]:
    yield Line("head", (Word("tasks"),))
    for part, tasks in (("tasks", record.tasks), ("other_tasks", record.other_tasks)):
        if part == "other_tasks" and tasks:
            yield Line("head", (Word("other-tasks"),))
        for index in range(len(tasks)):
            place = f"/{part}/{index}"
            names = (Pointer(f"{place}/number"), Pointer(f"{place}/name"), Pointer(f"{place}/amount"))
            yield Line("task", names)
            for code in ("content", "expected_outcome"):
                yield Line("text", (Word(code), Pointer(f"{place}/{code}")), 1)
    yield from _add_up([*record.tasks, *record.other_tasks], find_project(record))


def _add_up(tasks: Sequence[Task], project: Decimal | None) -> Iterator[Line]:
    amounts = [task.amount for task in tasks if task.amount is not None]
    if not amounts:
        return
    total = sum(amounts, Decimal(0))
    names = (("sum", _show(total)),)
    if project is None:
        yield Line("sum", (Word("sum", names),))
    elif project == total:
        yield Line("sum", (Word("sum-is-project", names),))
    else:
        difference = (("project", _show(project)), ("difference", _show(abs(total - project))))
        yield Line("sum", (Word("sum-beside-project", names + difference),))


def _lay_tree(nodes: Iterable[Level | Leaf], pointer: str, depth: int) -> Iterator[Line]:
    for index, node in enumerate(nodes):
        place = f"{pointer}/{index}"
        if isinstance(node, Leaf):
            yield Line("leaf", (Pointer(f"{place}/name"), Pointer(f"{place}/value"), *_understand(node.target)), depth)
            for code in node.extra:
                key = code.replace("~", "~0").replace("/", "~1")
                yield Line("extra", (Word(f"extra-{code}"), Pointer(f"{place}/extra/{key}")), depth)
            continue
        name: Piece = Word("level-unprinted") if node.name is None else Pointer(f"{place}/name")
        yield Line("level", (name, Pointer(f"{place}/blank")) if node.blank is not None else (name,), depth)
        yield from _lay_tree(node.children, f"{place}/children", depth + 1)


def _understand(target: Target | None) -> Iterator[Piece]:
    """Give how a value was understood: `≥ 95 %`; for words, that they are words."""
    if target is None:
        return
    if target.kind == "number" and target.number is not None:
        number = _show(target.number)
        if target.number_high is not None:
            number = f"{number}–{_show(target.number_high)}"
        operator = target.operator if target.operator not in (None, "range") else ""
        yield " ".join(part for part in (operator, number, target.unit) if part)
    elif target.kind == "date" and target.date is not None:
        yield f"{target.operator} {target.date}" if target.operator else target.date
    else:
        yield Word("target-text")


def _show(number: Decimal) -> str:
    return f"{number:f}"
