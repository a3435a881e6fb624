"""A zipped Shapefile, read by GDAL from the parts of one base name."""

from __future__ import annotations

import struct
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.archive import members, packed, unpack
from geodata.uploads.worker.refusal import Refusal

__all__ = ["prepare", "read"]

NEEDED = (".shp", ".shx", ".dbf")
HEADER = 100
"""Bytes before the first record of a .shp and of a .shx."""


def prepare(data: bytes) -> None:  # noqa: ARG001
    """Import what reading needs, while files may still be opened."""
    import encodings.cp437
    import encodings.cp1252
    import encodings.latin_1  # noqa: F401 - a codec is looked up as a file

    from geodata.uploads.worker import gdal

    gdal.prepare()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Read one layer: the one asked for, else the first by name."""
    from geodata.uploads.worker.crs import from_wkt
    from geodata.uploads.worker.gdal import read_layer
    from geodata.uploads.worker.shapes import Layer, finish

    layers = _layers(members(data, limits))
    names = {base.rpartition("/")[2]: base for base in sorted(layers)}
    name = request["layer"] if request["layer"] is not None else next(iter(names))
    if name not in names:
        raise Refusal("layer_unknown", layer=name[:80], layers=list(names)[:20])
    parts = {ending: unpack(data, info) for ending, info in layers[names[name]].items()}
    _check_parts(parts, limits)
    given = {f"layer{ending}": parts[ending] for ending in NEEDED}
    shapes, columns, _ = read_layer(packed(given), "ESRI Shapefile", limits, _encoding(parts))
    crs = from_wkt(parts.get(".prj", b"").decode("utf-8", "replace"))
    return finish(Layer("shapefile", shapes, columns, crs, name, list(names)), limits)


def _layers(infos: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Base name of each layer, with its folder, to its parts by ending."""
    layers: dict[str, dict[str, Any]] = {}
    for name, info in infos.items():
        base, dot, ending = name.rpartition(".")
        if dot and f".{ending.lower()}" in {*NEEDED, ".prj", ".cpg"}:
            layers.setdefault(base.lower(), {"base": base})[f".{ending.lower()}"] = info
    return {parts.pop("base"): parts for parts in layers.values() if ".shp" in parts}


def _check_parts(parts: dict[str, bytes], limits: Limits) -> None:
    missing = [ending for ending in NEEDED if ending not in parts]
    if missing:
        raise Refusal("shapefile_parts", missing=missing)
    for ending in (".shp", ".shx"):
        content = parts[ending]
        if len(content) < HEADER or struct.unpack_from(">i", content)[0] != 9994:
            raise Refusal("damaged", format="shapefile")
    rows = (len(parts[".shx"]) - HEADER) // 8
    if rows > limits.rows:
        raise Refusal("rows", count=rows, limit=limits.rows)
    _check_dbf(parts[".dbf"], limits)


def _check_dbf(content: bytes, limits: Limits) -> None:
    """Refuse a table of attributes whose own figures do not fit its size."""
    if len(content) < 32:
        raise Refusal("damaged", format="shapefile")
    rows, header, width = struct.unpack_from("<IHH", content, 4)
    if rows > limits.rows:
        raise Refusal("rows", count=rows, limit=limits.rows)
    # One record may be cut short by a missing end mark; more is damage.
    if header + rows * width > len(content) + width:
        raise Refusal("damaged", format="shapefile")


def _encoding(parts: dict[str, bytes]) -> str:
    """Encoding of the texts: what the .cpg says, else UTF-8 where it fits and the one of Windows where not."""
    named = parts.get(".cpg", b"").decode("ascii", "ignore").strip().upper().replace("_", "-")
    if named in {"UTF-8", "UTF8", "65001"}:
        return "UTF-8"
    if named in {"1252", "CP1252", "WINDOWS-1252", "ANSI 1252", "88591", "ISO-8859-1", "ISO 8859-1"}:
        return "CP1252"
    try:
        parts[".dbf"].decode("utf-8")
    except UnicodeDecodeError:
        return "CP1252"
    return "UTF-8"
