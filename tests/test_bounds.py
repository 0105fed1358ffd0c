"""What a sample proves holds at least as often as promised."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from math import comb, isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.bounds import (
    Interval,
    bound_binomial,
    bound_misstated,
    bound_mixed,
    bound_simple,
    bound_strata,
    find_size,
    find_upper,
    write_percent,
)

SURE = Fraction(95, 100)
ONE = Fraction(1, 100)
DRAWS = 10_000
SLACK = 0.005
"""What chance may take from 95% in 10,000 draws: more than two standard deviations."""


# ---- sizes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "confidence", "wrong", "size"),
    [
        (ONE, SURE, 0, 299),
        (ONE, SURE, 1, 473),
        (Fraction(5, 100), SURE, 0, 59),
        (Fraction(1, 1000), SURE, 0, 2995),
        (ONE, Fraction(99, 100), 0, 459),
        (Fraction(1, 2), Fraction(1, 2), 0, 1),
    ],
)
def test_the_sizes_that_auditors_know(bound: Fraction, confidence: Fraction, wrong: int, size: int) -> None:
    assert find_size(bound, confidence, wrong) == size
    assert bound_binomial(size, wrong, confidence).most <= bound < bound_binomial(size - 1, wrong, confidence).most or (
        size == 1
    )


@pytest.mark.parametrize(
    ("population", "size"), [(1, 1), (10, 10), (100, 95), (300, 189), (1000, 258), (10_000, 294), (10**8, 299)]
)
def test_a_small_population_needs_fewer(population: int, size: int) -> None:
    assert find_size(ONE, SURE, 0, population) == size
    assert bound_simple(population, size, 0, SURE).most < ONE


def test_a_bound_that_no_sample_can_prove_needs_all() -> None:
    assert find_size(ONE, SURE, 5, 300) == 300
    with pytest.raises(OverflowError):
        find_size(Fraction(1, 10**9), SURE)


# ---- bounds ---------------------------------------------------------------------------------------------------------


def test_bounds_without_a_wrong_one_are_exact() -> None:
    for size in (1, 2, 59, 299, 2995):
        assert isclose(bound_binomial(size, 0, SURE).most, 1 - 0.05 ** (1 / size), rel_tol=1e-12)
        assert bound_binomial(size, 0, SURE).low == 0
        assert bound_binomial(size, size, SURE).most == 1


@pytest.mark.parametrize(
    ("size", "wrong", "low", "high", "most"),
    [  # scipy.stats.binomtest(wrong, size, alternative=...).proportion_ci(0.95, "exact")
        (10, 0, 0.0, 0.30849710781876294, 0.2588655508933471),
        (10, 3, 0.06673951117773447, 0.652452850060008, 0.6066242161055765),
        (100, 5, 0.016431879181728278, 0.11283491110546288, 0.10225337764327457),
        (20, 20, 0.8315665290169145, 1.0, 1.0),
        (299, 0, 0.0, 0.012261595907536983, 0.009969146792958017),
        (299, 3, 0.00207393636328906, 0.029040380893126758, 0.025726467406897113),
        (2995, 17, 0.0033099259186363723, 0.009072522293378927, 0.00850184840778374),
    ],
)
def test_intervals_are_those_of_clopper_and_pearson(
    size: int, wrong: int, low: float, high: float, most: float
) -> None:
    found = bound_binomial(size, wrong, SURE)
    for ours, theirs in zip((found.low, found.high, found.most), (low, high, most), strict=True):
        assert isclose(ours, theirs, rel_tol=1e-9)


@pytest.mark.parametrize(
    ("sample", "counts"),
    [  # searched with scipy.stats.hypergeom.cdf and .sf
        ((2000, 150, 0), (0, 46, 38)),
        ((2000, 150, 3), (10, 111, 99)),
        ((5890, 291, 0), (0, 72, 58)),
        ((123456, 299, 2), (101, 2954, 2578)),
        ((10**7, 500, 4), (21841, 203553, 182125)),
    ],
)
def test_bounds_of_a_population_are_those_of_the_hypergeometric_tails(
    sample: tuple[int, int, int], counts: tuple[int, int, int]
) -> None:
    population, size, wrong = sample
    low, high, most = (Fraction(count, population) for count in counts)
    assert bound_simple(population, size, wrong, SURE) == Interval(low, high, most)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))))
@settings(max_examples=60, deadline=None)
def test_a_bound_is_where_the_tail_is_the_risk(counts: tuple[int, int]) -> None:
    size, wrong = counts
    upper = find_upper(size, wrong, ONE)
    tail = sum(comb(size, k) * upper**k * (1 - upper) ** (size - k) for k in range(wrong + 1))
    assert wrong == size or isclose(tail, ONE, rel_tol=1e-9)
    assert tail >= ONE if wrong == size else tail <= ONE


@given(st.integers(1, 40), st.data())
@settings(max_examples=60, deadline=None)
def test_a_bound_of_a_small_population_is_where_counting_says_so(population: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, population))
    wrong = data.draw(st.integers(0, size))
    most = max(
        faulty
        for faulty in range(wrong, population - (size - wrong) + 1)
        if sum(comb(faulty, k) * comb(population - faulty, size - k) for k in range(wrong + 1)) * 20
        > comb(population, size)
    )
    found = bound_simple(population, size, wrong, SURE)
    assert found.most == Fraction(most, population)
    assert found.low <= Fraction(wrong, size or 1) * Fraction(size, population) + 1 - Fraction(size, population)
    assert found.low <= found.most <= found.high


def test_who_looks_at_everything_knows_everything() -> None:
    exact = Fraction(3, 50)
    assert bound_simple(50, 50, 3, SURE) == Interval(exact, exact, exact)
    assert bound_strata([(20, 20), (30, 30)], 50, 3, SURE) == Interval(exact, exact, exact)


def test_who_looks_at_nothing_knows_nothing() -> None:
    nothing = Interval(Fraction(0), Fraction(1), Fraction(1))
    assert bound_simple(50, 0, 0, SURE) == nothing
    assert bound_strata([(20, 5), (30, 0)], 50, 0, SURE) == nothing


def test_a_bound_after_stringer_lies_between_none_and_all_wrong() -> None:
    assert bound_misstated(100, [], SURE) == bound_binomial(100, 0, SURE).most
    assert bound_misstated(100, [Fraction(1)] * 2, SURE) == bound_binomial(100, 2, SURE).most
    half = bound_misstated(100, [Fraction(1, 2), Fraction(1)], SURE)
    assert bound_binomial(100, 1, SURE).most < half < bound_binomial(100, 2, SURE).most


def test_percentages_are_rounded_to_the_safe_side() -> None:
    assert write_percent(Fraction(996915, 100_000_000)) == "0.997%"
    assert write_percent(Fraction(996915, 100_000_000), up=False) == "0.996%"
    assert [write_percent(Fraction(share)) for share in (0, 1)] == ["0%", "100%"]
    assert write_percent(SURE) == "95%"


# ---- planted errors, 10,000 draws: the bounds hold as often as promised ---------------------------------------------


def cover(draws: Iterable[int], bound: Callable[[int], Interval], truth: Fraction) -> None:
    """See in how many of 10,000 samples the truth lies in the interval, and below the one-sided bound."""
    counts = Counter(draws)
    assert counts.total() == DRAWS
    bounds = {wrong: bound(wrong) for wrong in counts}
    inside = sum(count for wrong, count in counts.items() if bounds[wrong].low <= truth <= bounds[wrong].high)
    below = sum(count for wrong, count in counts.items() if truth <= bounds[wrong].most)
    assert inside / DRAWS >= float(SURE) - SLACK
    assert below / DRAWS >= float(SURE) - SLACK


def draw_wrong(chance: random.Random, population: int, faulty: int, size: int) -> list[int]:
    """Draw 10,000 samples without replacement; give how many of each are faulty."""
    counts = range(max(0, size - (population - faulty)), min(faulty, size) + 1)
    weights = [comb(faulty, count) * comb(population - faulty, size - count) for count in counts]
    scale = sum(weights)
    return chance.choices(counts, [weight / scale for weight in weights], k=DRAWS)


@pytest.fixture
def chance() -> random.Random:
    return random.Random(20261130)  # noqa: S311 - a fixed seed is what is wanted


@pytest.mark.parametrize("size", [60, 299])
@pytest.mark.parametrize("faulty", [0, 1, 10, 20, 60, 300, 1000, 1990, 2000])
def test_fields_drawn_from_all(chance: random.Random, size: int, faulty: int) -> None:
    draws = draw_wrong(chance, 2000, faulty, size)
    cover(draws, lambda wrong: bound_simple(2000, size, wrong, SURE), Fraction(faulty, 2000))


STRATA = [(1200, 91), (700, 53), (90, 7), (10, 1)]
"""Fields and drawn ones of four strata: 7.5% of each, rounded up."""


@pytest.mark.parametrize(
    "faulty",
    [(0, 0, 0, 0), (30, 0, 0, 0), (0, 20, 0, 0), (0, 0, 20, 0), (0, 0, 0, 10), (5, 5, 5, 5), (600, 9, 90, 10)],
)
def test_fields_drawn_from_strata(chance: random.Random, faulty: tuple[int, ...]) -> None:
    parts = [draw_wrong(chance, fields, wrong, drawn) for (fields, drawn), wrong in zip(STRATA, faulty, strict=True)]
    draws = map(sum, zip(*parts, strict=True))
    cover(draws, lambda wrong: bound_strata(STRATA, 2000, wrong, SURE), Fraction(sum(faulty), 2000))


@pytest.mark.parametrize("shares", [(0.0,), (0.02,), (0.3,), (0.0, 0.04), (1.0, 0.0, 0.0, 0.0), (0.5, 0.01)])
def test_draws_with_different_chances(chance: random.Random, shares: tuple[float, ...]) -> None:
    chances = [shares[number % len(shares)] for number in range(60)]
    draws = (sum(chance.random() < each for each in chances) for _ in range(DRAWS))
    cover(draws, lambda wrong: bound_mixed(60, wrong, SURE), sum(map(Fraction, chances), Fraction(0)) / 60)


@pytest.mark.parametrize(("share", "taint"), [(0.0, 0.0), (0.05, 1.0), (0.05, 0.1), (0.3, 0.5)])
def test_misstated_money(chance: random.Random, share: float, taint: float) -> None:
    truth = Fraction(share) * Fraction(taint)
    bounds = [bound_misstated(60, [Fraction(taint)] * wrong, SURE) for wrong in range(61)]
    draws = (sum(chance.random() < share for _ in range(60)) for _ in range(DRAWS))
    assert sum(truth <= bounds[wrong] for wrong in draws) / DRAWS >= float(SURE) - SLACK
