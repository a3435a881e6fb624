"""Which native chart says what a plotly figure says, and its series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from views.deck.points import point_series
from views.deck.series import Drawn, Series, on_white, rows_of, words_around
from views.deck.text import one_line
from views.deck.year_lines import over_years, year_lines
from views.formatting import is_missing
from views.pictures.axes import Axis, read_axis

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from views.charts import Chart


def drawn(chart: Chart) -> Drawn | None:
    """A chart as series; None for one that no native chart says as well: then its picture is shown."""
    figure = chart.figure
    kinds = {trace.type for trace in figure.data}
    if (
        not figure.data
        or kinds - {"scatter", "bar"}
        or any(trace.fill for trace in figure.data if trace.type == "scatter")
    ):
        return None
    bars = [trace for trace in figure.data if trace.type == "bar"]
    if any(trace.orientation != "h" for trace in bars):
        return None
    x, y = read_axis(figure, "xaxis"), read_axis(figure, "yaxis")
    if x.kind != "linear" or y.kind != "linear":
        return None
    if len(bars) == len(figure.data) and figure.layout.barmode == "relative":
        return _bars(figure, x, y)
    if over_years(figure, x):
        return year_lines(figure, x, y)
    return point_series(figure, x, y)


def _bars(figure: go.Figure, x: Axis, y: Axis) -> Drawn:
    above, below = words_around(figure)
    series = [
        Series(
            one_line(trace.name), [float(at) for at in trace.y], [None if is_missing(v) else float(v) for v in trace.x],
            marker=("square", 0.0, on_white(trace.marker.color, 1.0), ""),
        )
        for trace in figure.data
    ]  # fmt: skip
    return Drawn("bar", x, y, series, rows_of(y), below, above)
