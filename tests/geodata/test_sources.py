"""Against the real input data: both forms of the boundaries, and a pilot built twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from geodata import open_store
from geodata.build import BuildOptions, build
from geodata.readers.villages import find_village_files, read_villages
from tests.geodata.toy import folder_bytes

pytestmark = pytest.mark.sources

PILOTS = {"31": 267, "32.11": 277, "35.10": 217, "73.71": 153}


@pytest.mark.parametrize("pilot", PILOTS)
def test_sql_and_parquet_are_the_same_to_a_millionth_of_a_degree(sources: Path, pilot: str) -> None:
    parquet = read_villages(find_village_files(sources)[pilot[:2]], within=[pilot])
    sql = read_villages(find_village_files(sources / "boundaries" / "upstream")[pilot[:2]], within=[pilot])
    assert len(sql.table) == PILOTS[pilot]
    assert sql.table[["code", "name"]].equals(parquet.table[["code", "name"]])
    assert shapely.equals_exact(sql.shapes, parquet.shapes, tolerance=1e-6).all()


def test_a_pilot_built_twice_has_the_same_bytes(sources: Path, tmp_path: Path) -> None:
    built = []
    for name, jobs in (("one", 1), ("two", 2)):
        out = tmp_path / name
        build(
            BuildOptions(
                source=sources,
                out=out / "store",
                static=out / "geo",
                cache=out / "cache",
                only=("73.71",),
                jobs=jobs,
            )
        )
        built.append(
            folder_bytes(out / "store") | {f"geo/{k}": v for k, v in folder_bytes(out / "geo").items()}
        )
    assert built[0].keys() == built[1].keys()
    assert [name for name in built[0] if built[0][name] != built[1][name]] == []
    store = open_store(tmp_path / "one" / "store")
    assert store.manifest.partial == ("73.71",)
    assert len(store.place_table("village")) == 153
    assert store.places("village").geometry.is_valid.all()


def test_a_pilot_built_from_sql_is_the_same_within_a_metre(sources: Path, tmp_path: Path) -> None:
    stores = []
    for name, boundaries in (("parquet", None), ("sql", sources / "boundaries" / "upstream")):
        out = tmp_path / name
        build(
            BuildOptions(
                source=sources,
                boundaries=boundaries,
                out=out / "store",
                static=out / "geo",
                cache=tmp_path / "cache",
                only=("73.71",),
            )
        )
        stores.append(open_store(out / "store").place_table().set_index("code")["area_km2"])
    assert stores[0].index.equals(stores[1].index)
    change = (stores[0] / stores[1] - 1).abs()
    assert change["73.71"] < 1e-5
    # A sliver between two villages may go to the other one of them.
    assert change.max() < 0.01
