"""Patterns: the declared vocabulary of each form variant, loaded from TOML and validated.

Enters: `patterns/*.toml` and a user's own files. Leaves: `Pattern`, with a look-up from printed words to what they
label. A pattern holds nouns only: no positions, expressions or priorities.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.record import Header, Objective, Task
from extractor.values import fold, label_forms

HEADER_FIELDS = frozenset(Header.model_fields) - {"other"}
TASK_COLUMNS = frozenset(Task.model_fields) - {"number"}
OBJECTIVES = frozenset(Objective.model_fields["code"].annotation.__args__)  # type: ignore[union-attr]

Words = Annotated[list[Annotated[str, Field(min_length=1)]], Field(min_length=1)]


class PatternError(ValueError):
    """A pattern file that cannot be used. The message names the file, the key and the fix."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Identify(_Part):
    """What makes a form one of this variant: a title, and labels of which one of each list is printed.

    Labels that are `absent` stand in forms of another kind. A generic pattern holds the vocabulary of a whole family:
    it asks for no title, and claims only what no other pattern does.
    """

    title: Words
    labels: list[str | Words] = []
    absent: list[str] = []
    generic: bool = False


class HeaderPart(_Part):
    """The head: field codes with the labels that print them, those that a form may leave out, and known other pairs."""

    sections: list[str] = []
    fields: dict[str, Words] = {}
    optional: list[str] = []
    other: list[str] = []


class GroupPart(_Part):
    """A breakdown of the funding: the labels of its heading, and item codes with their labels.

    `amounts` are headings of amount columns that hold this breakdown and no other; of an `open` one the items bear
    names of the form's own.
    """

    labels: list[str] = []
    amounts: list[str] = []
    items: dict[str, Words] = {}
    optional: list[str] = []
    open: bool = False


class FundingPart(_Part):
    """The funding: headings of amount columns, labels of the unit, and the breakdowns."""

    sections: list[str] = []
    amounts: list[str] = []
    units: list[str] = []
    groups: dict[str, GroupPart] = {}


class ObjectivesPart(_Part):
    """The objectives: codes with their labels."""

    sections: list[str] = []
    fields: dict[str, Words] = {}


class TasksPart(_Part):
    """The task table: its column headings, and the label of the optional tasks."""

    sections: list[str] = []
    optional: list[str] = []
    columns: dict[str, Words] = {}


class LevelPart(_Part):
    """A first-level indicator and the second-level ones that belong under it."""

    code: str
    names: Words
    children: dict[str, Words] = {}


class IndicatorsPart(_Part):
    """The indicator table: its column headings, its tree of levels, and whether each form prints the whole tree."""

    sections: list[str] = []
    columns: dict[str, Words] = {}
    periods: dict[str, Words] = {}
    levels: list[LevelPart] = []
    all_levels: bool = True


class ValuesPart(_Part):
    """What stands for nothing, and the money units that the form may print."""

    blanks: list[str] = []
    units: list[str] = []


Role = Literal[
    "section",
    "field",
    "other",
    "group",
    "item",
    "amounts",
    "amounts_of",
    "period",
    "unit",
    "objective",
    "column",
    "optional",
    "level_1",
    "level_2",
]


@dataclass(frozen=True, slots=True)
class Label:
    """What a printed word labels.

    Attributes:
        part: the part of the pattern: header, funding, objectives, tasks, indicators.
        role: what it is there.
        code: the stable name; empty where the role says all.
        within: the group of an item, or the first level of a second-level indicator.
    """

    part: str
    role: Role
    code: str = ""
    within: str = ""


class Pattern(_Part):
    """A form variant: its name (the file's), where it was found, and its vocabulary."""

    name: str
    path: str
    description: str = ""
    identify: Identify
    header: HeaderPart = HeaderPart()
    funding: FundingPart = FundingPart()
    objectives: ObjectivesPart = ObjectivesPart()
    tasks: TasksPart = TasksPart()
    indicators: IndicatorsPart = IndicatorsPart()
    values: ValuesPart = ValuesPart()

    @cached_property
    def labels(self) -> Mapping[str, tuple[Label, ...]]:
        """All declared words, folded, with what each labels."""
        index: dict[str, tuple[Label, ...]] = {}
        for words, label in _declared(self):
            for word in words:
                index[fold(word)] = (*index.get(fold(word), ()), label)
        return index

    @cached_property
    def blank_marks(self) -> frozenset[str]:
        """The marks that stand for nothing, folded."""
        return frozenset(fold(mark) for mark in self.values.blanks)

    def find(self, text: str) -> tuple[Label, ...]:
        """Give what a cell's whole text labels; nothing where it is no label of this form.

        `其中：基本支出` and `1.基本支出` are read as `基本支出`, `预算金额（万元）` as `预算金额`.
        """
        if not text or len(text) > 60:
            return ()
        folded = fold(text)
        for form in label_forms(folded):
            found = self.labels.get(form)
            if found:
                return found
        return ()

    def is_blank(self, text: str) -> bool:
        """Tell whether a cell's text is empty or a mark that stands for nothing (`/`, `无`)."""
        return not text or (len(text) <= 12 and fold(text) in self.blank_marks | {""})


