"""A line-up: the real map hidden among maps of chance, for eyes that believe in patterns too easily."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.spatial.chance import draw_faults, shuffled
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import Gate, Status, gate, standard_scores, take


@dataclass(frozen=True)
class LineUp:
    """Maps to choose from.

    Attributes
    ----------
    panels
        Index: code of every area of the graph; columns 1 to the number of maps; values in the variable's unit. Areas that take no
        part are missing in all of them, or the real one would stand out. No columns unless `status` is ``ok``.
    position
        Column of the real map; 0 where there is none.
    statistics
        Moran's I of each map, index as the columns: for the solution, not for the question.
    chance
        Chance to point at the real one by luck, 1 / number of maps. Somebody who finds it has a test with that p-value.
    n, gate, status, left_out, seed
        As in `analytics.spatial.Moran`.
    """

    panels: pd.DataFrame = field(repr=False, compare=False)
    position: int
    statistics: pd.Series[float] = field(repr=False, compare=False)
    chance: float
    n: int
    gate: Gate
    status: Status
    left_out: pd.Series[str] = field(repr=False, compare=False)
    seed: int


def line_up(values: pd.Series[float], neighbours: Neighbours, *, n: int = 20, seed: int) -> LineUp:
    """Hide the real map among ``n - 1`` in which its values are given to random areas.

    Parameters
    ----------
    values, neighbours
        As in `analytics.spatial.morans_i`.
    n
        Number of maps, 2 to 100; 20 make a test at 5 %.
    seed
        Of the permutations and the position, 0 or more.

    Returns
    -------
    LineUp

    Raises
    ------
    ValueError
        As `analytics.spatial.morans_i`, or if ``n`` is out of range.

    References
    ----------
    A. Buja, D. Cook, H. Hofmann, M. Lawrence, E.-K. Lee, D. F. Swayne, H. Wickham (2009), Statistical inference for
    exploratory data analysis and model diagnostics, Philosophical Transactions of the Royal Society A 367, 4361-4383.
    H. Wickham, D. Cook, H. Hofmann, A. Buja (2010), Graphical inference for infovis, IEEE Transactions on Visualization and
    Computer Graphics 16(6), 973-979.
    """
    faults = [] if 2 <= n <= 100 else [f"`n` must be a number of maps from 2 to 100, it is {n}; 20 is usual"]
    faults += draw_faults(999, seed)
    if faults:
        raise ValueError("; ".join(faults) + ".")
    sample = take(neighbours, values=values)
    codes = pd.Index(neighbours.codes, dtype="str", name="code")
    if sample.status != "ok":
        nothing = pd.Series(dtype="float64")
        return LineUp(
            pd.DataFrame(index=codes), 0, nothing, float("nan"), sample.n, gate(sample.n), sample.status,
            sample.left_out, seed,
        )  # fmt: skip
    rng = np.random.default_rng(seed)
    real = sample.values[:, 0]
    maps = shuffled(real, n, rng)
    position = int(rng.integers(n)) + 1
    maps[position - 1] = real
    columns = pd.RangeIndex(1, n + 1, name="map")
    panels = pd.DataFrame(maps.T, index=list(sample.graph.codes), columns=columns).reindex(codes)
    weights = sample.graph.matrix()
    scores = np.array([standard_scores(one) for one in maps])
    statistics = np.einsum("ri,ri->r", scores, scores @ weights.T) / sample.n
    return LineUp(
        panels, position, pd.Series(statistics, index=columns), 1 / n, sample.n, gate(sample.n), "ok", sample.left_out,
        seed,
    )  # fmt: skip
