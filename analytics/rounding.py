"""Rounding to published decimals, exactly as the figures are printed.

A rank may only treat two places as different when a reader can see the difference, so ranks and printed text
share this one rule: the shortest decimal that stands for the stored number, rounded half away from zero.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np
import numpy.typing as npt
import pandas as pd

# 400 digits hold every float64 written out (1.8e308) with decimals to spare; the default context stops at 28.
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)
_EXACT_POWER = 15  # powers of ten up to here are whole floats, so a division by one is rounded once
_LARGEST = 2.0**30  # up to here a number in steps is off by at most 2e-7 …
_DOUBT = 1e-6  # … so that further than this from a half its side is certain


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
    numbers = pd.to_numeric(values, errors="raise").to_numpy("float64", na_value=math.nan)
    return pd.Series(_rounded(numbers, decimals), index=values.index, name=values.name)


def _rounded(numbers: npt.NDArray[np.float64], decimals: int) -> npt.NDArray[np.float64]:
    """Round with floats where they cannot err, with decimals elsewhere: near a half, and beyond the whole numbers of a float."""
    power = 10.0 ** abs(decimals)
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.abs(numbers) * power if decimals > 0 else np.abs(numbers) / power
        below = np.floor(steps)
        whole = below + (steps - below >= 0.5)
        found = whole / power if decimals > 0 else whole * power
        doubtful = (np.abs(steps - below - 0.5) <= _DOUBT) | (steps > _LARGEST)
    if abs(decimals) > _EXACT_POWER:
        doubtful[:] = True
    found = np.where(np.signbit(numbers) & (found > 0), -found, found)
    finite = np.isfinite(numbers)
    found[~finite] = math.nan
    for i in np.flatnonzero(doubtful & finite):
        found[i] = float(rounded_decimal(float(numbers[i]), decimals))
    return found
