"""The funding by type, source and level, and the tasks beside 项目支出: two sections of the report.

Enters: the forms that count. Leaves: sections. Forms of different kinds, years and units of money stand apart, and
what a form prints twice is not added up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import starmap

from markupsafe import Markup

from extractor.messages.language import Language
from extractor.messages.report import say, say_group
from extractor.report.changes import add, give_share, subtract
from extractor.report.charts import Bar, Part, draw_bars
from extractor.report.facts import Common, Item, Sheet, Work, rank_common
from extractor.report.show import (
    Entry,
    Setting,
    list_entries,
    say_all,
    say_common,
    say_left_out,
    show_amount,
    show_before,
    show_share,
    show_source,
    show_unit,
    show_whose,
)
from extractor.report.views import Cell, Figure, Line, Panel, Section, Table
from extractor.report.visible import cut

MOST_PICTURES = 12
"""Combinations of kind, year and unit that have a picture of their funding."""
MOST_ITEMS = 40
"""Items of the funding that a table lists."""
MOST_FORMS = 8
"""Forms whose tasks are drawn one by one, those with the largest 项目支出."""
MOST_TASKS = 20
"""Tasks of a form that are drawn one by one."""
MOST_LISTED = 200
"""Forms that the table of listed shares has."""

GROUP_TEXTURES = ("dark", "stripes", "light", "cross", "grey", "lines")


@dataclass(slots=True)
class Sum:
    """An item of the funding over several forms."""

    labels: Counter[str] = field(default_factory=Counter)
    total: Decimal = Decimal(0)
    filled: list[tuple[Sheet, Item]] = field(default_factory=list)
    blank: list[tuple[Sheet, Item]] = field(default_factory=list)
    twice: list[tuple[Sheet, Item]] = field(default_factory=list)


@dataclass(slots=True)
class Breakdown:
    """A breakdown of the funding over several forms: its items in printed order."""

    code: str | None
    labels: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Sum] = field(default_factory=dict)

    @property
    def whole(self) -> Decimal:
        """The sum of its parts; a printed total is none of them."""
        total = Decimal(0)
        for code, each in self.sums.items():
            total = total if code == "total" else add(total, each.total)
        return total


def add_up(sheets: Sequence[Sheet]) -> dict[Common, dict[str, Breakdown]]:
    """Add up the funding of forms of one kind, year and unit."""
    found: dict[Common, dict[str, Breakdown]] = defaultdict(dict)
    for sheet in sheets:
        breakdowns = found[sheet.common]
        printed = Counter(item.key for item in sheet.items)
        for item in sheet.items:
            group, code = item.key
            breakdown = breakdowns.setdefault(group, Breakdown(item.group_code))
            breakdown.labels[item.group_label or ""] += 1
            each = breakdown.sums.setdefault(code, Sum())
            each.labels[item.label] += 1
            if printed[item.key] > 1:
                each.twice.append((sheet, item))
            elif item.amount is None:
                each.blank.append((sheet, item))
            else:
                each.filled.append((sheet, item))
                each.total = add(each.total, item.amount)
    return {kind: breakdowns for kind, breakdowns in found.items() if breakdowns}


def show_funding(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show the funding by type, source and level."""
    lang = setting.lang
    sums = sorted(add_up(sheets).items(), key=lambda each: rank_common(each[0]))
    without = [sheet for sheet in sheets if not any(item.amount is not None for item in sheet.items)]
    figures = [
        _show_kind(f"funding-{number}", kind, breakdowns, setting, drawn=number < MOST_PICTURES)
        for number, (kind, breakdowns) in enumerate(sums)
    ]
    paragraphs = [say("funding-how", lang)] if figures else [say("funding-none", lang)]
    if without and figures:
        names = "、".join(cut(show_whose(sheet)) for sheet in without[:5])
        paragraphs.append(say("funding-without", lang, count=len(without), names=names))
    return Section("funding", say("funding", lang), paragraphs, figures)


