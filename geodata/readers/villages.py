"""Find and read the village polygons: one Parquet file a province, or the upstream SQL files.

Parquet is taken where it is there; else every `wilayah_boundaries_kel_*.sql` below the folder, which is the layout of
a clone of cahyadsn/wilayah_boundaries.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geodata.codes import is_code, is_within, level_of
from geodata.errors import SourceError
from geodata.readers.upstream_sql import read_sql_file

__all__ = ["VillageFiles", "Villages", "find_village_files", "read_villages"]

_SQL_NAME = re.compile(r"wilayah_boundaries_kel_(\d{2})(?:[._]\d{2})?\.sql")


@dataclass(frozen=True)
class VillageFiles:
    """The files that hold one province's villages."""

    province: str
    files: tuple[Path, ...]

    def digest(self) -> str:
        """SHA-256 over the contents, in the order of the names."""
        digest = hashlib.sha256()
        for path in self.files:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


@dataclass(frozen=True)
class Villages:
    """Village polygons of one province as published, in degrees.

    Parameters
    ----------
    table
        `code`, `name`, `mended_rings` (rings dropped for having under four points, or closed), by code.
    shapes
        Polygons in the order of the table.
    without_path
        Codes of rows that came without a polygon.
    """

    table: pd.DataFrame
    shapes: np.ndarray[tuple[int], np.dtype[np.object_]]
    without_path: tuple[str, ...]


def find_village_files(folder: Path) -> dict[str, VillageFiles]:
    """Files of each province found below `folder`, by province code.

    Raises
    ------
    SourceError
        If there is neither a Parquet file nor an upstream SQL file.
    """
    for place in (folder / "boundaries" / "villages", folder / "villages", folder):
        found = {path.stem: (path,) for path in sorted(place.glob("[0-9][0-9].parquet"))}
        if found:
            return {code: VillageFiles(code, files) for code, files in found.items()}
    by_province: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(folder.rglob("wilayah_boundaries_kel_*.sql"), key=lambda path: path.name):
        match = _SQL_NAME.fullmatch(path.name)
        if match:
            by_province[match.group(1)].append(path)
    if not by_province:
        msg = (
            f"No village polygons below {folder}: looked for boundaries/villages/PP.parquet and for "
            "wilayah_boundaries_kel_*.sql. Name the folder that holds them."
        )
        raise SourceError(msg)
    return {code: VillageFiles(code, tuple(by_province[code])) for code in sorted(by_province)}


def read_villages(files: VillageFiles, *, within: Iterable[str] = ()) -> Villages:
    """Read one province's villages.

    Parameters
    ----------
    files
        Where they are.
    within
        Only villages in these places; all by default.

    Raises
    ------
    SourceError
        With every fault of the files: broken rows, codes of another province, duplicates.
    """
    parts = [_read_sql(p) if p.suffix == ".sql" else _read_parquet(p) for p in files.files]
    table = pd.concat(parts, ignore_index=True).sort_values("code", ignore_index=True)
    _check(table, files)
    places = tuple(within)
    if places:
        keep = [any(is_within(code, place) for place in places) for code in table["code"]]
        table = table[keep].reset_index(drop=True)
    has_shape = table["geometry"].notna().to_numpy()
    shapes = table["geometry"].to_numpy(dtype=object)[has_shape]
    without = tuple(table.loc[~has_shape, "code"])
    kept = table.loc[has_shape, ["code", "name", "mended_rings"]].reset_index(drop=True)
    return Villages(kept, shapes, without)


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=["code", "name", "geometry"])
        shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
    except (OSError, KeyError, pa.ArrowException, shapely.errors.ShapelyError) as error:
        raise SourceError(f"The village file {path} cannot be read.", [str(error)]) from error
    frame: pd.DataFrame = table.select(["code", "name"]).to_pandas()
    frame["name"] = frame["name"].str.strip()
    frame["mended_rings"] = 0
    frame["geometry"] = pd.Series(shapes, dtype=object)
    return frame


def _read_sql(path: Path) -> pd.DataFrame:
    rows = read_sql_file(path)
    return pd.DataFrame(
        {
            "code": pd.Series([row.code for row in rows], dtype="str"),
            "name": pd.Series([row.name for row in rows], dtype="str"),
            "mended_rings": [row.dropped_rings + row.closed_rings for row in rows],
            "geometry": pd.Series([row.shape for row in rows], dtype=object),
        }
    )


def _check(table: pd.DataFrame, files: VillageFiles) -> None:
    codes = table["code"]
    faults = [
        f"{code!r} is no village code of province {files.province}"
        for code in codes
        if not (is_code(code) and level_of(code) == "village" and is_within(code, files.province))
    ]
    faults += [f"{code} occurs more than once" for code in codes[codes.duplicated()].unique()]
    present = table[table["geometry"].notna()]
    kinds = shapely.get_type_id(present["geometry"].to_numpy(dtype=object))
    faults += [f"{code} is no polygon" for code in present["code"][~np.isin(kinds, (3, 6))]]
    if faults:
        where = ", ".join(str(path) for path in files.files[:3])
        raise SourceError(f"The villages of province {files.province} ({where}) cannot be used.", faults)
