"""Places to join to, from the committed store, indexed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from geodata.join import Gazetteer
from tests.geodata.join.mutator import Mutator

if TYPE_CHECKING:
    import pandas as pd

    from geodata import Store


@pytest.fixture(scope="session")
def codes(committed: Store) -> pd.DataFrame:
    """The official list."""
    return committed.codes()


@pytest.fixture(scope="session")
def places(codes: pd.DataFrame) -> Gazetteer:
    """Every place of the country."""
    return Gazetteer(codes)


@pytest.fixture(scope="session")
def names(codes: pd.DataFrame) -> dict[str, str]:
    """Official names by code."""
    return dict(zip(codes["code"], codes["name"], strict=True))


@pytest.fixture(scope="session")
def mutator(committed: Store) -> Mutator:
    """Maker of spoilt tables."""
    return Mutator(committed)
