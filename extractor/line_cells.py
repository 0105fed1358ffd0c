"""Lines → rows, for a form of which every cell stands on a line of its own, as a PDF viewer or a browser copies it.

Enters: the rows of one form, all of them single lines, and the pattern that claims it. Leaves: rows of several cells,
begun where the vocabulary shows a beginning: a label with its value, headings in succession, `任务2：…`, the name of a
level. Part of matching.

Blank cells leave no line, so a row's end is never certain: a check tells of every form that was read like this. What
cannot be parted into whole rows stays as it is and is left over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.document import Cell, LineSpan, Row
from extractor.layout import LaidRow
from extractor.patterns import Label, Pattern
from extractor.values import TASK_NUMBER, is_money

LEAST_LABELS = 5
"""A form with fewer labels on lines of their own is prose about one."""

_Line = tuple[Cell, int, tuple[Label, ...]]


def gather_lines(rows: Sequence[LaidRow], pattern: Pattern) -> tuple[LaidRow, ...] | None:
    """Make rows of the lines of a form, None where it has rows of its own.

    The lines `预算单位名称`, `湛江市信访局`, `主管部门名称` … give the row `预算单位名称 | 湛江市信访局`, and so on.
    """
    if any(laid.kind != "row" or not _is_line(laid.row) for laid in rows):
        return None
    lines = [(cell, laid.row.source, pattern.find(cell.text)) for laid in rows for cell in laid.row.cells]
    if sum(bool(labels) for _, _, labels in lines) < LEAST_LABELS:
        return None
    return tuple(_part(lines, pattern))


def _is_line(row: Row) -> bool:
    return row.table is None and len(row.cells) == 1 and all(isinstance(p, LineSpan) for p in row.cells[0].places)


def _make_row(lines: Sequence[_Line], columns: Sequence[int] = ()) -> LaidRow:
    """Make a row; one of several cells counts as a table's, since line breaks end no table here."""
    if len(lines) == 1 and not columns:
        return LaidRow(Row((lines[0][0],), None, None, lines[0][1]))
    at = columns or range(len(lines))
    cells = tuple(replace(cell, left=left, right=left + 1) for left, (cell, _, _) in zip(at, lines, strict=True))
    return LaidRow(Row(cells, 1, None, sum(source for _, source, _ in lines)))


def _leave(lines: Sequence[_Line]) -> Iterator[LaidRow]:
    """Give lines of which no whole rows can be made as rows that were not read: they end in the residue."""
    if lines:
        cells = tuple(cell for cell, _, _ in lines)
        yield LaidRow(Row(cells, None, None, sum(source for _, source, _ in lines)), "unread")


def _part(lines: Sequence[_Line], pattern: Pattern) -> Iterator[LaidRow]:
    """Part the lines into rows."""
    columns: list[str] = []
    part = "head"
    index = 0
    while index < len(lines):
        end = _skip_columns(lines, index)
        if end - index > 1:
            labels = [line[2] for line in lines[index:end]]
            part = "indicators" if any(label.part == "indicators" for label in labels[0]) else "tasks"
            columns = [next(label.code for label in found if label.role == "column") for found in labels]
            yield _make_row(lines[index:end])
        elif part == "tasks" and not lines[index][2]:
            end = _skip_texts(lines, index)
            yield from _part_tasks(lines[index:end], columns, pattern)
        elif part == "indicators" and _roles(lines[index]) & {"level_1", "level_2"}:
            end, levels = _skip_levels(lines, index)
            yield from _part_leaves(lines[index:levels], lines[levels:end], columns)
        elif part == "head" or _roles(lines[index]) & {"objective", "field", "item"}:
            end = _skip_pair(lines, index, pattern)
            label, *texts = lines[index:end]
            yield _make_row([label, _join(texts)] if texts else [label])
        else:
            end = index + 1
            yield _make_row(lines[index:end])
        index = end


def _roles(line: _Line) -> set[str]:
    return {label.role for label in line[2]}


def _skip_columns(lines: Sequence[_Line], index: int) -> int:
    """Give where headings in succession end: `名称`, `主要实施内容`, `拟投入的资金（万元）`."""
    parts = {label.part for label in lines[index][2] if label.role == "column"}
    end = index
    while end < len(lines) and any(label.role == "column" and label.part in parts for label in lines[end][2]):
        end += 1
    return end


