"""What every layer of shapes must pass, whatever file it came from: size, kind, coordinates, place, validity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from geodata.uploads.limits import DEFAULT_LIMITS, Limits
from geodata.uploads.worker.answer import check_size, stream
from geodata.uploads.worker.attributes import column, plain_columns
from geodata.uploads.worker.crs import DEGREES, UNKNOWN, describe, to_degrees
from geodata.uploads.worker.refusal import Note, Refusal

__all__ = ["Layer", "finish", "rehearse"]

GEOMETRY = "geometry"
LON = (94.0, 142.0)
LAT = (-12.0, 8.0)
"""Indonesia with room to spare, in degrees."""

POLYGONS, POINTS = {3, 6}, {0, 4}
"""Type numbers of GEOS: polygon and multipolygon, point and multipoint."""


@dataclass
class Layer:
    """A layer as a format's reader found it.

    Parameters
    ----------
    format
        Id of the format.
    shapes
        Array of shapes; None where a row has none.
    columns
        Arrow arrays of the attributes by name.
    crs
        Its coordinate system: `DEGREES`, `UNKNOWN` or a `pyproj.CRS`.
    name, names
        Which layer this is, and which there are.
    """

    format: str
    shapes: Any
    columns: dict[str, Any]
    crs: Any
    name: str = ""
    names: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def finish(layer: Layer, limits: Limits) -> tuple[dict[str, Any], Any]:
    """Check a layer, bring it to longitude and latitude, repair it, and make the answer."""
    shapes = np.asarray(layer.shapes, dtype=object)
    check_size(len(shapes), len(layer.columns) + 1, limits)
    _check_corners(shapes, limits)
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if not present.any():
        raise Refusal("no_shapes")
    rows = np.flatnonzero(present)
    _note(layer, "no_geometry", len(shapes) - len(rows))
    shapes = shapely.force_2d(shapes[rows])
    kind = _kind(shapes)
    shapes = _in_degrees(shapes, layer)
    _check_place(shapes, layer)
    if kind == "points":
        shapes, rows = _single_points(shapes, rows, layer)
    else:
        shapes, rows = _repaired(shapes, rows, layer)
    check_size(len(shapes), len(layer.columns) + 1, limits)
    return _header(layer, kind), stream(_table(shapes, rows, layer))


def rehearse() -> None:
    """Go through every step once with toy shapes: libraries load parts of themselves only when they are first used."""
    import pyarrow.compute  # noqa: F401 - casts and takes

    bow = shapely.Polygon([(106, -6), (107, -7), (107, -6), (106, -7)])
    square = shapely.box(106, -7, 107, -6)
    columns = plain_columns(["a"], [pa.array([1, None, 3], pa.decimal128(5))])[0] | {
        "b": column([1.5, None, 2])
    }
    finish(Layer("", [bow, square, None], columns, DEGREES), DEFAULT_LIMITS)
    finish(Layer("", shapely.from_wkb(shapely.to_wkb([shapely.Point(106, -6)])), {}, DEGREES), DEFAULT_LIMITS)


def _note(layer: Layer, name: str, count: int) -> None:
    if count:
        layer.notes.append((name, {"count": int(count)}))


def _check_corners(shapes: Any, limits: Limits) -> None:
    corners = shapely.get_num_coordinates(shapes)
    if corners.sum() > limits.vertices:
        raise Refusal("vertices", count=int(corners.sum()), limit=limits.vertices)
    # A ring has at least three corners, so only a shape with many can have too many rings.
    for shape in shapes[corners > limits.rings]:
        rings = len(shapely.get_rings(shape))
        if rings > limits.rings:
            raise Refusal("rings", count=rings, limit=limits.rings)


def _kind(shapes: Any) -> str:
    types = set(np.unique(shapely.get_type_id(shapes)).tolist())
    if types <= POLYGONS:
        return "polygons"
    if types <= POINTS:
        return "points"
    if types <= {1, 2, 5}:
        raise Refusal("lines")
    raise Refusal("mixed")


def _in_degrees(shapes: Any, layer: Layer) -> Any:
    corners = shapely.get_coordinates(shapes)
    if not np.isfinite(corners).all():
        raise Refusal("not_finite")
    if layer.crs is UNKNOWN:
        _check_unknown(shapes, corners, layer)
    elif layer.crs is not DEGREES:
        shapes, moved = to_degrees(shapes, layer.crs)
        if moved:
            layer.notes.append(("reprojected", {"crs": describe(layer.crs)}))
    elif not _on_earth(corners):
        if _inside(corners[:, ::-1]).mean() > 0.5:
            raise Refusal("swapped", **_example(corners))
        raise Refusal("not_degrees", **_example(corners))
    return shapes


def _check_unknown(shapes: Any, corners: Any, layer: Layer) -> None:
    if _inside(corners).all():
        layer.notes.append(("crs_assumed", {}))
    elif _on_earth(corners) or _inside(corners[:, ::-1]).all():
        _check_place(shapes, layer)
        raise Refusal("crs_missing", **_example(corners))
    else:
        raise Refusal("crs_missing", **_example(corners))


def _on_earth(corners: Any) -> bool:
    return bool((np.abs(corners[:, 0]) <= 180).all() and (np.abs(corners[:, 1]) <= 90).all())


def _inside(corners: Any) -> Any:
    x, y = corners[:, 0], corners[:, 1]
    return (x >= LON[0]) & (x <= LON[1]) & (y >= LAT[0]) & (y <= LAT[1])


def _example(corners: Any) -> dict[str, float]:
    return {"x": round(float(corners[0, 0]), 4), "y": round(float(corners[0, 1]), 4)}


def _check_place(shapes: Any, layer: Layer) -> None:
    """Refuse what lies wholly elsewhere, and what lies here only with its coordinates the other way round."""
    west, south, east, north = shapely.bounds(shapes).T
    here = (east >= LON[0]) & (west <= LON[1]) & (north >= LAT[0]) & (south <= LAT[1])
    turned = (north >= LON[0]) & (south <= LON[1]) & (east >= LAT[0]) & (west <= LAT[1]) & ~here
    away = ~here
    if turned.any() and turned.sum() * 2 >= away.sum():
        first = shapely.get_coordinates(shapes[np.argmax(turned)])
        raise Refusal("swapped", **_example(first))
    if away.all():
        raise Refusal("outside", **_example(shapely.get_coordinates(shapes)))
    _note(layer, "some_outside", away.sum())


def _single_points(shapes: Any, rows: Any, layer: Layer) -> tuple[Any, Any]:
    points, source = shapely.get_parts(shapes, return_index=True)
    filled = ~shapely.is_empty(points)
    points, source = points[filled], source[filled]
    _note(layer, "exploded", len(points) - len(shapes))
    return points, rows[source]


def _repaired(shapes: Any, rows: Any, layer: Layer) -> tuple[Any, Any]:
    broken = ~shapely.is_valid(shapes)
    if not broken.any():
        return shapes, rows
    fixed = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    shapes = shapes.copy()
    shapes[broken] = fixed
    good = np.isin(shapely.get_type_id(shapes), list(POLYGONS)) & ~shapely.is_empty(shapes)
    if not good.any():
        raise Refusal("no_shapes")
    _note(layer, "repaired", (broken & good).sum())
    _note(layer, "no_area", (~good).sum())
    return shapes[good], rows[good]


def _header(layer: Layer, kind: str) -> dict[str, Any]:
    return {
        "outcome": "features",
        "format": layer.format,
        "kind": kind,
        "layer": layer.name,
        "layers": layer.names,
        "notes": layer.notes,
    }


def _table(shapes: Any, rows: Any, layer: Layer) -> Any:
    names: list[str] = []
    for name in layer.columns:
        names.append(_free_name(str(name).strip() or "column", [*names, GEOMETRY]))
    take = pa.array(rows, pa.int64())
    arrays = [array.take(take) for array in layer.columns.values()]
    arrays.append(pa.array(shapely.to_wkb(shapes), pa.binary()))
    return pa.table(arrays, names=[*names, GEOMETRY])


def _free_name(name: str, taken: list[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
