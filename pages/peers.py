"""Peers: which places a city can fairly be compared with, why, and how far it stands from them."""

import streamlit as st

from pages.parts import frame, peer_fields, picking
from pages.parts.badge import profile_comparability
from pages.parts.charts import figure_with_table
from pages.parts.choices_bar import choices_bar
from pages.parts.drawer import place_picker
from pages.parts.session import get_availability, get_store, known_error, maker
from pages.parts.start import guard
from views.marking import captioned
from views.peer_marked import marked_peers
from views.peers import build_peers
from views.tables import html_table
from views.theme import city_style

selection, _ = frame.open_page("peers")
theme = frame.theme()

choices_bar(selection, ("city", "peers"))
frame.link_notes("peers", selection)
made = maker("peers", selection)
model = made(
    "model",
    lambda: build_peers(get_store(), get_availability(), selection, theme=theme, known_error=known_error),
)
frame.headline(model.headline, model.subtitle, model.gap_sentence)
peer_fields.peer_list(model)
for text in model.notes:
    frame.note(text)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    said, find = st.columns([0.6, 0.4], gap="small", vertical_alignment="bottom")
    with said:
        picks = picking.chip(None, model.shown, selection.lang)
    with find:
        place_picker(model.shown, picks, selection)
    st.html(marked_peers(model, picks) or "<span></span>")


gaps = made("gaps", model.gaps)
if gaps is not None:
    frame.section(_("Gap to the peers"))
    figure_with_table(gaps, key="gaps", lang=selection.lang)
    frame.small(model.gap_note)
    compared = [selection.city, *model.codes]
    profile_comparability(compared, level=model.level, lang=selection.lang, first=selection.city)
details()

frame.section(_("How like they are, and why"))
if model.sentence:
    frame.paragraph(model.sentence)
with st.container(key="peer_table"):
    st.html(
        html_table(
            model.table,
            caption=captioned(_("Peers in the order of likeness"), model.table, selection.lang),
            theme=theme,
            numeric=[model.table.columns[1], *model.table.columns[3:]],
            max_height=peer_fields.table_height(model),
            codes=model.listed,
            highlight={0: city_style(selection.city).colour},
        )
    )
frame.small(model.measured_by)
frame.source_line(model.source)
peer_fields.likeness_drawer(selection)
frame.close_page("peers", selection)