def _skip_texts(lines: Sequence[_Line], index: int) -> int:
    """Give where the lines that are no labels end."""
    while index < len(lines) and not lines[index][2]:
        index += 1
    return index


def _skip_levels(lines: Sequence[_Line], index: int) -> tuple[int, int]:
    """Give where the indicators of a level end, and where its own names do.

    A name of a level below another of its depth is an indicator's: `服务对象满意度` under `服务对象满意度指标`.
    """
    depths: set[str] = set()
    levels = index
    while levels < len(lines) and (found := _roles(lines[levels]) & {"level_1", "level_2"}) and found - depths:
        depths |= {"level_1"} if found == {"level_1"} else {"level_1", "level_2"}
        levels += 1
    end = levels
    if end < len(lines) and _roles(lines[end]) & {"level_2"} and end + 1 < len(lines) and not lines[end + 1][2]:
        above = {label.code for label in lines[levels - 1][2]}
        end += any(label.code in above for label in lines[end][2])
    return _skip_texts(lines, end), levels


def _skip_pair(lines: Sequence[_Line], index: int, pattern: Pattern) -> int:
    """Give where a label and its value end: an objective's text reaches to the next label, other values are a line."""
    roles = _roles(lines[index])
    end = _skip_texts(lines, index + 1)
    if "objective" in roles:
        return end
    if end == index + 1 or not roles & {"field", "item"}:
        return index + 1
    value = lines[index + 1][0].text
    if "item" in roles and not (is_money(value, units=pattern.values.units) or pattern.is_blank(value)):
        return index + 1
    return index + 2


def _join(lines: Sequence[_Line]) -> _Line:
    """Make one cell of several lines."""
    cells = [cell for cell, _, _ in lines]
    joined = replace(
        cells[0],
        raw="\n".join(cell.raw for cell in cells),
        text="\n".join(cell.text for cell in cells),
        places=tuple(place for cell in cells for place in cell.places),
    )
    return joined, sum(source for _, source, _ in lines), ()


def _part_tasks(lines: Sequence[_Line], columns: Sequence[str], pattern: Pattern) -> Iterator[LaidRow]:
    """Part the lines of tasks: each begins with its number, and its amount stands between what is done and what for.

    Tasks without numbers are parted only where each of them has exactly one line a column.
    """
    if all(pattern.is_blank(cell.text) for cell, _, _ in lines):
        yield _make_row(lines)
        return
    width = len(columns)
    money = [is_money(cell.text, units=pattern.values.units) for cell, _, _ in lines]
    starts = [k for k, (cell, _, _) in enumerate(lines) if TASK_NUMBER.match(cell.text)]
    amount = columns.index("amount") if "amount" in columns else -1
    if not starts and len(lines) % width == 0 and money == [k % width == amount for k in range(len(lines))]:
        starts = list(range(0, len(lines), width))
    yield from _leave(lines[: starts[0]] if starts else lines)
    for start, end in pairwise([*starts, len(lines)] if starts else ()):
        at = [k for k in range(start, end) if money[k]]
        if width == 4 and amount == 2 and len(at) == 1 and start + 1 < at[0] < end - 1:
            name, (k,) = lines[start], at
            yield _make_row([name, _join(lines[start + 1 : k]), lines[k], _join(lines[k + 1 : end])])
        else:
            yield from _leave(lines[start:end])


def _part_leaves(levels: Sequence[_Line], lines: Sequence[_Line], columns: Sequence[str]) -> Iterator[LaidRow]:
    """Part the lines below a level into indicators, each of as many cells as there are headings for them."""
    places = [index for index, column in enumerate(columns) if column not in ("level_1", "level_2")]
    above = [columns.index(code) for code in ("level_1", "level_2") if code in columns]
    above = above[: len(levels)] if "level_1" in _roles(levels[0]) else above[-len(levels) :]
    if len(above) < len(levels):
        above = []
    if not places or not above or not lines or len(lines) % len(places):
        yield _make_row(levels, above)
        yield from _leave(lines)
        return
    yield _make_row([*levels, *lines[: len(places)]], [*above, *places])
    for start in range(len(places), len(lines), len(places)):
        yield _make_row(lines[start : start + len(places)], places)
