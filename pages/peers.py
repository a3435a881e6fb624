"""Peers: which places a city can fairly be compared with, why, and how far it stands from them."""

import streamlit as st

from pages.parts import frame, peer_fields
from pages.parts.badge import profile_comparability
from pages.parts.charts import figure_with_table
from pages.parts.data import get_availability, get_store, shared_uncertainty
from views.peers import build_peers
from views.tables import html_table

selection, _ = frame.open_page("peers")
theme = frame.theme()

frame.choices_bar(selection, ("city", "peers"))
frame.link_notes("peers", selection)
model = build_peers(get_store(), get_availability(), selection, theme=theme, known_error=shared_uncertainty)
frame.headline(model.headline, model.subtitle, model.gap_sentence)
peer_fields.peer_list(model)
for text in model.notes:
    frame.note(text)

gaps = model.gaps()
if gaps is not None:
    frame.section(_("Gap to the peers"))
    figure_with_table(gaps, key="gaps", lang=selection.lang)
    frame.small(model.gap_note)
    profile_comparability([selection.city, *model.codes], level=model.level, lang=selection.lang)

frame.section(_("How like they are, and why"))
if model.sentence:
    frame.paragraph(model.sentence)
st.html(
    html_table(
        model.table,
        caption=_("Peers in the order of likeness"),
        theme=theme,
        numeric=[model.table.columns[1], *model.table.columns[3:]],
        max_height=520,
    )
)
frame.small(model.measured_by)
frame.source_line(model.source)
peer_fields.likeness_drawer(selection)
frame.close_page("peers", selection)
