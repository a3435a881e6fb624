"""Changed copies of a framework; each is checked like a file that was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from analytics.composite.errors import FrameworkError
from analytics.composite.framework import Framework

__all__ = ["with_choices", "with_share", "with_weights"]


def with_weights(framework: Framework, weights: Mapping[str, float]) -> Framework:
    """See `CompositeIndex.with_weights`."""
    known = [name for name, part in framework.parts.items() if part.parent]
    _require("weights", weights, known)
    return _changed(framework, {name: {"weight": float(weight)} for name, weight in weights.items()})


def with_share(framework: Framework, part: str, share: float) -> Framework:
    """See `CompositeIndex.with_share`."""
    _require("part", [part], [name for name, one in framework.parts.items() if one.parent])
    siblings = [
        one for one in framework.children(framework.parts[part].parent) if one.id != part and one.weight > 0
    ]
    if not 0 <= share <= 1:
        raise FrameworkError(f"`share` must be 0 to 1, it is {share}.")
    if not siblings:
        raise FrameworkError(f"`part` must have a sibling with a weight above 0, {part!r} has none.")
    largest = max(one.weight for one in siblings)
    total = sum(one.weight / largest for one in siblings)
    weights = {one.id: (1.0 - share) * (one.weight / largest) / total for one in siblings}
    return with_weights(framework, {part: share, **weights})


def with_choices(
    framework: Framework,
    normalisation: str | Mapping[str, str] | None,
    aggregation: str | Mapping[str, str] | None,
    coverage_threshold: float | None,
    missing: str | None,
) -> Framework:
    """See `CompositeIndex.with_choices`."""
    changes: dict[str, dict[str, Any]] = {}
    leaves = [leaf.id for leaf in framework.leaves]
    nodes = [node.id for node in framework.nodes]
    if isinstance(normalisation, str):
        plain = [leaf.id for leaf in framework.leaves if leaf.normalisation != "steps"]
        normalisation = dict.fromkeys(plain, normalisation)
    if isinstance(aggregation, str):
        aggregation = dict.fromkeys(nodes, aggregation)
    _require("normalisation", normalisation or (), leaves)
    _require("aggregation", aggregation or (), nodes)
    changes.update({name: {"normalisation": choice} for name, choice in (normalisation or {}).items()})
    changes.update({name: {"aggregation": choice} for name, choice in (aggregation or {}).items()})
    head: dict[str, Any] = {}
    if coverage_threshold is not None:
        head["coverage_threshold"] = float(coverage_threshold)
    if missing is not None:
        head["missing"] = missing
    return _changed(framework, changes, **head)


def _changed(framework: Framework, changes: Mapping[str, Mapping[str, Any]], **head: Any) -> Framework:
    nodes = tuple(replace(node, **changes.get(node.id, {})) for node in framework.nodes)
    leaves = tuple(replace(leaf, **changes.get(leaf.id, {})) for leaf in framework.leaves)
    return replace(framework, nodes=nodes, leaves=leaves, **head)


def _require(argument: str, names: Iterable[str], known: list[str]) -> None:
    strange = [str(name) for name in names if name not in known]
    if strange:
        raise FrameworkError(
            f"`{argument}` names {', '.join(strange)}, which the framework does not have here; there are {', '.join(known)}."
        )
