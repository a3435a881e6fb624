"""What a page tells of the places that are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.formatting import number, value_text
from views.i18n import translator
from views.markup import short_place_name
from views.tables import html_table

# A class of the whole country has more than anybody reads beside a map; each row travels with every click.
_LISTED = 25

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from views.figures import Figure
    from views.picking import Picks


def marked_html(
    picks: Picks,
    figure: Figure,
    names: Mapping[str, str],
    *,
    profile: Callable[[str], str],
    values: pd.Series | None = None,
    lang: str,
    theme: str,
) -> str:
    """Profile of one place (of none: ``profile("")``), a table of several, highest first.

    Parameters
    ----------
    picks
        What is marked.
    figure
        What the page shows.
    names
        Code -> name.
    profile
        Writes one place's profile.
    values
        One value a place where it is not the figure's own.
    """
    if len(picks.codes) < 2:
        return f"<div>{profile(picks.codes[0] if picks.codes else '')}</div>"
    _ = translator(lang)
    known = figure.values if values is None else values
    ordered = known.reindex(list(picks.codes)).sort_values(ascending=False, na_position="last", kind="stable")
    shown = ordered.head(_LISTED)
    table = pd.DataFrame(
        {
            _("Place"): [short_place_name(names[code]) for code in shown.index],
            figure.name(lang): [value_text(value, figure.row, lang) for value in shown],
        }
    )
    caption = _("Marked places") if len(shown) == len(ordered) else _("Marked places: the first {n} of {all}").format(
        n=number(len(shown), 0, lang), all=number(len(ordered), 0, lang)
    )  # fmt: skip
    numeric, codes = [table.columns[1]], list(shown.index)
    return html_table(table, caption=caption, theme=theme, numeric=numeric, codes=codes)
