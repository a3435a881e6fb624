"""Published figures recomputed from their published components."""

from __future__ import annotations

import numpy as np
import pandas as pd

HDI_COMPONENTS = ("life_expectancy", "expected_years_schooling", "mean_years_schooling", "expenditure_ppp")

# BPS's fixed limits: years, years, years, thousand rupiah per person per year (adjusted, purchasing power parity).
_LOW = (20.0, 0.0, 0.0, 1_007.436)
_HIGH = (85.0, 18.0, 15.0, 26_572.352)


def hdi_from_components(frame: pd.DataFrame) -> pd.Series[float]:
    """Human development index (IPM) as BPS computes it.

    Each component becomes an index of 0 to 1 between fixed limits: life expectancy 20 to 85 years, expected years of
    schooling 0 to 18, mean years of schooling 0 to 15, and adjusted expenditure 1 007.436 to 26 572.352 thousand
    rupiah on a logarithmic scale. Education is the mean of its two; the index is 100 times the geometric mean of
    health, education and expenditure (BPS, Indeks Pembangunan Manusia, metode baru).

    Parameters
    ----------
    frame
        A row a place; columns ``life_expectancy``, ``expected_years_schooling``, ``mean_years_schooling`` (years) and
        ``expenditure_ppp`` (thousand rupiah per person per year, above 0). Further columns are ignored.

    Returns
    -------
    pandas.Series
        ``hdi``, 0 to 100 inside the limits, index of ``frame``; NaN where a component is missing.

    Raises
    ------
    ValueError
        If a column is missing or an expenditure is not positive; all faults are named.
    """
    _check(frame)
    part = frame[list(HDI_COMPONENTS)].astype("float64").to_numpy(copy=True)
    low, high = np.array(_LOW), np.array(_HIGH)
    part[:, 3], low[3], high[3] = np.log(part[:, 3]), np.log(_LOW[3]), np.log(_HIGH[3])
    # BPS caps what exceeds a limit, so that no component counts for more than all of it.
    health, expected, mean, expenditure = np.clip((part - low) / (high - low), 0.0, 1.0).T
    education = (expected + mean) / 2.0
    return pd.Series(100.0 * np.cbrt(health * education * expenditure), index=frame.index, name="hdi")


def _check(frame: pd.DataFrame) -> None:
    missing = [name for name in HDI_COMPONENTS if name not in frame.columns]
    faults = [f"missing columns: {', '.join(missing)}"] if missing else []
    if "expenditure_ppp" in frame.columns:
        low = int((frame["expenditure_ppp"] <= 0).sum())
        faults += [f"expenditure_ppp must be above 0, {low} rows are not"] if low else []
    if faults:
        msg = f"`frame` must have the components {', '.join(HDI_COMPONENTS)}: {'; '.join(faults)}."
        raise ValueError(msg)
