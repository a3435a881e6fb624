"""Ranks of an index as bands: the chosen places row by row, and all places of the country in one figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from views.charts.base import (
    PLACEHOLDER_PX,
    Chart,
    add_axis_title,
    code_data,
    marker_line_px,
    new_figure,
    nice_ticks,
)
from views.formatting import number
from views.i18n import translator
from views.markup import escape_plotly, wrap_plotly
from views.theme import city_styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

    from analytics.uncertainty import RankUncertainty
    from views.theme import Tokens

ROW_PX = 44
LABEL_WRAP = 26
FIELD_PX = 300


def rank_bands(
    found: RankUncertainty, codes: Sequence[str], *, names: Mapping[str, str], lang: str, theme: str
) -> Chart:
    """Draw the 5 to 95 % band of each place's rank, with its median and its rank with the choices as they stand.

    Parameters
    ----------
    found
        Ranks over the draws.
    codes
        Places from top to bottom; one that is not ranked has a row that says so.
    names
        Code -> name.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has a row a place: score, rank as it stands, median and band.
    """
    _ = translator(lang)
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    ranks = found.ranks.loc[list(codes)].to_dict("index")
    _add_rows(figure, found, codes, names, lang, t)
    ticks = _rank_ticks(found.n)
    figure.update_xaxes(
        range=[0.5 - found.n * 0.01, found.n + 0.5 + found.n * 0.01], tickvals=ticks,
        ticktext=[number(tick, 0, lang) for tick in ticks], tickangle=0,
    )  # fmt: skip
    figure.update_yaxes(
        range=[len(codes) - 0.5, -0.5], tickvals=list(range(len(codes))), showgrid=False,
        ticktext=[_label(names[code], ranks[code], lang) for code in codes], tickfont={"color": t.ink, "size": 12},
    )  # fmt: skip
    text = _(
        "Rank among {n} places, 1 = highest score. Bar: 90 of 100 draws; mark: median; line: the weights as chosen."
    )
    below = add_axis_title(figure, text.format(n=number(found.n, 0, lang)), t)
    figure.update_layout(height=max(len(codes), 1) * ROW_PX + below + 8, margin={"b": below})
    table = bands_table(found, codes, names, lang)
    alt = " ".join(
        _("{place}: {text}.").format(place=names[code], text=_row_text(ranks[code], found.n, lang))
        for code in codes
    )
    return Chart(figure, alt, table, codes=tuple(codes))


def _add_rows(
    figure: go.Figure,
    found: RankUncertainty,
    codes: Sequence[str],
    names: Mapping[str, str],
    lang: str,
    t: Tokens,
) -> None:
    """Bands, ticks and medians, each kind in one trace: a trace a place takes a browser several times as long."""
    _ = translator(lang)
    ranks, styles = found.ranks.loc[list(codes)].to_dict("index"), city_styles(codes)
    rows = {code: row for row, code in enumerate(codes) if not pd.isna(ranks[code]["score"])}
    y, colours = list(rows.values()), [styles[code].colour for code in rows]
    low, high, median, stands = (
        [float(ranks[code][side]) for code in rows] for side in ("low", "high", "median", "rank")
    )
    figure.add_bar(
        x=[b - a + 1 for a, b in zip(low, high, strict=True)], base=[a - 0.5 for a in low], y=y, orientation="h", width=0.28,
        marker={"color": colours, "line": {"width": 0}}, opacity=0.4, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=stands, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"symbol": "line-ns", "size": 20, "line": {"color": t.ink, "width": 2}},
    )  # fmt: skip
    symbols = [styles[code].symbol for code in rows]
    figure.add_scatter(
        x=median, y=y, mode="markers", cliponaxis=False, hoverinfo="text", customdata=code_data(rows),
        hovertext=[_hover(names[code], ranks[code], found.n, lang) for code in rows],
        marker={"color": colours, "symbol": symbols, "size": 12,
                "line": {"color": t.ink, "width": [marker_line_px(symbol) for symbol in symbols]}},
    )  # fmt: skip
    for row, code in enumerate(codes):
        if code not in rows:
            figure.add_annotation(
                x=0.01, xref="paper", y=row, xanchor="left", showarrow=False, text=_("not ranked"), font={"size": 12, "color": t.muted},
            )  # fmt: skip


def _hover(name: str, place: Mapping[Any, Any], n: int, lang: str) -> str:
    return f"<b>{escape_plotly(name)}</b><br>{escape_plotly(_row_text(place, n, lang))}"


def _rank_ticks(n: int) -> list[int]:
    """Round ranks between the first and the last, which both stand."""
    return sorted({1, *(int(tick) for tick in nice_ticks(1, n, count=5) if 1 < tick < n * 0.93), n})


def _label(name: str, place: Mapping[Any, Any], lang: str) -> str:
    text = wrap_plotly(name, LABEL_WRAP)
    if pd.isna(place["score"]):
        return text
    return f'{text}<br><span style="font-size:12px">{_band(place, lang)}</span>'


def _band(place: Mapping[Any, Any], lang: str) -> str:
    low, high = number(place["low"], 0, lang), number(place["high"], 0, lang)
    return low if low == high else f"{low}–{high}"


def _row_text(place: Mapping[Any, Any], n: int, lang: str) -> str:
    _ = translator(lang)
    if pd.isna(place["score"]):
        return _("not ranked")
    return _("rank {band} of {n} in 90 of 100 draws, median {median}, with the weights as chosen {rank}").format(
        band=_band(place, lang), n=number(n, 0, lang), median=number(place["median"], int(place["median"] % 1 > 0), lang),
        rank=number(place["rank"], 0, lang),
    )  # fmt: skip


def bands_table(
    found: RankUncertainty, codes: Sequence[str], names: Mapping[str, str], lang: str
) -> pd.DataFrame:
    """The numbers of the bands as texts."""
    _ = translator(lang)
    ranks = found.ranks.loc[list(codes)]
    nothing = _("not ranked")

    def told(column: str, decimals: int) -> list[str]:
        return [nothing if pd.isna(value) else number(value, decimals, lang) for value in ranks[column]]

    return pd.DataFrame(
        {
            _("Place"): [names[code] for code in codes],
            _("Score (0–100)"): told("score", 1),
            _("Rank as it stands"): told("rank", 0),
            _("Median rank"): told("median", 1),
            _("Rank band, 5–95%"): [
                nothing if pd.isna(place["score"]) else _band(place, lang)
                for _code, place in ranks.iterrows()
            ],
        }
    )


def field_bands(
    found: RankUncertainty, codes: Sequence[str], *, names: Mapping[str, str], lang: str, theme: str
) -> Chart:
    """Draw the rank band of every place that has a score, in the order of the medians; the chosen ones in colour.

    Parameters
    ----------
    found, codes, names, lang, theme
        As in `rank_bands`.

    Returns
    -------
    Chart
        The table says how wide the bands are.
    """
    _ = translator(lang)
    figure, t = new_figure(theme=theme, lang=lang, height=FIELD_PX)
    ranks = found.ranks.dropna(subset=["score"]).sort_values(["median", "low"], kind="stable")
    low, high = (ranks[side].to_numpy(dtype="float64") for side in ("low", "high"))
    at = np.arange(1, len(ranks) + 1, dtype="float64")
    figure.add_scatter(
        x=np.column_stack([at, at, np.full(len(at), np.nan)]).ravel(),
        y=np.column_stack([low, high, np.full(len(at), np.nan)]).ravel(),
        mode="lines", line={"color": t.context_line, "width": 1}, hoverinfo="skip", connectgaps=False,
    )  # fmt: skip
    figure.add_scatter(
        x=at, y=ranks["median"].to_numpy(dtype="float64"), mode="lines", line={"color": t.muted, "width": 1}, hoverinfo="skip",
    )  # fmt: skip
    styles = city_styles(codes)
    for code in [code for code in codes if code in ranks.index]:
        place, x, style = ranks.loc[code], float(ranks.index.get_loc(code)) + 1, styles[code]
        figure.add_scatter(
            x=[x, x], y=[float(place["low"]), float(place["high"])], mode="lines", line={"color": style.colour, "width": 3},
            hoverinfo="skip", customdata=code_data([code] * 2),
        )  # fmt: skip
        figure.add_scatter(
            x=[x], y=[float(place["median"])], mode="markers", hoverinfo="text", customdata=code_data([code]),
            hovertext=_hover(names[code], place, found.n, lang),
            marker={"color": style.colour, "symbol": style.symbol, "size": 10, "line": {"color": t.ink, "width": marker_line_px(style.symbol)}},
        )  # fmt: skip
    ticks = _rank_ticks(found.n)
    figure.update_yaxes(
        range=[found.n + 1, 0], tickvals=ticks, ticktext=[number(tick, 0, lang) for tick in ticks]
    )
    figure.update_xaxes(range=[0, len(ranks) + 1], showticklabels=False, showgrid=False)
    below = add_axis_title(figure, _("Every place with a score, in the order of its median rank"), t)
    figure.update_layout(height=FIELD_PX + below, margin={"b": below})
    width = pd.Series(high - low + 1)
    table = pd.DataFrame(
        {
            _("Bands of all places"): [_("Places with a score"), _("Ranks in the middle band"), _("Ranks in the widest band")],
            _("Number"): [number(value, 0, lang) for value in (len(ranks), width.median(), width.max())] if len(ranks) else ["0", "", ""],
        }
    )  # fmt: skip
    alt = _("Rank bands of {n} places; half of them fill at least {middle} ranks, the widest {widest}.").format(
        n=number(len(ranks), 0, lang), middle=number(width.median() if len(ranks) else 0, 0, lang),
        widest=number(width.max() if len(ranks) else 0, 0, lang),
    )  # fmt: skip
    return Chart(figure, alt, table)
