"""Finding and reading village files in every layout."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geodata.errors import SourceError
from geodata.readers.villages import VillageFiles, find_village_files, read_villages
from tests.geodata import toy


def write_sql(path: Path, shapes: dict[str, shapely.Geometry]) -> None:
    rows = []
    for code, shape in shapes.items():
        rings = [
            [[[y, x] for x, y in shapely.get_coordinates(ring).tolist()] for ring in shapely.get_rings(part)]
            for part in shapely.get_parts(shape)
        ]
        rows.append(f"('{code}','{toy.NAMES[code].replace(chr(39), chr(39) * 2)}',0,0,'{rings}')")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES " + ",".join(rows) + ";",  # noqa: S608
        encoding="utf-8",
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The layout of a clone of the upstream repository."""
    own = toy.villages()
    for regency in ("31.71", "31.74", "36.71"):
        part = {code: shape for code, shape in own.items() if code.startswith(regency)}
        write_sql(
            tmp_path / "clone" / "db" / "kel" / regency[:2] / f"wilayah_boundaries_kel_{regency}.sql", part
        )
    (tmp_path / "clone" / "db" / "kec").mkdir()
    (tmp_path / "clone" / "db" / "kec" / "wilayah_boundaries_kec_31.sql").write_text("not villages")
    return tmp_path / "clone"


def test_parquet_is_found_in_the_source_folder(toy_sources: Path) -> None:
    for folder in (toy_sources, toy_sources / "boundaries", toy_sources / "boundaries" / "villages"):
        assert sorted(find_village_files(folder)) == ["31", "36"]


def test_a_clone_is_found_by_province(clone: Path) -> None:
    files = find_village_files(clone)
    assert {code: len(item.files) for code, item in files.items()} == {"31": 2, "36": 1}


def test_sql_and_parquet_give_the_same_villages(clone: Path, toy_sources: Path) -> None:
    for province, item in find_village_files(clone).items():
        sql, parquet = read_villages(item), read_villages(find_village_files(toy_sources)[province])
        assert sql.table["code"].tolist() == parquet.table["code"].tolist()
        assert [name.strip() for name in sql.table["name"]] == parquet.table["name"].tolist()
        for a, b in zip(sql.shapes, parquet.shapes, strict=True):
            assert shapely.equals_exact(shapely.get_parts(a), shapely.get_parts(b)).all()


def test_within_keeps_only_those_places(toy_sources: Path) -> None:
    files = find_village_files(toy_sources)["31"]
    assert set(read_villages(files, within=["31.74"]).table["code"]) == {"31.74.01.1001", "31.74.01.1002"}


def test_rows_without_a_polygon_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "wilayah_boundaries_kel_36.71.sql"
    path.write_text(
        "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES ('36.71.01.1003','Tajur',0,0,NULL),"
        "('36.71.01.1001','S',0,0,'[[[-6.2,106.8],[-6.2,106.9],[-6.1,106.9]]]');"
    )
    villages = read_villages(find_village_files(tmp_path)["36"])
    assert villages.without_path == ("36.71.01.1003",)
    assert villages.table["mended_rings"].tolist() == [1]
    assert len(villages.shapes) == 1


def test_the_digest_follows_the_content(clone: Path) -> None:
    files = find_village_files(clone)["36"]
    before = files.digest()
    files.files[0].write_text(files.files[0].read_text() + " ")
    assert files.digest() != before


def test_an_empty_folder_names_both_layouts(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"(?s)PP\.parquet.*wilayah_boundaries_kel"):
        find_village_files(tmp_path)


def test_every_fault_of_a_file_is_named(tmp_path: Path) -> None:
    box, line = shapely.to_wkb(shapely.box(0, 0, 1, 1)), shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)]))
    codes = ["31.71.01.1001", "31.71.01.1001", "36.71.01.1001", "31.71", "31.71.01.1002"]
    table = pa.table({"code": codes, "name": ["x"] * 5, "geometry": [box, box, box, box, line]})
    pq.write_table(table, tmp_path / "31.parquet")
    with pytest.raises(SourceError) as caught:
        read_villages(find_village_files(tmp_path)["31"])
    assert caught.value.faults == [
        "'31.71' is no village code of province 31",
        "'36.71.01.1001' is no village code of province 31",
        "31.71.01.1001 occurs more than once",
        "31.71.01.1002 is no polygon",
    ]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"x" * 100])
def test_a_file_that_is_no_parquet_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "31.parquet"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"31\.parquet cannot be read"):
        read_villages(VillageFiles("31", (path,)))
