"""What may be wrong with one column of numbers, as short texts that a function joins into one error."""

from __future__ import annotations

import numpy as np
import pandas as pd


def numbers(values: pd.Series[float]) -> pd.Series[float]:
    """Values as float64."""
    return pd.Series(pd.to_numeric(values), dtype="float64")


def faults_of(name: str, values: pd.Series[float], *, negative: bool = True) -> list[str]:
    """Faults of one series.

    Parameters
    ----------
    name
        Of the argument, for the text.
    values
        Index: place; missing values are no fault.
    negative
        Whether values below 0 are allowed.

    Returns
    -------
    list of str
        A place that comes twice, an infinite value, a negative one that is not allowed; empty where nothing is wrong.
    """
    faults = []
    if not values.index.is_unique:
        twice = values.index[values.index.duplicated()][0]
        faults.append(f"`{name}` must hold each area once, {twice} came again; drop the repeats")
    x = numbers(values)
    endless = values.index[np.isinf(x.to_numpy(dtype="float64"))]
    if len(endless):
        faults.append(f"`{name}` must be finite, that of {endless[0]} is infinite; correct it at its source")
    below = values.index[(x < 0).to_numpy(dtype=bool)]
    if not negative and len(below):
        faults.append(f"`{name}` must be at least 0, that of {below[0]} is not; correct it at its source")
    return faults
