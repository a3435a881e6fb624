"""What a framework must obey; every rule gives the faults that it finds, as short texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.composite.framework import Framework, Leaf

NORMALISATIONS = ("goalposts", "minmax", "zscore", "percentile", "target", "steps")
RELATIVE = frozenset({"minmax", "zscore", "percentile"})
"""Normalisations that are judged on the reference set."""
AGGREGATIONS = ("arithmetic", "geometric", "minimum")
MISSING_RULES = ("limits", "reference")
DIRECTIONS = ("higher_better", "lower_better")


def faults_of(framework: Framework) -> list[str]:
    """Every fault of a framework; an empty list if it can be scored."""
    found = [*_head(framework), *_names(framework)]
    for leaf in framework.leaves:
        found += _leaf(leaf)
    for node in framework.nodes:
        if node.aggregation not in AGGREGATIONS:
            found.append(
                f"[node.{node.id}] aggregation must be {_or(AGGREGATIONS)}, it is {node.aggregation!r}"
            )
    found += _weights(framework)
    # A tree whose names are wrong has no shape to speak of.
    return found or list(_shape(framework))


def _head(framework: Framework) -> Iterator[str]:
    if not framework.id:
        yield "[framework] must have an id"
    if not 0 < framework.coverage_threshold <= 1:
        yield (
            "[framework] coverage_threshold must be above 0 and at most 1 (a share of the weight), "
            f"it is {framework.coverage_threshold}"
        )
    if framework.missing not in MISSING_RULES:
        yield f"[framework] missing must be {_or(MISSING_RULES)}, it is {framework.missing!r}"
    if not 0 <= framework.floor < 100:
        yield f"[framework] floor must be at least 0 and below 100 points, it is {framework.floor}"


def _names(framework: Framework) -> Iterator[str]:
    nodes = {node.id for node in framework.nodes}
    names = [part.id for part in framework.all_parts]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"the name {name!r} stands for {times} parts; give each its own"
        if name == "score" or not name:
            yield f"no part may be called {name!r}: that is the column of the root"
    roots = [node.id for node in framework.nodes if not node.parent]
    if len(roots) != 1:
        yield f"exactly one node must have no parent (the root), {len(roots)} have none: {', '.join(roots) or 'no node'}"
    for part in framework.all_parts:
        if part.parent and part.parent not in nodes:
            yield f"{part.id}: its parent {part.parent!r} is no node"
    for leaf in framework.leaves:
        if not leaf.parent:
            yield f"[indicator.{leaf.id}] must have a parent (the node that it counts for)"


def _leaf(leaf: Leaf) -> Iterator[str]:
    at = f"[indicator.{leaf.id}]"
    if leaf.direction not in DIRECTIONS:
        yield f"{at} direction must be {_or(DIRECTIONS)}, it is {leaf.direction!r}: what has no direction cannot be scored"
    if not leaf.unit.strip():
        yield f"{at} must name its unit"
    if leaf.normalisation not in NORMALISATIONS:
        yield f"{at} normalisation must be {_or(NORMALISATIONS)}, it is {leaf.normalisation!r}"
    yield from _limits(leaf, at)
    if leaf.steps is not None:
        yield from _steps(leaf, at)


def _limits(leaf: Leaf, at: str) -> Iterator[str]:
    posts, base, target = leaf.goalposts, leaf.base, leaf.target
    needed = {"goalposts": posts, "target": target, "steps": leaf.steps}
    if leaf.normalisation in needed and needed[leaf.normalisation] is None:
        yield f"{at} normalisation {leaf.normalisation!r} needs the key {leaf.normalisation}"
    if (posts or target is not None or leaf.steps) and not leaf.source.strip():
        yield f"{at} must say in source where its limits come from"
    given = [value for value in (*(posts or ()), target, base) if value is not None]
    if not all(map(math.isfinite, given)):
        yield f"{at} limits must be finite, they are {given}"
        return
    if posts and not posts[0] < posts[1]:
        yield f"{at} goalposts must be the lower and then the upper limit, they are {list(posts)}"
    if target is not None:
        if base is None:
            yield f"{at} a target needs a base, the value that scores 0"
        elif (base < target) != (leaf.direction == "higher_better") or base == target:
            yield f"{at} target {target} must lie on the good side of base {base}"
    if leaf.log and any(value <= 0 for value in given):
        yield f"{at} log needs limits above 0, they are {given}"


def _steps(leaf: Leaf, at: str) -> Iterator[str]:
    assert leaf.steps is not None
    limits, scores = leaf.steps.limits, leaf.steps.scores
    if not limits or not all(a < b for a, b in pairwise(limits)) or not all(map(math.isfinite, limits)):
        yield f"{at} steps.limits must be finite and increase, they are {list(limits)}"
    if len(scores) != len(limits) + 1:
        yield f"{at} steps.scores must be one more than the limits ({len(limits) + 1}), there are {len(scores)}"
    if not all(0 <= score <= 100 for score in scores):
        yield f"{at} steps.scores must be 0 to 100, they are {list(scores)}"
    better = scores if leaf.direction != "lower_better" else scores[::-1]
    if not all(a <= b for a, b in pairwise(better)):
        yield f"{at} steps.scores must not fall as the place gets better, they are {list(scores)}"


def _weights(framework: Framework) -> Iterator[str]:
    for part in framework.all_parts:
        if not (math.isfinite(part.weight) and part.weight >= 0):
            yield f"{part.id}: weight must be finite and at least 0, it is {part.weight}"


def _shape(framework: Framework) -> Iterator[str]:
    parents = {part.id: part.parent for part in framework.all_parts}
    lost = [name for name in parents if not _reaches_root(name, parents)]
    if lost:
        yield f"these hang in a circle and never reach the root: {', '.join(lost)}"
        return
    for node in framework.nodes:
        below = framework.children(node.id)
        counts = node.weight > 0 or not node.parent
        if not below and counts:
            yield (
                f"[node.{node.id}] has nothing below it, so that nobody can have a score in it; "
                "give it indicators, or weight 0 and the figures it is lacking"
            )
        elif below and not any(part.weight > 0 for part in below):
            yield f"[node.{node.id}] at least one part of it must have a weight above 0; give the node itself weight 0 instead"


def _reaches_root(name: str, parents: dict[str, str]) -> bool:
    seen = set()
    while name:
        if name in seen:
            return False
        seen.add(name)
        name = parents[name]
    return True


def _or(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
