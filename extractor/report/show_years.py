"""The same unit's forms across years: the section of the report that shows the series side by side.

Enters: the forms that count. Leaves: a section. Every doubtful link bears its score and is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from markupsafe import Markup

from extractor.messages.language import Language
from extractor.messages.report import say
from extractor.report.changes import give_share, subtract
from extractor.report.charts import Bar, Part, draw_bars
from extractor.report.facts import Indicator, Item, Sheet, Work
from extractor.report.indicators import say_level_path
from extractor.report.names import LEAST_SCORE, SIMILAR_BODIES, Link
from extractor.report.show import (
    MOST_ROWS,
    Setting,
    link_source,
    say_all,
    say_left_out,
    show_amount,
    show_before,
    show_difference,
    show_place,
    show_share,
    show_unit,
    show_whose,
)
from extractor.report.views import Cell, Figure, Fold, Line, Panel, Section, Table
from extractor.report.years import NOTABLE, Comparison, IndicatorPair, Series, Years, compare_years, line_up_items

MOST_SERIES = 40
"""Units that are shown side by side, those with most to look at."""
UNFOLDED = 4
"""Units that are unfolded from the first."""
MOST_PAIRS = 200
"""Rows of a comparison."""
DRAWN = 12
"""Series whose amounts are drawn."""

OUTCOMES = {
    "same": "dark",
    "reworded": "dark",
    "stricter": "light",
    "weaker": "cross",
    "number": "light",
    "range": "light",
    "operator": "light",
    "unit": "light",
    "date": "light",
    "text": "light",
    "kind": "light",
    "now-words": "cross",
    "now-measured": "light",
    "blanked": "cross",
    "filled": "light",
    "similar": "stripes",
    "ambiguous": "stripes",
    "dropped": "grey",
    "new": "rest",
}
"""What can become of an indicator, in the order of the picture, with textures: striped ones are doubtful."""


def show_years(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show each unit's forms of several years side by side."""
    lang = setting.lang
    years = compare_years(sheets)
    paragraphs = []
    if years.series:
        counts = sum(len(series.comparisons) for series in years.series)
        paragraphs.append(say("years-counts", lang, series=len(years.series), comparisons=counts, single=years.single))
        paragraphs += say_all(("years-how-units", "years-how-exact"), lang)
        paragraphs.append(say("years-how-similar", lang, score=LEAST_SCORE))
        paragraphs.append(say("years-how-targets", lang))
    else:
        paragraphs.append(say("years-none", lang, single=years.single))
    figures = [_show_outcomes(years.series, setting)] if years.series else []
    figures += _show_doubts(years, setting)
    if years.similar is None:
        paragraphs.append(say("years-many-names", lang))
    ranked = sorted(years.series, key=lambda series: (-series.notable, show_whose(series.sheets[0])))
    folds = [_show_series(number, series, setting) for number, series in enumerate(ranked[:MOST_SERIES])]
    if len(ranked) > MOST_SERIES:
        paragraphs.append(say("years-chosen", lang, count=MOST_SERIES, all=len(ranked)))
    return Section("years", say("years", lang), paragraphs, figures, folds, _say_gist(years.series, lang))


def _say_gist(all_series: Sequence[Series], lang: Language) -> str:
    """Name what a person should look at: `▼ 放宽 1，▼ 变为无法衡量 2，？名称相近，存疑 2`."""
    found = Counter(pair.outcome for series in all_series for each in series.comparisons for pair in each.indicators)
    notable = [outcome for outcome in NOTABLE if found[outcome]]
    return " · ".join(f"{say(f'outcome-{outcome}', lang)} {found[outcome]:,}" for outcome in notable)


