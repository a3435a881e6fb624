"""Parameters of each page's link: all that has to be known to show the page again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAMS = {
    "overview": ("lang", "level", "indicator", "year", "place"),
    "city": ("lang", "city", "level", "indicator", "year", "scheme", "k", "points", "place"),
    "compare": ("lang", "cities", "level", "indicator", "year", "scheme", "k", "over", "claim", "place"),
    "trends": (
        "lang",
        "cities",
        "indicator",
        "since",
        "year",
        "peers",
        "features",
        "scale",
        "measure",
        "place",
    ),
    "peers": ("lang", "city", "peers", "features", "place"),
    "index": ("lang", "cities", "index", "field", "weights", "norm", "mean", "place"),
    "patterns": (
        "lang",
        "city",
        "level",
        "indicator",
        "year",
        "shown",
        "graph",
        "second",
        "series",
        "place",
    ),
    "network": ("lang", "framework", "place"),
    "data": ("lang", "tab"),
    "stage": ("lang", "talk", "slide", "show"),
    "method": ("lang",),
}
"""Page -> names of its parameters, in the order of its link."""
_REMEMBERED_AS = {("overview", "level"): "country_level"}
WITH_FIGURES = ("overview", "city", "compare", "trends", "index", "peers", "patterns", "network")
"""Pages whose figures can be taken away; the others are texts about the data."""


def remembered(page: str, said: dict[str, str]) -> dict[str, str]:
    """What a page says under the names that other pages know it by: a city by district asks for no country by district."""
    return {_REMEMBERED_AS.get((page, name), name): text for name, text in said.items()}


def recalled(page: str, memory: Mapping[str, str]) -> dict[str, str]:
    """What a page recalls, under its own names: the other way round from `remembered`."""
    own = {name: memory.get(kept, "") for (where, name), kept in _REMEMBERED_AS.items() if where == page}
    return {**memory, **own}
