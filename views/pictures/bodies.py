"""A chart as the body of a sheet: at its own size in a report, as large as it can be on a slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from views.pictures.pen import Box, Pen

if TYPE_CHECKING:
    from views.charts.base import Chart
    from views.pictures.keys import Key

_LARGEST = 1.3
_KEY_GAP, _KEY_WIDTH = 12.0, 210.0
_DRAWN_FOR = 736.0
"""Pixels that a map of points is as wide on the screen: its names keep clear of each other there."""
_COLUMN_GAP = 28.0
_MOST_COLUMNS, _LEAST_ROWS = 3, 4
# A second column must let letters be so much larger: one column is easier to read.
_WORTH = 1.12


@dataclass(frozen=True)
class ChartBody:
    """A chart on a sheet, with the legends that stand beside it on its page.

    Attributes
    ----------
    chart
        Whose figure is drawn.
    keys
        Legends that the figure does not hold itself, below it; beside it on a slide.
    look
        Colours of the legends, see `views.scenes.look`.
    """

    chart: Chart
    keys: Sequence[Key] = ()
    look: Mapping[str, str] = field(default_factory=dict)

    def height(self, width: float) -> float:
        """Height in units that it wants at a width."""
        from views.pictures.charts import natural_height

        below = sum(key.height(width) + _KEY_GAP for key in self.keys)
        return natural_height(self.chart.figure, width, 1.0) + below

    def _draw_keys(self, pen: Pen, box: Box) -> None:
        from views.pictures.keys import draw_key

        top = box.top
        for key in self.keys:
            top += (
                draw_key(pen, key, Box(box.left, top, box.width, 0), across=False, look=self.look) + _KEY_GAP
            )

    def draw(self, pen: Pen, box: Box, *, lang: str, fitted: bool) -> None:  # noqa: ARG002 - its words are there
        """Draw it; a chart of many rows in columns where a slide would press it too much."""
        from views.pictures.axes import rows_of
        from views.pictures.charts import draw_chart, natural_height

        figure = self.chart.figure
        if not fitted:
            tall = natural_height(figure, box.width, 1.0)
            draw_chart(pen, figure, Box(box.left, box.top, box.width, tall), 1.0)
            self._draw_keys(pen, Box(box.left, box.top + tall + _KEY_GAP, box.width, 0))
            return
        if self.keys:
            self._draw_keys(pen, Box(box.right - _KEY_WIDTH, box.top, _KEY_WIDTH, box.height))
            box = Box(box.left, box.top, box.width - _KEY_WIDTH - _COLUMN_GAP, box.height)
        columns, zoom = best_columns(self.chart, box.width, box.height)
        width = column_width(box.width, columns)
        tall = min(box.height, natural_height(figure, width, zoom))
        rows = rows_of(figure)
        for i in range(columns):
            part = Box(box.left + i * (width + _COLUMN_GAP), box.top + (box.height - tall) * 0.4, width, tall)
            share = -(-rows // columns)
            shown = (i * share, min((i + 1) * share, rows)) if columns > 1 else None
            if shown is not None:  # the last column may have fewer rows; all have the same step
                part = Box(
                    part.left, part.top, part.width, self._tall(tall, zoom, share, shown[1] - shown[0])
                )
            draw_chart(pen, figure, part, zoom, shown)

    def _tall(self, tall: float, zoom: float, most: int, rows: int) -> float:
        from views.pictures.axes import read_axis, rows_of
        from views.pictures.plots import margins

        _left, top, _right, bottom = margins(self.chart.figure, zoom)
        axis = read_axis(self.chart.figure, "yaxis")
        air = abs(axis.low - axis.high) - (rows_of(self.chart.figure) - 1)
        return top + bottom + (tall - top - bottom) / (most - 1 + air) * (rows - 1 + air)


def column_width(width: float, columns: int) -> float:
    """Width of each of some columns in units."""
    return (width - (columns - 1) * _COLUMN_GAP) / columns


def best_columns(chart: Chart, width: float, room: float) -> tuple[int, float]:
    """In how many columns a chart is legible best, and how large its letters are then."""
    from views.pictures.axes import rows_of

    rows, best = rows_of(chart.figure), (1, _fitting(chart, width, room, None))
    for columns in range(2, _MOST_COLUMNS + 1):
        shown = -(-rows // columns)
        if shown < _LEAST_ROWS or shown * (columns - 1) >= rows:
            break
        zoom = _fitting(chart, column_width(width, columns), room, shown)
        if zoom > best[1] * _WORTH:
            best = (columns, zoom)
    return best


def _fitting(chart: Chart, width: float, room: float, rows: int | None) -> float:
    """The largest zoom at which a chart, or so many of its rows, finds room.

    All that a chart needs grows with its zoom evenly; one to scale, such as a map, has its letters in proportion to its width.
    """
    from views.pictures.charts import least_height, least_width, natural_height

    figure = chart.figure
    if figure.layout.yaxis.scaleanchor:
        return min(_LARGEST, room / natural_height(figure, _DRAWN_FOR, 1.0), width / _DRAWN_FOR)
    return min(_LARGEST, room / least_height(figure, width, 1.0, rows), width / least_width(figure, 1.0))
