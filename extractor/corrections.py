"""Verdicts and extractions brought together: what reviewers found, and the records as they should be.

Enters: verdicts in one order, and extractions. Leaves: for each value how it stands, and for each extraction a
corrected one with the original beside it. Only a correction on which all reviewers of a value agree is made. A verdict
about another value than the one extracted now is stale: it is listed, and nothing follows from it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from extractor.patterns import Pattern, load_patterns
from extractor.places import Scalar, classify, find_value, split_pointer
from extractor.record import Extraction, Form, Record, Target
from extractor.targets import parse_target_in_columns
from extractor.typed import find_mistake
from extractor.verdicts import Place, Verdict, same_value

State = Literal["right", "wrong", "doubtful", "disputed"]
"""What all reviewers of a value say; `disputed` where they disagree."""

LocalPlace = tuple[int, str]
"""A value of one document: form, pointer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a value stands.

    Attributes:
        state: what its reviewers say.
        verdicts: the last verdict of each reviewer, by the reviewer's name.
    """

    state: State
    verdicts: tuple[Verdict, ...]

    @property
    def correction(self) -> Verdict | None:
        """The verdict that says what the value should be, where all reviewers say the same."""
        return self.verdicts[0] if self.state == "wrong" and self.verdicts[0].has_correction else None


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that was corrected."""

    original: Scalar
    corrected: Scalar
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An extraction after review.

    Attributes:
        original: as it was extracted.
        extraction: with all corrections made, and the targets of corrected indicators understood again. Checks,
            evidence and the ledger are those of the original.
        standings: the values that someone reviewed, by form and pointer.
        corrections: those of them that were corrected.
        stale: verdicts about values that are not, or no longer, those extracted, each with the reason in one word.
    """

    original: Extraction
    extraction: Extraction
    standings: Mapping[LocalPlace, Standing]
    corrections: Mapping[LocalPlace, Correction]
    stale: tuple[tuple[Verdict, str], ...]


def find_last(verdicts: Iterable[Verdict]) -> dict[str, dict[LocalPlace, tuple[Verdict, ...]]]:
    """Give the last verdict of each reviewer on each value, by document, without what was undone."""
    last: dict[Place, dict[str, Verdict]] = {}
    for verdict in verdicts:
        last.setdefault(verdict.place, {})[verdict.reviewer] = verdict
    found: dict[str, dict[LocalPlace, tuple[Verdict, ...]]] = {}
    for (document, form, pointer), reviewers in sorted(last.items()):
        kept = tuple(each for _, each in sorted(reviewers.items()) if each.verdict != "undone")
        if kept:
            found.setdefault(document, {})[form, pointer] = kept
    return found


def find_objection(verdict: Verdict, extraction: Extraction) -> str | None:
    """Tell why a verdict does not fit an extraction of its document, in one word; None where it does.

    `unknown-form`, `unknown-field`, `changed` (the value extracted now is another), or what is wrong with `after`.
    """
    if verdict.form >= len(extraction.forms):
        return "unknown-form"
    return _find_objection(verdict, extraction.forms[verdict.form].record.model_dump())


def _find_objection(verdict: Verdict, record: Mapping[str, Any]) -> str | None:
    field_class = classify(record, verdict.pointer)
    if field_class is None:
        return "unknown-field"
    if not same_value(find_value(record, verdict.pointer), verdict.before):
        return "changed"
    return find_mistake(field_class, verdict.after) if verdict.has_correction else None


def apply_verdicts(
    extraction: Extraction,
    verdicts: Mapping[LocalPlace, Sequence[Verdict]],
    patterns: Sequence[Pattern] | None = None,
) -> Reviewed:
    """Bring an extraction together with the verdicts on it.

    Args:
        extraction: of the document that the verdicts are about.
        verdicts: as `find_last` gives them for this document.
        patterns: by which it was read; without them the shipped ones.
    """
    records = [form.record.model_dump() for form in extraction.forms]
    standings, stale = _find_standings(records, verdicts)
    by_name = {pattern.name: pattern for pattern in (load_patterns() if patterns is None else patterns)}
    corrections: dict[LocalPlace, Correction] = {}
    forms: list[Form] = []
    for index, (form, record) in enumerate(zip(extraction.forms, records, strict=True)):
        made = {
            pointer: Correction(standing.correction.before, standing.correction.after, standing.correction)
            for (number, pointer), standing in standings.items()
            if number == index and standing.correction is not None
        }
        pattern = by_name.get(form.pattern)
        forms.append(_correct(form, record, made, pattern.values.blanks if pattern else ()) if made else form)
        corrections |= {(index, pointer): correction for pointer, correction in made.items()}
    corrected = extraction.model_copy(update={"forms": forms}) if corrections else extraction
    return Reviewed(extraction, corrected, standings, corrections, stale)


def find_standings(
    extraction: Extraction, verdicts: Mapping[LocalPlace, Sequence[Verdict]]
) -> tuple[dict[LocalPlace, Standing], tuple[tuple[Verdict, str], ...]]:
    """Give how the values of an extraction stand, and the verdicts that do not fit it, as `Reviewed` holds them."""
    return _find_standings([form.record.model_dump() for form in extraction.forms], verdicts)


def _find_standings(
    records: Sequence[Mapping[str, Any]], verdicts: Mapping[LocalPlace, Sequence[Verdict]]
) -> tuple[dict[LocalPlace, Standing], tuple[tuple[Verdict, str], ...]]:
    standings: dict[LocalPlace, Standing] = {}
    stale: list[tuple[Verdict, str]] = []
    for place, given in verdicts.items():
        objections = [_object(each, records) for each in given]
        stale += [(each, why) for each, why in zip(given, objections, strict=True) if why]
        if fitting := tuple(each for each, why in zip(given, objections, strict=True) if not why):
            standings[place] = Standing(_find_state(fitting), fitting)
    return standings, tuple(stale)


def _object(verdict: Verdict, records: Sequence[Mapping[str, Any]]) -> str | None:
    return _find_objection(verdict, records[verdict.form]) if verdict.form < len(records) else "unknown-form"


def _find_state(verdicts: Sequence[Verdict]) -> State:
    first, *others = verdicts
    for other in others:
        same = other.verdict == first.verdict and other.has_correction == first.has_correction
        if not same or (first.has_correction and not same_value(first.after, other.after)):
            return "disputed"
    return first.verdict if first.verdict != "undone" else "disputed"


def _correct(
    form: Form, record: dict[str, Any], corrections: Mapping[str, Correction], blanks: Collection[str]
) -> Form:
    """Give a form with corrected values, its targets understood from them. `record`, its plain data, is used up."""
    touched = {pointer.rpartition("/")[0].removesuffix("/extra") for pointer in corrections}
    for pointer, correction in corrections.items():
        parent, _, _ = pointer.rpartition("/")
        find_value(record, parent)[split_pointer(pointer)[-1]] = correction.corrected
    for pointer, leaf in _walk_leaves(record["indicators"], "/indicators"):
        if pointer in touched or "/year" in corrections:
            leaf["target"] = _understand(leaf, record["year"], blanks)
    return form.model_copy(update={"record": Record.model_validate(record)})


def _walk_leaves(nodes: Sequence[dict[str, Any]], pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, node in enumerate(nodes):
        if "children" in node:
            yield from _walk_leaves(node["children"], f"{pointer}/{index}/children")
        else:
            yield f"{pointer}/{index}", node


def _understand(leaf: Mapping[str, Any], year: int | None, blanks: Collection[str]) -> dict[str, Any] | None:
    target = parse_target_in_columns(leaf["value"], leaf["extra"], name=leaf["name"] or "", year=year, blanks=blanks)
    return Target.model_validate(target, from_attributes=True).model_dump() if target else None
