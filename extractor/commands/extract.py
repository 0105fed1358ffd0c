"""The command `jixiao extract`: files in, JSON or a readable summary out.

Enters: arguments and files. Leaves: JSON or a summary, and an exit code.
"""

import contextlib
import hashlib
import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.files import extract_file, open_target, quote_path, refuse_bad_paths, save, say_unread
from extractor.commands.help import Command
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    INPUT,
    REVIEW,
    STREAM,
    format_option,
    lang_option,
    load_patterns_of,
    open_console,
    patterns_option,
    refuse,
    tell,
)
from extractor.messages.language import Language
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.record import Extraction

EXAMPLES = """\b
Examples:
  jixiao extract form.pdf > form.json
  jixiao extract forms/*.docx | jq -r .forms[].record.title
  jixiao extract --summary forms/*.docx -o json/
  jixiao extract --strict form.txt || echo look at it
  jixiao extract - < form.pdf"""


@click.command("extract", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=INPUT)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Write the JSON to this file; or, for a folder (one that is there, or a name that ends with a slash), to "
    "NAME.json in it for each FILE. Of equal names from different folders, each gets a hash of its path.",
)
@click.option("--summary", is_flag=True, help="Print a summary for people; the JSON goes only to where -o says.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a file is not ok, so that a person looks at it.")
@click.option(
    "--pretty/--compact", default=None, help="JSON on many lines, or on one.  [default: many, but one in JSON Lines]"
)
@format_option
@patterns_option
@lang_option
def extract(
    files: Sequence[str],
    output: str | None,
    file_format: str | None,
    own: Sequence[Path],
    lang: Language,
    *,
    summary: bool,
    strict: bool,
    pretty: bool | None,
) -> int:
    """Extract the forms of files as JSON.

    One FILE gives one JSON object; several give JSON Lines: an object for each, in their order. A file that cannot be
    read gives an object that says why. `-` is standard input; a name that begins with it is written ./-NAME.
    """
    from extractor.batch.inputs import expand_path

    files = [path for file in files for path in ([file] if file == STREAM else expand_path(file))]
    patterns = load_patterns_of(own)
    if output == STREAM:
        output = None
    folder = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    targets = _name_targets(files, output if folder else None)
    refuse_bad_paths(files, None if folder else output)
    indent = 2 if (pretty if pretty is not None else len(files) == 1 or folder) else None
    console = open_console() if summary else None
    statuses: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        whole = None if folder or (summary and output is None) else stack.enter_context(open_target(output))
        shown_elsewhere = not sys.stdout.isatty() or (output is not None and not summary)
        for file in stack.enter_context(_follow(files, lang, visible=shown_elsewhere)):
            extraction = extract_file(file, file_format, patterns, lang)
            data = f"{extraction.to_json(indent)}\n".encode("utf-8", "backslashreplace")
            status: str = extraction.status
            if whole is not None:
                whole.write(data)
            elif folder and not save(targets[file], data, lang):
                status = "unwritten"
            if console is not None:
                command = _say_command(file) if extraction.forms else None
                place = targets[file] if folder else output or command
                _show(extraction, console, lang, place=place, first=not statuses)
            elif extraction.error is not None:
                tell(say_unread(file, [extraction.error.message, extraction.error.next_step], lang))
            statuses[status] += 1
    if output is not None:
        counts = ", ".join(f"{say_line(f'status-{status}', lang)} {count}" for status, count in statuses.items())
        tell(say_line("extracted", lang, path=output, statuses=counts))
    if statuses["error"] or statuses["unwritten"]:
        return FAILED
    return REVIEW if strict and set(statuses) != {"ok"} else DONE


def _name_targets(files: Sequence[str], folder: str | None) -> dict[str, str]:
    """Give each file's target in a folder; files of one name from different folders get a hash of their paths."""
    if folder is None:
        return {}
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = {file: os.path.normpath(file) for file in files}
    names = {path: "stdin" if path == STREAM else Path(path).name or "root" for path in paths.values()}
    equal = Counter(_fold_name(name) for name in names.values())
    targets = {}
    for file, path in paths.items():
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:8]
        name = names[path] if equal[_fold_name(names[path])] == 1 else f"{names[path]}.{digest}"
        targets[file] = str(Path(folder) / f"{name}.json")
    if len({_fold_name(target) for target in targets.values()}) < len(names):
        raise refuse("one-target")
    return targets


def _fold_name(name: str) -> str:
    """Fold a file name as systems do that know no case."""
    return unicodedata.normalize("NFC", name).casefold()


def _say_command(file: str) -> str | None:
    """Give the command that gives a file's JSON; standard input cannot be read again."""
    named = f"./{file}" if file.startswith("-") else file
    return None if file == STREAM else f"jixiao extract {quote_path(named, windows=os.name == 'nt')}"


def _show(extraction: "Extraction", console: "Console", lang: Language, *, place: str | None, first: bool) -> None:
    from extractor.summary import print_summary

    if not first:
        console.print("\n")
    print_summary(extraction, console, lang, place=place)


@contextlib.contextmanager
def _follow(files: Sequence[str], lang: Language, *, visible: bool) -> Iterator[Iterable[str]]:
    """Give the files, and show how far they are done where a person waits and nothing else shows it."""
    if len(files) == 1 or not visible or not sys.stderr.isatty():
        yield files
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield progress.track(files, description=say_line("working", lang))
