"""Spark line: one place's series, small enough for a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import Chart, new_figure, with_columns
from views.charts.series import breaks_for, joined, pieces
from views.formatting import Row, axis_title, value_text, year_text
from views.i18n import pick, translator
from views.markup import escape_plotly
from views.theme import city_styles

if TYPE_CHECKING:
    from collections.abc import Sequence

SPARK_PX = 44


def spark_line(
    frame: pd.DataFrame,
    indicator_row: Row,
    *,
    lang: str,
    theme: str,
    code: str | None = None,
    codes: Sequence[str] = (),
) -> Chart:
    """Draw one place's series without axes, 44 px high; gaps stay open, a break is no line, the last point is marked.

    Parameters
    ----------
    frame
        ``year, value`` of one place.
    indicator_row
        The indicator's record in the catalogue, with its breaks.
    lang, theme
        "id" or "en"; "light" or "dark".
    code
        The place: its colour and the breaks that hold for it; None draws in the accent.
    codes
        All chosen places in order, which give a place that is no pilot its colour.
    """
    data = with_columns(frame, ("year", "value"))
    figure, t = new_figure(theme=theme, lang=lang, height=SPARK_PX)
    breaks = breaks_for(indicator_row, code, lang)
    parts = pieces(list(data["year"]), list(data["value"]), [b.year for b in breaks])
    colour = t.accent if code is None else city_styles([*codes, code])[code].colour
    x, y = joined(parts)
    hover = [
        "" if a is None else f"{a}: {value_text(b, indicator_row, lang)}" for a, b in zip(x, y, strict=True)
    ]
    # A year alone between two gaps makes no line: it gets a dot.
    alone = {int(part.index[0]) for part in parts if len(part) == 1}
    figure.add_scatter(
        x=x, y=y, mode="lines+markers", connectgaps=False, line={"color": colour, "width": 2},
        marker={"size": [5 if year in alone else 0 for year in x], "color": colour},
        hovertext=[escape_plotly(h) for h in hover], hoverinfo="text", cliponaxis=False,
    )  # fmt: skip
    if parts:
        figure.add_scatter(
            x=[int(parts[-1].index[-1])], y=[float(parts[-1].iloc[-1])], mode="markers", hoverinfo="skip",
            marker={"size": 7, "color": colour, "line": {"color": t.paper, "width": 1}}, cliponaxis=False,
        )  # fmt: skip
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(margin={"l": 4, "r": 6, "t": 6, "b": 6})
    return Chart(figure, _spark_alt(parts, indicator_row, lang), _series_table(parts, indicator_row, lang))


def _spark_alt(parts: Sequence[pd.Series], row: Row, lang: str) -> str:
    _ = translator(lang)
    name = pick(row, "name", lang)
    if not parts:
        return _("{name}: no data.").format(name=name)
    first, last = parts[0], parts[-1]
    if first.index[0] == last.index[-1]:
        value = value_text(last.iloc[-1], row, lang)
        return _("{name}: {value} in {year}.").format(name=name, value=value, year=last.index[-1])
    return _("{name} from {first} in {first_year} to {last} in {last_year}.").format(
        name=name,
        first=value_text(first.iloc[0], row, lang),
        first_year=first.index[0],
        last=value_text(last.iloc[-1], row, lang),
        last_year=last.index[-1],
    )


def _series_table(parts: Sequence[pd.Series], row: Row, lang: str) -> pd.DataFrame:
    _ = translator(lang)
    rows = [(year_text(y), value_text(v, row, lang)) for part in parts for y, v in part.items()]
    return pd.DataFrame(rows, columns=[_("Year"), axis_title(row, lang)])
