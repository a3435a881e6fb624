"""The only module that caches for Streamlit: scalars in, shared results out, to be read and never changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import streamlit as st

from geodata import open_store
from views.availability import PILOTS, Availability, availability
from views.catalogue import sources_table
from views.i18n import translator
from views.knowledge import coverage_table
from views.overview import cards_section, context_section
from views.selection import Choices
from views.tables import html_table

if TYPE_CHECKING:
    from geodata.store import Store


@st.cache_resource(show_spinner=False)
def get_store() -> Store:
    """The store that travels with the program, or the one ``ATLAS_STORE`` names."""
    return open_store(os.environ.get("ATLAS_STORE") or None)


@st.cache_resource(show_spinner=False)
def get_availability() -> Availability:
    """Which figures there are."""
    return availability(get_store())


@st.cache_resource(show_spinner=False)
def get_choices() -> Choices:
    """Cities in the order of the selector: the pilots, then all others by name."""
    store = get_store()
    regencies = store.place_table("regency").set_index("code")["name"]
    provinces = store.place_table("province").set_index("code")["name"]
    pilots = {
        code: provinces.get(code, regencies.get(code))
        for code in PILOTS
        if code in provinces.index or code in regencies.index
    }
    others = regencies[~regencies.index.isin(list(pilots))].sort_values()
    places = frozenset(store.place_table()["code"])
    return Choices({**pilots, **others.to_dict()}, get_availability(), places)


@st.cache_data(show_spinner=False, max_entries=4)
def overview_cards(lang: str, theme: str) -> str:
    """Cards of the pilots as HTML: the same for every reader of a language and theme."""
    return cards_section(get_store(), get_choices().cities, lang, theme)


@st.cache_data(show_spinner=False, max_entries=2)
def overview_context(lang: str) -> str:
    """What is known, published facts and the network as one piece of HTML.

    One piece, because Streamlit sends a message again on every rerun unless it is larger than 10 kB.
    """
    store, cities = get_store(), get_choices().cities
    return context_section(store, get_availability(), cities, lang)


@st.cache_data(show_spinner=False, max_entries=4)
def coverage_html(lang: str, theme: str) -> str:
    """Coverage by city, indicator and year as an HTML table."""
    _ = translator(lang)
    table = coverage_table(get_availability(), names=get_choices().cities, lang=lang)
    return html_table(table, caption=_("Coverage by city, indicator and year"), theme=theme, max_height=680)


@st.cache_data(show_spinner=False, max_entries=4)
def sources_html(lang: str, theme: str) -> str:
    """All source records as an HTML table."""
    _ = translator(lang)
    return html_table(
        sources_table(get_store().sources(), lang), caption=_("Sources"), theme=theme, max_height=680
    )
