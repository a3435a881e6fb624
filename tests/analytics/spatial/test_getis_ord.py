"""Local G and G*: gatherings of high and of low, by hand and by counting."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spatial import NOT_SIGNIFICANT, Neighbours, getis_ord
from tests.analytics.spatial.graphs import board, gradient, name, noise


def test_scores_by_hand() -> None:
    """In a chain of 0 to 11 the first area and its neighbour have the mean 0.5, the neighbour alone 1."""
    graph, x = board(1, 12), np.arange(12.0)
    first = name(0, 0)
    star = getis_ord(gradient(1, 12), graph, seed=1).frame.at[first, "statistic"]
    assert star == pytest.approx((0.5 - 5.5) / (x.std() * math.sqrt((12 / 2 - 1) / 11)))
    plain = getis_ord(gradient(1, 12), graph, star=False, seed=1).frame.at[first, "statistic"]
    assert plain == pytest.approx((1 - 6) / (x[1:].std() * math.sqrt((11 / 1 - 1) / 10)))


@pytest.mark.parametrize("star", [True, False])
def test_p_values_are_those_of_all_ways_to_choose(*, star: bool) -> None:
    graph = board(1, 12)
    found = getis_ord(gradient(1, 12), graph, star=star, seed=1, permutations=20_000)
    # Two of twelve with a sum of at most 1: one of 66 ways. One of eleven others with at most 1: one of 11.
    expected = 2 / 66 if star else 2 / 11
    assert found.frame.at[name(0, 0), "p"] == pytest.approx(expected, abs=0.012)


@pytest.mark.parametrize("star", [True, False])
def test_a_gradient_gathers_at_both_ends(*, star: bool) -> None:
    found = getis_ord(gradient(6, 9), board(6, 9), star=star, seed=1).frame
    column = pd.Series([int(code[4:]) for code in found.index], index=found.index)
    inside = pd.Series([code[:3] not in ("r00", "r05") for code in found.index], index=found.index)
    assert set(found["cluster_fdr"][inside & (column == 0)]) == {"low"}
    assert set(found["cluster_fdr"][inside & (column == 8)]) == {"high"}
    assert set(found["cluster"][column == 4]) == {NOT_SIGNIFICANT}
    assert found["side"][column == 4].isna().all()


@pytest.mark.parametrize("star", [True, False])
def test_noise_is_under_control(*, star: bool) -> None:
    """200 maps of noise at 5 %: about 10 are called clustered, more than 20 with a chance below 1 in 500."""
    graph = board(5, 5)
    called = [
        getis_ord(noise(graph, seed), graph, star=star, seed=seed).frame["cluster_fdr"] for seed in range(200)
    ]
    assert sum(bool((one != NOT_SIGNIFICANT).any()) for one in called) <= 20


def test_a_high_area_among_low_ones_is_no_gathering_of_high() -> None:
    """What esda's conditional draws would do: hold the peak, and call its low surroundings significant."""
    graph = board(7, 7)
    values = noise(graph, 3) * 0.01
    values += pd.Series({code: 3.0 for code in graph.codes if code >= "r05"}).reindex(
        values.index, fill_value=0
    )
    values[name(1, 3)] = 30.0
    found = getis_ord(values, graph, seed=1).frame.loc[name(1, 3)]
    assert found["statistic"] > 0
    assert found["side"] == "high"
    assert found["cluster"] != "low"


def test_islands_gates_and_equal_values() -> None:
    graph = board(4, 4, more=("island",))
    values = noise(graph, 1)
    found = getis_ord(values, graph, seed=1)
    assert found.frame.loc["island"].drop("state").isna().all()
    assert found.frame.at["island", "state"] == "island"
    assert getis_ord(values * 0, graph, seed=1).status == "no_variation"
    few = getis_ord(gradient(3, 3), board(3, 3), seed=1)
    assert few.status == "too_few"
    assert few.frame.columns.tolist() == found.frame.columns.tolist()
    assert few.frame.drop(columns="state").isna().all(axis=None)


def test_an_area_next_to_all_others_has_no_score() -> None:
    codes = [f"a{i:02}" for i in range(12)]
    hub = Neighbours.from_pairs(codes, [("a00", other) for other in codes[1:]])
    values = pd.Series(np.arange(12.0), index=codes)
    for star in (True, False):
        row = getis_ord(values, hub, star=star, seed=1).frame.loc["a00"]
        assert math.isnan(row["statistic"])
        assert row["p"] == 1
        assert row["cluster"] == NOT_SIGNIFICANT


@given(seed=st.integers(0, 300), order=st.permutations(range(20)), star=st.booleans())
@settings(max_examples=15)
def test_unit_order_and_names_change_nothing(seed: int, order: list[int], *, star: bool) -> None:
    graph = board(4, 5)
    values = noise(graph, seed)
    first = getis_ord(values, graph, star=star, seed=seed).frame
    again = getis_ord(values.iloc[order] * 1000 + 5, graph, star=star, seed=seed).frame.loc[first.index]
    pd.testing.assert_frame_equal(again, first, check_exact=False, rtol=1e-9, atol=1e-9)
    new = {code: f"z{i}" for code, i in zip(graph.codes, order, strict=True)}
    renamed = Neighbours(tuple(new[code] for code in graph.codes), graph.links, graph.kind)
    other = getis_ord(values.rename(new), renamed, star=star, seed=seed).frame
    pd.testing.assert_frame_equal(other.set_axis(first.index), first)