def _show_outcomes(all_series: Sequence[Series], setting: Setting) -> Figure:
    """Count what became of the indicators of all units."""
    lang = setting.lang
    found: dict[str, list[tuple[Comparison, IndicatorPair]]] = defaultdict(list)
    for series in all_series:
        for comparison in series.comparisons:
            for pair in comparison.indicators:
                found[pair.outcome].append((comparison, pair))
    bars, lines, panels = [], [], []
    for outcome, texture in OUTCOMES.items():
        if outcome not in found:
            continue
        rows, panel, name = found[outcome], f"years-{outcome}", say(f"outcome-{outcome}", lang)
        title = say("count-of", lang, name=name, count=len(rows))
        bars.append(Bar(name, (Part(Decimal(len(rows)), texture, f"#{panel}", title),), f"{len(rows):,}"))
        lines.append(
            Line(
                (
                    Cell(name, link=f"#{panel}"),
                    Cell(f"{len(rows):,}", "number"),
                    Cell(say(f"outcome-{outcome}-means", lang)),
                )
            )
        )
        shown = [_show_row(comparison, pair, setting) for comparison, pair in rows[:MOST_ROWS]]
        head = say_all(("column-whose", *_INDICATOR_HEAD), lang)
        panels.append(Panel(panel, title, Table(head, shown, say_left_out(len(rows) - len(shown), lang))))
    title = say("figure-outcomes", lang)
    picture = draw_bars("years-picture", bars, say("axis-indicators", lang), title)
    head = say_all(("column-became", "column-indicators", "column-meaning"), lang)
    return Figure("years-outcomes", title, Table(head, lines), picture, panels=panels)


def _show_row(comparison: Comparison, pair: IndicatorPair, setting: Setting) -> Line:
    earlier, later = comparison.earlier, comparison.later
    whose = Cell(show_whose(later), more=f"{earlier.year} → {later.year}")
    return Line((whose, *_show_pair(comparison, pair, setting)), manner=_find_manner(pair.link))


def _show_doubts(years: Years, setting: Setting) -> Iterator[Figure]:
    """List what a person must decide before it can be compared: similar names, years with several forms."""
    lang = setting.lang
    if years.similar:
        pairs = years.similar
        lines = [
            Line((Cell(one), Cell(other), Cell(say("score", lang, score=score), "mark")))
            for one, other, score in pairs[:MOST_ROWS]
        ]
        head = say_all(("column-name", "column-similar", "column-score"), lang)
        note = say("similar-units-note", lang, score=SIMILAR_BODIES)
        table = Table(head, lines, say_left_out(len(pairs) - len(lines), lang))
        yield Figure("years-similar", say("figure-similar-units", lang), table, notes=(note,))
    for key, sheets in (("clashes", years.clashes), ("unplaced", years.unplaced)):
        if not sheets:
            continue
        lines = [
            Line(
                (
                    Cell(sheet.path),
                    Cell(show_whose(sheet)),
                    Cell(str(sheet.year or "—"), "number"),
                    Cell(sheet.title or "—"),
                )
            )
            for sheet in sheets[:MOST_ROWS]
        ]
        head = say_all(("column-file", "column-whose", "column-year", "column-title"), lang)
        table = Table(head, lines, say_left_out(len(sheets) - len(lines), lang))
        yield Figure(f"years-{key}", say(f"figure-{key}", lang), table, notes=(say(f"{key}-note", lang),))


# ---- one series -----------------------------------------------------------------------------------------------------

_INDICATOR_HEAD = ("column-indicator", "column-earlier", "column-later", "column-change", "column-link")


def _show_series(number: int, series: Series, setting: Setting) -> Fold:
    lang, key = setting.lang, f"series-{number}"
    span = "、".join(str(sheet.year) for sheet in series.sheets)
    title = say(
        "series-title", lang, kind=say(f"kind-{series.kind}", lang), whose=show_whose(series.sheets[-1]), years=span
    )
    figures = [_show_amounts(key, series, setting, drawn=number < DRAWN)]
    for index, comparison in enumerate(series.comparisons):
        if comparison.tasks:
            figures.append(_show_tasks(f"{key}-tasks-{index}", comparison, setting))
        figures.append(_show_indicators(f"{key}-indicators-{index}", comparison, setting))
    return Fold(key, title, figures, unfolded=number < UNFOLDED)


