"""What the verdicts on the values of a plan prove.

Enters: results, a plan, verdicts. Leaves: counts and bounds, for all and for each class of field. A value on which
there is no verdict, or one that is doubtful or disputed, counts as wrong in every upper bound: what is not known to be
right proves nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from typing import Literal

from extractor.bounds import Interval, bound_misstated
from extractor.corrections import LocalPlace, Standing, find_last, find_standings
from extractor.places import FieldClass
from extractor.plans import DrawnField, Plan, bound_class, bound_plan
from extractor.results import index_documents, read_document
from extractor.sampling import redraw
from extractor.verdicts import Verdict

Outcome = Literal["right", "wrong", "doubtful", "disputed", "open"]


class OtherResultsError(Exception):
    """The plan was not drawn from these results."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A drawn field, and how it stands; None where nobody looked at it."""

    field: DrawnField
    standing: Standing | None

    @property
    def outcome(self) -> Outcome:
        """What its reviewers say of it."""
        return self.standing.state if self.standing else "open"


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of all fields, or of those of one class; of money, counts are of yuan.

    Attributes:
        name: the class; None for all.
        population: how many there are.
        drawn: how many of them were drawn.
        counts: how many of those have each outcome.
        estimate: the likely share of wrong ones, where every drawn one is known to be right or wrong.
        interval: the bounds of that share; the low one counts only what is known to be wrong, the others all that is
            not known to be right.
    """

    name: FieldClass | None
    population: int
    drawn: int
    counts: Mapping[Outcome, int]
    estimate: Fraction | None
    interval: Interval

    @property
    def unknown(self) -> int:
        """How many are neither known to be right nor to be wrong."""
        return self.drawn - self.counts["right"] - self.counts["wrong"]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who looked at how many values of the plan, and when first and last."""

    name: str
    values: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the verdicts on the values of a plan prove.

    Attributes:
        plan: which values were to be looked at.
        findings: what was found of each.
        whole: what is known of all.
        lines: what is known of each class.
        reviewers: who looked, by name.
        stale: verdicts on other values than those extracted now; they are not used.
        misstated: of money-unit sampling, the most money in yuan by which amounts are wrong (Stringer's bound).
    """

    plan: Plan
    findings: tuple[Finding, ...]
    whole: Line
    lines: tuple[Line, ...]
    reviewers: tuple[Reviewer, ...]
    stale: int
    misstated: Fraction | None

    @property
    def open(self) -> int:
        """On how many fields there is no verdict."""
        return sum(finding.outcome == "open" for finding in self.findings)

    @property
    def result(self) -> Literal["proved", "unproved", "incomplete"]:
        """Whether the bound of the plan is proved."""
        if self.open:
            return "incomplete"
        return "proved" if self.whole.interval.most <= Fraction(self.plan.bound) else "unproved"


def judge(out: Path, plan: Plan, verdicts: Iterable[Verdict]) -> Judgement:
    """Judge what the verdicts on the values of a plan prove.

    Raises:
        OtherResultsError: drawn again from the results at `out`, the plan is another one.
        NoResultsError: nothing there is a result.
        OSError: it cannot be read.
    """
    again = redraw(out, plan)
    if again.model_copy(update={"program": plan.program, "manifest": plan.manifest}) != plan:
        raise OtherResultsError
    last = find_last(verdicts)
    places = index_documents(out)
    findings: list[Finding] = []
    stale = 0
    for document, fields in groupby(plan.fields, lambda field: field.document):
        extraction = read_document(document, places[document])
        standings: Mapping[LocalPlace, Standing] = {}
        if extraction is not None and document in last:
            standings, unused = find_standings(extraction, last[document])
            stale += len(unused)
        findings += [Finding(field, standings.get((field.form, field.pointer))) for field in fields]
    return Judgement(
        plan=plan,
        findings=tuple(findings),
        whole=_make_line(plan, None, findings),
        lines=tuple(_walk_lines(plan, findings)),
        reviewers=_find_reviewers(findings),
        stale=stale,
        misstated=_bound_money(plan, findings),
    )


def _walk_lines(plan: Plan, findings: Sequence[Finding]) -> Iterator[Line]:
    for name in plan.classes if len(plan.classes) > 1 else ():
        yield _make_line(plan, name, [finding for finding in findings if finding.field.field_class == name])


def _make_line(plan: Plan, name: FieldClass | None, findings: Sequence[Finding]) -> Line:
    counts: Counter[Outcome] = Counter()
    for finding in findings:
        counts[finding.outcome] += finding.field.hits
    drawn = counts.total()
    population = plan.population if name is None else plan.classes[name]
    doubted = drawn - counts["right"]

    def bound(wrong: int) -> Interval:
        return bound_plan(plan, wrong) if name is None else bound_class(plan, name, drawn, wrong)

    worst = bound(doubted)
    known = doubted == counts["wrong"]
    return Line(
        name=name,
        population=population,
        drawn=drawn,
        counts=counts,
        estimate=_estimate(plan, findings) if known and drawn else None,
        interval=Interval(bound(counts["wrong"]).low, worst.high, worst.most),
    )


def _estimate(plan: Plan, findings: Sequence[Finding]) -> Fraction:
    """Estimate the share of wrong ones; a field of a stratum that is drawn more thinly counts for more."""
    weights = {stratum.name: Fraction(stratum.population, stratum.size or 1) for stratum in plan.strata}
    total = wrong = Fraction(0)
    for finding in findings:
        weight = finding.field.hits * (weights[finding.field.stratum] if plan.method == "stratified" else Fraction(1))
        total += weight
        wrong += weight * (finding.outcome == "wrong")
    return wrong / total


def _find_reviewers(findings: Iterable[Finding]) -> tuple[Reviewer, ...]:
    times: dict[str, list[datetime]] = {}
    for finding in findings:
        for verdict in finding.standing.verdicts if finding.standing else ():
            times.setdefault(verdict.reviewer, []).append(verdict.time.astimezone(UTC))
    return tuple(Reviewer(name, len(each), min(each), max(each)) for name, each in sorted(times.items()))


def _bound_money(plan: Plan, findings: Iterable[Finding]) -> Fraction | None:
    if plan.yuan is None:
        return None
    taints = [_taint(finding) for finding in findings for _ in range(finding.field.hits) if finding.outcome != "right"]
    return bound_misstated(plan.size, taints, Fraction(plan.confidence)) * Fraction(plan.yuan)


def _taint(finding: Finding) -> Fraction:
    """Give what share of an amount is wrong (its taint): all of it, where nobody said what would be right."""
    correction = finding.standing.correction if finding.standing else None
    if correction is None or not isinstance(correction.after, (int, Decimal)):
        return Fraction(1)
    before = Fraction(finding.field.value or 0)
    return min(Fraction(1), abs(before - Fraction(correction.after)) / before)