def _declared(pattern: Pattern) -> Iterator[tuple[Iterable[str], Label]]:
    for part in ("header", "funding", "objectives", "tasks", "indicators"):
        yield getattr(pattern, part).sections, Label(part, "section")
    for code, words in pattern.header.fields.items():
        yield words, Label("header", "field", code)
    yield pattern.header.other, Label("header", "other")
    yield pattern.funding.amounts, Label("funding", "amounts")
    yield pattern.funding.units, Label("funding", "unit")
    for code, group in pattern.funding.groups.items():
        yield group.labels, Label("funding", "group", code)
        yield group.amounts, Label("funding", "amounts_of", code, code)
        for item, words in group.items.items():
            yield words, Label("funding", "item", item, code)
    for code, words in pattern.objectives.fields.items():
        yield words, Label("objectives", "objective", code)
    for code, words in pattern.tasks.columns.items():
        yield words, Label("tasks", "column", code)
    yield pattern.tasks.optional, Label("tasks", "optional")
    yield from _declared_indicators(pattern)


def _declared_indicators(pattern: Pattern) -> Iterator[tuple[Iterable[str], Label]]:
    for code, words in pattern.indicators.columns.items():
        yield words, Label("indicators", "column", code)
    for code, words in pattern.indicators.periods.items():
        yield words, Label("indicators", "period", code)
    for level in pattern.indicators.levels:
        yield level.names, Label("indicators", "level_1", level.code)
        for code, words in level.children.items():
            yield words, Label("indicators", "level_2", code, level.code)


def load_pattern(path: Path) -> Pattern:
    """Read and check one pattern file.

    Raises:
        PatternError: with file and key, for anything that is not a pattern.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PatternError(f"{path}: {error}") from error
    for key in ("name", "path"):
        if key in data:
            raise PatternError(f"{path}: {key}: no such key: a pattern is called as its file")
    try:
        pattern = Pattern.model_validate({"name": path.stem, "path": str(path), **data})
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise PatternError(f"{path}: {key}: {first['msg']}") from error
    for key, code, allowed in _codes(pattern):
        if code not in allowed:
            raise PatternError(f"{path}: {key}: no such field; one of: {', '.join(sorted(allowed))}")
    for word, labels in pattern.labels.items():
        if not word:
            raise PatternError(f"{path}: {labels[0].part}: a word of nothing but marks: write what the form prints")
    _refuse_repeats(pattern)
    return pattern


def _codes(pattern: Pattern) -> Iterator[tuple[str, str, frozenset[str]]]:
    for code in pattern.header.fields:
        yield f"header.fields.{code}", code, HEADER_FIELDS
    for code in pattern.header.optional:
        yield "header.optional", code, frozenset(pattern.header.fields)
    for name, group in pattern.funding.groups.items():
        for code in group.optional:
            yield f"funding.groups.{name}.optional", code, frozenset(group.items)
    for code in pattern.objectives.fields:
        yield f"objectives.fields.{code}", code, OBJECTIVES
    for code in pattern.tasks.columns:
        yield f"tasks.columns.{code}", code, TASK_COLUMNS


def _refuse_repeats(pattern: Pattern) -> None:
    """Refuse a word that one part of the pattern uses for two things.

    An item's label may stand in two groups (`其他资金`), since the group above it tells them apart, and the name of a
    second level under two first ones, or as a first level of its own (`成本指标`). One cell may hold a person and their
    telephone (`项目负责人及电话`).
    """
    for word, labels in pattern.labels.items():
        for index, label in enumerate(labels):
            for other in labels[index + 1 :]:
                apart = label.within != other.within and (
                    (label.within and other.within) or {label.role, other.role} == {"level_1", "level_2"}
                )
                apart = apart or {label.code, other.code} == {"contact", "phone"}
                if label.part == other.part and not apart and "section" not in (label.role, other.role):
                    what = f"{label.part}: {word!r} stands for {label.role} {label.code} and {other.role} {other.code}"
                    raise PatternError(f"{pattern.path}: {what}: keep it in one place")


def shipped_folder() -> Path:
    """Give the folder of the patterns that come with the program: in the wheel, or beside the package in a checkout."""
    inside = Path(__file__).with_name("_patterns")
    return inside if inside.is_dir() else Path(__file__).parent.parent / "patterns"


@cache
def load_patterns(*folders: Path) -> tuple[Pattern, ...]:
    """Load the shipped patterns and those of a user's own folders or files, by name.

    Raises:
        PatternError: for a file that is no pattern, or a name used twice.
    """
    patterns: dict[str, Pattern] = {}
    for folder in (shipped_folder(), *folders):
        files = sorted(folder.glob("*.toml")) if folder.is_dir() else [folder]
        for path in files:
            pattern = load_pattern(path)
            if pattern.name in patterns:
                raise PatternError(f"{path}: a pattern named {pattern.name} is there already: rename the file")
            patterns[pattern.name] = pattern
    return tuple(patterns.values())


def vocabulary(patterns: Iterable[Pattern]) -> frozenset[str]:
    """Give all declared words of some patterns, folded, titles among them."""
    words = {fold(title) for pattern in patterns for title in pattern.identify.title}
    return frozenset(words.union(*(pattern.labels for pattern in patterns)))
