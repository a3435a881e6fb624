"""Maps: folium carries them, ``static/atlas-map.js`` draws them.

A map's script stays the same from rerun to rerun, so that streamlit-folium keeps its frame; geometry comes once by URL and
stays in the browser's cache; a rerun sends only class numbers, short texts and colours, inside a feature group.

Nothing here asks for tiles, a CDN or a colour map of branca (streamlit-folium would fetch D3 for one).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate, permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from geodata.errors import StoreDamaged
from geodata.manifest import REMEDY
from views.i18n import translator
from views.packing import packed_layer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

STATIC = Path(__file__).parents[1] / "static"
# Seen from streamlit-folium's frame (component/streamlit_folium.st_folium/index.html): a base path does no harm.
STATIC_URL = "../../app/static/"
NO_DATA, HIDDEN = "x", "-"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_SEPARATOR = "|"  # one byte in JSON; a bar inside a text becomes a stroke


@cache
def asset_url(name: str) -> str:
    """URL of a file below ``static/``, with a piece of its hash so that a browser never keeps an old one."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"{STATIC_URL}{name}?v={digest}"


def _geometry(path: str) -> dict[str, Any]:
    try:
        return dict(json.loads((STATIC / path).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise StoreDamaged(f"The map file {STATIC / path} cannot be read ({error}). {REMEDY}") from error


@lru_cache(maxsize=64)
def geometry_facts(path: str) -> dict[str, Any]:
    """What Python must know of a geometry file: its bounds, the codes of each layer, the kinds of points."""
    content = _geometry(path)
    layers = {
        name: [place[0] for place in layer["places"]] for name, layer in content.get("layers", {}).items()
    }
    return {"bounds": content.get("bounds"), "layers": layers, "kinds": sorted(content.get("kinds", {}))}


@lru_cache(maxsize=32)
def neighbours_in(path: str, layer: str) -> dict[str, tuple[str, ...]]:
    """Places of a layer that share a border, by code: at least two corners in common, which the clean coverage gives them."""
    content = _geometry(path)
    owners: dict[tuple[int, int], set[str]] = {}
    for code, _name, _x, _y, polygons in content["layers"][layer]["places"]:
        for ring in (ring for polygon in polygons for ring in polygon):
            corners = zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)
            for corner in corners:
                owners.setdefault(corner, set()).add(code)
    shared = Counter(
        pair for codes in owners.values() if len(codes) > 1 for pair in permutations(sorted(codes), 2)
    )
    found: dict[str, list[str]] = {}
    for (code, other), corners_in_common in shared.items():
        if corners_in_common > 1:
            found.setdefault(code, []).append(other)
    return {code: tuple(sorted(others)) for code, others in found.items()}


def script_json(value: object) -> str:
    r"""JSON that is safe inside a script: no ``<``, no line separators, whatever a place's name holds.

    Examples
    --------
    >>> script_json({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&`$\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}" if sign != ">" else sign)
    return text


@dataclass(frozen=True)
class Panel:
    """One map: which geometry files it loads and where it looks first.

    ``scene`` is None for the country; ``extra`` is a second file (villages); ``bounds`` are west, south, east, north in degrees.
    """

    bounds: tuple[float, float, float, float]
    scene: str | None = None
    extra: str | None = None


@dataclass(frozen=True)
class PanelPaint:
    """What one panel shows now: a layer's classes and texts, outlines, markers, points, lines between neighbours."""

    layers: Mapping[str, Mapping[str, Any]]
    title: str = ""
    note: str = ""
    outlines: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    marks: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    points: Mapping[str, Any] | None = None
    links: Mapping[str, Any] | None = None


def paint_layer(classes: pd.Series, texts: pd.Series) -> dict[str, str]:
    """Class numbers as one string of digits and the tooltip texts, in the order of the geometry file (by code).

    Parameters
    ----------
    classes
        Class number a place, 0 for the lowest; missing means no data. Indexed by code.
    texts
        What the tooltip says a place, same index.
    """
    ordered = classes.sort_index()
    digits = "".join(
        NO_DATA if missing else _DIGITS[int(number)]
        for number, missing in zip(ordered.fillna(0), ordered.isna(), strict=True)
    )
    clean = texts.reindex(ordered.index).fillna("").str.replace(_SEPARATOR, "/")
    return {"classes": digits, "texts": _SEPARATOR.join(clean)}


def paint_circles(radii: pd.Series, texts: pd.Series) -> dict[str, Any]:
    """Counts as circles: radius in pixels a place (area proportional to the count), places themselves left plain."""
    ordered = radii.sort_index()
    clean = texts.reindex(ordered.index).fillna("").str.replace(_SEPARATOR, "/")
    classes = "".join(NO_DATA if missing else HIDDEN for missing in ordered.isna())
    radii = [round(r, 1) for r in ordered.fillna(0).astype(float).tolist()]
    return {"classes": classes, "texts": _SEPARATOR.join(clean), "radii": radii}


class _Create(JSCSSMixin, MacroElement):
    """Starts atlas-map.js on the map it is added to."""

    _template = Template(
        "{% macro script(this, kwargs) %}AtlasMap.create({{ this._parent.get_name() }}, {{ this.config }});{% endmacro %}"
    )

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "AtlasCreate"
        self.config = script_json(config)
        self.default_js = [("atlas-map", asset_url("atlas-map.js"))]


class _Paint(MacroElement):
    """Hands the values of this rerun to atlas-map.js."""

    _template = Template("{% macro script(this, kwargs) %}AtlasMap.paint({{ this.payload }});{% endmacro %}")

    def __init__(self, payload: Mapping[str, Any]) -> None:
        super().__init__()
        self._name = "AtlasPaint"
        panels = [
            panel | {"layers": {name: packed_layer(layer) for name, layer in panel["layers"].items()}}
            for panel in payload["panels"]
        ]
        self.payload = script_json({**payload, "panels": panels})


class _Map(folium.Map):
    """A folium map that loads Leaflet, and nothing else, from the app itself, without the style sheets of a page of its own."""

    default_js = ()
    default_css = ()
    _template = Template(
        "{% macro script(this, kwargs) %}var {{ this.get_name() }} = L.map('{{ this.get_name() }}', {{ this.settings }});{% endmacro %}"
    )

    def __init__(self, center: Sequence[float]) -> None:
        super().__init__(location=center, tiles=None)
        options = {"center": list(center), "zoom": 9, "zoomSnap": 0, "zoomDelta": 0.5, "preferCanvas": True}
        self.settings = script_json({**options, "wheelPxPerZoomLevel": 120, "attributionControl": False})
        self.default_js = [("leaflet", asset_url("vendor/leaflet/leaflet.js"))]
        self.default_css = [("leaflet_css", asset_url("vendor/leaflet/leaflet.css"))]


def build_map(
    panels: Sequence[Panel],
    *,
    national: str,
    broken: str,
    wall: bool = False,
    panel_height: int = 420,
    quiet_labels: bool = False,
    aspect: float | None = None,
) -> folium.Map:
    """Folium map whose script is the same for the same geometry, whatever the values; ``told`` is what it tells the browser.

    Parameters
    ----------
    panels
        One panel, or with `wall` two to four at one ground scale.
    national
        Path below ``static/`` of the country's file: its regencies, or its districts.
    broken
        Sentence shown on the map when its geometry cannot be fetched.
    wall
        Panels side by side in local equal-area projections: the same metres per pixel in each.
    panel_height
        Height of a panel of a wall in pixels.
    quiet_labels
        No names on the map except those of markers.
    aspect
        Height of the map as a share of its width; by default the height the page gives.
    """
    west, south, east, north = panels[0].bounds
    chart = _Map([round((south + north) / 2, 4), round((west + east) / 2, 4)])
    config = {
        "panels": [{"bounds": panel.bounds, "scene": panel.scene, "extra": panel.extra} for panel in panels],
        "national": national,
        "broken": broken,
        "wall": wall,
        "panelHeight": panel_height,
        "quietLabels": quiet_labels,
        "aspect": aspect,
    }
    chart.add_child(_Create(config))
    chart.told = config
    return chart


def build_paint(  # noqa: PLR0913 - options, each with its meaning
    panels: Sequence[PanelPaint],
    *,
    palette: Sequence[str],
    look: Mapping[str, str],
    lang: str,
    alt: str,
    selected: Sequence[str] = (),
    sign: str = "",
    unit: str = "",
    missing: str = "",
) -> folium.FeatureGroup:
    """Feature group that repaints a map from `build_map`, as many panels as the map has; ``told`` is what it tells the browser.

    Parameters
    ----------
    panels
        What each panel shows.
    palette, look
        Colours of the classes, lowest first; colours of ground, lines and letters.
    lang
        "id" or "en": what the frame is read out in, and what its buttons are called.
    alt
        What the map shows, for screen readers.
    selected
        What is picked: codes, or a class as "class-3".
    sign
        What stands right after every number: "%".
    unit, missing
        What a tooltip says after a value, and instead of one.
    """
    _ = translator(lang)
    payload = {
        "palette": list(palette),
        "look": dict(look),
        "lang": lang,
        "zoom": [_("Zoom in"), _("Zoom out")],
        "alt": alt,
        "selected": list(selected),
        "sign": sign,
        "unit": unit,
        "missing": missing,
        "panels": [dict(vars(panel)) for panel in panels],
    }
    group = folium.FeatureGroup(name="atlas")
    group.add_child(_Paint(payload))
    group.told = payload
    return group
