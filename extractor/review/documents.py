"""An extraction → what the review page shows of a document: its lines, fields, places, checks and what was left over.

Enters: an extraction. Leaves: plain data for a script; numbers as texts with their exact digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.places import Scalar, Value, walk_values
from extractor.record import Check, Evidence, Extraction, Form
from extractor.review.drawing import name_place
from extractor.review.fields import name_fields
from extractor.review.lines import Line, Piece, Pointer, Word, lay_lines
from extractor.review.risk import Reason, Usual, find_fields, needs_look, weigh, weigh_document, weigh_fields

Reasons = Mapping[str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An extraction with the reasons to look at its fields, by form, and its risk."""

    extraction: Extraction
    forms: tuple[Reasons, ...]
    risk: int

    @property
    def look(self) -> int:
        """How many fields need a look."""
        return sum(needs_look(reasons) for form in self.forms for reasons in form.values())


def weigh_extraction(extraction: Extraction, usual: Mapping[str, Usual]) -> Weighed:
    """Find the reasons to look at an extraction's fields."""
    forms = tuple(weigh_fields(form, name_usual(form), usual) for form in extraction.forms)
    return Weighed(extraction, forms, weigh_document(extraction, (r for form in forms for r in form.values())))


def name_usual(form: Form) -> dict[str, str]:
    """Name the fields of a form among those of its pattern: what is usual differs from one to the other."""
    return {pointer: f"{form.pattern} {name}" for pointer, name in name_fields(form).items()}


def show_document(weighed: Weighed, versions: Mapping[str, str]) -> dict[str, Any]:
    """Give what the page shows of a document.

    Args:
        weighed: its extraction.
        versions: the version of each pattern.
    """
    extraction = weighed.extraction
    error = extraction.error
    return {
        "status": extraction.status,
        "format": extraction.source.format,
        "error": [error.message, error.next_step] if error is not None else None,
        "forms": [
            _show_form(form, reasons, versions.get(form.pattern, ""))
            for form, reasons in zip(extraction.forms, weighed.forms, strict=True)
        ],
    }


def _show_form(form: Form, reasons: Reasons, version: str) -> dict[str, Any]:
    values = list(walk_values(form))
    names = name_fields(form)
    return {
        "pattern": form.pattern,
        "version": version,
        "lines": [_show_line(line) for line in lay_lines(form)],
        "fields": [
            {**_show_field(value, form.evidence[value.pointer], reasons), "wall": names[value.pointer]}
            for value in values
        ],
        "checks": [_show_check(check, values) for check in form.checks],
        "residue": [[piece.text, [name_place(place) for place in piece.sources]] for piece in form.residue],
        "ledger": form.ledger.model_dump(),
    }


def _show_line(line: Line) -> list[Any]:
    return [line.style, line.depth, [_show_piece(piece) for piece in line.pieces]]


def _show_piece(piece: Piece) -> dict[str, Any]:
    match piece:
        case Pointer(pointer):
            return {"field": pointer}
        case Word(code, names):
            return {"say": code, "names": dict(names)}
        case text:
            return {"text": text}


def _show_field(value: Value, evidence: Evidence, reasons: Reasons) -> dict[str, Any]:
    why = reasons.get(value.pointer, ())
    return {
        "pointer": value.pointer,
        "class": value.field_class,
        "value": show_scalar(value.value),
        "number": isinstance(value.value, int | Decimal),
        "raw": evidence.raw,
        "how": evidence.how,
        "places": [name_place(place) for place in evidence.sources],
        "risk": weigh(why),
        "look": needs_look(why),
        "reasons": [[reason.code, reason.check] for reason in why],
    }


def show_scalar(value: Scalar) -> str | None:
    """Give a value as text, a number with its exact digits; None for null."""
    return f"{value:f}" if isinstance(value, Decimal) else None if value is None else str(value)


def _show_check(check: Check, values: Iterable[Value]) -> dict[str, Any]:
    fields = find_fields(check, list(values))
    return {"code": check.code, "status": check.status, "severity": check.severity, "says": check.message, "at": fields}
