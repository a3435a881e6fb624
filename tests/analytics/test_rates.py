"""Rates and aggregation that refuses gaps."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rates import aggregate_counts, aggregate_rates, per

PARENTS = pd.Series({"a1": "a", "a2": "a", "b1": "b", "b2": "b"})
PEOPLE = pd.Series({"a1": 100.0, "a2": 300.0, "b1": 50.0, "b2": 0.0})


def test_a_rate_is_count_by_base_times_factor() -> None:
    rate = per(
        pd.Series({"x": 3.0, "y": 1.0, "z": 5.0}),
        pd.Series({"z": 0.0, "x": 600.0, "y": math.nan}),
        factor=1000,
    )
    assert rate["x"] == 5.0
    assert rate[["y", "z"]].isna().all()
    assert rate.index.tolist() == ["x", "y", "z"]


def test_sums_of_complete_parents_only() -> None:
    result = aggregate_counts(pd.Series({"a1": 1.0, "a2": 2.0, "b1": 5.0}), parents=PARENTS)
    assert result["value"]["a"] == 3.0
    assert math.isnan(result["value"]["b"])
    assert result["missing"].tolist() == [0, 1]
    assert result["parts"].tolist() == [2, 2]


def test_a_rate_of_parts_is_weighted_by_what_it_divides_by() -> None:
    rates = pd.Series({"a1": 10.0, "a2": 30.0, "b1": 7.0})
    result = aggregate_rates(rates, weights=PEOPLE, parents=PARENTS)
    assert result["value"]["a"] == 25.0
    # Nobody lives in b2, so its missing rate is no gap.
    assert result["value"]["b"] == 7.0
    assert aggregate_rates(rates.drop("a1"), weights=PEOPLE, parents=PARENTS)["value"].isna()["a"]


counts = st.lists(st.integers(0, 1000), min_size=4, max_size=4)
bases = st.lists(st.integers(1, 1000), min_size=4, max_size=4)


@given(counts, bases)
def test_rate_of_the_sums_is_the_weighted_mean_of_the_rates(count: list[int], base: list[int]) -> None:
    c, b = (pd.Series(v, index=PARENTS.index, dtype="float64") for v in (count, base))
    direct = per(aggregate_counts(c, parents=PARENTS)["value"], aggregate_counts(b, parents=PARENTS)["value"])
    mean = aggregate_rates(per(c, b), weights=b, parents=PARENTS)["value"]
    assert mean.tolist() == pytest.approx(direct.tolist())


@given(counts)
def test_totals_are_conserved(count: list[int]) -> None:
    values = pd.Series(count, index=PARENTS.index, dtype="float64")
    assert aggregate_counts(values, parents=PARENTS)["value"].sum() == sum(count)


def test_faults_name_the_place() -> None:
    with pytest.raises(ValueError, match="'x'"):
        aggregate_counts(pd.Series({"x": 1.0}), parents=PARENTS)
    with pytest.raises(ValueError, match="`base` must be at least 0, 'x'"):
        per(pd.Series({"x": 1.0}), pd.Series({"x": -1.0}))
    with pytest.raises(ValueError, match="`factor` must be positive"):
        per(PEOPLE, PEOPLE, factor=0)
    with pytest.raises(ValueError, match="`count` must hold each place once"):
        per(pd.concat([PEOPLE, PEOPLE]), PEOPLE)
