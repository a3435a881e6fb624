"""The wobble is the standard deviation of the error, whatever the course; it never reaches over a gap or a break."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.noise import FEWEST_DIFFERENCES, difference_factor, wobble

YEARS = range(2010, 2025)


def simulated(
    rng: np.random.Generator, *, places: int = 300, sd: float = 0.5, shock: float = 0.0
) -> pd.DataFrame:
    """Straight courses of different level and slope, one error a year, and a shock of all in 2020."""
    level, slope = rng.normal(10, 5, places), rng.normal(-0.3, 0.4, places)
    rows = [
        (f"p{i}", year, level[i] + slope[i] * (year - 2010) + rng.normal(0, sd) + shock * (year == 2020))
        for i in range(places)
        for year in YEARS
    ]
    return pd.DataFrame(rows, columns=["code", "year", "value"])


def test_the_factor_is_that_of_the_binomials() -> None:
    assert difference_factor(2) == pytest.approx(1 / (0.67449 * math.sqrt(6)), rel=1e-5)
    assert difference_factor(1) == pytest.approx(1 / (0.67449 * math.sqrt(2)), rel=1e-5)
    assert difference_factor(0) == pytest.approx(1.4826, rel=1e-4)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_the_factor_gives_back_the_deviation_of_pure_noise(order: int) -> None:
    noise = np.random.default_rng(order).normal(0, 2.5, 200_000)
    assert np.median(np.abs(np.diff(noise, n=order))) * difference_factor(order) == pytest.approx(
        2.5, rel=0.02
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_course_and_what_moves_all_do_not_count(seed: int) -> None:
    found = wobble(simulated(np.random.default_rng(seed), shock=30.0))
    assert found is not None
    assert found.order == 2
    assert found.sd == pytest.approx(0.5, rel=0.06)
    assert (found.differences, found.places) == (300 * 13, 300)


def test_single_true_jumps_do_not_count() -> None:
    history = simulated(np.random.default_rng(1))
    jump = history["code"].isin([f"p{i}" for i in range(30)]) & (history["year"] >= 2017)
    found = wobble(history.assign(value=history["value"] + 20.0 * jump))
    assert found is not None
    assert found.sd == pytest.approx(0.5, rel=0.1)


def test_a_restless_place_has_its_own() -> None:
    rng = np.random.default_rng(3)
    calm = simulated(rng, places=200)
    restless = simulated(rng, places=1, sd=5.0).assign(code="restless")
    found = wobble(pd.concat([calm, restless]))
    assert found is not None
    assert found.of("restless", 10.0) > 4 * found.sd
    assert (
        found.of("p0", 10.0) >= found.sd
    )  # never below that of all: fourteen years do not prove a calm place
    assert found.of("unknown", 10.0) == found.sd


def test_nothing_reaches_over_a_break_or_a_missing_year() -> None:
    history = simulated(np.random.default_rng(4), places=100)
    moved = history.assign(
        value=history["value"] + 50.0 * (history["year"] >= 2018) * (history["code"] < "p5")
    )
    clean = wobble(moved, breaks=[{"year": 2018, "scope": "all"}])
    assert clean is not None
    assert clean.differences == 100 * (len(YEARS) - 2 - 2)
    gap = wobble(history[history["year"] != 2016])
    assert gap is not None
    assert gap.differences == 100 * (len(YEARS) - 2 - 3)
    one = wobble(moved, breaks=[{"year": 2018, "scope": ["p1"]}])
    assert one is not None
    assert one.differences == 100 * (len(YEARS) - 2) - 2


def test_two_years_give_first_differences_and_one_year_the_spread_where_asked() -> None:
    history = simulated(np.random.default_rng(5))
    two, one = history[history["year"] >= 2023], history[history["year"] == 2024]
    found = wobble(two)
    assert found is not None
    assert found.order == 1
    assert found.sd >= 0.5 * 0.9
    assert wobble(one) is None
    spread = wobble(one, orders=(2, 1, 0))
    assert spread is not None
    assert spread.order == 0
    assert spread.sd == pytest.approx(one["value"].std(), rel=0.2)


def test_money_wobbles_in_shares() -> None:
    rng = np.random.default_rng(6)
    history = simulated(rng, sd=0.0)
    scale = history["code"].map({code: rng.uniform(1, 1000) for code in history["code"].unique()})
    value = scale * np.exp(0.04 * (history["year"] - 2010) + rng.normal(0, 0.03, len(history)))
    found = wobble(history.assign(value=value), proportional=True)
    assert found is not None
    assert found.sd == pytest.approx(0.03, rel=0.06)
    assert found.of("nobody", 2000.0) == pytest.approx(2000 * found.sd)


def test_too_few_differences_give_none() -> None:
    history = simulated(np.random.default_rng(7), places=2)
    assert wobble(history[history["year"] < 2015]) is None
    assert wobble(history.head(0)) is None
    enough = simulated(np.random.default_rng(7), places=FEWEST_DIFFERENCES)
    assert wobble(enough[enough["year"] < 2013]) is not None


def test_faults_are_named() -> None:
    with pytest.raises(ValueError, match=r"lacks the column\(s\) year, value"):
        wobble(pd.DataFrame({"code": []}))
    with pytest.raises(ValueError, match=r"p0 has two in 2010"):
        wobble(pd.concat([simulated(np.random.default_rng(0), places=1)] * 2))
