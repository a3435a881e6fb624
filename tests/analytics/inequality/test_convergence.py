"""Convergence: paths with a known speed, noise that is no convergence, breaks and gaps."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.inequality import beta_convergence, sigma_convergence

NAN = math.nan


def paths(n: int, years: range, speed: float, seed: int = 1, spread: float = 1.0) -> pd.DataFrame:
    """Places whose logarithm closes a share `speed` of its distance to a common, rising path every year."""
    start = np.random.default_rng(seed).normal(0, spread, n)
    columns = {
        year: np.exp(3 + 0.02 * (year - years[0]) + start * math.exp(-speed * (year - years[0])))
        for year in years
    }
    return pd.DataFrame(columns, index=[f"p{i:03}" for i in range(n)])


@pytest.mark.parametrize("speed", [0.02, 0.2])
def test_a_known_speed_is_found(speed: float) -> None:
    found = beta_convergence(paths(40, range(2010, 2021), speed), 2010, 2020)
    assert found.speed == pytest.approx(speed)
    assert found.half_life_years == pytest.approx(math.log(2) / speed)
    assert found.slope == pytest.approx(-(1 - math.exp(-10 * speed)) / 10)
    assert found.r_squared == pytest.approx(1)
    assert found.verdict == "converging"
    assert found.standard_error == pytest.approx(0, abs=1e-9)


def test_drifting_apart_has_no_half_life() -> None:
    found = beta_convergence(paths(40, range(2010, 2021), -0.03), 2010, 2020)
    assert found.verdict == "diverging"
    assert found.speed == pytest.approx(-0.03)
    assert math.isnan(found.half_life_years)


def test_places_that_change_order_have_no_speed() -> None:
    frame = paths(20, range(2010, 2012), 0.0)
    frame[2011] = np.exp(6 - np.log(frame[2010]) * 1.0)
    found = beta_convergence(frame, 2010, 2011)
    assert found.slope == pytest.approx(-2)
    assert math.isnan(found.speed)
    assert math.isnan(found.half_life_years)


def test_growth_without_a_pattern_is_neither() -> None:
    """100 sets of random growth: about 5 % are called something, at most 12 (more has a chance below 1 in 400)."""
    called = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        first = np.exp(rng.normal(size=30))
        frame = pd.DataFrame({2010: first, 2020: first * np.exp(rng.normal(0, 0.1, 30))})
        called += beta_convergence(frame, 2010, 2020).verdict != "neither"
    assert 0 < called <= 12


@given(factor=st.sampled_from([1e-6, 2.0, 1e9]), order=st.permutations(range(15)))
def test_unit_and_order_change_nothing(factor: float, order: list[int]) -> None:
    frame = paths(15, range(2010, 2013), 0.1, seed=4)
    frame[2012] *= np.random.default_rng(5).uniform(0.9, 1.1, 15)
    first = beta_convergence(frame, 2010, 2012)
    again = beta_convergence(frame.iloc[order] * factor, 2010, 2012)
    for name in ("slope", "robust_error", "standard_error", "speed", "low", "high", "r_squared"):
        assert getattr(again, name) == pytest.approx(getattr(first, name), rel=1e-6)
    spread = sigma_convergence(frame).table
    pd.testing.assert_frame_equal(sigma_convergence(frame.iloc[order] * factor).table, spread)


def test_what_is_left_out_is_named() -> None:
    frame = paths(14, range(2010, 2014), 0.1)
    frame.loc["p000", 2010], frame.loc["p001", 2013], frame.loc["p003", 2012] = NAN, 0.0, NAN
    found = beta_convergence(frame, 2010, 2013, breaks={"p002": [2012]})
    assert found.left_out.to_dict() == {"p000": "no_data", "p001": "not_positive", "p002": "break"}
    assert found.n == 11
    assert found.points.index.tolist() == [f"p{i:03}" for i in range(3, 14)]
    spread = sigma_convergence(frame)
    assert spread.left_out.to_dict() == {"p000": "no_data", "p001": "not_positive", "p003": "no_data"}
    assert spread.n == 11


def test_a_break_everywhere_leaves_nobody() -> None:
    found = beta_convergence(paths(12, range(2010, 2013), 0.1), 2010, 2012, breaks=[2011])
    assert found.status == "too_few"
    assert set(found.left_out) == {"break"}
    assert math.isnan(found.slope)
    assert found.verdict is None


def test_few_places_and_equal_places_are_no_test() -> None:
    assert beta_convergence(paths(9, range(2010, 2012), 0.1), 2010, 2011).status == "too_few"
    level = paths(12, range(2010, 2012), 0.1, spread=0.0)
    found = beta_convergence(level, 2010, 2011)
    assert found.status == "no_variation"
    assert math.isnan(found.slope)
    empty = sigma_convergence(paths(9, range(2010, 2012), 0.1))
    assert empty.status == "too_few"
    assert empty.table["sd_log"].isna().all()


def test_the_spread_shrinks_at_the_speed() -> None:
    frame = paths(30, range(2010, 2016), 0.1)
    found = sigma_convergence(frame[[2015, 2010, 2012, 2011, 2013, 2014]])
    assert found.table.index.tolist() == list(range(2010, 2016))
    ratio = found.table["sd_log"] / found.table["sd_log"].shift()
    assert ratio.dropna().tolist() == pytest.approx([math.exp(-0.1)] * 5)
    assert found.change_percent == pytest.approx(100 * (math.exp(-0.5) - 1))
    assert found.table.at[2010, "sd_log"] == pytest.approx(np.std(np.log(frame[2010])))
    assert found.table.at[2010, "cv"] == pytest.approx(np.std(frame[2010]) / np.mean(frame[2010]))


def test_spreads_are_not_compared_over_a_break() -> None:
    frame = paths(12, range(2010, 2015), 0.1)
    found = sigma_convergence(frame, breaks=[2012, 2010])
    assert found.table["part"].tolist() == [0, 0, 1, 1, 1]
    assert found.change_percent == pytest.approx(100 * (math.exp(-0.2) - 1))
    assert math.isnan(sigma_convergence(frame, breaks=[2014]).change_percent)
    assert sigma_convergence(frame, breaks={"elsewhere": [2012]}).table["part"].tolist() == [0] * 5


def test_a_place_that_comes_and_goes_does_not_move_the_spread() -> None:
    frame = paths(12, range(2010, 2013), 0.1)
    more = pd.concat([frame, pd.DataFrame({2010: [1e9], 2011: [NAN], 2012: [1e-9]}, index=["strange"])])
    pd.testing.assert_frame_equal(sigma_convergence(more).table, sigma_convergence(frame).table)


def test_faults_are_named_all_at_once() -> None:
    frame = pd.DataFrame({2010: [1.0, math.inf], 2011: [1.0, 2.0]}, index=["a", "a"])
    with pytest.raises(ValueError, match=r"`first`.*year 1999.*place once.*infinite"):
        beta_convergence(frame, 2011, 1999)
    with pytest.raises(ValueError, match="a year at least"):
        sigma_convergence(frame[[]].iloc[:0])
