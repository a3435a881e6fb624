"""Index: places judged by a framework whose weights can be moved, and how far the answer holds."""

import streamlit as st

from pages.parts import frame, index_parts, picking, state
from pages.parts.choices_bar import choices_bar
from pages.parts.data import shared_index_frame
from pages.parts.session import get_availability, get_store
from pages.parts.start import guard
from views.index_model import build_index, parts_of
from views.peer_groups import place_names
from views.picking import not_shown_html

opened, _ = frame.open_page("index")
lang, theme = opened.lang, frame.theme()
choices_bar(opened, ("cities", "index", "ranked"))
frame.link_notes("index", opened)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def judged() -> None:
    """Everything that hangs on the weights: a slider runs this alone."""
    chosen = state.read("index")
    figures = shared_index_frame(chosen.index)
    model = build_index(get_store(), get_availability(), chosen, theme=theme, frame=figures)
    index_parts.answer(model)
    index_parts.pairs(model)
    index_parts.made_of(model)
    index_parts.levels(model)
    index_parts.whole_field(model)
    index_parts.analyst(model)
    index_parts.recipe(model)


@st.fragment
@guard()
def details() -> None:
    """Hear of the picked places; a click marks them in every view by itself and runs this alone."""
    names = place_names(get_store())
    picks = picking.chip(None, {code: names[code] for code in parts_of(opened.cities, list(names))}, lang)
    st.html(not_shown_html(picks, names, lang) or "<span></span>")


judged()
details()
frame.close_page("index", opened)
