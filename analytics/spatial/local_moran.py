"""Local Moran's I: where high stands among high, low among low, and what differs from its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial.chance import PERMUTATIONS, check_draws, draws_of_others, fdr_cutoff, two_sided_p
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Gate, Sample, Status, gate, take

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUADRANTS = ("high_high", "low_low", "low_high", "high_low")
NOT_SIGNIFICANT = "not_significant"
_ZERO = 1e-12  # of a standard score: on the mean


@dataclass(frozen=True)
class LocalResult:
    """A local statistic for every area.

    Attributes
    ----------
    frame
        Index of the values. ``state`` (``tested``, ``no_value``, ``island``, ``lone_pair``); ``value_z``, ``lag_z`` (standard
        score of the area, and the mean of its neighbours'); ``statistic``; ``p`` (two-sided pseudo p-value); ``quadrant`` (what
        the area is among its neighbours, significant or not, <NA> where either is on the mean); ``cluster`` and
        ``cluster_fdr``: the quadrant where p is at most `alpha`, respectively `fdr_cutoff`, else ``not_significant``; <NA>
        where nothing was tested.
    alpha
        Cut-off of each single test: with n areas about ``alpha * n`` are expected to pass by chance.
    fdr_cutoff
        Cut-off that holds the false discovery rate at `alpha`, see `analytics.spatial.fdr_cutoff`; NaN where none passes.
    n, gate, status, left_out, permutations, seed
        As in `analytics.spatial.Moran`.
    """

    frame: pd.DataFrame = field(repr=False, compare=False)
    alpha: float
    fdr_cutoff: float
    n: int
    gate: Gate
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)
    permutations: int
    seed: int


def local_moran(
    values: pd.Series[float],
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int,
    alpha: float = 0.05,
) -> LocalResult:
    """Local Moran's I with conditional permutation, two-sided, with and without false-discovery-rate control.

    ``I_i = z_i sum_j w_ij z_j`` with standard scores z (divisor n) and row-standardised weights: their mean over the areas is
    the global I. For each area its own value is held and the others are drawn for its neighbours' places. Areas without
    a value, islands and lone pairs take no part; an area on the mean, or whose neighbours are on it, is no cluster.

    Parameters
    ----------
    values, neighbours, permutations, seed
        As in `analytics.spatial.morans_i`.
    alpha
        Significance level and false discovery rate, between 0 and 1.

    Returns
    -------
    LocalResult
        ``frame`` has the index of ``values``.

    Raises
    ------
    ValueError
        As `analytics.spatial.morans_i`, or if ``alpha`` does not lie between 0 and 1.

    References
    ----------
    L. Anselin (1995), Local indicators of spatial association - LISA, Geographical Analysis 27(2), 93-115.
    """
    check_draws(permutations, seed, alpha)
    sample = take(neighbours, values=values)
    index = values.index
    if sample.status != "ok":
        return no_local(sample, index, alpha, permutations, seed)
    z = sample.centred()
    return local_of(sample, index, z, z, permutations=permutations, seed=seed, alpha=alpha)


def local_of(
    sample: Sample,
    index: pd.Index[str],
    own: NDArray[np.float64],
    around: NDArray[np.float64],
    *,
    permutations: int,
    seed: int,
    alpha: float,
) -> LocalResult:
    """The local statistic ``own_i * mean of around over the neighbours``."""
    lag = sample.graph.matrix() @ around
    # What is on the mean but for its rounding is on it.
    own, lag = (np.where(np.abs(part) < _ZERO, 0.0, part) for part in (own, lag))
    lags = permuted_lags(sample.graph, around, permutations, np.random.default_rng(seed))
    p = two_sided_p(own * lag, own * lags)
    frame = pd.DataFrame(
        {
            "state": sample.states.reindex(index).astype("str"),
            "value_z": sample.spread(own, index),
            "lag_z": sample.spread(lag, index),
            "statistic": sample.spread(own * lag, index),
            "p": sample.spread(p, index),
        },
        index=index,
    )
    frame["quadrant"] = quadrants(frame["value_z"], frame["lag_z"])
    return finished(frame, sample, alpha, permutations, seed)


def finished(frame: pd.DataFrame, sample: Sample, alpha: float, permutations: int, seed: int) -> LocalResult:
    """Add both clusters to a frame with ``p`` and ``quadrant``."""
    cutoff = fdr_cutoff(frame["p"].to_numpy(dtype="float64"), alpha)
    frame["cluster"] = _clusters(frame, alpha)
    frame["cluster_fdr"] = _clusters(frame, cutoff)
    return LocalResult(
        frame, alpha, cutoff, sample.n, gate(sample.n), "ok", sample.left_out, permutations, seed
    )  # fmt: skip


def _clusters(frame: pd.DataFrame, cutoff: float) -> pd.Series[str]:
    significant = (frame["p"] <= cutoff) & frame["quadrant"].notna()
    return frame["quadrant"].where(significant, NOT_SIGNIFICANT).where(frame["p"].notna())


def no_local(sample: Sample, index: pd.Index[str], alpha: float, permutations: int, seed: int) -> LocalResult:
    """A result without a test: states are told, everything else is missing."""
    nothing = {name: pd.Series(np.nan, index=index) for name in ("value_z", "lag_z", "statistic", "p")}
    words = {
        name: pd.Series(pd.NA, index=index, dtype="str") for name in ("quadrant", "cluster", "cluster_fdr")
    }
    frame = pd.DataFrame(
        {"state": sample.states.reindex(index).astype("str"), **nothing, **words}, index=index
    )
    return LocalResult(
        frame, alpha, float("nan"), sample.n, gate(sample.n), sample.status, sample.left_out, permutations, seed
    )  # fmt: skip


def permuted_lags(
    graph: Neighbours, around: NDArray[np.float64], permutations: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """``(R, n)`` mean over the neighbours of each area when the values of all others are drawn for their places.

    One set of draws serves all areas, as far as each has neighbours: what an area sees is exactly random, only the areas'
    p-values share their luck.
    """
    degrees = graph.degrees.to_numpy()
    draws = draws_of_others(len(around), int(degrees.max()), permutations, rng)
    lags = np.empty((permutations, len(around)))
    for area, degree in enumerate(degrees):
        others = draws[:, :degree]
        lags[:, area] = around[others + (others >= area)].mean(axis=1)
    return lags


def quadrants(value_z: pd.Series[float], lag_z: pd.Series[float]) -> pd.Series[str]:
    """``high_high``, ``low_low``, ``low_high`` (low among high), ``high_low``; <NA> where either is missing or on the mean."""
    result = pd.Series(pd.NA, index=value_z.index, dtype="str")
    result[(value_z > 0) & (lag_z > 0)] = "high_high"
    result[(value_z < 0) & (lag_z < 0)] = "low_low"
    result[(value_z < 0) & (lag_z > 0)] = "low_high"
    result[(value_z > 0) & (lag_z < 0)] = "high_low"
    return result
