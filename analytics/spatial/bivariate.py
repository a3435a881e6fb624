"""Two variables at once: one beside the other's neighbours (bivariate Moran), and classes for a map of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analytics.number_faults import faults_of, numbers
from analytics.rounding import rounded
from analytics.spatial.chance import PERMUTATIONS, Settings, check_draws, shuffled, two_sided_p
from analytics.spatial.global_moran import Moran, no_moran, scatter_of
from analytics.spatial.local_moran import MORAN_NUMBERS, LocalResult, local_of, no_local
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import FEWEST_FULL, gate, take

if TYPE_CHECKING:
    from numpy.typing import NDArray


def morans_i_bivariate(
    values: pd.Series[float],
    around: pd.Series[float],
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int,
) -> Moran:
    """Whether an area's value goes along with another variable in its neighbours.

    ``I_xy = (1 / n) sum_i z_x,i sum_j w_ij z_y,j`` with standard scores (divisor n): the slope of y's neighbour means over x.
    The permutations give y's values to random areas. It does not tell x's effect from what both have in common: where x and y go
    together in each area (``correlation``) and each has a pattern of its own, I_xy is far from 0 too.

    Parameters
    ----------
    values, around
        x and y, index code; an area needs both.
    neighbours, permutations, seed
        As in `analytics.spatial.morans_i`.

    Returns
    -------
    Moran
        ``expected`` is 0, ``sd`` that of the permutations, ``scatter`` holds x and the neighbours' mean of y.

    Raises
    ------
    ValueError
        As `analytics.spatial.morans_i`, for either variable.

    References
    ----------
    L. Anselin, I. Syabri, O. Smirnov (2002), Visualizing multivariate spatial correlation with dynamically linked windows, in
    L. Anselin, S. Rey (eds.), New Tools for Spatial Data Analysis, CSISS. S.-I. Lee (2001), Developing a bivariate spatial
    association measure, Journal of Geographical Systems 3(4), 369-385 (on what it mixes).
    """
    check_draws(permutations, seed)
    sample = take(neighbours, values=values, around=around)
    if sample.status != "ok":
        return no_moran(sample, sample.status, permutations, seed)
    n, x, y, weights = sample.n, sample.centred(0), sample.centred(1), sample.graph.matrix()
    lag = weights @ y
    statistic = float(x @ lag) / n
    permuted = shuffled(y, permutations, np.random.default_rng(seed)) @ weights.T @ x / n
    sd = float(permuted.std())
    return Moran(
        statistic=statistic, expected=0.0, sd=sd, z=statistic / sd,
        p=float(two_sided_p(np.array([statistic]), permuted[:, None])[0]), permuted=permuted,
        scatter=scatter_of(sample, x, lag), n=n, gate=gate(n), status="ok", left_out=sample.left_out,
        permutations=permutations, seed=seed, correlation=float(x @ y) / n,
    )  # fmt: skip


def local_moran_bivariate(
    values: pd.Series[float],
    around: pd.Series[float],
    neighbours: Neighbours,
    *,
    permutations: int | None = None,
    seed: int,
    alpha: float = 0.05,
) -> LocalResult:
    """Where an area's value goes along with, or against, another variable in its neighbours.

    ``I_xy,i = z_x,i sum_j w_ij z_y,j``; the permutations hold the area's own x and y and draw the others' y for its neighbours'
    places. ``high_low`` is high in x among neighbours low in y.

    Parameters
    ----------
    values, around
        x and y, index code; an area needs both.
    neighbours, permutations, seed, alpha
        As in `analytics.spatial.local_moran`.

    Returns
    -------
    LocalResult
        ``frame`` has the index of ``values``; ``value_z`` is x's, ``lag_z`` y's.

    Raises
    ------
    ValueError
        As `analytics.spatial.local_moran`, for either variable.

    References
    ----------
    As `morans_i_bivariate`.
    """
    settings = Settings(permutations, seed, alpha).checked()
    sample = take(neighbours, values=values, around=around)
    if sample.status != "ok":
        return no_local(sample, values.index, MORAN_NUMBERS, "quadrant", settings)
    return local_of(sample, values.index, sample.centred(0), sample.centred(1), settings)


@dataclass(frozen=True)
class BivariateClasses:
    """Classes of two variables for one map.

    Attributes
    ----------
    frame
        Index of x: ``x_class``, ``y_class`` (Int8, 0 is the lowest; <NA> where either value is missing).
    x_limits, y_limits
        For each class its lowest and highest value, both of them in the class.
    counts
        Areas by ``x_class`` (rows) and ``y_class`` (columns); cells may be empty.
    n
        Areas with both values.
    status
        ``ok``; ``no_variation`` where a variable has one class only; ``too_few`` without an area.
    """

    frame: pd.DataFrame = field(repr=False, compare=False)
    x_limits: tuple[tuple[float, float], ...]
    y_limits: tuple[tuple[float, float], ...]
    counts: pd.DataFrame = field(repr=False, compare=False)
    n: int
    status: Literal["ok", "no_variation", "too_few"]


def bivariate_classes(
    x: pd.Series[float],
    y: pd.Series[float],
    *,
    x_decimals: int | None = None,
    y_decimals: int | None = None,
) -> BivariateClasses:
    """Classes of equal numbers of areas: 3 x 3 from 30 areas with both values up, else 2 x 2.

    An area's class is ``floor(k (r - 1/2) / n)`` with r its rank, the mean rank for equal values: these are never
    parted. Where many are equal a class may be empty and is dropped, so that a variable can have fewer classes than k.

    Parameters
    ----------
    x, y
        One value an area, index code.
    x_decimals, y_decimals
        Published decimals: values that print alike are equal. None takes the values as they are.

    Returns
    -------
    BivariateClasses

    Raises
    ------
    ValueError
        If an area comes twice or a value is infinite; all faults at once.
    """
    faults = [*faults_of("x", x), *faults_of("y", y)]
    if faults:
        raise ValueError("; ".join(faults) + ".")
    pair = pd.DataFrame({"x": _printed(x, x_decimals), "y": _printed(y, y_decimals).reindex(x.index)})
    both = pair.dropna()
    k = 3 if len(both) >= FEWEST_FULL else 2
    classes = {name: _ranked(both[name], k) for name in ("x", "y")}
    limits = {name: _limits(both[name], classes[name]) for name in ("x", "y")}
    frame = pd.DataFrame(
        {f"{name}_class": found.reindex(x.index).astype("Int8") for name, found in classes.items()},
        index=x.index,
    )
    counts = pd.crosstab(classes["x"], classes["y"]).rename_axis(index="x_class", columns="y_class")
    fewest = min(len(found) for found in limits.values())
    status: Literal["ok", "no_variation", "too_few"] = (
        "too_few" if fewest == 0 else "no_variation" if fewest == 1 else "ok"
    )
    return BivariateClasses(frame, limits["x"], limits["y"], counts, len(both), status)


def _printed(values: pd.Series[float], decimals: int | None) -> pd.Series[float]:
    return numbers(values) if decimals is None else rounded(values, decimals=decimals)


def _ranked(values: pd.Series[float], k: int) -> pd.Series[int]:
    """Class numbers without a gap."""
    rank: NDArray[np.float64] = np.asarray(values.rank(method="average"), dtype="float64")
    # Twice the rank is a whole number: so no rounding decides at a limit.
    raw = np.floor_divide(k * (np.rint(2 * rank).astype("int64") - 1), 2 * max(len(values), 1))
    return pd.Series(np.unique(raw, return_inverse=True)[1], index=values.index, dtype="int64")


def _limits(values: pd.Series[float], classes: pd.Series[int]) -> tuple[tuple[float, float], ...]:
    found = values.groupby(classes)
    return tuple(zip(found.min().astype(float).tolist(), found.max().astype(float).tolist(), strict=True))
