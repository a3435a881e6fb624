"""Moran's scatter, whose slope is I, and what chance makes of I."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.spatial import NOT_SIGNIFICANT, QUADRANTS
from views.charts.base import Chart, add_axis_title, code_data, new_figure, nice_ticks
from views.formatting import number
from views.i18n import translator
from views.markup import escape_plotly, short_place_name
from views.pattern_map import cluster_colours
from views.pattern_texts import area_rows, cluster_names, p_number, p_text

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.spatial import Moran
    from views.pattern_model import PatternsPage
    from views.theme import Tokens

PLOT_PX = 340
SYMBOLS = {"high_high": "circle", "low_low": "square", "high_low": "triangle-up", "low_high": "triangle-down"}
BINS = 30


def moran_scatter(page: PatternsPage) -> Chart:
    """Each tested area by its value and the mean of its neighbours, both as standard scores; the slope is Moran's I.

    Returns
    -------
    Chart
        Filled marks stand out with false discoveries held, open ones only at 0.05 taken alone, grey ones do not. The table has
        a row for every area of the city, tested or not.
    """
    lang, moran = page.selection.lang, page.moran
    _ = translator(lang)
    figure, t = new_figure(theme=page.theme, lang=lang, height=PLOT_PX)
    points = moran.scatter
    _add_points(figure, page, t)
    x = points["value_z"].to_numpy(dtype="float64")
    if moran.status == "ok":
        ends = np.array([x.min(), x.max()])
        figure.add_scatter(
            x=ends,
            y=moran.statistic * ends,
            mode="lines",
            line={"color": t.ink, "width": 1.5},
            hoverinfo="skip",
        )
    figure.add_hline(y=0, line={"color": t.hairline, "width": 1}, layer="below")
    figure.add_vline(x=0, line={"color": t.hairline, "width": 1}, layer="below")
    _name_quadrants(figure, lang, t)
    for axis, values in ((figure.update_xaxes, x), (figure.update_yaxes, points["lag_z"].to_numpy())):
        axis(**score_axis(values, lang))
    figure.add_annotation(
        text=_("Mean of the neighbours, in standard deviations ↑"), x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom",
        showarrow=False, yshift=6, font={"size": 12, "color": t.muted},
    )  # fmt: skip
    below = add_axis_title(figure, _("Value of the area, in standard deviations →"), t)
    figure.update_layout(height=PLOT_PX + below + 26, margin={"b": below, "t": 30})
    codes = tuple(str(code) for code in page.pattern.values.sort_values(ascending=False, kind="stable").index)
    alt = _("Moran scatter of {n} areas: value against the mean of the neighbours, slope {i}.").format(
        n=number(moran.n, 0, lang), i=number(moran.statistic, 2, lang)
    )
    return Chart(figure, alt, area_rows(page, codes), codes=codes)


def _add_points(figure: go.Figure, page: PatternsPage, t: Tokens) -> None:
    lang, frame = page.selection.lang, page.local.frame
    colours, names = cluster_colours(page.theme), cluster_names(lang)
    points = page.moran.scatter
    hover = area_rows(page, [str(code) for code in points.index]).set_index(points.index)
    quadrant = frame["quadrant"].reindex(points.index)
    for name in QUADRANTS:
        mine = points[quadrant == name]
        if not len(mine):
            continue
        rows = frame.loc[mine.index]
        sure, alone = rows["cluster_fdr"] != NOT_SIGNIFICANT, rows["cluster"] != NOT_SIGNIFICANT
        fill = np.where(sure, colours[name], np.where(alone, t.paper, colours[NOT_SIGNIFICANT]))
        edge = np.where(sure | alone, np.where(sure, t.ink, colours[name]), t.faint)
        figure.add_scatter(
            x=mine["value_z"], y=mine["lag_z"], mode="markers", name=names[name], cliponaxis=False, hoverinfo="text",
            hovertext=["<br>".join([f"<b>{escape_plotly(cells.iloc[0])}</b>", *(
                f"{escape_plotly(str(head))}: {escape_plotly(str(cell))}" for head, cell in cells.iloc[1:].items()
            )]) for _code, cells in hover.loc[mine.index].iterrows()],
            marker={"symbol": SYMBOLS[name], "size": np.where(sure, 11, np.where(alone, 9, 7)).tolist(), "color": fill.tolist(),
                    "line": {"color": edge.tolist(), "width": np.where(sure, 0.8, np.where(alone, 2, 1)).tolist()}},
            customdata=code_data(mine.index),
        )  # fmt: skip
    rest = points[quadrant.isna() & points["value_z"].notna()]
    if len(rest):
        figure.add_scatter(
            x=rest["value_z"], y=rest["lag_z"], mode="markers", marker={"symbol": "cross-thin-open", "size": 8, "color": t.faint},
            hoverinfo="text", hovertext=[escape_plotly(short_place_name(page.names[str(code)])) for code in rest.index],
            customdata=code_data(rest.index),
        )  # fmt: skip


def _name_quadrants(figure: go.Figure, lang: str, t: Tokens) -> None:
    names = cluster_names(lang)
    corners = {"high_high": (1, 1), "low_high": (0, 1), "high_low": (1, 0), "low_low": (0, 0)}
    for name, (x, y) in corners.items():
        figure.add_annotation(
            text=escape_plotly(names[name]), x=x, y=y, xref="paper", yref="paper", showarrow=False, xanchor="right" if x else "left",
            yanchor="top" if y else "bottom", font={"size": 12, "color": t.muted}, xshift=-4 if x else 4, yshift=-2 if y else 2,
        )  # fmt: skip


def score_axis(values: np.ndarray, lang: str) -> dict[str, object]:
    """Settings of an axis of standard scores: zero is always on it."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 1.0)
    air = max(high - low, 0.5) * 0.12
    low, high = min(low, 0.0) - air, max(high, 0.0) + air
    ticks = nice_ticks(low, high, count=5)
    decimals = 0 if all(float(tick).is_integer() for tick in ticks) else 1
    return {
        "range": [low, high],
        "tickvals": ticks,
        "ticktext": [number(tick, decimals, lang) for tick in ticks],
        "tickangle": 0,
    }


