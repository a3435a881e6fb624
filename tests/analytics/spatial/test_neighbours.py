"""Contiguity: boards with known neighbours, coverages of awkward cells, faults named all at once."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.spatial import Neighbours, contiguity
from tests.analytics.shapes import coverage
from tests.analytics.spatial.graphs import QUEEN, ROOK, board, name, squares


def pairs(graph: Neighbours) -> set[frozenset[str]]:
    return {frozenset(pair) for pair in graph.pairs.itertuples(index=False, name=None)}


def reshaped(areas: gpd.GeoDataFrame, shapes: list[shapely.Geometry]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=shapes, index=areas.index, crs=areas.crs)


def test_a_board_has_the_neighbours_of_the_two_chess_pieces() -> None:
    areas = squares(3, 4)
    queen, rook = contiguity(areas), contiguity(areas, kind="rook")
    assert pairs(queen) == pairs(board(3, 4, QUEEN))
    assert pairs(rook) == pairs(board(3, 4, ROOK))
    assert queen.kind == "queen"
    assert queen.degrees[name(1, 1)] == 8
    assert rook.degrees[name(1, 1)] == 4
    assert set(rook.neighbours_of(name(0, 0))) == {name(0, 1), name(1, 0)}


def test_weights_of_an_area_add_up_to_one() -> None:
    graph = board(3, 3, more=("lone",))
    assert graph.weights.groupby("code")["weight"].sum().tolist() == pytest.approx([1.0] * 9)
    assert "lone" not in set(graph.weights["code"])
    matrix = graph.matrix()
    assert matrix.sum(axis=1).tolist() == pytest.approx([1.0] * 9 + [0.0])
    table = graph.weights.pivot_table(index="code", columns="neighbour", values="weight", fill_value=0.0)
    assert np.array_equal(table.reindex(index=graph.codes[:9], columns=graph.codes[:9]), matrix[:9, :9])


def test_islands_and_lone_pairs_are_listed() -> None:
    far = gpd.GeoDataFrame(
        geometry=[shapely.box(x, 9, x + 1, 10) for x in (8, 10, 11, 20)],
        index=["one", "left", "right", "other"],
        crs="EPSG:23830",
    )
    graph = contiguity(pd.concat([squares(2, 2), far]))
    assert set(graph.islands) == {"one", "other"}
    assert set(graph.lone_pairs) == {"left", "right"}
    assert [len(group) for group in graph.components] == [4, 2, 1, 1]


def test_an_area_of_several_parts_touches_with_each() -> None:
    areas = squares(1, 5)
    both = shapely.MultiPolygon([areas.geometry.iloc[0], areas.geometry.iloc[3]])
    merged = reshaped(areas.iloc[[0, 1, 2, 4]], [both, *areas.geometry.iloc[[1, 2, 4]]])
    graph = contiguity(merged)
    assert set(graph.neighbours_of(name(0, 0))) == {name(0, 1), name(0, 2), name(0, 4)}


def test_an_area_in_the_hole_of_another_is_its_neighbour() -> None:
    inner = shapely.box(1, 1, 2, 2)
    outer = shapely.box(0, 0, 3, 3) - inner
    areas = gpd.GeoDataFrame(geometry=[outer, inner], index=["a", "b"])
    assert pairs(contiguity(areas, kind="rook")) == {frozenset("ab")}


def test_a_border_with_points_of_one_side_only_is_a_border() -> None:
    areas = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 3, 1), *(shapely.box(x, 1, x + 1, 2) for x in range(3))],
        index=["south", "a", "b", "c"],
    )
    assert contiguity(areas, kind="rook").neighbours_of("south") == ("a", "b", "c")
    assert pairs(contiguity(areas, kind="rook")) == pairs(contiguity(areas))


def test_points_within_the_tolerance_are_one() -> None:
    areas = gpd.GeoDataFrame(
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1 + 1e-4, 0, 2, 1)], index=["a", "b"]
    )
    assert contiguity(areas).islands == ("a", "b")
    assert contiguity(areas, tolerance=1e-3, kind="rook").islands == ()
    assert contiguity(areas, tolerance=0).islands == ("a", "b")


@given(seed=st.integers(0, 10_000), number=st.integers(2, 16))
@settings(max_examples=20)
def test_a_coverage_has_the_neighbours_that_measuring_finds(seed: int, number: int) -> None:
    """Against another way: the dimension of what two cells have in common, on coordinates where it is exact."""
    areas = coverage(seed, number)
    shapes = areas.geometry.to_numpy()
    queen, rook = contiguity(areas.set_index("code")), contiguity(areas, kind="rook")
    index = {code: at for at, code in enumerate(areas["code"])}
    for a in areas["code"]:
        for b in areas["code"]:
            if a < b:
                edge = shapely.intersection(shapes[index[a]], shapes[index[b]])
                apart = shapely.distance(shapes[index[a]], shapes[index[b]])
                assert (frozenset((a, b)) in pairs(queen)) == (apart < 1e-12)
                assert (frozenset((a, b)) in pairs(rook)) == (shapely.length(edge) > 1e-9)


@given(seed=st.integers(0, 1000), order=st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_neither_the_order_of_rows_nor_names_change_the_graph(seed: int, order: object) -> None:
    areas = coverage(seed, 14)
    graph = contiguity(areas)
    rows = list(range(len(areas)))
    order.shuffle(rows)  # type: ignore[attr-defined]
    assert contiguity(areas.iloc[rows]) == graph
    renamed = areas.assign(code=[f"x{99 - int(code)}" for code in areas["code"]])
    assert contiguity(renamed).links == graph.links
    assert contiguity(renamed).codes == tuple(f"x{99 - int(code)}" for code in graph.codes)


def test_simplifying_and_another_coordinate_system_change_no_border() -> None:
    areas = coverage(3, 40).to_crs("EPSG:32631")
    coarse = areas.assign(geometry=shapely.coverage_simplify(areas.geometry.to_numpy(), 2000.0))
    assert pairs(contiguity(areas)) == pairs(contiguity(coverage(3, 40)))
    assert pairs(contiguity(coarse)) == pairs(contiguity(areas))


def test_a_part_of_a_graph_keeps_its_neighbours() -> None:
    graph = board(1, 5)
    part = graph.only([name(0, 0), name(0, 1), name(0, 3), "not there"])
    assert part.codes == (name(0, 0), name(0, 1), name(0, 3))
    assert part.islands == (name(0, 3),)
    assert part.lone_pairs == (name(0, 0), name(0, 1))
    assert graph.only(graph.codes) is graph


def test_faults_of_areas_are_named_all_at_once() -> None:
    areas = gpd.GeoDataFrame(
        {"code": ["31.71.01", "31.71.01", "73.71.02", "31.71.04", "31.71.05"]},
        geometry=[None, shapely.box(0, 0, 1, 1), shapely.Point(1, 1), shapely.box(2, 2, 3, 3), None],
    )
    with pytest.raises(ValueError, match="`kind`") as caught:
        contiguity(areas, kind="bishop", tolerance=-1.0, within="31")  # type: ignore[arg-type]
    for part in ("31.71.01 came again", "73.71.02 does not", "31.71.05 has none", "is Point", "`tolerance`"):
        assert part in str(caught.value)


def test_areas_of_two_provinces_are_no_city() -> None:
    areas = squares(1, 2).assign(code=["31.71", "73.71"])
    with pytest.raises(ValueError, match="provinces 31, 73; take one city"):
        contiguity(areas)
    with pytest.raises(ValueError, match=r"must lie within 31\.7, 31\.71, 31\.72 does not"):
        contiguity(squares(1, 2).assign(code=["31.71", "31.72"]), within="31.7")


@pytest.mark.parametrize(
    ("areas", "message"),
    [
        (squares(1, 2).iloc[:0], "at least one area"),
        (pd.DataFrame({"code": ["a"]}), "must be a GeoDataFrame, it is DataFrame"),
        (squares(1, 2).assign(code=["a", None]), "1 have none"),
        (
            gpd.GeoDataFrame(
                geometry=[shapely.Polygon([(0, 0), (1, 0), (math.inf, 1), (0, 0)])], index=["endless"]
            ),
            "finite coordinates, endless",
        ),
    ],
)
def test_a_fault_is_named(areas: gpd.GeoDataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        contiguity(areas)


def test_pairs_that_cannot_be_are_named() -> None:
    with pytest.raises(ValueError, match=r"drop the repeats.*zzz is none.*a is its own neighbour"):
        Neighbours.from_pairs(["a", "a", "b"], [("a", "a"), ("b", "zzz")])
    assert Neighbours.from_pairs("ab", [("a", "b"), ("b", "a")]).links == ((0, 1),)
    with pytest.raises(ValueError, match="'q' is none"):
        board(1, 2).neighbours_of("q")
