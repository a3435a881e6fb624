"""Gini coefficient, coefficient of variation and ratio of percentiles, over areas weighted by their people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analytics.inequality.people import Status, Weighted, weigh

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

_SAME_SHARE = 1e-12  # shares of people that are equal in theory differ by their rounding


@dataclass(frozen=True)
class Inequality:
    """One measure.

    Attributes
    ----------
    value
        The measure, without a unit; NaN unless `status` is ``ok``.
    status
        ``ok``; ``too_few`` (fewer than two areas); ``negative_values``, ``zero_values`` or ``all_zero``: with such values the
        measure has no meaning.
    n
        Areas that take part.
    left_out
        Index code: why an area takes no part (``no_value``, ``no_weight``).
    covered
        Share of the known people in areas that take part, 0 to 1.
    """

    value: float
    status: Status
    n: int
    left_out: pd.Series[str] = field(repr=False, compare=False)
    covered: float


def gini(values: pd.Series[float], weights: pd.Series[float] | None = None) -> Inequality:
    """Gini coefficient: half the mean difference between two people drawn at random, as a share of the mean.

    ``G = sum_i sum_j p_i p_j |x_i - x_j| / (2 mean)`` with p the shares of the people. 0 where all areas are equal, below 1
    otherwise: with the areas' means it cannot exceed ``1 - (smallest share of people)``.

    Parameters
    ----------
    values
        One value of 0 or more an area, index code: something that can be shared out (income, spending, a rate per head).
    weights
        People of each area, 0 or more; None counts every area once.

    Returns
    -------
    Inequality
        ``negative_values`` and ``all_zero`` have no Gini coefficient; single zeros have.

    Raises
    ------
    ValueError
        If an area comes twice, a number is infinite or a weight negative.

    References
    ----------
    C. Gini (1912), Variabilità e mutabilità, Cuppini, Bologna.
    """
    found = weigh(values, weights)
    status = found.status(zeros=True)
    return _answer(found, status, _gini(found) if status == "ok" else np.nan)


def coefficient_of_variation(values: pd.Series[float], weights: pd.Series[float] | None = None) -> Inequality:
    """Standard deviation over the people as a share of their mean: ``sqrt(sum_i p_i (x_i - mean)^2) / mean``.

    0 where all areas are equal; no upper limit. Between regions, weighted by people, it is known as Williamson's index.

    Parameters
    ----------
    values, weights
        As in `gini`.

    Returns
    -------
    Inequality
        ``negative_values`` and ``all_zero`` have none.

    Raises
    ------
    ValueError
        As `gini`.

    References
    ----------
    J. G. Williamson (1965), Regional inequality and the process of national development, Economic Development and Cultural
    Change 13(4, part 2), 1-84.
    """
    found = weigh(values, weights)
    status = found.status(zeros=True)
    if status != "ok":
        return _answer(found, status, np.nan)
    x = found.x / found.x.max()
    mean = found.p @ x
    return _answer(found, status, np.sqrt(found.p @ (x - mean) ** 2) / mean)


def percentile_ratio(
    values: pd.Series[float],
    weights: pd.Series[float] | None = None,
    *,
    high: float = 90,
    low: float = 10,
) -> Inequality:
    """Ratio of two percentiles over the people, by default 90/10; 1 where both are equal, no upper limit.

    Parameters
    ----------
    values, weights
        As in `gini`.
    high, low
        Percentiles, 0 to 100, ``low`` below ``high``; defined as in `weighted_quantile`.

    Returns
    -------
    Inequality
        ``zero_values`` where the lower percentile is 0; ``negative_values`` and ``all_zero`` have none either.

    Raises
    ------
    ValueError
        As `gini`, or if the percentiles are not in order.
    """
    if not 0 <= low < high <= 100:
        msg = f"`low` and `high` must be percentiles with low below high, they are {low} and {high}; 10 and 90 are usual."
        raise ValueError(msg)
    found = weigh(values, weights)
    status = found.status(zeros=True)
    if status != "ok":
        return _answer(found, status, np.nan)
    below, above = (_quantile(found, share / 100) for share in (low, high))
    return _answer(found, "ok", above / below) if below > 0 else _answer(found, "zero_values", np.nan)


def weighted_quantile(values: pd.Series[float], q: float, weights: pd.Series[float] | None = None) -> float:
    """Value that a share q of the people live at or below.

    The smallest value up to which the areas, from low to high, hold at least the share q of the people; where they hold
    exactly q, the mean of it and the next value. With equal weights this is numpy's ``averaged_inverted_cdf`` (definition 2 of
    Hyndman and Fan), the usual median included.

    Parameters
    ----------
    values, weights
        As in `gini`; negative values are allowed.
    q
        Share, 0 to 1.

    Returns
    -------
    float
        In the unit of the values; NaN where no area has a value and people.

    Raises
    ------
    ValueError
        As `gini`, or if ``q`` is no share.

    References
    ----------
    R. J. Hyndman, Y. Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), 361-365.
    """
    if not 0 <= q <= 1:
        msg = f"`q` must be a share of the people, 0 to 1, it is {q!r}; 0.5 is the median."
        raise ValueError(msg)
    found = weigh(values, weights)
    return _quantile(found, q) if found.n else float("nan")


def _answer(found: Weighted, status: Status, value: float) -> Inequality:
    return Inequality(float(value), status, found.n, found.left_out, found.covered)


def _ordered(found: Weighted) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    # Ties of a value by their people, so that the order of the areas does not decide the last digit.
    order = np.lexsort((found.p, found.x))
    return found.x[order], found.p[order]


def _gini(found: Weighted) -> float:
    """The double sum by ranks: sum_i p_i x_i (2 F_i - 1) / mean, F_i the share of people below plus half of one's own."""
    x, p = _ordered(found)
    if x[0] == x[-1]:
        return 0.0
    x = x / x[-1]
    middle = np.cumsum(p) - p / 2
    return float(p @ (x * (2 * middle - 1)) / (p @ x))


def _quantile(found: Weighted, q: float) -> float:
    x, p = _ordered(found)
    held = np.cumsum(p)
    first = int(np.searchsorted(held, q - _SAME_SHARE))
    first = min(first, len(x) - 1)
    exact = abs(held[first] - q) <= _SAME_SHARE and first + 1 < len(x)
    return float(x[first] / 2 + x[first + 1] / 2) if exact else float(x[first])
