"""Counts of points in words and tables: the numbers said are the numbers counted."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.counts import count_points
from tests.analytics.shapes import board
from views.point_counts import column_names, count_lines, count_observations, count_table, own_columns

POINTS = pd.DataFrame(
    {
        "lon": [106.5, 106.5, 100.0, None],
        "lat": [-6.5, -6.5, -6.5, -6.5],
        "kind": ["=cmd()", None, "school", "school"],
        "beds": [1.5, None, 2.0, 3.0],
    }
)
PLACES = pd.DataFrame(
    {"code": [f"11.{n:02}" for n in range(1, 10)], "name": [f"Kabupaten {n}" for n in range(1, 10)]}
)


def test_lines_say_every_point_once() -> None:
    assert count_lines(count_points(POINTS, board()), "en") == [
        "4 points read.",
        "2 lie in an area; 1 of 9 areas have at least one.",
        "1 lies outside every area.",
        "1 has no coordinates.",
    ]
    counted = count_points(POINTS, board(), value="beds", how="sum")
    assert count_lines(counted, "en")[-1] == "1 has no value and takes no part in sums and means."


def test_table_names_its_places_and_starts_no_formula() -> None:
    table = count_table(count_points(POINTS, board(), by="kind"), PLACES, "en")
    assert table.columns.tolist() == ["code", "name", "'=cmd()", "school", "Without a category"]
    assert table.iloc[0].tolist() == ["11.01", "Kabupaten 1", 1, 0, 1]
    assert len(table) == 9


@pytest.mark.parametrize("how", ["count", "sum", "mean"])
def test_observations_hold_every_value_and_no_gap(how: str) -> None:
    counted = count_points(POINTS, board(), value=None if how == "count" else "beds", how=how)
    rows = count_observations(counted, year=2024)
    assert rows.columns.tolist() == ["code", "year", "indicator", "value"]
    assert len(rows) == {"count": 9, "sum": 9, "mean": 1}[how]
    first = rows.iloc[0].to_dict()
    assert first == {"code": "11.01", "year": 2024, "indicator": how, "value": {"count": 2}.get(how, 1.5)}


def test_columns_for_a_session() -> None:
    plain = own_columns(count_points(POINTS, board()), title="Puskesmas", how="count", lang="en")
    assert [(c.key, c.name, c.unit, c.measure, c.decimals) for c in plain] == [
        ("count", "Puskesmas: number", "points", "extensive", 0)
    ]
    counted = count_points(POINTS, board(), by="kind", value="beds", how="mean")
    columns = own_columns(counted, title="Beds", how="mean", lang="en", units={"school": "beds"})
    assert [(c.name, c.unit, c.measure) for c in columns] == [
        ("Beds, =cmd(): mean", "", "intensive"),
        ("Beds, school: mean", "beds", "intensive"),
        ("Beds, Without a category: mean", "", "intensive"),
    ]
    assert set(count_observations(counted, year=2024)["indicator"]) <= {c.key for c in columns}


def test_names_of_columns() -> None:
    assert column_names(count_points(POINTS, board()), "en") == {"count": "Points"}
