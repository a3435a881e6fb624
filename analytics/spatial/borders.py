"""Which areas share a piece of border or a corner, read from the points of their outlines.

In a valid coverage (see `shapely.coverage_is_valid`) neighbours have the same points along a common border, before and
after `shapely.coverage_simplify` alike; so two areas touch where they have a point in common, and share a border where they
have a piece between two points in common. Nothing is measured, so no rounding can open a gap. Points closer than the
tolerance are one point, and a piece of border that passes within the tolerance of another area's point is cut there: a
coverage whose borders were drawn by two hands is read too, as long as the hands agree within the tolerance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray


def shared_borders(shapes: NDArray[Any], tolerance: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of areas with a border in common, and pairs with at least a point in common.

    Parameters
    ----------
    shapes
        ``(n,)`` polygons and multipolygons.
    tolerance
        Distance in the unit of the coordinates below which two points are one, at least 0.

    Returns
    -------
    edges, points
        ``(m, 2)`` positions in ``shapes``, the smaller one first, each pair once, sorted. Every pair of ``edges`` is one of
        ``points`` as well.
    """
    corners, node, ring, area = _outlines(shapes, tolerance)
    along = (ring[:-1] == ring[1:]) & (node[:-1] != node[1:])
    start, end, owner = node[:-1][along], node[1:][along], area[:-1][along]
    start, end, owner = _cut(corners, start, end, owner, tolerance)
    pieces = np.minimum(start, end) * len(corners) + np.maximum(start, end)
    edges = _pairs(pieces, owner)
    points = _pairs(np.concatenate([start, end]), np.concatenate([owner, owner]))
    return edges, points


def _outlines(
    shapes: NDArray[Any], tolerance: float
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Distinct corners (x, y), and for each point of each ring its corner, its ring and its area."""
    parts, part_area = shapely.get_parts(shapes, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    corners, node = np.unique(xy, axis=0, return_inverse=True)
    if tolerance > 0:
        same = _as_one(corners, tolerance)
        node = same[node]
    return corners, np.asarray(node, dtype="int64"), np.asarray(ring), part_area[ring_part[ring]]


def _as_one(corners: NDArray[np.float64], tolerance: float) -> NDArray[np.int64]:
    """For each corner the first of those that a chain of steps within the tolerance leads to."""
    spots = shapely.points(corners)
    here, there = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=tolerance)
    label = np.arange(len(corners), dtype="int64")
    near = here != there
    here, there = here[near], there[near]
    while True:
        lower = label.copy()
        np.minimum.at(lower, here, label[there])
        if np.array_equal(lower, label):
            return label
        label = lower


def _cut(
    corners: NDArray[np.float64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    owner: NDArray[np.int64],
    tolerance: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pieces of border, those that pass by a corner that is not their own cut there."""
    used = np.unique(np.concatenate([start, end]))
    lines = shapely.linestrings(np.stack([corners[start], corners[end]], axis=1))
    at, on = shapely.STRtree(lines).query(
        shapely.points(corners[used]), predicate="dwithin", distance=tolerance
    )
    spot = used[at]
    inside = (spot != start[on]) & (spot != end[on])
    spot, on = spot[inside], on[inside]
    if not len(on):
        return start, end, owner
    whole = np.ones(len(start), dtype=bool)
    whole[on] = False
    chains = [
        _chain(corners, int(start[piece]), int(end[piece]), spot[on == piece]) for piece in np.unique(on)
    ]
    owners = [
        np.full(len(chain) - 1, owner[piece]) for chain, piece in zip(chains, np.unique(on), strict=True)
    ]
    return (
        np.concatenate([start[whole], *(chain[:-1] for chain in chains)]),
        np.concatenate([end[whole], *(chain[1:] for chain in chains)]),
        np.concatenate([owner[whole], *owners]),
    )


def _chain(
    corners: NDArray[np.float64], start: int, end: int, between: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Corners from one end of a piece to the other in their order along it."""
    along = (corners[between] - corners[start]) @ (corners[end] - corners[start])
    return np.array([start, *between[np.argsort(along, kind="stable")], end], dtype="int64")


def _pairs(keys: NDArray[np.int64], areas: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every pair of areas that one key belongs to."""
    table = pd.DataFrame({"key": keys, "area": areas}).drop_duplicates()
    table = table[table.duplicated("key", keep=False)]
    both = table.merge(table, on="key", suffixes=("", "_other"))
    both = both[both["area"] < both["area_other"]]
    pairs = both[["area", "area_other"]].to_numpy(dtype="int64")
    return np.unique(pairs, axis=0).reshape(-1, 2)
