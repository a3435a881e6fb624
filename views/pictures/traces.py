"""Traces of a chart as artists of matplotlib, in numbers of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from views.pictures.axes import setting
from views.pictures.pen import TOP
from views.pictures.plots import Plot, each
from views.pictures.symbols import dashes, split_symbol, symbol_path
from views.pictures.words import UnknownFeature, parse

if TYPE_CHECKING:
    import plotly.graph_objects as go

Colour = tuple[float, float, float, float]
_BASE_Z = 1.0
_SIGN = {"left": -1, "center": 0, "right": 1, "top": -1, "middle": 0, "bottom": 1}
_DEFAULT_SIZE = 6


def rgba(colour: Any, opacity: float = 1.0) -> Colour:
    """Colour with an opacity."""
    from matplotlib.colors import to_rgba

    if not isinstance(colour, str):
        raise UnknownFeature(f"Pictures do not know colours such as {colour!r}: numbers on a colour scale.")
    red, green, blue, alpha = to_rgba(colour)
    return red, green, blue, alpha * opacity


def draw_traces(plot: Plot) -> None:
    """Heatmaps, then bars, then lines and points, each in the order of the figure."""
    order = {"heatmap": 0, "bar": 1, "scatter": 2}
    traces = list(enumerate(plot.figure.data))
    for z, (number, trace) in enumerate(sorted(traces, key=lambda pair: order[pair[1].type])):
        draw = {"heatmap": draw_heatmap, "bar": draw_bar, "scatter": draw_scatter}[trace.type]
        draw(plot, trace, number, _BASE_Z + z * 0.01)


def colour_of(figure: go.Figure, trace: go.Scatter, part: str, number: int) -> str:
    """Colour of a trace's lines or points where one is named, else that of its place in the colour way."""
    named = trace[part].color
    if isinstance(named, str):
        return named
    way = setting(figure, "colorway")
    return str(way[number % len(way)])


def draw_scatter(plot: Plot, trace: go.Scatter, number: int, z: float) -> None:
    """Fill, line, points and texts of a trace."""
    x, y = plot.data_x(trace.x), plot.data_y(trace.y)
    mode = trace.mode or ("lines+markers" if len(x) < 20 else "lines")
    clip = trace.cliponaxis is not False
    if trace.fill in ("toself", "tonexty"):
        _fill(plot, trace, number, x, y, z)
    if "lines" in mode:
        _line(plot, trace, number, x, y, z=z, clip=clip)
    if "markers" in mode:
        _points(plot, trace, number, x, y, z=z, clip=clip)
    if "text" in mode:
        _texts(plot, trace, x, y, with_markers="markers" in mode)


