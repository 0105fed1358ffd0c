"""Patterns: the declared vocabulary of each form variant, loaded from TOML and validated.

Enters: `patterns/*.toml` and a user's own files. Leaves: `Pattern`, with a look-up from printed words to what they
label. A pattern holds nouns only: no positions, expressions or priorities.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from extractor.messages.language import Language
from extractor.messages.patterns import say_mistake
from extractor.pattern_parts import (
    FlatPart,
    FundingPart,
    HeaderPart,
    Identify,
    IndicatorsPart,
    ObjectivesPart,
    PatternPart,
    TasksPart,
    ValuesPart,
)
from extractor.pattern_schema import find_near, find_schema_mistakes
from extractor.pattern_text import Mistake, read_typed
from extractor.record import Header, Objective, Task
from extractor.values import fold, label_forms

HEADER_FIELDS = frozenset(Header.model_fields) - {"other"}
TASK_COLUMNS = frozenset(Task.model_fields) - {"number"}
OBJECTIVES = frozenset(Objective.model_fields["code"].annotation.__args__)  # type: ignore[union-attr]

LONGEST_LABEL = 60
"""A longer text is no label."""


class PatternError(ValueError):
    """A pattern file that cannot be used; its sentences name the file, the key, what is wrong and the fix."""

    def __init__(self, path: Path | str, mistakes: Sequence[Mistake]) -> None:
        """Take the file and all its mistakes."""
        self.path = str(path)
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.say("en")))

    def say(self, language: Language) -> list[str]:
        """Give a sentence for each mistake: `mine/a.toml: header.fields.unit_nam: no such field … (line 12)`."""
        return [
            say_mistake(mistake.code, language, path=self.path, key=mistake.key, line=mistake.line, **mistake.names)
            for mistake in self.mistakes
        ]


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


KEYS: Mapping[str, Callable[["Label"], tuple[str, ...]]] = {
    "section": lambda label: (label.part, "sections"),
    "field": lambda label: (label.part, "fields", label.code),
    "other": lambda label: (label.part, "other"),
    "group": lambda label: (label.part, "groups", label.code, "labels"),
    "item": lambda label: (label.part, "groups", label.within, "items", label.code),
    "amounts": lambda label: (label.part, "amounts"),
    "amounts_of": lambda label: (label.part, "groups", label.code, "amounts"),
    "period": lambda label: (label.part, "periods", label.code),
    "unit": lambda label: (label.part, "units"),
    "objective": lambda label: (label.part, "fields", label.code),
    "column": lambda label: (label.part, "columns", label.code),
    "optional": lambda label: (label.part, "optional"),
    "level_1": lambda label: (label.part, "levels", label.code),
    "level_2": lambda label: (label.part, "levels", label.within, "children", label.code),
}
"""Where a pattern file holds the words of a role."""


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

    @property
    def key(self) -> str:
        """The key of the pattern file that holds the words, such as `header.fields.unit_name`."""
        return ".".join(filter(None, KEYS[self.role](self)))


class Pattern(PatternPart):
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
    flat: FlatPart = FlatPart()
    values: ValuesPart = ValuesPart()

    @cached_property
    def version(self) -> str:
        """The first 12 digits of its file's SHA-256, whatever its line ends; empty where the file is gone."""
        try:
            data = Path(self.path).read_bytes()
        except OSError:
            return ""
        return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()[:12]

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
        return _find_labels(self, text) if 0 < len(text) <= LONGEST_LABEL else ()

    __hash__ = object.__hash__
    """Each loaded pattern is one of its own: what is found by it is kept for it."""

    def is_blank(self, text: str) -> bool:
        """Tell whether a cell's text is empty or a mark that stands for nothing (`/`, `无`)."""
        longest = LONGEST_LABEL if "<" in text else 12
        return not text or (len(text) <= longest and (not (folded := fold(text)) or folded in self.blank_marks))


@lru_cache(maxsize=1 << 16)
def _find_labels(pattern: Pattern, text: str) -> tuple[Label, ...]:
    """Give what a short text labels. The same labels stand in every form: most are asked for again and again."""
    forms = label_forms(fold(text))
    return next((found for form in forms if (found := pattern.labels.get(form))), ())


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
        PatternError: with all that keeps the file from being a pattern.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PatternError(path, [Mistake("unreadable", names={"detail": error.strerror or str(error)})]) from error
    return parse_pattern(data, path)


