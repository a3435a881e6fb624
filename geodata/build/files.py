"""Write the tables and layers of the store: the same content gives the same bytes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geodata.build.layers import Layer
from geodata.checks import Table
from geodata.crs import DEGREES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_json", "write_layer", "write_table"]

# Written out, so that a library's other default does not change the bytes.
_OPTIONS: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 12,
    "version": "2.6",
    "data_page_version": "1.0",
    "write_statistics": False,
    "store_schema": False,
}
_ROWS = 1 << 20  # in a row group: all of them
_ARROW = {"str": pa.string(), "list": pa.list_(pa.string()), "bool": pa.bool_()}
_ARROW |= {"int16": pa.int16(), "int32": pa.int32(), "float64": pa.float64()}


def write_table(path: Path, frame: pd.DataFrame, schema: Table) -> None:
    """Write a table as Parquet with the types of its schema and no metadata of its own."""
    fields = [
        pa.field(column.name, _ARROW[column.dtype], nullable=column.nullable) for column in schema.columns
    ]
    arrow = pa.Table.from_pandas(frame[list(schema.names)], schema=pa.schema(fields), preserve_index=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(arrow.replace_schema_metadata(None), path, row_group_size=_ROWS, **_OPTIONS)


def write_layer(path: Path, layer: Layer) -> None:
    """Write a layer as GeoParquet 1.1: `code` and `geometry` (WKB, EPSG:4326)."""
    wkb = shapely.to_wkb(layer.shapes, byte_order=1, include_srid=False)
    arrow = pa.table({"code": pa.array(layer.codes, pa.string()), "geometry": pa.array(wkb, pa.binary())})
    kinds = sorted({shape.geom_type for shape in layer.shapes})
    bounds = [round(float(value), 9) for value in shapely.total_bounds(layer.shapes)]
    column = {"encoding": "WKB", "geometry_types": kinds, "crs": _crs_json(), "bbox": bounds}
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, arrow.schema, use_dictionary=False, **_OPTIONS) as writer:
        writer.write_table(arrow, row_group_size=_ROWS)
        # Without the Arrow schema, metadata is only kept when it is given to the file itself.
        writer.add_key_value_metadata({"geo": json.dumps(geo, sort_keys=True)})


@cache
def _crs_json() -> Any:
    import pyproj

    return json.loads(pyproj.CRS.from_user_input(DEGREES).to_json())


def write_json(path: Path, content: Any, *, in_order: bool = False) -> None:
    """Write JSON, one entry a line, with sorted keys, or in the order of the content where that says something."""
    text = json.dumps(content, indent=1, sort_keys=not in_order, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
