"""Parquet: a folder with a file for each table.

Enters: rows. Leaves: files with exact decimals (`decimal128`); what each column means stands in its metadata.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pyarrow.parquet as pq

from extractor.exports.arrow import gather_batches, make_schema
from extractor.exports.job import Job
from extractor.exports.rows import Rows


def write(rows: Iterable[Rows], folder: Path, job: Job) -> None:
    """Write a Parquet file for each table.

    Raises:
        DoesNotFitError: a number is larger or longer than its column holds.
        OSError: the disk is full, or the folder cannot be written.
    """
    with ExitStack() as stack:
        files = {
            table.name: stack.enter_context(
                pq.ParquetWriter(folder / f"{table.name}.parquet", make_schema(table, job), compression="zstd")
            )
            for table in job.tables
        }
        for table, batch in gather_batches(rows, job):
            files[table.name].write_batch(batch)
