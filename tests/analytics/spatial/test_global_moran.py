"""Moran's I: hand-made answers, patterns with a known sign, what may not change it, and what is no test."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spatial import Neighbours, gate, morans_i
from tests.analytics.spatial.graphs import ROOK, board, checkers, gradient, name, noise

NAN = math.nan


def test_a_chain_by_hand() -> None:
    """0 to 9 in a row: deviations -4.5 to 4.5, each end sees one neighbour and every other one the mean of two."""
    graph = board(1, 10)
    found = morans_i(gradient(1, 10), graph, seed=1)
    # Inside, the mean of both neighbours is the value itself; the ends see a value one nearer to the mean.
    expected = (82.5 - 2 * 4.5) / 82.5
    assert found.statistic == pytest.approx(expected, abs=1e-12)
    assert found.expected == pytest.approx(-1 / 9)
    assert found.p == 0.002
    assert found.gate == "caution"


def test_a_checkerboard_is_as_unlike_as_can_be() -> None:
    found = morans_i(checkers(6, 6), board(6, 6, ROOK), seed=1)
    assert found.statistic == pytest.approx(-1.0, abs=1e-12)
    assert found.p == 0.002
    assert found.z < -4
    assert found.gate == "full"


def test_expected_value_and_spread_are_those_of_the_permutations() -> None:
    found = morans_i(noise(board(6, 6), 5), board(6, 6), seed=3, permutations=20_000)
    assert len(found.permuted) == 20_000
    assert found.permuted.mean() == pytest.approx(found.expected, abs=4 * found.sd / math.sqrt(20_000))
    assert found.permuted.std() == pytest.approx(found.sd, rel=0.02)
    assert found.z == pytest.approx((found.statistic - found.expected) / found.sd)


def test_the_slope_of_the_scatter_is_the_statistic() -> None:
    graph = board(5, 7)
    found = morans_i(noise(graph, 2), graph, seed=1)
    slope = np.polyfit(found.scatter["value_z"], found.scatter["lag_z"], 1)[0]
    assert slope == pytest.approx(found.statistic, abs=1e-12)


def test_noise_is_called_a_pattern_about_as_often_as_promised() -> None:
    """200 maps of noise at 5 %: between 2 and 20 are called one (outside with a chance below 1 in 1000)."""
    graph = board(5, 6)
    called = sum(morans_i(noise(graph, seed), graph, seed=seed).p <= 0.05 for seed in range(200))
    assert 2 <= called <= 20


@given(
    values=st.lists(
        st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda x: round(x, 3)),
        min_size=12,
        max_size=12,
        unique=True,
    ),
    factor=st.sampled_from([1e-9, 0.5, 3.0, 1e12]),
    shift=st.sampled_from([0.0, 5.0]),
    order=st.permutations(range(12)),
)
@settings(max_examples=40)
def test_units_order_and_names_change_nothing(
    values: list[float], factor: float, shift: float, order: list[int]
) -> None:
    graph = board(3, 4)
    series = pd.Series(values, index=list(graph.codes))
    first = morans_i(series, graph, seed=4)
    again = morans_i(series.iloc[order] * factor + shift * factor, graph, seed=4)
    assert again.statistic == pytest.approx(first.statistic, abs=1e-9)
    new = {code: f"z{i}" for code, i in zip(graph.codes, order, strict=True)}
    renamed = Neighbours(tuple(new[code] for code in graph.codes), graph.links, graph.kind)
    same = morans_i(series.rename(new), renamed, seed=4)
    assert (same.statistic, same.p) == (first.statistic, first.p)
    assert np.array_equal(same.permuted, first.permuted)


def test_a_seed_gives_one_answer_and_another_seed_another() -> None:
    graph = board(4, 5)
    values = noise(graph, 1)
    first, again, other = (morans_i(values, graph, seed=seed) for seed in (7, 7, 8))
    assert np.array_equal(first.permuted, again.permuted)
    assert not np.array_equal(first.permuted, other.permuted)
    assert first.statistic == other.statistic


def test_what_has_no_value_or_no_neighbour_is_left_out_and_named() -> None:
    graph = board(3, 5, more=("island",))
    values = gradient(3, 5)
    values["island"] = 1e6
    values[name(1, 1)] = NAN
    without = values.drop(name(0, 4))
    found = morans_i(without, graph, seed=1)
    assert found.n == 13
    assert found.left_out.to_dict() == {
        name(1, 1): "no_value",
        name(0, 4): "no_value",
        "island": "island",
    }
    bare = morans_i(without.drop([name(1, 1), "island"]), graph.only(set(found.scatter.index)), seed=1)
    assert (bare.statistic, bare.p) == (found.statistic, found.p)


def test_a_missing_value_makes_islands_and_lone_pairs() -> None:
    graph = board(1, 14)
    values = gradient(1, 14)
    values[[name(0, 1), name(0, 4)]] = NAN
    found = morans_i(values, graph, seed=1)
    assert found.left_out[name(0, 0)] == "island"
    assert found.left_out[[name(0, 2), name(0, 3)]].tolist() == ["lone_pair"] * 2
    assert found.n == 9
    assert found.status == "too_few"


@pytest.mark.parametrize("value", [0.0, 7.25, -1e300, 0.1 + 0.2])
def test_equal_values_are_no_variation(value: float) -> None:
    graph = board(4, 4)
    values = pd.Series(value, index=list(graph.codes))
    values.iloc[0] *= 1 + 1e-15
    found = morans_i(values, graph, seed=1)
    assert found.status == "no_variation"
    assert math.isnan(found.statistic)
    assert math.isnan(found.p)
    assert len(found.permuted) == 0


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_very_small_and_very_large_numbers(scale: float) -> None:
    graph = board(4, 4)
    plain = morans_i(gradient(4, 4), graph, seed=1)
    assert morans_i(gradient(4, 4) * scale, graph, seed=1).statistic == pytest.approx(plain.statistic)


@pytest.mark.parametrize(
    ("n", "expected"), [(0, "none"), (9, "none"), (10, "caution"), (29, "caution"), (30, "full")]
)
def test_gates(n: int, expected: str) -> None:
    assert gate(n) == expected
    found = morans_i(gradient(1, n), board(1, n), seed=1)
    assert found.gate == expected
    assert (found.status == "ok") == (n >= 10)
    assert math.isnan(found.p) == (n < 10)


def test_two_values_only() -> None:
    """Ties: a single 1 among zeros has six kinds of places on a board of 5 x 5."""
    graph = board(5, 5)
    values = pd.Series(0.0, index=list(graph.codes))
    values[name(2, 2)] = 1.0
    found = morans_i(values, graph, seed=1)
    assert len(set(found.permuted.round(12))) == 6
    assert found.p > 0.05


def test_faults_are_named_all_at_once() -> None:
    graph = board(2, 2)
    values = pd.Series([1.0, math.inf, 3.0], index=[name(0, 0), name(0, 0), "zzz"])
    with pytest.raises(ValueError, match=r"came again.*is infinite.*zzz is none"):
        morans_i(values, graph, seed=1)
    with pytest.raises(ValueError, match=r"`permutations`.*998.*`seed`.*-1"):
        morans_i(gradient(2, 2), graph, permutations=998, seed=-1)
    with pytest.raises(ValueError, match="`seed` must be a whole number"):
        morans_i(gradient(2, 2), graph, seed=None)  # type: ignore[arg-type]
