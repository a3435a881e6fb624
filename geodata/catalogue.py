"""The registry: what each indicator means, where each figure came from, which places are pilots.

The files in `geodata/registry/` are written by hand. They are checked whole before anything is used: a fault
anywhere stops with all faults named. The build writes what is loaded here into the store.
"""

from __future__ import annotations

import copy
import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata import catalogue_rules as rules
from geodata.errors import SchemaError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["REGISTRY", "in_scope", "load_frameworks", "load_indicators", "load_pilots", "load_sources"]

REGISTRY = Path(__file__).parent / "registry"

_Records = dict[str, dict[str, Any]]


def load_indicators(*, folder: Path = REGISTRY) -> pd.DataFrame:
    """Return the catalogue, one row an indicator, in the order of the file.

    Parameters
    ----------
    folder
        Where `indicators.toml` and `sources.toml` are.

    Returns
    -------
    DataFrame
        `indicator` and the keys of `catalogue_rules.INDICATOR`. `levels` and `prefer` are lists; `breaks`
        and `provisional` are JSON text, a list of `{year, scope, text_id, text_en}`: the series starts anew
        in `year` (or is provisional from `year` on) in the places of `scope`, see `in_scope`. `place_notes`
        is JSON text, a list of `{scope, text_id, text_en}`: caveats about those places and no others.
        `not_loaded` is JSON text, a list of `{level, page}`: levels that the publisher has figures of, as the
        page shows, and this atlas has not. `basis_id` and `basis_en` say in a few words which of several
        series of the publisher it is.

    Raises
    ------
    SourceError
        If a file is missing or is not TOML.
    SchemaError
        With every fault in `.faults`.
    """
    lists = ("breaks", "provisional", "place_notes", "not_loaded")
    return _frame("indicator", _checked(folder)[0], rules.INDICATOR, as_json=lists)


def load_sources(*, folder: Path = REGISTRY) -> pd.DataFrame:
    """Return the source records, one row a source, in the order of the file.

    Parameters
    ----------
    folder
        Where `indicators.toml` and `sources.toml` are.

    Returns
    -------
    DataFrame
        `source` and the keys of `catalogue_rules.SOURCE`. `indicators` is a list; `file` is the input below
        the data folder, "" for what the build computes. A pair (file, indicator) has exactly one source.
        `leave_out` is JSON text, a list of `{code, year, indicator, text_id, text_en}`: rows of the input
        that are not reliable and that the build does not take.

    Raises
    ------
    SourceError, SchemaError
        As `load_indicators`.
    """
    return _frame("source", _checked(folder)[1], rules.SOURCE, as_json=("leave_out",))


def load_pilots(*, folder: Path = REGISTRY) -> pd.DataFrame:
    """Return the pilots, one row each: `pilot`, code, level, names, ASCN year, projects and sources.

    Parameters
    ----------
    folder
        Where `places.toml` is.

    Returns
    -------
    DataFrame
        `pilot` and the keys of `catalogue_rules.PILOT`; `projects` is JSON text, a list of
        `{year, text_id, text_en, source}`, `sources` a list of addresses.

    Raises
    ------
    SourceError, SchemaError
        As `load_indicators`.
    """
    return _frame("pilot", _checked_pilots(folder), rules.PILOT, as_json=("projects",))


def load_frameworks(*, folder: Path = REGISTRY) -> pd.DataFrame:
    """Return elements, pillars, ISO themes and ASCN focus areas in one table.

    Parameters
    ----------
    folder
        Where `frameworks.toml` is.

    Returns
    -------
    DataFrame
        `framework` (element, pillar, context, iso_theme, ascn_focus), `id` and the keys of
        `catalogue_rules.ITEM`, in the order of the file; `indicator_count` is that of ISO 37122, 0 where it
        has none, and `verify` says that no public page confirmed the row.

    Raises
    ------
    SourceError, SchemaError
        As `load_indicators`.
    """
    frames = []
    for framework, items in _checked_frameworks(folder).items():
        frame = _frame("id", items, rules.ITEM)
        frame.insert(0, "framework", framework)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def in_scope(scope: str | Sequence[str], code: str) -> bool:
    """Tell whether a break or a provisional mark concerns a place.

    Parameters
    ----------
    scope
        "all", or codes: "91" is that place alone, "31.*" all that lies inside it.
    code
        Place code.
    """
    if isinstance(scope, str):
        return scope == "all"
    return any(code == part or (part.endswith(".*") and code.startswith(part[:-1])) for part in scope)


@lru_cache(maxsize=8)
def _checked(folder: Path) -> tuple[_Records, _Records]:
    """Read and check indicators and sources together, because each names the other."""
    indicators, sources = _read(folder / "indicators.toml"), _read(folder / "sources.toml")
    faults = [f"indicators.toml: {fault}" for fault in rules.indicator_faults(indicators, sources)]
    faults += [f"sources.toml: {fault}" for fault in rules.source_faults(sources, indicators)]
    _refuse(folder, faults)
    return indicators, sources


@lru_cache(maxsize=8)
def _checked_pilots(folder: Path) -> _Records:
    pilots = _read(folder / "places.toml")
    _refuse(folder, [f"places.toml: {fault}" for fault in rules.pilot_faults(pilots)])
    return pilots


@lru_cache(maxsize=8)
def _checked_frameworks(folder: Path) -> dict[str, _Records]:
    frameworks: dict[str, _Records] = _read(folder / "frameworks.toml")
    _refuse(folder, [f"frameworks.toml: {fault}" for fault in rules.item_faults(frameworks)])
    return frameworks


def _read(path: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = f"{path} cannot be read as TOML; restore it from the repository."
        raise SourceError(what, [str(error)]) from error
    loose = [f"{key} stands outside a table" for key, value in data.items() if not isinstance(value, dict)]
    if loose or not data:
        raise SourceError(f"{path} must hold one table a record.", loose or ["the file is empty"])
    return data


def _refuse(folder: Path, faults: list[str]) -> None:
    if faults:
        raise SchemaError(f"The registry in {folder} breaks its rules; mend the records named here.", faults)


def _frame(
    key: str, records: _Records, keys: Mapping[str, tuple[type, Any]], *, as_json: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Turn records into rows, with defaults filled in and nothing shared with the cache."""
    rows = []
    for name, record in records.items():
        row = {column: copy.deepcopy(record.get(column, default)) for column, (_, default) in keys.items()}
        row |= {column: json.dumps(row[column], ensure_ascii=False) for column in as_json}
        rows.append({key: name, **row})
    return pd.DataFrame(rows)
