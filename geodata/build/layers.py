"""From clean villages to the layers of the store: the country's districts as one coverage, then three details.

Provinces were cleaned one by one, so their borders may still overlap or leave slivers between them. A second
cleaning over all districts of the country mends that; regencies and provinces are unions of its result. At each
detail only the finest level is simplified and rounded, and the levels above are unions of what came out, so that they
nest exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from geodata.build import cache
from geodata.build.progress import Progress
from geodata.build.provinces import ProvinceVillages
from geodata.codes import CODE_LENGTH, Detail, Level
from geodata.crs import Geometries, to_degrees
from geodata.errors import SourceError
from geodata.geometry import GAP_WIDTH_M, clean, deviation, dissolve, is_coverage, round_coverage, simplify

__all__ = ["TOLERANCE_M", "Layer", "Layers", "build_layers", "clean_districts", "pilot_villages"]

# Square root of the area of the triangles that go. Measured on the data: 95 percent of the pilots' villages stay
# within 10 m, of all districts within 150 m, of all regencies within 500 m of their outline (QUALITY.md).
TOLERANCE_M: dict[Detail, float] = {"city": 12.0, "district": 150.0, "national": 500.0}

# The distance from the full outline is measured on every shape, or on every n-th to save a minute.
SAMPLE: dict[Detail, int] = {"city": 1, "district": 5, "national": 5}


@dataclass(frozen=True)
class Layer:
    """Places of one level at one detail: sorted codes and their shapes in degrees."""

    codes: tuple[str, ...]
    shapes: Geometries


@dataclass(frozen=True)
class Layers:
    """Every layer of the store, and how it was made.

    Parameters
    ----------
    by_name
        Layer by level and detail.
    grid
        Rounding step in degrees of each detail; 0 where rounding was not possible.
    deviation_m
        Distance of shapes of the simplified level from their full outlines, by detail (a sample; see `SAMPLE`).
    """

    by_name: Mapping[tuple[Level, Detail], Layer]
    grid: Mapping[Detail, float]
    deviation_m: Mapping[Detail, np.ndarray[tuple[int], np.dtype[np.float64]]]


def clean_districts(
    provinces: Mapping[str, ProvinceVillages], *, folder: Path, progress: Progress
) -> pd.DataFrame:
    """Districts of all provinces as one valid coverage in metres: `code, geometry`, by code.

    Parameters
    ----------
    provinces
        Cleaned villages by province.
    folder
        The cache.
    """
    key = cache.cache_key(
        "districts", inputs=[item.key for item in provinces.values()], gap_width=GAP_WIDTH_M
    )
    entry = cache.load(folder, key)
    if entry is not None:
        progress.step("Cleaning the districts of the country: from the cache")
        return entry[0]
    progress.step("Dissolving villages into districts")
    codes: list[str] = []
    shapes: list[Geometries] = []
    for item in provinces.values():
        names, unions = item.districts()
        codes += names
        shapes.append(unions)
    progress.step(f"Cleaning the districts of the country: {len(codes)}")
    cleaned = clean(np.concatenate(shapes))
    if not is_coverage(cleaned):
        raise SourceError("The districts of the country did not become a valid coverage.", ["coverage_clean"])
    table = pd.DataFrame(
        {"code": pd.Series(codes, dtype="str"), "geometry": pd.Series(cleaned, dtype=object)}
    )
    cache.save(folder, key, table)
    return table


def pilot_villages(provinces: Mapping[str, ProvinceVillages], pilots: tuple[str, ...]) -> pd.DataFrame:
    """Cleaned villages of the pilots: the columns of `ProvinceVillages.table`, by code."""
    parts = []
    for pilot in sorted(pilots):
        item = provinces.get(pilot[:2])
        if item is not None:
            codes = item.table["code"]
            parts.append(item.table[codes.str.startswith(f"{pilot}.")])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"code": [], "geometry": []})


def build_layers(
    districts: pd.DataFrame,
    villages: pd.DataFrame,
    *,
    whole: frozenset[str],
    pilots: tuple[str, ...],
    progress: Progress,
) -> Layers:
    """Simplify, round and dissolve the three details.

    Parameters
    ----------
    districts
        Clean districts in metres: `code, geometry`.
    villages
        Clean villages of the pilots in metres: `code, geometry`.
    whole
        Provinces that are complete in `districts`; the others get no shape.
    pilots
        Codes of the pilots; at city detail only a province that is a pilot itself gets a shape.
    """
    shapes = districts["geometry"].to_numpy(dtype=object)
    regency_codes, regencies = dissolve(shapes, districts["code"].str[:5])
    by_name: dict[tuple[Level, Detail], Layer] = {}
    grid: dict[Detail, float] = {}
    deviations: dict[Detail, np.ndarray[tuple[int], np.dtype[np.float64]]] = {}
    finest: list[tuple[Detail, Level, list[str], Geometries]] = [
        ("city", "village", villages["code"].tolist(), villages["geometry"].to_numpy(dtype=object)),
        ("district", "district", districts["code"].tolist(), shapes),
        ("national", "regency", regency_codes, regencies),
    ]
    for detail, level, codes, full in finest:
        if not codes:
            continue
        progress.step(f"Detail {detail}: simplifying {len(codes)} shapes to {TOLERANCE_M[detail]:g} m")
        simplified = simplify(full, tolerance=TOLERANCE_M[detail])
        sample = slice(None, None, SAMPLE[detail])
        deviations[detail] = deviation(full[sample], simplified[sample])
        rounded, grid[detail] = round_coverage(to_degrees(simplified))
        complete = whole & frozenset(pilots) if detail == "city" else whole
        by_name |= _levels(detail, level, codes, rounded, complete)
    return Layers(by_name, grid, deviations)


def _levels(
    detail: Detail, finest: Level, codes: list[str], shapes: Geometries, whole: frozenset[str]
) -> dict[tuple[Level, Detail], Layer]:
    """The simplified layer and, by dissolving it step by step, the levels above."""
    out: dict[tuple[Level, Detail], Layer] = {(finest, detail): Layer(tuple(codes), shapes)}
    order: tuple[Level, ...] = ("village", "district", "regency", "province")
    for level in order[order.index(finest) + 1 :]:
        keys = pd.Series(codes, dtype="str").str[: CODE_LENGTH[level]]
        if level == "province":
            keep = keys.isin(whole).to_numpy()
            keys, shapes = keys[keep], shapes[keep]
        if len(keys):
            codes, shapes = dissolve(shapes, keys)
            out[(level, detail)] = Layer(tuple(codes), shapes)
    return out
