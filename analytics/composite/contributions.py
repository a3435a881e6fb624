"""How much each indicator gives to, or costs, the score; the parts add up to ``score - base``.

Arithmetic trees (base 0)
    The product of the shares on the way to the root times the leaf's score: the parts add up to the score.
Trees with a geometric mean or a minimum (base 100)
    A geometric mean adds up on the log scale only, and the logarithm of 0 is no base. So the *loss* against a full score is
    divided: with S the node's score, x_c those of its parts and L the logarithmic mean,

        S - 100 = sum of  L(S, 100) w_c log(x_c / 100),     L(a, b) = (a - b) / (log a - log b)

    which leaves no remainder (the logarithmic mean Divisia index: B. W. Ang, 2005, The LMDI approach to decomposition analysis,
    Energy Policy 33(7), 867-871, doi:10.1016/j.enpol.2003.10.010). An arithmetic node divides its loss by ``w_c (x_c - 100)``,
    a minimum gives all of it to its weakest part, in equal shares where several are. Every part is 0 or less: points lost.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.evaluate import Evaluation, Plan
from analytics.composite.framework import Framework

__all__ = ["contribution_base", "contributions"]

Array = npt.NDArray[np.float64]
FULL = 100.0


def contribution_base(plan: Plan, framework: Framework) -> float:
    """0 where every node that counts is an arithmetic mean (or has one part only), else 100."""
    kinds = {node.id: node.aggregation for node in framework.nodes}
    plain = all(kinds[node] == "arithmetic" or len(plan.children[node]) == 1 for node in plan.order)
    # A single part of a geometric node is raised to the floor, which no product of shares tells.
    floored = framework.floor > 0 and any(kinds[node] == "geometric" for node in plan.order)
    return 0.0 if plain and not floored else FULL


def contributions(plan: Plan, framework: Framework, found: Evaluation, index: pd.Index) -> pd.DataFrame:
    """Points of each leaf, which add up to ``score - base``.

    Returns
    -------
    pandas.DataFrame
        Index of the places, one column a leaf; 0 where a figure is missing in a place that has a score, NaN where the place
        has none.
    """
    base = contribution_base(plan, framework)
    root = plan.order[-1]
    factors: dict[str, Array] = {root: np.ones(len(index))}
    for node in reversed(plan.order):
        for part, share in _shares_of_loss(node, plan, framework, found.values).items():
            factors[part] = factors[node] * share
    scored = ~np.isnan(found.values[root])
    parts = {}
    for leaf in plan.leaves:
        points = factors[leaf] * (found.values[leaf] - base)
        parts[leaf] = np.where(scored, np.where(np.isnan(points), 0.0, points), np.nan)
    return pd.DataFrame(parts, index=index)


def _shares_of_loss(
    node: str, plan: Plan, framework: Framework, values: Mapping[str, Array]
) -> dict[str, Array]:
    """Part -> (what it loses for its node) / (its own distance from 100); 0 where the part is not known."""
    kind = {one.id: one.aggregation for one in framework.nodes}[node]
    parts = plan.children[node]
    known = {part: ~np.isnan(values[part]) for part in parts}
    if kind == "minimum":
        least = values[node]
        weakest = {part: known[part] & (values[part] == least) for part in parts}
        count = np.maximum(sum(one.astype("float64") for one in weakest.values()), 1.0)
        return {part: weakest[part] / count for part in parts}
    shares = dict(zip(parts, plan.shares[node], strict=True))
    weight = sum(shares[part] * known[part] for part in parts)
    weights = {part: shares[part] * known[part] / np.where(weight > 0, weight, np.nan) for part in parts}
    if kind == "arithmetic":
        return weights
    lowest = max(framework.floor, float(np.finfo("float64").tiny))
    mean = _log_mean(values[node])
    found = {}
    for part in parts:
        score = values[part]
        away = np.where(known[part] & (score < FULL), score - FULL, np.nan)
        loss = mean * weights[part] * np.log(np.maximum(score, lowest) / FULL)
        # At 100 the ratio of two zeros: its limit is w L(S, 100) / 100.
        found[part] = np.where(np.isnan(away), mean * weights[part] / FULL, loss / away)
    return found


def _log_mean(score: Array) -> Array:
    """Logarithmic mean of a score and 100; the score is above 0 because the geometric mean is.

    Near 100 both differences cancel; there the first terms of the series in d = 100 - score say more than the ratio.
    """
    gap = FULL - score
    near = np.abs(gap) < 1e-4
    # As a difference: 100 / score is beyond all numbers where a part of 0 leaves a mean of next to nothing.
    ratio = np.where(near, 1.0, gap) / np.where(near, 1.0, np.log(FULL) - np.log(score))
    return np.where(near, FULL - gap / 2.0, ratio)
