"""Moran's scatter of two indicators: the first one in an area against the second one around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from views.charts.base import Chart, add_axis_title, code_data, new_figure
from views.charts.moran import PLOT_PX, score_axis
from views.columns import bare_text
from views.figures import catalogue_row
from views.formatting import number
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name, wrap_plotly
from views.pattern_pair import Pair, pair_table

if TYPE_CHECKING:
    from views.pattern_model import PatternsPage

TITLE_WRAP = 46


def pair_scatter(page: PatternsPage, pair: Pair) -> Chart:
    """Each tested area: standard score of the first indicator, and mean standard score of the second one of its neighbours.

    Parameters
    ----------
    page
        The page, with a second indicator.
    pair
        Both variables, tested (``pair.moran.status`` is ``ok``).

    Returns
    -------
    Chart
        The slope of the line is the bivariate Moran's I. The table has both figures of every area.
    """
    lang, moran = page.selection.lang, pair.moran
    _ = translator(lang)
    figure, t = new_figure(theme=page.theme, lang=lang, height=PLOT_PX)
    first, second = page.figure.row, catalogue_row(page.store, page.selection.second)
    x, y = (moran.scatter[name].to_numpy(dtype="float64") for name in ("value_z", "lag_z"))
    marked = (
        (pair.local.frame["cluster_fdr"] != "not_significant")
        .reindex(moran.scatter.index)
        .to_numpy(dtype=bool)
    )
    hover = [
        f"<b>{escape_plotly(short_place_name(page.names[str(code)]))}</b><br>"
        + "<br>".join(
            escape_plotly(f"{pick(row, 'short', lang)}: {bare_text(values[code], row, lang)}")
            for row, values in ((first, page.pattern.values), (second, pair.around))
        )
        for code in moran.scatter.index
    ]
    figure.add_hline(y=0, line={"color": t.hairline, "width": 1}, layer="below")
    figure.add_vline(x=0, line={"color": t.hairline, "width": 1}, layer="below")
    figure.add_scatter(
        x=x, y=y, mode="markers", cliponaxis=False, hoverinfo="text", hovertext=hover, customdata=code_data(moran.scatter.index),
        marker={"size": np.where(marked, 10, 7).tolist(), "color": np.where(marked, t.accent, t.faint).tolist(),
                "line": {"color": np.where(marked, t.ink, t.faint).tolist(), "width": 1}},
    )  # fmt: skip
    ends = np.array([x.min(), x.max()])
    figure.add_scatter(
        x=ends, y=moran.statistic * ends, mode="lines", line={"color": t.ink, "width": 1.5}, hoverinfo="skip"
    )
    figure.update_xaxes(**score_axis(x, lang))
    figure.update_yaxes(**score_axis(y, lang))
    above = _("{second} around it, in standard deviations ↑").format(second=pick(second, "short", lang))
    figure.add_annotation(
        text=wrap_plotly(above, TITLE_WRAP), x=0, xref="paper", y=1, yref="paper", xanchor="left", yanchor="bottom",
        align="left", showarrow=False, yshift=6, font={"size": 12, "color": t.muted},
    )  # fmt: skip
    title = _("{first} of the area, in standard deviations →").format(first=pick(first, "short", lang))
    below = add_axis_title(figure, title, t)
    figure.update_layout(height=PLOT_PX + below + 44, margin={"b": below, "t": 48})
    alt = _("Moran scatter of two indicators in {n} areas, slope {i}.").format(
        n=number(moran.n, 0, lang), i=number(moran.statistic, 2, lang)
    )
    table, codes = pair_table(page, pair)
    return Chart(figure, alt, table, codes=tuple(codes))