def parse_pattern(data: bytes, path: Path) -> Pattern:
    """Check a pattern file's bytes; `path` is what they are called.

    Raises:
        PatternError: with all that keeps them from being a pattern.
    """
    typed = read_typed(data)
    mistakes = list(typed.mistakes)
    pattern = None
    if typed.data is not None:
        mistakes += [Mistake("own-name", key) for key in ("name", "path") if key in typed.data]
        fields = {**typed.data, "name": path.stem, "path": str(path)}
        try:
            pattern = Pattern.model_validate(fields)
        except ValidationError as error:
            mistakes += find_schema_mistakes(error, Pattern, known_codes())
    if pattern is not None:
        mistakes += [*_find_wrong_codes(pattern), *_find_empty_words(pattern), *_find_repeats(pattern)]
    if pattern is None or mistakes:
        raise PatternError(path, [_place(mistake, typed.lines) for mistake in mistakes])
    return pattern


def _place(mistake: Mistake, lines: Mapping[str, int]) -> Mistake:
    """Give a mistake with the line of its key, or of the part that the key stands in."""
    key, line = str(mistake.names.get("second", mistake.key)), mistake.line
    while line is None and key:
        line = lines.get(key)
        key = key.rpartition(".")[0]
    return replace(mistake, line=line)


def known_codes() -> dict[str, str]:
    """Give the codes of fields, each with the part of the file that it belongs in."""
    return (
        dict.fromkeys(HEADER_FIELDS, "header.fields")
        | dict.fromkeys(TASK_COLUMNS, "tasks.columns")
        | dict.fromkeys(OBJECTIVES, "objectives.fields")
        | dict.fromkeys(("level_1", "level_2", "value"), "indicators.columns")
    )


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


def _find_wrong_codes(pattern: Pattern) -> Iterator[Mistake]:
    """Give the codes that are no field of the record, each with the nearest that is one."""
    for key, code, allowed in _codes(pattern):
        if code not in allowed:
            names = {"code": code, "near": find_near(code, allowed), "allowed": "、".join(sorted(allowed))}
            yield Mistake("no-field", key, names=names)
    for word in pattern.flat.columns:
        if not any(label.role in ("field", "item", "amounts_of", "objective") for label in pattern.find(word)):
            yield Mistake("no-label", "flat.columns", names={"word": word})
    codes = [level.code for level in pattern.indicators.levels]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield Mistake("level-twice", f"indicators.levels.{index}.code", names={"code": code})


def _find_empty_words(pattern: Pattern) -> Iterator[Mistake]:
    for words, label in _declared(pattern):
        for word in words:
            if not fold(word):
                yield Mistake("only-marks", label.key, names={"word": word})


def _find_repeats(pattern: Pattern) -> Iterator[Mistake]:
    """Give the words that one part of the pattern uses for two things.

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
                if word and label.part == other.part and not apart and "section" not in (label.role, other.role):
                    names = {"word": word, "first": label.key, "second": other.key}
                    yield Mistake("two-places" if label.key != other.key else "same-twice", label.part, names=names)


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
                names = {"name": pattern.name, "other": patterns[pattern.name].path}
                raise PatternError(path, [Mistake("name-taken", names=names)])
            patterns[pattern.name] = pattern
    return tuple(patterns.values())


def vocabulary(patterns: Iterable[Pattern]) -> frozenset[str]:
    """Give all declared words of some patterns, folded, titles among them."""
    return _collect_words(tuple(patterns))


@lru_cache(maxsize=8)
def telling_words(patterns: tuple[Pattern, ...]) -> frozenset[str]:
    """Give the words that hardly any other table prints: titles, and labels of objectives, tasks and indicators."""
    words = {fold(title) for pattern in patterns for title in pattern.identify.title}
    labels = ((word, label) for pattern in patterns for word, found in pattern.labels.items() for label in found)
    return frozenset(words.union(word for word, label in labels if label.part in TELLING_PARTS))


TELLING_PARTS = frozenset({"objectives", "tasks", "indicators"})


@lru_cache(maxsize=8)
def _collect_words(patterns: tuple[Pattern, ...]) -> frozenset[str]:
    words = {fold(title) for pattern in patterns for title in pattern.identify.title}
    return frozenset(words.union(*(pattern.labels for pattern in patterns)))
