"""The Lorenz curve: which share of the whole the lowest areas hold."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["lorenz_curve"]


def lorenz_curve(values: pd.Series[float], weights: pd.Series[float] | None = None) -> pd.DataFrame:
    """Points of the Lorenz curve (Lorenz 1905): areas from the lowest value up, with what they have in all.

    Parameters
    ----------
    values
        One an area, 0 or more, index code; NaN for none.
    weights
        What each area counts for (people, or what the rate is measured against); None where each counts once.

    Returns
    -------
    pandas.DataFrame
        Index code in that order: ``weight_share`` and ``value_share``, both cumulative, 0 to 1. Areas without a value or a
        weight are left out; the curve starts at (0, 0).
    """
    known = pd.DataFrame({"x": values, "w": 1.0 if weights is None else weights}).dropna()
    known = known[known["w"] > 0].sort_values("x", kind="stable")
    whole = (known["x"] * known["w"]).cumsum()
    total = float(whole.iloc[-1]) if len(whole) else np.nan
    return pd.DataFrame(
        {"weight_share": known["w"].cumsum() / known["w"].sum(), "value_share": whole / total}
    )
