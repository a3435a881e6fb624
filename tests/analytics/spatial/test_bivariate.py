"""Two variables: signs that are known, classes whose limits hold, ties that stay together."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spatial import (
    bivariate_classes,
    local_moran,
    local_moran_bivariate,
    morans_i,
    morans_i_bivariate,
)
from tests.analytics.spatial.graphs import ROOK, board, checkers, gradient, name, noise

NAN = math.nan


def test_a_variable_with_itself_is_morans_i() -> None:
    graph = board(5, 6)
    values = noise(graph, 1)
    both = morans_i_bivariate(values, values, graph, seed=1)
    assert both.statistic == pytest.approx(morans_i(values, graph, seed=1).statistic, abs=1e-12)
    assert both.correlation == pytest.approx(1)
    local = local_moran_bivariate(values, values, graph, seed=1).frame
    pd.testing.assert_frame_equal(local, local_moran(values, graph, seed=1).frame)


def test_signs() -> None:
    graph = board(5, 8)
    rising = gradient(5, 8)
    assert morans_i_bivariate(rising, rising * 3, graph, seed=1).p == 0.002
    against = morans_i_bivariate(rising, -rising, graph, seed=1)
    assert against.statistic < -0.5
    assert against.p == 0.002
    assert against.expected == 0
    black = checkers(6, 6)
    assert morans_i_bivariate(black, 1 - black, board(6, 6, ROOK), seed=1).statistic == pytest.approx(1)


def test_the_slope_of_the_scatter_is_the_statistic() -> None:
    graph = board(5, 6)
    found = morans_i_bivariate(noise(graph, 1), noise(graph, 2), graph, seed=1)
    slope = np.polyfit(found.scatter["value_z"], found.scatter["lag_z"], 1)[0]
    assert slope == pytest.approx(found.statistic, abs=1e-12)


def test_unrelated_noise_is_called_related_about_as_often_as_promised() -> None:
    graph = board(5, 6)
    called = sum(
        morans_i_bivariate(noise(graph, seed), noise(graph, 1000 + seed), graph, seed=seed).p <= 0.05
        for seed in range(100)
    )
    assert called <= 12


def test_local_quadrants() -> None:
    found = local_moran_bivariate(gradient(6, 9), -gradient(6, 9), board(6, 9), seed=1).frame
    assert found.at[name(2, 0), "cluster_fdr"] == "low_high"
    assert found.at[name(2, 8), "cluster_fdr"] == "high_low"


def test_an_area_needs_both() -> None:
    graph = board(4, 4, more=("island",))
    x, y = noise(graph, 1), noise(graph, 2).drop(name(0, 1))
    x[name(0, 0)] = NAN
    found = local_moran_bivariate(x, y, graph, seed=1)
    assert found.left_out.to_dict() == {name(0, 0): "no_value", name(0, 1): "no_value", "island": "island"}
    assert found.frame.index.equals(x.index)
    flat = morans_i_bivariate(x, y * 0, graph, seed=1)
    assert flat.status == "no_variation"
    assert math.isnan(flat.correlation)
    assert local_moran_bivariate(x * 0, y, graph, seed=1).status == "no_variation"
    with pytest.raises(ValueError, match="`around` must be finite"):
        morans_i_bivariate(x, y + math.inf, graph, seed=1)


def numbered(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=[f"p{i:02}" for i in range(len(values))], dtype="float64")


def test_nine_classes_need_thirty_areas() -> None:
    full, small = numbered(*range(30)), numbered(*range(29))
    nine, four = bivariate_classes(full, full), bivariate_classes(small, -small)
    assert nine.x_limits == ((0, 9), (10, 19), (20, 29))
    assert nine.counts.to_numpy().tolist() == [[10, 0, 0], [0, 10, 0], [0, 0, 10]]
    assert len(four.x_limits) == 2
    # The middle of 29 stands in the upper half in both directions.
    assert four.x_limits == ((0, 13), (14, 28))
    assert four.y_limits == ((-28, -15), (-14, 0))
    assert four.n == 29


def test_equal_values_stay_together_and_no_class_is_empty() -> None:
    many = numbered(*[0] * 20, *range(1, 11))
    found = bivariate_classes(many, numbered(*range(30)))
    assert found.x_limits == ((0, 0), (1, 10))
    assert sorted(set(found.frame["x_class"])) == [0, 1]
    assert found.status == "ok"
    flat = bivariate_classes(many * 0, numbered(*range(30)))
    assert flat.status == "no_variation"
    assert flat.x_limits == ((0, 0),)


def test_values_that_print_alike_are_equal() -> None:
    x = numbered(1.01, 1.04, 1.02, 2.0)
    assert bivariate_classes(x, x, x_decimals=1).x_limits == ((1.0, 1.0), (2.0, 2.0))
    assert bivariate_classes(x, x).x_limits == ((1.01, 1.02), (1.04, 2.0))


@given(
    st.lists(
        st.tuples(*[st.one_of(st.just(NAN), st.integers(0, 12).map(float))] * 2), min_size=0, max_size=45
    )
)
@settings(max_examples=60)
def test_every_value_lies_inside_the_limits_of_its_class(pairs: list[tuple[float, float]]) -> None:
    x, y = numbered(*(pair[0] for pair in pairs)), numbered(*(pair[1] for pair in pairs))
    found = bivariate_classes(x, y)
    known = x.notna() & y.notna()
    assert found.n == int(known.sum())
    assert found.counts.to_numpy().sum() == found.n
    assert (found.status == "too_few") == (found.n == 0)
    for values, limits, column in ((x, found.x_limits, "x_class"), (y, found.y_limits, "y_class")):
        assert found.frame[column].notna().equals(known)
        assert list(limits) == sorted(limits)
        assert all(low <= high for low, high in limits)
        assert all(above[0] > below[1] for below, above in itertools.pairwise(limits))
        for code in x.index[known]:
            low, high = limits[found.frame.at[code, column]]
            assert low <= values[code] <= high


def test_faults_of_classes() -> None:
    with pytest.raises(ValueError, match=r"`x`.*infinite.*`y`.*came again"):
        bivariate_classes(numbered(math.inf), pd.Series([1.0, 2.0], index=["a", "a"]))
