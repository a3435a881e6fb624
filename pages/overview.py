"""Overview: the four pilots on the country's map, a card each, what is known of them, the network they belong to."""

import streamlit as st

from pages.parts import data, frame, map_panel, picking
from pages.parts.choices_bar import choices_later
from pages.parts.drawer import place_picker, place_search
from pages.parts.links import network_link, pilot_links
from pages.parts.session import get_availability, get_choices, get_store, known_error, maker
from pages.parts.start import guard
from views.overview import build_overview

selection, _ = frame.open_page("overview")
store, theme = get_store(), frame.theme()

# Filled when the map has been sent: it is what a reader waits for.
fill_choices = choices_later(selection, ("country_level", "country_indicator", "year"))
frame.link_notes("overview", selection)
frame.stop_without_figures("overview", selection, fill_choices)
made = maker("overview", selection)
model = made(
    "model",
    lambda: build_overview(
        store,
        get_availability(),
        selection,
        theme=theme,
        cities=get_choices().cities,
        known_error=known_error,
    ),
)
frame.headline(model.headline, model.subtitle, model.sentence)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    picks = picking.chip(model.figure, model.names, selection.lang)
    if selection.level == "district":
        place_search(model.names, selection)
    else:
        place_picker(model.names, picks, selection)
    st.html(made(f"{picks}", lambda: model.details(picks)))
    if len(picks.codes) == 1:
        pilot_links(picks.codes[0], selection.lang)


wide, narrow = st.columns([0.72, 0.28], gap="medium")
with wide:
    map_panel.draw(model.chart, model.paint(), key="country", height=420)
    frame.source_line(model.source)
    for text in model.notes:
        frame.note(text)
fill_choices()
with narrow:
    st.html(model.legend)
    details()

frame.section(_("The four pilots"))
st.html(data.overview_cards(selection.lang, frame.theme()))
st.html(data.overview_context(selection.lang))
network_link(selection.lang)
frame.close_page("overview", selection)
