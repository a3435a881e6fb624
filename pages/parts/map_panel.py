"""A folium map in the page: geometry once, values on every rerun, a click comes back as a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit_folium import st_folium

from pages.parts import state

if TYPE_CHECKING:
    import folium


def draw(chart: folium.Map, paint: folium.FeatureGroup, *, key: str, height: int, selected: str) -> str:
    """Draw a map and give the place that is selected after the reader's last click.

    A click on the selected place lets it go. The choice stands in the address at once.
    """
    answer = st_folium(
        chart,
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=paint,
    )
    clicked = (answer or {}).get("last_active_drawing") or {}
    stamp, code = clicked.get("id", ""), clicked.get("properties", {}).get("code", "")
    if not stamp or st.session_state.get(f"{key}_stamp") == stamp:
        return selected
    st.session_state[f"{key}_stamp"] = stamp
    chosen = "" if code == selected else code
    state.choose("place", chosen)
    st.rerun(scope="fragment")
    return chosen
