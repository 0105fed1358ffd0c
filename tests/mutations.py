"""Errors planted in the reference form, and what becomes of each: `python tests/mutations.py [--lang zh]`.

Enters: the reference form's text. Leaves: the form again with one error in it, as text, as a Word file or as a PDF; the
verdict on what the program makes of it; a Markdown table of all verdicts.

A verdict compares the extraction with that of the form without the error:

- harmless: the record says the same;
- reordered: it says the same in another order, as the form now prints it;
- caught: the record differs, and a failed check, a residue or the status points at it that was not there before;
- silent: the record differs, and nothing does;
- crashed: the program gave up with an exception of its own, which it must never do.

White space inside a PDF's values does not count: where a line wraps inside a Latin word, another line wraps elsewhere.
"""

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import combinations, zip_longest
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Literal

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "samples"))

from _docx import write_docx
from _forms import Box, Table, read_form, whole
from _reportlab import write_pdf
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from extractor.pipeline import extract_bytes
from extractor.record import Check, Extraction

REFERENCE = Path(__file__).resolve().parent.parent / "samples" / "zhanjiang-2021-xinfangju.txt"
SEED = 2021
Format = Literal["text", "docx", "pdf"]
FORMATS: tuple[Format, ...] = ("text", "docx", "pdf")
DRAWN = 6
"""How many mutations of a kind and place are drawn for a Word file and for a PDF; a text gets every one there is."""

UP, LEFT = "↑", "←"
"""In a grid's row: the cell goes on from the one above, or from the one to its left."""

Verdict = Literal["harmless", "reordered", "caught", "silent", "crashed"]
Language = Literal["en", "zh"]
Site = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as rows of cells: of one cell above the table (`附件1`, the title), of none for a blank line of a text."""

    rows: tuple[tuple[str, ...], ...]

    def text(self, site: Site) -> str:
        """Give a cell's text."""
        return self.rows[site[0]][site[1]]

    def put(self, *changes: tuple[Site, str]) -> "Sheet":
        """Give the sheet with other texts in some cells."""
        rows = [list(row) for row in self.rows]
        for (row, column), text in changes:
            rows[row][column] = text
        return Sheet(tuple(map(tuple, rows)))


