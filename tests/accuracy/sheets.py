"""Forms → sheets: the tables of merged cells that every producer prints.

Enters: a form. Leaves: its heading lines and tables. Whether the tasks and the indicators are tables of their own with
a heading row that repeats on every page, and how cells are merged, varies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from tests.accuracy.forms import Form, Task

Role = Literal["label", "side", "heading", "level", "amount", "text"]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, merged over `height` rows and `width` columns; `top` and `left` count from 0."""

    top: int
    left: int
    height: int
    width: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns' shares of the width, its rows' number, its cells, and whether its first row repeats."""

    columns: tuple[float, ...]
    height: int
    boxes: tuple[Box, ...]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it is printed: the lines above the tables (the title among them), and the tables without gaps."""

    heading: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(slots=True)
class Builder:
    """A table while its rows are added."""

    boxes: list[Box] = field(default_factory=list)
    row: int = 0

    def add(self, *cells: tuple[str, Role] | tuple[str, Role, int], left: int = 0) -> None:
        """Add a row of cells, each its text, its role and, over several columns, its width."""
        for text, role, *width in cells:
            span = width[0] if width else 1
            self.boxes.append(Box(self.row, left, 1, span, text, role))
            left += span
        self.row += 1

    def side(self, text: str, top: int, left: int = 0, role: Role = "side") -> None:
        """Add a cell that reaches from a row down to the last one that was added."""
        self.boxes.append(Box(top, left, self.row - top, 1, text, role))

    def close(self, columns: tuple[float, ...], *, repeats: bool = False) -> Table:
        """Give the table."""
        boxes = sorted(self.boxes, key=lambda box: (box.top, box.left))
        return Table(columns, self.row, tuple(boxes), repeats=repeats)


def lay_out_form(form: Form, random: Random) -> Sheet:
    """Give a form's sheet: one table, or three where the headings of the tasks and indicators repeat."""
    columns = make_columns(random, (8, 13), (14, 20), (22, 34), (13, 18), (22, 30))
    repeats = random.random() < 0.35
    head, tasks, indicators = Builder(), Builder(), Builder()
    if not repeats:
        tasks = indicators = head
    _add_head(head, form)
    _add_funding(head, form, random)
    head.add(("总体绩效目标", "side"), (form.objective, "text", 4))
    _add_tasks(tasks, form, random, beside=not repeats)
    _add_indicators(indicators, form, random, beside=not repeats)
    heading = [line for line in (form.attachment, form.title) if line]
    if random.random() < 0.15:
        heading.append("单位：万元")
    builders = [head, tasks, indicators] if repeats else [head]
    made = [builder.close(columns, repeats=builder is not head) for builder in builders]
    return Sheet(tuple(heading), tuple(made))


def make_columns(random: Random, *ends: tuple[float, float]) -> tuple[float, ...]:
    """Give each column's share of the width in per cent, drawn between two ends."""
    widths = [random.uniform(*each) for each in ends]
    return tuple(100 * width / sum(widths) for width in widths)


def _add_head(rows: Builder, form: Form) -> None:
    if form.variant == "zhanjiang-2021":
        for _, label, value in form.head[:2]:
            rows.add((label, "label"), (str(value), "text", 4))
        staff, side = form.head[2:], "财政供养人员数"
    else:
        _, label, value = form.head[0]
        rows.add((label, "label"), (str(value), "text", 4))
        staff, side = form.head[1:], "基本信息"
    cells: list[tuple[str, Role]] = [(side, "label")]
    for _, label, value in staff:
        cells += [(label, "label"), (str(value), "text")]
    rows.add(*cells)


def _add_funding(rows: Builder, form: Form, random: Random) -> None:
    top = rows.row
    pairs = [form.breakdowns[:2], form.breakdowns[2:]]
    wide = random.random() < 0.5
    for pair in pairs:
        blanks: list[tuple[str, Role, int]] = []
        if len(pair) == 1:
            blanks = [("", "text", 2)] if wide else [("", "text", 1), ("", "text", 1)]
        cells: list[tuple[str, Role, int]] = []
        for group in pair:
            cells += [(group.label, "label", 1), ("预算金额（万元）", "heading", 1)]
        rows.add(*cells, *blanks, left=1)
        for index in range(2):
            cells = []
            for group in pair:
                item = group.items[index]
                cells += [(item.label, "label", 1), (form.money(item.value), "amount", 1)]
            rows.add(*cells, *blanks, left=1)
    rows.side("预算整体情况", top)


