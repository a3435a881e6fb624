"""Strip of all places with the chosen ones marked: where they stand in the whole country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.classify import Classes
from views.charts.base import (
    LINE_PX,
    OPEN_PX,
    PLACEHOLDER_PX,
    WRAP,
    Chart,
    Look,
    add_axis_title,
    add_reference_lines,
    code_data,
    marker_line_px,
    new_figure,
    value_axis,
    with_columns,
)
from views.charts.swarm import label_order, swarm_offsets
from views.formatting import Row, axis_title, number, rank_text, value_text
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name
from views.reference import ReferenceMark
from views.theme import CityStyle, Tokens, city_styles

if TYPE_CHECKING:
    import plotly.graph_objects as go

# Dots are packed for a page of this width; on a narrower one they come to overlap a little.
WIDTH_PX = 720
DOT_PX = 7
# The swarm is not let grow taller; where very many values tie, its dots overlap instead.
TALLEST_PX = 180


def strip_plot(  # noqa: PLR0913 - options, each with its meaning
    frame: pd.DataFrame,
    indicator_row: Row,
    *,
    lang: str,
    theme: str,
    year: int | None = None,
    highlight: Sequence[str] = (),
    reference: Sequence[ReferenceMark] = (),
    classes: Classes | None = None,
    ranks: pd.DataFrame | None = None,
) -> Chart:
    """Draw every place as a dot along its value, the chosen ones in their colour, marker and with a label.

    Parameters
    ----------
    frame
        ``code, name, value``, one row a place (as a rule all 514); rows without a value are counted, not drawn.
    indicator_row
        The indicator's record in the catalogue.
    lang, theme
        "id" or "en"; "light" or "dark".
    year
        Year for the axis; None leaves it out.
    highlight
        Chosen codes in the order of choice; one without a value is named in the alt text and the table.
    reference
        Values to draw as vertical lines.
    classes
        Draw the inner class limits of the map as hairlines.
    ranks
        Index code, columns ``rank_low, rank_high, n`` (`analytics.ranks.rank_band`): written in hover text and table.

    Returns
    -------
    Chart
        Points carry their code in ``customdata`` and ``ids``; the table holds the chosen places only (the whole
        list is the catalogue's) and the ends of the strip.
    """
    data = with_columns(frame, ("code", "name", "value"))
    present = data[data["value"].notna()].sort_values(["value", "code"], ignore_index=True)
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    look = Look(indicator_row, lang, t)
    marked = [*present["value"], *(m.value for m in reference)]
    axis = value_axis(marked, indicator_row, lang, pad=0.02, room_px=OPEN_PX)
    low, high = axis["range"]
    y = swarm_offsets(
        (present["value"].to_numpy(dtype="float64") - low) / (high - low) * WIDTH_PX, size=DOT_PX
    )
    tall = float(np.abs(y).max(initial=0.0))
    present["y"] = y * min(1.0, TALLEST_PX / 2 / tall) if tall else y
    half = max(float(present["y"].abs().max()) if len(present) else 0.0, DOT_PX) + DOT_PX
    texts = _texts(data, indicator_row, ranks, lang)
    _add_all(figure, present, texts, t, chosen=set(highlight))
    part = present[present["code"].isin(set(highlight))].reset_index(drop=True)
    top = _add_chosen(figure, part, texts, city_styles(highlight), look, half=half, span=(low, high))
    for limit in classes.edges[1:-1] if classes else ():
        figure.add_vline(x=limit, line={"color": t.hairline, "width": 1}, layer="below")
    above = add_reference_lines(figure, reference, look, span=(low, high))
    below = add_axis_title(figure, axis_title(indicator_row, lang, year=year), t)
    figure.update_xaxes(**axis)
    figure.update_yaxes(range=[-half, top], visible=False)
    margin = {"t": above + 6, "b": below, "l": 16, "r": 16}
    figure.update_layout(height=round(half + top) + above + 6 + below, margin=margin)
    return Chart(
        figure, _alt(data, highlight, texts, indicator_row, lang), _table(data, highlight, texts, lang)
    )


def _texts(data: pd.DataFrame, row: Row, ranks: pd.DataFrame | None, lang: str) -> dict[str, str]:
    """Value, and rank band where known, of every place."""
    texts = {str(c): value_text(v, row, lang) for c, v in zip(data["code"], data["value"], strict=True)}
    if ranks is None:
        return texts
    bands = ranks.dropna(subset=["rank_low"])
    for code, low, high, n in zip(
        bands.index, bands["rank_low"], bands["rank_high"], bands["n"], strict=True
    ):
        if str(code) in texts:
            texts[str(code)] += ", " + rank_text(low, high, n, lang, direction=str(row["direction"]))
    return texts


def _add_all(
    figure: go.Figure, present: pd.DataFrame, texts: Mapping[str, str], t: Tokens, *, chosen: set[str]
) -> None:
    rest = present[~present["code"].isin(chosen)]
    figure.add_scatter(
        x=rest["value"], y=rest["y"], mode="markers", hoverinfo="text",
        hovertext=_hover(rest, texts),
        customdata=code_data(rest["code"]), ids=[str(c) for c in rest["code"]],
        marker={"size": DOT_PX - 1, "color": t.faint, "opacity": 0.55, "line": {"width": 0}},
        selected={"marker": {"color": t.accent, "opacity": 1}}, unselected={"marker": {"opacity": 0.45}},
    )  # fmt: skip


def _hover(part: pd.DataFrame, texts: Mapping[str, str]) -> list[str]:
    return [
        f"<b>{escape_plotly(name)}</b><br>{escape_plotly(texts[str(code)])}"
        for code, name in zip(part["code"], part["name"], strict=True)
    ]


def _add_chosen(
    figure: go.Figure,
    part: pd.DataFrame,
    texts: Mapping[str, str],
    styles: Mapping[str, CityStyle],
    look: Look,
    *,
    half: float,
    span: Sequence[float],
) -> float:
    """Draw the chosen dots, leaders and labels; return where in px above the axis the last label ends."""
    shares = [(float(v) - span[0]) / (span[1] - span[0]) for v in part["value"]]
    top = half
    for i in label_order(shares):
        place, left = part.iloc[i], shares[i] < 0.5
        label = _label(str(place["name"]), value_text(place["value"], look.row, look.lang))
        height = LINE_PX * (label.count("<br>") + 1) + 5
        figure.add_scatter(
            x=[place["value"]] * 2,
            y=[place["y"], top + height / 2],
            mode="lines",
            hoverinfo="skip",
            line={"color": styles[str(place["code"])].colour, "width": 1},
        )
        figure.add_annotation(
            x=place["value"],
            y=top + height / 2,
            showarrow=False,
            text=label,
            xanchor="left" if left else "right",
            align="left" if left else "right",
            xshift=4 if left else -4,
            font={"size": 12, "color": look.t.ink},
            bgcolor=look.t.paper,
            borderpad=1,
        )
        top += height
    # Dots last, so that no leader covers one.
    for i in range(len(part)):
        _add_dot(figure, part.iloc[i : i + 1], texts, styles[str(part["code"].iloc[i])], look.t)
    return top + 4


def _add_dot(
    figure: go.Figure, place: pd.DataFrame, texts: Mapping[str, str], style: CityStyle, t: Tokens
) -> None:
    figure.add_scatter(
        x=place["value"],
        y=place["y"],
        mode="markers",
        hoverinfo="text",
        hovertext=_hover(place, texts),
        customdata=code_data(place["code"]),
        ids=[str(c) for c in place["code"]],
        marker={
            "size": 13,
            "color": style.colour,
            "symbol": style.symbol,
            "line": {"color": t.ink, "width": marker_line_px(style.symbol)},
        },
    )


def _label(name: str, value: str) -> str:
    """Name and value in one line, or in two where one would run off a telephone."""
    short = short_place_name(name)
    mark = "<br>" if len(short) + len(value) > WRAP + 4 else " "
    return f"<b>{escape_plotly(short)}</b>{mark}{escape_plotly(value)}"


def _table(data: pd.DataFrame, highlight: Sequence[str], texts: Mapping[str, str], lang: str) -> pd.DataFrame:
    _ = translator(lang)
    present = data[data["value"].notna()].sort_values(["value", "code"])
    ends = [(_("Lowest"), present.head(1)), (_("Highest"), present.tail(1))]
    rows = [(str(r["name"]), texts[str(r["code"])]) for code in highlight for r in _records(data, code)]
    rows += [
        (f"{word}: {r['name']}", texts[str(r["code"])])
        for word, part in ends
        for r in part.to_dict("records")
    ]
    rows += [(_("Places without data"), number(int(data["value"].isna().sum()), 0, lang))]
    return pd.DataFrame(rows, columns=[_("Place"), _("Value")])


def _records(data: pd.DataFrame, code: str) -> list[dict[str, object]]:
    return [
        {str(k): v for k, v in record.items()} for record in data[data["code"] == code].to_dict("records")
    ]


def _alt(data: pd.DataFrame, highlight: Sequence[str], texts: Mapping[str, str], row: Row, lang: str) -> str:
    _ = translator(lang)
    name, values = pick(row, "name", lang), data["value"].dropna()
    if values.empty:
        return _("Strip of {name}: no data.").format(name=name)
    text = _("Strip of {name} for {n} places, from {low} to {high}.").format(
        name=name,
        n=number(len(values), 0, lang),
        low=value_text(values.min(), row, lang),
        high=value_text(values.max(), row, lang),
    )
    marked = [f"{r['name']}: {texts[code]}" for code in highlight for r in _records(data, code)]
    missing = int(data["value"].isna().sum())
    tail = [_("{n} places have no data.").format(n=number(missing, 0, lang))] if missing else []
    return " ".join(
        [text, *([_("Marked: {places}.").format(places="; ".join(marked))] if marked else []), *tail]
    )
