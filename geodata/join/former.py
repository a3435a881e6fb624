"""Former names of places and provinces that were split, from `geodata/registry/former_names.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geodata.catalogue import REGISTRY
from geodata.codes import Level, is_code, level_of
from geodata.errors import SchemaError, SourceError
from geodata.join.names import kind_group, place_keys

__all__ = ["FormerName", "former_names", "mothers"]

_FILE = "former_names.toml"
_TEXTS = ("former", "code", "note_id", "note_en", "source")


@dataclass(frozen=True)
class FormerName:
    """A name that a place bore until `since`.

    Attributes
    ----------
    former, code
        The old name with its kind, and the place that bore it.
    since
        Year from which the new name holds.
    note_id, note_en, source
        What happened, for people, and the regulation.
    level, kind, key
        Level of the place, kind the old name says ("" above and below regencies), and its key for a look-up.
    """

    former: str
    code: str
    since: int
    note_id: str
    note_en: str
    source: str
    level: Level
    kind: str
    key: str


@lru_cache(maxsize=4)
def former_names(folder: Path = REGISTRY) -> tuple[FormerName, ...]:
    """Former names, in the order of the file.

    Raises
    ------
    SourceError
        If the file cannot be read.
    SchemaError
        If a record lacks a text, its code is none or its year is no year; all faults at once.
    """
    records = _records(folder)["former"]
    faults = [fault for i, record in enumerate(records, 1) for fault in _faults(i, record)]
    if faults:
        raise SchemaError(f"{folder / _FILE} breaks its rules; mend the records named here.", faults)
    return tuple(_former(record) for record in records)


@lru_cache(maxsize=4)
def mothers(folder: Path = REGISTRY) -> dict[str, tuple[str, ...]]:
    """Provinces split off, by the code of the province that they were part of until then."""
    found: dict[str, tuple[str, ...]] = {}
    for record in _records(folder)["split"]:
        found[record["mother"]] = (*found.get(record["mother"], ()), record["code"])
    return found


def _records(folder: Path) -> dict[str, list[dict[str, Any]]]:
    path = folder / _FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        what = f"{path} cannot be read as TOML; restore it from the repository."
        raise SourceError(what, [str(error)]) from error
    return {"former": data.get("former", []), "split": data.get("split", [])}


def _faults(number: int, record: dict[str, Any]) -> list[str]:
    name = f"former {number} ({record.get('former', 'without a name')})"
    faults = [f"{name}: {key} is missing" for key in _TEXTS if not str(record.get(key, "")).strip()]
    if not is_code(record.get("code")):
        faults.append(f"{name}: code must be a place code with dots, it is {record.get('code')!r}")
    if not isinstance(record.get("since"), int) or not 1945 <= record["since"] <= 2100:
        faults.append(f"{name}: since must be a year, it is {record.get('since')!r}")
    return faults


def _former(record: dict[str, Any]) -> FormerName:
    level = level_of(record["code"])
    first = record["former"].split()[0].lower()
    kind = kind_group(first) if first in {"kabupaten", "kota"} else ""
    texts = {name: str(record[name]) for name in _TEXTS}
    key = place_keys([texts["former"]], level)[0][-1]
    return FormerName(**texts, since=record["since"], level=level, kind=kind, key=key)
