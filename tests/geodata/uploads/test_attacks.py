"""Each attack ends in one clear message, within the time and the memory, and the next file is read as ever."""

from __future__ import annotations

import io
import json
import struct
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest
import shapely

from geodata.uploads import DEFAULT_LIMITS, Limits, Table, UploadError, read_upload
from geodata.uploads.process import START_SECONDS
from tests.geodata.uploads import bombs
from tests.geodata.uploads.samples import (
    SAMPLES,
    as_geojson,
    as_parquet,
    as_zip,
    layer,
    shapefile,
    shapefile_parts,
    with_number,
    written,
    xlsx_parts,
)
from tests.geodata.uploads.watching import watch

if TYPE_CHECKING:
    from collections.abc import Callable

# What is refused by a rule must not depend on how busy the machine is; what is stopped by the clock has its own limit.
PATIENT = Limits(seconds=60)


def refusal(data: bytes, limits: Limits = PATIENT) -> UploadError:
    with pytest.raises(UploadError) as caught:
        read_upload("serangan.dat", data, limits)
    for lang in ("id", "en"):
        text = caught.value.text(lang)
        assert text.startswith("serangan.dat: ")
        assert text.endswith(".")
        assert "\n" not in text and "{" not in text and "?" not in text
    return caught.value


def geometry(**shape: object) -> bytes:
    return as_geojson([{"type": "Feature", "properties": {}, "geometry": shape}])


def moved(x: float, y: float, crs: int | None = 4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.box(x, y, x + 1, y + 1)], crs=crs)


def swapped() -> gpd.GeoDataFrame:
    frame = layer()
    turned = shapely.transform(frame.geometry.to_numpy(), lambda corners: corners[:, ::-1])
    return frame.set_geometry(gpd.GeoSeries(turned, crs=4326))


def listed(name: str) -> list[dict[str, object]]:
    return json.loads(SAMPLES[name])["features"]


def with_prj(text: bytes) -> bytes:
    return as_zip({**shapefile_parts(layer()), "kecamatan.prj": text})


def linked_crs() -> bytes:
    link = {"type": "link", "properties": {"href": "http://127.0.0.1/"}}
    return as_geojson(json.loads(layer(32748).to_json())["features"], crs=link)


def plain_parquet() -> bytes:
    target = io.BytesIO()
    layer().drop(columns="geometry").to_parquet(target)
    return target.getvalue()


def lying_dbf() -> bytes:
    parts = shapefile_parts(layer())
    return as_zip({**parts, "kecamatan.dbf": with_number(parts["kecamatan.dbf"], 4, 2**32 - 1)})


