"""Theil's two measures, T and L, and their parts between and within groups, which add up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.inequality.people import Status, Weighted, weigh

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Terms = Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True)
class Decomposition:
    """Theil's T or L with its parts.

    Attributes
    ----------
    value
        The measure, 0 (all equal) or more; NaN unless `status` is ``ok``.
    between, within
        Parts that add up to `value`: what would remain if everybody had the mean of the own group, and what lies inside the
        groups. NaN without groups.
    groups
        Index group: ``areas``, ``people_share``, ``mean`` (unit of the values), ``value`` (the measure inside the group),
        ``between`` and ``within`` (its terms of the two parts). Empty without groups. A single ``between`` may be negative;
        only their sum is 0 or more.
    status, n, left_out, covered
        As in `analytics.inequality.Inequality`; ``left_out`` may hold ``no_group`` too.
    """

    value: float
    between: float
    within: float
    groups: pd.DataFrame = field(repr=False, compare=False)
    status: Status
    n: int
    left_out: pd.Series[str] = field(repr=False, compare=False)
    covered: float

    @property
    def between_share(self) -> float:
        """Part of the inequality that lies between the groups, 0 to 1; NaN without groups or inequality."""
        return self.between / self.value if self.value > 0 else float("nan")


def theil(
    values: pd.Series[float],
    weights: pd.Series[float] | None = None,
    *,
    groups: pd.Series[str] | None = None,
) -> Decomposition:
    """Theil's T: ``sum_i p_i (x_i / mean) ln(x_i / mean)`` with p the shares of the people.

    0 where all areas are equal, at most ``ln(1 / smallest share)``. It weighs differences at the top. With groups g, whose share
    of everything is ``s_g = p_g mean_g / mean``: ``T = sum_g s_g ln(mean_g / mean) + sum_g s_g T_g``.

    Parameters
    ----------
    values
        One value of 0 or more an area, index code; a zero counts 0, as the limit of x ln x.
    weights
        People of each area; None counts every area once.
    groups
        Group of each area (the district of a village, the province of a regency), index code.

    Returns
    -------
    Decomposition
        ``negative_values`` and ``all_zero`` have none.

    Raises
    ------
    ValueError
        If an index holds an area twice, a number is infinite or a weight negative.

    References
    ----------
    H. Theil (1967), Economics and Information Theory, North-Holland. A. F. Shorrocks (1980), The class of additively decomposable
    inequality measures, Econometrica 48(3), 613-625.
    """
    found = weigh(values, weights, groups)
    return _decompose(found, found.status(zeros=True), groups, _t, by_income=True)


def mean_log_deviation(
    values: pd.Series[float],
    weights: pd.Series[float] | None = None,
    *,
    groups: pd.Series[str] | None = None,
) -> Decomposition:
    """Theil's L, the mean logarithmic deviation: ``sum_i p_i ln(mean / x_i)`` with p the shares of the people.

    0 where all areas are equal, no upper limit. It weighs differences at the bottom, and its parts do so by people alone:
    ``L = sum_g p_g ln(mean / mean_g) + sum_g p_g L_g``.

    Parameters
    ----------
    values, weights, groups
        As in `theil`, but a zero has no logarithm.

    Returns
    -------
    Decomposition
        ``zero_values``, ``negative_values`` and ``all_zero`` have none.

    Raises
    ------
    ValueError
        As `theil`.

    References
    ----------
    As `theil`.
    """
    found = weigh(values, weights, groups)
    return _decompose(found, found.status(zeros=False), groups, _l, by_income=False)


def _t(ratio: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Terms of T for values as shares of the mean."""
    logs = np.log(np.where(ratio > 0, ratio, 1.0))
    return p * ratio * logs


def _l(ratio: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Terms of L for values as shares of the mean."""
    return -p * np.log(ratio)


def _decompose(
    found: Weighted, status: Status, groups: pd.Series[str] | None, terms: Terms, *, by_income: bool
) -> Decomposition:
    nan = float("nan")
    columns = ["areas", "people_share", "mean", "value", "between", "within"]
    table = pd.DataFrame(columns=columns, dtype="float64")
    if status != "ok":
        return Decomposition(nan, nan, nan, table, status, found.n, found.left_out, found.covered)
    ratio = _ratio(found.x, found.p)
    value = max(0.0, float(terms(ratio, found.p).sum()))
    between = within = nan
    if groups is not None:
        table = _by_group(found, ratio, groups, terms, by_income=by_income)
        between, within = max(0.0, float(table["between"].sum())), float(table["within"].sum())
    return Decomposition(value, between, within, table, status, found.n, found.left_out, found.covered)


def _ratio(x: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values as shares of their mean: exactly 1 where all are equal."""
    small = x / x.max() if x.max() > 0 else np.ones(len(x))
    return small / (p @ small / p.sum()) if np.ptp(small) > 0 else np.ones(len(x))


def _by_group(
    found: Weighted,
    ratio: NDArray[np.float64],
    groups: pd.Series[str],
    terms: Terms,
    *,
    by_income: bool,
) -> pd.DataFrame:
    """One row a group, sorted."""
    labels = groups.loc[found.codes].to_numpy()
    rows = {}
    for group in sorted(set(labels)):
        mine = labels == group
        p, r = found.p[mine], ratio[mine]
        share, mean = float(p.sum()), float(p @ r / p.sum())
        # A group in which everybody has 0 has nothing inside it and no logarithm.
        inside = max(0.0, float(terms(_ratio(r, p), p / share).sum())) if mean > 0 else 0.0
        weight = share * mean if by_income else share
        between = float(terms(np.array([mean]), np.array([share])).sum()) if mean > 0 else 0.0
        rows[group] = [
            int(mine.sum()), share, float(p @ found.x[mine] / share), inside, between, weight * inside,
        ]  # fmt: skip
    columns = ["areas", "people_share", "mean", "value", "between", "within"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return table.astype({"areas": "int64"}).rename_axis("group")
