"""Moran's I of a whole city: whether neighbours are more alike than chance would make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial.chance import PERMUTATIONS, check_draws, shuffled, two_sided_p
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Gate, Sample, Status, gate, take

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Moran:
    """Moran's I with what chance would make of it.

    Attributes
    ----------
    statistic
        I: above `expected` neighbours are alike, below they differ. With row-standardised weights about -1 to 1. NaN unless
        `status` is ``ok``, and so are all numbers below.
    expected
        What random orders give on average: ``-1 / (n - 1)``; 0 for the bivariate one.
    sd
        Standard deviation over all orders (randomisation), by formula; over the drawn ones for the bivariate I.
    z
        ``(statistic - expected) / sd``.
    p
        Two-sided pseudo p-value from the permutations, 2 / (R + 1) to 1.
    permuted
        ``(R,)`` I of the permuted values, for a histogram; empty unless `status` is ``ok``.
    scatter
        The Moran scatter, index code: ``value_z`` (standard scores, divisor n) and ``lag_z`` (their mean over the neighbours);
        its slope is I.
    n
        Areas used.
    gate
        ``none``, ``caution`` or ``full``, see `analytics.spatial.gate`.
    status
        ``ok``; ``too_few`` (under 10 areas); ``no_variation`` (all values equal).
    left_out
        Index code: why an area of the graph is not used (``no_value``, ``island``, ``lone_pair``).
    permutations, seed
        What makes the result repeatable.
    correlation
        Of the two variables in the same areas (Pearson), for the bivariate I; NaN otherwise.
    """

    statistic: float
    expected: float
    sd: float
    z: float
    p: float
    permuted: NDArray[np.float64] = field(repr=False, compare=False)
    scatter: pd.DataFrame = field(repr=False, compare=False)
    n: int
    gate: Gate
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)
    permutations: int
    seed: int
    correlation: float = float("nan")


def morans_i(
    values: pd.Series[float], neighbours: Neighbours, *, permutations: int = PERMUTATIONS, seed: int
) -> Moran:
    """Moran's I with row-standardised weights and its permutation distribution.

    ``I = sum_i z_i sum_j w_ij z_j / sum_i z_i^2`` with z the deviations from the mean and weights that add up to 1 for each
    area. Areas without a value, islands and lone pairs take no part, neither in the mean nor in n.

    Parameters
    ----------
    values
        One value an area of one city, index code, any unit, any order: a rate, never a count.
    neighbours
        Their graph.
    permutations
        R, at least 999.
    seed
        Of the permutations, 0 or more: the same seed gives the same p-value.

    Returns
    -------
    Moran

    Raises
    ------
    ValueError
        If an area comes twice or is not in the graph, a value is infinite, or ``permutations`` or ``seed`` is not allowed.

    References
    ----------
    P. A. P. Moran (1950), Notes on continuous stochastic phenomena, Biometrika 37(1/2), 17-23. A. D. Cliff, J. K. Ord (1981),
    Spatial Processes: Models and Applications, Pion; variance under randomisation there.
    """
    check_draws(permutations, seed)
    return moran_of(take(neighbours, values=values), permutations, seed)


def moran_of(sample: Sample, permutations: int, seed: int) -> Moran:
    """Moran's I of the first variable of a sample."""
    if sample.status != "ok":
        return no_moran(sample, sample.status, permutations, seed)
    n, z, weights = sample.n, sample.centred(), sample.graph.matrix()
    lag = weights @ z
    statistic = float(z @ lag) / n
    mixed = shuffled(z, permutations, np.random.default_rng(seed))
    permuted = np.einsum("ri,ri->r", mixed, mixed @ weights.T) / n
    expected = -1.0 / (n - 1)
    sd = _randomisation_sd(z, weights)
    return Moran(
        statistic=statistic, expected=expected, sd=sd, z=(statistic - expected) / sd,
        p=float(two_sided_p(np.array([statistic]), permuted[:, None])[0]), permuted=permuted,
        scatter=scatter_of(sample, z, lag), n=n, gate=gate(n), status="ok", left_out=sample.left_out,
        permutations=permutations, seed=seed,
    )  # fmt: skip


def no_moran(sample: Sample, status: Status, permutations: int, seed: int) -> Moran:
    """A result that says why there is none."""
    nan = float("nan")
    nothing = np.full(sample.n, nan)
    return Moran(
        nan, nan, nan, nan, nan, np.empty(0), scatter_of(sample, nothing, nothing), sample.n, gate(sample.n), status,
        sample.left_out, permutations, seed,
    )  # fmt: skip


def scatter_of(sample: Sample, z: NDArray[np.float64], lag: NDArray[np.float64]) -> pd.DataFrame:
    """The points of a Moran scatter."""
    index = pd.Index(sample.graph.codes, dtype="str", name="code")
    return pd.DataFrame({"value_z": z, "lag_z": lag}, index=index)


def _randomisation_sd(z: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Standard deviation of I over all orders of the values (Cliff and Ord 1981)."""
    n = len(z)
    s0 = weights.sum()
    s1 = ((weights + weights.T) ** 2).sum() / 2
    s2 = ((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum()
    kurtosis = n * (z**4).sum() / (z**2).sum() ** 2
    plain = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    peaked = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    second = (plain - peaked) / ((n - 1) * (n - 2) * (n - 3) * s0**2)
    return float(np.sqrt(second - 1.0 / (n - 1) ** 2))