def _show_amounts(key: str, series: Series, setting: Setting, *, drawn: bool) -> Figure:
    """Show the amounts of all years beside each other, with the changes from year to year."""
    lang = setting.lang
    units = [sheet.money_unit for sheet in series.sheets]
    one_unit = len(set(units)) == 1
    rows = line_up_items(series.sheets)
    lines, bars = [], []
    for number, (name, items) in enumerate(rows[:MOST_PAIRS]):
        line = f"{key}-amount-{number}"
        lines.append(Line((Cell(name), *_show_items(series.sheets, items, setting)), key=line))
        for index, (sheet, item) in enumerate(zip(series.sheets, items, strict=True)):
            if item is not None and item.amount is not None and item.amount >= 0:
                texture = ("light", "dark", "stripes", "grey", "cross", "lines")[index % 6]
                note = f"{show_amount(item.amount)}"
                label = f"{item.label} {sheet.year}"
                bars.append(Bar(label, (Part(item.amount, texture, f"#{line}", f"{label} {note}"),), note))
    heads = [_show_year(sheet, lang) for sheet in series.sheets]
    head = [say("column-item", lang), heads[0]]
    for earlier, later, text in zip(series.sheets, series.sheets[1:], heads[1:], strict=False):
        head += [text, f"{earlier.year} → {later.year}"]
    unit = show_unit(units[0], lang)
    title = say("figure-amounts", lang, whose=show_whose(series.sheets[-1]))
    picture = draw_bars(f"{key}-picture", bars, unit, title) if drawn and one_unit else Markup()
    notes = [] if one_unit else [say("units-differ-note", lang)]
    table = Table(head, lines, say_left_out(len(rows) - len(lines), lang))
    return Figure(f"{key}-amounts", title, table, picture, notes)


def _show_year(sheet: Sheet, lang: Language) -> str:
    return say("year-in", lang, year=sheet.year, unit=show_unit(sheet.money_unit, lang))


def _show_items(sheets: Sequence[Sheet], items: Sequence[Item | None], setting: Setting) -> Iterator[Cell]:
    previous: Item | None = None
    for index, (sheet, item) in enumerate(zip(sheets, items, strict=True)):
        if item is None:
            yield Cell(say("not-printed", setting.lang), "number")
        else:
            before = show_before(item.value, setting.lang)
            link = link_source(sheet, item.value, setting)
            place = show_place(item.value, setting.lang)
            yield Cell(show_amount(item.amount), "number", link, " · ".join(filter(None, (before, place))))
        if index:
            yield _show_change(previous, item, sheets[index - 1].money_unit == sheet.money_unit, setting.lang)
        previous = item


def _show_change(earlier: Item | Work | None, later: Item | Work | None, same_unit: bool, lang: Language) -> Cell:
    if earlier is None or later is None or earlier.amount is None or later.amount is None:
        return Cell("—", "number")
    if not same_unit:
        return Cell(say("units-differ", lang), "mark")
    difference = subtract(later.amount, earlier.amount)
    share = give_share(difference, earlier.amount) if difference is not None else None
    sign = "+" if share is not None and share > 0 else ""
    return Cell(show_difference(difference), "number", more=None if share is None else f"{sign}{show_share(share)}")


def _show_tasks(key: str, comparison: Comparison, setting: Setting) -> Figure:
    lang = setting.lang
    earlier, later = comparison.earlier, comparison.later
    lines = []
    for pair in comparison.tasks[:MOST_PAIRS]:
        cells = [_show_task(sheet, task, setting) for sheet, task in ((earlier, pair.earlier), (later, pair.later))]
        change = _show_change(pair.earlier, pair.later, earlier.money_unit == later.money_unit, lang)
        if pair.link.doubtful:
            change = _doubt(change, lang)
        shown = (
            _show_names(pair.earlier, pair.later),
            *cells,
            change,
            _show_link(pair.link, lang, _names(later.tasks)),
        )
        lines.append(Line(shown, manner=_find_manner(pair.link)))
    title = say("figure-task-pairs", lang, earlier=earlier.year, later=later.year)
    head = (
        say("column-task", lang),
        *(_show_year(sheet, lang) for sheet in (earlier, later)),
        *say_all(("column-change", "column-link"), lang),
    )
    table = Table(head, lines, say_left_out(len(comparison.tasks) - len(lines), lang))
    return Figure(key, title, table)


