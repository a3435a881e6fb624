"""A total that a table states is held against its rows, and an average, a rate or a part of the country never is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import open_store
from geodata.join import Gazetteer, JoinResult, join_table

STORE = open_store()
PLACES = Gazetteer.of(STORE.codes())
REGENCIES = STORE.place_table("regency")
PEOPLE, POOR, AREA = "Penduduk (jiwa)", "Miskin (%)", "Luas (km2)"


def rows(*provinces: str, seed: int = 3) -> pd.DataFrame:
    part = REGENCIES[REGENCIES["code"].str[:2].isin(provinces)]
    random = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "Kabupaten/Kota": part["name"].to_numpy(),
            PEOPLE: random.integers(100_000, 900_000, len(part)),
            POOR: random.uniform(3, 20, len(part)).round(2),
            AREA: random.uniform(100, 3000, len(part)).round(1),
        }
    )


def total(table: pd.DataFrame, name: str, **off: Any) -> pd.DataFrame:
    """The row of a total: sums of people and area, the average of the rate, and what is wrong with them."""
    row = {
        "Kabupaten/Kota": name, PEOPLE: table[PEOPLE].sum() + off.get("people", 0),
        POOR: round(table[POOR].mean(), 2), AREA: round(table[AREA].sum() + off.get("area", 0.0), 1),
    }  # fmt: skip
    return pd.DataFrame([row])


def joined(*parts: pd.DataFrame) -> JoinResult:
    return join_table(PLACES, pd.concat(parts, ignore_index=True))


def test_totals_that_fit_are_not_told() -> None:
    table = rows("32")
    result = joined(table, total(table, "Jumlah"))
    assert result.counts["total"] == 1
    assert result.totals.empty
    assert list(result.totals.columns) == ["row", "name", "column", "stated", "summed", "difference"]
    assert "do not fit" not in result.summary("en")


@pytest.mark.parametrize("name", ["Jumlah", "JAWA BARAT", "TOTAL"])
@pytest.mark.parametrize("off", [567, -567])
def test_a_total_that_differs_is_told_with_both_numbers(name: str, off: int) -> None:
    table = rows("32")
    result = joined(table, total(table, name, people=off))
    assert len(result.totals) == 1
    line = result.totals.iloc[0]
    assert (line["row"], line["name"], line["column"]) == (len(table), name, PEOPLE)
    assert line["summed"] == table[PEOPLE].sum()
    assert line["difference"] == off == line["stated"] - line["summed"]
    english, indonesian = result.summary("en"), result.summary("id")
    assert f"{abs(off)} {'missing' if off > 0 else 'too much'} in the rows" in english
    assert f"{'kurang' if off > 0 else 'lebih'} 567 pada baris" in indonesian


def test_a_row_left_over_is_a_part_as_well() -> None:
    table = rows("32")
    table.loc[3, "Kabupaten/Kota"] = "Tak Dikenal"
    result = joined(table, total(table, "Jumlah"))
    assert result.counts["not_found"] == 1
    assert result.totals.empty


def test_each_province_is_held_against_its_own_rows() -> None:
    parts: list[pd.DataFrame] = []
    for code, name, off in (("32", "JAWA BARAT", 0), ("73", "SULAWESI SELATAN", 1), ("35", "JAWA TIMUR", 0)):
        table = rows(code)
        parts += [total(table, name, people=off), table]
    result = joined(*parts)
    assert result.totals[["name", "column", "difference"]].to_numpy().tolist() == [
        ["SULAWESI SELATAN", PEOPLE, 1.0]
    ]


def test_averages_are_never_told() -> None:
    table = rows("32")[["Kabupaten/Kota", POOR]]
    for name, value in (("JAWA BARAT", 7.5), ("Rata-rata", 7.5), ("Jumlah", 7.5), ("INDONESIA", 9.03)):
        assert joined(table, pd.DataFrame([{"Kabupaten/Kota": name, POOR: value}])).totals.empty


def test_a_total_of_more_than_the_table_holds_is_not_told() -> None:
    table = rows("32", "73")[["Kabupaten/Kota", PEOPLE]]
    assert joined(table, pd.DataFrame([{"Kabupaten/Kota": "INDONESIA", PEOPLE: 279_000_000}])).totals.empty


def test_what_rounding_explains_is_not_told() -> None:
    table = rows("32")
    thousands = table.assign(**{PEOPLE: (table[PEOPLE] / 1000).round()})
    stated = pd.DataFrame([{"Kabupaten/Kota": "Jumlah", PEOPLE: round(table[PEOPLE].sum() / 1000)}])
    assert abs(thousands[PEOPLE].sum() - stated[PEOPLE].iloc[0]) <= 5
    assert joined(thousands, stated).totals.empty


def test_a_row_without_a_number_may_be_known_to_the_total() -> None:
    table = rows("32").astype({PEOPLE: "object"})
    stated = total(table, "Jumlah")
    table.loc[2, PEOPLE] = "…"
    assert joined(table, stated).totals.empty


@pytest.mark.parametrize(
    "indicator", ["budget_ict_per_capita", "poverty_rate", "hdi", "area_km2_polygon", "digital_id_activated"]
)
def test_real_totals_of_all_provinces_cry_no_wolf(indicator: str) -> None:
    names = REGENCIES.set_index("code")["name"]
    upper, lower = (STORE.values(indicator, level=level) for level in ("province", "regency"))
    year = upper["year"].max()
    states = upper[upper["year"] == year].set_index("code")["value"]
    parts = lower[lower["year"] == year].set_index("code")["value"]
    provinces = STORE.place_table("province").set_index("code")["name"]
    lines: list[tuple[str, float]] = []
    for code, value in states.items():
        lines.append((provinces[code].upper(), value))
        lines += [
            (names[part], parts[part])
            for part in parts.index
            if part in names.index and part.startswith(f"{code}.")
        ]
    assert joined(pd.DataFrame(lines, columns=["Kabupaten/Kota", "Angka 2024"])).totals.empty


@settings(max_examples=25, deadline=None)
@given(off=st.integers(-40_000, 40_000), seed=st.integers(0, 9), order=st.randoms(use_true_random=False))
def test_order_of_the_rows_changes_nothing(off: int, seed: int, order: Any) -> None:
    table = rows("73", seed=seed)
    whole = pd.concat([table, total(table, "Jumlah", people=off)], ignore_index=True)
    positions = list(range(len(whole)))
    order.shuffle(positions)
    first, second = (join_table(PLACES, frame).totals for frame in (whole, whole.iloc[positions]))
    assert first["difference"].tolist() == second["difference"].tolist()
    assert first["row"].tolist() == second["row"].tolist()
    assert len(first) == (abs(off) > 3 * np.sqrt(len(table) / 12) + 0.5)
