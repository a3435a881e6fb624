"""The toy country, its store, and the committed store, each made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata import Store, open_store
from tests.geodata import toy


@pytest.fixture(scope="session")
def toy_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Source folder of the toy country; read only."""
    return toy.write_sources(tmp_path_factory.mktemp("toy-sources"))


@pytest.fixture(scope="session")
def toy_build(toy_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with `store`, `geo` and `cache` of the toy country; read only."""
    out = tmp_path_factory.mktemp("toy")
    toy.build_toy(toy_sources, out)
    return out


@pytest.fixture
def toy_store(toy_build: Path) -> Store:
    """The toy country's store, freshly opened."""
    return open_store(toy_build / "store")


@pytest.fixture(scope="session")
def committed() -> Store:
    """The store that travels with the program."""
    return open_store()
