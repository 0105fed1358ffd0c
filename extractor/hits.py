"""What reading a form by a pattern gives: which cell is which value, which are labels, and which are neither.

Enters and leaves: nothing but data, between `match`, which finds the hits, and `build`, which makes values of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extractor.document import Cell
from extractor.layout import LaidRow
from extractor.patterns import Pattern
from extractor.record import How

Role = Literal["value", "label", "repeated", "residue", "furniture"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A value's cell, and the part of its text that is the value."""

    cell: Cell
    text: str


@dataclass(frozen=True, slots=True)
class HeaderHit:
    """A pair of the head. `code` is None for a label that the pattern does not know."""

    code: str | None
    label: Piece
    value: Piece | None
    how: How = "label"


@dataclass(frozen=True, slots=True)
class GroupHit:
    """The heading of a funding breakdown; `label` is None where its items stand without a heading."""

    code: str | None
    label: Cell | None


@dataclass(frozen=True, slots=True)
class ItemHit:
    """An amount of the funding; `group` is the index of its breakdown among the group hits."""

    group: int
    code: str | None
    label: Piece
    value: Piece | None
    how: How = "label"


@dataclass(frozen=True, slots=True)
class ObjectiveHit:
    """An objective and its text."""

    code: str
    label: Piece
    value: Piece | None


@dataclass(frozen=True, slots=True)
class TaskHit:
    """A row of the task table: its cells by column."""

    cells: Mapping[str, Cell]
    optional: bool
    how: How = "header"


@dataclass(frozen=True, slots=True)
class LevelHit:
    """A level of the indicator tree, at depth 1 or 2. `cell` is None where the form leaves the level blank."""

    depth: int
    code: str | None
    cell: Cell | None
    how: How = "level"


@dataclass(frozen=True, slots=True)
class LeafHit:
    """An indicator under the levels before it: its cells by column."""

    cells: Mapping[str, Cell]
    how: How = "header"


@dataclass(frozen=True, slots=True)
class BlankHit:
    """A mark (`无`, `/`) where a level's indicators would stand."""

    cell: Cell


TreeHit = LevelHit | LeafHit | BlankHit


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed while reading: a row that stands shifted, a level that is not known."""

    code: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What became of a cell: how many of its non-blank characters play which role."""

    cell: Cell
    role: Role
    characters: int


@dataclass(slots=True)
class Match:
    """All that was found in a region. `rows` are those that belong to the form: its own, without what follows it."""

    pattern: Pattern
    title: Piece | None
    attachment: Piece | None = None
    year: Cell | None = None
    unit: Piece | None = None
    header: list[HeaderHit] = field(default_factory=list)
    groups: list[GroupHit] = field(default_factory=list)
    items: list[ItemHit] = field(default_factory=list)
    objectives: list[ObjectiveHit] = field(default_factory=list)
    tasks: list[TaskHit] = field(default_factory=list)
    tree: list[TreeHit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    rows: tuple[LaidRow, ...] = ()

    def use(self, cell: Cell, role: Role, characters: int | None = None) -> None:
        """Note what a cell is, or that many of its non-blank characters."""
        self.uses.append(Use(cell, role, count_characters(cell.raw) if characters is None else characters))


def count_characters(text: str) -> int:
    """Count non-blank characters."""
    return sum(map(len, text.split()))
