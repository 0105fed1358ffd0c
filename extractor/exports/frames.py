"""Rows → pandas frames, one for each table.

Enters: an output folder. Leaves: frames with exact numbers: an amount is a `Decimal`, a count an integer that may be
missing, a text a string as it was printed.
"""

from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from extractor.exports.definitions import Type
from extractor.exports.reading import read_rows
from extractor.exports.tables import TABLES
from extractor.messages.language import Language
from extractor.verdicts import Verdict

_LARGEST = 2**63


def read_frames(
    out: str | PathLike[str], *, lang: Language = "zh", verdicts: Sequence[Verdict] | None = None
) -> dict[str, pd.DataFrame]:
    """Give the tables of an earlier run as frames, by name: `read_frames("out")["funding"]`.

    Amounts are `Decimal`s, so that `frame["amount"].sum()` is exact. Corrections of reviewers are made.

    Args:
        out: a batch's output folder, a folder of JSON files as `extract -o FOLDER/` writes them, or such a file.
        lang: the language of errors that are found here.
        verdicts: on the values; without them those that lie in the folder.

    Raises:
        NoResultsError: nothing there is a result.
        UnreadableError: something cannot be read at all.
    """
    columns: dict[str, list[list[Any]]] = {table.name: [[] for _ in table.columns] for table in TABLES}
    for rows in read_rows(Path(out), lang, verdicts=verdicts):
        for name, of_table in rows.items():
            for row in of_table:
                for values, value in zip(columns[name], row.values(), strict=True):
                    values.append(value)
    return {
        table.name: pd.DataFrame(
            {
                column.name: pd.Series(values, dtype=_choose_type(column.type, values))
                for column, values in zip(table.columns, columns.pop(table.name), strict=True)
            }
        )
        for table in TABLES
    }


def _choose_type(kind: Type, values: Sequence[Any]) -> Any:
    """Give the dtype of a column; texts are held by Python, since Arrow cannot hold all that a form may contain."""
    if kind in ("text", "json"):
        return pd.StringDtype("python")
    if kind == "integer":
        return object if any(value is not None and abs(value) >= _LARGEST for value in values) else "Int64"
    return {"decimal": object, "number": "Float64", "boolean": "boolean"}[kind]
