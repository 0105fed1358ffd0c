"""Forms of one unit over the years, put side by side: what stayed, what changed, what is doubtful.

Enters: the forms that count. Leaves: series with their comparisons. Units are the same where their names are, layout
apart; similar names are for a person to judge.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.report.changes import AimChange, compare_aims
from extractor.report.facts import FormKind, Indicator, Item, Sheet, Work
from extractor.report.names import Link, Named, find_similar_names, link_names
from extractor.values import fold

NOTABLE = ("weaker", "now-words", "dropped", "similar", "ambiguous")
"""What a person should look at of all that can become of an indicator."""


@dataclass(frozen=True, slots=True)
class TaskPair:
    """A task over two years, with how the two names were linked."""

    link: Link
    earlier: Work | None
    later: Work | None


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """An indicator over two years; how its target changed is None where it has no counterpart."""

    link: Link
    earlier: Indicator | None
    later: Indicator | None
    change: AimChange | None = None

    @property
    def outcome(self) -> str:
        """What became of it, for counting: how it was linked, or, where that is certain, how its target changed."""
        if self.link.how not in ("exact", "moved") or self.change is None:
            return self.link.how
        if self.change.change == "number":
            return self.change.tendency or "number"
        return self.change.change


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two forms of one unit, of two years."""

    earlier: Sheet
    later: Sheet
    tasks: tuple[TaskPair, ...]
    indicators: tuple[IndicatorPair, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The forms of one kind of one unit (and one project), a year each, and what changed from one to the next.

    Attributes:
        clashes: forms of a year that has several; they are told of and not compared.
    """

    kind: FormKind
    sheets: tuple[Sheet, ...]
    comparisons: tuple[Comparison, ...]
    clashes: tuple[Sheet, ...]

    @property
    def notable(self) -> int:
        """How much in it a person should look at: what cannot be measured any more, asks less, is gone or doubtful."""
        outcomes = Counter(pair.outcome for each in self.comparisons for pair in each.indicators)
        return sum(outcomes[name] for name in NOTABLE)


@dataclass(frozen=True, slots=True)
class Years:
    """All series with at least two years, and what could not be put into one.

    Attributes:
        single: how many units have forms of one year only.
        unplaced: forms without a unit or a year.
        clashes: series in which a year has several forms that differ, whether or not something is left to compare.
        similar: pairs of names of units that may mean the same one; None where there are too many to compare.
    """

    series: tuple[Series, ...]
    single: int
    unplaced: tuple[Sheet, ...]
    clashes: tuple[Sheet, ...]
    similar: list[tuple[str, str, int]] | None


def compare_years(sheets: Sequence[Sheet]) -> Years:
    """Put the forms of each unit side by side.

    Only forms of one kind are compared, project forms of one project. A year with several different forms of a unit is
    left out: which of them holds is not for the program to say.
    """
    grouped: dict[tuple[FormKind, str, str], list[Sheet]] = defaultdict(list)
    unplaced = []
    for sheet in sheets:
        unit = fold(sheet.unit_name or "")
        if unit and sheet.year is not None:
            grouped[sheet.kind, unit, fold(sheet.project_name or "")].append(sheet)
        else:
            unplaced.append(sheet)
    made = [_make_series(kind, forms) for (kind, _, _), forms in sorted(grouped.items())]
    series = tuple(each for each in made if each.comparisons)
    single = sum(len({sheet.year for sheet in forms}) == 1 for forms in grouped.values())
    names = {fold(sheet.unit_name): sheet.unit_name for sheet in sheets if sheet.unit_name and fold(sheet.unit_name)}
    clashes = tuple(sheet for each in made for sheet in each.clashes)
    return Years(series, single, tuple(unplaced), clashes, find_similar_names(list(names.values())))


def _make_series(kind: FormKind, forms: Sequence[Sheet]) -> Series:
    by_year: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in forms:
        by_year[sheet.year or 0].append(sheet)
    years = sorted(by_year)
    alone = tuple(by_year[year][0] for year in years if len(by_year[year]) == 1)
    clashes = tuple(sheet for year in years if len(by_year[year]) > 1 for sheet in by_year[year])
    return Series(kind, alone, tuple(compare(earlier, later) for earlier, later in pairwise(alone)), clashes)


def compare(earlier: Sheet, later: Sheet) -> Comparison:
    """Compare two forms of one unit."""
    return Comparison(earlier, later, tuple(_compare_tasks(earlier, later)), tuple(_compare_indicators(earlier, later)))


def _compare_tasks(earlier: Sheet, later: Sheet) -> Iterator[TaskPair]:
    links = link_names([Named(task.name) for task in earlier.tasks], [Named(task.name) for task in later.tasks])
    for link in links:
        old = None if link.earlier is None else earlier.tasks[link.earlier]
        new = None if link.later is None else later.tasks[link.later]
        yield TaskPair(link, old, new)


def _compare_indicators(earlier: Sheet, later: Sheet) -> Iterator[IndicatorPair]:
    old = [indicator.named for indicator in earlier.indicators]
    new = [indicator.named for indicator in later.indicators]
    for link in link_names(old, new):
        before = None if link.earlier is None else earlier.indicators[link.earlier]
        after = None if link.later is None else later.indicators[link.later]
        change = compare_aims(before.aim, after.aim) if before is not None and after is not None else None
        yield IndicatorPair(link, before, after, change)


def line_up_items(sheets: Sequence[Sheet]) -> list[tuple[str, list[Item | None]]]:
    """Give each item of the funding with its amount in each form, linked by its codes, by labels where it has none.

    Gives:
        the labels as printed, the latest form's first, with the item of each form: None where it is not printed, and
        where it is printed more than once.
    """
    keys = dict.fromkeys(item.key for sheet in reversed(sheets) for item in sheet.items)
    rows = []
    for key in keys:
        found = [[item for item in sheet.items if item.key == key] for sheet in sheets]
        labels = dict.fromkeys(item.label for items in reversed(found) for item in items)
        rows.append((" / ".join(labels), [items[0] if len(items) == 1 else None for items in found]))
    return rows
