"""Class limits: printed limits are the true ones, and no class is empty."""

from __future__ import annotations

import math
import time
from decimal import Decimal

import mapclassify
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.classify import MAX_CLASSES, SCHEMES, classify
from analytics.rounding import rounded

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)
tiny_or_huge = st.one_of(finite, st.floats(-1e-6, 1e-6), st.integers(-20, 20).map(float), st.just(math.nan))
pools = st.lists(tiny_or_huge, max_size=60)
published = st.lists(st.integers(-3000, 3000).map(lambda n: n / 100), min_size=1, max_size=80)


def series(values: list[float]) -> pd.Series:
    return pd.Series(values, dtype="float64")


@given(pools, st.sampled_from(SCHEMES), st.integers(1, 9), st.sampled_from([None, 0, 1, 2, 4]))
@settings(max_examples=400)
def test_every_pooled_value_has_a_class_and_no_class_is_empty(
    values: list[float], scheme: str, k: int, decimals: int | None
) -> None:
    pool = series(values)
    classes = classify(pool, scheme=scheme, k=k, decimals=decimals)
    assigned = classes.assign(pool)
    assert assigned.isna().equals(pool.isna())
    counts = classes.counts(pool)
    assert len(counts) == classes.k
    assert sum(counts) == classes.n == pool.notna().sum()
    assert all(count > 0 for count in counts)


@given(pools, st.sampled_from(SCHEMES), st.integers(1, 9), st.sampled_from([None, 0, 2]))
@settings(max_examples=300)
def test_limits_ascend_and_hold_what_they_say(
    values: list[float], scheme: str, k: int, decimals: int | None
) -> None:
    pool = series(values)
    classes = classify(pool, scheme=scheme, k=k, decimals=decimals)
    if not classes.k:
        assert classes.edges == ()
        return
    edges = classes.edges
    # All limits differ, but the last two may be equal: a top class of one published number.
    assert list(edges[:-1]) == sorted(set(edges[:-1]))
    assert edges[-1] >= edges[-2] or classes.k == 1
    printed = rounded(pool, decimals=classes.places)
    assert edges[0] == printed.min()
    assert edges[-1] == printed.max()
    for value, number in zip(printed.dropna(), classes.assign(pool).dropna(), strict=True):
        inside = edges[number] <= value < edges[number + 1]
        assert inside or (number == classes.k - 1 and edges[number] <= value <= edges[-1])


@given(published, st.sampled_from(SCHEMES), st.integers(1, 7))
@settings(max_examples=300)
def test_limits_are_numbers_of_the_published_decimals(values: list[float], scheme: str, k: int) -> None:
    for edge in classify(series(values), scheme=scheme, k=k, decimals=2).edges:
        assert Decimal(repr(edge)) == Decimal(f"{edge:.2f}")


@given(published, st.sampled_from(["quantiles", "fisher_jenks"]), st.integers(1, 7))
@settings(max_examples=200)
def test_as_many_classes_as_wanted_or_as_there_are_numbers(values: list[float], scheme: str, k: int) -> None:
    distinct = len(set(values))
    assert classify(series(values), scheme=scheme, k=k, decimals=2).k == min(k, distinct)


@given(published, st.integers(2, 7), st.integers(-1000, 1000).map(lambda n: n / 100))
@settings(max_examples=200)
def test_a_midpoint_inside_the_values_is_a_limit(values: list[float], k: int, midpoint: float) -> None:
    classes = classify(series(values), k=k, decimals=2, midpoint=midpoint)
    assert classes.midpoint == midpoint
    if min(values) < midpoint <= max(values):
        assert midpoint in classes.edges
        assert classes.edges[classes.below] == midpoint
    below = sum(classes.counts(series(values))[: classes.below])
    assert below == sum(value < midpoint for value in values)


@given(
    published, st.sampled_from(SCHEMES), st.integers(1, 9), st.integers(-3000, 3000).map(lambda n: n / 100)
)
@settings(max_examples=400)
def test_there_are_colours_for_all_classes_around_a_midpoint(
    values: list[float], scheme: str, k: int, midpoint: float
) -> None:
    assert classify(series(values), scheme=scheme, k=k, decimals=2, midpoint=midpoint).k <= MAX_CLASSES


