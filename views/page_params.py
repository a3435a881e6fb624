"""Parameters of each page's link: all that has to be known to show the page again."""

from __future__ import annotations

PARAMS = {
    "overview": ("lang", "indicator", "year", "place"),
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
WITH_FIGURES = ("overview", "city", "compare", "trends", "index", "peers", "patterns", "network")
"""Pages whose figures can be taken away; the others are texts about the data."""
