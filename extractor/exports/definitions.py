"""What tables are made of: columns with a type and a meaning, keys, and references to other tables.

Enters: names, types, and meanings in Chinese and English. Leaves: definitions, by which an export of any
kind is written without knowing which tables there are.
"""

from dataclasses import dataclass
from typing import Literal

from extractor.messages.language import Language

Type = Literal["text", "integer", "decimal", "number", "boolean", "json"]
"""What a column holds. A `decimal` keeps every digit, a `number` is a position on a page, `json` is text with JSON."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type and meaning; `required` where it is never null."""

    name: str
    type: Type
    zh: str
    en: str
    required: bool = False

    def describe(self, lang: Language) -> str:
        """Give its meaning in a language."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that name a row of another table by its key."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns in order, those that name a row, and the rows of other tables that it belongs to."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    def describe(self, lang: Language) -> str:
        """Give its meaning in a language."""
        return self.zh if lang == "zh" else self.en
