"""What all charts share: the result, empty figures, ticks, reference lines and text widths."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from views.charts.margins import settle_margins
from views.formatting import Row, big_number, is_missing, number
from views.markup import wrap_plotly
from views.reference import ReferenceMark, mark_text
from views.theme import Tokens, atlas_template, tokens

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

ROW_PX = 22
# From so many other places on they are a crowd: no text for each of their points travels with the page.
CROWD = 60
# Height until a chart knows how many rows it has.
PLACEHOLDER_PX = 100
# Mean width of a character of Plus Jakarta Sans at 12 px, on the safe side.
CHAR_PX = 6.9
LINE_PX = 15
# On a telephone a label longer than this would leave no room for the data.
WRAP = 20
TITLE_WRAP = 38
# Space for the ticks of the horizontal axis.
TICK_PX = 24
# Width of the plot itself on a telephone, beside row labels and without them.
NARROW_PX = 160
OPEN_PX = 310


@dataclass(frozen=True)
class Chart:
    """A figure and what says the same without eyes for it.

    Attributes
    ----------
    figure
        Plotly figure; show it with ``theme=None``.
    alt
        One or two sentences for ``alt=``.
    table
        Exactly the numbers shown, as texts under translated headings, first column naming the row.
    codes
        Code of the place that each row of the table is about; empty where rows are about something else.
    columns
        The same for its columns, "" for one that is about no place.
    caption
        What stands above the table where its cells leave something out, such as a long unit; "" where they say all.
    """

    figure: go.Figure
    alt: str
    table: pd.DataFrame
    codes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        """Labels have their room before a browser draws them."""
        settle_margins(self.figure)


@dataclass(frozen=True)
class Look:
    """What every part of one chart needs: the indicator's record, the language, the theme's tokens."""

    row: Row
    lang: str
    t: Tokens


def new_figure(*, theme: str, lang: str, height: int) -> tuple[go.Figure, Tokens]:
    """Start a figure with our template and a fixed height in px; its width is that of the page."""
    layout = {"template": _template(theme, lang), "height": height, "autosize": True}
    # The template has been checked; plotly would check and copy it again for every figure, 7 ms each. What comes is checked.
    figure = go.Figure(layout=layout, _validate=False)
    figure._validate = figure.layout._validate = True  # noqa: SLF001
    return figure, tokens(theme)


@cache
def _template(theme: str, lang: str) -> dict[str, Any]:
    plain: dict[str, Any] = atlas_template(theme, lang).to_plotly_json()
    return plain


def code_data(codes: Iterable[object]) -> NDArray[np.object_]:
    """Codes as ``customdata``, one row a point; an array, because plotly checks nested lists item by item."""
    return np.array([str(code) for code in codes], dtype=object).reshape(-1, 1)


def marker_line_px(symbol: str) -> float:
    """Width of a marker's outline in px; an open symbol *is* its outline, so it is drawn thicker."""
    return 2.5 if "open" in symbol else 1.0


def with_columns(frame: pd.DataFrame, columns: Sequence[str], *, name: str = "frame") -> pd.DataFrame:
    """Return ``frame`` with a fresh index if it has the columns.

    Raises
    ------
    ValueError
        If a column is missing; the message names it.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        msg = f"`{name}` must have the columns {', '.join(columns)}; missing: {', '.join(missing)}."
        raise ValueError(msg)
    return frame.reset_index(drop=True)


def nice_ticks(low: float, high: float, *, count: int = 5) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten inside a range, about ``count`` of them."""
    if not high > low:
        return [low]
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [i * step for i in range(first, last + 1)]


def tick_texts(ticks: Sequence[float], row: Row, lang: str) -> list[str]:
    """Write ticks with as many decimals as their step needs; from a million up with words."""
    if not ticks:
        return []
    step = min((b - a for a, b in itertools.pairwise(ticks)), default=0.0)
    places = max(0, -math.floor(math.log10(step) + 1e-9)) if step else int(row["decimals"])
    if max(abs(t) for t in ticks) < 1e6:
        return [number(t, places, lang) for t in ticks]
    power = 6 if max(abs(t) for t in ticks) < 1e9 else 9
    words = max(0, power - math.floor(math.log10(step) + 1e-9)) if step else 1
    return [big_number(t, lang, decimals=min(words, 2)) if t else "0" for t in ticks]


def value_axis(
    values: Sequence[float], row: Row, lang: str, *, pad: float = 0.04, room_px: int = NARROW_PX
) -> dict[str, Any]:
    """Settings of an axis of values: range with some air, and as many of our ticks as fit ``room_px``."""
    present = [float(v) for v in values if not is_missing(v)] or [0.0, 1.0]
    low, high = min(present), max(present)
    air = (high - low) * pad or max(abs(high) * 0.05, 10.0 ** -int(row["decimals"]))
    ticks: list[float] = []
    for count in (6, 5, 4, 3, 2, 1):
        ticks = nice_ticks(low - air, high + air, count=count)
        if sum(text_px([text]) + 6 for text in tick_texts(ticks, row, lang)) <= room_px:
            break
    return {
        "range": [low - air, high + air],
        "tickvals": ticks,
        "ticktext": tick_texts(ticks, row, lang),
        "tickangle": 0,
    }


def add_axis_title(figure: go.Figure, text: str, t: Tokens) -> int:
    """Write what the horizontal axis shows, below and flush right; return the px that axis and title need.

    Plotly would centre it under the plot, where on a telephone, beside long row labels, it runs off the page.
    """
    title = wrap_plotly(text, TITLE_WRAP)
    figure.add_annotation(
        text=title, x=1, xref="paper", y=0, yref="paper", xanchor="right", yanchor="top", yshift=-TICK_PX,
        showarrow=False, align="right", font={"size": 12, "color": t.muted},
    )  # fmt: skip
    return TICK_PX + LINE_PX * (title.count("<br>") + 1) + 8


def text_px(texts: Sequence[str], *, least: int = 0) -> int:
    """Width in px that the longest line of these texts needs at 12 px; ``<br>`` parts lines."""
    longest = max((len(line) for text in texts for line in text.split("<br>")), default=0)
    return max(least, math.ceil(longest * CHAR_PX) + 8)


def add_reference_lines(
    figure: go.Figure, marks: Sequence[ReferenceMark], look: Look, *, span: Sequence[float]
) -> int:
    """Draw a vertical line for each mark with its words above the plot; return the px they need on top.

    Words stand on the side of the line where there is room, each in rows of its own, so they never overlap.
    """
    used = 0
    for i, mark in enumerate(m for m in marks if not is_missing(m.value)):
        text = wrap_plotly(mark_text(mark, look.row, look.lang), WRAP)
        share = (mark.value - span[0]) / ((span[1] - span[0]) or 1.0)
        figure.add_vline(
            x=mark.value,
            line={"color": look.t.muted, "width": 1, "dash": ("dash", "dot")[i % 2]},
            layer="below",
        )
        figure.add_annotation(
            x=mark.value, xref="x", y=1, yref="paper", yanchor="bottom", yshift=used, showarrow=False,
            xanchor="left" if share < 0.5 else "right", align="left" if share < 0.5 else "right",
            text=text, font={"size": 12, "color": look.t.muted},
        )  # fmt: skip
        used += LINE_PX * (text.count("<br>") + 1) + 4
    return used
