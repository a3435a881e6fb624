"""GDAL for the two formats that are read with it: only their drivers, only memory, no network."""

from __future__ import annotations

import os
import warnings
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["DRIVERS", "prepare", "read_layer"]

DRIVERS = ("ESRI Shapefile", "FlatGeobuf")
"""The only drivers that may open anything; the worker's tests ask GDAL for its list."""

SKIPPED = (
    "PCIDSK PDS4 VICAR PDF MBTiles EEDA OGCAPI GDALG MapInfo+File LVBAG S57 DGN OGR_VRT CSV GML GPX LIBKML KML GeoJSON "
    "GeoJSONSeq ESRIJSON TopoJSON OGR_GMT GPKG SQLite WAsP OpenFileGDB DXF GeoRSS VFK PGDUMP OSM GPSBabel OGR_PDS WFS OAPIF "
    "EDIGEO Idrisi ODS XLSX Elasticsearch Carto AmigoCloud SXF Selafin JML PLSCENES CSW VDV MVT NGW MapML GTFS PMTiles JSONFG "
    "MiraMonVector ADBC AVCBin AVCE00 AIVector HTTP VRT GTiff COG netCDF HDF5 WMS WMTS WCS Zarr Memory Parquet Arrow Interlis+1 "
    "Interlis+2 PostgreSQL MySQL MSSQLSpatial ODBC OCI XODR LIBERTIFF GNMFile GNMDatabase"
)
"""Drivers that GDAL is told not to register; a name it does not know costs nothing. `read_layer` checks besides."""

SETTINGS = {
    "GDAL_SKIP": SKIPPED.replace(" ", ",").replace("+", " "),
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{noext}",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_NUM_THREADS": "1",
    "GDAL_CACHEMAX": "64",
    "OGR_GEOMETRY_ACCEPT_UNCLOSED_RING": "YES",
    "SHAPE_RESTORE_SHX": "NO",
    "CPL_LOG": os.devnull,  # a name is taken for that of a file to write to
}


def prepare() -> None:
    """Load GDAL with its few drivers, and its database of coordinate systems, before files are out of reach."""
    os.environ.update(SETTINGS)
    warnings.simplefilter("ignore")
    import io

    import numpy as np
    import pyogrio
    import shapely

    from geodata.uploads.worker import crs, shapes

    crs.prepare()
    shapes.rehearse()
    target = io.BytesIO()
    pyogrio.raw.write(
        target,
        geometry=np.array([shapely.to_wkb(shapely.Point(700_000, 9_300_000))], dtype=object),
        field_data=[np.array(["a"], dtype=object)],
        fields=["a"],
        geometry_type="Point",
        crs="EPSG:32748",
        driver="FlatGeobuf",
    )
    pyogrio.raw.read_arrow(target.getvalue())


def read_layer(
    content: bytes, driver: str, limits: Limits, encoding: str | None = None
) -> tuple[Any, dict[str, Any], Any]:
    """Read a layer with one named driver from memory.

    Returns
    -------
    tuple
        Array of shapes, Arrow columns by name, and the coordinate system as text or None.
    """
    import pyogrio
    import shapely

    from geodata.uploads.worker.attributes import plain_columns

    try:
        info = pyogrio.read_info(content)
        if info["driver"] != driver:
            raise Refusal("damaged", format=driver)
        if info["features"] > limits.rows:
            raise Refusal("rows", count=int(info["features"]), limit=limits.rows)
        if len(info["fields"]) > limits.columns:
            raise Refusal("columns", count=len(info["fields"]), limit=limits.columns)
        meta, table = pyogrio.raw.read_arrow(content, max_features=limits.rows + 1, encoding=encoding)
        geometry = meta["geometry_name"] or "wkb_geometry"
        shapes = shapely.from_wkb(table.column(geometry).to_numpy())
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, IndexError, OSError) as error:
        raise Refusal("damaged", format=driver) from error
    except (shapely.errors.GEOSException, pyogrio.errors.GeometryError) as error:
        raise Refusal("shape_broken", row=0) from error
    names = [name for name in table.column_names if name != geometry]
    columns, _ = plain_columns(names, [table.column(name) for name in names])
    return shapes, columns, meta["crs"]
