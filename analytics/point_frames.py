"""Frames of points as arrays: coordinates, categories and values, with every fault named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from analytics.area_index import crs_faults

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["Chunk", "as_chunk", "frame_faults"]


@dataclass(frozen=True)
class Chunk:
    """Some points.

    Attributes
    ----------
    lon, lat
        ``(N,)`` degrees, NaN where missing.
    category
        ``(N,)`` positions in `categories`.
    categories
        Texts, each once; "" for missing and blank ones.
    value
        ``(N,)`` floats, NaN where missing; None where no value was asked for.
    """

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    category: npt.NDArray[np.int64]
    categories: Sequence[str]
    value: npt.NDArray[np.float64] | None


def frame_faults(frame: Any, *, by: str | None, value: str | None) -> list[str]:
    """Everything that keeps a frame from being read as points, a sentence each; empty where it can be read."""
    from geopandas import GeoDataFrame

    if not isinstance(frame, pd.DataFrame):
        return [f"`points` must be a DataFrame or give DataFrames, a {type(frame).__name__} came."]
    is_geo = isinstance(frame, GeoDataFrame) and frame.active_geometry_name is not None
    coordinates = [] if is_geo else ["lon", "lat"]
    wanted = [*coordinates, *filter(None, [by, value])]
    faults = [
        f"`points` must have the column {name}{_hint(frame, name)}"
        for name in wanted
        if name not in frame.columns
    ]
    faults += [
        f"`points` has the column {name} more than once; rename one."
        for name in wanted
        if name in frame.columns and isinstance(frame[name], pd.DataFrame)
    ]
    if faults:
        return faults
    faults = _geometry_faults(frame) if is_geo else []
    return faults + [fault for name in [*coordinates, value] if name for fault in _number_faults(frame[name])]


def as_chunk(frame: pd.DataFrame, *, by: str | None, value: str | None) -> Chunk:
    """Read a frame without faults."""
    from geopandas import GeoDataFrame

    if isinstance(frame, GeoDataFrame) and frame.active_geometry_name is not None:
        shapes = frame.geometry.to_numpy()
        lon, lat = shapely.get_x(shapes), shapely.get_y(shapes)  # NaN for a missing or empty point
    else:
        lon, lat = _floats(frame["lon"]), _floats(frame["lat"])
    category, categories = (
        _categories(frame[by]) if by is not None else (np.zeros(len(frame), np.int64), [""])
    )
    return Chunk(lon, lat, category, categories, None if value is None else _floats(frame[value]))


def _hint(frame: pd.DataFrame, name: str) -> str:
    there = ", ".join(map(str, frame.columns[:12])) or "none"
    rest = f", … ({len(frame.columns)} in all)" if len(frame.columns) > 12 else ""
    remedy = "rename yours to lon and lat" if name in ("lon", "lat") else "name one of these"
    return f", it has {there}{rest}; {remedy}."


def _geometry_faults(frame: Any) -> list[str]:
    shapes = frame.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    other = ~shapely.is_missing(shapes) & (kinds != shapely.GeometryType.POINT)
    faults = crs_faults(frame, "points")
    if other.any():
        first = shapes[int(other.argmax())].geom_type
        faults.append(
            f"`points` must be points, {int(other.sum())} are not (first: {first}); "
            "use explode() for multipoints and representative_point() for areas."
        )
    return faults


def _number_faults(column: pd.Series[Any]) -> list[str]:
    if _is_numeric(column):
        return []
    blank = column.isna() | (column.astype("str").str.strip() == "")
    wrong = column[~blank & pd.to_numeric(column, errors="coerce").isna()]
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        wrong = column[~blank]  # pandas would take the nanoseconds of a date for its number
    if wrong.empty:
        return []
    msg = (
        f"The column {column.name} of `points` must be numbers, {len(wrong)} cells are not "
        f"(first: {str(wrong.iloc[0])[:40]!r}); write decimals with a point and leave missing cells empty."
    )
    return [msg]


def _is_numeric(column: pd.Series[Any]) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column.dtype))


def _floats(column: pd.Series[Any]) -> npt.NDArray[np.float64]:
    numeric = column if _is_numeric(column) else pd.to_numeric(column, errors="coerce")
    return numeric.to_numpy(dtype=np.float64, na_value=np.nan)


def _categories(column: pd.Series[Any]) -> tuple[npt.NDArray[np.int64], list[str]]:
    """Positions and texts; several raw values may be one text (1 and 1.0, missing and blank)."""
    raw, found = pd.factorize(column, use_na_sentinel=True)
    positions: dict[str, int] = {}
    codes = [positions.setdefault(_text(one), len(positions)) for one in found]
    if (raw < 0).any():
        codes.append(positions.setdefault("", len(positions)))  # the last code is that of position -1
    return np.array(codes, np.int64)[raw], list(positions)


def _text(category: Any) -> str:
    if isinstance(category, float | np.floating) and float(category).is_integer():
        return str(int(category))
    return str(category).strip()
