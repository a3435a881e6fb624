"""Versions of a store on object or shared storage: push, switch, go back, clear out; `geodata.remote` says how they lie there.

The files of a version are written first, compared, and named in ``current.json`` last, in one piece. Two pushes at once are not
held apart as in a database: the later ``current.json`` stands, and both versions are whole.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from geodata.backing import FolderBacking
from geodata.errors import StoreError, StoreMissing
from geodata.manifest import MANIFEST_NAME, Manifest, parse_manifest, sha256_of
from geodata.remote import CURRENT, LAYOUT, Storage, read_current
from geodata.shared import Pushed, Say, Status, Version, to_go_back_to, to_remove

__all__ = ["StorageStore"]


class StorageStore:
    """A shared store on some storage as its administrator sees it; `geodata.shared` says what its methods do."""

    def __init__(self, url: str) -> None:
        self._storage = Storage(url)
        self.label = self._storage.label

    def push(self, source: FolderBacking, *, keep: int, readers: Sequence[str], say: Say) -> Pushed:
        """Make a store the current version: every file, then the one that names it."""
        to_remove([], "", keep)  # refuses a bad number before the work
        if readers:
            msg = f"`--reader` names roles of a database; {self.label} is none: who may read it is set at the storage."
            raise StoreError(msg)
        version = source.manifest.version
        current = read_current(self._storage) or {"layout": LAYOUT, "versions": [], "switches": []}
        is_known = any(one["version"] == version for one in current["versions"])
        damage = self._damage(version) if is_known else []
        if not is_known or damage:
            for name, record in sorted(source.manifest.files.items()):
                say(f"{name}: {record.bytes} bytes")
                self._storage.write(f"versions/{version}/{name}", source.file(name))
            manifest = (source.folder / MANIFEST_NAME).read_bytes()
            self._storage.write(f"versions/{version}/{MANIFEST_NAME}", manifest)
            wrong = self._damage(version)
            if wrong:
                msg = f"Version {version} was written to {self.label} and is read back otherwise: {'; '.join(wrong[:5])}."
                raise StoreError(msg)
        if not is_known:
            row = {"version": version, "pushed_at": _now(), "pushed_by": _user()}
            current["versions"] = [row, *current["versions"]]
        self._switch(current, version)
        say(f"version {version} is current")
        return Pushed(version, not is_known or bool(damage), self.prune(keep))

    def versions(self) -> list[Version]:
        """All versions, newest first."""
        current = self._current()
        return [
            Version(
                one["version"],
                one["version"] == current["current"],
                datetime.fromisoformat(one["pushed_at"]),
                one.get("pushed_by", ""),
            )
            for one in current["versions"]
        ]

    def status(self) -> Status:
        """Read everything and say what is there and what is wrong."""
        current = self._current()
        version = current["current"]
        facts = {"store": self.label, "current version": version}
        faults = [f"The current version is damaged: {fault}." for fault in self._damage(version)]
        if not faults:
            manifest = self._manifest(version)
            size = sum(record.bytes for record in manifest.files.values())
            facts |= {
                "boundaries": manifest.boundary_vintage,
                "files": f"{len(manifest.files)}, {size / 1e6:.1f} MB",
            }
        return Status(facts, tuple(faults))

    def rollback(self, version: str | None) -> str:
        """Make an earlier version current, after looking at all of it."""
        current = self._current()
        kept = [one["version"] for one in current["versions"]]
        switches = [one["version"] for one in current["switches"]]
        wanted = to_go_back_to(version, current["current"], kept, switches, self.label)
        damage = self._damage(wanted)
        if damage:
            msg = f"Version {wanted} in {self.label} is damaged ({'; '.join(damage[:5])}); {current['current']} stays current."
            raise StoreError(msg)
        self._switch(current, wanted)
        return wanted

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove old versions but for the newest `keep`, never the current one."""
        current = self._current()
        gone = to_remove([one["version"] for one in current["versions"]], current["current"], keep)
        if gone:
            # Out of the list first: nobody goes back to what is being removed.
            current["versions"] = [one for one in current["versions"] if one["version"] not in gone]
            self._storage.write(CURRENT, _json(current))
        for version in gone:
            self._storage.remove(f"versions/{version}")
        return tuple(gone)

    def _switch(self, current: dict[str, Any], version: str) -> None:
        if current.get("current") != version:
            current["current"] = version
            current["switches"] = [*current["switches"], {"version": version, "at": _now(), "by": _user()}][
                -100:
            ]
        self._storage.write(CURRENT, _json(current))

    def _current(self) -> dict[str, Any]:
        current = read_current(self._storage)
        if not current:
            msg = f"There is no store with versions in {self.label}: {CURRENT} is not there. "
            raise StoreMissing(msg + f"Push one: python3 atlas.py store push {self.label}.")
        return current

    def _manifest(self, version: str) -> Manifest:
        data = self._storage.read(f"versions/{version}/{MANIFEST_NAME}")
        return parse_manifest(data, self.label, remedy="Push the store again.")

    def _damage(self, version: str) -> list[str]:
        """What of a version is not as its manifest says; a storage that does not answer is another matter."""
        try:
            manifest = self._manifest(version)
        except StoreMissing:
            return [f"{MANIFEST_NAME} is not there"]
        found = []
        for name, record in manifest.files.items():
            try:
                data = self._storage.read(f"versions/{version}/{name}")
            except StoreMissing:
                found.append(f"{name} is not there")
                continue
            if sha256_of(data) != record.sha256:
                found.append(f"{name} does not match the manifest")
        return found


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may have a number for a user and no name
        return ""
