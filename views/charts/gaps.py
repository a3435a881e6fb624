"""Gaps: one place against the range and the median of its peers, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from views.charts.base import (
    CROWD,
    LINE_PX,
    PLACEHOLDER_PX,
    Chart,
    add_axis_title,
    code_data,
    marker_line_px,
    new_figure,
)
from views.charts.gap_rows import GapRow, side_parts, side_text
from views.formatting import (
    Absence,
    big_number,
    is_missing,
    number,
    range_text,
    value_text,
    year_text,
)
from views.i18n import pick, translator
from views.markup import escape_plotly, wrap_plotly

if TYPE_CHECKING:
    from collections.abc import Sequence

    import plotly.graph_objects as go

    from views.theme import CityStyle, Tokens

LABEL_WRAP = 22
SMALL_WRAP = 24
BAND_PX = 54
# Half the height of a peer's tick, in bands.
TICK = 0.1


def gap_plot(
    rows: Sequence[GapRow], *, code: str, names: Mapping[str, str], style: CityStyle, lang: str, theme: str
) -> Chart:
    """Draw a band an indicator: the peers' range as a bar with a tick each, their median as a longer one, the place as its mark.

    Each row has a scale of its own, from the worst to the best of place and peers (or, where neither is better, from the
    smallest to the largest), so that right is better; the label says the gap to the median in the indicator's unit.

    Parameters
    ----------
    rows
        One an indicator, in the order of the bands; the place has a value in each.
    code
        The place.
    names
        Code -> name of the place and of its peers.
    style
        Its look.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has value, range, median, gap and how many peers have a value. The place and its peers carry their codes in
        ``customdata``.
    """
    name = names[code]
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    labels = [_label(row, lang) for row in rows]
    band_px = max(BAND_PX, LINE_PX * max((label.count("<br>") + 1 for label in labels), default=1) + 8)
    _add_ranges(figure, rows, t)
    _add_peers(figure, rows, names, lang, t)
    _add_ends(figure, rows, lang, t)
    figure.add_scatter(
        x=[row.at(row.gap.value) for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        hoverinfo="text",
        hovertext=[_hover(name, row, lang) for row in rows],
        cliponaxis=False,
        customdata=code_data([code] * len(rows)),
        marker={
            "color": style.colour, "symbol": style.symbol, "size": 13,
            "line": {"color": t.ink, "width": marker_line_px(style.symbol)},
        },
    )  # fmt: skip
    _ = translator(lang)
    figure.update_xaxes(
        range=[-0.06, 1.06],
        tickvals=[0.08, 0.92],
        ticktext=[_("← worse"), _("better →")],
        showgrid=False,
        tickangle=0,
    )
    note = _(
        "Bar: range of the peers; thin ticks: each peer; thick tick: their median. Each row has its own scale."
    )
    below = add_axis_title(figure, note, t)
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=labels, showgrid=False,
        tickfont={"color": t.ink, "size": 12},
    )  # fmt: skip
    figure.update_layout(height=max(len(rows), 1) * band_px + below + 8, margin={"b": below})
    table = gap_table(rows, name, lang)
    return Chart(figure, _alt(rows, name, lang), table, columns=("", code, *[""] * (len(table.columns) - 2)))


def _add_ranges(figure: go.Figure, rows: Sequence[GapRow], t: Tokens) -> None:
    """Bars and ticks as three traces: a shape each would take ten times as long."""
    known = [(i, row) for i, row in enumerate(rows) if not is_missing(row.gap.low)]
    ends = [(i, sorted((row.at(row.gap.low), row.at(row.gap.high)))) for i, row in known]
    middles = [(i, row.at(row.gap.median)) for i, row in known if not is_missing(row.gap.median)]
    figure.add_scatter(
        x=[x for _row in rows for x in (0, 1, None)], y=[y for i in range(len(rows)) for y in (i, i, None)],
        mode="lines", line={"color": t.grid, "width": 1}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[x for _i, (low, high) in ends for x in (low, high, None)], y=[y for i, _ends in ends for y in (i, i, None)],
        mode="lines", line={"color": t.context_line, "width": 9}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=[x for _i, x in middles], y=[i for i, _x in middles], mode="markers", hoverinfo="skip",
        marker={"symbol": "line-ns", "size": 16, "line": {"color": t.ink, "width": 2}},
    )  # fmt: skip


def _add_peers(
    figure: go.Figure, rows: Sequence[GapRow], names: Mapping[str, str], lang: str, t: Tokens
) -> None:
    """A thin tick a peer on each bar, all in one path; and its place, value and code in a trace that draws nothing.

    Of a crowd the ticks are light, so that they show as a shade, and values are left to the table: thousands of texts would
    travel with the page.
    """
    found = [(i, row, code, row.at(value)) for i, row in enumerate(rows) for code, value in row.peers.items()]
    crowded = max((len(row.peers) for row in rows), default=0) > CROWD
    figure.add_scatter(
        x=[x for _i, _row, _code, at in found for x in (at, at, None)],
        y=[y for i, _row, _code, _at in found for y in (i - TICK, i + TICK, None)],
        mode="lines", line={"color": t.muted, "width": 1}, opacity=0.3 if crowded else 0.8, hoverinfo="skip",
    )  # fmt: skip
    codes = dict.fromkeys(code for _i, _row, code, _at in found)
    hover = None if crowded else [_peer_hover(names[c], row.peers[c], row, lang) for _i, row, c, _at in found]
    figure.add_scatter(
        x=[at for _i, _row, _code, at in found], y=[i for i, _row, _code, _at in found], mode="none",
        hoverinfo="none" if crowded else "text", hovertext=hover,
        customdata=code_data(code for _i, _row, code, _at in found), meta={code: names[code] for code in codes},
    )  # fmt: skip


def _peer_hover(name: str, value: float, row: GapRow, lang: str) -> str:
    said = f"{pick(row.record, 'short', lang)}: {row.text(value, lang)} ({year_text(row.year)})"
    return f"<b>{escape_plotly(name)}</b><br>{escape_plotly(said)}"


def _label(row: GapRow, lang: str) -> str:
    _ = translator(lang)
    name = (
        f"{pick(row.record, 'short', lang) or pick(row.record, 'name', lang)} {year_text(row.year)}{row.sign}"
    )
    parts = side_parts(row, lang, short=True) or (_("too few peers for a median"),)
    whole = ", ".join(parts)
    found = [whole] if len(whole) <= SMALL_WRAP else _with_commas(parts)
    small = [line for part in found for line in wrap_plotly(part, SMALL_WRAP).split("<br>")]
    if row.record["direction"] == "neutral":
        small.append(escape_plotly(_("larger →")))
    return "<br>".join(
        [wrap_plotly(name, LABEL_WRAP), *(f'<span style="font-size:12px">{line}</span>' for line in small)]
    )


def _with_commas(parts: Sequence[str]) -> list[str]:
    return [f"{part}," for part in parts[:-1]] + [parts[-1]]


def _short(value: float, record: pd.Series, lang: str) -> str:
    """A value as short as it can be told: the label and the table name its unit."""
    if record["unit_kind"] == "currency":
        return big_number(value * float(record["scale"] or 1), lang)
    return value_text(value, record, lang, with_unit=record["unit_kind"] == "percent")


def _add_ends(figure: go.Figure, rows: Sequence[GapRow], lang: str, t: Tokens) -> None:
    """Write the peers' lowest and highest value under the ends of their bar."""
    x, y, text, position = [], [], [], []
    for i, row in enumerate(rows):
        values = [] if is_missing(row.gap.low) else sorted({row.gap.low, row.gap.high}, key=row.at)
        for value in values:
            x.append(row.at(value))
            y.append(i + 0.18)
            text.append(escape_plotly(_short(value, row.record, lang)))
            position.append("bottom right" if row.at(value) < 0.5 else "bottom left")
    figure.add_scatter(
        x=x, y=y, mode="text", text=text, textposition=position, hoverinfo="skip", cliponaxis=False,
        textfont={"size": 12, "color": t.muted},
    )  # fmt: skip


