"""A plotly figure as plain series: points, their looks and labels, in numbers of the data; what an office chart is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from views.deck.ends import Ends, ends_of
from views.deck.text import one_line
from views.pictures.axes import Axis
from views.pictures.traces import colour_of, rgba

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True)
class Label:
    """Words beside a point: on which side, how large (points of the screen), in which colour."""

    text: str
    side: str = "right"
    colour: str = "#000000"
    bold: bool = False


@dataclass
class Series:
    """Points in one look.

    Attributes
    ----------
    name
        As the data sheet and a legend say it.
    x, y
        Numbers; None in ``y`` opens the line.
    line
        Colour, width in px and dash; None draws none.
    marker
        Symbol, size in px, fill, edge; None draws none.
    labels
        Index of a point -> its words.
    quiet
        Whether it stays out of a legend.
    """

    name: str
    x: list[float]
    y: list[float | None]
    line: tuple[str, float, str] | None = None
    marker: tuple[str, float, str, str] | None = None
    labels: dict[int, Label] = field(default_factory=dict)
    quiet: bool = False


@dataclass
class Drawn:
    """A figure as series.

    Attributes
    ----------
    kind
        ``scatter``, ``line`` (over years) or ``bar`` (lying, stacked).
    x, y
        Its axes.
    series
        In the order in which they are drawn.
    rows
        Labels of the rows, first on top, of a chart that has a row a place or indicator.
    below
        What stands under the plot: what the axis shows, notes of breaks.
    above
        What stands over it.
    left_out
        Lines of other places that are not in it.
    """

    kind: str
    x: Axis
    y: Axis
    series: list[Series]
    rows: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    left_out: int = 0

    @property
    def across(self) -> Ends:
        """Ends of the horizontal axis."""
        return ends_of(
            self.x,
            min((at for one in self.series for at in one.x), default=0.0)
            if self.kind == "scatter"
            else float("-inf"),
        )

    @property
    def up(self) -> Ends:
        """Ends of the vertical axis."""
        return ends_of(
            self.y, min((at for one in self.series for at in one.y if at is not None), default=0.0)
        )


def rows_of(y: Axis) -> tuple[str, ...]:
    """Labels of rows that count from the top."""
    at = [value for value, _text in y.ticks]
    stacked = y.low > y.high and at == list(range(len(at))) and len(at) > 0
    return tuple(_row(text) for _at, text in y.ticks) if stacked else ()


def _row(text: str) -> str:
    """Label of a row in one line; what stands small below its name follows after a dot."""
    name, *small = re.split(r"<br>(?=<span)", text)
    return " · ".join(one_line(part.replace("<br>", " ")) for part in (name, *small))


def side_of(note: go.layout.Annotation) -> str:
    """``above`` or ``below`` for a text that stands around the plot; "" for one that stands at a place of it."""
    if note.yref != "paper":
        return ""
    if note.y == 0 and (note.yshift or 0) < 0:
        return "below"
    return "above" if note.xref == "paper" and note.y == 1 and note.yanchor == "bottom" else ""


def words_around(figure: go.Figure) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Texts that belong to no point: over the plot, and under it, a line each."""
    notes = figure.layout.annotations
    below = [
        line for note in notes if side_of(note) == "below" for line in re.split(r"<br>(?=\()", str(note.text))
    ]
    return tuple(one_line(note.text) for note in notes if side_of(note) == "above"), tuple(
        map(one_line, below)
    )


def on_white(colour: Any, opacity: float) -> str:
    """A colour as it looks on white."""
    red, green, blue, alpha = rgba(colour, opacity)
    return "#" + "".join(f"{round(255 * (1 - alpha * (1 - part))):02X}" for part in (red, green, blue))


def colour_of_trace(trace: go.Scatter, number: int, figure: go.Figure) -> tuple[str, float]:
    """Colour on white, with its opacity, and width of a trace's line in px."""
    return on_white(
        colour_of(figure, trace, "line", number), 1.0 if trace.opacity is None else trace.opacity
    ), float(2 if trace.line.width is None else trace.line.width)


def name_of(trace: go.Scatter) -> str:
    """What a trace is called: its name, or the name that the hover texts of all its points begin with."""
    if trace.name:
        return one_line(trace.name)
    texts = trace.hovertext
    texts = [texts] if isinstance(texts, str) else list(texts if texts is not None else [])
    found = {
        str(text).split("</b>")[0].removeprefix("<b>")
        for text in texts
        if text and str(text).startswith("<b>")
    }
    return one_line(found.pop()) if len(found) == 1 else ""
