"""What came in and what became of it: the first section of the report.

Enters: facts. Leaves: a section.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extractor.messages.report import say
from extractor.report.charts import Bar, Part, draw_bars
from extractor.report.facts import Common, Facts, Outcome, Sheet, rank_common
from extractor.report.show import MOST_ROWS, Setting, say_all, say_common, say_left_out, show_whose
from extractor.report.views import Cell, Figure, Fold, Line, Panel, Section, Table

STATUSES = {"ok": "dark", "review": "stripes", "partial": "light", "no_form": "grey", "error": "cross"}
"""The statuses in the order of the picture, with their textures."""

DUPLICATE = "duplicate"


def show_outcomes(facts: Facts, setting: Setting) -> Section:
    """Show how many inputs there were, how many forms were found in them, and which could not be read."""
    lang = setting.lang
    repeated = [sheet for sheet in facts.sheets if sheet.again is not None]
    duplicates = sum(outcome.duplicate_of is not None for outcome in facts.outcomes)
    paragraph = say(
        "outcomes-counts",
        lang,
        inputs=len(facts.outcomes),
        contents=len(facts.outcomes) - duplicates,
        duplicates=duplicates,
        forms=len(facts.sheets),
        distinct=len(facts.sheets) - len(repeated),
        again=len(repeated),
    )
    figures = [_show_statuses(facts.outcomes, setting)] if facts.outcomes else []
    if facts.sheets:
        figures.append(_show_kinds(facts.distinct, setting))
    folds = [_show_repeated(facts, repeated, setting)] if repeated else []
    failed = sum(outcome.status == "error" and outcome.duplicate_of is None for outcome in facts.outcomes)
    gist = say("outcomes-gist", lang, inputs=len(facts.outcomes), forms=len(facts.sheets), failed=failed)
    return Section("outcomes", say("outcomes", lang), (paragraph,), figures, folds, gist)


def _show_statuses(outcomes: Sequence[Outcome], setting: Setting) -> Figure:
    lang = setting.lang
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[DUPLICATE if outcome.duplicate_of is not None else outcome.status].append(outcome)
    bars, lines, panels = [], [], []
    for status in (*STATUSES, DUPLICATE):
        if status not in found:
            continue
        key, name, count = f"outcomes-{status}", say(f"status-{status}", lang), len(found[status])
        title = say("count-of", lang, name=name, count=count)
        bars.append(Bar(name, (Part(Decimal(count), STATUSES.get(status, "rest"), f"#{key}", title),), f"{count:,}"))
        forms = sum(outcome.forms for outcome in found[status])
        cells = (Cell(name, link=f"#{key}"), Cell(f"{count:,}", "number"), Cell(f"{forms:,}", "number"))
        lines.append(Line((*cells, Cell(say(f"status-{status}-means", lang)))))
        panels.append(_list_outcomes(key, title, found[status], setting))
    head = say_all(("column-status", "column-inputs", "column-forms", "column-meaning"), lang)
    title, axis = say("figure-statuses", lang), say("axis-inputs", lang)
    picture = draw_bars("outcomes-statuses", bars, axis, title)
    return Figure("outcomes-statuses", title, Table(head, lines), picture, panels=panels)


def _list_outcomes(key: str, title: str, outcomes: Sequence[Outcome], setting: Setting) -> Panel:
    lines = []
    for outcome in outcomes[:MOST_ROWS]:
        code, message, step = outcome.error or ("", "", "")
        if outcome.duplicate_of is not None:
            message = say("same-content", setting.lang, path=outcome.duplicate_of)
        cells = (Cell(outcome.path), Cell(f"{outcome.forms:,}", "number"), Cell(code), Cell(message), Cell(step))
        lines.append(Line(cells))
    head = say_all(("column-file", "column-forms", "column-code", "column-happened", "column-next-step"), setting.lang)
    return Panel(key, title, Table(head, lines, say_left_out(len(outcomes) - len(lines), setting.lang)))


def _show_kinds(sheets: Sequence[Sheet], setting: Setting) -> Figure:
    """Show the forms by kind, year and unit of money, with the patterns that claim them."""
    lang = setting.lang
    found: dict[Common, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.common].append(sheet)
    bars, lines, panels = [], [], []
    for number, common in enumerate(sorted(found, key=rank_common)[:MOST_ROWS]):
        key, forms, name = f"kinds-{number}", found[common], say_common(common, lang)
        title = say("count-of", lang, name=name, count=len(forms))
        bars.append(Bar(name, (Part(Decimal(len(forms)), "dark", f"#{key}", title),), f"{len(forms):,}"))
        patterns = Counter(sheet.pattern for sheet in forms)
        told = "、".join(f"{pattern} {count:,}" for pattern, count in sorted(patterns.items()))
        lines.append(Line((Cell(name, link=f"#{key}"), Cell(f"{len(forms):,}", "number"), Cell(told))))
        rows = [
            Line((Cell(sheet.path), Cell(show_whose(sheet)), Cell(sheet.title or "—"))) for sheet in forms[:MOST_ROWS]
        ]
        head = say_all(("column-file", "column-whose", "column-title"), lang)
        panels.append(Panel(key, title, Table(head, rows, say_left_out(len(forms) - len(rows), lang))))
    title = say("figure-kinds", lang)
    picture = draw_bars("kinds-picture", bars, say("axis-forms", lang), title)
    head = say_all(("column-kind", "column-forms", "column-pattern"), lang)
    return Figure("kinds", title, Table(head, lines, say_left_out(len(found) - len(lines), lang)), picture, (), panels)


def _show_repeated(facts: Facts, repeated: Sequence[Sheet], setting: Setting) -> Fold:
    """List the forms that say the same as an earlier one in another file."""
    lang = setting.lang
    lines = [
        Line((Cell(sheet.path), Cell(show_whose(sheet)), Cell(facts.sheets[sheet.again].path)))
        for sheet in repeated[:MOST_ROWS]
        if sheet.again is not None
    ]
    head = say_all(("column-file", "column-whose", "column-counted"), lang)
    table = Table(head, lines, say_left_out(len(repeated) - len(lines), lang))
    title = say("count-of", lang, name=say("figure-repeated", lang), count=len(repeated))
    return Fold("repeated", title, (Figure("repeated-list", "", table, notes=(say("repeated-note", lang),)),))
