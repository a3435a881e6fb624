"""The frameworks that travel with the program, on the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.composite import CompositeIndex
from geodata import open_store

if TYPE_CHECKING:
    import pandas as pd


@pytest.fixture(scope="module")
def latest() -> pd.DataFrame:
    """Figures of all regencies and cities of 2024, one column an indicator."""
    index = CompositeIndex.shipped("ipm")
    values = open_store().values([*index.indicators, "hdi"], level="regency", years=[2024])
    return values.set_index(["code", "indicator"])["value"].unstack("indicator")  # noqa: PD010


def test_the_published_hdi_of_all_514_comes_out(latest: pd.DataFrame) -> None:
    score = CompositeIndex.shipped("ipm").score(latest).scores["score"]
    assert len(score) == 514
    # Published to two decimals: half a hundredth is as near as it can be told.
    assert ((score - latest["hdi"]).abs() <= 0.005).sum() == 514


def test_a_hdi_needs_all_four(latest: pd.DataFrame) -> None:
    gone = latest.assign(expenditure_ppp=float("nan"))
    assert CompositeIndex.shipped("ipm").score(gone).scores["score"].isna().all()


@pytest.mark.parametrize("name", ["ipm"])
def test_indicators_are_as_the_catalogue_says(name: str) -> None:
    catalogue = open_store().catalogue().set_index("indicator")
    leaves = CompositeIndex.shipped(name).framework.leaves
    said = {leaf.id: (leaf.direction, leaf.unit) for leaf in leaves}
    assert said == {
        leaf.id: (catalogue.at[leaf.indicator, "direction"], catalogue.at[leaf.indicator, "unit_en"])
        for leaf in leaves
    }
    assert all(leaf.year for leaf in leaves)
    assert {catalogue.at[leaf.indicator, "measure"] for leaf in leaves} == {"intensive"}
