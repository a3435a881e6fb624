"""What may be wrong with a table of areas before anybody asks who is next to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

_OFFICIAL = re.compile(r"\d\d(\.\d+)+")
_SHOWN = 3


def codes_of(areas: gpd.GeoDataFrame) -> pd.Series[str]:
    """Codes of the areas: the column ``code``, else the index."""
    if "code" in areas.columns:
        return pd.Series(areas["code"], index=areas.index)
    return pd.Series(areas.index, index=areas.index)


def area_faults(areas: gpd.GeoDataFrame, within: str | None) -> list[str]:
    """Every fault of a table of areas as one short text; none where it can be used.

    Parameters
    ----------
    areas, within
        As in `analytics.spatial.contiguity`.
    """
    if not hasattr(areas, "geometry"):
        return [f"`areas` must be a GeoDataFrame, it is {type(areas).__name__}; take it from `store.places`"]
    if not len(areas):
        return ["`areas` must hold at least one area, it is empty; see which level the city has"]
    return [*_code_faults(codes_of(areas)), *_city_faults(codes_of(areas), within), *_shape_faults(areas)]


def _code_faults(codes: pd.Series[str]) -> list[str]:
    faults = []
    if codes.isna().any():
        faults.append(
            f"`areas` must have a code each, {int(codes.isna().sum())} have none; name or drop them"
        )
    twice = codes[codes.duplicated() & codes.notna()]
    if len(twice):
        faults.append(
            f"`areas` must hold each area once, {_some(twice)} came again; dissolve its parts into one row"
        )
    return faults


def _city_faults(codes: pd.Series[str], within: str | None) -> list[str]:
    known = codes.dropna().astype(str)
    if within is not None:
        outside = known[~known.str.startswith(f"{within}.")]
        if len(outside):
            return [f"`areas` must lie within {within}, {_some(outside)} does not; take one city at a time"]
        return []
    provinces = sorted(set(known.str[:2]))
    if known.map(lambda code: bool(_OFFICIAL.fullmatch(code))).all() and len(provinces) > 1:
        shown = ", ".join(provinces[: _SHOWN + 1])
        return [f"`areas` must be of one city, they lie in the provinces {shown}; take one city at a time"]
    return []


def _shape_faults(areas: gpd.GeoDataFrame) -> list[str]:
    shapes, codes = areas.geometry, codes_of(areas)
    empty = shapes.isna() | shapes.is_empty
    faults = []
    if empty.any():
        faults.append(f"`areas` must have a shape each, {_some(codes[empty])} has none; leave it out")
    other = ~empty & ~shapes.geom_type.isin(["Polygon", "MultiPolygon"])
    if other.any():
        faults.append(f"`areas` must be polygons, {_some(codes[other])} is {shapes[other].geom_type.iloc[0]}")
    endless = ~empty & ~np.isfinite(shapes.bounds.to_numpy(dtype="float64")).all(axis=1)
    if endless.any():
        faults.append(
            f"`areas` must have finite coordinates, {_some(codes[endless])} has not; repair its shape"
        )
    return faults


def _some(codes: pd.Series[str]) -> str:
    names = [str(code) for code in codes]
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
