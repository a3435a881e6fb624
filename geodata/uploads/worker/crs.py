"""Coordinate systems as files name them, without ever taking a file's word for a path."""

from __future__ import annotations

import re
from typing import Any

from geodata.uploads.worker.refusal import Refusal

__all__ = ["DEGREES", "UNKNOWN", "describe", "from_code", "from_json", "from_wkt", "prepare", "to_degrees"]

DEGREES = "degrees"
"""Longitude and latitude of WGS 84."""

UNKNOWN = "unknown"
"""The file does not say."""

LONGEST = 20_000
"""Characters of a definition; real ones have a tenth of it."""

URN = re.compile(r"(?:urn:ogc:def:crs:)?(OGC|EPSG):[0-9.]*:?([A-Za-z0-9]+)", re.IGNORECASE)
# Definitions that name a file of shifts: nothing but the installed systems is in reach.
FILES = re.compile(r"nadgrids|geoidgrids|\+init|\+file|proj_create", re.IGNORECASE)


def prepare() -> None:
    """Open the database of coordinate systems, which the cage would not let be opened later."""
    import pyproj

    degrees = pyproj.CRS.from_epsg(4326)
    transformer = pyproj.Transformer.from_crs(pyproj.CRS.from_epsg(32748), degrees, always_xy=True)
    transformer.transform(700_000.0, 9_300_000.0)
    pyproj.CRS.from_wkt(degrees.to_wkt())


def from_code(authority: str, code: int | str) -> Any:
    """Coordinate system of a number of EPSG, or CRS84 of OGC."""
    import pyproj

    if str(code).upper() == "CRS84":
        return DEGREES
    if authority.upper() != "EPSG" or not str(code).isdigit():
        raise Refusal("crs_unknown", crs=f"{authority}:{code}"[:80])
    if int(code) == 4326:
        return DEGREES
    try:
        return pyproj.CRS.from_epsg(int(code))
    except (pyproj.exceptions.CRSError, OverflowError) as error:
        raise Refusal("crs_unknown", crs=f"EPSG:{code}"[:80]) from error


def from_name(name: str) -> Any:
    """Coordinate system of a name such as ``urn:ogc:def:crs:EPSG::32748`` or ``EPSG:4326``."""
    match = URN.fullmatch(name.strip())
    if match is None:
        raise Refusal("crs_unknown", crs=name[:80])
    return from_code(match.group(1), match.group(2))


def from_wkt(text: str) -> Any:
    """Coordinate system of a definition in WKT, as in a .prj file; `UNKNOWN` if there is none."""
    import pyproj

    text = text.strip().strip("\x00\ufeff")
    if not text:
        return UNKNOWN
    if len(text) > LONGEST or FILES.search(text):
        raise Refusal("crs_unknown", crs=text[:80])
    try:
        crs = pyproj.CRS.from_wkt(text)
    except (pyproj.exceptions.CRSError, UnicodeError, ValueError) as error:
        raise Refusal("crs_unknown", crs=text[:80]) from error
    return _checked(crs)


def from_json(definition: dict[str, Any]) -> Any:
    """Coordinate system of a definition in PROJJSON, as in GeoParquet."""
    import json

    import pyproj

    identity = definition.get("id")
    if isinstance(identity, dict) and identity.get("code") in (4326, "CRS84"):
        return DEGREES
    text = json.dumps(definition)
    if len(text) > LONGEST or FILES.search(text):
        raise Refusal("crs_unknown", crs=str(definition.get("name", ""))[:80])
    try:
        return _checked(pyproj.CRS.from_json(text))
    except (pyproj.exceptions.CRSError, ValueError) as error:
        raise Refusal("crs_unknown", crs=str(definition.get("name", ""))[:80]) from error


def _checked(crs: Any) -> Any:
    if str(crs.name).lower().startswith(("undefined", "unknown")) and not crs.is_geographic:
        return UNKNOWN  # how GDAL writes that there is none
    if not (crs.is_geographic or crs.is_projected):
        raise Refusal("crs_unknown", crs=describe(crs))
    return crs


def describe(crs: Any) -> str:
    """Name of a coordinate system, with its number where it has one."""
    authority = crs.to_authority(min_confidence=100)
    name = str(crs.name)[:60]
    return f"{name} ({':'.join(authority)})" if authority else name


def to_degrees(shapes: Any, crs: Any) -> tuple[Any, bool]:
    """Bring shapes to longitude and latitude.

    Returns
    -------
    tuple
        The shapes, and whether any corner moved by more than a millimetre.
    """
    import numpy as np
    import pyproj
    import shapely

    before = shapely.get_coordinates(shapes)
    try:
        transformer = pyproj.Transformer.from_crs(crs, pyproj.CRS.from_epsg(4326), always_xy=True)
        x, y = transformer.transform(before[:, 0], before[:, 1])
    except pyproj.exceptions.ProjError as error:
        raise Refusal("crs_unknown", crs=describe(crs)) from error
    after = np.column_stack([x, y])
    if not np.isfinite(after).all():
        raise Refusal("crs_misfit", crs=describe(crs), x=float(before[0, 0]), y=float(before[0, 1]))
    moved = bool(np.abs(after - before).max() > 1e-8)
    return shapely.set_coordinates(shapes.copy(), after) if moved else shapes, moved
