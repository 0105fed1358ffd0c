"""Which fields a person should look at, so that their verdicts prove something about all: a plan, drawn by a seed.

Enters: the results of a batch. Leaves: a plan. The same seed and results give the same plan on every machine and with
every version of Python: all chance comes from SHA-256. A field's lot is the hash of the seed and the field's name, and
the lowest lots are drawn; so a plan depends neither on the order of the inputs nor on how many workers read them.

Of money-unit sampling the population is every yuan of every amount: the money is laid out in the order of the documents
and cut into as many equal cells as yuan are to be drawn, and from each cell one yuan is drawn. That each cell has a lot
of its own, where others go on by the same step from cell to cell, is what makes the bound provable.
"""

import hashlib
import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import count
from math import ceil
from pathlib import Path

from extractor import __version__
from extractor.batch.store import MANIFEST
from extractor.bounds import bound_strata, find_size
from extractor.plans import DrawnField, Plan, Stratum
from extractor.population import Census, Unit, Wish, take_census, walk_wanted
from extractor.values import exact

_HASHES = 1 << 256


class EmptyPopulationError(Exception):
    """There is nothing to draw from."""


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
        drawn = list(_draw_money(walk_wanted(out, wish), census.yuan, size, wish.seed))
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
    for number, unit in enumerate(walk_wanted(out, wish)):
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
