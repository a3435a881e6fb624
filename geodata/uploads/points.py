"""Points from a table that has columns of longitude and latitude."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from geodata.uploads.results import Features, Table, UploadError

__all__ = ["points_from_table"]

LON_NAMES = {
    "lon",
    "long",
    "lng",
    "longitude",
    "longitud",
    "bujur",
    "garis bujur",
    "bujur timur",
    "bt",
    "koordinat bujur",
}
LAT_NAMES = {
    "lat",
    "latitude",
    "latitud",
    "lintang",
    "garis lintang",
    "lintang selatan",
    "ls",
    "koordinat lintang",
}
X_NAMES = {"x", "koordinat x", "coord x", "x coord", "point x", "titik x"}
Y_NAMES = {"y", "koordinat y", "coord y", "y coord", "point y", "titik y"}
"""Headings, lower case and without marks; x and y mean degrees only where the numbers fit Indonesia."""

HEADER_ROWS = 30
"""How far down the row of headings is looked for."""

LON = (94.0, 142.0)
LAT = (-12.0, 8.0)
UNITS = re.compile(r"\(.*?\)|\[.*?\]|°|derajat|degrees?|desimal|decimal|wgs ?84")

Numbers = "npt.NDArray[np.float64]"


def points_from_table(table: Table) -> Features | None:
    """Make a layer of points from a table with coordinates.

    The headings may be Indonesian or English and stand below title lines; numbers may have a decimal comma.

    Parameters
    ----------
    table
        A table as `read_upload` gives it.

    Returns
    -------
    Features or None
        Points in EPSG:4326 with the other columns as attributes; rows without coordinates are left out and noted. None
        where no pair of columns is one of coordinates.

    Raises
    ------
    UploadError
        If the columns are named as coordinates but hold them swapped, in another system, or wholly outside Indonesia.
    """
    for row in range(min(HEADER_ROWS, len(table.cells))):
        headings = [_plain(cell) for cell in table.cells.iloc[row]]
        for lon_names, lat_names, sure in ((LON_NAMES, LAT_NAMES, True), (X_NAMES, Y_NAMES, False)):
            lon, lat = _first(headings, lon_names), _first(headings, lat_names)
            if lon is not None and lat is not None:
                return _points(table, row, (lon, lat), sure=sure)
    return None


def _plain(cell: Any) -> str:
    if not isinstance(cell, str):
        return ""
    text = UNITS.sub(" ", cell.lower())
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def _first(headings: list[str], names: set[str]) -> int | None:
    return next((place for place, heading in enumerate(headings) if heading in names), None)


def _points(table: Table, header: int, places: tuple[int, int], *, sure: bool) -> Features | None:
    import geopandas as gpd
    import shapely

    body = table.cells.iloc[header + 1 :]
    body = body[body.notna().any(axis=1)]
    lon, lat = (_numbers(body.iloc[:, place]) for place in places)
    known = np.isfinite(lon) & np.isfinite(lat)
    if not sure and not _inside(lon[known], lat[known]).any():
        return None
    _check(table, lon[known], lat[known])
    names = _names(table.cells.iloc[header])
    attributes = body[known].set_axis(names, axis=1).drop(columns=[names[place] for place in places])
    frame = gpd.GeoDataFrame(attributes, geometry=shapely.points(lon[known], lat[known]), crs="EPSG:4326")
    return Features(
        name=table.name,
        format=table.format,
        frame=frame.reset_index(drop=True),
        kind="points",
        notes=(
            *table.notes,
            *_notes(len(body) - int(known.sum()), int((~_inside(lon[known], lat[known])).sum())),
        ),
    )


def _notes(left: int, outside: int) -> list[tuple[str, dict[str, int]]]:
    counted = (("points_left", left), ("some_outside", outside))
    return [(note, {"count": count}) for note, count in counted if count]


def _numbers(cells: pd.Series) -> Any:
    """Degrees as float64; a comma is a decimal comma, as no degree has thousands."""
    text = cells.astype("str").str.replace("−", "-", regex=False)
    text = text.str.replace(r"[°\s\u00a0']", "", regex=True).str.replace(",", ".", regex=False)
    return pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64)


def _inside(lon: Any, lat: Any) -> Any:
    return (lon >= LON[0]) & (lon <= LON[1]) & (lat >= LAT[0]) & (lat <= LAT[1])


def _check(table: Table, lon: Any, lat: Any) -> None:
    """Refuse what only looks like degrees in Indonesia."""
    if len(lon) == 0:
        raise UploadError(table.name, "no_shapes")
    example = {"x": round(float(lon[0]), 4), "y": round(float(lat[0]), 4)}
    here, turned = _inside(lon, lat), _inside(lat, lon)
    if turned.any() and turned.sum() * 2 >= (~here).sum():
        raise UploadError(table.name, "swapped", example)
    if (np.abs(lon) > 180).any() or (np.abs(lat) > 90).any():
        far = np.argmax((np.abs(lon) > 180) | (np.abs(lat) > 90))
        example = {"x": round(float(lon[far]), 4), "y": round(float(lat[far]), 4)}
        raise UploadError(table.name, "not_degrees", example)
    if not here.any():
        raise UploadError(table.name, "outside", example)


def _names(cells: pd.Series) -> list[str]:
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = base = str(cell).strip() if isinstance(cell, str) and str(cell).strip() else f"column {place}"
        number = 1
        while name in names or name == "geometry":
            number += 1
            name = f"{base} {number}"
        names.append(name)
    return names
