"""The store on the toy country: what it gives, what it refuses, and that nobody can damage it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from pandas.testing import assert_frame_equal

from geodata import Store, StoreDamaged, StoreMissing, UnknownName, open_store
from geodata.details import DEFAULT_DETAIL, LAYERS
from geodata.manifest import write_manifest
from geodata.schema import TABLES
from tests.geodata.toy import HOSTILE, NAMES, WITHOUT_POLYGON

COLUMNS = [
    "code", "name", "kind", "level", "parent", "area_km2", "official_area_km2", "label_x", "label_y", "bps_code",
]  # fmt: skip


@pytest.fixture
def copied(toy_build: Path, tmp_path: Path) -> Path:
    """A copy of the toy store that a test may break."""
    return Path(shutil.copytree(toy_build / "store", tmp_path / "store"))


# Places ---------------------------------------------------------------------------------------------------------


def test_places_carry_their_columns_in_order_of_level_and_code(toy_store: Store) -> None:
    table = toy_store.place_table()
    assert list(table.columns) == COLUMNS
    assert table["code"].tolist() == sorted(table["code"], key=lambda code: (len(code), code))
    assert set(table["code"]) == {code for code in NAMES if not (len(code) == 13 and code[:2] == "36")}


def test_names_are_kept_as_they_are_but_for_spaces_around_them(toy_store: Store) -> None:
    names = toy_store.place_table().set_index("code")["name"]
    assert names["31.71.01.1001"] == HOSTILE
    assert names["31.71.02.1002"] == "Pegangsaan"


@pytest.mark.parametrize(
    ("level", "within", "codes"),
    [
        ("regency", None, ["31.71", "31.74", "36.71"]),
        ("district", "31.71", ["31.71.01", "31.71.02"]),
        ("regency", "31.71", ["31.71"]),
        ("province", "31.71", []),
        (None, "31.74", ["31.74", "31.74.01", "31.74.01.1001", "31.74.01.1002"]),
    ],
)
def test_level_and_within_choose(
    toy_store: Store, level: str | None, within: str | None, codes: list[str]
) -> None:
    assert toy_store.place_table(level, within=within)["code"].tolist() == codes
    assert toy_store.places(level, within=within)["code"].tolist() == codes


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.place_table("city"),
        lambda store: store.place_table(within="99"),
        lambda store: store.place_table(within="31.7"),
        lambda store: store.places("village", detail="national"),
        lambda store: store.places("regency", detail="fine"),
        lambda store: store.values("no_such"),
        lambda store: store.values(codes=["31", "3171"]),
        lambda store: store.facts("99"),
        lambda store: store.points("school"),
        lambda store: store.geometry_url("scene-99.99"),
    ],
)
def test_unknown_names_are_refused(toy_store: Store, ask: Callable[[Store], object]) -> None:
    with pytest.raises(UnknownName):
        ask(toy_store)


def test_a_misspelt_indicator_gets_a_suggestion(toy_store: Store) -> None:
    with pytest.raises(UnknownName, match="Did you mean population"):
        toy_store.values("populaton")


def test_shapes_are_in_degrees_and_valid(toy_store: Store) -> None:
    frame = toy_store.places("village")
    assert isinstance(frame, gpd.GeoDataFrame)
    assert list(frame.columns) == [*COLUMNS, "geometry"]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.is_valid.all()
    assert frame.total_bounds[0] == pytest.approx(106.80, abs=0.001)


def test_each_level_has_its_own_detail(toy_store: Store) -> None:
    for level, detail in DEFAULT_DETAIL.items():
        assert toy_store.places(level).equals(toy_store.places(level, detail=detail))
    for detail, levels in LAYERS.items():
        assert set(toy_store.places(detail=detail)["level"]) == set(levels)


def test_only_a_pilot_province_has_a_shape_at_city_detail(toy_store: Store) -> None:
    assert toy_store.places("province", detail="city")["code"].tolist() == ["31"]
    assert toy_store.places("regency", detail="city")["code"].tolist() == ["31.71", "31.74"]


@pytest.mark.parametrize("detail", LAYERS)
def test_layers_are_coverages_and_nest(toy_store: Store, detail: str) -> None:
    shapes = {
        level: toy_store.places(level, detail=detail).set_index("code").geometry for level in LAYERS[detail]
    }
    for own in shapes.values():
        assert shapely.coverage_is_valid(own.to_numpy())
    for parent, child in zip(LAYERS[detail], LAYERS[detail][1:], strict=False):
        for code, shape in shapes[parent].items():
            children = shapes[child][shapes[child].index.str.startswith(f"{code}.")]
            differ = shapely.symmetric_difference(shape, shapely.union_all(children.to_numpy()))
            assert differ.area <= 1e-9 * shape.area


def test_other_programs_can_read_a_layer(toy_build: Path) -> None:
    frame = gpd.read_parquet(toy_build / "store" / "geometry" / "district-district.parquet")
    assert frame.crs.to_epsg() == 4326
    assert frame["code"].tolist() == ["31.71.01", "31.71.02", "31.74.01", "36.71.01"]


def test_codes_carry_the_bps_code_where_there_is_one(toy_store: Store) -> None:
    codes = toy_store.codes().set_index("code")["bps_code"]
    assert codes["31.74"] == "3171"
    assert codes["31.71"] == "3173"
    assert pd.isna(codes["36"])
    assert toy_store.codes("regency")["code"].tolist() == ["31.71", "31.74", "36.71"]
    places = toy_store.place_table().set_index("code")["bps_code"]
    assert places.dropna().to_dict() == codes[places.index].dropna().to_dict()


def test_official_list_holds_villages_without_a_shape(toy_store: Store) -> None:
    listed = set(toy_store.codes()["code"])
    assert listed == set(NAMES)
    assert listed > set(toy_store.place_table()["code"])


# Figures --------------------------------------------------------------------------------------------------------


def test_values_are_filtered_by_everything_at_once(toy_store: Store) -> None:
    frame = toy_store.values(["population", "area_km2"], level="regency", within="31", years=2024)
    assert list(frame.columns) == ["code", "year", "indicator", "value", "source"]
    assert frame["code"].tolist() == ["31.71", "31.74"]
    assert frame["indicator"].unique().tolist() == ["area_km2"]
    assert toy_store.values("population", codes=["31.71.01.1001"])["value"].tolist() == [100.0]
    assert toy_store.values("population", years=[2023]).empty
    assert toy_store.values("population", years=np.int64(2024)).shape[0] == 6


def test_no_filter_gives_everything_sorted(toy_store: Store) -> None:
    frame = toy_store.values()
    assert frame.equals(frame.sort_values(["indicator", "code", "year"], ignore_index=True))
    assert set(frame["source"]) <= set(toy_store.sources()["source"])
    assert frame["year"].dtype == "int16"


def test_facts_ascn_and_points(toy_store: Store) -> None:
    fact = toy_store.facts("31").iloc[0]
    assert (fact["value"], fact["source_url"], fact["source"]) == (
        102.0,
        "https://example.org/imd",
        "press_facts",
    )
    ascn = toy_store.ascn().set_index("city")
    assert ascn.loc["DKI Jakarta", "code"] == "31"
    assert ascn.loc["DKI Jakarta", "focus_areas"] == "civic and social"
    assert ascn["focus_is_our_reading"].to_dict() == {"DKI Jakarta": True, "Singapore": False}
    points = toy_store.points("school_sd").set_index("id")
    assert points.loc["npsn:1", ["district", "village"]].tolist() == ["31.71.01", "31.71.01.1001"]
    assert points.loc["npsn:3", ["district", "village"]].isna().all()
    assert toy_store.points(within="31.71")["id"].tolist() == ["npsn:1", "npsn:2"]
    assert toy_store.points(["school_smp"], within="31.71.02")["id"].tolist() == ["npsn:2"]


def test_quality_counts_the_villages_without_polygon(toy_store: Store) -> None:
    quality = toy_store.quality("district").set_index("code")
    assert quality["villages"].to_dict() == {"31.71.01": 2, "31.71.02": 2, "31.74.01": 2, "36.71.01": 3}
    assert quality["villages_without_polygon"][WITHOUT_POLYGON[:8]] == 1
    assert quality["villages_without_polygon"].sum() == 1
    assert quality["repaired_polygons"].to_dict()["36.71.01"] == 1


def test_the_catalogue_keeps_lists_as_tuples(toy_store: Store) -> None:
    row = toy_store.catalogue().set_index("indicator").loc["population_density_km2"]
    assert row["levels"] == ("province", "regency", "district", "village")
    assert json.loads(row["breaks"]) == []


def test_geometry_urls_point_at_files(toy_store: Store, toy_build: Path) -> None:
    assert toy_store.geometry_names()[:2] == ["districts", "national"]
    for name in toy_store.geometry_names():
        url = toy_store.geometry_url(name)
        assert url.startswith("geo/")
        assert (toy_build / url).is_file()


# Damage ---------------------------------------------------------------------------------------------------------


def test_a_missing_file_and_a_flipped_byte_are_named(copied: Path) -> None:
    (copied / "points.parquet").unlink()
    data = bytearray((copied / "observations.parquet").read_bytes())
    data[len(data) // 2] ^= 1
    (copied / "observations.parquet").write_bytes(data)
    store = open_store(copied)
    with pytest.raises(StoreMissing, match=r"points\.parquet"):
        store.points()
    with pytest.raises(StoreDamaged, match=r"observations\.parquet is damaged.*Restore"):
        store.values()
    # What is whole still works.
    assert len(store.place_table()) == 15


def test_a_table_that_breaks_its_schema_lists_every_fault(copied: Path) -> None:
    table = pd.read_parquet(copied / "places.parquet")
    table.loc[0, "kind"] = "hamlet"
    table.loc[1, "area_km2"] = -1.0
    table.loc[2, "code"] = table.loc[3, "code"]
    table.to_parquet(copied / "places.parquet", index=False)
    write_manifest(copied, rows={})
    with pytest.raises(StoreDamaged) as caught:
        open_store(copied).place_table()
    for text in ("places.parquet", "'hamlet'", "below 0", "duplicate keys", "Restore the folder"):
        assert text in str(caught.value)


def test_a_value_of_an_unknown_place_or_source_is_damage(copied: Path) -> None:
    table = pd.read_parquet(copied / "observations.parquet")
    table.loc[0, ["code", "source"]] = ["99", "nobody"]
    table.to_parquet(copied / "observations.parquet", index=False)
    write_manifest(copied, rows={})
    with pytest.raises(StoreDamaged, match=r"(?s)'99' not in table places.*'nobody' not in table sources"):
        open_store(copied).values()


@pytest.mark.parametrize(
    ("table", "what"),
    [
        (pa.table({"code": ["31"], "shape": [b""]}), "lacks the columns"),
        (pa.table({"code": ["31"], "geometry": [b"not wkb"]}), "broken shape"),
        (
            pa.table({"code": ["99"], "geometry": [shapely.to_wkb(shapely.box(0, 0, 1, 1))]}),
            "unknown codes 99",
        ),
        (
            pa.table({"code": ["31"] * 2, "geometry": [shapely.to_wkb(shapely.box(0, 0, 1, 1))] * 2}),
            "duplicate",
        ),
    ],
)
def test_a_broken_layer_is_damage(copied: Path, table: pa.Table, what: str) -> None:
    pq.write_table(table, copied / "geometry" / "province-national.parquet")
    write_manifest(copied, rows={})
    with pytest.raises(StoreDamaged, match=what):
        open_store(copied).places("province")


@pytest.mark.parametrize("name", ["places.parquet", "geometry/regency-national.parquet"])
def test_no_parquet_is_damage(copied: Path, name: str) -> None:
    (copied / name).write_bytes(b"PAR1 but not really")
    write_manifest(copied, rows={})
    with pytest.raises(StoreDamaged, match="no readable Parquet"):
        open_store(copied).places("regency")


def test_a_broken_browser_index_is_damage(copied: Path) -> None:
    (copied / "browser.json").write_text("{")
    write_manifest(copied, rows={})
    with pytest.raises(StoreDamaged, match=r"browser\.json"):
        open_store(copied).geometry_names()


# Sharing --------------------------------------------------------------------------------------------------------

FRAMES: dict[str, Callable[[Store], pd.DataFrame]] = {
    "place_table": lambda store: store.place_table(),
    "places": lambda store: store.places("regency"),
    "codes": lambda store: store.codes(),
    "catalogue": lambda store: store.catalogue(),
    "sources": lambda store: store.sources(),
    "values": lambda store: store.values(),
    "facts": lambda store: store.facts(),
    "ascn": lambda store: store.ascn(),
    "points": lambda store: store.points(),
    "quality": lambda store: store.quality(),
}


@pytest.mark.parametrize("name", FRAMES)
def test_whoever_changes_a_frame_changes_only_his_own(toy_store: Store, name: str) -> None:
    get = FRAMES[name]
    before = get(toy_store).copy(deep=True)
    frame = get(toy_store)
    first = frame.columns[0]
    frame.loc[0, first] = "damaged"
    frame[first] = "x"
    frame["new"] = 1
    frame.iloc[-1] = frame.iloc[0]
    assert_frame_equal(pd.DataFrame(get(toy_store)), pd.DataFrame(before))


def test_the_numbers_behind_a_frame_cannot_be_written_through(toy_store: Store) -> None:
    with pytest.raises(ValueError, match="read-only"):
        toy_store.ascn()["lon"].to_numpy()[0] = 0.0


def test_many_threads_read_each_file_once(toy_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geodata import backing

    read: list[str] = []
    original = backing.read_verified

    def counted(folder: Path, name: str, manifest: object) -> bytes:
        read.append(name)
        return original(folder, name, manifest)

    monkeypatch.setattr(backing, "read_verified", counted)
    store = open_store(toy_build / "store")
    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(get, store) for _ in range(8) for get in FRAMES.values()]
        frames = [job.result() for job in jobs]
    assert len(frames) == 80
    assert len(read) == len(set(read))


def test_tables_come_without_geopandas(toy_build: Path, root: Path) -> None:
    code = (
        "import sys; from geodata import open_store; s = open_store(sys.argv[1]); s.place_table('regency'); "
        "s.values(); s.catalogue(); s.sources(); s.points(); s.quality(); s.geometry_url('national'); "
        "print(sorted({'geopandas', 'shapely', 'pyproj', 'streamlit'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, str(toy_build / "store")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_table_of_the_schema_is_in_the_store(toy_build: Path) -> None:
    files = {path.name for path in (toy_build / "store").glob("*.parquet")}
    assert files == {f"{name}.parquet" for name in TABLES}
