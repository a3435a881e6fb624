"""Work on coverages: repair, clean, dissolve, simplify, round and label. All in metres unless said otherwise.

A coverage is an array of polygons that neither overlap nor leave slivers: neighbours share the very same vertices
(`shapely.coverage_is_valid`).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import Geometries

__all__ = [
    "clean",
    "deviation",
    "dissolve",
    "is_coverage",
    "label_points",
    "parts",
    "repair",
    "round_coverage",
    "simplify",
]

GAP_WIDTH_M = 30.0
"""Gaps up to about this width between neighbours are closed; wider ones are water or unsettled land."""

GRIDS = (1e-6, 1e-7, 1e-8, 0.0)
"""Rounding steps in degrees, coarsest first; 0 keeps full precision."""


def repair(shapes: Geometries) -> tuple[Geometries, npt.NDArray[np.bool_]]:
    """Make every shape a valid polygon or multipolygon.

    Returns
    -------
    tuple
        The shapes, and which of them were invalid before.
    """
    broken = ~shapely.is_valid(shapes)
    fixed = np.array(shapes, dtype=object)
    fixed[broken] = shapely.make_valid(fixed[broken], method="structure", keep_collapsed=False)
    return fixed, np.asarray(broken)


def clean(shapes: Geometries, *, gap_width: float = GAP_WIDTH_M) -> Geometries:
    """Turn polygons that nearly fit into a valid coverage.

    Overlaps go to the smaller polygon: a new unit drawn over its uncut mother is cut out of the mother. With the
    other strategies the child would lose nearly all its area.

    Parameters
    ----------
    shapes
        Valid polygons in metres.
    gap_width
        Widest gap in metres that is closed.
    """
    with np.errstate(invalid="ignore"):
        cleaned = shapely.coverage_clean(shapes, gap_width=gap_width, merge_strategy="min_area")
    return np.asarray(cleaned, dtype=object)


def is_coverage(shapes: Geometries) -> bool:
    """Tell whether the shapes are all valid and together form a valid coverage."""
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def dissolve(shapes: Geometries, keys: Iterable[str]) -> tuple[list[str], Geometries]:
    """Union the members of a coverage that share a key; keys come back sorted.

    The union only drops shared edges, so a coverage stays a coverage and every parent is exactly the sum of its
    children.
    """
    labels = np.asarray(list(keys), dtype=object)
    names, group = np.unique(labels, return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.searchsorted(group[order], np.arange(len(names) + 1))
    unions = np.empty(len(names), dtype=object)
    for index in range(len(names)):
        unions[index] = shapely.coverage_union_all(shapes[order[starts[index] : starts[index + 1]]])
    return [str(name) for name in names], unions


def simplify(shapes: Geometries, *, tolerance: float) -> Geometries:
    """Simplify a coverage along its shared edges; it stays a coverage.

    Parameters
    ----------
    shapes
        A valid coverage in metres.
    tolerance
        Square root of the area of the triangles that go, in metres (Visvalingam-Whyatt).
    """
    return np.asarray(shapely.coverage_simplify(shapes, tolerance), dtype=object)


def deviation(originals: Geometries, simplified: Geometries) -> npt.NDArray[np.float64]:
    """Largest distance in metres of an original vertex from the simplified outline, per shape.

    Simplification only drops vertices, so this is the Hausdorff distance of the two outlines, but for points in the
    middle of a dropped edge; with a tree of edges it takes a fraction of the time of `shapely.hausdorff_distance`.
    """
    return np.array([_deviation(a, b) for a, b in zip(originals, simplified, strict=True)], dtype=np.float64)


def _deviation(original: shapely.Geometry, simplified: shapely.Geometry) -> float:
    points = shapely.points(np.unique(shapely.get_coordinates(original), axis=0))
    coordinates, ring = _ring_coordinates(simplified)
    same = ring[1:] == ring[:-1]
    edges = shapely.linestrings(np.stack([coordinates[:-1][same], coordinates[1:][same]], axis=1))
    _, distance = shapely.STRtree(edges).query_nearest(points, return_distance=True, all_matches=False)
    return float(distance.max())


def _ring_coordinates(shape: shapely.Geometry) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.intp]]:
    # `get_rings` passes over multipolygons, so their parts come first.
    rings = shapely.get_rings(shapely.get_parts(shape))
    coordinates, index = shapely.get_coordinates(rings, return_index=True)
    return coordinates, index


def round_coverage(shapes: Geometries) -> tuple[Geometries, float]:
    """Round the vertices of a coverage in degrees on the coarsest grid that leaves it a coverage.

    Rounding each vertex moves shared edges together, but two edges closer than the grid can come to cross; then
    the next finer grid is tried.

    Returns
    -------
    tuple
        The shapes and the grid in degrees; 0 if they were left as they are.
    """
    for grid in GRIDS:
        rounded = _rounded(shapes, grid) if grid else shapes
        if is_coverage(rounded):
            return rounded, grid
    msg = "The shapes are no valid coverage before rounding."
    raise ValueError(msg)


def _rounded(shapes: Geometries, grid: float) -> Geometries:
    decimals = round(-np.log10(grid))
    moved = shapely.transform(shapes, lambda xy: np.round(xy, decimals))
    # Neighbouring vertices that met on the grid would be double points.
    return np.asarray(shapely.remove_repeated_points(moved), dtype=object)


def parts(shape: shapely.Geometry) -> Geometries:
    """Polygons of a shape, largest first."""
    pieces = shapely.get_parts(shape)
    return np.asarray(pieces[np.argsort(-shapely.area(pieces), kind="stable")], dtype=object)


def label_points(shapes: Geometries) -> Geometries:
    """A point well inside the largest part of each shape: the middle of its largest inscribed circle."""
    return np.array([_label_point(shape) for shape in shapes], dtype=object)


def _label_point(shape: shapely.Geometry) -> shapely.Geometry:
    largest = parts(shape)[0]
    # A hundredth of the size is finer than any label needs; the default would iterate far longer.
    radius = shapely.maximum_inscribed_circle(largest, tolerance=float(np.sqrt(shapely.area(largest))) / 100)
    centre = shapely.get_point(radius, 0)
    return centre if shapely.contains(largest, centre) else shapely.point_on_surface(largest)
