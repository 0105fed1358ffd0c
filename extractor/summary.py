"""Extraction → a summary for people: what a form says, whether it adds up, and what to look at.

Enters: an extraction and a console. Leaves: lines as wide as the console. Nothing is decided here: what is shown is
shortened, never changed, and amounts keep their digits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Literal

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_field, say_line
from extractor.messages.names import name_breakdown
from extractor.record import Check, Extraction, Form, FundingGroup, Leaf, Ledger, Level, Record, Residue, Target

WIDEST = 112
"""Longer lines are hard to follow with the eye."""

LINES_OF_TEXT = 2
"""How many lines a text may take; the JSON holds it whole."""

STATUS_STYLE = {"ok": "green", "review": "yellow", "partial": "yellow", "no_form": "yellow", "error": "red"}
SEVERITIES = {"error": "red", "warning": "yellow", "info": "cyan"}
"""The severities, the worst first, and their colours."""

NOT_AT_START = "，。、；：！？）》」』】〕”’…,.;:!?)]}%"
"""Marks that no line of Chinese begins with."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a line: its text wraps inside its width and is cut after `lines` lines."""

    text: str
    width: int
    style: str = ""
    align: Literal["left", "right"] = "left"
    lines: int = 1


def print_summary(extraction: Extraction, console: Console, language: Language, *, place: str | None) -> None:
    """Print what was found in a file.

    Args:
        extraction: what `extract` gave.
        console: where to print; its width is used, up to 112 columns.
        language: of the headings, `zh` or `en`.
        place: where the JSON lies, or the command that gives it; None where there is nothing to say.
    """
    width = min(console.width, WIDEST)
    for line in _summarise(extraction, width, language, place):
        console.print(line, soft_wrap=True)


def _summarise(extraction: Extraction, width: int, language: Language, place: str | None) -> Iterator[Text]:
    yield from _show_file(extraction, width, language)
    if extraction.error is not None:
        style = STATUS_STYLE[extraction.status]
        yield Text()
        yield from _lay((Block(extraction.error.message, width, style, lines=6),))
        yield from _lay((Block(extraction.error.next_step, width, lines=4),))
    for number, form in enumerate(extraction.forms, 1):
        yield Text()
        if len(extraction.forms) > 1:
            count = say_line("form-number", language, number=number, count=len(extraction.forms))
            yield Text(f"── {count} ".ljust(width - cell_len(count) + len(count), "─"), "dim")
        yield from _show_form(form, width, language)
    if place is not None:
        yield Text()
        yield from _show_pair("JSON", place, 10, width)


def _show_file(extraction: Extraction, width: int, language: Language) -> Iterator[Text]:
    """`湛江.pdf  PDF · 共4页                                   需要核对`."""
    source = extraction.source
    status = say_line(f"status-{extraction.status}", language)
    facts = [source.format] if source.format else []
    if source.pages is not None:
        facts.append(say_line("page-count", language, count=source.pages))
    line = Text(make_printable(source.name), "bold")
    line.append(f"  {' · '.join(facts)}" if facts else "", "not bold dim")
    room = width - cell_len(status) - 2
    line.truncate(room, overflow="ellipsis", pad=True)
    line.append("  ")
    line.append(status, f"not dim bold {STATUS_STYLE[extraction.status]}")
    yield line


def _show_form(form: Form, width: int, language: Language) -> Iterator[Text]:
    record = form.record
    yield from _lay((Block(record.title or "—", width, "bold", lines=2),))
    facts = [record.attachment, None if record.year is None else str(record.year), form.pattern]
    if form.pages:
        first, last = form.pages
        facts.append(say_line("page" if first == last else "pages", language, first=first, last=last))
    yield Text(make_printable(" · ".join(fact for fact in facts if fact)), "dim")
    yield from _show_header(record, width, language)
    yield from _show_funding(record, width, language)
    yield from _show_objectives(record, width, language)
    yield from _show_tasks(record, width, language)
    yield from _show_indicators(record, width, language)
    yield from _show_checks(form.checks, width, language)
    yield from _show_source(form.residue, form.ledger, width, language)


# ---- the parts ------------------------------------------------------------------------------------------------------


