"""Change over years: growth, index to a base year, change between two years, years at this pace.

All functions take a wide frame, one row a place and one column a year. A missing year is a gap and never filled in; a
break (the first year that is not comparable with what was before) is never crossed: there is no change over it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.rounding import rounded
from analytics.series_breaks import Breaks, breaks_of, broken
from analytics.unit_change import Kind, change_kind

__all__ = [
    "PACE_MORE", "Breaks", "Kind", "best_peers", "breaks_of", "broken", "change_between", "change_kind", "gap_years", "growth",
    "index_to_base", "median_over_time",
]  # fmt: skip

PACE_MORE = 1
"""Decimals that a pace is printed, and reckoned, with beyond those of the figures."""


def growth(frame: pd.DataFrame, *, kind: Kind = "percent", breaks: Breaks = ()) -> pd.DataFrame:
    """Change from the calendar year before: ``100 * (v[t] / v[t-1] - 1)``, or ``v[t] - v[t-1]`` for points.

    Parameters
    ----------
    frame
        Places by years (any order), in the indicator's unit.
    kind
        ``percent`` or ``points``, see `change_kind`.
    breaks
        Years in which a series starts anew, see `breaks_of`.

    Returns
    -------
    pandas.DataFrame
        Rows of ``frame``, its years ascending; percent or the indicator's unit. NaN where either year is missing,
        where a break lies between them, and in percent where the earlier value is not positive.

    Raises
    ------
    ValueError
        If ``kind`` is neither, or a place or a year occurs twice.
    """
    data = _checked(frame, kind)
    before = data.reindex(columns=[int(year) - 1 for year in data.columns])
    before.columns = data.columns
    for code in data.index:
        starts = [year for year in breaks_of(breaks, str(code)) if year in before.columns]
        before.loc[code, starts] = np.nan
    return _relative(data, before, kind)


def index_to_base(
    frame: pd.DataFrame, base_year: int, *, kind: Kind = "percent", breaks: Breaks = ()
) -> pd.DataFrame:
    """Each year against a base year: ``100 * v[t] / v[base]``, or ``v[t] - v[base]`` for points.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit.
    base_year
        Year whose value is 100 (or 0 for points).
    kind
        ``percent`` for an index, ``points`` for a difference in the indicator's unit.
    breaks
        Years in which a series starts anew, see `breaks_of`.

    Returns
    -------
    pandas.DataFrame
        Rows of ``frame``, its years ascending. NaN in years that a break parts from the base year, and in the whole row
        where the base year has no value (for an index: no positive one).

    Raises
    ------
    ValueError
        As `growth`.
    """
    data = _checked(frame, kind)
    start = data[base_year] if base_year in data.columns else pd.Series(np.nan, index=data.index)
    base = pd.DataFrame(dict.fromkeys(data.columns, start), index=data.index)
    for code in data.index:
        apart = [year for year in data.columns if broken(breaks, str(code), base_year, int(year))]
        base.loc[code, apart] = np.nan
    result = _relative(data, base, kind)
    return result + 100.0 if kind == "percent" else result


def change_between(frame: pd.DataFrame, first: int, last: int, *, breaks: Breaks = ()) -> pd.DataFrame:
    """Change from one stated year to a later one.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit.
    first, last
        The two years, ``first`` before ``last``.
    breaks
        Years in which a series starts anew, see `breaks_of`.

    Returns
    -------
    pandas.DataFrame
        Index of ``frame``; ``first_value, last_value, change`` (unit), ``percent`` (of the first value, NaN where it is not
        positive), ``per_year`` (``change / (last - first)``, unit a year) and ``reason``: "" or why there is no change,
        ``no_data`` or ``break``.

    Raises
    ------
    ValueError
        If ``first`` is not before ``last``, or a place or a year occurs twice.
    """
    if not first < last:
        msg = f"`first` must be before `last`, they are {first} and {last}; swap or change the years."
        raise ValueError(msg)
    data = _checked(frame, "percent")
    nothing = pd.Series(np.nan, index=data.index)
    start, end = (data[year] if year in data.columns else nothing for year in (first, last))
    apart = np.array([broken(breaks, str(code), first, last) for code in data.index], dtype=bool)
    missing = (start.isna() | end.isna()).to_numpy()
    change = (end - start).mask(apart)
    return pd.DataFrame(
        {
            "first_value": start,
            "last_value": end,
            "change": change,
            "percent": 100.0 * change / start.where(start > 0),
            "per_year": change / (last - first),
            "reason": np.where(missing, "no_data", np.where(apart, "break", "")),
        },
        index=data.index,
    )


def gap_years(
    frame: pd.DataFrame,
    first: int,
    last: int,
    *,
    best: Mapping[str, str],
    decimals: int,
    higher_is_better: bool,
    breaks: Breaks = (),
    doubtful: Collection[str] = (),
) -> pd.DataFrame:
    """At the pace of two stated years, how many years until a place stands where its best peer stands now.

    ``years = gap / pace`` with ``gap = value(best peer, last) - value(place, last)`` and ``pace = (value(place, last) -
    value(place, first)) / (last - first)``, from values rounded as printed and the pace with one decimal more, so that a
    reader who divides the printed gap by the printed pace gets the printed years. It is arithmetic and no forecast: it takes
    a steady pace and a peer that stands still.

    Parameters
    ----------
    frame
        Places and their peers by years, in the indicator's unit.
    first, last
        The two years of the pace.
    best
        Place -> its best peer in ``last``, see `best_peers`; "" where it has none.
    decimals
        Published decimals of the indicator.
    higher_is_better
        The indicator's direction.
    breaks
        Years in which a series starts anew, see `breaks_of`.
    doubtful
        Places whose change is no larger than what their figures leave open: they have no pace to reckon with.

    Returns
    -------
    pandas.DataFrame
        Index: the places of ``best``; ``first_value, last_value, best, best_value, gap`` (unit, signed as the peer less the
        place), ``change``, ``pace`` (unit a year, as printed), ``years`` (NaN where not given) and ``reason``: "" or ``no_data``,
        ``no_peer``, ``break``, ``already_there``, ``standing_still``, ``in_doubt``, ``moving_away``.

    Raises
    ------
    ValueError
        As `change_between`.
    """
    places = list(best)
    data = _checked(frame, "percent")
    shown = pd.DataFrame({year: rounded(data[year], decimals=decimals) for year in data.columns})
    between = change_between(shown.reindex(places), first, last, breaks=breaks)
    ends = shown[last] if last in shown.columns else pd.Series(dtype="float64")
    target = pd.Series([ends.get(best[code], np.nan) for code in places], index=places, dtype="float64")
    gap = rounded(target - between["last_value"], decimals=decimals)
    ahead = gap if higher_is_better else -gap
    # Rounded before they are divided: 5.1 - 5.0 is a hair below 0.1 and would print another pace than a reader finds.
    change = rounded(between["change"], decimals=decimals)
    pace = rounded(change / (last - first), decimals=decimals + PACE_MORE)
    towards = pace if higher_is_better else -pace
    reason = np.select(
        [
            between["reason"] == "no_data",
            target.isna(),
            ahead <= 0,
            between["reason"] == "break",
            towards == 0,
            between.index.isin(list(doubtful)),
            towards < 0,
        ],
        ["no_data", "no_peer", "already_there", "break", "standing_still", "in_doubt", "moving_away"],
        default="",
    )
    years = (ahead / towards.where(towards > 0)).where(reason == "")
    kept = between[["first_value", "last_value", "change"]]
    peers = [best[code] for code in places]
    return kept.assign(best=peers, best_value=target, gap=gap, pace=pace, years=years, reason=reason)


def best_peers(
    values: pd.Series[float], peers: Mapping[str, Sequence[str]], *, higher_is_better: bool
) -> dict[str, str]:
    """Best peer of each place; "" where no peer has a value, the first code where several are equal.

    Parameters
    ----------
    values
        One value a place, in one year.
    peers
        Place -> codes of its peers.
    higher_is_better
        The indicator's direction.
    """
    found = {}
    for code, others in peers.items():
        known = values.reindex(sorted(set(others) - {code})).dropna()
        limit = known.max() if higher_is_better else known.min()
        found[code] = "" if known.empty else str(known.index[known == limit][0])
    return found


def median_over_time(frame: pd.DataFrame, *, least: float = 0.75) -> pd.Series[float]:
    """Median of the places in every year in which at least a share of them has a value.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit.
    least
        Share of the places, 0 to 1: the median of whoever happens to be there would jump with them.

    Returns
    -------
    pandas.Series
        float64 by year, ascending; NaN in thinner years.
    """
    data = _checked(frame, "percent")
    return data.median(axis=0).where(data.notna().mean(axis=0) >= least).astype("float64")


def _checked(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The frame as numbers with its years in order."""
    if kind not in ("percent", "points"):
        msg = f"`kind` must be percent or points, it is {kind!r}; `change_kind` gives it for an indicator."
        raise ValueError(msg)
    for what, labels in (("place", frame.index), ("year", frame.columns)):
        if not labels.is_unique:
            twice = ", ".join(sorted({str(one) for one in labels[labels.duplicated()]})[:5])
            msg = f"`frame` must hold each {what} once, twice came: {twice}; drop the repeats."
            raise ValueError(msg)
    return frame.reindex(columns=sorted(frame.columns)).astype("float64")


def _relative(data: pd.DataFrame, base: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Difference from a base, in the unit or in percent of it."""
    if kind == "points":
        return data - base
    return 100.0 * (data / base.where(base > 0) - 1.0)
