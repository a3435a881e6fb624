"""A folium map in the page: geometry once, values on every rerun; its clicks go to the page's chip (``pages/parts/picking``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streamlit_folium import st_folium

if TYPE_CHECKING:
    import folium


def draw(chart: folium.Map, paint: folium.FeatureGroup, *, key: str, height: int) -> None:
    """Draw a map."""
    st_folium(
        chart,
        key=key,
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=paint,
    )
