"""What each part of an index adds to the score of each place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import (
    LINE_PX,
    PLACEHOLDER_PX,
    Chart,
    add_axis_title,
    code_data,
    new_figure,
    nice_ticks,
)
from views.formatting import Absence, number, share_text
from views.i18n import translator
from views.markup import escape_plotly, wrap_plotly

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROW_PX = 44
LABEL_WRAP = 26
_HAIR = 1e-9


def contribution_bars(
    groups: pd.DataFrame,
    scored: pd.DataFrame,
    base: float,
    *,
    part_names: Mapping[str, str],
    names: Mapping[str, str],
    colours: Sequence[str],
    lang: str,
    theme: str,
) -> Chart:
    """Draw what each group adds to the score of each place, as bars that add up to it.

    Parameters
    ----------
    groups
        Index code in the order of the rows; columns groups, points of 100; they add up to ``score - base``.
    scored
        ``score, low, high, coverage`` of the same places (points of 100 and 0 to 1), NaN where there is no score; see
        `analytics.composite.CompositeResult.table`.
    base
        0 (points gained) or 100 (points lost).
    part_names, names
        Names of groups and of places.
    colours
        One a group.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has a row a place: the points of each group, the score, what missing figures leave open and the coverage.
    """
    _ = translator(lang)
    scores = scored["score"]
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    rows = list(groups.index)
    for part, colour in zip(groups.columns, colours, strict=True):
        points = groups[part].astype("float64")
        figure.add_bar(
            x=list(points.where(scores.notna())), y=list(range(len(rows))),
            orientation="h", name=escape_plotly(part_names[part]), marker={"color": colour, "line": {"color": t.paper, "width": 1}},
            customdata=code_data(rows), width=0.62,
            hovertext=[f"<b>{escape_plotly(names[code])}</b><br>{escape_plotly(part_names[part])}: {number(value, 1, lang)}"
                       for code, value in points.items()], hoverinfo="text",
        )  # fmt: skip
    figure.update_layout(
        barmode="relative", showlegend=True, legend={"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0}
    )
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), showgrid=False, tickfont={"color": t.ink, "size": 12},
        ticktext=[
            f'{wrap_plotly(names[code], LABEL_WRAP)}<br><span style="font-size:12px">{_score_text(scored.loc[code], lang)}</span>'
            for code in rows
        ],
    )  # fmt: skip
    totals = groups.where(scores.notna()).sum(axis=1)
    low, high = min(float(totals.min()), 0.0), max(float(totals.max()), 0.0)
    ticks = nice_ticks(low, high, count=5)
    figure.update_xaxes(
        range=[low * 1.03, high * 1.03 or float(low == 0)], tickvals=ticks, ticktext=[number(tick, 0, lang) for tick in ticks], tickangle=0,
    )  # fmt: skip
    text = (
        _("Points of 100 that each part adds; they add up to the score.")
        if base == 0
        else _("Points that each part takes from 100; what is left is the score.")
    )
    below = add_axis_title(figure, text, t)
    top = LINE_PX * (len(groups.columns) // 2 + 1) + 24
    figure.update_layout(height=max(len(rows), 1) * ROW_PX + below + top, margin={"b": below, "t": top})
    nothing = Absence.NO_DATA.text(lang)
    table = pd.DataFrame(
        {
            _("Place"): [names[code] for code in rows],
            **{
                part_names[part]: [
                    nothing if pd.isna(v) else number(v, 1, lang) for v in groups[part].where(scores.notna())
                ]
                for part in groups.columns
            },
            _("Score (0–100)"): [nothing if pd.isna(v) else number(v, 1, lang) for v in scores],
            _("With missing figures"): [_span(place, lang) or nothing for _code, place in scored.iterrows()],
            _("Coverage"): [share_text(value, lang) for value in scored["coverage"]],
        }
    )
    return Chart(figure, text, table, codes=tuple(rows))


def _score_text(place: pd.Series, lang: str) -> str:
    """The score, and between which values it may lie where figures are missing; with what part of the weight is known."""
    _ = translator(lang)
    if pd.isna(place["score"]):
        return escape_plotly(_("no score"))
    score = number(place["score"], 1, lang)
    if place["high"] - place["low"] < _HAIR:
        return score
    return f"{score} ({_span(place, lang)}) · {share_text(place['coverage'], lang)}"


def _span(place: pd.Series, lang: str) -> str:
    if pd.isna(place["score"]):
        return ""
    low, high = number(place["low"], 1, lang), number(place["high"], 1, lang)
    return low if low == high else f"{low}–{high}"
