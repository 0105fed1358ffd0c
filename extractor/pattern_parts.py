"""The parts of a pattern file: which keys each may have, and what they hold. Part of the patterns.

Enters: TOML's data. Leaves: frozen parts of a pattern; pydantic refuses a key that no part has.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]


class PatternPart(BaseModel):
    """What every part of a pattern file is: frozen, and without any key that is not declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Identify(PatternPart):
    """What makes a form one of this variant: a title, and labels of which one of each list is printed.

    Labels that are `absent` stand in forms of another kind. A generic pattern holds the vocabulary of a whole family:
    it asks for no title, and claims only what no other pattern does.
    """

    title: Words
    labels: list[str | Words] = []
    absent: list[str] = []
    generic: bool = False


class HeaderPart(PatternPart):
    """The head: field codes with the labels that print them, those that a form may leave out, and known other pairs."""

    sections: list[str] = []
    fields: dict[str, Words] = {}
    optional: list[str] = []
    other: list[str] = []


class GroupPart(PatternPart):
    """A breakdown of the funding: the labels of its heading, and item codes with their labels.

    `amounts` are headings of amount columns that hold this breakdown and no other; of an `open` one the items bear
    names of the form's own.
    """

    labels: list[str] = []
    amounts: list[str] = []
    items: dict[str, Words] = {}
    optional: list[str] = []
    open: bool = False


class FundingPart(PatternPart):
    """The funding: headings of amount columns, labels of the unit, and the breakdowns."""

    sections: list[str] = []
    amounts: list[str] = []
    units: list[str] = []
    groups: dict[str, GroupPart] = {}


class ObjectivesPart(PatternPart):
    """The objectives: codes with their labels."""

    sections: list[str] = []
    fields: dict[str, Words] = {}


class TasksPart(PatternPart):
    """The task table: its column headings, and the label of the optional tasks."""

    sections: list[str] = []
    optional: list[str] = []
    columns: dict[str, Words] = {}


class LevelPart(PatternPart):
    """A first-level indicator and the second-level ones that belong under it."""

    code: str
    names: Words
    children: dict[str, Words] = {}


class IndicatorsPart(PatternPart):
    """The indicator table: its column headings, its tree of levels, and whether each form prints the whole tree."""

    sections: list[str] = []
    columns: dict[str, Words] = {}
    periods: dict[str, Words] = {}
    levels: list[LevelPart] = []
    all_levels: bool = True


class FlatPart(PatternPart):
    """A table of many projects: the headings of the columns that stand before the indicators and tell of a project.

    Each is a label of the head, the funding or the objectives as well, which says what it means.
    """

    columns: list[str] = []


class ValuesPart(PatternPart):
    """What stands for nothing, and the money units that the form may print."""

    blanks: list[str] = []
    units: list[str] = []
