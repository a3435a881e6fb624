"""The only module that caches for Streamlit: scalars in, shared results out, to be read and never changed.

What is cached is shared by all sessions, so it comes from the store alone. A reader's own figures lie over it in their own
session (`pages.parts.session`); cached functions never see them.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from geodata import open_store
from views.availability import PILOTS, Availability, availability
from views.catalogue import sources_table
from views.choices import Choices, build_choices
from views.i18n import translator
from views.markup import short_place_name
from views.overview import cards_section, context_section
from views.tables import html_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.area_index import AreaIndex
    from analytics.claim_limits import Uncertainty
    from analytics.spatial import Neighbours
    from geodata.join import Gazetteer
    from geodata.store import Store
    from views.convergence_model import Convergence
    from views.pattern_model import Pattern
    from views.pattern_pair import Pair
    from views.takeaway.document import Document
    from views.takeaway.kit import Kit

    _Which = tuple[str, int | None]  # an indicator and its year


@st.cache_resource(show_spinner=False)
def shared_store() -> Store:
    """The store that travels with the program, or the one ``ATLAS_STORE`` names."""
    return open_store(os.environ.get("ATLAS_STORE") or None)


@st.cache_resource(show_spinner=False)
def shared_availability() -> Availability:
    """Which figures the store has."""
    return availability(shared_store())


@st.cache_resource(show_spinner=False)
def shared_choices() -> Choices:
    """What there is to choose from in the shared store."""
    return build_choices(shared_store(), shared_availability())


@st.cache_data(show_spinner=False, max_entries=4)
def overview_cards(lang: str, theme: str) -> str:
    """Cards of the pilots as HTML: the same for every reader of a language and theme."""
    return cards_section(shared_store(), shared_availability(), shared_choices().cities, lang, theme)


@st.cache_data(show_spinner=False, max_entries=2)
def overview_context(lang: str) -> str:
    """What is known, published facts and the network as one piece of HTML.

    One piece, because Streamlit sends a message again on every rerun unless it is larger than 10 kB.
    """
    return context_section(shared_store(), shared_availability(), shared_choices().cities, lang)


@st.cache_resource(show_spinner=False, max_entries=256)
def shared_uncertainty(indicator: str, level: str) -> Uncertainty:
    """What the store tells of the error of an indicator's figures at a level."""
    from views.claims import uncertainty_of

    return uncertainty_of(shared_store(), indicator, level=level)


@st.cache_data(show_spinner=False, max_entries=256)
def shared_profile_badge(codes: tuple[str, ...], level: str, lang: str, first: str = "") -> str:
    """How comparable some places are in the indicators of the profile, as HTML."""
    from views.profile_badge import judge_profile, profile_badge

    store, availability = shared_store(), shared_availability()
    names = store.place_table().set_index("code")["name"].reindex(codes).map(short_place_name).to_dict()
    found = judge_profile(store, availability, codes, level=level, first=first)
    return profile_badge(found, availability.catalogue, names=names, lang=lang)


@st.cache_resource(show_spinner=False, max_entries=8)
def shared_index_frame(name: str) -> pd.DataFrame:
    """Figures of all regencies and cities for a framework; read-only."""
    from views.index_model import index_frame

    return index_frame(shared_store(), name)


@st.cache_resource(show_spinner=False, max_entries=16)
def shared_neighbours(city: str, level: str) -> Neighbours:
    """Who is next to whom inside a city; read-only."""
    from views.pattern_model import city_neighbours

    return city_neighbours(shared_store(), city, level)


@st.cache_resource(show_spinner=False, max_entries=64)
def shared_pattern(city: str, level: str, indicator: str, year: int | None) -> Pattern:
    """Statistics of one indicator inside a city, a second or two for hundreds of villages; read-only."""
    return pattern_in(shared_store(), city, level, indicator, year)


@st.cache_resource(show_spinner=False, max_entries=32)
def shared_pair(city: str, level: str, first: tuple[str, int | None], second: tuple[str, int | None]) -> Pair:
    """Two indicators inside a city, each with its year; read-only."""
    return pair_in(shared_store(), city, level, first, second)


