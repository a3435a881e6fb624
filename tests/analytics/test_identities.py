"""The human development index from its components."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.identities import HDI_COMPONENTS, hdi_from_components


def frame(*rows: tuple[float, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(HDI_COMPONENTS))


def test_the_limits_give_zero_and_a_hundred() -> None:
    result = hdi_from_components(frame((20, 0, 0, 1007.436), (85, 18, 15, 26572.352), (99, 20, 20, 99999)))
    assert result.tolist() == pytest.approx([0.0, 100.0, 100.0], abs=1e-9)


def test_a_hand_computed_middle() -> None:
    """Health 1/2, education (1/2 + 1/2) / 2, expenditure half way on the log scale: 100 times 1/2."""
    half = math.sqrt(1007.436 * 26572.352)
    assert hdi_from_components(frame((52.5, 9, 7.5, half)))[0] == pytest.approx(50.0)


def test_a_published_index_comes_out() -> None:
    """BPS, 2024: Makassar 83.90, Sumedang 73.73, Banyuwangi 73.11."""
    values = frame((72.78, 15.62, 11.57, 18386), (73.45, 13.02, 8.74, 11589), (71.57, 13.14, 7.78, 13320))
    assert hdi_from_components(values).tolist() == pytest.approx([83.90, 73.73, 73.11], abs=0.005)


def test_missing_stays_missing_and_the_input_is_not_changed() -> None:
    values = frame((70, 13, 9, math.nan), (70, 13, 9, 11000))
    before = values.copy()
    assert hdi_from_components(values).isna().tolist() == [True, False]
    pd.testing.assert_frame_equal(values, before)


def test_faults_are_reported_together() -> None:
    with pytest.raises(ValueError, match=r"missing columns: life_expectancy.*above 0, 1 rows"):
        hdi_from_components(frame((70, 13, 9, -1)).drop(columns="life_expectancy"))
