"""The command `jixiao review`: makes, or serves, the page on which a person proves results by their sources.

Enters: arguments. Leaves: the folder of the page, progress, and an exit code.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.help import Command
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    NEW_FOLDER,
    RESULTS,
    STOPPED,
    jobs_option,
    lang_option,
    load_patterns_of,
    patterns_option,
    refuse,
    tell,
    tell_all,
)
from extractor.commands.verdicts import tell_damage
from extractor.messages.language import Language
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.review.build import Outcome

EXAMPLES = """\b
Examples:
  jixiao batch forms/ -o out/
  jixiao review out/                        then open out/review/index.html
  jixiao review out/ --serve                verdicts are saved as you go
  jixiao review out/ --plan plan.json       only the fields of a sample
  jixiao review out/ -o /media/stick/review for a colleague: it is whole
  jixiao review form.json                   then form.json.review/index.html

\b
The page opens from disk, without a server and without a network. Verdicts
are kept in the browser and saved as verdicts.jsonl; put that beside
manifest.jsonl, and the next run of the command shows them."""

EVERY = 10.0
"""In a log, a line every so many seconds."""


@click.command("review", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("out", type=RESULTS)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=NEW_FOLDER,
    help="The folder of the page.  [default: OUT/review; for a file, FILE.review beside it]",
)
@click.option(
    "--plan",
    "plan_path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Review only the fields of this sample, as jixiao sample draws it.",
)
@click.option(
    "--sources",
    "folders",
    multiple=True,
    metavar="FOLDER_OR_FILE",
    type=click.Path(exists=True, path_type=Path),
    help="Look for sources here, too, where they no longer lie where the batch read them: in the folder and all below "
    "it, by their names and their content. May be repeated.",
)
@click.option(
    "--verdicts",
    "verdicts_path",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The verdicts given so far.  [default: verdicts.jsonl in OUT; for a file, beside it]",
)
@jobs_option("How many sources are drawn at the same time.  [default: one for each processor]")
@click.option(
    "--serve", is_flag=True, help="Serve the page to this computer's browser, and save verdicts as they come."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    default=0,
    help="For --serve: the port.  [default: a free one]",
)
@click.option("--reviewer", default="", metavar="NAME", help="For --serve: who reviews.  [default: the page asks]")
@patterns_option
@lang_option
def review(
    out: Path,
    output: Path | None,
    plan_path: Path | None,
    folders: Sequence[Path],
    verdicts_path: Path | None,
    jobs: int,
    port: int,
    reviewer: str,
    own: Sequence[Path],
    lang: Language,
    *,
    serve: bool,
) -> int:
    """Make a page on which a person proves each value against its source.

    OUT is the output folder of batch, or the file or folder that extract -o wrote. Beside each other stand the source
    as it looks and what was read from it; what needs a person stands first. Run it again, and only what is new or
    changed is drawn.
    """
    from extractor.batch.supervise import NoWorkersError
    from extractor.plans import Plan
    from extractor.results import NoResultsError, find_home, place_review
    from extractor.review.build import ForeignFolderError, Settings, build_review
    from extractor.verdicts import VERDICTS, read_verdicts

    if not serve and (port or reviewer):
        raise refuse("belongs-to-serve")
    load_patterns_of(own)
    home = find_home(out)
    folder = output or place_review(out)
    lines: list[str] = []
    given = verdicts_path or home / VERDICTS
    try:
        plan = Plan.from_json(plan_path.read_bytes()) if plan_path is not None else None
        if verdicts_path is not None or given.exists():
            kept = read_verdicts(given)
            lines = [verdict.to_line() for verdict in kept.verdicts]
            tell_damage(kept.damaged, lang)
        places = [Path(), *(given for given in folders if given.is_dir()), home, home.absolute().parent]
        settings = Settings(out, folder, places, folders, own, lines, plan, jobs, lang)
        with _show_progress(lang) as watch:
            outcome = build_review(settings, watch)
    except NoResultsError as error:
        tell(say_line("no-results", lang, path=error))
        return FAILED
    except ForeignFolderError as error:
        tell(say_line("review-foreign", lang, path=error))
        return FAILED
    except OSError as error:
        tell(say_line("cannot-write", lang, path=folder, detail=error.strerror or error))
        return FAILED
    except NoWorkersError as error:
        tell(say_line("batch-no-workers", lang, detail=error))
        return STOPPED
    except ValueError:
        tell(say_line("review-no-plan", lang, path=plan_path))
        return FAILED
    _tell_outcome(outcome, folder / "index.html", lang)
    return _serve(folder, given, out, reviewer, port, lang) if serve else DONE


def _tell_outcome(outcome: "Outcome", page: Path, lang: Language) -> None:
    for code in sorted({code for code, _ in outcome.problems.values()}):
        count = sum(problem == code for problem, _ in outcome.problems.values())
        tell(say_line("review-missing" if code == "missing" else "review-undrawn", lang, count=count, reason=code))
    for name, paths in outcome.others.items():
        tell(say_line("review-others", lang, name=name))
        tell_all(f"  {path}" for path in paths)
    if outcome.unread:
        tell(say_line("review-unread", lang, count=outcome.unread))
    count, drawn = outcome.documents, outcome.drawn
    tell(say_line("review-written", lang, path=page, count=count, drawn=drawn))


def _serve(folder: Path, verdicts: Path, out: Path, reviewer: str, port: int, lang: Language) -> int:
    """Serve the page until interrupted."""
    try:
        from extractor.review.server import Site, serve
    except ImportError:
        tell(say_line("review-no-server", lang))
        return FAILED
    site = Site(folder, verdicts, out, reviewer, lang)
    try:
        serve(site, lambda url: tell(say_line("review-serving", lang, url=url)), port)
    except OSError as error:
        tell(say_line("review-no-port", lang, port=port, detail=error.strerror or error))
        return FAILED
    return DONE


@contextmanager
def _show_progress(lang: Language) -> Iterator[Callable[[int, int, str], None]]:
    """Give what is told of progress: a bar on a terminal, a line now and then in a log."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(say_line("review-drawing", lang), total=None)
            yield lambda done, total, _: bar.update(task, completed=done, total=total)
        return
    last = time.monotonic()

    def watch(done: int, total: int, name: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            tell(f"{say_line('review-drawing', lang)} {done}/{total} {name}")

    yield watch
