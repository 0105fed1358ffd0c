"""What an export wrote → rows as they were, read by other libraries than those that wrote it where there are any.

Enters: a file or a folder. Leaves: the rows of each table. This is the documented way back, and nothing more: the two
escapes are undone, exact texts are taken where a target has no decimals.
"""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from extractor import tables as read_frames
from extractor.exports.definitions import Table, Type
from extractor.exports.escapes import restore, unquote_formula
from extractor.exports.sqlite_file import EXACT
from extractor.exports.tables import TABLES

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

csv.field_size_limit(1 << 24)

FROM_TEXT: Mapping[Type, Callable[[str], Any]] = {
    "text": lambda text: restore(unquote_formula(text)),
    "json": str,
    "integer": int,
    "decimal": Decimal,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
}
FROM_DATABASE: Mapping[Type, Callable[[Any], Any]] = {**FROM_TEXT, "text": restore, "boolean": bool}


def read_csv(folder: Path) -> Tables:
    return {table.name: list(_read_csv_table(folder, table)) for table in TABLES}


def _read_csv_table(folder: Path, table: Table) -> Iterator[dict[str, Any]]:
    with (folder / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {
                column.name: None if row[column.name] == "" else FROM_TEXT[column.type](row[column.name])
                for column in table.columns
            }


def read_json_lines(folder: Path) -> Tables:
    return {table.name: list(_read_lines(folder / f"{table.name}.jsonl", table)) for table in TABLES}


def _read_lines(path: Path, table: Table) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line, parse_float=Decimal)
            yield {column.name: _plain(column.type, row[column.name]) for column in table.columns}


def _plain(kind: Type, value: Any) -> Any:
    if value is not None and kind == "json":
        return json.dumps(value, default=float)
    if value is not None and kind in ("decimal", "number"):
        return Decimal(value) if kind == "decimal" else float(value)
    return value


def read_sqlite(file: Path) -> Tables:
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        return {
            table.name: [_take(table, dict(row)) for row in database.execute(f'SELECT * FROM "{table.name}"')]  # noqa: S608
            for table in TABLES
        }


def _take(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """Give a row of a database, exact texts in place of floats."""
    exact = {column.name: row.get(f"{column.name}{EXACT}", row[column.name]) for column in table.columns}
    return {
        column.name: None if exact[column.name] is None else FROM_DATABASE[column.type](exact[column.name])
        for column in table.columns
    }


def read_parquet(folder: Path) -> Tables:
    return {
        table.name: [_take(table, row) for row in pq.read_table(folder / f"{table.name}.parquet").to_pylist()]
        for table in TABLES
    }


def read_duckdb(file: Path) -> Tables:
    found: Tables = {}
    with duckdb.connect(str(file), read_only=True) as database:
        for table in TABLES:
            result = database.execute(f'SELECT * FROM "{table.name}"')  # noqa: S608
            names = [each[0] for each in result.description]
            rows = (dict(zip(names, row, strict=True)) for row in result.fetchall())
            found[table.name] = [_take(table, row) for row in rows]
    return found


def take_frames(out: Path) -> Tables:
    return {name: _take_frame(frame) for name, frame in read_frames(out).items()}


def _take_frame(frame: pd.DataFrame) -> Rows:
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


READERS: Mapping[str, Callable[[Path], Tables]] = {
    "csv": read_csv,
    "jsonl": read_json_lines,
    "sqlite": read_sqlite,
    "parquet": read_parquet,
    "duckdb": read_duckdb,
}
