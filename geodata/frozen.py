"""Observations set aside with their version, and a store that answers with them whatever becomes of the data beneath.

A talk that is frozen carries its own numbers: places, catalogue and shapes are those of the store, the figures are those of
the day on which they were frozen.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import gzip
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geodata.checks import find_faults
from geodata.errors import SchemaError
from geodata.observations import Observations
from geodata.schema import TABLES
from geodata.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Frozen", "FrozenStore", "freeze"]

MAX_BYTES = 64_000_000
"""Unpacked, of the observations of a talk: nine times those of the whole store."""
_TABLE = TABLES["observations"]
_WHAT = "The frozen numbers of the talk cannot be used; freeze it again."
_COLUMNS = tuple(column.name for column in _TABLE.columns)


@dataclass(frozen=True)
class Frozen:
    """Observations of a store, packed.

    Attributes
    ----------
    version
        Version of the store they are from.
    made
        Day on which they were set aside, ``YYYY-MM-DD``.
    packed
        CSV of ``code, year, indicator, value, source``, compressed.
    """

    version: str
    made: str
    packed: bytes

    @property
    def sha256(self) -> str:
        """Of the packed observations: the same numbers have the same."""
        return hashlib.sha256(self.packed).hexdigest()

    def to_dict(self) -> dict[str, str]:
        """As plain values, for a file."""
        text = base64.b64encode(self.packed).decode()
        return {"version": self.version, "made": self.made, "sha256": self.sha256, "observations": text}

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> Frozen:
        """Read what `to_dict` gave.

        Raises
        ------
        SchemaError
            If a part is missing, or the observations are not those that the checksum was taken of.
        """
        missing = [
            name
            for name in ("version", "made", "sha256", "observations")
            if not isinstance(content.get(name), str)
        ]
        if missing:
            raise SchemaError(_WHAT, [f"`frozen` must have {', '.join(missing)}"])
        try:
            packed = base64.b64decode(content["observations"], validate=True)
        except binascii.Error as error:
            raise SchemaError(_WHAT, [f"`observations` are no base64 ({error})"]) from error
        try:
            dt.date.fromisoformat(content["made"])
        except ValueError as error:
            raise SchemaError(_WHAT, ["`made` must be a day such as 2026-11-28"]) from error
        found = Frozen(content["version"], content["made"], packed)
        if found.sha256 != content["sha256"]:
            raise SchemaError(_WHAT, ["`observations` were changed after they were frozen"])
        return found

    def observations(self, store: Store) -> pd.DataFrame:
        """The observations as the store has its own.

        Raises
        ------
        SchemaError
            If they are no observations of this store's places, indicators and sources; all faults are named.
        """
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(self.packed)) as file:
                text = file.read(MAX_BYTES + 1)
        except (OSError, EOFError) as error:
            raise SchemaError(_WHAT, [f"`observations` cannot be unpacked ({error})"]) from error
        if len(text) > MAX_BYTES:
            raise SchemaError(_WHAT, [f"`observations` must unpack to at most {MAX_BYTES:,} bytes"])
        try:
            types = {"code": "str", "indicator": "str", "source": "str", "value": "float64", "year": "int16"}
            table = pd.read_csv(io.BytesIO(text), dtype=types, keep_default_na=False)
        except (ValueError, OverflowError) as error:
            raise SchemaError(_WHAT, [f"`observations` cannot be read ({error})"]) from error
        files = store._files  # noqa: SLF001 - the checks of the store's own tables
        faults = find_faults(table, _TABLE, known={name: files.ids(name) for name in _known()})
        if faults:
            raise SchemaError(_WHAT, faults)
        return table.sort_values(list(_TABLE.key), ignore_index=True)


def _known() -> set[str]:
    return {column.refers_to for column in _TABLE.columns if column.refers_to}


def freeze(store: Store, made: str) -> Frozen:
    """Set the observations of a store aside.

    Parameters
    ----------
    store
        Whose observations.
    made
        Today, ``YYYY-MM-DD``.
    """
    text = store.values()[list(_COLUMNS)].to_csv(index=False, lineterminator="\n").encode()
    return Frozen(store.version, made, gzip.compress(text, 6, mtime=0))


class FrozenStore(Store):
    """A store whose observations are those that were frozen.

    Parameters
    ----------
    store
        The store beneath; its places, catalogue, sources and shapes are shared.
    frozen
        The observations.
    """

    def __init__(self, store: Store, frozen: Frozen) -> None:
        self._files: Any = _Files(store._files, frozen.observations(store))  # noqa: SLF001
        self._version = frozen.version

    @property
    def version(self) -> str:
        """Version of the store that the observations are from."""
        return self._version


class _Files:
    """The files of a store with other observations."""

    def __init__(self, files: Any, observations: pd.DataFrame) -> None:
        self._beneath, self._observations = files, Observations(observations)

    def table(self, name: str) -> pd.DataFrame:
        found: pd.DataFrame = (
            self._observations.table if name == "observations" else self._beneath.table(name)
        )
        return found

    def observations(self) -> Observations:
        return self._observations

    def __getattr__(self, name: str) -> Any:
        return getattr(self._beneath, name)
