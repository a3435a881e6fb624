"""The table of places and the table of their quality."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely

from geodata.build.inputs import Inputs
from geodata.build.layers import Layers
from geodata.build.provinces import ProvinceVillages
from geodata.codes import CODE_LENGTH, Detail, Level, kind_of, parent_of
from geodata.crs import area_km2, to_degrees, to_metres
from geodata.errors import SourceError
from geodata.geometry import label_points
from geodata.schema import CODES, PLACES, QUALITY, conform

__all__ = ["MOVED_PCT", "build_codes", "build_places", "build_quality", "moved_villages"]

MOVED_PCT = 5.0
"""A village whose area changes by more than this in the cleaning is reported by name."""

# The shapes that labels are found in: fine enough to lie inside at every detail, and much faster than the full ones.
_LABEL_LAYERS: tuple[tuple[Level, Detail], ...] = (
    ("province", "district"),
    ("regency", "district"),
    ("district", "district"),
    ("village", "city"),
)


def build_places(
    districts: pd.DataFrame, villages: pd.DataFrame, layers: Layers, inputs: Inputs
) -> pd.DataFrame:
    """Table of every place that has a shape.

    Parameters
    ----------
    districts, villages
        Clean, unsimplified shapes in metres; villages of the pilots only.
    layers
        Layers in degrees, for the label points.
    inputs
        For official codes, names and areas, and the BPS codes.

    Raises
    ------
    SourceError
        If a shape has a code that is not on the official list.
    """
    area = _areas(districts, villages)
    names = inputs.codes.set_index("code")["name"]
    rows = []
    for level, detail in _LABEL_LAYERS:
        layer = layers.by_name.get((level, detail))
        if layer is None:
            continue
        unknown = sorted(set(layer.codes) - set(names.index))
        if unknown:
            raise SourceError(
                f"Shapes of level {level} with codes that are not on the official list.", unknown
            )
        points = shapely.get_coordinates(to_degrees(label_points(to_metres(layer.shapes))))
        rows.append(
            pd.DataFrame(
                {
                    "code": pd.Series(layer.codes, dtype="str"),
                    "level": level,
                    "label_x": points[:, 0],
                    "label_y": points[:, 1],
                }
            )
        )
    table = pd.concat(rows, ignore_index=True)
    table["name"] = table["code"].map(names)
    table["kind"] = [kind_of(code, name) for code, name in zip(table["code"], table["name"], strict=True)]
    table["parent"] = [parent_of(code) for code in table["code"]]
    table["area_km2"] = table["code"].map(area).round(6)
    table["official_area_km2"] = table["code"].map(inputs.official_area).astype("float64")
    table["bps_code"] = table["code"].map(inputs.bps.set_index("code")["bps_code"]).astype("str")
    table[["label_x", "label_y"]] = table[["label_x", "label_y"]].round(6)
    return conform(table[list(PLACES.names)], PLACES)


def _areas(districts: pd.DataFrame, villages: pd.DataFrame) -> pd.Series:
    """Area of every place in km2 by code; of regencies and provinces the sum of their districts."""
    area = pd.Series(area_km2(districts["geometry"].to_numpy(dtype=object)), index=districts["code"])
    own = pd.Series(area_km2(villages["geometry"].to_numpy(dtype=object)), index=villages["code"])
    above = [area.groupby(area.index.str[: CODE_LENGTH[level]]).sum() for level in ("province", "regency")]
    return pd.concat([*above, area, own])


def build_codes(codes: pd.DataFrame, bps: pd.DataFrame) -> pd.DataFrame:
    """Official codes and names, those of villages without a shape too, with the BPS codes that the bridge has."""
    table = codes[["code", "name", "level"]].merge(bps, on="code", how="left", validate="one_to_one")
    return conform(table, CODES)


def build_quality(
    places: pd.DataFrame, provinces: Mapping[str, ProvinceVillages], codes: pd.DataFrame
) -> pd.DataFrame:
    """One row a place: deviation from the official area, villages without polygon, repairs, change by cleaning.

    Parameters
    ----------
    places
        The table of places.
    provinces
        Cleaned villages, all of them.
    codes
        Official codes; a village on this list that has no shape counts as one without a polygon.
    """
    villages = _village_quality(provinces, codes)
    table = places[["code", "level", "area_km2", "official_area_km2"]].copy()
    table["deviation_pct"] = ((table["area_km2"] / table["official_area_km2"] - 1) * 100).round(4)
    sums = pd.concat([_summed(villages, level) for level in CODE_LENGTH])
    counts = ["villages", "villages_without_polygon", "repaired_polygons", "moved_villages"]
    table[[*counts, "raw_area_km2"]] = sums.reindex(table["code"])[[*counts, "raw_area_km2"]].to_numpy()
    change = (table["area_km2"] / table["raw_area_km2"] - 1) * 100
    table["cleaning_change_pct"] = change.replace([np.inf, -np.inf], np.nan).fillna(0.0).round(4)
    return conform(table[list(QUALITY.names)], QUALITY)


def _village_quality(provinces: Mapping[str, ProvinceVillages], codes: pd.DataFrame) -> pd.DataFrame:
    """Every official village of the provinces built, with its repairs; indexed by code."""
    shaped = pd.concat([item.table for item in provinces.values()]).set_index("code")
    official = codes.loc[codes["level"] == "village", "code"]
    official = official[official.str[:5].isin(set(shaped.index.str[:5]))]
    table = pd.DataFrame(index=pd.Index(sorted(set(official) | set(shaped.index)), name="code"))
    table["villages"] = 1
    table["villages_without_polygon"] = (~table.index.isin(shaped.index)).astype(int)
    table["repaired_polygons"] = shaped["repaired"].astype(int).reindex(table.index, fill_value=0)
    table["moved_villages"] = table.index.isin(moved_villages(provinces)["code"]).astype(int)
    table["raw_area_km2"] = shaped["raw_area_km2"].reindex(table.index, fill_value=0.0)
    return table


def _summed(villages: pd.DataFrame, level: Level) -> pd.DataFrame:
    return villages.groupby(villages.index.str[: CODE_LENGTH[level]]).sum()


def moved_villages(provinces: Mapping[str, ProvinceVillages]) -> pd.DataFrame:
    """Villages whose area changed by more than 5 percent in the cleaning: `code, name, raw_area_km2, area_km2, change_pct`."""
    table = pd.concat([item.table for item in provinces.values()], ignore_index=True)
    change = (table["area_km2"] / table["raw_area_km2"] - 1) * 100
    found = table.assign(change_pct=change.round(2))[change.abs() > MOVED_PCT]
    return found[["code", "name", "raw_area_km2", "area_km2", "change_pct"]].reset_index(drop=True)
