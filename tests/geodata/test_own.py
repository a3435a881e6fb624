"""A reader's own figures: in the store's form, never lost, never mixed up, replaced as a whole."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geodata.catalogue import load_indicators, load_sources
from geodata.errors import SchemaError
from geodata.own import OwnColumn, OwnData, is_own
from geodata.schema import CATALOGUE, OBSERVATIONS, SOURCES

DAY = date(2026, 11, 22)
FILE = "umkm 2025.xlsx"
COLUMNS = [
    OwnColumn("shops", "Jumlah UMKM", "unit", "extensive", decimals=0),
    OwnColumn("rate", "UMKM per 1.000 penduduk", "per 1.000", "intensive", "higher_better", 2),
]


def rows(*items: tuple[str, int, str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(items, columns=["code", "year", "indicator", "value"])


OBSERVED = rows(
    ("35.10", 2025, "shops", 10.0),
    ("73.71", 2025, "shops", None),
    ("35.10", 2024, "rate", 1.25),
    ("73.71", 2025, "rate", 0.0),
)


@pytest.fixture
def own() -> OwnData:
    return OwnData().added(FILE, OBSERVED, COLUMNS, day=DAY)


def test_no_id_of_the_registry_looks_like_a_reader_s_own() -> None:
    ids = [*load_indicators()["indicator"], *load_sources()["source"]]
    assert ids
    assert not any(is_own(name) for name in ids)


def test_tables_have_the_columns_and_types_of_the_store(own: OwnData) -> None:
    assert tuple(own.catalogue.columns) == tuple(CATALOGUE.names)
    assert tuple(own.sources.columns) == tuple(SOURCES.names)
    assert tuple(own.observations.columns) == tuple(OBSERVATIONS.names)
    assert own.observations["value"].dtype == "float64"
    assert own.observations["year"].dtype == "int16"


def test_every_figure_is_kept_and_an_empty_one_is_not_made_zero(own: OwnData) -> None:
    kept = own.observations.set_index(["indicator", "code", "year"])["value"].to_dict()
    assert kept == {
        ("own_jumlah_umkm", "35.10", 2025): 10.0,
        ("own_umkm_per_1_000_penduduk", "35.10", 2024): 1.25,
        ("own_umkm_per_1_000_penduduk", "73.71", 2025): 0.0,
    }


def test_every_figure_has_a_source_record_that_names_the_file(own: OwnData) -> None:
    assert set(own.observations["source"]) == set(own.sources["source"])
    record = own.sources.iloc[0]
    assert record["title"] == FILE
    assert (record["publisher"], record["publisher_en"]) == ("Data Anda", "Your data")
    assert record["years"] == "2024–2025"


def test_names_say_in_both_languages_whose_they_are(own: OwnData) -> None:
    shops = own.catalogue.set_index("indicator").loc["own_jumlah_umkm"]
    assert shops["name_id"] == "Jumlah UMKM (data Anda)"
    assert shops["name_en"] == "Jumlah UMKM (your data)"


@pytest.mark.parametrize(
    ("unit", "measure", "kind", "scale"),
    [
        ("%", "intensive", "percent", 1.0),
        ("persen", "intensive", "percent", 1.0),
        ("juta rupiah", "extensive", "currency", 1e6),
        ("Rp", "extensive", "currency", 1.0),
        ("miliar Rp", "extensive", "currency", 1e9),
        ("ha", "extensive", "area", 1.0),
        ("jiwa/km2", "intensive", "density", 1.0),
        ("jiwa", "extensive", "count", 1.0),
        ("", "intensive", "ratio", 1.0),
    ],
)
def test_unit_decides_how_a_number_is_written(unit: str, measure: str, kind: str, scale: float) -> None:
    column = OwnColumn("shops", "A", unit, measure)  # type: ignore[arg-type]
    made = OwnData().added(FILE, rows(("35.10", 2025, "shops", 1.0)), [column], day=DAY).catalogue.iloc[0]
    assert (made["unit_kind"], made["scale"]) == (kind, scale)


def test_same_title_takes_the_place_of_the_earlier_table(own: OwnData) -> None:
    again = own.added(FILE, rows(("73.71", 2026, "shops", 3.0)), COLUMNS, day=DAY)
    assert again.catalogue["indicator"].tolist() == ["own_jumlah_umkm"]
    assert again.observations[["code", "year", "value"]].values.tolist() == [["73.71", 2026, 3.0]]
    assert len(again.sources) == 1


def test_two_tables_with_one_column_name_stay_two_indicators(own: OwnData) -> None:
    both = own.added("lain.csv", rows(("35.10", 2025, "shops", 99.0)), COLUMNS, day=DAY)
    assert both.catalogue["indicator"].is_unique
    assert len(both.catalogue) == 3
    values = both.observations.set_index(["indicator", "code", "year"])["value"]
    assert values["own_jumlah_umkm", "35.10", 2025] == 10.0
    assert values["own_jumlah_umkm_2", "35.10", 2025] == 99.0


def test_titles_that_are_nearly_the_same_are_two_tables(own: OwnData) -> None:
    stem = "Rekapitulasi Data Smart City Provinsi Jawa Barat Tahun"
    rows_ = rows(("35.10", 2025, "shops", 1.0))
    both = (
        OwnData()
        .added(f"{stem} 2023.csv", rows_, COLUMNS, day=DAY)
        .added(f"{stem} 2024.csv", rows_, COLUMNS, day=DAY)
    )
    assert len(both.sources) == 2
    assert len(both.observations) == 2
    assert both.sources["title"].str[-8:].tolist() == ["2023.csv", "2024.csv"]


def test_levels_are_those_of_the_figures(own: OwnData) -> None:
    assert own.catalogue["levels"].tolist() == [("regency",), ("regency",)]


def test_taking_a_table_away_leaves_the_other_as_it_was(own: OwnData) -> None:
    both = own.added("lain.csv", rows(("35.10", 2025, "shops", 99.0)), COLUMNS, day=DAY)
    left = both.without(both.sources["source"].iloc[1])
    pd.testing.assert_frame_equal(left.observations, own.observations)
    pd.testing.assert_frame_equal(left.catalogue, own.catalogue)
    assert not left.without(left.sources["source"].iloc[0])


def test_double_and_undescribed_figures_are_named_all_at_once() -> None:
    wrong = rows(("35.10", 2025, "shops", 1.0), ("35.10", 2025, "shops", 2.0), ("35.10", 2025, "secret", 2.0))
    with pytest.raises(SchemaError) as error:
        OwnData().added(FILE, wrong, COLUMNS, day=DAY)
    assert len(error.value.faults) == 2
    assert "35.10 has two values in 2025" in str(error.value)
    assert "'secret'" in str(error.value)


def test_long_and_odd_names_become_one_printable_line() -> None:
    name = "Jumlah\npelaku usaha \x00 mikro, kecil dan menengah yang terdaftar pada dinas koperasi"
    column = OwnColumn("shops", name, "unit\tunit", "extensive")
    made = OwnData().added(FILE, rows(("35.10", 2025, "shops", 1.0)), [column], day=DAY).catalogue.iloc[0]
    assert made["name_en"].startswith("Jumlah pelaku usaha mikro")
    assert len(made["name_en"]) <= 90 + len(" (your data)")
    assert len(made["short_en"]) <= 40
    assert made["name_en"].isprintable()
    assert made["short_en"].endswith("…")