@dataclass(frozen=True, slots=True)
class Mutation:
    """A form with one error.

    Attributes:
        kind: what was done (a key of `KINDS`).
        place: what it was done to (a key of `PLACES`).
        format: the format that the form is written in.
        sheet: the form with the error.
        told: whether the form's own sums contradict each other now, so that the error in an amount can be told.
    """

    kind: str
    place: str
    format: Format
    sheet: Sheet
    told: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutation: the verdict, and the codes of what points at it."""

    mutation: Mutation
    verdict: Verdict
    signs: tuple[str, ...]
    balanced: bool


# ---- the form and its places ----------------------------------------------------------------------------------------

PLACES: Mapping[str, tuple[str, str]] = {
    "title": ("title", "标题"),
    "attachment": ("attachment line", "附件号"),
    "header_label": ("header labels", "基本信息标签"),
    "header_value": ("header values", "基本信息内容"),
    "staff": ("staff numbers", "人员数"),
    "side_label": ("side labels", "侧栏标签"),
    "funding_label": ("funding labels", "资金标签"),
    "funding_amount": ("funding amounts", "资金金额"),
    "objective_label": ("objective label", "总体目标标签"),
    "objective_text": ("objective text", "总体目标内容"),
    "task_column": ("task column headings", "任务表头"),
    "task_text": ("task texts", "任务文字"),
    "task_amount": ("task amounts", "任务金额"),
    "indicator_column": ("indicator column headings", "指标表头"),
    "level": ("level names", "指标级别名称"),
    "indicator_name": ("indicator names", "指标名称"),
    "indicator_value": ("indicator values", "指标值"),
    "header": ("header rows", "基本信息行"),
    "funding": ("funding rows", "资金行"),
    "objective": ("objective row", "总体目标行"),
    "headings": ("rows of column headings", "表头行"),
    "tasks": ("task rows", "任务行"),
    "indicators": ("indicator rows", "指标行"),
}
LABELS = {
    "header_label": {"预算单位名称", "主管部门名称", "在职人数", "离退休人数"},
    "side_label": {
        "财政供养人员数",
        "预算整体情况",
        "年度重点工作任务",
        "其他需完成的任务 (可选填)",
        "绩效指标",
    },
    "objective_label": {"总体绩效目标"},
    "task_column": {"名称", "主要实施内容", "拟投入的资金（万元）", "期望达到的目标（概述）"},
    "indicator_column": {"一级指标", "二级指标", "三级指标", "指标值"},
    "level": {
        "产出指标",
        "数量指标",
        "质量指标",
        "成本指标",
        "效益指标",
        "经济效益指标",
        "社会效益指标",
        "生态效益指标",
        "可持续影响指标",
        "满意度指标",
        "服务对象满意度指标",
    },
}
LABEL_PLACES = ("title", "attachment", *LABELS, "funding_label")
NUMBER_PLACES = ("funding_amount", "task_amount", "staff", "indicator_value")
ROW_PLACES = tuple(PLACES)[-6:]
CELL_PLACES = tuple(place for place in PLACES if place not in {"title", "attachment", *ROW_PLACES})
MONEY = re.compile(r"\d+(?:\.\d+)?")


def read_text() -> Sheet:
    """Give the reference form as its text prints it, columns drifting."""
    lines = REFERENCE.read_text(encoding="utf-8").strip("\n").split("\n")
    return Sheet(tuple(tuple(line.split("\t")) if line else () for line in lines))


def read_grid() -> Sheet:
    """Give the reference form as one table of five columns with merged cells."""
    form = read_form(REFERENCE)
    table = whole(form)
    rows = [[""] * table.width for _ in range(table.height)]
    for box in table.boxes:
        for row in range(box.top, box.top + box.height):
            for column in range(box.left, box.left + box.width):
                rows[row][column] = UP if row > box.top else LEFT
        rows[box.top][box.left] = box.text
    return Sheet((*((line,) for line in form.heading), *map(tuple, rows)))


@cache
def base(file_format: Format) -> Sheet:
    """Give the form without errors, in the shape that a format starts from."""
    return read_text() if file_format == "text" else read_grid()


@cache
def find_sites(sheet: Sheet) -> dict[str, list[Site]]:
    """Give the cells of each place; for places that are rows, the rows' first cells."""
    sites: dict[str, list[Site]] = {place: [] for place in PLACES}
    part = "header"
    for index, row in enumerate(sheet.rows):
        printed = [column for column, text in enumerate(row) if text not in ("", UP, LEFT)]
        if len(row) <= 1:
            for column in printed:
                sites["attachment" if row[column].startswith("附件") else "title"].append((index, column))
            continue
        words = {row[column] for column in printed}
        for word, begins in (("预算整体情况", "funding"), ("总体绩效目标", "objective"), ("名称", "headings")):
            part = begins if word in words else part
        part = "headings" if "一级指标" in words else part
        sites[part].append((index, 0))
        for column in printed:
            sites[_find_place(part, row, column, printed)].append((index, column))
        if part == "headings":
            part = "tasks" if "名称" in words else "indicators"
    return sites


def _find_place(part: str, row: Sequence[str], column: int, printed: Sequence[int]) -> str:
    """Tell what a printed cell is."""
    text = row[column]
    for place, words in LABELS.items():
        if text in words:
            return place
    number = MONEY.fullmatch(text) is not None
    if part == "funding":
        return "funding_amount" if number else "funding_label"
    if part == "header":
        return "staff" if number else "header_value"
    if part == "tasks":
        return "task_amount" if number else "task_text"
    if part == "indicators":
        return "indicator_value" if column == printed[-1] else "indicator_name"
    return "objective_text"


