"""The commands `jixiao patterns`: list, show, draft and check patterns.

Enters: arguments and pattern files. Leaves: lists, TOML, mistakes, and an exit code.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from extractor.commands.files import say_unread, say_unwritten
from extractor.commands.help import Group
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    INPUT,
    STREAM,
    format_option,
    lang_of_help_option,
    lang_option,
    load_patterns_of,
    patterns_option,
    refuse,
    tell,
    tell_all,
)
from extractor.messages.language import Language, make_printable
from extractor.messages.lines import say_line
from extractor.messages.problems import say_problem

EXAMPLES = """\b
Examples:
  jixiao patterns new form.pdf -o mine/changsha-2024.toml
  jixiao patterns check mine/
  jixiao extract --patterns mine/ form.pdf"""


@click.group("patterns", cls=Group, invoke_without_command=True, epilog=f"{EXAMPLES}\n\n{EXIT_CODES}")
@lang_of_help_option
@click.pass_context
def patterns_group(ctx: click.Context) -> int:
    """List, show, draft and check patterns.

    A pattern holds the words that a form variant prints, in TOML. Without a command, the patterns are listed.
    """
    code: int = ctx.invoke(list_patterns) if ctx.invoked_subcommand is None else DONE
    return code


@patterns_group.command("list", says="patterns list", epilog=EXIT_CODES)
@patterns_option
@lang_of_help_option
def list_patterns(own: Sequence[Path]) -> int:
    """List the patterns."""
    from rich.cells import set_cell_size

    patterns = load_patterns_of(own)
    width = max(len(pattern.name) for pattern in patterns)
    for pattern in patterns:
        click.echo(
            f"{set_cell_size(make_printable(pattern.name), width)}  {make_printable(pattern.description)}".rstrip()
        )
    return DONE


@patterns_group.command("show", says="patterns show", epilog=EXIT_CODES)
@click.argument("name")
@patterns_option
@lang_of_help_option
def show_pattern(name: str, own: Sequence[Path]) -> int:
    """Print a pattern's TOML file.

    It is the start for a pattern of your own.
    """
    paths = {pattern.name: pattern.path for pattern in load_patterns_of(own)}
    if name not in paths:
        raise refuse("no-pattern", "NAME", name=name, known=", ".join(paths))
    sys.stdout.buffer.write(Path(paths[name]).read_bytes())
    return DONE


@patterns_group.command("new", says="patterns new", epilog=EXIT_CODES)
@click.argument("file", type=INPUT)
@click.option("-o", "--output", metavar="PATH", help="Write the draft to this file; it must not be there yet.")
@click.option(
    "--region",
    type=click.IntRange(1),
    metavar="NUMBER",
    help="Which form of the FILE.  [default: the first without a pattern]",
)
@format_option
@patterns_option
@lang_option
def new_pattern(
    file: str, output: str | None, *, region: int | None, file_format: str | None, own: Sequence[Path], lang: Language
) -> int:
    """Draft a pattern for a form that no pattern describes.

    The draft holds the words that the program knows, with their codes; those that it does not know stand in remarks
    that ask what they are. It can be used as it is, and reads more with each answer.
    """
    from extractor.document import ReadError
    from extractor.drafts import NoRegionError, draft_pattern, read_document

    patterns = load_patterns_of(own)
    try:
        data = sys.stdin.buffer.read() if file == STREAM else Path(file).read_bytes()
        document = read_document(data, Path(file).name, patterns, file_format)
        draft = draft_pattern(document, patterns, number=region, lang=lang)
    except NoRegionError as error:
        tell(say_line("draft-no-region", lang, path=file, count=error.regions))
        return FAILED
    except (OSError, ReadError) as error:
        code, detail = (error.code, error.detail) if isinstance(error, ReadError) else ("unreadable", error.strerror)
        tell(say_unread(file, say_problem(code, lang, detail=detail), lang))
        return FAILED
    if draft.claimed is not None:
        tell(say_line("draft-claimed", lang, path=file, pattern=draft.claimed))
        return FAILED
    text = draft.text.encode("utf-8", "backslashreplace")
    if output in (None, STREAM):
        sys.stdout.buffer.write(text)
        return DONE
    try:
        with Path(str(output)).open("xb") as target:
            target.write(text)
    except OSError as error:
        tell(say_unwritten(error, str(output), lang))
        return FAILED
    tell(say_line("draft-written", lang, path=output, count=draft.questions))
    return DONE


@patterns_group.command("check", says="patterns check", epilog=EXIT_CODES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@lang_option
def check_patterns(paths: Sequence[Path], lang: Language) -> int:
    """Check pattern files, or all of a folder.

    Each is ok, or all its mistakes are told: the file, the key, the line and the fix.
    """
    from extractor.patterns import PatternError, load_pattern, load_patterns, shipped_folder

    sound, code = [], DONE
    for path in paths:
        files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
        if not files:
            tell(say_line("pattern-none", lang, path=path))
            code = FAILED
        for file in files:
            try:
                pattern = load_pattern(file)
            except PatternError as error:
                tell_all(error.say(lang))
                code = FAILED
                continue
            click.echo(make_printable(say_line("pattern-ok", lang, path=file, count=len(pattern.labels))))
            if file.resolve().parent != shipped_folder().resolve():
                sound.append(file)
    try:
        load_patterns(*sound)
    except PatternError as error:
        tell_all(error.say(lang))
        code = FAILED
    return code
