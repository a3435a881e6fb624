"""Rank bands over time: between which ranks each chosen place stood, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import Chart, code_data, new_figure, nice_ticks, with_columns
from views.charts.labels import End, add_end_labels, add_heading
from views.charts.lines import add_breaks, all_breaks, year_axis
from views.charts.series import breaks_for, joined, pieces
from views.formatting import Absence, Row, number, rank_note, rank_text, year_text
from views.i18n import pick, translator
from views.markup import escape_plotly
from views.theme import CityStyle, city_styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

PLOT_PX = 300
_LEAST_SPAN = 30


def rank_lines(
    bands: pd.DataFrame,
    indicator_row: Row,
    *,
    focus: Sequence[str],
    names: Mapping[str, str],
    lang: str,
    theme: str,
) -> Chart:
    """Draw each chosen place's rank band in every year as a thick stroke, joined by a line through their middles.

    A missing year or a break of the series leaves a gap. The axis holds the chosen places' ranks with some air: bands of
    two or three ranks would not be seen on one of 514.

    Parameters
    ----------
    bands
        ``code, year, rank_low, rank_high, n``, see `analytics.ranks.rank_bands_over_time`; others than the chosen are left out.
    indicator_row
        The indicator's record in the catalogue, with its breaks.
    focus
        Chosen codes in the order of choice.
    names
        Code -> name.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has a row a year, a column a chosen place and the number of places ranked.
    """
    data = with_columns(bands, ("code", "year", "rank_low", "rank_high", "n"), name="bands")
    data = data[data["code"].isin(set(focus))].astype({"rank_low": float, "rank_high": float})
    figure, t = new_figure(theme=theme, lang=lang, height=PLOT_PX)
    styles = city_styles(focus)
    low, high = _span(data)
    ends = [
        end
        for code in focus
        for end in _add_place(
            figure, data[data["code"] == code], indicator_row, styles[code], name=names[code], lang=lang
        )
    ]
    right = add_end_labels(figure, ends, (high, low), PLOT_PX, t)
    below = add_breaks(figure, all_breaks(indicator_row, focus, lang), t)
    ticks = [tick for tick in nice_ticks(low, high, count=5) if tick >= 1]
    figure.update_yaxes(range=[high, low], tickvals=ticks, ticktext=[number(tick, 0, lang) for tick in ticks])
    years = sorted({int(year) for year in data["year"]})
    figure.update_xaxes(showgrid=False, ticks="outside", ticklen=4, **year_axis(years))
    top = add_heading(figure, _heading(indicator_row, lang), t)
    figure.update_layout(height=PLOT_PX + top + below + 30, margin={"t": top, "r": right, "b": below + 26})
    alt = _alt(data, indicator_row, focus, names, lang)
    return Chart(figure, alt, _table(data, indicator_row, focus, names, lang), columns=("", *focus))


def _heading(row: Row, lang: str) -> str:
    _ = translator(lang)
    return _("Rank in {name}; {note}").format(
        name=pick(row, "name", lang), note=rank_note(str(row["direction"]), lang)
    )


def _span(data: pd.DataFrame) -> tuple[float, float]:
    """Ends of the axis, best first: at least thirty ranks, never better than half a rank above the first."""
    if data.empty:
        return 0.5, float(_LEAST_SPAN)
    low, high = float(data["rank_low"].min()), float(data["rank_high"].max())
    air = max((_LEAST_SPAN - (high - low)) / 2, (high - low) * 0.08, 1.0)
    return max(0.5, low - air), high + air


def _add_place(
    figure: go.Figure, part: pd.DataFrame, row: Row, style: CityStyle, *, name: str, lang: str
) -> list[End]:
    """Strokes and line of one place; give its last point."""
    if part.empty:
        return []
    x, y = [], []
    for band in part.itertuples():
        # A band of one rank is drawn as high as a rank is, so that it is seen.
        x += [band.year, band.year, None]
        y += [band.rank_low - 0.5, band.rank_high + 0.5, None]
    figure.add_scatter(
        x=x, y=y, mode="lines", connectgaps=False, hoverinfo="skip", opacity=0.45, cliponaxis=False,
        line={"color": style.colour, "width": 9}, customdata=code_data([part["code"].iloc[0]] * len(x)),
    )  # fmt: skip
    middle = (part["rank_low"] + part["rank_high"]) / 2
    breaks = [b.year for b in breaks_for(row, str(part["code"].iloc[0]), lang)]
    parts = pieces(list(part["year"]), list(middle), breaks)
    xs, ys = joined(parts)
    words = {int(b.year): _text(b, row, lang) for b in part.itertuples()}
    figure.add_scatter(
        x=xs, y=ys, mode="lines+markers", connectgaps=False, cliponaxis=False, hoverinfo="text",
        hovertext=["" if year is None else f"<b>{escape_plotly(name)}</b><br>{year}: {words[year]}" for year in xs],
        line={"color": style.colour, "width": 2, "dash": style.dash}, marker={"symbol": style.symbol, "size": 7, "color": style.colour},
        customdata=code_data([part["code"].iloc[0]] * len(xs)),
    )  # fmt: skip
    return [End(float(parts[-1].iloc[-1]), name, style, str(part["code"].iloc[0]))]


def _text(band: object, row: Row, lang: str) -> str:
    low, high, n = int(band.rank_low), int(band.rank_high), int(band.n)  # type: ignore[attr-defined]
    return rank_text(low, high, n, lang, direction=str(row["direction"]))


def _table(
    data: pd.DataFrame, row: Row, focus: Sequence[str], names: Mapping[str, str], lang: str
) -> pd.DataFrame:
    _ = translator(lang)
    years = range(int(data["year"].min()), int(data["year"].max()) + 1) if len(data) else range(0)
    table = pd.DataFrame({_("Year"): [year_text(year) for year in years]})
    for code in focus:
        words = {int(b.year): _text(b, row, lang) for b in data[data["code"] == code].itertuples()}
        table[names[code]] = [words.get(year, Absence.NO_DATA.text(lang)) for year in years]
    return table


def _alt(data: pd.DataFrame, row: Row, focus: Sequence[str], names: Mapping[str, str], lang: str) -> str:
    _ = translator(lang)
    texts = [_("Rank bands of {name} over years.").format(name=pick(row, "name", lang))]
    for code in focus:
        part = data[data["code"] == code].sort_values("year")
        if part.empty:
            continue
        first, last = part.iloc[0], part.iloc[-1]
        texts.append(
            _("{place}: {first} in {first_year}, {last} in {last_year}.").format(
                place=names[code],
                first=_text(first, row, lang),
                first_year=year_text(first["year"]),
                last=_text(last, row, lang),
                last_year=year_text(last["year"]),
            )
        )
    return " ".join(texts)
