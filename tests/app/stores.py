"""Copies of the store with other contents, for what the real one has no case of."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from geodata.manifest import MANIFEST_NAME, read_manifest, write_manifest
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import pytest

STORE = ROOT / "geodata" / "store"


def table(name: str, folder: Path = STORE) -> pd.DataFrame:
    """One table of a store as it lies on the disk, unchecked."""
    return pd.read_parquet(folder / f"{name}.parquet")


def copy_store(
    folder: Path, edits: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] | None = None
) -> Path:
    """Copy the store without the shapes, which the app does not read, and change some of its tables.

    Parameters
    ----------
    folder
        Where the copy goes; must not exist.
    edits
        Name of a table -> function that gives the changed table.
    """
    shutil.copytree(STORE, folder, ignore=shutil.ignore_patterns("geometry"))
    for name, edit in (edits or {}).items():
        edit(table(name, folder)).to_parquet(folder / f"{name}.parquet", index=False)
    seal(folder)
    return folder


def seal(folder: Path) -> None:
    """Write a manifest that fits the files as they are."""
    old = read_manifest(folder)
    rows = {name: record.rows for name, record in old.files.items()}
    rows |= {path.name: len(pd.read_parquet(path)) for path in folder.glob("*.parquet")}
    write_manifest(
        folder,
        rows=rows,
        boundary_vintage=old.boundary_vintage,
        sources=old.sources,
        parameters=old.parameters,
    )


def change_manifest(folder: Path, **fields: object) -> None:
    """Overwrite fields of a store's manifest."""
    path = folder / MANIFEST_NAME
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content | fields), encoding="utf-8")


def clear_caches() -> None:
    """Forget what the app has read."""
    st.cache_resource.clear()
    st.cache_data.clear()


@contextmanager
def using(folder: Path | str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the app in this process read another store, and forget it afterwards."""
    monkeypatch.setenv("ATLAS_STORE", str(folder))
    clear_caches()
    try:
        yield
    finally:
        monkeypatch.delenv("ATLAS_STORE")
        clear_caches()
