"""The frameworks that travel with the program, on the store."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from analytics.composite import CompositeIndex, Framework, Leaf, Node
from analytics.identities import hdi_from_components
from geodata import open_store
from tests.analytics.national import national
from tests.conftest import ROOT

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


@pytest.mark.parametrize("name", ["ipm", "smart_city"])
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


def test_ranges_in_smart_city_are_those_of_the_store() -> None:
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    ranges = [leaf for leaf in index.framework.leaves if leaf.source.startswith("Range:")]
    assert len(ranges) == 4
    for leaf in ranges:
        known = frame[leaf.indicator].dropna()
        assert leaf.goalposts == (known.min(), known.max()), leaf.id
        assert f" {len(known)} " in leaf.source, leaf.id
        assert str(leaf.year) in leaf.source
    worst = {leaf.id: leaf for leaf in index.framework.leaves if "Worst: highest of all 514" in leaf.source}
    assert set(worst) == {"poverty_rate", "stunting_prevalence"}
    for leaf in worst.values():
        assert leaf.goalposts is not None
        assert leaf.goalposts[1] == frame[leaf.indicator].max()


def test_smart_city_scores_what_there_is_and_says_what_is_lacking() -> None:
    index = CompositeIndex.shipped("smart_city")
    frame = national(index)
    result = index.score(frame)
    pillars = {node.id: node for node in index.framework.nodes if node.parent}
    assert set(pillars) == {"governance", "branding", "economy", "society", "environment", "living"}
    assert pillars["branding"].weight == 0
    assert pillars["branding"].lacking
    assert "branding" not in result.scores
    assert result.scores[[*(p for p in pillars if p != "branding")]].notna().sum().to_dict() == {
        "governance": 503, "economy": 499, "society": 514, "environment": 315, "living": 514,
    }  # fmt: skip
    # The survey does not cover the administrative cities of Jakarta (the page gives them the province's): four pillars of five.
    assert result.coverage.at["31.71", "score"] == pytest.approx(0.8)
    assert result.high.at["31.71", "score"] - result.low.at["31.71", "score"] == pytest.approx(20)
    full = result.coverage["score"] > 1 - 1e-9
    assert (result.low["score"] == result.high["score"])[full].all()
    assert full.sum() > 200


def test_the_page_on_frameworks_names_every_key() -> None:
    text = (ROOT / "docs" / "frameworks.md").read_text(encoding="utf-8")
    keys = {field.name for kind in (Framework, Leaf, Node) for field in fields(kind)} - {"nodes", "leaves"}
    assert {key for key in keys if f"`{key}`" not in text} == set()


@pytest.mark.parametrize("name", ["ipm", "smart_city"])
def test_what_people_read_stands_in_both_languages(name: str) -> None:
    framework = CompositeIndex.shipped(name).framework
    for part in (framework, *framework.all_parts):
        for key in ("name", "note", "lacking", "source"):
            english = getattr(part, f"{key}_en" if key == "name" else key, None)
            indonesian = getattr(part, f"{key}_id", None)
            assert bool(english) == bool(indonesian)
            if isinstance(english, tuple):
                assert isinstance(indonesian, tuple)
                assert len(english) == len(indonesian)


def test_the_framework_of_the_hdi_is_the_formula_of_the_hdi(latest: pd.DataFrame) -> None:
    score = CompositeIndex.shipped("ipm").score(latest).scores["score"]
    assert score.to_numpy() == pytest.approx(hdi_from_components(latest).to_numpy(), abs=1e-9)
