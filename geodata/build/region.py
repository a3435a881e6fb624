"""The quiet land of South-East Asia behind the network's cities, reduced from Natural Earth.

The result is committed under `static/vendor/natural-earth/`, so neither the build nor the app needs the original:

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python -m geodata.build.region package/countries-50m.json static/vendor/natural-earth/southeast-asia.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pyogrio
import shapely

from geodata.errors import SourceError

__all__ = ["MEMBERS", "OTHER", "WINDOW", "main", "reduce_land"]

# ISO 3166-1: numeric code, as in the file, to the two letters we write.
MEMBERS = {
    "096": "BN", "116": "KH", "360": "ID", "418": "LA", "458": "MY",
    "104": "MM", "608": "PH", "702": "SG", "764": "TH", "704": "VN",
}  # fmt: skip
# All other land is one shape: whose it is, and where its borders run, is no business of this map.
OTHER = "other"
# Degrees: west, south, east, north.
WINDOW = (91.5, -11.8, 142.0, 24.8)
# About a pixel of the map at its largest: how far an edge may move (degrees), the smallest island (square degrees).
TOLERANCE, SMALLEST = 0.065, 0.008
DECIMALS = 2


def reduce_land(path: Path) -> str:
    """Cut countries to the region, simplify them together and write them as GeoJSON text.

    Parameters
    ----------
    path
        `countries-50m.json` of the npm package `world-atlas`: TopoJSON, degrees, `id` is the ISO 3166-1 number.

    Returns
    -------
    str
        A FeatureCollection, one MultiPolygon a member state with `iso` in its properties, and one, `other`, for all
        other land; no two features overlap. The same input gives the same text.

    Raises
    ------
    SourceError
        If the file cannot be read or a member state is not in it.
    """
    try:
        countries = pyogrio.read_dataframe(path, layer="countries")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        what = f"{path} cannot be read as TopoJSON with the layer “countries”; unpack world-atlas again."
        raise SourceError(what, [str(error)]) from error
    missing = sorted(set(MEMBERS) - set(countries["id"]))
    if missing:
        what = f"{path} lacks member states; take countries-50m.json, the coarser file leaves small ones out."
        raise SourceError(what, [f"no country with the number {number}" for number in missing])
    cut = shapely.clip_by_rect(countries.geometry.to_numpy(), *WINDOW)
    inside = ~shapely.is_empty(cut)
    cut, owners = cut[inside], countries["id"].map(MEMBERS).fillna(OTHER).to_numpy()[inside]
    # Together, so that the border of two neighbours stays one line.
    simple = shapely.set_precision(shapely.coverage_simplify(cut, TOLERANCE), 10.0**-DECIMALS)
    features = [
        _feature(name, shapely.union_all(simple[owners == name]))
        for name in (OTHER, *sorted(MEMBERS.values()))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":")) + "\n"


def _feature(name: str, land: shapely.Geometry) -> dict[str, object]:
    """A feature of the parts that can be seen, the largest of them always."""
    parts = sorted(shapely.get_parts(land), key=shapely.area, reverse=True)
    seen = [part for i, part in enumerate(parts) if i == 0 or part.area >= SMALLEST]
    rings = [[[list(point) for point in ring.coords] for ring in _rings(part)] for part in seen]
    geometry = {"type": "MultiPolygon", "coordinates": rings}
    return {"type": "Feature", "properties": {"iso": name}, "geometry": geometry}


def _rings(part: shapely.Polygon) -> list[shapely.LinearRing]:
    return [part.exterior, *part.interiors]


def main(arguments: Sequence[str]) -> int:
    """Reduce the first file and write the second; return the exit status."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    text = reduce_land(Path(arguments[0]))
    Path(arguments[1]).write_text(text, encoding="utf-8", newline="\n")
    print(f"{arguments[1]}: {len(text)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
