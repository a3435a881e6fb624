"""Trends: how chosen cities changed among their peers, by rank and since a year, and what their pace would mean."""

import streamlit as st

from pages.parts import frame, peer_fields
from pages.parts.badge import comparability_badge
from pages.parts.charts import figure_alone, figure_with_table
from pages.parts.data import get_availability, get_choices, get_store
from views.tables import html_table
from views.trends import build_trends

selection, _ = frame.open_page("trends")
lang, theme = selection.lang, frame.theme()

frame.choices_bar(selection, ("trend_cities", "trend_indicator", "since", "year"))
frame.link_notes("trends", selection)
frame.stop_without_figures("trends", selection)
model = build_trends(get_store(), get_availability(), selection, theme=theme)
frame.headline(model.headline, model.subtitle, model.sentence)
comparability_badge(selection, selection.cities, cities=get_choices().cities, since=selection.since)

figure_with_table(model.lines(), key="lines", lang=lang)
frame.small(model.peers_text)
for text in model.notes:
    frame.note(text)
frame.source_line(model.source)
peer_fields.trend_drawer(selection)

frame.section(_("Each place among its own peers"))
panels = model.multiples()
for column, (name, chart) in zip(st.columns(len(panels), gap="medium"), panels, strict=True):
    with column:
        frame.panel_title(name)
        figure_alone(chart, key=f"panel_{name}")
frame.small(_("The numbers of these panels stand in the table of the first figure."))

if model.ranks is not None:
    frame.section(_("Rank among all regencies and cities"))
    frame.paragraph(model.ranks_sentence)
    figure_with_table(model.ranks, key="ranks", lang=lang)

measured = model.measured()
if measured is not None:
    frame.section(_("Change over the years"))
    peer_fields.measure_switch(selection, model.measure_names)
    chart, sentence = measured
    frame.paragraph(sentence)
    figure_with_table(chart, key="measured", lang=lang)

pace = model.pace()
if pace is not None:
    frame.section(_("At this pace, how many years to the best peer"))
    table, sentence = pace
    frame.paragraph(sentence)
    st.html(html_table(table, caption=model.pace_caption, theme=theme, numeric=list(table.columns[1:])))
frame.close_page("trends", selection)
