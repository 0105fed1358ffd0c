"""The tables' own description as a table, so that it goes wherever the rows go.

Enters: definitions of tables. Leaves: a definition and rows: one for each table, one for each of its columns.
"""

from collections.abc import Sequence

from extractor.exports.definitions import Column, Table
from extractor.exports.rows import Row

FIELDS = Table(
    "fields",
    "字段说明：各表各列的含义",
    "What each column of each table means",
    (
        Column("table", "text", "表", "The table", required=True),
        Column(
            "position",
            "integer",
            "列的序号，从 1 起；0 为表本身",
            "The column's place, from 1; 0 is the table",
            required=True,
        ),
        Column("column", "text", "列；空为表本身", "The column; null for the table itself"),
        Column("type", "text", "类型", "What it holds: text, integer, decimal, number, boolean or json"),
        Column("key", "boolean", "是否属于主键", "Whether it is of the columns that name a row"),
        Column("required", "boolean", "是否从不为空", "Whether it is never null"),
        Column("zh", "text", "中文说明", "Its meaning in Chinese", required=True),
        Column("en", "text", "英文说明", "Its meaning in English", required=True),
    ),
    ("table", "position"),
)


def describe_tables(tables: Sequence[Table]) -> list[Row]:
    """Give the rows of `fields` for some tables."""
    rows: list[Row] = []
    for table in tables:
        about = dict.fromkeys(column.name for column in FIELDS.columns)
        rows.append({**about, "table": table.name, "position": 0, "zh": table.zh, "en": table.en})
        rows += [
            {
                "table": table.name,
                "position": position,
                "column": column.name,
                "type": column.type,
                "key": column.name in table.key,
                "required": column.required,
                "zh": column.zh,
                "en": column.en,
            }
            for position, column in enumerate(table.columns, 1)
        ]
    return rows
