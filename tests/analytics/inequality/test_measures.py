"""Gini, Theil and the rest: hand-made answers, what must not change them, and values they have no meaning for."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.inequality import (
    coefficient_of_variation,
    gini,
    location_quotient,
    mean_log_deviation,
    percentile_ratio,
    theil,
    weighted_quantile,
)

NAN = math.nan
MEASURES = (gini, theil, mean_log_deviation, coefficient_of_variation, percentile_ratio)
amounts = st.floats(0.01, 1e6).map(lambda x: round(x, 3))
people = st.integers(1, 1000)
areas = st.lists(st.tuples(amounts, people, st.sampled_from("abc")), min_size=2, max_size=12)


def series(*values: float) -> pd.Series[float]:
    return pd.Series(values, index=[f"p{i}" for i in range(len(values))], dtype="float64")


def test_known_answers() -> None:
    values = series(1, 3)
    assert gini(values).value == pytest.approx(0.25)
    assert theil(values).value == pytest.approx((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)
    assert mean_log_deviation(values).value == pytest.approx((math.log(2) + math.log(2 / 3)) / 2)
    assert coefficient_of_variation(values).value == pytest.approx(0.5)
    assert percentile_ratio(values).value == pytest.approx(3.0)


def test_all_with_one_of_n_people() -> None:
    values = series(0, 0, 0, 8)
    assert gini(values).value == pytest.approx(0.75)
    assert theil(values).value == pytest.approx(math.log(4))
    assert coefficient_of_variation(values).value == pytest.approx(math.sqrt(3))


def test_people_count() -> None:
    """Three people with 1 and one with 5: by hand over the four."""
    values, weights = series(1, 5), series(3, 1)
    each = series(1, 1, 1, 5)
    for measure in MEASURES:
        assert measure(values, weights).value == pytest.approx(measure(each).value)
    assert gini(values, weights).value == pytest.approx(3 * 4 / (4 * 4) / 2)


@given(rows=areas, factor=st.sampled_from([1e-6, 0.5, 7.0, 1e6]), order=st.randoms(use_true_random=False))
def test_unit_order_and_size_of_the_population_change_nothing(
    rows: list[tuple[float, int, str]], factor: float, order: object
) -> None:
    values, weights = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    labels = list(values.index)
    order.shuffle(labels)  # type: ignore[attr-defined]
    for measure in MEASURES:
        first = measure(values, weights).value
        assert measure(values[labels] * factor, weights * 3).value == pytest.approx(
            first, rel=1e-9, abs=1e-12
        )


@given(rows=areas)
def test_an_area_may_be_cut_in_two(rows: list[tuple[float, int, str]]) -> None:
    """The principle of replication: twice the same people are as unequal as once."""
    values, weights = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    twice, half = series(*values, *values), series(*weights / 2, *weights / 2)
    for measure in MEASURES:
        assert measure(twice, half).value == pytest.approx(
            measure(values, weights).value, rel=1e-9, abs=1e-12
        )


@given(rows=areas)
def test_ranges(rows: list[tuple[float, int, str]]) -> None:
    values, weights = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    smallest = weights.min() / weights.sum()
    assert 0 <= gini(values, weights).value <= 1 - smallest + 1e-12
    assert 0 <= theil(values, weights).value <= -math.log(smallest) + 1e-12
    assert mean_log_deviation(values, weights).value >= 0
    assert percentile_ratio(values, weights).value >= 1


@given(rows=areas)
def test_the_gini_is_the_double_sum(rows: list[tuple[float, int, str]]) -> None:
    x, w = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], dtype="float64")
    p = w / w.sum()
    double = (np.outer(p, p) * np.abs(x[:, None] - x[None, :])).sum() / (2 * p @ x)
    assert gini(series(*x), series(*w)).value == pytest.approx(double, abs=1e-12)


@given(rows=areas)
def test_between_and_within_add_up(rows: list[tuple[float, int, str]]) -> None:
    values, weights = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    groups = pd.Series([row[2] for row in rows], index=values.index)
    for measure in (theil, mean_log_deviation):
        found = measure(values, weights, groups=groups)
        assert found.between + found.within == pytest.approx(found.value, abs=1e-12)
        assert found.between >= 0
        assert found.within >= -1e-12
        assert found.groups["people_share"].sum() == pytest.approx(1.0)
        assert found.groups["areas"].sum() == len(rows)
        assert found.value == measure(values, weights).value


def test_one_group_is_all_within_and_groups_of_one_are_all_between() -> None:
    values = series(1, 2, 6, 9)
    for measure in (theil, mean_log_deviation):
        one = measure(values, groups=pd.Series("g", index=values.index))
        assert one.between == pytest.approx(0, abs=1e-12)
        own = measure(values, groups=pd.Series(values.index, index=values.index))
        assert own.within == 0
        assert own.between_share == pytest.approx(1)


def test_a_group_by_hand() -> None:
    values, groups = series(1, 3, 4, 4), pd.Series([*"aabb"], index=["p0", "p1", "p2", "p3"])
    found = theil(values, groups=groups)
    assert found.groups.loc["a"].to_dict() == pytest.approx(
        {
            "areas": 2,
            "people_share": 0.5,
            "mean": 2.0,
            "value": (0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2,
            "between": 4 / 12 * math.log(2 / 3),
            "within": 4 / 12 * (0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2,
        }
    )
    assert found.groups.loc["b", "value"] == 0


def test_a_group_without_anything_has_nothing_inside() -> None:
    values, groups = series(0, 0, 4, 4), pd.Series([*"aabb"], index=["p0", "p1", "p2", "p3"])
    found = theil(values, groups=groups)
    assert found.within == 0
    assert found.between == pytest.approx(math.log(2)) == found.value


@pytest.mark.parametrize("value", [1.0, 0.1, 7e-300, 3e300])
def test_equal_values_are_no_inequality(value: float) -> None:
    values, weights = series(value, value, value), series(1, 2, 0.1)
    assert gini(values, weights).value == 0
    assert theil(values, weights).value == 0
    assert mean_log_deviation(values, weights).value == 0
    assert coefficient_of_variation(values, weights).value == pytest.approx(0, abs=1e-15)
    assert percentile_ratio(values, weights).value == 1


@pytest.mark.parametrize(
    ("values", "statuses"),
    [
        ((1, -1, 2), ["negative_values"] * 5),
        ((0, 0, 0), ["all_zero"] * 5),
        ((0, 1, 2), ["ok", "ok", "zero_values", "ok", "zero_values"]),
        ((3,), ["too_few"] * 5),
        ((3, NAN), ["too_few"] * 5),
        ((), ["too_few"] * 5),
    ],
)
def test_values_without_a_meaning(values: tuple[float, ...], statuses: list[str]) -> None:
    for measure, status in zip(MEASURES, statuses, strict=True):
        found = measure(series(*values))
        assert found.status == status
        assert math.isnan(found.value) == (status != "ok")


def test_what_is_left_out_is_named() -> None:
    values = series(1, NAN, 3, 4, 5)
    weights = series(10, 20, 0, NAN, 30).drop("p3")
    groups = pd.Series({"p0": "a", "p1": "a", "p2": "a", "p3": "b", "p4": None})
    found = theil(values, weights, groups=groups)
    assert found.left_out.to_dict() == {
        "p1": "no_value",
        "p2": "no_weight",
        "p3": "no_weight",
        "p4": "no_group",
    }
    assert found.n == 1
    plain = gini(values, weights)
    assert plain.left_out.to_dict() == {"p1": "no_value", "p2": "no_weight", "p3": "no_weight"}
    assert plain.covered == pytest.approx(40 / 60)
    assert plain.value == pytest.approx(gini(series(1, 5), series(1, 3)).value)


def test_faults_are_named_all_at_once() -> None:
    twice = pd.Series([1.0, math.inf], index=["a", "a"])
    with pytest.raises(ValueError, match=r"`values`.*came again.*`values`.*infinite.*`weights`.*at least 0"):
        gini(twice, pd.Series([-1.0], index=["a"]))
    with pytest.raises(ValueError, match="`groups` must name each area once"):
        theil(series(1, 2), groups=pd.Series(["g", "h"], index=["p0", "p0"]))
    with pytest.raises(ValueError, match="low below high"):
        percentile_ratio(series(1, 2), high=10, low=90)
    with pytest.raises(ValueError, match="`q` must be a share"):
        weighted_quantile(series(1, 2), 50)


@pytest.mark.parametrize(
    ("q", "expected"), [(0, 1), (0.25, 1), (0.3, 1.5), (0.31, 2), (0.5, 2), (0.6, 3), (0.7, 6), (1, 8)]
)
def test_quantiles_by_hand(q: float, expected: float) -> None:
    """People 3, 3, 1, 3: shares held 0.3, 0.6, 0.7, 1."""
    found = weighted_quantile(series(1, 2, 4, 8), q, series(3, 3, 1, 3))
    assert found == pytest.approx(expected)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20), st.floats(0, 1).map(lambda q: round(q, 2)))
def test_quantiles_with_equal_weights_are_those_of_numpy(values: list[float], q: float) -> None:
    expected = np.quantile(values, q, method="averaged_inverted_cdf")
    assert weighted_quantile(series(*values), q) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    assert weighted_quantile(series(*values), 0.5) == pytest.approx(np.median(values), rel=1e-9, abs=1e-9)


def test_no_value_has_no_quantile() -> None:
    assert math.isnan(weighted_quantile(series(NAN), 0.5))


def test_location_quotients_by_hand() -> None:
    part, whole = series(10, 0, 30, NAN, 0), series(100, 100, 200, 500, 0)
    found = location_quotient(part, whole)
    assert found["location_quotient"].tolist() == pytest.approx([1.0, 0.0, 1.5, NAN, NAN], nan_ok=True)
    assert found["reason"].tolist() == ["", "", "", "no_value", "no_whole"]
    assert location_quotient(part, whole.drop("p0")).at["p0", "reason"] == "no_value"


def test_nothing_anywhere_is_concentrated_nowhere() -> None:
    found = location_quotient(series(0, 0), series(1, 2))
    assert found["reason"].tolist() == ["none_anywhere"] * 2
    assert found["location_quotient"].isna().all()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 1000)), min_size=1, max_size=10))
def test_location_quotients_average_to_one_over_the_whole(rows: list[tuple[int, int]]) -> None:
    part, whole = series(*(row[0] for row in rows)), series(*(row[1] for row in rows))
    found = location_quotient(part, whole)["location_quotient"]
    if part.sum() > 0:
        assert (found * whole).sum() / whole.sum() == pytest.approx(1.0)


def test_a_negative_count_is_a_fault() -> None:
    with pytest.raises(ValueError, match=r"`part`.*at least 0.*`whole`.*infinite"):
        location_quotient(series(-1), series(math.inf))
