"""The frame of a chart on a page: where its plot lies, its axes, and where a place of the chart comes to lie."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from views.pictures.axes import Axis, only_rows, read_axis, setting
from views.pictures.pen import Box, Pen
from views.pictures.words import Run, block_height, block_width, parse

if TYPE_CHECKING:
    import plotly.graph_objects as go
    from matplotlib.axes import Axes

_GAP = 3
"""Pixels between a plot and the labels of its axes, besides the layout's `margin.pad`."""
_BELOW = -2.0


@dataclass(frozen=True)
class Plot:
    """A figure laid out on a page.

    Attributes
    ----------
    outer
        Room of the whole figure.
    inner
        The plot itself, inside its margins.
    zoom
        Units a pixel of the screen.
    part
        Whether only some rows of the figure are shown: what lies in other rows is left out.
    """

    figure: go.Figure
    pen: Pen
    outer: Box
    inner: Box
    zoom: float
    x: Axis
    y: Axis
    part: bool = False

    @cached_property
    def axes(self) -> Axes:
        """Matplotlib's axes over the plot, in numbers of the data."""
        axes = self.pen.axes(self.inner)
        for axis, scale, limit in (
            (self.x, axes.set_xscale, axes.set_xlim),
            (self.y, axes.set_yscale, axes.set_ylim),
        ):
            if axis.kind == "log":
                scale("log")
            limit(axis.low, axis.high)
        return axes

    def px(self, value: float) -> float:
        """Pixels of the screen as units."""
        return value * self.zoom

    def at_x(self, value: Any, ref: str | None = "x") -> float:
        """Where a value lies across, in units; `ref` as plotly says it."""
        share = float(value) if ref in ("paper", "x domain") else self.x.share(value)
        return self.inner.left + share * self.inner.width

    def at_y(self, value: Any, ref: str | None = "y") -> float:
        """Where a value lies down, in units."""
        share = float(value) if ref in ("paper", "y domain") else self.y.share(value)
        return self.inner.bottom - share * self.inner.height

    def shows(self, y: Any, ref: str | None = "y") -> bool:
        """Whether a place down the page is among the rows shown."""
        return not self.part or ref != "y" or -1e-9 <= self.y.share(y) <= 1 + 1e-9

    def data_x(self, values: Sequence[Any] | None) -> np.ndarray:
        """Values of a trace across as numbers, NaN for its gaps."""
        return self.x.numbers(() if values is None else values)

    def data_y(self, values: Sequence[Any] | None) -> np.ndarray:
        """Values of a trace down as numbers, NaN for its gaps and for rows that are not shown."""
        found = self.y.numbers(() if values is None else values)
        if self.part:
            shares = (found - self.y.low) / (self.y.high - self.y.low)
            found[(shares < 0) | (shares > 1)] = np.nan
        return found

    def look(self, size: float, colour: str, weight: int = 400) -> Run:
        """Look of a text whose size is in pixels."""
        return Run("", self.px(size), colour, weight)


def tick_look(figure: go.Figure, path: str, zoom: float) -> Run:
    """Look of the labels of an axis."""
    size, colour = setting(figure, path, "tickfont", "size"), setting(figure, path, "tickfont", "color")
    return Run("", float(size) * zoom, str(colour))


def margins(figure: go.Figure, zoom: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom margin in units, wide enough for the labels of the axes as plotly makes them."""
    given = {side: float(setting(figure, "margin", side) or 0) * zoom for side in "ltrb"}
    x, y = read_axis(figure, "xaxis"), read_axis(figure, "yaxis")
    gap = float(setting(figure, "margin", "pad") or 0) + _GAP
    left, below = tick_look(figure, "yaxis", zoom), tick_look(figure, "xaxis", zoom)
    wide = max((block_width(parse(text, left, zoom=zoom)) for _at, text in y.ticks if text), default=0.0)
    tall = max((block_height(parse(text, below, zoom=zoom)) for _at, text in x.ticks if text), default=0.0)
    return (
        max(given["l"], wide + (gap + y.tick_length) * zoom if wide else 0.0),
        given["t"],
        given["r"],
        max(given["b"], tall + (gap + x.tick_length) * zoom if tall else 0.0),
    )


def tallest_label(figure: go.Figure, zoom: float) -> float:
    """Height in units that a row of the vertical axis needs for its label; 0 where it has no labels of rows."""
    look = tick_look(figure, "yaxis", zoom)
    return max((block_height(parse(text, look, zoom=zoom)) for _at, text in read_axis(figure, "yaxis").ticks), default=0.0)  # fmt: skip


def lay_out(
    figure: go.Figure, pen: Pen, outer: Box, zoom: float, rows: tuple[int, int] | None = None
) -> Plot:
    """Find the plot's place inside the room of a figure; `rows` shows those from the first to before the last."""
    left, top, right, bottom = margins(figure, zoom)
    inner = Box(outer.left + left, outer.top + top, outer.width - left - right, outer.height - top - bottom)
    x, y = read_axis(figure, "xaxis"), only_rows(read_axis(figure, "yaxis"), rows)
    if figure.layout.yaxis.scaleanchor:
        inner = _to_scale(
            inner, abs(x.high - x.low), abs(y.high - y.low) * (figure.layout.yaxis.scaleratio or 1)
        )
    return Plot(figure, pen, outer, inner, zoom, x, y, part=rows is not None)


def _to_scale(box: Box, across: float, down: float) -> Box:
    """The largest box inside, in the middle, in which a unit across is as long as one down."""
    scale = min(box.width / across, box.height / down)
    width, height = across * scale, down * scale
    return Box(box.left + (box.width - width) / 2, box.top + (box.height - height) / 2, width, height)


def draw_axes(plot: Plot) -> None:
    """Ground, grid, ticks and labels."""
    figure, pen, inner = plot.figure, plot.pen, plot.inner
    ground = figure.layout.plot_bgcolor
    if ground:
        pen.rect(inner, fill=ground, z=_BELOW - 2)
    gap = plot.px(float(setting(figure, "margin", "pad") or 0) + _GAP)
    for axis, path in ((plot.x, "xaxis"), (plot.y, "yaxis")):
        across = path == "xaxis"
        look = tick_look(figure, path, plot.zoom)
        tick, line = str(setting(figure, path, "tickcolor")), str(setting(figure, path, "gridcolor"))
        for value, text in axis.ticks:
            if not -1e-9 <= axis.share(value) <= 1 + 1e-9:
                continue
            at = plot.at_x(value) if across else plot.at_y(value)
            if axis.grid:
                ends = (
                    ([at, at], [inner.top, inner.bottom]) if across else ([inner.left, inner.right], [at, at])
                )
                pen.line(*ends, colour=line, width=plot.px(1), z=_BELOW - 1)
            far = plot.px(axis.tick_length)
            if far and across:
                pen.line(
                    [at, at], [inner.bottom, inner.bottom + far], colour=tick, width=plot.px(1), z=_BELOW
                )
            lines = parse(text, look, zoom=plot.zoom)
            if across:
                pen.text(lines, at, inner.bottom + far + gap, side="center")
            else:
                pen.text(lines, inner.left - far - gap, at, side="right", level="middle")


def each(value: Any, count: int, default: Any) -> list[Any]:
    """One value a point, of a setting that holds for all or has one for each."""
    if value is None:
        return [default] * count
    if isinstance(value, str) or not hasattr(value, "__len__"):
        return [value] * count
    return list(itertools.islice(itertools.chain(value, itertools.repeat(default)), count))


BELOW = _BELOW
