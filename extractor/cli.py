"""The command `jixiao`: files in, JSON or a readable summary out.

Enters: arguments and files. Leaves: data on standard output, all else on standard error, and an exit code. What takes
time to import is imported by the command that needs it, so that `--help` answers at once.
"""

import contextlib
import errno
import hashlib
import io
import os
import secrets
import shlex
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from extractor import __version__
from extractor.commands.batch import batch, merge
from extractor.commands.options import (
    BROKEN_PIPE,
    DONE,
    EXIT_CODES,
    FAILED,
    INTERRUPTED,
    REVIEW,
    STREAM,
    Command,
    find_language,
    format_option,
    lang_option,
    load_patterns_of,
    open_console,
    patterns_option,
    tell,
    tell_all,
)
from extractor.messages import Language, make_printable, say_line, say_part, say_problem

if TYPE_CHECKING:
    from rich.console import Console

    from extractor.inspect import Inspection
    from extractor.patterns import Pattern
    from extractor.record import Extraction

EXAMPLES = """\b
Examples:
  jixiao extract form.pdf                a form as JSON
  jixiao extract --summary form.docx     what a form says, for people
  jixiao extract forms/*.pdf -o json/    many files, a JSON file for each
  jixiao batch forms/ -o out/            thousands of files, unattended
  jixiao inspect form.pdf                why is a value missing?
  jixiao golden check                    samples/ against golden/"""

EXTRACT_EXAMPLES = """\b
Examples:
  jixiao extract form.pdf > form.json
  jixiao extract forms/*.docx | jq -r .forms[].record.title
  jixiao extract --summary forms/*.docx -o json/
  jixiao extract --strict form.txt || echo look at it
  jixiao extract - < form.pdf"""

PATTERNS_EXAMPLES = """\b
Examples:
  jixiao patterns new form.pdf -o mine/changsha-2024.toml
  jixiao patterns check mine/
  jixiao extract --patterns mine/ form.pdf"""

GOLDEN_EXAMPLES = """\b
Examples:
  jixiao golden write form.pdf    then read golden/form.pdf.json against the form
  jixiao golden check
  jixiao golden check --samples mine/forms --golden mine/golden --patterns mine"""


class _Program(click.Group):
    """The command group: it turns what the commands give into exit codes, and ends quietly where nobody listens."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Standard output is flushed here, where it can still fail in an orderly way."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            tell(say_line("interrupted", find_language()))
            ctx.exit(INTERRUPTED)
        except OSError as error:
            _silence_stdout()
            if error.errno == errno.EPIPE or (os.name == "nt" and error.errno == errno.EINVAL):
                ctx.exit(BROKEN_PIPE)
            tell(_say_unwritten(error, "stdout", find_language()))
            ctx.exit(FAILED)
        ctx.exit(code or DONE)


def _golden_options(command: Command) -> Command:
    samples = click.Path(exists=True, file_okay=False, path_type=Path)
    goldens = click.Path(file_okay=False, path_type=Path)
    command = click.option(
        "--golden", "goldens", default="golden", show_default=True, type=goldens, help="Folder of the goldens."
    )(command)
    return click.option("--samples", default="samples", show_default=True, type=samples, help="Folder of the samples.")(
        command
    )


@click.group(
    "jixiao",
    cls=_Program,
    epilog=f"{EXAMPLES}\n\n{EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="jixiao", message="%(prog)s %(version)s")
def program() -> None:
    """Turn Chinese budget performance-target forms (绩效目标表) into JSON in which every value shows its source.

    Data go to standard output, everything else to standard error.
    """


def main() -> None:
    """Run the command `jixiao`."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    program()


# ---- extract --------------------------------------------------------------------------------------------------------


