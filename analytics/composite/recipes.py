"""Recipes: all that an index was computed from, in a form that JSON keeps to the last bit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analytics.composite.changes import with_choices, with_weights
from analytics.composite.errors import CompositeError, RecipeError
from analytics.composite.evaluate import Plan
from analytics.composite.framework import Framework
from analytics.composite.reference import Reference
from analytics.composite.tables import data_hash

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KIND", "VERSION", "read", "write"]

KIND = "composite-index"
VERSION = 1


def write(framework: Framework, reference: Reference | None, frame: pd.DataFrame | None) -> dict[str, Any]:
    """See `CompositeIndex.to_recipe`."""
    recipe: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "framework": framework.to_dict(),
        "weights": framework.weights,
        "choices": {
            "normalisation": {leaf.id: leaf.normalisation for leaf in framework.leaves},
            "aggregation": {node.id: node.aggregation for node in framework.nodes},
            "coverage_threshold": framework.coverage_threshold,
            "missing": framework.missing,
        },
    }
    if reference is not None:
        recipe["reference"] = reference.to_dict()
    if frame is not None:
        recipe["data_sha256"] = data_hash(frame, _indicators(framework))
    return recipe


def read(recipe: Mapping[str, Any], frame: pd.DataFrame | None) -> tuple[Framework, Reference | None]:
    """See `CompositeIndex.from_recipe`. What stands under weights and choices wins over the framework's own."""
    if recipe.get("kind") != KIND:
        raise RecipeError(f"`recipe` must be what to_recipe gave (kind {KIND!r}).")
    if recipe.get("version") != VERSION:
        raise RecipeError(
            f"`recipe` has the version {recipe.get('version')!r}, this program reads {VERSION}; use the program that wrote it."
        )
    try:
        framework = Framework.from_dict(recipe.get("framework", {}), "the recipe's framework")
        framework = with_weights(framework, recipe.get("weights", {}))
        choices = recipe.get("choices", {})
        framework = with_choices(
            framework,
            choices.get("normalisation"),
            choices.get("aggregation"),
            choices.get("coverage_threshold"),
            choices.get("missing"),
        )
        content = recipe.get("reference")
        reference = None if content is None else Reference.from_dict(content)
    except CompositeError as error:
        raise RecipeError(f"`recipe` cannot be followed. {error.what}", error.faults) from None
    except (AttributeError, TypeError, ValueError) as error:
        raise RecipeError(f"`recipe` is damaged ({error}); use one as to_recipe gave it.") from None
    digest = recipe.get("data_sha256")
    if frame is not None and digest is not None and data_hash(frame, _indicators(framework)) != digest:
        raise RecipeError(
            "`frame` holds other figures than those the recipe was made with (its SHA-256 differs); "
            "give the same ones, or leave `frame` out to score others."
        )
    return framework, reference


def _indicators(framework: Framework) -> list[str]:
    used = Plan.of(framework).leaves
    return list(dict.fromkeys(leaf.indicator for leaf in framework.leaves if leaf.id in used))
