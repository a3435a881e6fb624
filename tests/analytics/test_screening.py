"""Screening: shapes that are known, outliers that are named, copies, and groups that do or do not hang together."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.composite import CompositeIndex
from analytics.screening import coherence, correlations, distributions, redundant, winsorised
from tests.analytics.national import national
from tests.analytics.test_uncertainty import flat

NAN = math.nan


def columns(**values: object) -> pd.DataFrame:
    return pd.DataFrame(values, dtype="float64").rename(index=lambda k: f"p{k}")


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=30, max_size=60))
def test_skewness_and_kurtosis_are_those_of_pandas(values: list[float]) -> None:
    frame = columns(x=np.round(values, 3))
    found = distributions(frame).loc["x"]
    if frame["x"].min() < frame["x"].max():
        assert found["skewness"] == pytest.approx(frame["x"].skew(), rel=1e-6, abs=1e-6)
        assert found["kurtosis"] == pytest.approx(frame["x"].kurt(), rel=1e-6, abs=1e-6)
    else:
        assert math.isnan(found["skewness"])
        assert not found["outliers"]


def test_an_outlier_is_seen_named_and_would_be_moved_to_the_next_value() -> None:
    frame = columns(x=[*range(40), 5000.0, NAN], y=[*range(41), NAN])
    found = distributions(frame)
    assert found["outliers"].tolist() == [True, False]
    assert found["missing"].tolist() == [1, 1]
    assert found.loc["x", ["n", "minimum", "median", "maximum"]].tolist() == [41, 0, 20, 5000]
    moved = winsorised(frame)
    assert moved.to_numpy().tolist() == [["x", "p40", 5000.0, 39.0, True]]
    low = winsorised(columns(x=[*range(40), -5000.0]))
    assert low.to_numpy().tolist() == [["x", "p40", -5000.0, 0.0, True]]


def test_what_few_points_cannot_settle_is_said() -> None:
    frame = columns(x=np.exp(np.linspace(0, 12, 60)))
    moved = winsorised(frame, most=2)
    assert not moved["settled"].any()
    assert len(moved) == 2
    tied = columns(x=[*range(100), *[9e4] * 3])
    assert winsorised(tied, most=2)["code"].isna().tolist() == [True]
    assert winsorised(tied, most=3)["becomes"].tolist() == [99] * 3


def test_two_sides_of_a_limit() -> None:
    frame = columns(x=[*range(40), 5000.0])
    shape = distributions(frame).loc["x"]
    assert not distributions(frame, skew=shape["skewness"]).at["x", "outliers"]
    assert not distributions(frame, kurtosis=shape["kurtosis"]).at["x", "outliers"]


def test_correlations_by_hand_and_where_there_is_none() -> None:
    x = np.arange(40.0)
    frame = columns(x=x, twice=2 * x + 1, back=-x, cube=x**9, same=np.ones(40), few=np.where(x < 29, x, NAN))
    pearson, spearman = correlations(frame), correlations(frame, method="spearman")
    assert pearson.loc["x", ["twice", "back"]].tolist() == pytest.approx([1, -1])
    assert spearman.at["x", "cube"] == pytest.approx(1)
    assert 0.6 < pearson.at["x", "cube"] < 0.9
    assert pearson.loc["same"].isna().all()
    assert pearson.loc["few"].drop("few").isna().all()
    assert pearson.equals(pearson.T)
    pairs = redundant(frame, limit=0.99)
    assert {frozenset((a, b)) for a, b in zip(pairs["a"], pairs["b"], strict=True)} == {
        frozenset(("x", "twice")), frozenset(("x", "back")), frozenset(("twice", "back")),
    }  # fmt: skip


def test_alpha_of_a_known_mean_correlation() -> None:
    """Parts that share half of their variance have r = 1/2: alpha of four is 4 (1/2) / (1 + 3/2)."""
    random = np.random.default_rng(3)
    common = random.normal(size=(20_000, 1))
    values = 50 + 5 * (common + random.normal(size=(20_000, 4)))
    found = coherence(flat(*"xyzu"), pd.DataFrame(values, columns=list("xyzu"))).loc["score"]
    assert found["mean_correlation"] == pytest.approx(0.5, abs=0.02)
    assert found["alpha"] == pytest.approx(0.8, abs=0.02)
    assert (found["parts"], found["negative"]) == (4, 0)


def test_parts_that_run_against_each_other_are_named() -> None:
    x = np.linspace(10, 90, 50)
    found = coherence(flat("x", "y"), columns(x=x, y=100 - x)).loc["score"]
    assert found[["negative", "lowest_a", "lowest_b"]].tolist() == [1, "x", "y"]
    assert found["lowest"] == pytest.approx(-1)
    assert math.isnan(found["alpha"])
    mixed = coherence(flat("x", "y"), columns(x=x, y=[5.0] * 50)).loc["score"]
    assert mixed[["mean_correlation", "alpha", "lowest"]].isna().all()
    assert coherence(flat("x"), columns(x=x)).empty


def test_the_shipped_index_is_screened() -> None:
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    assert redundant(frame).empty
    shape = distributions(frame)
    # Known of the store: no electricity is a matter of Papua, output a matter of mines.
    assert shape.at["no_electricity_share", "outliers"]
    assert shape.at["grdp_per_capita_real", "outliers"]
    found = coherence(index, frame)
    assert set(found.index) == {"score", "economy", "society", "living"}
    assert found.at["economy", "negative"] > 0


def test_what_cannot_be_screened_is_named() -> None:
    with pytest.raises(ValueError, match=r"it has 3 places, 30 are needed.*x has infinite values"):
        distributions(columns(x=[1, math.inf, 2]))
    with pytest.raises(ValueError, match="x must hold numbers"):
        correlations(pd.DataFrame({"x": ["a"] * 40}))
    frame = columns(x=range(40))
    with pytest.raises(ValueError, match="pearson or spearman"):
        correlations(frame, method="kendall")
    with pytest.raises(ValueError, match="above 0"):
        redundant(frame, limit=0)
    with pytest.raises(ValueError, match="at least 1 point"):
        winsorised(frame, most=0)
