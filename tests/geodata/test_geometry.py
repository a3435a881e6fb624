"""Coverages: known answers on tiny shapes."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.geometry import (
    clean,
    deviation,
    dissolve,
    is_coverage,
    label_points,
    parts,
    repair,
    round_coverage,
    simplify,
)

BOW_TIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
WITH_SPIKE = shapely.Polygon([(0, 0), (10, 0), (10, 10), (10, 20), (10, 10), (0, 10)])
SIMPLE = shapely.box(0, 0, 4, 2)
ONE_HOLE = shapely.box(0, 0, 9, 9).difference(shapely.box(3, 3, 6, 6))
TWO_HOLES = ONE_HOLE.difference(shapely.box(7, 7, 8, 8))
MULTI = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 9, 9)])
C_SHAPE = shapely.Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 9), (10, 9), (10, 10), (0, 10)])


def array(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, dtype=object)


def test_repair_leaves_valid_polygons_only_and_says_which_were_broken() -> None:
    fixed, broken = repair(array(BOW_TIE, SIMPLE, WITH_SPIKE))
    assert broken.tolist() == [True, False, True]
    assert shapely.is_valid(fixed).all()
    assert set(shapely.get_type_id(fixed)) <= {3, 6}
    assert shapely.area(fixed).tolist() == [50.0, 8.0, 100.0]


def test_clean_gives_an_overlap_to_the_smaller_and_closes_a_narrow_gap() -> None:
    mother, child = shapely.box(0, 0, 1000, 1000), shapely.box(800, 800, 1000, 1000)
    neighbour = shapely.box(1000, 0, 2000, 990).union(shapely.box(1010, 0, 2000, 1000))
    frame = shapely.box(-500, -500, 2500, 1500).difference(shapely.box(0, 0, 2000, 1000))
    cleaned = clean(array(mother, child, neighbour, frame))
    assert is_coverage(cleaned)
    assert shapely.area(cleaned)[1] >= 200 * 200
    assert shapely.area(cleaned)[0] == pytest.approx(1000 * 1000 - 200 * 200, rel=0.001)
    assert shapely.union_all(cleaned).area == pytest.approx(3000 * 2000)


def test_clean_leaves_a_lake_alone() -> None:
    lake = shapely.box(400, 400, 600, 600)
    west, east = (
        shapely.box(0, 0, 500, 1000).difference(lake),
        shapely.box(500, 0, 1000, 1000).difference(lake),
    )
    assert shapely.area(clean(array(west, east))).sum() == 1000 * 1000 - 200 * 200


def test_an_overlap_is_no_coverage() -> None:
    assert is_coverage(array(shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)))
    assert not is_coverage(array(shapely.box(0, 0, 1.1, 1), shapely.box(1, 0, 2, 1)))
    assert not is_coverage(array(BOW_TIE))


def test_dissolve_sorts_its_keys_and_keeps_the_area() -> None:
    cells = [shapely.box(x, y, x + 1, y + 1) for x in range(4) for y in range(3)]
    keys = ["b" if n < 6 else "a" for n in range(12)]
    names, unions = dissolve(array(*cells), keys)
    assert names == ["a", "b"]
    assert shapely.equals(unions, array(shapely.box(2, 0, 4, 3), shapely.box(0, 0, 2, 3))).all()


def wavy(n: int = 200) -> np.ndarray:
    """Two neighbours with a finely wavy border."""
    y = np.linspace(0, 100, n)
    border = np.column_stack([50 + np.sin(y) + 0.05 * np.sin(40 * y), y])
    west = shapely.Polygon([(0, 0), *border, (0, 100)])
    return array(west, shapely.Polygon([(100, 0), *border, (100, 100)]))


def test_simplify_drops_points_on_both_sides_alike() -> None:
    before = wavy()
    after = simplify(before, tolerance=1.0)
    assert is_coverage(after)
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum() / 3
    assert shapely.union_all(after).area == pytest.approx(100 * 100)


def test_deviation_is_the_hausdorff_distance_of_the_vertices() -> None:
    before = wavy()
    after = simplify(before, tolerance=2.0)
    measured = deviation(before, after)
    rings_before, rings_after = shapely.boundary(before), shapely.boundary(after)
    assert measured == pytest.approx(shapely.hausdorff_distance(rings_before, rings_after), rel=1e-9)
    assert (deviation(before, before) == 0).all()


@pytest.mark.parametrize("shape", [SIMPLE, MULTI, ONE_HOLE, TWO_HOLES])
def test_deviation_knows_every_kind_of_polygon(shape: shapely.Geometry) -> None:
    assert deviation(array(shape), array(shape)).tolist() == [0.0]


def test_rounding_takes_the_coarsest_grid_that_keeps_the_coverage() -> None:
    shapes = array(shapely.box(0, 0, 1 / 3, 1), shapely.box(1 / 3, 0, 1, 1))
    rounded, grid = round_coverage(shapes)
    assert grid == 1e-6
    assert shapely.get_coordinates(rounded)[:, 0].max() == 1
    assert 0.333333 in shapely.get_coordinates(rounded)[:, 0]
    # A needle 2e-8 degrees wide would fold at 1e-6 and 1e-7.
    needle = shapely.Polygon(
        [(0, 0), (1, 0), (1, 1), (0.5 + 2e-8, 0.5), (0.5, 0.9), (0.5 - 2e-8, 0.5), (0, 1)]
    )
    finer, grid = round_coverage(array(needle))
    assert grid == 1e-8
    assert is_coverage(finer)


def test_rounding_refuses_what_is_no_coverage() -> None:
    with pytest.raises(ValueError, match="no valid coverage"):
        round_coverage(array(shapely.box(0, 0, 1.1, 1), shapely.box(1, 0, 2, 1)))


@pytest.mark.parametrize("shape", [SIMPLE, MULTI, ONE_HOLE, TWO_HOLES, C_SHAPE])
def test_a_label_lies_inside_the_largest_part(shape: shapely.Geometry) -> None:
    (point,) = label_points(array(shape))
    assert shapely.contains_properly(parts(shape)[0], point)


def test_a_label_keeps_away_from_the_edge() -> None:
    (point,) = label_points(array(shapely.box(0, 0, 10, 10)))
    assert shapely.distance(point, shapely.Point(5, 5)) < 0.2


def test_parts_come_largest_first() -> None:
    assert [shapely.area(part) for part in parts(MULTI)] == [16.0, 1.0]
