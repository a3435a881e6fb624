"""Every format is read as it was written, and content decides what a file is."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geodata.uploads import Features, Limits, Table, UploadError, read_fullest, read_upload
from geodata.uploads.reading import display_name
from tests.geodata.uploads.samples import (
    ROWS,
    SAMPLES,
    as_csv,
    as_geojson,
    as_parquet,
    as_xlsx,
    as_zip,
    layer,
    points,
    shapefile,
    shapefile_parts,
    sheet_rows,
    written,
    xlsx_parts,
)
from views.exporting import xlsx_bytes

# Machines that run tests are busier than those of people; the time limits have tests of their own.
LIMITS = Limits(seconds=60)


def table(data: bytes, **options: Any) -> Table:
    result = read_upload("berkas", data, LIMITS, **options)
    assert isinstance(result, Table)
    return result


def features(data: bytes, **options: Any) -> Features:
    result = read_upload("berkas", data, LIMITS, **options)
    assert isinstance(result, Features)
    return result


def refused(data: bytes, **options: Any) -> UploadError:
    with pytest.raises(UploadError) as caught:
        read_upload("berkas", data, LIMITS, **options)
    return caught.value


def texts(result: Table) -> list[list[str]]:
    return result.cells.fillna("").to_numpy().tolist()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_tables(separator: str, encoding: str) -> None:
    rows = [*ROWS, ["91.71", "Kota Jayapura – é", "398.478", "8,5"]]
    result = table(as_csv(rows, separator, encoding))
    assert texts(result) == rows
    assert result.separator == separator
    assert result.format == ("tsv" if separator == "\t" else "csv")
    assert result.encoding == {"cp1252": "Windows-1252", "utf-16": "UTF-16"}.get(encoding, "UTF-8")
    assert [note for note, _ in result.notes] == (["encoding"] if encoding == "cp1252" else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BPS, 2024\n\nkode;n\n35;1,5\n16;2,5\n", [["BPS, 2024", ""], ["", ""], ["kode", "n"], ["35", "1,5"], ["16", "2,5"]]),
        ("sep=;\r\na;b\r\n1;2\r\n", [["a", "b"], ["1", "2"]]),
        ('a,b\n"x, y","q ""z"""\n', [["a", "b"], ["x, y", 'q "z"']]),
        ('a,b\n"dua\nbaris",2\n', [["a", "b"], ["dua\nbaris", "2"]]),
        ("a\rb\r", [["a"], ["b"]]),
        ("a,b,c\n1\n1,2,3,4\n", [["a", "b", "c", ""], ["1", "", "", ""], ["1", "2", "3", "4"]]),
        ("kode;a;b;c\n3510;1,5;2,5;3,5\n", [["kode", "a", "b", "c"], ["3510", "1,5", "2,5", "3,5"]]),
        ("kode,daftar\n3510,a;b\n1671,c;d\n", [["kode", "daftar"], ["3510", "a;b"], ["1671", "c;d"]]),
        ("=1+1,@x\n-1,+2\n", [["=1+1", "@x"], ["-1", "+2"]]),
        ("MZ;b\n1;2\n", [["MZ", "b"], ["1", "2"]]),
    ],
)  # fmt: skip
def test_text_tables_as_people_write_them(text: str, expected: list[list[str]]) -> None:
    assert texts(table(text.encode())) == expected


def test_cells_of_text_are_text() -> None:
    result = table(SAMPLES["csv"])
    assert set(result.cells.dtypes.astype(str)) == {"str"}
    assert isinstance(result.cells.columns, pd.RangeIndex)
    assert isinstance(result.cells.index, pd.RangeIndex)
    assert result.cells.isna().to_numpy().sum() == 1


def test_workbook_keeps_its_types() -> None:
    result = table(as_xlsx())
    assert (result.format, result.sheet, result.sheets) == ("xlsx", "Data", ("Data",))
    expected = sheet_rows()
    expected[3][1] = expected[3][4] = None
    found = result.cells.astype(object).where(result.cells.notna(), None).to_numpy().tolist()
    assert found == expected
    assert [type(value) for value in found[1]] == [float, str, int, dt.date, bool]


