"""The commands `jixiao golden`: compare samples with what they must give, and write what is missing.

Enters: folders of samples and goldens. Leaves: what differs, or new goldens, and an exit code.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.files import extract_file, open_target, save
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
    load_patterns_of,
    patterns_option,
    refuse,
    show_waiting,
    tell,
    tell_all,
)
from extractor.commands.verdicts import read_verdict_files, verdicts_option
from extractor.messages.adoption import say_of_adoption
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.adopting import Adoption, Targets, Unreviewed
    from extractor.results import Result

MOST_UNREVIEWED = 20
"""How many values that are not confirmed are named."""

EXAMPLES = """\b
Examples:
  jixiao golden write form.pdf    then read golden/form.pdf.json with it
  jixiao golden check
  jixiao golden adopt out/ 信访局.pdf    a reviewed document, corrected
  jixiao golden check --samples forms --golden goldens --patterns mine"""


def _golden_options(command: Command) -> Command:
    samples = click.Path(exists=True, file_okay=False, path_type=Path)
    goldens = click.Path(file_okay=False, path_type=Path)
    command = click.option(
        "--golden",
        "goldens",
        default="golden",
        show_default=True,
        type=goldens,
        metavar="FOLDER",
        help="Folder of the goldens.",
    )(command)
    return click.option(
        "--samples", default="samples", show_default=True, type=samples, metavar="FOLDER", help="Folder of the samples."
    )(command)


@click.group("golden", cls=Group, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@lang_of_help_option
def golden_group() -> None:
    """Compare samples with what they must give.

    The golden of samples/form.pdf is golden/form.pdf.json: the record, the checks that did not pass, what was left
    over, and the count of characters.
    """


@golden_group.command("check", says="golden check", epilog=EXIT_CODES)
@_golden_options
@patterns_option
@lang_option
def check_golden(samples: Path, goldens: Path, own: Sequence[Path], lang: Language) -> int:
    """Compare every sample with its golden.

    A sample without a golden, a golden without a sample and a document that no pattern claims are told as well.
    """
    from extractor.golden import check_goldens, say_comparison

    count = bad = 0
    for compared in check_goldens(samples, goldens, load_patterns_of(own)):
        for line in say_comparison(compared, lang):
            click.echo(make_printable(line))
        count += compared.outcome != "no-sample"
        bad += compared.outcome != "same"
    if not count:
        click.echo(make_printable(say_line("golden-empty", lang, path=samples)))
    click.echo(say_line("golden-checked", lang, count=count, bad=bad))
    return REVIEW if bad or not count else DONE


@golden_group.command("write", says="golden write", epilog=EXIT_CODES)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--force", is_flag=True, help="Overwrite goldens that are there and differ.")
@_golden_options
@patterns_option
@lang_option
def write_golden(
    names: Sequence[str], samples: Path, goldens: Path, own: Sequence[Path], lang: Language, *, force: bool
) -> int:
    """Write the goldens that are missing.

    NAME is a sample's file name; without one, all are written that have none. Then read them against the forms.
    The golden of a document that holds no form is written only where its NAME is given.
    """
    from extractor.golden import find_samples, make_golden, name_golden

    found = find_samples(samples)
    unknown = set(names) - {sample.name for sample in found}
    if unknown:
        raise refuse("no-sample", "NAME", path=samples, names=", ".join(sorted(unknown)))
    patterns = load_patterns_of(own)
    kept, code = 0, DONE
    for sample in found:
        if names and sample.name not in names:
            continue
        extraction = extract_file(str(sample), None, patterns, lang)
        target, data = goldens / name_golden(sample), make_golden(extraction).encode("utf-8", "backslashreplace")
        if target.exists() and target.read_bytes() == data:
            kept += 1
        elif extraction.status == "no_form" and not names:
            tell(say_line("golden-no-form", lang, name=sample.name))
            code = REVIEW
        elif target.exists() and not force:
            tell(say_line("golden-refused", lang, path=target))
            code = REVIEW
        else:
            goldens.mkdir(parents=True, exist_ok=True)
            with open_target(str(target)) as file:
                file.write(data)
            status = say_line(f"status-{extraction.status}", lang)
            click.echo(make_printable(say_line("golden-written", lang, path=target, status=status)))
    if kept:
        tell(say_line("golden-kept", lang, count=kept))
    return code


@golden_group.command("adopt", says="golden adopt", epilog=EXIT_CODES)
@click.argument("out", type=RESULTS)
@click.argument("document")
@verdicts_option
@click.option(
    "--source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The document's file, where it no longer lies where the batch read it, or lies in an archive.",
)
@click.option("--name", metavar="NAME", help="What to call the sample.  [default: the file's name]")
@click.option("--force", is_flag=True, help="Overwrite a golden that is there and differs.")
@_golden_options
@patterns_option
@lang_option
def adopt_document(
    out: Path,
    document: str,
    files: Sequence[Path],
    source: Path | None,
    name: str | None,
    samples: Path,
    goldens: Path,
    own: Sequence[Path],
    lang: Language,
    *,
    force: bool,
) -> int:
    """Make a fully reviewed document a sample with its golden.

    DOCUMENT is its id in OUT, the first digits of that, its path or its file's name. Every printed value must have the
    verdict right, or wrong with what it should be. The file is copied to the folder of samples. The golden holds the
    record as the reviewers corrected it; where they did, `golden check` fails until the program reads the file right.
    Checks, codes and targets in it are the program's own and still to be read.
    """
    from extractor.adopting import Targets, adopt
    from extractor.corrections import find_last
    from extractor.golden import name_golden

    verdicts = read_verdict_files(out, files, lang)
    found = _find_document(out, document, lang)
    if verdicts is None or found is None:
        return FAILED
    key, result = found
    adoption = adopt(result, find_last(verdicts.verdicts).get(key, {}), load_patterns_of(own))
    if adoption.unreviewed:
        tell_all(_say_unreviewed(adoption.unreviewed, result.path, lang))
        return REVIEW
    sample = samples / (name or Path(result.path.replace("!/", "/")).name)
    targets = Targets(source or Path(result.path), sample, goldens / name_golden(sample))
    return _write_sample(targets, key[:64], adoption, lang, force=force)


def _find_document(out: Path, document: str, lang: Language) -> "tuple[str, Result] | None":
    """Find a document among the results; tell why where there is not exactly one."""
    from extractor.adopting import AmbiguousDocumentError, find_document
    from extractor.results import NoResultsError

    try:
        with show_waiting(say_line("reading-results", lang)):
            return find_document(out, document)
    except NoResultsError:
        tell(say_line("no-results", lang, path=out))
    except AmbiguousDocumentError as error:
        tell(say_of_adoption("several-documents" if error.args else "no-document", lang, document=document))
        tell_all(f"  {line}" for line in error.args)
    return None


def _write_sample(targets: "Targets", sha256: str, adoption: "Adoption", lang: Language, *, force: bool) -> int:
    from extractor.adopting import find_refusal, read_source

    golden = adoption.golden.encode("utf-8", "backslashreplace")
    refusal = find_refusal(targets, sha256, golden, force=force)
    data = read_source(targets.source, sha256)
    names = {"source": targets.source, "path": targets.sample, "golden": targets.golden}
    if refusal is not None or data is None:
        tell(say_of_adoption(refusal or "no-source", lang, **names))
        return FAILED
    targets.golden.parent.mkdir(parents=True, exist_ok=True)
    if not (save(str(targets.sample), data, lang) and save(str(targets.golden), golden, lang)):
        return FAILED
    tell(say_of_adoption("adopted", lang, **names))
    tell(say_of_adoption("corrected" if adoption.corrections else "unchanged", lang, count=adoption.corrections))
    return DONE


def _say_unreviewed(unreviewed: "Sequence[Unreviewed]", path: str, lang: Language) -> Iterator[str]:
    counts = Counter(each.state for each in unreviewed)
    states = "、" if lang == "zh" else ", "
    told = states.join(f"{say_of_adoption(f'state-{state}', lang)} {count}" for state, count in counts.items())
    yield say_of_adoption("unreviewed", lang, path=path, count=len(unreviewed), states=told)
    for each in unreviewed[:MOST_UNREVIEWED]:
        state = say_of_adoption(f"state-{each.state}", lang)
        yield say_of_adoption("unreviewed-value", lang, form=each.form + 1, pointer=each.pointer, state=state)
    if len(unreviewed) > MOST_UNREVIEWED:
        yield say_of_adoption("unreviewed-more", lang, count=len(unreviewed) - MOST_UNREVIEWED)
