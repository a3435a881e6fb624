"""A whole build of the toy country: the same bytes again, gates, partial builds, the way through a stopped build."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from geodata import Store, open_store
from geodata.build import cache, gates
from geodata.build.layers import Layer, Layers
from geodata.build.progress import Progress
from geodata.build.provinces import clean_provinces
from geodata.errors import SourceError
from geodata.manifest import read_manifest
from geodata.readers.villages import find_village_files
from tests.geodata import toy


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source folder that a test may break."""
    return toy.write_sources(tmp_path / "sources")


def without(code: str) -> dict[str, shapely.Geometry]:
    return {name: shape for name, shape in toy.villages().items() if name != code}


def test_the_same_sources_give_the_same_bytes(source: Path, toy_build: Path, tmp_path: Path) -> None:
    # Two processes and a new cache here, one process there.
    toy.build_toy(source, tmp_path / "again", jobs=2)
    for part in ("store", "geo"):
        first, second = toy.folder_bytes(toy_build / part), toy.folder_bytes(tmp_path / "again" / part)
        assert first.keys() == second.keys()
        assert [name for name in first if first[name] != second[name]] == []


def test_other_sources_give_another_version(source: Path, toy_build: Path, tmp_path: Path) -> None:
    path = source / "subdistrict" / "jakarta_population_2024.csv"
    path.write_text(path.read_text().replace(",100\n", ",101\n", 1))
    result = toy.build_toy(source, tmp_path / "out")
    old = read_manifest(toy_build / "store")
    assert result.manifest.version != old.version
    changed = {name for name, digest in result.manifest.sources.items() if old.sources[name] != digest}
    assert changed == {"subdistrict/jakarta_population_2024.csv"}