def test_first_sheet_with_cells_is_taken_and_others_can_be_chosen() -> None:
    data = SAMPLES["xlsx_sheets"]
    assert table(data).sheet == "Isi"
    assert table(data).sheets == ("Kosong", "Isi", "Lain")
    assert table(data, sheet="Lain").cells.to_numpy().tolist() == [["a", 1]]
    assert refused(data, sheet="Tidak ada").rule == "sheet_unknown"
    assert "Isi" in refused(data, sheet="Tidak ada").text("id")
    assert refused(data, sheet="Kosong").rule == "sheet_empty"


def test_hidden_sheets_come_last() -> None:
    parts = xlsx_parts(as_xlsx({"Daftar": [["x"]], "Tabel": [["y"]]}))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="hidden"', 1)
    assert table(as_zip(parts)).sheet == "Tabel"


def test_percent_is_given_as_it_is_shown() -> None:
    rows = [["Nama", "Persen", "Campur"], ["a", 0.0537, 0.5], ["b", 0.07, 5], ["c", 1e-05, 7]]
    formats = {"B2": "0.00%", "B3": '0.0" %"', "B4": "0%", "C2": "0%"}
    result = table(as_xlsx({"S": rows}, formats))
    # The third cell only has a percent sign in quotes: Excel shows 0.07 with it and does not multiply.
    assert result.cells[1].tolist()[1:] == [5.37, 0.07, 0.001]
    assert result.cells[2].tolist()[1:] == [50, 5, 7]
    assert result.percent_columns == (1,)
    assert result.notes == (("percent_mixed", {"columns": [2, 3]}),)


def test_year_above_a_column_of_percent_is_its_heading() -> None:
    rows = [["Kab/Kota", 2023, 2024], ["a", 0.05, 2024], ["b", 0.07, 0.1], ["c", 0.5, 0.2]]
    formats = {f"{column}{row}": "0.0%" for column in "BC" for row in (2, 3, 4)} | {"C2": "General"}
    result = table(as_xlsx({"S": rows}, formats))
    assert result.cells[1].tolist() == [2023, 5, 7, 50]
    assert result.percent_columns == (1, 2)
    assert result.notes == ()
    below = [["Kab/Kota", 0.05], ["b", 2024], ["c", 0.5]]  # a year below a share is a number like others
    result = table(as_xlsx({"S": below}, {"B1": "0.0%", "B3": "0.0%"}))
    assert result.notes == (("percent_mixed", {"columns": [2]}),)


def test_formulas_without_result_are_said() -> None:
    result = table(as_xlsx({"S": [["a", "b"], [1, "=A2*2"]]}))
    assert result.notes == (("formulas", {"count": 1}),)
    assert "1 formula " in result.note_texts("en")[0]


def test_format_painted_to_the_end_of_a_sheet_is_no_cell() -> None:
    result = table(as_xlsx({"S": [["a", "b"], [1, 2]]}, {"XFD1048576": "0.0"}))
    assert result.cells.shape == (2, 2)


FORMATS = {
    "geojson": lambda frame: frame.to_json(drop_id=True).encode(),
    "gpkg": lambda frame: written(frame, "GPKG"),
    "fgb": lambda frame: written(frame, "FlatGeobuf", SPATIAL_INDEX="NO"),
    "parquet": as_parquet,
    "shapefile": shapefile,
}


@pytest.mark.parametrize("kind", ["polygons", "points"])
@pytest.mark.parametrize("name", FORMATS)
def test_layers(name: str, kind: str) -> None:
    frame = layer(kind=kind)
    result = features(FORMATS[name](frame))
    assert (result.format, result.kind) == (name, kind)
    assert result.frame.crs == "EPSG:4326"
    assert result.notes == ()
    assert shapely.equals_exact(
        result.frame.geometry.normalize().values, frame.geometry.normalize().values, 1e-12
    ).all()
    for column in ("nama", "jumlah"):
        assert result.frame[column].tolist() == frame[column].tolist()
    assert result.frame["persen"].to_numpy(float) == pytest.approx(frame["persen"].to_numpy(), nan_ok=True)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "geojson"])
