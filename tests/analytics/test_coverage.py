"""States of indicators, cities and years: each of them once, complete, and never a zero for a gap."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.coverage import STATES, coverage_share, coverage_states, coverage_years

ROWS = [
    ("11.01", 2020, "a", 1.0, "good"),
    ("11.01", 2022, "a", 0.0, "good"),
    ("11.02", 2022, "a", 0.0, "good"),
    ("11.01", 2023, "a", 0.0, "good"),
    ("11.02", 2023, "a", 4.0, "good"),
    ("12.01", 2021, "a", 0.0, "weak"),
    ("12.01", 2023, "b", 5.0, "good"),
    ("99.99", 2021, "a", 5.0, "good"),
    ("12.01", 2020, "b", math.nan, "good"),
]
MEMBERS = {"11": ["11.01", "11.02"], "12": ["12.01"]}
YEARS = [2019, 2020, 2021, 2022, 2023]


def frame(rows: list[tuple[Any, ...]] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        ROWS if rows is None else rows, columns=["code", "year", "indicator", "value", "source"]
    )


def states(**options: Any) -> pd.DataFrame:
    chosen = {
        "members": MEMBERS,
        "indicators": ["a", "b", "c"],
        "years": YEARS,
        "weak_sources": {"weak"},
    } | options
    return coverage_states(frame(chosen.pop("rows", None)), **chosen)


def of(table: pd.DataFrame, indicator: str, city: str) -> list[str]:
    return table[(table["indicator"] == indicator) & (table["city"] == city)]["state"].tolist()


def test_every_state_in_its_place() -> None:
    table = states(
        provisional={("b", "12", 2023), ("b", "12", 2019)}, not_applicable={("c", "11"), ("a", "12")}
    )
    assert of(table, "a", "11") == ["other_year", "value", "other_year", "zero", "value"]
    # A figure stands even where none was thought possible, and a zero from a weak source is weak first.
    assert of(table, "a", "12") == [
        "not_applicable",
        "not_applicable",
        "unreliable",
        "not_applicable",
        "not_applicable",
    ]
    assert of(table, "b", "12") == ["no_data", "no_data", "no_data", "other_year", "provisional"]
    assert of(table, "c", "11") == ["not_applicable"] * 5
    assert of(table, "b", "11") == of(table, "c", "12") == ["no_data"] * 5


def test_numbers_of_places() -> None:
    table = states().set_index(["indicator", "city", "year"])
    assert table.loc[("a", "11", 2020), ["n", "expected"]].tolist() == [1, 2]
    assert table.loc[("a", "11", 2022), ["n", "expected"]].tolist() == [2, 2]
    assert table.loc[("c", "12", 2022), ["n", "expected"]].tolist() == [0, 1]


@pytest.mark.parametrize(("near", "expected"), [(0, "no_data"), (1, "no_data"), (2, "other_year")])
def test_how_near_is_near(near: int, expected: str) -> None:
    assert of(states(near=near), "b", "12")[2] == expected


def test_parts_stand_in_for_a_province_without_a_figure_of_its_own() -> None:
    rows = [("31", 2020, "a", 1.0, "x"), ("31.71", 2021, "a", 2.0, "x"), ("31.71", 2021, "b", 2.0, "x")]
    table = states(rows=rows, members={"31": ["31"]}, instead={"31": ["31.71", "31.72"]}).set_index(
        ["indicator", "year"]
    )
    assert table.loc[("a", 2020), ["state", "n", "expected", "instead"]].tolist() == ["value", 1, 1, False]
    # Its own figure of another year keeps the parts out: one series, one meaning.
    assert table.loc[("a", 2021), ["state", "n", "expected", "instead"]].tolist() == [
        "other_year",
        0,
        1,
        False,
    ]
    assert table.loc[("b", 2021), ["state", "n", "expected", "instead"]].tolist() == ["value", 1, 2, True]
    assert table.loc[("b", 2020), ["state", "expected", "instead"]].tolist() == ["other_year", 2, True]
    assert table.loc[("c", 2020), ["state", "expected", "instead"]].tolist() == ["no_data", 1, False]


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match=r"each place once, 1 came again \(first: '11\.01' in '12'\)"):
        states(members={"11": ["11.01"], "12": ["11.01"]})
    with pytest.raises(ValueError, match="`near` must be at least 0 years, it is -1"):
        states(near=-1)


CODE, YEAR = st.sampled_from(["11.01", "11.02", "12.01", "13"]), st.integers(2018, 2024)
VALUE = st.sampled_from([0.0, 1.0, -2.5, math.nan, math.inf])
ANY = st.lists(
    st.tuples(CODE, YEAR, st.sampled_from("abcd"), VALUE, st.sampled_from(["weak", "good"])),
    max_size=40,
    unique_by=lambda row: row[:3],
)


@given(ANY, st.integers(0, 3))
def test_complete_once_and_true_to_the_figures(rows: list[tuple[Any, ...]], near: int) -> None:
    table = states(rows=rows, near=near)
    keys = list(table[["indicator", "city", "year"]].itertuples(index=False, name=None))
    assert keys == list(product("abc", MEMBERS, YEARS))
    assert set(table["state"]) <= set(STATES)
    finite = [row for row in rows if math.isfinite(row[3])]
    for key, state, n in zip(keys, table["state"], table["n"], strict=True):
        mine = [row for row in finite if row[2] == key[0] and row[0] in MEMBERS[key[1]]]
        here = [row for row in mine if row[1] == key[2]]
        assert n == len(here)
        assert (state in {"value", "zero", "unreliable"}) == bool(here)
        assert (state == "zero") == (bool(here) and all(r[3] == 0 and r[4] != "weak" for r in here))
        assert (state == "other_year") == (not here and any(0 < abs(r[1] - key[2]) <= near for r in mine))


@given(ANY, st.randoms())
def test_order_of_rows_changes_nothing(rows: list[tuple[Any, ...]], random: Any) -> None:
    before = states(rows=rows)
    random.shuffle(rows)
    pd.testing.assert_frame_equal(states(rows=rows), before)


def test_share_counts_an_indicator_once_however_many_years() -> None:
    shares = coverage_share(frame(), codes=["12.01", "11.01", "13.01"], indicators=["a", "b"])
    assert shares["n"].tolist() == [2, 1, 0]
    assert shares["expected"].tolist() == [2, 2, 2]
    assert shares["share"].tolist() == [1.0, 0.5, 0.0]
    assert shares.index.tolist() == ["12.01", "11.01", "13.01"]
    assert coverage_share(frame(), codes=["12.01"], indicators=[])["share"].isna().all()


def test_latest_year_and_number_of_years() -> None:
    years = coverage_years(frame(), codes=["11.01", "12.01", "13.01"], indicator="a")
    assert years["latest"].tolist() == [2023, 2021, pd.NA]
    assert years["years"].tolist() == [3, 1, 0]
    assert years["years"].dtype == np.int64
    assert coverage_years(frame(), codes=["12.01"], indicator="b")["latest"].tolist() == [2023]
