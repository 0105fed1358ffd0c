"""What all targets share: the tables to write, and which columns hold more than their type can.

Enters and leaves: data. A target writes a column by its type until a value does not fit; the export then begins again
with that column held in a wider way, at last as text, so that no digit is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.exports.rows import Row, Rows
from extractor.exports.tables import Column, Table
from extractor.messages.language import Language


class DoesNotFitError(Exception):
    """A value is larger or longer than a column of the target holds."""

    def __init__(self, table: str, column: str) -> None:
        """Take the names of both."""
        super().__init__(f"{table}.{column}")
        self.table = table
        self.column = column


@dataclass(frozen=True, slots=True)
class Job:
    """What to write, and how.

    Attributes:
        tables: in their order; the description of the tables is one of them.
        lang: the language of what people read.
        out: the folder whose results these are.
        place: where the target will lie, from which its links lead.
        widened: how many times a column's type was found too narrow, by table and column.
    """

    tables: Sequence[Table]
    lang: Language = "zh"
    out: Path = Path()
    place: Path = Path()
    widened: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def width(self, table: Table, column: Column) -> int:
        """Tell how many times a column was found too narrow."""
        return self.widened.get((table.name, column.name), 0)

    def widen(self, table: str, column: str) -> "Job":
        """Give the same job with one column held in a wider way."""
        place = (table, column)
        return replace(self, widened={**self.widened, place: self.widened.get(place, 0) + 1})


def take_rows(rows: Iterable[Rows], table: Table) -> Iterable[Row]:
    """Give the rows of one table."""
    for each in rows:
        yield from each.get(table.name, ())
