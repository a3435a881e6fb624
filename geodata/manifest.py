"""The manifest of a store, `store.json`: what is in it, from which inputs, and the digest of every file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from geodata.errors import StoreDamaged, StoreMissing, StoreTooNew

__all__ = [
    "BOUNDARY_VINTAGE",
    "FORMAT",
    "MANIFEST_NAME",
    "REMEDY",
    "FileRecord",
    "Manifest",
    "check_format",
    "parse_manifest",
    "read_manifest",
    "read_verified",
    "sha256_of",
    "write_manifest",
]

FORMAT = 1
MANIFEST_NAME = "store.json"
BOUNDARY_VINTAGE = "Kepmendagri 300.2.2-2430/2025"
_VINTAGE_NUMBER = "2025.1"
REMEDY = (
    "Restore the folder from the repository (git checkout -- geodata/store static/geo) "
    "or build it again (python3 atlas.py build SOURCE_DIR)."
)


@dataclass(frozen=True)
class FileRecord:
    """What the manifest says of one file."""

    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Manifest:
    """Contents of `store.json`.

    Parameters
    ----------
    version
        Content version, for example `2025.1-1a2b3c4d5e6f`: vintage and a digest over all files.
    boundary_vintage
        Decree whose boundaries and codes the store holds.
    files
        Record of each file by its path below the folder.
    sources
        Digest of each input file by its path below the source folder.
    parameters
        The choices of the build (tolerances, projection).
    libraries
        Versions of the libraries that shaped the bytes.
    partial
        Codes the build was limited to; empty for the whole country.
    format
        Layout version of the folder.
    """

    version: str
    boundary_vintage: str
    files: Mapping[str, FileRecord]
    sources: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    partial: tuple[str, ...] = ()
    format: int = FORMAT


def sha256_of(data: bytes) -> str:
    """Hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """Read `store.json` of a folder.

    Raises
    ------
    StoreMissing
        If the folder or the file is not there.
    StoreDamaged
        If it is not the JSON it should be.
    StoreTooNew
        If its format is higher than this program knows.
    """
    path = folder / MANIFEST_NAME
    if not path.is_file():
        raise StoreMissing(f"There is no store in {folder}: {MANIFEST_NAME} is not there. {REMEDY}")
    return parse_manifest(path.read_bytes(), str(folder), remedy=REMEDY)


def parse_manifest(data: bytes, store: str, *, remedy: str) -> Manifest:
    """Contents of a `store.json`.

    Parameters
    ----------
    data
        The file.
    store
        Which store it is of, for messages.
    remedy
        What to do where it is not as it should be.

    Raises
    ------
    StoreDamaged, StoreTooNew
        As `read_manifest`.
    """
    what = f"The manifest {MANIFEST_NAME} of the store {store}"
    try:
        content = json.loads(data)
        found = int(content["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{what} cannot be read ({error!r}). {remedy}") from error
    check_format(found, store)
    try:
        return _from_json(content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise StoreDamaged(f"{what} lacks something ({error!r}). {remedy}") from error


def check_format(found: int, store: str, known: int = FORMAT) -> None:
    """Refuse a store that a later version of the program wrote."""
    if found > known:
        msg = (
            f"The store in {store} has format {found}; this program reads up to {known}. "
            "Update the program (git pull) or restore its own store (git checkout -- geodata/store static/geo)."
        )
        raise StoreTooNew(msg)


def _from_json(content: dict[str, Any]) -> Manifest:
    files = {name: FileRecord(**record) for name, record in content["files"].items()}
    return Manifest(
        version=str(content["version"]),
        boundary_vintage=str(content["boundary_vintage"]),
        files=files,
        sources=dict(content.get("sources", {})),
        parameters=dict(content.get("parameters", {})),
        libraries=dict(content.get("libraries", {})),
        partial=tuple(content.get("partial", ())),
        format=int(content["format"]),
    )


def read_verified(folder: Path, name: str, manifest: Manifest) -> bytes:
    """Bytes of one file of the store, after comparing its digest with the manifest.

    Raises
    ------
    StoreMissing
        If the file is not there.
    StoreDamaged
        If the manifest does not know it, or its bytes are others than the manifest says.
    """
    path = folder / name
    if name not in manifest.files:
        raise StoreDamaged(f"The manifest {folder / MANIFEST_NAME} does not list {name}. {REMEDY}")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise StoreMissing(f"The store file {path} is not there. {REMEDY}") from error
    except OSError as error:
        raise StoreDamaged(f"The store file {path} cannot be read ({error}). {REMEDY}") from error
    if sha256_of(data) != manifest.files[name].sha256:
        msg = f"The store file {path} is damaged: {len(data)} bytes that do not match the manifest. {REMEDY}"
        raise StoreDamaged(msg)
    return data


def write_manifest(
    folder: Path,
    *,
    rows: Mapping[str, int],
    boundary_vintage: str = BOUNDARY_VINTAGE,
    sources: Mapping[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    libraries: Mapping[str, str] | None = None,
    partial: tuple[str, ...] = (),
) -> Manifest:
    """Record every file that lies in `folder` and write `store.json` beside them.

    The version is a digest of the files' names and digests, so it holds no date and does not depend on the machine's
    clock or on how the build was run.

    Parameters
    ----------
    folder
        The finished store.
    rows
        Number of rows by file name; 0 for files that are no tables.

    Returns
    -------
    Manifest
        What was written.
    """
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_NAME):
        name = path.relative_to(folder).as_posix()
        data = path.read_bytes()
        files[name] = FileRecord(sha256=sha256_of(data), bytes=len(data), rows=rows.get(name, 0))
    listing = "\n".join(f"{name} {record.sha256}" for name, record in sorted(files.items()))
    manifest = Manifest(
        version=f"{_VINTAGE_NUMBER}-{sha256_of(listing.encode())[:12]}",
        boundary_vintage=boundary_vintage,
        files=files,
        sources=dict(sources or {}),
        parameters=dict(parameters or {}),
        libraries=dict(libraries or {}),
        partial=partial,
    )
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8", newline="\n")
    return manifest
