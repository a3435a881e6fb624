"""Limits of one place's change and of a gap to a median: what the figures leave open, by simulation and by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.claim_limits import Uncertainty, Z, change_limits, gap_limit
from analytics.noise import Wobble

ROW = {"decimals": 2}


def known(
    sd: float, *, least: float = 0.0, registration: float = 0.0, proportional: bool = False
) -> Uncertainty:
    own = pd.Series(dtype="float64")
    return Uncertainty(Wobble(2, sd, own, 999, 99, proportional), registration=registration, least=least)


def ends(since: float, value: float) -> pd.DataFrame:
    return pd.DataFrame({"value_since": [since], "value": [value]}, index=["11.01"])


def test_limit_of_a_change_by_hand() -> None:
    found = change_limits(ends(4.0, 5.0), ROW, known(0.3), grows=False)
    assert found["11.01"] == pytest.approx(Z * 0.3 * math.sqrt(2))
    assert change_limits(ends(4.0, 5.0), ROW, Uncertainty(), grows=False)["11.01"] == pytest.approx(0.01)
    assert change_limits(ends(4.0, 5.0), ROW, known(0.3, least=2.0), grows=False)["11.01"] == 2.0


def test_limit_of_growth_is_in_percent() -> None:
    found = change_limits(ends(200.0, 220.0), ROW, known(0.01, proportional=True), grows=True)
    terms = [100 / 200 * 2.2, 100 * 220 / 200**2 * 2.0]
    assert found["11.01"] == pytest.approx(Z * math.hypot(*terms))


def test_published_errors_count_for_a_place_that_has_both() -> None:
    frame = pd.concat([ends(4.0, 5.0), ends(4.0, 5.0).rename(index={"11.01": "11.02"})])
    frame = frame.assign(standard_error_since=[0.4, 0.4], standard_error=[0.3, math.nan])
    found = change_limits(frame, ROW, known(0.1), grows=False)
    assert found["11.01"] == pytest.approx(0.01 + Z * 0.5)
    assert found["11.02"] == pytest.approx(Z * 0.1 * math.sqrt(2))


def test_without_a_value_there_is_no_limit() -> None:
    assert math.isnan(change_limits(ends(math.nan, 5.0), ROW, known(0.3), grows=False)["11.01"])
    assert math.isnan(gap_limit("11.01", math.nan, 1.0, 9, ROW, known(0.3)))
    assert math.isnan(gap_limit("11.01", 1.0, math.nan, 0, ROW, known(0.3)))


@pytest.mark.parametrize("n", [5, 10, 25])
def test_noise_alone_passes_the_limits_in_about_one_case_in_twenty(n: int) -> None:
    """The median of few figures is a little less certain than the formula for many, so a range is asked for."""
    rng = np.random.default_rng(2026)
    draws = rng.normal(50.0, 1.0, (4000, n + 1))
    gaps = draws[:, 0] - np.median(draws[:, 1:], axis=1)
    limit = gap_limit("11.01", 50.0, 50.0, n, ROW, known(1.0))
    assert 0.03 < (np.abs(gaps) > limit).mean() < 0.07
    changes = draws[:, 0] - draws[:, 1]
    own = change_limits(ends(50.0, 50.0), ROW, known(1.0), grows=False)["11.01"]
    assert 0.03 < (np.abs(changes) > own).mean() < 0.07


def test_registers_and_rounding_add_to_a_gap() -> None:
    assert gap_limit("11.01", 10.0, 12.0, 9, ROW, Uncertainty(registration=0.01)) == pytest.approx(
        0.01 + 0.22
    )
