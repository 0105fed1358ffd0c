"""The help of the commands, in the language of the run, wrapped to the width of the terminal.

Enters: a command and its context. Leaves: help for the terminal. click counts characters, but an ideograph takes two of
the terminal's columns: so lines that hold any are wrapped here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

import click

from extractor.commands.language import tell_language
from extractor.messages.command_line import say_as_click
from extractor.messages.help import say_command, say_notes, say_option

NO_WRAP = "\b\n"
"""Before a paragraph that click does not wrap."""

PIECE = re.compile(r"\s+|[（《“【\[]*(?:[\u2e80-\U0010ffff]|[^\s\u2e80-\U0010ffff“”\[]+)[，。；：、）》”】？！]*|.")
"""What a line break does not part: a word, or an ideograph with the punctuation beside it."""


class Formatter(click.HelpFormatter):
    """Help whose lines are no wider than the terminal where they hold ideographs."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_wrap_paragraphs(text, self.width - self.current_indent))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms and what they mean."""
        rows = list(rows)
        first = min(max((len(term) for term, _ in rows), default=0), col_max) + col_spacing
        width = max(self.width - first - 2, 10)
        super().write_dl([(term, _wrap_paragraphs(text, width)) for term, text in rows], col_max, col_spacing)

    def write_heading(self, heading: str) -> None:
        """Write what stands above a list."""
        self.write(f"{'':>{self.current_indent}}{heading}{':' if heading.isascii() else '：'}\n")


class Context(click.Context):
    """The context of a command whose help is for people of both languages."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help is in the language of the run.

    `says` names it among the sentences of help, where it is not its name.
    """

    context_class = Context

    def __init__(self, name: str | None, *, says: str = "", **settings: Any) -> None:
        """Take its name, and what click's commands take."""
        super().__init__(name, **settings)
        self.says = says or name or ""

    def get_short_help_str(self, limit: int = 45) -> str:
        """Give what a list of commands says of it."""
        said = say_command(self.says, tell_language())
        return said.partition("\n")[0] if said is not None else super().get_short_help_str(limit)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        said = say_command(self.says, tell_language())
        if said is None:
            super().format_help_text(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write its options, and of a group the commands."""
        rows = [row for param in self.get_params(ctx) if (row := _show_option(self.says, param, ctx)) is not None]
        with formatter.section(say_as_click("Options", tell_language())):
            formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write examples and exit codes."""
        said = say_notes(self.says, tell_language())
        if said is None:
            super().format_epilog(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said)


class Group(Command, click.Group):
    """A command of commands."""

    command_class = Command


def _show_option(says: str, param: click.Parameter, ctx: click.Context) -> tuple[str, str] | None:
    """Give what help says of an option, as term and meaning; None of an argument, and of what is hidden."""
    record = None if isinstance(param, click.Argument) else param.get_help_record(ctx)
    if record is None or not isinstance(param, click.Option):
        return record
    term, meaning = record
    lang = tell_language()
    for name, sentence in OF_CLICK.items():
        if name in param.opts:  # Click makes these once, in the language that it speaks then.
            return term, say_as_click(sentence, lang)
    said = say_option(says, param.name or "", lang)
    return term, meaning if said is None else said + meaning.removeprefix(param.help or "")


OF_CLICK = {"--help": "Show this message and exit.", "--version": "Show the version and exit."}


def _wrap_paragraphs(text: str, width: int) -> str:
    """Wrap the paragraphs in which ideographs stand, and keep click from wrapping them again."""
    return "\n\n".join(
        paragraph
        if paragraph.startswith(NO_WRAP) or measure(paragraph) == len(paragraph)
        else NO_WRAP + "\n".join(_wrap(" ".join(paragraph.splitlines()), width))
        for paragraph in text.split("\n\n")
    )


def _wrap(text: str, width: int) -> Iterator[str]:
    line = ""
    for piece in PIECE.findall(text):
        if line and measure(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line:
        yield line.rstrip()


def measure(text: str) -> int:
    """Give how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
