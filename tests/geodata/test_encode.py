"""Browser geometry: what is decoded is what was encoded."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.encode import (
    Q_FINE,
    decode_ring,
    encode_layer,
    encode_point,
    encode_ring,
    encode_shape,
    file_name,
    to_bytes,
)

POINTS = st.lists(
    st.tuples(st.integers(9_500_000, 14_100_000), st.integers(-1_100_000, 600_000)),
    min_size=3,
    max_size=40,
    unique=True,
)


def area(points: np.ndarray) -> float:
    x, y = points.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


@given(POINTS)
def test_a_ring_on_the_grid_comes_back_exactly(grid: list[tuple[int, int]]) -> None:
    points = np.array(grid) / Q_FINE
    flat = encode_ring(np.vstack([points, points[:1]]), q=Q_FINE)
    if not flat:
        # Only a ring without area may vanish.
        assert area(np.array(grid, dtype=object)) == 0
    else:
        assert np.array_equal(np.rint(decode_ring(flat, q=Q_FINE) * Q_FINE), np.array(grid))


def test_a_ring_is_a_point_and_steps_without_the_closing_point() -> None:
    ring = shapely.get_coordinates(shapely.box(1, 2, 3, 5))
    flat = encode_ring(ring, q=10)
    assert flat == [30, 20, 0, 30, -20, 0, 0, -30]
    assert decode_ring(flat, q=10).tolist() == ring[:-1].tolist()


def test_points_that_meet_on_the_grid_are_one() -> None:
    assert encode_ring(np.array([(0, 0), (0.01, 0), (1, 0), (1, 1), (0.99, 1.01), (0.02, 0.01)]), q=10) == [
        *(0, 0, 10, 0, 0, 10)
    ]


@pytest.mark.parametrize(
    "points",
    [
        [],
        [(0, 0)],
        [(0, 0), (0.001, 0), (0, 0.001)],
        [(0, 0), (1, 1), (2, 2)],
        [(0, 0), (1, 0), (0, 0), (1, 0)],
    ],
)
def test_a_ring_without_area_vanishes(points: list[tuple[float, float]]) -> None:
    assert encode_ring(np.array(points, dtype=float).reshape(-1, 2), q=10) == []


def test_holes_follow_their_outline_and_small_parts_vanish() -> None:
    with_hole = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
    speck = shapely.box(20, 20, 20.001, 20.001)
    tiny_hole = shapely.box(30, 30, 39, 39).difference(shapely.box(33, 33, 33.001, 33.001))
    polygons = encode_shape(shapely.MultiPolygon([with_hole, speck, tiny_hole]), q=10)
    assert [len(rings) for rings in polygons] == [2, 1]
    outline, hole = (area(decode_ring(ring, q=10)) for ring in polygons[0])
    assert (outline, hole) == pytest.approx((81, 9))


def test_a_place_smaller_than_the_grid_stays_on_the_map() -> None:
    polygons = encode_shape(shapely.box(1, 1, 1.001, 1.001), q=10)
    assert area(decode_ring(polygons[0][0], q=10)) == pytest.approx(0.01)


def test_a_layer_holds_code_name_label_and_polygons() -> None:
    layer = encode_layer([("31", "Ma'rang `${x}`", 106.81239, -6.2, shapely.box(106, -7, 107, -6))], q=10_000)
    assert layer["q"] == 10_000
    code, name, x, y, polygons = layer["places"][0]
    assert (code, name, x, y) == ("31", "Ma'rang `${x}`", 1_068_124, -62_000)
    assert decode_ring(polygons[0][0], q=10_000).min(axis=0).tolist() == [106, -7]


def test_a_position_is_rounded_to_the_nearest_quantum() -> None:
    assert encode_point(106.812345, -6.2000049, q=100_000) == (10_681_234, -620_000)


def test_bytes_are_compact_json_and_name_their_file() -> None:
    data = to_bytes({"name": "Süd", "x": [1, 2]})
    assert data == '{"name":"Süd","x":[1,2]}'.encode()
    assert json.loads(data) == {"name": "Süd", "x": [1, 2]}
    name = file_name("scene-31", data)
    assert name.startswith("scene-31.")
    assert len(name) == len("scene-31..json") + 8
    assert name != file_name("scene-31", data + b" ")