def _fill(plot: Plot, trace: go.Scatter, number: int, x: np.ndarray, y: np.ndarray, z: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if trace.fill == "tonexty":
        before = plot.figure.data[number - 1]
        x = np.concatenate([x, plot.data_x(before.x)[::-1]])
        y = np.concatenate([y, plot.data_y(before.y)[::-1]])
    corners = np.column_stack([x, y])
    open_at = np.flatnonzero(np.isnan(corners).any(axis=1))
    rings = [ring for ring in np.split(corners, open_at) if len(ring[~np.isnan(ring).any(axis=1)]) > 2]
    if not rings:
        return
    paths = [
        Path(np.vstack([r, r[:1]]), closed=True)
        for r in (ring[~np.isnan(ring).any(axis=1)] for ring in rings)
    ]
    patch = PathPatch(
        Path.make_compound_path(*paths), facecolor=rgba(trace.fillcolor, trace.opacity or 1.0), edgecolor="none", linewidth=0, zorder=z,
        gid=f"trace-{number}-fill",
    )  # fmt: skip
    plot.axes.add_artist(
        patch
    )  # not `add_patch`, which measures every corner for limits that are set already


def _line(
    plot: Plot, trace: go.Scatter, number: int, x: np.ndarray, y: np.ndarray, *, z: float, clip: bool
) -> None:
    from matplotlib.lines import Line2D

    width = plot.px(2 if trace.line.width is None else trace.line.width)
    pattern = dashes(trace.line.dash, width / plot.zoom)
    style: Any = (0, tuple(plot.px(part) for part in pattern)) if pattern else "-"
    line = Line2D(
        x, y, color=rgba(colour_of(plot.figure, trace, "line", number), 1.0 if trace.opacity is None else trace.opacity), linewidth=width, linestyle=style,
        solid_capstyle="butt", dash_capstyle="butt", solid_joinstyle="round", dash_joinstyle="round", zorder=z + 0.001, gid=f"trace-{number}-line",
    )  # fmt: skip
    plot.axes.add_artist(line)
    line.set_clip_on(clip)


def _points(
    plot: Plot, trace: go.Scatter, number: int, x: np.ndarray, y: np.ndarray, *, z: float, clip: bool
) -> None:
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import IdentityTransform

    there = ~(np.isnan(x) | np.isnan(y))
    if not there.any():
        return
    n, marker = len(x), trace.marker
    opacity = 1.0 if trace.opacity is None else trace.opacity
    own = each(marker.opacity, n, 1.0)
    symbols = each(marker.symbol, n, "circle")
    colours = each(marker.color, n, colour_of(plot.figure, trace, "marker", number))
    sizes, widths = each(marker.size, n, _DEFAULT_SIZE), each(marker.line.width, n, 0)
    rims = each(marker.line.color, n, "#444444")
    fills, edges = [], []
    for symbol, colour, rim, width, share in zip(symbols, colours, rims, widths, own, strict=True):
        _shape, hollow, _dot = split_symbol(symbol)
        fills.append((0.0, 0.0, 0.0, 0.0) if hollow else rgba(colour, opacity * share))
        drawn = colour if hollow else rim
        edges.append(rgba(drawn, opacity * share) if width else (0.0, 0.0, 0.0, 0.0))
    keep = np.flatnonzero(there)
    points = PathCollection(
        [symbol_path(symbols[i]) for i in keep] if len(set(symbols)) > 1 else [symbol_path(symbols[keep[0]])],
        sizes=[plot.px(sizes[i]) ** 2 for i in keep],
        offsets=np.column_stack([x, y])[keep],
        offset_transform=plot.axes.transData,
        transform=IdentityTransform(),
        facecolors=[fills[i] for i in keep],
        edgecolors=[edges[i] for i in keep],
        linewidths=[plot.px(widths[i]) for i in keep],
        zorder=z + 0.002,
        gid=f"trace-{number}-points",
    )
    plot.axes.add_collection(points, autolim=False)
    points.set_clip_on(clip)


def _texts(plot: Plot, trace: go.Scatter, x: np.ndarray, y: np.ndarray, *, with_markers: bool) -> None:
    n = len(x)
    sizes = each(trace.textfont.size, n, setting(plot.figure, "font", "size"))
    colours = each(trace.textfont.color, n, setting(plot.figure, "font", "color"))
    places = each(trace.textposition, n, "middle center")
    radii = [size / 2 if with_markers else 0.0 for size in each(trace.marker.size, n, _DEFAULT_SIZE)]
    for i, text in enumerate(each(trace.text, n, "")):
        if not text or np.isnan(x[i]) or np.isnan(y[i]):
            continue
        level, side = places[i].split()
        away = plot.px(radii[i] / 0.8 + 1)
        lines = parse(text, plot.look(float(sizes[i]), colours[i]), zoom=plot.zoom)
        plot.pen.text(
            lines,
            plot.at_x(x[i]) + _SIGN[side] * away,
            plot.at_y(y[i]) + _SIGN[level] * away,
            side={"left": "right", "right": "left", "center": "center"}[side],  # type: ignore[arg-type]
            level={"top": "bottom", "bottom": "top", "middle": "middle"}[level],  # type: ignore[arg-type]
        )


def draw_bar(plot: Plot, trace: go.Bar, number: int, z: float) -> None:
    """Bars from their base, or on those of the traces before."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    flat = trace.orientation == "h"
    at, size = _bars(plot, trace)
    base = np.array(each(trace.base, len(at), 0.0), dtype="float64") + _stacked(plot, number)
    wide = np.array(each(trace.width, len(at), _bar_width(plot, at)), dtype="float64")
    shown = np.flatnonzero(~(np.isnan(size) | np.isnan(at)))
    boxes = [
        Rectangle((base[i], at[i] - wide[i] / 2), size[i], wide[i])
        if flat
        else Rectangle((at[i] - wide[i] / 2, base[i]), wide[i], size[i])
        for i in shown
    ]
    opacity = 1.0 if trace.opacity is None else trace.opacity
    colours = each(trace.marker.color, len(at), colour_of(plot.figure, trace, "marker", number))
    rim = trace.marker.line
    bars = PatchCollection(
        boxes,
        facecolors=[rgba(colours[i], opacity) for i in shown],
        edgecolors=rgba(rim.color, opacity) if rim.width and isinstance(rim.color, str) else "none",
        linewidths=plot.px(rim.width or 0),
        zorder=z,
        gid=f"trace-{number}-bars",
    )
    plot.axes.add_collection(bars, autolim=False)


def _bars(plot: Plot, trace: go.Bar) -> tuple[np.ndarray, np.ndarray]:
    """Where the bars of a trace stand, and how long they are."""
    x, y = plot.data_x(trace.x), plot.data_y(trace.y)
    return (y, x) if trace.orientation == "h" else (x, y)


def _stacked(plot: Plot, number: int) -> np.ndarray:
    """Where bars stand on those of earlier traces, up from zero and down from it apart."""
    at, mine = _bars(plot, plot.figure.data[number])
    found = np.zeros(len(at))
    if plot.figure.layout.barmode != "relative":
        return found
    for before in plot.figure.data[:number]:
        if before.type == "bar":
            for place, size in zip(*_bars(plot, before), strict=True):
                found[(at == place) & (np.sign(mine) == np.sign(size))] += np.nan_to_num(size)
    return found


def _bar_width(plot: Plot, at: np.ndarray) -> float:
    steps = np.diff(np.unique(at[~np.isnan(at)]))
    gap = plot.figure.layout.bargap
    return float(steps.min() if len(steps) else 1.0) * (1 - (0.2 if gap is None else gap))


def draw_heatmap(plot: Plot, trace: go.Heatmap, number: int, z: float) -> None:
    """Cells in the colours of their values, a gap of the ground between them."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    values = np.asarray(trace.z, dtype="float64")
    xs, ys = plot.data_x(trace.x), plot.data_y(trace.y)
    cells = [
        (x, y, values[j, i]) for j, y in enumerate(ys) for i, x in enumerate(xs) if not np.isnan(values[j, i])
    ]
    collection = PatchCollection(
        [Rectangle((x - 0.5, y - 0.5), 1, 1) for x, y, _value in cells],
        facecolors=[scale_colour(value, trace) for _x, _y, value in cells],
        edgecolors=plot.pen.ground,
        linewidths=plot.px(max(trace.xgap or 0, trace.ygap or 0)),
        zorder=z,
        gid=f"trace-{number}-cells",
    )
    plot.axes.add_collection(collection, autolim=False)


def scale_colour(value: float, trace: go.Heatmap) -> Colour:
    """Colour of a value on the trace's scale, between two of its stops as plotly mixes them."""
    share = min(max((value - trace.zmin) / (trace.zmax - trace.zmin), 0.0), 1.0)
    stops = [(float(at), rgba(colour)) for at, colour in trace.colorscale]
    at = [stop for stop, _colour in stops]
    red, green, blue, alpha = (float(np.interp(share, at, [c[i] for _at, c in stops])) for i in range(4))
    return red, green, blue, alpha


__all__ = ["TOP", "draw_traces", "rgba", "scale_colour"]
