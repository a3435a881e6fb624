"""Observations: a source for each, one value a key, derived figures."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from geodata.build.figures import (
    attach_sources,
    build_facts,
    build_observations,
    choose,
    densities,
    left_out,
    polygon_areas,
    source_index,
    village_counts,
)
from geodata.errors import SourceError
from tests.geodata.toy import observation

NOT_TAKEN = {"code": "31", "year": 2021, "indicator": "hdi", "text_id": "x", "text_en": "y"}


def sources(**changes: object) -> pd.DataFrame:
    columns = {
        "source": ["first", "second", "computed", "boundary_area_computed", "derived_density"],
        "file": ["a.csv", "b.csv", "", "", ""],
        "indicators": [
            ("hdi", "area_km2"),
            ("hdi",),
            ("hdi",),
            ("area_km2_polygon",),
            ("population_density_km2",),
        ],
        "leave_out": ["[]", json.dumps([NOT_TAKEN]), "[]", "[]", "[]"],
    }
    return pd.DataFrame(columns | changes)


def places() -> pd.DataFrame:
    return pd.DataFrame({"code": ["31", "31.71"], "area_km2": [3.00004, 1.0]})


def catalogue() -> pd.DataFrame:
    ids = ["hdi", "area_km2", "population_registered", "area_km2_polygon", "population_density_km2"]
    prefer = [("second", "first"), (), (), (), ()]
    return pd.DataFrame({"indicator": ids, "prefer": prefer})


def build(*parts: pd.DataFrame) -> pd.DataFrame:
    return build_observations(pd.concat(parts, ignore_index=True), places(), catalogue(), sources())


def test_a_file_and_indicator_name_the_source() -> None:
    read = pd.concat([observation("31", "hdi", 1, file="a.csv"), observation("31", "hdi", 2, file="b.csv")])
    assert attach_sources(read, sources())["source"].tolist() == ["first", "second"]


def test_a_figure_without_a_source_does_not_load() -> None:
    read = pd.concat([observation("31", "hdi", 1, file="c.csv"), observation("31", "gini", 1, file="a.csv")])
    with pytest.raises(SourceError) as caught:
        attach_sources(read, sources())
    assert caught.value.faults == ["hdi in c.csv", "gini in a.csv"]


def test_two_records_for_one_pair_are_a_fault() -> None:
    with pytest.raises(SourceError) as caught:
        source_index(sources(file=["a.csv", "a.csv", "", "", ""]))
    assert len(caught.value.faults) == 2


def test_the_preferred_source_stands() -> None:
    table = build(observation("31", "hdi", 1, file="a.csv"), observation("31", "hdi", 2, file="b.csv"))
    row = table[table["indicator"] == "hdi"]
    assert row[["value", "source"]].to_numpy().tolist() == [[2.0, "second"]]


def test_every_value_that_nobody_chooses_is_named() -> None:
    table = pd.DataFrame(
        {
            "code": ["31", "31", "31", "31", "32", "32"],
            "year": np.array([2024] * 6, "int16"),
            "indicator": ["hdi", "hdi", "x", "x", "hdi", "hdi"],
            "value": [1.0, 2.0, 3.0, 3.0, 4.0, 5.0],
            "source": ["first", "first", "first", "second", "first", "third"],
        }
    )
    with pytest.raises(SourceError) as caught:
        choose(table, pd.Series({"hdi": ["second", "first"]}))
    assert caught.value.faults == [
        "31 2024 hdi = 1 (first)",
        "31 2024 hdi = 2 (first)",
        "31 2024 x = 3 (first)",
        "31 2024 x = 3 (second)",
        "32 2024 hdi = 5 (third)",
    ]


def test_rows_that_are_not_trusted_are_not_taken() -> None:
    other = observation("31", "hdi", 7, year=2022, file="b.csv")
    table = build(observation("31", "hdi", 0, year=2021, file="b.csv"), other)
    assert table.loc[table["indicator"] == "hdi", "year"].tolist() == [2022]
    assert left_out(sources())["code"].tolist() == ["31"]


def test_a_left_out_row_uncovers_the_other_source() -> None:
    table = build(
        observation("31", "hdi", 0, year=2021, file="b.csv"),
        observation("31", "hdi", 5, year=2021, file="a.csv"),
    )
    assert table.loc[table["indicator"] == "hdi", "source"].tolist() == ["first"]


def test_unknown_places_and_indicators_are_all_named() -> None:
    with pytest.raises(SourceError) as caught:
        build(observation("99", "hdi", 1, file="a.csv"), observation("31", "gini", 1, file="a.csv"))
    assert caught.value.faults == ["99 is no known place", "gini has no record in the catalogue"]


def test_polygon_areas_of_every_place() -> None:
    table = polygon_areas(places())
    assert table["value"].tolist() == [3.0, 1.0]
    assert table["year"].unique().tolist() == [2025]


def test_density_is_people_over_official_area_at_province_and_regency() -> None:
    read = pd.concat(
        [
            observation("31", "population_registered", 3000),
            observation("31", "area_km2", 7),
            observation("31.71", "population_registered", 10),
            observation("31.71.01", "population_registered", 10),
            observation("31.71.01", "area_km2", 5),
            observation("32", "population_registered", 10, year=2023),
            observation("32", "area_km2", 10, year=2023),
        ],
        ignore_index=True,
    )
    table = densities(read)
    assert table[["code", "year", "value"]].to_numpy().tolist() == [["31", 2024, 428.5714]]


def test_the_table_is_sorted_and_typed() -> None:
    table = build(observation("31.71", "hdi", 1, file="a.csv"), observation("31", "hdi", 2, file="a.csv"))
    assert table["indicator"].tolist() == ["area_km2_polygon"] * 2 + ["hdi"] * 2
    assert table["code"].tolist() == ["31", "31.71"] * 2


def test_facts_and_their_pages_must_fit() -> None:
    file = "indicators/pilot_facts.csv"
    read = pd.concat(
        [
            observation("31", "hdi", 1, file=file),
            observation("32", "hdi", 2, file=file),
            observation("33", "hdi", 3, file=file),
        ]
    )
    listed = pd.concat(
        [observation("32", "hdi", 2), observation("33", "hdi", 4), observation("34", "hdi", 1)]
    )
    listed = listed.drop(columns="file").assign(
        confidence="high", source_url="https://example.org", note=None
    )
    with pytest.raises(SourceError) as caught:
        build_facts(read, listed, sources())
    assert caught.value.faults == [
        "31 2024 hdi: no source",
        "34 2024 hdi: a source, but no fact",
        "33 2024 hdi: 3.0 or 4.0",
    ]


def test_villages_are_counted_at_every_level_above_them() -> None:
    listed = ["31.71.01.1001", "31.71.01.2001", "31.71.01.3001", "31.71.02.1001", "36.71.01.2001"]
    levels = ["village"] * len(listed)
    codes = pd.DataFrame({"code": ["31", *listed], "level": ["province", *levels]})
    known = pd.DataFrame({"code": ["31", "31.71", "31.71.01", "31.71.02"]})
    table = village_counts(codes, known)
    found = {(row.code, row.indicator): row.value for row in table.itertuples()}
    assert found == {
        ("31", "village_count"): 4.0, ("31.71", "village_count"): 4.0,
        ("31.71.01", "village_count"): 3.0, ("31.71.02", "village_count"): 1.0,
        ("31", "kelurahan_share_pct"): 50.0, ("31.71", "kelurahan_share_pct"): 50.0,
        ("31.71.01", "kelurahan_share_pct"): 33.3333, ("31.71.02", "kelurahan_share_pct"): 100.0,
    }  # fmt: skip
    assert set(table["year"]) == {2025}
    assert set(table["source"]) == {"codes_counted"}
