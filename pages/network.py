"""Network and frameworks: the 31 cities of the ASEAN network, and what stands in for each part of three frameworks."""

import streamlit as st

from pages.parts import frame, frameworks, picking
from pages.parts.charts import figure_alone
from pages.parts.choices_bar import choices_bar
from pages.parts.drawer import place_picker
from pages.parts.session import get_availability, get_choices, get_store, maker
from pages.parts.start import guard
from views.frameworks import build_framework
from views.network import build_network, nothing_named
from views.tables import html_table

selection, _ = frame.open_page("network")
store, lang, theme = get_store(), selection.lang, frame.theme()

choices_bar(selection, ())
frame.link_notes("network", selection)
made = maker("network", selection)
network = made("network", lambda: build_network(store, lang=lang, theme=theme))
frame.headline(network.headline, network.subtitle, network.sentence)


@st.fragment
@guard()  # what happens in a fragment does not reach app.py
def details() -> None:
    """Tell of the picked cities; a click marks them in every view by itself and runs this alone."""
    said, find = st.columns([0.6, 0.4], gap="small", vertical_alignment="bottom")
    with said:
        picks = picking.chip(None, network.names, lang)
    with find:
        place_picker(network.names, picks, selection)
    st.html(network.details(picks, lang=lang, theme=theme) or "<span></span>")


wide, narrow = st.columns([0.64, 0.36], gap="medium")
with wide, st.container(key="network_map"):
    figure_alone(network.chart, key="network", height="stretch")
with narrow:
    st.html(network.key + network.list)
details()
table = network.chart.table
with st.expander(_("The cities as a table")):
    st.caption(nothing_named(lang))
    caption, codes = network.chart.alt, network.chart.codes
    st.html(html_table(table, caption=caption, theme=theme, caption_hidden=True, codes=codes))
frame.source_line(network.source)

if network.projects:
    frame.section(_("What the Indonesian cities brought to the network"))
    st.html(network.projects)

frame.section(_("Frameworks: which indicators stand in for each part"))
frameworks.framework_switch(selection)
framework = made(
    "framework",
    lambda: build_framework(
        store, get_availability(), selection.framework, cities=get_choices().cities, lang=lang
    ),
)
frame.paragraph(framework.intro)
frame.note(framework.note)
st.caption(
    _(
        "A year alone: a figure for the place as a whole. The name of an indicator leads to the page that shows it."
    )
)
frameworks.parts(framework, selection)
frame.close_page("network", selection)
