"""Whether places draw nearer to each other: the poorer growing faster (beta), the spread shrinking (sigma).

Beta without sigma proves little: a value that was low by chance or by error grows afterwards by itself, which bends the
slope down even where no place ever catches up (Friedman 1992, Quah 1993). So both stand together.

M. Friedman (1992), Do old fallacies ever die?, Journal of Economic Literature 30(4), 2129-2132. D. Quah (1993), Galton's fallacy
and tests of the convergence hypothesis, Scandinavian Journal of Economics 95(4), 427-443.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.series_breaks import Breaks, breaks_of, broken

if TYPE_CHECKING:
    from numpy.typing import NDArray

Verdict = Literal["converging", "diverging", "neither"]
Status = Literal["ok", "too_few", "no_variation"]
FEWEST = 10
_Z = 1.959963984540054


@dataclass(frozen=True)
class BetaConvergence:
    """A line through growth over the logarithm of the first value.

    Attributes
    ----------
    slope
        b of ``growth = a + b ln(first value)``, per year: growth is that much lower for a first value e times as high.
        Negative: the lower ones grew faster. NaN unless `status` is ``ok``, and so are all numbers below.
    intercept
        a, per year.
    standard_error, robust_error
        Of the slope: classical (one spread for all), and robust to unequal spreads (HC1).
    low, high
        95 % interval of the slope from the robust error and the t distribution with n - 2 degrees of freedom.
    r_squared
        Share of the spread of growth that the line explains, 0 to 1.
    speed
        ``-ln(1 + b T) / T`` a year: the share of the distance to the common path that is closed. NaN where ``1 + b T`` is
        not positive: then places changed order and no such path exists.
    half_life_years
        ``ln 2 / speed``; NaN where the speed is not positive.
    verdict
        ``converging`` where the whole interval is negative, ``diverging`` where it is positive, else ``neither``.
    points
        Index code: ``log_first`` (natural logarithm of the first value) and ``growth`` (mean yearly change of the logarithm).
    n, status
        Places used; ``too_few`` under 10, ``no_variation`` where all first values are equal.
    left_out
        Index code: ``no_data``, ``not_positive`` (no logarithm) or ``break`` (the series starts anew in between).
    first, last
        The two years.
    """

    slope: float
    intercept: float
    standard_error: float
    robust_error: float
    low: float
    high: float
    r_squared: float
    speed: float
    half_life_years: float
    verdict: Verdict | None
    points: pd.DataFrame = field(repr=False, compare=False)
    n: int
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)
    first: int
    last: int


@dataclass(frozen=True)
class SigmaConvergence:
    """Spread between the same places, year by year.

    Attributes
    ----------
    table
        Index year: ``sd_log`` (standard deviation of the natural logarithm, divisor n; 0.3 is about 30 %), ``cv`` (standard
        deviation as a share of the mean), ``part`` (0, 1, …: a new number where the series of a place used starts anew; spreads
        are compared inside a part only).
    change_percent
        Change of ``sd_log`` from the first to the last year of the last part; NaN where that is a single year or the first
        spread is 0.
    n, status
        Places used, the same in every year; ``too_few`` under 10.
    left_out
        Index code: ``no_data`` (in some year) or ``not_positive``.
    """

    table: pd.DataFrame = field(repr=False, compare=False)
    change_percent: float
    n: int
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)


def beta_convergence(frame: pd.DataFrame, first: int, last: int, *, breaks: Breaks = ()) -> BetaConvergence:
    """Whether places that started lower grew faster.

    Ordinary least squares of ``ln(x_last / x_first) / T`` on ``ln x_first``, T the years between, every place once.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit; positive values (money, years of schooling, rates).
    first, last
        The two years, ``first`` before ``last``.
    breaks
        Years in which a series starts anew, see `analytics.series_breaks.breaks_of`.

    Returns
    -------
    BetaConvergence

    Raises
    ------
    ValueError
        If ``first`` is not before ``last``, a year is not in the frame, a place or a year occurs twice or a value is infinite;
        all faults at once.

    References
    ----------
    R. J. Barro, X. Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2), 223-251. J. G. MacKinnon, H. White
    (1985), Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties, Journal of
    Econometrics 29(3), 305-325 (HC1).
    """
    faults = [] if first < last else [f"`first` must be before `last`, they are {first} and {last}"]
    faults += [
        f"`frame` must have the year {year}, it has not; take a year that it has"
        for year in (first, last)
        if year not in frame.columns
    ]
    _check(frame, faults)
    both = frame[[first, last]].astype("float64")
    reason = _reasons(both)
    apart = [broken(breaks, str(code), first, last) for code in frame.index]
    reason = reason.mask((reason == "") & pd.Series(apart, index=frame.index, dtype=bool), "break")
    logs = np.log(both[reason == ""])
    points = pd.DataFrame({"log_first": logs[first], "growth": (logs[last] - logs[first]) / (last - first)})
    left_out = reason[reason != ""]
    if len(points) < FEWEST:
        return _no_beta("too_few", points, left_out, first, last)
    if np.ptp(points["log_first"]) <= 1e-12:
        return _no_beta("no_variation", points, left_out, first, last)
    return _line(points, left_out, first, last)


def sigma_convergence(frame: pd.DataFrame, *, breaks: Breaks = ()) -> SigmaConvergence:
    """Whether the spread between places shrinks, over the same places in every year.

    Parameters
    ----------
    frame
        Places by years, in the indicator's unit. A place without a positive value in every year takes no part: a changing set
        of places would change the spread by itself. Leave out years in which many have none.
    breaks
        Years in which a series starts anew, see `analytics.series_breaks.breaks_of`.

    Returns
    -------
    SigmaConvergence

    Raises
    ------
    ValueError
        If a place or a year occurs twice, there is no year, or a value is infinite; all faults at once.
    """
    _check(frame, [] if frame.shape[1] else ["`frame` must have a year at least, it has none"])
    data = frame.reindex(columns=sorted(frame.columns)).astype("float64")
    reason = _reasons(data)
    used = data[reason == ""]
    enough = len(used) >= FEWEST
    blank = pd.Series(np.nan, index=data.columns)
    table = pd.DataFrame(
        {
            "sd_log": np.log(used).std(ddof=0) if enough else blank,
            "cv": used.std(ddof=0) / used.mean() if enough else blank,
            "part": _parts(used, breaks),
        }
    ).rename_axis("year")
    last_part = table.loc[table["part"] == table["part"].iloc[-1], "sd_log"]
    start, end = float(last_part.iloc[0]), float(last_part.iloc[-1])
    change = 100.0 * (end / start - 1.0) if len(last_part) > 1 and start > 0 else float("nan")
    status: Status = "ok" if enough else "too_few"
    return SigmaConvergence(table, change, len(used), status, reason[reason != ""])


def _check(frame: pd.DataFrame, faults: list[str]) -> None:
    for what, labels in (("place", frame.index), ("year", frame.columns)):
        if not labels.is_unique:
            twice = labels[labels.duplicated()][0]
            faults.append(f"`frame` must hold each {what} once, {twice} came again; drop the repeats")
    numbers = frame.to_numpy(dtype="float64", na_value=np.nan)
    if np.isinf(numbers).any():
        place = frame.index[np.isinf(numbers).any(axis=1)][0]
        faults.append(
            f"`frame` must hold finite values, {place} has an infinite one; correct it at its source"
        )
    if faults:
        raise ValueError("; ".join(faults) + ".")


def _reasons(data: pd.DataFrame) -> pd.Series[str]:
    """Why a place takes no part, "" where it does."""
    reason = pd.Series("", index=data.index, dtype="str", name="reason")
    return reason.mask((data <= 0).any(axis=1), "not_positive").mask(data.isna().any(axis=1), "no_data")


def _parts(used: pd.DataFrame, breaks: Breaks) -> list[int]:
    """For each year the number of the unbroken part of the series that it belongs to."""
    starts = sorted({year for code in used.index for year in breaks_of(breaks, str(code))})
    years = [int(year) for year in used.columns]
    # Numbered by what lies inside the years shown: a break before the first is none.
    inside = [year for year in starts if years[0] < year <= years[-1]]
    return [sum(start <= year for start in inside) for year in years]


def _line(points: pd.DataFrame, left_out: pd.Series[str], first: int, last: int) -> BetaConvergence:
    x = points["log_first"].to_numpy(dtype="float64")
    y = points["growth"].to_numpy(dtype="float64")
    n, years = len(x), last - first
    centred = x - x.mean()
    squares = float(centred @ centred)
    slope = float(centred @ y) / squares
    intercept = float(y.mean() - slope * x.mean())
    rest = y - intercept - slope * x
    total = float(((y - y.mean()) ** 2).sum())
    robust = float(np.sqrt(n / (n - 2) * (centred**2 @ rest**2))) / squares
    reach = t_quantile(n - 2) * robust
    low, high = slope - reach, slope + reach
    speed = -np.log1p(slope * years) / years if slope * years > -1 else float("nan")
    verdict: Verdict = "converging" if high < 0 else "diverging" if low > 0 else "neither"
    return BetaConvergence(
        slope=slope, intercept=intercept, standard_error=float(np.sqrt((rest @ rest) / (n - 2) / squares)),
        robust_error=robust, low=low, high=high,
        r_squared=1.0 - float(rest @ rest) / total if total > 0 else float("nan"),
        speed=float(speed), half_life_years=float(np.log(2) / speed) if speed > 0 else float("nan"), verdict=verdict,
        points=points, n=n, status="ok", left_out=left_out, first=first, last=last,
    )  # fmt: skip


def _no_beta(
    status: Status, points: pd.DataFrame, left_out: pd.Series[str], first: int, last: int
) -> BetaConvergence:
    nan = float("nan")
    return BetaConvergence(
        nan, nan, nan, nan, nan, nan, nan, nan, nan, None, points, len(points), status, left_out, first, last
    )  # fmt: skip


def t_quantile(degrees: int) -> float:
    """97.5 % quantile of Student's t from the normal one (Abramowitz and Stegun 1964, 26.7.5), within 0.001 from 8 degrees up."""
    z: float = _Z
    terms: NDArray[np.float64] = np.array(
        [
            (z**3 + z) / 4,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
            (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        ]
    )
    return float(z + terms @ (1.0 / degrees) ** np.arange(1, 5))
