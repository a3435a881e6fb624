"""From a joined table to the session's figures: sensible guesses, rates with a named year, a template that joins again."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import pandas as pd
import pytest

from analytics.counts import count_points
from geodata import open_store
from geodata.overlay import Overlay
from geodata.own import OwnData
from geodata.store import Store
from views.own import (
    add_to_session,
    guess_settings,
    home_of,
    long_rows,
    lonlat,
    near_points,
    people_year,
    settings_of,
    template,
)
from views.point_counts import count_observations, own_columns

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


def rows(indicator: str, *values: float) -> pd.DataFrame:
    codes = ["35.10", "73.71", "32.11", "31.74"][: len(values)]
    return pd.DataFrame({"code": codes, "year": 2025, "indicator": indicator, "value": values})


@pytest.mark.parametrize(
    ("name", "unit", "values", "measure", "decimals"),
    [
        ("Jumlah UMKM", "unit", (10, 20, 5), "extensive", 0),
        ("Penduduk", "jiwa", (1_700_000, 1_400_000), "extensive", 0),
        ("Kemiskinan", "%", (5.37, 6.1), "intensive", 2),
        ("Tingkat pengangguran", "", (5, 6), "intensive", 0),
        ("Kepadatan", "jiwa/km2", (480, 8000), "intensive", 0),
        ("Indeks inovasi", "", (102, 140), "intensive", 0),
        ("Skor", "", (3, 4), "intensive", 0),
        ("Angka harapan hidup", "tahun", (71.25, 70.5), "intensive", 2),
    ],
)
def test_guess_what_a_column_is(
    name: str, unit: str, values: tuple[float, ...], measure: str, decimals: int
) -> None:
    guess = guess_settings(rows(name, *values), {name: unit}).loc[name]
    assert (guess["measure"], guess["decimals"], guess["unit"]) == (measure, decimals, unit)
    assert guess["direction"] == "neutral"
    assert bool(guess["use"])


def test_column_without_a_number_is_not_offered() -> None:
    guess = guess_settings(rows("kosong", float("nan"), float("nan")))
    assert not guess.loc["kosong", "use"]


def test_columns_keep_the_order_of_the_table() -> None:
    both = pd.concat([rows("z", 1.0), rows("a", 2.0)])
    assert list(guess_settings(both).index) == ["z", "a"]


def test_rate_beside_a_count_divides_by_the_residents_and_says_of_when(store: Store) -> None:
    observed = rows("Jumlah UMKM", 5000.0, 7000.0)
    settings = guess_settings(observed)
    settings["per_people"] = True
    own = add_to_session(OwnData(), store, observed, settings, title="umkm.csv", level="regency", day=DAY)
    assert list(own.catalogue["measure"]) == ["extensive", "intensive"]
    rate = own.catalogue.iloc[1]
    year = people_year(store, "regency")
    assert str(year) in rate["definition_en"]
    assert str(year) in rate["definition_id"]
    people = store.values("population_registered", codes=["73.71"], years=year)["value"].iloc[0]
    value = own.observations.set_index(["indicator", "code"]).loc[(rate["indicator"], "73.71"), "value"]
    assert value == pytest.approx(10_000 * 7000 / people)


def test_place_without_known_residents_gets_no_rate(store: Store) -> None:
    codes = [*store.place_table("district")["code"].iloc[:1], "35.10.05"]
    observed = pd.DataFrame({"code": codes, "year": 2025, "indicator": "Jumlah", "value": [5.0, 6.0]})
    settings = guess_settings(observed)
    settings["per_people"] = True
    own = add_to_session(OwnData(), store, observed, settings, title="a.csv", level="district", day=DAY)
    rates = own.observations[own.observations["indicator"] == own.catalogue["indicator"].iloc[1]]
    assert rates["code"].tolist() == ["35.10.05"]


def test_only_chosen_columns_come_along(store: Store) -> None:
    both = pd.concat([rows("a", 1.0), rows("b", 2.0)])
    settings = guess_settings(both)
    settings.loc["a", "use"] = False
    settings.loc["b", "name"] = "Bernama"
    own = add_to_session(OwnData(), store, both, settings, title="t.csv", level="regency", day=DAY)
    assert own.catalogue["name_en"].tolist() == ["Bernama (your data)"]
    assert own.observations["value"].tolist() == [2.0]
    assert Overlay(store, own).values(own.catalogue["indicator"].iloc[0])["value"].tolist() == [2.0]


@pytest.mark.parametrize(("lang", "sheets"), [("id", ["Data", "Petunjuk"]), ("en", ["Data", "Guide"])])
def test_template_has_every_place_of_its_level_and_area(store: Store, lang: str, sheets: list[str]) -> None:
    made = template(store, "district", ["32.11", "73.71"], lang)
    assert list(made) == sheets
    table = made[sheets[0]]
    wanted = [
        *store.place_table("district", within="32.11")["code"],
        *store.place_table("district", within="73.71")["code"],
    ]
    assert table.iloc[:, 0].tolist() == wanted
    assert table.iloc[0, 2] == "Kabupaten Sumedang"
    assert made[sheets[1]].notna().all(axis=None)
    assert len(template(store, "regency", [], lang)[sheets[0]]) == 514


def test_points_of_a_file_are_counted_per_category_and_none_is_lost(store: Store) -> None:
    places = store.place_table("district", within="73.71").head(3)
    x = [*places["label_x"], places["label_x"].iloc[0], 10.0]
    y = [*places["label_y"], places["label_y"].iloc[0], 50.0]
    points = gpd.GeoDataFrame(
        {"jenis": ["a", "a", "b", "b", "a"]}, geometry=gpd.points_from_xy(x, y), crs="EPSG:4326"
    )
    counts = count_points(lonlat(points), store.places("district"), by="jenis")
    settings = settings_of(own_columns(counts, title="Pos", how="count", lang="id"))
    assert settings["measure"].tolist() == ["extensive", "extensive"]
    assert settings["name"].tolist() == ["Jumlah Pos, a", "Jumlah Pos, b"]
    observed = near_points(counts, count_observations(counts, year=2026))
    assert set(observed["code"].str[:5]) == {
        "73.71"
    }  # of other cities the file says nothing: no data and not zero
    own = add_to_session(
        OwnData(),
        store,
        observed,
        settings,
        title="pos",
        level="district",
        day=DAY,
    )
    assert own.observations["value"].sum() == 4
    assert len(own.observations) == 2 * len(store.place_table("district", within="73.71"))
    assert home_of(own.observations) == ("district", "73.71")


def test_long_rows_keep_every_cell() -> None:
    wide = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, 4.0]}, index=pd.Index(["35.10", "73.71"]))
    long = long_rows(wide, 2020)
    assert len(long) == 4
    assert long["value"].sum() == 10


def test_columns_of_the_same_name_in_two_tables_are_told_apart(store: Store) -> None:
    observed = pd.DataFrame(
        {"code": ["35.10", "32.11"], "year": 2024, "indicator": "nilai", "value": [1.0, 2.0]}
    )
    settings = guess_settings(observed)
    own = OwnData()
    for title in ("pertama.csv", "kedua.csv", "kedua.csv"):  # the last takes the place of the one before
        own = add_to_session(own, store, observed, settings, title=title, level="regency", day=DAY)
    assert own.catalogue["name_en"].tolist() == ["nilai (your data)", "nilai, kedua (your data)"]
    assert own.catalogue["indicator"].is_unique


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Tamu · Januari 2024", "orang"),
        ("Tamu", "orang"),
        ("Persentase Miskin", "%"),
        ("Indeks · 2024", ""),
        ("Lain", ""),
    ],
)
def test_unit_of_a_column_is_that_of_its_header(name: str, unit: str) -> None:
    assert guess_settings(rows(name, 1.0), {"Tamu": "orang"}).loc[name, "unit"] == unit