def _show_header(record: Record, width: int, language: Language) -> Iterator[Text]:
    fields = record.header.model_dump(exclude={"other"})
    pairs = [(say_field(code, language), "—" if value is None else str(value)) for code, value in fields.items()]
    pairs += [(pair.label, pair.value or "—") for pair in record.header.other]
    if pairs:
        yield Text()
        labels = min(max(cell_len(label) for label, _ in pairs), width // 3)
        for label, value in pairs:
            yield from _show_pair(label, value, labels + 4, width)


def _show_funding(record: Record, width: int, language: Language) -> Iterator[Text]:
    """Each breakdown with its sum, its items below it."""
    groups = record.funding.groups
    if not groups:
        return
    yield from _head(say_line("funding", language), record.funding.unit or "")
    rows: list[tuple[str, Decimal | None, str]] = []
    for group in groups:
        label = group.label or f"({name_breakdown(group.code, '', language)})"  # Not printed in the form.
        rows.append((f"  {label}", add_items(group), "bold"))
        rows += [(f"    {item.label}", item.amount, "") for item in group.items]
    amounts = _align_amounts([amount for _, amount, _ in rows])
    column = max(map(cell_len, amounts))
    labels = min(max(cell_len(label) for label, _, _ in rows) + 4, width - column)
    for (label, _, style), amount in zip(rows, amounts, strict=True):
        yield from _lay((Block(label, labels, lines=2), Block(amount, column, style)))


def add_items(group: FundingGroup) -> Decimal | None:
    """Give the sum of a breakdown's items, without what is printed as their total."""
    amounts = [item.amount for item in group.items if item.code != "total" and item.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _show_objectives(record: Record, width: int, language: Language) -> Iterator[Text]:
    if not record.objectives:
        return
    yield from _head(say_line("objectives", language))
    labels = min(max(cell_len(objective.label) for objective in record.objectives), width // 4) + 4
    for objective in record.objectives:
        yield from _show_pair(f"  {objective.label}", objective.text or "—", labels, width)


def _show_tasks(record: Record, width: int, language: Language) -> Iterator[Text]:
    """The tasks with their amounts, and the sum beside 项目支出."""
    tasks = [*record.tasks, *record.other_tasks]
    if not tasks:
        return
    yield from _head(say_line("tasks", language), str(len(tasks)))
    known = [task.amount for task in tasks if task.amount is not None]
    total = sum(known, Decimal(0)) if known else None
    amounts = _align_amounts([task.amount for task in tasks] + [total])
    last = _compare(total, find_project(record), language)
    column = max(map(cell_len, amounts))
    names = [task.name or "—" for task in tasks]
    room = min(max(cell_len(name) for name in [*names, last]) + 2, width - 6 - column)
    for index, (task, name, amount) in enumerate(zip(tasks, names, amounts[:-1], strict=True)):
        if index == len(record.tasks):
            yield Text(f"      {say_line('other-tasks', language)}", "dim")
        number = Block("" if task.number is None else str(task.number), 4, "dim", "right")
        yield from _lay((number, Block("", 2), Block(name, room, lines=LINES_OF_TEXT), Block(amount, column)))
    if total is not None:
        yield from _lay((Block("", 6), Block(last, room, "dim", lines=3), Block(amounts[-1], column, "bold")))


def find_project(record: Record) -> Decimal | None:
    """Give the amount of 项目支出, with which the tasks should agree."""
    items = [item for group in record.funding.groups if group.code == "by_expenditure_type" for item in group.items]
    return next((item.amount for item in items if item.code == "project"), None)


def _compare(total: Decimal | None, project: Decimal | None, language: Language) -> str:
    """Give what the line of the sum says: `合计，等于项目支出`."""
    if total is None or project is None:
        return say_line("sum", language)
    if total == project:
        return say_line("sum-is-project", language)
    difference = f"{abs(total - project).normalize():f}"
    return say_line("sum-beside-project", language, project=f"{project:f}", difference=difference)


def _show_indicators(record: Record, width: int, language: Language) -> Iterator[Text]:
    """The tree: each indicator with its value as printed, and how the target was understood."""
    rows = list(_walk(record.indicators, 1))
    if not rows:
        return
    leaves = [(depth, leaf) for depth, leaf in rows if isinstance(leaf, Leaf)]
    yield from _head(say_line("indicators", language), str(len(leaves)))
    blank = say_line("target-blank", language)
    meaning = max(map(cell_len, [blank, *(say_target(leaf.target, language) for _, leaf in leaves)]))
    room = width - meaning - 2
    longest = max((2 * depth + cell_len(leaf.name or "—") for depth, leaf in leaves), default=0)
    names = max(min(longest + 2, room * 9 // 16), 24)
    values = max(min(max((cell_len(leaf.value or "") for _, leaf in leaves), default=0), room - names), 2)
    for depth, node in rows:
        if isinstance(node, Leaf):
            name, style, value, understood = node.name or "—", "", node.value or "—", say_target(node.target, language)
        else:
            name, style = node.name or f"({node.code})", "bold" if depth == 1 else ""
            value, understood = node.blank or "", "" if node.children else blank
        quiet = not isinstance(node, Leaf) or node.target is None or node.target.kind == "text"
        yield from _lay(
            (
                Block("", 2 * depth),
                Block(name, names - 2 * depth - 2, style, lines=LINES_OF_TEXT),
                Block("", 2),
                Block(value, values, lines=LINES_OF_TEXT),
                Block("", 2),
                Block(understood, meaning, "dim" if quiet else "cyan"),
            )
        )


def _walk(children: Iterable[Level | Leaf], depth: int) -> Iterator[tuple[int, Level | Leaf]]:
    for child in children:
        yield depth, child
        if isinstance(child, Level):
            yield from _walk(child.children, depth + 1)


def say_target(target: Target | None, language: Language) -> str:
    """Give how a value was understood: `≥ 95 %` for `不低于95%`, `80–90 %`, `≤ 2024-12-31`, or that it is words."""
    if target is None:
        return say_line("target-blank", language)
    if target.kind == "number" and target.number is not None:
        number = f"{target.number:f}"
        if target.number_high is not None:
            number = f"{number}–{target.number_high:f}"
        operator = target.operator if target.operator not in (None, "range") else ""
        return " ".join(part for part in (operator, number, target.unit and make_printable(target.unit)) if part)
    if target.kind == "date" and target.date is not None:
        return f"{target.operator} {target.date}" if target.operator else target.date
    return say_line("target-text", language)


def _show_checks(checks: Sequence[Check], width: int, language: Language) -> Iterator[Text]:
    """Those that failed, the worst first, and one line for all that passed."""
    order = list(SEVERITIES)
    failed = sorted((c for c in checks if c.status == "fail"), key=lambda c: order.index(c.severity))
    yield from _head(say_line("checks", language))
    names = {severity: say_line(f"severity-{severity}", language) for severity in SEVERITIES}
    column = max(map(cell_len, names.values())) + 2
    for check in failed:
        severity = Block(names[check.severity], column, SEVERITIES[check.severity])
        yield from _lay((Block("", 2), severity, Block(check.message, width - column - 2, lines=4)))
    counts = [say_line("passed", language, count=sum(check.status == "pass" for check in checks))]
    skipped = sum(check.status == "skip" for check in checks)
    if skipped:
        counts.append(say_line("skipped", language, count=skipped))
    yield Text(f"  {' · '.join(counts)}", "green" if not failed else "dim")


def _show_source(residue: Sequence[Residue], ledger: Ledger, width: int, language: Language) -> Iterator[Text]:
    """What was left over, and what became of the source's characters."""
    yield from _head(say_line("source", language))
    rest, counts = say_line("residue", language), say_line("ledger", language)
    labels = max(cell_len(rest), cell_len(counts)) + 4
    pieces = " | ".join(piece.text for piece in residue) or say_line("none", language)
    yield from _show_pair(f"  {rest}", pieces, labels, width)
    yield from _show_pair(f"  {counts}", say_line("ledger-counts", language, **ledger.model_dump()), labels, width)


# ---- lines ----------------------------------------------------------------------------------------------------------


def _head(title: str, fact: str = "") -> Iterator[Text]:
    yield Text()
    line = Text(title, "bold")
    if fact:
        line.append(f"  {make_printable(fact)}", "not bold dim")
    yield line


def _show_pair(label: str, value: str, column: int, width: int) -> Iterator[Text]:
    yield from _lay((Block(label, column, "dim"), Block(value, width - column, lines=LINES_OF_TEXT)))


def _lay(blocks: Sequence[Block]) -> Iterator[Text]:
    """Lay pieces side by side; each wraps inside its own width."""
    columns = [_wrap(make_printable(block.text), block.width, block.lines) for block in blocks]
    for parts in zip_longest(*columns, fillvalue=""):
        line, room = Text(), 0
        for part, block in zip(parts, blocks, strict=True):
            space = block.width - cell_len(part)
            if block.align == "right":
                room += space
                space = 0
            if part:
                line.append(" " * room)
                line.append(part, block.style)
                room = 0
            room += space
        yield line


def _wrap(text: str, width: int, lines: int) -> list[str]:
    """Break a text into lines of a width in terminal cells, and end the last one with `…` where more follows.

    Chinese breaks between any two characters, but no line begins with a closing mark.
    """
    width = max(width, 2)
    wrapped: list[str] = []
    rest = text if text.isspace() or text.startswith(" ") else text.strip()
    while rest and len(wrapped) < lines:
        end = _fit(rest, width)
        if end < len(rest) and len(wrapped) + 1 == lines:
            wrapped.append(rest[: _fit(rest, width - 1)].rstrip() + "…")
            break
        if end < len(rest):
            end = _find_break(rest, end)
        wrapped.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return wrapped


def _fit(text: str, width: int) -> int:
    """Give how many characters fit into a width; at least one."""
    used = 0
    for index, char in enumerate(text):
        used += cell_len(char)
        if used > width:
            return max(index, 1)
    return len(text)


def _find_break(text: str, end: int) -> int:
    """Give a better place to break, up to twelve characters before the last one possible."""
    for place in range(end, max(end - 12, 0), -1):
        before, after = text[place - 1], text[place]
        inside_word = before.isascii() and after.isascii() and not before.isspace() and not after.isspace()
        if not inside_word and after not in NOT_AT_START:
            return place
    return end


def _align_amounts(amounts: Sequence[Decimal | None]) -> list[str]:
    """Give amounts as printed, their decimal points one below the other, all of one width."""
    texts = ["" if amount is None else f"{amount:f}" for amount in amounts]
    wholes = [text.partition(".")[0] for text in texts]
    left = max(map(len, wholes))
    right = max(len(text) - len(whole) for text, whole in zip(texts, wholes, strict=True))
    return [whole.rjust(left) + text[len(whole) :].ljust(right) for text, whole in zip(texts, wholes, strict=True)]
