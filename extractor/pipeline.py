"""One way through: file → document → regions → match → record → checks → extraction."""

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from extractor.build import build
from extractor.checks import run_checks
from extractor.claims import find_claims, find_forms, find_nearest
from extractor.confirming import confirm
from extractor.document import Document, Flaw, ReadError, Source, do_nothing
from extractor.match_flat import match_forms
from extractor.messages.checks import say_word
from extractor.messages.language import Language
from extractor.messages.problems import say_part, say_problem
from extractor.patterns import Pattern, load_patterns, telling_words, vocabulary
from extractor.readers import READERS, read
from extractor.readers.sniff import sniff
from extractor.record import Extraction, Form, Problem, SourceFile
from extractor.regions import Region

MOST_BYTES = 512 << 20
"""A larger file is not read."""


def extract(
    path: str | Path,
    *,
    patterns: Sequence[Pattern] | None = None,
    file_format: str | None = None,
    lang: Language = "zh",
) -> Extraction:
    """Extract all forms of a file.

    Of a form that prints `项目支出 484.77`, `extraction.forms[0].record` holds the amount `Decimal("484.77")`, and
    `.evidence` the place at which it is printed.

    Args:
        path: the file.
        patterns: the variants to look for; the shipped ones where none are given. `extractor.patterns.load_patterns`
            loads the shipped ones together with files of your own.
        file_format: one of `extractor.readers.READERS`, such as `text` or `docx`; found out from the content where it
            is not given.
        lang: the language of messages, `zh` or `en`.

    Returns:
        The extraction. A file that cannot be read gives one with status `error`; nothing is raised for it.

    Raises:
        ValueError: for another language or format than there are.
    """
    _refuse_unknown(file_format, lang)
    path = Path(path)
    unread = SourceFile(name=path.name, sha256="", format=None, pages=None, reader=None)
    try:
        if path.exists() and not path.is_file():
            detail = os.strerror(errno.EISDIR) if path.is_dir() else path.name
            return _failed(unread, _problem("unreadable", lang, detail=detail))
        if path.stat().st_size > MOST_BYTES:
            return _failed(unread, _problem("limit", lang, detail=f"{path.stat().st_size} bytes"))
        data = path.read_bytes()
    except OSError as error:
        return _failed(unread, _problem("unreadable", lang, detail=error.strerror or str(error)))
    return extract_bytes(data, path.name, patterns=patterns, file_format=file_format, lang=lang)


def extract_bytes(  # noqa: PLR0913 - each has a name and a default
    data: bytes,
    name: str,
    *,
    patterns: Sequence[Pattern] | None = None,
    file_format: str | None = None,
    lang: Language = "zh",
    beat: Callable[[], None] = do_nothing,
) -> Extraction:
    """Extract all forms of a file that is in memory already; otherwise as `extract`.

    Args:
        data: the file's content.
        name: what the file is called. Nothing of that name need exist.
        patterns: the variants to look for; the shipped ones where none are given.
        file_format: one of `extractor.readers.READERS`; found out from the content where it is not given.
        lang: the language of messages, `zh` or `en`.
        beat: is called after each page or other small part, as a sign of life.

    Returns:
        The extraction. A file that cannot be read gives one with status `error`; nothing is raised for it.

    Raises:
        ValueError: for another language or format than there are.
    """
    _refuse_unknown(file_format, lang)
    patterns = load_patterns() if patterns is None else patterns
    try:
        return _extract(
            Source(data, name, vocabulary(patterns), telling_words(tuple(patterns)), beat), patterns, file_format, lang
        )
    except MemoryError:
        return _failed(_describe(data, name), _problem("memory", lang))
    except Exception as error:  # noqa: BLE001 - a defect of ours costs one file, never its neighbours
        return _failed(_describe(data, name), _problem("defect", lang, detail=f"{type(error).__name__}: {error}"))


def _refuse_unknown(file_format: str | None, lang: str) -> None:
    """Refuse what the caller mistyped: it would look like a fault of the file."""
    if lang not in get_args(Language):
        raise ValueError(f"lang is {lang!r}; there are: {', '.join(get_args(Language))}")
    if file_format is not None and file_format not in READERS:
        raise ValueError(f"file_format is {file_format!r}; there are: {', '.join(READERS)}")


def _describe(data: bytes, name: str) -> SourceFile:
    return SourceFile(name=name, sha256=hashlib.sha256(data).hexdigest(), format=None, pages=None, reader=None)


def _extract(source: Source, patterns: Sequence[Pattern], file_format: str | None, lang: Language) -> Extraction:
    data, name = source.data, source.name
    file = _describe(data, name)
    if not data.strip():
        return _failed(file, _problem("empty", lang))
    try:
        document = read(source, file_format)
    except ReadError as error:
        seen = file.model_copy(update={"format": file_format or sniff(data, name)})
        return _failed(seen, _problem(error.code, lang, detail=error.detail))
    file = file.model_copy(update={"format": document.format, "pages": document.pages, "reader": document.reader})
    regions = find_forms(document, patterns)
    claims = [(region, find_claims(patterns, region)) for region in regions]
    forms = [
        form for region, found in claims if len(found) == 1 for form in _read_forms(document, region, found[0], lang)
    ]
    rival = next((found for _, found in claims if len(found) > 1), None)
    if rival is not None:
        problem = _problem("ambiguous_pattern", lang, patterns="、".join(pattern.name for pattern in rival))
        return Extraction(source=file, status="error", error=problem, forms=forms)
    lost = [flaw for flaw in document.flaws if flaw.lost]
    unclaimed = [region for region, found in claims if region.begins and not found]
    if forms or any(region.title is not None for region in unclaimed):
        lost += [Flaw("form-unclaimed", page=region.rows[0].row.page, lost=True) for region in unclaimed]
    if lost:
        return Extraction(source=file, status="partial", error=_say_lost(lost, lang), forms=forms)
    if not forms:
        return Extraction(source=file, status="no_form", error=_say_nearest(patterns, regions, lang), forms=[])
    failed = any(check.status == "fail" for form in forms for check in form.checks)
    return Extraction(source=file, status="review" if failed else "ok", error=None, forms=forms)


def _read_forms(document: Document, region: Region, pattern: Pattern, lang: Language) -> Iterator[Form]:
    for match in match_forms(region, pattern, geometry=document.geometry):
        built = confirm(build(match))
        yield Form(
            pattern=pattern.name,
            record=built.record,
            evidence=built.evidence,
            checks=run_checks(built, document.flaws, lang),
            residue=[*built.residue, *built.furniture],
            ledger=built.ledger,
            pages=built.pages,
        )


def _failed(file: SourceFile, problem: Problem) -> Extraction:
    return Extraction(source=file, status="error", error=problem, forms=[])


def _problem(code: str, lang: Language, **names: object) -> Problem:
    sentence, step = say_problem(code, lang, **names)
    return Problem(code=code, message=sentence, next_step=step)


def _say_lost(flaws: Sequence[Flaw], lang: Language) -> Problem:
    parts = "；".join(
        say_part(flaw.code, lang, page=flaw.page, count=flaw.count, detail=flaw.detail) for flaw in flaws[:10]
    )
    return _problem("partial", lang, parts=parts)


def _say_nearest(patterns: Sequence[Pattern], regions: Sequence[Region], lang: Language) -> Problem:
    """Name the pattern that misses least, and what it misses."""
    name, missing = find_nearest(patterns, regions) or (say_word("nothing", lang), [])
    return _problem("no_form", lang, pattern=name, missing="、".join(missing) or say_word("nothing", lang))
