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
from views.page_names import page_names  # noqa: E402

PAGES = [
    st.Page(f"pages/{page}.py", title=title, url_path=page, default=page == "overview")
    for page, title in page_names(language()).items()
]
page = st.navigation(PAGES, position="top")
with guard():
    page.run()
