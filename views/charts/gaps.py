"""Gaps: one place against the range and the median of its peers, indicator by indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analytics.peers import Gap
from analytics.ranks import counts_from_top
from views.charts.base import LINE_PX, PLACEHOLDER_PX, Chart, add_axis_title, marker_line_px, new_figure
from views.formatting import (
    Absence,
    big_number,
    difference_text,
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


@dataclass(frozen=True)
class GapRow:
    """One indicator: its record in the catalogue, the year of the values, the place against its peers.

    Up to `limit` (unit of the indicator) a gap means nothing; NaN where that is not known.
    """

    record: pd.Series
    year: int
    gap: Gap
    limit: float = float("nan")

    @property
    def side(self) -> str:
        """``ahead``, ``behind``, ``level`` with the median, ``unclear`` within the limit; "" unknown.

        Where neither is better: ``more`` or ``less``.
        """
        if is_missing(self.gap.gap):
            return ""
        if self.gap.gap == 0:
            return "level"
        if abs(self.gap.gap) <= self.limit + 1e-9:
            return "unclear"
        if self.record["direction"] == "neutral":
            return "more" if self.gap.gap > 0 else "less"
        return "ahead" if (self.gap.gap > 0) == counts_from_top(str(self.record["direction"])) else "behind"

    def at(self, value: float) -> float:
        """Position 0 to 1 on the row: 0 is the worst (or least) of place and peers, 1 the best (or largest)."""
        known = [v for v in (self.gap.value, self.gap.low, self.gap.high) if not is_missing(v)]
        low, high = min(known), max(known)
        share = (value - low) / (high - low) if high > low else 0.5
        return share if counts_from_top(str(self.record["direction"])) else 1.0 - share

    @property
    def lead(self) -> float:
        """How far the place stands from the median on its row, -1 to 1, ahead is positive; NaN where unknown."""
        if self.side == "":
            return float("nan")
        return self.at(self.gap.value) - self.at(self.gap.median)


def side_text(row: GapRow, lang: str) -> str:
    """The gap in its unit and in words: "−2,10 poin persen, lebih baik"; "" where unknown."""
    _ = translator(lang)
    words = {
        "ahead": _("better"),
        "behind": _("worse"),
        "level": _("level with the median"),
        "unclear": _("no clear difference"),
        "more": _("larger"),
        "less": _("smaller"),
    }
    if row.side in ("", "level"):
        return words.get(row.side, "")
    return f"{difference_text(row.gap.gap, row.record, lang)}, {words[row.side]}"


def gap_plot(rows: Sequence[GapRow], *, name: str, style: CityStyle, lang: str, theme: str) -> Chart:
    """Draw a band an indicator: the peers' range as a bar, their median as a tick, the place as its mark.

    Each row has a scale of its own, from the worst to the best of place and peers (or, where neither is better, from the
    smallest to the largest), so that right is better; the label says the gap to the median in the indicator's unit.

    Parameters
    ----------
    rows
        One an indicator, in the order of the bands; the place has a value in each.
    name
        The place.
    style
        Its look.
    lang, theme
        "id" or "en"; "light" or "dark".

    Returns
    -------
    Chart
        The table has value, range, median, gap and how many peers have a value.
    """
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    labels = [_label(row, lang) for row in rows]
    band_px = max(BAND_PX, LINE_PX * max((label.count("<br>") + 1 for label in labels), default=1) + 8)
    _add_ranges(figure, rows, t)
    _add_ends(figure, rows, lang, t)
    figure.add_scatter(
        x=[row.at(row.gap.value) for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        hoverinfo="text",
        hovertext=[_hover(name, row, lang) for row in rows],
        cliponaxis=False,
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
    note = _("Bar: range of the peers; tick: their median. Each row has its own scale.")
    below = add_axis_title(figure, note, t)
    figure.update_yaxes(
        range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=labels, showgrid=False,
        tickfont={"color": t.ink, "size": 12},
    )  # fmt: skip
    figure.update_layout(height=max(len(rows), 1) * band_px + below + 8, margin={"b": below})
    return Chart(figure, _alt(rows, name, lang), gap_table(rows, name, lang))


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


def _label(row: GapRow, lang: str) -> str:
    _ = translator(lang)
    name = pick(row.record, "short", lang) or pick(row.record, "name", lang)
    small = wrap_plotly(side_text(row, lang) or _("no median of the peers"), SMALL_WRAP).split("<br>")
    if row.record["direction"] == "neutral":
        small.append(escape_plotly(_("larger →")))
    return "<br>".join(
        [wrap_plotly(name, LABEL_WRAP), *(f'<span style="font-size:11px">{line}</span>' for line in small)]
    )


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
        textfont={"size": 11, "color": t.muted},
    )  # fmt: skip


def _hover(name: str, row: GapRow, lang: str) -> str:
    _ = translator(lang)
    value = value_text(row.gap.value, row.record, lang)
    lines = [
        f"<b>{escape_plotly(name)}</b>",
        f"{escape_plotly(pick(row.record, 'name', lang))}: {escape_plotly(value)} ({row.year})",
    ]
    if not is_missing(row.gap.median):
        median = _("Median of the peers: {value}").format(value=value_text(row.gap.median, row.record, lang))
        lines.append(escape_plotly(median))
    return "<br>".join(lines)


def gap_table(rows: Sequence[GapRow], name: str, lang: str) -> pd.DataFrame:
    """The numbers of the chart as texts."""
    _ = translator(lang)
    nothing = Absence.NO_DATA.text(lang)
    return pd.DataFrame(
        {
            _("Indicator"): [f"{pick(row.record, 'name', lang)} ({year_text(row.year)})" for row in rows],
            name: [value_text(row.gap.value, row.record, lang) for row in rows],
            _("Range of the peers"): [
                range_text(row.gap.low, row.gap.high, row.record, lang) for row in rows
            ],
            _("Median of the peers"): [value_text(row.gap.median, row.record, lang) for row in rows],
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
