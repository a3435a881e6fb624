"""Rates of small populations: raw, and drawn towards the common rate, over the number of people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from views.charts.base import NARROW_PX, Chart, add_axis_title, code_data, new_figure, text_px, value_axis
from views.formatting import axis_title, big_number, number, value_text
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name, wrap_plotly
from views.pattern_rates import Smoothed, rate_table

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage

PLOT_PX = 340
TITLE_WRAP = 38


def smoothing_chart(page: PatternsPage, found: Smoothed) -> Chart:
    """Each area over the number of its people (logarithmic axis): open mark raw, filled mark smoothed, a line between them."""
    lang, row = page.selection.lang, page.figure.row
    _ = translator(lang)
    figure, t = new_figure(theme=page.theme, lang=lang, height=PLOT_PX)
    table = found.table
    x = np.log10(table["population"].to_numpy(dtype="float64"))
    raw, smooth = (table[name].to_numpy(dtype="float64") for name in ("raw_rate", "smoothed_rate"))
    gap = np.full(len(x), np.nan)
    figure.add_scatter(
        x=np.column_stack([x, x, gap]).ravel(), y=np.column_stack([raw, smooth, gap]).ravel(), mode="lines",
        line={"color": t.faint, "width": 1}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    hover = [
        f"<b>{escape_plotly(short_place_name(page.names[str(code)]))}</b><br>{escape_plotly(value_text(a, row, lang))} → {escape_plotly(value_text(b, row, lang))}"
        for code, a, b in zip(table.index, raw, smooth, strict=True)
    ]
    codes = code_data(table.index)
    for name, y, marker in (
        (_("raw"), raw, {"symbol": "circle-open", "size": 8, "color": t.muted}),
        (_("smoothed"), smooth, {"symbol": "circle", "size": 8, "color": t.accent}),
    ):
        figure.add_scatter(
            x=x,
            y=y,
            mode="markers",
            name=escape_plotly(name),
            marker=marker,
            hoverinfo="text",
            hovertext=hover,
            customdata=codes,
        )
    figure.update_yaxes(**value_axis([*raw, *smooth], row, lang, room_px=PLOT_PX))
    figure.update_xaxes(**_people_axis(x, lang))
    catalogue = page.store.catalogue().set_index("indicator")
    below = add_axis_title(figure, f"{pick(catalogue.loc[found.denominator], 'name', lang)} →", t)
    figure.add_annotation(
        text=wrap_plotly(axis_title(row, lang, year=page.figure.year), TITLE_WRAP), x=0, xref="paper", y=1, yref="paper", xanchor="left",
        yanchor="bottom", align="left", showarrow=False, yshift=30, font={"size": 12, "color": t.muted},
    )  # fmt: skip
    figure.update_layout(
        height=PLOT_PX + below + 72, margin={"b": below, "t": 76}, showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    )  # fmt: skip
    ordered = table.sort_values("population", kind="stable").index
    alt = _("Raw and smoothed rates of {n} areas over the number of people.").format(
        n=number(len(table), 0, lang)
    )
    return Chart(figure, alt, rate_table(page, found), codes=tuple(str(code) for code in ordered))


def _people_axis(x: np.ndarray, lang: str) -> dict[str, object]:
    low, high = float(x.min()), float(x.max())
    steps = [m * 10.0**p for p in range(10) for m in (1, 2, 5) if low <= np.log10(m * 10.0**p) <= high]
    for skip in range(1, 9):
        ticks = steps[::skip]
        texts = [big_number(tick, lang) for tick in ticks]
        if sum(text_px([text]) + 10 for text in texts) <= NARROW_PX:
            break
    air = 0.05 * (high - low) or 0.1
    return {
        "tickvals": [float(np.log10(tick)) for tick in ticks],
        "ticktext": texts,
        "tickangle": 0,
        "range": [low - air, high + air],
    }
