"""Method: how each number is made, the quality of the boundaries, versions and licences."""

import streamlit as st

from pages.parts import frame
from pages.parts.data import get_store
from views.method import comparing_markdown, method_markdown, patterns_markdown, quality_rows
from views.method_rules import rules_table
from views.tables import html_table

selection, _ = frame.open_page("method")
store = get_store()

frame.choices_bar(selection, ())
frame.link_notes("method", selection)
frame.headline(
    _("How the numbers and the maps are made"),
    _("Data {version}; boundaries {vintage}").format(version=store.version, vintage=store.boundary_vintage),
)
st.markdown(method_markdown(store, selection.lang))
st.markdown(comparing_markdown(store, selection.lang))
st.markdown(patterns_markdown(selection.lang))
rules = rules_table(store, selection.lang)
with st.expander(_("The rules of the badge")):
    st.html(
        html_table(rules, caption=_("Rules in the order in which they are looked at"), theme=frame.theme())
    )
frame.section(_("Quality of the boundaries"))
table = quality_rows(store, selection.lang)
st.caption(_("The pilots, then the regencies and cities whose drawn area is furthest from the official one."))
st.html(
    html_table(
        table, caption=_("Drawn and official area"), theme=frame.theme(), numeric=list(table.columns[2:])
    )
)
frame.close_page("method", selection)
