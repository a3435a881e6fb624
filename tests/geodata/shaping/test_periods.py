"""Parts of a year in names of columns, and names that only look like one."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.shaping import shape_table
from geodata.shaping.labels import Label, parse_label


@pytest.mark.parametrize(
    ("name", "label", "year", "period"),
    [
        ("Januari 2024", "", 2024, "Januari"),
        ("Jan", "", None, "Jan"),
        ("2024 Jan", "", 2024, "Jan"),
        ("Jan-24", "", 2024, "Jan-24"),
        ("2024-01", "", 2024, "2024-01"),
        ("2024-01-01", "", 2024, "2024-01-01"),
        ("01/2024", "", 2024, "01/2024"),
        ("2024Q1", "", 2024, "2024Q1"),
        ("Q3 2024", "", 2024, "Q3"),
        ("Triwulan I 2024", "", 2024, "Triwulan I"),
        ("TW IV", "", None, "TW IV"),
        ("Sem 1", "", None, "Sem 1"),
        ("Penduduk Semester II 2024 (jiwa)", "Penduduk", 2024, "Semester II"),
        ("Bulan · 12", "", None, "Bulan 12"),
        ("Januari - Juni 2024", "", 2024, "Januari - Juni"),
        ("TPT Agustus 2023 (%)", "TPT", 2023, "Agustus"),
        ("Tamu · Des 2023", "Tamu", 2023, "Des"),
    ],
)
def test_period_is_taken_out_of_the_label(name: str, label: str, year: int | None, period: str) -> None:
    found = parse_label(name)
    assert (found.label, found.year, found.period) == (label, year, period)


@pytest.mark.parametrize(
    "name",
    ["Penduduk 2020-2024", "Penduduk 2023/2024", "2020/21", "2010/11", "Desa", "Marga", "Kode Mar", "Bulan", "Q", "Semester",
     "Jumlah Des", "Bayi 6 bulan", "Nomor 2024.5"],
)  # fmt: skip
def test_names_that_only_look_like_a_period(name: str) -> None:
    assert parse_label(name).period == ""
    assert parse_label(name) == Label(name, group=parse_label(name).group)


def test_two_years_of_one_month_are_years_as_columns_and_two_months_are_not() -> None:
    def layout(*heads: str) -> str:
        return shape_table(
            pd.DataFrame([["kode", "nama", *heads], ["35.10", "x", 1, 2]], dtype=object)
        ).layout

    assert layout("Maret 2023", "Maret 2024") == "wide_years"
    assert layout("Maret 2023", "April 2024") == "wide"
