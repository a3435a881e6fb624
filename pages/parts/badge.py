"""The apple-to-apple badge on a page: of one indicator, and of a profile of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts.data import shared_profile_badge
from pages.parts.session import get_availability, get_store, maker
from views.comparability import badge, judge
from views.markup import short_place_name
from views.profile_badge import MOST_PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.comparability import Assessment
    from views.selection import Selection


def comparability_badge(
    selection: Selection,
    codes: Sequence[str],
    *,
    cities: Mapping[str, str],
    since: int | None = None,
    year: int | None = None,
) -> Assessment | None:
    """Judge the comparison of some places in the chosen indicator and draw the badge.

    Parameters
    ----------
    selection
        Indicator, level, year and language.
    codes
        The places compared; with fewer than two, or without a year, nothing is drawn.
    cities
        Code -> name.
    since
        Year that changes start from; None compares values.
    year
        Another year than the selection's.

    Returns
    -------
    Assessment or None
        For what else on the page must know of it, and for exports (`views.comparability.plain_text`).
    """
    year = year or selection.year
    if len(codes) < 2 or year is None or not selection.indicator:
        return None
    availability = get_availability()
    found = maker("badge", selection)(
        f"{codes}, {year}, {since}",
        lambda: judge(
            get_store(),
            availability,
            selection.indicator,
            codes,
            level=selection.level,
            year=year,
            since=since,
        ),
    )
    names = {code: short_place_name(cities[code]) for code in codes}
    row = availability.catalogue.loc[selection.indicator]
    st.html(badge(found, row, names=names, catalogue=availability.catalogue, lang=selection.lang))
    return found


def profile_comparability(codes: Sequence[str], *, level: str, lang: str, first: str = "") -> None:
    """Judge the comparison of some places in each indicator of the profile, and draw the badge.

    Parameters
    ----------
    codes
        The places compared; with fewer than two, or more than a list picked by hand can hold, nothing is drawn.
    level
        "regency" or "province".
    lang
        Language of the page.
    first
        The place that the profile is about, where it is about one.
    """
    if 1 < len(codes) <= MOST_PLACES:
        st.html(shared_profile_badge(tuple(codes), level, lang, first))
