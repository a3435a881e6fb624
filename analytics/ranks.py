"""Rank bands with ties, and positions between 0 and 100."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

import numpy as np
import pandas as pd

from analytics.rounding import rounded

Direction = Literal["higher_better", "lower_better", "neutral"]


def counts_from_top(direction: str) -> bool:
    """Tell whether rank 1 belongs to the largest value.

    Parameters
    ----------
    direction
        ``higher_better``, ``lower_better`` or ``neutral``. A neutral indicator is ranked by size: rank 1 is the
        largest, which is no judgement.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If ``direction`` is none of the three.
    """
    if direction not in ("higher_better", "lower_better", "neutral"):
        msg = (
            f"`direction` must be higher_better, lower_better or neutral, it is {direction!r}; "
            "correct the indicator's record in the catalogue."
        )
        raise ValueError(msg)
    return direction != "lower_better"


def rank_band(values: pd.Series[float], *, decimals: int, higher_is_better: bool = True) -> pd.DataFrame:
    """Rank every place among all places that have a value; equal printed values share a band.

    Two places whose values round to the same published number cannot be told apart, so both get the whole band
    of ranks they fill together: with 5.0, 4.2, 4.2, 3.9 the middle two are rank 2 to 3 of 4.

    Parameters
    ----------
    values
        One value a place, any index; missing values are not ranked and not counted.
    decimals
        Published decimals of the indicator.
    higher_is_better
        Whether rank 1 is the largest value (also for ``neutral``, see `counts_from_top`).

    Returns
    -------
    pandas.DataFrame
        Index of ``values``; columns ``rank_low``, ``rank_high`` (Int64, 1 to n, <NA> where the value is missing)
        and ``n`` (Int64, number of places with a value, the same in every row).
    """
    numbers = rounded(values, decimals=decimals)
    low = numbers.rank(method="min", ascending=not higher_is_better)
    high = numbers.rank(method="max", ascending=not higher_is_better)
    return pd.DataFrame(
        {
            "rank_low": low.astype("Int64"),
            "rank_high": high.astype("Int64"),
            "n": pd.Series(int(numbers.notna().sum()), index=values.index, dtype="Int64"),
        }
    )


def percentile(
    values: pd.Series[float], *, decimals: int | None = None, higher_is_better: bool = True
) -> pd.Series[float]:
    """Position of every place among all places with a value, 0 (last) to 100 (first).

    ``100 * (places strictly behind + half of the other places level with it) / (n - 1)``: the mean of the band
    that `rank_band` gives, so that reversing the direction turns p into 100 - p.

    Parameters
    ----------
    values
        One value a place, any index.
    decimals
        Published decimals at which two places count as level; None compares the stored numbers.
    higher_is_better
        Whether 100 is the largest value.

    Returns
    -------
    pandas.Series
        float64, index of ``values``; NaN where the value is missing; 50 where only one place has a value.
    """
    numbers = (
        pd.to_numeric(values).astype("float64") if decimals is None else rounded(values, decimals=decimals)
    )
    n = int(numbers.notna().sum())
    if n <= 1:
        return numbers.where(numbers.isna(), 50.0)
    mean_rank = numbers.rank(method="average", ascending=higher_is_better)
    result = 100.0 * (mean_rank - 1.0) / (n - 1)
    return pd.Series(np.asarray(result, dtype="float64"), index=values.index, name=values.name)


def rank_bands_over_time(frame: pd.DataFrame, *, decimals: int, higher_is_better: bool) -> pd.DataFrame:
    """Rank band of every place in every year, among the places that have a value that year.

    Parameters
    ----------
    frame
        All places by years, in the indicator's unit.
    decimals
        Published decimals: places that print the same share a band, see `rank_band`.
    higher_is_better
        Whether rank 1 is the largest value.

    Returns
    -------
    pandas.DataFrame
        ``code, year, rank_low, rank_high, n``, a row a place and year with a value, by year and then as in ``frame``; for one
        ``n`` in all years see `steady_places`.
    """
    data = frame.sort_index(axis=1)
    parts = [
        rank_band(data[year].dropna(), decimals=decimals, higher_is_better=higher_is_better)
        .rename_axis("code")
        .reset_index()
        .assign(year=int(year))
        for year in data.columns
    ]
    columns = ["code", "year", "rank_low", "rank_high", "n"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def steady_places(frame: pd.DataFrame, *, keep: Collection[str] = ()) -> pd.DataFrame:
    """Take the places that have a value in every year: a field in which ranks of different years can be compared.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit.
    keep
        Places that stay with whatever years they have.

    Returns
    -------
    pandas.DataFrame
        Rows of ``frame`` in their order.
    """
    return frame[frame.notna().all(axis=1) | frame.index.isin(list(keep))]
