"""Nothing gets lost: for every column of figures, uploaded total = joined + left over, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pandas as pd

from geodata.shaping.labels import SEPARATOR

__all__ = ["balance_of", "exact_sum"]

_EXACT = 2.0**53
_DECIMALS = 9
_COLUMNS = (
    "total", "joined", "left_over", "set_aside", "rows_total", "rows_joined", "rows_left_over",
)  # fmt: skip


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
    values: Mapping[str, pd.Series],
    joined: npt.NDArray[np.bool_],
    aside: npt.NDArray[np.bool_],
    indicators: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Balance of every column of figures.

    Parameters
    ----------
    values
        float64 by column, one number a row, NaN where there is none.
    joined, aside
        Which rows joined, and which were set aside as totals or notes; the others are left over.
    indicators
        What each row speaks of, in a table that holds several indicators in one column: each has a balance of its own,
        because a sum of unlike things says nothing.

    Returns
    -------
    DataFrame
        Indexed by column, or by indicator and column joined with " · " (the indicator alone where one column holds the
        figures): `total, joined, left_over, set_aside` and `rows_total, rows_joined, rows_left_over`.
        `total == joined + left_over` holds exactly, for the floats too; `set_aside` stands outside of it.
    """
    rows = {}
    for column, series in values.items():
        numbers = series.to_numpy(dtype="float64")
        for indicator, part in _parts(len(numbers), indicators):
            both = indicator and (len(values) > 1 or indicator == column)
            names = [indicator, column] if both else [indicator or column]
            rows[SEPARATOR.join(names)] = _balance(names, numbers[part], joined[part], aside[part])
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(_COLUMNS), dtype="float64")
    counts = [name for name in _COLUMNS if name.startswith("rows_")]
    return frame.astype(dict.fromkeys(counts, "int64")).rename_axis("column")


def _parts(size: int, indicators: Sequence[str] | None) -> Iterator[tuple[str, npt.NDArray[np.intp]]]:
    """Positions of the rows of each indicator, in their order; of all rows where the table names none."""
    if indicators is None:
        yield "", np.arange(size)
        return
    numbers, names = pd.factorize(np.array(indicators, dtype=object))
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers, minlength=len(names)))
    yield from zip(names.tolist(), np.split(order, ends[:-1]), strict=True) if len(names) else [("", order)]


def _balance(
    names: list[str],
    numbers: npt.NDArray[np.float64],
    joined: npt.NDArray[np.bool_],
    aside: npt.NDArray[np.bool_],
) -> tuple[float, ...]:
    there, left = np.isfinite(numbers), ~joined & ~aside
    whole, in_, out = (exact_sum(numbers[there & part]) for part in (~aside, joined, left))
    if whole != in_ + out:
        message = f"column {SEPARATOR.join(names)!r}: {whole} uploaded, but {in_} joined and {out} left over"
        raise AssertionError(message)
    counts = ((joined | left).sum(), joined.sum(), left.sum())
    return (*_as_floats(whole, in_, out), float(exact_sum(numbers[there & aside])), *counts)


def _as_floats(whole: Fraction, joined: Fraction, left: Fraction) -> tuple[float, float, float]:
    """Floats nearest to the three sums, moved by the largest one's last digit at most so that the equation holds for them too."""
    total, one, other = float(whole), float(joined), float(left)
    if total == one + other:
        return total, one, other
    if total == one + (total - one):
        return total, one, total - one
    return one + other, one, other
