"""Links from one page to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geodata.codes import CODE_LENGTH
from pages.parts.session import get_choices
from views.i18n import translator
from views.markup import escape_markdown

if TYPE_CHECKING:
    from views.frameworks import Line

_ICONS = {"overview": ":material/public:", "city": ":material/map:", "data": ":material/table:"}


def pilot_links(code: str, lang: str) -> None:
    """Way from a picked place to its own page."""
    _ = translator(lang)
    regency = code[: CODE_LENGTH["regency"]]
    city = "31" if code.startswith("31") else regency
    inside = {"level": "district", "place": code} if code.startswith(f"{regency}.") else {}
    if city in get_choices().cities:
        st.page_link(
            "pages/city.py",
            label=_("Open the city map"),
            icon=":material/map:",
            query_params={"lang": lang, "city": city, **inside},
        )


def network_link(lang: str) -> None:
    """Way to the network and the frameworks."""
    _ = translator(lang)
    st.page_link(
        "pages/network.py",
        label=_("The network’s cities, and the frameworks with every indicator"),
        icon=":material/hub:",
        query_params={"lang": lang},
    )


def indicator_link(line: Line, lang: str) -> None:
    """Way from an indicator to the page that shows it."""
    st.page_link(
        f"pages/{line.target.page}.py",
        label=escape_markdown(line.name),
        icon=_ICONS[line.target.page],
        query_params={"lang": lang, **line.target.params},
    )