def chance_histogram(moran: Moran, *, lang: str, theme: str) -> Chart:
    """Moran's I of every random order, and where the real one stands among them.

    Returns
    -------
    Chart
        The table holds the numbers of the test.
    """
    _ = translator(lang)
    figure, t = new_figure(theme=theme, lang=lang, height=PLOT_PX)
    low = float(min(moran.permuted.min(), moran.statistic))
    high = float(max(moran.permuted.max(), moran.statistic))
    counts, edges = np.histogram(moran.permuted, bins=BINS)
    width = edges[1] - edges[0]
    figure.add_bar(
        x=(edges[:-1] + edges[1:]) / 2, y=counts, width=width * 0.94, marker={"color": t.faint, "line": {"width": 0}},
        hoverinfo="text",
        hovertext=[
            escape_plotly(f"{number(a, 2, lang)} – {number(b, 2, lang)}: {number(n, 0, lang)}")
            for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)
        ],
    )  # fmt: skip
    figure.add_vline(x=moran.statistic, line={"color": t.accent, "width": 2.5})
    share = (moran.statistic - low) / ((high - low) or 1.0)
    figure.add_annotation(
        x=moran.statistic, y=1, yref="paper", yanchor="bottom", yshift=4, showarrow=False, xanchor="left" if share < 0.5 else "right",
        text=escape_plotly(_("the real map: {i}").format(i=number(moran.statistic, 2, lang))), font={"size": 12, "color": t.accent},
    )  # fmt: skip
    air = (high - low) * 0.06
    ticks = nice_ticks(low - air, high + air, count=5)
    decimals = 1 if all(abs(tick * 10 - round(tick * 10)) < 1e-9 for tick in ticks) else 2
    figure.update_xaxes(
        range=[low - air, high + air], tickvals=ticks, ticktext=[number(tick, decimals, lang) for tick in ticks],
        tickangle=0, showgrid=False,
    )  # fmt: skip
    heights = [tick for tick in nice_ticks(0, float(counts.max()), count=4) if float(tick).is_integer()]
    figure.update_yaxes(tickvals=heights, ticktext=[number(tick, 0, lang) for tick in heights])
    text = _("Moran’s I of {n} random orders of the same values")
    below = add_axis_title(figure, text.format(n=number(moran.permutations, 0, lang)), t)
    figure.update_layout(height=PLOT_PX + below + 26, margin={"b": below, "t": 30}, bargap=0)
    return Chart(figure, _alt(moran, lang), tested_table(moran, lang))


def _alt(moran: Moran, lang: str) -> str:
    _ = translator(lang)
    return _("Random orders give a Moran’s I between {low} and {high}; the real map has {i} ({p}).").format(
        low=number(float(moran.permuted.min()), 2, lang), high=number(float(moran.permuted.max()), 2, lang),
        i=number(moran.statistic, 2, lang), p=p_text(moran.p, lang),
    )  # fmt: skip


def tested_table(moran: Moran, lang: str) -> pd.DataFrame:
    """The numbers of the global test."""
    _ = translator(lang)
    rows = {
        _("Moran’s I"): number(moran.statistic, 3, lang),
        _("Mean over all random orders"): number(moran.expected, 3, lang),
        _("Standard deviation over random orders"): number(moran.sd, 3, lang),
        _("Standard score"): number(moran.z, 2, lang),
        _(
            "Lowest and highest of the random orders"
        ): f"{number(float(moran.permuted.min()), 3, lang)} … {number(float(moran.permuted.max()), 3, lang)}",
        _("p, two-sided"): p_number(moran.p, lang),
        _("Random orders"): number(moran.permutations, 0, lang),
        _("Areas"): number(moran.n, 0, lang),
        _("Seed"): str(moran.seed),
    }
    return pd.DataFrame({_("Test of the whole map"): list(rows), _("Value"): list(rows.values())})
