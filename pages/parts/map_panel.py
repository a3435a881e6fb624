"""A folium map in the page: geometry once, values on every rerun, a click comes back as a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit_folium import st_folium

from pages.parts import state

if TYPE_CHECKING:
    import folium


def picked(key: str) -> str:
    """Place that is picked on a page, after the reader's last click on the map `key`.

    A click on the picked place lets it go. streamlit-folium keeps its answer under the key before the script runs again, so the
    map is drawn once with the new choice; a rerun would start from the address as it was before the click.
    """
    place = st.query_params.get("place", "")
    clicked = (st.session_state.get(key) or {}).get("last_active_drawing") or {}
    stamp, code = clicked.get("id", ""), clicked.get("properties", {}).get("code", "")
    if not stamp or st.session_state.get(f"{key}_stamp") == stamp:
        return place
    st.session_state[f"{key}_stamp"] = stamp
    chosen = "" if code == place else code
    state.choose("place", chosen)
    return chosen


def draw(chart: folium.Map, paint: folium.FeatureGroup, *, key: str, height: int) -> None:
    """Draw a map; its clicks are read with `picked` at the start of the next run."""
    st_folium(
        chart,
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=paint,
    )
