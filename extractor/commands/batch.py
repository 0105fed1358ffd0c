"""The command `jixiao batch`: folders of files in, one outcome for each file out.

Enters: arguments. Leaves: the output folder, progress and the summary, and an exit code.
"""

import contextlib
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.help import Command
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    INTERRUPTED,
    NEW_FOLDER,
    REVIEW,
    STOPPED,
    STREAM,
    jobs_option,
    lang_option,
    load_patterns_of,
    patterns_option,
    refuse,
    show_waiting,
    tell,
)
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.batch.inputs import Choice, Input
    from extractor.batch.shards import Shard

EXAMPLES = """\b
Examples:
  jixiao batch 报送/ -o out/                 a folder and all below it
  jixiao batch 2021.zip 2022.zip -o out/     archives, GBK names too
  jixiao batch 报送/ -o out/ --include "*.pdf" --jobs 4
  jixiao batch --from-file list.txt -o out/
  jixiao batch 报送/ -o out/                 again: only what is new

\b
What is in the folder afterwards:
  manifest.jsonl   a line for each input: path, status, error, its JSON
  json/            the extraction of each content
  summary.json     counts, and the files to look at first"""


@click.command("batch", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=NEW_FOLDER,
    help="The output folder; it is created if it does not exist.",
)
@click.option(
    "--from-file",
    metavar="LIST",
    type=click.Path(allow_dash=True),
    help="Read paths from a file, one a line; - is standard input.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="GLOB",
    help="Of folders and archives, take only files that match, such as *.pdf. May be repeated.",
)
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files that match. May be repeated.")
@jobs_option("How many files are read at the same time.  [default: one for each processor]")
@click.option(
    "--silence",
    type=click.FloatRange(1),
    metavar="SECONDS",
    default=60,
    show_default=True,
    help="How long a page may take.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(1),
    metavar="SECONDS",
    default=900,
    show_default=True,
    help="How long a file may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(100),
    metavar="MIB",
    default=1024,
    show_default=True,
    help="How much memory reading a file may take.",
)
@click.option(
    "--shard",
    metavar="I/N",
    help="Read only the I-th of N parts, each on a machine of its own; then join them with jixiao merge.",
)
@click.option(
    "--scheduler", metavar="ADDRESS", help="Have the files read by a cluster of dask.distributed (extra: cluster)."
)
@click.option("--retry", is_flag=True, help="Read the files that failed before once more.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a file is not ok.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing, except why the batch had to stop.")
@click.option("--json", "events", is_flag=True, help="Print a line of JSON for each file, the start and the end.")
@patterns_option
@lang_option
def batch(
    paths: Sequence[str],
    output: Path,
    from_file: str | None,
    include: Sequence[str],
    exclude: Sequence[str],
    jobs: int,
    silence: float,
    timeout: float,
    memory: int,
    shard: str | None,
    scheduler: str | None,
    own: Sequence[Path],
    lang: Language,
    *,
    retry: bool,
    strict: bool,
    quiet: bool,
    events: bool,
) -> int:
    """Extract all files of folders, lists and archives.

    Every file gets one outcome: ok, review, partial, no_form, or error with a reason. A file that hangs, swells or
    crashes costs no other. Run the same command again, and it does only what is missing or changed: after an
    interruption, a power cut, or with new files.
    """
    from extractor.batch.cluster import NoClusterError
    from extractor.batch.inputs import Choice
    from extractor.batch.limits import Limits
    from extractor.batch.progress import Style, show_progress
    from extractor.batch.run import Settings, UnwrittenError, name_reading, run_batch
    from extractor.batch.shards import note_shard
    from extractor.batch.store import InUseError, open_output
    from extractor.batch.supervise import NoWorkersError

    load_patterns_of(own)
    given = [*paths, *_read_list(from_file)]
    if not given:
        raise refuse("no-inputs")
    limits = Limits(silence, timeout, memory << 20)
    settings = Settings(output, jobs, limits, [path.absolute() for path in own], lang, retry, scheduler=scheduler)
    part = _parse_part(shard)
    style: Style = "quiet" if quiet else "events" if events else "bar" if sys.stderr.isatty() else "lines"
    try:
        with _ended_by_signals(), contextlib.nullcontext() if quiet else show_waiting(say_line("finding-files", lang)):
            inputs = _find_inputs(paths, given, Choice(tuple(include), tuple(exclude)), output)
        with _ended_by_signals(), open_output(output):
            if part is not None:
                numbers = part.choose(inputs)
                note_shard(output, part, inputs, numbers, name_reading(settings))
                inputs = [inputs[number] for number in numbers]
            with show_progress(style, len(inputs), lang) as watch:
                summary = run_batch(inputs, settings, watch)
    except InUseError as error:
        tell(say_line("batch-in-use", lang, path=output, owner=str(error) or "?"))
        return STOPPED
    except BrokenPipeError:
        raise
    except (UnwrittenError, OSError) as error:
        detail = (error.strerror if isinstance(error, OSError) else None) or error
        tell(say_line("batch-unwritten", lang, path=output, detail=detail))
        return STOPPED
    except (NoClusterError, NoWorkersError) as error:
        code = "batch-no-cluster" if isinstance(error, NoClusterError) else "batch-no-workers"
        tell(say_line(code, lang, detail=str(error)))
        return STOPPED
    except KeyboardInterrupt:
        tell(say_line("batch-interrupted", lang))
        return INTERRUPTED
    if events:
        _print_event(summary)
    elif not quiet:
        _print_summary(summary, output, lang)
    statuses = summary["statuses"]
    return FAILED if "error" in statuses else REVIEW if strict and set(statuses) - {"ok"} else DONE


