"""Rows of text documents: what the readers of word processors' files share.

Enters: paragraphs' texts, and how deep a walk has gone. Leaves: rows of loose paragraphs, the numbers of tables and
paragraphs, and the refusal of what is nested too deeply.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.document import Cell, LineSpan, ReadError, Row

MAX_SPAN = 1_000
"""More grid columns than any table has (Word stops at 63); a larger span is cut to this and reported."""
MAX_NESTING = 30
"""How many tables and text boxes may stand inside one another."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that tables and loose paragraphs get next."""

    tables: Iterator[int]
    lines: Iterator[int]


def check_depth(depth: int) -> None:
    """Refuse what stands too deep inside others.

    Raises:
        ReadError: `limit`.
    """
    if depth > MAX_NESTING:
        raise ReadError("limit", f"more than {MAX_NESTING} tables or text boxes inside one another")


def lay_paragraph(raw: str, line: int, ink: int) -> list[Row]:
    """Give the row of a loose paragraph, none where it is blank: its number, and its characters as counted apart."""
    if not ink and (not raw or raw.isspace()):
        return []
    return [Row((Cell(raw, raw, (LineSpan(line, 0, len(raw)),), 0, 1),), None, None, ink)]
