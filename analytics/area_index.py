"""In which of many areas a point lies, for many points at once and with one answer for each.

A point belongs to the first area, in the order of the codes, that it touches. So borders are half-open: a point on a shared
border or corner belongs to exactly one of its neighbours, always the same, whatever the order of areas or points; on an outer
border it belongs to its only area. The test itself is GEOS's exact one, no tolerance and no rounding.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from analytics.area_grid import AreaGrid

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

__all__ = ["OUTSIDE", "AreaIndex", "place_faults"]

OUTSIDE = -1
# Below this a tree of bounding boxes is faster than preparing the grid.
_FEW_POINTS = 100_000


class AreaIndex:
    """Areas prepared for questions; make it once and use it for many points, also from several threads.

    Parameters
    ----------
    places
        Polygons in EPSG:4326 with the columns ``code`` (text, each once) and ``geometry``.

    Attributes
    ----------
    codes
        Codes in the order of ``places``.

    Raises
    ------
    ValueError
        If `places` is not that; the message lists every fault.
    """

    def __init__(self, places: gpd.GeoDataFrame) -> None:
        faults = place_faults(places)
        if faults:
            raise ValueError("\n".join(faults))
        self.codes = pd.Index(places["code"].astype("str"), name="code")
        order = np.argsort(self.codes.to_numpy(dtype=str), kind="stable")
        # Copies, because preparing a shape writes into it and others may use it at the same time.
        self._shapes = shapely.force_2d(places.geometry.to_numpy()[order])
        shapely.prepare(self._shapes)
        self._row = np.append(order, OUTSIDE).astype(np.int32)
        self._tree = shapely.STRtree(self._shapes)
        self._grid: AreaGrid | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.codes)

    def locate(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
        """Row of the area of each point.

        Parameters
        ----------
        lon, lat
            ``(N,)`` finite degrees.

        Returns
        -------
        ndarray
            ``(N,)`` rows of `places`, -1 for a point in none of them.
        """
        with (
            self._lock
        ):  # GEOS completes a prepared shape at its first test, which two threads must not do at once
            if self._grid is None and len(lon) > _FEW_POINTS and len(self):
                self._grid = AreaGrid(self._shapes)
            first = self._by_tree(lon, lat) if self._grid is None else self._grid.locate(lon, lat)
        return self._row[first]

    def _by_tree(self, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
        """Position of the first shape of each point: shapes whose box holds it, then the exact test."""
        first = np.full(len(lon), len(self), np.int32)
        point, shape = self._tree.query(shapely.points(lon, lat))
        hit = shapely.intersects_xy(self._shapes[shape], lon[point], lat[point])
        np.minimum.at(first, point[hit], shape[hit].astype(np.int32))
        return np.where(first == len(self), OUTSIDE, first).astype(np.int32)


def place_faults(places: Any) -> list[str]:
    """Everything that keeps a frame from being used as areas, a sentence each; empty where it can be used."""
    from geopandas import GeoDataFrame

    if not isinstance(places, GeoDataFrame):
        return [
            f"`places` must be a GeoDataFrame of polygons, it is a {type(places).__name__}; store.places() gives one."
        ]
    if "code" not in places.columns:
        columns = ", ".join(map(str, places.columns))
        return [f"`places` must have the column code, it has {columns}; rename the one with the codes."]
    if places.active_geometry_name is None:
        return ["`places` must have a geometry column and has none set; use set_geometry()."]
    return [*_code_faults(places["code"]), *_shape_faults(places)]


def _code_faults(codes: pd.Series[str]) -> list[str]:
    faults = []
    if codes.isna().any():
        faults.append(
            f"`places` must have a code in every row, {int(codes.isna().sum())} have none; leave them out."
        )
    twice = codes[codes.duplicated()].dropna()
    if len(twice):
        text = f"`places` must hold each code once, {len(twice)} came again (first: {twice.iloc[0]!r}); dissolve() them."
        faults.append(text)
    return faults


def _shape_faults(places: gpd.GeoDataFrame) -> list[str]:
    faults = crs_faults(places, "places")
    shapes = places.geometry.to_numpy()
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if empty.any():
        first = places["code"].iloc[int(empty.argmax())]
        text = f"`places` must have a shape in every row, {int(empty.sum())} have none (first: {first!r}); leave them out."
        faults.append(text)
    kinds = shapely.get_type_id(shapes)
    other = ~empty & ~np.isin(kinds, [shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON])
    if other.any():
        first = shapes[int(other.argmax())].geom_type
        faults.append(
            f"`places` must be polygons, {int(other.sum())} are not (first: {first}); leave them out or buffer() them."
        )
    return faults


def crs_faults(frame: gpd.GeoDataFrame, name: str) -> list[str]:
    """Say so where a frame is not in longitude and latitude."""
    if frame.crs is None:
        return [
            f"`{name}` must be in EPSG:4326 and says no coordinate system; if they are degrees: set_crs('EPSG:4326')."
        ]
    if frame.crs != "EPSG:4326":
        return [
            f"`{name}` must be in EPSG:4326, they are in {frame.crs.to_string()[:60]}; use to_crs('EPSG:4326')."
        ]
    return []
