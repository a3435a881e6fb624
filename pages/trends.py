"""Trends: how chosen cities changed among their peers, by rank and since a year, and what their pace would mean."""

import streamlit as st

from pages.parts import frame, peer_fields, picking
from pages.parts.badge import comparability_badge
from pages.parts.charts import figure_alone, figure_with_table
from pages.parts.choices_bar import choices_bar
from pages.parts.drawer import place_picker
from pages.parts.session import get_availability, get_choices, get_store, known_error, maker
from pages.parts.start import guard
from views.marking import captioned
from views.tables import html_table
from views.trend_marked import marked_trends
from views.trend_panels import panel_table_html, panels
from views.trends import build_trends

selection, _ = frame.open_page("trends")
lang, theme = selection.lang, frame.theme()

choices_bar(selection, ("trend_cities", "trend_indicator", "since", "year"))
frame.link_notes("trends", selection)
frame.stop_without_figures("trends", selection)
made = maker("trends", selection)
model = made(
    "model",
    lambda: build_trends(get_store(), get_availability(), selection, theme=theme, known_error=known_error),
)
frame.headline(model.headline, model.subtitle, model.sentence)
comparability_badge(selection, selection.cities, cities=get_choices().cities, since=selection.since)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked places; a click marks them in every view by itself and runs this alone."""
    said, find = st.columns([0.6, 0.4], gap="small", vertical_alignment="bottom")
    with said:
        picks = picking.chip(None, model.shown, lang)
    with find:
        place_picker(model.shown, picks, selection)
    st.html(marked_trends(model, picks) or "<span></span>")


figure_with_table(made("lines", model.lines), key="lines", lang=lang)
details()
frame.small(model.peers_text)
for text in model.notes:
    frame.note(text)
frame.source_line(model.source)
peer_fields.trend_drawer(selection)

frame.section(_("Each place among its own peers"))
peer_fields.scale_switch(selection)
shown = made("panels", lambda: panels(model))
for column, panel in zip(st.columns(len(shown), gap="medium"), shown, strict=True):
    with column:
        frame.panel_title(panel.name, panel.code)
        figure_alone(panel.chart, key=f"panel_{panel.code}")
with st.expander(_("The numbers as a table")):
    st.html(panel_table_html(model))

if model.ranks is not None:
    frame.section(_("Rank among all regencies and cities"))
    frame.paragraph(model.ranks_sentence)
    figure_with_table(model.ranks, key="ranks", lang=lang)

measured = made("measured", model.measured)
if measured is not None:
    frame.section(_("Change over the years"))
    peer_fields.measure_switch(selection, model.measure_names)
    chart, sentence = measured
    frame.paragraph(sentence)
    figure_with_table(chart, key="measured", lang=lang)

pace = made("pace", model.pace)
if pace is not None:
    frame.section(_("At this pace, how many years to the best peer"))
    table, sentence = pace
    frame.paragraph(sentence)
    numeric, codes = list(table.columns[1:]), selection.cities
    caption = captioned(model.pace_caption, table, lang)
    st.html(html_table(table, caption=caption, theme=theme, numeric=numeric, codes=codes))
frame.close_page("trends", selection)
