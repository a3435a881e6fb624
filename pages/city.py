"""City map: one city by district or village, or among its neighbours; a click shows a place's profile beside the map."""

import streamlit as st

from pages.parts import frame, map_panel, picking
from pages.parts.charts import figure_with_table
from pages.parts.choices_bar import choices_later
from pages.parts.drawer import city_drawer, place_picker
from pages.parts.session import get_availability, get_choices, get_store, maker
from pages.parts.start import guard
from views.city import build_city

selection, _ = frame.open_page("city")
store = get_store()

# Filled when the map has been sent: it is what a reader waits for.
fill_choices = choices_later(selection, ("city", "level", "city_indicator", "city_year"))
frame.link_notes("city", selection)
frame.stop_without_figures("city", selection, fill_choices)
made = maker("city", selection)
model = made(
    "model",
    lambda: build_city(
        store, get_availability(), selection, theme=frame.theme(), cities=get_choices().cities
    ),
)
frame.headline(model.headline, model.subtitle, model.sentence)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    picks = picking.chip(model.figure, model.names, selection.lang)
    place_picker(model.names, picks, selection)
    st.html(made(f"{picks}", lambda: model.details(picks)))


wide, narrow = st.columns([0.68, 0.32], gap="medium")
with wide:
    map_panel.draw(model.chart, model.paint(), key="city", height=620)
    frame.source_line(model.source)
    for text in model.notes:
        frame.note(text)
fill_choices()
with narrow:
    st.html(model.legend)
    details()
with wide, st.container(key="in_order"):  # below the map; on a telephone below the profile (static/atlas.css)
    frame.section(_("All places in order"))
    figure_with_table(made("ranking", model.ranking), key="ranking", lang=selection.lang, height=620)
city_drawer(selection)
frame.close_page("city", selection)
