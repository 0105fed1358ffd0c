"""JSON Lines: a folder with a file for each table, an object for each row.

Enters: rows. Leaves: files in UTF-8. Numbers keep every digit; what is JSON stands there as it is and not as text;
halves of surrogate pairs are written as JSON's own codes.
"""

from collections.abc import Iterable
from functools import partial
from json.encoder import encode_basestring
from pathlib import Path
from typing import TextIO

from extractor.exports.definitions import Table, Type
from extractor.exports.job import Job
from extractor.exports.line_folder import Writer, write_lines
from extractor.exports.money import write_decimal
from extractor.exports.rows import Row, Rows


def write(rows: Iterable[Rows], folder: Path, job: Job) -> None:
    """Write a file of JSON Lines for each table.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    write_lines(rows, job, partial(_open, folder), _write_row, _WRITERS)


def _open(folder: Path, table: Table) -> TextIO:
    """Open a table's file; what UTF-8 cannot hold is written there as a backslash code, which is JSON's own."""
    path = folder / f"{table.name}.jsonl"
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


def _write_row(row: Row, writers: Iterable[Writer]) -> str:
    values = zip(row.items(), writers, strict=True)
    pairs = [f'"{name}": {"null" if value is None else write(value)}' for (name, value), write in values]
    return f"{{{', '.join(pairs)}}}\n"


_WRITERS: dict[Type, Writer] = {
    "text": encode_basestring,
    "json": str,
    "integer": str,
    "decimal": write_decimal,
    "number": repr,
    "boolean": lambda value: "true" if value else "false",
}