ATTACKS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "blanks": ("empty", lambda: b"\x00" * 5000),
    "zip bomb": ("zip_bomb", bombs.zip_bomb),
    "zip bomb below the size": ("zip_bomb", lambda: bombs.zip_bomb(200)),
    "zip that lies about its size": ("damaged", lambda: as_zip({**xlsx_parts(SAMPLES["xlsx"]), "a": b""})[:-1]),
    "zip with two thousand files": ("zip_members", lambda: as_zip({f"{i}.txt": b"" for i in range(2001)})),
    "zip in a zip": ("zip_nested", lambda: as_zip({**shapefile_parts(layer()), "a.zip": as_zip({"b": b""})})),
    "zip of zips": ("zip_nested", lambda: as_zip({"a.zip": as_zip({"b": b""})})),
    "path out of the archive": ("zip_path", lambda: shapefile(layer(), folder="../../etc/")),
    "absolute path": ("zip_path", lambda: shapefile(layer(), folder="/etc/")),
    "path for Windows": ("zip_path", lambda: as_zip({"..\\..\\a.shp": b""})),
    "drive": ("zip_path", lambda: as_zip({"C:\\a.shp": b""})),
    "archive of something else": ("zip_content", lambda: as_zip({"baca.txt": b"x"})),
    "Shapefile without .dbf": ("shapefile_parts", lambda: shapefile(layer(), without=".dbf")),
    "Shapefile without .shx": ("shapefile_parts", lambda: shapefile(layer(), without=".shx")),
    "a .shp alone": ("shapefile_alone", lambda: shapefile_parts(layer())["kecamatan.shp"]),
    "billion laughs in a sheet": ("xml_entities", bombs.xml_bomb),
    "billion laughs in the workbook": ("xml_entities", lambda: bombs.xml_bomb("xl/workbook.xml")),
    "billion laughs in UTF-16": ("xml_entities", lambda: bombs.xml_bomb(encoding="utf-16")),
    "entity of a file": ("xml_entities", bombs.external_entity),
    "entity of another machine": ("xml_entities", lambda: bombs.external_entity("http://127.0.0.1/")),
    "sheet as large as sheets get": ("rows", bombs.far_cell),
    "sheet with a far column": ("columns", lambda: bombs.far_cell("XFD9")),
    "sheet that spans too many cells": ("cells", lambda: bombs.far_cell("AAA900000")),
    "deep JSON": ("nesting", bombs.deep_json),
    "deep JSON behind texts": ("nesting", bombs.deep_json_hidden),
    "deep collections": ("nesting", bombs.deep_collection),
    "polygon with fifty thousand holes": ("rings", lambda: bombs.holes(50_000)),
    "polygon with a million holes": ("too_large", bombs.holes),
    "a property for each feature": ("columns", bombs.many_columns),
    "JSON cut off": ("json_broken", lambda: SAMPLES["geojson"][:-100]),
    "JSON of something else": ("json_other", lambda: b'{"a": 1}'),
    "JSON table": ("json_other", lambda: b'[{"a": 1}]'),
    "TopoJSON": ("topojson", lambda: b'{"type": "Topology", "objects": {}}'),
    "number that is none": ("json_broken", lambda: geometry(type="Point", coordinates=[float("nan"), 1])),
    "number beyond numbers": ("not_finite", lambda: geometry(type="Point", coordinates=[0, 0]).replace(b"[0, 0]", b"[1e999, 0]")),
    "coordinates that are texts": ("shape_broken", lambda: geometry(type="Point", coordinates=["106", "-6"])),
    "coordinates that are missing": ("shape_broken", lambda: geometry(type="Polygon")),
    "coordinates too shallow": ("shape_broken", lambda: geometry(type="Polygon", coordinates=[[106, -6], [107, -6]])),
    "coordinates too deep": ("shape_broken", lambda: geometry(type="Point", coordinates=[[106, -6]])),
    "coordinates of one number": ("shape_broken", lambda: geometry(type="MultiPoint", coordinates=[[106]])),
    "unknown kind of shape": ("shape_broken", lambda: geometry(type="Kotak", coordinates=[])),
    "lines": ("lines", lambda: geometry(type="LineString", coordinates=[[106, -6], [107, -6]])),
    "polygons and points": ("mixed", lambda: as_geojson([*listed("geojson"), *listed("geojson_points")])),
    "no shape at all": ("no_shapes", lambda: as_geojson([{"type": "Feature", "properties": {}, "geometry": None}])),
    "no feature at all": ("no_shapes", lambda: as_geojson([])),
    "swapped GeoJSON": ("swapped", lambda: swapped().to_json().encode()),
    "swapped GeoPackage": ("swapped", lambda: written(swapped(), "GPKG")),
    "swapped GeoParquet": ("swapped", lambda: as_parquet(swapped())),
    "swapped Shapefile": ("swapped", lambda: shapefile(swapped(), without=".prj")),
    "metres in GeoJSON": ("not_degrees", lambda: as_geojson(json.loads(layer(32748).to_json())["features"])),
    "metres said to be degrees": ("not_degrees", lambda: written(layer(32748).set_crs(4326, allow_override=True), "FlatGeobuf")),
    "degrees said to be metres": ("outside", lambda: written(layer().set_crs(32748, allow_override=True), "GPKG")),
    "another country": ("outside", lambda: moved(2, 48).to_json().encode()),
    "GeoPackage without system": ("crs_missing", lambda: written(layer(32748).set_crs(None, allow_override=True), "GPKG")),
    "FlatGeobuf without system": ("crs_missing", lambda: written(layer(32748).set_crs(None, allow_override=True), "FlatGeobuf")),
    "GeoParquet without system": ("crs_missing", lambda: as_parquet(layer(32748).set_crs(None, allow_override=True))),
    "unknown system": ("crs_unknown", lambda: with_prj(b'PROJCS["x"]')),
    "system that names a file": ("crs_unknown", lambda: with_prj(b"+proj=longlat +nadgrids=/etc/passwd")),
    "system behind a link": ("crs_missing", linked_crs),
    "system of no number": ("crs_unknown", lambda: as_geojson(crs={"type": "name", "properties": {"name": "EPSG:999999"}})),
    "view without end": ("gpkg_program", lambda: bombs.changed_gpkg(*bombs.ENDLESS_VIEW)),
    "virtual table": ("gpkg_program", lambda: bombs.changed_gpkg(*bombs.VIRTUAL_TABLE)),
    "column that runs a function": ("gpkg_program", lambda: bombs.changed_gpkg(*bombs.FUNCTION_COLUMN)),
    "database of something else": ("gpkg_other", lambda: bombs.changed_gpkg("DROP TABLE gpkg_contents")),
    "shapes that are none": ("shape_broken", lambda: bombs.changed_gpkg("UPDATE batas SET geom = x'475000'")),
    "shape that promises many corners": ("shape_broken", lambda: bombs.changed_gpkg(bombs.MANY_CORNERS)),
    "Parquet without shapes": ("parquet_plain", plain_parquet),
    "Parquet of very many rows": ("rows", bombs.many_rows),
    "Parquet cut off": ("damaged", lambda: SAMPLES["parquet"][:-10]),
    "Parquet with a long footer": ("damaged", lambda: with_number(SAMPLES["parquet"], len(SAMPLES["parquet"]) - 8, 2**31 - 1)),
    "FlatGeobuf with a long header": ("damaged", lambda: with_number(SAMPLES["fgb"], 8, 2**31 - 1)),
    "table of attributes of billions": ("rows", lying_dbf),
    "old Excel": ("legacy", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "Excel with a password": ("encrypted", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    "binary Excel": ("legacy", lambda: as_zip({"xl/workbook.bin": b"x"})),
    "OpenDocument": ("legacy", lambda: as_zip({"mimetype": b"x", "content.xml": b"x"})),
    "Word": ("unknown", lambda: as_zip({"word/document.xml": b"x"})),
    "PDF": ("unknown", lambda: b"%PDF-1.7"),
    "KML": ("unknown", lambda: b"<?xml version='1.0'?><kml/>"),
    "VRT that names a file": ("unknown", lambda: b"<OGRVRTDataSource><Src>/etc/passwd</Src></OGRVRTDataSource>"),
    "web page as .xls": ("unknown", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "program": ("unknown", lambda: b"\x7fELF\x02\x01\x01" + bytes(100)),
    "noise": ("not_text", lambda: bytes(range(256)) * 20),
    "text in half UTF-16": ("encoding_broken", lambda: b"\xff\xfea"),
    "one cell without end": ("quotes", lambda: b'a,b\n1,"' + b"x" * 200_000),
    "a million columns": ("columns", lambda: b"a," * 1_000_000),
    "rows without end": ("rows", lambda: b"\n" * 1_100_000 + b"a"),
    "few rows, one wide": ("cells", lambda: b"a," * 900 + b"\n1" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_ends_in_its_message(name: str) -> None:
    rule, make = ATTACKS[name]
    assert refusal(make()).rule == rule


STOPPED: dict[str, tuple[set[str], Callable[[], bytes]]] = {
    "crossing itself without end": ({"time", "memory"}, bombs.star),
    "texts that unpack to gigabytes": ({"memory", "time"}, bombs.dictionary_bomb),
    "sheet whose size is hidden": ({"memory", "time", "crashed", "damaged", "rows", "columns"}, bombs.disguised_far_cell),
    "fifty megabytes of brackets": ({"memory", "time", "json_other"}, lambda: b'{"a":[' + b"[]," * 15_000_000 + b"[]]}"),
    "archive that lies about its size": ({"damaged", "zip_content", "zip_bomb"}, bombs.lying_zip),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPPED)
def test_worker_is_stopped_at_its_limits(name: str) -> None:
    rules, make = STOPPED[name]
    data = make()
    seen = watch(data)
    assert isinstance(seen.result, UploadError) and seen.result.rule in rules
    late = max(seen.outcome.start_seconds - START_SECONDS, 0)
    assert seen.seconds - late < DEFAULT_LIMITS.seconds + 1
    assert isinstance(read_upload("baik.csv", SAMPLES["csv"], PATIENT), Table)


@pytest.mark.parametrize(
    ("rule", "limits", "name"),
    [
        ("too_large", {"bytes": 10}, "csv"),
        ("rows", {"rows": 4}, "csv"),
        ("columns", {"columns": 3}, "csv"),
        ("cells", {"cells": 19}, "csv"),
        ("rows", {"rows": 3}, "xlsx"),
        ("rows", {"rows": 3}, "gpkg"),
        ("rows", {"rows": 3}, "geojson"),
        ("rows", {"rows": 3}, "fgb"),
        ("rows", {"rows": 3}, "shapefile"),
        ("rows", {"rows": 3}, "parquet"),
        ("vertices", {"vertices": 19}, "fgb"),
        ("vertices", {"vertices": 19}, "geojson"),
        ("nesting", {"nesting": 6}, "geojson"),
        ("zip_bomb", {"unpacked_bytes": 1000}, "xlsx"),
        ("unpacked", {"unpacked_bytes": 100}, "parquet"),
        ("time", {"seconds": 0.01}, "csv"),
    ],
)
def test_each_limit_holds(rule: str, limits: dict[str, float], name: str) -> None:
    assert refusal(SAMPLES[name], Limits(**{"seconds": 60, **limits})).rule == rule


@pytest.mark.parametrize("name", ["zip", "xlsx"])
def test_locked_archives(name: str) -> None:
    data = bytearray(SAMPLES["shapefile"] if name == "zip" else SAMPLES["xlsx"])
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            (flags,) = struct.unpack_from("<H", data, start + place)
            struct.pack_into("<H", data, start + place, flags | 1)
            start += 4
    assert refusal(bytes(data)).rule == "encrypted"


def test_limits_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="rows"):
        Limits(rows=0)
