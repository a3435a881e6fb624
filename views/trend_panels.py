"""Small multiples of the trends page: a panel a chosen place among its own peers, and the numbers of all panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from views.charts import Chart, trend_lines
from views.charts.lines import year_axis
from views.columns import bare_text, column_heading
from views.formatting import number, year_text
from views.i18n import translator
from views.peer_choice import MAX_PEERS
from views.tables import html_table
from views.theme import city_styles
from views.trend_rows import year_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from views.trends import TrendsPage

PANEL_PX = 150


@dataclass(frozen=True)
class Panel:
    """One panel: the place it is about, its name, its figure."""

    code: str
    name: str
    chart: Chart


def panels(model: TrendsPage) -> list[Panel]:
    """A panel a chosen place with its own peers in grey; one axis for all, or each its own."""
    s = model.selection
    values = model.wide.reindex(list(model.shown))
    years = [int(year) for year in values.columns[values.notna().any()]]
    same = s.scale == "same" and bool(values.notna().any(axis=None))
    ends = [float(values.min().min()), float(values.max().max())] if same else []
    found = []
    for city in s.cities:
        part = model.wide.reindex(list(dict.fromkeys([*model.peers[city], city])))
        chart = trend_lines(
            year_rows(part, model.names), model.row, lang=s.lang, theme=model.theme, focus=[city], height=PANEL_PX, chosen=s.cities, span=ends,
        )  # fmt: skip
        chart.figure.update_xaxes(**year_axis(years, ends_only=True))
        found.append(Panel(city, model.names[city], chart))
    return found


@dataclass(frozen=True)
class PanelTable:
    """The numbers of all panels.

    Attributes
    ----------
    table
        A row a line of a panel: its place first, then the place's peers; a column a year, without units.
    codes
        Code of each row's place, "" for none.
    colours
        Position of each panel's first row -> colour of its place.
    """

    table: pd.DataFrame
    codes: list[str]
    colours: dict[int, str]


def panel_table(model: TrendsPage) -> PanelTable:
    """The numbers of all panels; of a long group of peers the lowest, the median and the highest of each year."""
    s = model.selection
    _ = translator(s.lang)
    years = sorted(int(year) for year in model.wide.columns[model.wide.notna().any()])
    styles, rows, codes, colours = city_styles(s.cities), [], [], {}
    for city in s.cities:
        colours[len(rows)] = styles[city].colour
        for code, name, values in _lines(model, city):
            cells = [bare_text(values.get(year), model.row, s.lang) for year in years]
            rows.append([name, model.names[city], *cells])
            codes.append(code)
    heads = [_("Place"), _("Panel"), *(year_text(year) for year in years)]
    return PanelTable(pd.DataFrame(rows, columns=heads), codes, colours)


def _lines(model: TrendsPage, city: str) -> Iterator[tuple[str, str, pd.Series]]:
    """Code, name and values by year of what a panel shows."""
    lang = model.selection.lang
    _ = translator(lang)
    peers = [code for code in model.peers[city] if code != city]
    yield city, model.names[city], model.wide.loc[city]
    if len(peers) <= MAX_PEERS:
        for code in peers:
            yield code, model.names[code], model.wide.loc[code]
        return
    part, n = model.wide.loc[peers], number(len(peers), 0, lang)
    yield "", _("Lowest of {n} peers").format(n=n), part.min()
    yield "", _("Median of {n} peers").format(n=n), part.median()
    yield "", _("Highest of {n} peers").format(n=n), part.max()


def panel_table_html(model: TrendsPage) -> str:
    """The same as HTML, in one unit that its caption names; the chosen places have a bar in their colour."""
    s = model.selection
    _ = translator(s.lang)
    said = panel_table(model)
    caption = _("Each place and its peers: {indicator}").format(
        indicator=column_heading(model.row, s.lang, short=False)
    )
    return html_table(
        said.table, caption=caption, theme=model.theme, numeric=list(said.table.columns[2:]), codes=said.codes,
        highlight=said.colours,
    )  # fmt: skip