def sums_contradict(sheet: Sheet, without_errors: Sheet) -> bool:
    """Tell by arithmetic whether a form contradicts itself: 595.19 + 484.77 is 1079.96 three times, the tasks 484.77.

    `without_errors` is the same form before its texts were changed: it says where the amounts stand. What is no number
    counts as nothing.
    """
    sites = find_sites(without_errors)

    def read(place: str) -> list[Decimal]:
        texts = [sheet.text(site) for site in sites[place]]
        return [Decimal(text) if MONEY.fullmatch(text) else Decimal(0) for text in texts]

    basic, fiscal, project, other, own, transfer = read("funding_amount")
    return not (basic + project == fiscal + other == own + transfer and sum(read("task_amount")) == project)


# ---- what can go wrong ----------------------------------------------------------------------------------------------

TextErrors = Callable[[str, Random], Iterator[str]]
SheetErrors = Callable[[Sheet, str, Random], Iterator[Sheet]]
STRAY = "人大工务支表级数年本"


def change_digit(text: str, random: Random) -> Iterator[str]:
    """`484.77` becomes `484.71`: each digit in turn."""
    for match in re.finditer(r"\d", text):
        digit = random.choice([each for each in "0123456789" if each != match[0]])
        yield text[: match.start()] + digit + text[match.end() :]


def drop_digit(text: str, _: Random) -> Iterator[str]:
    """`484.77` becomes `48.77`."""
    for match in re.finditer(r"\d", text):
        yield text[: match.start()] + text[match.end() :]


def move_point(text: str, _: Random) -> Iterator[str]:
    """`484.77` becomes `48.477` and `4847.7`."""
    for match in re.finditer(r"(\d)\.", text):
        yield f"{text[: match.start()]}.{match[1]}{text[match.end() :]}"
    for match in re.finditer(r"\.(\d)", text):
        yield f"{text[: match.start()]}{match[1]}.{text[match.end() :]}"


def drop_point(text: str, _: Random) -> Iterator[str]:
    """`484.77` becomes `48477`."""
    for match in re.finditer(r"\.", text):
        yield text[: match.start()] + text[match.end() :]


def swap_digits(text: str, _: Random) -> Iterator[str]:
    """`484.77` becomes `844.77`."""
    for start in range(len(text) - 1):
        a, b = text[start], text[start + 1]
        if a.isdigit() and b.isdigit() and a != b:
            yield text[:start] + b + a + text[start + 2 :]


def change_character(text: str, random: Random) -> Iterator[str]:
    """`项目支出` becomes `项目支人`."""
    for index, character in enumerate(text):
        if not character.isspace():
            yield text[:index] + random.choice(STRAY.replace(character, "")) + text[index + 1 :]


def drop_character(text: str, _: Random) -> Iterator[str]:
    """`项目支出` becomes `项目出`."""
    for index, character in enumerate(text):
        if not character.isspace():
            yield text[:index] + text[index + 1 :]


def empty(text: str, _: Random) -> Iterator[str]:
    """A cell is left blank."""
    if text:
        yield ""


def in_each_cell(errors: TextErrors) -> SheetErrors:
    """Make an error of a text one of a sheet: in each cell of the place."""

    def plant(sheet: Sheet, place: str, random: Random) -> Iterator[Sheet]:
        for site in find_sites(sheet)[place]:
            for text in errors(sheet.text(site), random):
                yield sheet.put((site, text))

    return plant


