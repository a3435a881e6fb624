"""Columns of one indicator: the heading says the unit, the cells the same digits as elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from geodata import open_store
from tests.views.conftest import record
from views.columns import bare_text, cell_difference, cell_text, column_heading, column_unit
from views.formatting import value_text

if TYPE_CHECKING:
    import pandas as pd


def digits(text: str) -> str:
    return re.sub(r"[^0-9.,\N{MINUS SIGN}-]", "", text).strip(".,")


@pytest.mark.parametrize("lang", ["id", "en"])
def test_cells_have_the_digits_of_the_whole_text_for_every_indicator(lang: str) -> None:
    catalogue = open_store().catalogue()
    for _i, row in catalogue.iterrows():
        bare = bare_text(345.678, row, lang)
        assert re.fullmatch(r"[\d.,]+", bare), row["indicator"]
        if row["unit_kind"] != "currency" or float(row["scale"]) < 1e6:  # from 10^9 up money is told in words
            assert digits(value_text(345.678, row, lang)).startswith(bare), row["indicator"]


def test_money_is_in_rupiah_and_never_in_thousands(thousands: pd.Series, billions: pd.Series) -> None:
    assert bare_text(36_305, thousands, "id") == "36.305.000"
    assert column_unit(thousands, "id") == "rupiah per orang per tahun"
    assert column_heading(thousands, "en", "2024") == "Poverty (rupiah per person per year, 2024)"
    assert (bare_text(1.26, billions, "en"), column_unit(billions, "id")) == ("1.3", "miliar rupiah")


def test_only_a_long_unit_leaves_the_cells(thousands: pd.Series, billions: pd.Series) -> None:
    assert cell_text(36_305, thousands, "id") == "36.305.000"
    assert cell_difference(-1_200, thousands, "en") == "\N{MINUS SIGN}1,200,000"
    assert cell_difference(0.2, thousands, "en") == "0"
    assert cell_text(4.9, record(), "id") == "4,90%"
    assert cell_difference(0.5, record(), "id") == "+0,50\N{NO-BREAK SPACE}poin persen"
    assert cell_text(1.26, billions, "id") == value_text(1.26, billions, "id")


def test_headings_name_unit_and_notes() -> None:
    assert column_heading(record(), "id", "2024") == "Kemiskinan (%, 2024)"
    assert column_heading(record(unit_id="", unit_en="", unit_kind="index"), "id") == "Kemiskinan"
    assert column_heading(record(), "id", short=False) == "Persentase penduduk miskin (%)"


def test_what_is_missing_is_said_in_words() -> None:
    assert bare_text(None, record(), "id") == "Tidak ada data"
