"""Patterns: whether neighbours inside a city are alike, where, whether chance could do it; and how unequal places are."""

import streamlit as st

from pages.parts import frame, inequality_parts, pattern_checks, pattern_parts, picking, state
from pages.parts.choices_bar import choices_bar
from pages.parts.drawer import place_picker
from pages.parts.session import get_choices, get_pattern, get_store
from pages.parts.start import guard
from views.pattern_model import PatternsPage, build_patterns
from views.selection import Selection

opened, _ = frame.open_page("patterns")
choices_bar(opened, ("pattern_city", "pattern_level", "pattern_indicator", "city_year"))
frame.link_notes("patterns", opened)
frame.stop_without_figures("patterns", opened)


def model_of(chosen: Selection) -> PatternsPage:
    """The page of a selection; its statistics are kept."""
    pattern = get_pattern(chosen.city, chosen.level, chosen.indicator, chosen.year)
    return build_patterns(get_store(), chosen, pattern, theme=frame.theme(), cities=get_choices().cities)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def city_map() -> None:
    """The map: its switches run this alone."""
    pattern_parts.city_map(model_of(state.read("patterns")))


@st.fragment
@guard()
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    picks = picking.chip(None, model.names, opened.lang)
    place_picker(model.names, picks, opened)
    pattern_parts.marked(model, picks.codes)


@st.fragment
@guard()
def lineup() -> None:
    """The reader's own eyes as a test."""
    pattern_parts.lineup(model)


@st.fragment
@guard()
def small_populations() -> None:
    """Raw rates beside smoothed ones."""
    pattern_checks.small_populations(model)


@st.fragment
@guard()
def other_level() -> None:
    """The same at the other level."""
    pattern_checks.other_level(model)


@st.fragment
@guard()
def second_indicator() -> None:
    """Two indicators: the choice of the second one runs this alone."""
    pattern_checks.second_indicator(model_of(state.read("patterns")))


@st.fragment
@guard()
def convergence() -> None:
    """Between regencies over the years: the choice of the series runs this alone."""
    inequality_parts.between(state.read("patterns"), model)


model = model_of(opened)
pattern_parts.answer(model)
wide, narrow = st.columns([0.62, 0.38], gap="medium")
with wide:
    city_map()
with narrow:
    details()
pattern_parts.notes(model)
pattern_parts.scatter(model)
lineup()
other_level()
small_populations()
second_indicator()
inequality_parts.inside(model)
convergence()
frame.close_page("patterns", opened)
