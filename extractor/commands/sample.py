"""The command `jixiao sample`: draws a plan of the fields that a person should look at.

Enters: arguments and an output folder of results. Leaves: a plan, what it will prove, and an exit code.
"""

import re
import secrets
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.commands.files import name_target, save
from extractor.commands.help import Command
from extractor.commands.options import DONE, EXIT_CODES, FAILED, RESULTS, lang_option, refuse, show_waiting, tell
from extractor.messages.language import Language
from extractor.messages.lines import say_line
from extractor.messages.sampling import say_of_sampling

if TYPE_CHECKING:
    from extractor.plans import Plan

EXPLAINED = """\b
What is proved, in plain words:
  Of many thousand values nobody looks at all. When 299 are drawn by lot and a
  person finds every one of them right, fewer than 1 in 100 of all values are
  wrong; who says so is mistaken in at most 5 of 100 batches (confidence 95%).
  With 59 values it is fewer than 5 in 100, with 2995 fewer than 1 in 1000.
  Nothing is proved of values that the program did not find: the count of
  characters and what is left over tell of those.

\b
Methods:
  simple       every value has the same chance
  stratified   each pattern and kind of file has its share of the sample
  money-unit   every yuan has the same chance, so that large amounts come
               first; it proves how much money stands in wrong amounts

\b
Examples:
  jixiao sample out/ -o plan.json
  jixiao sample out/ --method money-unit --bound 2% -o plan.json
  jixiao sample out/ --fields amount,value --errors 2 --seed 7 -o plan.json
  jixiao review out/ --plan plan.json        then look at these values only
  jixiao certify out/ --plan plan.json -o certificate.html"""


def _read_share(context: click.Context, option: click.Parameter, value: str) -> Decimal:
    """Read a share between 0 and 1, `1%` or `0.01`, exactly."""
    del context
    found = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,10})?)([%％]?)", value.strip())
    share = Decimal(found[1]) / (100 if found[2] else 1) if found else Decimal(0)
    if not 0 < share < 1:
        raise refuse("no-share", option.opts[0], value=value)
    return share


def _read_classes(context: click.Context, option: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    """Read classes of fields with commas between them, in the order that they always have."""
    from extractor.places import FIELD_CLASSES

    del context
    if value is None:
        return None
    given = {part.strip() for part in value.split(",") if part.strip()}
    if unknown := sorted(given - set(FIELD_CLASSES)):
        raise refuse("no-class", option.opts[0], unknown=", ".join(unknown), known=", ".join(FIELD_CLASSES))
    return tuple(name for name in FIELD_CLASSES if name in given)


@click.command("sample", cls=Command, epilog=f"{EXPLAINED}\n\n{EXIT_CODES}")
@click.argument("out", type=RESULTS)
@click.option(
    "--method",
    type=click.Choice(["simple", "stratified", "money-unit"]),
    default="simple",
    show_default=True,
    help="How to draw.",
)
@click.option(
    "--bound",
    callback=_read_share,
    default="1%",
    show_default=True,
    metavar="SHARE",
    help="Prove that the error rate is below this.",
)
@click.option(
    "--confidence",
    callback=_read_share,
    default="95%",
    show_default=True,
    metavar="SHARE",
    help="How certain the proof is to be.",
)
@click.option(
    "--errors",
    type=click.IntRange(min=0, max=10_000),
    metavar="NUMBER",
    default=0,
    show_default=True,
    help="Draw more, so that the bound is still proved if this many of the drawn values are wrong.",
)
@click.option(
    "--size", type=click.IntRange(min=1, max=1_000_000), metavar="NUMBER", help="Draw this many, whatever they prove."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="NUMBER",
    help="The same seed draws the same values.  [default: by lot]",
)
@click.option(
    "--fields",
    "only",
    callback=_read_classes,
    metavar="CLASSES",
    help="Only these classes, with commas: amount, count, date, name, text, label, level, value, extra, mark.",
)
@click.option("-o", "--output", required=True, metavar="FILE", help="Write the plan to this file; - is stdout.")
@lang_option
def sample(
    out: Path,
    method: Any,
    bound: Decimal,
    confidence: Decimal,
    errors: int,
    size: int | None,
    seed: int | None,
    only: Any,
    output: str,
    lang: Language,
) -> int:
    """Draw the values that a person should look at, so that a bound for the error rate of all is proved.

    OUT is the output folder of a batch. Equal documents are drawn from once. The same seed and the same results
    give the same plan on every computer.
    """
    from extractor.population import Wish
    from extractor.results import NoResultsError
    from extractor.sampling import EmptyPopulationError, draw_plan

    number = secrets.randbelow(2**31) if seed is None else seed
    try:
        with show_waiting(say_line("reading-results", lang)):
            plan = draw_plan(out, Wish(number, method, bound, confidence, errors, size, only))
    except (NoResultsError, EmptyPopulationError, OverflowError) as error:
        if isinstance(error, NoResultsError):
            tell(say_line("no-results", lang, path=out))
        else:
            tell(say_of_sampling("empty" if isinstance(error, EmptyPopulationError) else "too-large", lang, path=out))
        return FAILED
    if not save(output, plan.to_json().encode("utf-8", "backslashreplace"), lang):
        return FAILED
    _tell_plan(plan, output, lang)
    return DONE


def _tell_plan(plan: "Plan", output: str, lang: Language) -> None:
    from extractor.bounds import write_percent
    from extractor.plans import bound_plan

    names = {
        "path": name_target(output, lang),
        "documents": plan.documents,
        "population": plan.population,
        "fields": len(plan.fields),
        "seed": plan.seed,
        "size": plan.size,
        "yuan": f"{plan.yuan:,f}" if plan.yuan is not None else "",
    }
    money = plan.method == "money-unit"
    tell(say_of_sampling("drawn-money" if money else "drawn", lang, **names))
    share = {
        "most": write_percent(bound_plan(plan, plan.errors).most),
        "confidence": write_percent(Fraction(plan.confidence)),
        "condition": say_of_sampling("all-right" if not plan.errors else "most-right", lang, errors=plan.errors),
    }
    tell(say_of_sampling("proves-money" if money else "proves", lang, **share))
    for code, count in plan.excluded.items():
        tell(say_of_sampling("excluded", lang, count=count, why=say_of_sampling(code, lang)))
    if plan.without:
        tell(say_of_sampling("without", lang, count=plan.without))
