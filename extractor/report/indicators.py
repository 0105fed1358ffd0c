"""The indicator tree with counts, and the targets by kind: two sections of the report.

Enters: the forms that count. Leaves: sections.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.messages.language import Language
from extractor.messages.names import LEVELS, name_level
from extractor.messages.report import say
from extractor.report.changes import give_share
from extractor.report.charts import Bar, Legend, Part, draw_bars
from extractor.report.facts import Indicator, Level, Sheet
from extractor.report.show import Entry, Setting, list_entries, say_all, say_left_out, show_share
from extractor.report.views import Cell, Figure, Line, Section, Table
from extractor.values import fold

MOST_LEVELS = 60
"""Levels that the table of the tree has; the picture has half of them."""
MOST_VALUES = 15
"""Qualitative values that are listed, the most frequent ones."""
LONGEST_COUNTED = 40
"""A longer value is a text of its own, and is not counted with others."""

KINDS = {"number": "dark", "date": "light", "text": "stripes", "blank": "rest"}
"""The kinds of targets with their textures."""

FIRST_LEVELS = ("output", "cost", "benefit", "satisfaction", "management")
Found = tuple[Sheet, Indicator]


def show_tree(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show how many indicators stand under each level."""
    lang = setting.lang
    found: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    names: dict[tuple[str, ...], tuple[Level, ...]] = {}
    blank: Counter[tuple[str, ...]] = Counter()
    for sheet in sheets:
        for indicator in sheet.indicators:
            key = _name_path(indicator.levels)
            names.setdefault(key, indicator.levels)
            found[key].append((sheet, indicator))
        for levels in sheet.blank_levels:
            key = _name_path(levels)
            names.setdefault(key, levels)
            blank[key] += 1
    if not names:
        return Section("tree", say("tree", lang), (say("tree-none", lang),))
    order = sorted(names, key=lambda key: _order(key, len(found.get(key, ()))))
    bars, lines, panels = [], [], []
    for number, key in enumerate(order[:MOST_LEVELS]):
        if number == 0 or order[number - 1][:1] != key[:1]:
            lines.append(_show_first(key[:1], names[key][:1], found, blank, lang))
        panel = f"tree-{number}"
        rows = found.get(key, [])
        path = [name_level(None if code in LEVELS else name, code, lang) for name, code in names[key]] or [
            say("no-level", lang)
        ]
        title = " › ".join(path)
        link = f"#{panel}" if rows else None
        forms = len({(sheet.document, sheet.number) for sheet, _ in rows})
        cells = (
            Cell(""),
            Cell(" › ".join(path[1:]) or say("no-level-below", lang), link=link),
            Cell(f"{len(rows):,}", "number", link),
        )
        lines.append(Line((*cells, Cell(f"{forms:,}", "number"), Cell(f"{blank[key]:,}", "number"))))
        if rows:
            counted = say("count-of", lang, name=title, count=len(rows))
            if number < MOST_LEVELS // 2:
                texture = "dark" if _number_first(key) % 2 == 0 else "stripes"
                bars.append(Bar(title, (Part(Decimal(len(rows)), texture, f"#{panel}", counted),), f"{len(rows):,}"))
            panels.append(list_entries(panel, counted, _list(rows), len(rows), setting))
    title = say("figure-tree", lang)
    picture = draw_bars("tree-picture", bars, say("axis-indicators", lang), title)
    codes = ("column-level-1", "column-level-2", "column-indicators", "column-forms", "column-blank-levels")
    table = Table(say_all(codes, lang), lines, say_left_out(len(order) - MOST_LEVELS, lang))
    total = sum(map(len, found.values()))
    paragraph = say("tree-how", lang, count=total, forms=sum(bool(sheet.indicators) for sheet in sheets))
    figure = Figure("tree-counts", title, table, picture, (), panels)
    gist = say("tree-gist", lang, count=total)
    return Section("tree", say("tree", lang), (paragraph,), (figure,), gist=gist)


def _show_first(
    key: tuple[str, ...],
    levels: Sequence[Level],
    found: Mapping[tuple[str, ...], Sequence[Found]],
    blank: Mapping[tuple[str, ...], int],
    lang: Language,
) -> Line:
    """Count all that stands under a first level."""
    name = say_level_path([(None if code in LEVELS else name, code) for name, code in levels], lang)
    rows = [row for path, below in found.items() if path[:1] == key for row in below]
    forms = len({(sheet.document, sheet.number) for sheet, _ in rows})
    blanks = sum(count for path, count in blank.items() if path[:1] == key)
    numbers = (Cell(f"{count:,}", "number") for count in (len(rows), forms, blanks))
    return Line((Cell(name), Cell(""), *numbers), manner="strong")


def _name_path(levels: Sequence[Level]) -> tuple[str, ...]:
    """Give what makes levels the same over forms: their codes, the printed names where there are none."""
    return tuple(code or fold(name or "") for name, code in levels)


def _number_first(key: Sequence[str]) -> int:
    return FIRST_LEVELS.index(key[0]) if key and key[0] in FIRST_LEVELS else len(FIRST_LEVELS)


