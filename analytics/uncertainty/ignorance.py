"""The price of ignorance: which missing figure would narrow a place's interval most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.evaluate import Plan, bounds, evaluate
from analytics.composite.index import CompositeIndex
from analytics.composite.tables import asked_places

__all__ = ["price_of_ignorance"]

Array = npt.NDArray[np.float64]
GUESSES = 5
"""A figure that is not known is tried at the middles of so many equal parts of its range."""
COLUMNS = ["code", "part", "figures", "width", "width_known", "narrowing", "coverage_known", "gives_score"]


@dataclass(frozen=True)
class _Case:
    """One thing that might become known of one place."""

    row: int
    part: str
    leaves: tuple[str, ...]


def price_of_ignorance(
    index: CompositeIndex, frame: pd.DataFrame, *, among: Collection[str] | None = None
) -> pd.DataFrame:
    """How much narrower a place's interval would be if a figure were known.

    The interval from the lowest to the highest plausible score is computed again with the figure at each of five values spread
    evenly over its range, everything else as it is, and averaged. A node without a score is tried as a whole too: one
    of its figures may not be enough to lift it over the threshold of coverage.

    Parameters
    ----------
    index
        The index as it stands.
    frame
        Places, as for `CompositeIndex.score`.
    among
        Codes of the places to look at; all by default.

    Returns
    -------
    pandas.DataFrame
        One row a place and missing figure, or node without a score of which several figures are missing: ``code``; ``part``
        (leaf or node); ``figures`` (how many become known); ``width`` (highest less lowest plausible score, points of 100, NaN
        where the place has no score); ``width_known`` (the same if it were known); ``narrowing`` (their difference, 0 or more,
        NaN without a score); ``coverage_known`` (0 to 1); ``gives_score`` (the place has no score and would have one). Places
        in the order asked; in a place what gives a score first, then what narrows most, fewer figures first.

    Raises
    ------
    ValueError
        If a place is not in ``frame``, or as `CompositeIndex.score`.
    """
    codes = asked_places(frame, frame.index if among is None else among)
    places = frame.loc[codes]
    leaves, plan = index.leaf_scores(places), Plan.of(index.framework)
    width, _, unscored = _widths(index, plan, leaves)
    cases = _cases(index, plan, leaves, unscored)
    if not cases:
        return pd.DataFrame(columns=COLUMNS)
    known, coverage, _ = _widths(index, plan, _filled(index, leaves, cases))
    # Averaged over the values that were tried.
    known, coverage = known.reshape(-1, GUESSES).mean(axis=1), coverage.reshape(-1, GUESSES).mean(axis=1)
    rows = [case.row for case in cases]
    table = pd.DataFrame(
        {
            "code": [codes[row] for row in rows],
            "part": [case.part for case in cases],
            "figures": [len(case.leaves) for case in cases],
            "width": width[rows],
            "width_known": known,
            # Never below 0 but for the last bit: knowing more cannot widen an interval.
            "narrowing": np.maximum(width[rows] - known, 0.0),
            "coverage_known": coverage,
            "gives_score": np.isnan(width[rows]) & ~np.isnan(known),
        }
    )
    order = np.lexsort(
        (table["figures"], -table["narrowing"].fillna(-1.0).round(9), ~table["gives_score"], np.array(rows))
    )
    return table.iloc[order].reset_index(drop=True)


def _widths(
    index: CompositeIndex, plan: Plan, leaves: dict[str, Array]
) -> tuple[Array, Array, dict[str, npt.NDArray[np.bool_]]]:
    """Width of the root's interval (NaN without a score), its coverage, and where each node has no score."""
    found = evaluate(plan, index.framework, leaves)
    root, ranges = plan.order[-1], index.leaf_ranges()
    low, high = (bounds(plan, index.framework, found, ranges, side)[root] for side in (0, 1))
    unscored = {node: np.isnan(found.values[node]) for node in plan.order}
    return np.where(unscored[root], np.nan, high - low), found.coverage[root], unscored


def _cases(
    index: CompositeIndex, plan: Plan, leaves: dict[str, Array], unscored: dict[str, npt.NDArray[np.bool_]]
) -> list[_Case]:
    mute = set(index.no_information)
    missing = {leaf: np.isnan(leaves[leaf]) for leaf in plan.leaves if leaf not in mute}
    found = [_Case(int(row), leaf, (leaf,)) for leaf, gone in missing.items() for row in np.flatnonzero(gone)]
    below = {node: [leaf for leaf in missing if node in plan.path(leaf)] for node in plan.order[:-1]}
    for node, parts in below.items():
        for row in np.flatnonzero(unscored[node]):
            gone_here = tuple(leaf for leaf in parts if missing[leaf][row])
            if len(gone_here) > 1:
                found.append(_Case(int(row), node, gone_here))
    return found


def _filled(index: CompositeIndex, leaves: dict[str, Array], cases: list[_Case]) -> dict[str, Array]:
    """Each case `GUESSES` times, with its figures at the values to try."""
    ranges = index.leaf_ranges()
    steps = (np.arange(GUESSES) + 0.5) / GUESSES
    rows = np.repeat([case.row for case in cases], GUESSES)
    found = {leaf: values[rows] for leaf, values in leaves.items()}
    for k, case in enumerate(cases):
        for leaf in case.leaves:
            low, high = ranges[leaf]
            found[leaf][k * GUESSES : (k + 1) * GUESSES] = low + (high - low) * steps
    return found
