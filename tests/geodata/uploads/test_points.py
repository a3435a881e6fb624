"""Points from tables: headings in both languages, decimal commas, and nothing guessed."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.uploads import Features, Table, UploadError, points_from_table


def table(rows: list[list[object]]) -> Table:
    return Table(name="titik.csv", format="csv", cells=pd.DataFrame(rows))


def found(rows: list[list[object]]) -> Features:
    result = points_from_table(table(rows))
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("lon", "lat"), ("Longitude", "Latitude"), ("BUJUR", "LINTANG"), ("lng", "lat"),
     ("x", "y"), ("Bujur (°)", "Lintang (°)"), ("Koordinat_X", "Koordinat_Y")],
)  # fmt: skip
@pytest.mark.parametrize(
    "numbers", [("106.8", "-6.2"), ("106,8", "-6,2"), (106.8, -6.2), (" 106,8° ", "−6,2")]
)
def test_pairs_of_columns(lon: str, lat: str, numbers: tuple[object, object]) -> None:
    result = found([["Nama", lat, lon], ["Pasar", numbers[1], numbers[0]]])
    assert (result.frame.geometry.x.tolist(), result.frame.geometry.y.tolist()) == ([106.8], [-6.2])
    assert result.frame.drop(columns="geometry").to_dict("list") == {"Nama": ["Pasar"]}
    assert (result.kind, result.name, result.frame.crs.to_epsg()) == ("points", "titik.csv", 4326)


def test_headings_below_title_lines_and_rows_without_coordinates() -> None:
    rows: list[list[object]] = [
        ["Daftar puskesmas", None, None],
        [None, None, None],
        ["Nama", "Lintang", "Bujur"],
        ["A", "-6,2", "106,8"],
        ["B", None, None],
        ["C", "-", "106,8"],
        [None, None, None],
        ["D", "52,1", "5,1"],
    ]
    result = found(rows)
    assert result.frame["Nama"].tolist() == ["A", "D"]
    assert dict(result.notes) == {"points_left": {"count": 2}, "some_outside": {"count": 1}}


def test_same_headings_stay_apart() -> None:
    result = found([["a", "a", "geometry", None, "lon", "lat"], ["1", "2", "3", "4", "106", "-6"]])
    assert list(result.frame.columns) == ["a", "a 2", "geometry 2", "column 4", "geometry"]


@pytest.mark.parametrize(
    "rows",
    [
        [["kode", "nilai"], ["35.10", "7"]],
        [["lon", "nilai"], ["106", "7"]],
        [["x", "y"], ["1", "2"]],  # figures that happen to be called x and y
        [["x", "y"], ["477777", "9657351"]],
        [],
    ],
)
def test_other_tables_have_no_points(rows: list[list[object]]) -> None:
    assert points_from_table(table(rows)) is None


@pytest.mark.parametrize(
    ("lon", "lat", "rule"),
    [
        ("-6.2", "106.8", "swapped"),
        ("477777", "9657351", "not_degrees"),
        ("2.3", "48.8", "outside"),
        ("-", "x", "no_shapes"),
    ],
)
def test_wrong_coordinates_are_refused(lon: str, lat: str, rule: str) -> None:
    with pytest.raises(UploadError) as caught:
        points_from_table(table([["lon", "lat"], [lon, lat]]))
    assert caught.value.rule == rule
