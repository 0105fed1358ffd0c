"""CSV: a folder with a file for each table, and a description that other programs read (Frictionless Data Package).

Enters: rows. Leaves: files in UTF-8 with a mark at the beginning, by which Excel knows it, lines ended as RFC 4180 has
it. A text always stands in quotes and a null is nothing at all. Numbers keep every digit. `escapes` has the two rules
for texts that a CSV file cannot hold as they are, and their way back.
"""

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TextIO

from extractor.exports.data_package import PACKAGE, write_package
from extractor.exports.definitions import Table, Type
from extractor.exports.escapes import escape, escape_json, quote_formula
from extractor.exports.job import Job
from extractor.exports.line_folder import Writer, write_lines
from extractor.exports.money import write_decimal
from extractor.exports.rows import Row, Rows


def write(rows: Iterable[Rows], folder: Path, job: Job) -> None:
    """Write a CSV file for each table, and `datapackage.json`.

    Raises:
        OSError: the disk is full, or the folder cannot be written.
    """
    write_lines(rows, job, partial(_open, folder), _write_row, _WRITERS)
    (folder / PACKAGE).write_text(write_package(job), encoding="utf-8", newline="\n")


def _open(folder: Path, table: Table) -> TextIO:
    file = (folder / f"{table.name}.csv").open("w", encoding="utf-8-sig", newline="")
    file.write(",".join(f'"{column.name}"' for column in table.columns) + "\r\n")
    return file


def _write_row(row: Row, writers: Iterable[Writer]) -> str:
    cells = ["" if value is None else write(value) for value, write in zip(row.values(), writers, strict=True)]
    return ",".join(cells) + "\r\n"


def _write_text(text: str) -> str:
    if _HARMLESS.match(text):
        return f'"{text}"'
    return f'"{quote_formula(escape(text)).replace(_QUOTE, _QUOTE * 2)}"'


def _write_json(text: str) -> str:
    return f'"{escape_json(text).replace(_QUOTE, _QUOTE * 2)}"'


_QUOTE = '"'
_HARMLESS = re.compile(r"""[0-9A-Za-z/\u4e00-\u9fff][^"\\\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]*\Z""")
"""Most texts: they need neither escapes nor an apostrophe, and contain no quote."""

_WRITERS: dict[Type, Writer] = {
    "text": _write_text,
    "json": _write_json,
    "integer": str,
    "decimal": write_decimal,
    "number": repr,
    "boolean": lambda value: "true" if value else "false",
}
