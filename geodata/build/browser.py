"""The browser's geometry under `static/geo/`: two files for the country, one a scene, and the pilots' villages and points."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geodata.build.country import (
    Q_COUNTRY,
    border_lines,
    districts_on_grid,
    unions_on_grid,
    without_small_islands,
)
from geodata.build.frames import records
from geodata.build.layers import Layer, Layers
from geodata.codes import CODE_LENGTH, Detail, Level, is_within, level_of
from geodata.crs import to_degrees, to_metres
from geodata.encode import Q_FINE, Q_WIDE, encode_layer, encode_point, file_name, to_bytes
from geodata.geometry import dissolve, parts, simplify

__all__ = ["BrowserFile", "browser_files", "main_bounds", "remove_stale", "write_files"]

COUNTRY_TOLERANCE_M = 1200.0
MAIN_SHARE = 0.97
CONTEXT_WINDOW = 2.0
CONTEXT_PART_WINDOW = 2.5
OUTSIDE_STEP = 8
FORMAT = 1

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class BrowserFile:
    """One file: its name without digest, what it holds and its bytes."""

    name: str
    layers: tuple[str, ...]
    data: bytes

    @property
    def file(self) -> str:
        """File name with the digest of its content."""
        return file_name(self.name, self.data)

    def record(self) -> dict[str, Any]:
        """Entry in `browser.json`."""
        return {"file": self.file, "bytes": len(self.data), "layers": list(self.layers)}


class _Atlas:
    """Layers of the build with names and label points, looked up by level, detail and code."""

    def __init__(self, layers: Layers, places: pd.DataFrame) -> None:
        self.layers = layers
        self.labels = {row.code: (row.name, row.label_x, row.label_y) for row in records(places)}

    def layer(self, level: Level, detail: Detail) -> Layer:
        return self.layers.by_name.get((level, detail), Layer((), np.empty(0, dtype=object)))

    def select(self, level: Level, detail: Detail, within: str) -> list[tuple[str, shapely.Geometry]]:
        layer = self.layer(level, detail)
        # Codes are sorted, so the places inside one lie together; "/" comes right after "." in the alphabet.
        first, last = bisect_left(layer.codes, within), bisect_left(layer.codes, f"{within}/")
        return list(zip(layer.codes[first:last], layer.shapes[first:last], strict=True))

    def encode(self, pairs: Iterable[tuple[str, shapely.Geometry]], *, q: int) -> dict[str, Any]:
        return encode_layer(((code, *self.labels[code], shape) for code, shape in pairs), q=q)


def browser_files(
    layers: Layers, places: pd.DataFrame, points: pd.DataFrame, *, pilots: tuple[str, ...]
) -> list[BrowserFile]:
    """Every file of the browser's geometry, by name.

    Parameters
    ----------
    layers
        The layers of the store, in degrees.
    places
        The table of places.
    points
        The table of points.
    pilots
        Codes of the pilots; these are drawn at city detail and have village and point files.
    """
    atlas = _Atlas(layers, places)
    files = [_national(atlas), _districts(atlas, pilots)]
    files += _scenes(atlas, pilots)
    present = [code for code in pilots if atlas.select("village", "city", code)]
    files += [_villages(atlas, code) for code in present]
    files += [_points(points, code) for code in present]
    return sorted(files, key=lambda item: item.name)


def _national(atlas: _Atlas) -> BrowserFile:
    """The country at once: on a screen a pixel is kilometres, so its lines are coarser than the national detail."""
    layer = atlas.layer("regency", "national")
    coarse = (
        to_degrees(simplify(to_metres(layer.shapes), tolerance=COUNTRY_TOLERANCE_M))
        if len(layer.codes)
        else layer.shapes
    )
    provinces, unions = dissolve(coarse, pd.Series(layer.codes, dtype="str").str[:2])
    whole = set(atlas.layer("province", "national").codes)
    shapes = {
        "province": [pair for pair in zip(provinces, unions, strict=True) if pair[0] in whole],
        "regency": list(zip(layer.codes, coarse, strict=True)),
    }
    content: dict[str, Any] = {"format": FORMAT, "layers": {}}
    for level, pairs in shapes.items():
        kept = without_small_islands(np.array([shape for _, shape in pairs], dtype=object))
        content["layers"][level] = atlas.encode(zip([code for code, _ in pairs], kept, strict=True), q=Q_WIDE)
    return BrowserFile("national", tuple(content["layers"]), to_bytes(content))


def _districts(atlas: _Atlas, pilots: tuple[str, ...]) -> BrowserFile:
    """All districts of the country, with provinces and pilots as unions of them and the lines between regencies."""
    layer = atlas.layer("district", "district")
    labels = np.array([atlas.labels[code][1:] for code in layer.codes], dtype=float).reshape(-1, 2)
    shapes = districts_on_grid(layer, labels)
    above = {
        "province": unions_on_grid(layer.codes, shapes, atlas.layer("province", "district").codes),
        # Of a pilot that is built in part there is no place to draw.
        "pilot": unions_on_grid(layer.codes, shapes, tuple(code for code in pilots if code in atlas.labels)),
    }
    content: dict[str, Any] = {"format": FORMAT, "layers": {}}
    for level, pairs in {"district": list(zip(layer.codes, shapes, strict=True)), **above}.items():
        degrees = ((code, shapely.transform(shape, lambda xy: xy / Q_COUNTRY)) for code, shape in pairs)
        content["layers"][level] = atlas.encode(degrees, q=Q_COUNTRY)
    # Many districts share a name; the regency's tells them apart.
    content["within"] = {
        code: atlas.labels[code][0]
        for code in dict.fromkeys(code[: CODE_LENGTH["regency"]] for code in layer.codes)
    }
    content["borders"] = {"q": Q_COUNTRY, "regency": border_lines(layer.codes, shapes)}
    return BrowserFile("districts", tuple(content["layers"]), to_bytes(content))


def _scenes(atlas: _Atlas, pilots: tuple[str, ...]) -> Iterator[BrowserFile]:
    neighbours = atlas.layer("regency", "district")
    tree = shapely.STRtree(neighbours.shapes)
    codes = list(neighbours.codes)
    codes += [
        code for code in pilots if level_of(code) == "province" and atlas.select("province", "city", code)
    ]
    for code in sorted(codes):
        yield _scene(atlas, code, neighbours, tree, city=any(is_within(code, pilot) for pilot in pilots))


def _scene(atlas: _Atlas, code: str, others: Layer, tree: shapely.STRtree, *, city: bool) -> BrowserFile:
    detail: Detail = "city" if city else "district"
    q = Q_FINE if city else Q_WIDE
    own = atlas.select(level_of(code), detail, code)[0][1]
    bounds = main_bounds(own)
    context = _context(code, bounds, others, tree)
    content = {
        "format": FORMAT,
        "code": code,
        "name": atlas.labels[code][0],
        "bounds": _rounded(bounds),
        "full_bounds": _rounded(shapely.bounds(own)),
        "layers": {
            "context": atlas.encode(context, q=Q_WIDE),
            "regency": atlas.encode(atlas.select("regency", detail, code), q=q),
            "district": atlas.encode(atlas.select("district", detail, code), q=q),
        },
    }
    return BrowserFile(f"scene-{code}", ("context", "regency", "district"), to_bytes(content))


def _context(
    code: str, bounds: Bounds, others: Layer, tree: shapely.STRtree
) -> list[tuple[str, shapely.Geometry]]:
    """Other regencies that meet a window of twice the bounds, less their parts far outside."""
    near = shapely.box(*_widened(bounds, CONTEXT_WINDOW))
    window = shapely.box(*_widened(bounds, CONTEXT_PART_WINDOW))
    found = []
    for index in sorted(tree.query(near, predicate="intersects").tolist()):
        if not is_within(others.codes[index], code):
            pieces = shapely.get_parts(others.shapes[index])
            kept = pieces[shapely.intersects(pieces, window)]
            found.append((others.codes[index], _thinned(shapely.multipolygons(kept), near.bounds)))
    return found


def _thinned(shape: shapely.Geometry, bounds: Bounds) -> shapely.Geometry:
    """A shape with only every eighth point outside the bounds, where it is never looked at closely.

    A neighbour is drawn whole, so that panning shows no cut edge, but most of its outline lies far outside the scene
    and would be most of the file.
    """
    rings, polygon = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    west, south, east, north = bounds
    x, y = points.T
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    # An edge that leaves the window keeps both its ends.
    keep = inside | np.roll(inside, 1) | np.roll(inside, -1)
    keep[::OUTSIDE_STEP] = True
    first = np.append(True, ring[1:] != ring[:-1])
    keep |= first | np.roll(first, -1)
    # A ring needs four points; one that would lose more stays as it is.
    keep |= np.bincount(ring, weights=keep)[ring] < 4
    thin = shapely.linearrings(points[keep], indices=ring[keep])
    return shapely.multipolygons(shapely.polygons(thin, indices=polygon))


def main_bounds(shape: shapely.Geometry) -> Bounds:
    """Box of the largest parts that together hold 97 percent of the area, so that far islands do not shrink the place."""
    pieces = parts(shape)
    share = np.cumsum(shapely.area(pieces)) / shapely.area(shape)
    count = int(np.searchsorted(share, MAIN_SHARE)) + 1
    west, south, east, north = shapely.total_bounds(pieces[:count]).tolist()
    return west, south, east, north


def _widened(bounds: Bounds, factor: float) -> Bounds:
    west, south, east, north = bounds
    x, y = (west + east) / 2, (south + north) / 2
    width, height = (east - west) * factor / 2, (north - south) * factor / 2
    return x - width, y - height, x + width, y + height


def _rounded(bounds: Iterable[float]) -> list[float]:
    return [round(float(value), 5) for value in bounds]


def _villages(atlas: _Atlas, code: str) -> BrowserFile:
    layer = atlas.encode(atlas.select("village", "city", code), q=Q_FINE)
    content = {"format": FORMAT, "code": code, "layers": {"village": layer}}
    return BrowserFile(f"village-{code}", ("village",), to_bytes(content))


def _points(points: pd.DataFrame, code: str) -> BrowserFile:
    mine = points[points["district"].str.startswith(f"{code}.").fillna(False).astype(bool)]
    kinds: dict[str, list[list[Any]]] = {}
    for kind, rows in mine.sort_values(["kind", "id"]).groupby("kind", sort=True):
        kinds[str(kind)] = [
            [*encode_point(lon, lat, q=Q_FINE), name]
            for lon, lat, name in zip(rows["lon"], rows["lat"], rows["name"], strict=True)
        ]
    content = {"format": FORMAT, "code": code, "q": Q_FINE, "kinds": kinds}
    return BrowserFile(f"points-{code}", tuple(kinds), to_bytes(content))


def write_files(folder: Path, files: Iterable[BrowserFile]) -> Mapping[str, dict[str, Any]]:
    """Write the files that are not there yet and return the index by name."""
    folder.mkdir(parents=True, exist_ok=True)
    index = {}
    for item in files:
        path = folder / item.file
        if not path.is_file() or path.read_bytes() != item.data:
            path.write_bytes(item.data)
        index[item.name] = item.record()
    return index


def remove_stale(folder: Path, index: Mapping[str, dict[str, Any]]) -> int:
    """Delete hashed files of earlier builds; returns how many."""
    current = {record["file"] for record in index.values()}
    stale = [path for path in folder.glob("*.????????.json") if path.name not in current]
    for path in stale:
        path.unlink()
    return len(stale)
