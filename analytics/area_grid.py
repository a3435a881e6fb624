"""A raster over areas that answers most points without looking at a polygon.

Cells that no border touches lie wholly in one area or in none, and their points are answered by one look into an array. Cells
with a border keep the list of areas that touch them, in order; only their points are tested, exactly. So the raster changes
the time and never the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    import numpy.typing as npt

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

__all__ = ["AreaGrid"]

_OUTSIDE = -1
# Cells for each corner of a polygon: with fewer a cell has many borders in it, with more the raster costs more than it saves.
_CELLS_PER_CORNER = 4
_FEWEST_CELLS, _MOST_CELLS = 4_096, 4_000_000
# Share of a cell by which borders are widened; a coordinate in cells is off by less than 1e-9 after rounding.
_MARGIN = 1e-6


class AreaGrid:
    """Raster over some polygons.

    Parameters
    ----------
    shapes
        ``(N,)`` prepared polygons and multipolygons, at least one. Where several touch a point, the first is its area.
    """

    def __init__(self, shapes: npt.NDArray[np.object_]) -> None:
        self._shapes = shapes
        self._lay_out()
        border = self._border_pairs()
        inner = self._inner_pairs(border)
        self._fill(border, inner)

    def locate(self, lon: Floats, lat: Floats) -> npt.NDArray[np.int32]:
        """Position of the first shape that each point touches, -1 for none."""
        column, row = (lon - self._west) * self._per_degree, (lat - self._south) * self._per_degree
        known = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        cell = np.where(known, row, 0).astype(np.int64) * self._columns + np.where(known, column, 0).astype(
            np.int64
        )
        first = np.where(known, self._answer[cell], _OUTSIDE).astype(np.int32)
        open_ = np.flatnonzero(first < _OUTSIDE)
        slot = -first[open_] - 2
        first[open_] = _OUTSIDE
        self._test(first, open_, self._starts[slot], self._starts[slot + 1], lon, lat)
        return first

    def _test(
        self,
        first: npt.NDArray[np.int32],
        point: Integers,
        at: Integers,
        end: Integers,
        lon: Floats,
        lat: Floats,
    ) -> None:
        """Try the candidates of each point one after the other until one fits."""
        while len(point):
            # Shape after shape: a shape's index stays in the processor's cache, which halves the time.
            order = np.argsort(self._candidates[at])
            point, at, end = point[order], at[order], end[order]
            shape = self._candidates[at]
            hit = shapely.intersects_xy(self._shapes[shape], lon[point], lat[point])
            first[point[hit]] = shape[hit]
            on = ~hit & (at + 1 < end)
            point, at, end = point[on], at[on] + 1, end[on]

    def _lay_out(self) -> None:
        """Choose square cells (in degrees), with one spare row and column around the shapes."""
        west, south, east, north = shapely.total_bounds(self._shapes)
        corners = int(shapely.get_num_coordinates(self._shapes).sum())
        wanted = min(max(_CELLS_PER_CORNER * corners, _FEWEST_CELLS), _MOST_CELLS)
        width, height = max(east - west, 1e-9), max(north - south, 1e-9)
        # A very long and narrow extent gets no more than `wanted` cells in its longer direction.
        side = max(np.sqrt(width * height / wanted), max(width, height) / wanted)
        self._per_degree = 1.0 / side
        self._west, self._south = west - side, south - side
        self._columns, self._rows = int(width / side) + 3, int(height / side) + 3

    def _border_pairs(self) -> Integers:
        """Shape and cell of every cell that a shape's border touches, as one number, sorted and each once."""
        start, end, shape = self._edges()
        # Long edges in pieces of at most one cell, so that the box around a piece is its cells and hardly more.
        pieces = np.maximum(np.ceil(np.abs(end - start).max(axis=1)), 1).astype(np.int64)
        edge, piece = _expand(pieces)
        step = (end - start)[edge] / pieces[edge, None]
        from_ = start[edge] + step * piece[:, None]
        low = np.floor(np.minimum(from_, from_ + step) - _MARGIN).astype(np.int64)
        high = np.floor(np.maximum(from_, from_ + step) + _MARGIN).astype(np.int64)
        across, up = (high - low + 1).T
        box, nth = _expand(across * up)
        column = low[box, 0] + nth % across[box]
        row = low[box, 1] + nth // across[box]
        pairs: Integers = np.unique((shape[edge][box] * self._rows + row) * self._columns + column)
        return pairs

    def _edges(self) -> tuple[Floats, Floats, Integers]:
        """Both ends of every edge in cells, and the shape it belongs to."""
        parts, shape_of_part = shapely.get_parts(self._shapes, return_index=True)
        rings, part_of_ring = shapely.get_rings(parts, return_index=True)
        corners, ring = shapely.get_coordinates(rings, return_index=True)
        corners = (corners - [self._west, self._south]) * self._per_degree
        same = ring[1:] == ring[:-1]
        shape = shape_of_part[part_of_ring[ring[1:][same]]].astype(np.int64)
        return corners[:-1][same], corners[1:][same], shape

    def _inner_pairs(self, border: Integers) -> Integers:
        """Shape and cell of every cell that lies wholly inside a shape, as one number.

        Between two border cells of a shape in the same row all cells are inside it or all outside; one point tells.
        """
        gap = np.flatnonzero((np.diff(border) > 1) & (np.diff(border // self._columns) == 0))
        shape, cell = np.divmod(border[gap] + 1, self._rows * self._columns)
        row, column = np.divmod(cell, self._columns)
        lon = self._west + (column + 0.5) / self._per_degree
        lat = self._south + (row + 0.5) / self._per_degree
        gap = gap[shapely.intersects_xy(self._shapes[shape], lon, lat)]
        run, nth = _expand(border[gap + 1] - border[gap] - 1)
        inner: Integers = border[gap][run] + 1 + nth
        return inner

    def _fill(self, border: Integers, inner: Integers) -> None:
        """Answers of the cells: a shape, nothing, or the number of a list of candidates."""
        cells = self._rows * self._columns
        shape, cell = np.divmod(np.concatenate([border, inner]), cells)
        sure = np.repeat([False, True], [len(border), len(inner)])
        order = np.lexsort((shape, cell))
        shape, cell, sure = shape[order].astype(np.int32), cell[order], sure[order]
        first = np.diff(cell, prepend=-1) != 0
        # What comes after a shape that surely holds the cell is never asked (only shapes that overlap have such).
        before = np.cumsum(sure) - sure
        needed = before == before[first][np.cumsum(first) - 1]
        self._answer = np.full(cells, _OUTSIDE, np.int32)
        self._answer[cell[first & sure]] = shape[first & sure]
        listed = needed & ~np.isin(cell, cell[first & sure])
        heads = np.flatnonzero(np.diff(cell[listed], prepend=-1) != 0)
        self._answer[cell[listed][heads]] = -2 - np.arange(len(heads), dtype=np.int32)
        self._candidates = shape[listed]
        self._starts = np.append(heads, len(self._candidates))


def _expand(numbers: Integers) -> tuple[Integers, Integers]:
    """Repeat each position as often as its number says: the positions, and the count within each from 0."""
    position = np.repeat(np.arange(len(numbers)), numbers)
    return position, np.arange(len(position)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
