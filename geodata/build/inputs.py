"""Everything a build reads but the polygons: tables of the source folder and the registry, with their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geodata import catalogue
from geodata.codes import CODE_LENGTH, is_code, level_of
from geodata.errors import SourceError
from geodata.readers import tables
from geodata.readers.villages import VillageFiles, find_village_files
from geodata.schema import CATALOGUE, SOURCES, conform

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Inputs", "read_inputs"]


@dataclass(frozen=True)
class Inputs:
    """What the build reads.

    Parameters
    ----------
    only
        Places of a partial build; the methods `…_within` then leave out the rows of other places.
    digests
        SHA-256 of each input file by its path below its folder.
    """

    only: tuple[str, ...]
    village_files: Mapping[str, VillageFiles]
    codes: pd.DataFrame
    official_area: pd.Series
    bps: pd.DataFrame
    observations: pd.DataFrame
    fact_sources: pd.DataFrame
    points: pd.DataFrame
    ascn: pd.DataFrame
    catalogue: pd.DataFrame
    sources: pd.DataFrame
    pilots: pd.DataFrame
    digests: Mapping[str, str]

    @property
    def pilot_codes(self) -> tuple[str, ...]:
        """Codes of the pilots, in order."""
        return tuple(sorted(self.pilots["code"]))

    def observations_within(self, places: pd.DataFrame) -> pd.DataFrame:
        """Observations; in a partial build only those of its places."""
        return self._within(self.observations, places)

    def facts_within(self, places: pd.DataFrame) -> pd.DataFrame:
        """Facts' sources; in a partial build only those of its places."""
        return self._within(self.fact_sources, places)

    def codes_within(self, places: pd.DataFrame) -> pd.DataFrame:
        """The official list, villages of the whole country too; in a partial build only what lies in its regencies."""
        if not self.only:
            return self.codes
        regencies = set(places.loc[places["level"] == "regency", "code"])
        inside = self.codes["code"].str[: CODE_LENGTH["regency"]].isin(regencies)
        return self.codes[inside | self.codes["code"].isin(places["code"])].reset_index(drop=True)

    def pilots_within(self, places: pd.DataFrame) -> pd.DataFrame:
        """The pilots; in a partial build only those built."""
        return self._within(self.pilots, places)

    def _within(self, table: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
        # Only a partial build may leave rows out: otherwise a code without a place is a fault to be reported.
        if not self.only:
            return table
        return table[table["code"].isin(places["code"])].reset_index(drop=True)


def read_inputs(source: Path, *, boundaries: Path | None = None, only: tuple[str, ...] = ()) -> Inputs:
    """Read and check the tables; the polygons are only looked for.

    Parameters
    ----------
    source
        Folder with `boundaries/`, `indicators/` and `subdistrict/`.
    boundaries
        Folder with the village polygons, if not `source`.
    only
        Codes of provinces or regencies.

    Raises
    ------
    SourceError
        If a file is missing or broken.
    """
    if not source.is_dir():
        raise SourceError(f"The source folder {source} is not there.")
    wrong = [code for code in only if not (is_code(code) and level_of(code) in ("province", "regency"))]
    if wrong:
        raise SourceError("--only takes codes of provinces and regencies, such as 31 or 73.71.", wrong)
    if not (source / "boundaries" / "codes.parquet").is_file():
        msg = (
            f"{source} does not hold boundaries/codes.parquet, indicators/ and subdistrict/. If it is a clone of the "
            "boundary repository, name it with --boundaries and give the source folder as well."
        )
        raise SourceError(msg)
    files = find_village_files(boundaries if boundaries is not None else source)
    return Inputs(
        only=only,
        village_files=files,
        codes=tables.read_codes(source),
        official_area=tables.read_official_area(source),
        bps=tables.read_bps_codes(source),
        observations=tables.read_observations(source),
        fact_sources=tables.read_fact_sources(source),
        points=tables.read_points(source),
        ascn=tables.read_ascn(source),
        catalogue=conform(catalogue.load_indicators(), CATALOGUE),
        sources=conform(catalogue.load_sources(), SOURCES),
        pilots=catalogue.load_pilots(),
        digests=_digests(source, files, only),
    )


def _digests(source: Path, files: Mapping[str, VillageFiles], only: tuple[str, ...]) -> dict[str, str]:
    wanted = {code[:2] for code in only}
    found = {
        f"villages/{code}{item.files[0].suffix}": item.digest()
        for code, item in files.items()
        if not wanted or code in wanted
    }
    boundary_tables = ("codes.parquet", "official_area.csv", "bps_codes.csv")
    paths = [source / "boundaries" / name for name in boundary_tables]
    for name in tables.OBSERVATION_FOLDERS:
        paths += sorted((source / name).glob("*.csv"))
    for path in paths:
        found[path.relative_to(source).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    registry = sorted(catalogue.REGISTRY.glob("*.toml"))
    return found | {
        f"registry/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in registry
    }
