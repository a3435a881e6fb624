"""Data: the catalogue with its sources, and coverage by city, indicator and year: what we do not know stands there too."""

import streamlit as st

from pages.parts import frame
from pages.parts.catalogue import catalogue_section, coverage_section, sources_section

selection, _ = frame.open_page("data")

frame.choices_bar(selection, ())
frame.link_notes("data", selection)
frame.headline(
    _("Data: what there is, where it comes from, what is missing"),
    _("Every figure carries its source. An empty cell means no data, never zero."),
)

catalogue, coverage, sources = st.tabs([_("Catalogue"), _("Coverage by city"), _("Sources")])
with catalogue:
    catalogue_section(selection)
with coverage:
    coverage_section(selection)
with sources:
    sources_section(selection)
frame.close_page("data", selection)
