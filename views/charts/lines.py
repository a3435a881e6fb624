"""Lines over years: the trend of chosen places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import CROWD, LINE_PX, Chart, Look, code_data, new_figure, value_axis, with_columns
from views.charts.labels import End, add_end_labels, add_heading
from views.charts.series import Break, breaks_for, joined, pieces
from views.columns import cell_text, column_heading, is_heavy
from views.formatting import Row, axis_title, value_text, year_text
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name, wrap_plotly
from views.theme import CityStyle, Tokens, city_styles

if TYPE_CHECKING:
    import plotly.graph_objects as go

PLOT_PX = 320
NOTE_WRAP = 46


def trend_lines(  # noqa: PLR0913 - options, each with its meaning
    frame: pd.DataFrame,
    indicator_row: Row,
    *,
    lang: str,
    theme: str,
    focus: Sequence[str] = (),
    reference: pd.DataFrame | None = None,
    reference_text: str = "",
    height: int = PLOT_PX,
    chosen: Sequence[str] = (),
    span: Sequence[float] = (),
) -> Chart:
    """Draw lines over years: chosen places in colour with a label at the end, the others in grey.

    A missing year leaves a gap. A break of the series is a vertical hairline with a number whose note stands under
    the plot, and no line crosses it.

    Parameters
    ----------
    frame
        ``code, name, year, value``.
    indicator_row
        The indicator's record in the catalogue, with its breaks.
    lang, theme
        "id" or "en"; "light" or "dark".
    focus
        Chosen codes in the order of choice.
    reference
        ``year, value`` of a national reference, drawn dashed.
    reference_text
        Its words, e.g. "Median nasional".
    height
        Height of the plot itself in px.
    chosen
        All chosen codes in order, where this is one panel of several, under a heading of its own: they keep their looks, and
        the panel has no labels besides its axes.
    span
        Values that the axis must hold as well, so that several panels share one.

    Returns
    -------
    Chart
        The table has a row a year and a column a chosen place. Every line carries its code in ``customdata``; the trace of the
        others has their names in ``meta``, a panel its place as ``layout.meta["pick"]``.
    """
    data = with_columns(frame, ("code", "name", "year", "value"))
    figure, t = new_figure(theme=theme, lang=lang, height=height)
    look = Look(indicator_row, lang, t)
    styles = {code: style for code, style in city_styles(chosen or focus).items() if code in set(focus)}
    series = {str(code): part for code, part in data.groupby("code", sort=False)}
    breaks = all_breaks(indicator_row, focus, lang)
    _add_others(figure, [series[c] for c in series if c not in styles], look)
    ends: list[End] = []
    if reference is not None:
        ends += _add_line(figure, reference, _quiet(t), reference_text, None, look)
    for code in focus:
        if code in series:
            name = str(series[code]["name"].iloc[0])
            ends += _add_line(figure, series[code], styles[code], name, code, look)
    values = [*data["value"], *(reference["value"] if reference is not None else []), *span]
    axis = value_axis(values, indicator_row, lang, room_px=PLOT_PX)
    right = 16 if chosen else add_end_labels(figure, ends, axis["range"], height, t)
    below = add_breaks(figure, breaks, t, notes=not chosen)
    years = sorted({int(y) for y in data.loc[data["value"].notna(), "year"]})
    top = 10 if chosen else add_heading(figure, axis_title(indicator_row, lang), t)
    figure.update_yaxes(**axis)
    figure.update_xaxes(
        showgrid=False, ticks="outside", ticklen=4, **year_axis(years, ends_only=bool(chosen))
    )
    figure.update_layout(height=height + top + below + 30, margin={"t": top, "r": right, "b": below + 26})
    if chosen and len(focus) == 1:
        figure.update_layout(meta={"pick": focus[0]})
    table = _trend_table(data, focus, indicator_row, lang)
    alt = _trend_alt(data, focus, indicator_row, breaks, lang)
    caption = column_heading(indicator_row, lang, short=False) if is_heavy(indicator_row, lang) else ""
    return Chart(figure, alt, table, columns=("", *focus), caption=caption)


def _quiet(t: Tokens) -> CityStyle:
    return CityStyle(t.muted, "circle", "–", "dot")


def year_axis(years: Sequence[int], *, ends_only: bool = False) -> dict[str, object]:
    """Whole years only, at most seven of them, always the last; in a narrow panel the first and the last."""
    if not years:
        return {"tickvals": []}
    step = max(1, -(-(years[-1] - years[0]) // 6))
    ticks = sorted({years[0], years[-1]}) if ends_only else list(range(years[-1], years[0] - 1, -step))[::-1]
    air = max((years[-1] - years[0]) * 0.02, 0.2)
    return {
        "tickvals": ticks,
        "ticktext": [str(y) for y in ticks],
        "tickangle": 0,
        "range": [years[0] - air, years[-1] + air],
    }


def all_breaks(row: Row, codes: Sequence[str], lang: str) -> list[Break]:
    """Breaks that hold for all places or for one of these, by year."""
    found = {b for code in [None, *codes] for b in breaks_for(row, code, lang)}
    return sorted(found, key=lambda b: (b.year, b.text))


def _add_others(figure: go.Figure, others: Sequence[pd.DataFrame], look: Look) -> None:
    """All grey lines in one trace: hundreds of traces would take seconds to draw. The points of a crowd have no texts."""
    x: list[int | None] = []
    y: list[float | None] = []
    codes: list[str] = []
    hover: list[str] = []
    names: dict[str, str] = {}
    for part in others:
        code, name = str(part["code"].iloc[0]), str(part["name"].iloc[0])
        names[code] = short_place_name(name)
        breaks = [b.year for b in breaks_for(look.row, code, look.lang)]
        a, b = joined(pieces(list(part["year"]), list(part["value"]), breaks))
        x += [*a, None]
        y += [*b, None]
        codes += [code] * (len(a) + 1)
        hover += [] if len(others) > CROWD else [*_hover(name, a, b, look), ""]
    if x:
        figure.add_scatter(
            x=x, y=y, mode="lines", line={"color": look.t.faint, "width": 1}, opacity=0.4,
            hoverinfo="text" if hover else "none", hovertext=hover or None,
            customdata=code_data(codes), meta=names,
        )  # fmt: skip


def _hover(name: str, years: Sequence[int | None], values: Sequence[float | None], look: Look) -> list[str]:
    """Name, year and value of each point of a line; "" where it is open."""
    return [
        ""
        if year is None
        else f"<b>{escape_plotly(name)}</b><br>{year}: {escape_plotly(value_text(value, look.row, look.lang))}"
        for year, value in zip(years, values, strict=True)
    ]


def _add_line(
    figure: go.Figure, part: pd.DataFrame, style: CityStyle, name: str, code: str | None, look: Look
) -> list[End]:
    """Draw one line; give its last point."""
    breaks = [b.year for b in breaks_for(look.row, code, look.lang)]
    parts = pieces(list(part["year"]), list(part["value"]), breaks)
    if not parts:
        return []
    x, y = joined(parts)
    figure.add_scatter(
        x=x, y=y, mode="lines" if code is None else "lines+markers", connectgaps=False,
        line={"color": style.colour, "width": 1.5 if code is None else 2.5, "dash": style.dash},
        marker={"symbol": style.symbol, "size": 8, "color": style.colour, "line": {"color": look.t.paper, "width": 1}},
        hovertext=_hover(name, x, y, look), hoverinfo="text", cliponaxis=False,
        customdata=None if code is None else code_data([code] * len(x)),
    )  # fmt: skip
    return [End(float(parts[-1].iloc[-1]), name, style, code or "")]


def add_breaks(figure: go.Figure, breaks: Sequence[Break], t: Tokens, *, notes: bool = True) -> int:
    """Draw a numbered hairline before each break's first year, and its note below; return the px notes need."""
    texts = []
    for i, found in enumerate(breaks, start=1):
        figure.add_vline(
            x=found.year - 0.5, line={"color": t.muted, "width": 1, "dash": "dot"}, layer="below",
            annotation={"text": f"({i})", "font": {"size": 12, "color": t.muted}, "yanchor": "top", "showarrow": False},
        )  # fmt: skip
        texts.append(wrap_plotly(f"({i}) {found.year}: {found.text}", NOTE_WRAP))
    if not texts or not notes:
        return 0
    text = "<br>".join(texts)
    figure.add_annotation(
        text=text, x=0, xref="paper", y=0, yref="paper", xanchor="left", yanchor="top", yshift=-30,
        showarrow=False, align="left", font={"size": 12, "color": t.muted},
    )  # fmt: skip
    return LINE_PX * (text.count("<br>") + 1) + 10


