"""What a sample proves: exact bounds for the share of wrong values, and how large a sample must be.

Enters: counts. Leaves: bounds and sizes. All arithmetic is exact or decimal, so every machine gives the same digits.

- One field out of many, drawn without replacement, `n` of `N`: the count of wrong ones in the sample is hypergeometric,
  and the bounds are those of its exact tails.
- Draws that are independent, each wrong with the same chance: binomial, after Clopper and Pearson.
- Strata, each sampled for itself, and cells of money: the count of wrong ones is a sum of independent draws with
  different chances. Hoeffding (1956) showed that its tails are no heavier than those of the binomial with the same
  mean, at least one away from it. The bounds of Clopper and Pearson for the mean, moved to that distance where
  they are nearer, therefore cover at least as often as promised.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from math import ceil, comb, floor

_DIGITS = 50
_STEPS = 80
MOST = 1_000_000
"""No larger sample is computed."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds of a share, from 0 to 1.

    Attributes:
        low: the share is at least this, `high`: and at most that, both together with the confidence asked for.
        most: the share is at most this, with that confidence for this one side alone.
    """

    low: Fraction
    high: Fraction
    most: Fraction


def bound_simple(population: int, size: int, wrong: int, confidence: Fraction) -> Interval:
    """Bound the share of wrong fields of a population of which `size` were drawn without replacement."""
    risk = 1 - confidence
    return Interval(
        Fraction(_find_fewest(population, size, wrong, risk / 2), population),
        Fraction(_find_most(population, size, wrong, risk / 2), population),
        Fraction(_find_most(population, size, wrong, risk), population),
    )


def bound_binomial(size: int, wrong: int, confidence: Fraction) -> Interval:
    """Bound the chance of a wrong draw after independent draws (Clopper and Pearson)."""
    risk = 1 - confidence
    return Interval(find_lower(size, wrong, risk / 2), find_upper(size, wrong, risk / 2), find_upper(size, wrong, risk))


def bound_mixed(size: int, wrong: int, confidence: Fraction) -> Interval:
    """Bound the mean chance of a wrong draw after independent draws whose chances differ (Hoeffding)."""
    exact = bound_binomial(size, wrong, confidence)
    away = min(Fraction(1), Fraction(wrong + 1, size))
    return Interval(
        min(exact.low, max(Fraction(0), Fraction(wrong - 1, size))), max(exact.high, away), max(exact.most, away)
    )


def bound_strata(strata: Sequence[tuple[int, int]], population: int, wrong: int, confidence: Fraction) -> Interval:
    """Bound the share of wrong fields in a population of which strata were sampled.

    Args:
        strata: how many fields each stratum has, and how many of them were drawn.
        population: how many fields the share is of: all, or those of one class.
        wrong: how many of the drawn ones are wrong.
        confidence: the chance that the bounds hold.
    """
    shares = [Fraction(drawn, fields) for fields, drawn in strata if fields]
    size = sum(drawn for _, drawn in strata)
    if min(shares) == 1:
        return Interval(*(Fraction(wrong, population),) * 3)
    if not min(shares):
        return Interval(Fraction(0), Fraction(1), Fraction(1))
    mean = bound_mixed(size, wrong, confidence)
    least, most = min(shares) * population, max(shares) * population
    return Interval(
        mean.low * size / most, min(Fraction(1), mean.high * size / least), min(Fraction(1), mean.most * size / least)
    )


def bound_misstated(size: int, taints: Sequence[Fraction], confidence: Fraction) -> Fraction:
    """Bound the share of money that is misstated, after Stringer, for draws of single yuan.

    Args:
        size: how many yuan were drawn.
        taints: for each that stands in a wrong amount, by which part of it the amount is wrong, at most 1.
        confidence: the chance that the bound holds.
    """
    risk = 1 - confidence
    bound, before = find_upper(size, 0, risk), find_upper(size, 0, risk)
    for count, taint in enumerate(sorted(taints, reverse=True), 1):
        upper = find_upper(size, count, risk)
        bound, before = bound + (upper - before) * taint, upper
    return min(Fraction(1), bound)


def write_percent(share: Fraction, *, up: bool = True) -> str:
    """Give a share in percent with three decimals, never nearer to the truth's wrong side: `0.997%`."""
    thousandths = share * 100_000
    rounded = ceil(thousandths) if up else floor(thousandths)
    whole, rest = divmod(rounded, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") + "%"


# ---- sizes ----------------------------------------------------------------------------------------------------------


def find_size(bound: Fraction, confidence: Fraction, wrong: int = 0, population: int | None = None) -> int:
    """Give how many fields must be drawn so that at most `wrong` wrong ones prove a share below a bound.

    299 for 1% at 95% and none wrong, since 0.99²⁹⁹ is less than 0.05. Of a small population fewer are enough.

    Raises:
        OverflowError: more than a million would be needed.
    """
    risk = 1 - confidence
    high = wrong + 1
    while not _is_rare(high, wrong, bound, risk):
        high *= 2
        if high > 2 * MOST:
            raise OverflowError(str(high))
    size = _bisect(wrong, high, lambda n: _is_rare(n, wrong, bound, risk))
    if population is None:
        return size
    faulty = ceil(bound * population)
    if faulty <= wrong or (size >= population and not _is_rare_in(population, faulty, population, wrong, risk)):
        return population
    return _bisect(wrong, min(size, population), lambda n: _is_rare_in(population, faulty, n, wrong, risk))


def _bisect(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Give the smallest number above `low` for which something holds; it holds for `high`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _is_rare(size: int, wrong: int, share: Fraction, risk: Fraction) -> bool:
    with localcontext(prec=_DIGITS):
        return _sum_binomial(size, wrong, _decimal(share)) <= _decimal(risk)


def _is_rare_in(population: int, faulty: int, size: int, wrong: int, risk: Fraction) -> bool:
    return _sum_hypergeometric(population, faulty, size, wrong) <= risk * comb(population, size)


# ---- tails ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def find_upper(size: int, wrong: int, risk: Fraction) -> Fraction:
    """Give the largest chance with which `wrong` or fewer of `size` draws are wrong at least as often as `risk`."""
    if wrong >= size:
        return Fraction(1)
    with localcontext(prec=_DIGITS):
        low, high = Decimal(wrong) / size, Decimal(1)
        limit = _decimal(risk)
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _sum_binomial(size, wrong, middle) > limit else (low, middle)
        return Fraction(high)


def find_lower(size: int, wrong: int, risk: Fraction) -> Fraction:
    """Give the smallest chance with which `wrong` or more of `size` draws are wrong at least as often as `risk`."""
    return 1 - find_upper(size, size - wrong, risk)


def _decimal(share: Fraction) -> Decimal:
    return Decimal(share.numerator) / share.denominator


def _sum_binomial(size: int, wrong: int, chance: Decimal) -> Decimal:
    """Give the chance of `wrong` or fewer of `size` independent draws."""
    if chance >= 1:
        return Decimal(int(wrong >= size))
    term = (1 - chance) ** size
    total, odds = term, chance / (1 - chance)
    for index in range(wrong):
        term = term * (size - index) / (index + 1) * odds
        total += term
    return total


def _find_most(population: int, size: int, wrong: int, risk: Fraction) -> int:
    """Give the most wrong fields of a population with which `wrong` or fewer are drawn at least as often as `risk`."""
    limit = risk * comb(population, size)
    low, high = wrong, population - (size - wrong) + 1
    while high - low > 1:
        middle = (low + high) // 2
        rare = _sum_hypergeometric(population, middle, size, wrong) <= limit
        low, high = (low, middle) if rare else (middle, high)
    return low


def _find_fewest(population: int, size: int, wrong: int, risk: Fraction) -> int:
    """Give the fewest wrong fields with which `wrong` or more are drawn at least as often as `risk`."""
    return population - _find_most(population, size, size - wrong, risk)


def _sum_hypergeometric(population: int, faulty: int, size: int, wrong: int) -> int:
    """Count the samples with `wrong` or fewer of the faulty fields."""
    sound = population - faulty
    first = max(0, size - sound)
    if first > wrong:
        return 0
    term = comb(faulty, first) * comb(sound, size - first)
    total = term
    for index in range(first, min(wrong, faulty, size)):
        term = term * (faulty - index) * (size - index) // ((index + 1) * (sound - size + index + 1))
        total += term
    return total
