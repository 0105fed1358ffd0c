"""A judgement → the certificate, one page of HTML for paper of size A4.

Enters: a judgement, and the hashes of the files it was made from. Leaves: the page. It needs no network, no script and
no other file; every text of a file is escaped, and what steers the direction of writing is made visible.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from extractor import __version__
from extractor.bounds import write_percent
from extractor.certificate.judging import Finding, Judgement, Line
from extractor.messages.certificate import say_on_certificate
from extractor.messages.language import Language, make_printable
from extractor.plans import Plan
from extractor.record import dump_json

MOST_REVIEWERS = 4
MOST_FINDINGS = 4
"""How many are listed; the page counts the others, for it is one page."""

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Origin:
    """What a certificate is made from: the batch's name; the names and SHA-256 of the plan and of the verdicts.

    Of several files of verdicts, the SHA-256 is that of the one file into which they merge.
    """

    batch: str
    plan: tuple[str, str]
    verdicts: tuple[str, str]


def make_page(judgement: Judgement, origin: Origin, lang: Language) -> bytes:
    """Make the certificate. The same judgement and origin give the same bytes."""

    def say(code: str, **names: object) -> str:
        return say_on_certificate(code, lang, **names)

    style = (files("extractor.certificate") / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_load), trim_blocks=True, lstrip_blocks=True
    )
    plan = judgement.plan
    doubted = [finding for finding in judgement.findings if finding.outcome not in ("right", "open")]
    html = environment.get_template(
        "page.html.j2"
    ).render(
        lang="zh-CN" if lang == "zh" else "en",
        say=say,
        style=Markup(style),  # noqa: S704 - the program's own file
        style_hash=b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        result=judgement.result,
        sentence=_say_result(judgement, lang),
        lines=[_lay_line(line, plan, lang) for line in (judgement.whole, *judgement.lines)],
        confidence=write_percent(Fraction(plan.confidence)),
        facts=list(_lay_facts(judgement, origin, lang).items()),
        reviewers=[
            (_shorten(each.name), each.values, _write_times(each.first, each.last))
            for each in judgement.reviewers[:MOST_REVIEWERS]
        ],
        more_reviewers=len(judgement.reviewers[MOST_REVIEWERS:]),
        findings=[_lay_finding(finding, lang) for finding in doubted[:MOST_FINDINGS]],
        more_findings=len(doubted[MOST_FINDINGS:]),
        limits=list(_say_limits(judgement, lang)),
        version=__version__,
    )
    return f"{html}\n".encode("utf-8", "backslashreplace")


def _load(name: str) -> str:
    return (files("extractor.certificate") / name).read_text(encoding="utf-8")


def _say_result(judgement: Judgement, lang: Language) -> str:
    plan = judgement.plan
    names = {
        "bound": write_percent(Fraction(plan.bound)),
        "confidence": write_percent(Fraction(plan.confidence)),
        "most": write_percent(judgement.whole.interval.most),
        "population": f"{plan.population:,}",
        "yuan": f"{plan.yuan:,f}" if plan.yuan is not None else "",
        "open": judgement.open,
        "fields": len(plan.fields),
    }
    code = f"{judgement.result}-money" if plan.method == "money-unit" else judgement.result
    return say_on_certificate(code, lang, **names)


def _lay_line(line: Line, plan: Plan, lang: Language) -> dict[str, object]:
    interval = line.interval
    population = f"{plan.yuan:,.0f}" if plan.yuan is not None else f"{line.population:,}"
    return {
        "name": say_on_certificate(f"class-{line.name}" if line.name else "class-all", lang),
        "population": population,
        "drawn": line.drawn,
        "right": line.counts["right"],
        "wrong": line.counts["wrong"],
        "doubtful": line.counts["doubtful"] + line.counts["disputed"],
        "open": line.counts["open"],
        "estimate": "–" if line.estimate is None else write_percent(line.estimate),
        "interval": f"{write_percent(interval.low, up=False)} – {write_percent(interval.high)}",
        "most": write_percent(interval.most),
    }


def _lay_facts(judgement: Judgement, origin: Origin, lang: Language) -> dict[str, str]:
    """Give what was sampled from what, as pairs of a heading and a text."""
    plan = judgement.plan

    def say(code: str, **names: object) -> str:
        return say_on_certificate(code, lang, **names)

    size = say("drawn-yuan", yuan=plan.size, fields=len(plan.fields)) if plan.yuan is not None else f"{plan.size:,}"
    only = "、".join(say(f"class-{name}") for name in plan.only) if plan.only is not None else say("class-all")
    facts = {
        say("batch"): say(
            "batch-holds", name=_shorten(origin.batch), documents=f"{plan.documents:,}", forms=f"{plan.forms:,}"
        ),
        say("population"): say("of-money", amounts=f"{plan.population:,}", yuan=f"{plan.yuan:,f}")
        if plan.yuan is not None
        else f"{plan.population:,} ({only})",
        say("sample"): say("drawn-by", size=size, method=say(f"method-{plan.method}"), seed=plan.seed),
        say("hash-manifest"): plan.manifest or "–",
        say("hash-values"): plan.results,
        say("hash-plan", name=_shorten(origin.plan[0], 20)): origin.plan[1],
        say("hash-verdicts", name=_shorten(origin.verdicts[0], 20)): origin.verdicts[1],
    }
    if judgement.misstated is not None:
        facts[say("misstated")] = say("at-most-yuan", yuan=f"{float(judgement.misstated):,.0f}")
    return facts


def _lay_finding(finding: Finding, lang: Language) -> tuple[str, str, str, str]:
    field, standing = finding.field, finding.standing
    correction = standing.correction if standing else None
    after = say_on_certificate("should-be", lang, after=_shorten(dump_json(correction.after))) if correction else ""
    where = f"{_shorten(field.name)} · {field.form + 1} · {_shorten(field.pointer, 60)}"
    return where, _shorten(dump_json(field.value)), say_on_certificate(f"is-{finding.outcome}", lang), after


def _say_limits(judgement: Judgement, lang: Language) -> list[str]:
    plan = judgement.plan
    limits: Mapping[str, Mapping[str, object]] = {
        "limit-missing": {"characters": f"{plan.characters:,}", "left": f"{plan.left_over:,}"},
        "limit-without": {"count": plan.without} if plan.without else {},
        "limit-excluded": {"count": sum(plan.excluded.values())} if plan.excluded else {},
        "limit-stale": {"count": judgement.stale} if judgement.stale else {},
        "limit-source": {"always": True},
    }
    return [say_on_certificate(code, lang, **names) for code, names in limits.items() if names]


def _shorten(text: str, longest: int = LONGEST) -> str:
    shown = make_printable(text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _write_times(first: datetime, last: datetime) -> str:
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%Y-%m-%d %H:%M}"
    return f"{first:%Y-%m-%d %H:%M} – {end} UTC"
