"""A reader's own polygons as a level of their own: codes, areas, label points and geometry for the browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from geodata.crs import Geometries, area_km2, to_degrees, to_metres
from geodata.encode import Q_FINE, encode_layer
from geodata.errors import AtlasError
from geodata.geometry import is_coverage, label_points, repair, simplify
from geodata.i18n import translator
from geodata.own import OWN_LEVEL, OwnZones, source_id

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["MAX_ZONES", "MadeZones", "ZoneError", "make_zones"]

MAX_ZONES = 5_000
MAX_VERTICES = 60_000
"""More than this is simplified, in steps, until it fits: the geometry travels inside the page."""
_FIRST_TOLERANCE_M, _STEPS = 10.0, 9


class ZoneError(AtlasError):
    """Polygons that cannot become zones; `text` says why in Indonesian or English.

    Parameters
    ----------
    rule
        `many`, `outside` or `heavy`.
    count
        What came: polygons, or corners.
    """

    def __init__(self, rule: str, count: int) -> None:
        self.rule, self.count = rule, count
        super().__init__(self.text("en"))

    def text(self, lang: str) -> str:
        """The rule, what came and the remedy."""
        _ = translator(lang)
        texts = {
            "many": _("A layer of zones may hold {most} polygons; {count} came. Keep those of one city."),
            "outside": _(
                "None of the {count} polygons lies in a regency or city of Indonesia: check their coordinates."
            ),
            "heavy": _(
                "The outlines have {count} corners and cannot be made light enough to draw. Dissolve or simplify them."
            ),
        }
        return texts[self.rule].format(most=MAX_ZONES, count=self.count)


@dataclass(frozen=True)
class MadeZones:
    """Zones and what became of the features.

    Attributes
    ----------
    zones
        The level, ready for `OwnData.added`.
    codes
        Code of each feature, index as the frame; "" for one that lies in no regency.
    tolerance_m
        How much the outlines were simplified (square root of the area of the triangles that went); 0 for not at all.
    """

    zones: OwnZones
    codes: pd.Series
    tolerance_m: float


def make_zones(
    features: gpd.GeoDataFrame, regencies: gpd.GeoDataFrame, *, title: str, name: str | None = None
) -> MadeZones:
    """Give each polygon a code below its regency, and encode all for the browser.

    Its regency is the one that holds its middle, or where that lies in the sea the one that it overlaps most.

    Parameters
    ----------
    features
        Polygons (EPSG:4326).
    regencies
        `code, geometry` of the regencies (EPSG:4326).
    title
        Name of the upload; its source record has the id `geodata.own.source_id(title)`.
    name
        Column with the zones' names; they are numbered without one.

    Returns
    -------
    MadeZones
        A zone's code is its regency's, ``.z`` and four digits in the order of the features.

    Raises
    ------
    ZoneError
        If there are more than `MAX_ZONES` polygons, none lies in a regency, or they stay too detailed.
    """
    if len(features) > MAX_ZONES:
        raise ZoneError("many", len(features))
    shapes, _ = repair(to_metres(np.asarray(features.geometry.array, dtype=object)))
    labels = label_points(shapes)
    homes = _homes(to_degrees(labels), regencies)
    afloat = homes == ""  # the middle lies in the sea: the regency that most of the land belongs to
    homes[afloat] = _largest(to_degrees(shapes[afloat]), regencies)
    if not (homes != "").any():
        raise ZoneError("outside", len(features))
    number = pd.Series(homes).groupby(homes).cumcount() + 1
    codes = np.array([f"{home}.z{n:04d}" if home else "" for home, n in zip(homes, number, strict=True)])
    inside = codes != ""
    drawn, tolerance = _lighter(shapes[inside])
    points = shapely.get_coordinates(to_degrees(labels[inside]))
    table = pd.DataFrame(
        {
            "code": codes[inside],
            "name": _names(features, name)[inside],
            "kind": OWN_LEVEL,
            "level": OWN_LEVEL,
            "parent": homes[inside],
            "area_km2": area_km2(shapes[inside]).round(6),
            "official_area_km2": np.nan,
            "label_x": points[:, 0].round(6),
            "label_y": points[:, 1].round(6),
            "bps_code": pd.Series([None] * int(inside.sum()), dtype="str").to_numpy(),
        }
    )
    order = np.argsort(codes[inside], kind="stable")
    table = table.iloc[order].reset_index(drop=True)
    geometry = _geometry(table, to_degrees(drawn[order]))
    zones = OwnZones(title, source_id(title), table, geometry)
    return MadeZones(zones, pd.Series(codes, index=features.index), tolerance)


def _homes(points: Geometries, regencies: gpd.GeoDataFrame) -> np.ndarray:
    """Code of the regency that holds each point; "" for none."""
    tree = shapely.STRtree(np.asarray(regencies.geometry.array, dtype=object))
    which, where = tree.query(points, predicate="intersects")
    homes = np.full(len(points), "", dtype=object)
    # Backwards, so that of two regencies that share the border under a point the first one counts.
    homes[which[::-1]] = regencies["code"].to_numpy(dtype=object)[where[::-1]]
    return homes


def _largest(shapes: Geometries, regencies: gpd.GeoDataFrame) -> np.ndarray:
    """Code of the regency that each shape overlaps most; "" where it touches none."""
    areas = np.asarray(regencies.geometry.array, dtype=object)
    which, where = shapely.STRtree(areas).query(shapes, predicate="intersects")
    shared = shapely.area(
        shapely.intersection(shapes[which], areas[where])
    )  # square degrees do to compare within one
    homes = np.full(len(shapes), "", dtype=object)
    for at in np.lexsort((-where, shared)):  # the largest comes last and stays; of two the first
        if shared[at] > 0:
            homes[which[at]] = regencies["code"].iloc[where[at]]
    return homes


def _names(features: gpd.GeoDataFrame, name: str | None) -> np.ndarray:
    numbered = np.array([str(number + 1) for number in range(len(features))], dtype=object)
    if name is None:
        return numbered
    given = features[name].astype("str").str.strip().to_numpy(dtype=object)
    return np.where(features[name].isna() | (given == ""), numbered, given)


def _lighter(shapes: Geometries) -> tuple[Geometries, float]:
    """Outlines with few enough vertices to travel inside a page; neighbours that fit keep fitting."""
    if shapely.get_num_coordinates(shapes).sum() <= MAX_VERTICES:
        return shapes, 0.0
    fits = is_coverage(shapes)
    for step in range(_STEPS):
        tolerance = _FIRST_TOLERANCE_M * 2**step
        drawn = simplify(shapes, tolerance=tolerance) if fits else _each(shapes, tolerance)
        if shapely.get_num_coordinates(drawn).sum() <= MAX_VERTICES:
            return drawn, tolerance
    raise ZoneError("heavy", int(shapely.get_num_coordinates(shapes).sum()))


def _each(shapes: Geometries, tolerance: float) -> Geometries:
    # Zones that overlap share no edges, so each is simplified for itself.
    return np.asarray(shapely.simplify(shapes, tolerance), dtype=object)


def _geometry(table: pd.DataFrame, shapes: Geometries) -> dict[str, str]:
    """Browser geometry by city: the regency, and ``31`` for all of Jakarta."""
    city = table["parent"].where(~table["parent"].str.startswith("31."), "31")
    rows = list(zip(table["code"], table["name"], table["label_x"], table["label_y"], shapes, strict=True))
    found = {}
    for code in sorted(set(table["parent"]) | set(city)):
        mine = [
            row for row, home, own in zip(rows, city, table["parent"], strict=True) if code in (home, own)
        ]
        content = {"format": 1, "code": code, "layers": {OWN_LEVEL: encode_layer(mine, q=Q_FINE)}}
        found[code] = json.dumps(content, separators=(",", ":"), ensure_ascii=True)
    return found
