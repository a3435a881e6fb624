"""Method: how each number is made, the quality of the boundaries, versions and licences."""

import streamlit as st

from pages.parts import frame
from pages.parts.choices_bar import choices_bar
from pages.parts.session import get_store, maker
from views.method import method_parts, quality_rows
from views.method_rules import rules_table
from views.tables import html_table

selection, _ = frame.open_page("method")
store, made = get_store(), maker("method", selection)

choices_bar(selection, ())
frame.link_notes("method", selection)
frame.headline(
    _("How the numbers and the maps are made"),
    _("Data {version}; boundaries {vintage}").format(version=store.version, vintage=store.boundary_vintage),
)
rules = html_table(
    made("rules", lambda: rules_table(store, selection.lang)),
    caption=_("Rules in the order in which they are looked at"),
    theme=frame.theme(),
)
for number, part in enumerate(made("parts", lambda: method_parts(store, selection.lang)), 1):
    frame.section(part.title)
    st.markdown(part.intro)
    with st.container(gap="xxsmall", key=f"method_part_{number}"):
        for section in part.sections:
            with st.expander(section.title):
                st.markdown(section.text)
                if section.rules:
                    st.html(rules)
frame.section(_("Quality of the boundaries"))
table = made("quality", lambda: quality_rows(store, selection.lang))
st.caption(_("The pilots, then the regencies and cities whose drawn area is furthest from the official one."))
st.html(
    html_table(
        table, caption=_("Drawn and official area"), theme=frame.theme(), numeric=list(table.columns[2:])
    )
)
frame.close_page("method", selection)
