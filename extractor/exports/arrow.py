"""Rows → batches of Arrow, which Parquet files and DuckDB take in.

Enters: rows. Leaves: schemas, and batches of bounded size with exact decimals. A column of decimals has six places
behind the point, then eighteen, and is text where that is not enough either; one of integers has 64 bits, then is text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from extractor.exports.escapes import escape, escape_json, is_plain
from extractor.exports.job import DoesNotFitError, Job
from extractor.exports.money import write_decimal
from extractor.exports.rows import Row, Rows
from extractor.exports.tables import Column, Table, Type

ROWS_AT_ONCE = 10_000
"""How many rows of a table are gathered before they are written."""

_TYPES: Mapping[Type, tuple[pa.DataType, ...]] = {
    "text": (pa.string(),),
    "json": (pa.string(),),
    "integer": (pa.int64(), pa.string()),
    "decimal": (pa.decimal128(38, 6), pa.decimal128(38, 18), pa.string()),
    "number": (pa.float64(),),
    "boolean": (pa.bool_(),),
}
_WRITERS: Mapping[Type, Callable[[Any], Any]] = {"text": escape, "json": escape_json}
_AS_TEXT: Mapping[Type, Callable[[Any], str]] = {"integer": str, "decimal": write_decimal}


def choose_type(table: Table, column: Column, job: Job) -> pa.DataType:
    """Give the Arrow type of a column."""
    return _TYPES[column.type][job.width(table, column)]


def make_schema(table: Table, job: Job) -> pa.Schema:
    """Give the Arrow schema of a table; what its columns mean stands in their metadata."""
    return pa.schema(
        [
            pa.field(
                column.name,
                choose_type(table, column, job),
                nullable=not column.required,
                metadata={"description": column.describe(job.lang)},
            )
            for column in table.columns
        ],
        metadata={"description": table.describe(job.lang)},
    )


def gather_batches(rows: Iterable[Rows], job: Job) -> Iterator[tuple[Table, pa.RecordBatch]]:
    """Give the rows of all tables as batches, each table's in its order.

    Raises:
        DoesNotFitError: a number is larger or longer than its column holds.
    """
    tables = {table.name: table for table in job.tables}
    schemas = {table.name: make_schema(table, job) for table in job.tables}
    waiting: dict[str, list[Row]] = {name: [] for name in tables}
    for each in rows:
        for name, more in each.items():
            waiting[name] += more
            if len(waiting[name]) >= ROWS_AT_ONCE:
                yield tables[name], _make_batch(tables[name], schemas[name], waiting[name])
                waiting[name] = []
    for name, rest in waiting.items():
        if rest:
            yield tables[name], _make_batch(tables[name], schemas[name], rest)


def _make_batch(table: Table, schema: pa.Schema, rows: Iterable[Row]) -> pa.RecordBatch:
    columns = zip(*(row.values() for row in rows), strict=True)
    arrays = [
        _make_array(table, column, kind.type, values)
        for column, kind, values in zip(table.columns, schema, columns, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _make_array(table: Table, column: Column, kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    write = _WRITERS.get(column.type)
    if write is None and pa.types.is_string(kind):
        write = _AS_TEXT[column.type]
    if write is escape and is_plain("".join(filter(None, values))):
        write = None
    if write is not None:
        values = [None if value is None else write(value) for value in values]
    try:
        return pa.array(values, type=kind)
    except (pa.ArrowInvalid, OverflowError) as error:
        raise DoesNotFitError(table.name, column.name) from error
