"""Bars of a histogram that never cross a class limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLUMNS = ("left", "right", "count", "density", "class")


def class_histogram(
    x: NDArray[np.float64], edges: Sequence[float], *, bins: int, upper: float | None = None
) -> pd.DataFrame:
    """Count sorted values in bars that each lie inside one class.

    Parameters
    ----------
    x
        Sorted finite values, all inside the limits.
    edges
        Class limits as in `analytics.classify.Classes`.
    bins
        About how many bars.
    upper
        Right end of the last bar; values above it are not counted.

    Returns
    -------
    pandas.DataFrame
        Columns ``left, right, count, density, class``, see `Classes.histogram`.
    """
    if not len(x):
        return pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS})
    if edges[-1] == edges[0]:
        return pd.DataFrame([[edges[0], edges[0], len(x), np.nan, 0]], columns=list(COLUMNS))
    end = edges[-1] if upper is None else min(upper, edges[-1])
    parts = [_bars(i, edges, end, bins) for i in range(len(edges) - 1) if edges[i] < end or i == 0]
    # A top class of one published number has no width of its own: it shares the last bar.
    left, right, number = (np.concatenate([part[c] for part in parts]) for c in range(3))
    stops = np.searchsorted(x, right, side="left")
    stops[-1] = np.searchsorted(x, end, side="right")
    count = np.diff(stops, prepend=0)
    return pd.DataFrame(
        {"left": left, "right": right, "count": count, "density": count / (right - left), "class": number}
    )


def _bars(
    i: int, edges: Sequence[float], end: float, bins: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    low, high = edges[i], min(edges[i + 1], end)
    number = max(1, round(bins * (high - low) / (end - edges[0])))
    steps = np.linspace(low, high, number + 1)
    return steps[:-1], steps[1:], np.full(number, i, dtype="int64")
