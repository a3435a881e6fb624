"""Rates of small populations: smoothed by what all areas, or the neighbours, have in common, and Moran's I for them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.number_faults import faults_of, numbers
from analytics.spatial.chance import PERMUTATIONS, draw_faults
from analytics.spatial.global_moran import Moran, moran_of
from analytics.spatial.neighbours import Neighbours
from analytics.spatial.sample import take, varies


def empirical_bayes(
    events: pd.Series[float],
    population: pd.Series[float],
    *,
    neighbours: Neighbours | None = None,
    factor: float = 1.0,
) -> pd.DataFrame:
    """Rates drawn towards the common one, the more the fewer people stand behind them.

    With the rate r of an area and its people P, and over the areas that serve as reference the common rate
    ``m = sum events / sum P`` and the spread ``A = max(0, sum P (r - m)^2 / sum P - m / mean P)``: smoothed rate
    ``w r + (1 - w) m`` with the weight ``w = A / (A + m / P)``. m / P is what chance alone adds to the spread (events as in
    a Poisson process), so that A is what is left of true differences.

    Parameters
    ----------
    events
        Counts of 0 or more, index code.
    population
        Whom they may happen to, 0 or more.
    neighbours
        None: all areas are the reference (global). A graph: each area has its own, itself and its neighbours (local);
        islands then have none.
    factor
        What one unit of population becomes: 1 000 for "per 1 000".

    Returns
    -------
    pandas.DataFrame
        Index of ``events``: ``raw_rate`` and ``smoothed_rate`` (events per ``factor`` of population), ``weight`` (of the area's
        own rate, 0 to 1) and ``reason``: "", ``no_value``, ``no_population`` (nobody there) or ``island``.

    Raises
    ------
    ValueError
        If an index holds an area twice, a count is infinite or negative, an area is not in the graph, or ``factor`` is not
        positive; all faults at once.

    References
    ----------
    R. J. Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Journal of the Royal
    Statistical Society C 40(2), 283-294.
    """
    faults = _faults(events, population)
    if not 0 < factor < np.inf:
        faults.append(f"`factor` must be positive, it is {factor!r}; 1000 gives a rate per 1 000")
    strange = [] if neighbours is None else sorted(set(map(str, events.index)) - set(neighbours.codes))
    if strange:
        faults.append(
            f"`events` must be of areas of the graph, {strange[0]} is none; take both from the same places"
        )
    if faults:
        raise ValueError("; ".join(faults) + ".")
    count, people = numbers(events), numbers(population).reindex(events.index)
    reason = pd.Series("", index=events.index, dtype="str", name="reason")
    reason = reason.mask(people == 0, "no_population").mask(count.isna() | people.isna(), "no_value")
    used = list(events.index[reason == ""])
    raw = (count / people.where(people > 0)).reindex(events.index)
    graph = None if neighbours is None else neighbours.only(used)
    if graph is not None:
        reason[list(graph.islands)] = "island"
        used = [code for code in used if reason[code] == ""]
    rate, weight = _smooth(count[used], people[used], graph)
    return pd.DataFrame(
        {
            "raw_rate": factor * raw,
            "smoothed_rate": factor * rate.reindex(events.index),
            "weight": weight.reindex(events.index),
            "reason": reason,
        },
        index=events.index,
    )


def _smooth(
    count: pd.Series[float], people: pd.Series[float], graph: Neighbours | None
) -> tuple[pd.Series[float], pd.Series[float]]:
    """Smoothed rates and the weights of the raw ones."""
    e, p, n = count.to_numpy(), people.to_numpy(), len(count)
    if n == 0:
        return count, people
    reference = np.ones((n, n))
    if graph is not None:
        reference = (graph.only(list(count.index)).matrix() > 0) + np.eye(n)
        order = [graph.only(list(count.index)).codes.index(code) for code in count.index]
        reference = reference[np.ix_(order, order)]
    everybody = reference @ p
    common = reference @ e / everybody
    rate = e / p
    spread = (reference * (p * (rate - common[:, None]) ** 2)).sum(axis=1) / everybody
    true = np.maximum(0.0, spread - common * reference.sum(axis=1) / everybody)
    chance = common / p
    # Without any event there is nothing to smooth.
    weight = np.divide(true, true + chance, out=np.ones(n), where=true + chance > 0)
    smoothed = weight * rate + (1 - weight) * common
    return pd.Series(smoothed, index=count.index), pd.Series(weight, index=count.index)


def morans_i_rates(
    events: pd.Series[float],
    population: pd.Series[float],
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int,
) -> Moran:
    """Moran's I of a rate whose precision differs from area to area.

    The rates are first put on one footing: ``z = (r - m) / sqrt(a + m / P)`` with m and the spread a as in `empirical_bayes`,
    but a not cut at 0; where ``a + m / P`` is not positive, ``m / P`` stands for it. Then as `analytics.spatial.morans_i`.

    Parameters
    ----------
    events, population
        As in `empirical_bayes`; areas without people have no value.
    neighbours, permutations, seed
        As in `analytics.spatial.morans_i`.

    Returns
    -------
    Moran
        ``no_variation`` where all rates are equal, as where nothing happened.

    Raises
    ------
    ValueError
        As `empirical_bayes` and `analytics.spatial.morans_i`.

    References
    ----------
    R. M. Assunção, E. A. Reis (1999), A new proposal to adjust Moran's I for population density, Statistics in Medicine
    18(16), 2147-2162.
    """
    faults = [*_faults(events, population), *draw_faults(permutations, seed)]
    if faults:
        raise ValueError("; ".join(faults) + ".")
    people = numbers(population)
    sample = take(neighbours, events=events, population=people.where(people > 0))
    e, p = sample.values.T
    rate = e / p
    if not varies(rate):  # else the rounding of equal rates would be taken for a pattern
        return moran_of(replace(sample, values=np.zeros((sample.n, 1))), permutations, seed)
    common = e.sum() / p.sum()
    spread = p @ (rate - common) ** 2 / p.sum() - common / p.mean()
    variance = spread + common / p
    variance = np.where(variance > 0, variance, common / p)
    z = (rate - common) / np.sqrt(variance)
    return moran_of(replace(sample, values=z[:, None]), permutations, seed)


def _faults(events: pd.Series[float], population: pd.Series[float]) -> list[str]:
    return [
        *faults_of("events", events, negative=False),
        *faults_of("population", population, negative=False),
    ]
