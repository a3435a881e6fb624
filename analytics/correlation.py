"""Correlations of indicators over the national set, and near copies among them."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.reference import FEWEST_PLACES

__all__ = [
    "REDUNDANT", "check_national", "correlations", "known_values", "pair_correlation", "rank_agreement", "redundant",
]  # fmt: skip

Array = npt.NDArray[np.float64]
REDUNDANT = 0.9
"""Correlations of this size or more: the two say the same."""


def correlations(frame: pd.DataFrame, *, method: str = "pearson") -> pd.DataFrame:
    """Correlation of each pair of indicators over the places that have both.

    Parameters
    ----------
    frame
        National set, at least 30 places.
    method
        ``pearson`` or ``spearman`` (of ranks, which no scale and no outlier moves).

    Returns
    -------
    pandas.DataFrame
        Indicators by indicators, -1 to 1; NaN where fewer than 30 places have both or one of them is the same everywhere.

    Raises
    ------
    ValueError
        If there are fewer than 30 places, infinite values, or the method is neither.
    """
    check_national(frame)
    if method not in ("pearson", "spearman"):
        raise ValueError(f"`method` must be pearson or spearman, it is {method!r}.")
    found = pd.DataFrame(np.nan, index=frame.columns, columns=frame.columns)
    for name in frame.columns:
        known = known_values(frame[name])
        found.at[name, name] = 1.0 if len(known) and known.min() < known.max() else np.nan
    for one, two in combinations(frame.columns, 2):
        found.at[one, two] = found.at[two, one] = pair_correlation(frame[one], frame[two], method)
    return found


def redundant(frame: pd.DataFrame, *, limit: float = REDUNDANT, method: str = "pearson") -> pd.DataFrame:
    """Pairs of indicators that say nearly the same; counting both counts it twice.

    Parameters
    ----------
    frame, method
        As in `correlations`.
    limit
        Least absolute correlation, above 0 to 1.

    Returns
    -------
    pandas.DataFrame
        ``a, b, correlation`` (-1 to 1), the strongest first.

    Raises
    ------
    ValueError
        As `correlations`, or if the limit is out of range.
    """
    if not 0 < limit <= 1:
        raise ValueError(f"`limit` must be above 0 and at most 1, it is {limit}.")
    table = correlations(frame, method=method)
    pairs = [(a, b, float(table.loc[[a], [b]].to_numpy()[0, 0])) for a, b in combinations(table.columns, 2)]
    kept = sorted((pair for pair in pairs if abs(pair[2]) >= limit), key=lambda pair: -abs(pair[2]))
    return pd.DataFrame(kept, columns=["a", "b", "correlation"])


def rank_agreement(score: pd.Series[float], published: pd.DataFrame) -> pd.DataFrame:
    """Whether a score puts places in the order of indices that others publish: Spearman's rank correlation.

    A link to what is known makes an index plausible and never right; where both use the same figures it is built in (OECD/JRC
    2008, ISBN 978-92-64-04345-9, step 9).

    Parameters
    ----------
    score
        Index code; NaN where there is none.
    published
        Index code, one column a published index, larger for better; NaN where there is none.

    Returns
    -------
    pandas.DataFrame
        Index: column of ``published``; ``n`` (places with both) and ``correlation`` (-1 to 1; NaN under 30 places or where one of
        the two is the same everywhere).
    """
    aligned = published.reindex(score.index)
    rows = {
        name: {
            "n": int((aligned[name].notna() & score.notna()).sum()),
            "correlation": pair_correlation(score, aligned[name], "spearman"),
        }
        for name in aligned.columns
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["n", "correlation"])


def check_national(frame: pd.DataFrame) -> None:
    """Refuse a frame that is no national set.

    Raises
    ------
    ValueError
        If there are fewer than 30 places, or infinite values; all faults at once.
    """
    faults = []
    if len(frame) < FEWEST_PLACES:
        faults.append(
            f"it has {len(frame)} places, {FEWEST_PLACES} are needed; give all regencies and cities"
        )
    words = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    faults += [f"{name} must hold numbers, it holds {frame[name].dtype}" for name in words]
    faults += [
        f"{name} has infinite values; give NaN for none"
        for name in frame.columns.difference(words, sort=False)
        if np.isinf(frame[name].to_numpy(dtype="float64", na_value=np.nan)).any()
    ]
    if faults:
        raise ValueError("`frame` cannot be screened: " + "; ".join(faults) + ".")


def known_values(values: pd.Series[float]) -> Array:
    """Values that are there, as float64, shape (known,)."""
    numbers = values.to_numpy(dtype="float64", na_value=np.nan)
    return np.array(numbers[~np.isnan(numbers)], dtype=np.float64)


def pair_correlation(one: pd.Series[float], two: pd.Series[float], method: str) -> float:
    """Correlation of two columns over the rows that have both, -1 to 1; NaN under 30 of them or where one does not vary."""
    both = one.notna() & two.notna()
    if int(both.sum()) < FEWEST_PLACES:
        return math.nan
    pair = pd.concat([one[both], two[both]], axis=1).astype("float64")
    pair = pair.rank() if method == "spearman" else pair
    a, b = pair.to_numpy().T
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.clip(np.corrcoef(a, b)[0, 1], -1.0, 1.0))
