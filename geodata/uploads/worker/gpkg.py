"""GeoPackage, read by SQLite itself from memory: no file is opened, no function, trigger or view of the file runs."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["prepare", "read"]

ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Bytes of the box before a shape, by its code in the header of the blob."""

SAFE = ("trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "temp_store=MEMORY", "mmap_size=0")
ROWS_AT_ONCE = 5_000
COMPUTED = re.compile(r"^\s*create\s+virtual\b|\bas\s*\(|\bgenerated\s+always\b", re.IGNORECASE)
"""Tables that compute what they say: virtual ones, and those with generated columns."""


def prepare(data: bytes) -> None:  # noqa: ARG001
    """Import what reading needs, while files may still be opened."""
    from geodata.uploads.worker import crs, shapes

    crs.prepare()
    shapes.rehearse()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Read one layer: the one asked for, else the first."""
    from geodata.uploads.worker.attributes import column
    from geodata.uploads.worker.shapes import Layer, finish

    try:
        base = _opened(data, limits)
        layers = _layers(base)
        chosen = _chosen(layers, request["layer"])
        names, rows = _rows(base, chosen, limits)
        crs = _crs(base, layers[chosen][1])
        base.close()
    except (sqlite3.Error, sqlite3.Warning, OverflowError) as error:
        if "prohibited" in str(error) or "not authorized" in str(error):
            raise Refusal("gpkg_program") from error
        raise Refusal("damaged", format="gpkg") from error
    values = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    shapes = _shapes(values.pop(layers[chosen][0], None))
    columns = {name: column(_texts(cells)) for name, cells in values.items()}
    return finish(Layer("gpkg", shapes, columns, crs, chosen, list(layers)), limits)


def _opened(data: bytes, limits: Limits) -> sqlite3.Connection:
    image = bytearray(data)
    if image[18:20] == b"\x02\x02":
        # QGIS leaves its files in the mode that keeps a second file beside; the data are all here.
        image[18:20] = b"\x01\x01"
    base = sqlite3.connect(":memory:", isolation_level=None)
    base.deserialize(bytes(image))
    base.text_factory = lambda raw: raw.decode("utf-8", "replace")
    for pragma in SAFE:
        base.execute(f"PRAGMA {pragma}")
    for limit, most in (
        (sqlite3.SQLITE_LIMIT_LENGTH, limits.bytes + 2**20),
        (sqlite3.SQLITE_LIMIT_SQL_LENGTH, 200_000),
        (sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 50),
        (sqlite3.SQLITE_LIMIT_ATTACHED, 0),
        (sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0),
    ):
        base.setlimit(limit, most)
    base.set_authorizer(_only_reading)
    return base


def _only_reading(action: int, *_: Any) -> int:
    return (
        sqlite3.SQLITE_OK if action in {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ} else sqlite3.SQLITE_DENY
    )


def _master(base: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = base.execute(
        "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view')"
    ).fetchmany(5_000)
    return {str(name): (str(kind), str(sql)) for name, kind, sql in rows}


def _layers(base: sqlite3.Connection) -> dict[str, tuple[str, Any]]:
    """Name of each layer to its column of shapes and the number of its coordinate system."""
    master = _master(base)
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= set(master):
        raise Refusal("gpkg_other")
    for name in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"):
        _check_table(master, name)
    rows = base.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchmany(1_000)
    layers = {str(table): (str(shape), srs) for table, shape, srs in rows}
    for name in layers:
        _check_table(master, name)
    if not layers:
        raise Refusal("no_shapes")
    return layers


def _check_table(master: dict[str, tuple[str, str]], name: str) -> None:
    """Refuse what only looks like a table: a view or a virtual table runs what the file says."""
    kind, sql = master.get(name, ("", ""))
    if not kind:
        raise Refusal("damaged", format="gpkg")
    if kind != "table" or COMPUTED.search(sql):
        raise Refusal("gpkg_program")


def _chosen(layers: dict[str, Any], wanted: str | None) -> str:
    if wanted is None:
        return next(iter(layers))
    if wanted not in layers:
        raise Refusal("layer_unknown", layer=wanted[:80], layers=list(layers)[:20])
    return wanted


def _rows(base: sqlite3.Connection, layer: str, limits: Limits) -> tuple[list[str], list[Any]]:
    from geodata.uploads.worker.answer import check_size

    quoted = layer.replace('"', '""')
    # The name is quoted, and one of the file's own.
    cursor = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  # nosec B608
    names = [str(item[0]) for item in cursor.description]
    rows: list[Any] = []
    while chunk := cursor.fetchmany(ROWS_AT_ONCE):
        rows.extend(chunk)
        check_size(len(rows), len(names), limits)
    return names, rows


def _crs(base: sqlite3.Connection, srs: Any) -> Any:
    from geodata.uploads.worker.crs import UNKNOWN, from_code, from_wkt

    found = base.execute(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?",
        (srs,),
    ).fetchone()
    if found is None or srs in (-1, 0):
        return UNKNOWN
    authority, code, definition = found
    if str(authority).upper() == "EPSG" and isinstance(code, int):
        return from_code("EPSG", code)
    return from_wkt(str(definition))


def _texts(cells: Any) -> list[Any]:
    return [None if isinstance(cell, bytes) else cell for cell in cells]


def _shapes(blobs: Any) -> Any:
    import numpy as np
    import shapely

    if blobs is None:
        raise Refusal("damaged", format="gpkg")
    wkb = [_wkb(row, blob) for row, blob in enumerate(blobs, 1)]
    try:
        return shapely.from_wkb(np.array(wkb, dtype=object))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise Refusal("shape_broken", row=0) from error


def _wkb(row: int, blob: Any) -> bytes | None:
    """Cut the header of GeoPackage off a shape."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise Refusal("shape_broken", row=row)
    flags = blob[3]
    envelope = ENVELOPES.get(flags >> 1 & 7)
    if envelope is None or flags & 0x20:
        raise Refusal("shape_broken", row=row)
    if flags & 0x10:
        return None
    return blob[8 + envelope :]