@program.command(epilog=f"{EXTRACT_EXAMPLES}\n\n{EXIT_CODES}")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
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
    read gives an object that says why. `-` is standard input.
    """
    patterns = load_patterns_of(own)
    if output == STREAM:
        output = None
    folder = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    targets = _name_targets(files, output if folder else None)
    _refuse_bad_paths(files, None if folder else output)
    indent = 2 if (pretty if pretty is not None else len(files) == 1 or folder) else None
    console = open_console() if summary else None
    statuses: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        whole = None if folder or (summary and output is None) else stack.enter_context(_open_target(output))
        shown_elsewhere = not sys.stdout.isatty() or (output is not None and not summary)
        for file in stack.enter_context(_follow(files, lang, visible=shown_elsewhere)):
            extraction = _extract_file(file, file_format, patterns, lang)
            data = f"{extraction.to_json(indent)}\n".encode("utf-8", "backslashreplace")
            status: str = extraction.status
            if whole is not None:
                whole.write(data)
            elif folder and not _save(targets[file], data, lang):
                status = "error"
            if console is not None:
                place = targets[file] if folder else output or _say_command(file)
                _show(extraction, console, lang, place=place, first=not statuses)
            elif extraction.error is not None:
                tell(f"{file}: {extraction.error.message} {extraction.error.next_step}")
            statuses[status] += 1
    if output is not None:
        counts = ", ".join(f"{say_line(f'status-{status}', lang)} {count}" for status, count in statuses.items())
        tell(say_line("extracted", lang, path=output, statuses=counts))
    return FAILED if statuses["error"] else REVIEW if strict and set(statuses) != {"ok"} else DONE


def _refuse_bad_paths(files: Sequence[str], output: str | None) -> None:
    """Refuse, before any work, to read standard input twice, and to write over an input or where no folder is."""
    if files.count(STREAM) > 1:
        raise click.UsageError("'-' (standard input) can be read only once.")
    if output is None:
        return
    if not Path(output).absolute().parent.is_dir():
        raise click.BadParameter(f"{Path(output).parent} is no folder.", param_hint="-o")
    with contextlib.suppress(OSError):
        if any(file != STREAM and Path(file).samefile(output) for file in files if Path(file).is_file()):
            raise click.BadParameter(f"{output} is one of the files to read.", param_hint="-o")


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
        raise click.UsageError("Two of the files would be written to one target: extract them apart.")
    return targets


def _fold_name(name: str) -> str:
    """Fold a file name as systems do that know no case."""
    return unicodedata.normalize("NFC", name).casefold()


def _extract_file(file: str, file_format: str | None, patterns: Sequence["Pattern"], lang: Language) -> "Extraction":
    from extractor.pipeline import extract, extract_bytes

    if file == STREAM:
        data = sys.stdin.buffer.read()
        return extract_bytes(data, "stdin", patterns=patterns, file_format=file_format, lang=lang)
    return extract(file, patterns=patterns, file_format=file_format, lang=lang)


def _say_command(file: str) -> str | None:
    """Give the command that gives a file's JSON; standard input cannot be read again."""
    return None if file == STREAM else f"jixiao extract {shlex.quote(file)}"


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


program.add_command(batch)
program.add_command(merge)


# ---- inspect --------------------------------------------------------------------------------------------------------


@program.command("inspect", epilog=EXIT_CODES)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--rows/--json", default=True, help="Lines for people, or JSON.  [default: --rows]")
@click.option(
    "--image",
    metavar="PATH",
    type=click.Path(dir_okay=False),
    help="Draw it instead over the pages of a PDF: to PATH, or to PATH-1.png, PATH-2.png ... where there are several.",
)
@click.option("--page", type=click.IntRange(min=1), help="Of the pages, draw only this one.")
@format_option
@patterns_option
@lang_option
def inspect_file(
    file: str,
    file_format: str | None,
    own: Sequence[Path],
    lang: Language,
    *,
    rows: bool,
    image: str | None,
    page: int | None,
) -> int:
    """Show what the program sees in a file.

    It is for whoever writes a pattern, or asks why a value is missing. It shows the rows and cells as they were read,
    with their places (p2 56,120,130,160: page and box in points; t1 r12 c3: table, row, column; l18 11-784: line,
    characters); what was joined over a page break or printed again; which pattern claims each form, and what the
    others miss; and what each cell was taken for: a value with its JSON Pointer, a label, residue.
    """
    from extractor.document import ReadError
    from extractor.inspect import inspect_bytes, print_inspection, to_plain
    from extractor.record import dump_json

    if page is not None and image is None:
        raise click.UsageError("--page belongs to --image.")
    _refuse_bad_paths([file], image)
    patterns = load_patterns_of(own)
    try:
        data = sys.stdin.buffer.read() if file == STREAM else Path(file).read_bytes()
        name = "stdin" if file == STREAM else Path(file).name
        inspection = inspect_bytes(data, name, patterns, file_format)
    except (OSError, ReadError) as error:
        code, detail = (error.code, error.detail) if isinstance(error, ReadError) else ("unreadable", error.strerror)
        tell(f"{file}: {' '.join(say_problem(code, lang, detail=detail))}")
        return FAILED
    if image is not None:
        return _draw(inspection, data, image, page, lang)
    if rows:
        print_inspection(inspection, open_console(), lang)
    else:
        text = dump_json(to_plain(inspection), indent=2)
        sys.stdout.buffer.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    return DONE


