"""What a finished store must keep; the build ends with all faults named rather than with a worse store."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd
import shapely

from geodata.build.frames import records
from geodata.build.layers import Layer, Layers
from geodata.codes import LEVELS, Detail, Level
from geodata.details import LAYERS
from geodata.errors import AtlasError, SourceError
from geodata.geometry import dissolve, is_coverage
from geodata.store import Store

__all__ = [
    "NESTING_LIMIT",
    "check_build",
    "coverage_faults",
    "fewer_faults",
    "nested_pairs",
    "nesting_error",
    "place_faults",
]

NESTING_LIMIT = 1e-6


def check_build(faults: list[str]) -> None:
    """Raise if there is any fault."""
    if faults:
        msg = "The build would give a worse store, so nothing was written. Mend the sources and build again."
        raise SourceError(msg, faults)


def place_faults(
    places: pd.DataFrame, codes: pd.DataFrame, *, pilots: tuple[str, ...], only: tuple[str, ...]
) -> list[str]:
    """Places on the official list that the store lacks: all provinces, regencies, districts and pilot villages.

    Parameters
    ----------
    places
        The table of places.
    codes
        Official codes: `code, name, level`.
    pilots
        Codes of the pilots.
    only
        What a partial build was limited to; then only places inside are asked for.
    """
    wanted = codes[codes["level"] != "village"]
    villages = codes[(codes["level"] == "village") & _inside(codes["code"], pilots)]
    wanted = pd.concat([wanted, villages])
    if only:
        wanted = wanted[_inside(wanted["code"], only)]
    missing = wanted[~wanted["code"].isin(places["code"])]
    faults = [f"{row.level} {row.code} {row.name} has no shape" for row in records(missing)]
    empty = places[~(places["area_km2"] > 0)]
    return faults + [f"{row.level} {row.code} has an empty shape" for row in records(empty)]


def _inside(codes: pd.Series, places: tuple[str, ...]) -> pd.Series:
    inside = pd.Series(False, index=codes.index)
    for place in places:
        inside |= (codes == place) | codes.str.startswith(f"{place}.")
    return inside


def coverage_faults(layers: Layers) -> list[str]:
    """Layers that are no valid coverage, and parents that are not the union of their children."""
    broken = [name for name, layer in layers.by_name.items() if not is_coverage(layer.shapes)]
    faults = [f"layer {level} at detail {detail} is no valid coverage" for level, detail in broken]
    for parent, child, detail in nested_pairs(layers.by_name):
        if (child, detail) in broken:
            # Unions of what overlaps mean nothing.
            continue
        error = nesting_error(layers.by_name[parent, detail], layers.by_name[child, detail])
        if error > NESTING_LIMIT:
            faults.append(f"{child} does not add up to {parent} at detail {detail}: {error:.1e} of the area")
    return faults


def nested_pairs(layers: Mapping[tuple[Level, Detail], object]) -> list[tuple[Level, Level, Detail]]:
    """Pairs of a level and the one below it that are both there at one detail."""
    pairs = []
    for detail, levels in LAYERS.items():
        for parent, child in pairwise(levels):
            if (parent, detail) in layers and (child, detail) in layers:
                pairs.append((parent, child, detail))
    return pairs


def nesting_error(parents: Layer, children: Layer) -> float:
    """Largest share of a parent's area in which it differs from the union of its children."""
    length = len(parents.codes[0])
    keys = pd.Series(children.codes, dtype="str").str[:length]
    keep = keys.isin(parents.codes).to_numpy()
    codes, unions = dissolve(children.shapes[keep], keys[keep])
    if codes != list(parents.codes):
        return float("inf")
    differ = shapely.area(shapely.symmetric_difference(parents.shapes, unions))
    return float(np.max(differ / shapely.area(parents.shapes)))


def fewer_faults(places: pd.DataFrame, observations: pd.DataFrame, old: Store | None) -> list[str]:
    """Levels with fewer places than the store that is in place, and indicators it has that are gone."""
    if old is None:
        return []
    try:
        before, values = old.place_table(), old.values()
    except AtlasError:
        # A damaged store holds nothing worth comparing with.
        return []
    faults = []
    for level in LEVELS:
        had, has = int((before["level"] == level).sum()), int((places["level"] == level).sum())
        if has < had:
            faults.append(f"{has} places of level {level}, the store in place has {had}")
    gone = sorted(set(values["indicator"]) - set(observations["indicator"]))
    faults += [f"indicator {name} of the store in place has no value any more" for name in gone]
    return faults
