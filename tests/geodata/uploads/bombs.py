"""Files that are made to harm: small when they arrive and huge when read, or leading somewhere else."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tests.geodata.uploads.samples import SAMPLES, as_geojson, as_xlsx, as_zip, xlsx_parts

LAUGHS = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
BILLION_LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{LAUGHS}]>'


def zip_bomb(megabytes: int = 400, name: str = "xl/workbook.xml") -> bytes:
    """Zeros, packed a thousand to one."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(megabytes):
            member.write(bytes(2**20))
    return target.getvalue()


def lying_zip(megabytes: int = 100) -> bytes:
    """An archive whose directory says that a member is small."""
    packed = bytearray(zip_bomb(megabytes, "xl/worksheets/sheet1.xml"))
    for place in (packed.rfind(b"PK\x01\x02") + 24, packed.find(b"PK\x03\x04") + 22):
        packed[place : place + 4] = (1000).to_bytes(4, "little")
    return bytes(packed)


def xml_bomb(member: str = "xl/worksheets/sheet1.xml", encoding: str = "utf-8") -> bytes:
    """A workbook one part of which laughs a billion times."""
    parts = xlsx_parts(as_xlsx())
    body = parts[member].decode().partition("?>")[2] or parts[member].decode()
    laughing = body.replace("<v>", "<v>&a9;", 1).replace("<sheets>", "<sheets>&a9;", 1)
    parts[member] = (BILLION_LAUGHS + laughing).encode(encoding)
    return as_zip(parts)


def external_entity(target: str = "file:///etc/passwd") -> bytes:
    """A workbook that asks for a file of the server."""
    parts = xlsx_parts(as_xlsx())
    head = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>'
    parts["xl/workbook.xml"] = head.encode() + parts["xl/workbook.xml"]
    return as_zip(parts)


def far_cell(reference: str = "XFD1048576") -> bytes:
    """A workbook of two cells with the whole sheet between them."""
    parts = xlsx_parts(as_xlsx())
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cell = f'<row r="{row}"><c r="{reference}"><v>1</v></c></row></sheetData>'
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", cell.encode())
    return as_zip(parts)


def disguised_far_cell() -> bytes:
    """The same with its references written so that a quick look does not see them."""
    parts = xlsx_parts(far_cell())
    name = "xl/worksheets/sheet1.xml"
    parts[name] = (
        parts[name]
        .replace(b'r="XFD1048576"', b'r="&#88;FD1048576"')
        .replace(b'row r="1048576"', b'row r="&#49;048576"')
    )
    return as_zip(parts)


def deep_json(depth: int = 200_000) -> bytes:
    """Lists in lists."""
    inside = b"[" * depth + b"1" + b"]" * depth
    return (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":'
        + inside
        + b'},"geometry":null}]}'
    )


def deep_json_hidden(depth: int = 100_000) -> bytes:
    """The same behind texts full of closing brackets, which a mere count would take for the way up."""
    return b'{"a":"' + b"]" * depth + b'\\"]]]","type":' + b"[" * depth + b"]" * depth + b"}"


def deep_collection(depth: int = 50) -> bytes:
    """Collections of shapes in collections."""
    shape: dict[str, Any] = {"type": "Point", "coordinates": [106, -6]}
    for _ in range(depth):
        shape = {"type": "GeometryCollection", "geometries": [shape]}
    return json.dumps(shape).encode()


def holes(count: int = 1_000_000) -> bytes:
    """One polygon with very many holes."""
    rings = ["[[100,-10],[140,-10],[140,5],[100,5],[100,-10]]"]
    rings += [
        f"[[{(n := 101 + i % 1000 / 30):.3f},{i // 1000 / 100 - 9:.2f}],[{n + 0.01:.3f},0],[{n:.3f},0.1],[{n:.3f},0]]"
        for i in range(count)
    ]
    body = '{"type":"Polygon","coordinates":[' + ",".join(rings) + "]}"
    return body.encode()


def star(corners: int = 200_000) -> bytes:
    """A polygon that crosses itself at every step, which takes for ever to repair."""
    angle = np.arange(corners) * (np.pi - 0.001)
    ring = np.column_stack([118 + 5 * np.cos(angle), -2 + 5 * np.sin(angle)]).round(5).tolist()
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}).encode()


def many_columns(rows: int = 3_000) -> bytes:
    """Features each of which has properties of its own."""
    point = {"type": "Point", "coordinates": [106, -6]}
    return as_geojson(
        [{"type": "Feature", "properties": {f"k{i}": 1}, "geometry": point} for i in range(rows)]
    )


def dictionary_bomb(rows: int = 100_000, length: int = 200_000) -> bytes:
    """Parquet that says one long text for each of many rows, in a few kB."""
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array(["x" * length]))
    geometry = pa.array([b"\x01\x01\x00\x00\x00" + np.array([106.0, -6.0]).tobytes()] * rows)
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table({"a": text, "geometry": geometry}).replace_schema_metadata({"geo": json.dumps(geo)})
    target = io.BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()


def many_rows(rows: int = 2_000_000_000) -> bytes:
    """Parquet whose footer promises very many rows: blanks cost next to nothing."""
    geo = {
        "version": "1.0.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    count = min(rows, 4_000_000)
    table = pa.table({"geometry": pa.nulls(count, pa.binary())}).replace_schema_metadata(
        {"geo": json.dumps(geo)}
    )
    target = io.BytesIO()
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()


def changed_gpkg(*statements: str) -> bytes:
    """A GeoPackage after some SQL."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(SAMPLES["gpkg"])
        base = sqlite3.connect(path)
        base.execute("PRAGMA writable_schema=ON")
        # The functions that the triggers of the index call are GDAL's own.
        base.create_function("ST_IsEmpty", 1, lambda _: 0)
        for bound in ("MinX", "MaxX", "MinY", "MaxY"):
            base.create_function(f"ST_{bound}", 1, lambda _: 0)
        for statement in statements:
            base.execute(statement)
        base.commit()
        base.close()
        return path.read_bytes()


VIRTUAL_TABLE = ("DROP TABLE batas", "CREATE VIRTUAL TABLE batas USING rtree(id, a, b)")
FUNCTION_COLUMN = (
    "CREATE TABLE baru (fid INTEGER PRIMARY KEY, geom BLOB, x AS (hex(zeroblob(100000000))))",
    "INSERT INTO baru (geom) SELECT geom FROM batas",
    "DROP TABLE batas",
    "ALTER TABLE baru RENAME TO batas",
)
MANY_CORNERS = "UPDATE batas SET geom = x'47500001E61000000103000000FFFFFF7FFFFFFF7F'"
ENDLESS_VIEW = (
    "ALTER TABLE batas RENAME TO asli",
    "CREATE VIEW batas AS WITH RECURSIVE n(i, geom) AS (SELECT 1, NULL UNION ALL SELECT i + 1, NULL FROM n) SELECT * FROM n",
)