def pair_in(store: Store, city: str, level: str, first: _Which, second: _Which) -> Pair:
    """Two indicators inside a city, of any store; not kept."""
    from views.pattern_pair import pair_between

    return pair_between(store, city, level, shared_neighbours(city, level), first, second)


@st.cache_data(show_spinner=False, max_entries=16)
def shared_outlines(city: str, level: str) -> tuple[dict[str, str], int]:
    """Simplified outlines of a city's places as SVG paths, and the height of such a map."""
    from views.pattern_lineup import outline_paths

    return outline_paths(shared_store(), city, level)


@st.cache_resource(show_spinner=False, max_entries=16)
def shared_convergence(indicator: str) -> Convergence:
    """What became of the differences in a national series; read-only."""
    from views.convergence_model import convergence_of

    return convergence_of(shared_store(), indicator)


def pattern_in(store: Store, city: str, level: str, indicator: str, year: int | None) -> Pattern:
    """Statistics of one indicator inside a city, of any store; not kept."""
    from views.pattern_model import city_values, pattern_of

    return pattern_of(city_values(store, city, level, indicator, year), shared_neighbours(city, level))


def shared_kit() -> Kit:
    """What documents of the shared store are made from."""
    from views.takeaway.kit import Kit

    made = (shared_uncertainty, shared_pattern, shared_convergence, shared_index_frame)
    return Kit(shared_store(), shared_availability(), shared_choices(), *made)


@st.cache_resource(show_spinner=False, max_entries=160)
def shared_part(key: tuple[str, ...], _make: Callable[[], Any]) -> Any:  # noqa: ARG001 - what it is kept by
    """A part of a page (its model, a chart) for a choice that any reader may make; read-only.

    Readers of one day look at the same few choices; without it plotly would check every figure again for each of them.
    """
    return _make()


@st.cache_resource(show_spinner=False, max_entries=32)
def shared_document(page: str, params: tuple[tuple[str, str], ...], version: str, theme: str) -> Document:
    """The document of a state for the stage and for embedded figures; read-only."""
    from views.takeaway.build import document
    from views.takeaway.state import State

    return document(replace(shared_kit(), theme=theme), State(page, dict(params), version))


@st.cache_data(show_spinner=False, max_entries=16)
def shared_coverage(lang: str, theme: str, level: str, pillar: str) -> tuple[str, str]:
    """Sentence and matrix of what the store holds, at a level and in a pillar ("" for all)."""
    from views.coverage_html import coverage_texts  # here and below: most pages never need it

    return coverage_texts(shared_store(), shared_choices().cities, lang, theme, level, pillar)


@st.cache_resource(show_spinner=False, max_entries=4)
def area_index(level: str) -> AreaIndex:
    """Places of a level made ready for counting points in them; the pilots' districts at the detail of their villages."""
    from analytics.area_index import AreaIndex

    store = shared_store()
    places = store.places(level)
    if level != "district":
        return AreaIndex(places)
    # Else a point near a border would be inside by one level and outside by the other.
    fine = pd.concat([store.places(level, within=code, detail="city") for code in PILOTS])
    return AreaIndex(pd.concat([places[~places["code"].isin(fine["code"])], fine], ignore_index=True))


@st.cache_resource(show_spinner=False, max_entries=6)
def gazetteer(within: str | None) -> Gazetteer:
    """The official list made ready for joins; of one place only, where all rows of a table lie in it.

    The whole list, because a village elsewhere must not be taken for one of a pilot with the same name.
    """
    from geodata.join import Gazetteer

    return Gazetteer.of(shared_store().codes(), within=within)


@st.cache_resource(show_spinner=False)
def official_names() -> pd.Series:
    """Official names of all places by code."""
    return shared_store().codes().set_index("code")["name"]


@st.cache_data(show_spinner=False, max_entries=4)
def sources_html(lang: str, theme: str) -> str:
    """All source records as an HTML table."""
    _ = translator(lang)
    return html_table(sources_table(shared_store().sources(), lang), caption=_("Sources"), theme=theme)
