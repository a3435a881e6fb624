"""The files of a store folder, each read once, compared with the manifest and its schema, behind one lock."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from geodata.checks import check
from geodata.codes import Detail, Level
from geodata.errors import SchemaError, StoreDamaged
from geodata.manifest import REMEDY, Manifest, read_verified
from geodata.observations import Observations
from geodata.schema import TABLES

__all__ = ["StoreFiles"]

T = TypeVar("T")
_KEPT = 64


class StoreFiles:
    """Lazy, checked access to the files of one folder; safe to share between threads.

    What it hands out is shared: callers of `Store` get frames of their own.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        # Reentrant, because checking one table reads the tables it refers to.
        self._lock = threading.RLock()
        self._cache: dict[str, Any] = {}
        self._parts: dict[Hashable, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """One table of `schema.TABLES`.

        Raises
        ------
        StoreMissing, StoreDamaged
            If its file is not there or not what the manifest and the schema say.
        """
        return self._once(f"{name}.parquet", lambda: self._read_table(name))

    def ids(self, name: str) -> frozenset[str]:
        """Values of the first key column of a table: the ids that exist."""
        key = TABLES[name].key[0]
        return self._once(f"ids of {name}", lambda: frozenset(self.table(name)[key].to_numpy(dtype=object)))

    def observations(self) -> Observations:
        """The observations, made ready to be asked often."""
        return self._once("observations", lambda: Observations(self.table("observations")))

    def kept(self, key: Hashable, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """A part of a table that is asked for again and again; the last `_KEPT` different ones stay."""
        with self._lock:
            found = self._parts.pop(key, None)
            self._parts[key] = found = make() if found is None else found
            while len(self._parts) > _KEPT:
                self._parts.pop(next(iter(self._parts)))
            return found

    def shapes(self, level: Level, detail: Detail) -> pd.Series:
        """Shapes of one layer by code, in degrees; none where a partial store does not have that layer."""
        name = f"geometry/{level}-{detail}.parquet"
        if self.manifest.partial and name not in self.manifest.files:
            return pd.Series([], index=pd.Index([], dtype="str"), dtype=object)
        return self._once(name, lambda: self._read_shapes(name))

    def browser(self) -> Mapping[str, dict[str, Any]]:
        """Index of the browser's geometry by name."""
        return self._once("browser.json", self._read_browser)

    def _once(self, key: str, read: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._cache:
                self._cache[key] = read()
            value: T = self._cache[key]
            return value

    def _read_table(self, name: str) -> pd.DataFrame:
        schema = TABLES[name]
        path = self.folder / f"{name}.parquet"
        frame: pd.DataFrame = self._parquet(path.name).to_pandas()
        for column in schema.columns:
            if column.dtype == "list" and column.name in frame:
                # Tuples, because a list in a cell could be changed by whoever gets the frame.
                frame[column.name] = pd.Series([tuple(cell) for cell in frame[column.name]], dtype=object)
        known = {column.refers_to for column in schema.columns if column.refers_to}
        try:
            return check(
                frame, schema, known={other: self.ids(other) for other in sorted(known)}, where=str(path)
            )
        except SchemaError as error:
            lines = [f"The store file {path} breaks its schema. {REMEDY}", *error.faults[:20]]
            raise StoreDamaged("\n  - ".join(lines)) from error

    def _read_shapes(self, name: str) -> pd.Series:
        import shapely

        path = self.folder / name
        table = self._parquet(name)
        if not {"code", "geometry"} <= set(table.column_names):
            raise StoreDamaged(f"The store file {path} lacks the columns code and geometry. {REMEDY}")
        codes = table["code"].to_pandas()
        unknown = sorted(set(codes) - self.ids("places"))
        if unknown or codes.duplicated().any():
            what = f"unknown codes {', '.join(unknown[:5])}" if unknown else "duplicate codes"
            raise StoreDamaged(f"The store file {path} holds {what}. {REMEDY}")
        try:
            shapes = shapely.from_wkb(table["geometry"].to_numpy(zero_copy_only=False))
        except (shapely.errors.ShapelyError, TypeError) as error:
            raise StoreDamaged(f"The store file {path} holds a broken shape ({error}). {REMEDY}") from error
        return pd.Series(shapes, index=pd.Index(codes), dtype=object)

    def _read_browser(self) -> dict[str, dict[str, Any]]:
        try:
            index: dict[str, dict[str, Any]] = json.loads(
                read_verified(self.folder, "browser.json", self.manifest)
            )
        except ValueError as error:
            raise StoreDamaged(
                f"The store file {self.folder / 'browser.json'} is no JSON. {REMEDY}"
            ) from error
        return index

    def _parquet(self, name: str) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        data = read_verified(self.folder, name, self.manifest)
        try:
            return pq.ParquetFile(pa.BufferReader(data)).read(
                use_threads=False
            )  # read_table would import all of pyarrow.dataset
        except (pa.ArrowException, OSError) as error:
            msg = f"The store file {self.folder / name} is no readable Parquet ({error}). {REMEDY}"
            raise StoreDamaged(msg) from error
