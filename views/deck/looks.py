"""Looks of the series of a native chart: lines, marks, labels, legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from views.deck.office import CHART, DECLARED, rgb, xml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.chart.chart import Chart as OfficeChart

    from views.deck.series import Label, Series

_POINT_PX = 0.75
_CHOSEN_PX = 12
"""From so many px on a mark is that of a chosen place, and stays as large on a slide."""
_SYMBOLS = {
    "circle": "CIRCLE", "square": "SQUARE", "diamond": "DIAMOND", "triangle-up": "TRIANGLE", "triangle-down": "TRIANGLE",
    "star": "STAR", "cross": "PLUS", "cross-thin": "PLUS", "x": "X",
}  # fmt: skip
_DASHES = {
    "dot": "ROUND_DOT",
    "dash": "DASH",
    "longdash": "LONG_DASH",
    "dashdot": "DASH_DOT",
    "longdashdot": "LONG_DASH_DOT",
}
_SIDES = {"right": "RIGHT", "left": "LEFT", "above": "ABOVE", "below": "BELOW", "center": "CENTER"}


def dress(shown: Any, one: Series, kind: str, size: float) -> None:
    """Line, marks and labels of a series."""
    if kind == "bar":
        shown.format.fill.solid()
        shown.format.fill.fore_color.rgb = rgb(one.marker[2])  # type: ignore[index] - a bar has a fill
        return
    shown.smooth = False
    _line(shown, one)
    _marks(shown, one)
    for at, label in one.labels.items():
        _label(shown.points[at], label, size)


def _line(shown: Any, one: Series) -> None:
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    if one.line is None:
        shown.format.line.fill.background()
        return
    colour, width, dash = one.line
    shown.format.line.color.rgb, shown.format.line.width = rgb(colour), Pt(max(width * _POINT_PX, 0.75))
    if dash in _DASHES:
        shown.format.line.dash_style = getattr(MSO_LINE, _DASHES[dash])


def _marks(shown: Any, one: Series) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE

    if one.marker is None:
        shown.marker.style = XL_MARKER_STYLE.NONE
        return
    symbol, px, fill, edge = one.marker
    shown.marker.style = getattr(XL_MARKER_STYLE, _SYMBOLS.get(symbol, "CIRCLE"))
    shown.marker.size = min(max(round(px * (_POINT_PX if px < _CHOSEN_PX else 1.0)), 3), 72)
    shown.marker.format.fill.solid()
    shown.marker.format.fill.fore_color.rgb = rgb(fill or edge)
    if edge:
        shown.marker.format.line.color.rgb = rgb(edge)
    else:
        shown.marker.format.line.fill.background()


def _label(point: Any, label: Label, size: float) -> None:
    """Words beside a point, in one line each: office programs would wrap them early."""
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    words = point.data_label
    frame = words.text_frame
    frame.text = label.text
    frame.word_wrap = False
    paragraph = frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold = Pt(size), label.bold
    paragraph.font.color.rgb = rgb(label.colour)
    words.position = getattr(XL_LABEL_POSITION, _SIDES[label.side])


def add_legend(chart: OfficeChart, series: Sequence[Series]) -> None:
    """Over the plot, without the series that are quiet."""
    from pptx.enum.chart import XL_LEGEND_POSITION

    loud = [at for at, one in enumerate(series) if one.name and not one.quiet]
    chart.has_legend = len(loud) > 0
    if not loud:
        return
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    position = chart.legend._element.find(f"{{{CHART}}}legendPos")  # noqa: SLF001
    for at in reversed(range(len(series))):
        if at not in loud:
            position.addnext(
                xml(f'<c:legendEntry {DECLARED}><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>')
            )
