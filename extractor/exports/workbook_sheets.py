"""The sheets of the workbook: their columns in order, how wide and of what kind each is, and what it means.

Enters: the tables' definitions, whose descriptions are used. Leaves: definitions. The first columns are for people; the
others, which are folded away, hold exact numbers as text and the keys that lead back to the tables.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from extractor.exports.definitions import Column, Type
from extractor.exports.tables import EXTRAS, HEADER, TABLES
from extractor.messages.language import Language

Kind = Literal[
    "text", "long", "code", "integer", "fen", "money", "number", "exact", "flag", "link", "file", "level", "part"
]
"""How a cell is written: `money` and `number` as the nearest number, `exact` as text with every digit, a `flag` as 是
where it holds, a `part` of a text as it is."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: where its value comes from, its headings, its width in characters, its kind, and what it means."""

    key: str
    zh: str
    en: str
    width: int
    kind: Kind
    about_zh: str
    about_en: str
    folded: bool = False

    def head(self, lang: Language) -> str:
        """Give its heading in a language."""
        return self.zh if lang == "zh" else self.en

    def describe(self, lang: Language) -> str:
        """Give its meaning in a language."""
        return self.about_zh if lang == "zh" else self.about_en


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name and its columns."""

    zh: str
    en: str
    columns: tuple[SheetColumn, ...]

    def name(self, lang: Language) -> str:
        """Give its name in a language."""
        return self.zh if lang == "zh" else self.en


def _of(source: str, heads: str, width: int = 12, kind: Kind = "text", key: str | None = None) -> SheetColumn:
    """Give a column that shows one of a table, such as `funding.amount`, and means the same."""
    found = _find(source)
    zh, en = heads.split(" | ")
    return SheetColumn(key or found.name, zh, en, width, kind, found.zh, found.en)


def _own(key: str, heads: str, width: int, kind: Kind, about: str) -> SheetColumn:
    """Give a column that is in no table."""
    zh, en = heads.split(" | ")
    about_zh, about_en = about.split(" | ")
    return SheetColumn(key, zh, en, width, kind, about_zh, about_en)


def _find(source: str) -> Column:
    table, name = source.split(".")
    (found,) = [column for each in TABLES if each.name == table for column in each.columns if column.name == name]
    return found


def _fold(table: str, *names: str) -> Iterable[SheetColumn]:
    """Give columns that are folded away, under the table's own names."""
    for name in names:
        column = _find(f"{table}.{name}")
        kind = _FOLDED.get(column.type, "code")
        yield SheetColumn(name, name, name, 14, kind, column.zh, column.en, folded=True)


def _exact(key: str) -> SheetColumn:
    """Give a column, folded away, that holds a number's exact text."""
    name = f"{key}_exact"
    return SheetColumn(name, name, name, 20, "exact", "以文字保存的每一位数字", "Every digit, as text", folded=True)


_FOLDED: dict[Type, Kind] = {"integer": "integer", "decimal": "exact", "boolean": "flag"}

FILE = _of("documents.path", "文件 | File", 30, "file")
UNIT_NAME = _own(
    "shown_unit",
    "单位 | Unit",
    20,
    "text",
    "预算单位名称；没有印出时为实施单位 | The unit, or the one that carries it out",
)
PROJECT_NAME = _of("forms.project_name", "项目名称 | Project", 22)
YEAR = _of("forms.year", "年度 | Year", 7, "integer")
PLACE = _own("place", "出处 | Place", 16, "text", "在原文件中的位置 | Where it stands in the file")
REVIEW = _own("review", "核对 | Review", 8, "link", "打开核对页中的这一处 | Opens this place on the review page")
FUNDING_UNIT = _of("funding.unit", "金额单位 | Unit of money", 8, key="unit")
FEN = _of("funding.amount_fen", "金额（分） | Amount in 分", 16, "fen")


