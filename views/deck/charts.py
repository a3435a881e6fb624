"""Native charts of an office program: made from the series of a plotly figure, with its axes, colours and words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.deck.ends import has_words
from views.deck.looks import add_legend, dress
from views.deck.office import FONT, LOOK, describe, open_gaps, place_plot, rgb
from views.deck.reading import drawn
from views.deck.scales import dress_axes
from views.deck.series import Drawn, Label, Series
from views.deck.text import POINTS
from views.pictures.engine import text_width

if TYPE_CHECKING:
    from pptx.chart.chart import Chart as OfficeChart
    from pptx.slide import Slide

    from views.charts import Chart

LETTERS = (13.0, 12.0, 11.0, 10.0, 9.0)
"""Sizes of a chart's letters in points, largest first; a chart with more rows than fit the smallest is shown as a picture."""
_ROW = 1.35
_WIDEST = 2.6
"""Inches that the longest label of a row may take at the smallest letters; beside longer ones the plot would be a strip."""


def native(chart: Chart, inches: float = 4.0) -> Drawn | None:
    """A chart as it would be drawn natively in a height; None where its picture is better."""
    found = drawn(chart)
    if found is None or not letters_for(found, inches):
        return None
    widest = max((text_width(label, LETTERS[-1]) for label in found.rows), default=0.0)
    return found if widest <= _WIDEST * POINTS else None


def letters_for(found: Drawn, inches: float) -> float:
    """Size of the letters at which the rows of a chart have room in a height; 0 where they have none."""
    return next((size for size in LETTERS if len(found.rows) * size * _ROW <= inches * POINTS), 0.0)


def add_native(
    slide: Slide, found: Drawn, box: tuple[float, float, float, float], *, name: str, alt: str, lang: str
) -> OfficeChart:
    """Put a chart on a slide.

    Parameters
    ----------
    slide
        The slide.
    found
        See `native`.
    box
        Left, top, width and height in inches.
    name, alt
        Name of the shape, and the chart in words.
    lang
        Language of the numbers' words.

    Returns
    -------
    pptx.chart.chart.Chart
        With its numbers in a sheet of its own, to be edited.
    """
    from pptx.util import Inches, Pt

    make = {"bar": _bar_data, "line": _line_data, "scatter": _point_data}[found.kind]
    kind, data, series = make(found)
    frame = slide.shapes.add_chart(kind, *(Inches(part) for part in box), data)
    describe(frame, name, alt)
    chart = frame.chart
    size = min(letters_for(found, box[3] - 0.5) or LETTERS[-1], _for_years(found, box[2]))
    chart.font.size, chart.font.name, chart.has_title = Pt(size), FONT, False
    chart.font.color.rgb = rgb(LOOK.ink)
    add_legend(chart, series)
    dress_axes(chart, found, lang)
    for shown, one in zip(chart.plots[0].series, series, strict=True):
        dress(shown, one, found.kind, size)
    open_gaps(chart)
    if found.kind == "scatter":
        place_plot(chart, _shares(chart, found, box, size))
    return chart


def _for_years(found: Drawn, inches: float) -> float:
    """Largest letters at which every year of lines stands beside the next: LibreOffice writes all of them."""
    years = {at for one in found.series for at in one.x} if found.kind == "line" else set()
    room = (inches - 0.8) * POINTS
    return next((size for size in LETTERS if len(years) * text_width("2024 ", size) <= room), LETTERS[-1])


def _bar_data(found: Drawn) -> tuple[Any, Any, list[Series]]:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData()
    data.categories = list(found.rows)
    for one in found.series:
        data.add_series(one.name, one.y)
    return XL_CHART_TYPE.BAR_STACKED, data, found.series


def _line_data(found: Drawn) -> tuple[Any, Any, list[Series]]:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    years = [int(at) for one in found.series for at in one.x]
    data = CategoryChartData()
    every = range(min(years), max(years) + 1) if years else range(0)
    data.categories = [str(year) for year in every]
    # What is drawn last lies on top: chosen places over the quiet lines of others.
    series = sorted(found.series, key=lambda one: not (one.quiet and one.marker is None))
    for one in series:
        known = dict(zip((int(at) for at in one.x), one.y, strict=True))
        data.add_series(one.name, [known.get(year) for year in every])
    return XL_CHART_TYPE.LINE_MARKERS, data, series


def _point_data(found: Drawn) -> tuple[Any, Any, list[Series]]:
    from pptx.chart.data import XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = XyChartData()
    series = [*found.series, *_tick_words(found)]
    longest = max(len(one.x) for one in series)
    for number, one in enumerate(series):
        sheet = data.add_series(one.name)
        # LibreOffice loses the points of all but the last series unless the first is the longest.
        spare = longest - len(one.x) if not number else 0
        for x, y in zip([*one.x, *[one.x[-1]] * spare], [*one.y, *[None] * spare], strict=True):
            sheet.add_data_point(x, None if y is None else _upward(found, y))
    return XL_CHART_TYPE.XY_SCATTER_LINES, data, series


def _upward(found: Drawn, y: float) -> float:
    """Rows count from the bottom in an office chart."""
    return len(found.rows) - 1 - y if found.rows else y


def _tick_words(found: Drawn) -> list[Series]:
    """Labels of rows, and ticks that are words, as labels of points that are not drawn: an axis of numbers has numbers only."""
    across = found.across
    made = []
    if found.rows:
        labels = {i: Label(text, "left", LOOK.ink) for i, text in enumerate(found.rows)}
        made.append(
            Series("", [across.low] * len(labels), [float(i) for i in labels], labels=labels, quiet=True)
        )
    if has_words(found.x):
        foot = len(found.rows) - 0.5 if found.rows else min(found.y.low, found.y.high)
        labels = {i: Label(text, "below", LOOK.muted) for i, (_at, text) in enumerate(found.x.ticks)}
        made.append(
            Series("", [at for at, _text in found.x.ticks], [foot] * len(labels), labels=labels, quiet=True)
        )
    return made


def _shares(
    chart: OfficeChart, found: Drawn, box: tuple[float, float, float, float], size: float
) -> tuple[float, float, float, float]:
    """Where the plot lies: with room for the labels of its rows on the left and for words on the right."""
    width, height = box[2], box[3]
    labels = list(found.rows) or [text for _at, text in found.y.ticks]
    left = max((text_width(text, size) for text in labels), default=0.0) / POINTS + 0.2
    right = max((_over(one, found, size, width - left) for one in found.series), default=0.0)
    top, bottom = (
        (0.4 if chart.has_legend else 0.08),
        (0.35 if any(text for _at, text in found.x.ticks) else 0.08),
    )
    return left / width, top / height, (width - left - right - 0.1) / width, (height - top - bottom) / height


def _over(one: Series, found: Drawn, size: float, width: float) -> float:
    """How far the words of a series run past the right end of the plot, in inches."""
    ends = found.across
    past = [
        text_width(label.text, size) / POINTS
        + 0.15
        - (ends.high - one.x[at]) / (ends.high - ends.low) * width * 0.8
        for at, label in one.labels.items()
        if label.side == "right"
    ]
    return max(0.0, *past) if past else 0.0
