"""A store on shared or object storage, read through fsspec: ``s3://bucket/path``, ``file:///mnt/share/path``, ….

What lies there is a folder as on a disk, or, where ``atlas.py store push`` wrote it, one folder a version and beside them
``current.json``, which names the current one:

    current.json            {"layout": 1, "current": "2025.1-…", "versions": [{"version": …, "pushed_at": …}], "switches": […]}
    versions/2025.1-…/      store.json and its files, never changed again

An object is replaced whole or not at all, so a reader sees the old version or the new one. ``s3://`` is spoken by pyarrow, which
the atlas has anyway; keys come from the environment or ``~/.aws`` as everywhere, another endpoint than Amazon's from
``AWS_ENDPOINT_URL``. Other addresses need fsspec's own package for them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from geodata.addresses import scheme_of, shown
from geodata.backing import Files, replaced
from geodata.errors import StoreDamaged, StoreError, StoreMissing, StoreTooNew, StoreUnreachable
from geodata.manifest import MANIFEST_NAME, Manifest, parse_manifest, sha256_of

__all__ = ["CURRENT", "LAYOUT", "RemoteBacking", "Storage"]

CURRENT = "current.json"
LAYOUT = 1
CONNECT_S, TRIES = 5.0, 2


class Storage:
    """One folder on some storage: bytes by name, and faults in words without secrets."""

    def __init__(self, url: str) -> None:
        self.label = shown(url).rstrip("/")
        self._files, self.root = self._opened(url)

    def _opened(self, url: str) -> tuple[Any, str]:
        try:
            import fsspec
        except ImportError as error:
            raise StoreError(_lacking("fsspec", self.label)) from error
        try:
            if scheme_of(url) in {"s3", "s3a"}:
                return _s3(url)
            files, root = fsspec.core.url_to_fs(url)
        except ImportError as error:
            raise StoreError(_lacking(str(error.name or error), self.label)) from error
        except (ValueError, TypeError) as error:
            known = "postgresql://, s3://, file:// and what fsspec knows"
            msg = f"The address {self.label} is none of a store: {known} ({shown(str(error))})."
            raise StoreError(msg) from None
        return files, str(root).rstrip("/")

    def path(self, name: str) -> str:
        """Where a file lies, for people."""
        return f"{self.label}/{name}"

    def read(self, name: str) -> bytes:
        """Bytes of a file.

        Raises
        ------
        StoreMissing
            If it is not there.
        StoreUnreachable
            If the storage does not answer or refuses the keys.
        """
        with self._told(f"{self.path(name)} cannot be read"):
            try:
                data: bytes = self._files.cat_file(f"{self.root}/{name}")
            except FileNotFoundError as error:
                raise StoreMissing(f"{self.path(name)} is not there.") from error
            return data

    def write(self, name: str, data: bytes) -> None:
        """Put a file there whole; a reader meanwhile gets the old one."""
        with self._told(f"{self.path(name)} cannot be written"):
            if "file" in _protocols(self._files):
                # Only a rename is whole on a disk; an object storage has nothing else.
                self._files.makedirs(f"{self.root}/{name}".rpartition("/")[0], exist_ok=True)
                self._files.pipe_file(f"{self.root}/{name}.part", data)
                self._files.mv(f"{self.root}/{name}.part", f"{self.root}/{name}")
            else:
                self._files.pipe_file(f"{self.root}/{name}", data)

    def remove(self, folder: str) -> None:
        """Remove a folder with all that is in it; one that has gone already is no fault."""
        with self._told(f"{self.path(folder)} cannot be removed"), suppress(FileNotFoundError):
            self._files.rm(f"{self.root}/{folder}", recursive=True)

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        """Faults of the storage as one sentence."""
        try:
            yield
        except PermissionError as error:
            msg = f"{what}: the storage refuses it ({_said(error)}). Check the keys and what they may do."
            raise StoreUnreachable(msg) from None
        except OSError as error:
            remedy = "Check that it is up, the address and the keys, and try again."
            raise StoreUnreachable(f"{what} ({_said(error)}). {remedy}") from None


def _protocols(files: Any) -> tuple[str, ...]:
    found = files.protocol
    return (found,) if isinstance(found, str) else tuple(found)


def _said(error: OSError) -> str:
    lines = shown(str(error)).strip().splitlines()
    return lines[0][:300] if lines else type(error).__name__


def _lacking(package: str, label: str) -> str:
    return (
        f"To read {label} the package {package} is needed and not installed. Install what shared stores need: "
        "python3 atlas.py setup --server."
    )


def _s3(url: str) -> tuple[Any, str]:
    from fsspec.implementations.arrow import ArrowFSWrapper
    from pyarrow import fs

    bucket = url.split("://", 1)[1].rpartition("@")[2].split("?")[0].rstrip("/")
    if "@" in url.split("?", maxsplit=1)[0]:
        msg = "Keys do not belong into an address: give them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        raise StoreError(msg)
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    scheme, _, host = endpoint.rpartition("://")
    files = fs.S3FileSystem(
        connect_timeout=CONNECT_S,
        request_timeout=CONNECT_S,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=TRIES),
        allow_delayed_open=True,  # a small object is one request: whole or not there
        # pyarrow does not read it itself
        **({"endpoint_override": host.rstrip("/"), "scheme": scheme or "https"} if host else {}),
    )
    return _plain(ArrowFSWrapper)(files), bucket


def _plain(wrapper: Any) -> Any:
    """The wrapper with one request a file: its own asks for the first block, then for the rest, and leaves marks of folders."""
    from pyarrow import fs

    class Plain(wrapper):  # type: ignore[misc]
        def cat_file(self, path: str, **_: Any) -> bytes:
            with self.fs.open_input_file(path) as file:
                data: bytes = file.read_at(file.size(), 0)
                return data

        def rm(self, path: str, **_: Any) -> None:
            try:
                self.fs.delete_dir(path)
            except OSError:
                # What could not be done may be the mark of an empty folder above it, which nobody needs.
                if self.fs.get_file_info(fs.FileSelector(path, allow_not_found=True)):
                    raise

    return Plain


class RemoteBacking(Files):
    """One version of a store on some storage; `geodata.backing` says what its methods give."""

    def __init__(self, url: str) -> None:
        self._storage = Storage(url)
        self.label = self._storage.label
        self.remedy = f"Push the store again: python3 atlas.py store push {self.label}."
        self._folder = ""
        current = read_current(self._storage)
        if current:
            self._folder = f"versions/{current['current']}/"
        self.manifest = self._read_manifest()

    def path(self, name: str) -> str:
        """Where a file lies."""
        return self._storage.path(f"{self._folder}{name}")

    def file(self, name: str) -> bytes:
        """Bytes of a file that are what the manifest says."""
        record = self.manifest.files.get(name)
        if record is None:
            msg = f"The manifest {self.path(MANIFEST_NAME)} does not list {name}. {self.remedy}"
            raise StoreDamaged(msg)
        try:
            data = self._storage.read(f"{self._folder}{name}")
        except StoreMissing as error:
            self._check_not_replaced(name)
            raise StoreMissing(f"The {self.where(name)} is not there. {self.remedy}") from error
        if sha256_of(data) != record.sha256:
            self._check_not_replaced(name)
            msg = f"The {self.where(name)} is damaged: {len(data)} bytes that do not match the manifest. {self.remedy}"
            raise StoreDamaged(msg)
        return data

    def _read_manifest(self) -> Manifest:
        try:
            data = self._storage.read(f"{self._folder}{MANIFEST_NAME}")
        except StoreMissing as error:
            msg = f"There is no store in {self.label}: {self.path(MANIFEST_NAME)} is not there. {self.remedy}"
            raise StoreMissing(msg) from error
        return parse_manifest(data, self.label, remedy=self.remedy)

    def _check_not_replaced(self, name: str) -> None:
        try:
            now = self._read_manifest().version
        except StoreError:
            return
        if now != self.manifest.version:
            raise replaced(self.where(name), self.label, self.manifest.version, now)


def read_current(storage: Storage) -> dict[str, Any]:
    """What ``current.json`` says; empty where there is none, as in a plain folder.

    Raises
    ------
    StoreDamaged, StoreTooNew
        If it cannot be read, or a later version of the program wrote it.
    """
    try:
        data = storage.read(CURRENT)
    except StoreMissing:
        return {}
    try:
        content: dict[str, Any] = json.loads(data)
        layout, _ = int(content["layout"]), str(content["current"])
        versions = [str(one["version"]) for one in content["versions"]]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{storage.path(CURRENT)} cannot be read ({error!r}). Push the store again."
        raise StoreDamaged(msg) from error
    if layout > LAYOUT:
        msg = f"{storage.path(CURRENT)} has layout {layout}; this program reads up to {LAYOUT}. Update the program (git pull)."
        raise StoreTooNew(msg)
    if content["current"] not in versions:
        msg = f"{storage.path(CURRENT)} names version {content['current']}, which it does not list. Push the store again."
        raise StoreDamaged(msg)
    return content
