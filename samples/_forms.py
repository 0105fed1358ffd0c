"""From a sample's text to the tables that its twins print.

Enters: the text of a form, a line a row, cells apart by tabs or pipes. Leaves: tables of merged cells: one whole form,
sections, the fragments that the text prints, or as a layout has it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

COLUMNS = 5
_TASKS_HEADER = "名称"
_INDICATORS_HEADER = "一级指标"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, merged over `height` rows and `width` columns; `top` and `left` count from 0."""

    top: int
    left: int
    height: int
    width: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its size in grid rows and columns, and its cells in reading order, which cover the grid."""

    height: int
    width: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form's heading lines, such as `附件1` and the title, and the blocks of rows below them.

    A blank line of the text parts two blocks: there the form's own page ended.
    """

    heading: tuple[str, ...]
    blocks: tuple[tuple[tuple[str, ...], ...], ...]


def read_form(path: Path) -> Form:
    r"""Read a form's text; a row is a line with tabs (`在职人数\t23\t…`) or with pipes (`| … | 23 |`)."""
    heading: list[str] = []
    blocks: list[list[tuple[str, ...]]] = [[]]
    for line in path.read_text(encoding="utf-8").splitlines():
        if "\t" in line:
            blocks[-1].append(tuple(line.split("\t")))
        elif line.startswith("|"):
            blocks[-1].append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
        elif line:
            heading.append(line)
        elif blocks[-1]:
            blocks.append([])
    return Form(tuple(heading), tuple(tuple(block) for block in blocks if block))


def whole(form: Form) -> Table:
    """Give the form as the one table that it was before pages and drift cut it: five columns, side labels merged."""
    return _merge(_whole_rows(form))


def sections(form: Form) -> tuple[Table, Table, Table]:
    """Give the form as three tables: the head, the tasks and the indicators, each of the last two under its header.

    The side label stands beside the first row below the header, so that the header can be repeated on every page.
    """
    rows = _whole_rows(form)
    tasks = next(index for index, row in enumerate(rows) if row[1] == _TASKS_HEADER)
    indicators = next(index for index, row in enumerate(rows) if row[1] == _INDICATORS_HEADER)
    for header in (tasks, indicators):
        rows[header + 1][0], rows[header][0] = rows[header][0], ""
    return _merge(rows[:tasks]), _merge(rows[tasks:indicators]), _merge(rows[indicators:])


def fragments(form: Form) -> tuple[Table, ...]:
    """Give a table for each block of the text, each with the columns that the text prints, however they drift."""
    return tuple(_merge([list(row) for row in block]) for block in form.blocks)


def grid(form: Form, runs: Sequence[tuple[int, tuple[int, ...]]]) -> Table:
    """Give the form as one table whose cells stand as a layout has them, over rows that need not be aligned.

    Args:
        form: the form; blank cells at a row's start belong to the cell above them.
        runs: for each run of rows, how many there are and how many grid columns each of their cells covers. A row
            with fewer cells ends with a cell that reaches the right edge.
    """
    boxes: list[Box] = []
    above: dict[tuple[int, int], int] = {}
    rows = [row for block in form.blocks for row in block]
    layout = [widths for count, widths in runs for _ in range(count)]
    for top, (row, widths) in enumerate(zip(rows, layout, strict=True)):
        left, leading, open_now = 0, True, {}
        for index, text in enumerate(row):
            width = sum(widths[index:]) if index == len(row) - 1 else widths[index]
            leading = leading and not text
            if leading and (left, width) in above:
                number = above[left, width]
                boxes[number] = replace(boxes[number], height=boxes[number].height + 1)
            else:
                number = len(boxes)
                boxes.append(Box(top, left, 1, width, text))
            open_now[left, width] = number
            left += width
        above = open_now
    return Table(len(rows), sum(layout[0]), tuple(boxes))


def paragraphs(text: str) -> list[str]:
    """Give a cell's paragraphs without their tags: `<p>目标1：…</p><p>目标2：…</p>` has two."""
    return re.findall(r"<p>(.*?)</p>", text) or [text]


def _whole_rows(form: Form) -> list[list[str]]:
    """Undo what the page breaks did: the drift of columns, a side label printed late or twice."""
    rows = [_straighten(list(row), fragment) for fragment in form.blocks for row in fragment]
    for index, row in enumerate(rows):
        if row[1] == _TASKS_HEADER and not row[0]:
            late = next(below for below in rows[index:] if below[0])
            row[0], late[0] = late[0], ""
    seen: set[str] = set()
    for row in rows:
        if row[0] in seen:
            row[0] = ""
        seen.add(row[0])
    return rows


def _straighten(row: list[str], fragment: tuple[tuple[str, ...], ...]) -> list[str]:
    """Give a row its five columns: the first fragment has a sixth one, and below a header a side label may lack."""
    if len(row) == COLUMNS + 1:
        spare = next(index for index in (3, COLUMNS) if not row[index])
        return row[:spare] + row[spare + 1 :]
    header = next((each for each in fragment if each[1] == _INDICATORS_HEADER), None)
    drifted = header is not None and fragment.index(tuple(row)) > fragment.index(header) and _side_is_lost(fragment)
    return ["", *row[:-1]] if drifted else row


def _side_is_lost(fragment: tuple[tuple[str, ...], ...]) -> bool:
    """Tell whether the level labels (`产出指标`) stand in the first column, where the side label belongs."""
    header = next(index for index, row in enumerate(fragment) if row[1] == _INDICATORS_HEADER)
    return any(row[0] for row in fragment[header + 1 :])


def _merge(rows: list[list[str]]) -> Table:
    """Merge as the forms do: wide values to the right edge, labels down over the blanks below them."""
    boxes: list[Box] = []
    open_box: dict[int, int] = {}
    for top, row in enumerate(rows):
        prefix_blank = True
        if row[0] and row[1] and not any(row[2:]):
            boxes += [Box(top, 0, 1, 1, row[0]), Box(top, 1, 1, len(row) - 1, row[1])]
            open_box.clear()
            continue
        for left, text in enumerate(row):
            prefix_blank = prefix_blank and not text
            above = open_box.get(left)
            if prefix_blank and above is not None and (boxes[above].text or left == 0):
                boxes[above] = replace(boxes[above], height=boxes[above].height + 1)
            else:
                open_box[left] = len(boxes)
                boxes.append(Box(top, left, 1, 1, text))
    ordered = sorted(boxes, key=lambda box: (box.top, box.left))
    return Table(len(rows), max(len(row) for row in rows), tuple(ordered))