def _add_tasks(rows: Builder, form: Form, random: Random, *, beside: bool) -> None:
    """Add the tasks; `beside` puts the side label beside their heading row, else it begins below it."""
    space = random.choice(["", " "])
    headings = ("名称", "主要实施内容", "拟投入的资金（万元）", f"期望达到的目标{space}（概述）")
    top = rows.row
    rows.add(*((heading, "heading") for heading in headings), left=1)
    if not beside:
        rows.boxes.append(Box(top, 0, 1, 1, "", "heading"))
        top += 1
    for task in form.tasks:
        rows.add(*_task_cells(form, task), left=1)
    optional = f"其他需完成的任务{space}（可选填）"
    mark = random.choice(["/", "", "无"])
    if form.variant == "zhanjiang-2021":
        if form.other_tasks:
            for task in form.other_tasks:
                rows.add((optional, "label"), *_task_cells(form, task)[1:], left=1)
        else:
            rows.add((optional, "label"), *((mark, "text") for _ in range(3)), left=1)
        rows.side("年度重点工作任务", top)
        return
    rows.side("年度重点工作任务", top)
    top = rows.row
    for task in form.other_tasks:
        rows.add(*_task_cells(form, task), left=1)
    for _ in range(0 if form.other_tasks else random.choice([1, 1, 2])):
        rows.add(*((mark, "text") for _ in range(4)), left=1)
    rows.side(optional, top)


def _task_cells(form: Form, task: Task) -> list[tuple[str, Role]]:
    return [
        (task.lead + (task.name or ""), "text"),
        (task.content, "text"),
        (form.money(task.amount), "amount"),
        (task.outcome, "text"),
    ]


def _add_indicators(rows: Builder, form: Form, random: Random, *, beside: bool) -> None:
    top = rows.row
    rows.add(*((heading, "heading") for heading in ("一级指标", "二级指标", "三级指标", "指标值")), left=1)
    if not beside:
        rows.boxes.append(Box(top, 0, 1, 1, "", "heading"))
        top += 1
    spare = random.choice([1, 1, 2])
    for first in form.levels:
        first_top = rows.row
        for second in first.children:
            second_top = rows.row
            for each in second.indicators:
                rows.add((each.name, "text"), (each.value, "text"), left=3)
            if not second.indicators:
                for _ in range(spare if not second.mark else 1):
                    rows.add((second.mark, "text"), (second.mark, "text"), left=3)
            rows.side(second.name, second_top, 2, "level")
        rows.side(first.name, first_top, 1, "level")
    rows.side("绩效指标", top)


def as_rows(table: Table) -> list[list[str]]:
    """Give a table as rows of texts, a merged cell in its first place and blanks in the others."""
    rows = [[""] * len(table.columns) for _ in range(table.height)]
    for box in table.boxes:
        rows[box.top][box.left] = box.text
    return rows


def write_text(sheet: Sheet) -> str:
    """Give a sheet as a text form: a line a row, cells apart by tabs, paragraphs in tags as the forms' systems do."""
    lines = [*sheet.heading, ""]
    for table in sheet.tables:
        lines += ["\t".join(map(_tag, row)) for row in as_rows(table)]
    return "\n".join(lines) + "\n"


def _tag(text: str) -> str:
    return "".join(f"<p>{part}</p>" for part in text.split("\n")) if "\n" in text else text


def boxes_by_row(boxes: Iterable[Box], height: int) -> list[list[Box]]:
    """Give a table's cells by the row that they begin in, from left to right."""
    rows: list[list[Box]] = [[] for _ in range(height)]
    for box in boxes:
        rows[box.top].append(box)
    return rows
