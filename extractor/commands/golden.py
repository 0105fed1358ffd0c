"""The commands `jixiao golden`: samples against what they must give.

Enters: folders of samples and goldens. Leaves: verdicts or new goldens, and an exit code.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.files import extract_file, open_target
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    REVIEW,
    Command,
    lang_option,
    load_patterns_of,
    patterns_option,
    tell,
)
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    pass

EXAMPLES = """\b
Examples:
  jixiao golden write form.pdf    then read golden/form.pdf.json against the form
  jixiao golden check
  jixiao golden check --samples mine/forms --golden mine/golden --patterns mine"""


def _golden_options(command: Command) -> Command:
    samples = click.Path(exists=True, file_okay=False, path_type=Path)
    goldens = click.Path(file_okay=False, path_type=Path)
    command = click.option(
        "--golden", "goldens", default="golden", show_default=True, type=goldens, help="Folder of the goldens."
    )(command)
    return click.option("--samples", default="samples", show_default=True, type=samples, help="Folder of the samples.")(
        command
    )


@click.group("golden", epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
def golden_group() -> None:
    """Compare samples with what they must give.

    The golden of samples/form.pdf is golden/form.pdf.json: the record, the checks that did not pass, what was left
    over, and the count of characters.
    """


@golden_group.command("check", epilog=EXIT_CODES)
@_golden_options
@patterns_option
@lang_option
def check_golden(samples: Path, goldens: Path, own: Sequence[Path], lang: Language) -> int:
    """Compare every sample with its golden.

    A sample without a golden, a golden without a sample and a document that no pattern claims are told as well.
    """
    from extractor.golden import check_goldens, say_verdict

    count = bad = 0
    for verdict in check_goldens(samples, goldens, load_patterns_of(own)):
        for line in say_verdict(verdict, lang):
            click.echo(make_printable(line))
        count += verdict.outcome != "no-sample"
        bad += verdict.outcome != "same"
    if not count:
        click.echo(make_printable(say_line("golden-empty", lang, path=samples)))
    click.echo(say_line("golden-checked", lang, count=count, bad=bad))
    return REVIEW if bad or not count else DONE


@golden_group.command("write", epilog=EXIT_CODES)
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
        raise click.BadParameter(f"no such sample in {samples}: {', '.join(sorted(unknown))}", param_hint="NAME")
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
