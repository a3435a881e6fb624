"""What pictures know of plotly: a chart that asks for more is refused, since it would be drawn wrong without a word."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from views.pictures.words import UnknownFeature

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Drawn, or for eyes and hands at a screen only (hover texts, what a click carries, how what is picked looks).
_SCREEN = ("hover*", "customdata", "ids", "meta*", "selected*", "unselected*")
_TRACE = ("type", "name", "opacity", "showlegend", "x", "y", *_SCREEN)
TRACES = {
    "scatter": (
        *_TRACE, "mode", "connectgaps", "cliponaxis", "fill", "fillcolor", "line.color", "line.width", "line.dash", "marker.color", "marker.size",
        "marker.symbol", "marker.opacity", "marker.line.color", "marker.line.width", "text", "textposition", "textfont.color", "textfont.size",
    ),
    "bar": (*_TRACE, "base", "orientation", "width", "marker.color", "marker.line.color", "marker.line.width"),
    "heatmap": (*_TRACE, "z", "zmin", "zmax", "colorscale", "showscale", "xgap", "ygap"),
}  # fmt: skip
_AXIS = (
    "automargin", "range", "tickvals", "ticktext", "tickangle", "tickfont.color", "tickfont.size", "showgrid", "ticks", "ticklen", "visible", "showticklabels",
    "type", "autorange", "scaleanchor", "scaleratio", "constrain", "side",
)  # fmt: skip
LAYOUT = (
    "template", "height", "autosize", "margin.*", "meta*", "barmode", "bargap", "plot_bgcolor", "showlegend", "legend.orientation", "legend.x",
    "legend.y", "legend.yanchor", *(f"xaxis.{name}" for name in _AXIS), *(f"yaxis.{name}" for name in _AXIS),
)  # fmt: skip
ANNOTATION = (
    "text", "x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift", "showarrow", "align", "font.color", "font.size", "bgcolor",
    "borderpad", "name", "captureevents",
)  # fmt: skip
SHAPE = ("type", "x0", "x1", "y0", "y1", "xref", "yref", "line.*", "layer", "fillcolor", "opacity", "name")
# Where a feature is known, these are its values that are.
VALUES: dict[str, tuple[object, ...]] = {
    "mode": (
        "lines",
        "markers",
        "text",
        "lines+markers",
        "markers+text",
        "lines+text",
        "lines+markers+text",
        "none",
    ),
    "connectgaps": (False, None),
    "fill": ("none", "tonexty", "toself", None),
    "orientation": ("h", "v", None),
    "showscale": (False,),
    "tickangle": (0, None),
    "type": ("scatter", "bar", "heatmap", "line", "rect", "linear", "log", "category", "-", None),
    "autorange": (True, False, "reversed", None),
    "side": ("bottom", "left", None),
    "ticks": ("", "outside", None),
    "barmode": ("relative", "overlay", None),
    "showarrow": (False,),
    "layer": ("above", "below", None),
    "xref": ("x", "x domain", "paper", None),
    "yref": ("y", "y domain", "paper", None),
    "constrain": ("domain", None),
    "legend.orientation": ("h",),
    "scaleanchor": ("x", None),
}


def check(figure: go.Figure) -> None:
    """Refuse a figure with something that pictures cannot draw.

    Raises
    ------
    UnknownFeature
        Naming the first thing that is not known.
    """
    for trace in figure.data:
        if trace.type not in TRACES:
            raise UnknownFeature(f"Pictures do not know traces of the type {trace.type!r}.")
        _check(trace.to_plotly_json(), TRACES[trace.type], f"a trace of the type {trace.type}")
    layout = figure.layout.to_plotly_json()
    for name, known in (("annotations", ANNOTATION), ("shapes", SHAPE)):
        for part in layout.pop(name, ()):
            _check(part, known, f"one of the {name}")
            if name == "annotations" and part.get("showarrow") is not False:
                raise UnknownFeature("Pictures do not know annotations with an arrow.")
    _check(layout, LAYOUT, "the layout")


def _check(part: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for path, value in _paths(part):
        if not any(fnmatch.fnmatchcase(path, pattern) for pattern in known):
            raise UnknownFeature(f"Pictures do not know {path!r} in {where}.")
        allowed = VALUES.get(path, VALUES.get(path.rsplit(".", 1)[-1]))
        if allowed is not None and value not in allowed:
            raise UnknownFeature(f"Pictures do not know {path} = {value!r} in {where}.")


def _paths(part: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in part.items():
        path = prefix + name
        if isinstance(value, dict) and path not in ("template", "x", "y", "z", "meta", "customdata"):
            yield from _paths(value, f"{path}.")
        elif value is not None:
            yield path, value
