"""The Lorenz curve: by hand, against the Gini coefficient, and what is left out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.inequality import gini, lorenz_curve


def test_by_hand() -> None:
    """Of 1, 3 and 4 in all: the lowest third holds an eighth, the lower two thirds a half."""
    found = lorenz_curve(pd.Series({"a": 4.0, "b": 1.0, "c": 3.0}))
    assert list(found.index) == ["b", "c", "a"]
    assert found["weight_share"].tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert found["value_share"].tolist() == pytest.approx([1 / 8, 1 / 2, 1])


def test_twice_the_area_between_it_and_the_diagonal_is_the_gini_coefficient() -> None:
    rng = np.random.default_rng(3)
    values, weights = pd.Series(rng.gamma(2, 1, 40)), pd.Series(rng.integers(1, 9, 40).astype("float64"))
    curve = lorenz_curve(values, weights)
    x, y = ([0.0, *curve[column]] for column in ("weight_share", "value_share"))
    assert 1 - 2 * np.trapezoid(y, x) == pytest.approx(gini(values, weights).value)


def test_without_a_value_or_a_weight_an_area_is_left_out() -> None:
    values = pd.Series({"a": 1.0, "b": np.nan, "c": 3.0, "d": 2.0})
    weights = pd.Series({"a": 1.0, "b": 1.0, "c": np.nan, "d": 0.0})
    assert list(lorenz_curve(values, weights).index) == ["a"]
    assert lorenz_curve(values.head(0)).empty
