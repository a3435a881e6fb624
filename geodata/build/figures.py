"""Observations, facts and the ASCN list: joined to their sources, one value a key, derived figures added."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from geodata.build.frames import records
from geodata.codes import CODE_LENGTH
from geodata.errors import SourceError
from geodata.schema import ASCN, FACTS, OBSERVATIONS, conform

__all__ = [
    "attach_sources",
    "build_ascn",
    "build_facts",
    "build_observations",
    "choose",
    "densities",
    "left_out",
    "polygon_areas",
    "source_index",
    "village_counts",
    "without_left_out",
]

KEY = ["code", "year", "indicator"]
AREA_SOURCE = "boundary_area_computed"
DENSITY_SOURCE = "derived_density"
POLYGON_YEAR = 2025
"""Year of the decree whose boundaries the polygons follow."""
DENSITY_YEAR = 2024
CODES_SOURCE = "codes_counted"
_KELURAHAN = "1"
"""First of the last four digits of a kelurahan's code; 2 is a desa, 3 a customary one."""
FACTS_FILE = "indicators/pilot_facts.csv"
ASCN_FILE = "subdistrict/ascn.csv"


def source_index(sources: pd.DataFrame) -> pd.Series:
    """Source id by file and indicator.

    Raises
    ------
    SourceError
        If two records claim the same pair.
    """
    table = sources[["source", "file", "indicators"]].explode("indicators").dropna(subset=["indicators"])
    table = table[table["file"] != ""]
    double = table[table.duplicated(["file", "indicators"], keep=False)]
    if len(double):
        faults = [f"{row.file}, {row.indicators}: {row.source}" for row in records(double)]
        raise SourceError("geodata/registry/sources.toml names two sources for a file and indicator.", faults)
    return table.set_index(["file", "indicators"])["source"]