def _order(key: tuple[str, ...], count: int) -> tuple[int, str, int, tuple[str, ...]]:
    return _number_first(key), key[0] if key else "", -count, key


def _list(rows: Sequence[Found]) -> Iterator[Entry]:
    return (Entry(sheet, indicator.name, indicator.aim.printed, indicator.value) for sheet, indicator in rows)


# ---- targets --------------------------------------------------------------------------------------------------------


def show_targets(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show how many targets can be measured, by the first level."""
    lang = setting.lang
    found: dict[str, dict[str, list[Found]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    for sheet in sheets:
        for indicator in sheet.indicators:
            name, code = indicator.levels[0] if indicator.levels else (say("no-level", lang), None)
            key = code or fold(name or "")
            names.setdefault(key, name_level(None if code in LEVELS else name, code, lang))
            found[key][indicator.aim.kind or "blank"].append((sheet, indicator))
    if not found:
        return Section("targets", say("targets", lang), (say("tree-none", lang),))
    counts: Counter[str] = Counter()
    for kinds in found.values():
        counts.update({kind: len(rows) for kind, rows in kinds.items()})
    filled = sum(counts[kind] for kind in ("number", "date", "text"))
    share = give_share(Decimal(counts["text"]), Decimal(filled))
    paragraph = say(
        "targets-share", lang, text=counts["text"], filled=filled, share=show_share(share), blank=counts["blank"]
    )
    figures = [_show_kinds(found, names, setting)]
    if counts["text"]:
        figures.append(_show_words([row for kinds in found.values() for row in kinds["text"]], setting))
    gist = say("targets-gist", lang, share=show_share(share))
    return Section("targets", say("targets", lang), (say("targets-how", lang), paragraph), figures, gist=gist)


def _show_kinds(found: Mapping[str, Mapping[str, list[Found]]], names: Mapping[str, str], setting: Setting) -> Figure:
    lang = setting.lang
    bars, lines, panels = [], [], []
    order = sorted(found, key=lambda key: _order((key,), 0))
    for number, key in enumerate(order[:MOST_LEVELS]):
        kinds = found[key]
        parts, cells = [], [Cell(names[key])]
        for kind, texture in KINDS.items():
            count = len(kinds.get(kind, ()))
            panel = f"targets-{number}-{kind}"
            cells.append(Cell(f"{count:,}", "number", f"#{panel}" if count else None))
            if count:
                title = say("count-of", lang, name=f"{names[key]} · {say(f'target-{kind}', lang)}", count=count)
                parts.append(Part(Decimal(count), texture, f"#{panel}", title))
                panels.append(list_entries(panel, title, _list(kinds[kind]), count, setting))
        filled = sum(len(kinds.get(kind, ())) for kind in KINDS if kind != "blank")
        share = show_share(give_share(Decimal(len(kinds.get("text", ()))), Decimal(filled)))
        lines.append(Line((*cells, Cell(share, "number"))))
        bars.append(Bar(names[key], parts, say("unmeasured", lang, share=share)))
    title = say("figure-targets", lang)
    legend: Legend = [(texture, say(f"target-{kind}", lang)) for kind, texture in KINDS.items()]
    picture = draw_bars("targets-picture", bars, say("axis-indicators", lang), title, legend)
    head = (
        say("column-level-1", lang),
        *(say(f"target-{kind}", lang) for kind in KINDS),
        say("column-unmeasured", lang),
    )
    return Figure(
        "targets-kinds", title, Table(head, lines, say_left_out(len(order) - len(lines), lang)), picture, (), panels
    )


def _show_words(rows: Sequence[Found], setting: Setting) -> Figure:
    """List the most frequent qualitative values."""
    lang = setting.lang
    by_value: dict[str, list[Found]] = defaultdict(list)
    for sheet, indicator in rows:
        printed = indicator.aim.printed or ""
        if len(printed) <= LONGEST_COUNTED:
            by_value[fold(printed)].append((sheet, indicator))
    frequent = sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0]))
    lines, panels = [], []
    for number, (_, same) in enumerate(frequent[:MOST_VALUES]):
        panel = f"words-{number}"
        printed = same[0][1].aim.printed or "—"
        lines.append(Line((Cell(printed, link=f"#{panel}"), Cell(f"{len(same):,}", "number"))))
        panels.append(
            list_entries(panel, say("count-of", lang, name=printed, count=len(same)), _list(same), len(same), setting)
        )
    longer = len(rows) - sum(map(len, by_value.values()))
    notes = [say("words-longer", lang, count=longer, length=LONGEST_COUNTED)] if longer else []
    head = say_all(("column-value", "column-indicators"), lang)
    table = Table(head, lines, say_left_out(len(frequent) - len(lines), lang))
    return Figure("words", say("figure-words", lang), table, notes=notes, panels=panels)


def say_level_path(levels: Sequence[Level], lang: Language) -> str:
    """Name the levels above an indicator: `产出指标 › 数量指标`."""
    return " › ".join(name_level(name, code, lang) for name, code in levels) or say("no-level", lang)
