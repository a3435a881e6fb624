"""Compare two to four cities: on one ground scale with one legend, in order, among all 514, across indicators."""

import streamlit as st

from pages.parts import frame, map_panel, picking, state
from pages.parts.badge import comparability_badge, profile_comparability
from pages.parts.charts import figure_with_table
from pages.parts.choices_bar import choices_later
from pages.parts.claims import claim_checker
from pages.parts.drawer import class_settings, lay_over, place_picker
from pages.parts.session import get_availability, get_choices, get_store, maker
from pages.parts.start import guard
from views import compare_charts
from views.compare import build_comparison
from views.marking import captioned
from views.quality import notes_html
from views.selection import Selection
from views.tables import html_table

selection, _ = frame.open_page("compare")
lang, theme = selection.lang, frame.theme()

# Filled when the map has been sent: it is what a reader waits for.
fill_choices = choices_later(selection, ("cities", "compare_level", "compare_indicator", "year"))
frame.link_notes("compare", selection)
frame.stop_without_figures("compare", selection, fill_choices)
made = maker("compare", selection)
model = made(
    "model",
    lambda: build_comparison(
        get_store(), get_availability(), selection, theme=theme, cities=get_choices().cities
    ),
)
frame.headline(model.headline, model.subtitle, model.sentence)
badge = st.container()  # filled below, too


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    picks = picking.chip(model.figure, model.places, lang)
    place_picker(model.places, picks, selection)
    st.html(made(f"{picks}", lambda: model.details(picks)))


@st.fragment
@guard()
def claim() -> None:
    """Check one claim; another one runs this alone."""
    text = st.query_params.get("claim", "")
    claim_checker(selection, text, lambda text: state.choose("claim", text), cities=model.names)


map_panel.draw(model.chart, model.paint(), key="wall", height=460)
fill_choices()
with badge:
    comparability_badge(selection, selection.cities, cities=model.names)
said, over = st.columns([0.66, 0.34], gap="large", vertical_alignment="center")
with said:
    st.caption(
        _(
            "Same ground scale in every panel: one scale bar and one legend hold for all. Zooming moves all panels together."
        )
    )
with over:
    lay_over(selection, model.names)
legend, notes = st.columns([0.36, 0.64], gap="large")
with legend:
    st.html(model.legend)
with notes:
    details()
    for text in model.notes:
        frame.note(text)
    frame.source_line(model.source)

if selection.level == "regency":
    frame.section(_("Check a claim"))
    claim()
frame.section(_("In order"))
figure_with_table(made("dots", lambda: compare_charts.dots(model)), key="dots", lang=lang)
strip = made("strip", lambda: compare_charts.strip(model))
if strip is not None:
    frame.section(_("Among all regencies and cities"))
    figure_with_table(strip, key="strip", lang=lang)
side = maker("compare", Selection(lang=lang, cities=selection.cities))  # the same for every indicator
profile = side("profile", lambda: compare_charts.profile(model))
if profile is not None:
    frame.section(_("Across indicators"))
    figure_with_table(profile, key="profile", lang=lang)
    profile_comparability(selection.cities, level="regency", lang=lang)
frame.section(_("All figures side by side"))
table, reasons = side("table", lambda: compare_charts.table(model))
st.html(
    html_table(
        table,
        caption=captioned(_("Latest figure of each indicator, with its year"), table, lang),
        theme=theme,
        numeric=list(table.columns[1:]),
    )
)
st.html(notes_html(_("What the marks mean here"), reasons) or "<span></span>")
with st.expander(_("Class limits")):
    class_settings(selection)
frame.close_page("compare", selection)
