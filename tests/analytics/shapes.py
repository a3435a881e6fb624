"""Toy areas whose points are known: a checkerboard, holes, parts, and seeded coverages with awkward borders."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

WEST, SOUTH = 106.0, -7.0


def frame(codes: list[str], shapes: list[shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4326")


def board(columns: int = 3, rows: int = 3, *, side: float = 1.0) -> gpd.GeoDataFrame:
    """Squares from the south-west upwards: 11.01 is the first, codes rise along the row and then upwards."""
    shapes, codes = [], []
    for row in range(rows):
        for column in range(columns):
            west, south = WEST + column * side, SOUTH + row * side
            shapes.append(shapely.box(west, south, west + side, south + side))
            codes.append(f"11.{row * columns + column + 1:02}")
    return frame(codes, shapes)


def coverage(seed: int, number: int = 12) -> gpd.GeoDataFrame:
    """Voronoi cells of random seeds cut to a square: a valid coverage with corners of three and more neighbours."""
    rng = np.random.default_rng(seed)
    seeds = shapely.MultiPoint(rng.random((number, 2)))
    square = shapely.box(0, 0, 1, 1)
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=square))
    shapes = shapely.coverage_simplify(shapely.intersection(cells, square), 0.0)
    order = rng.permutation(len(shapes))
    return frame([f"{code + 11}" for code in order], list(shapes))
