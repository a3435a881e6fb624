"""The table of points: each with the district and village whose polygon holds it."""

from __future__ import annotations

import pandas as pd
import shapely

from geodata.crs import to_metres
from geodata.errors import SourceError
from geodata.schema import POINTS, conform

__all__ = ["build_points"]


def build_points(read: pd.DataFrame, villages: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Place every point in the pilots' villages.

    Parameters
    ----------
    read
        `id, kind, name, lon, lat, file`.
    villages
        Clean villages of the pilots in metres: `code, geometry`.
    sources
        The source records; a file has exactly one.

    Returns
    -------
    DataFrame
        Table `points`. A point in no village (at sea, or over the border) has no village and no district; a point on
        a shared edge belongs to the village with the lower code.

    Raises
    ------
    SourceError
        If a file has no source record.
    """
    by_file = sources[sources["file"] != ""].drop_duplicates("file", keep=False).set_index("file")["source"]
    missing = sorted(set(read["file"]) - set(by_file.index))
    if missing:
        raise SourceError(
            "Point files without a source record; add one to geodata/registry/sources.toml.", missing
        )
    table = read.copy()
    table["source"] = table["file"].map(by_file)
    table["village"] = _containing(table, villages)
    table["district"] = table["village"].str[:8]
    return conform(table.sort_values(["kind", "id"])[list(POINTS.names)], POINTS)


def _containing(points: pd.DataFrame, villages: pd.DataFrame) -> pd.Series:
    shapes = villages["geometry"].to_numpy(dtype=object)
    positions = to_metres(shapely.points(points["lon"].to_numpy(), points["lat"].to_numpy()))
    point, village = shapely.STRtree(shapes).query(positions, predicate="intersects")
    found = pd.Series(villages["code"].to_numpy()[village], index=points.index[point], dtype="str")
    return found.groupby(level=0).min().reindex(points.index).astype("str")