def attach_sources(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Add the column `source` to observations that carry their file.

    Raises
    ------
    SourceError
        Naming every pair of file and indicator without a source record: a figure without a source does not load.
    """
    pairs = pd.MultiIndex.from_frame(observations[["file", "indicator"]])
    index = source_index(sources)
    found = index.reindex(pairs)
    missing = observations.loc[found.isna().to_numpy(), ["file", "indicator"]].drop_duplicates()
    if len(missing):
        faults = [f"{row.indicator} in {row.file}" for row in records(missing)]
        raise SourceError(
            "Figures without a source record; add them to geodata/registry/sources.toml.", faults
        )
    return observations.assign(source=found.to_numpy()).astype({"source": "str"})


def left_out(sources: pd.DataFrame) -> pd.DataFrame:
    """Rows of the inputs that the registry does not trust: `code, year, indicator, source, text_en`."""
    listed = [
        (row["code"], row["year"], row["indicator"], source, row["text_en"])
        for source, text in zip(sources["source"], sources["leave_out"], strict=True)
        for row in json.loads(text)
    ]
    table = pd.DataFrame(listed, columns=[*KEY, "source", "text_en"])
    return table.astype(
        {"code": "str", "year": "int16", "indicator": "str", "source": "str", "text_en": "str"}
    )


def without_left_out(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Observations (with their source) less the rows of `left_out`."""
    key = [*KEY, "source"]
    unwanted = pd.MultiIndex.from_frame(left_out(sources)[key])
    return observations[~pd.MultiIndex.from_frame(observations[key]).isin(unwanted)]


def choose(observations: pd.DataFrame, prefer: pd.Series) -> pd.DataFrame:
    """Keep one value for each code, year and indicator: that of the source the catalogue prefers.

    Parameters
    ----------
    observations
        With `code, year, indicator, value, source`.
    prefer
        List of source ids by indicator, best first; an indicator may be absent.

    Raises
    ------
    SourceError
        Naming every key that has two values of the same source, or of sources the catalogue does not rank.
    """
    double = observations.duplicated(KEY, keep=False)
    if not double.any():
        return observations
    rivals = observations[double]
    ranks = [_rank(prefer.get(row.indicator), row.source) for row in records(rivals)]
    rank = pd.Series(ranks, index=rivals.index, dtype="float64")
    tied = rank.isna() | rivals.assign(rank=rank).duplicated([*KEY, "rank"], keep=False)
    if tied.any():
        ties = rivals[tied].sort_values(KEY)
        faults = [f"{r.code} {r.year} {r.indicator} = {r.value:g} ({r.source})" for r in records(ties)]
        msg = (
            "Several values for one place, year and indicator, and the catalogue (`prefer`) does not choose."
        )
        raise SourceError(msg, faults)
    best = rivals.assign(rank=rank).sort_values([*KEY, "rank"]).drop_duplicates(KEY).index
    return observations[~double | observations.index.isin(best)]


def _rank(order: list[str] | None, source: str) -> float:
    return float(order.index(source)) if order is not None and source in order else np.nan


def build_observations(
    read: pd.DataFrame,
    places: pd.DataFrame,
    catalogue: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The table of observations.

    Parameters
    ----------
    read
        What the files hold: `code, year, indicator, value, file`.
    places
        The table of places.
    catalogue, sources
        The registry.
    codes
        The official list (`code, level`), whose villages are counted; None leaves the counts out.

    Raises
    ------
    SourceError
        With all figures without a place, a catalogue record, a source, or a single value.
    """
    faults = [f"{code} is no known place" for code in sorted(set(read["code"]) - set(places["code"]))]
    faults += [
        f"{name} has no record in the catalogue"
        for name in sorted(set(read["indicator"]) - set(catalogue["indicator"]))
    ]
    if faults:
        raise SourceError("Figures that cannot be placed.", faults)
    prefer = catalogue.set_index("indicator")["prefer"].map(list)
    table = without_left_out(attach_sources(read, sources), sources)[[*KEY, "value", "source"]]
    derived = [polygon_areas(places), densities(table)]
    if codes is not None:
        derived.append(village_counts(codes, places))
    table = pd.concat([table, *derived], ignore_index=True)
    chosen = choose(table, prefer[prefer.map(len) > 0])
    return conform(chosen.sort_values(["indicator", "code", "year"]), OBSERVATIONS)


def polygon_areas(places: pd.DataFrame) -> pd.DataFrame:
    """Area of every place's polygon as an observation (`area_km2_polygon`, km2 to 0.0001)."""
    return pd.DataFrame(
        {
            "code": places["code"],
            "year": np.int16(POLYGON_YEAR),
            "indicator": "area_km2_polygon",
            "value": places["area_km2"].round(4),
            "source": AREA_SOURCE,
        }
    )


def densities(observations: pd.DataFrame) -> pd.DataFrame:
    """Registered residents per km2 of official area, of provinces and regencies in 2024.

    Formula: `population_registered / area_km2`, both of the same decree; rounded to 0.0001.
    """
    low = observations["code"].str.len() <= 5
    year = observations[low & (observations["year"] == DENSITY_YEAR)]
    people, area = (
        year[year["indicator"] == name].set_index("code")["value"]
        for name in ("population_registered", "area_km2")
    )
    density = (people / area).dropna().round(4).sort_index()
    return pd.DataFrame(
        {
            "code": density.index.astype("str"),
            "year": np.int16(DENSITY_YEAR),
            "indicator": "population_density_km2",
            "value": density.to_numpy(),
            "source": DENSITY_SOURCE,
        }
    )


def village_counts(codes: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Villages on the official list, and the share of kelurahan among them, of every place above them.

    `village_count` counts desa, customary desa and kelurahan; `kelurahan_share_pct` is 100 kelurahan / villages, rounded to
    0.0001. A place without a village on the list gets neither.
    """
    villages = codes.loc[codes["level"] == "village", "code"].astype("str")
    urban = villages.str.rsplit(".", n=1).str[-1].str[:1] == _KELURAHAN
    known = set(places["code"])
    parts = []
    for level in ("province", "regency", "district"):
        group = urban.groupby(villages.str[: CODE_LENGTH[level]].rename("code"))
        parts += [
            group.size().astype("float64").rename("value").reset_index().assign(indicator="village_count"),
            (group.mean() * 100)
            .round(4)
            .rename("value")
            .reset_index()
            .assign(indicator="kelurahan_share_pct"),
        ]
    table = pd.concat(parts, ignore_index=True)
    table = table[table["code"].isin(known)].reset_index(drop=True)
    return table.assign(year=np.int16(POLYGON_YEAR), source=CODES_SOURCE)[[*KEY, "value", "source"]]


def build_facts(read: pd.DataFrame, listed: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Single facts with the page each was read from.

    Parameters
    ----------
    read
        All observations with their file; only those of the facts' file are used.
    listed
        The facts' own source list.

    Raises
    ------
    SourceError
        Naming every fact without a page, every page without a fact, and values that differ.
    """
    facts = read[read["file"] == FACTS_FILE]
    both = facts.merge(listed, on=KEY, how="outer", suffixes=("", "_listed"), indicator=True)
    left, right = both["_merge"] == "left_only", both["_merge"] == "right_only"
    differ = (both["_merge"] == "both") & (both["value"] != both["value_listed"])
    faults = [f"{r.code} {r.year} {r.indicator}: no source" for r in records(both[left])]
    faults += [f"{r.code} {r.year} {r.indicator}: a source, but no fact" for r in records(both[right])]
    faults += [
        f"{r.code} {r.year} {r.indicator}: {r.value} or {r.value_listed}" for r in records(both[differ])
    ]
    faults += [" ".join(map(str, key)) + ": twice" for key in both.loc[both.duplicated(KEY), KEY].to_numpy()]
    if faults:
        raise SourceError("pilot_facts.csv and pilot_facts_sources.csv do not fit each other.", faults)
    both["source"] = _source_of_file(sources, FACTS_FILE)
    both = both.sort_values(["code", "indicator", "year"])
    return conform(both[list(FACTS.names)], FACTS)


def build_ascn(read: pd.DataFrame, pilots: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """The ASCN list with the place code of each Indonesian member that is a pilot."""
    table = read.copy()
    table["code"] = pd.Series([_pilot_code(r.city, r.country, pilots) for r in records(read)], dtype="str")
    table["source"] = _source_of_file(sources, ASCN_FILE)
    return conform(table.sort_values(["country", "city"])[list(ASCN.names)], ASCN)


def _pilot_code(city: str, country: str, pilots: pd.DataFrame) -> str | None:
    if country != "Indonesia":
        return None
    # The list says "DKI Jakarta", the registry "Jakarta".
    words = city.split()
    found = [row.code for row in records(pilots) if row.short_en in words]
    return found[0] if len(found) == 1 else None


def _source_of_file(sources: pd.DataFrame, file: str) -> str:
    found = sources.loc[sources["file"] == file, "source"].tolist()
    if len(found) != 1:
        msg = f"geodata/registry/sources.toml must have one record for {file}."
        raise SourceError(msg, [f"found {len(found)}"])
    return str(found[0])
