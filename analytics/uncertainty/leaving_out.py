"""What hangs on one indicator: pairs of places whose order turns when it is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.errors import FrameworkError
from analytics.composite.evaluate import Plan, evaluate
from analytics.composite.framework import Leaf
from analytics.composite.index import CompositeIndex
from analytics.composite.tables import asked_places

__all__ = ["turned_by_leaving_out"]

Array = npt.NDArray[np.float64]
_EQUAL = 1e-9


def turned_by_leaving_out(
    index: CompositeIndex, frame: pd.DataFrame, *, among: Collection[str]
) -> pd.DataFrame:
    """Each indicator without which the order of two places is the other way round.

    Among many draws one indicator left out in one draw of seventeen hardly shows; here every one is left out by itself, with the
    weights of the others in proportion and everything else as it stands.

    Parameters
    ----------
    index
        The index as it stands.
    frame
        Places, as for `CompositeIndex.score`.
    among
        Codes of the places to compare pair by pair.

    Returns
    -------
    pandas.DataFrame
        One row a pair and indicator: ``a, b`` (codes; a is ahead as the index stands), ``part`` (leaf), ``lead`` (points of
        100 by which a is ahead) and ``lead_without`` (below 0). Pairs without two scores, with or without it, are left out.

    Raises
    ------
    ValueError
        If a place is not in ``frame``, or as `CompositeIndex.score`.
    """
    codes = asked_places(frame, among)
    # A leaf's own score is the same whatever else counts: read once, put together once an indicator.
    leaves = index.leaf_scores(frame.loc[codes])
    scores, rows = _root(index, leaves), []
    for leaf in index.framework.leaves:
        rest = _without(index, leaf) if leaf.id in leaves else None
        if rest is None:
            continue
        without = _root(rest, leaves)
        for i, j in combinations(range(len(codes)), 2):
            lead, after = scores[i] - scores[j], without[i] - without[j]
            if np.isnan(lead + after) or abs(lead) <= _EQUAL or lead * after >= 0 or abs(after) <= _EQUAL:
                continue
            sign = np.sign(lead)
            a, b = (codes[i], codes[j]) if sign > 0 else (codes[j], codes[i])
            rows.append((a, b, leaf.id, sign * lead, sign * after))
    return pd.DataFrame(rows, columns=["a", "b", "part", "lead", "lead_without"])


def _root(index: CompositeIndex, leaves: Mapping[str, Array]) -> Array:
    plan = Plan.of(index.framework)
    return evaluate(plan, index.framework, leaves).values[plan.order[-1]]


def _without(index: CompositeIndex, leaf: Leaf) -> CompositeIndex | None:
    """The index without an indicator; without its group where it is alone there, None where nothing else is left."""
    for part in (leaf.id, leaf.parent):
        try:
            return index.with_weights({part: 0.0})
        except FrameworkError:
            continue
    return None
