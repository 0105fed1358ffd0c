"""The commands `jixiao verdicts`: what reviewers found, merged and listed.

Enters: files of verdicts and an output folder. Leaves: one file of verdicts, or lines about them, and an exit code.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.files import name_target, save
from extractor.commands.help import Group
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    RESULTS,
    REVIEW,
    Command,
    lang_of_help_option,
    lang_option,
    show_waiting,
    tell,
)
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line
from extractor.messages.verdicts import say_objection, say_of_verdicts

if TYPE_CHECKING:
    from extractor.verdicts import Damage, Verdict, VerdictFile

EXAMPLES = """\b
Examples:
  jixiao verdicts merge li.jsonl wang.jsonl -o out/verdicts.jsonl
  jixiao verdicts list out/"""

MOST_DAMAGED = 20
"""So many lines that are no verdicts are told one by one."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def verdicts_option(command: Command) -> Command:
    """Add `--verdicts`."""
    text = "A file of verdicts; may be repeated.  [default: verdicts.jsonl in OUT; for a file, beside it]"
    return click.option("--verdicts", "files", multiple=True, type=FILE, metavar="FILE", help=text)(command)


@click.group("verdicts", cls=Group, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@lang_of_help_option
def verdicts_group() -> None:
    """Merge and list what reviewers found.

    A file of verdicts has a line for each: which value, what was extracted, right, wrong or doubtful, what it should
    be, who says so and when. The last line of a reviewer about a value counts. Where two reviewers disagree about a
    value, nothing is corrected until one of them changes the verdict.
    """


@verdicts_group.command("merge", says="verdicts merge", epilog=EXIT_CODES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=FILE)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="FILE",
    help="Write the verdicts of all to this file; - is stdout.",
)
@lang_option
def merge_files(files: Sequence[Path], output: str, lang: Language) -> int:
    """Put the verdicts of several reviewers, or of several machines, into one file.

    The order of the files does not matter. Lines that stand in several files are written once. OUTPUT may be one of
    the files. A line that cannot be read is told, and is not in the new file.
    """
    from extractor.verdicts import merge_verdicts, read_verdicts, write_verdicts

    merged = merge_verdicts([read_verdicts(path) for path in files])
    if not save(output, write_verdicts(merged.verdicts), lang):
        return FAILED
    reviewers = len({verdict.reviewer for verdict in merged.verdicts})
    names = {
        "path": name_target(output, lang),
        "verdicts": len(merged.verdicts),
        "files": len(files),
        "reviewers": reviewers,
    }
    tell(say_of_verdicts("merged", lang, **names))
    tell_damage(merged.damaged, lang)
    return REVIEW if merged.damaged else DONE


@verdicts_group.command("list", says="verdicts list", epilog=EXIT_CODES)
@click.argument("out", type=RESULTS)
@verdicts_option
@lang_option
def list_verdicts(out: Path, files: Sequence[Path], lang: Language) -> int:
    """Count the verdicts on the results in OUT, and list those that need a person.

    These are values about which reviewers disagree, verdicts that are not used since the value extracted now is
    another one, and lines that cannot be read. Where there are any, the exit code is 1.
    """
    from extractor.corrections import find_last, find_standings
    from extractor.places import document_id
    from extractor.results import NoResultsError, read_results

    found = read_verdict_files(out, files, lang)
    if found is None:
        return FAILED
    last = find_last(found.verdicts)
    counts, lines = Counter[str](), list[str]()
    try:
        with show_waiting(say_line("reading-results", lang)):
            for result in read_results(out, lang):
                if result.extraction is None:
                    continue
                source = result.extraction.source
                verdicts = last.pop(document_id(source.sha256, source.name), None)
                if verdicts is None:
                    continue
                by_place, stale = find_standings(result.extraction, verdicts)
                standings = by_place.values()
                counts.update(standing.state for standing in standings)
                counts["corrected"] += sum(standing.correction is not None for standing in standings)
                lines += [_say_dispute(each.verdicts, lang) for each in standings if each.state == "disputed"]
                lines += [_say_stale(verdict, why, lang) for verdict, why in stale]
    except NoResultsError:
        tell(say_line("no-results", lang, path=out))
        return FAILED
    unknown = (verdict for places in last.values() for verdicts in places.values() for verdict in verdicts)
    lines += [_say_stale(verdict, "unknown-document", lang) for verdict in unknown]
    states = {state: counts[state] for state in ("right", "wrong", "corrected", "doubtful", "disputed")}
    total = sum(states.values()) - states["corrected"]
    for line in (say_of_verdicts("reviewed", lang, count=total, **states), *lines):
        click.echo(make_printable(line))
    tell_damage(found.damaged, lang)
    return REVIEW if lines or found.damaged else DONE


def read_verdict_files(out: Path, files: Sequence[Path], lang: Language) -> "VerdictFile | None":
    """Read the verdicts of the named files, or those in an output folder; tell where there are none."""
    from extractor.results import find_home
    from extractor.verdicts import VERDICTS, merge_verdicts, read_verdicts

    paths = files or [path for path in [find_home(out) / VERDICTS] if path.is_file()]
    if not paths:
        tell(say_of_verdicts("no-verdicts", lang, path=out))
        return None
    return merge_verdicts([read_verdicts(path) for path in paths])


def read_corrections(out: Path, files: Sequence[Path], lang: Language) -> "Sequence[Verdict]":
    """Read the verdicts by which results are corrected, if there are any; tell of lines that are none.

    Raises:
        UnreadableError: they cannot be read.
    """
    from extractor.exports.reading import find_verdicts

    found = find_verdicts(out, files)
    tell_damage(found.damaged, lang)
    return found.verdicts


def _say_dispute(verdicts: Iterable["Verdict"], lang: Language) -> str:
    from extractor.record import dump_json

    first, *_ = given = list(verdicts)
    opinions = []
    for verdict in given:
        opinion = (
            say_of_verdicts("is-corrected", lang, after=dump_json(verdict.after))
            if verdict.has_correction
            else say_of_verdicts(f"is-{verdict.verdict}", lang)
        )
        opinions.append(f"{verdict.reviewer} {opinion}")
    return _say_of(first, "disputed", lang, opinions="; ".join(opinions))


def _say_stale(verdict: "Verdict", why: str, lang: Language) -> str:
    return _say_of(verdict, "stale", lang, reviewer=verdict.reviewer, why=say_objection(why, lang))


def _say_of(verdict: "Verdict", code: str, lang: Language, **names: object) -> str:
    return say_of_verdicts(code, lang, name=verdict.name, form=verdict.form + 1, pointer=verdict.pointer, **names)


def tell_damage(damaged: Sequence["Damage"], lang: Language) -> None:
    """Tell of lines that are no verdicts: the first, and how many more."""
    for each in damaged[:MOST_DAMAGED]:
        tell(say_of_verdicts("damaged", lang, path=each.path, line=each.line, reason=each.reason, text=each.text))
    if len(damaged) > MOST_DAMAGED:
        tell(say_line("damaged-more", lang, count=len(damaged) - MOST_DAMAGED))