def swap_values(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """Two cells of a place have each other's text."""
    for a, b in combinations(find_sites(sheet)[place], 2):
        yield sheet.put((a, sheet.text(b)), (b, sheet.text(a)))


def copy_to_neighbour(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """A cell's text stands in the cell to its right or left as well, in place of what belongs there."""
    for row, column in find_sites(sheet)[place]:
        for beside in (column - 1, column + 1):
            if 0 <= beside < len(sheet.rows[row]) and sheet.text((row, beside)) not in (UP, LEFT):
                yield sheet.put(((row, beside), sheet.text((row, column))))


def delete_row(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """A row is gone. A merged cell that began in it shrinks, as word processors have it."""
    for row, _column in find_sites(sheet)[place]:
        rows = [list(each) for each in sheet.rows]
        gone, below = rows[row], _below(sheet, row)
        for column, under in enumerate(below):
            if under == UP and gone[column] != UP:
                rows[row + 1][column] = gone[column]
        yield Sheet(tuple(map(tuple, rows[:row] + rows[row + 1 :])))


def repeat_row(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """A row stands twice. A merged cell that begins in it grows."""
    for row, _column in find_sites(sheet)[place]:
        again = list(sheet.rows[row])
        for column, under in enumerate(_below(sheet, row)):
            if under == UP:
                again[column] = UP
        yield Sheet((*sheet.rows[: row + 1], tuple(again), *sheet.rows[row + 1 :]))


def swap_rows(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """Two rows have each other's cells, but for those that are merged over several rows."""
    for (a, _a), (b, _b) in combinations(find_sites(sheet)[place], 2):
        if len(sheet.rows[a]) != len(sheet.rows[b]):
            continue
        columns = [
            column
            for column in range(len(sheet.rows[a]))
            if not (_is_tall(sheet, a, column) or _is_tall(sheet, b, column))
        ]
        changes = [((a, column), sheet.rows[b][column]) for column in columns]
        changes += [((b, column), sheet.rows[a][column]) for column in columns]
        yield sheet.put(*changes)


def shift_left(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """A row's cells stand one column to the left, as those of `成本指标` do in the form itself."""
    for row, _column in find_sites(sheet)[place]:
        if sheet.rows[row][0] in ("", UP):
            yield _replace_row(sheet, row, (*sheet.rows[row][1:], ""))


def shift_right(sheet: Sheet, place: str, _: Random) -> Iterator[Sheet]:
    """A row's cells stand one column to the right; a text's line grows, a table's row needs room."""
    grows = any(not each for each in sheet.rows)
    for row, _column in find_sites(sheet)[place]:
        cells = sheet.rows[row]
        lead = next(column for column, text in enumerate(cells) if text != UP)
        if cells[-1] in ("", LEFT):
            yield _replace_row(sheet, row, (*cells[:lead], "", *cells[lead:-1]))
        elif grows:
            yield _replace_row(sheet, row, ("", *cells))


def _below(sheet: Sheet, row: int) -> tuple[str, ...]:
    return sheet.rows[row + 1] if row + 1 < len(sheet.rows) else ()


def _is_tall(sheet: Sheet, row: int, column: int) -> bool:
    """Tell whether a cell is part of one that is merged over several rows."""
    below = _below(sheet, row)
    return sheet.rows[row][column] == UP or (column < len(below) and below[column] == UP)


def _replace_row(sheet: Sheet, row: int, cells: tuple[str, ...]) -> Sheet:
    """Put other cells in a row; what was merged over it and goes on below becomes a blank cell there."""
    rows = [list(each) for each in sheet.rows]
    rows[row] = list(cells)
    for column, under in enumerate(_below(sheet, row)):
        if under == UP and cells[column] != UP:
            rows[row + 1][column] = ""
    return Sheet(tuple(map(tuple, rows)))


KINDS: Mapping[str, tuple[str, str, SheetErrors, tuple[str, ...]]] = {
    "digit-changed": ("a digit changed", "改动一位数字", in_each_cell(change_digit), NUMBER_PLACES),
    "digit-dropped": ("a digit dropped", "漏掉一位数字", in_each_cell(drop_digit), NUMBER_PLACES),
    "point-moved": ("a decimal point moved", "小数点移位", in_each_cell(move_point), NUMBER_PLACES),
    "point-dropped": ("a decimal point dropped", "漏掉小数点", in_each_cell(drop_point), NUMBER_PLACES),
    "digits-swapped": ("two adjacent digits swapped", "相邻两位数字对调", in_each_cell(swap_digits), NUMBER_PLACES),
    "values-swapped": (
        "two values swapped",
        "两个数值对调",
        swap_values,
        ("funding_amount", "task_amount", "staff", "indicator_value"),
    ),
    "label-changed": ("a label's character changed", "标签错一字", in_each_cell(change_character), LABEL_PLACES),
    "label-dropped": ("a label's character dropped", "标签漏一字", in_each_cell(drop_character), LABEL_PLACES),
    "cell-emptied": ("a cell emptied", "单元格清空", in_each_cell(empty), CELL_PLACES),
    "cell-copied": ("a cell's text copied into its neighbour", "内容误填到相邻单元格", copy_to_neighbour, CELL_PLACES),
    "row-deleted": ("a row deleted", "删去一行", delete_row, ROW_PLACES),
    "row-repeated": ("a row duplicated", "一行重复", repeat_row, ROW_PLACES),
    "rows-swapped": ("two rows swapped", "两行对调", swap_rows, ("funding", "tasks", "indicators")),
    "row-left": ("a row shifted left", "一行左移一格", shift_left, ROW_PLACES),
    "row-right": ("a row shifted right", "一行右移一格", shift_right, ROW_PLACES),
}
MOVING = frozenset({"row-deleted", "row-repeated", "rows-swapped", "row-left", "row-right"})


def plant(drawn: int = DRAWN) -> list[Mutation]:
    """Give mutations of all kinds in all places and formats, the same each time.

    A text gets every one there is, a Word file and a PDF at most `drawn` of each kind and place, the first ones of
    those that a larger number gives.
    """
    mutations = []
    for file_format in FORMATS:
        start = base(file_format)
        for kind, (_, _, errors, places) in KINDS.items():
            for place in places:
                random = Random(f"{SEED} {file_format} {kind} {place}")  # noqa: S311 - the same each time is what is wanted
                sheets = [s for s in dict.fromkeys(errors(start, place, random)) if s != start]
                if file_format != "text":
                    random.shuffle(sheets)
                    del sheets[drawn:]
                for sheet in sheets:
                    told = kind not in MOVING and sums_contradict(sheet, start)
                    mutations.append(Mutation(kind, place, file_format, sheet, told))
    return mutations


# ---- from a sheet to a file -----------------------------------------------------------------------------------------


def write(sheet: Sheet, file_format: Format) -> bytes:
    """Write a form as a file and give its bytes."""
    if file_format == "text":
        return "\n".join("\t".join(row) for row in sheet.rows).encode()
    heading = [row[0] for row in sheet.rows if len(row) == 1]
    table = _merge([row for row in sheet.rows if len(row) > 1])
    with TemporaryDirectory() as folder:
        path = Path(folder, "form")
        if file_format == "docx":
            write_docx(path, heading, [table])
        else:
            write_pdf(path, heading, [table], font=UnicodeCIDFont("STSong-Light"))
        return path.read_bytes()


def _merge(rows: Sequence[Sequence[str]]) -> Table:
    """Make the marks of merged cells a table again."""
    boxes = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in (UP, LEFT):
                continue
            height = 1 + _count(UP, (each[left] for each in rows[top + 1 :]))
            boxes.append(Box(top, left, height, 1 + _count(LEFT, row[left + 1 :]), text))
    return Table(len(rows), len(rows[0]), tuple(boxes))


def _count(mark: str, cells: Iterable[str]) -> int:
    """Count how often a mark stands at the beginning."""
    number = 0
    for cell in cells:
        if cell != mark:
            break
        number += 1
    return number


# ---- the verdict ----------------------------------------------------------------------------------------------------

FOOT = re.compile(r"第\d+页 共\d+页")


@cache
def read_base(file_format: Format) -> Extraction:
    """Give the extraction of the form without errors."""
    return extract_bytes(write(base(file_format), file_format), "form", lang="en")


def judge(mutation: Mutation) -> Result:
    """Read a mutation and tell what became of the error."""
    before = read_base(mutation.format)
    after = extract_bytes(write(mutation.sheet, mutation.format), "form", lang="en")
    if after.error is not None and after.error.code == "defect":
        return Result(mutation, "crashed", (after.error.message,), balanced=True)
    signs = find_signs(before, after)
    old: object = [form.record.model_dump() for form in before.forms]
    new: object = [form.record.model_dump() for form in after.forms]
    if mutation.format == "pdf":
        old, new = _without_blanks(old), _without_blanks(new)
    verdict: Verdict = "caught" if signs else "reordered" if _settle(old) == _settle(new) else "silent"
    if old == new:
        verdict = "harmless"
    ledgers = [form.ledger for form in after.forms]
    balanced = all(each.source == each.values + each.labels + each.repeated + each.residue for each in ledgers)
    return Result(mutation, verdict, tuple(signs), balanced)


def find_signs(before: Extraction, after: Extraction) -> list[str]:
    """Give what points at an error: a failed check, a residue or a status that the form without it does not have."""
    signs: list[str] = [after.status] if after.status != before.status else []
    if len(before.forms) != len(after.forms):
        return [*signs, f"{len(after.forms)} forms"]
    for a, b in zip(before.forms, after.forms, strict=True):
        signs += [each.code for each in _find_new(_failed(a.checks), _failed(b.checks))]
        texts = [
            Counter(piece.text for piece in form.residue if not FOOT.fullmatch(piece.text.strip())) for form in (a, b)
        ]
        signs += ["residue" for _ in (texts[1] - texts[0])]
    return signs


def _failed(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if check.status == "fail"]


def _find_new(old: Sequence[Check], new: Sequence[Check]) -> list[Check]:
    """Give the failed checks that are not those of the form without the error.

    An old one comes again with its sentence or, where it names a value, at its pointers: a row deleted above it moves
    its pointers, a digit changed in what it quotes changes its sentence, and neither tells of the error.
    """
    left = list(new)
    for check in old:
        again = next((c for c in left if c.code == check.code and c.message == check.message), None) or next(
            (c for c in left if c.code == check.code and c.pointers == check.pointers and _name_values(c)), None
        )
        if again is not None:
            left.remove(again)
    return left


def _name_values(check: Check) -> bool:
    """Tell whether a check points at single values, not at a whole part such as `/indicators`."""
    return bool(check.pointers) and all(pointer.count("/") > 1 for pointer in check.pointers)


def _settle(value: object) -> object:
    """Give a record without the order of its rows, and amounts without the zeros at their end."""
    if isinstance(value, dict):
        return {key: _settle(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted((_settle(each) for each in value), key=repr)
    return value.normalize() if isinstance(value, Decimal) else value


def _without_blanks(value: object) -> object:
    """Give a record with all white space taken out of its texts."""
    if isinstance(value, dict):
        return {key: _without_blanks(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_blanks(each) for each in value]
    return "".join(value.split()) if isinstance(value, str) else value


def judge_all(mutations: Sequence[Mutation]) -> list[Result]:
    """Judge mutations on at most two cores."""
    workers = min(2, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(judge, mutations, chunksize=20))


# ---- the report -----------------------------------------------------------------------------------------------------

REASONS: Mapping[str, tuple[str, str]] = {
    "alone": ("nothing else in the form states this value", "表中别处没有印出这个值，无从比对"),
    "same-sums": ("the form's sums stay the same", "各项合计不变"),
    "uncounted": ("the form does not say how many indicators it has", "表中没有印出指标的个数"),
    "plausible": ("an indicator is as plausible under the other level", "指标放在另一级别下同样说得通"),
    "defect": ("a defect of the program", "程序的缺陷"),
}
UNDETECTED: Mapping[tuple[str, str], str] = {
    **{
        (kind, place): "alone"
        for kind in ("digit-changed", "digit-dropped", "digits-swapped", "values-swapped")
        for place in ("staff", "indicator_value")
    },
    ("label-dropped", "attachment"): "alone",
    ("values-swapped", "funding_amount"): "same-sums",
    ("values-swapped", "task_amount"): "same-sums",
    ("row-deleted", "indicators"): "uncounted",
    ("rows-swapped", "indicators"): "plausible",
}
"""The kinds and places of which some mutations are silent, and why. A test allows silence nowhere else."""

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    "harmless": ("harmless", "无影响"),
    "reordered": ("only reordered", "仅顺序变化"),
    "caught": ("caught", "已发现"),
    "silent": ("silent", "未发现"),
    "crashed": ("crashed", "程序出错"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "kind": ("what was done", "错误"),
    "place": ("where", "位置"),
    "planted": ("planted", "植入"),
    "why": ("why silent", "未发现的原因"),
    "all": ("all", "合计"),
    "format": ("format", "格式"),
    "sums": (
        "Of {told} errors in amounts that the form's own sums can tell, {silent} are silent.",
        "表内合计能够看出的金额错误有 {told} 处，其中未发现 {silent} 处。",
    ),
}


def say_table(results: Sequence[Result], lang: Language) -> str:
    """Give the verdicts as Markdown: a table by kind and place, one by format, and what the form's sums can tell."""
    tongue = 0 if lang == "en" else 1
    counted: dict[tuple[str, str], Counter[str]] = {}
    formats: dict[str, Counter[str]] = {}
    for result in results:
        mutation = result.mutation
        counted.setdefault((mutation.kind, mutation.place), Counter())[result.verdict] += 1
        formats.setdefault(mutation.format, Counter())[result.verdict] += 1
    heads = [WORDS["planted"][tongue], *(words[tongue] for words in VERDICTS.values())]
    lines = [_say_row([WORDS["kind"][tongue], WORDS["place"][tongue], *heads, WORDS["why"][tongue]])]
    lines.append(_say_row(["---", "---", *["--:" for _ in heads], "---"]))
    for kind, (*names, _errors, places) in KINDS.items():
        for place in places:
            if counts := counted.get((kind, place)):
                reason = REASONS[UNDETECTED.get((kind, place), "defect")][tongue] if counts["silent"] else ""
                lines.append(_say_row([names[tongue], PLACES[place][tongue], *_say_counts(counts), reason]))
    total = sum(counted.values(), Counter[str]())
    lines.append(_say_row([f"**{WORDS['all'][tongue]}**", "", *_say_counts(total), ""]))
    lines += ["", _say_row([WORDS["format"][tongue], *heads]), _say_row(["---", *["--:" for _ in heads]])]
    lines += [_say_row([name, *_say_counts(counts)]) for name, counts in formats.items()]
    told = [result for result in results if result.mutation.told]
    silent = sum(result.verdict == "silent" for result in told)
    return "\n".join([*lines, "", WORDS["sums"][tongue].format(told=len(told), silent=silent)])


def _say_counts(counts: Counter[str]) -> list[str]:
    return [str(counts.total()), *(str(counts[verdict]) for verdict in VERDICTS)]


def _say_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def describe(result: Result) -> str:
    """Give a mutation in a line: its format, kind, place and first changed row, and what pointed at it."""
    mutation = result.mutation
    before, after = base(mutation.format).rows, mutation.sheet.rows
    pairs = zip_longest(before, after, fillvalue=())
    old, new = next((pair for pair in pairs if pair[0] != pair[1]), ((), ()))
    change = " → ".join(" | ".join(text[:16] for text in row) for row in (old, new))
    return f"{mutation.format}: {mutation.kind}, {mutation.place}: {change} {list(result.signs)}"


def main() -> None:
    """Judge all mutations and print the report."""
    parser = argparse.ArgumentParser(description="Plant errors in the reference form and tell what becomes of them.")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="the report's language")
    parser.add_argument("--list", choices=tuple(VERDICTS), help="list the mutations of a verdict as well")
    options = parser.parse_args()
    results = judge_all(plant())
    print(say_table(results, options.lang))
    for result in results:
        if result.verdict == options.list:
            print(f"- {describe(result)}")


if __name__ == "__main__":
    main()
