"""Honest files of every format, made in memory; the tests read them, the fuzzer breaks them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import struct
import tempfile
import warnings
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pyogrio
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "ROWS",
    "SAMPLES",
    "as_csv",
    "as_geojson",
    "as_xlsx",
    "as_zip",
    "layer",
    "points",
    "shapefile",
    "written",
    "xlsx_parts",
]

ROWS = [
    ["Kode", "Kabupaten/Kota", "Penduduk", "Persen"],
    ["35.10", "Kab. Banyuwangi", "1.754.719", "7,06"],
    ["16.71", "Kota Palembang", "1.729.546", "9,77"],
    ["17.71", "Kota Bengkulu", "384.841", ""],
    ["31.73", "Kota Adm. Jakarta Pusat", "1.049.314", "-"],
]


def layer(crs: Any = 4326, *, kind: str = "polygons") -> gpd.GeoDataFrame:
    """Four squares, or their middles, from Sumatra to Papua, with attributes of several types."""
    places = [(104.7, -3.0), (106.8, -6.2), (114.3, -8.2), (140.7, -2.6)]
    shapes = (
        shapely.points(places)
        if kind == "points"
        else shapely.box(*(np.array(places) - 0.1).T, *(np.array(places) + 0.1).T)
    )
    frame = gpd.GeoDataFrame(
        {
            "nama": ["Palembang", "Jakarta", "Banyuwangi", "Jayapura – ñ"],
            "jumlah": [12, 7, 0, 3],
            "persen": [1.5, np.nan, 2.25, 1e-7],
        },
        geometry=shapes,
        crs=4326,
    )
    return frame if crs == 4326 else frame.to_crs(crs) if crs else frame.set_crs(None, allow_override=True)


def points() -> gpd.GeoDataFrame:
    """Four points."""
    return layer(kind="points")


def as_csv(rows: list[list[str]] = ROWS, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Write a text table."""
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode(encoding)


def as_xlsx(
    sheets: Mapping[str, list[list[Any]]] | None = None, formats: Mapping[str, str] | None = None
) -> bytes:
    """Write a workbook; `formats` gives number formats to cells of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets or {"Data": sheet_rows()}).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place, number_format in (formats or {}).items():
        book.worksheets[0][place].number_format = number_format
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_rows() -> list[list[Any]]:
    """Rows with every type of cell that a sheet knows."""
    return [
        ["Kode", "Nama", "Nilai", "Tanggal", "Ya"],
        [35.1, "Banyuwangi", 1754719, dt.date(2024, 5, 1), True],
        [16.71, "Palembang", 9.77, dt.datetime(2024, 5, 1, 8, 30), False],  # noqa: DTZ001 - sheets know no zones
        [17.71, None, -3, dt.time(8, 30), None],
    ]


def written(frame: gpd.GeoDataFrame, driver: str, **options: Any) -> bytes:
    """Write a layer with GDAL to memory."""
    target = io.BytesIO()
    with warnings.catch_warnings(action="ignore"):  # a layer without a system is what some tests want
        pyogrio.write_dataframe(frame, target, driver=driver, **options)
    return target.getvalue()


def as_parquet(frame: gpd.GeoDataFrame) -> bytes:
    """Write GeoParquet."""
    target = io.BytesIO()
    frame.to_parquet(target)
    return target.getvalue()


def as_geojson(features: list[dict[str, Any]] | None = None, **members: Any) -> bytes:
    """Write GeoJSON; by default of `layer`."""
    if features is None:
        features = json.loads(layer().to_json(drop_id=True))["features"]
    return json.dumps({"type": "FeatureCollection", "features": features, **members}).encode()


def as_zip(contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files; names may be anything."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def shapefile_parts(frame: gpd.GeoDataFrame, name: str = "kecamatan") -> dict[str, bytes]:
    """Parts of a Shapefile by name."""
    with tempfile.TemporaryDirectory() as folder:
        pyogrio.write_dataframe(frame, Path(folder) / f"{name}.shp", encoding="UTF-8")
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


def shapefile(frame: gpd.GeoDataFrame, without: str = "", folder: str = "") -> bytes:
    """Zipped Shapefile, perhaps without one part and within a folder."""
    parts = shapefile_parts(frame)
    return as_zip(
        {
            folder + name: content
            for name, content in parts.items()
            if not (without and name.endswith(without))
        }
    )


def xlsx_parts(data: bytes) -> dict[str, bytes]:
    """Files within a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_number(data: bytes, place: int, value: int, code: str = "<I") -> bytes:
    """Overwrite a binary number."""
    changed = bytearray(data)
    struct.pack_into(code, changed, place, value)
    return bytes(changed)


def long_csv() -> bytes:
    """A table of some thousand rows."""
    frame = pd.DataFrame({"kode": [f"35.{i:02}" for i in range(100)] * 20, "nilai": np.arange(2000) / 7})
    return frame.to_csv(index=False).encode()


@cache
def _sample(name: str) -> bytes:
    return _MAKERS[name]()


_MAKERS: dict[str, Callable[[], bytes]] = {
    "csv": as_csv,
    "csv_long": long_csv,
    "tsv": lambda: as_csv(separator="\t", encoding="utf-16"),
    "xlsx": lambda: as_xlsx(formats={"C3": "0.0%"}),
    "xlsx_sheets": lambda: as_xlsx({"Kosong": [], "Isi": sheet_rows(), "Lain": [["a", 1]]}),
    "geojson": as_geojson,
    "geojson_points": lambda: points().to_json().encode(),
    "gpkg": lambda: written(layer(), "GPKG", layer="batas"),
    "gpkg_utm": lambda: written(layer(32748), "GPKG", layer="batas"),
    "shapefile": lambda: shapefile(layer()),
    "shapefile_utm": lambda: shapefile(layer(32748)),
    "fgb": lambda: written(layer(), "FlatGeobuf"),
    "fgb_points": lambda: written(points(), "FlatGeobuf"),
    "parquet": lambda: as_parquet(layer()),
    "parquet_utm": lambda: as_parquet(layer(32748)),
}


class _Samples(dict[str, bytes]):
    """Made when first asked for."""

    def __missing__(self, name: str) -> bytes:
        return _sample(name)


SAMPLES = _Samples()
NAMES = tuple(_MAKERS)
