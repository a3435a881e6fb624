"""From a figure in its unit to a score of 0 to 100, in one direction: more is better.

With v the figure (its natural logarithm where the leaf says ``log``), L and H the lower and upper limit:

``goalposts``
    ``100 (v - L) / (H - L)``, or ``100 (H - v) / (H - L)`` where lower is better, clipped to 0 to 100. The limits stand
    in the framework, so that no place's score depends on another place.
``minmax``
    The same with L and H the least and greatest value of the reference set.
``zscore``
    ``50 + (50 / 3) z`` with ``z = (v - mean) / sd`` (sd with n - 1) of the reference set, turned round where lower is better,
    clipped at z of -3 and 3, so that the scale is bounded as geometric means need it.
``percentile``
    Share of the reference set that is worse, plus half the share that is equal, times 100.
``target``
    ``100 (v - B) / (T - B)`` with T the target and B the base, clipped: how much of the way to the target is done.
``steps``
    The score of the category that the figure falls in; a limit belongs to the category above it.

OECD/JRC (2008), Handbook on Constructing Composite Indicators, ISBN 978-92-64-04345-9, step 5.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from analytics.composite.errors import IndexDataError
from analytics.composite.framework import Leaf
from analytics.composite.reference import Reference
from analytics.composite.rules import RELATIVE

__all__ = ["leaf_range", "leaf_scores"]

Array = npt.NDArray[np.float64]
WIDEST_Z = 3.0
_EQUAL = 1e-12


def leaf_scores(leaf: Leaf, values: Array, reference: Reference | None) -> Array:
    """Score of each figure of one indicator.

    Parameters
    ----------
    leaf
        The indicator with its normalisation.
    values
        Any shape, in the unit; NaN for none; above 0 where the leaf says ``log``.
    reference
        The reference set; needed by minmax, zscore and percentile only.

    Returns
    -------
    numpy.ndarray
        Shape of ``values``, 0 to 100, higher is better; NaN where there is no value. All NaN where the reference set is the
        same everywhere: such an indicator tells nobody apart.

    Raises
    ------
    IndexDataError
        If the reference set is needed and is not there or is too small.
    """
    if leaf.normalisation == "steps":
        return _stepped(leaf, values)
    v = np.log(values) if leaf.log else values
    if leaf.normalisation in RELATIVE:
        return _relative(leaf, v, _sample(leaf, reference))
    if leaf.normalisation == "target":
        assert leaf.base is not None
        assert leaf.target is not None
        base, target = _scale(leaf, leaf.base), _scale(leaf, leaf.target)
        return np.clip((v - base) / (target - base), 0.0, 1.0) * 100.0
    assert leaf.goalposts is not None
    low, high = (_scale(leaf, limit) for limit in leaf.goalposts)
    return _between(v, low, high, up=leaf.direction == "higher_better")


def leaf_range(leaf: Leaf, reference: Reference | None, rule: str) -> tuple[float, float]:
    """Lowest and highest score that a missing figure might get.

    Parameters
    ----------
    leaf, reference
        As in `leaf_scores`.
    rule
        ``limits``: the whole scale (for steps: its lowest and highest category); ``reference``: the scores of the worst and the
        best value of the reference set.

    Returns
    -------
    tuple of float
        0 to 100, the lower one first.
    """
    if rule == "reference":
        known = _sample(leaf, reference, log=False)
        ends = leaf_scores(leaf, known[[0, -1]], reference)
        if not np.isnan(ends).any():
            return float(ends.min()), float(ends.max())
    if leaf.normalisation == "steps":
        assert leaf.steps is not None
        return min(leaf.steps.scores), max(leaf.steps.scores)
    return 0.0, 100.0


def _scale(leaf: Leaf, limit: float) -> float:
    return math.log(limit) if leaf.log else limit


def _between(v: Array, low: float, high: float, *, up: bool) -> Array:
    share = (v - low) / (high - low) if up else (high - v) / (high - low)
    return np.clip(share, 0.0, 1.0) * 100.0


def _sample(leaf: Leaf, reference: Reference | None, *, log: bool | None = None) -> Array:
    if reference is None:
        raise IndexDataError(
            f"{leaf.id}: {leaf.normalisation!r}, or what a missing figure might be, is judged on a reference set and there "
            "is none; give the index one by with_reference(all regencies and cities)."
        )
    return reference.sample(leaf.indicator, log=leaf.log if log is None else log)


def _relative(leaf: Leaf, v: Array, known: Array) -> Array:
    low, high = float(known[0]), float(known[-1])
    if high - low <= _EQUAL * max(abs(low), abs(high)):
        return np.full(v.shape, np.nan)
    up = leaf.direction == "higher_better"
    if leaf.normalisation == "minmax":
        return _between(v, low, high, up=up)
    if leaf.normalisation == "zscore":
        # fsum, so that no order of adding up changes a bit.
        mean = math.fsum(known) / len(known)
        sd = math.sqrt(math.fsum((known - mean) ** 2) / (len(known) - 1))
        return _between(v, mean - WIDEST_Z * sd, mean + WIDEST_Z * sd, up=up)
    below = np.searchsorted(known, v, "left")
    # Of many draws few equal a known value: only those are looked up a second time.
    equal = known[np.minimum(below, len(known) - 1)] == v
    upto = below.copy()
    upto[equal] = np.searchsorted(known, v[equal], "right")
    # NaN is sorted behind everything: it must stay unknown and not become the best.
    share = np.where(np.isnan(v), np.nan, (below + upto) / 2.0 / len(known))
    return (share if up else 1.0 - share) * 100.0


def _stepped(leaf: Leaf, values: Array) -> Array:
    assert leaf.steps is not None
    found = np.searchsorted(np.array(leaf.steps.limits), values, "right")
    scores = np.array(leaf.steps.scores, dtype="float64")[found]
    return np.where(np.isnan(values), np.nan, scores)
