"""Points, rows and straight lines of a plotly figure as series of an office chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from views.deck.office import LOOK
from views.deck.series import (
    Drawn,
    Label,
    Series,
    colour_of_trace,
    name_of,
    on_white,
    rows_of,
    side_of,
    words_around,
)
from views.deck.text import one_line, plain
from views.formatting import is_missing
from views.markup import short_place_name
from views.pictures.axes import Axis
from views.pictures.plots import each
from views.pictures.symbols import split_symbol
from views.pictures.traces import colour_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import plotly.graph_objects as go


_BAND_PX = 9.0
"""Thickness of a band: thinner than a mark, which LibreOffice draws below it."""
_TICK = 0.24
"""Half the height of a small upright line that stands for a mark, in rows."""


def point_series(figure: go.Figure, x: Axis, y: Axis) -> Drawn:
    """Points, lines between them, straight lines and words of a figure, each look a series."""
    rows = rows_of(y)
    series: list[Series] = [*_references(figure, x, y)]
    for number, trace in enumerate(figure.data):
        if trace.type == "bar":
            series += _bands(trace, rows)
        elif trace.mode != "none" and trace.x is not None and len(trace.x):
            series += _scatter(figure, trace, number)
    above, below = words_around(figure)
    series += _annotations(figure, x, y)
    said = " ".join([*rows, *(label.text for one in series for label in one.labels.values())])
    for one in series:  # a mark whose place is named nowhere else is named in the legend
        one.quiet = one.quiet or not one.name or one.marker is None or short_place_name(one.name) in said
    return Drawn("scatter", x, y, series, rows, below, above)


def _references(figure: go.Figure, x: Axis, y: Axis) -> Iterable[Series]:
    """Straight lines of the layout, across or up the whole plot or between two points."""
    for shape in figure.layout.shapes:
        if shape.type != "line":
            continue
        ends = [
            _at(x, shape.x0, shape.xref), _at(x, shape.x1, shape.xref), _at(y, shape.y0, shape.yref), _at(y, shape.y1, shape.yref),
        ]  # fmt: skip
        line = (
            on_white(shape.line.color, 1.0),
            float(shape.line.width or 1),
            str(shape.line.dash or "solid"),
        )
        yield Series("", [ends[0], ends[1]], [ends[2], ends[3]], line, quiet=True)


def _at(axis: Axis, value: Any, ref: str | None) -> float:
    """A place on an axis in numbers of the data, whether it is given so or as a share of the plot."""
    if ref and ref.endswith(("paper", "domain")):
        return axis.low + float(value) * (axis.high - axis.low)
    return float(value)


def _bands(trace: go.Bar, rows: Sequence[str]) -> Iterable[Series]:
    """Bars that begin somewhere: thick lines from end to end."""
    n = len(trace.x)
    base, colours = each(trace.base, n, 0.0), each(trace.marker.color, n, "#888888")
    for i in range(n):
        start, row = float(base[i]), float(trace.y[i])
        line = (on_white(colours[i], trace.opacity or 1.0), _BAND_PX, "solid")
        name = rows[round(row)].split(" · ")[0] if rows else ""
        yield Series(name, [start, start + float(trace.x[i])], [row, row], line, quiet=True)


def _scatter(figure: go.Figure, trace: go.Scatter, number: int) -> list[Series]:
    mode = trace.mode or "lines"
    name = name_of(trace)
    x = [float("nan") if is_missing(v) else float(v) for v in trace.x]
    y = [None if is_missing(v) or np.isnan(x[i]) else float(v) for i, v in enumerate(trace.y)]
    found = []
    if "lines" in mode:
        colour, width = colour_of_trace(trace, number, figure)
        found.append(
            Series(name, _held(x), y, (colour, width, str(trace.line.dash or "solid")), quiet=not trace.name)
        )
    if "markers" in mode or "text" in mode:
        found += _marks(figure, trace, number, x, y)
    return found


def _held(x: Sequence[float]) -> list[float]:
    """Open points lie where the last one lay: a program may only leave out the other number."""
    held, last = [], next((v for v in x if not np.isnan(v)), 0.0)
    for value in x:
        last = last if np.isnan(value) else value
        held.append(last)
    return held


def _marks(
    figure: go.Figure, trace: go.Scatter, number: int, x: Sequence[float], y: Sequence[float | None]
) -> list[Series]:
    """Points by look, so that each series has one."""
    n, marker, mode = len(x), trace.marker, trace.mode or ""
    opacity = 1.0 if trace.opacity is None else trace.opacity
    shares = each(marker.opacity, n, 1.0)
    default = colour_of(figure, trace, "marker", number)
    colours = each(marker.color, n, default)
    symbols, sizes = each(marker.symbol, n, "circle"), each(marker.size, n, 6)
    edges, widths = each(marker.line.color, n, ""), each(marker.line.width, n, 0)
    texts = each(trace.text, n, "") if "text" in mode else [""] * n
    sides, inks = each(trace.textposition, n, "middle right"), each(trace.textfont.color, n, LOOK.ink)
    by_look: dict[Any, list[int]] = {}
    for i in range(n):
        if y[i] is not None:
            shape, hollow, _dot = split_symbol(str(symbols[i]))
            seen = "markers" in mode and (str(colours[i]).replace(" ", "") != "rgba(0,0,0,0)")
            fill = on_white(colours[i], opacity * shares[i]) if seen and shape != "line-ns" else ""
            edge = on_white(edges[i], 1.0) if edges[i] and widths[i] else ""
            look = (
                (shape, float(sizes[i]), "#FFFFFF" if hollow and seen else fill, (fill if hollow else edge))
                if seen
                else None
            )
            by_look.setdefault(look, []).append(i)
    found = []
    for look, members in by_look.items():
        made = Series(
            name_of(trace), [x[i] for i in members], [y[i] for i in members], marker=look, quiet=bool(found)
        )
        if look is not None and look[0] == "line-ns":
            made = _upright(made, look[3] or on_white(default, 1.0))
        else:
            made.labels = {
                k: Label(
                    plain(texts[i]).replace("\u00a0", " ").strip(),
                    _side(str(sides[i])),
                    on_white(inks[i], 1.0),
                )
                for k, i in enumerate(members)
                if texts[i]
            }
        found.append(made)
    return found


def _upright(made: Series, colour: str) -> Series:
    """Small upright lines: office programs have no such mark."""
    x = [at for at in made.x for _three in range(3)]
    y: list[float | None] = [
        part for row in made.y if row is not None for part in (row - _TICK, row + _TICK, None)
    ]
    return Series(made.name, x, y, (colour, 2.0, "solid"), quiet=True)


def _side(position: str) -> str:
    level, _space, side = position.partition(" ")
    return side if side in ("left", "right") else {"top": "above", "bottom": "below"}.get(level, "center")


def _annotations(figure: go.Figure, x: Axis, y: Axis) -> Iterable[Series]:
    """Words at a place of the plot, as the label of a point that is not drawn."""
    layout = figure.layout
    plot_px = float(layout.height or 400) - float(layout.margin.t or 0) - float(layout.margin.b or 0)
    unit = (y.high - y.low) / max(plot_px, 1.0)
    for note in layout.annotations:
        if side_of(note) or not note.text:
            continue
        at_y = (
            _at(y, note.y, note.yref)
            + (float(note.yshift or 0) + (8 if note.yanchor == "bottom" else 0)) * unit
        )
        side = {"left": "right", "right": "left"}.get(str(note.xanchor), "center")
        label = Label(
            one_line(note.text), side, on_white(note.font.color or LOOK.muted, 1.0), "<b>" in str(note.text)
        )
        yield Series("", [_at(x, note.x, note.xref)], [at_y], labels={0: label}, quiet=True)
