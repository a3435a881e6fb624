"""Polygons of a reader: the column that names them, their numbers and areas."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata import open_store
from geodata.zones import make_zones
from views.own_zones import name_column, zone_observations, zones_text


def test_names_of_polygons_are_found() -> None:
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    frame = gpd.GeoDataFrame(
        {"luas": [1.0, 2.0], "jenis": ["x", "x"], "NAMA_RW": ["1", "2"]}, geometry=shapes, crs=4326
    )
    assert name_column(frame) == "NAMA_RW"
    assert name_column(frame.drop(columns="NAMA_RW")) is None


def test_numbers_of_polygons_and_their_area_become_figures() -> None:
    shapes = [shapely.box(119.4, -5.1, 119.41, -5.09), shapely.box(10, 50, 10.1, 50.1)]
    frame = gpd.GeoDataFrame({"rumah": [10, 20], "nama": ["a", "b"]}, geometry=shapes, crs=4326)
    codes = pd.Series(["73.71.z0001", ""])
    observed = zone_observations(frame, codes, 2026, name="nama", area_name="Luas")
    assert set(observed["code"]) == {"73.71.z0001"}
    values = observed.set_index("indicator")["value"]
    assert values["rumah"] == 10
    assert values["Luas"] == pytest.approx(1.2256, rel=2e-3)  # 1.1088 km by 1.1058 km on the ellipsoid


def test_polygons_left_out_are_named() -> None:
    land = open_store().places("regency", detail="district")
    shapes = [
        shapely.box(119.45, -5.16, 119.46, -5.15),
        shapely.box(10, 50, 10.1, 50.1),
        shapely.box(0, 0, 1, 1),
    ]
    frame = gpd.GeoDataFrame({"nama": ["a", "b <i>", "c"]}, geometry=shapes, crs=4326)
    made = make_zones(frame, land, title="zona", name="nama")
    assert zones_text(made, frame, "nama", "en") == (
        "1 polygon in 1 regency or city. 2 do not touch the land of Indonesia and are left out: b <i>, c."
    )
    assert "2, 3" in zones_text(made, frame, None, "en")
    one = make_zones(frame.head(1), land, title="zona", name="nama")
    assert zones_text(one, frame.head(1), "nama", "id") == "1 poligon di 1 kabupaten/kota."
