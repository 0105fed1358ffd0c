"""The committed data dictionary is that of the tables' definitions.

`python -m tests.test_dictionary` writes it again after a definition has changed.
"""

from collections.abc import Iterator
from pathlib import Path

from extractor.exports.definitions import Table
from extractor.exports.dictionary import FIELDS
from extractor.exports.national import GOAL, HEAD, INDICATOR, NATIONAL_TABLES, SELF_EVALUATION
from extractor.exports.tables import TABLES

COMMITTED = Path(__file__).resolve().parent.parent / "extractor" / "exports" / "README.md"

HEADING = """# Tables of an export · 导出的各表

Made from the definitions in `extractor/exports/` by `python -m tests.test_dictionary`.
由 `extractor/exports/` 中的定义生成。

**bold**: of the key · 主键；†: never null · 从不为空。A `decimal` keeps every digit; `json` is text that holds JSON.
`decimal` 保留每一位数字；`json` 是含 JSON 的文字。

Join by `document` and `form`, and values by `pointer` as well; `forms.input` leads to `documents.input`. A value's own
pointer is the row's with `/` and the field's name, `/funding/groups/0/items/0` and `/amount`; `evidence` says where it
stands in the source. 各表以 `document` 和 `form` 连接，行以 `pointer` 连接；`forms.input` 对应 `documents.input`。行的
`pointer` 加 `/` 和字段名即为值的位置，其出处见 `evidence`。
"""

NATIONAL = """
## Names of the national budget system · 一体化字段名

`jixiao export --names national` writes three tables with the field names of 预算管理一体化. Nothing is invented: what
no form prints is null. Funding, tasks, checks and evidence have no field there; take them from the other export, by
their keys. 只写表上印有的内容：表上没有的代码为空。资金、任务、核对和出处没有对应字段，请用普通导出，按主键连接。

| field · 字段 | 含义 | goals | indicators | self-evaluation | from · 来自 |
|---|---|:-:|:-:|:-:|---|
"""

COLUMNS = "| column · 列 | type | English | 中文 |\n|---|---|---|---|\n"


def make_dictionary() -> str:
    """Give the page."""
    return "".join((HEADING, *map(_describe, (*TABLES, FIELDS)), NATIONAL, *_map(), *map(_describe, NATIONAL_TABLES)))


def _describe(table: Table) -> str:
    lines = [f"\n## `{table.name}`\n\n{table.en}.\n{table.zh}。\n\n{COLUMNS}"]
    for column in table.columns:
        name = f"**`{column.name}`**" if column.name in table.key else f"`{column.name}`"
        mark = " †" if column.required else ""
        lines += f"| {name}{mark} | {column.type} | {column.en} | {column.zh} |\n"
    for reference in table.references:
        lines += f"\n`{'`, `'.join(reference.columns)}` → `{reference.table}`\n"
    return "".join(lines)


def _map() -> Iterator[str]:
    parts = (HEAD + GOAL, HEAD + INDICATOR, HEAD + SELF_EVALUATION)
    for field in dict.fromkeys(field for part in parts for field in part):
        marks = " | ".join("✓" if field in part else "" for part in parts)
        source = ", ".join(f"`{table.name}.{name}`" for table, name in field.sources) or "– (null)"
        yield f"| `{field.name}` | {field.zh} | {marks} | {source} |\n"


def test_the_committed_dictionary_is_that_of_the_tables() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == make_dictionary(), "write it again: python -m tests.test_dictionary"


if __name__ == "__main__":
    COMMITTED.parent.mkdir(exist_ok=True)
    COMMITTED.write_text(make_dictionary(), encoding="utf-8", newline="\n")