def test_a_build_over_a_store_removes_stale_browser_files_only(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    toy.build_toy(source, out)
    before = {path.name for path in (out / "geo").iterdir()}
    (out / "geo" / "leaflet.js").write_text("not ours")
    (out / "geo" / "scene-31.0123abcd.json").write_text("{}")
    result = toy.build_toy(source, out)
    assert result.stale_files == 1
    assert {path.name for path in (out / "geo").iterdir()} == before | {"leaflet.js"}
    assert sorted(path.name for path in out.iterdir()) == ["cache", "geo", "store"]


def test_areas_add_up_and_are_those_of_the_polygons(toy_build: Path) -> None:
    table = open_store(toy_build / "store").place_table().set_index("code")["area_km2"]
    assert table["31"] == pytest.approx(table["31.71"] + table["31.74"], abs=2e-6)
    # Six cells of a hundredth of a degree, and an island of a hundredth of a cell.
    cell = 111.32 * np.cos(np.radians(6.19)) * 110.6 / 1e4
    assert table["31"] == pytest.approx(cell * 6.01, rel=0.002)


def test_provinces_were_sewn_together(toy_build: Path) -> None:
    provinces = open_store(toy_build / "store").places("province", detail="district")
    assert shapely.coverage_is_valid(provinces.geometry.to_numpy())
    border = shapely.intersection(*shapely.boundary(provinces.geometry.to_numpy()))
    assert shapely.length(border) == pytest.approx(0.02, rel=0.1)


# Gates ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def standing(source: Path, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A good store in place, with its bytes."""
    out = tmp_path / "out"
    toy.build_toy(source, out)
    return out, toy.folder_bytes(out / "store") | toy.folder_bytes(out / "geo")


def refuse(source: Path, standing: tuple[Path, dict[str, bytes]], **options: object) -> list[str]:
    """Faults of a build that must fail and leave what stands as it was."""
    out, before = standing
    with pytest.raises(SourceError) as caught:
        toy.build_toy(source, out, **options)
    assert toy.folder_bytes(out / "store") | toy.folder_bytes(out / "geo") == before
    assert sorted(path.name for path in out.iterdir()) == ["cache", "geo", "store"]
    return caught.value.faults


def test_a_missing_pilot_village_stops_the_build(
    tmp_path: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    worse = toy.write_sources(tmp_path / "worse", shapes=without("31.71.01.1002"))
    assert "village 31.71.01.1002 Cideng has no shape" in refuse(worse, standing)


def test_a_missing_district_and_province_stop_the_build(
    tmp_path: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    shapes = {code: shape for code, shape in toy.villages().items() if code[:2] == "31"}
    faults = refuse(toy.write_sources(tmp_path / "worse", shapes=shapes), standing)
    assert "province 36 Banten has no shape" in faults
    assert "district 36.71.01 Ciledug has no shape" in faults


def test_a_missing_district_is_named(tmp_path: Path, standing: tuple[Path, dict[str, bytes]]) -> None:
    shapes = {code: shape for code, shape in toy.villages().items() if not code.startswith("31.71.02")}
    worse = toy.write_sources(tmp_path / "worse", shapes=shapes)
    faults = refuse(worse, standing)
    assert "district 31.71.02 Menteng has no shape" in faults
    assert "village 31.71.02.1001 Menteng has no shape" in faults


def test_a_lost_indicator_stops_the_build_unless_it_is_allowed(
    source: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    (source / "subdistrict" / "jakarta_population_2024.csv").unlink()
    assert refuse(source, standing) == ["indicator population of the store in place has no value any more"]
    toy.build_toy(source, standing[0], allow_fewer=True)
    assert "population" not in set(open_store(standing[0] / "store").values()["indicator"])


def test_a_figure_of_an_unknown_place_stops_the_build(
    source: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    path = source / "subdistrict" / "jakarta_population_2024.csv"
    path.write_text(path.read_text() + "31.99.01.1001,2024,population,5\n")
    assert refuse(source, standing) == ["31.99.01.1001 is no known place"]


def test_fewer_places_than_the_store_in_place_are_named(toy_store: Store) -> None:
    places, values = toy_store.place_table(), toy_store.values()
    assert gates.fewer_faults(places, values, toy_store) == []
    assert gates.fewer_faults(places, values, None) == []
    fewer = places[places["code"] != "31.71.02"]
    assert gates.fewer_faults(fewer, values[values["indicator"] != "population"], toy_store) == [
        "3 places of level district, the store in place has 4",
        "indicator population of the store in place has no value any more",
    ]


def test_duplicate_values_stop_the_build(source: Path, standing: tuple[Path, dict[str, bytes]]) -> None:
    path = source / "subdistrict" / "jakarta_population_2024.csv"
    path.write_text(path.read_text() + "31.71.01.1001,2024,population,5\n")
    assert refuse(source, standing) == [
        "31.71.01.1001 2024 population = 100 (jakarta_population_2024)",
        "31.71.01.1001 2024 population = 5 (jakarta_population_2024)",
    ]


def test_the_file_a_figure_came_from_must_have_a_source(
    source: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    (source / "indicators" / "hearsay.csv").write_text("code,year,indicator,value\n31,2024,hdi,80\n")
    assert refuse(source, standing) == ["hdi in indicators/hearsay.csv"]


def test_layers_that_overlap_or_do_not_nest_are_named() -> None:
    def layers(edge: float, top: float) -> Layers:
        shapes = [shapely.box(0, 0, edge, 1), shapely.box(1, 0, 2, 1)]
        children = Layer(("31.71", "31.74"), np.array(shapes, dtype=object))
        parents = Layer(("31",), np.array([shapely.box(0, 0, 2, top)], dtype=object))
        return Layers({("regency", "national"): children, ("province", "national"): parents}, {}, {})

    assert gates.coverage_faults(layers(1, 1)) == []
    assert gates.coverage_faults(layers(1.1, 1)) == ["layer regency at detail national is no valid coverage"]
    (fault,) = gates.coverage_faults(layers(1, 1.01))
    assert fault == "regency does not add up to province at detail national: 9.9e-03 of the area"


def test_an_area_given_by_others_gives_way_to_our_own(toy_build: Path) -> None:
    values = open_store(toy_build / "store").values("area_km2_polygon", codes=["31.71.01.1001"])
    assert values["source"].tolist() == ["boundary_area_computed"]
    assert values["value"].iloc[0] == pytest.approx(1.22, abs=0.01)


# Partial builds and the cache ------------------------------------------------------------------------------------


def test_a_partial_build_is_marked_and_holds_only_its_places(source: Path, tmp_path: Path) -> None:
    result = toy.build_toy(source, tmp_path / "part", only=("31.71",))
    store = open_store(tmp_path / "part" / "store")
    assert result.manifest.partial == ("31.71",)
    assert store.place_table()["code"].str.startswith("31.71").all()
    assert store.place_table("village").shape[0] == 4
    assert set(store.values()["code"]) == set(store.place_table()["code"])
    assert "**Partial store**: only 31.71" in (tmp_path / "part" / "store" / "QUALITY.md").read_text()


def test_a_whole_province_keeps_its_shape_in_a_partial_build(source: Path, tmp_path: Path) -> None:
    toy.build_toy(source, tmp_path / "part", only=("31",))
    assert open_store(tmp_path / "part" / "store").place_table("province")["code"].tolist() == ["31"]


def test_a_part_without_a_pilot_has_no_villages_and_no_province(source: Path, tmp_path: Path) -> None:
    toy.build_toy(source, tmp_path / "part", only=("36.71",))
    store = open_store(tmp_path / "part" / "store")
    assert store.places()["code"].tolist() == ["36.71", "36.71.01"]
    assert store.places("village").empty
    assert store.points()["village"].isna().all()
    assert store.ascn()["code"].isna().all()


def test_a_partial_build_never_replaces_a_whole_store(
    source: Path, standing: tuple[Path, dict[str, bytes]]
) -> None:
    assert refuse(source, standing, only=("31",)) == []


@pytest.mark.parametrize("only", [("99",), ("31.71.01",), ("x",)])
def test_only_takes_provinces_and_regencies_that_exist(
    source: Path, tmp_path: Path, only: tuple[str, ...]
) -> None:
    with pytest.raises(SourceError):
        toy.build_toy(source, tmp_path / "part", only=only)


def test_finished_provinces_are_not_cleaned_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = find_village_files(source)
    folder = tmp_path / "cache"
    first = clean_provinces(files, folder=folder, jobs=1, progress=Progress(quiet=True))
    written = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    monkeypatch.setattr("geodata.build.provinces.clean", None)
    second = clean_provinces(files, folder=folder, jobs=1, progress=Progress(quiet=True))
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == written
    assert list(second) == list(first) == ["31", "36"]
    for province, item in first.items():
        assert item.key == second[province].key
        assert item.table.drop(columns="geometry").equals(second[province].table.drop(columns="geometry"))


def test_a_cut_off_entry_is_made_again(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    clean_provinces(find_village_files(source), folder=folder, jobs=1, progress=Progress(quiet=True))
    path = min(folder.iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    clean_provinces(find_village_files(source), folder=folder, jobs=1, progress=Progress(quiet=True))
    assert path.read_bytes() == whole


def test_a_failing_province_names_its_file_and_keeps_the_others(source: Path, tmp_path: Path) -> None:
    (source / "boundaries" / "villages" / "36.parquet").write_bytes(b"broken")
    with pytest.raises(SourceError, match=r"36\.parquet"):
        clean_provinces(
            find_village_files(source), folder=tmp_path / "cache", jobs=2, progress=Progress(quiet=True)
        )


def test_a_cleaned_province_is_a_coverage_and_says_what_it_mended(source: Path, tmp_path: Path) -> None:
    files = find_village_files(source)
    cleaned = clean_provinces(files, folder=tmp_path, jobs=1, progress=Progress(quiet=True))
    table = cleaned["36"].table.set_index("code")
    assert shapely.coverage_is_valid(table["geometry"].to_numpy())
    assert table["repaired"].to_dict() == {"36.71.01.1001": False, "36.71.01.1002": True}
    codes, districts = cleaned["31"].districts()
    assert codes == ["31.71.01", "31.71.02", "31.74.01"]
    assert shapely.area(districts).sum() == pytest.approx(cleaned["31"].table["area_km2"].sum() * 1e6)


def test_the_store_is_written_without_clocks_or_library_metadata(toy_build: Path) -> None:
    meta = pq.read_metadata(toy_build / "store" / "observations.parquet")
    assert meta.metadata is None
    assert meta.num_row_groups == 1
    assert cache.library_versions() == dict(read_manifest(toy_build / "store").libraries)


def test_the_boundaries_may_lie_elsewhere(source: Path, toy_build: Path, tmp_path: Path) -> None:
    (source / "boundaries" / "villages").rename(tmp_path / "clone")
    with pytest.raises(SourceError, match="No village polygons"):
        toy.build_toy(source, tmp_path / "out")
    toy.build_toy(source, tmp_path / "out", boundaries=tmp_path / "clone")
    assert toy.folder_bytes(tmp_path / "out" / "store") == toy.folder_bytes(toy_build / "store")


def test_a_clone_given_as_the_source_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "db").mkdir()
    with pytest.raises(SourceError, match="--boundaries"):
        toy.build_toy(tmp_path, tmp_path / "out")
    with pytest.raises(SourceError, match="is not there"):
        toy.build_toy(tmp_path / "absent", tmp_path / "out")