def _show_task(sheet: Sheet, task: Work | None, setting: Setting) -> Cell:
    if task is None:
        return Cell(say("absent", setting.lang), "number")
    more = " · ".join(filter(None, (show_before(task.value, setting.lang), show_place(task.value, setting.lang))))
    return Cell(show_amount(task.amount), "number", link_source(sheet, task.value, setting), more)


def _show_indicators(key: str, comparison: Comparison, setting: Setting) -> Figure:
    lang = setting.lang
    earlier, later = comparison.earlier, comparison.later
    lines = [
        Line(tuple(_show_pair(comparison, pair, setting)), manner=_find_manner(pair.link))
        for pair in comparison.indicators[:MOST_PAIRS]
    ]
    head = list(say_all(_INDICATOR_HEAD, lang))
    head[1:3] = str(earlier.year), str(later.year)
    title = say("figure-indicator-pairs", lang, earlier=earlier.year, later=later.year)
    table = Table(head, lines, say_left_out(len(comparison.indicators) - len(lines), lang))
    counts: Mapping[str, int] = _count_links(comparison.indicators)
    note = say("links-counts", lang, **counts)
    return Figure(key, title, table, notes=(note,))


def _count_links(pairs: Iterable[IndicatorPair]) -> dict[str, int]:
    counts = dict.fromkeys(("exact", "moved", "similar", "ambiguous", "dropped", "new"), 0)
    for pair in pairs:
        counts[pair.link.how] += 1
    return counts


def _show_pair(comparison: Comparison, pair: IndicatorPair, setting: Setting) -> Iterator[Cell]:
    """Give the cells of an indicator over two years: name, both values, what changed, how they were linked."""
    lang = setting.lang
    indicator = pair.later or pair.earlier
    path = say_level_path(indicator.levels, lang) if indicator is not None else ""
    name = _show_names(pair.earlier, pair.later)
    yield Cell(name.text, more=" · ".join(filter(None, (name.more, path))))
    for sheet, each in ((comparison.earlier, pair.earlier), (comparison.later, pair.later)):
        yield _show_value(sheet, each, setting)
    change = _say_change(pair, lang)
    yield _doubt(change, lang) if pair.link.doubtful else change
    yield _show_link(pair.link, lang, _names(comparison.later.indicators))


def _show_value(sheet: Sheet, indicator: Indicator | None, setting: Setting) -> Cell:
    if indicator is None:
        return Cell(say("absent", setting.lang))
    value = indicator.value
    more = " · ".join(filter(None, (show_before(value, setting.lang), show_place(value, setting.lang))))
    return Cell(indicator.aim.printed or "—", link=link_source(sheet, value, setting), more=more)


def _say_change(pair: IndicatorPair, lang: Language) -> Cell:
    change = pair.change
    if change is None:
        return Cell("—", "mark")
    outcome = change.tendency or change.change
    text = say(f"outcome-{outcome}", lang)
    if change.difference is not None:
        text = f"{text} {show_difference(change.difference)}"
    return Cell(text, "mark")


def _find_manner(link: Link) -> Literal["doubtful"] | None:
    return "doubtful" if link.doubtful else None


def _doubt(change: Cell, lang: Language) -> Cell:
    """Say of a change that it holds only if the two are the same."""
    return Cell(change.text, change.sort, more=" · ".join(filter(None, (say("if-the-same", lang), change.more))))


def _show_names(earlier: Indicator | Work | None, later: Indicator | Work | None) -> Cell:
    """Give the later name, the earlier one below it where it is printed otherwise."""
    before, after = (None if each is None else each.name for each in (earlier, later))
    renamed = before and after and before != after
    return Cell(after or before or "—", more=f"← {before}" if before and renamed else None)


def _names(named: Iterable[Indicator | Work]) -> list[str | None]:
    return [each.name for each in named]


def _show_link(link: Link, lang: Language, later: Sequence[str | None]) -> Cell:
    """Say how two were linked; a doubtful link bears its score, and what else it may be."""
    if link.how == "similar":
        others = "、".join(f"{later[number]} {score}" for number, score in link.others[:3])
        more = say("link-others", lang, names=others) if others else None
        return Cell(say("link-similar", lang, score=link.score), "mark", more=more)
    return Cell(say(f"link-{link.how}", lang), "mark")
