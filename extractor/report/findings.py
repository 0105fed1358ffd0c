"""Which checks fail, where, and what reviewers corrected: two sections of the report.

Enters: all forms, those among them that say the same as another: each file is read for itself. Leaves: sections.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.messages.checks import CHECKS
from extractor.messages.language import Language
from extractor.messages.report import say
from extractor.report.charts import Bar, Legend, Part, draw_bars
from extractor.report.facts import Facts, Finding, Opinion, Severity, Sheet
from extractor.report.show import (
    MOST_ROWS,
    Entry,
    Setting,
    list_entries,
    say_all,
    say_left_out,
    show_source,
    show_whose,
)
from extractor.report.views import Cell, Figure, Line, Panel, Section, Table

SEVERITIES: Mapping[Severity, str] = {"error": "dark", "warning": "stripes", "info": "light"}
"""The severities, the worst first, with their textures."""
MOST_CODES = 60
"""Checks that the table has."""
MOST_FORMS = 20
"""Forms to look at first."""
MOST_CORRECTIONS = 100
PARTS = ("header", "funding", "objectives", "tasks", "other_tasks", "indicators")

Found = tuple[Sheet, Finding]


def show_findings(sheets: Sequence[Sheet], setting: Setting) -> Section:
    """Show which checks fail in how many forms, and in which part of them."""
    lang = setting.lang
    found: dict[tuple[str, Severity], list[Found]] = defaultdict(list)
    for sheet in sheets:
        for finding in sheet.findings:
            found[finding.code, finding.severity].append((sheet, finding))
    clean = sum(not sheet.findings for sheet in sheets)
    paragraph = say("findings-counts", lang, forms=len(sheets), clean=clean)
    if not found:
        return Section("findings", say("findings", lang), (paragraph,))
    figures = [_show_codes(found, setting), _show_worst(sheets, setting)]
    return Section("findings", say("findings", lang), (paragraph, say("findings-how", lang)), figures, gist=paragraph)


def _show_codes(found: Mapping[tuple[str, Severity], Sequence[Found]], setting: Setting) -> Figure:
    lang = setting.lang
    forms = {key: len({(sheet.document, sheet.number) for sheet, _ in rows}) for key, rows in found.items()}
    severities = list(SEVERITIES)
    order = sorted(found, key=lambda key: (severities.index(key[1]), -forms[key], key[0]))
    bars, lines, panels = [], [], []
    for number, (code, severity) in enumerate(order[:MOST_CODES]):
        rows, panel = found[code, severity], f"findings-{number}"
        name = say_check_name(code, lang)
        count = forms[code, severity]
        title = say(
            "finding-of", lang, name=name, severity=say(f"severity-{severity}", lang), forms=count, count=len(rows)
        )
        bars.append(Bar(name, (Part(Decimal(count), SEVERITIES[severity], f"#{panel}", title),), f"{count:,}"))
        parts = Counter(_find_part(finding) for _, finding in rows)
        where = "、".join(f"{say(f'part-{part}', lang)} {parts[part]:,}" for part in (*PARTS, "whole") if parts[part])
        cells = (
            Cell(say(f"severity-{severity}", lang), "mark"),
            Cell(name, link=f"#{panel}", more=code),
            Cell(f"{count:,}", "number"),
            Cell(f"{len(rows):,}", "number"),
            Cell(where),
        )
        lines.append(Line(cells))
        entries = (
            Entry(sheet, say(f"part-{_find_part(each)}", lang), each.message, each.value) for sheet, each in rows
        )
        panels.append(list_entries(panel, title, entries, len(rows), setting))
    title = say("figure-findings", lang)
    legend: Legend = [(texture, say(f"severity-{severity}", lang)) for severity, texture in SEVERITIES.items()]
    picture = draw_bars("findings-picture", bars, say("axis-forms", lang), title, legend)
    head = say_all(("column-severity", "column-check", "column-forms", "column-findings", "column-where"), lang)
    table = Table(head, lines, say_left_out(len(order) - len(lines), lang))
    return Figure("findings-codes", title, table, picture, (), panels)


def say_check_name(code: str, lang: Language) -> str:
    """Name a check by what it asks for: `任务资金合计等于项目支出`; one of a newer version by its code."""
    passed = CHECKS[code][lang][0] if code in CHECKS else code
    return code if "{" in passed else passed


def _find_part(finding: Finding) -> str:
    parts = Counter(pointer.split("/")[1] for pointer in finding.pointers if "/" in pointer)
    part = next((name for name, _ in parts.most_common(1)), "whole")
    return part if part in PARTS else "whole"


def _show_worst(sheets: Sequence[Sheet], setting: Setting) -> Figure:
    """List the forms to look at first: those with most errors, then warnings, then notes."""
    lang = setting.lang
    counted = [(Counter(finding.severity for finding in sheet.findings), sheet) for sheet in sheets if sheet.findings]
    ranked = sorted(counted, key=lambda each: [-each[0][severity] for severity in SEVERITIES])
    lines = []
    for counts, sheet in ranked[:MOST_FORMS]:
        cells = (
            Cell(sheet.path),
            Cell(show_whose(sheet)),
            Cell("—" if sheet.year is None else str(sheet.year), "number"),
        )
        worst = min(sheet.findings, key=lambda finding: list(SEVERITIES).index(finding.severity))
        numbers = (Cell(f"{counts[severity]:,}", "number") for severity in SEVERITIES)
        lines.append(Line((*cells, *numbers, Cell(worst.message), show_source(sheet, worst.value, setting))))
    head = (
        *say_all(("column-file", "column-whose", "column-year"), lang),
        *(say(f"severity-{severity}", lang) for severity in SEVERITIES),
        *say_all(("column-worst", "column-place"), lang),
    )
    table = Table(head, lines, say_left_out(len(ranked) - len(lines), lang))
    return Figure("findings-forms", say("figure-worst", lang), table)


STANDINGS = ("disputed", "doubtful", "wrong", "right", "stale", "superseded")
"""How verdicts stand, those that need a person first."""


def show_corrections(facts: Facts, setting: Setting) -> Section | None:
    """Show what reviewers corrected: the report counts the corrected values. Show too how their verdicts stand."""
    lang = setting.lang
    found = [(sheet, correction) for sheet in facts.sheets for correction in sheet.corrections]
    if not found and not facts.opinions:
        return None
    figures = []
    if found:
        lines = [
            Line(
                (
                    Cell(sheet.path),
                    Cell(show_whose(sheet)),
                    Cell(correction.value.pointer),
                    Cell(correction.before or "—"),
                    Cell(correction.after or "—"),
                    show_source(sheet, correction.value, setting),
                )
            )
            for sheet, correction in found[:MOST_CORRECTIONS]
        ]
        codes = (
            "column-file",
            "column-whose",
            "column-pointer",
            "column-extracted",
            "column-corrected",
            "column-place",
        )
        table = Table(say_all(codes, lang), lines, say_left_out(len(found) - len(lines), lang))
        figures.append(Figure("corrections-list", say("figure-corrections", lang), table))
    if facts.opinions:
        figures.append(_show_opinions(facts.opinions, lang))
    paragraph = say("corrections-how", lang, count=len(found))
    return Section("corrections", say("corrections", lang), (paragraph,), figures)


def _show_opinions(opinions: Sequence[Opinion], lang: Language) -> Figure:
    """Count how the verdicts stand, and list each kind."""
    by_standing: dict[str, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        by_standing[opinion.standing].append(opinion)
    lines, panels = [], []
    head = say_all(
        ("column-file", "column-pointer", "column-extracted", "column-corrected", "column-reviewer", "column-reason"),
        lang,
    )
    for standing in (each for each in STANDINGS if each in by_standing):
        rows, panel, name = by_standing[standing], f"verdicts-{standing}", say(f"standing-{standing}", lang)
        lines.append(Line((Cell(name, link=f"#{panel}"), Cell(f"{len(rows):,}", "number"))))
        told = [
            Line(
                tuple(
                    Cell(text or "—")
                    for text in (row.file, row.pointer, row.before, row.after, row.reviewer, row.reason)
                )
            )
            for row in rows[:MOST_ROWS]
        ]
        title = say("count-of", lang, name=name, count=len(rows))
        panels.append(Panel(panel, title, Table(head, told, say_left_out(len(rows) - len(told), lang))))
    table = Table(say_all(("column-standing", "column-verdicts"), lang), lines)
    return Figure("verdicts", say("figure-verdicts", lang), table, panels=panels)
