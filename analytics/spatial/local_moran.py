"""Local Moran's I: where high stands among high, low among low, and what differs from its neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial.chance import Settings, fdr_cutoff, p_of_means
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Gate, Sample, Status, gate, take

if TYPE_CHECKING:
    from numpy.typing import NDArray

QUADRANTS = ("high_high", "low_low", "low_high", "high_low")
NOT_SIGNIFICANT = "not_significant"
MORAN_NUMBERS = ("value_z", "lag_z", "statistic", "p")
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
    permutations: int | None = None,
    seed: int,
    alpha: float = 0.05,
) -> LocalResult:
    """Local Moran's I with conditional permutation, two-sided, with and without false-discovery-rate control.

    ``I_i = z_i sum_j w_ij z_j`` with standard scores z (divisor n) and row-standardised weights: their mean over the areas is
    the global I. For each area its own value is held and the others are drawn for its neighbours' places. Areas without
    a value, islands and lone pairs take no part; an area on the mean, or whose neighbours are on it, is no cluster.

    Parameters
    ----------
    values, neighbours, seed
        As in `analytics.spatial.morans_i`.
    permutations
        R, at least 999. None takes so many that a single area can pass the false-discovery cut-off, see
        `analytics.spatial.permutations_for`.
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
    settings = Settings(permutations, seed, alpha).checked()
    sample = take(neighbours, values=values)
    if sample.status != "ok":
        return no_local(sample, values.index, MORAN_NUMBERS, "quadrant", settings)
    z = sample.centred()
    return local_of(sample, values.index, z, z, settings)


def local_of(
    sample: Sample,
    index: pd.Index[str],
    own: NDArray[np.float64],
    around: NDArray[np.float64],
    settings: Settings,
) -> LocalResult:
    """The local statistic ``own_i * mean of around over the neighbours``."""
    lag = sample.graph.matrix() @ around
    # What is on the mean but for its rounding is on it.
    own, lag = (np.where(np.abs(part) < _ZERO, 0.0, part) for part in (own, lag))
    rng, sizes = np.random.default_rng(settings.seed), np.asarray(sample.graph.degrees, dtype=np.int64)
    p = p_of_means(around, lag, sizes, settings.rounds(sample.n), rng, others=True)
    frame = pd.DataFrame(
        {
            "state": sample.states.reindex(index).astype("str"),
            "value_z": sample.spread(own, index),
            "lag_z": sample.spread(lag, index),
            "statistic": sample.spread(own * lag, index),
            # An area on the mean has the statistic 0 whatever its neighbours are.
            "p": sample.spread(np.where(own == 0, 1.0, p), index),
        },
        index=index,
    )
    frame["quadrant"] = quadrants(frame["value_z"], frame["lag_z"])
    return finished(frame, sample, "quadrant", settings)


def finished(frame: pd.DataFrame, sample: Sample, kind: str, settings: Settings) -> LocalResult:
    """Add both clusters to a frame with ``p`` and a column that says of which kind an area would be."""
    cutoff = fdr_cutoff(frame["p"].to_numpy(dtype="float64"), settings.alpha)
    frame["cluster"] = _clusters(frame, kind, settings.alpha)
    frame["cluster_fdr"] = _clusters(frame, kind, cutoff)
    return _result(frame, cutoff, sample, settings)


def _clusters(frame: pd.DataFrame, kind: str, cutoff: float) -> pd.Series[str]:
    significant = (frame["p"] <= cutoff) & frame[kind].notna()
    return frame[kind].where(significant, NOT_SIGNIFICANT).where(frame["p"].notna())


def no_local(
    sample: Sample, index: pd.Index[str], numbers: tuple[str, ...], kind: str, settings: Settings
) -> LocalResult:
    """A result without a test: states are told, every other column is missing."""
    nothing = {name: pd.Series(np.nan, index=index) for name in numbers}
    words = {name: pd.Series(pd.NA, index=index, dtype="str") for name in (kind, "cluster", "cluster_fdr")}
    frame = pd.DataFrame(
        {"state": sample.states.reindex(index).astype("str"), **nothing, **words}, index=index
    )
    return _result(frame, float("nan"), sample, settings)


def _result(frame: pd.DataFrame, cutoff: float, sample: Sample, settings: Settings) -> LocalResult:
    return LocalResult(
        frame=frame, alpha=settings.alpha, fdr_cutoff=cutoff, n=sample.n, gate=gate(sample.n), status=sample.status,
        left_out=sample.left_out, permutations=settings.rounds(sample.n), seed=settings.seed,
    )  # fmt: skip


def quadrants(value_z: pd.Series[float], lag_z: pd.Series[float]) -> pd.Series[str]:
    """``high_high``, ``low_low``, ``low_high`` (low among high), ``high_low``; <NA> where either is missing or on the mean."""
    result = pd.Series(pd.NA, index=value_z.index, dtype="str")
    result[(value_z > 0) & (lag_z > 0)] = "high_high"
    result[(value_z < 0) & (lag_z < 0)] = "low_low"
    result[(value_z < 0) & (lag_z > 0)] = "low_high"
    result[(value_z > 0) & (lag_z < 0)] = "high_low"
    return result