def test_round_steps_on_both_sides_of_a_midpoint_are_few_enough() -> None:
    # Four classes wanted on each side, ten came: below the middle steps of 10, above it steps of 0.2.
    values = series([*np.linspace(60, 101, 400).round(1)])
    assert classify(values, scheme="pretty", k=8, decimals=1, midpoint=100).k <= MAX_CLASSES


@given(published, st.sampled_from(SCHEMES))
@settings(max_examples=100)
def test_order_of_places_does_not_matter(values: list[float], scheme: str) -> None:
    assert classify(series(values), scheme=scheme, decimals=2) == classify(
        series(values[::-1]), scheme=scheme, decimals=2
    )


def test_quantiles_of_the_first_hundred_numbers() -> None:
    classes = classify(series(list(range(1, 101))), k=4, decimals=0)
    # 26, 51 and 76 would part them exactly; one value in a hundred changes class for the rounder limit.
    assert classes.edges == (1.0, 25.0, 50.0, 75.0, 100.0)
    assert classes.counts(series(list(range(1, 101)))) == (24, 25, 25, 26)


def test_one_number_that_most_places_share_takes_one_class_only() -> None:
    values = series([0.0] * 60 + [float(n) for n in range(1, 41)])
    classes = classify(values, k=5, decimals=0)
    assert classes.edges[:2] == (0.0, 1.0)
    assert classes.counts(values)[0] == 60
    assert all(9 <= count <= 11 for count in classes.counts(values)[1:])


def test_limits_become_round_where_hardly_a_value_changes_class() -> None:
    rng = np.random.default_rng(5)
    values = pd.Series(np.round(rng.gamma(3, 4, 5000), 2))
    classes = classify(values, k=5, decimals=2)
    assert all(edge == round(edge, 1) for edge in classes.edges[1:-1])
    counts = classes.counts(values)
    assert max(counts) - min(counts) < 0.06 * len(values)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_equal_values_give_one_class_of_that_number(scheme: str) -> None:
    classes = classify(series([5.37, 5.37, math.nan]), scheme=scheme, decimals=2)
    assert classes.edges == (5.37, 5.37)
    assert classes.gadf == 1.0
    assert classes.assign(series([5.37, math.nan])).tolist() == [0, pd.NA]


@pytest.mark.parametrize("values", [[], [math.nan], [math.inf]])
def test_no_value_gives_no_class(values: list[float]) -> None:
    classes = classify(series(values))
    assert classes.k == 0
    assert classes.edges == ()
    assert math.isnan(classes.gadf)
    assert classes.counts(series([math.nan])) == ()
    assert classes.histogram().empty


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([1e-9, 2e-9, 5e-9], (1e-9, 2e-9, 5e-9, 5e-9)),
        ([1e15, 2e15, 3.5e15], (1e15, 2e15, 3e15, 3.5e15)),
        ([-3.0, -1.0], (-3.0, -2.0, -1.0)),
        ([0.29, 0.57, 0.58], (0.29, 0.5, 0.58, 0.58)),
    ],
    ids=["tiny", "huge", "negative", "no exact binary"],
)
def test_tiny_huge_and_negative_values(values: list[float], edges: tuple[float, ...]) -> None:
    assert classify(series(values)).edges == edges


def test_values_that_print_alike_share_a_class_and_stand_where_they_print() -> None:
    values = series([0.996, 1.004, 1.2, 1.995, 2.004])
    classes = classify(values, k=3, decimals=2)
    assert classes.edges == (1.0, 1.2, 2.0, 2.0)
    assert classes.assign(values).tolist() == [0, 0, 1, 2, 2]
    assert classify(series([0.001, 0.002]), decimals=2).edges == (0.0, 0.0)


@given(
    st.lists(
        st.one_of(st.floats(-1e6, 1e6), st.integers(-99999, 99999).map(lambda n: n / 1000)),
        min_size=1,
        max_size=30,
    ),
    st.integers(0, 4),
)
def test_the_printed_number_decides_the_class(values: list[float], decimals: int) -> None:
    pool = series(values)
    classes = classify(pool, decimals=decimals)
    printed = rounded(pool, decimals=decimals)
    assert classes.assign(printed).equals(classes.assign(pool))
    assert classes.edges[0] == printed.min()
    assert classes.edges[-1] == printed.max()


def test_a_value_that_was_not_pooled_is_refused() -> None:
    classes = classify(series([1, 2, 3]), decimals=0)
    with pytest.raises(ValueError, match=r"1 do not .*pool every value"):
        classes.assign(series([2, 4]))


