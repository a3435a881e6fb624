"""A chart for the stage: the same figure with every letter, mark and margin so many times as large."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

if TYPE_CHECKING:
    from views.charts import Chart

_SIZE = re.compile(r"font-size:\s*([\d.]+)px")
# What is told in pixels, by the part of the figure it stands in; everything else is data.
_PIXELS = {
    "font": ("size",), "tickfont": ("size",), "textfont": ("size",), "line": ("width",), "marker": ("size",), "margin": ("l", "r", "t", "b", "pad"),
    "annotations": ("xshift", "yshift", "borderpad", "standoff", "ax", "ay"), "layout": ("height",), "xaxis": ("ticklen",), "yaxis": ("ticklen",),
}  # fmt: skip


def enlarged(chart: Chart, factor: float) -> go.Figure:
    """The figure of a chart in big type.

    Parameters
    ----------
    chart
        The chart.
    factor
        How many times as large; what is told in pixels only, so that no number moves.

    Returns
    -------
    plotly.graph_objects.Figure
        One of its own: the chart stays as it is.
    """
    return go.Figure(_scaled(chart.figure.to_plotly_json(), "", factor))


def _scaled(value: Any, part: str, factor: float) -> Any:
    if isinstance(value, dict):
        return {
            name: _pixels(inner, factor) if name in _PIXELS.get(part, ()) else _scaled(inner, name, factor)
            for name, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_scaled(inner, part, factor) for inner in value]
    if isinstance(value, str) and "font-size" in value:
        return _SIZE.sub(lambda found: f"font-size:{float(found[1]) * factor:g}px", value)
    return value


def _pixels(value: Any, factor: float) -> Any:
    if isinstance(value, (list, tuple)) or hasattr(value, "__array__"):
        return [_pixels(one, factor) for one in value]
    return value * factor if isinstance(value, (int, float)) and not isinstance(value, bool) else value