def _find_inputs(paths: Sequence[str], given: Sequence[str], choice: "Choice", output: Path) -> "list[Input]":
    """Find the inputs. A path that leads nowhere ends the command before it costs the results of an earlier run."""
    from extractor.batch.inputs import find_fault, find_inputs

    inputs = find_inputs(given, choice, output)
    for path in paths:
        if fault := find_fault(path, choice, inputs):
            raise refuse(f"input-{fault}", "PATH", path=path)
    if all(item.skipped in ("missing", "denied") for item in inputs):
        raise refuse("input-none")
    return inputs


def _parse_part(shard: str | None) -> "Shard | None":
    from extractor.batch.shards import parse_shard

    try:
        return None if shard is None else parse_shard(shard)
    except ValueError as error:
        raise refuse("no-part", "--shard", value=shard) from error


@click.command("merge", cls=Command, epilog=EXIT_CODES)
@click.argument("parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FOLDER",
    type=NEW_FOLDER,
    help="The folder for the whole.",
)
@lang_option
def merge(parts: Sequence[Path], output: Path, lang: Language) -> int:
    """Join the parts of a batch that several machines have read.

    PARTS are the output folders of all parts that --shard made. The outcome is what one machine would have made.
    """
    from extractor.batch.shards import ShardError, merge_shards, read_notes
    from extractor.batch.store import InUseError, open_output

    try:
        read_notes(parts)  # What is no part is refused before anything is made.
        with open_output(output):
            summary = merge_shards(parts, output, lambda *_: None)
    except ShardError as error:
        tell(say_line(error.code, lang, **error.names))
        return FAILED
    except InUseError as error:
        tell(say_line("batch-in-use", lang, path=output, owner=str(error) or "?"))
        return STOPPED
    except OSError as error:
        tell(say_line("batch-unwritten", lang, path=output, detail=error.strerror or error))
        return STOPPED
    _print_summary(summary, output, lang)
    return DONE


def _read_list(from_file: str | None) -> list[str]:
    from extractor.batch.inputs import read_list

    if from_file is None:
        return []
    try:
        data = sys.stdin.buffer.read() if from_file == STREAM else Path(from_file).read_bytes()
    except OSError as error:
        raise refuse("unreadable", "--from-file", path=from_file, detail=error.strerror) from error
    return read_list(data)


@contextlib.contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let a request to end (SIGTERM, a closed terminal) end a batch as Ctrl-C does: cleanly."""

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    kept = {}
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            kept[name] = signal.signal(getattr(signal, name), end)
    try:
        yield
    finally:
        for name, handler in kept.items():
            signal.signal(getattr(signal, name), handler)


def _print_event(summary: dict[str, Any]) -> None:
    import json

    sys.stdout.write(json.dumps({"event": "end", **summary}, ensure_ascii=False) + "\n")


def _print_summary(summary: dict[str, Any], output: Path, lang: Language) -> None:
    from extractor.batch.progress import say_time
    from extractor.batch.tally import STATUSES

    lines = [
        say_line(
            "batch-done" if summary["read"] else "batch-nothing-read",
            lang,
            files=summary["files"],
            read=summary["read"],
            time=say_time(summary["seconds"]),
            rate=summary["files_per_second"],
        )
    ]
    for status in STATUSES:
        if count := summary["statuses"].get(status):
            codes = summary["errors"] if status == "error" else {}
            more = "  ".join(f"{code} {number}" for code, number in codes.items())
            lines.append(f"  {count:>8}  {say_line(f'status-{status}', lang)}{f'   ({more})' if more else ''}")
    lines.append(f"  {summary['forms']:>8}  {say_line('batch-forms', lang)}")
    if summary["duplicates"]:
        lines.append(f"  {summary['duplicates']:>8}  {say_line('batch-duplicates', lang)}")
    if summary["worst"]:
        lines.append(say_line("batch-worst", lang))
    for entry in summary["worst"][:10]:
        failed = sum(entry["failed"].values())
        why = entry["error"] or say_line("batch-failed-checks", lang, count=failed)
        known = [entry["path"], say_line("status-" + entry["status"], lang)]
        lines.append("  " + "  ".join(known if why == entry["status"] else [*known, why]))
    lines.append(say_line("batch-written", lang, path=output / "manifest.jsonl"))
    for line in lines:
        click.echo(make_printable(line), err=True)
