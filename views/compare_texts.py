"""What a comparison says in words: how far apart, and what stands between these cities and a fair comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from views.figures import PROVINCE_CITY
from views.headlines import caveats
from views.i18n import translator
from views.markup import short_place_name
from views.sentences import compare_sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from views.figures import Figure
    from views.selection import Selection


def compare_lead(figure: Figure, values: pd.Series, names: Mapping[str, str], selection: Selection) -> str:
    """How far the cities are apart; at regency level only, where each has a figure of its own."""
    if selection.level != "regency":
        return ""
    short = {code: short_place_name(name) for code, name in names.items()}
    return compare_sentence(values, figure.row, names=short, year=figure.year, lang=selection.lang)


def compare_notes(
    figure: Figure, names: Mapping[str, str], values: pd.Series, selection: Selection
) -> list[str]:
    """How to read what is shown; what stands between these cities and a fair comparison is the badge's to say."""
    lang = selection.lang
    _ = translator(lang)
    # What is not there at all stands before how to read what is; places without a figure are named by the badge.
    notes = [_six_instead(figure, values, selection)]
    inside = tuple(f"{city}." for city in names)
    notes.append(
        caveats(figure, lang, codes=[*names, *(c for c in figure.values.index if c.startswith(inside))])
    )
    medians = {
        "district": _(
            "One figure a city at this level is the median of its districts, shown where at least nine in ten have a value."
        ),
        "village": _(
            "One figure a city at this level is the median of its villages, shown where at least nine in ten have a value."
        ),
    }
    notes.append(medians.get(selection.level, ""))
    if figure.is_count:
        notes.append(_("This is a count: circles, because a fill would only show which area is large."))
    return [text for text in notes if text]


def _six_instead(figure: Figure, values: pd.Series, selection: Selection) -> str:
    """Range of Jakarta's six parts where the province has no figure (why, the badge says); "" else."""
    _ = translator(selection.lang)
    six = figure.values[figure.values.index.str.startswith(f"{PROVINCE_CITY}.")].dropna()
    lacks = PROVINCE_CITY in values.index and pd.isna(values[PROVINCE_CITY])
    if not lacks or six.empty or selection.level != "regency":
        return ""
    text = _("Jakarta’s six parts have {low} to {high}.")
    return text.format(
        low=figure.text(six.min(), selection.lang), high=figure.text(six.max(), selection.lang)
    )
