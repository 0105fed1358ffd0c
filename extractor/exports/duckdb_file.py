"""DuckDB: a database with a table for each.

Enters: rows. Leaves: one file with exact decimals (`DECIMAL`). What tables and columns mean stands in their comments.
Keys are not declared: DuckDB would hold an index of each in memory. All is one transaction, which spares DuckDB a log
of what it writes; batches are handed over without a name, since a name would keep them until the transaction ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from extractor.exports.arrow import choose_type, gather_batches
from extractor.exports.definitions import Table
from extractor.exports.job import Job
from extractor.exports.rows import Rows

LIMITS: Mapping[str, str | int] = {"threads": 1, "memory_limit": "192MB"}
"""What DuckDB may use: it would keep all that it has written, and more for each thread. In a batch of results it needs
no more than this, however many they are."""


def write(rows: Iterable[Rows], file: Path, job: Job) -> None:
    """Write a database.

    Raises:
        DoesNotFitError: a number is larger or longer than its column holds.
        OSError: the disk is full, or the file cannot be written.
    """
    try:
        _fill(rows, file, job)
    except duckdb.Error as error:
        raise OSError(str(error)) from error


def _fill(rows: Iterable[Rows], file: Path, job: Job) -> None:
    with duckdb.connect(str(file), config=dict(LIMITS)) as database:
        database.begin()
        for table in job.tables:
            for statement in declare(table, job):
                database.execute(statement)
        for table, batch in gather_batches(rows, job):
            database.from_arrow(pa.Table.from_batches([batch])).insert_into(table.name)
        database.commit()


def declare(table: Table, job: Job) -> Iterator[str]:
    """Give the statements that make a table and describe it."""
    columns = [
        f'"{column.name}" {_name_type(choose_type(table, column, job))}{" NOT NULL" if column.required else ""}'
        for column in table.columns
    ]
    yield f'CREATE TABLE "{table.name}" ({", ".join(columns)})'
    key = f" PRIMARY KEY ({', '.join(table.key)})"
    yield f'COMMENT ON TABLE "{table.name}" IS {_quote(table.describe(job.lang) + key)}'
    for column in table.columns:
        yield f'COMMENT ON COLUMN "{table.name}"."{column.name}" IS {_quote(column.describe(job.lang))}'


def _quote(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _name_type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return {pa.string(): "VARCHAR", pa.int64(): "BIGINT", pa.float64(): "DOUBLE", pa.bool_(): "BOOLEAN"}[kind]