def _show_kind(key: str, kind: Common, breakdowns: Mapping[str, Breakdown], setting: Setting, *, drawn: bool) -> Figure:
    lang = setting.lang
    unit = show_unit(kind[2], lang)
    bars: list[Bar] = []
    lines: list[Line] = []
    panels: list[Panel] = []
    for number, breakdown in enumerate(breakdowns.values()):
        group = say_group(breakdown.code, next(iter(breakdown.labels.most_common(1)))[0], lang)
        whole = breakdown.whole
        for code, each in breakdown.sums.items():
            if len(lines) == MOST_ITEMS:
                break
            label = " / ".join(name for name, _ in each.labels.most_common(3))
            share = None if code == "total" else give_share(each.total, whole)
            panel = f"{key}-{len(lines)}"
            cells = (
                Cell(group),
                Cell(label, link=f"#{panel}"),
                Cell(show_amount(each.total) if each.filled else "—", "number"),
                Cell(show_share(share) if each.filled else "—", "number"),
                *(Cell(f"{len(rows):,}", "number") for rows in (each.filled, each.blank, each.twice)),
            )
            lines.append(Line(cells, manner="strong" if code == "total" else None))
            title = say("item-of", lang, group=group, label=label, unit=unit)
            panels.append(_list_items(panel, title, each, setting))
            note = show_amount(each.total) if share is None else f"{show_amount(each.total)} · {show_share(share)}"
            if each.filled and each.total >= 0:
                texture = GROUP_TEXTURES[number % len(GROUP_TEXTURES)]
                bars.append(
                    Bar(
                        say("item-in", lang, group=group, label=label),
                        (Part(each.total, texture, f"#{panel}", f"{title} {note}"),),
                        note,
                    )
                )
    found = sum(len(breakdown.sums) for breakdown in breakdowns.values())
    title = say("figure-funding", lang, kind=say_common(kind, lang))
    head = say_all(("column-group", "column-item"), lang)
    head += (say("column-amount", lang, unit=unit),)
    head += say_all(("column-share-of-group", "column-filled", "column-blank", "column-twice"), lang)
    picture = draw_bars(f"{key}-picture", bars, unit, title) if drawn else Markup()
    table = Table(head, lines, say_left_out(found - len(lines), lang))
    negative = any(each.total < 0 for breakdown in breakdowns.values() for each in breakdown.sums.values())
    notes = [say("negative-note", lang)] if negative else []
    if not drawn:
        notes.append(say("undrawn-note", lang, count=MOST_PICTURES))
    return Figure(key, title, table, picture, notes, panels)


def _list_items(key: str, title: str, each: Sum, setting: Setting) -> Panel:
    """List an item's amounts, the largest first, then those that are blank or printed twice."""
    filled = sorted(each.filled, key=lambda pair: -(pair[1].amount or 0))
    rows = [*filled, *each.twice, *each.blank]
    entries = (Entry(sheet, item.label, show_amount(item.amount), item.value) for sheet, item in rows)
    return list_entries(key, title, entries, len(rows), setting)


# ---- tasks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listing:
    """The tasks of a form beside its 项目支出.

    Attributes:
        listed: the sum of its tasks' amounts; None where none is filled in.
        rest: what of 项目支出 no task has; less than nothing where the tasks have more; None where it is not known.
        share: the listed part in per cent.
        blank: how many tasks have no amount.
    """

    sheet: Sheet
    project: Item | None
    listed: Decimal | None
    rest: Decimal | None
    share: Decimal | None
    blank: int


BUCKETS = ("over", "all", "most", "half", "less", "unknown")
"""How much of 项目支出 the tasks list: more than all, all, at least 90%, at least half, less; not known."""


def list_tasks(sheet: Sheet) -> Listing:
    """Add up a form's tasks."""
    known = [task.amount for task in sheet.tasks if task.amount is not None]
    listed = None
    for amount in known:
        listed = amount if listed is None else add(listed, amount)
    project = sheet.project_total
    whole = project.amount if project is not None else None
    rest = subtract(whole, listed)
    share = give_share(listed, whole) if whole is not None and listed is not None else None
    return Listing(sheet, project, listed, rest, share, len(sheet.tasks) - len(known))


