"""Plans of the fields that a person looks at, and what their verdicts prove.

Enters: a plan's JSON, or what was drawn; how many of its fields are wrong. Leaves: a plan, and bounds of the share of
wrong fields in all that it was drawn from.
"""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, StrictInt, StrictStr

from extractor.bounds import Interval, bound_mixed, bound_simple, bound_strata
from extractor.places import FieldClass
from extractor.record import Model, Number, dump_json

Method = Literal["simple", "stratified", "money-unit"]


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
