"""What the peers page tells of the places that are marked: their figures beside those of the place itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.columns import bare_text, column_heading
from views.formatting import Absence, number, year_text
from views.i18n import translator
from views.picking import not_shown_html
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.charts.gap_rows import GapRow
    from views.peers import PeersPage
    from views.picking import Picks

# More columns than these are not read side by side.
MOST_SIDE_BY_SIDE = 4


def marked_peers(model: PeersPage, picks: Picks) -> str:
    """Table of the gap chart's indicators: the place and the marked peers side by side; "" where none is marked."""
    s = model.selection
    _ = translator(s.lang)
    away = not_shown_html(picks, model.names, s.lang)
    peers = [code for code in picks.codes if code != s.city]
    if not picks.codes or not model.rows:
        return away
    shown = [s.city, *peers[:MOST_SIDE_BY_SIDE]]
    heads, columns = _("Indicator"), {}
    columns[heads] = [column_heading(row.record, s.lang, year_text(row.year)) for row in model.rows]
    for code in shown:
        columns[model.shown[code]] = _figures(model.rows, code, s.city, s.lang)
    caption = _("Marked places beside {place}").format(place=model.name)
    if len(peers) > MOST_SIDE_BY_SIDE:
        caption = _("Marked places beside {place}: the first {n} of {all}").format(
            place=model.name, n=number(MOST_SIDE_BY_SIDE, 0, s.lang), all=number(len(peers), 0, s.lang)
        )
    table = pd.DataFrame(columns)
    return away + html_table(
        table, caption=caption, theme=model.theme, numeric=list(table.columns[1:]), column_codes=["", *shown]
    )


def _figures(rows: Sequence[GapRow], code: str, city: str, lang: str) -> list[str]:
    """Figures of one place in each row's indicator, in the unit of the row's head."""
    values = [row.gap.value if code == city else row.peers.get(code) for row in rows]
    return [
        bare_text(value, row.record, lang) if value is not None else Absence.NO_DATA.text(lang)
        for value, row in zip(values, rows, strict=True)
    ]
