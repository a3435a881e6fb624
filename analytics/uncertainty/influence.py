"""What a weight does: the influence that each part has on the score, beside the weight that was given to it.

A nominal weight says how points are added up. How much a part tells places apart depends on its spread and on what it goes along
with as well (P. Paruolo, M. Saisana and A. Saltelli, 2013, Ratings and rankings: voodoo or science?, Journal of the Royal
Statistical Society A 176(3), 609-634, doi:10.1111/j.1467-985X.2012.01059.x).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.errors import IndexDataError
from analytics.composite.evaluate import Plan
from analytics.composite.framework import ROOT_COLUMN
from analytics.composite.index import CompositeIndex
from analytics.composite.reference import FEWEST_PLACES
from analytics.composite.result import CompositeResult

__all__ = ["effective_weights", "group_influence"]


def effective_weights(index: CompositeIndex, frame: pd.DataFrame) -> pd.DataFrame:
    """Influence of every part on the score, over the national set.

    Parameters
    ----------
    index
        The index as it stands.
    frame
        The national set, as for `CompositeIndex.score`; never the few places that are compared.

    Returns
    -------
    pandas.DataFrame
        Index: part, nodes first, from the root down. ``parent``; ``weight`` (product of the shares from the root down, 0 to 1);
        ``correlation`` (Pearson, -1 to 1, of the part's score with the index over the places that have both; NaN where one of
        them is the same everywhere); ``variance_share`` (covariance of the part's contribution with the score over the
        variance of the score: the leaves' add up to 1, so do those of the parts of the root; a part that runs against the
        rest is below 0) and ``n`` (places with both).

    Raises
    ------
    IndexDataError
        If fewer than 30 places have a score.
    """
    result = index.score(frame)
    score = result.scores[ROOT_COLUMN]
    scored = score.notna()
    if int(scored.sum()) < FEWEST_PLACES:
        raise IndexDataError(
            f"`frame` must be the national set: {int(scored.sum())} places have a score, {FEWEST_PLACES} are needed to say "
            "what a weight does."
        )
    plan = Plan.of(index.framework)
    weights = {plan.order[-1]: 1.0}
    rows = {}
    for node in reversed(plan.order):
        for part, share in zip(plan.children[node], plan.shares[node], strict=True):
            weights[part] = weights[node] * share
            points = result.contributions.loc[scored, result.leaves_below(part)].sum(axis=1)
            both = scored & result.scores[part].notna()
            rows[part] = {
                "parent": index.framework.column(node),
                "weight": weights[part],
                "correlation": _correlation(result.scores.loc[both, part], score[both]),
                "variance_share": _share(points.to_numpy(), score[scored].to_numpy()),
                "n": int(both.sum()),
            }
    nodes = [part for part in rows if part in plan.order]
    order = [*nodes, *(part for part in rows if part not in plan.order)]
    return pd.DataFrame.from_dict(rows, orient="index").loc[order]


def group_influence(result: CompositeResult) -> dict[str, float]:
    """Share of each part right below the root in the differences between places; quick, for a weight that is being moved.

    Parameters
    ----------
    result
        Scores of the national set.

    Returns
    -------
    dict
        Part -> ``variance_share`` as in `effective_weights`, over the places of which every such part has a score; NaN where
        these are fewer than 30 or all alike.
    """
    parts = list(result.children[ROOT_COLUMN])
    complete = ~np.isnan(result.scores[parts].to_numpy()).any(axis=1)
    score = result.scores[ROOT_COLUMN].to_numpy()[complete]
    if len(score) < FEWEST_PLACES:
        return dict.fromkeys(parts, float("nan"))
    # Plain arrays: this runs at every move of a slider.
    points = dict(
        zip(result.contributions.columns, result.contributions.to_numpy().T[:, complete], strict=True)
    )
    return {
        part: _share(np.sum([points[leaf] for leaf in result.leaves_below(part)], axis=0), score)
        for part in parts
    }


def _correlation(part: pd.Series[float], score: pd.Series[float]) -> float:
    if len(part) < 3 or _same(part.to_numpy(dtype="float64")) or _same(score.to_numpy(dtype="float64")):
        return float("nan")
    return float(np.corrcoef(part.to_numpy(), score.to_numpy())[0, 1])


def _share(points: npt.NDArray[np.float64], score: npt.NDArray[np.float64]) -> float:
    if _same(score):
        return float("nan")
    covariance = np.cov(points, score)
    return float(covariance[0, 1] / covariance[1, 1])


def _same(values: npt.NDArray[np.floating[Any]]) -> bool:
    return bool(np.ptp(values) <= 1e-9)
