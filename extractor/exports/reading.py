"""An output folder and the verdicts on its values → rows, with the corrections made.

Enters: paths. Leaves: the rows of each input in turn, and at the end those of the verdicts. One extraction is in memory
at a time; the verdicts all are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.corrections import Reviewed, apply_verdicts, find_last
from extractor.exports.rows import Corrected, Row, Rows, make_rows
from extractor.exports.tables import TABLES
from extractor.messages.language import Language
from extractor.patterns import Pattern
from extractor.places import document_id
from extractor.record import dump_json
from extractor.results import Result, find_home, read_results
from extractor.verdicts import VERDICTS, Verdict, VerdictFile, merge_verdicts, read_verdicts


class UnreadableError(Exception):
    """Results or verdicts cannot be read at all.

    Attributes:
        path: the file; None where that is not known.
        reason: the system's own words.
    """

    def __init__(self, error: OSError) -> None:
        """Take what the system says."""
        super().__init__(str(error))
        self.path: str | None = error.filename
        self.reason = error.strerror or str(error)


def find_verdicts(out: Path, files: Sequence[Path] = ()) -> VerdictFile:
    """Read the verdicts of some files, or without them those that lie with the results, if there are any.

    Raises:
        UnreadableError: they cannot be read.
    """
    paths = files or [path for path in [find_home(out) / VERDICTS] if path.is_file()]
    try:
        return merge_verdicts([read_verdicts(path) for path in paths])
    except OSError as error:
        raise UnreadableError(error) from error


def read_rows(
    out: Path,
    lang: Language = "zh",
    *,
    verdicts: Sequence[Verdict] | None = None,
    patterns: Sequence[Pattern] | None = None,
) -> Iterator[Rows]:
    """Give the rows of each input of an earlier run, one input at a time; last, those of the verdicts.

    Args:
        out: what `read_results` reads: a batch's output folder, a folder of JSON files, or such a file.
        lang: the language of errors that are found here.
        verdicts: on the values, in one order; without them those that lie in the folder.
        patterns: by which the files were read; without them the shipped ones.

    Raises:
        NoResultsError: nothing there is a result.
        UnreadableError: something cannot be read at all.
    """
    given = find_verdicts(out).verdicts if verdicts is None else tuple(verdicts)
    review = _Review(given, patterns)
    try:
        yield from make_rows(map(review.correct, read_results(out, lang)), out)
    except OSError as error:
        raise UnreadableError(error) from error
    if given:
        yield {table.name: review.make_rows() if table.name == "verdicts" else [] for table in TABLES}


class _Review:
    """The verdicts of an export, and what became of each."""

    def __init__(self, verdicts: Sequence[Verdict], patterns: Sequence[Pattern] | None) -> None:
        self._verdicts = verdicts
        self._patterns = patterns
        self._last = find_last(verdicts)
        self._standing: dict[int, str] = {}
        self._applied: set[int] = set()
        self._note_stale(verdict for places in self._last.values() for each in places.values() for verdict in each)

    def correct(self, result: Result) -> Corrected:
        """Give a result with its corrections made."""
        extraction = result.extraction
        if extraction is None or not self._last:
            return Corrected(result)
        on_values = self._last.get(document_id(extraction.source.sha256, extraction.source.name))
        if on_values is None:
            return Corrected(result)
        reviewed = apply_verdicts(extraction, on_values, self._patterns)
        self._note(reviewed)
        originals: dict[int, dict[str, object]] = {}
        for (form, pointer), correction in reviewed.corrections.items():
            originals.setdefault(form, {})[pointer] = correction.original
        return Corrected(replace(result, extraction=reviewed.extraction), originals)

    def _note_stale(self, verdicts: Iterable[Verdict]) -> None:
        self._standing.update((id(verdict), "stale") for verdict in verdicts)

    def _note(self, reviewed: Reviewed) -> None:
        for place, standing in reviewed.standings.items():
            for verdict in standing.verdicts:
                self._standing[id(verdict)] = standing.state
                if place in reviewed.corrections:
                    self._applied.add(id(verdict))

    def make_rows(self) -> list[Row]:
        """Give the rows of all verdicts, after all results."""
        return [
            {
                "position": position,
                "document": verdict.document,
                "form": verdict.form,
                "pointer": verdict.pointer,
                "name": verdict.name,
                "before": dump_json(verdict.before),
                "after": dump_json(verdict.after) if verdict.has_correction else None,
                "verdict": verdict.verdict,
                "standing": self._standing.get(id(verdict), "superseded"),
                "applied": id(verdict) in self._applied,
                "reason": verdict.reason,
                "reviewer": verdict.reviewer,
                "time": verdict.model_dump()["time"],
                "program": verdict.program,
                "pattern": verdict.pattern,
                "pattern_version": verdict.pattern_version,
            }
            for position, verdict in enumerate(self._verdicts)
        ]