def test_faults_are_reported_together() -> None:
    with pytest.raises(ValueError, match=r"`scheme` must be one of .*`k` must be 1 to 9"):
        classify(series([1]), scheme="rainbow", k=0)


def test_index_and_name_are_kept() -> None:
    values = pd.Series([1.0, math.nan, 3.0], index=["a", "b", "c"], name="hdi")
    assigned = classify(values, decimals=0).assign(values)
    assert assigned.index.equals(values.index)
    assert assigned.name == "hdi"
    assert assigned.dtype == "Int8"


@pytest.mark.filterwarnings("ignore:Numba not installed")
@pytest.mark.parametrize("seed", range(6))
def test_fisher_jenks_is_as_good_as_mapclassify(seed: int) -> None:
    """The same least squared deviation: limits may differ inside a gap, the partition may not be worse."""
    values = np.round(np.random.default_rng(seed).lognormal(1, 0.8, 150), 2)
    ours = classify(pd.Series(values), scheme="fisher_jenks", k=5, decimals=2).assign(pd.Series(values))
    theirs = pd.Series(mapclassify.FisherJenks(values, k=5).yb)

    def squared(groups: pd.Series) -> float:
        return float(sum(((part - part.mean()) ** 2).sum() for _, part in pd.Series(values).groupby(groups)))

    assert squared(ours.astype(int)) == pytest.approx(squared(theirs), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_quantiles_agree_with_mapclassify_where_nothing_ties(seed: int) -> None:
    values = np.random.default_rng(seed).permutation(np.arange(1, 501)) / 100
    ours = classify(pd.Series(values), k=5, decimals=2).counts(pd.Series(values))
    theirs = mapclassify.Quantiles(values, k=5).counts
    assert np.abs(np.array(ours) - theirs).max() <= math.ceil(0.015 * 500) * 2


def test_equal_intervals_are_those_of_mapclassify() -> None:
    values = np.arange(0, 101, dtype="float64")
    ours = classify(pd.Series(values), scheme="equal_interval", k=5, decimals=0)
    assert ours.edges[1:] == tuple(mapclassify.EqualInterval(values, k=5).bins)


def test_pretty_limits_are_multiples_of_one_round_step() -> None:
    classes = classify(series(list(np.linspace(3.2, 96.1, 200).round(1))), scheme="pretty", decimals=1)
    steps = np.diff(classes.edges[1:-1])
    assert set(steps) == {20.0}
    assert all(edge % 20 == 0 for edge in classes.edges[1:-1])


def test_fit_is_that_of_mapclassify() -> None:
    values = np.round(np.random.default_rng(3).normal(50, 10, 300), 1)
    classes = classify(pd.Series(values), scheme="fisher_jenks", decimals=1)
    # Its limits belong to the class below, ours to the one above.
    bins = [edge - 0.05 for edge in classes.edges[1:-1]] + [classes.edges[-1]]
    theirs = mapclassify.UserDefined(values, bins)
    assert classes.gadf == pytest.approx(theirs.get_gadf(), abs=1e-9)


@given(published, st.integers(1, 40))
@settings(max_examples=150)
def test_histogram_counts_every_value_once_inside_its_class(values: list[float], bins: int) -> None:
    pool = series(values)
    classes = classify(pool, decimals=2)
    bars = classes.histogram(bins)
    assert bars["count"].sum() == len(values)
    width = bars["right"] - bars["left"]
    if len(set(values)) > 1:
        assert np.allclose(bars["density"] * width, bars["count"])
        for bar in bars.to_dict("records"):
            assert (
                classes.edges[bar["class"]] <= bar["left"] < bar["right"] <= classes.edges[bar["class"] + 1]
            )


def test_histogram_can_leave_out_a_long_tail() -> None:
    values = series([*map(float, range(100)), 10_000.0])
    bars = classify(values, decimals=0).histogram(upper=99.0)
    assert bars["right"].max() == 99.0
    assert bars["count"].sum() == 100


@pytest.mark.parametrize(("scheme", "limit_ms"), [("quantiles", 50), ("fisher_jenks", 300)])
def test_fifteen_years_of_514_places_are_quick(scheme: str, limit_ms: float) -> None:
    values = pd.Series(np.round(np.random.default_rng(1).gamma(3, 4, 514 * 15), 2))
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        classify(values, scheme=scheme, decimals=2)
        taken.append((time.perf_counter() - start) * 1000)
    assert min(taken) < limit_ms
