"""The browser's geometry of the toy country, decoded again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geodata import Store
from geodata.build.browser import OUTSIDE_STEP, _thinned, main_bounds
from geodata.build.country import Q_COUNTRY, border_lines, districts_on_grid, without_small_islands
from geodata.build.layers import Layer
from geodata.encode import Q_FINE, Q_WIDE, decode_ring
from tests.geodata.toy import HOSTILE


def content(store: Store, folder: Path, name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / store.geometry_url(name)).read_bytes())
    return loaded


def shape_of(place: list[Any], q: int) -> shapely.Geometry:
    polygons = [
        shapely.Polygon(decode_ring(rings[0], q=q), [decode_ring(ring, q=q) for ring in rings[1:]])
        for rings in place[4]
    ]
    return shapely.make_valid(shapely.MultiPolygon(polygons))


def codes(layer: dict[str, Any]) -> list[str]:
    return [place[0] for place in layer["places"]]


def test_the_names_of_the_files(toy_store: Store) -> None:
    assert toy_store.geometry_names() == [
        "districts", "national", "points-31", "scene-31", "scene-31.71", "scene-31.74", "scene-36.71", "village-31",
    ]  # fmt: skip


def test_national_holds_provinces_and_regencies(toy_store: Store, toy_build: Path) -> None:
    layers = content(toy_store, toy_build, "national")["layers"]
    assert codes(layers["province"]) == ["31", "36"]
    assert codes(layers["regency"]) == ["31.71", "31.74", "36.71"]
    assert layers["regency"]["q"] == Q_WIDE


def test_districts_hold_all_of_them_and_what_lies_above(toy_store: Store, toy_build: Path) -> None:
    file = content(toy_store, toy_build, "districts")
    layers = file["layers"]
    assert codes(layers["district"]) == ["31.71.01", "31.71.02", "31.74.01", "36.71.01"]
    assert codes(layers["province"]) == ["31", "36"]
    assert codes(layers["pilot"]) == ["31"]
    assert {layer["q"] for layer in layers.values()} == {Q_COUNTRY}
    assert sorted(file["within"]) == ["31.71", "31.74", "36.71"]
    shapes = np.array([shape_of(place, Q_COUNTRY) for place in layers["district"]["places"]], dtype=object)
    assert shapely.coverage_is_valid(shapes)
    pilot = shape_of(layers["pilot"]["places"][0], Q_COUNTRY)
    assert shapely.equals(shapely.union_all(shapes[:3]), pilot)


def squares(*corners: tuple[float, float]) -> np.ndarray:
    return np.array([shapely.box(x, y, x + 1, y + 1) for x, y in corners], dtype=object)


def test_a_district_too_small_for_the_grid_stays_and_is_cut_out_of_its_neighbour() -> None:
    large, small = shapely.box(106, -6, 107, -5), shapely.box(106.5, -5.5, 106.50001, -5.49999)
    layer = Layer(("31.71.01", "31.71.02"), np.array([large - small, small], dtype=object))
    labels = np.array([[106.2, -5.5], [106.5, -5.5]])
    shapes = districts_on_grid(layer, labels)
    assert shapely.coverage_is_valid(shapes)
    assert (shapely.area(shapes) > 0).all()
    corners = shapely.get_coordinates(shapes)
    assert (corners == np.rint(corners)).all()


def test_border_lines_are_those_between_regencies_of_one_province_each_once() -> None:
    shapes = squares((0, 0), (1, 0), (2, 0), (3, 0))
    names = ("31.71.01", "31.71.02", "31.74.01", "36.71.01")
    assert border_lines(names, shapes) in ([[2, 0, 0, 1]], [[2, 1, 0, -1]])
    assert border_lines(("31.71.01",) * 4, shapes) == []


@pytest.mark.parametrize(
    ("code", "q", "regencies", "districts", "context"),
    [
        ("31", Q_FINE, ["31.71", "31.74"], ["31.71.01", "31.71.02", "31.74.01"], ["36.71"]),
        ("31.74", Q_FINE, ["31.74"], ["31.74.01"], ["31.71", "36.71"]),
        ("36.71", Q_WIDE, ["36.71"], ["36.71.01"], ["31.74"]),
    ],
)
def test_a_scene_holds_the_place_its_districts_and_its_neighbours(
    toy_store: Store,
    toy_build: Path,
    code: str,
    q: int,
    regencies: list[str],
    districts: list[str],
    context: list[str],
) -> None:
    scene = content(toy_store, toy_build, f"scene-{code}")
    layers = scene["layers"]
    assert (layers["regency"]["q"], layers["context"]["q"]) == (q, Q_WIDE)
    assert codes(layers["regency"]) == regencies
    assert codes(layers["district"]) == districts
    assert codes(layers["context"]) == context
    assert scene["name"] == toy_store.place_table().set_index("code")["name"][code]


def test_a_scene_is_the_store_within_half_a_quantum(toy_store: Store, toy_build: Path) -> None:
    layer = content(toy_store, toy_build, "scene-31")["layers"]["district"]
    stored = toy_store.places("district", detail="city").set_index("code").geometry
    for place in layer["places"]:
        # The half diagonal of a quantum, plus what rounding of the other end adds.
        assert shapely.hausdorff_distance(shape_of(place, Q_FINE), stored[place[0]]) < 1 / Q_FINE


def test_labels_lie_in_their_shapes(toy_store: Store, toy_build: Path) -> None:
    for name, q in (("scene-31", Q_FINE), ("scene-36.71", Q_WIDE), ("village-31", Q_FINE)):
        for layer in content(toy_store, toy_build, name)["layers"].values():
            for place in layer["places"]:
                label = shapely.Point(place[2] / layer["q"], place[3] / layer["q"])
                assert shapely.contains(shape_of(place, layer["q"]), label), place[0]
        assert q in (Q_FINE, Q_WIDE)


def test_villages_and_points_keep_hostile_names_as_text(toy_store: Store, toy_build: Path) -> None:
    villages = content(toy_store, toy_build, "village-31")["layers"]["village"]["places"]
    assert villages[0][1] == HOSTILE
    points = content(toy_store, toy_build, "points-31")
    assert points["q"] == Q_FINE
    assert points["kinds"] == {
        "school_sd": [[10_680_500, -619_500, HOSTILE]],
        "school_smp": [[10_681_500, -618_500, "SMP 2"]],
    }


def test_bounds_leave_out_far_islands_that_hold_under_three_percent() -> None:
    mainland, island = shapely.box(0, 0, 10, 10), shapely.box(100, 0, 101, 2)
    assert main_bounds(shapely.MultiPolygon([island, mainland])) == (0, 0, 10, 10)
    assert main_bounds(shapely.MultiPolygon([shapely.box(100, 0, 102, 2), mainland])) == (0, 0, 102, 10)


def test_small_islands_go_but_never_the_largest_part() -> None:
    large, small = shapely.box(106, -6, 106.1, -5.9), shapely.box(107, -6, 107.005, -5.995)
    shapes = np.array([shapely.MultiPolygon([small, large]), small], dtype=object)
    kept = without_small_islands(shapes)
    assert shapely.equals(kept[0], large)
    assert shapely.equals(kept[1], small)


def test_a_neighbour_keeps_all_points_in_the_window_and_few_outside() -> None:
    angle = np.linspace(0, 2 * np.pi, 4001)
    circle = shapely.Polygon(np.column_stack([10 * np.cos(angle), 10 * np.sin(angle)]))
    small = shapely.box(100, 100, 101, 101)
    shape = shapely.MultiPolygon([circle.difference(shapely.box(-1, -1, 1, 1)), small])
    thin = _thinned(shape, (8.0, -5.0, 12.0, 5.0))
    assert thin.is_valid
    assert shapely.get_num_geometries(thin) == 2
    assert shapely.get_num_interior_rings(shapely.get_geometry(thin, 0)) == 1
    window = shapely.box(8, -5, 12, 5)
    inside = shapely.MultiPoint(shapely.get_coordinates(shape)) & window
    assert inside == shapely.MultiPoint(shapely.get_coordinates(thin)) & window
    outside = shapely.get_num_coordinates(shape) - shapely.get_num_geometries(inside)
    assert (
        shapely.get_num_coordinates(thin) - shapely.get_num_geometries(inside) < outside / OUTSIDE_STEP + 20
    )
    assert shapely.hausdorff_distance(thin, shape) < 0.01
