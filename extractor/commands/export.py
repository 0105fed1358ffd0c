"""The command `jixiao export`: the results of an earlier run as tables for other tools.

Enters: an output folder. Leaves: a file or a folder, and an exit code.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from extractor.messages.exports import say_of_export
from extractor.messages.language import Language
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.exports.rows import Rows

KINDS = ("csv", "xlsx", "parquet", "duckdb", "sqlite", "jsonl")

EXAMPLES = """\b
Examples:
  jixiao export out/ --to xlsx -o 汇总.xlsx     a workbook: 总览, 疑点 ...
  jixiao export out/ --to csv -o tables/        a CSV file for each table
  jixiao export out/ --to duckdb -o out.duckdb  exact decimals, for SQL
  jixiao export out/ --to csv --names national -o load/

\b
What is written:
  csv, jsonl, parquet   a folder with a file for each table
  xlsx, duckdb, sqlite  one file"""


def _take_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Take the address of a page, which programs that open it must not take for anything else."""
    del context
    if value is not None and not _ADDRESS.fullmatch(value):
        raise refuse("no-address", parameter.opts[0], value=value)
    return value


_ADDRESS = re.compile(r"https?://[\w.:\[\]-]+(?:/[\w./~-]*)?", re.ASCII)


@click.command("export", cls=Command, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("out", type=RESULTS)
@click.option("--to", "kind", required=True, type=click.Choice(KINDS), help="What to write.")
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="TARGET",
    type=click.Path(path_type=Path),
    help="The file or folder to make.",
)
@click.option(
    "--names",
    type=click.Choice(["own", "national"]),
    default="own",
    show_default=True,
    help="The columns' names: the program's own, or those of the national budget system (预算管理一体化).",
)
@click.option(
    "--review-page",
    metavar="URL",
    callback=_take_address,
    help="Where a server shows the review page, for the links of a workbook.  [default: OUT/review/, if it is there]",
)
@click.option("--force", is_flag=True, help="Replace what an earlier export wrote there.")
@verdicts_option
@patterns_option
@lang_option
def export(
    out: Path,
    kind: str,
    output: Path,
    names: str,
    review_page: str | None,
    files: Sequence[Path],
    own: Sequence[Path],
    lang: Language,
    *,
    force: bool,
) -> int:
    """Write the results in OUT as tables: documents, forms, funding, tasks, indicators and more.

    OUT is the output folder of jixiao batch, or JSON that jixiao extract has written. Amounts keep every digit. Where
    reviewers corrected a value, the corrected one is written, with the original beside it.
    """
    from extractor.exports.dictionary import FIELDS, describe_tables
    from extractor.exports.job import Job
    from extractor.exports.national import NATIONAL_TABLES, rename_rows
    from extractor.exports.reading import UnreadableError, read_rows
    from extractor.exports.tables import TABLES
    from extractor.exports.targets import ForeignFileError, MissingExtraError, TargetExistsError, write_target
    from extractor.results import NoResultsError

    patterns = load_patterns_of(own)
    if str(output) == STREAM:
        raise refuse("stream-is-no-table", "-o")
    if not output.absolute().parent.is_dir():
        tell(say_of_export("no-folder", lang, path=output.absolute().parent))
        return FAILED
    tables = NATIONAL_TABLES if names == "national" else TABLES
    counts = {"documents": 0, "forms": 0, "damaged": 0}

    def read() -> "Iterator[Rows]":
        counts.update(documents=0, forms=0, damaged=0)
        yield {FIELDS.name: describe_tables(tables)}
        rows = _count(_follow(read_rows(out, lang, verdicts=verdicts, patterns=patterns), out, lang), counts)
        yield from rename_rows(rows) if names == "national" else rows

    try:
        verdicts = read_corrections(out, files, lang)
        job = Job((*tables, FIELDS), lang, out, output, review_page)
        as_text = write_target(read, kind, output, job, force=force)
    except NoResultsError as error:
        tell(say_line("no-results", lang, path=error))
        return FAILED
    except (MissingExtraError, TargetExistsError, ForeignFileError) as error:
        tell(say_of_export(_FAILURES[type(error).__name__], lang, path=error, target=kind, extra=error))
        return FAILED
    except UnreadableError as error:
        tell(say_of_export("unreadable", lang, path=error.path or out, detail=error.reason))
        return FAILED
    except OSError as error:
        tell(say_of_export("unwritten", lang, path=output, detail=error.strerror or error))
        return FAILED
    for table, column in as_text:
        tell(say_of_export("as-text", lang, table=table, column=column, target=kind))
    if counts["damaged"]:
        tell(say_of_export("damaged-results", lang, count=counts["damaged"]))
    made = f"{output}/" if output.is_dir() else output
    tell(say_of_export("exported", lang, path=made, inputs=counts["documents"], forms=counts["forms"]))
    return DONE


_FAILURES = {
    "MissingExtraError": "missing-extra",
    "TargetExistsError": "exists",
    "ForeignFileError": "foreign",
}
"""What is said where an export cannot begin, by the name of the error; its message is a path, or the extra's name."""


def _count(inputs: "Iterable[Rows]", counts: dict[str, int]) -> "Iterator[Rows]":
    for rows in inputs:
        counts["documents"] += len(rows["documents"])
        counts["forms"] += len(rows["forms"])
        counts["damaged"] += sum(row["error_code"] == "result-damaged" for row in rows["documents"])
        yield rows


def _follow(inputs: "Iterable[Rows]", out: Path, lang: Language) -> "Iterator[Rows]":
    """Show how far an export is, where a person waits."""
    if not sys.stderr.isatty():
        yield from inputs
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield from progress.track(inputs, total=_count_inputs(out), description=say_of_export("exporting", lang))


def _count_inputs(out: Path) -> int | None:
    """Tell how many results are in an output folder; None where that is not known at once."""
    from extractor.batch.store import MANIFEST

    if not (out / MANIFEST).is_file():
        return len(list(out.glob("*.json"))) if out.is_dir() else None
    with (out / MANIFEST).open("rb") as manifest:
        return sum(1 for _ in manifest)
