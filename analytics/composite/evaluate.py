"""The tree, computed from its leaves to its root; for one table of scores or for many draws at once.

With x_c the scores of a node's parts that are known and w_c their weights, shares of the known weight:

``arithmetic``
    ``sum(w_c x_c)``: a strength makes up for a weakness entirely.
``geometric``
    ``exp(sum(w_c log(max(x_c, floor))))``: a weakness costs more the deeper it is.
``minimum``
    ``min(x_c)``: the weakest part decides, whatever its weight (above 0).

Sums run over the parts one after another and element by element, so that a place's score has the same bits in whatever
row it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.composite.framework import Framework

__all__ = ["Evaluation", "Plan", "combine", "evaluate"]

Array = npt.NDArray[np.float64]
Share = float | Array
_TINY = float(np.finfo("float64").tiny)  # stands for 0 in logarithms
THRESHOLD_SLACK = 1e-9  # three quarters added up from eighths must still be three quarters


@dataclass(frozen=True)
class Plan:
    """What of a framework counts: parts of weight 0, and everything below them, are not there.

    Attributes
    ----------
    order
        Nodes, each after its parts; the root last.
    children
        Node -> ids of its parts.
    shares
        Node -> share of each part, adding up to 1.
    leaves
        Ids of the leaves, in the framework's order.
    """

    order: tuple[str, ...]
    children: Mapping[str, tuple[str, ...]]
    shares: Mapping[str, tuple[float, ...]]
    leaves: tuple[str, ...]

    @staticmethod
    def of(framework: Framework) -> Plan:
        """The plan of a framework."""
        children: dict[str, tuple[str, ...]] = {}
        shares: dict[str, tuple[float, ...]] = {}
        order: list[str] = []
        inner = {node.id for node in framework.nodes}

        def visit(node: str) -> None:
            parts = [part for part in framework.children(node) if part.weight > 0]
            for part in parts:
                if part.id in inner:
                    visit(part.id)
            # Divided by the largest first: weights of any size, also tiny ones, become shares.
            largest = max(part.weight for part in parts)
            sizes = [part.weight / largest for part in parts]
            children[node] = tuple(part.id for part in parts)
            shares[node] = tuple(size / sum(sizes) for size in sizes)
            order.append(node)

        visit(framework.root.id)
        used = {name for parts in children.values() for name in parts}
        leaves = tuple(leaf.id for leaf in framework.leaves if leaf.id in used)
        return Plan(tuple(order), children, shares, leaves)

    def path(self, part: str) -> tuple[str, ...]:
        """Nodes above a part, its parent first and the root last."""
        parents = {child: node for node, parts in self.children.items() for child in parts}
        found = []
        while part in parents:
            part = parents[part]
            found.append(part)
        return tuple(found)


@dataclass(frozen=True)
class Evaluation:
    """Scores and coverage of every part.

    Attributes
    ----------
    values
        Part -> scores, 0 to 100, NaN where there is none.
    coverage
        Part -> share of its weight, 0 to 1, that stands on figures that count.
    """

    values: Mapping[str, Array]
    coverage: Mapping[str, Array]


def combine(kind: str, values: Sequence[Array], shares: Sequence[Share], floor: float) -> Array:
    """One node from its parts; parts that are NaN are left out and the others' shares grow in proportion.

    Parameters
    ----------
    kind
        ``arithmetic``, ``geometric`` or ``minimum``.
    values, shares
        One array a part, broadcasting to one shape; a share of 0 leaves the part out.
    floor
        Least score that enters a geometric mean.

    Returns
    -------
    numpy.ndarray
        0 to 100; NaN where no part is known.
    """
    if kind == "minimum":
        return _least(values, shares)
    total: Array | None = None
    weight: Share = 0.0
    lowest = max(floor, _TINY)
    for value, share in zip(values, shares, strict=True):
        term = np.log(np.maximum(value, lowest)) if kind == "geometric" else value
        # A sum is NaN where a part of it is, and costs no array of its own.
        if np.isnan(value.sum()):
            known = ~np.isnan(value)
            term = np.where(known, term, 0.0)
            share = np.where(known, share, 0.0)  # noqa: PLW2901 - the share of what is known
        total = share * term if total is None else _plus(total, share * term)
        weight = weight + share
    assert total is not None
    weights = np.asarray(weight, dtype="float64")
    mean = total / np.where(weights > 0, weights, np.nan)
    return np.exp(mean) if kind == "geometric" else mean


def _plus(total: Array, term: Array) -> Array:
    """Their sum, in the place of the first where that has the shape: no array of many draws is made twice."""
    if total.ndim and total.shape == np.broadcast_shapes(total.shape, term.shape):
        total += term
        return total
    return total + term


def _least(values: Sequence[Array], shares: Sequence[Share]) -> Array:
    least: Array | None = None
    for value, share in zip(values, shares, strict=True):
        counted = value if np.all(np.asarray(share) > 0) else np.where(np.asarray(share) > 0, value, np.nan)
        least = counted if least is None else np.fmin(least, counted)
    assert least is not None
    return least


def evaluate(plan: Plan, framework: Framework, leaves: Mapping[str, Array]) -> Evaluation:
    """Scores of every node, with the rule of coverage.

    A figure covers its own weight; a node is covered by the sum of ``share * coverage`` over its parts that have a score. Below
    the framework's threshold a node has no score and covers nothing above it: its figures count nowhere.

    Parameters
    ----------
    plan, framework
        The tree.
    leaves
        Leaf -> scores of shape (places,), NaN where unknown.

    Returns
    -------
    Evaluation
    """
    kinds = {node.id: node.aggregation for node in framework.nodes}
    values = {name: leaves[name] for name in plan.leaves}
    coverage = {name: (~np.isnan(value)).astype("float64") for name, value in values.items()}
    for node in plan.order:
        parts, shares = plan.children[node], plan.shares[node]
        raw = combine(kinds[node], [values[part] for part in parts], shares, framework.floor)
        covered = sum(
            share * np.where(np.isnan(values[part]), 0.0, coverage[part])
            for part, share in zip(parts, shares, strict=True)
        )
        coverage[node] = np.minimum(np.asarray(covered), 1.0)
        enough = coverage[node] >= framework.coverage_threshold - THRESHOLD_SLACK
        values[node] = np.where(enough, raw, np.nan)
    return Evaluation(values, coverage)


def bounds(
    plan: Plan, framework: Framework, found: Evaluation, ranges: Mapping[str, tuple[float, float]], side: int
) -> dict[str, Array]:
    """Lowest (side 0) or highest (side 1) score that the missing figures leave open, of every part.

    Every missing figure takes its worst or best score and all weights count; a node without a score may be anything
    that its leaves allow, since its figures do not count. Aggregations never fall when a part rises, so that the
    score with all figures known lies between the two, and so does the score from the known ones.
    """
    kinds = {node.id: node.aggregation for node in framework.nodes}
    ends = {leaf: np.array(ranges[leaf][side]) for leaf in plan.leaves}
    values = {
        leaf: np.where(np.isnan(found.values[leaf]), ends[leaf], found.values[leaf]) for leaf in plan.leaves
    }
    for node in plan.order:
        parts, shares = plan.children[node], plan.shares[node]
        ends[node] = combine(kinds[node], [ends[part] for part in parts], shares, framework.floor)
        worked = combine(kinds[node], [values[part] for part in parts], shares, framework.floor)
        values[node] = np.where(np.isnan(found.values[node]), ends[node], worked)
    return values
