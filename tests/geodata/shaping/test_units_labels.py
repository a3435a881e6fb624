"""Units and years in the names of columns."""

from __future__ import annotations

import pytest

from geodata.shaping.labels import Label, parse_label
from geodata.shaping.units import is_unit, split_unit


@pytest.mark.parametrize(
    "text",
    [
        "jiwa", "(jiwa)", "[km2]", "%", "persen", "ribu rupiah", "(Rp/kapita)", "jiwa/km²", "per 1.000 penduduk", "(desa)",
        "(per 100.000 kelahiran hidup)", "juta Rp", "US$", "ton", "(unit)", "(hari)", "(tahun)", "orang per km2", "(000 jiwa)",
    ],
)  # fmt: skip
def test_units(text: str) -> None:
    assert is_unit(text)


@pytest.mark.parametrize(
    "text",
    [
        "Penduduk", "Laki-laki", "(L)", "(Laki-laki)", "2023", "", "()", "Tahun", "Desa", "(ADHK)", "Penduduk (jiwa)", "1.000",
        "Rumah Tangga", "Penduduk per km2", "(dan)", "(per)", "(1)",
    ],
)  # fmt: skip
def test_no_units(text: str) -> None:
    assert not is_unit(text)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Jumlah Penduduk (jiwa) 2023", Label("Jumlah Penduduk", "jiwa", 2023)),
        ("Jumlah Penduduk Tahun 2023", Label("Jumlah Penduduk", "", 2023)),
        ("Jumlah Penduduk (jiwa, 2023)", Label("Jumlah Penduduk", "jiwa", 2023)),
        ("Jumlah Penduduk, 2023 (ribu jiwa)", Label("Jumlah Penduduk", "ribu jiwa", 2023)),
        ("2023", Label("", "", 2023)),
        ("2023*", Label("", "", 2023)),
        ("2023 1)", Label("", "", 2023)),
        ("2023r", Label("", "", 2023)),
        ("Tahun 2023", Label("", "", 2023)),
        ("Penduduk · 2023", Label("Penduduk", "", 2023, "Penduduk")),
        ("2023 · Laki-laki (jiwa)", Label("Laki-laki", "jiwa", 2023)),
        ("Penduduk (jiwa) · 2024", Label("Penduduk", "jiwa", 2024, "Penduduk")),
        ("Penduduk · Laki-laki", Label("Penduduk · Laki-laki", "", None, "Penduduk")),
        ("Penduduk · %", Label("Penduduk", "%", None, "Penduduk")),
        ("Luas km2", Label("Luas", "km²")),
        ("Kemiskinan %", Label("Kemiskinan", "%")),
        ("PDRB Harga Konstan 2010 (miliar Rp) 2023", Label("PDRB Harga Konstan 2010", "miliar Rp", 2023)),
        ("PDRB ADHK 2010", Label("PDRB ADHK 2010")),
        ("IHK (2018=100) 2023", Label("IHK (2018=100)", "", 2023)),
        ("Tahun Ajaran 2022/2023", Label("Tahun Ajaran 2022/2023")),
        ("Laju Pertumbuhan 2020–2023 (%)", Label("Laju Pertumbuhan 2020–2023", "%")),
        ("Penduduk (ribu) Population (thousand) 2023", Label("Penduduk Population", "ribu", 2023)),
        ("Miskin (Desa)", Label("Miskin (Desa)")),
        ("Jumlah Desa (desa)", Label("Jumlah Desa", "desa")),
        ("Semester 1 2024", Label("", "", 2024, period="Semester 1")),
        ("Indeks (12.345)", Label("Indeks (12.345)")),
        ("Kode", Label("Kode")),
        ("", Label("")),
        ("12023", Label("12023")),
        ("1.2023", Label("1.2023")),
    ],
)
def test_labels(name: str, label: Label) -> None:
    assert parse_label(name) == label


def test_further_units_can_be_named() -> None:
    assert split_unit("Panen (karung)") == ("Panen (karung)", "")
    assert split_unit("Panen (karung)", frozenset({"karung"})) == ("Panen", "karung")
