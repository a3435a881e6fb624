"""All districts of the country in one file of the browser: coarse enough for a map of the country, and still a coverage.

At this detail a place is a few pixels, so corners lie on a grid of about 110 m. Rounding to it makes neighbours cross here
and there; cleaning and rounding again mends that, so that shared borders stay shared. Everything above districts is taken
from the very same corners: provinces and pilots as unions, regencies as the lines between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geodata.build.layers import Layer
from geodata.codes import CODE_LENGTH, is_within
from geodata.crs import Geometries, area_km2, to_degrees, to_metres
from geodata.encode import encode_line
from geodata.geometry import dissolve, is_coverage, parts, simplify

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = [
    "DISTRICT_TOLERANCE_M",
    "Q_COUNTRY",
    "border_lines",
    "districts_on_grid",
    "unions_on_grid",
    "without_small_islands",
]

DISTRICT_TOLERANCE_M = 1200.0
Q_COUNTRY = 1000
"""Quanta per degree of the file: a step is about 110 m."""
MIN_ISLAND_KM2 = 2.0
_ROUNDS = 6


def without_small_islands(shapes: Geometries) -> Geometries:
    """Shapes without parts under 2 km2, except each one's largest."""
    out = np.empty(len(shapes), dtype=object)
    for index, shape in enumerate(shapes):
        pieces = parts(shape)
        large = area_km2(to_metres(pieces)) >= MIN_ISLAND_KM2
        large[0] = True
        out[index] = shapely.multipolygons(pieces[large])
    return out


def districts_on_grid(
    layer: Layer,
    labels: npt.NDArray[np.float64],
    *,
    tolerance: float = DISTRICT_TOLERANCE_M,
    q: int = Q_COUNTRY,
) -> Geometries:
    """Districts simplified together, corners at whole quanta.

    Parameters
    ----------
    layer
        Districts in degrees, a valid coverage.
    labels
        `(N, 2)` label points in degrees: where a district stays that is too small for the grid.
    tolerance
        Of the simplification, in metres.
    q
        Quanta per degree.

    Returns
    -------
    Geometries
        In quanta (degrees times `q`); a valid coverage in which no place is empty.

    Raises
    ------
    ValueError
        If cleaning and rounding do not come to rest.
    """
    coarse = to_degrees(simplify(to_metres(layer.shapes), tolerance=tolerance))
    shapes = _rounded(shapely.transform(without_small_islands(coarse), lambda xy: xy * q))
    for _round in range(_ROUNDS):
        lost = shapely.is_empty(shapes)
        if not lost.any() and is_coverage(shapes):
            return shapes
        x, y = np.rint(labels[lost] * q).T
        shapes[lost] = shapely.box(x - 1, y - 1, x + 1, y + 1)
        # An overlap goes to the smaller one: a square drawn for a lost place is cut out of its neighbour.
        with np.errstate(invalid="ignore"):
            cleaned = shapely.coverage_clean(shapes, gap_width=0, merge_strategy="min_area")
        shapes = _rounded(np.asarray(cleaned, dtype=object))
    msg = f"The districts did not become a coverage on a grid of 1/{q} degree; try a finer one."
    raise ValueError(msg)


def _rounded(shapes: Geometries) -> Geometries:
    rounded = shapely.transform(shapes, np.rint)
    return np.asarray(shapely.make_valid(rounded, method="structure", keep_collapsed=False), dtype=object)


def unions_on_grid(
    codes: tuple[str, ...], shapes: Geometries, parents: tuple[str, ...]
) -> list[tuple[str, shapely.Geometry]]:
    """Shape of each of some places above: the union of the districts in it; places without districts are left out."""
    found = []
    for parent in parents:
        inside = np.array([is_within(code, parent) for code in codes])
        if inside.any():
            found.append((parent, dissolve(shapes[inside], [parent] * int(inside.sum()))[1][0]))
    return found


def border_lines(codes: tuple[str, ...], shapes: Geometries) -> list[list[int]]:
    """Lines between two regencies of one province, each once, coded as `geodata.encode.encode_line` codes them.

    Coasts and the borders of provinces are left out: the outlines of the provinces have them.
    """
    ends, owner = _edges(shapes)
    edges, index = np.unique(ends, axis=0, return_inverse=True)
    order = np.argsort(index.ravel(), kind="stable")
    first = np.searchsorted(index.ravel()[order], np.arange(len(edges) + 1))
    names = np.asarray(codes, dtype=str)
    shared = np.flatnonzero(np.diff(first) == 2)
    one, other = names[owner[order[first[shared]]]], names[owner[order[first[shared] + 1]]]
    wide = pd.DataFrame({"one": one, "other": other})
    regency, province = (
        (wide["one"].str[: CODE_LENGTH[level]] == wide["other"].str[: CODE_LENGTH[level]]).to_numpy()
        for level in ("regency", "province")
    )
    kept = edges[shared[~regency & province]]
    if not len(kept):
        return []
    merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(kept.reshape(-1, 2, 2))))
    return sorted(encode_line(shapely.get_coordinates(line)) for line in shapely.get_parts(merged))


def _edges(shapes: Geometries) -> tuple[npt.NDArray[np.float64], npt.NDArray[Any]]:
    """Every edge as `x0, y0, x1, y1`, its smaller end first, and the number of the shape it belongs to."""
    pieces, shape = shapely.get_parts(shapes, return_index=True)
    rings, piece = shapely.get_rings(pieces, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same], points[1:][same]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    start[swap], end[swap] = end[swap], start[swap].copy()
    return np.hstack([start, end]), shape[piece[ring[:-1][same]]]
