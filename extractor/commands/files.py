"""The files that commands read and write. Part of the command.

Enters: paths. Leaves: extractions; files that appear whole or not at all.
"""

import contextlib
import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from extractor.commands.options import (
    STREAM,
    refuse,
    tell,
)
from extractor.messages.language import Language
from extractor.messages.lines import say_line

if TYPE_CHECKING:
    from extractor.patterns import Pattern
    from extractor.record import Extraction


DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
"""How files begin that no command writes in this way: PDF; DOCX, XLSX, ODT and archives; DOC and XLS; RTF."""


def refuse_bad_paths(files: Sequence[str], output: str | None) -> None:
    """Refuse, before any work, to read standard input twice, and to write over an input or where no folder is."""
    if files.count(STREAM) > 1:
        raise refuse("stdin-twice")
    if output is None:
        return
    if not Path(output).absolute().parent.is_dir():
        raise refuse("no-folder", "-o", path=Path(output).parent)
    with contextlib.suppress(OSError):
        if any(file != STREAM and Path(file).samefile(output) for file in files if Path(file).is_file()):
            raise refuse("target-is-input", "-o", path=output)


def extract_file(file: str, file_format: str | None, patterns: Sequence["Pattern"], lang: Language) -> "Extraction":
    """Extract a file, or standard input."""
    from extractor.pipeline import extract, extract_bytes

    if file == STREAM:
        data = sys.stdin.buffer.read()
        return extract_bytes(data, "stdin", patterns=patterns, file_format=file_format, lang=lang)
    return extract(file, patterns=patterns, file_format=file_format, lang=lang)


@contextlib.contextmanager
def open_target(output: str | None) -> Iterator[BinaryIO]:
    """Open where the data go. A file appears whole or not at all: it is written beside its place and then moved.

    A document is never replaced: `extract -o *.pdf` would cost the first of the forms.
    """
    if output in (None, STREAM):
        yield sys.stdout.buffer
        return
    target = Path(str(output))
    if target.exists() and not target.is_file():  # A device or a pipe cannot be moved to.
        with target.open("wb") as file:
            yield file
        return
    target = Path(os.path.realpath(target))
    _refuse_document(target, str(output))
    part = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        error.filename, error.filename2 = str(output), None  # What is told is the file that was wanted.
        raise
    finally:
        with contextlib.suppress(OSError):  # So a disk that is read-only answers even where there is nothing.
            part.unlink()


def _refuse_document(target: Path, output: str) -> None:
    with contextlib.suppress(OSError), target.open("rb") as file:
        if file.read(8).startswith(DOCUMENTS):
            raise refuse("target-is-document", "-o", path=output)


def save(target: str, data: bytes, lang: Language) -> bool:
    """Write a file; tell why where that fails, so that others are still written."""
    try:
        with open_target(target) as file:
            file.write(data)
    except BrokenPipeError:
        raise
    except OSError as error:
        tell(say_unwritten(error, target, lang))
        return False
    return True


def quote_path(path: str, *, windows: bool) -> str:
    """Give a path as a shell takes it for one."""
    return subprocess.list2cmdline([path]) if windows else shlex.quote(path)


def say_unread(file: str, sentences: Sequence[str], lang: Language) -> str:
    """Say why a file gave nothing, or not all, and what to do next; of a folder, also which command reads it."""
    more = [say_line("is-folder", lang)] if file != STREAM and Path(file).is_dir() else []
    return say_line("of-file", lang, path=file, said=("" if lang == "zh" else " ").join([*sentences, *more]))


def name_target(output: str, lang: Language) -> str:
    """Name where the data went."""
    return say_line("stdout", lang) if output == STREAM else output


def say_unwritten(error: OSError, target: str, lang: Language) -> str:
    """Say that a file could not be written, and why."""
    return say_line("cannot-write", lang, path=name_target(target, lang), detail=error.strerror or error)
