"""The results of earlier runs: what `batch` and `extract -o` wrote → extractions, one by one.

Enters: an output folder, a folder of JSON files, or a file of JSON or JSON Lines. Leaves: a result for each input,
those that could not be read among them, in the order of the inputs. Only one extraction is in memory at a time.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.batch.store import MANIFEST
from extractor.messages.language import Language
from extractor.messages.problems import say_problem
from extractor.places import document_id
from extractor.record import Extraction, Problem, Status

UNSOUND = (OSError, ValueError, KeyError, TypeError, RecursionError)
"""What reading a damaged line or file of JSON can raise; pydantic's error is a ValueError."""


class NoResultsError(Exception):
    """Nothing at a path is a result of this program. The message is the path."""


@dataclass(frozen=True, slots=True)
class Result:
    """An input and what became of it.

    Attributes:
        path: the input as the batch was given it; the file's name where the JSON alone is there.
        sha256: of the input's content; None where it could not be read.
        status: as in the extraction.
        error: why there is no form, or not everything; None where there is nothing to say.
        extraction: what was extracted; None where nothing was read, or the JSON is not there or not sound.
        json: where the JSON lies, or None.
        duplicate_of: the path of an earlier input with the same content, whose extraction this is, or None.
    """

    path: str
    sha256: str | None
    status: Status
    error: Problem | None
    extraction: Extraction | None
    json: Path | None
    duplicate_of: str | None = None


def read_results(path: Path, lang: Language = "zh") -> Iterator[Result]:
    """Give the results at a path.

    A JSON file that is missing or damaged gives a result with an error; it costs no other.

    Args:
        path: the output folder of a batch, a folder of JSON files as `extract -o FOLDER/` writes them, or such a file.
        lang: the language of errors that are found here.

    Raises:
        NoResultsError: nothing there is a result.
        OSError: it cannot be read at all.
    """
    if (path / MANIFEST).is_file():
        return _read_batch(path, lang)
    if path.is_dir():
        files = sorted(path.glob("*.json"))
        if not files:
            raise NoResultsError(str(path))
        return (result for file in files for result in _read_file(file, lang))
    if not path.is_file() or not _begins_as_json(path):
        raise NoResultsError(str(path))
    return _read_file(path, lang)


def _begins_as_json(path: Path) -> bool:
    """Tell whether a file could be JSON that was written here: anything else is no damaged result, but none at all."""
    with path.open("rb") as file:
        return file.read(100).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def find_home(path: Path) -> Path:
    """Give the folder in which that lies which belongs to results, such as verdicts: theirs, or that of their file."""
    return path if path.is_dir() else path.parent


def place_review(path: Path) -> Path:
    """Give the folder of the review page: `out/review`; of a file, beside which others may lie, `form.json.review`."""
    return path / "review" if path.is_dir() else path.with_name(f"{path.name}.review")


def index_documents(path: Path) -> dict[str, Path]:
    """Give where the JSON of each document lies, by the document's id. Of a batch only the manifest is read.

    Raises:
        NoResultsError: nothing there is a result.
        OSError: it cannot be read at all.
    """
    found: dict[str, Path] = {}
    if (path / MANIFEST).is_file():
        with (path / MANIFEST).open("rb") as manifest:
            for text in manifest:
                with contextlib.suppress(*UNSOUND):
                    if place := json.loads(text)["json"]:
                        found.setdefault(Path(place).name.removesuffix(".json"), path / place)
        return found
    for result in read_results(path):
        if result.extraction is not None and result.json is not None:
            source = result.extraction.source
            found.setdefault(document_id(source.sha256, source.name), result.json)
    return found


def count_unread(path: Path) -> int:
    """Count the inputs of which `index_documents` has no document: their line is damaged, or there is no JSON of them.

    Raises:
        NoResultsError: nothing there is a result.
        OSError: it cannot be read at all.
    """
    if not (path / MANIFEST).is_file():
        return sum(result.extraction is None for result in read_results(path))
    unread = 0
    with (path / MANIFEST).open("rb") as manifest:
        for text in manifest:
            try:
                unread += not json.loads(text)["json"]
            except UNSOUND:
                unread += 1
    return unread


def read_document(document: str, place: Path) -> Extraction | None:
    """Read a document's extraction from where `index_documents` says that it lies; None where it is not there."""
    try:
        results = list(_read_file(place, "en"))
    except OSError:
        return None
    found = (result.extraction for result in results if result.extraction is not None)
    return next((each for each in found if document_id(each.source.sha256, each.source.name) == document), None)


def _read_batch(out: Path, lang: Language) -> Iterator[Result]:
    with (out / MANIFEST).open("rb") as manifest:
        for number, text in enumerate(manifest, 1):
            try:
                line = json.loads(text)
                place = out / line["json"] if line["json"] else None
                error = Problem(**line["error"]) if line["error"] else None
                result = Result(line["path"], line["sha256"], line["status"], error, None, place, line["duplicate_of"])
            except UNSOUND:
                yield _failed(f"{MANIFEST}:{number}", None, out / MANIFEST, lang)
                continue
            yield result if place is None else _complete(result, place, lang)


def _complete(result: Result, place: Path, lang: Language) -> Result:
    """Give a result with its extraction."""
    try:
        extraction = Extraction.from_json(place.read_bytes())
    except UNSOUND:
        return _failed(result.path, result.sha256, place, lang, result.duplicate_of)
    return replace(result, status=extraction.status, error=extraction.error, extraction=extraction)


def _read_file(path: Path, lang: Language) -> Iterator[Result]:
    """Give the results of a file: one object on any number of lines, or one a line."""
    data = path.read_bytes()
    whole = _parse(data)
    if whole is not None:
        yield _give(whole, path)
        return
    lines = data.splitlines()
    for number, line in enumerate(lines, 1):
        extraction = _parse(line)
        where = f"{path.name}:{number}" if len(lines) > 1 else path.name
        yield _failed(where, None, path, lang) if extraction is None else _give(extraction, path)


def _parse(data: bytes) -> Extraction | None:
    try:
        return Extraction.from_json(data)
    except UNSOUND:
        return None


def _give(extraction: Extraction, place: Path) -> Result:
    file = extraction.source
    return Result(file.name, file.sha256 or None, extraction.status, extraction.error, extraction, place)


def _failed(path: str, sha256: str | None, place: Path, lang: Language, duplicate_of: str | None = None) -> Result:
    sentence, step = say_problem("result-damaged", lang, detail=place.name)
    problem = Problem(code="result-damaged", message=sentence, next_step=step)
    return Result(path, sha256, "error", problem, None, place, duplicate_of)
