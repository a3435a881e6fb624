"""Which area a point lies in: known answers on toy shapes, borders and corners, and both ways agree."""

from __future__ import annotations

import threading

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from analytics import area_index
from analytics.area_grid import AreaGrid
from analytics.area_index import AreaIndex, place_faults
from tests.analytics.shapes import SOUTH, WEST, board, coverage, frame


def located(places: gpd.GeoDataFrame, points: list[tuple[float, float]], *, way: str) -> list[str]:
    index = AreaIndex(places)
    if way == "grid":
        index._grid = AreaGrid(index._shapes)
    rows = index.locate(*np.array(points, dtype=float).reshape(-1, 2).T.copy())
    return [str(index.codes[row]) if row >= 0 else "" for row in rows]


BOTH = pytest.mark.parametrize("way", ["tree", "grid"])


@BOTH
def test_points_on_a_board(way: str) -> None:
    points = [
        (106.5, -6.5),
        (108.5, -4.5),
        (107.5, -5.5),
        (105.9, -6.5),
        (106.5, -3.9),
        (0.0, 0.0),
        (1e300, -1e300),
    ]
    assert located(board(), points, way=way) == ["11.01", "11.09", "11.05", "", "", "", ""]


@BOTH
def test_borders_and_corners_belong_to_the_first_code(way: str) -> None:
    between = [(107.0, -6.5), (106.5, -6.0), (107.0, -6.0), (108.0, -5.0)]
    assert located(board(), between, way=way) == ["11.01", "11.01", "11.01", "11.05"]
    # The order of the rows changes nothing.
    turned = board().iloc[::-1].reset_index(drop=True)
    assert located(turned, between, way=way) == ["11.01", "11.01", "11.01", "11.05"]
    outer = [(WEST, SOUTH), (109.0, -4.0), (106.5, -7.0), (109.0, -6.5)]
    assert located(board(), outer, way=way) == ["11.01", "11.09", "11.01", "11.03"]


@BOTH
def test_holes_parts_and_overlaps(way: str) -> None:
    ring = shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 3, 3))
    two = shapely.MultiPolygon([shapely.box(10, 0, 11, 1), shapely.box(12, 0, 13, 1)])
    over = shapely.box(-1, -1, 0.5, 0.5)  # overlaps the ring and comes after it
    places = frame(["3", "1", "2"], [over, ring, two])
    points = [
        (0.25, 0.25),
        (2, 2),
        (0.5, 2),
        (10.5, 0.5),
        (11.5, 0.5),
        (12.5, 0.5),
        (-0.5, -0.5),
        (1, 2),
        (1.0, 1.0),
    ]
    assert located(places, points, way=way) == ["1", "", "1", "2", "", "2", "3", "1", "1"]


@given(seed=st.integers(0, 10_000), number=st.integers(2, 25))
def test_grid_and_tree_agree_on_every_border(seed: int, number: int) -> None:
    places = coverage(seed, number)
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(places.geometry.to_numpy())
    middles = (corners[1:] + corners[:-1]) / 2
    points = np.concatenate([corners, middles, rng.uniform(-0.1, 1.1, (200, 2)), np.nextafter(corners, 2)])
    tree, grid = (located(places, list(map(tuple, points)), way=way) for way in ("tree", "grid"))
    assert tree == grid
    # … and both with the plain rule: the first code among all shapes that touch the point.
    touching = shapely.intersects(places.geometry.to_numpy()[None, :], shapely.points(points)[:, None])
    plain = [min(places["code"][row], default="") for row in touching]
    assert tree == plain


@given(seed=st.integers(0, 10_000))
def test_many_points_of_a_coverage_fall_into_one_area_each(seed: int) -> None:
    places = coverage(seed)
    points = np.random.default_rng(seed).random((300, 2))
    found = located(places, list(map(tuple, points)), way="grid")
    assert "" not in found


def test_many_points_make_the_grid_and_few_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(area_index, "_FEW_POINTS", 10)
    index = AreaIndex(board())
    few = np.full(10, 106.5), np.full(10, -6.5)
    index.locate(*few)
    assert index._grid is None
    many = np.full(11, 106.5), np.full(11, -6.5)
    assert set(index.locate(*many)) == {0}
    assert index._grid is not None
    assert set(index.locate(*few)) == {0}


def test_shapes_of_the_caller_stay_unprepared() -> None:
    places = board()
    AreaIndex(places).locate(np.array([106.5]), np.array([-6.5]))
    assert not shapely.is_prepared(places.geometry.to_numpy()).any()


def test_several_threads_may_ask() -> None:
    index, answers = AreaIndex(coverage(3, 60)), []
    points = np.random.default_rng(1).random((2_000, 2)).T
    threads = [threading.Thread(target=lambda: answers.append(index.locate(*points))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    assert all((answer == answers[0]).all() for answer in answers)


def test_no_areas_and_a_narrow_one() -> None:
    empty = board().iloc[:0]
    assert AreaIndex(empty).locate(np.array([1.0]), np.array([1.0])).tolist() == [-1]
    sliver = frame(["1"], [shapely.box(0, 0, 40, 1e-9)])
    assert located(sliver, [(20, 5e-10), (20, 2e-9)], way="grid") == ["1", ""]


def test_every_fault_of_the_places_is_named() -> None:
    places = frame(["11.01", "11.01", None], [shapely.Point(1, 1), None, shapely.box(0, 0, 1, 1)]).to_crs(
        "EPSG:3857"
    )
    faults = "\n".join(place_faults(places))
    for part in ("code in every row, 1", "once, 1 came again (first: '11.01')", "EPSG:4326, they are in EPSG:3857",
                 "shape in every row, 1 have none", "must be polygons, 1 are not (first: Point)"):  # fmt: skip
        assert part in faults
    with pytest.raises(ValueError, match="must be polygons"):
        AreaIndex(places)


@pytest.mark.parametrize(
    ("places", "fault"),
    [
        ({"code": []}, "must be a GeoDataFrame of polygons, it is a dict"),
        (board().rename(columns={"code": "kode"}), "must have the column code, it has kode, geometry"),
        (board().set_crs(None, allow_override=True), "says no coordinate system"),
        (gpd.GeoDataFrame({"code": ["1"]}), "has none set; use set_geometry"),
    ],
)
def test_what_is_no_frame_of_areas_is_named(places: object, fault: str) -> None:
    assert fault in "\n".join(place_faults(places))
