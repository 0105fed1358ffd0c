"""What a page is made of: sections with figures, each a picture with its table, and the rows that marks lead to.

Enters and leaves: nothing but data. The template knows these and nothing of forms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

Sort = Literal["text", "number", "mark", "place"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: what it says.
        sort: `number` stands on the right; `mark` is a sign of doubt or of change; `place` is where the source has it.
        link: where it leads, or None.
        more: a second line in small letters, such as what a value was before it was corrected.
    """

    text: str
    sort: Sort = "text"
    link: str | None = None
    more: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table. Marks of a picture lead to it by its key; a total is strong, a doubtful one looks it."""

    cells: Sequence[Cell]
    key: str | None = None
    manner: Literal["strong", "doubtful"] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading; what it leaves out is told below it."""

    head: Sequence[str]
    lines: Sequence[Line]
    left_out: str | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows that a mark leads to: they are shown when one follows the link."""

    key: str
    title: str
    table: Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its table and its panels; picture and title may be missing."""

    key: str
    title: str
    table: Table
    picture: Markup = Markup("")  # noqa: RUF009 - it is as immutable as a string
    notes: Sequence[str] = ()
    panels: Sequence[Panel] = ()


@dataclass(frozen=True, slots=True)
class Fold:
    """Figures under one heading that a reader opens, such as those of one unit."""

    key: str
    title: str
    figures: Sequence[Figure]
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; its gist stands beside its title in the contents."""

    key: str
    title: str
    paragraphs: Sequence[str] = ()
    figures: Sequence[Figure] = ()
    folds: Sequence[Fold] = ()
    gist: str = ""
