"""What can be done with a shared store, wherever it lies: push a version, see what there is, go back, clear out.

`shared_store(url)` gives the one for a database or for a storage; both keep the same promises. A reader sees the version
before or the one after, whole, at whatever moment a push is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from geodata.addresses import is_database, scheme_of
from geodata.backing import FolderBacking
from geodata.errors import StoreError, StoreMissing

__all__ = ["KEEP", "Pushed", "Shared", "Status", "Version", "shared_store"]

KEEP = 3
"""Versions that a push keeps unless told otherwise: the current one and those to go back to."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Version:
    """One version that is there."""

    version: str
    is_current: bool
    pushed_at: datetime
    pushed_by: str = ""


@dataclass(frozen=True)
class Pushed:
    """What a push did: the version, whether it was filled now, and which ones were removed."""

    version: str
    is_new: bool
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """What a shared store is like.

    Attributes
    ----------
    facts
        What there is, by what it is called.
    faults
        What is wrong, one sentence each; none where all is well.
    """

    facts: dict[str, str]
    faults: tuple[str, ...] = ()


class Shared(Protocol):
    """A shared store as its administrator sees it."""

    def push(self, source: FolderBacking, *, keep: int, readers: Sequence[str], say: Say) -> Pushed:
        """Make a store the current version."""

    def versions(self) -> list[Version]:
        """All versions, newest first."""

    def status(self) -> Status:
        """Read everything and say what is there and what is wrong."""

    def rollback(self, version: str | None) -> str:
        """Make an earlier version current, by default the one before; its name."""

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove old versions but for the newest `keep`, never the current one; their names."""


def shared_store(url: str) -> Shared:
    """The shared store at an address.

    Raises
    ------
    StoreError
        If the address names a folder of this machine without a scheme, or a package is not installed.
    """
    if is_database(url):
        from geodata.postgis.versions import PostgisStore

        return PostgisStore(url)
    if scheme_of(url):
        from geodata.remote_versions import StorageStore

        return StorageStore(url)
    msg = (
        f"`URL` must be an address such as postgresql://user@host/database or s3://bucket/path; got {url!r}. "
    )
    raise StoreError(msg + f"For a folder: {Path(url).absolute().as_uri()}.")


def to_go_back_to(
    wanted: str | None, current: str, kept: Sequence[str], switches: Sequence[str], label: str
) -> str:
    """The version that a rollback makes current.

    Parameters
    ----------
    wanted
        What was asked for; None for the one before.
    current
        What is current.
    kept
        Versions that there are.
    switches
        What was made current, oldest first.

    Raises
    ------
    StoreMissing
        If there is no such version, or none to go back to.
    """
    if wanted is not None:
        if wanted not in kept:
            raise StoreMissing(
                f"There is no version {wanted} in {label}; there are {', '.join(kept) or 'none'}."
            )
        return wanted
    before = [version for version in switches if version in kept and version != current]
    if not before:
        raise StoreMissing(f"There is no version before {current} in {label} to go back to.")
    return before[-1]


def to_remove(kept: Sequence[str], current: str, keep: int) -> list[str]:
    """Versions to remove so that `keep` stay: the oldest, never the current one.

    Parameters
    ----------
    kept
        All of them, newest first.
    """
    if keep < 1:
        msg = f"`keep` must be at least 1, the current version; got {keep}."
        raise StoreError(msg)
    others = [version for version in kept if version != current]
    return others[keep - 1 :]
