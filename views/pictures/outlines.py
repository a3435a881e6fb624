"""Outlines of places for a picture: those that the screen has, on the ground of a projection that is true to area.

Geometry is read from the files that the store made for the browser: the same outlines in the same order as the classes and
texts of a paint, and the only ones that a reader's own zones have.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from views.maps import STATIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.path import Path
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RADIUS_M = 6_371_007.2
"""Radius of the sphere with the area of the ellipsoid, as in ``static/atlas-map.js``."""
_PRIVATE = "data:"


@dataclass(frozen=True)
class Ground:
    """A projection true to area on that sphere: Lambert's azimuthal one around a city, a cylindrical one for the country.

    Attributes
    ----------
    lon, lat
        Its centre in degrees; `lat` is None for the country.
    """

    lon: float
    lat: float | None

    def metres(self, degrees: Floats) -> Floats:
        """Longitudes and latitudes, ``(N, 2)``, as metres east and north of the centre."""
        x, y = _transformer(self.lon, self.lat).transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([x, y])


@lru_cache(maxsize=64)
def _transformer(lon: float, lat: float | None) -> Any:
    from pyproj import Transformer

    name = f"+proj=cea +lon_0={lon}" if lat is None else f"+proj=laea +lon_0={lon} +lat_0={lat}"
    return Transformer.from_crs(
        f"+proj=longlat +R={RADIUS_M}", f"{name} +R={RADIUS_M} +units=m", always_xy=True
    )


@dataclass(frozen=True)
class Layer:
    """Places of one layer in metres.

    Attributes
    ----------
    codes, names
        One a place, in the order of the file.
    at
        Label points, ``(P, 2)``.
    corners
        Corners of all rings one after the other, each ring closed, ``(N, 2)``.
    rings
        Where each ring starts in `corners`, and its end: R + 1.
    places
        Where each place's rings start in `rings`, and their end: P + 1.
    outer
        Whether a ring is an outline and no hole, one a ring.
    boxes
        West, south, east, north of each place's largest part, ``(P, 4)``.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    at: Floats
    corners: Floats
    rings: NDArray[np.intp]
    places: NDArray[np.intp]
    outer: NDArray[np.bool_]
    boxes: Floats


@dataclass(frozen=True)
class _Raw:
    codes: tuple[str, ...]
    names: tuple[str, ...]
    at: Floats
    corners: Floats
    rings: NDArray[np.intp]
    places: NDArray[np.intp]
    outer: NDArray[np.bool_]


def read(path: str) -> dict[str, Any]:
    """Content of a geometry file below ``static/``, or of a data URL (a reader's own zones)."""
    if path.startswith(_PRIVATE):
        content = json.loads(base64.b64decode(path.partition(",")[2]))
    else:
        content = json.loads((STATIC / path).read_text(encoding="utf-8"))
    return dict(content)


def layers_in(path: str, ground: Ground) -> dict[str, Layer]:
    """All layers of a file; files of the store are kept, those of one reader are not."""
    return _layers(path, ground) if path.startswith(_PRIVATE) else _kept_layers(path, ground)


@lru_cache(maxsize=24)
def _kept_layers(path: str, ground: Ground) -> dict[str, Layer]:
    return _layers(path, ground)


@lru_cache(maxsize=4)
def borders_in(path: str, ground: Ground) -> dict[str, list[Floats]]:
    """Lines between places of a level in metres, by the name of the level; none in files without them."""
    content = read(path).get("borders", {})
    found: dict[str, list[Floats]] = {}
    for level in (name for name in content if name != "q"):
        lines = [np.asarray(flat, dtype="float64").reshape(-1, 2).cumsum(axis=0) for flat in content[level]]
        found[level] = [ground.metres(line / content["q"]) for line in lines]
    return found


def _layers(path: str, ground: Ground) -> dict[str, Layer]:
    raw = _decoded(path) if path.startswith(_PRIVATE) else _kept_decoded(path)
    return {name: _projected(layer, ground) for name, layer in raw.items()}


@lru_cache(maxsize=12)
def _kept_decoded(path: str) -> dict[str, _Raw]:
    return _decoded(path)


def _decoded(path: str) -> dict[str, _Raw]:
    return {name: _decode(layer) for name, layer in read(path).get("layers", {}).items()}


