"""Profile: where chosen places stand among all, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.ranks import counts_from_top, percentile, rank_band
from views.charts.base import LINE_PX, PLACEHOLDER_PX, Chart, add_axis_title, marker_line_px, new_figure
from views.formatting import Absence, is_missing, number, rank_text, value_text, year_text
from views.i18n import pick, translator
from views.markup import escape_plotly, wrap_plotly
from views.theme import CityStyle, Tokens, city_styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

LABEL_WRAP = 20
BAND_PX = 46


@dataclass(frozen=True)
class Position:
    """One place in one indicator: value, position 0 (last) to 100 (first), rank band; NaN or None where unknown."""

    indicator: str
    band: int
    value: float
    share: float
    rank: tuple[int, int, int] | None


def profile_plot(
    values: pd.DataFrame,
    catalogue: pd.DataFrame,
    *,
    codes: Sequence[str],
    names: Mapping[str, str],
    lang: str,
    theme: str,
    years: Mapping[str, int] | None = None,
) -> Chart:
    """Draw each chosen place's position among all places, 0 (last) to 100 (first), a band an indicator.

    Right is better, as the axis says once; the band of an indicator where neither is better says "larger →". Positions, not values: the values stand in hover text and table. A province among the chosen
    is placed on the scale of the others but moves nobody's rank and has none itself.

    Parameters
    ----------
    values
        All places (index: code) by indicator (columns, in the order of the bands), each in one year.
    catalogue
        One row an indicator; the index or a column ``indicator`` names it.
    codes
        Chosen places in the order of choice.
    names
        Code -> name as written in hover text and table.
    lang, theme
        "id" or "en"; "light" or "dark".
    years
        Indicator -> year of its values, for labels and table.

    Returns
    -------
    Chart
        Points carry place and indicator in ``customdata`` (``[code, indicator]``).
    """
    records = (
        catalogue if "indicator" not in catalogue.columns else catalogue.set_index("indicator", drop=False)
    )
    bands = [(str(name), records.loc[name]) for name in values.columns if name in records.index]
    labels = [_label(record, (years or {}).get(name), lang) for name, record in bands]
    band_px = max(BAND_PX, LINE_PX * max((label.count("<br>") + 1 for label in labels), default=1) + 8)
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    _add_bands(figure, len(bands), t)
    found = {code: _positions(values, code, bands) for code in codes}
    styles = city_styles(codes)
    for i, code in enumerate(codes):
        # Places that stand level would hide each other: each gets a line of its own inside the band.
        shift = (i - (len(codes) - 1) / 2) * min(0.15, 0.6 / len(codes))
        known = [p for p in found[code] if not is_missing(p.share)]
        hover = [_hover(names.get(code, code), p, bands[p.band][1], lang) for p in known]
        _add_place(figure, code, known, hover, styles[code], shift=shift, ink=t.ink)
    _ = translator(lang)
    figure.update_xaxes(
        range=[-4, 104], tickvals=[0, 25, 50, 75, 100], ticktext=["0", "25", "50", "75", "100"], tickangle=0
    )
    below = add_axis_title(
        figure, _("Position among all places with a value: 0 last, 100 first, better →"), t
    )
    figure.update_layout(height=max(len(bands), 1) * band_px + below + 8, margin={"b": below})
    figure.update_yaxes(
        range=[len(bands) - 0.5, -0.5], tickvals=list(range(len(bands))), ticktext=labels, showgrid=False,
        tickfont={"color": t.ink, "size": 12},
    )  # fmt: skip
    return Chart(figure, _alt(found, names, len(bands), lang), _table(found, names, bands, years or {}, lang))


def _positions(values: pd.DataFrame, code: str, bands: Sequence[tuple[str, Any]]) -> list[Position]:
    """Value, position and rank of one place in every indicator."""
    province = values.index.astype(str).str.len() == 2
    found = []
    for i, (name, record) in enumerate(bands):
        decimals, top = int(record["decimals"]), counts_from_top(str(record["direction"]))
        pool = values.loc[~province | (values.index == code), name]
        value = float(pool.get(code, float("nan")))
        if is_missing(value):
            found.append(Position(name, i, float("nan"), float("nan"), None))
            continue
        share = float(percentile(pool, decimals=decimals, higher_is_better=top)[code])
        rank = None
        if "." in code:
            band = rank_band(pool, decimals=decimals, higher_is_better=top).loc[code]
            rank = (int(band["rank_low"]), int(band["rank_high"]), int(band["n"]))
        found.append(Position(name, i, value, share, rank))
    return found


def _label(record: pd.Series, year: int | None, lang: str) -> str:
    """Short name with its year; which way is better stands once at the axis, so only a row of another sense says its own."""
    _ = translator(lang)
    name = pick(record, "short", lang) or pick(record, "name", lang)
    lines = [wrap_plotly(name if year is None else f"{name} {year_text(year)}", LABEL_WRAP)]
    if record["direction"] == "neutral":
        small = escape_plotly(_("larger →"))
        lines.append(f'<span style="font-size:12px">{small}</span>')
    return "<br>".join(lines)


def _add_bands(figure: go.Figure, n: int, t: Tokens) -> None:
    for i in range(n):
        figure.add_shape(
            type="line", x0=0, x1=100, y0=i, y1=i, line={"color": t.hairline, "width": 1}, layer="below"
        )
    figure.add_vline(x=50, line={"color": t.muted, "width": 1, "dash": "dot"}, layer="below")


def _hover(name: str, position: Position, record: pd.Series, lang: str) -> str:
    indicator, cell = pick(record, "name", lang), _cell(position, record, None, lang)
    return f"<b>{escape_plotly(name)}</b><br>{escape_plotly(indicator)}: {escape_plotly(cell)}"


def _add_place(
    figure: go.Figure,
    code: str,
    positions: Sequence[Position],
    hover: Sequence[str],
    style: CityStyle,
    *,
    shift: float,
    ink: str,
) -> None:
    figure.add_scatter(
        x=[p.share for p in positions],
        y=[p.band + shift for p in positions],
        mode="markers",
        hoverinfo="text",
        hovertext=hover,
        cliponaxis=False,
        customdata=[[code, p.indicator] for p in positions],
        marker={
            "color": style.colour,
            "symbol": style.symbol,
            "size": 12,
            "line": {"color": ink, "width": marker_line_px(style.symbol)},
        },
    )


def _cell(position: Position, record: pd.Series, year: int | None, lang: str) -> str:
    """Value, year and rank band in words."""
    if is_missing(position.value):
        return Absence.NO_DATA.text(lang)
    text = value_text(position.value, record, lang) + (f" ({year_text(year)})" if year else "")
    if position.rank is None:
        return text
    low, high, n = position.rank
    return f"{text}, {rank_text(low, high, n, lang, direction=str(record['direction']))}"


def _table(
    found: Mapping[str, Sequence[Position]],
    names: Mapping[str, str],
    bands: Sequence[tuple[str, Any]],
    years: Mapping[str, int],
    lang: str,
) -> pd.DataFrame:
    _ = translator(lang)
    table = {_("Indicator"): [pick(record, "name", lang) for _name, record in bands]}
    for code, positions in found.items():
        cells = [_cell(p, bands[p.band][1], years.get(p.indicator), lang) for p in positions]
        table[names.get(code, code)] = cells
    return pd.DataFrame(table)


def _alt(found: Mapping[str, Sequence[Position]], names: Mapping[str, str], total: int, lang: str) -> str:
    _ = translator(lang)
    texts = [
        _("Profile of {n} indicators: position of each place among all, 0 last to 100 first.").format(n=total)
    ]
    for code, positions in found.items():
        shares = pd.Series([p.share for p in positions], dtype="float64").dropna()
        if len(shares):
            texts.append(
                _("{place}: median position {position}, known for {n} of {total} indicators.").format(
                    place=names.get(code, code),
                    position=number(shares.median(), 0, lang),
                    n=len(shares),
                    total=total,
                )
            )
    return " ".join(texts)
