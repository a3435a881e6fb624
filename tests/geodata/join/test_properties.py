"""What holds for every table: joined + left over = all, order is nothing, joining twice is joining once."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.join import Gazetteer, JoinResult, join_table
from geodata.join.balance import balance_of, exact_sum
from tests.geodata.join.mutator import Mutator

SETTINGS = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NAMES = (
    "Kab. Banyuwangi", "BANYUWANGI", "Banyuwngi", "Kota Makassar", "Bandung", "Kota Bandung", "KAB. BANDUNG*", "Pontianak",
    "Kab. Pontianak", "Mempawah", "Jambi", "JAWA BARAT", "INDONESIA", "Jumlah", "", "Gorontalo", "Kota Gorontalo", "Kab. Toba",
    "Toba Samosir", "Kep. Seribu", "Kota Banyuwangi", "Depok", "Kota Depok", "Kota Cimahi", "Kota Bogor", "bogor",
)  # fmt: skip
CODES = (
    "",
    "35.10",
    "3510",
    "35.1",
    "73.71",
    "3171",
    "31.74",
    "32.04",
    "3273",
    "35",
    "9999",
    "61.02",
    "6171",
    "x",
    "12.12",
)
NUMBERS = st.one_of(
    st.none(), st.integers(-(10**6), 10**6), st.integers(-(10**8), 10**8).map(lambda i: i / 100)
)
ROWS = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(NAMES), st.integers(2020, 2023), NUMBERS, NUMBERS),
    max_size=25,
)


def table_of(
    rows: list[tuple[str, str, int, float | None, float | None]], *, codes: bool, years: bool
) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["Kode", "Kab/Kota", "Tahun", "Penduduk", "Luas"])
    table[["Penduduk", "Luas"]] = table[["Penduduk", "Luas"]].astype("float64")
    return table.drop(columns=[*([] if codes else ["Kode"]), *([] if years else ["Tahun"])])


def last_digit(balance: pd.Series) -> Fraction:
    """What the last digit of the largest of the three figures is worth: no float equation can be nearer to the truth."""
    return max(abs(Fraction(balance[name])) for name in ("total", "joined", "left_over")) / 2**51


def by_row(result: JoinResult) -> dict[object, tuple[str, str]]:
    return {
        row: (verdict, code)
        for row, verdict, code in result.outcome[["row", "verdict", "code"]].itertuples(index=False)
    }


@SETTINGS
@given(rows=ROWS, codes=st.booleans(), years=st.booleans())
def test_joined_and_left_over_are_all(places: Gazetteer, rows: list, codes: bool, years: bool) -> None:  # noqa: FBT001
    table = table_of(rows, codes=codes, years=years)
    result = join_table(places, table)
    outcome, balance = result.outcome, result.balance
    assert sorted(outcome["row"]) == list(table.index)
    for column in balance.index:
        there = pd.Series(outcome["verdict"].to_numpy(), index=outcome["row"]).reindex(table.index)
        cells = table[column].dropna()
        aside = there.loc[cells.index].isin(["total", "note"]).to_numpy()
        exact = sum((Fraction(str(value)) for value in cells[~aside]), Fraction(0))
        assert abs(Fraction(balance.at[column, "total"]) - exact) <= last_digit(balance.loc[column])
    assert (balance["total"] == balance["joined"] + balance["left_over"]).all()
    assert (balance["rows_total"] == balance["rows_joined"] + balance["rows_left_over"]).all()
    assert len(result.joined) == (outcome["code"] != "").sum()
    assert (
        set(result.missing) | set(result.joined.index) == set(places.codes("regency"))
        or result.keys.level != "regency"
    )


@SETTINGS
@given(rows=ROWS, codes=st.booleans(), years=st.booleans(), seed=st.integers(0, 2**32 - 1))
def test_order_changes_nothing(places: Gazetteer, rows: list, codes: bool, years: bool, seed: int) -> None:  # noqa: FBT001
    table = table_of(rows, codes=codes, years=years)
    rng = np.random.default_rng(seed)
    moved = table.iloc[rng.permutation(len(table)), rng.permutation(table.shape[1])]
    one, other = join_table(places, table), join_table(places, moved)
    assert by_row(one) == by_row(other)
    assert (one.keys.code, one.keys.name, one.keys.level) == (
        other.keys.code,
        other.keys.name,
        other.keys.level,
    )
    pd.testing.assert_frame_equal(one.balance, other.balance.loc[one.balance.index])
    left = one.joined.sort_values(list(one.joined.columns), kind="stable").sort_index(kind="stable")
    right = (
        other.joined[one.joined.columns]
        .sort_values(list(one.joined.columns), kind="stable")
        .sort_index(kind="stable")
    )
    pd.testing.assert_frame_equal(left, right)


@SETTINGS
@given(rows=ROWS, codes=st.booleans(), years=st.booleans())
def test_joining_twice_is_joining_once(places: Gazetteer, rows: list, codes: bool, years: bool) -> None:  # noqa: FBT001
    once = join_table(places, table_of(rows, codes=codes, years=years)).joined
    if once.empty:
        return
    twice = join_table(places, once.reset_index())
    pd.testing.assert_frame_equal(twice.joined, once)
    assert set(twice.outcome["verdict"]) == {"code"}


@pytest.mark.parametrize("number", range(40, 70))
def test_joining_a_spoilt_table_twice_is_joining_it_once(mutator: Mutator, number: int) -> None:
    table = mutator.table(number)
    places = mutator.gazetteers[table.places]
    once = join_table(places, table.cells, **table.options).joined
    if not once.empty:
        pd.testing.assert_frame_equal(join_table(places, once.reset_index()).joined, once)


@given(
    st.lists(
        st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 6), st.sampled_from(["in", "out", "aside"])),
        max_size=60,
    )
)
def test_the_balance_is_exact(rows: list[tuple[int, int, str]]) -> None:
    values = pd.Series([whole / 10**places for whole, places, _ in rows], dtype="float64")
    joined = np.array([part == "in" for *_, part in rows], dtype=bool)
    aside = np.array([part == "aside" for *_, part in rows], dtype=bool)
    row = balance_of({"x": values}, joined, aside).loc["x"]
    assert row["total"] == row["joined"] + row["left_over"]
    exact = sum((Fraction(str(value)) for value in values[~aside]), Fraction(0))
    assert abs(Fraction(row["total"]) - exact) <= last_digit(row)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30))
def test_sums_round_nothing(values: list[float]) -> None:
    assert exact_sum(np.array(values, dtype="float64")) == sum(
        (Fraction(repr(value)) for value in values), Fraction(0)
    )
