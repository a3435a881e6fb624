"""Geometry for the browser: compact JSON of whole numbers, one delta-coded array a ring.

A place is `[code, name, x, y, polygons]`; x and y are its label point in quanta (degrees times `q`, rounded). A polygon is
a list of rings, outline first; a ring is `[x0, y0, dx1, dy1, …]`: the first point absolute, each next one as
the step from the one before, the closing point left out. A layer is `{"q": q, "places": […]}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

__all__ = [
    "Q_FINE",
    "Q_WIDE",
    "decode_ring",
    "encode_layer",
    "encode_line",
    "encode_point",
    "encode_ring",
    "encode_shape",
    "file_name",
    "to_bytes",
]

Q_FINE = 100_000
"""Quanta per degree at city detail: a step is about 1.1 m."""
Q_WIDE = 10_000
"""Quanta per degree at district and national detail: a step is about 11 m."""

Place = tuple[str, str, float, float, shapely.Geometry]


def encode_ring(points: npt.NDArray[np.float64], *, q: int) -> list[int]:
    """Whole-number form of one ring; empty if it has no area left on the grid.

    Parameters
    ----------
    points
        `(N, 2)` longitudes and latitudes, closed or not.
    q
        Quanta per degree.
    """
    return _encode_grid(_grid(points, q))


def encode_line(points: npt.NDArray[np.float64]) -> list[int]:
    """Whole-number form of an open line of points that lie at whole quanta: the first absolute, then steps.

    Examples
    --------
    >>> encode_line(np.array([[5.0, 5.0], [6.0, 5.0], [6.0, 8.0]]))
    [5, 5, 1, 0, 0, 3]
    """
    grid = np.rint(np.asarray(points, dtype=np.float64)).astype(np.int64)
    steps: list[int] = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()
    return steps


def _grid(points: npt.NDArray[np.float64], q: int) -> npt.NDArray[np.int64]:
    return np.rint(np.asarray(points, dtype=np.float64) * q).astype(np.int64)


def _encode_grid(grid: npt.NDArray[np.int64]) -> list[int]:
    steps = np.zeros_like(grid)
    steps[1:] = grid[1:] - grid[:-1]
    moved: npt.NDArray[np.bool_] = np.asarray(steps.any(axis=1))
    moved[:1] = True
    grid = grid[moved]
    if len(grid) > 1 and (grid[0] == grid[-1]).all():
        grid, moved[np.flatnonzero(moved)[-1]] = grid[:-1], False
    if _double_area(grid) == 0:
        return []
    steps[0] = grid[0]
    flat: list[int] = steps[moved].ravel().tolist()
    return flat


def _double_area(grid: npt.NDArray[np.int64]) -> int:
    """Twice the signed area of a ring, by the shoelace formula from its first point; 0 for under three points."""
    if len(grid) < 3:
        return 0
    x, y = (grid - grid[0]).T
    return int(x[:-1] @ y[1:] - x[1:] @ y[:-1])


def decode_ring(flat: Sequence[int], *, q: int) -> npt.NDArray[np.float64]:
    """Points of an encoded ring, `(N, 2)` longitudes and latitudes, not closed."""
    steps = np.asarray(flat, dtype=np.int64).reshape(-1, 2)
    return np.asarray(np.cumsum(steps, axis=0) / q, dtype=np.float64)


def encode_shape(shape: shapely.Geometry, *, q: int) -> list[list[list[int]]]:
    """Polygons of a shape; rings that vanish on the grid are left out, but never the last polygon."""
    rings, owner = shapely.get_rings(shapely.get_parts(shape), return_index=True)
    points, index = shapely.get_coordinates(rings, return_index=True)
    grid = _grid(points, q)
    starts = np.searchsorted(index, np.arange(len(rings) + 1))
    polygons: dict[int, list[list[int]]] = {}
    for number, polygon in enumerate(owner.tolist()):
        flat = _encode_grid(grid[starts[number] : starts[number + 1]])
        is_outline = number == 0 or owner[number - 1] != polygon
        # A hole whose outline vanished has nothing to be cut out of.
        if flat and (is_outline or polygon in polygons):
            polygons.setdefault(polygon, []).append(flat)
    return list(polygons.values()) if polygons else [[_square(shape, q)]]


def _square(shape: shapely.Geometry, q: int) -> list[int]:
    """One quantum around a shape that is too small for the grid, so that the place stays on the map."""
    x, y = encode_point(shape.centroid.x, shape.centroid.y, q=q)
    return [x, y, 1, 0, 0, 1, -1, 0]


def encode_point(lon: float, lat: float, *, q: int) -> tuple[int, int]:
    """A position in quanta."""
    return round(lon * q), round(lat * q)


def encode_layer(places: Iterable[Place], *, q: int) -> dict[str, Any]:
    """Layer of places given as code, name, label longitude, label latitude and shape."""
    rows = [
        [code, name, *encode_point(x, y, q=q), encode_shape(shape, q=q)] for code, name, x, y, shape in places
    ]
    return {"q": q, "places": rows}


def to_bytes(content: Any) -> bytes:
    """The JSON text of a file: no spaces, keys as given, names as they are written."""
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def file_name(name: str, data: bytes) -> str:
    """File name with eight digits of the content's SHA-256, so that a browser may keep it for ever."""
    return f"{name}.{hashlib.sha256(data).hexdigest()[:8]}.json"
