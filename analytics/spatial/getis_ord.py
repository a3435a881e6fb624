"""Getis and Ord's local G: around which areas high values gather, and around which low ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial.chance import Settings, p_of_means
from analytics.spatial.local_moran import LocalResult, finished, no_local
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Sample, take

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDES = ("high", "low")
_ZERO = 1e-12


def getis_ord(
    values: pd.Series[float],
    neighbours: Neighbours,
    *,
    star: bool = True,
    permutations: int | None = None,
    seed: int,
    alpha: float = 0.05,
) -> LocalResult:
    """Local G* (an area with its neighbours) or G (its neighbours alone), standardised.

    With m the number of areas looked at around i and their mean ``x_m``:
    ``G*_i = (x_m - mean) / (s sqrt((n / m - 1) / (n - 1)))``
    with mean and standard deviation s (divisor n) of all n areas; G_i leaves i out of the mean, s and n. That is the
    standard score of ``x_m`` among all ways to choose m areas; about -3 to 3 by chance. Where only one way exists (an area
    next to all others, or all others equal) there is no G, and no cluster. Unlike local Moran's I it finds no areas
    that differ from their neighbours, only gatherings.

    Parameters
    ----------
    values, neighbours, permutations, seed
        As in `analytics.spatial.local_moran`; negative values are allowed.
    star
        G* (default) draws the area's own value too, G holds it.
    alpha
        Significance level and false discovery rate, between 0 and 1.

    Returns
    -------
    LocalResult
        ``frame`` has ``state``, ``statistic`` (the standard score), ``p`` (two-sided pseudo p-value), ``side`` (``high`` or
        ``low``, <NA> at 0), ``cluster`` and ``cluster_fdr`` (the side where significant, else ``not_significant``).

    Raises
    ------
    ValueError
        As `analytics.spatial.local_moran`.

    References
    ----------
    A. Getis, J. K. Ord (1992), The analysis of spatial association by use of distance statistics, Geographical Analysis 24(3),
    189-206. J. K. Ord, A. Getis (1995), Local spatial autocorrelation statistics: distributional issues and an application,
    Geographical Analysis 27(4), 286-306.
    """
    settings = Settings(permutations, seed, alpha).checked()
    sample, index = take(neighbours, values=values), values.index
    if sample.status != "ok":
        return no_local(sample, index, ("statistic", "p"), "side", settings)
    z = sample.centred()
    statistic, near, sizes = _star(sample, z) if star else _plain(sample, z)
    rng, rounds = np.random.default_rng(seed), settings.rounds(sample.n)
    p = p_of_means(z, near, sizes, rounds, rng, others=not star)
    p = np.where(np.isnan(statistic), 1.0, p)
    frame = pd.DataFrame(
        {
            "state": sample.states.reindex(index).astype("str"),
            "statistic": sample.spread(statistic, index),
            "p": sample.spread(p, index),
        },
        index=index,
    )
    side = pd.Series(pd.NA, index=index, dtype="str")
    side[frame["statistic"] > _ZERO], side[frame["statistic"] < -_ZERO] = SIDES
    frame["side"] = side
    return finished(frame, sample, "side", settings)


_Found = tuple["NDArray[np.float64]", "NDArray[np.float64]", "NDArray[np.int64]"]


def _star(sample: Sample, z: NDArray[np.float64]) -> _Found:
    """Standard scores, means of the areas with their neighbours, and how many these are."""
    n, sizes = sample.n, np.asarray(sample.graph.degrees, dtype=np.int64) + 1
    near = (sample.graph.matrix() @ z * (sizes - 1) + z) / sizes
    return _scores(near, np.zeros(n), np.ones(n), n / sizes - 1, n - 1), near, sizes


def _plain(sample: Sample, z: NDArray[np.float64]) -> _Found:
    """The same for the neighbours alone: mean and spread are those of the others."""
    n, sizes = sample.n, np.asarray(sample.graph.degrees, dtype=np.int64)
    near = sample.graph.matrix() @ z
    mean = -z / (n - 1)
    # z has mean 0 and mean square 1.
    variance = (n - z**2) / (n - 1) - mean**2
    spread = np.sqrt(np.where(variance > _ZERO, variance, 0.0))
    return _scores(near, mean, spread, (n - 1) / sizes - 1, n - 2), near, sizes


def _scores(
    near: NDArray[np.float64],
    mean: NDArray[np.float64],
    spread: NDArray[np.float64],
    left: NDArray[np.float64],
    degrees: int,
) -> NDArray[np.float64]:
    """Standard scores; NaN where there is only one way to choose."""
    below = spread * np.sqrt(left / degrees)
    return np.asarray((near - mean) / np.where(below > _ZERO, below, np.nan), dtype="float64")
