"""Lorenz curve of a city's areas; spread between places by year; growth over the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.inequality import lorenz_curve
from views.charts.base import (
    NARROW_PX,
    TITLE_WRAP,
    Chart,
    add_axis_title,
    code_data,
    marker_line_px,
    new_figure,
    nice_ticks,
    text_px,
    tick_texts,
)
from views.charts.lines import year_axis
from views.columns import bare_text, column_heading
from views.convergence_model import per_doubling
from views.formatting import axis_title, number, share_text
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name, wrap_plotly
from views.pattern_inequality import Inside
from views.theme import city_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    import plotly.graph_objects as go

    from views.convergence_model import Convergence
    from views.pattern_model import PatternsPage
    from views.theme import Tokens

PLOT_PX = 320


def lorenz(page: PatternsPage, found: Inside) -> Chart:
    """Lorenz curve: what the areas with the lowest values have of the whole; the straight line is equality."""
    lang, row = page.selection.lang, page.figure.row
    _ = translator(lang)
    figure, t = new_figure(theme=page.theme, lang=lang, height=PLOT_PX)
    points = lorenz_curve(page.pattern.values, found.weights)
    names = [short_place_name(page.names[str(code)]) for code in points.index]
    x, y = points["weight_share"].to_numpy(), points["value_share"].to_numpy()
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", line={"color": t.faint, "width": 1, "dash": "dot"}, hoverinfo="skip"
    )
    figure.add_scatter(x=[0, *x], y=[0, *y], mode="lines", line={"color": t.accent, "width": 2}, hoverinfo="skip",
                       fill="tonexty", fillcolor=t.accent_soft)  # fmt: skip
    figure.add_scatter(
        x=x, y=y, mode="markers", marker={"size": 5, "color": t.accent}, hoverinfo="text", customdata=code_data(points.index),
        hovertext=[f"<b>{escape_plotly(name)}</b><br>{escape_plotly(share_text(a, lang))} → {escape_plotly(share_text(b, lang))}"
                   for name, a, b in zip(names, x, y, strict=True)],
    )  # fmt: skip
    shares = [0, 0.25, 0.5, 0.75, 1]
    for axis in (figure.update_xaxes, figure.update_yaxes):
        axis(
            range=[0, 1.01],
            tickvals=shares,
            ticktext=[share_text(share, lang) for share in shares],
            tickangle=0,
        )
    below = add_axis_title(figure, _("Share of the weight, areas with the lowest values first →"), t)
    _above(figure, _("Share of the whole ↑"), t)
    figure.update_layout(height=PLOT_PX + below + 26, margin={"b": below, "t": 30})
    table = pd.DataFrame(
        {
            _("Place"): names,
            column_heading(row, lang): [
                bare_text(page.pattern.values[code], row, lang) for code in points.index
            ],
            _("Share of the weight so far"): [share_text(share, lang, decimals=1) for share in x],
            _("Share of the whole so far"): [share_text(share, lang, decimals=1) for share in y],
        }
    )
    alt = _("Lorenz curve of {n} areas, Gini coefficient {gini}.").format(
        n=number(len(points), 0, lang), gini=number(found.gini.value, 2, lang)
    )
    return Chart(figure, alt, table, codes=tuple(str(code) for code in points.index))


def sigma_chart(found: Convergence, *, lang: str, theme: str) -> Chart:
    """Spread between places by year; no line crosses a break of the series."""
    _ = translator(lang)
    figure, t = new_figure(theme=theme, lang=lang, height=PLOT_PX)
    assert found.sigma is not None
    table = found.sigma.table
    for _part, rows in table.groupby("part"):
        figure.add_scatter(
            x=list(rows.index), y=rows["sd_log"], mode="lines+markers", line={"color": t.accent, "width": 2.2}, marker={"size": 6},
            hoverinfo="text", hovertext=[f"{year}: {number(value, 3, lang)}" for year, value in rows["sd_log"].items()],
        )  # fmt: skip
    for year in found.broken:
        figure.add_vline(x=year - 0.5, line={"color": t.hairline, "width": 1})
    top = float(table["sd_log"].max()) * 1.15 or 1.0
    ticks = nice_ticks(0, top, count=4)
    figure.update_yaxes(range=[0, top], tickvals=ticks, ticktext=[number(tick, 2, lang) for tick in ticks])
    figure.update_xaxes(showgrid=False, **year_axis([int(year) for year in table.index]))
    _above(figure, _("Spread between places (standard deviation of the logarithm) ↑"), t)
    figure.update_layout(height=PLOT_PX + 72, margin={"t": 46, "b": 28})
    shown = pd.DataFrame(
        {
            _("Year"): [str(year) for year in table.index],
            _("Standard deviation of the logarithm"): [number(value, 3, lang) for value in table["sd_log"]],
            _("Coefficient of variation"): [share_text(value, lang, decimals=1) for value in table["cv"]],
        }
    )
    alt = _("Spread between {n} regencies and cities: {first} in {a}, {last} in {b}.").format(
        n=number(found.sigma.n, 0, lang), first=number(table["sd_log"].iloc[0], 2, lang), a=table.index[0],
        last=number(table["sd_log"].iloc[-1], 2, lang), b=table.index[-1],
    )  # fmt: skip
    return Chart(figure, alt, shown)


def beta_chart(found: Convergence, *, city: str, names: Mapping[str, str], lang: str, theme: str) -> Chart:
    """Yearly growth of each regency and city over its first value (logarithmic axis), with the line through them.

    Parameters
    ----------
    found
        With a ``beta`` whose status is ``ok``.
    city
        Code of the chosen city, whose marks are coloured.
    names
        Code -> name.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has the numbers of the line, not a row a place.
    """
    _ = translator(lang)
    figure, t = new_figure(theme=theme, lang=lang, height=PLOT_PX)
    beta = found.beta
    assert beta is not None
    points = beta.points
    mine = np.array([str(code) == city or str(code).startswith(f"{city}.") for code in points.index])
    style = city_style(city)
    for chosen, marker in (
        (~mine, {"size": 5, "color": t.faint, "opacity": 0.5}),
        (mine, {"size": 11, "color": style.colour, "symbol": style.symbol, "line": {"color": t.ink, "width": marker_line_px(style.symbol)}}),
    ):  # fmt: skip
        rows = points[chosen]
        figure.add_scatter(
            x=rows["log_first"], y=100 * rows["growth"], mode="markers", marker=marker, hoverinfo="text",
            hovertext=[f"<b>{escape_plotly(short_place_name(names[str(code)]))}</b><br>{number(100 * growth, 2, lang)}%" for code, growth in rows["growth"].items()],
        )  # fmt: skip
    ends = np.array([points["log_first"].min(), points["log_first"].max()])
    figure.add_scatter(
        x=ends,
        y=100 * (beta.intercept + beta.slope * ends),
        mode="lines",
        line={"color": t.ink, "width": 1.6},
        hoverinfo="skip",
    )
    figure.update_xaxes(**_log_axis(ends, found, lang))
    low, high = 100 * float(points["growth"].min()), 100 * float(points["growth"].max())
    ticks = nice_ticks(low, high, count=5)
    decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    figure.update_yaxes(tickvals=ticks, ticktext=[f"{number(tick, decimals, lang)}%" for tick in ticks])
    _above(figure, _("Growth a year ↑"), t)
    title = axis_title(found.row, lang, year=beta.first)
    below = add_axis_title(figure, f"{title} →", t)
    figure.update_layout(height=PLOT_PX + below + 26, margin={"b": below, "t": 30})
    alt = _(
        "Growth from {first} to {last} over the first value for {n} places; {slope} percentage points a year for a start twice as high."
    ).format(
        first=beta.first,
        last=beta.last,
        n=number(beta.n, 0, lang),
        slope=number(per_doubling(beta.slope), 2, lang),
    )
    return Chart(figure, alt, line_table(found, lang), caption=pick(found.row, "name", lang))


def line_table(found: Convergence, lang: str) -> pd.DataFrame:
    """The numbers of the line through growth."""
    _ = translator(lang)
    beta = found.beta
    assert beta is not None
    none = _("none")
    rows = {
        _("Growth that goes with a start twice as high (percentage points a year)"): number(
            per_doubling(beta.slope), 3, lang
        ),
        _(
            "95% interval"
        ): f"{number(per_doubling(beta.low), 3, lang)} … {number(per_doubling(beta.high), 3, lang)}",
        _("Share of the differences in growth that the line explains"): share_text(beta.r_squared, lang),
        _("Years until half of the distance is closed"): number(beta.half_life_years, 0, lang)
        if pd.notna(beta.half_life_years) and beta.verdict == "converging"
        else none,
        _("Places"): number(beta.n, 0, lang),
    }
    return pd.DataFrame({_("Line through growth"): list(rows), _("Value"): list(rows.values())})


def _log_axis(ends: np.ndarray, found: Convergence, lang: str) -> dict[str, object]:
    low, high = (float(np.exp(end)) for end in ends)
    steps = [m * 10.0**p for p in range(-4, 13) for m in (1, 2, 5) if low <= m * 10.0**p <= high]
    ticks = next(
        (few for skip in range(1, 9) if _room(few := steps[::skip], found, lang) <= NARROW_PX), steps[:1]
    )
    texts = [tick_texts([tick], found.row, lang)[0] for tick in ticks]
    air = 0.04 * (ends[1] - ends[0]) or 0.1
    return {
        "tickvals": [float(np.log(tick)) for tick in ticks],
        "ticktext": texts,
        "tickangle": 0,
        "range": [ends[0] - air, ends[1] + air],
    }


def _room(ticks: list[float], found: Convergence, lang: str) -> int:
    return sum(text_px([tick_texts([tick], found.row, lang)[0]]) + 10 for tick in ticks)


def _above(figure: go.Figure, text: str, t: Tokens) -> None:
    figure.add_annotation(
        text=wrap_plotly(text, TITLE_WRAP), x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom", showarrow=False,
        align="left", yshift=6, font={"size": 12, "color": t.muted},
    )  # fmt: skip
