"""Nested lists of coordinates to shapes, by way of flat arrays: one shape at a time would take many times as long."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import shapely

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["Ragged"]


class Ragged:
    """Collects the coordinates of GeoJSON shapes of one kind: all polygons or all points."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._corners: list[Any] = []
        self._rings: list[int] = []
        self._parts: list[int] = []
        self._shapes: list[int] = []

    def add(self, row: int, geometry: dict[str, Any] | None) -> None:
        """Take in the next shape; None stands for a row without one."""
        if geometry is None:
            self._shapes.append(0)
            return
        coordinates = geometry.get("coordinates")
        try:
            if geometry["type"] in {"Polygon", "MultiPolygon"}:
                self._add_polygons(coordinates if geometry["type"] == "MultiPolygon" else [coordinates])
            else:
                points = _listed(coordinates if geometry["type"] == "MultiPoint" else [coordinates])
                points = [point for point in points if point != []]
                self._corners.extend(points)
                self._shapes.append(len(points))
        except (TypeError, IndexError) as error:
            raise Refusal("shape_broken", row=row + 1) from error
        if len(self._corners) > self._limits.vertices:
            raise Refusal("vertices", count=len(self._corners), limit=self._limits.vertices)

    def _add_polygons(self, polygons: Any) -> None:
        parts = rings = 0
        for polygon in _listed(polygons):
            for ring in _listed(polygon):
                self._add_ring(_listed(ring))
            if polygon:
                self._parts.append(len(polygon))
                parts += 1
                rings += len(polygon)
        if rings > self._limits.rings:
            raise Refusal("rings", count=rings, limit=self._limits.rings)
        self._shapes.append(parts)

    def _add_ring(self, ring: list[Any]) -> None:
        closed = ring if ring[0] == ring[-1] else [*ring, ring[0]]
        if len(closed) < 4:
            # Two corners, or one: an area of nothing, which GEOS will not take.
            closed = [*closed, *[closed[0]] * (4 - len(closed))]
        self._corners.extend(closed)
        self._rings.append(len(closed))

    def _flat(self) -> Any:
        """Longitudes and latitudes, shape (n, 2); heights are dropped."""
        try:
            widths = set(map(len, self._corners))
            pairs = self._corners if widths == {2} else [corner[:2] for corner in self._corners]
            if widths and min(widths) < 2:
                raise Refusal("shape_broken", row=0)
            if not set(map(type, itertools.chain.from_iterable(pairs))) <= {int, float}:
                raise Refusal("shape_broken", row=0)
            numbers = np.fromiter(itertools.chain.from_iterable(pairs), np.float64, 2 * len(pairs))
        except (TypeError, ValueError, OverflowError, KeyError) as error:
            raise Refusal("shape_broken", row=0) from error
        return numbers.reshape(-1, 2)

    def polygons(self) -> Any:
        """Array of polygons and multipolygons, one a row, empty where a row has none."""
        corners = self._flat()
        if not np.isfinite(corners).all():
            raise Refusal("not_finite")
        offsets = tuple(_offsets(lengths) for lengths in (self._rings, self._parts, self._shapes))
        shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, corners, offsets)
        single = np.array(self._shapes) == 1
        shapes[single] = shapely.get_geometry(shapes[single], 0)
        return shapes

    def points(self) -> Any:
        """Array of multipoints, one a row, empty where a row has none."""
        corners = self._flat()
        if not np.isfinite(corners).all():
            raise Refusal("not_finite")
        offsets = (_offsets(self._shapes),)
        return shapely.from_ragged_array(shapely.GeometryType.MULTIPOINT, corners, offsets)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _offsets(lengths: list[int]) -> Any:
    return np.concatenate([[0], np.cumsum(np.array(lengths, np.int64))]).astype(np.int64)
