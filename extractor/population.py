"""The population that a plan is drawn from: every field for which a form prints something, equal documents once.

Enters: the results of a batch, and what a plan should prove. Leaves: its fields one by one, and what there is, counted.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from extractor.places import FieldClass, Value, walk_values
from extractor.plans import Method
from extractor.record import Extraction, Form, dump_json
from extractor.results import count_unread, index_documents, read_document

YUAN: Mapping[str | None, int] = {"万元": 10_000, "元": 1}
"""What a printed unit is in yuan; an amount in any other unit has no known weight."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a plan should prove.

    Attributes:
        seed: what chance is made from.
        method: how fields are drawn.
        bound: the share of wrong fields to undercut.
        confidence: the chance with which that is to be certain.
        errors: how many wrong fields in the sample the plan allows for.
        size: how many fields to draw, whatever that proves; None lets the bound decide.
        only: draw from these classes of fields only; None for all.
    """

    seed: int
    method: Method = "simple"
    bound: Decimal = Decimal("0.01")
    confidence: Decimal = Decimal("0.95")
    errors: int = 0
    size: int | None = None
    only: tuple[FieldClass, ...] | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A field of the population."""

    document: str
    name: str
    form: int
    stratum: str
    value: Value
    yuan: Fraction | None

    @property
    def key(self) -> str:
        """Its name among all results."""
        return f"{self.document}/{self.form}{self.value.pointer}"


@dataclass(slots=True)
class Census:
    """What there is to draw from, counted."""

    documents: int = 0
    forms: int = 0
    without: int = 0
    characters: int = 0
    left_over: int = 0
    fields: int = 0
    yuan: Fraction = Fraction(0)
    strata: Counter[str] = field(default_factory=Counter)
    classes: Counter[FieldClass] = field(default_factory=Counter)
    excluded: Counter[str] = field(default_factory=Counter)
    results: str = ""

    def count_document(self, forms: Sequence[Form]) -> None:
        """Count a document and its forms."""
        self.documents += 1
        self.forms += len(forms)
        self.without += not forms
        self.characters += sum(form.ledger.source for form in forms)
        self.left_over += sum(form.ledger.residue for form in forms)

    def count(self, unit: Unit) -> None:
        """Count a field to draw from."""
        self.fields += 1
        self.yuan += unit.yuan or 0
        self.strata[unit.stratum] += 1
        self.classes[unit.value.field_class] += 1


def walk_documents(out: Path) -> Iterator[tuple[str, Extraction | None]]:
    """Give each document once, in the order of their ids; None where its JSON is not there or not sound."""
    for document, place in sorted(index_documents(out).items()):
        yield document, read_document(document, place)


def walk_units(document: str, extraction: Extraction) -> Iterator[Unit]:
    """Give the fields of a document for which its forms print something."""
    for index, form in enumerate(extraction.forms):
        stratum = f"{form.pattern} · {extraction.source.format or '?'}"
        for value in walk_values(form):
            yield Unit(document, extraction.source.name, index, stratum, value, _weigh(value, form))


def _weigh(value: Value, form: Form) -> Fraction | None:
    """Give an amount in yuan; None for what has no weight."""
    scale = YUAN.get(form.record.funding.unit)
    amount = value.value if value.field_class == "amount" else None
    return None if amount is None or isinstance(amount, str) or scale is None else Fraction(amount) * scale


def take_census(out: Path, wish: Wish) -> Census:
    """Count what there is to draw from."""
    census, digest = Census(without=count_unread(out)), hashlib.sha256()
    for document, extraction in walk_documents(out):
        census.count_document(extraction.forms if extraction else ())
        for unit in walk_units(document, extraction) if extraction else ():
            if wish.only is not None and unit.value.field_class not in wish.only:
                continue
            if _is_wanted(unit, wish):
                census.count(unit)
                digest.update(f"{dump_json([unit.key, unit.value.value])}\n".encode("utf-8", "backslashreplace"))
            elif unit.value.field_class == "amount":
                census.excluded[_say_why(unit)] += 1
    census.results = digest.hexdigest()
    return census


def walk_wanted(out: Path, wish: Wish) -> Iterator[Unit]:
    """Give the fields to draw from, in the order of the documents."""
    for document, extraction in walk_documents(out):
        for unit in walk_units(document, extraction) if extraction else ():
            if _is_wanted(unit, wish):
                yield unit


def _is_wanted(unit: Unit, wish: Wish) -> bool:
    if wish.only is not None and unit.value.field_class not in wish.only:
        return False
    return wish.method != "money-unit" or (unit.yuan is not None and unit.yuan > 0)


def _say_why(unit: Unit) -> str:
    if unit.value.value is None:
        return "unreadable"
    if unit.yuan is None:
        return "no-unit"
    return "zero" if unit.yuan == 0 else "negative"
