"""One way through: file → document → regions → match → record → checks → extraction."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from extractor.build import build
from extractor.checks import run_checks
from extractor.document import Document, Flaw, ReadError, Source, do_nothing
from extractor.layout import Region, Words, find_regions, lay_out
from extractor.match import match_form
from extractor.messages import Language, say_part, say_problem, say_word
from extractor.patterns import Pattern, label_forms, load_patterns, vocabulary
from extractor.readers import read
from extractor.readers.sniff import sniff
from extractor.record import Extraction, Form, Problem, SourceFile
from extractor.values import fold

MOST_BYTES = 512 << 20
"""A larger file is not read."""

LONGEST_LABEL = 60
"""A longer text is no label."""

MANY_LABELS = 8
"""A title with a table of so many labels below it is a form, whether a pattern claims it or not."""


def extract(
    path: str | Path,
    *,
    patterns: Sequence[Pattern] | None = None,
    file_format: str | None = None,
    lang: Language = "zh",
) -> Extraction:
    """Extract all forms of a file.

    Args:
        path: the file.
        patterns: the variants to look for; the shipped ones where none are given.
        file_format: `text`, `docx` or `pdf`; found out from the content where it is not given.
        lang: the language of messages, `zh` or `en`.

    Returns:
        The extraction. A file that cannot be read gives one with status `error`; nothing is raised for it.
    """
    path = Path(path)
    unread = SourceFile(name=path.name, sha256="", format=None, pages=None, reader=None)
    try:
        if path.exists() and not path.is_file():
            return _failed(unread, _problem("unreadable", lang, detail=path.name))
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
    """Extract all forms of a file's bytes; `name` is only what the file is called. As `extract`.

    `beat` is called after each page or other small part, as a sign of life.
    """
    patterns = load_patterns() if patterns is None else patterns
    try:
        return _extract(Source(data, name, vocabulary(patterns), beat), patterns, file_format, lang)
    except MemoryError:
        return _failed(_describe(data, name), _problem("memory", lang))
    except Exception as error:  # noqa: BLE001 - a defect of ours costs one file, never its neighbours
        return _failed(_describe(data, name), _problem("defect", lang, detail=f"{type(error).__name__}: {error}"))


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
    is_label = known_labels(patterns)
    regions = find_forms(document, patterns)
    lost = [flaw for flaw in document.flaws if flaw.lost]
    forms: list[Form] = []
    ambiguous: Problem | None = None
    for region in regions:
        claims = [pattern for pattern in patterns if not find_missing(pattern, region)]
        if len(claims) > 1:
            ambiguous = _problem("ambiguous_pattern", lang, patterns="、".join(pattern.name for pattern in claims))
        elif claims:
            forms.append(_read_form(document, region, claims[0], lang))
        elif region.title is not None and count_labels(region, is_label) >= MANY_LABELS:
            lost.append(Flaw("form-unclaimed", page=region.rows[0].row.page, lost=True))
    if ambiguous is not None:
        return Extraction(source=file, status="error", error=ambiguous, forms=forms)
    if lost:
        return Extraction(source=file, status="partial", error=_say_lost(lost, lang), forms=forms)
    if not forms:
        return Extraction(source=file, status="no_form", error=_say_nearest(patterns, regions, lang), forms=[])
    failed = any(check.status == "fail" for form in forms for check in form.checks)
    return Extraction(source=file, status="review" if failed else "ok", error=None, forms=forms)


def find_forms(document: Document, patterns: Sequence[Pattern]) -> list[Region]:
    """Give the stretches of a document that may be forms, page breaks undone."""
    words = layout_words(patterns)
    return find_regions(lay_out(document, words), words)


def layout_words(patterns: Sequence[Pattern]) -> Words:
    """Give what the layout has to know of the patterns' words."""
    titles = tuple(fold(title) for pattern in patterns for title in pattern.identify.title)

    @cache
    def opens(text: str) -> bool:
        labels = (label for pattern in patterns for label in pattern.find(text))
        return any(label.part == "header" for label in labels)

    return Words(titles, known_labels(patterns), opens)


def count_labels(region: Region, is_label: Callable[[str], bool]) -> int:
    """Count the different labels that stand in the tables of a region."""
    rows = [laid.row for laid in region.rows if laid.row.table is not None]
    return len({fold(cell.text) for row in rows for cell in row.cells if not cell.blank and is_label(cell.text)})


def known_labels(patterns: Sequence[Pattern]) -> Callable[[str], bool]:
    """Give the question whether a text is a label of one of the patterns."""
    words = vocabulary(patterns)

    @cache
    def is_label(text: str) -> bool:
        return len(text) <= LONGEST_LABEL and any(form in words for form in label_forms(fold(text)))

    return is_label


def find_missing(pattern: Pattern, region: Region) -> list[str]:
    """Give what a region lacks to be claimed by a pattern: its title, and labels of which one must be printed."""
    cells = (cell for laid in region.rows for cell in laid.row.cells if 0 < len(cell.text) <= LONGEST_LABEL)
    printed = {form for cell in cells for form in label_forms(fold(cell.text))}
    missing = []
    title = fold(region.title.text) if region.title is not None else None
    if title is not None and not any(fold(word) in title for word in pattern.identify.title):
        missing.append(pattern.identify.title[0])
    for words in pattern.identify.labels:
        choices = [words] if isinstance(words, str) else words
        if not any(fold(word) in printed for word in choices):
            missing.append(choices[0])
    return missing


def _read_form(document: Document, region: Region, pattern: Pattern, lang: Language) -> Form:
    built = build(match_form(region, pattern, geometry=document.geometry))
    return Form(
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
    parts = "；".join(say_part(flaw.code, lang, page=flaw.page, count=flaw.count) for flaw in flaws[:10])
    return _problem("partial", lang, parts=parts)


def _say_nearest(patterns: Sequence[Pattern], regions: Sequence[Region], lang: Language) -> Problem:
    """Name the pattern that misses least, and what it misses."""
    best: tuple[int, str, list[str]] | None = None
    for region in regions:
        for pattern in patterns:
            missing = find_missing(pattern, region)
            if region.title is None:
                missing = [pattern.identify.title[0], *missing]
            if best is None or len(missing) < best[0]:
                best = (len(missing), pattern.name, missing)
    name, missing = (best[1], best[2]) if best else (say_word("nothing", lang), [])
    return _problem("no_form", lang, pattern=name, missing="、".join(missing) or say_word("nothing", lang))
