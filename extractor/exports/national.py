"""The tables with the field names of the national budget system (预算管理一体化), for loading into such systems.

Enters: the rows of an input. Leaves: the rows of three tables: objectives, indicators, and the indicators of
self-evaluations. Nothing is invented: a code that the form does not print is null, and a text is as printed.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from extractor.exports.definitions import Column, Table
from extractor.exports.rows import Row, Rows
from extractor.exports.tables import DOCUMENT, FORM, FORMS, INDICATORS, OBJECTIVES, POINTER


@dataclass(frozen=True, slots=True)
class Mapped:
    """A field of the national system: its Chinese name, and the columns it comes from.

    The first of them that the form prints is taken. There are none for a field that no form prints.
    """

    name: str
    zh: str
    sources: tuple[tuple[Table, str], ...] = ()


HEAD = (
    Mapped("FISCAL_YEAR", "预算年度", ((FORMS, "year"),)),
    Mapped("MOF_DIV_CODE", "财政区划代码"),
    Mapped("DEPT_CODE", "部门代码"),
    Mapped("DEPT_NAME", "部门名称", ((FORMS, "department_name"),)),
    Mapped("AGENCY_CODE", "单位代码"),
    Mapped("AGENCY_NAME", "单位名称", ((FORMS, "unit_name"), (FORMS, "implementing_unit"))),
    Mapped("PRO_CODE", "项目代码", ((FORMS, "project_code"),)),
    Mapped("PRO_NAME", "项目名称", ((FORMS, "project_name"),)),
)
GOAL = (Mapped("KPI_TARGET", "绩效目标", ((OBJECTIVES, "text"),)),)
LEVELS = (
    Mapped("LV1_PERF_IND_NAME", "一级绩效指标名称", ((INDICATORS, "level1"),)),
    Mapped("LV2_PERF_IND_NAME", "二级绩效指标名称", ((INDICATORS, "level2"),)),
    Mapped("LV3_PERF_IND_NAME", "三级绩效指标名称", ((INDICATORS, "name"),)),
)
INDICATOR = (
    *LEVELS,
    Mapped("KPI_CONTENT", "指标解释"),
    Mapped("KPI_EVALSTD", "评（扣）分标准", ((INDICATORS, "standard"),)),
    Mapped("KPI_VAL", "指标值", ((INDICATORS, "value"),)),
    Mapped("KPI_REMARK", "备注", ((INDICATORS, "note"),)),
)
SELF_EVALUATION = (
    *LEVELS,
    Mapped("KPI_VAL", "指标值", ((INDICATORS, "value"),)),
    Mapped("IND_COMP", "指标值完成情况", ((INDICATORS, "actual"),)),
    Mapped("KPI_EVALSTD", "评（扣）分标准", ((INDICATORS, "standard"),)),
    Mapped("IND_WEIGHT", "权重", ((INDICATORS, "weight"),)),
    Mapped("EVAL_SCORE", "自评得分", ((INDICATORS, "score"),)),
    Mapped("DEVI_ANALY", "偏差分析及整改措施", ((INDICATORS, "reason"),)),
)
KIND = Column(
    "objective", "text", "目标代码：overall、annual、multi_year 或 other", "Which objective it is", required=True
)


def _make_table(name: str, zh: str, en: str, fields: Iterable[Mapped], *more: Column) -> Table:
    columns = (DOCUMENT, FORM, POINTER, *more, *map(_make_column, (*HEAD, *fields)))
    return Table(name, zh, en, columns, ("document", "form", "pointer"))


def _make_column(field: Mapped) -> Column:
    if not field.sources:
        return Column(field.name, "text", f"{field.zh}：表上没有，为空", "Printed on no form: null")
    table, name = field.sources[0]
    (column,) = [column for column in table.columns if column.name == name]
    return Column(field.name, column.type, field.zh, column.en)


GOALS = _make_table("pm_perf_goal", "绩效目标（一体化字段名）", "The objectives under the national names", GOAL, KIND)
INDICATOR_TABLE = _make_table(
    "pm_perf_indicator", "绩效指标（一体化字段名）", "The indicators under the national names", INDICATOR
)
SELF_EVALUATIONS = _make_table(
    "pm_self_eval_indicator",
    "自评指标（一体化字段名）",
    "The indicators of self-evaluations under the national names",
    SELF_EVALUATION,
)
NATIONAL_TABLES = (GOALS, INDICATOR_TABLE, SELF_EVALUATIONS)


def rename_rows(inputs: Iterable[Rows]) -> Iterator[Rows]:
    """Give each input's rows as rows of the three tables.

    What was actually reached (`actual`) is no objective; an indicator is one of a self-evaluation where the form has
    a column for what was reached or for its score.
    """
    for rows in inputs:
        forms = {row["form"]: row for row in rows["forms"]}
        indicators = [row for row in rows["indicators"] if row["kind"] == "indicator"]
        yield {
            GOALS.name: [
                _rename(row, forms[row["form"]], GOALS, GOAL, {"objective": row["code"]})
                for row in rows["objectives"]
                if row["code"] != "actual"
            ],
            INDICATOR_TABLE.name: [_rename(row, forms[row["form"]], INDICATOR_TABLE, INDICATOR) for row in indicators],
            SELF_EVALUATIONS.name: [
                _rename(row, forms[row["form"]], SELF_EVALUATIONS, SELF_EVALUATION)
                for row in indicators
                if {"actual", "score"} & json.loads(row["extra"]).keys()
            ],
        }


def _rename(row: Row, form: Row, table: Table, fields: Iterable[Mapped], more: Row | None = None) -> Row:
    key: Row = {name: row[name] for name in table.key}
    return {**key, **(more or {}), **{field.name: _take(field, row, form) for field in (*HEAD, *fields)}}


def _take(field: Mapped, row: Row, form: Row) -> Any:
    found = (form[name] if table is FORMS else row[name] for table, name in field.sources)
    return next((value for value in found if value is not None), None)
