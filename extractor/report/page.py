"""Facts → the page.

Enters: the rows of all inputs. Leaves: one HTML page that needs no network, no script and no other file; the same bytes
for the same results. Every text of a file is escaped by the template engine, and what cannot be seen in it is written
out; the page's own rules forbid scripts and anything from elsewhere.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from extractor import __version__
from extractor.exports.rows import Rows
from extractor.messages.report import say
from extractor.report.evaluations import show_evaluations
from extractor.report.facts import Facts, gather
from extractor.report.findings import show_corrections, show_findings
from extractor.report.funding import show_funding
from extractor.report.indicators import show_targets, show_tree
from extractor.report.outcomes import show_outcomes
from extractor.report.show import Setting
from extractor.report.show_years import show_years
from extractor.report.tasks import show_tasks
from extractor.report.views import Section
from extractor.report.visible import cut, make_visible


def make_page(inputs: Iterable[Rows], source: str, setting: Setting) -> tuple[str, Facts]:
    """Make the page.

    Args:
        inputs: the rows of each input.
        source: where they were read from, as the page says it.
        setting: the language, and where the review page is.

    Gives:
        the page, and the facts that it shows.
    """
    facts = gather(inputs)
    style = _read("page.css")
    html = (
        _environment()
        .get_template("page.html.j2")
        .render(
            lang=setting.lang,
            say=lambda code, **names: say(code, setting.lang, **names),
            version=__version__,
            source=source,
            linked=setting.review is not None,
            sections=list(_make_sections(facts, setting)),
            style=Markup(style),  # noqa: S704 - the program's own file
            style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            empty=not facts.sheets,
        )
    )
    return html, facts


def _make_sections(facts: Facts, setting: Setting) -> Iterable[Section]:
    """Give the sections; those on forms only where there is one."""
    yield show_outcomes(facts, setting)
    sheets = facts.distinct
    if not sheets:
        return
    planned = [sheet for sheet in sheets if sheet.kind != "evaluation"]
    yield show_funding(sheets, setting)
    if planned:
        yield show_tasks(sheets, setting)
    yield show_tree(sheets, setting)
    yield show_findings(facts.sheets, setting)
    yield show_targets(sheets, setting)
    for section in (show_evaluations(sheets, setting), show_corrections(facts, setting)):
        if section is not None:
            yield section
    yield show_years(sheets, setting)


def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals.clear()
    environment.filters["cut"] = cut
    return environment


def _finalize(value: object) -> object:
    """Write out what cannot be seen in any text that enters the page; markup is the program's own."""
    return make_visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _read(name: str) -> str:
    return (files("extractor.report") / name).read_text(encoding="utf-8")
