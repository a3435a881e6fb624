"""GeoJSON (RFC 7946; the older member ``crs`` is understood)."""

from __future__ import annotations

import itertools
import json
import re
from typing import Any, NoReturn

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["check_nesting", "prepare", "read"]

CHUNK = 4 * 2**20
ESCAPED = re.compile(rb"\\.", re.DOTALL)
SHAPES = {
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
}


def prepare(data: bytes) -> None:
    """Import what reading needs, while files may still be opened."""
    import encodings.utf_8_sig
    import encodings.utf_16
    import encodings.utf_16_le
    import encodings.utf_32  # noqa: F401 - a codec is looked up as a file

    from geodata.uploads.worker import crs, ragged, shapes  # noqa: F401

    if b'"crs"' in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        crs.prepare()
    shapes.rehearse()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """Read a collection, a single feature or a bare shape."""
    from geodata.uploads.worker.answer import check_size
    from geodata.uploads.worker.shapes import Layer, finish

    check_nesting(data, limits.nesting)
    document = _parsed(data)
    features = _features(document)
    check_size(len(features), 1, limits)
    crs = _crs(document.get("crs"))
    columns = _columns(features, limits)
    shapes = _shapes([feature.get("geometry") for feature in features], limits)
    # The corners as lists take ten times the room of the shapes made from them.
    del document, features
    return finish(Layer("geojson", shapes, columns, crs), limits)


def check_nesting(data: bytes, limit: int) -> None:
    """Refuse JSON that is nested too deeply, before any parser walks down into it.

    Brackets within texts do not count; an escaped quotation mark does not end a text.
    """
    import numpy as np

    depth, quoted = 0, 0
    plain = ESCAPED.sub(b"__", data) if b"\\" in data else data
    for start in range(0, len(plain), CHUNK):
        signs = np.frombuffer(plain, np.uint8, min(CHUNK, len(plain) - start), start)
        # Only the last bit counts, so that small numbers may overflow.
        inside = (np.cumsum(signs == ord('"'), dtype=np.uint8) + np.uint8(quoted)) & 1
        # "{" and "[" differ in one bit, and so do their closing signs.
        bracket = signs | 0x20
        steps = ((bracket == ord("{")).view(np.int8) - (bracket == ord("}")).view(np.int8)) * (
            1 - inside.view(np.int8)
        )
        depths = depth + np.cumsum(steps, dtype=np.int32)
        if depths.max() > limit:
            raise Refusal("nesting", limit=limit)
        depth, quoted = int(depths[-1]), int(inside[-1])


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data, parse_constant=_refuse_constant)
    except (ValueError, UnicodeError) as error:
        line = getattr(error, "lineno", 0)
        raise Refusal("json_broken", line=line, column=getattr(error, "colno", 0)) from error
    if not isinstance(document, dict):
        raise Refusal("json_other")
    return document


def _refuse_constant(name: str) -> NoReturn:
    msg = f"{name} is no number of JSON"
    raise ValueError(msg)


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "Topology":
        raise Refusal("topojson")
    if isinstance(kind, str) and kind in SHAPES:
        return [{"geometry": document, "properties": None}]
    features = [document] if kind == "Feature" else document.get("features")
    if not isinstance(features, list) or kind not in {"Feature", "FeatureCollection"}:
        raise Refusal("json_other")
    if not all(isinstance(feature, dict) for feature in features):
        raise Refusal("json_other")
    return features


def _crs(member: Any) -> Any:
    from geodata.uploads.worker.crs import DEGREES, UNKNOWN, from_name

    if member is None:
        return DEGREES
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    # Anything else is a link to another machine, which is never followed.
    return from_name(name) if isinstance(name, str) else UNKNOWN


def _columns(features: list[dict[str, Any]], limits: Limits) -> dict[str, Any]:
    from geodata.uploads.worker.answer import check_size
    from geodata.uploads.worker.attributes import column

    found = [feature.get("properties") for feature in features]
    rows: list[dict[str, Any]] = [row if isinstance(row, dict) else {} for row in found]
    names = dict.fromkeys(itertools.chain.from_iterable(rows))
    check_size(len(rows), len(names) + 1, limits)
    columns = {
        name.encode("utf-8", "replace").decode(): column([row.get(name) for row in rows]) for name in names
    }
    if "id" not in columns and any(isinstance(feature.get("id"), str | int) for feature in features):
        columns["id"] = column([feature.get("id") for feature in features])
    return columns


def _shapes(geometries: list[Any], limits: Limits) -> Any:
    import numpy as np

    kinds = {geometry.get("type") for geometry in geometries if isinstance(geometry, dict)}
    if any(not isinstance(geometry, dict | None) for geometry in geometries) or not kinds <= SHAPES:
        raise Refusal("shape_broken", row=0)
    polygons, points = kinds & {"Polygon", "MultiPolygon"}, kinds & {"Point", "MultiPoint"}
    if not kinds:
        return np.full(len(geometries), None, dtype=object)
    if kinds - polygons - points or (polygons and points):
        lines_only = kinds <= {"LineString", "MultiLineString"}
        raise Refusal("lines" if lines_only else "mixed")
    from geodata.uploads.worker.ragged import Ragged

    ragged = Ragged(limits)
    for row, geometry in enumerate(geometries):
        ragged.add(row, geometry)
    return ragged.polygons() if polygons else ragged.points()
