"""Pilot City Atlas: the frame. Pages are in ``pages/``; this file names them and runs the one that was asked for."""

from __future__ import annotations

import streamlit as st

st.set_page_config(
    page_title="Atlas Kota Percontohan",
    page_icon="static/icon.svg",
    layout="wide",
    initial_sidebar_state="collapsed",
)

from pages.parts.start import guard, language  # noqa: E402  (after set_page_config, which must come first)
from views.i18n import translator  # noqa: E402

_ = translator(language())
# The first page has no path of its own ("/"). Streamlit answers "/overview" with a dialog in English, so a hidden page of that
# path leads there; the path given here only has to be another one.
OVERVIEW = st.Page("pages/overview.py", title=_("Overview"), url_path="start", default=True)


def overview_by_name() -> None:
    """Open the overview with all that the address says."""
    st.switch_page(OVERVIEW, query_params=st.query_params.to_dict())


PAGES = [
    OVERVIEW,
    st.Page(overview_by_name, title=_("Overview"), url_path="overview", visibility="hidden"),
    st.Page("pages/city.py", title=_("City map"), url_path="city"),
    st.Page("pages/compare.py", title=_("Compare"), url_path="compare"),
    st.Page("pages/trends.py", title=_("Trends"), url_path="trends"),
    st.Page("pages/index.py", title=_("Index"), url_path="index"),
    st.Page("pages/peers.py", title=_("Peers"), url_path="peers"),
    st.Page("pages/patterns.py", title=_("Patterns"), url_path="patterns"),
    st.Page("pages/network.py", title=_("Network & frameworks"), url_path="network"),
    st.Page("pages/data.py", title=_("Data"), url_path="data"),
    st.Page("pages/method.py", title=_("Method"), url_path="method"),
]
page = st.navigation(PAGES, position="top")
with guard():
    page.run()
