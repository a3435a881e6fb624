"""Toy cities: boards of squares as graphs and as shapes, and values with a known pattern."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analytics.spatial import Neighbours

QUEEN = ((0, 1), (1, 0), (1, 1), (1, -1))
ROOK = ((0, 1), (1, 0))


def name(row: int, column: int) -> str:
    return f"r{row:02}c{column:02}"


def squares(rows: int, columns: int) -> gpd.GeoDataFrame:
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    return gpd.GeoDataFrame(
        geometry=[shapely.box(column, row, column + 1, row + 1) for row, column in cells],
        index=[name(*cell) for cell in cells],
        crs="EPSG:23830",
    )


def board(
    rows: int, columns: int, steps: tuple[tuple[int, int], ...] = QUEEN, more: tuple[str, ...] = ()
) -> Neighbours:
    """A board of areas; `more` are islands."""
    cells = [(row, column) for row in range(rows) for column in range(columns)]
    pairs = [
        (name(row, column), name(row + down, column + right))
        for row, column in cells
        for down, right in steps
        if row + down < rows and 0 <= column + right < columns
    ]
    return Neighbours.from_pairs([*(name(*cell) for cell in cells), *more], pairs)


def noise(graph: Neighbours, seed: int) -> pd.Series[float]:
    values = np.random.default_rng(seed).normal(size=len(graph.codes))
    return pd.Series(values, index=list(graph.codes))


def gradient(rows: int, columns: int) -> pd.Series[float]:
    """Rises from west to east."""
    return pd.Series({name(r, c): float(c) for r in range(rows) for c in range(columns)})


def checkers(rows: int, columns: int) -> pd.Series[float]:
    return pd.Series({name(r, c): float((r + c) % 2) for r in range(rows) for c in range(columns)})
