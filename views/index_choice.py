"""What a reader has chosen for the index: framework, weights, normalisation, mean, and among whom it is ranked.

A link holds the weight of every part of the first level, and of a deeper part where it is not the framework's own:
``weights=governance:1,economy:2,poverty_rate:0``.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.composite import CompositeIndex, FrameworkError, MaturityScheme
from views.formatting import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.selection import Selection

INDEXES = ("smart_city", "ipm")
"""Frameworks that can be chosen; the first is the page's own."""
FIELDS = ("all", "complete", "peers", "chosen")
"""Among whom the chosen places are ranked; ``complete``: those of which every indicator that counts has a figure."""
PUBLISHED = {"ipm": "hdi"}
"""Indicator of the store that is the framework's index as its maker publishes it."""
NORMS = ("own", "minmax", "zscore", "percentile")
MEANS = ("own", "arithmetic", "geometric")
HEAVIEST, STEP = 4.0, 0.25
_LONGEST = 1500


@cache
def shipped(name: str) -> CompositeIndex:
    """The framework of a name as it is shipped; it never changes."""
    return CompositeIndex.shipped(name)


@cache
def shipped_levels() -> MaturityScheme:
    """The scheme of maturity levels as it is shipped; it never changes."""
    return MaturityScheme.shipped()


def own_weights(name: str) -> dict[str, float]:
    """Weights as the framework's file has them."""
    return shipped(name).weights


def weight_text(weight: float, lang: str) -> str:
    """A weight as its slider says it: "× 1,25"."""
    return f"× {number(weight, 2, lang)}"


def weight_steps(current: float, lang: str) -> list[float]:
    """Weights that a slider offers, from none to the heaviest; the present one is among them, also between two steps."""
    steps = [k * STEP for k in range(round(HEAVIEST / STEP) + 1)]
    here = weight_text(current, lang)
    return sorted([*(step for step in steps if weight_text(step, lang) != here), float(current)])


def weights_text(weights: Mapping[str, float], name: str) -> str:
    """Weights as a link holds them.

    Parameters
    ----------
    weights
        Part -> weight, 0 or more; parts that are left out have the framework's own.
    name
        One of `INDEXES`.
    """
    framework, own = shipped(name).framework, own_weights(name)
    full = {**own, **weights}
    first = {part.id for part in framework.children(framework.root.id)}
    return ",".join(
        f"{part}:{weight:g}" for part, weight in full.items() if part in first or weight != own[part]
    )


def read_weights(text: str, name: str) -> dict[str, float] | None:
    """Weights that a link says, of every part; None where one of them does not fit the framework."""
    found = {}
    if len(text) > _LONGEST:
        return None
    for item in text.split(","):
        part, _, weight = item.partition(":")
        if not weight.replace(".", "", 1).isdecimal() or not weight.isascii() or float(weight) > HEAVIEST:
            return None
        found[part] = float(weight)
    try:
        return shipped(name).with_weights(found).weights
    except FrameworkError:
        return None


def presets(name: str) -> dict[str, dict[str, float]]:
    """Sets of weights to start from: ``own``, ``indicators`` (each indicator counts alike), and each group counted double.

    Returns
    -------
    dict
        Name of the preset (``own``, ``indicators`` or ``double:PART``) -> weight of every part.
    """
    framework, own = shipped(name).framework, own_weights(name)
    first = [part for part in framework.children(framework.root.id) if part.weight > 0]
    leaves = {part.id: len(_leaves_below(name, part.id)) for part in first}
    found = {
        "own": own,
        "indicators": {**own, **{part: min(float(n), HEAVIEST) for part, n in leaves.items()}},
    }
    if max(leaves.values(), default=0) > HEAVIEST:  # keep the proportions within the range of a slider
        most = max(leaves.values())
        found["indicators"] = {**own, **{part: round(HEAVIEST * n / most, 4) for part, n in leaves.items()}}
    return found | {f"double:{part.id}": {**own, part.id: min(own[part.id] * 2, HEAVIEST)} for part in first}


def empty_groups(name: str) -> list[str]:
    """Groups of the first level without any indicator: nobody can have a score there, and no weight."""
    framework = shipped(name).framework
    nodes = {node.id for node in framework.nodes}
    return [
        part.id
        for part in framework.children(framework.root.id)
        if part.id in nodes and not framework.children(part.id)
    ]


def _leaves_below(name: str, part: str) -> list[str]:
    framework = shipped(name).framework
    below = framework.children(part)
    return [part] if not below else [leaf for child in below for leaf in _leaves_below(name, child.id)]


def preset_of(weights: Mapping[str, float], name: str) -> str:
    """Preset that these weights are; "" for a mixture of one's own."""
    return next((key for key, preset in presets(name).items() if preset == dict(weights)), "")


def read_index(reader: Any, selection: Selection) -> Selection:
    """Read the index's own parameters after those of every page."""
    name = reader.take("index", _one_of(INDEXES), INDEXES[0])
    weights = reader.take(
        "weights",
        lambda text: text if read_weights(text, name) is not None else None,
        "",
        known=lambda text: any(read_weights(text, other) is not None for other in INDEXES),
    )
    return replace(
        selection,
        index=name,
        weights=weights_text(read_weights(weights, name) or own_weights(name), name),
        norm=reader.take("norm", _one_of(NORMS), "own"),
        mean=reader.take("mean", _one_of(MEANS), "own"),
        field=reader.take("field", _one_of(FIELDS), "all"),
    )


def _one_of(allowed: tuple[str, ...]) -> Any:
    return lambda text: text if text in allowed else None


def chosen_index(selection: Selection) -> CompositeIndex:
    """The framework with the reader's weights, normalisation and mean; it has no reference set yet."""
    index = shipped(selection.index).with_weights(read_weights(selection.weights, selection.index) or {})
    return index.with_choices(
        normalisation=None if selection.norm == "own" else selection.norm,
        aggregation=None if selection.mean == "own" else selection.mean,
    )
