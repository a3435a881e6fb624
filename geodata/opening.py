"""Open a store by its address: a folder, a PostGIS database, or whatever fsspec can read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geodata.addresses import is_database, scheme_of
from geodata.backing import FolderBacking
from geodata.store import Store

if TYPE_CHECKING:
    from geodata.backing import Backing

__all__ = ["DEFAULT_FOLDER", "open_store"]

DEFAULT_FOLDER = Path(__file__).parent / "store"


def open_store(location: str | Path | None = None) -> Store:
    """Open the store that travels with the program, or another one.

    Parameters
    ----------
    location
        Folder of a store (the committed one by default), ``postgresql://user@host/database`` (see docs/shared-store.md for
        its options), ``s3://bucket/path`` or another address that fsspec reads. What it answers is the same for all.

    Returns
    -------
    Store
        Cheap to make: only the manifest is read now. It stays with the version that is current now.

    Raises
    ------
    StoreMissing
        If there is no store there.
    StoreDamaged
        If its manifest cannot be read.
    StoreTooNew
        If a later version of the program wrote it.
    StoreUnreachable
        If a database or an object storage does not answer or refuses the login.
    """
    return Store(_backing(location))


def _backing(location: str | Path | None) -> Backing:
    text = str(location) if location is not None else ""
    if is_database(text):
        from geodata.postgis import open_backing  # SQLAlchemy is for those who have a database

        return open_backing(text)
    if scheme_of(text):
        from geodata.remote import RemoteBacking

        return RemoteBacking(text)
    return FolderBacking(Path(location) if location is not None else DEFAULT_FOLDER)
