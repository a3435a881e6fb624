"""Rounding to published decimals, exactly as the figures are printed.

A rank may only treat two places as different when a reader can see the difference, so ranks and printed text
share this one rule: the shortest decimal that stands for the stored number, rounded half away from zero.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import pandas as pd

# 400 digits hold every float64 written out (1.8e308) with decimals to spare; the default context stops at 28.
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)


def rounded_decimal(value: float, decimals: int) -> Decimal:
    """Round one finite number to ``decimals`` places, half away from zero.

    Parameters
    ----------
    value
        A finite number, in any unit.
    decimals
        Number of places after the point; negative rounds to tens, hundreds and so on.

    Returns
    -------
    Decimal
        Never minus zero.

    Raises
    ------
    ValueError
        If ``value`` is NaN or infinite.
    """
    if not math.isfinite(value):
        msg = f"`value` must be finite to be rounded, it is {value!r}; mark it as missing before this step."
        raise ValueError(msg)
    result = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)
    return abs(result) if result == 0 else result


def rounded(values: pd.Series[float], *, decimals: int) -> pd.Series[float]:
    """Round a series to published decimals, half away from zero.

    Parameters
    ----------
    values
        Numbers with any index; missing and infinite ones become NaN.
    decimals
        Number of places after the point.

    Returns
    -------
    pandas.Series
        float64 with the index and name of ``values``.
    """
    numbers = pd.to_numeric(values, errors="raise").astype("float64")
    result = [float(rounded_decimal(v, decimals)) if math.isfinite(v) else math.nan for v in numbers.tolist()]
    return pd.Series(result, index=values.index, name=values.name, dtype="float64")
