"""What the trends page tells of the places that are marked: from what to what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics.change import change_between
from views.columns import bare_text, column_heading
from views.formatting import year_text
from views.i18n import translator
from views.picking import not_shown_html
from views.tables import html_table
from views.trend_texts import change_cell, span_text

if TYPE_CHECKING:
    from views.picking import Picks
    from views.trends import TrendsPage


def marked_trends(model: TrendsPage, picks: Picks) -> str:
    """Table of the marked places with both years and the change, in the order of the last value; "" without one."""
    s = model.selection
    _ = translator(s.lang)
    away = not_shown_html(picks, model.names, s.lang)
    if not picks.codes:
        return away
    wide = model.wide.loc[list(picks.codes)]
    if s.year in wide.columns:
        wide = wide.sort_values(s.year, ascending=False, na_position="last", kind="stable")
    columns = {_("Place"): [model.names[str(code)] for code in wide.index]}
    for year in model.span or (s.year,):
        values = wide[year] if year in wide.columns else pd.Series(float("nan"), index=wide.index)
        columns[year_text(year)] = [bare_text(value, model.row, s.lang) for value in values]
    if model.span is not None:
        changes = change_between(wide, *model.span, breaks=model.breaks)
        head = _("Change {span}").format(span=span_text(*model.span))
        columns[head] = [change_cell(str(code), changes, model.row, s.lang) for code in wide.index]
    table = pd.DataFrame(columns)
    caption = _("Marked places: {indicator}").format(indicator=column_heading(model.row, s.lang, short=False))
    codes, numeric = [str(code) for code in wide.index], list(table.columns[1:])
    return away + html_table(table, caption=caption, theme=model.theme, numeric=numeric, codes=codes)
