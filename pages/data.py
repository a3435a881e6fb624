"""Data: the catalogue with its sources, what we do not know, and the reader's own tables with the join doctor."""

import streamlit as st

from pages.parts import frame, state
from pages.parts.catalogue import catalogue_section, sources_section
from pages.parts.choices_bar import choices_bar
from pages.parts.coverage import coverage_section
from pages.parts.upload import own_section
from views.selection import TABS

SECTIONS = {
    "catalogue": catalogue_section,
    "coverage": coverage_section,
    "own": own_section,
    "sources": sources_section,
}
selection, _ = frame.open_page("data")

choices_bar(selection, ())
frame.link_notes("data", selection)
frame.headline(
    _("Data: what there is, where it comes from, what is missing"),
    _("Every figure carries its source. An empty cell means no data, never zero."),
)
names = {
    "catalogue": _("Catalogue"),
    "coverage": _("Coverage"),
    "own": _("Your data"),
    "sources": _("Sources"),
}
state.widget(
    st.segmented_control, _("Section"), "tab", list(TABS), selection.tab, format_func=names.get, required=True,
    label_visibility="collapsed",
)  # fmt: skip
SECTIONS[selection.tab](selection)
frame.close_page("data", selection)
