"""Printed cells read back: the same digits, the same unit, and no number where the words say another."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.formatting import number
from views.i18n import LANGUAGES
from views.printed_cells import Shown, read_cell, split_ranges


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.integers(0, 2),
    st.sampled_from(LANGUAGES),
)
def test_what_babel_writes_is_read_back(value: Decimal, places: int, lang: str) -> None:
    rounded = round(value, places) if places else Decimal(round(value))
    text = number(float(rounded), places, lang)
    cell = read_cell(text, lang)
    assert isinstance(cell, Shown)
    assert float(cell.value) == float(rounded)
    assert -int(cell.value.as_tuple().exponent) == places


@pytest.mark.parametrize(
    ("text", "lang", "value", "form"),
    [
        ("83,90", "id", "83.90", "#,##0.00"),
        ("5,37%", "id", "5.37", '#,##0.00"%"'),
        ("5.37%", "en", "5.37", '#,##0.00"%"'),
        ("72,78 tahun", "id", "72.78", '#,##0.00" tahun"'),
        ("Rp53.083", "id", "53083", '"Rp"#,##0'),
        ("IDR\N{NO-BREAK SPACE}53,083", "en", "53083", '"IDR"#,##0'),
        ("\N{MINUS SIGN}0,4", "id", "-0.4", "#,##0.0"),
        ("+1,25", "id", "1.25", "#,##0.00"),
        ("2010", "id", "2010", "0"),
        ("4.626", "id", "4626", "#,##0"),
        ("0", "en", "0", "#,##0"),
    ],
)
def test_a_number_and_its_unit(text: str, lang: str, value: str, form: str) -> None:
    cell = read_cell(text, lang)
    assert isinstance(cell, Shown)
    assert (str(cell.value), cell.excel_format) == (value, form)


@pytest.mark.parametrize(
    "text",
    [
        "", "–", "Tidak ada data", "11,0 juta", "1,2 miliar", "83,08 (2024)", "83,90, peringkat 14 dari 514", "1,2,3", "1.23.4",
        "14–15", "=1+1", "A1", "1 2", "12:30", "±0,5", "5 juta jiwa", "±", "1.234.56", "7 (2020)", "12 dari 30",
    ],
)  # fmt: skip
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert read_cell(text, "id") == text


def test_a_column_of_ranges_becomes_two_for_programs() -> None:
    table = pd.DataFrame(
        {
            "Wilayah": ["A 1–2", "B", "C"],
            "Peringkat": ["1–12", "4", "tidak ada data"],
            "Umur": ["65,90–76,56 tahun", "−0,6 … −0,1 tahun", None],
            "Kata": ["1–12 dari 514", "3 dari 514", "–"],
            "Skor": ["84,2", "80,1", "–"],
        }
    )
    split = split_ranges(table, "id")
    assert list(split.columns) == [
        "Wilayah", "Peringkat (ujung bawah)", "Peringkat (ujung atas)", "Umur (ujung bawah)", "Umur (ujung atas)", "Kata", "Skor",
    ]  # fmt: skip
    assert split.iloc[0].tolist() == [
        "A 1–2",
        "1",
        "12",
        "65,90 tahun",
        "76,56 tahun",
        "1–12 dari 514",
        "84,2",
    ]
    assert split.iloc[1].tolist() == ["B", "4", "4", "−0,6 tahun", "−0,1 tahun", "3 dari 514", "80,1"]
    assert split.iloc[2, 1:3].tolist() == ["tidak ada data"] * 2
    assert split.iloc[2, 3:5].isna().all()
