"""Polygons of a reader: the column that names them, their numbers and areas."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from views.own_zones import name_column, zone_observations


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
