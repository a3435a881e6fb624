"""The recipe of an index: a file from which anybody can compute it again, and the choices that such a file holds."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from analytics.composite import CompositeIndex, RecipeError
from views.i18n import translator
from views.index_choice import FIELDS, INDEXES, MEANS, NORMS, chosen_index, own_weights, weights_text
from views.index_model import DRAWS, SEED

if TYPE_CHECKING:
    import pandas as pd

    from views.index_model import IndexModel
    from views.selection import Selection

LARGEST_BYTES = 2_000_000


def recipe_text(model: IndexModel, version: str) -> str:
    """The recipe as JSON: framework, weights, choices, the national set, and what the page showed.

    Parameters
    ----------
    model
        What the page shows.
    version
        Version of the store.
    """
    recipe = model.index.to_recipe(model.frame)
    s = model.selection
    recipe["atlas"] = {
        "store": version, "index": s.index, "cities": list(s.cities), "field": s.field, "draws": DRAWS, "seed": SEED,
        "varied": asdict(model.found.choices),
    }  # fmt: skip
    return json.dumps(recipe, ensure_ascii=False, indent=1)


def choices_in(data: bytes, selection: Selection, frames: Any) -> tuple[dict[str, str], str]:
    """Parameters of the link that a recipe asks for, and a remark on it ("" for none).

    Parameters
    ----------
    data
        The file.
    selection
        Language of the messages; the choices that the recipe leaves open.
    frames
        Function from a framework's name to the figures of the country.

    Raises
    ------
    ValueError
        In words for the reader, if it is no recipe that this page can follow.
    """
    _ = translator(selection.lang)
    if len(data) > LARGEST_BYTES:
        raise ValueError(_("The file is too large for a recipe; load one that this page wrote."))
    try:
        recipe = json.loads(data.decode("utf-8"))
        index = CompositeIndex.from_recipe(recipe)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, AttributeError, RecipeError) as error:
        raise ValueError(
            _("This is no recipe that can be followed; load one that this page wrote.")
        ) from error
    name = index.framework.id
    if name not in INDEXES:
        raise ValueError(_("The recipe is of a framework that this atlas does not have."))
    weights = weights_text(index.weights, name) if set(index.weights) == set(own_weights(name)) else ""
    for norm, mean in product(NORMS, MEANS):
        tried = chosen_index(replace(selection, index=name, weights=weights, norm=norm, mean=mean))
        if tried.framework == index.framework:
            break
    else:
        raise ValueError(
            _("The recipe’s framework is not the one of this atlas: its limits or parts differ.")
        )
    atlas = recipe.get("atlas") if isinstance(recipe.get("atlas"), dict) else {}
    params = {"index": name, "weights": weights, "norm": norm, "mean": mean}
    if atlas.get("field") in FIELDS:
        params["field"] = atlas["field"]
    cities = atlas.get("cities")
    if isinstance(cities, list) and all(isinstance(code, str) for code in cities):
        params["cities"] = ",".join(cities)  # the reader of links says which of them there are
    return params, _remark(recipe, frames(name), selection.lang)


def _remark(recipe: dict[str, Any], frame: pd.DataFrame, lang: str) -> str:
    _ = translator(lang)
    try:
        CompositeIndex.from_recipe(recipe, frame=frame)
    except RecipeError:
        return _("The recipe was made with other figures than those of this atlas: the scores will differ.")
    return _("Same figures as when the recipe was made: the scores are the same.")
