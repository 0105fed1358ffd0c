"""The tasks beside 项目支出: a section of the report.

Enters: the forms that count. Leaves: a section: how much of 项目支出 the tasks list, and what none of them does.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import starmap

from extractor.messages.language import Language
from extractor.messages.report import say
from extractor.report.changes import add, give_share, subtract
from extractor.report.charts import Bar, Part, draw_bars
from extractor.report.facts import Item, Sheet, Work
from extractor.report.show import (
    Setting,
    say_all,
    say_left_out,
    show_amount,
    show_before,
    show_doubt,
    show_share,
    show_source,
    show_unit,
    show_whose,
)
from extractor.report.views import Cell, Figure, Line, Section, Table

MOST_FORMS = 8
"""Forms whose tasks are drawn one by one, those with the largest 项目支出."""
MOST_TASKS = 20
"""Tasks of a form that are drawn one by one."""
MOST_LISTED = 200
"""Forms that the table of listed shares has."""


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
    buckets = Counter(map(find_bucket, listings))
    short = sum(buckets[bucket] for bucket in ("most", "half", "less"))
    gist = say("tasks-gist", lang, forms=len(listings), short=short, over=buckets["over"])
    return Section("tasks", say("tasks", lang), paragraphs, figures, gist=gist)


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
            Cell(show_whose(sheet), more=" · ".join(filter(None, (sheet.path, show_doubt(sheet, setting.lang))))),
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
