"""A folder with a file of lines for each table: what CSV and JSON Lines have in common.

Enters: rows, how a table's file is opened, and how a row becomes a line. Leaves: files, written line by line.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, TextIO

from extractor.exports.definitions import Table, Type
from extractor.exports.job import Job
from extractor.exports.rows import Row, Rows

Writer = Callable[[Any], str]
"""Gives a value, which is not null, as it stands in a line."""


def write_lines(
    rows: Iterable[Rows],
    job: Job,
    open_file: Callable[[Table], TextIO],
    write_row: Callable[[Row, Sequence[Writer]], str],
    writers: Mapping[Type, Writer],
) -> None:
    """Write a file for each table.

    Args:
        rows: of one input after another.
        job: what to write.
        open_file: opens a table's file, with what stands before its rows.
        write_row: gives a row's line, by the writers of its columns.
        writers: how values are written, by the type of their column.

    Raises:
        OSError: the disk is full, or a file cannot be written.
    """
    with ExitStack() as stack:
        files = {table.name: stack.enter_context(open_file(table)) for table in job.tables}
        chosen = {table.name: [writers[column.type] for column in table.columns] for table in job.tables}
        for each in rows:
            for name, of_table in each.items():
                if of_table:
                    files[name].writelines(write_row(row, chosen[name]) for row in of_table)
