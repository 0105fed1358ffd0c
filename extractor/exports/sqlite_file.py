"""SQLite: a database with a table for each.

Enters: rows. Leaves: one file. SQLite has no decimals: such a column holds the nearest float, for sorting and rough
sums, and the column `…_exact` beside it the text with every digit.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from extractor.exports.definitions import Column, Table, Type
from extractor.exports.escapes import escape, escape_json
from extractor.exports.job import DoesNotFitError, Job
from extractor.exports.money import round_to_float, write_decimal
from extractor.exports.rows import Row, Rows

EXACT = "_exact"
"""What is added to a decimal column's name for the one with every digit."""

_TYPES: dict[Type, str] = {
    "text": "TEXT",
    "json": "TEXT",
    "integer": "INTEGER",
    "decimal": "REAL",
    "number": "REAL",
    "boolean": "INTEGER",
}


def write(rows: Iterable[Rows], file: Path, job: Job) -> None:
    """Write a database.

    The file is only seen when it is complete, so nothing needs to be undone, and no journal is kept.

    Raises:
        DoesNotFitError: an integer needs more than 64 bits.
        OSError: the disk is full, or the file cannot be written.
    """
    try:
        _fill(rows, file, job)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _fill(rows: Iterable[Rows], file: Path, job: Job) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        for table in job.tables:
            database.execute(declare(table, job))
        inserts = {table.name: (_insert(table), list(_choose_writers(table, job))) for table in job.tables}
        database.execute("BEGIN")
        for each in rows:
            for name, of_table in each.items():
                insert, writers = inserts[name]
                try:
                    database.executemany(insert, (_write_row(row, writers) for row in of_table))
                except OverflowError as error:
                    raise DoesNotFitError(name, _find_wide(of_table)) from error
        database.execute("COMMIT")


def declare(table: Table, job: Job) -> str:
    """Give the statement that makes a table."""
    lines = [line for column in table.columns for line in _declare_column(table, column, job)]
    lines.append(f"PRIMARY KEY ({_list(table.key)})")
    keys = {other.name: other.key for other in job.tables}
    lines += [
        f'FOREIGN KEY ({_list(reference.columns)}) REFERENCES "{reference.table}" ({_list(keys[reference.table])})'
        for reference in table.references
    ]
    return f'CREATE TABLE "{table.name}" (\n  {f",{chr(10)}  ".join(lines)}\n)'


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _declare_column(table: Table, column: Column, job: Job) -> Iterator[str]:
    kind = "TEXT" if job.width(table, column) else _TYPES[column.type]
    yield f'"{column.name}" {kind}{" NOT NULL" if column.required else ""}'
    if column.type == "decimal":
        yield f'"{column.name}{EXACT}" TEXT'


Writer = Callable[[Any], Any]


def _choose_writers(table: Table, job: Job) -> Iterator[tuple[str, Writer | None]]:
    """Give for each column of the database where its value comes from, and how it is written."""
    for column in table.columns:
        yield column.name, str if job.width(table, column) else _WRITERS.get(column.type)
        if column.type == "decimal":
            yield column.name, write_decimal


def _insert(table: Table) -> str:
    count = len(table.columns) + sum(column.type == "decimal" for column in table.columns)
    return f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * count)})'  # noqa: S608 - the program's own name


def _write_row(row: Row, writers: Iterable[tuple[str, Writer | None]]) -> list[Any]:
    return [value if (value := row[name]) is None or write is None else write(value) for name, write in writers]


def _find_wide(rows: Iterable[Row]) -> str:
    return next(
        name for row in rows for name, value in row.items() if isinstance(value, int) and not -(2**63) <= value < 2**63
    )


_WRITERS: dict[Type, Writer] = {"text": escape, "json": escape_json, "decimal": round_to_float}
