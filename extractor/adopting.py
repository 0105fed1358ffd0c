"""A fully reviewed document → a sample with its golden, so that each correction makes the program better.

Enters: results, the verdicts on one document, and its file. Leaves: the file's bytes and its golden, which holds the
record as reviewers corrected it; where they corrected nothing, it is what the program gives. A document with a printed
value that nobody called right or corrected is refused.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.corrections import LocalPlace, Reviewed, apply_verdicts
from extractor.golden import make_golden
from extractor.patterns import Pattern
from extractor.places import document_id, walk_values
from extractor.results import Result, read_results
from extractor.verdicts import Verdict

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?")
_LONGEST_NAME = 120


class AmbiguousDocumentError(Exception):
    """Several documents fit, or none does. The arguments are those that fit."""


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A printed value that is not proved: its form, its pointer, and how it stands (`open` where nobody looked)."""

    form: int
    pointer: str
    state: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """A document that can become a sample.

    Attributes:
        golden: its golden as JSON text.
        corrections: how many values reviewers corrected.
        unreviewed: what keeps it from being adopted; the golden is not to be written while there is any.
    """

    golden: str
    corrections: int
    unreviewed: tuple[Unreviewed, ...]


def find_document(out: Path, wanted: str) -> tuple[str, Result]:
    """Find a result by its document's id or the first digits of it, by its path, or by its file's name.

    Raises:
        AmbiguousDocumentError: several documents fit, or none does.
        NoResultsError: nothing at `out` is a result.
    """
    found: dict[str, Result] = {}
    for result in read_results(out):
        if result.extraction is None or not result.extraction.forms:
            continue
        source = result.extraction.source
        document = document_id(source.sha256, source.name)
        by_hash = len(wanted) >= 6 and document.startswith(wanted.lower())
        if by_hash or wanted in (result.path, source.name, Path(result.path).name):
            found.setdefault(document, result)
    if len(found) != 1:
        raise AmbiguousDocumentError(*(f"{document}  {result.path}" for document, result in found.items()))
    return next(iter(found.items()))


def adopt(result: Result, verdicts: dict[LocalPlace, tuple[Verdict, ...]], patterns: Sequence[Pattern]) -> Adoption:
    """Make the golden of a reviewed document; say which of its values are not yet proved."""
    if result.extraction is None:
        raise ValueError("a result without an extraction has no golden")
    reviewed = apply_verdicts(result.extraction, verdicts, patterns)
    return Adoption(make_golden(reviewed.extraction), len(reviewed.corrections), tuple(_find_unreviewed(reviewed)))


def _find_unreviewed(reviewed: Reviewed) -> list[Unreviewed]:
    found = []
    for index, form in enumerate(reviewed.original.forms):
        for value in walk_values(form):
            standing = reviewed.standings.get((index, value.pointer))
            state = standing.state if standing else "open"
            if state != "right" and (index, value.pointer) not in reviewed.corrections:
                found.append(Unreviewed(index, value.pointer, state))
    return found


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a document's file is, and where its sample and its golden are to be."""

    source: Path
    sample: Path
    golden: Path


def find_refusal(targets: Targets, sha256: str, golden: bytes, *, force: bool) -> str | None:
    """Tell why a document is not written as a sample, in one word; None where it can be.

    `unsafe-name`, `no-source` (it is not there, or has another content than was reviewed), `name-taken` by another
    sample, `golden-taken` by another golden, unless `force` allows that.

    Raises:
        OSError: a sample or golden that is there cannot be read.
    """
    if not is_safe_name(targets.sample.name):
        return "unsafe-name"
    if read_source(targets.source, sha256) is None:
        return "no-source"
    if targets.sample.exists() and read_source(targets.sample, sha256) is None:
        return "name-taken"
    if targets.golden.exists() and targets.golden.read_bytes() != golden and not force:
        return "golden-taken"
    return None


def is_safe_name(name: str) -> bool:
    """Tell whether a file's name can stand in a folder of samples on every system."""
    return (
        0 < len(name) <= _LONGEST_NAME
        and not _UNSAFE.search(name)
        and not name.startswith((".", " ", "-"))
        and not name.endswith((".", " "))
        and not _RESERVED.fullmatch(name)
    )


def read_source(path: Path, sha256: str) -> bytes | None:
    """Read a document's file; None where it is not there, or has another content than the one that was reviewed."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
