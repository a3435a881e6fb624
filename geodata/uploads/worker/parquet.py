"""GeoParquet: the footer is looked over before any page is unpacked."""

from __future__ import annotations

import json
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["prepare", "read"]

FOOTER = 8 * 2**20
"""Longest footer in bytes; it grows with columns times row groups, and real ones have a few kB."""

ROW_GROUPS = 10_000


def prepare(data: bytes) -> None:  # noqa: ARG001
    """Import what reading needs, while files may still be opened."""
    import pyarrow.parquet  # noqa: F401

    from geodata.uploads.worker import crs, geojson, shapes  # noqa: F401

    crs.prepare()
    shapes.rehearse()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """Read the shapes of the primary column and every attribute that fits a cell."""
    import pyarrow as pa

    from geodata.uploads.worker.attributes import plain_columns
    from geodata.uploads.worker.shapes import Layer, finish

    file = _opened(data, limits)
    primary, crs = _geometry(file, limits)
    names = [
        field.name
        for field in file.schema_arrow
        if field.name == primary or not pa.types.is_nested(field.type)
    ]
    try:
        table = file.read(columns=names, use_threads=False)
        table.validate(full=True)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Refusal("damaged", format="parquet") from error
    shapes = _shapes(table.column(primary))
    others = [name for name in names if name != primary]
    columns, left_out = plain_columns(others, [table.column(name) for name in others])
    layer = Layer("parquet", shapes, columns, crs)
    left_out += [field.name[:80] for field in file.schema_arrow if field.name not in names]
    if left_out:
        layer.notes.append(("left_out", {"names": left_out[:20]}))
    return finish(layer, limits)


def _opened(data: bytes, limits: Limits) -> Any:
    import pyarrow as pa
    from pyarrow import parquet

    footer = int.from_bytes(data[-8:-4], "little")
    if data[-4:] != b"PAR1" or footer > min(FOOTER, len(data)):
        raise Refusal("damaged", format="parquet")
    try:
        file = parquet.ParquetFile(
            pa.BufferReader(data),
            pre_buffer=False,
            thrift_string_size_limit=FOOTER,
            thrift_container_size_limit=1_000_000,
        )
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise Refusal("damaged", format="parquet") from error
    _check_footer(file.metadata, limits)
    return file


def _check_footer(meta: Any, limits: Limits) -> None:
    from geodata.uploads.worker.answer import check_size

    check_size(meta.num_rows, meta.num_columns, limits)
    if meta.num_rows < 0 or meta.num_row_groups > ROW_GROUPS:
        raise Refusal("damaged", format="parquet")
    groups = [meta.row_group(i) for i in range(meta.num_row_groups)]
    if sum(group.num_rows for group in groups) != meta.num_rows:
        raise Refusal("damaged", format="parquet")
    size = 0
    for group in groups:
        chunks = [group.column(i) for i in range(group.num_columns)]
        size += sum(max(chunk.total_uncompressed_size, 0) for chunk in chunks)
    if size > limits.unpacked_bytes:
        raise Refusal("unpacked", size=size, limit=limits.unpacked_bytes)


def _geometry(file: Any, limits: Limits) -> tuple[str, Any]:
    """Name of the column of shapes and its coordinate system."""
    from geodata.uploads.worker.crs import DEGREES, UNKNOWN, from_json

    raw = (file.schema_arrow.metadata or {}).get(b"geo")
    if raw is None:
        raise Refusal("parquet_plain")
    geo = _parsed(raw, limits)
    primary = geo.get("primary_column")
    columns = geo.get("columns")
    if not isinstance(primary, str) or not isinstance(columns, dict):
        raise Refusal("damaged", format="parquet")
    column = columns.get(primary)
    if not isinstance(column, dict) or primary not in file.schema_arrow.names:
        raise Refusal("damaged", format="parquet")
    if str(column.get("encoding", "")).upper() != "WKB":
        raise Refusal("parquet_encoding", encoding=str(column.get("encoding"))[:40])
    if "crs" not in column:
        return primary, DEGREES  # the standard says so
    crs = column["crs"]
    return primary, from_json(crs) if isinstance(crs, dict) else UNKNOWN


def _parsed(raw: bytes, limits: Limits) -> dict[str, Any]:
    from geodata.uploads.worker.geojson import check_nesting

    check_nesting(raw, limits.nesting)
    try:
        geo = json.loads(raw)
    except ValueError as error:
        raise Refusal("damaged", format="parquet") from error
    if not isinstance(geo, dict):
        raise Refusal("damaged", format="parquet")
    return geo


def _shapes(column: Any) -> Any:
    import pyarrow as pa
    import shapely

    storage = column.combine_chunks()
    storage = getattr(storage, "storage", storage)
    if not (pa.types.is_binary(storage.type) or pa.types.is_large_binary(storage.type)):
        raise Refusal("damaged", format="parquet")
    try:
        return shapely.from_wkb(storage.to_numpy(zero_copy_only=False))
    except (shapely.errors.GEOSException, ValueError, TypeError) as error:
        raise Refusal("shape_broken", row=0) from error
