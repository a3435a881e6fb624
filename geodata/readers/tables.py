"""Read the tables of the source folder: codes, areas, observations, facts, points and the ASCN list.

Codes are read as text, numbers as numbers, and every fault of a file is reported at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geodata.codes import is_code, level_of
from geodata.errors import SourceError

__all__ = [
    "OBSERVATION_FOLDERS",
    "read_ascn",
    "read_bps_codes",
    "read_codes",
    "read_csv",
    "read_fact_sources",
    "read_observations",
    "read_official_area",
    "read_points",
]

OBSERVATION_FOLDERS = ("indicators", "subdistrict")
_KEY = ["code", "year", "indicator"]
# Tables in the two folders that hold no observations.
_OTHER = {"indicators.csv", "pilot_facts_sources.csv", "ascn.csv"}
_FOCUS_NOTE = "(the helper's reading, not stated by the source)"


def read_csv(
    path: Path,
    *,
    columns: Sequence[str],
    numbers: Mapping[str, str] | None = None,
    optional: Sequence[str] = (),
) -> pd.DataFrame:
    """Read a CSV file with fixed columns.

    Parameters
    ----------
    path
        The file, UTF-8.
    columns
        Columns it must have, in this order.
    numbers
        Type of each column that is a number; the others are text.
    optional
        Columns that may be empty.

    Raises
    ------
    SourceError
        With every fault: missing file or columns, cells that are no number, empty cells.
    """
    try:
        raw = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SourceError(f"The table {path} cannot be read.", [str(error)]) from error
    if list(raw.columns) != list(columns):
        faults = [f"columns must be {', '.join(columns)}; they are {', '.join(raw.columns)}"]
        raise SourceError(f"The table {path} is not laid out as expected.", faults)
    faults = []
    out = {}
    for name in columns:
        text = raw[name].str.strip()
        empty = text == ""
        if empty.any() and name not in optional:
            faults.append(f"column {name}: {int(empty.sum())} empty cells, first in line {_line(empty)}")
        if name in (numbers or {}):
            out[name] = _numbers(text, name, (numbers or {})[name], faults)
        else:
            out[name] = text.mask(empty)
    if faults:
        raise SourceError(f"The table {path} has cells that cannot be used.", faults)
    return pd.DataFrame(out)


def _numbers(text: pd.Series, name: str, dtype: Any, faults: list[str]) -> pd.Series:
    values: pd.Series = pd.to_numeric(text.mask(text == ""), errors="coerce")
    broken = (text != "") & ~np.isfinite(values.fillna(np.nan))
    if broken.any():
        cell = text[broken].iloc[0]
        faults.append(
            f"column {name}: {int(broken.sum())} cells are no number, first {cell!r} in line {_line(broken)}"
        )
        return values
    if str(dtype).startswith("int") and (values.isna() | (values != values.round())).any():
        faults.append(f"column {name}: must be whole numbers")
        return values
    typed: pd.Series = values.astype(dtype)
    return typed


def _line(mask: pd.Series) -> int:
    # Two: the header is line 1 and lines count from 1.
    return int(np.flatnonzero(mask)[0]) + 2


def read_codes(folder: Path) -> pd.DataFrame:
    """Official codes and names of all levels: `code, name, level`, by level and code."""
    path = folder / "boundaries" / "codes.parquet"
    try:
        table = pd.read_parquet(path, columns=["code", "name"])
    except (OSError, ValueError) as error:
        raise SourceError(f"The list of official codes {path} cannot be read.", [str(error)]) from error
    faults = [f"{code!r} is no place code" for code in table["code"] if not is_code(code)]
    faults += [f"{code} occurs more than once" for code in table["code"][table["code"].duplicated()]]
    if faults:
        raise SourceError(f"The list of official codes {path} cannot be used.", faults)
    out = pd.DataFrame({"code": table["code"].astype("str"), "name": table["name"].astype("str").str.strip()})
    out["level"] = pd.Series([level_of(code) for code in out["code"]], dtype="str")
    order = out["code"].str.len().to_numpy() * 1_000_000 + out["code"].rank().to_numpy()
    return out.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)


def read_official_area(folder: Path) -> pd.Series:
    """Official area in km2 of provinces and regencies, by code."""
    path = folder / "boundaries" / "official_area.csv"
    table = read_csv(path, columns=["code", "name", "area_km2"], numbers={"area_km2": "float64"})
    double = table["code"][table["code"].duplicated()].tolist()
    if double:
        raise SourceError(f"The table {path} gives a code more than one area.", double)
    return table.set_index("code")["area_km2"]


def read_bps_codes(folder: Path) -> pd.DataFrame:
    """Bridge to BPS codes: `code, bps_code, bps_name`, one row a code."""
    path = folder / "boundaries" / "bps_codes.csv"
    table = read_csv(path, columns=["level", "bps_code", "bps_name", "code", "name"])
    double = table["code"][table["code"].duplicated()].tolist()
    if double:
        raise SourceError(f"The bridge {path} gives a code more than one BPS code.", double)
    return table[["code", "bps_code", "bps_name"]]


def read_observations(folder: Path) -> pd.DataFrame:
    """Every observation of the source folder: `code, year, indicator, value, file`; `file` is its path below the folder.

    Raises
    ------
    SourceError
        With the faults of every file, and every (code, year, indicator) that occurs more than once.
    """
    parts, faults = [], []
    for name in OBSERVATION_FOLDERS:
        for path in sorted((folder / name).glob("*.csv")):
            if path.name in _OTHER or path.name.startswith("points_"):
                continue
            try:
                part = read_csv(path, columns=[*_KEY, "value"], numbers={"year": "int16", "value": "float64"})
            except SourceError as error:
                faults += [f"{path.name}: {fault}" for fault in error.faults]
            else:
                parts.append(part.assign(file=f"{name}/{path.name}"))
    if not parts and not faults:
        faults.append(f"no table in {folder / OBSERVATION_FOLDERS[0]} or {folder / OBSERVATION_FOLDERS[1]}")
    if faults:
        raise SourceError(f"The observations below {folder} cannot be used.", faults)
    return pd.concat(parts, ignore_index=True)


def read_fact_sources(folder: Path) -> pd.DataFrame:
    """Where each single fact was read: `code, year, indicator, value, confidence, source_url, note`."""
    return read_csv(
        folder / "indicators" / "pilot_facts_sources.csv",
        columns=[*_KEY, "value", "confidence", "source_url", "note"],
        numbers={"year": "int16", "value": "float64"},
        optional=["note"],
    )


def read_points(folder: Path) -> pd.DataFrame:
    """Every point of the source folder: `id, kind, name, lon, lat, source_text, file`; a point may be nameless."""
    parts = []
    for path in sorted((folder / "subdistrict").glob("points_*.csv")):
        columns = ["id", "kind", "name", "lon", "lat", "source"]
        part = read_csv(
            path, columns=columns, numbers={"lon": "float64", "lat": "float64"}, optional=["name"]
        )
        part["name"] = part["name"].fillna("")
        parts.append(part.rename(columns={"source": "source_text"}).assign(file=f"subdistrict/{path.name}"))
    if not parts:
        raise SourceError(f"There are no points_*.csv in {folder / 'subdistrict'}.", ["no file"])
    return pd.concat(parts, ignore_index=True)


def read_ascn(folder: Path) -> pd.DataFrame:
    """Cities of the ASEAN Smart Cities Network; the note on our own reading becomes `focus_is_our_reading`."""
    columns = ["city", "country", "lon", "lat", "joined_year", "project", "focus_areas", "source"]
    table = read_csv(
        folder / "subdistrict" / "ascn.csv",
        columns=columns,
        numbers={"lon": "float64", "lat": "float64", "joined_year": "int16"},
        optional=["project", "focus_areas"],
    ).rename(columns={"source": "source_url"})
    focus = table["focus_areas"]
    table["focus_is_our_reading"] = focus.str.contains(_FOCUS_NOTE, regex=False).fillna(False).astype(bool)
    table["focus_areas"] = focus.str.replace(_FOCUS_NOTE, "", regex=False).str.strip()
    return table
