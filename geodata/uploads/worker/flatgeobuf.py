"""FlatGeobuf, read by GDAL."""

from __future__ import annotations

from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["prepare", "read"]


def prepare(data: bytes) -> None:  # noqa: ARG001
    """Import what reading needs, while files may still be opened."""
    from geodata.uploads.worker import gdal

    gdal.prepare()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """Read the one layer that such a file has."""
    from geodata.uploads.worker.crs import UNKNOWN, from_code, from_wkt
    from geodata.uploads.worker.gdal import read_layer
    from geodata.uploads.worker.shapes import Layer, finish

    header = int.from_bytes(data[8:12], "little")
    if header > len(data) - 12:
        raise Refusal("damaged", format="fgb")
    shapes, columns, crs = read_layer(data, "FlatGeobuf", limits)
    authority, colon, code = (crs or "").partition(":")
    if not crs:
        system = UNKNOWN
    elif colon and code.isdigit():
        system = from_code(authority, code)
    else:
        system = from_wkt(crs)
    return finish(Layer("fgb", shapes, columns, system), limits)
