"""Links from one page to another."""

from __future__ import annotations

import streamlit as st

from pages.parts.data import get_choices
from views.i18n import translator


def pilot_links(code: str, lang: str) -> None:
    """Way from a picked place to its own page."""
    _ = translator(lang)
    city = "31" if code.startswith("31") else code
    if city in get_choices().cities:
        st.page_link(
            "pages/city.py",
            label=_("Open the city map"),
            icon=":material/map:",
            query_params={"lang": lang, "city": city},
        )