def _trend_table(data: pd.DataFrame, focus: Sequence[str], row: Row, lang: str) -> pd.DataFrame:
    """A row a year from the first to the last, so that missing years are seen; a column a chosen place."""
    _ = translator(lang)
    part = data[data["code"].isin(set(focus)) & data["value"].notna()]
    years = range(int(part["year"].min()), int(part["year"].max()) + 1) if len(part) else range(0)
    table = pd.DataFrame({_("Year"): [year_text(y) for y in years]})
    for code in focus:
        mine = part[part["code"] == code]
        known = dict(zip(mine["year"].astype(int), mine["value"], strict=True))
        names = data.loc[data["code"] == code, "name"]
        table[str(names.iloc[0]) if len(names) else code] = [
            cell_text(known.get(y), row, lang) for y in years
        ]
    return table


def _trend_alt(data: pd.DataFrame, focus: Sequence[str], row: Row, breaks: Sequence[Break], lang: str) -> str:
    _ = translator(lang)
    texts = [_("Lines of {name} over years.").format(name=pick(row, "name", lang))]
    for code in focus:
        part = data[(data["code"] == code) & data["value"].notna()].sort_values("year")
        if part.empty:
            continue
        first, last = part.iloc[0], part.iloc[-1]
        texts.append(
            _("{place}: {first} in {first_year}, {last} in {last_year}.").format(
                place=last["name"],
                first=value_text(first["value"], row, lang),
                first_year=year_text(first["year"]),
                last=value_text(last["value"], row, lang),
                last_year=year_text(last["year"]),
            )
        )
    return " ".join(
        [*texts, *(_("Break in {year}: {text}").format(year=b.year, text=b.text) for b in breaks)]
    )
