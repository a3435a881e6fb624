"""Measurements of the server run and give numbers that can be; never how large they are."""

from __future__ import annotations

import pytest

from benchmarks import capacity, opening, replicas, sessions


def test_sessions_are_counted_one_by_one() -> None:
    row = sessions.measure(2)
    assert 50 < row["one_mb"] <= row["all_mb"] + 20
    assert "MB for a session more" in sessions.line(row)


def test_the_store_and_the_files_hold_the_same_places() -> None:
    rows = opening.measure(1)
    assert set(rows) == {"store", "geojson", "gpkg"}
    assert all(row["median_s"] > 0 for row in rows.values())


def test_readers_of_both_ways_are_answered() -> None:
    rows = {way: capacity.measure(way, "city", seconds=6, most=1) for way in ("atlas", "naive")}
    assert all(row["levels"]["1"]["answers"] >= 1 for row in rows.values())
    assert "capacity, city" in capacity.line("city", rows)


@pytest.mark.nginx
def test_readers_are_spread_over_replicas() -> None:
    rows = replicas.measure(*replicas.SHORT)
    assert rows["2"]["levels"]["2"]["answers"] >= 1
    assert "replicas: one serves" in replicas.line(rows)
