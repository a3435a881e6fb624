"""A chart of ours, drawn from its plotly figure: the same numbers, colours and words as on the screen.

This is a translator of the few features of plotly that our charts use (`views.pictures.features`), not of plotly. What it does
not know it refuses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.charts.base import NARROW_PX
from views.pictures.axes import read_axis, rows_of, setting
from views.pictures.features import check
from views.pictures.pen import TOP, Box, Pen
from views.pictures.plots import BELOW, Plot, draw_axes, lay_out, margins, tallest_label
from views.pictures.symbols import dashes
from views.pictures.traces import draw_traces
from views.pictures.words import Line, block_width, parse

if TYPE_CHECKING:
    import plotly.graph_objects as go

_DEFAULT_PX = 320
_ENTRY_GAP, _SWATCH = 18, 12
_LEAST_ROW = 13
"""Pixels that a row needs for its marks."""


def natural_height(figure: go.Figure, width: float, zoom: float) -> float:
    """Height in units that a figure wants at a width: its own, or that of its map where it is to scale."""
    if figure.layout.yaxis.scaleanchor:
        x, y = read_axis(figure, "xaxis"), read_axis(figure, "yaxis")
        left, top, right, bottom = margins(figure, zoom)
        ratio = abs(y.high - y.low) * (figure.layout.yaxis.scaleratio or 1) / abs(x.high - x.low)
        return (width - left - right) * ratio + top + bottom
    return float(figure.layout.height or _DEFAULT_PX) * zoom


def least_height(figure: go.Figure, width: float, zoom: float, rows: int | None = None) -> float:
    """Height in units below which a figure cannot be pressed.

    Charts with a label a row may be pressed until the labels touch; others are drawn for their height.

    Parameters
    ----------
    figure, width, zoom
        As in `draw_chart`.
    rows
        How many rows are shown; by default all.
    """
    natural, count = natural_height(figure, width, zoom), rows_of(figure)
    if not count:
        return natural
    axis = read_axis(figure, "yaxis")
    _left, top, _right, bottom = margins(figure, zoom)
    air = abs(axis.low - axis.high) - (count - 1)
    step = max(tallest_label(figure, zoom) * 1.1, _LEAST_ROW * zoom)
    shown = rows or count
    least = step * (shown - 1 + air) + top + bottom
    own = (natural - top - bottom) / abs(axis.low - axis.high) * (shown - 1 + air) + top + bottom
    return min(least, own)


def least_width(figure: go.Figure, zoom: float) -> float:
    """Width in units below which the plot between the labels of its axes would be narrower than on a telephone."""
    left, _top, right, _bottom = margins(figure, zoom)
    return left + right + NARROW_PX * zoom


def draw_chart(
    pen: Pen, figure: go.Figure, box: Box, zoom: float, rows: tuple[int, int] | None = None
) -> Plot:
    """Draw a figure into a part of a page.

    Parameters
    ----------
    pen
        The page.
    figure
        Plotly figure of a `views.charts.Chart`.
    box
        Room on the page.
    zoom
        Units a pixel of the screen: how much larger than there letters and lines are.
    rows
        Rows to show, from the first to before the last, where a chart with a label a row is drawn in columns.

    Raises
    ------
    UnknownFeature
        If the figure holds something that is not known here.
    """
    check(figure)
    plot = lay_out(figure, pen, box, zoom, rows)
    draw_axes(plot)
    for shape in figure.layout.shapes:
        _draw_shape(plot, shape)
    draw_traces(plot)
    for note in figure.layout.annotations:
        _draw_annotation(plot, note)
    if figure.layout.showlegend and not (rows and rows[0]):
        _draw_legend(plot)
    return plot


def _draw_shape(plot: Plot, shape: Any) -> None:
    if not plot.shows(shape.y0, shape.yref or "y"):
        return
    x = [plot.at_x(shape.x0, shape.xref), plot.at_x(shape.x1, shape.xref)]
    y = [plot.at_y(shape.y0, shape.yref), plot.at_y(shape.y1, shape.yref)]
    z = BELOW if shape.layer == "below" else TOP - 2
    width = plot.px(2 if shape.line.width is None else shape.line.width)
    colour = shape.line.color or setting(plot.figure, "font", "color")
    if shape.type == "rect":
        box = Box(min(x), min(y), abs(x[1] - x[0]), abs(y[1] - y[0]))
        opacity = 1.0 if shape.opacity is None else shape.opacity
        fill = shape.fillcolor or "none"
        plot.pen.rect(box, fill=fill, line=colour if width else "none", width=width, opacity=opacity, z=z)
        return
    pattern = [plot.px(part) for part in dashes(shape.line.dash, width / plot.zoom)]
    plot.pen.line(x, y, colour=colour, width=width, dashes=pattern, z=z)


def _anchor(given: str | None, ref: str, value: float, names: tuple[str, str, str]) -> str:
    """Side of an annotation that stands at its place: by thirds of the page, as plotly does it, where none is given."""
    if given not in (None, "auto"):
        return str(given)
    if ref not in ("paper", "x domain", "y domain"):
        return names[1]
    return names[0] if value < 1 / 3 else names[2] if value > 2 / 3 else names[1]


def _draw_annotation(plot: Plot, note: Any) -> None:
    if not note.text or not plot.shows(note.y, note.yref or "y"):
        return
    size = note.font.size or setting(plot.figure, "font", "size")
    colour = note.font.color or setting(plot.figure, "font", "color")
    lines = parse(note.text, plot.look(float(size), str(colour)), zoom=plot.zoom)
    xref, yref = note.xref or "x", note.yref or "y"
    side: Any = _anchor(note.xanchor, xref, _share(note.x, xref), ("left", "center", "right"))
    level: Any = _anchor(note.yanchor, yref, _share(note.y, yref), ("bottom", "middle", "top"))
    x = plot.at_x(note.x, xref) + plot.px(note.xshift or 0)
    y = plot.at_y(note.y, yref) - plot.px(note.yshift or 0)
    pad = plot.px(1 if note.borderpad is None else note.borderpad)
    if note.bgcolor:
        _ground(plot, lines, (x, y), side, level, pad, note.bgcolor)
    plot.pen.text(lines, x, y, side=side, level=level, align=note.align or "center")


def _share(value: Any, ref: str) -> float:
    return float(value) if ref in ("paper", "x domain", "y domain") else 0.5


def _ground(
    plot: Plot, lines: list[Line], at: tuple[float, float], side: str, level: str, pad: float, colour: str
) -> None:
    from views.pictures.words import block_height

    width, height = block_width(lines) + 2 * pad, block_height(lines) + 2 * pad
    left = at[0] - {"left": 0.0, "center": 0.5, "right": 1.0}[side] * (width - 2 * pad) - pad
    top = at[1] - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[level] * (height - 2 * pad) - pad
    plot.pen.rect(Box(left, top, width, height), fill=colour, z=TOP - 1.5)


def _draw_legend(plot: Plot) -> None:
    """Names of the traces above the plot, in rows from the left."""
    size = float(setting(plot.figure, "font", "size")) - 1
    look = plot.look(size, str(setting(plot.figure, "font", "color")))
    rows: list[list[tuple[Any, list[Line]]]] = [[]]
    used = 0.0
    for trace in plot.figure.data:
        if trace.showlegend is False or not trace.name:
            continue
        lines = parse(trace.name, look, zoom=plot.zoom)
        need = plot.px(_SWATCH + 6 + _ENTRY_GAP) + block_width(lines)
        if rows[-1] and used + need > plot.outer.right - plot.inner.left + plot.px(_ENTRY_GAP):
            rows.append([])
            used = 0.0
        rows[-1].append((trace, lines))
        used += need
    step = plot.px(size * 1.5)
    for number, row in enumerate(reversed(rows)):
        y, x = plot.inner.top - plot.px(8) - step * (number + 0.5), plot.inner.left
        for trace, lines in row:
            _swatch(plot, trace, x, y)
            plot.pen.text(lines, x + plot.px(_SWATCH + 6), y, level="middle")
            x += plot.px(_SWATCH + 6 + _ENTRY_GAP) + block_width(lines)


def _swatch(plot: Plot, trace: Any, x: float, y: float) -> None:
    """Sample of a trace: a box for bars, its own mark for points."""
    from views.pictures.symbols import split_symbol

    size = plot.px(_SWATCH)
    if trace.type == "bar":
        plot.pen.rect(Box(x, y - size / 2, size, size), fill=trace.marker.color)
        return
    colour, rim = trace.marker.color, trace.marker.line
    hollow = split_symbol(trace.marker.symbol or "circle")[1]
    line = colour if hollow else rim.color if rim.width else "none"
    width = plot.px(rim.width or (1 if hollow else 0))
    plot.pen.circle(
        x + size / 2,
        y,
        plot.px((trace.marker.size or 6) / 2),
        fill="none" if hollow else colour,
        line=line,
        width=width,
    )
