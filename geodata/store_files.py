"""The tables of one store, each read once, compared with its schema, behind one lock; see `geodata.backing` for where from."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

import pandas as pd

from geodata.agency import Agency, merged, read_agency
from geodata.backing import Backing, file_of_layer
from geodata.checks import check
from geodata.codes import Detail, Level
from geodata.errors import SchemaError, StoreDamaged
from geodata.manifest import Manifest
from geodata.observations import Observations
from geodata.schema import TABLES

__all__ = ["StoreFiles"]

T = TypeVar("T")
_KEPT = 64
_LOG = logging.getLogger(__name__)


class StoreFiles:
    """Lazy, checked access to what one backing holds; safe to share between threads.

    What it hands out is shared: callers of `Store` get frames of their own. What has been read answers at once, also while
    another thread waits for a slow database; what could not be read is asked for again next time.
    """

    def __init__(self, backing: Backing) -> None:
        self.backing = backing
        # Reentrant, because checking one table reads the tables it refers to.
        self._lock = threading.RLock()
        self._cache: dict[str, Any] = {}
        self._parts: dict[Hashable, pd.DataFrame] = {}
        self._parts_lock = threading.Lock()

    @property
    def manifest(self) -> Manifest:
        """What the store holds."""
        return self.backing.manifest

    def table(self, name: str) -> pd.DataFrame:
        """One table of `schema.TABLES`, with the agencies' rows where there are any.

        Raises
        ------
        StoreMissing, StoreDamaged, StoreUnreachable
            If it is not there, not what the manifest and the schema say, or cannot be read now.
        """
        return self._once(f"{name}.parquet", lambda: self._with_agency(name, self._stored(name)))

    def ids(self, name: str) -> frozenset[str]:
        """Values of the first key column of a table: the ids that exist."""
        key = TABLES[name].key[0]
        return self._once(f"ids of {name}", lambda: frozenset(self.table(name)[key].to_numpy(dtype=object)))

    def observations(self) -> Observations:
        """The observations, made ready to be asked often."""
        return self._once("observations", lambda: Observations(self.table("observations")))

    def agency(self) -> Agency:
        """The agencies' own figures beside the store, or what is wrong with them."""
        return self._once("agency", self._read_agency)

    def kept(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A part of a table that is asked for again and again; the last `_KEPT` different ones stay."""
        with self._parts_lock:
            found = self._parts.pop(key, None)
            if found is not None:
                self._parts[key] = found
                return found
        made = make()  # outside the lock: it may have to read
        with self._parts_lock:
            self._parts[key] = made
            while len(self._parts) > _KEPT:
                self._parts.pop(next(iter(self._parts)))
        return made

    def shapes(self, level: Level, detail: Detail) -> pd.Series:
        """Shapes of one layer by code, in degrees; none where a partial store does not have that layer."""
        name = f"{level}-{detail}"
        if self.manifest.partial and file_of_layer(name) not in self.manifest.files:
            return pd.Series([], index=pd.Index([], dtype="str"), dtype=object)
        return self._once(file_of_layer(name), lambda: self._read_shapes(name))

    def browser(self) -> Mapping[str, dict[str, Any]]:
        """Index of the browser's geometry by name."""
        return self._once("browser.json", self._read_browser)

    def file(self, name: str) -> bytes:
        """A file of the store that is no table; read anew each time."""
        return self.backing.file(name)

    def _once(self, key: str, read: Callable[[], T]) -> T:
        # First without the lock, which somebody may hold who waits for a database.
        if key not in self._cache:
            with self._lock:
                if key not in self._cache:
                    self._cache[key] = read()
        value: T = self._cache[key]
        return value

    def _stored(self, name: str) -> pd.DataFrame:
        """The store's own part of a table, checked."""
        return self._once(f"stored {name}", lambda: self._read_table(name))

    def _stored_ids(self, name: str) -> frozenset[str]:
        key = TABLES[name].key[0]
        return self._once(
            f"ids of stored {name}", lambda: frozenset(self._stored(name)[key].to_numpy(dtype=object))
        )

    def _read_table(self, name: str) -> pd.DataFrame:
        schema, backing = TABLES[name], self.backing
        frame = backing.table(name)
        known = {column.refers_to for column in schema.columns if column.refers_to}
        known_ids = {other: self._stored_ids(other) for other in sorted(known)}
        try:
            return check(frame, schema, known=known_ids, where=backing.where(name))
        except SchemaError as error:
            lines = [f"The {backing.where(name)} breaks its schema. {backing.remedy}", *error.faults[:20]]
            raise StoreDamaged("\n  - ".join(lines)) from error

    def _with_agency(self, name: str, stored: pd.DataFrame) -> pd.DataFrame:
        if name not in {"catalogue", "sources", "observations"}:
            return stored
        return merged(stored, self.agency().tables.get(name), TABLES[name])

    def _read_agency(self) -> Agency:
        """Figures of agencies that keep every rule; a table with faults is told of and left out, the store stands."""
        tables = self.backing.agency()
        if tables is None:
            return Agency()
        found = read_agency(
            tables,
            places=self._stored_ids("places"),
            taken=self._stored_ids("catalogue") | self._stored_ids("sources"),
        )
        if found.faults:
            _LOG.warning("%s", found.message(self.backing.label))
        return found

    def _read_shapes(self, name: str) -> pd.Series:
        import shapely

        backing, file = self.backing, file_of_layer(name)
        codes, wkb = backing.layer(name)
        unknown = sorted(set(codes) - self._stored_ids("places"))
        if unknown or codes.duplicated().any():
            what = f"unknown codes {', '.join(unknown[:5])}" if unknown else "duplicate codes"
            raise StoreDamaged(f"The {backing.where(file)} holds {what}. {backing.remedy}")
        try:
            shapes = shapely.from_wkb(wkb)
        except (shapely.errors.ShapelyError, TypeError) as error:
            msg = f"The {backing.where(file)} holds a broken shape ({error}). {backing.remedy}"
            raise StoreDamaged(msg) from error
        return pd.Series(shapes, index=pd.Index(codes), dtype=object)

    def _read_browser(self) -> dict[str, dict[str, Any]]:
        try:
            index: dict[str, dict[str, Any]] = json.loads(self.backing.file("browser.json"))
        except ValueError as error:
            msg = f"The {self.backing.where('browser.json')} is no JSON. {self.backing.remedy}"
            raise StoreDamaged(msg) from error
        return index
