"""Dot plot: chosen places or the districts of one, ranked, beside reference values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analytics.ranks import counts_from_top
from views.charts.base import (
    LINE_PX,
    PLACEHOLDER_PX,
    ROW_PX,
    WRAP,
    Chart,
    Look,
    add_axis_title,
    add_reference_lines,
    code_data,
    marker_line_px,
    new_figure,
    text_px,
    value_axis,
    with_columns,
)
from views.formatting import NBSP, Absence, Row, axis_title, is_missing, number, value_text
from views.i18n import pick, translator
from views.markup import escape_plotly, short_place_name, wrap_plotly
from views.notes import lack_text
from views.reference import ReferenceMark, mark_text
from views.theme import Tokens, city_styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def dot_plot(  # noqa: PLR0913 - options, each with its meaning
    frame: pd.DataFrame,
    indicator_row: Row,
    *,
    lang: str,
    theme: str,
    year: int | None = None,
    reference: Sequence[ReferenceMark] = (),
    highlight: Sequence[str] = (),
    colours: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Chart:
    """Rank places by value, best (or, where neither is better, largest) on top; 22 px a row.

    Places without a value stay, at the bottom, with words instead of a dot.

    Parameters
    ----------
    frame
        ``code, name, value``; with a column ``year`` a value of another year than ``year`` is marked with "*".
    indicator_row
        The indicator's record in the catalogue.
    lang, theme
        "id" or "en"; "light" or "dark".
    year
        Year for the axis; None leaves it out.
    reference
        Values to draw as vertical lines, see `views.reference.reference_marks`.
    highlight
        Chosen codes, in the order of choice: fixed colour and marker of each; the others are grey.
    colours
        Code -> ``#RRGGBB`` for places that are not chosen (their class on the map beside).
    notes
        Code -> short note for the hover text and the table.

    Returns
    -------
    Chart
        Points carry their code in ``customdata`` and ``ids``.
    """
    data = with_columns(frame, ("code", "name", "value"))
    top = counts_from_top(str(indicator_row["direction"]))
    data = data.sort_values(
        ["value", "name"], ascending=[not top, True], na_position="last", ignore_index=True
    )
    data["label"] = [wrap_plotly(short_place_name(str(name)), WRAP) for name in data["name"]]
    data["text"] = [_text(record, indicator_row, lang, year) for record in data.to_dict("records")]
    row_px = max(ROW_PX, LINE_PX * max((label.count("<br>") + 1 for label in data["label"]), default=1) + 6)
    figure, t = new_figure(theme=theme, lang=lang, height=PLACEHOLDER_PX)
    look = Look(indicator_row, lang, t)
    axis = value_axis([*data["value"], *(m.value for m in reference)], indicator_row, lang)
    # Words for a missing value stand where the axis begins.
    data["x"] = data["value"].fillna(axis["range"][0])
    figure.add_scatter(
        x=data["x"],
        y=list(range(len(data))),
        mode="markers+text",
        text=[NBSP + escape_plotly(text) for text in data["text"]],
        textposition="middle right",
        textfont={
            "size": 12,
            "color": [t.ink if code in set(highlight) else t.muted for code in data["code"]],
        },
        hovertext=_hover(data, notes or {}),
        hoverinfo="text",
        customdata=code_data(data["code"]),
        ids=[str(code) for code in data["code"]],
        cliponaxis=False,
        marker=_markers(data, highlight, colours or {}, t),
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 0.45}},
    )
    above = add_reference_lines(figure, reference, look, span=axis["range"])
    below = add_axis_title(figure, axis_title(indicator_row, lang, year=year), t)
    figure.update_xaxes(**axis)
    figure.update_yaxes(
        range=[len(data) - 0.5, -0.5],
        tickvals=list(range(len(data))),
        ticktext=data["label"],
        showgrid=True,
        tickfont={"color": t.ink, "size": 12},
    )
    figure.update_layout(
        height=max(len(data), 1) * row_px + above + below + 10,
        margin={
            "t": above + 10,
            "r": text_px(list(data.loc[data["value"].notna(), "text"])) + 16,
            "b": below,
        },
    )
    alt = _alt(data, indicator_row, reference, lang, top=top)
    return Chart(figure, alt, _table(data, indicator_row, notes, lang), tuple(map(str, data["code"])))


def _text(record: Mapping[str, object], row: Row, lang: str, year: int | None) -> str:
    if is_missing(record["value"]):
        return lack_text(row, str(record["code"]), lang)
    text = value_text(record["value"], row, lang)
    if str(row["unit_kind"]) not in ("percent", "index", "rank", "years"):
        # The axis names the unit: long units ("rupiah per orang per bulan") would push the dots off the page.
        text = number(record["value"], int(row["decimals"]), lang)
    other = record.get("year")
    if year is None or is_missing(other) or int(str(other)) == year:
        return text
    return f"{text} ({int(str(other))}){Absence.OTHER_YEAR.mark}"


def _hover(data: pd.DataFrame, notes: Mapping[str, str]) -> list[str]:
    return [
        f"<b>{escape_plotly(r['name'])}</b><br>{escape_plotly(r['text'])}"
        + (f"<br>{escape_plotly(notes[r['code']])}" if r["code"] in notes else "")
        for r in data.to_dict("records")
    ]


def _markers(
    data: pd.DataFrame, highlight: Sequence[str], colours: Mapping[str, str], t: Tokens
) -> dict[str, Any]:
    """Colour, shape and size of every dot; a missing value has a dot that cannot be seen."""
    styles = city_styles(highlight)
    looks = []
    for code, value in zip(data["code"], data["value"], strict=True):
        style = styles.get(str(code))
        if is_missing(value):
            looks.append(("rgba(0,0,0,0)", "circle", 9, 0.0))
        elif style is None:
            looks.append((colours.get(str(code), t.faint), "circle", 9, 0.5))
        else:
            looks.append((style.colour, style.symbol, 12, marker_line_px(style.symbol)))
    colour, symbol, size, width = zip(*looks, strict=True) if looks else ((), (), (), ())
    return {
        "color": colour,
        "symbol": symbol,
        "size": size,
        "opacity": 1,
        "line": {"color": t.ink, "width": width},
    }


def _table(data: pd.DataFrame, row: Row, notes: Mapping[str, str] | None, lang: str) -> pd.DataFrame:
    _ = translator(lang)
    table = pd.DataFrame({_("Place"): data["name"], axis_title(row, lang): data["text"]})
    if notes:
        table[_("Note")] = [notes.get(str(code), "") for code in data["code"]]
    return table


def _alt(data: pd.DataFrame, row: Row, marks: Sequence[ReferenceMark], lang: str, *, top: bool) -> str:
    _ = translator(lang)
    present = data[data["value"].notna()]
    name = pick(row, "name", lang)
    if present.empty:
        return _("Dot plot of {name}: no data.").format(name=name)
    first, last = present.iloc[0 if top else -1], present.iloc[-1 if top else 0]
    text = _("Dot plot of {name} for {n} places, from {low} ({low_place}) to {high} ({high_place}).").format(
        name=name,
        n=number(len(present), 0, lang),
        high=value_text(first["value"], row, lang),
        high_place=first["name"],
        low=value_text(last["value"], row, lang),
        low_place=last["name"],
    )
    return " ".join(
        [text, *(mark_text(mark, row, lang) + "." for mark in marks if not is_missing(mark.value))]
    )
