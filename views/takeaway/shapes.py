"""The places of a map as files: GeoJSON (RFC 7946) and GeoPackage, with what they are and where they come from."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geodata.codes import level_of
from geodata.encode import decode_ring
from views.i18n import translator
from views.packing import MANY
from views.pictures.outlines import read
from views.takeaway.data import metadata, unit_of

if TYPE_CHECKING:
    import geopandas as gpd

    from views.takeaway.data import Export
    from views.takeaway.kit import Kit

_LAYER = "places"
_DECIMALS = 7


class NoShapes(ValueError):
    """A figure without shapes: no map, or a reader's own zones, which the atlas does not keep."""


def places(kit: Kit, given: Export) -> gpd.GeoDataFrame:
    """Places of a map with their shapes (EPSG:4326) and values.

    Returns
    -------
    geopandas.GeoDataFrame
        ``code, name, level, indicator, year, value, unit, shown`` (the value as printed) and the shape; the value of a place
        without a figure is missing.

    Raises
    ------
    NoShapes
        If the figure is no map of places of the store.
    """
    piece = given.piece
    if piece.map is None:
        raise NoShapes(f"`piece` must be a map to be written with shapes; {piece.key!r} is none.")
    figure = piece.map.figure
    codes = [str(code) for code in figure.values.index]
    levels = dict.fromkeys(level_of(code) for code in codes)
    try:
        shapes = pd.concat([kit.store.places(level) for level in levels]).set_index("code")
        if _is_coarse(codes):
            shapes["geometry"] = _drawn(piece.map.chart.told["national"], shapes)
    except ValueError as error:
        raise NoShapes(
            "The map shows zones of your own; the atlas draws them and keeps no copy to write."
        ) from error
    table = shapes.loc[codes, ["name", "level", "geometry"]].reset_index()
    columns = {
        "indicator": str(figure.row["indicator"]),
        "year": figure.year,
        "value": figure.values.to_numpy(),
        "unit": unit_of(figure.row, given.lang),
        "shown": _shown(given, codes),
    }
    for at, (name, values) in enumerate(columns.items(), start=3):
        table.insert(at, name, values)
    return table


def _is_coarse(codes: list[str]) -> bool:
    """Whether a map has thousands of places: in full detail such a file has 25 MB, and few programs draw it with ease."""
    return len(codes) >= MANY


def _drawn(path: str, shapes: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Outlines as the map of the country draws them."""
    import geopandas as gpd

    layer = read(path)["layers"]["district"]
    found = {
        place[0]: shapely.multipolygons([shapely.Polygon(*_rings(rings, layer["q"])) for rings in place[4]])
        for place in layer["places"]
    }
    return gpd.GeoSeries(found, crs=shapes.crs).reindex(shapes.index)


def _rings(rings: list[list[int]], q: int) -> tuple[Any, list[Any]]:
    outline, *holes = (decode_ring(flat, q=q) for flat in rings)
    return outline, holes


def _shown(given: Export, codes: list[str]) -> list[str]:
    """Values as the map prints them."""
    texts = dict(zip(given.piece.codes, given.piece.table.iloc[:, -1].astype(str), strict=True))
    return [texts.get(code, "") for code in codes]


def geojson(kit: Kit, given: Export) -> bytes:
    """GeoJSON: degrees, right-handed rings, seven decimals, a box, and ``metadata`` beside the features."""
    import pyogrio

    buffer, table = io.BytesIO(), places(kit, given)
    # Rounded here, where areas stay areas: rounded corner by corner, a narrow strip of land would become a line.
    table["geometry"] = shapely.set_precision(table.geometry.to_numpy(), 10.0**-_DECIMALS)
    pyogrio.write_dataframe(
        table,
        buffer,
        driver="GeoJSON",
        layer=_LAYER,
        RFC7946="YES",
        WRITE_BBOX="YES",
        COORDINATE_PRECISION=_DECIMALS,
    )
    content: dict[str, Any] = json.loads(buffer.getvalue())
    content["metadata"] = _about(kit, given)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def geopackage(kit: Kit, given: Export) -> bytes:
    """GeoPackage with one layer, its title, description and metadata."""
    import pyogrio

    buffer, about = io.BytesIO(), _about(kit, given)
    pyogrio.write_dataframe(
        places(kit, given), buffer, driver="GPKG", layer=_LAYER, layer_metadata=about,
        dataset_options={"VERSION": "1.2"},  # what the GIS of the last years reads without a warning
        layer_options={"IDENTIFIER": given.piece.title, "DESCRIPTION": f"{given.document.subtitle}. {given.piece.source}"},
    )  # fmt: skip
    return buffer.getvalue()


def _about(kit: Kit, given: Export) -> dict[str, str]:
    """Metadata by item; sources, of which there are several, one a line."""
    found: dict[str, str] = {}
    if _is_coarse([*given.piece.codes]):
        _ = translator(given.lang)
        found[_("Detail of the outlines")] = _(
            "Simplified for a map of the whole country, corners on a grid of about 110 m; finer outlines of all districts are in the atlas: geodata/store/geometry/district-district.parquet"
        )
    for item, content in metadata(kit, given).itertuples(index=False, name=None):
        found[item] = f"{found[item]}\n{content}" if item in found else content
    return found
