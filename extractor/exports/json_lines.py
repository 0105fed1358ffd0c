"""JSON Lines: a folder with a file for each table, an object for each row.

Enters: rows. Leaves: files in UTF-8. Numbers keep every digit; what is JSON stands there as it is and not as text;
halves of surrogate pairs are written as JSON's own codes.
"""

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from extractor.exports.escapes import escape_json
from extractor.exports.job import Job
from extractor.exports.money import write_decimal
from extractor.exports.rows import Row, Rows
from extractor.exports.tables import Type

Writer = Callable[[Any], str]


def write(rows: Iterable[Rows], folder: Path, job: Job) -> None:
    """Write a file of JSON Lines for each table.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    with ExitStack() as stack:
        files = {
            table.name: stack.enter_context((folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n"))
            for table in job.tables
        }
        writers = {table.name: [_WRITERS[column.type] for column in table.columns] for table in job.tables}
        for each in rows:
            for name, of_table in each.items():
                if of_table:
                    files[name].writelines(_write_row(row, writers[name]) for row in of_table)


def _write_row(row: Row, writers: Iterable[Writer]) -> str:
    values = zip(row.items(), writers, strict=True)
    pairs = (f'"{name}": {"null" if value is None else write(value)}' for (name, value), write in values)
    return f"{{{', '.join(pairs)}}}\n"


def _write_text(text: str) -> str:
    return escape_json(json.dumps(text, ensure_ascii=False))


_WRITERS: dict[Type, Writer] = {
    "text": _write_text,
    "json": escape_json,
    "integer": str,
    "decimal": write_decimal,
    "number": repr,
    "boolean": lambda value: "true" if value else "false",
}
