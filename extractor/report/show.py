"""How the report writes amounts, values and places, and lists the rows behind a mark.

Enters: facts and a setting. Leaves: words, links and panels. Numbers keep their digits; nothing is rescaled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Literal, cast

from extractor.messages.language import Language
from extractor.messages.report import say
from extractor.places import link_value
from extractor.report.changes import EXACT
from extractor.report.facts import Common, Sheet, Value
from extractor.report.views import Cell, Line, Panel, Table
from extractor.report.visible import cut

MOST_ROWS = 40
"""Rows that a panel lists; the export has all."""

LONGEST_PLAIN = 60
"""Numbers with more places than this on a side of the point are written with an exponent."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the report speaks, and the way from it to the review page as part of a URL; None where there is none."""

    lang: Language
    review: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row behind a mark: a value of a form, with what it is called and what it says."""

    sheet: Sheet
    what: str | None
    text: str | None
    value: Value


def show_amount(amount: Decimal | None) -> str:
    """Give an amount with all its digits, thousands parted: `72,807.384975`; a dash for a blank one."""
    if amount is None:
        return "—"
    exponent = cast("int", amount.as_tuple().exponent)
    if exponent < -LONGEST_PLAIN or amount.adjusted() > LONGEST_PLAIN:
        return str(EXACT.normalize(amount))
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_difference(difference: Decimal | None) -> str:
    """Give a difference with its sign."""
    return show_amount(difference) if difference is None or difference <= 0 else f"+{show_amount(difference)}"


def show_share(share: Decimal | None) -> str:
    """Give a share: `44.9%`."""
    return "—" if share is None else f"{share:,f}%"


def show_whose(sheet: Sheet) -> str:
    """Give whose form it is: the unit, and the project where there is one."""
    return " · ".join(filter(None, (sheet.unit_name, sheet.project_name))) or sheet.title or "—"


def show_doubt(sheet: Sheet, lang: Language) -> str | None:
    """Say of a form that a person should look at it before its numbers are used."""
    return say("doubtful-form", lang) if sheet.doubtful else None


def show_unit(unit: str | None, lang: Language) -> str:
    """Give the unit of money as printed."""
    return unit or say("no-unit", lang)


def say_common(common: Common, lang: Language) -> str:
    """Name forms of one kind, year and unit: `部门整体支出 · 2021 · 万元`."""
    kind, year, unit = common
    shown = say("no-year", lang) if year is None else str(year)
    return " · ".join((say(f"kind-{kind}", lang), shown, show_unit(unit, lang)))


def show_place(value: Value, lang: Language) -> str:
    """Give in words where the source prints a value: `第2页`, `表1第5行第3列`, `Sheet1 D12`, `第18行`."""
    if not value.place:
        return "—"
    kinds = {"page": "at-page", "cell": "at-cell", "column": "at-column", "line": "at-line"}
    code = next((code for name, code in kinds.items() if name in value.place), None)
    return "—" if code is None else say(code, lang, **value.place)


def link_source(sheet: Sheet, value: Value, setting: Setting) -> str | None:
    """Give the link to a value's place on the review page; None where that was not made, or the source prints none."""
    if setting.review is None or value.place is None:
        return None
    return f"{setting.review}{link_value(sheet.document, sheet.number, value.pointer)}"


def show_source(sheet: Sheet, value: Value, setting: Setting) -> Cell:
    """Give the file and the place of a value, with a link where the review page was made."""
    return Cell(show_place(value, setting.lang), "place", link=link_source(sheet, value, setting))


def show_before(value: Value, lang: Language) -> str | None:
    """Say what a corrected value was before."""
    return say("corrected-from", lang, before=cut(value.before or "—")) if value.corrected else None


def list_entries(key: str, title: str, entries: Iterable[Entry], count: int, setting: Setting) -> Panel:
    """List the rows behind a mark: file, whose form and of which year, what it is, what it says, and where."""
    lang = setting.lang
    lines = [
        Line(
            (
                Cell(entry.sheet.path),
                Cell(show_whose(entry.sheet), more=show_doubt(entry.sheet, lang)),
                Cell("—" if entry.sheet.year is None else str(entry.sheet.year), "number"),
                Cell(entry.what or "—"),
                Cell(entry.text or "—", _sort(entry), more=show_before(entry.value, lang)),
                show_source(entry.sheet, entry.value, setting),
            )
        )
        for entry in islice(entries, MOST_ROWS)
    ]
    head = tuple(say(f"column-{name}", lang) for name in ("file", "whose", "year", "what", "value", "place"))
    return Panel(key, title, Table(head, lines, say_left_out(count - len(lines), lang)))


def _sort(entry: Entry) -> Literal["number", "text"]:
    return "number" if entry.value.pointer.endswith("/amount") else "text"


def say_left_out(count: int, lang: Language) -> str | None:
    """Say how many rows are not listed, and where they are."""
    return say("left-out", lang, count=count) if count > 0 else None


def say_all(codes: Sequence[str], lang: Language) -> tuple[str, ...]:
    """Give several words."""
    return tuple(say(code, lang) for code in codes)
