"""How much a figure wobbles from year to year: a floor under the differences that may be believed.

Where a publisher gives no standard error, the series itself tells how restless it is. Three figures of one place that
follow each other, of the years t0 < t1 < t2, give the pseudo-residual of Gasser, Sroka and Jennen-Steinmetz (1986): how far
the middle one lies off the straight line between its neighbours,

    e = a y0 + b y2 - y1,    a = (t2 - t1) / (t2 - t0),    b = (t1 - t0) / (t2 - t0),    r = e / sqrt(a^2 + b^2 + 1)

With a course that is straight over the three figures and independent errors of standard deviation s, r has the standard
deviation s, whatever the spacing; with three years in a row r is the second difference divided by sqrt(6). The paper takes
the mean of r^2; here it is the median of |r|, which a single true jump does not move (Rousseeuw and Croux, 1993, on the
median absolute deviation). It is 0.6745 s under a normal error, so

    s = median|r| / 0.6745

Where there are no three figures, r is the difference between two years in a row divided by sqrt(2) (order 1), or the distance
from the middle of all places (order 0). What moves everywhere in a year is taken away first (the median over the places
with the same years), for it moves both sides of a comparison.

T. Gasser, L. Sroka, C. Jennen-Steinmetz (1986), Residual variance and residual pattern in nonlinear regression, Biometrika
73(3), 625-633, doi:10.1093/biomet/73.3.625. P. J. Rousseeuw, C. Croux (1993), Alternatives to the median absolute deviation,
Journal of the American Statistical Association 88(424), 1273-1283, doi:10.1080/01621459.1993.10476408.

What it is not: an error that stays from year to year is not seen, and a true short-lived change is counted as noise.
Order 1 counts steady change as noise too, and order 0 everything in which places differ: they bound the error from above
and are used only where there is nothing better.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.series_breaks import Break, concerns

FEWEST_DIFFERENCES = 30
"""With fewer residuals over all places no wobble is given."""
FEWEST_OWN = 5
"""With fewer residuals a place has no wobble of its own."""
WIDEST = 4
"""Years from the first to the last of three figures, at most: over more the course is no straight line."""
_FEWEST_TO_CENTRE = 30
NORMAL_MAD = 0.6744897501960817  # the 75 % quantile of the standard normal


@dataclass(frozen=True)
class Wobble:
    """Standard deviation of a figure around its own course.

    Attributes
    ----------
    order
        What it comes from: 2 figures off the line between their neighbours, 1 two years in a row, 0 places.
    sd
        Over all places, in the figure's unit; where `proportional`, of its logarithm (0.05 is about 5 %).
    own
        The same for each place with at least `FEWEST_OWN` residuals, index code.
    differences, places
        How many residuals of how many places it comes from.
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
        Where series start anew (see `analytics.series_breaks`): no residual reaches over a break.
    proportional
        Work on logarithms: for money and counts, whose error grows with the value. Places with a value of 0 or
        less are left out.
    orders
        Orders to try, the best first.

    Returns
    -------
    Wobble or None
        None where no order has `FEWEST_DIFFERENCES` residuals.

    Raises
    ------
    ValueError
        If a column is missing or a place has two values in a year.
    """
    runs = _runs(history, list(breaks), proportional=proportional)
    for order in orders:
        found = _residuals(runs, order)
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


def _residuals(runs: pd.DataFrame, order: int) -> pd.DataFrame:
    """Residuals with the standard deviation of one figure's error: ``code, value``, centred over places of the same years."""
    back = [runs.shift(k) for k in range(order + 1)]  # the figure itself, the one before, the one before that
    span = runs["year"] - back[order]["year"]
    whole = span <= (order if order < 2 else WIDEST)
    for part in back:
        whole &= (part["code"] == runs["code"]) & (part["part"] == runs["part"])
    if order == 2:
        a, b = (runs["year"] - back[1]["year"]) / span, (back[1]["year"] - back[2]["year"]) / span
        value = a * back[2]["value"] + b * back[0]["value"] - back[1]["value"]
        value = value / np.sqrt(a**2 + b**2 + 1)
    else:
        value = back[0]["value"] if order == 0 else (back[0]["value"] - back[1]["value"]) / math.sqrt(2)
    found = runs[["code"]].assign(value=value)[whole]
    same = found["value"].groupby([part.loc[whole, "year"] for part in back])
    enough = same.transform("size") >= _FEWEST_TO_CENTRE
    centred = found.assign(value=found["value"] - same.transform("median"))
    # Where most can be centred, what moved everywhere must not come in by the few that cannot. Between places
    # (order 0) there is nothing but the distance from the middle.
    return centred if order == 0 else centred[enough] if enough.any() else found


def _estimate(found: pd.DataFrame, order: int, *, proportional: bool) -> Wobble:
    size = found["value"].abs() / NORMAL_MAD
    by_place = size.groupby(found["code"])
    own = by_place.median()[by_place.size() >= FEWEST_OWN]
    if order == 0:  # a place far from the middle is far from it, not restless
        own = own.head(0)
    return Wobble(order, float(size.median()), own, len(found), found["code"].nunique(), proportional)