@pytest.mark.parametrize("crs", [32748, 4238, 23833])
def test_other_systems_are_converted_and_said(name: str, crs: int) -> None:
    frame = layer().iloc[:2].to_crs(crs)
    result = features(FORMATS[name](frame))
    assert [note for note, _ in result.notes] == ["reprojected"]
    back = frame.to_crs(4326).geometry.normalize().values
    assert shapely.equals_exact(result.frame.geometry.normalize().values, back, 1e-9).all()


def test_geojson_with_the_old_member_crs() -> None:
    frame = layer(32748)
    text = json.loads(frame.to_json(drop_id=True))
    text["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    result = features(json.dumps(text).encode())
    assert shapely.equals_exact(result.frame.geometry.values, layer().geometry.values, 1e-7).all()


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\n\n  "])
def test_geojson_after_a_mark_or_blanks(mark: bytes) -> None:
    assert len(features(mark + SAMPLES["geojson"]).frame) == 4


def test_geojson_of_one_feature_and_of_one_shape() -> None:
    square = json.loads(shapely.to_geojson(shapely.box(106, -7, 107, -6)))
    feature = {"type": "Feature", "id": "x1", "properties": {"a": [1, 2]}, "geometry": square}
    assert features(json.dumps(square).encode()).frame.geometry.iloc[0].area == pytest.approx(1)
    assert features(json.dumps(feature).encode()).frame[["a", "id"]].to_numpy().tolist() == [["[1, 2]", "x1"]]


def test_heights_rings_left_open_and_empty_rows() -> None:
    square = [[106, -7, 5], [107, -7, 5], [107, -6, 5], [106, -6, 5]]
    result = features(
        as_geojson(
            [
                {
                    "type": "Feature",
                    "properties": {"n": 1},
                    "geometry": {"type": "Polygon", "coordinates": [square]},
                },
                {"type": "Feature", "properties": {"n": "x"}, "geometry": None},
            ]
        )
    )
    assert result.frame.geometry.iloc[0].equals(shapely.box(106, -7, 107, -6))
    assert not result.frame.has_z.any()
    assert result.notes == (("no_geometry", {"count": 1}),)


def test_broken_shapes_are_repaired_and_said() -> None:
    bow = shapely.Polygon([(106, -6), (107, -7), (107, -6), (106, -7)])
    line = shapely.Polygon([(106, -6), (107, -7), (106, -6)])
    frame = gpd.GeoDataFrame({"n": [1, 2, 3]}, geometry=[bow, shapely.box(110, -7, 111, -6), line], crs=4326)
    result = features(written(frame, "GPKG"))
    assert result.frame.is_valid.all()
    assert result.frame["n"].tolist() == [1, 2]
    assert result.frame.geometry.iloc[0].area == pytest.approx(0.5)
    assert dict(result.notes) == {"repaired": {"count": 1}, "no_area": {"count": 1}}


def test_multipoints_become_points() -> None:
    shapes = [shapely.MultiPoint([(106, -6), (107, -6)]), shapely.MultiPoint([(110, -7)])]
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=shapes, crs=4326)
    result = features(as_parquet(frame))
    assert result.frame["n"].tolist() == [1, 1, 2]
    assert result.frame.geometry.x.tolist() == [106, 107, 110]
    assert result.notes == (("exploded", {"count": 1}),)


def test_layers_of_a_geopackage_can_be_chosen(tmp_path: Any) -> None:
    path = tmp_path / "dua.gpkg"
    pyogrio.write_dataframe(layer(), path, layer="batas")
    pyogrio.write_dataframe(points(), path, layer="titik", append=False)
    data = path.read_bytes()
    assert (features(data).layer, features(data).layers) == ("batas", ("batas", "titik"))
    assert features(data, layer="titik").kind == "points"
    assert refused(data, layer="x").rule == "layer_unknown"


