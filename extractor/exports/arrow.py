"""Rows → batches of Arrow, which Parquet files and DuckDB take in.

Enters: rows. Leaves: schemas, and batches of bounded size with exact decimals. A column of decimals has six places
after the point, then eighteen, and is text where that is not enough either; one of integers has 64 bits, then is text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa

from extractor.exports.definitions import Column, Table, Type
from extractor.exports.escapes import escape, escape_json, is_plain
from extractor.exports.job import DoesNotFitError, Job
from extractor.exports.money import write_decimal
from extractor.exports.rows import Rows

ROWS_AT_ONCE = 5_000
"""How many rows of a table are gathered before they are written: few enough for a processor's cache."""

_TYPES: Mapping[Type, tuple[pa.DataType, ...]] = {
    "text": (pa.string(),),
    "json": (pa.string(),),
    "integer": (pa.int64(), pa.string()),
    "decimal": (pa.decimal128(38, 6), pa.decimal128(38, 18), pa.string()),
    "number": (pa.float64(),),
    "boolean": (pa.bool_(),),
}
_WRITERS: Mapping[Type, Callable[[Any], str]] = {"json": escape_json, "integer": str, "decimal": write_decimal}
"""How what is no text already is written where a column holds text."""


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
    waiting: dict[str, list[Any]] = {name: [] for name in tables}
    for each in rows:
        for name, more in each.items():
            waiting[name].extend(chain.from_iterable(map(dict.values, more)))
            if len(waiting[name]) >= ROWS_AT_ONCE * len(schemas[name]):
                yield tables[name], _make_batch(tables[name], schemas[name], waiting[name])
                waiting[name] = []
    for name, rest in waiting.items():
        if rest:
            yield tables[name], _make_batch(tables[name], schemas[name], rest)


def _make_batch(table: Table, schema: pa.Schema, values: Sequence[Any]) -> pa.RecordBatch:
    """Make a batch of the values of some rows, row after row."""
    width = len(schema)
    arrays = [
        _make_array(table, column, kind.type, values[index::width])
        for index, (column, kind) in enumerate(zip(table.columns, schema, strict=True))
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _make_array(table: Table, column: Column, kind: pa.DataType, values: Sequence[Any]) -> pa.Array:
    if column.type == "text":
        return _make_texts(values)
    write = _WRITERS.get(column.type) if pa.types.is_string(kind) else None
    try:
        return pa.array(values if write is None else _write(values, write), type=kind)
    except (pa.ArrowInvalid, OverflowError) as error:
        raise DoesNotFitError(table.name, column.name) from error


def _make_texts(values: Sequence[str | None]) -> pa.Array:
    """Make a column of texts, and only where Arrow or another program could not hold one of them, escape them."""
    try:
        texts = pa.array(values, type=pa.string())
    except UnicodeEncodeError:
        return pa.array(_write(values, escape), type=pa.string())
    *_, characters = texts.buffers()
    return texts if is_plain(characters.to_pybytes()) else pa.array(_write(values, escape), type=pa.string())


def _write(values: Iterable[Any], write: Callable[[Any], str]) -> list[str | None]:
    return [None if value is None else write(value) for value in values]
