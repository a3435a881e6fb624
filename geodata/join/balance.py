"""Nothing gets lost: for every column of figures, uploaded total = joined + left over, to the last digit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["balance_of", "exact_sum"]

_EXACT = 2.0**53
_DECIMALS = 9


def exact_sum(values: npt.NDArray[np.float64]) -> Fraction:
    """Sum of decimal numbers without any rounding: 0.1 + 0.2 is 0.3.

    Parameters
    ----------
    values
        Finite numbers; each stands for the shortest decimal text that is read as it.
    """
    if not len(values):
        return Fraction(0)
    for decimals in range(_DECIMALS + 1):
        scaled = np.rint(values * 10.0**decimals)
        if np.abs(scaled).max() >= _EXACT:
            break
        if (scaled / 10.0**decimals == values).all():
            return Fraction(sum(map(int, scaled.tolist())), 10**decimals)
    return sum((Fraction(repr(value)) for value in values.tolist()), Fraction(0))


def balance_of(
    values: Mapping[str, pd.Series], joined: npt.NDArray[np.bool_], aside: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """Balance of every column of figures.

    Parameters
    ----------
    values
        float64 by column, one number a row, NaN where there is none.
    joined, aside
        Which rows joined, and which were set aside as totals or notes; the others are left over.

    Returns
    -------
    DataFrame
        Indexed by column: `total, joined, left_over, set_aside` and `rows_total, rows_joined, rows_left_over`.
        `total == joined + left_over` holds exactly, for the floats too; `set_aside` stands outside of it.
    """
    left = ~joined & ~aside
    rows = {}
    for column, series in values.items():
        numbers = series.to_numpy(dtype="float64")
        there = np.isfinite(numbers)
        whole, in_, out = (exact_sum(numbers[there & part]) for part in (~aside, joined, left))
        if whole != in_ + out:
            message = f"column {column!r}: {whole} uploaded, but {in_} joined and {out} left over"
            raise AssertionError(message)
        rows[column] = (*_as_floats(whole, in_, out), float(exact_sum(numbers[there & aside])))
    frame = pd.DataFrame.from_dict(
        rows, orient="index", columns=["total", "joined", "left_over", "set_aside"], dtype="float64"
    )
    counts = {
        "rows_total": int((joined | left).sum()),
        "rows_joined": int(joined.sum()),
        "rows_left_over": int(left.sum()),
    }
    return frame.assign(**counts).rename_axis("column")


def _as_floats(whole: Fraction, joined: Fraction, left: Fraction) -> tuple[float, float, float]:
    """Floats nearest to the three sums, moved by the largest one's last digit at most so that the equation holds for them too."""
    total, one, other = float(whole), float(joined), float(left)
    if total == one + other:
        return total, one, other
    if total == one + (total - one):
        return total, one, total - one
    return one + other, one, other