def _hover(name: str, row: GapRow, lang: str) -> str:
    _ = translator(lang)
    value = row.text(row.gap.value, lang)
    lines = [
        f"<b>{escape_plotly(name)}</b>",
        f"{escape_plotly(pick(row.record, 'name', lang))}: {escape_plotly(value)} ({row.year})",
    ]
    if not is_missing(row.gap.median):
        median = _("Median of the peers: {value}").format(value=row.text(row.gap.median, lang))
        lines.append(escape_plotly(median))
    return "<br>".join(lines)


def gap_table(rows: Sequence[GapRow], name: str, lang: str) -> pd.DataFrame:
    """The numbers of the chart as texts."""
    _ = translator(lang)
    nothing = Absence.NO_DATA.text(lang)
    return pd.DataFrame(
        {
            _("Indicator"): [f"{pick(row.record, 'name', lang)} ({year_text(row.year)})" for row in rows],
            name: [value_text(row.gap.value, row.record, lang) + row.signs for row in rows],
            _("Range of the peers"): [
                range_text(row.gap.low, row.gap.high, row.record, lang) for row in rows
            ],
            _("Median of the peers"): [
                _("too few peers for a median")
                if row.gap.known > 0 and is_missing(row.gap.median)
                else row.text(row.gap.median, lang)
                for row in rows
            ],
            _("Gap to the median"): [side_text(row, lang) or nothing for row in rows],
            _("Peers with a value"): [
                _("{n} of {total}").format(
                    n=number(row.gap.known, 0, lang), total=number(row.gap.peers, 0, lang)
                )
                for row in rows
            ],
        }
    )


def _alt(rows: Sequence[GapRow], name: str, lang: str) -> str:
    _ = translator(lang)
    text = _(
        "{place} against its peers in {n} indicators: range and median of the peers, and the gap to the median."
    )
    parts = [f"{pick(row.record, 'short', lang)}: {side_text(row, lang)}" for row in rows if row.side]
    return " ".join([text.format(place=name, n=number(len(rows), 0, lang)), *(f"{part}." for part in parts)])
