"""The wobble is the standard deviation of the error, whatever the course and the spacing; it never reaches over a break."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.noise import FEWEST_DIFFERENCES, _residuals, _runs, wobble

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


def test_a_residual_is_that_of_the_paper() -> None:
    # Years 2010, 2011, 2014: a = 3/4, b = 1/4; the middle figure lies 1 off the line, divided by sqrt(9/16 + 1/16 + 1).
    rows = [
        (f"p{i}", year, i + 2.0 * (year - 2010) + (year == 2011))
        for i in range(29)
        for year in (2010, 2011, 2014)
    ]
    rows += [("q", 2010, 0.0), ("q", 2011, 1.0), ("q", 2012, 0.0)]  # a second difference of -2, over sqrt(6)
    found = _residuals(
        _runs(pd.DataFrame(rows, columns=["code", "year", "value"]), [], proportional=False), 2
    )
    assert found["value"].iloc[:29].to_numpy() == pytest.approx(-1 / math.sqrt(9 / 16 + 1 / 16 + 1))
    assert found["value"].iloc[29] == pytest.approx(-2 / math.sqrt(6))
    assert len(found) == 30


@pytest.mark.parametrize("gaps", ["none", "every second", "uneven", "random"])
@pytest.mark.parametrize("seed", range(3))
def test_the_known_deviation_comes_back_whatever_the_spacing(gaps: str, seed: int) -> None:
    rng = np.random.default_rng([seed, len(gaps)])
    history = simulated(rng, sd=0.5, shock=4.0)
    kept = {
        "none": history["year"] > 0,
        "every second": history["year"] % 2 == 0,
        "uneven": history["year"].isin([2010, 2011, 2013, 2014, 2017, 2018, 2019, 2021, 2024]),
        "random": pd.Series(rng.random(len(history)) < 0.7, index=history.index),
    }
    found = wobble(history[kept[gaps]])
    assert found is not None
    assert found.order == 2
    assert found.sd == pytest.approx(0.5, rel=0.08)


def test_three_figures_that_lie_far_apart_tell_nothing() -> None:
    history = simulated(np.random.default_rng(8))
    far = history[
        history["year"].isin([2010, 2013, 2016, 2019])
    ]  # six years from first to last: more than WIDEST
    assert wobble(far) is None


@pytest.mark.parametrize("order", [0, 1, 2])
def test_pure_noise_gives_back_its_deviation(order: int) -> None:
    noise = simulated(np.random.default_rng(order), places=2000, sd=2.5)
    flat = noise.assign(value=np.random.default_rng(order).normal(0, 2.5, len(noise)))
    found = wobble(flat, orders=(order,))
    assert found is not None
    assert found.sd == pytest.approx(2.5, rel=0.03)


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


def test_nothing_reaches_over_a_break() -> None:
    history = simulated(np.random.default_rng(4), places=100)
    moved = history.assign(
        value=history["value"] + 50.0 * (history["year"] >= 2018) * (history["code"] < "p5")
    )
    clean = wobble(moved, breaks=[{"year": 2018, "scope": "all"}])
    assert clean is not None
    assert clean.differences == 100 * (len(YEARS) - 2 - 2)
    gap = wobble(history[history["year"] != 2016])
    assert gap is not None
    assert gap.differences == 100 * (len(YEARS) - 1 - 2)  # a missing year only moves the neighbours apart
    assert gap.sd == pytest.approx(0.5, rel=0.08)
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
