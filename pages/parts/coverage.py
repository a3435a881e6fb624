"""What we do not know: the state of every figure of the pilots, and how well the rest of the country is covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geodata.own import OWN_LEVEL
from pages.parts import frame, map_panel
from pages.parts.data import shared_coverage, shared_store
from pages.parts.session import get_availability, get_choices, get_store, own_data
from pages.parts.start import guard
from views.catalogue import pillar_name
from views.coverage import pillars_at
from views.coverage_html import coverage_texts
from views.coverage_map import coverage_map
from views.i18n import pick, translator
from views.knowledge import level_name
from views.markup import escape

if TYPE_CHECKING:
    from views.selection import Selection


def coverage_section(selection: Selection) -> None:
    """The matrix of city, indicator and year, and the map of the country."""
    lang, theme, own = selection.lang, frame.theme(), own_data()
    _ = translator(lang)
    levels = ["regency", "district", "village", *([OWN_LEVEL] if own.zones is not None else [])]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        level = st.selectbox(
            _("Level"),
            levels,
            format_func=lambda name: level_name(name, lang),
            key="coverage_level",
            width=280,
        )
        pillars = ["", *pillars_at(get_store(), level)]
        pillar = st.selectbox(
            _("Pillar"),
            pillars,
            format_func=lambda name: pillar_name(name, lang) if name else _("all pillars"),
            key="coverage_pillar",
            width=280,
        )
    if own:  # with figures of this session, which no cache may hold
        sentence, html = coverage_texts(get_store(), get_choices().cities, lang, theme, level, pillar)
    else:
        sentence, html = shared_coverage(lang, theme, level, pillar)
    st.html(f"<p class='atlas-lead'>{escape(sentence)}</p>")
    st.html(html)
    frame.section(_("The rest of the country"))
    _country(selection)


@st.fragment
@guard()
def _country(selection: Selection) -> None:
    """All regencies and cities: how many of the indicators each has, or how recent one indicator is."""
    lang, theme = selection.lang, frame.theme()
    _ = translator(lang)
    catalogue = get_availability().catalogue
    options = ["", *get_choices().indicators("regency", None)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        indicator = st.selectbox(
            _("Indicator"),
            options,
            format_func=lambda name: pick(catalogue.loc[name], "name", lang) if name else _("all indicators"),
            key="coverage_indicator",
            width=380,
        )
        measures = {"latest": _("latest year"), "years": _("number of years")}
        measure = (
            st.selectbox(
                _("Shown"), list(measures), format_func=measures.get, key="coverage_measure", width=220
            )
            if indicator
            else "share"
        )
    store = get_store() if indicator else shared_store()
    model = coverage_map(
        store, lang=lang, **({"indicator": indicator, "measure": measure} if indicator else {})
    )
    wide, narrow = st.columns([0.72, 0.28], gap="medium")
    with wide:
        map_panel.draw(
            model.chart(store, lang),
            model.paint(lang=lang, theme=theme, selected=""),
            key="coverage",
            height=420,
        )
    with narrow:
        st.html(model.legend(lang=lang, theme=theme))
    st.html(f"<p>{escape(model.sentence)}</p>")
