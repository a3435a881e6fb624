"""Rates of small populations: smoothing by hand, and Moran's I that size does not fool."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spatial import empirical_bayes, morans_i_rates
from tests.analytics.spatial.graphs import board, name

counts = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=3, max_size=12)


def rows(pairs: list[tuple[int, int]]) -> tuple[pd.Series[float], pd.Series[float]]:
    index = [name(0, at) for at in range(len(pairs))]
    return (pd.Series([pair[at] for pair in pairs], index=index, dtype="float64") for at in (0, 1))  # type: ignore[return-value]


def test_global_by_hand() -> None:
    events, people = rows([(2, 100), (30, 1000), (60, 1000)])
    common = 92 / 2100
    spread = (100 * (0.02 - common) ** 2 + 1000 * (0.03 - common) ** 2 + 1000 * (0.06 - common) ** 2) / 2100
    true = spread - common / 700
    weight = true / (true + common / 100)
    found = empirical_bayes(events, people, factor=1000)
    first = found.loc[name(0, 0)]
    assert first["raw_rate"] == pytest.approx(20)
    assert first["weight"] == pytest.approx(weight)
    assert first["smoothed_rate"] == pytest.approx(1000 * (weight * 0.02 + (1 - weight) * common))
    assert found["weight"].is_monotonic_increasing


def test_local_by_hand() -> None:
    """The first of a chain has itself and its one neighbour as reference, as if these two were all."""
    events, people = rows([(2, 100), (30, 200), (60, 1000), (10, 900)])
    local = empirical_bayes(events, people, neighbours=board(1, 4))
    two = empirical_bayes(events.iloc[:2], people.iloc[:2])
    assert local.iloc[0].to_dict() == two.iloc[0].to_dict()


def test_everybody_a_neighbour_is_the_global_one() -> None:
    events, people = rows([(2, 100), (30, 200), (60, 1000), (10, 900)])
    codes = list(events.index)
    from analytics.spatial import Neighbours

    whole = Neighbours.from_pairs(codes, [(a, b) for a in codes for b in codes if a < b])
    first, second = empirical_bayes(events, people), empirical_bayes(events, people, neighbours=whole)
    pd.testing.assert_frame_equal(first, second)


@given(pairs=counts)
def test_a_smoothed_rate_lies_between_its_own_and_the_common_one(pairs: list[tuple[int, int]]) -> None:
    events, people = rows(pairs)
    found = empirical_bayes(events, people)
    common = events.sum() / people.sum()
    low, high = np.minimum(found["raw_rate"], common), np.maximum(found["raw_rate"], common)
    assert ((found["smoothed_rate"] >= low - 1e-12) & (found["smoothed_rate"] <= high + 1e-12)).all()
    assert found["weight"].between(0, 1).all()
    larger = empirical_bayes(events * 4, people * 4)
    assert (larger["weight"] >= found["weight"] - 1e-12).all()


def test_rates_that_chance_explains_become_the_common_one() -> None:
    events, people = rows([(1, 1000), (2, 1000), (1, 1000), (2, 1000)])
    found = empirical_bayes(events, people)
    assert found["weight"].tolist() == [0] * 4
    assert found["smoothed_rate"].tolist() == pytest.approx([6 / 4000] * 4)


def test_nothing_happened_anywhere() -> None:
    events, people = rows([(0, 10), (0, 20), (0, 30)])
    found = empirical_bayes(events, people)
    assert found["smoothed_rate"].tolist() == [0, 0, 0]


def test_gaps_are_named() -> None:
    events, people = rows([(1, 10), (2, 0), (3, 40), (4, 50), (5, 60), (6, 70)])
    events.iloc[3] = math.nan
    found = empirical_bayes(events, people.iloc[:5], neighbours=board(1, 6))
    assert found["reason"].tolist() == ["island", "no_population", "island", "no_value", "island", "no_value"]
    assert found["smoothed_rate"].isna().all()
    assert found["raw_rate"].iloc[0] == 0.1
    everywhere = empirical_bayes(events, people.iloc[:5])
    assert everywhere["reason"].tolist() == ["", "no_population", "", "no_value", "", "no_value"]
    assert everywhere["smoothed_rate"].notna().tolist() == [True, False, True, False, True, False]


def test_size_alone_is_no_pattern() -> None:
    """One rate everywhere, few people in the south: at 5 % more than 12 of 100 are a pattern with a chance below 1 in 400."""
    graph = board(5, 8)
    people = pd.Series({code: 100.0 if code < "r02" else 10_000.0 for code in graph.codes})
    called = 0
    for seed in range(100):
        events = pd.Series(
            np.random.default_rng(seed).poisson(people * 0.02), index=people.index, dtype="float64"
        )
        called += morans_i_rates(events, people, graph, seed=seed).p <= 0.05
    assert called <= 12


def test_a_true_pattern_is_found() -> None:
    graph = board(5, 8)
    people = pd.Series(
        np.random.default_rng(1).integers(500, 50_000, 40), index=list(graph.codes), dtype="float64"
    )
    risk = np.array([0.01 + 0.01 * int(code[4:]) for code in graph.codes])
    events = pd.Series(np.round(people * risk), index=people.index)
    found = morans_i_rates(events, people, graph, seed=1)
    assert found.p == 0.002
    assert found.statistic > 0.5


def test_rates_without_a_test() -> None:
    graph = board(3, 4)
    people = pd.Series(100.0, index=list(graph.codes))
    assert morans_i_rates(people * 0, people, graph, seed=1).status == "no_variation"
    assert morans_i_rates(people * 0.1, people, graph, seed=1).status == "no_variation"
    unequal = pd.Series(np.arange(12.0) * 70 + 30, index=people.index)
    assert morans_i_rates(unequal * 0.07, unequal, graph, seed=1).status == "no_variation"
    people.iloc[:3] = 0
    found = morans_i_rates(people * 0 + np.arange(12), people, graph, seed=1)
    assert found.status == "too_few"
    assert set(found.left_out) == {"no_value"}


@given(pairs=st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5000)), min_size=12, max_size=12))
@settings(max_examples=20)
def test_units_change_nothing(pairs: list[tuple[int, int]]) -> None:
    events, people = rows(pairs)
    first = morans_i_rates(events, people, board(1, 12), seed=1)
    again = morans_i_rates(events.iloc[::-1], people, board(1, 12), seed=1)
    assert first.status == again.status
    if first.status == "ok":
        assert (first.statistic, first.p) == (again.statistic, again.p)


def test_faults_are_named_all_at_once() -> None:
    events, people = rows([(1, 10), (2, 20)])
    with pytest.raises(
        ValueError, match=r"`events`.*at least 0.*`population`.*infinite.*`factor`.*zzz is none"
    ):
        empirical_bayes(
            (-events).rename({name(0, 1): "zzz"}), people * math.inf, factor=0, neighbours=board(1, 2)
        )
    with pytest.raises(ValueError, match=r"`population`.*at least 0.*`permutations`"):
        morans_i_rates(events, -people, board(1, 2), permutations=5, seed=1)
