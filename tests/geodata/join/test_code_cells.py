"""Codes as tables write them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.join.code_cells import CodeCell, dotted, level_of_digits, read_code_cell, read_codes, text_of


@pytest.mark.parametrize(
    "cell",
    ["35.10", "3510", "'3510", " 3510 ", "3510.0", "35,10", "35-10", "35 10", "3.510", "[3510]", "35.1", 35.1, 3510, 3510.0,
     np.int64(3510), np.float64(35.1), "35.10."],
)  # fmt: skip
def test_one_code_in_many_forms(cell: object) -> None:
    assert read_code_cell(cell).digits == "3510"


@pytest.mark.parametrize(
    ("cell", "digits"),
    [("31.74.04", "317404"), ("31.74.04.1001", "3174041001"), ("3171040", "3171040"), (3174041001, "3174041001"),
     (3174041001.0, "3174041001"), (31, "31"), (11.01, "1101"), ("3,174,041,001", "3174041001")],
)  # fmt: skip
def test_codes_of_other_levels(cell: object, digits: str) -> None:
    assert read_code_cell(cell).digits == digits


@pytest.mark.parametrize(
    "cell",
    ["", None, float("nan"), pd.NA, True, "abc", "3.51E+03", "12.345", "351", "35101", -3510, 0, "0", "٣٥١٠", "1234.5678", 1e300,
     float("inf")],
)  # fmt: skip
def test_other_cells_are_no_codes(cell: object) -> None:
    assert read_code_cell(cell) == CodeCell()


def test_a_zero_is_given_back_only_where_the_column_lost_them() -> None:
    lost = read_codes(pd.Series(["35.1", "35.09", "35.2"]))
    assert [code.digits for code in lost] == ["3510", "3509", "3520"]
    kept = read_codes(pd.Series(["35.1", "35.10", "35.2"]))
    assert [code.digits for code in kept] == ["", "3510", ""]


@given(st.integers(11, 96), st.integers(1, 99))
def test_a_regency_survives_a_spreadsheet(province: int, number: int) -> None:
    code = f"{province}.{number:02}"
    for cell in (
        code,
        float(code),
        str(float(code)),
        code.replace(".", ""),
        int(code.replace(".", "")),
        f"'{code}",
    ):
        assert dotted(read_code_cell(cell).digits) == code


def test_texts_of_cells() -> None:
    assert [text_of(cell) for cell in (None, 3510.0, " a ", float("nan"), 35.1, 7)] == [
        "",
        "3510",
        "a",
        "",
        "35.1",
        "7",
    ]


def test_levels_of_digits() -> None:
    assert [level_of_digits("1" * n) for n in (2, 4, 6, 7, 10, 3)] == [
        "province",
        "regency",
        "district",
        "district",
        "village",
        None,
    ]
