"""Indicators looked at before they are put together: shape, outliers, near copies, and whether a group hangs together.

Everything is judged on the national set; of a handful of places nothing of this can be said. The thresholds are rules of
thumb of the field and parameters here, never tests of significance.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9, steps 3 and 4. W. Becker, G. Caperna,
M. Del Sorbo, H. Norlen, E. Papadimitriou and M. Saisana (2022), COINr: An R package for developing composite indicators, Journal
of Open Source Software 7(78), 4567, doi:10.21105/joss.04567 (its rule for outliers). L. J. Cronbach (1951), Coefficient alpha
and the internal structure of tests, Psychometrika 16(3), 297-334, doi:10.1007/BF02310555.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.evaluate import Plan
from analytics.composite.index import CompositeIndex
from analytics.correlation import check_national, correlations, known_values, pair_correlation, redundant

__all__ = ["coherence", "correlations", "distributions", "redundant", "winsorised"]

Array = npt.NDArray[np.float64]
SKEW, KURTOSIS = 2.0, 3.5
"""Beyond both, an indicator has outliers that would decide a range or a mean by themselves."""
MOST_POINTS = 5


def distributions(frame: pd.DataFrame, *, skew: float = SKEW, kurtosis: float = KURTOSIS) -> pd.DataFrame:
    """Shape of each indicator over the national set.

    With m2, m3, m4 the central moments of n values, ``skewness = sqrt(n (n - 1)) / (n - 2) * m3 / m2**1.5`` and ``kurtosis =
    (n - 1) / ((n - 2) (n - 3)) * ((n + 1) m4 / m2**2 - 3 (n - 1))``, the excess over the normal distribution (both 0 for it).

    Parameters
    ----------
    frame
        National set, at least 30 places: index code, columns indicators.
    skew, kurtosis
        Limits; an indicator beyond both has outliers.

    Returns
    -------
    pandas.DataFrame
        Index: indicator; ``n`` (values), ``missing`` (places without one), ``minimum, median, maximum`` (unit of the indicator),
        ``skewness, kurtosis`` (no unit; NaN where all values are equal or fewer than 4) and ``outliers`` (True where both limits
        are passed).

    Raises
    ------
    ValueError
        If there are fewer than 30 places, or infinite values.
    """
    check_national(frame)
    rows = {}
    for name in frame.columns:
        values = known_values(frame[name])
        s, k = _shape(values)
        rows[name] = {
            "n": len(values),
            "missing": len(frame) - len(values),
            "minimum": values.min() if len(values) else math.nan,
            "median": np.median(values) if len(values) else math.nan,
            "maximum": values.max() if len(values) else math.nan,
            "skewness": s,
            "kurtosis": k,
            "outliers": _beyond(s, k, skew, kurtosis),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def winsorised(
    frame: pd.DataFrame, *, skew: float = SKEW, kurtosis: float = KURTOSIS, most: int = MOST_POINTS
) -> pd.DataFrame:
    """What winsorising would change: nothing is changed here, each point is named.

    While an indicator is beyond both limits, its farthest point on the side of the skew takes the value of the next one (all
    points that share the farthest value together), until it is within or more than `most` points would have been moved. An
    indicator that stays beyond them wants another scale (a logarithm) and not more winsorising.

    Parameters
    ----------
    frame, skew, kurtosis
        As in `distributions`.
    most
        Most points of one indicator, at least 1.

    Returns
    -------
    pandas.DataFrame
        One row a point: ``indicator, code, value, becomes`` (unit of the indicator) and ``settled`` (whether the indicator is
        within the limits afterwards). An indicator beyond the limits that cannot be helped with `most` points has one row without
        a code.

    Raises
    ------
    ValueError
        As `distributions`, or if ``most`` is below 1.
    """
    check_national(frame)
    if most < 1:
        raise ValueError(f"`most` must be at least 1 point, it is {most}.")
    rows: list[tuple[str, str | None, float, float, bool]] = []
    for name in frame.columns:
        values = known_values(frame[name])
        if not _beyond(*_shape(values), skew, kurtosis):
            continue
        treated = _treated(values, skew, kurtosis, most)
        settled = not _beyond(*_shape(treated), skew, kurtosis)
        moved = np.flatnonzero(treated != values)
        codes = frame.index[frame[name].notna()]
        rows += [(name, str(codes[int(k)]), float(values[k]), float(treated[k]), settled) for k in moved]
        if not len(moved):
            rows.append((name, None, math.nan, math.nan, settled))
    return pd.DataFrame(rows, columns=["indicator", "code", "value", "becomes", "settled"])


def coherence(index: CompositeIndex, frame: pd.DataFrame) -> pd.DataFrame:
    """Whether the parts of each node go along with each other, over the national set.

    With k parts and r the mean of their pairwise correlations, Cronbach's alpha of standardised parts is
    ``k r / (1 + (k - 1) r)``: 1 where all say the same, 0 where they have nothing in common, below 0 where they run against each
    other. A low alpha is no fault (a group may gather different things on purpose), but a mean hides such differences; the
    parts of a negative pair make up for each other.

    Parameters
    ----------
    index
        The index: scores of its parts are compared, so that all run in one direction.
    frame
        National set, at least 30 places, as for `CompositeIndex.score`.

    Returns
    -------
    pandas.DataFrame
        Index: node (``score`` for the root) with two parts or more; ``parts`` (k), ``mean_correlation`` and ``alpha`` (NaN where
        a pair has no correlation), ``lowest`` (least correlation, -1 to 1), ``lowest_a, lowest_b`` (that pair) and ``negative``
        (number of pairs below 0).

    Raises
    ------
    ValueError
        As `correlations` and `CompositeIndex.score`.
    """
    check_national(frame)
    plan, scores = Plan.of(index.framework), index.score(frame).scores
    rows: dict[str, Mapping[str, object]] = {}
    for node in reversed(plan.order):
        parts = plan.children[node]
        if len(parts) < 2:
            continue
        pairs = {(a, b): pair_correlation(scores[a], scores[b], "pearson") for a, b in combinations(parts, 2)}
        known = {pair: r for pair, r in pairs.items() if not math.isnan(r)}
        mean = sum(pairs.values()) / len(pairs)
        lowest = min(known, key=lambda pair: known[pair]) if known else ("", "")
        rows[index.framework.column(node)] = {
            "parts": len(parts),
            "mean_correlation": mean,
            "alpha": _alpha(len(parts), mean),
            "lowest": known.get(lowest, math.nan),
            "lowest_a": lowest[0],
            "lowest_b": lowest[1],
            "negative": sum(r < 0 for r in known.values()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _shape(values: Array) -> tuple[float, float]:
    """Skewness and excess kurtosis (the bias-corrected G1 and G2), NaN where there is no spread."""
    n = len(values)
    if n < 4 or np.ptp(values) <= 1e-12 * np.abs(values).max():
        return math.nan, math.nan
    # Divided by the spread first: squares of squares of rupiah would leave the range of floats.
    away = (values - values.mean()) / np.ptp(values)
    m2, m3, m4 = (float(np.mean(away**k)) for k in (2, 3, 4))
    skewness = math.sqrt(n * (n - 1)) / (n - 2) * m3 / m2**1.5
    kurtosis = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * m4 / m2**2 - 3 * (n - 1))
    return skewness, kurtosis


def _beyond(s: float, k: float, skew: float, kurtosis: float) -> bool:
    return abs(s) > skew and k > kurtosis


def _treated(values: Array, skew: float, kurtosis: float, most: int) -> Array:
    """Values after winsorising at most `most` points."""
    found = values.copy()
    while True:
        s, k = _shape(found)
        if not _beyond(s, k, skew, kurtosis):
            return found
        end = found.max() if s > 0 else found.min()
        rest = found[found != end]
        trial = np.where(found == end, rest.max() if s > 0 else rest.min(), found)
        if np.count_nonzero(trial != values) > most:
            return found
        found = trial


def _alpha(k: int, mean: float) -> float:
    below = 1 + (k - 1) * mean
    # At a mean of -1 / (k - 1) the sum of the parts does not vary: no alpha.
    return k * mean / below if below > 1e-9 else math.nan
