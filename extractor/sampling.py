"""Which fields a person should look at, so that their verdicts prove something about all: a plan, drawn by a seed.

Enters: the results of a batch. Leaves: a plan. The same seed and results give the same plan on every machine and with
every version of Python: all chance comes from SHA-256. A field's lot is the hash of the seed and the field's name, and
the lowest lots are drawn; so a plan depends neither on the order of the inputs nor on how many workers read them.

The population is every field for which a form prints something, equal documents once. Of money-unit sampling it is
every yuan of every amount: the money is laid out in the order of the documents and cut into as many equal cells as yuan
are to be drawn, and from each cell one yuan is drawn. That each cell has a lot of its own, where others go on by the
same step from cell to cell, is what makes the bound provable.
"""

import hashlib
import heapq
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import count
from math import ceil
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, StrictInt, StrictStr

from extractor import __version__
from extractor.batch.store import MANIFEST
from extractor.bounds import Interval, bound_mixed, bound_simple, bound_strata, find_size
from extractor.places import FieldClass, Value, walk_values
from extractor.record import Extraction, Form, Model, Number, dump_json
from extractor.results import count_unread, index_documents, read_document
from extractor.values import exact

Method = Literal["simple", "stratified", "money-unit"]

YUAN: Mapping[str | None, int] = {"万元": 10_000, "元": 1}
"""What a printed unit is in yuan; an amount in any other unit has no known weight."""

_HASHES = 1 << 256


class DrawnField(Model):
    """A field of a plan."""

    document: str
    name: str = Field(description="The file's name, for people")
    form: int
    pointer: str
    stratum: str = Field(description="The pattern and the kind of file")
    field_class: FieldClass = Field(alias="class")
    value: StrictStr | StrictInt | Number | None = Field(description="As extracted when the plan was drawn")
    hits: int = Field(1, description="How many yuan of it were drawn; 1 where fields are drawn and not yuan")


class Stratum(Model):
    """A part of the population that is sampled for itself."""

    name: str
    population: int
    size: int


