"""Self-evaluations: what was spent of the budget, and the scores. A section of the report.

Enters: the forms that count. Leaves: a section, where there are any self-evaluations.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractor.messages.report import say
from extractor.report.changes import add, give_share
from extractor.report.facts import Item, Sheet
from extractor.report.show import (
    Setting,
    say_all,
    say_left_out,
    show_amount,
    show_before,
    show_share,
    show_source,
    show_unit,
    show_whose,
)
from extractor.report.views import Cell, Figure, Line, Section, Table
from extractor.values import parse_money

MOST_LISTED = 200


def show_evaluations(sheets: Sequence[Sheet], setting: Setting) -> Section | None:
    """Show each self-evaluation's budget, spending, weights and scores."""
    lang = setting.lang
    found = [sheet for sheet in sheets if sheet.kind == "evaluation"]
    if not found:
        return None
    lines = [_show_sheet(sheet, setting) for sheet in found[:MOST_LISTED]]
    codes = ("whose", "year", "unit", "budget", "executed", "executed-share", "weights", "scores", "reached", "place")
    table = Table(
        say_all(tuple(f"column-{code}" for code in codes), lang), lines, say_left_out(len(found) - len(lines), lang)
    )
    figure = Figure("evaluations-list", say("figure-evaluations", lang), table)
    return Section("evaluations", say("evaluations", lang), (say("evaluations-how", lang),), (figure,))


def _show_sheet(sheet: Sheet, setting: Setting) -> Line:
    lang = setting.lang
    budget, executed = _find_total(sheet, "annual_budget"), _find_total(sheet, "executed")
    share = None
    if budget is not None and executed is not None and budget.amount is not None and executed.amount is not None:
        share = give_share(executed.amount, budget.amount)
    with_actual = sum(indicator.actual is not None for indicator in sheet.indicators)
    return Line(
        (
            Cell(show_whose(sheet), more=sheet.path),
            Cell("—" if sheet.year is None else str(sheet.year), "number"),
            Cell(show_unit(sheet.money_unit, lang)),
            *(
                Cell("—", "number")
                if item is None
                else Cell(show_amount(item.amount), "number", more=show_before(item.value, lang))
                for item in (budget, executed)
            ),
            Cell(show_share(share), "number"),
            *(
                _add_up([getattr(indicator, column) for indicator in sheet.indicators], setting)
                for column in ("weight", "score")
            ),
            Cell(f"{with_actual:,} / {len(sheet.indicators):,}", "number"),
            show_source(sheet, executed.value, setting) if executed is not None else Cell("—"),
        )
    )


def _find_total(sheet: Sheet, group: str) -> Item | None:
    found = [item for item in sheet.items if (item.group_code, item.code) == (group, "total")]
    return found[0] if len(found) == 1 else None


def _add_up(texts: Iterable[str | None], setting: Setting) -> Cell:
    """Add up what a column prints; say how many of its texts are no numbers, for then the sum is not whole."""
    printed = [text for text in texts if text is not None]
    numbers = [number for text in printed if (number := parse_money(text)) is not None]
    total = Decimal(0)
    for number in numbers:
        total = add(total, number)
    unread = len(printed) - len(numbers)
    more = say("not-numbers", setting.lang, count=unread) if unread else None
    return Cell(show_amount(total) if numbers else "—", "number", more=more)
