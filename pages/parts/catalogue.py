"""Sections of the data page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import state
from pages.parts.data import sources_html
from pages.parts.frame import note, theme
from pages.parts.session import get_availability, get_store, own_data
from views.catalogue import indicator_html, indicator_table, sources_table
from views.coverage import only_as_province
from views.formatting import number
from views.i18n import pick, translator
from views.knowledge import catalogue_rows
from views.tables import html_table

if TYPE_CHECKING:
    from views.selection import Selection


def catalogue_section(selection: Selection) -> None:
    """Search the catalogue; the record of one indicator in full."""
    lang, availability = selection.lang, get_availability()
    _ = translator(lang)
    query = st.text_input(
        _("Search indicators"), key="catalogue_query", placeholder=_("for example poverty, school, waste")
    )
    found = catalogue_rows(availability, query=query)
    st.caption(
        _("{n} of {all} indicators").format(
            n=number(len(found), 0, lang), all=number(len(availability.catalogue), 0, lang)
        )
    )
    if found.empty:
        return
    names = {i: pick(found.loc[i], "name", lang) for i in found.index}
    key = "catalogue_indicator"
    if st.session_state.get(key) in names:
        state.hand_over(key, st.session_state[key])
    chosen = st.selectbox(_("Record of one indicator"), list(names), format_func=names.get, key=key)
    st.html(
        indicator_html(
            availability.catalogue.loc[chosen or found.index[0]], get_store().sources(), availability, lang
        )
    )
    if only_as_province(availability, chosen or found.index[0]):
        note(_("Jakarta has this figure only as a province: there is none for its six regencies and cities."))
    table = indicator_table(found, availability, lang)
    st.html(html_table(table, caption=_("Indicators found"), theme=theme()))


def sources_section(selection: Selection) -> None:
    """All source records."""
    _ = translator(selection.lang)
    st.caption(_("What we changed and how to cite each source stands in DATA_LICENSES.md."))
    own = own_data()
    if own:  # of this session, which no cache may hold
        table = sources_table(own.sources, selection.lang)
        st.html(html_table(table, caption=_("Your data"), theme=theme()))
    st.html(sources_html(selection.lang, theme()))
