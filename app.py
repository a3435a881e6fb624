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
from views.page_names import atlas_name, page_names  # noqa: E402

names = page_names(language())
# The first page has no path of its own ("/"). Streamlit answers "/overview" with a dialog in English, so a hidden page of that
# path leads there; the path given here only has to be another one.
OVERVIEW = st.Page("pages/overview.py", title=names.pop("overview"), url_path="start", default=True)


def overview_by_name() -> None:
    """Open the overview with all that the address says."""
    st.switch_page(OVERVIEW, query_params=st.query_params.to_dict())


PAGES = [
    OVERVIEW,
    st.Page(overview_by_name, title=OVERVIEW.title, url_path="overview", visibility="hidden"),
    *(st.Page(f"pages/{page}.py", title=title, url_path=page) for page, title in names.items()),
]
page = st.navigation(PAGES, position="top")
st.set_page_config(page_title=f"{page.title} · {atlas_name(language())}")  # tabs side by side are told apart
with guard(page.url_path or "overview"):
    page.run()
