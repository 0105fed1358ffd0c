"""The command `jixiao report`: makes one page for people of the results of a batch.

Enters: arguments. Leaves: the page, and an exit code.
"""

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from extractor.commands.files import name_target, save
from extractor.commands.help import Command
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    RESULTS,
    STREAM,
    lang_option,
    load_patterns_of,
    patterns_option,
    refuse,
    tell,
)
from extractor.commands.verdicts import read_corrections, verdicts_option
from extractor.messages.language import Language
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.exports.rows import Rows

EXAMPLES = """\b
Examples:
  jixiao batch 报送/ -o out/ && jixiao report out/ -o report.html
  jixiao report out/ -o report.html --lang en --force
  jixiao report form.json -o report.html          of what extract -o wrote"""

REVIEW = "index.html"
"""The review page in its folder, where it was made."""


@click.command("report", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("results", metavar="OUT", type=RESULTS)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="PAGE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The page to write, such as report.html; - is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite the page where it is there already.")
@verdicts_option
@patterns_option
@lang_option
def report(
    results: Path, output: Path, files: Sequence[Path], own: Sequence[Path], lang: Language, *, force: bool
) -> int:
    """Show what a batch gave in one page: funding, tasks, indicators, failed checks, year beside year.

    OUT is the output folder of a batch, a folder of JSON files, or such a file. The page needs no network, no script
    and no other file. Corrections of reviewers are made and shown. Where the review page was made before
    (jixiao review OUT), each value leads to its place there.
    """
    from extractor.exports.reading import UnreadableError, read_rows
    from extractor.messages.report import say
    from extractor.results import NoResultsError

    try:
        from extractor.report.page import make_page
        from extractor.report.show import Setting
    except ModuleNotFoundError as error:
        tell(say("no-libraries", lang, name=error.name))
        return FAILED
    if not output.absolute().parent.is_dir():
        raise refuse("no-folder", "-o", path=output.parent)
    patterns = load_patterns_of(own)
    if str(output) != STREAM and output.exists() and not (force and _is_page(output)):
        tell(say("foreign" if force else "exists", lang, path=output))
        return FAILED
    try:
        verdicts = read_corrections(results, files, lang)
        given = read_rows(results, lang, verdicts=verdicts, patterns=patterns)
        with _follow(given, say("reading", lang)) as rows:
            page, facts = make_page(rows, str(results), Setting(lang, _find_review(results, output)))
    except NoResultsError:
        tell(say_line("no-results", lang, path=results))
        return FAILED
    except UnreadableError as error:
        tell(say("unread-results", lang, path=error.path or results, detail=error.reason))
        return FAILED
    if not save(str(output), page.encode("utf-8"), lang):
        return FAILED
    tell(say("written", lang, path=name_target(str(output), lang), inputs=len(facts.outcomes), forms=len(facts.sheets)))
    return DONE


def _is_page(path: Path) -> bool:
    """Tell whether a file may be replaced: a page, or one that is empty, and no form that was named by mistake."""
    if not path.is_file():  # A device.
        return True
    with path.open("rb") as file:
        return file.read(15).lower() in (b"", b"<!doctype html>")


def _find_review(results: Path, output: Path) -> str | None:
    """Give the way from the page's folder to the review page, as part of a URL; None where it was not made."""
    from extractor.results import place_review

    review = place_review(results) / REVIEW
    if not review.is_file():
        return None
    try:
        way = Path(os.path.relpath(review.absolute(), output.absolute().parent))
    except ValueError:  # Another drive of Windows.
        return review.absolute().as_uri()
    return "/".join(quote(part) for part in way.parts)


@contextlib.contextmanager
def _follow(rows: Iterable["Rows"], description: str) -> Iterator[Iterable["Rows"]]:
    """Give the rows, and show how many inputs are done where a person waits."""
    if not sys.stderr.isatty():
        yield rows
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield progress.track(rows, total=None, description=description)