OVERVIEW = Sheet(
    "总览",
    "Overview",
    (
        FILE,
        _own("status_word", "结果 | Result", 12, "level", "文件的处理结果 | What became of the file"),
        UNIT_NAME,
        PROJECT_NAME,
        YEAR,
        _of("forms.title", "标题 | Title", 36),
        _of("forms.funding_unit", "金额单位 | Unit of money", 9),
        _own("basic", "基本支出 | 基本支出", 14, "money", "按支出类型：基本支出 | Of the breakdown by type: 基本支出"),
        _own(
            "project", "项目支出 | 项目支出", 14, "money", "按支出类型：项目支出 | Of the breakdown by type: 项目支出"
        ),
        _own("project_total", "项目资金总额 | Project total", 14, "money", "项目资金总额 | 项目资金总额 as printed"),
        _own("annual_total", "年度资金总额 | Annual total", 14, "money", "年度资金总额 | 年度资金总额 as printed"),
        _own("task_count", "任务 | Tasks", 7, "integer", "任务的个数 | How many tasks"),
        _own("indicator_count", "指标 | Indicators", 9, "integer", "指标的个数 | How many indicators"),
        _of("forms.errors", "错误 | Errors", 7, "integer"),
        _of("forms.warnings", "警告 | Warnings", 9, "integer"),
        _of("forms.notes", "提示 | Notes", 7, "integer"),
        REVIEW,
        _own(
            "remark",
            "说明 | Remark",
            44,
            "text",
            "为何没有表，或与哪个文件相同 | Why no form, or which file is equal",
        ),
        *_fold("forms", "input", "document", "form", "pattern", "attachment"),
        *_fold("forms", *(name for name in HEADER if name != "project_name")),
        *_fold("forms", "blank_fields", "first_page", "last_page", "corrected", "originals"),
        *_fold("documents", "status", "sha256", "format", "pages", "reader", "duplicate_of", "json"),
    ),
)
FUNDING = Sheet(
    "资金",
    "Funding",
    (
        FILE,
        UNIT_NAME,
        PROJECT_NAME,
        YEAR,
        _of("funding.group_label", "分组 | Breakdown", 20),
        _of("funding.item_label", "项 | Item", 24),
        _of("funding.amount", "金额 | Amount", 16, "money"),
        FUNDING_UNIT,
        FEN,
        _of("funding.amount_original", "更正前 | Before correction", 14, "money"),
        PLACE,
        REVIEW,
        _exact("amount"),
        _exact("amount_original"),
        *_fold("funding", "group_code", "item_code", "group", "item", "corrected", "originals"),
        *_fold("funding", "document", "form", "pointer"),
    ),
)
TASKS = Sheet(
    "任务",
    "Tasks",
    (
        FILE,
        UNIT_NAME,
        YEAR,
        _of("tasks.number", "编号 | No.", 6, "integer"),
        _of("tasks.name", "任务名称 | Task", 24),
        _of("tasks.content", "主要实施内容 | Content", 50, "long"),
        _of("tasks.amount", "金额 | Amount", 14, "money"),
        FUNDING_UNIT,
        FEN,
        _of("tasks.expected_outcome", "期望达到的目标 | Expected outcome", 44, "long"),
        _of("tasks.optional", "可选 | Optional", 8, "flag"),
        _of("tasks.amount_original", "更正前 | Before correction", 14, "money"),
        PLACE,
        REVIEW,
        _exact("amount"),
        _exact("amount_original"),
        *_fold("tasks", "position", "corrected", "originals", "document", "form", "pointer"),
    ),
)
INDICATORS = Sheet(
    "指标",
    "Indicators",
    (
        FILE,
        UNIT_NAME,
        PROJECT_NAME,
        YEAR,
        _of("indicators.level1", "一级指标 | Level 1", 14),
        _of("indicators.level2", "二级指标 | Level 2", 18),
        _of("indicators.name", "三级指标 | Indicator", 30),
        _of("indicators.value", "指标值 | Value", 24),
        _of("targets.operator", "符号 | Operator", 6, key="target_operator"),
        _of("targets.number", "数值 | Number", 12, "number", key="target_number"),
        _of("targets.number_high", "上限 | Upper end", 10, "number", key="target_number_high"),
        _of("targets.unit", "数值单位 | Its unit", 9, key="target_unit"),
        _of("targets.date", "日期 | Date", 11, key="target_date"),
        _of("indicators.blank", "空白标记 | Blank", 8),
        *(_of(f"indicators.{name}", f"{zh} | {name.capitalize()}", 9) for name, (zh, _) in EXTRAS.items()),
        PLACE,
        REVIEW,
        _exact("target_number"),
        _exact("target_number_high"),
        replace(_of("targets.kind", "target_kind | target_kind", 10, "code", key="target_kind"), folded=True),
        *_fold("indicators", "extra", "kind", "depth", "level1_code", "level2_code", "levels", "position"),
        *_fold("indicators", "corrected", "originals", "document", "form", "pointer"),
    ),
)
DOUBTS = Sheet(
    "疑点",
    "Doubts",
    (
        _own("level_word", "程度 | Severity", 13, "level", "从最严重的开始 | The worst first"),
        FILE,
        UNIT_NAME,
        YEAR,
        _own("message", "疑点 | Doubt", 80, "long", "哪里对不上，或没有读出 | What does not add up, or was not read"),
        PLACE,
        REVIEW,
        _of("checks.code", "核对项 | Check", 20, "code"),
        *_fold("checks", "pointers", "document", "form"),
    ),
)
OBJECTIVES = Sheet(
    "目标",
    "Objectives",
    (
        FILE,
        UNIT_NAME,
        PROJECT_NAME,
        YEAR,
        _of("objectives.label", "目标 | Objective", 18),
        _of("objectives.text", "内容 | Text", 100, "long"),
        PLACE,
        REVIEW,
        *_fold("objectives", "code", "position", "corrected", "originals", "document", "form", "pointer"),
    ),
)
OTHERS = Sheet(
    "其他栏目",
    "Other fields",
    (
        FILE,
        UNIT_NAME,
        YEAR,
        _of("header_other.label", "栏目 | Label", 24),
        _of("header_other.value", "内容 | Value", 80, "long"),
        PLACE,
        REVIEW,
        *_fold("header_other", "position", "corrected", "originals", "document", "form", "pointer"),
    ),
)
LEGEND = Sheet(
    "字段说明",
    "Fields",
    (
        _own("sheet", "工作表 | Sheet", 14, "text", "工作表 | The sheet"),
        _own("column", "列 | Column", 22, "text", "列 | The column"),
        _own("meaning", "含义 | Meaning", 90, "long", "含义 | What it means"),
        _own("folded", "折叠 | Folded", 9, "flag", "是否折叠 | Whether it is folded away"),
    ),
)
OVERFLOW = Sheet(
    "续文",
    "Long texts",
    (
        _own("number", "编号 | No.", 8, "integer", "续文的编号 | The number of the text"),
        _own("sheet", "工作表 | Sheet", 14, "text", "所在工作表 | The sheet where it belongs"),
        _own("row", "行 | Row", 9, "integer", "所在行 | Its row"),
        _own("column", "列 | Column", 20, "text", "所在列 | Its column"),
        _own("part", "段 | Part", 7, "integer", "第几段，从 1 起 | Which part of it, from 1"),
        _own("text", "文字 | Text", 100, "part", "各段相连即为全文 | The parts one after the other are the whole"),
    ),
)
SHEETS = (OVERVIEW, FUNDING, TASKS, INDICATORS, DOUBTS, LEGEND, OBJECTIVES, OTHERS)
"""In their order; a sheet of texts that no cell can hold follows where it is needed."""
