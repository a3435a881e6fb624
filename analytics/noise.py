"""How much a figure wobbles from year to year: a floor under the differences that may be believed.

Where a publisher gives no standard error, the series itself tells how restless it is. With a course that is smooth over
three years and independent errors of standard deviation s, the second difference ``y[t+1] - 2 y[t] + y[t-1]`` has
the variance ``(1 + 4 + 1) s^2``; the k-th difference in general ``C(2k, k) s^2`` (the sum of the squared binomials). The
median of its absolute value is 0.6745 of its standard deviation under a normal error, so

    s = median|k-th difference| / (0.6745 sqrt(C(2k, k)))          k = 2: 0.6053, k = 1: 1.0484, k = 0: 1.4826

What moves everywhere in a year is taken away first (the median over the places of that year), for it moves both sides of a
comparison. Second differences are Gasser, Sroka and Jennen-Steinmetz (1986), doi:10.1093/biomet/73.3.625; the median
instead of the mean square, so that single true jumps do not count, is Rousseeuw and Croux (1993),
doi:10.1080/01621459.1993.10476408.

What it is not: an error that stays from year to year is not seen, and a true short-lived change is counted as noise.
First differences (k = 1) count steady change as noise too, and the spread between places (k = 0) everything in which
places differ: they bound the error from above and are used only where there is nothing better.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.series_breaks import Break, concerns

FEWEST_DIFFERENCES = 30
"""With fewer differences over all places no wobble is given."""
FEWEST_OWN = 5
"""With fewer differences a place has no wobble of its own."""
_FEWEST_TO_CENTRE = 30
_NORMAL_MAD = 0.6744897501960817  # the 75 % quantile of the standard normal


@dataclass(frozen=True)
class Wobble:
    """Standard deviation of a figure around its own course.

    Attributes
    ----------
    order
        Order of the differences: 2 around a course over three years, 1 between two years, 0 between places.
    sd
        Over all places, in the figure's unit; where `proportional`, of its logarithm (0.05 is about 5 %).
    own
        The same for each place with at least `FEWEST_OWN` differences, index code.
    differences, places
        How many differences of how many places it comes from.
    proportional
        Whether it is a share of the value.
    """

    order: int
    sd: float
    own: pd.Series[float] = field(repr=False)
    differences: int
    places: int
    proportional: bool

    def of(self, code: str, value: float) -> float:
        """Standard deviation of one place's figure in its unit: its own where that is larger than that of all."""
        own = float(self.own.get(code, 0.0))
        return max(self.sd, own) * (abs(value) if self.proportional else 1.0)


def difference_factor(order: int) -> float:
    """What turns the median absolute difference of an order into a standard deviation (see the module)."""
    return 1.0 / (_NORMAL_MAD * math.sqrt(math.comb(2 * order, order)))


def wobble(
    history: pd.DataFrame,
    *,
    breaks: Iterable[Break] = (),
    proportional: bool = False,
    orders: Sequence[int] = (2, 1),
) -> Wobble | None:
    """Estimate the wobble of an indicator from the figures of all places and years.

    Parameters
    ----------
    history
        Columns ``code, year, value``, one row a place and year, of one level; missing values are left out.
    breaks
        Where series start anew (see `analytics.series_breaks`): no difference reaches over a break or a missing year.
    proportional
        Work on logarithms: for money and counts, whose error grows with the value. Places with a value of 0 or
        less are left out.
    orders
        Orders of difference to try, the best first.

    Returns
    -------
    Wobble or None
        None where no order has `FEWEST_DIFFERENCES` differences.

    Raises
    ------
    ValueError
        If a column is missing or a place has two values in a year.
    """
    runs = _runs(history, list(breaks), proportional=proportional)
    for order in orders:
        found = _differences(runs, order)
        if len(found) >= FEWEST_DIFFERENCES:
            return _estimate(found, order, proportional=proportional)
    return None


def _runs(history: pd.DataFrame, breaks: list[Break], *, proportional: bool) -> pd.DataFrame:
    """Sorted values with the number of the unbroken part of its series that each belongs to."""
    lacking = [name for name in ("code", "year", "value") if name not in history]
    if lacking:
        msg = f"`history` lacks the column(s) {', '.join(lacking)}; give code, year and value."
        raise ValueError(msg)
    frame = history[["code", "year", "value"]].dropna().sort_values(["code", "year"], ignore_index=True)
    if frame.duplicated(["code", "year"]).any():
        twice = frame.loc[frame.duplicated(["code", "year"])].iloc[0]
        msg = f"`history` must have one value a place and year; {twice['code']} has two in {twice['year']}."
        raise ValueError(msg)
    frame["value"] = frame["value"].astype("float64")
    if proportional:
        frame = frame[frame["value"] > 0].reset_index(drop=True)
        frame["value"] = np.log(frame["value"])
    codes = frame["code"].astype(str)
    part = pd.Series(0, index=frame.index)
    for mark in breaks:
        inside = {code: concerns(mark["scope"], code) for code in codes.unique()}
        part += (codes.map(inside).astype(bool) & (frame["year"] >= int(mark["year"]))).astype(int)
    return frame.assign(code=codes, part=part)


def _differences(runs: pd.DataFrame, order: int) -> pd.DataFrame:
    """Differences of an order over consecutive years of one unbroken series: ``code, year, value``, centred by year."""
    total = pd.Series(0.0, index=runs.index)
    whole = pd.Series(data=True, index=runs.index)
    for k in range(order + 1):
        back = runs.shift(k)
        whole &= (
            (back["code"] == runs["code"])
            & (back["year"] == runs["year"] - k)
            & (back["part"] == runs["part"])
        )
        total += (-1) ** k * math.comb(order, k) * back["value"]
    found = runs.assign(value=total)[whole]
    by_year = found.groupby("year")["value"]
    centre = by_year.transform("median").where(by_year.transform("size") >= _FEWEST_TO_CENTRE, 0.0)
    if order == 0:  # between places there is nothing but the distance from the middle
        centre = by_year.transform("median")
    return found.assign(value=found["value"] - centre)


def _estimate(found: pd.DataFrame, order: int, *, proportional: bool) -> Wobble:
    size = found["value"].abs()
    factor = difference_factor(order)
    by_place = size.groupby(found["code"])
    own = by_place.median()[by_place.size() >= FEWEST_OWN] * factor
    if order == 0:  # a place far from the middle is far from it, not restless
        own = own.head(0)
    return Wobble(
        order, float(size.median()) * factor, own, len(found), found["code"].nunique(), proportional
    )
