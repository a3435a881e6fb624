"""The map's script and payload: the same between reruns, nothing from a CDN, no text that can run."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from streamlit_folium import generate_leaflet_string

from views.maps import (
    Panel,
    PanelPaint,
    asset_url,
    build_map,
    build_paint,
    paint_circles,
    paint_layer,
    script_json,
)

HOSTILE = [
    "</script><script>alert(1)</script>",
    "${alert(1)}",
    "`x`",
    'O\'Neill "q"',
    "<img src=x onerror=alert(1)>",
    "a\u2028b",
]
PANEL = Panel((106.6, -6.4, 107.0, -6.0), scene="geo/scene-31.12345678.json")


def _rendered(chart: object) -> str:
    chart.render()
    return re.sub(r"\s+", "", generate_leaflet_string(chart, base_id="div"))


def test_script_of_the_map_is_the_same_on_every_rerun() -> None:
    first, second = (_rendered(build_map([PANEL], national="geo/n.json", broken="x")) for _ in range(2))
    assert first == second
    assert "AtlasMap.create(map_div," in first


def test_values_do_not_enter_the_script_of_the_map() -> None:
    chart = build_map([PANEL], national="geo/n.json", broken="x")
    paint = build_paint([PanelPaint({})], palette=["#000000"], look={}, lang="en", alt="only in the paint")
    assert "onlyinthepaint" not in _rendered(chart)
    paint.add_to(chart)
    assert "onlyinthepaint" in re.sub(r"\s+", "", generate_leaflet_string(paint, base_id="0"))


def test_nothing_is_asked_from_another_machine() -> None:
    chart = build_map([PANEL], national="geo/n.json", broken="x")
    links = [
        url
        for child in (chart, *chart._children.values())
        for _name, url in [*getattr(child, "default_js", []), *getattr(child, "default_css", [])]
    ]
    assert len(links) == 3
    assert all(url.startswith("../../app/static/") for url in links), links
    assert "tileLayer" not in _rendered(chart)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_cannot_leave_its_string(text: str) -> None:
    written = script_json({"name": text})
    assert json.loads(written) == {"name": text}
    assert not re.search(r"[<`$&\u2028\u2029]", written)


def test_classes_are_written_in_the_order_of_codes() -> None:
    classes = pd.Series([2.0, None, 0.0], index=["31.03", "31.02", "31.01"])
    layer = paint_layer(classes, pd.Series({"31.01": "a", "31.03": "c"}))
    assert layer == {"classes": "0x2", "texts": "a||c"}


def test_circle_of_a_place_without_a_count_is_hatched_ground_and_no_circle() -> None:
    layer = paint_circles(pd.Series([None, 4.0], index=["b", "a"]), pd.Series({"a": "4", "b": ""}))
    assert layer["classes"] == "-x"
    assert layer["radii"] == [4.0, 0]


def test_asset_url_changes_with_the_file() -> None:
    assert re.fullmatch(r"\.\./\.\./app/static/atlas-map\.js\?v=[0-9a-f]{8}", asset_url("atlas-map.js"))
