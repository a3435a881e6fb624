"""Axes of a figure: kind, ends, ticks, and where a value lies between the ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from views.formatting import is_missing
from views.pictures.words import UnknownFeature

if TYPE_CHECKING:
    import plotly.graph_objects as go

_AIR = 0.055
"""Air at both ends of an axis whose range plotly would choose itself, as a share of it."""


def setting(figure: go.Figure, *path: str) -> Any:
    """Value of the layout, else that of its template, else None."""
    for layout in (figure.layout, figure.layout.template.layout):
        value: Any = layout
        for name in path:
            value = None if value is None else value[name]
        if value is not None:
            return value
    return None


@dataclass(frozen=True)
class Axis:
    """One axis of a figure.

    Attributes
    ----------
    kind
        ``linear``, ``log`` or ``category``.
    low, high
        Ends in numbers of the data (not their logarithms); low is left or at the bottom and may be the larger one.
    categories
        Names by position, for a category axis.
    """

    name: str
    kind: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    categories: tuple[str, ...]
    shown: bool
    grid: bool
    tick_length: float

    def share(self, value: Any) -> float:
        """Where a value lies between the low end (0) and the high one (1)."""
        value = self.number(value)
        low, high = self.low, self.high
        if self.kind == "log":
            value, low, high = (float(np.log10(v)) for v in (value, low, high))
        return (value - low) / (high - low)

    def number(self, value: Any) -> float:
        """Value as a number; a category's name is its position, and nothing is NaN."""
        if isinstance(value, str):
            return float(self.categories.index(value))
        return float("nan") if is_missing(value) else float(value)

    def numbers(self, values: Sequence[Any]) -> np.ndarray:
        """Values as numbers."""
        if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
            return values.astype("float64")
        return np.array([self.number(value) for value in values], dtype="float64")


def read_axis(figure: go.Figure, name: str) -> Axis:
    """Read an axis with its ends and ticks.

    Raises
    ------
    UnknownFeature
        If ticks are left to plotly: their texts would not be ours.
    """
    letter, path = name[0], name
    found = getattr(figure.layout, path)
    kind = "linear" if found.type in (None, "-", "linear") else str(found.type)
    categories = _categories(figure, letter) if kind == "category" or _is_text(figure, letter) else ()
    kind = "category" if categories else kind
    if found.range is not None:
        low, high = (10.0**end if kind == "log" else float(end) for end in found.range)
    else:
        low, high = _ends(_numbers(figure, letter, categories), kind)
    if found.autorange == "reversed":
        low, high = high, low
    shown = setting(figure, path, "visible") is not False
    return Axis(
        name,
        kind,
        low,
        high,
        _ticks(figure, path, kind, categories) if shown else (),
        categories,
        shown,
        shown and setting(figure, path, "showgrid") is not False,
        float(setting(figure, path, "ticklen") or 5) if setting(figure, path, "ticks") == "outside" else 0.0,
    )


def _values(figure: go.Figure, letter: str) -> list[Any]:
    return [value for trace in figure.data for value in (() if trace[letter] is None else trace[letter])]


def _is_text(figure: go.Figure, letter: str) -> bool:
    given = (trace[letter] for trace in figure.data)
    return any(
        isinstance(value, str)
        for values in given
        if values is not None and not (isinstance(values, np.ndarray) and values.dtype.kind in "fiu")
        for value in values
    )


def _categories(figure: go.Figure, letter: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(value) for value in _values(figure, letter)))


def _numbers(figure: go.Figure, letter: str, categories: Sequence[str]) -> np.ndarray:
    if categories:
        return np.arange(len(categories), dtype="float64")
    found = [float(value) for value in _values(figure, letter) if not is_missing(value)]
    if any(trace.type == "bar" and (trace.orientation == "h") == (letter == "x") for trace in figure.data):
        found.append(0.0)  # a bar stands on nothing
    return np.array(found or [0.0, 1.0])


def _ends(values: np.ndarray, kind: str) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    if kind == "category":
        return low - 0.5, high + 0.5
    if kind == "log":
        air = (np.log10(high) - np.log10(low)) * _AIR or 0.5
        return float(10 ** (np.log10(low) - air)), float(10 ** (np.log10(high) + air))
    air = (high - low) * _AIR or 1.0
    return (0.0 if low == 0 else low - air), high + air


def _ticks(
    figure: go.Figure, path: str, kind: str, categories: Sequence[str]
) -> tuple[tuple[float, str], ...]:
    found = getattr(figure.layout, path)
    bare = setting(figure, path, "showticklabels") is False
    if found.tickvals is None:
        if kind == "category":
            return tuple(enumerate(map(str, categories)))
        if bare:
            return ()
        raise UnknownFeature(f"Pictures do not know the ticks of {path}: the chart must name them.")
    texts = [""] * len(found.tickvals) if bare else found.ticktext
    if texts is None or len(texts) != len(found.tickvals):
        raise UnknownFeature(f"The ticks of {path} need a text each.")
    return tuple((float(value), str(text)) for value, text in zip(found.tickvals, texts, strict=True))


def rows_of(figure: go.Figure) -> int:
    """Number of rows, first on top, of a chart that has one label a row; 0 for another chart."""
    found = figure.layout.yaxis.tickvals
    ticks = () if found is None else tuple(found)
    axis = figure.layout.yaxis.range
    stacked = len(ticks) > 1 and ticks == tuple(range(len(ticks))) and axis is not None and axis[0] > axis[1]
    return len(ticks) if stacked else 0


def only_rows(axis: Axis, rows: tuple[int, int] | None) -> Axis:
    """The vertical axis of some rows, with the air at its ends that it has as a whole."""
    if rows is None:
        return axis
    first, last = rows
    ticks = axis.ticks[first:last]
    below, above = axis.low - axis.ticks[-1][0], axis.ticks[0][0] - axis.high
    return replace(axis, low=ticks[-1][0] + below, high=ticks[0][0] - above, ticks=ticks)
