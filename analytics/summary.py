"""The national reference that a place is read against: median, mean, weighted mean, total, coverage."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Reference:
    """What all places together say about one indicator in one year.

    Attributes
    ----------
    n
        Places with a value.
    expected
        Places asked for, with or without a value.
    median, mean
        Unweighted, in the indicator's unit; NaN for an extensive indicator's mean and where ``n`` is 0.
    weighted_mean
        Mean weighted by ``weights`` (as a rule by people); NaN without weights or for an extensive indicator.
    weight_coverage
        Share (0 to 1) of all weight that belongs to places with a value: how much of the country the weighted
        mean stands for. NaN without weights.
    total
        Sum over places with a value, for an extensive indicator only, else NaN.
    minimum, maximum
        Range of the values; NaN where ``n`` is 0.
    """

    n: int
    expected: int
    median: float
    mean: float
    weighted_mean: float
    weight_coverage: float
    total: float
    minimum: float
    maximum: float

    @property
    def coverage(self) -> float:
        """Share (0 to 1) of the places asked for that have a value; NaN where none was asked for."""
        return self.n / self.expected if self.expected else math.nan


def national_reference(
    values: pd.Series[float], *, weights: pd.Series[float] | None = None, extensive: bool = False
) -> Reference:
    """Summarise one indicator over all places.

    Counts (``extensive``) have a total and no mean, because the mean of counts compares nothing; rates have
    means and no total. The weighted mean divides by the weight of the places that have a value and says beside
    it which share of all weight that is.

    Parameters
    ----------
    values
        One value a place; missing ones are left out.
    weights
        One weight (at least 0) a place with the index of ``values`` (others are ignored), as a rule residents.
        A place without a weight takes no part in the weighted mean.
    extensive
        Whether the indicator is a count that adds up.

    Returns
    -------
    Reference

    Raises
    ------
    ValueError
        If a weight is negative, or if an index holds a place twice.
    """
    numbers = pd.to_numeric(values).astype("float64")
    present = numbers.to_numpy()[np.isfinite(numbers.to_numpy())]
    n = len(present)
    weighted, covered = (math.nan, math.nan) if weights is None else _weighted(numbers, weights)
    return Reference(
        n=n,
        expected=len(numbers),
        median=float(np.median(present)) if n else math.nan,
        mean=float(present.mean()) if n and not extensive else math.nan,
        weighted_mean=math.nan if extensive else weighted,
        weight_coverage=covered,
        total=float(present.sum()) if n and extensive else math.nan,
        minimum=float(present.min()) if n else math.nan,
        maximum=float(present.max()) if n else math.nan,
    )


def coverage(values: pd.Series[float], *, expected: int) -> float:
    """Share of the expected places that have a value.

    Parameters
    ----------
    values
        One value a place; missing ones do not count.
    expected
        Number of places there should be, at least the number of values.

    Returns
    -------
    float
        0 to 1; NaN where ``expected`` is 0.

    Raises
    ------
    ValueError
        If there are more values than ``expected``.
    """
    n = int(values.notna().sum())
    if n > expected:
        msg = f"`expected` must be at least the number of values, it is {expected} and there are {n}; count again."
        raise ValueError(msg)
    return n / expected if expected else math.nan


def _weighted(values: pd.Series[float], weights: pd.Series[float]) -> tuple[float, float]:
    """Weighted mean of the values present, and the share of all weight they hold."""
    for name, series in (("values", values), ("weights", weights)):
        if not series.index.is_unique:
            twice = sorted({str(code) for code in series.index[series.index.duplicated()]})
            msg = f"`{name}` must hold each place once, twice came: {', '.join(twice[:5])}; drop the repeats."
            raise ValueError(msg)
    w = pd.to_numeric(weights).astype("float64").reindex(values.index)
    if bool((w < 0).any()):
        worst = str(w.idxmin())
        msg = (
            f"`weights` must be at least 0, {worst} has {w.min()}; a weight is a number of people or an area."
        )
        raise ValueError(msg)
    use = values.notna() & w.notna()
    all_weight, used = float(w.sum()), float(w[use].sum())
    if used <= 0:
        return math.nan, 0.0 if all_weight > 0 else math.nan
    return float((values[use] * w[use]).sum() / used), used / all_weight
