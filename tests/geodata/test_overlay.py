"""A reader's figures over the store: everything the store says stays, theirs are added, nothing leaks into the store."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geodata.errors import UnknownName
from geodata.overlay import Overlay
from geodata.own import OwnColumn, OwnData
from geodata.store import Store
from geodata.zones import MAX_ZONES, ZoneError, make_zones

DAY = date(2026, 11, 22)


def boxes(store: Store, codes: list[str]) -> gpd.GeoDataFrame:
    """Small squares around the label points of places."""
    places = store.place_table().set_index("code").loc[codes]
    shapes = [
        shapely.box(x - 0.001, y - 0.001, x + 0.001, y + 0.001)
        for x, y in zip(places["label_x"], places["label_y"], strict=True)
    ]
    return gpd.GeoDataFrame({"nama": [f"Zona <{code}>" for code in codes]}, geometry=shapes, crs="EPSG:4326")


@pytest.fixture
def own(committed: Store) -> OwnData:
    made = make_zones(
        boxes(committed, ["73.71", "31.74", "73.71.01"]),
        committed.places("regency"),
        title="zona",
        name="nama",
    )
    zones = made.zones
    rows = pd.DataFrame(
        {
            "code": ["35.10", "73.71", "31", *zones.table["code"]],
            "year": 2025,
            "indicator": ["shops"] * 3 + ["zone"] * 3,
            "value": [5.0, 7.0, 9.0, 1.0, 2.0, 3.0],
        }
    )
    columns = [OwnColumn("shops", "UMKM", "unit", "extensive"), OwnColumn("zone", "Nilai zona")]
    return OwnData().added("zona", rows, columns, day=DAY, zones=zones)


@pytest.fixture
def overlay(committed: Store, own: OwnData) -> Overlay:
    return Overlay(committed, own)


def test_what_the_store_says_is_still_said(committed: Store, overlay: Overlay) -> None:
    hdi = {"level": "regency", "within": "73.71", "years": [2023, 2024]}
    pd.testing.assert_frame_equal(overlay.values("hdi", **hdi), committed.values("hdi", **hdi))
    pd.testing.assert_frame_equal(overlay.place_table("district"), committed.place_table("district"))
    count = len(committed.catalogue())
    pd.testing.assert_frame_equal(overlay.catalogue().head(count), committed.catalogue())
    assert overlay.version == committed.version


def test_own_figures_stand_beside_the_store_s(overlay: Overlay) -> None:
    both = overlay.values(["hdi", "own_umkm"], codes=["73.71"], years=[2024, 2025])
    assert set(both["indicator"]) == {"hdi", "own_umkm"}
    assert both.loc[both["indicator"] == "own_umkm", "value"].tolist() == [7.0]
    everything = overlay.values(codes=["35.10"])
    assert (everything["indicator"] == "own_umkm").sum() == 1
    assert len(everything) > 50


def test_levels_and_cities_are_kept_apart(overlay: Overlay) -> None:
    assert overlay.values("own_umkm", level="regency")["code"].tolist() == ["35.10", "73.71"]
    assert overlay.values("own_umkm", level="province")["code"].tolist() == ["31"]
    assert overlay.values("own_umkm", level="regency", within="35.10")["value"].tolist() == [5.0]
    assert overlay.values("own_nilai_zona", level="own", within="73.71")["value"].tolist() == [2.0, 3.0]
    assert overlay.values("hdi", level="own").empty
    assert overlay.values("own_nilai_zona", level="district").empty


def test_zones_are_a_level_of_their_own(committed: Store, overlay: Overlay) -> None:
    zones = overlay.place_table("own")
    assert zones["code"].tolist() == ["31.74.z0001", "73.71.z0001", "73.71.z0002"]
    assert zones["parent"].tolist() == ["31.74", "73.71", "73.71"]
    assert zones["area_km2"].between(0.045, 0.051).all()  # 0.002 degrees squared near the equator
    assert overlay.place_table("own", within="31")["name"].tolist() == ["Zona <31.74>"]
    assert len(overlay.place_table()) == len(committed.place_table()) + 3
    assert committed.place_table(within="73.71")["code"].str.contains("z").sum() == 0


def test_zones_are_encoded_for_their_city_and_for_all_of_jakarta(overlay: Overlay) -> None:
    for name in ("own-73.71", "own-31", "own-31.74"):
        assert overlay.geometry_url(name).startswith("data:application/json;base64,")
    with pytest.raises(UnknownName):
        overlay.geometry_url("own-35.10")
    assert overlay.geometry_url("national").startswith("geo/national")


def test_the_store_beneath_never_learns_of_it(committed: Store, overlay: Overlay) -> None:
    overlay.values()
    assert not committed.catalogue()["indicator"].str.startswith("own_").any()
    assert not committed.values()["indicator"].str.startswith("own_").any()
    with pytest.raises(UnknownName):
        committed.values("own_umkm")


def test_lost_own_indicator_says_what_to_do(overlay: Overlay) -> None:
    with pytest.raises(UnknownName, match="upload its file again"):
        overlay.values(["own_gone"])


def test_unknown_places_are_still_named(overlay: Overlay) -> None:
    with pytest.raises(UnknownName):
        overlay.values("own_umkm", codes=["99.99"])


def test_polygons_outside_the_country_get_no_code(committed: Store) -> None:
    frame = boxes(committed, ["73.71", "35.10"])
    frame.loc[0, "geometry"] = shapely.box(10, 50, 10.1, 50.1)
    made = make_zones(frame, committed.places("regency"), title="zona")
    assert made.codes.tolist() == ["", "35.10.z0001"]
    assert made.zones.table["name"].tolist() == ["2"]
    frame.loc[1, "geometry"] = shapely.box(10, 50, 10.1, 50.1)
    with pytest.raises(ZoneError, match="None of the 2 polygons"):
        make_zones(frame, committed.places("regency"), title="zona")


def test_polygon_whose_middle_is_in_the_sea_belongs_to_the_land_it_covers(committed: Store) -> None:
    regencies = committed.places("regency", detail="district")
    frame = boxes(committed, ["35.10", "35.10", "35.10"])
    frame[
        "geometry"
    ] = [  # the strait east of Banyuwangi: shore of Java, nothing but water, shore of Java and of Bali
        shapely.box(114.37, -8.30, 114.45, -8.25),
        shapely.box(114.41, -8.33, 114.43, -8.31),
        shapely.box(114.30, -8.30, 114.46, -8.20),
    ]
    made = make_zones(frame, regencies, title="zona")
    assert made.codes.tolist()[1] == ""
    assert made.codes.tolist()[0].startswith("35.10.z")
    assert made.codes.tolist()[2].startswith("35.10.z")


def test_heavy_outlines_get_lighter_and_neighbours_still_fit(committed: Store) -> None:
    villages = committed.places("village", within="35.10")
    regencies = committed.places("regency")
    light = make_zones(villages, regencies, title="desa", name="name")
    assert light.tolerance_m == 0
    wavy = villages.head(3).copy()
    wavy["geometry"] = shapely.segmentize(wavy.geometry.array, 0.000003)
    heavy = make_zones(wavy, regencies, title="desa", name="name")
    assert heavy.tolerance_m > 0
    assert sum(map(len, heavy.zones.geometry.values())) < 2_000_000


def test_too_many_polygons_are_refused_before_any_work(committed: Store) -> None:
    frame = boxes(committed, ["73.71"])
    many = pd.concat([frame] * (MAX_ZONES + 1), ignore_index=True)
    with pytest.raises(ZoneError, match=str(MAX_ZONES + 1)):
        make_zones(many, committed.places("regency"), title="zona")
