"""Tipping points: the weight at which the order of two places turns, in closed form.

A part's share t of its node runs from 0 to 1 while its siblings keep their proportions. With x the part's score and R the
siblings' mean, the node is ``R + t (x - R)`` where it is arithmetic; where it is geometric its logarithm is
``log R + t (log x - log R)``. What follows depends on the nodes above it:

all arithmetic
    The score is linear in t, so is the difference of two places: one root.
geometric from the part's node up to the root
    The logarithm of the score is linear in t: one root.
arithmetic at first, geometric from some node up to the root
    ``log S = c + w log(a + b t)``. Two places are equal where ``a1 + b1 t = r (a2 + b2 t)`` with ``r = exp((c2 - c1) / w)``:
    one root.
geometric below arithmetic, a minimum with other parts, or a floor that cuts in on the way
    No closed form; the row says so and no number is made up.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.composite.evaluate import Plan, combine, evaluate
from analytics.composite.framework import Framework
from analytics.composite.index import CompositeIndex
from analytics.composite.tables import asked_places

__all__ = ["tipping_points"]

Array = npt.NDArray[np.float64]
_TINY = float(np.finfo("float64").tiny)
_EQUAL = 1e-12
COLUMNS = ["part", "a", "b", "share", "tipping_share", "ahead", "ahead_below", "ahead_above", "status"]


@dataclass(frozen=True)
class Course:
    """How the score of each place runs with t: ``a + b t`` (plain), its logarithm (log), or ``c + w log(a + b t)`` (mixed).

    Attributes
    ----------
    kind
        ``plain``, ``log`` or ``mixed``.
    a, b, c
        Shape (places,).
    w
        Exponent of the mixed kind, shape (places,).
    usable
        Shape (places,): False where the floor cuts in.
    """

    kind: str
    a: Array
    b: Array
    c: Array
    w: Array
    usable: npt.NDArray[np.bool_]


def tipping_points(
    index: CompositeIndex,
    frame: pd.DataFrame,
    *,
    among: Collection[str],
    parts: Collection[str] | None = None,
) -> pd.DataFrame:
    """Share of each part at which the order of two places turns.

    Parameters
    ----------
    index
        The index as it stands.
    frame
        Places to take; as for `CompositeIndex.score`.
    among
        Codes of two places or more; each pair is looked at.
    parts
        Nodes and leaves to look at; all by default.

    Returns
    -------
    pandas.DataFrame
        One row a part with siblings and a pair: ``part``, ``a, b`` (codes), ``share`` (the part's in its node now, 0 to 1),
        ``tipping_share`` (0 to 1, NaN for none), ``ahead`` (code that is ahead as it stands, "" for neither), ``ahead_below``
        and ``ahead_above`` (below and above the tipping share) and ``status``: ``tips``, ``never`` (the order is the
        same for every share between 0 and 1), ``always_equal``, ``no_closed_form`` or ``missing`` (a sibling of the
        part, or a score on the way, is missing in one of the two, so that other weights would change what is left out).

    Raises
    ------
    ValueError
        If a place is not in ``frame``, or as `CompositeIndex.score`.
    """
    asked = asked_places(frame, among)
    plan, rows = Plan.of(index.framework), []
    places = frame.loc[asked]
    values = evaluate(plan, index.framework, index.leaf_scores(places)).values
    score = values[plan.order[-1]]
    whole = np.all([~np.isnan(value) for value in values.values()], axis=0)
    for node in reversed(plan.order):
        for part, share in zip(plan.children[node], plan.shares[node], strict=True):
            if len(plan.children[node]) == 1 or (parts is not None and part not in parts):
                continue
            course = _course(plan, index.framework, values, part)
            known = _known(plan, values, part)
            for one, two in combinations(range(len(asked)), 2):
                ahead = _sign(score[one] - score[two])
                found = _pair(course, known, one, two)
                if found[0] == "tips" and not whole[[one, two]].all():
                    found = _with_scores(index, places.iloc[[one, two]], part, found)
                rows.append(
                    (part, asked[one], asked[two], share, *_told(found, ahead, asked[one], asked[two]))
                )
    return pd.DataFrame(rows, columns=COLUMNS)


def _known(plan: Plan, values: Mapping[str, Array], part: str) -> npt.NDArray[np.bool_]:
    """Places of which every part of the part's node, and every node on the way, has a score.

    What is missing further up has fixed shares that its siblings share out; what is missing beside the part would be
    left out with another share for every t.
    """
    path = plan.path(part)
    known = np.ones(values[part].shape, dtype=bool)
    for name in (*plan.children[path[0]], *path):
        known &= ~np.isnan(values[name])
    return known


def _course(plan: Plan, framework: Framework, values: Mapping[str, Array], part: str) -> Course | None:
    """The course of the root, or None where there is no closed form."""
    kinds = {node.id: node.aggregation for node in framework.nodes}
    path = plan.path(part)
    found = _first(plan, framework, values, part)
    for below, node in pairwise(path):
        if found is None:
            return None
        shares = dict(zip(plan.children[node], plan.shares[node], strict=True))
        if len(shares) > 1 or kinds[node] == "geometric":
            known = {name: share * ~np.isnan(values[name]) for name, share in shares.items()}
            total = np.sum(list(known.values()), axis=0)
            total = np.where(total > 0, total, np.nan)
            weight = known.pop(below) / total
            rest = _rest(kinds[node], known, values, framework.floor) / total
            found = _above(kinds[node], found, weight, rest, framework.floor)
    return found


def _first(plan: Plan, framework: Framework, values: Mapping[str, Array], part: str) -> Course | None:
    """The course of the part's own node."""
    node = plan.path(part)[0]
    kind = next(one.aggregation for one in framework.nodes if one.id == node)
    shares = dict(zip(plan.children[node], plan.shares[node], strict=True))
    del shares[part]
    siblings = combine(kind, [values[name] for name in shares], list(shares.values()), framework.floor)
    every, ones = np.ones(siblings.shape, dtype=bool), np.ones(siblings.shape)
    if kind == "minimum":
        return Course("plain", np.fmin(siblings, values[part]), siblings * 0.0, siblings * 0.0, ones, every)
    if kind == "arithmetic":
        return Course("plain", siblings, values[part] - siblings, siblings * 0.0, ones, every)
    mine, others = _log(values[part], framework.floor), _log(siblings, framework.floor)
    return Course("log", others, mine - others, others * 0.0, ones, every)


def _above(kind: str, below: Course, weight: Array, rest: Array, floor: float) -> Course | None:
    """One node further up; `rest` is what its other parts add."""
    if kind == "arithmetic":
        if below.kind != "plain":
            return None
        return Course("plain", rest + weight * below.a, weight * below.b, below.c, below.w, below.usable)
    if kind != "geometric":
        return None
    if below.kind == "log":
        return Course("log", rest + weight * below.a, weight * below.b, below.c, below.w, below.usable)
    if below.kind == "mixed":
        return Course("mixed", below.a, below.b, rest + weight * below.c, weight * below.w, below.usable)
    least = np.minimum(below.a, below.a + below.b)
    return Course("mixed", below.a, below.b, rest, weight, below.usable & (least >= max(floor, _TINY)))


def _rest(kind: str, shares: Mapping[str, Array], values: Mapping[str, Array], floor: float) -> Array:
    """Weighted sum of the other parts that are known, of their logarithms where the node is geometric."""
    found = np.zeros(())
    for name, share in shares.items():
        value = _log(values[name], floor) if kind == "geometric" else values[name]
        found = found + share * np.where(share > 0, value, 0.0)
    return found


def _log(values: Array, floor: float) -> Array:
    return np.log(np.maximum(values, max(floor, _TINY)))


def _pair(course: Course | None, known: npt.NDArray[np.bool_], one: int, two: int) -> tuple[str, float, int]:
    """Status, tipping share, and who is ahead just above it (1 the first, -1 the second)."""
    if not (known[one] and known[two]):
        return "missing", np.nan, 0
    if course is None or not (course.usable[one] and course.usable[two]):
        return "no_closed_form", np.nan, 0
    ratio = 1.0
    if course.kind == "mixed":
        if abs(course.w[one] - course.w[two]) > _EQUAL:
            return "no_closed_form", np.nan, 0
        ratio = float(np.exp((course.c[two] - course.c[one]) / course.w[one]))
    start = float(course.a[one] - ratio * course.a[two])
    slope = float(course.b[one] - ratio * course.b[two])
    size = max(
        abs(course.a[one]), abs(ratio * course.a[two]), abs(course.b[one]), abs(ratio * course.b[two]), 1e-300
    )
    if abs(slope) <= _EQUAL * size:
        return ("always_equal" if abs(start) <= _EQUAL * size else "never"), np.nan, 0
    at = -start / slope
    if _EQUAL < at < 1.0 - _EQUAL:
        return "tips", at, _sign(slope)
    return "never", np.nan, 0


def _with_scores(
    index: CompositeIndex, pair: pd.DataFrame, part: str, found: tuple[str, float, int]
) -> tuple[str, float, int]:
    """Keep a point only if both places have a score there: another weight may leave too little covered."""
    scores = index.with_share(part, found[1]).score(pair).scores["score"]
    return found if scores.notna().all() else ("missing", np.nan, 0)


def _told(found: tuple[str, float, int], ahead: int, a: str, b: str) -> tuple[float, str, str, str, str]:
    names = {1: a, -1: b, 0: ""}
    status, at, above = found
    if status == "tips":
        return at, names[ahead], names[-above], names[above], status
    same = names[ahead] if status == "never" else ""
    return np.nan, names[ahead], same, same, status


def _sign(value: float) -> int:
    return int(np.sign(value)) if abs(value) > _EQUAL * 100 else 0
