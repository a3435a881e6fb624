"""The measurement of points: seeded points in the country's extent, and all ways find the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.points import METHODS, write_points
from geodata import open_store

NUMBER = 30_000


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("points") / "points.parquet"
    write_points(path, NUMBER)
    return path


def test_points_are_seeded_and_lie_in_the_extent(points: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.parquet"
    write_points(again, NUMBER)
    frame = pd.read_parquet(points)
    pd.testing.assert_frame_equal(pd.read_parquet(again), frame)
    west, south, east, north = open_store().places("district").total_bounds
    assert len(frame) == NUMBER
    assert frame["lon"].between(west, east).all()
    assert frame["lat"].between(south, north).all()


def test_all_methods_find_the_same(points: Path) -> None:
    places = open_store().places("district")
    first, *others = (method(points, places) for method in METHODS.values())
    assert first.sum() > NUMBER / 4
    assert len(others) == 2
    for other in others:
        pd.testing.assert_series_equal(other, first, check_names=False, check_dtype=False)
