"""The command `jixiao inspect`: what the program sees in a file.

Enters: a file. Leaves: rows for people, JSON or pictures, and an exit code.
"""

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.commands.files import name_target, refuse_bad_paths, save, say_unread
from extractor.commands.help import Command
from extractor.commands.options import (
    DONE,
    EXIT_CODES,
    FAILED,
    INPUT,
    STREAM,
    format_option,
    lang_option,
    load_patterns_of,
    open_console,
    patterns_option,
    refuse,
    tell,
)
from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.messages.problems import say_part, say_problem

if TYPE_CHECKING:
    from extractor.inspect import Inspection


@click.command("inspect", cls=Command, epilog=EXIT_CODES)
@click.argument("file", type=INPUT)
@click.option("--rows/--json", default=True, help="Lines for people, or JSON.  [default: --rows]")
@click.option(
    "--image",
    metavar="PATH",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Draw it instead over the pages of a PDF, or over pictures: to PATH (- is standard output), or to PATH-1.png, "
    "PATH-2.png ... where there are several.",
)
@click.option("--page", type=click.IntRange(min=1), metavar="NUMBER", help="Draw only this page.")
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
        raise refuse("belongs-to-image")
    if image == STREAM and sys.stdout.isatty():
        raise refuse("picture-to-terminal", "--image")
    refuse_bad_paths([file], image)
    patterns = load_patterns_of(own)
    try:
        data = sys.stdin.buffer.read() if file == STREAM else Path(file).read_bytes()
        name = "stdin" if file == STREAM else Path(file).name
        inspection = inspect_bytes(data, name, patterns, file_format)
    except (OSError, ReadError) as error:
        code, detail = (error.code, error.detail) if isinstance(error, ReadError) else ("unreadable", error.strerror)
        tell(say_unread(file, say_problem(code, lang, detail=detail), lang))
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
    if inspection.format not in {"pdf", "image"} or inspection.pages is None:
        tell(say_line("image-no-page", lang, format=inspection.format))
        return FAILED
    if page is not None and page > inspection.pages:
        tell(say_line("image-no-such-page", lang, number=page, count=inspection.pages))
        return FAILED
    from extractor.inspect_image import paint
    from extractor.readers import image as pictures
    from extractor.readers.pdf_picture import Picture, draw_page

    numbers = range(1, inspection.pages + 1) if page is None else [page]
    if image == STREAM and len(numbers) > 1:
        raise refuse("one-picture", "--image", count=len(numbers))
    code = DONE
    for number in numbers:
        path = Path(image)
        target = str(path.with_name(f"{path.stem}-{number}{path.suffix}")) if len(numbers) > 1 else image
        try:
            if inspection.format == "pdf":
                drawn = draw_page(data, number)
            else:
                drawn = Picture(*pictures.draw_page(data, number), rulings=(), cells=())
            picture = paint(inspection, number, drawn, lang)
        except IndexError:
            tell(say_part("page-unreadable", lang, page=number))
            code = FAILED
            continue
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        if not save(target, buffer.getvalue(), lang):
            return FAILED
        tell(say_line("image-written", lang, path=name_target(target, lang)))
    return code
