"""The command `jixiao`: files in, JSON or a readable summary out.

Enters: arguments and files. Leaves: data on standard output, all else on standard error, and an exit code. What takes
time to import is imported by the command that needs it, so that `--help` answers at once.
"""

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from extractor import __version__
from extractor.commands.batch import batch, merge
from extractor.commands.certify import certify
from extractor.commands.doctor import doctor
from extractor.commands.export import export
from extractor.commands.extract import extract
from extractor.commands.files import say_unwritten
from extractor.commands.golden import golden_group
from extractor.commands.help import Group
from extractor.commands.inspect import inspect_file
from extractor.commands.language import choose_language, speak, tell_language
from extractor.commands.options import (
    BROKEN_PIPE,
    DONE,
    EXIT_CODES,
    FAILED,
    INTERRUPTED,
    STREAM,
    lang_of_help_option,
    tell,
)
from extractor.commands.patterns import patterns_group
from extractor.commands.report import report
from extractor.commands.review import review
from extractor.commands.sample import sample
from extractor.commands.verdicts import verdicts_group
from extractor.messages.lines import say_line

EXAMPLES = """\b
Examples:
  jixiao extract form.pdf                a form as JSON
  jixiao extract --summary form.docx     what a form says, for people
  jixiao extract forms/*.pdf -o json/    many files, a JSON file for each
  jixiao batch forms/ -o out/            thousands of files, unattended
  jixiao review out/                     prove each value against its source
  jixiao report out/ -o report.html      a first look at what a batch gave
  jixiao export out/ --to xlsx -o a.xlsx the results as a workbook
  jixiao inspect form.pdf                why is a value missing?
  jixiao golden check                    samples/ against golden/
  jixiao doctor                          what can be read on this machine?"""


class _Program(Group):
    """The command group: it turns what the commands give into exit codes, and ends quietly where nobody listens.

    The language is chosen here, once: all that is said in a run, click's own sentences among it, is in that language.
    """

    def main(self, args: Sequence[str] | None = None, *given: Any, **named: Any) -> Any:
        """Run the program, in the language that is wanted."""
        language = choose_language(sys.argv[1:] if args is None else args)
        with speak(language):
            # A pattern such as *.pdf is for a command to expand: as the value of --include it has to stay.
            return super().main(args, *given, obj=language, windows_expand_args=False, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Standard output is flushed here, where it can still fail in an orderly way."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            if sys.stderr.isatty():
                click.echo(err=True)  # The terminal has shown ^C.
            tell(say_line("interrupted", tell_language()))
            ctx.exit(INTERRUPTED)
        except OSError as error:
            _silence_stdout()
            if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
                ctx.exit(BROKEN_PIPE)
            tell(say_unwritten(error, str(error.filename or STREAM), tell_language()))
            ctx.exit(FAILED)
        ctx.exit(code or DONE)


@click.group(
    "jixiao",
    cls=_Program,
    epilog=f"{EXAMPLES}\n\n{EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="jixiao", message="%(prog)s %(version)s")
@lang_of_help_option
def program() -> None:
    """Turn Chinese budget performance-target forms (绩效目标表) into JSON in which every value shows its source.

    Data go to standard output, everything else to standard error.
    """


@program.command("schema", epilog=EXIT_CODES)
@lang_of_help_option
def print_schema() -> int:
    """Print the JSON Schema of what `extract` gives.

    Each field's description names the form's own term.
    """
    sys.stdout.buffer.write(Path(__file__).with_name("schema.json").read_bytes())
    return DONE


COMMANDS = (
    extract,
    batch,
    merge,
    review,
    report,
    export,
    inspect_file,
    patterns_group,
    golden_group,
    verdicts_group,
    sample,
    certify,
    doctor,
)
for command in COMMANDS:
    program.add_command(command)


def main() -> None:
    """Run the command `jixiao`."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    collect_rarely()
    program()


def collect_rarely() -> None:
    """Run the cyclic garbage collector rarely: what is read of a file holds no cycles, and is freed without it."""
    gc.freeze()
    gc.set_threshold(50_000)


def _silence_stdout() -> None:
    """Let what is still in the buffer of standard output go nowhere: Python flushes it once more when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