class Plan(Model):
    """Which fields to look at, and what they were drawn from."""

    schema_version: Literal["1"] = "1"
    program: str
    seed: int
    method: Method
    bound: Number = Field(description="The share of wrong fields that is to be proved to be undercut")
    confidence: Number
    errors: int = Field(description="With how many wrong fields in the sample the bound is still proved")
    size: int = Field(description="How many fields, or yuan, are drawn")
    asked: int | None = Field(description="The size that was asked for; null where the bound decides")
    only: list[FieldClass] | None = Field(description="The classes of fields drawn from; null for all")
    population: int = Field(description="From how many fields")
    yuan: Number | None = Field(description="Of money-unit sampling, from how much money, in yuan")
    excluded: dict[str, int] = Field(description="Amounts that no yuan of can be drawn, by reason")
    classes: dict[FieldClass, int] = Field(description="How many fields of each class there are")
    strata: list[Stratum]
    documents: int
    forms: int
    characters: int = Field(description="Characters that the forms print, blanks apart")
    left_over: int = Field(description="How many of them are neither value nor label")
    without: int = Field(description="Documents and inputs of which no form was read: nothing is proved about them")
    manifest: str | None = Field(description="SHA-256 of the batch's manifest")
    results: str = Field(description="SHA-256 over all fields drawn from, with their values")
    fields: list[DrawnField]

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read a plan, numbers exactly.

        Raises:
            ValueError: it is no plan.
        """
        return cls.model_validate(json.loads(text, parse_float=Decimal))

    def to_json(self) -> str:
        """Give the plan as it is written: a field a line."""
        data = self.model_dump(by_alias=True)
        fields = ",\n".join(f"    {dump_json(each)}" for each in data.pop("fields"))
        head = dump_json(data, indent=2).removesuffix("\n}")
        return f'{head},\n  "fields": [\n{fields}\n  ]\n}}\n'


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


class EmptyPopulationError(Exception):
    """There is nothing to draw from."""


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


def draw_plan(out: Path, wish: Wish) -> Plan:
    """Draw a plan from the results at a path.

    Raises:
        EmptyPopulationError: no field is there to draw from.
        OverflowError: the bound would need more than a million fields.
        NoResultsError: nothing there is a result.
        OSError: it cannot be read.
    """
    census = take_census(out, wish)
    if not census.fields:
        raise EmptyPopulationError
    sizes = _find_sizes(census, wish)
    if wish.method == "money-unit":
        (size,) = sizes.values()
        drawn = list(_draw_money(_walk_wanted(out, wish), census.yuan, size, wish.seed))
        strata = Counter(unit.stratum for unit, hits in drawn for _ in range(hits))
    else:
        drawn = [(unit, 1) for unit in _draw_fields(out, wish, sizes)]
        strata = Counter(unit.stratum for unit, _ in drawn)
    return Plan(
        program=__version__,
        seed=wish.seed,
        method=wish.method,
        bound=wish.bound,
        confidence=wish.confidence,
        errors=wish.errors,
        size=sum(strata.values()),
        asked=wish.size,
        only=list(wish.only) if wish.only is not None else None,
        population=census.fields,
        yuan=_write_yuan(census.yuan) if wish.method == "money-unit" else None,
        excluded=dict(sorted(census.excluded.items())),
        classes=dict(sorted(census.classes.items())),
        strata=[
            Stratum(name=name, population=fields, size=strata[name]) for name, fields in sorted(census.strata.items())
        ],
        documents=census.documents,
        forms=census.forms,
        characters=census.characters,
        left_over=census.left_over,
        without=census.without,
        manifest=_hash_file(out / MANIFEST),
        results=census.results,
        fields=[_describe(unit, hits) for unit, hits in drawn],
    )


def bound_plan(plan: Plan, wrong: int) -> Interval:
    """Bound the share of wrong fields, or of money in wrong amounts, in all that a plan was drawn from.

    Args:
        plan: of which every field was looked at.
        wrong: how many of the drawn fields, or yuan, are wrong.
    """
    wrong, confidence = min(wrong, plan.size), Fraction(plan.confidence)
    if plan.method == "money-unit":
        return bound_mixed(plan.size, wrong, confidence)
    if plan.method == "simple":
        return bound_simple(plan.population, plan.size, wrong, confidence)
    return bound_strata(_pair_strata(plan), plan.population, wrong, confidence)


def bound_class(plan: Plan, name: FieldClass, drawn: int, wrong: int) -> Interval:
    """Bound the share of wrong fields of one class.

    Args:
        plan: of which every field was looked at.
        name: the class.
        drawn: how many of its fields, or yuan, were drawn.
        wrong: how many of those are wrong.
    """
    confidence = Fraction(plan.confidence)
    if plan.method == "money-unit":
        return bound_mixed(drawn, wrong, confidence)
    if plan.method == "simple":
        return bound_simple(plan.classes[name], drawn, wrong, confidence)
    return bound_strata(_pair_strata(plan), plan.classes[name], wrong, confidence)


def _pair_strata(plan: Plan) -> list[tuple[int, int]]:
    return [(stratum.population, stratum.size) for stratum in plan.strata]


def redraw(out: Path, plan: Plan) -> Plan:
    """Draw a plan again, from the results that are there now; it is the same where these are the same."""
    only = tuple(plan.only) if plan.only is not None else None
    wish = Wish(plan.seed, plan.method, plan.bound, plan.confidence, plan.errors, plan.asked, only)
    return draw_plan(out, wish)


def _describe(unit: Unit, hits: int) -> DrawnField:
    return DrawnField.model_validate(
        {
            "document": unit.document,
            "name": unit.name,
            "form": unit.form,
            "pointer": unit.value.pointer,
            "stratum": unit.stratum,
            "class": unit.value.field_class,
            "value": unit.value.value,
            "hits": hits,
        }
    )


# ---- the population -------------------------------------------------------------------------------------------------


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


def _walk_wanted(out: Path, wish: Wish) -> Iterator[Unit]:
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


# ---- sizes ----------------------------------------------------------------------------------------------------------


def _find_sizes(census: Census, wish: Wish) -> dict[str, int]:
    """Give how many fields to draw from each stratum; from all under the name of nothing where there are none."""
    bound, confidence = Fraction(wish.bound), Fraction(wish.confidence)
    if wish.method == "money-unit":
        return {"": wish.size or find_size(bound, confidence, wish.errors)}
    if wish.method == "simple":
        size = wish.size or find_size(bound, confidence, wish.errors, census.fields)
        return {"": min(size, census.fields)}
    if wish.size is not None:
        return _spread(census.strata, wish.size)
    for size in count(min(find_size(bound, confidence, wish.errors), census.fields)):
        sizes = _spread(census.strata, size)
        pairs = [(fields, sizes[name]) for name, fields in census.strata.items()]
        if size >= census.fields or bound_strata(pairs, census.fields, wish.errors, confidence).most <= bound:
            return sizes
    raise AssertionError  # counting does not end


def _spread(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """Spread a sample over strata in proportion, each part rounded up: none is drawn more thinly than the whole."""
    total = sum(strata.values())
    return {name: min(fields, ceil(Fraction(size * fields, total))) for name, fields in strata.items()}


# ---- chance ---------------------------------------------------------------------------------------------------------


def find_lot(seed: int, name: str) -> int:
    """Give a number from 0 up to 2²⁵⁶ that nobody can tell from chance: the hash of the seed and a name."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{name}".encode("utf-8", "backslashreplace")).digest(), "big")


def draw_points(size: int, seed: int) -> list[Fraction]:
    """Draw a point in each of `size` equal cells of the stretch from 0 to 1, in order."""
    return [Fraction(cell * _HASHES + find_lot(seed, str(cell)), size * _HASHES) for cell in range(size)]


def _draw_fields(out: Path, wish: Wish, sizes: Mapping[str, int]) -> list[Unit]:
    heaps: dict[str, list[tuple[int, int, Unit]]] = {name: [] for name in sizes}
    for number, unit in enumerate(_walk_wanted(out, wish)):
        stratum = unit.stratum if wish.method == "stratified" else ""
        lot = (-find_lot(wish.seed, unit.key), number, unit)
        if len(heaps[stratum]) < sizes[stratum]:
            heapq.heappush(heaps[stratum], lot)
        else:
            heapq.heappushpop(heaps[stratum], lot)
    drawn = [(number, unit) for heap in heaps.values() for _, number, unit in heap]
    return [unit for _, unit in sorted(drawn, key=lambda each: each[0])]


def _draw_money(units: Iterator[Unit], total: Fraction, size: int, seed: int) -> Iterator[tuple[Unit, int]]:
    points = [point * total for point in draw_points(size, seed)]
    end, taken = Fraction(0), 0
    for unit in units:
        end += unit.yuan or 0
        upto = bisect_left(points, end, taken)
        if upto > taken:
            yield unit, upto - taken
        taken = upto


def _write_yuan(yuan: Fraction) -> Decimal:
    """Give money as a number; the sum of printed amounts always is one."""
    with localcontext(prec=200):
        return exact(f"{Decimal(yuan.numerator) / yuan.denominator:f}")


def _hash_file(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
