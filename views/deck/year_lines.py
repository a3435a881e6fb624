"""Lines over years of a plotly figure as series of an office chart."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from views.deck.series import Drawn, Series, colour_of_trace, name_of, words_around
from views.formatting import is_missing
from views.pictures.axes import Axis

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import plotly.graph_objects as go


MOST_QUIET = 24
"""So many lines of other places an office chart still holds; a crowd is left out of it."""


def over_years(figure: go.Figure, x: Axis) -> bool:
    """Whether a figure has nothing but lines over whole years."""
    scatter = [
        trace for trace in figure.data if trace.type == "scatter" and trace.x is not None and len(trace.x)
    ]
    values = [float(v) for trace in scatter for v in trace.x if not is_missing(v)]
    whole = all(v.is_integer() and 1900 < v < 2200 for v in values)
    drawn_as_lines = all("lines" in (trace.mode or "lines") or trace.mode == "none" for trace in scatter)
    return bool(values) and whole and drawn_as_lines and len({text for _at, text in x.ticks} - {""}) > 0


def year_lines(figure: go.Figure, x: Axis, y: Axis) -> Drawn:
    """Lines of places, the quiet ones of others too unless they are a crowd."""
    series: list[Series] = []
    left_out = 0
    for number, trace in enumerate(figure.data):
        if trace.type != "scatter" or trace.mode == "none" or trace.x is None:
            continue
        colour, width = colour_of_trace(trace, number, figure)
        line = (colour, width, str(trace.line.dash or "solid"))
        quiet = isinstance(trace.meta, dict)
        if quiet and len(trace.meta) > MOST_QUIET:
            left_out += len(trace.meta)
            continue
        marker = None
        if "markers" in (trace.mode or ""):
            marker = (str(trace.marker.symbol or "circle"), float(trace.marker.size or 6), colour, colour)
        for name, points in _by_place(trace):
            series += _pieces(name, points, line, marker, quiet=quiet)
    above, below = words_around(figure)
    return Drawn("line", x, y, series, (), below, above, left_out)


def _by_place(trace: go.Scatter) -> Iterable[tuple[str, list[tuple[float, float | None]]]]:
    """Name and points of each place of a trace; open points have the value None."""
    codes = _codes(trace)
    names: Mapping[str, str] = trace.meta if isinstance(trace.meta, dict) else {}
    points = [
        (float("nan") if is_missing(a) else float(a), None if is_missing(b) else float(b))
        for a, b in zip(trace.x, trace.y, strict=True)
    ]
    if not names:
        yield name_of(trace), points
        return
    for code, group in groupby(zip(codes, points, strict=True), key=lambda pair: pair[0]):
        yield names.get(code, code), [point for _code, point in group]


def _codes(trace: go.Scatter) -> list[str]:
    data = trace.customdata
    return [] if data is None else [str(np.atleast_1d(row)[0]) for row in data]


def _pieces(
    name: str,
    points: Sequence[tuple[float, float | None]],
    line: tuple[str, float, str],
    marker: Any,
    *,
    quiet: bool,
) -> list[Series]:
    """A line's pieces: a missing year leaves a gap in one series, a break between two years parts it into two."""
    runs = [list(group) for known, group in groupby(points, key=lambda point: point[1] is not None) if known]
    found: list[Series] = []
    for run in runs:
        x, y = [at for at, _value in run], [value for _at, value in run]
        if found and run[0][0] > found[-1].x[-1] + 1:
            found[-1].x += x
            found[-1].y += y
        else:
            found.append(Series(name, x, list(y), line, marker, quiet=quiet or bool(found)))
    return found
