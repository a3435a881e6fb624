"""What a store is made of, wherever it lies: the few questions that `geodata.store_files` asks a folder or a database.

A backing hands out what is there. It answers for its bytes (digests); that tables keep their schema is checked once, for all
kinds, by `geodata.store_files`. A backing belongs to one version: what it gives later is of that version or an error.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from geodata.errors import StoreDamaged, StoreError
from geodata.manifest import REMEDY, Manifest, read_manifest, read_verified
from geodata.schema import TABLES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from geodata.agency import AgencyTables

__all__ = [
    "Backing",
    "Files",
    "FolderBacking",
    "Layer",
    "file_of_layer",
    "files_apart",
    "replaced",
    "with_tuples",
]

Layer = tuple[pd.Series, "npt.NDArray[np.object_]"]
"""Codes, and the shape of each as WKB in degrees."""


class Backing(Protocol):
    """One version of a store."""

    @property
    def manifest(self) -> Manifest:
        """What the version holds."""

    @property
    def label(self) -> str:
        """Where it lies, for people; without secrets."""

    @property
    def remedy(self) -> str:
        """What to do where something is not as it should be."""

    def where(self, name: str) -> str:
        """One of its files or tables in words: "store file …", "table … of …"."""

    def table(self, name: str) -> pd.DataFrame:
        """One of `schema.TABLES` as it is stored, lists as tuples."""

    def layer(self, name: str) -> Layer:
        """One layer of shapes, ``<level>-<detail>``."""

    def file(self, name: str) -> bytes:
        """A file of the store that is no table, such as ``browser.json``."""

    def agency(self) -> AgencyTables | None:
        """The agencies' own figures as they stand beside the store; None where there can be none."""


def file_of_layer(name: str) -> str:
    """Path of a layer below the folder of a store."""
    return f"geometry/{name}.parquet"


class Files(ABC):
    """The half of a backing that reads Parquet files, for whoever can give their bytes."""

    remedy = REMEDY

    def where(self, name: str) -> str:
        """A file in words."""
        return f"store file {self.path(name if '.' in name else f'{name}.parquet')}"

    @abstractmethod
    def path(self, name: str) -> str:
        """Where a file lies, for messages."""

    @abstractmethod
    def file(self, name: str) -> bytes:
        """Bytes of a file that are what the manifest says."""

    def agency(self) -> AgencyTables | None:
        """Files hold no figures but the store's own."""
        return None

    def table(self, name: str) -> pd.DataFrame:
        """One table."""
        frame: pd.DataFrame = self._parquet(f"{name}.parquet").to_pandas()
        return with_tuples(frame, name)

    def layer(self, name: str) -> Layer:
        """One layer of shapes."""
        file = file_of_layer(name)
        table = self._parquet(file)
        if not {"code", "geometry"} <= set(table.column_names):
            raise StoreDamaged(f"The {self.where(file)} lacks the columns code and geometry. {self.remedy}")
        return table["code"].to_pandas(), table["geometry"].to_numpy(zero_copy_only=False)

    def _parquet(self, name: str) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        data = self.file(name)
        try:
            # read_table would import all of pyarrow.dataset
            return pq.ParquetFile(pa.BufferReader(data)).read(use_threads=False)
        except (pa.ArrowException, OSError) as error:
            msg = f"The {self.where(name)} is no readable Parquet ({error}). {self.remedy}"
            raise StoreDamaged(msg) from error


def with_tuples(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A table whose lists are tuples, because a list in a cell could be changed by whoever gets the frame."""
    for column in TABLES[name].columns:
        if column.dtype == "list" and column.name in frame:
            frame[column.name] = pd.Series([tuple(cell) for cell in frame[column.name]], dtype=object)
    return frame


class FolderBacking(Files):
    """A store in a folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest = read_manifest(folder)
        self.label = str(folder)

    def path(self, name: str) -> str:
        """Where a file lies."""
        return str(self.folder / name)

    def file(self, name: str) -> bytes:
        """Bytes of a file that are what the manifest says."""
        try:
            return read_verified(self.folder, name, self.manifest)
        except StoreError as error:
            now = self._version_now()
            if now in ("", self.manifest.version):
                raise
            raise replaced(self.where(name), self.label, self.manifest.version, now) from error

    def _version_now(self) -> str:
        try:
            return read_manifest(self.folder).version
        except (StoreError, OSError):
            return ""


def replaced(what: str, label: str, version: str, now: str) -> StoreDamaged:
    """A store that was overwritten while a program had it open."""
    return StoreDamaged(
        f"The {what} is not that of version {version}, which this program has open: the store {label} was replaced by version "
        f"{now} meanwhile. Restart the program to read that one."
    )


def files_apart(manifest: Manifest) -> dict[str, str]:
    """Files of a store that are neither table nor layer, with their digests."""
    return {name: record.sha256 for name, record in manifest.files.items() if not name.endswith(".parquet")}