def find_bucket(listing: Listing) -> str:
    """Say how much of 项目支出 a form's tasks list."""
    whole = listing.project.amount if listing.project is not None else None
    if listing.listed is None or whole is None or listing.rest is None or whole <= 0:
        return "unknown"
    if listing.rest <= 0:
        return "over" if listing.rest < 0 else "all"
    # Tenfold, so that nothing is rounded.
    if listing.listed * 10 >= whole * 9:
        return "most"
    return "half" if listing.listed * 2 >= whole else "less"


def show_tasks(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show how much of 项目支出 the tasks list, and each task's share in the largest forms."""
    lang = setting.lang
    listings = [list_tasks(sheet) for sheet in sheets if sheet.tasks]
    if not listings:
        return Section("tasks", say("tasks", lang), (say("tasks-none", lang),))
    figures = [_show_listings(listings, setting)]
    figures += starmap(
        lambda number, listing: _show_form(f"tasks-{number}", listing, setting), enumerate(_choose(listings))
    )
    paragraphs = [say("tasks-how", lang)]
    if len(listings) > MOST_FORMS:
        paragraphs.append(say("tasks-chosen", lang, count=MOST_FORMS, all=len(listings)))
    return Section("tasks", say("tasks", lang), paragraphs, figures)


def _choose(listings: Sequence[Listing]) -> list[Listing]:
    """Give the forms to draw: of each unit of money those with the largest 项目支出, as many of each."""
    by_unit: dict[str | None, list[Listing]] = defaultdict(list)
    for listing in listings:
        by_unit[listing.sheet.money_unit].append(listing)
    each = max(MOST_FORMS // len(by_unit), 1)
    chosen: list[Listing] = []
    for unit in sorted(by_unit, key=str):
        chosen += sorted(by_unit[unit], key=_weigh)[:each]
    return chosen[:MOST_FORMS]


def _weigh(listing: Listing) -> Decimal:
    return -(listing.project.amount or Decimal(0)) if listing.project is not None else Decimal(0)


def _show_listings(listings: Sequence[Listing], setting: Setting) -> Figure:
    """Show how many forms list how much, and each form's figures, the least listed first."""
    lang = setting.lang
    buckets = Counter(map(find_bucket, listings))
    textures = dict(zip(BUCKETS, ("cross", "dark", "light", "stripes", "grey", "rest"), strict=True))
    bars = [
        Bar(
            say(f"listed-{bucket}", lang),
            (Part(Decimal(buckets[bucket]), textures[bucket], f"#listed-{bucket}", say(f"listed-{bucket}", lang)),),
            f"{buckets[bucket]:,}",
        )
        for bucket in BUCKETS
        if buckets[bucket]
    ]
    order = {bucket: number for number, bucket in enumerate(("over", "less", "half", "most", "all", "unknown"))}
    ranked = sorted(listings, key=lambda listing: (order[find_bucket(listing)], listing.share or 0, listing.sheet.path))
    firsts = {find_bucket(listing): number for number, listing in reversed(list(enumerate(ranked)))}
    keys = {number: f"listed-{bucket}" for bucket, number in firsts.items()}
    shown = {*range(MOST_LISTED), *firsts.values()}
    lines = [
        _show_listing(listing, keys.get(number), setting) for number, listing in enumerate(ranked) if number in shown
    ]
    codes = ("whose", "year", "unit", "project", "tasks", "listed", "listed-share", "rest", "no-amount", "place")
    head = say_all(tuple(f"column-{code}" for code in codes), lang)
    title = say("figure-listed", lang)
    picture = draw_bars("tasks-listed", bars, say("axis-forms", lang), title)
    table = Table(head, lines, say_left_out(len(listings) - len(lines), lang))
    return Figure("tasks-forms", title, table, picture)


def _show_listing(listing: Listing, key: str | None, setting: Setting) -> Line:
    sheet, project = listing.sheet, listing.project
    return Line(
        (
            Cell(show_whose(sheet), more=sheet.path),
            Cell("—" if sheet.year is None else str(sheet.year), "number"),
            Cell(show_unit(sheet.money_unit, setting.lang)),
            Cell(
                show_amount(project.amount) if project else "—",
                "number",
                more=show_before(project.value, setting.lang) if project else None,
            ),
            Cell(f"{len(sheet.tasks):,}", "number"),
            Cell(show_amount(listing.listed), "number"),
            Cell(show_share(listing.share), "number"),
            Cell(show_amount(listing.rest), "number"),
            Cell(f"{listing.blank:,}", "number"),
            show_source(sheet, project.value, setting) if project else Cell("—"),
        ),
        key,
    )


def _show_form(key: str, listing: Listing, setting: Setting) -> Figure:
    """Show a form's tasks, the largest first, and what of 项目支出 no task lists."""
    lang, sheet = setting.lang, listing.sheet
    unit = show_unit(sheet.money_unit, lang)
    ranked = sorted(sheet.tasks, key=lambda task: (task.amount is None, -(task.amount or 0)))
    whole = listing.project.amount if listing.project is not None else None
    lines = [_show_task(f"{key}-{number}", task, whole, sheet, setting) for number, task in enumerate(ranked)]
    bars = list(_draw_tasks(key, ranked, listing, unit, lang))
    more = [
        ("listed-sum", listing.listed, listing.share),
        (
            "listed-rest",
            listing.rest,
            None if whole is None or listing.rest is None else give_share(listing.rest, whole),
        ),
        ("project-total", whole, None),
    ]
    for code, amount, share in more:
        line_key = f"{key}-{code}"
        cells = (Cell(say(code, lang)), Cell(show_amount(amount), "number"), Cell(show_share(share), "number"))
        source = (
            show_source(sheet, listing.project.value, setting)
            if code == "project-total" and listing.project
            else Cell("")
        )
        lines.append(Line((*cells, source), key=line_key, manner="strong"))
    title = say("figure-tasks", lang, whose=show_whose(sheet), year=sheet.year or say("no-year", lang), unit=unit)
    head = (
        say("column-task", lang),
        say("column-amount", lang, unit=unit),
        *say_all(("column-share-of-project", "column-place"), lang),
    )
    picture = draw_bars(f"{key}-picture", bars, unit, title)
    notes = []
    if listing.rest is not None and listing.rest < 0:
        notes.append(say("listed-over-note", lang))
    if whole is None:
        notes.append(say("no-project-note", lang))
    return Figure(key, title, Table(head, lines), picture, notes)


def _show_task(key: str, task: Work, whole: Decimal | None, sheet: Sheet, setting: Setting) -> Line:
    share = give_share(task.amount, whole) if task.amount is not None and whole is not None else None
    cells = (
        Cell(task.name or "—"),
        Cell(show_amount(task.amount), "number", more=show_before(task.value, setting.lang)),
        Cell(show_share(share), "number"),
        show_source(sheet, task.value, setting),
    )
    return Line(cells, key=key)


def _draw_tasks(key: str, ranked: Sequence[Work], listing: Listing, unit: str, lang: Language) -> Iterator[Bar]:
    whole = listing.project.amount if listing.project is not None else None

    def make(name: str, amount: Decimal, texture: str, link: str) -> Bar:
        share = give_share(amount, whole) if whole is not None else None
        note = show_amount(amount) if share is None else f"{show_amount(amount)} · {show_share(share)}"
        return Bar(name, (Part(amount, texture, f"#{link}", f"{name} {note} {unit}"),), note)

    drawn = [(number, task) for number, task in enumerate(ranked) if task.amount is not None and task.amount >= 0]
    for number, task in drawn[:MOST_TASKS]:
        yield make(task.name or "—", task.amount or Decimal(0), "dark", f"{key}-{number}")
    others = Decimal(0)
    for _, task in drawn[MOST_TASKS:]:
        others = add(others, task.amount or Decimal(0))
    if others:
        name = say("other-tasks", lang, count=len(drawn) - MOST_TASKS)
        yield make(name, others, "stripes", f"{key}-{drawn[MOST_TASKS][0]}")
    if listing.rest is not None and listing.rest > 0:
        yield make(say("listed-rest", lang), listing.rest, "rest", f"{key}-listed-rest")
