"""What all commands share: exit codes, options, and how they speak. Part of the command.

Enters: arguments. Leaves: what they mean; words on standard error.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extractor.commands.language import tell_language
from extractor.messages.language import make_printable
from extractor.messages.usage import say_of_usage
from extractor.readers import READERS

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.patterns import Pattern

DONE, REVIEW, FAILED, STOPPED, INTERRUPTED, BROKEN_PIPE = 0, 1, 3, 4, 130, 141
"""Exit codes; 2 is click's own for a command that it does not understand."""

STREAM = "-"
"""Standard input or output, where a file is expected."""

EXIT_CODES = """\b
Exit codes:
  0    done
  1    a person should look: at a file that is not ok (with --strict),
       at a golden that differs or is missing, at verdicts that disagree
       or are not used, at a certificate that does not prove its bound
  2    the command was not understood, or what it works on is not there;
       nothing was done
  3    a file failed, the others were done; or what was asked for could not
       be made
  4    a batch could not go on: the disk is full, or another one writes there
  130  interrupted"""


Command = TypeVar("Command", bound=Callable[..., Any])


def lang_option(command: Command, *, used: bool = True) -> Command:
    """Add `--lang`. A command that says nothing itself (not `used`) is not given it; its help and refusals obey it."""
    text = "Language of messages and help.  [default: JIXIAO_LANG, else the locale]"
    choice = click.Choice(["zh", "en"])
    return click.option("--lang", type=choice, default=tell_language, expose_value=used, help=text)(command)


def lang_of_help_option(command: Command) -> Command:
    """Add `--lang` to a command that says nothing itself."""
    return lang_option(command, used=False)


def refuse(code: str, option: str | None = None, **names: object) -> click.UsageError:
    """Give the refusal of a command as it was given, to be raised; `option` is what is wrong, where that is known."""
    sentence = make_printable(say_of_usage(code, tell_language(), **names))
    return click.UsageError(sentence) if option is None else click.BadParameter(sentence, param_hint=option)


def patterns_option(command: Command) -> Command:
    """Add `--patterns`."""
    text = "Patterns of your own, besides the shipped ones: a TOML file or a folder of them. May be repeated."
    kind = click.Path(exists=True, path_type=Path)
    return click.option("--patterns", "own", multiple=True, type=kind, metavar="FILE_OR_FOLDER", help=text)(command)


def jobs_option(text: str) -> Callable[[Command], Command]:
    """Give what adds `--jobs` to a command; `text` is its help."""
    kind = click.IntRange(1, 256)
    return click.option("-j", "--jobs", type=kind, metavar="NUMBER", default=lambda: os.cpu_count() or 1, help=text)


class _Results(click.Path):
    """Results of an earlier run, which have to be there."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Take a path."""
        if not os.path.lexists(value):
            raise refuse("no-results-there", "OUT", path=value)
        return super().convert(value, param, ctx)


class _NewFolder(click.Path):
    """A folder to write, which may not be there yet."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Take a path."""
        if value == STREAM:
            raise refuse("stream-is-no-folder", "-o")
        return super().convert(value, param, ctx)


RESULTS = _Results(exists=True, path_type=Path)
"""The type of OUT: what an earlier run wrote."""

INPUT = click.Path(readable=False, allow_dash=True)
"""The type of a file to extract. Whether it can be read shows when it is read: what cannot be costs no other file."""

NEW_FOLDER = _NewFolder(file_okay=False, path_type=Path)
"""The type of a folder to write."""


def format_option(command: Command) -> Command:
    """Add `--format`."""
    text = "The format.  [default: the one that the content shows]"
    return click.option("--format", "file_format", type=click.Choice(list(READERS)), help=text)(command)


def load_patterns_of(own: Sequence[Path]) -> Sequence["Pattern"]:
    """Load the shipped patterns and those of `--patterns`; what is wrong with one is told as a wrong option."""
    from extractor.patterns import PatternError, load_patterns

    try:
        return load_patterns(*own)
    except PatternError as error:
        lines = map(make_printable, error.say(tell_language()))
        raise click.BadParameter("\n".join(lines), param_hint="--patterns") from error


def tell(line: str) -> None:
    """Say something that is no data."""
    click.echo(make_printable(line), err=True)


def tell_all(lines: Iterable[str]) -> None:
    """Say several things that are no data, a line each."""
    for line in lines:
        tell(line)


@contextlib.contextmanager
def show_waiting(what: str) -> Iterator[None]:
    """Show that something goes on, where a person waits."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def open_console() -> "Console":
    """Give standard output for what people read."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
