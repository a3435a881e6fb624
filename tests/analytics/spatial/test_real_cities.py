"""The four pilots as the store has them: islands, sizes, patterns that are plain on the ground, both levels."""

from __future__ import annotations

import functools

import pandas as pd
import pytest

from analytics.inequality import gini, location_quotient, theil
from analytics.spatial import (
    NOT_SIGNIFICANT,
    Neighbours,
    clusters_at_levels,
    compare_levels,
    contiguity,
    line_up,
    local_moran,
    morans_i,
)
from geodata import open_store

PILOTS = ("31", "73.71", "35.10", "32.11")


@functools.cache
def graph(city: str, level: str) -> Neighbours:
    return contiguity(open_store().places(level=level, within=city, detail="city"), within=city)


@functools.cache
def figures(city: str, level: str, indicator: str) -> pd.Series[float]:
    """The latest year's."""
    values = open_store().values([indicator], level=level)
    values = values[values["code"].str.startswith(f"{city}.")]
    return values[values["year"] == values["year"].max()].set_index("code")["value"]


@pytest.mark.parametrize(
    ("city", "areas", "islands"),
    [
        ("31", 44, {"31.01.01", "31.01.02"}),  # Kepulauan Seribu
        ("73.71", 15, {"73.71.15"}),  # Kepulauan Sangkarrang
        ("35.10", 25, set()),
        ("32.11", 26, set()),
    ],
)
def test_districts_of_the_pilots(city: str, areas: int, islands: set[str]) -> None:
    found = graph(city, "district")
    assert len(found.codes) == areas
    assert set(found.islands) == islands
    assert len(found.components[0]) == areas - len(islands)
    assert found.lone_pairs == ()


def test_villages_of_the_islands_are_left_out() -> None:
    jakarta, makassar = graph("31", "village"), graph("73.71", "village")
    outside = {*jakarta.islands, *jakarta.lone_pairs}
    assert outside == {code for code in jakarta.codes if code.startswith("31.01.")}
    assert len(jakarta.lone_pairs) == 2  # Pulau Harapan and Pulau Kelapa touch each other
    assert {code for code in makassar.codes if code.startswith("73.71.15.")} <= set(makassar.islands)


@pytest.mark.parametrize("city", PILOTS)
def test_villages_next_to_each_other_lie_in_one_district_or_in_neighbours(city: str) -> None:
    """The levels nest, so a border between villages of two districts is a border of these districts."""
    districts = {frozenset(pair) for pair in graph(city, "district").pairs.itertuples(index=False)}
    villages = graph(city, "village").pairs.map(lambda code: code.rpartition(".")[0])
    above = {frozenset(pair) for pair in villages.itertuples(index=False) if pair[0] != pair[1]}
    assert above == districts


def test_jakartas_low_land_lies_together_in_the_north() -> None:
    values = figures("31", "district", "land_below_10m_pct")
    found = morans_i(values, graph("31", "district"), seed=1)
    assert found.n == 42
    assert found.gate == "full"
    assert found.statistic > 0.7
    assert found.p == 0.002
    assert found.left_out.to_dict() == {"31.01.01": "island", "31.01.02": "island"}
    clusters = local_moran(values, graph("31", "district"), seed=1).frame["cluster_fdr"]
    assert clusters["31.72.01"] == "high_high"  # Penjaringan, on the bay
    assert clusters["31.74.04"] == "low_low"  # Pasar Minggu, in the south
    assert clusters.loc[["31.01.01", "31.01.02"]].isna().all()


def test_both_levels_of_jakarta_agree() -> None:
    district, village = (
        morans_i(figures("31", level, "land_below_10m_pct"), graph("31", level), seed=1)
        for level in ("district", "village")
    )
    found = compare_levels(district, village)
    assert found.agreement == "same_pattern"
    assert not found.cautious
    coarse, fine = (
        local_moran(figures("31", level, "land_below_10m_pct"), graph("31", level), seed=1)
        for level in ("district", "village")
    )
    parents = pd.Series({code: code.rpartition(".")[0] for code in fine.frame.index})
    table = clusters_at_levels(coarse, fine, parents)
    clustered = table[table["cluster"].notna() & (table["cluster"] != NOT_SIGNIFICANT)]
    assert len(clustered) > 10
    assert clustered["same"].sum() > 0.9 * clustered["parts"].sum()
    assert clustered["other"].sum() == 0


def test_a_city_without_low_land_has_no_variation() -> None:
    values = figures("32.11", "village", "land_below_10m_pct")
    assert set(values) == {0.0}
    assert morans_i(values, graph("32.11", "village"), seed=1).status == "no_variation"


def test_makassars_districts_are_few() -> None:
    values = figures("73.71", "district", "population_density_km2")
    found = morans_i(values, graph("73.71", "district"), seed=1)
    assert (found.n, found.gate, found.status) == (14, "caution", "ok")


def test_a_line_up_of_a_city() -> None:
    found = line_up(
        figures("35.10", "district", "population_density_km2"), graph("35.10", "district"), seed=4
    )
    assert found.panels.shape == (25, 20)
    real = figures("35.10", "district", "population_density_km2").reindex(found.panels.index)
    assert found.panels[found.position].tolist() == real.tolist()


def test_inequality_inside_jakarta() -> None:
    people = figures("31", "village", "population")
    density = figures("31", "village", "population_density_km2")
    district = pd.Series({code: code.rpartition(".")[0] for code in density.index})
    found = theil(density, people, groups=district)
    assert found.between + found.within == pytest.approx(found.value, abs=1e-12)
    assert 0 < found.between_share < 1
    assert found.groups["people_share"].sum() == pytest.approx(1)
    assert 0 < gini(density, people).value < 1
    schools, residents = (figures("31", "district", name) for name in ("hospitals", "population"))
    quotient = location_quotient(schools, residents)
    known = quotient["reason"] == ""
    weighted = quotient["location_quotient"][known] * residents.reindex(quotient.index)[known]
    assert weighted.sum() == pytest.approx(residents.reindex(quotient.index)[known].sum())
