"""Correlations of indicators as a square of shades, each with its number in the table."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import TICK_PX, Chart, new_figure
from views.formatting import number
from views.i18n import translator
from views.markup import escape_plotly
from views.theme import diverging

if TYPE_CHECKING:
    from collections.abc import Mapping

CELL_PX = 26
TOLD = 0.7
"""From this size on a correlation is told in the text of the chart."""


def correlation_map(table: pd.DataFrame, *, names: Mapping[str, str], lang: str, theme: str) -> Chart:
    """Draw a cell a pair, darker the stronger, in one colour where they rise together and in another where not.

    Parameters
    ----------
    table
        Indicators by indicators, -1 to 1, NaN for unknown; from `analytics.screening.correlations`.
    names
        Indicator -> name.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has a row a pair, the strongest first.
    """
    _ = translator(lang)
    said = [names[str(name)] for name in table.columns]
    numbers = [str(k) for k in range(1, len(said) + 1)]
    figure, t = new_figure(theme=theme, lang=lang, height=CELL_PX * len(said) + TICK_PX + 20)
    colours = diverging(4, 4, theme)
    scale = [(k / (len(colours) - 1), colour) for k, colour in enumerate(colours)]
    values = table.to_numpy(dtype="float64")
    hover = [
        [f"{escape_plotly(a)} · {escape_plotly(b)}: {_text(values[i, j], lang)}" for j, b in enumerate(said)]
        for i, a in enumerate(said)
    ]
    figure.add_heatmap(
        z=values, x=numbers, y=[f"{k} {escape_plotly(name)}" for k, name in zip(numbers, said, strict=True)], zmin=-1, zmax=1,
        colorscale=scale, showscale=False, xgap=1, ygap=1, hoverinfo="text", hovertext=hover,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, tickfont={"color": t.ink, "size": 12})
    figure.update_xaxes(showgrid=False, tickangle=0, side="bottom", type="category")
    pairs = [
        (a, b, float(values[i, j]))
        for (i, a), (j, b) in combinations(enumerate(said), 2)
        if not pd.isna(values[i, j])
    ]
    pairs.sort(key=lambda pair: -abs(pair[2]))
    rows = pd.DataFrame(
        [(f"{a} · {b}", number(r, 2, lang)) for a, b, r in pairs],
        columns=[_("Pair"), _("Correlation (Pearson)")],
    )
    strong = [f"{a} · {b} {number(r, 2, lang)}" for a, b, r in pairs if abs(r) >= TOLD]
    alt = _("Correlations of {n} indicators over all regencies and cities.").format(
        n=number(len(said), 0, lang)
    )
    return Chart(figure, " ".join([alt, "; ".join(strong)]).strip(), rows)


def _text(value: float, lang: str) -> str:
    _ = translator(lang)
    return _("no data") if pd.isna(value) else number(value, 2, lang)
