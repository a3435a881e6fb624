"""Join counts: whether areas of a class lie beside their own kind more often than chance would put them there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial.chance import PERMUTATIONS, check_draws, fdr_cutoff, shuffled, two_sided_p
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Gate, Sample, Status, gate, take

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class JoinCounts:
    """Pairs of neighbours by their classes.

    Attributes
    ----------
    table
        One row for each pair of classes, ``class`` and ``other`` (the same, or a later one in the order of names):
        ``observed`` (pairs of neighbours), ``expected`` (on average over all orders), ``p`` (two-sided pseudo
        p-value); after them one row with both names empty: all pairs of one and the same class. Empty unless `status` is ``ok``.
    fdr_cutoff
        Largest p of the pairs of classes that stays significant when the false discovery rate is held at `alpha`; NaN for none.
    joins
        Pairs of neighbours in all.
    alpha, n, gate, status, left_out, permutations, seed
        As in `analytics.spatial.LocalResult`; ``no_variation`` where there is one class only.
    """

    table: pd.DataFrame = field(repr=False, compare=False)
    alpha: float
    fdr_cutoff: float
    joins: int
    n: int
    gate: Gate
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)
    permutations: int
    seed: int


def join_counts(
    classes: pd.Series[str],
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int,
    alpha: float = 0.05,
) -> JoinCounts:
    """Count neighbours by class and compare with random orders of the same classes.

    Of J pairs of neighbours among n areas, ``J n_a (n_a - 1) / (n (n - 1))`` are expected to join two areas of class a, and
    ``2 J n_a n_b / (n (n - 1))`` one of class a and one of class b.

    Parameters
    ----------
    classes
        Name of the class of each area, index code; missing ones are left out.
    neighbours, permutations, seed
        As in `analytics.spatial.morans_i`.
    alpha
        False discovery rate over the pairs of classes, between 0 and 1.

    Returns
    -------
    JoinCounts

    Raises
    ------
    ValueError
        As `analytics.spatial.local_moran`.

    References
    ----------
    A. D. Cliff, J. K. Ord (1981), Spatial Processes: Models and Applications, Pion, chapters 1 and 2 (sampling without
    replacement).
    """
    check_draws(permutations, seed, alpha)
    names = sorted({str(name) for name in classes.dropna()})
    numbered = classes.map({name: float(at) for at, name in enumerate(names)}, na_action="ignore")
    sample = take(neighbours, classes=numbered.astype("float64"))
    table, cutoff = pd.DataFrame(columns=["class", "other", "observed", "expected", "p"]), float("nan")
    if sample.status == "ok":
        table = _table(sample, names, permutations, seed)
        cutoff = fdr_cutoff(table["p"].to_numpy(dtype="float64")[:-1], alpha)
    return JoinCounts(
        table, alpha, cutoff, len(sample.graph.links), sample.n, gate(sample.n), sample.status, sample.left_out,
        permutations, seed,
    )  # fmt: skip


def _table(sample: Sample, names: list[str], permutations: int, seed: int) -> pd.DataFrame:
    kinds = sample.values[:, 0]
    links = np.array(sample.graph.links, dtype="int64")
    mixed = shuffled(kinds, permutations, np.random.default_rng(seed))
    size = len(names)
    observed, permuted = _counts(kinds[None, :], links, size), _counts(mixed, links, size)
    number = np.bincount(kinds.astype("int64"), minlength=size)
    first, second = np.triu_indices(size)
    n, same = sample.n, first == second
    chance = np.where(same, number[first] * (number[first] - 1), 2 * number[first] * number[second])
    cells = first * size + second
    observed, permuted = (
        np.column_stack([counts[:, cells], counts[:, cells[same]].sum(axis=1)])
        for counts in (observed, permuted)
    )
    expected = len(links) * np.append(chance, chance[same].sum()) / (n * (n - 1))
    return pd.DataFrame(
        {
            "class": [*(names[at] for at in first), ""],
            "other": [*(names[at] for at in second), ""],
            "observed": observed[0],
            "expected": expected,
            "p": two_sided_p(observed[0].astype("float64"), permuted.astype("float64")),
        }
    )


def _counts(kinds: NDArray[np.float64], links: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """``(R, size * size)`` pairs of neighbours by class, the lower class first, for R orders of the classes."""
    one, other = (kinds[:, links[:, end]].astype("int64") for end in (0, 1))
    cell = np.minimum(one, other) * size + np.maximum(one, other)
    rows = np.arange(len(kinds))[:, None] * size**2
    return np.bincount((cell + rows).ravel(), minlength=len(kinds) * size**2).reshape(len(kinds), -1)
