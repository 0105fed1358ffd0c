"""The funding by type, source and level: a section of the report.

Enters: the forms that count. Leaves: a section. Forms of different kinds, years and units of money stand apart, and
what a form prints twice is not added up.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from extractor.messages.language import Language
from extractor.messages.names import name_breakdown
from extractor.messages.report import say
from extractor.report.changes import add, give_share
from extractor.report.charts import Bar, Part, draw_bars
from extractor.report.facts import LABEL, Common, Item, Sheet, rank_common
from extractor.report.show import (
    Entry,
    Setting,
    list_entries,
    say_all,
    say_common,
    say_left_out,
    show_amount,
    show_share,
    show_unit,
    show_whose,
)
from extractor.report.views import Cell, Figure, Line, Panel, Section, Table
from extractor.report.visible import cut

MOST_PICTURES = 12
"""Combinations of kind, year and unit that have a picture of their funding."""
MOST_BREAKDOWNS = 12
"""Breakdowns of the funding that a table has."""
MOST_UNKNOWN = 12
"""Items without a code that a breakdown shows one by one; in a batch each form may have its own."""
OTHERS = "others"
"""Stands for the code of all others."""

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
    def condensed(self) -> dict[str, Sum]:
        """Its items, of those without a code only the largest, and the others put together as one."""
        own = sorted((code for code in self.sums if code.startswith(LABEL)), key=lambda code: -self.sums[code].total)
        others = own[MOST_UNKNOWN:]
        if len(others) < 2:
            return self.sums
        return {code: each for code, each in self.sums.items() if code not in others} | {
            OTHERS: _join([self.sums[code] for code in others])
        }

    @property
    def whole(self) -> Decimal:
        """The sum of its parts; a printed total is none of them."""
        total = Decimal(0)
        for code, each in self.sums.items():
            total = total if code == "total" else add(total, each.total)
        return total


def _join(sums: Sequence[Sum]) -> Sum:
    joined = Sum()
    for each in sums:
        joined.labels.update(each.labels)
        joined.total = add(joined.total, each.total)
        joined.filled += each.filled
        joined.blank += each.blank
        joined.twice += each.twice
    return joined


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
    for number, breakdown in enumerate(list(breakdowns.values())[:MOST_BREAKDOWNS]):
        group = name_breakdown(breakdown.code, breakdown.labels.most_common(1)[0][0], lang)
        whole = breakdown.whole
        for code, each in breakdown.condensed.items():
            panel = f"{key}-{len(lines)}"
            label = _name_item(code, each, lang)
            share = None if code == "total" or not each.filled else give_share(each.total, whole)
            title = say("item-of", lang, group=group, label=label, unit=unit)
            lines.append(_show_sum(group, Cell(label, link=f"#{panel}"), each, share, strong=code == "total"))
            panels.append(_list_items(panel, title, each, setting))
            if each.filled and each.total >= 0:
                note = show_amount(each.total) if share is None else f"{show_amount(each.total)} · {show_share(share)}"
                part = Part(each.total, GROUP_TEXTURES[number % len(GROUP_TEXTURES)], f"#{panel}", f"{title} {note}")
                bars.append(Bar(say("item-in", lang, group=group, label=label), (part,), note))
    title = say("figure-funding", lang, kind=say_common(kind, lang))
    head = (
        *say_all(("column-group", "column-item"), lang),
        say("column-amount", lang, unit=unit),
        *say_all(("column-share-of-group", "column-filled", "column-doubtful", "column-blank", "column-twice"), lang),
    )
    picture = draw_bars(f"{key}-picture", bars, unit, title) if drawn else Markup()
    left_out = sum(len(breakdown.sums) for breakdown in list(breakdowns.values())[MOST_BREAKDOWNS:])
    negative = any(each.total < 0 for breakdown in breakdowns.values() for each in breakdown.sums.values())
    notes = [say("negative-note", lang)] if negative else []
    if not drawn:
        notes.append(say("undrawn-note", lang, count=MOST_PICTURES))
    return Figure(key, title, Table(head, lines, say_left_out(left_out, lang)), picture, notes, panels)


def _name_item(code: str, each: Sum, lang: Language) -> str:
    """Name an item as it is printed most often, in up to three ways."""
    if code == OTHERS:
        return say("other-items", lang, count=len(each.labels))
    return " / ".join(name for name, _ in each.labels.most_common(3))


def _show_sum(group: str, name: Cell, each: Sum, share: Decimal | None, *, strong: bool) -> Line:
    counts = (len(each.filled), sum(sheet.doubtful for sheet, _ in each.filled), len(each.blank), len(each.twice))
    amount = show_amount(each.total) if each.filled else "—"
    cells = (Cell(group), name, Cell(amount, "number"), Cell(show_share(share), "number"))
    return Line((*cells, *(Cell(f"{count:,}", "number") for count in counts)), manner="strong" if strong else None)


def _list_items(key: str, title: str, each: Sum, setting: Setting) -> Panel:
    """List an item's amounts, the largest first, then those that are blank or printed twice."""
    filled = sorted(each.filled, key=lambda pair: -(pair[1].amount or 0))
    rows = [*filled, *each.twice, *each.blank]
    entries = (Entry(sheet, item.label, show_amount(item.amount), item.value) for sheet, item in rows)
    return list_entries(key, title, entries, len(rows), setting)