def _decode(layer: dict[str, Any]) -> _Raw:
    """Corners in degrees; outlines run one way round and holes the other, so that a hole stays open when filled."""
    q, rings, outer, starts = layer["q"], [], [], [0]
    for _code, _name, _x, _y, polygons in layer["places"]:
        for polygon in polygons:
            for i, flat in enumerate(polygon):
                ring = np.cumsum(np.asarray(flat, dtype="float64").reshape(-1, 2), axis=0) / q
                ring = np.vstack([ring, ring[:1]])
                rings.append(ring if (_area(ring) > 0) == (i == 0) else ring[::-1])
                outer.append(i == 0)
        starts.append(len(rings))
    places = layer["places"]
    return _Raw(
        tuple(str(place[0]) for place in places),
        tuple(str(place[1]) for place in places),
        np.array([[place[2], place[3]] for place in places], dtype="float64").reshape(-1, 2) / q,
        np.concatenate(rings) if rings else np.empty((0, 2)),
        np.concatenate([[0], np.cumsum([len(ring) for ring in rings])]).astype(np.intp),
        np.array(starts, dtype=np.intp),
        np.array(outer, dtype=bool),
    )


def _area(ring: Floats) -> float:
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def _projected(raw: _Raw, ground: Ground) -> Layer:
    corners = ground.metres(raw.corners)
    at = ground.metres(raw.at)
    if len(raw.rings) < 2:
        return Layer(raw.codes, raw.names, at, corners, raw.rings, raw.places, raw.outer, np.empty((0, 4)))
    starts = raw.rings[:-1]
    lows, highs = np.minimum.reduceat(corners, starts), np.maximum.reduceat(corners, starts)
    size = np.where(raw.outer, np.prod(highs - lows, axis=1), -1.0)
    boxes = np.full((len(raw.codes), 4), np.nan)
    for i, (first, last) in enumerate(zip(raw.places[:-1], raw.places[1:], strict=True)):
        if last > first:
            largest = first + int(np.argmax(size[first:last]))
            boxes[i] = [*lows[largest], *highs[largest]]
    return Layer(raw.codes, raw.names, at, corners, raw.rings, raw.places, raw.outer, boxes)


@dataclass(frozen=True)
class View:
    """Part of the ground on a page: metres to units, y downwards.

    Attributes
    ----------
    scale
        Units a metre.
    x, y
        Where the centre of the projection lies on the page.
    """

    scale: float
    x: float
    y: float

    def units(self, metres: Floats) -> Floats:
        """Metres as places on the page."""
        return metres * [self.scale, -self.scale] + [self.x, self.y]


GRID = 0.2
"""Corners lie on a grid of so many units: finer than any printer shows, and files a fraction as long."""


def paths(layer: Layer, view: View, *, filled: bool = False) -> list[Path | None]:
    """Outline of each place on a page; None for one too small to be drawn.

    Corners that two places share stay shared, so that no gap opens between them. `filled` leaves holes out: where a village
    has no outline there is land all the same, not sea.
    """
    from matplotlib.path import Path as Outline

    if not len(layer.corners):
        return [None] * len(layer.codes)
    on_grid = np.round(view.units(layer.corners) / GRID) * GRID
    starts, ends = layer.rings[:-1], layer.rings[1:] - 1
    keep = np.ones(len(on_grid), dtype=bool)
    keep[1:] = (on_grid[1:] != on_grid[:-1]).any(axis=1)
    keep[starts] = keep[ends] = True
    counts = np.add.reduceat(keep, starts)
    good = (counts >= 4) & (layer.outer | (not filled))
    keep &= np.repeat(good, np.diff(layer.rings))
    codes = np.full(len(on_grid), Outline.LINETO, dtype=Outline.code_type)
    codes[starts], codes[ends] = Outline.MOVETO, Outline.CLOSEPOLY
    first = np.concatenate([[0], np.cumsum(keep)])
    corners, codes = on_grid[keep], codes[keep]
    found: list[Path | None] = []
    for a, b in _slices(layer, first):
        found.append(Outline(corners[a:b], codes[a:b]) if b > a else None)
    return found


def _slices(layer: Layer, first: NDArray[np.intp]) -> Sequence[tuple[int, int]]:
    edges = first[layer.rings[layer.places]]
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def near(layer: Layer, view: View, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Which places come into a box of the page (left, top, right, bottom)."""
    corners = view.units(layer.corners)
    starts = layer.rings[:-1]
    low, high = np.minimum.reduceat(corners, starts), np.maximum.reduceat(corners, starts)
    left, top, right, bottom = box
    seen = (low[:, 0] < right) & (high[:, 0] > left) & (low[:, 1] < bottom) & (high[:, 1] > top)
    return np.array([bool(seen[a:b].any()) for a, b in zip(layer.places[:-1], layer.places[1:], strict=True)])
