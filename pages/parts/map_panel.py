"""A folium map in the page: geometry once, values on every rerun; its clicks go to the page's chip (``pages/parts/picking``)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from streamlit import runtime
from streamlit_folium import st_folium

if TYPE_CHECKING:
    import folium

_PAINTING_S = 0.16
"""What a browser takes for a map that it was told of. What comes in this time is drawn first, in the same frame: a chart takes
it an eighth of a second or more, in which the map stands still in its old colours."""
_drawn = threading.local()


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
    _drawn.at = time.monotonic()


def let_paint() -> None:
    """Wait until the browser can have painted the map of this run, before it is given a chart to draw."""
    left = getattr(_drawn, "at", 0.0) + _PAINTING_S - time.monotonic()
    if left > 0 and runtime.exists():
        time.sleep(left)