def test_geopackage_in_the_mode_that_qgis_leaves(tmp_path: Any) -> None:
    path = tmp_path / "wal.gpkg"
    path.write_bytes(SAMPLES["gpkg"])
    base = sqlite3.connect(path)
    base.execute("PRAGMA journal_mode=WAL")
    base.close()
    assert path.read_bytes()[18:20] == b"\x02\x02"
    assert len(features(path.read_bytes()).frame) == 4


def test_shapefiles_in_folders_and_several_in_one_archive() -> None:
    assert len(features(shapefile(layer(), folder="data/peta/")).frame) == 4
    both = {
        **shapefile_parts(layer(), "batas"),
        **shapefile_parts(points(), "titik"),
        "__MACOSX/._batas.shp": b"x",
    }
    assert features(as_zip(both)).layers == ("batas", "titik")
    assert features(as_zip(both), layer="titik").kind == "points"


def test_shapefile_without_prj_is_read_where_the_numbers_fit() -> None:
    assert features(shapefile(layer(), without=".prj")).notes == (("crs_assumed", {}),)
    assert refused(shapefile(layer(32748), without=".prj")).rule == "crs_missing"


@pytest.mark.parametrize("name", ["csv", "xlsx", "geojson", "gpkg", "shapefile", "fgb", "parquet"])
def test_content_decides_and_not_the_name(name: str) -> None:
    results = [read_upload(f"x.{ending}", SAMPLES[name], LIMITS) for ending in ("csv", "xlsx", "exe")]
    assert {result.format for result in results} == {name}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\tabel.csv", "tabel.csv"),
        ("a\x00b\n\u202ecsv.exe", "a b csv.exe"),
        ("x" * 300, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_names_are_cleaned_for_display(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_texts_that_are_no_utf8_lose_only_what_cannot_be_read() -> None:
    frame = features(SAMPLES["fgb"].replace(b"Palembang", b"Palemb\xff\xfeg")).frame
    assert "Palemb\ufffd\ufffdg" in frame["nama"].tolist()


def processor_seconds(data: bytes) -> float:
    """Processor time of reading, start of the worker included; unlike the clock it does not mind a busy machine."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    read_upload("berkas", data, LIMITS)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_small_table_is_there_in_a_moment() -> None:
    assert min(processor_seconds(SAMPLES["csv"]) for _ in range(3)) < 1


@pytest.mark.full
def test_a_sheet_of_all_villages_is_there_within_the_limit() -> None:
    rows = [
        f'<row r="{i}"><c r="A{i}" t="inlineStr"><is><t>35.10.01.{i}</t></is></c>'
        + "".join(f'<c r="{column}{i}" s="{column in "BC":d}"><v>{i / 7}</v></c>' for column in "BCDEFGHIJ")
        + "</row>"
        for i in range(1, 83_001)
    ]
    parts = xlsx_parts(as_xlsx({"S": [["a"], [0.5]]}, {"A2": "0.0%"}))
    name = "xl/worksheets/sheet1.xml"
    # A fifth of the columns are shown as percent, as in a table of rates.
    head, _, rest = parts[name].partition(b"<sheetData>")
    parts[name] = head + b"<sheetData>" + "".join(rows).encode() + rest[rest.index(b"</sheetData>") :]
    data = as_zip(parts)
    assert table(data).cells.shape == (83_000, 10)
    assert table(data).cells.iloc[6, 1] == 100
    assert min(processor_seconds(data) for _ in range(3)) < 5


def test_fullest_sheet_of_a_workbook_is_taken_where_nobody_said_which() -> None:
    guide = pd.DataFrame({"Petunjuk": ["isi lembar berikut"]})
    data = xlsx_bytes({"Petunjuk": guide, "Data": pd.DataFrame({"kode": ["35.10", "32.11"], "n": [1, 2]})})
    assert read_upload("a.xlsx", data).sheet == "Petunjuk"
    table = read_fullest("a.xlsx", data)
    assert (table.sheet, table.sheets) == ("Data", ("Petunjuk", "Data"))
