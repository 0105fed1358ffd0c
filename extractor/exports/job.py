"""What all targets share: the tables to write, and which columns need a wider type than usual.

Enters and leaves: data. A target writes a column by its type until a value does not fit; the export then begins again
with that column held in a wider way, at last as text, so that no digit is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.exports.definitions import Column, Table, Type
from extractor.messages.language import Language

AS_TEXT: Mapping[Type, int] = {"integer": 1, "decimal": 2}
"""How many times a column is widened until it is one of text."""


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
        review_page: the address of the review page where a server shows it; None where it is a file in `out`.
        widened: how many times a column's type was found too narrow, by table and column.
    """

    tables: Sequence[Table]
    lang: Language = "zh"
    out: Path = Path()
    place: Path = Path()
    review_page: str | None = None
    widened: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def width(self, table: Table, column: Column) -> int:
        """Tell how many times a column was found too narrow."""
        return self.widened.get((table.name, column.name), 0)

    def widen(self, table: str, column: str) -> "Job":
        """Give the same job with one column held in a wider way."""
        place = (table, column)
        return replace(self, widened={**self.widened, place: self.widened.get(place, 0) + 1})

    def find_texts(self) -> list[tuple[str, str]]:
        """Give the columns of numbers that are held as text, as pairs of table and column."""
        return [
            (table.name, column.name)
            for table in self.tables
            for column in table.columns
            if column.type in AS_TEXT and self.width(table, column) >= AS_TEXT[column.type]
        ]