def _draw(inspection: "Inspection", data: bytes, image: str, page: int | None, lang: Language) -> int:
    """Write the pictures of all pages, or of one."""
    if inspection.format != "pdf" or inspection.pages is None:
        tell(say_line("image-no-page", lang, format=inspection.format))
        return FAILED
    if page is not None and page > inspection.pages:
        tell(say_line("image-no-such-page", lang, number=page, count=inspection.pages))
        return FAILED
    from extractor.inspect_image import paint
    from extractor.readers.pdf_picture import draw_page

    numbers = range(1, inspection.pages + 1) if page is None else [page]
    code = DONE
    for number in numbers:
        path = Path(image)
        target = str(path.with_name(f"{path.stem}-{number}{path.suffix}")) if len(numbers) > 1 else image
        try:
            picture = paint(inspection, number, draw_page(data, number), lang)
        except IndexError:
            tell(say_part("page-unreadable", lang, page=number))
            code = FAILED
            continue
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        if not _save(target, buffer.getvalue(), lang):
            return FAILED
        tell(say_line("image-written", lang, path=target))
    return code


# ---- patterns -------------------------------------------------------------------------------------------------------


@program.group("patterns", invoke_without_command=True, epilog=f"{PATTERNS_EXAMPLES}\n\n{EXIT_CODES}")
@click.pass_context
def patterns_group(ctx: click.Context) -> int:
    """List, show, draft and check patterns.

    A pattern holds the words that a form variant prints, in TOML. Without a command, the patterns are listed.
    """
    code: int = ctx.invoke(list_patterns) if ctx.invoked_subcommand is None else DONE
    return code


@patterns_group.command("list")
@patterns_option
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


@patterns_group.command("show")
@click.argument("name")
@patterns_option
def show_pattern(name: str, own: Sequence[Path]) -> int:
    """Print a pattern's TOML file.

    It is the start for a pattern of your own.
    """
    paths = {pattern.name: pattern.path for pattern in load_patterns_of(own)}
    if name not in paths:
        raise click.BadParameter(f"no such pattern; there are: {', '.join(paths)}", param_hint="NAME")
    sys.stdout.buffer.write(Path(paths[name]).read_bytes())
    return DONE


@patterns_group.command("new", epilog=EXIT_CODES)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("-o", "--output", metavar="PATH", help="Write the draft to this file; it must not be there yet.")
@click.option(
    "--region", type=click.IntRange(1), help="Which form of the FILE.  [default: the first without a pattern]"
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
        tell(f"{file}: {' '.join(say_problem(code, lang, detail=detail))}")
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
        tell(_say_unwritten(error, str(output), lang))
        return FAILED
    tell(say_line("draft-written", lang, path=output, count=draft.questions))
    return DONE


@patterns_group.command("check", epilog=EXIT_CODES)
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


# ---- schema and goldens ---------------------------------------------------------------------------------------------


@program.command("schema")
def print_schema() -> int:
    """Print the JSON Schema of what `extract` gives.

    Each field's description names the form's own term.
    """
    sys.stdout.buffer.write(Path(__file__).with_name("schema.json").read_bytes())
    return DONE


@program.group("golden", epilog=f"{GOLDEN_EXAMPLES}\n\n{EXIT_CODES}")
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
        extraction = _extract_file(str(sample), None, patterns, lang)
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
            with _open_target(str(target)) as file:
                file.write(data)
            status = say_line(f"status-{extraction.status}", lang)
            click.echo(make_printable(say_line("golden-written", lang, path=target, status=status)))
    if kept:
        tell(say_line("golden-kept", lang, count=kept))
    return code


# ---- streams and files ----------------------------------------------------------------------------------------------


def _silence_stdout() -> None:
    """Let what is still in the buffer of standard output go nowhere: Python flushes it once more when it ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def _open_target(output: str | None) -> Iterator[BinaryIO]:
    """Open where the data go. A file appears whole or not at all: it is written beside its place and then moved."""
    if output is None:
        yield sys.stdout.buffer
        return
    target = Path(output)
    if target.exists() and not target.is_file():  # A device or a pipe cannot be moved to.
        with target.open("wb") as file:
            yield file
        return
    target = Path(os.path.realpath(target))
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _save(target: str, data: bytes, lang: Language) -> bool:
    """Write one file of several; tell why where that fails, so that the others are still written."""
    try:
        with _open_target(target) as file:
            file.write(data)
    except OSError as error:
        tell(_say_unwritten(error, target, lang))
        return False
    return True


def _say_unwritten(error: OSError, target: str, lang: Language) -> str:
    return say_line("cannot-write", lang, path=target, detail=error.strerror or error)
