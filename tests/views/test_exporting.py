"""What is taken away cannot run, loses nothing, and opens in the program it is for."""

from __future__ import annotations

import io
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from views.exporting import csv_bytes, defused, excel_csv_bytes, xlsx_bytes

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n@x",
    "＝1",
    '=HYPERLINK("http://x","y")',
]
FRAME = pd.DataFrame(
    {"=kode": ["35.10", "=cmd|' /C calc'!A0"], "nilai": [-1.5, np.nan], "catatan": ["a;b", 'c,"d"']}
)


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_would_run_is_shown_instead(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Kota Bogor", "35.10", "", "a=b", -5, -1.5, None])
def test_anything_else_stays(value: object) -> None:
    assert defused(value) == value


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not defused(text).lstrip(" \x00\t\r\n").startswith(("=", "+", "-", "@"))


def test_csv_for_programs_keeps_numbers_and_codes() -> None:
    back = pd.read_csv(io.BytesIO(csv_bytes(FRAME)), dtype={"'=kode": str})
    assert back["'=kode"].tolist() == ["35.10", "'=cmd|' /C calc'!A0"]
    assert back["nilai"].tolist()[0] == -1.5
    assert np.isnan(back["nilai"].tolist()[1])
    assert back["catatan"].tolist() == ["a;b", 'c,"d"']


def test_csv_for_indonesian_spreadsheets() -> None:
    data = excel_csv_bytes(FRAME)
    assert data.startswith(b"\xef\xbb\xbf'=kode;nilai;catatan\r\n35.10;-1,5;")


def test_whole_numbers_are_whole_and_no_digit_is_lost() -> None:
    frame = pd.DataFrame(
        {"n": [123456.0, np.nan, 0.1, -5e15, 1e-7, 12345678.125], "whole": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}
    )
    excel = excel_csv_bytes(frame).decode("utf-8-sig").split("\r\n")
    assert excel[1:-1] == ["123456;1", ";2", "0,1;3", "-5000000000000000;4", "0,0000001;5", "12345678,125;6"]
    plain = csv_bytes(frame).decode().split("\n")
    assert plain[1] == "123456,1"
    pd.testing.assert_frame_equal(pd.read_csv(io.BytesIO(csv_bytes(frame))), frame, check_dtype=False)


def test_workbook_holds_numbers_as_numbers_and_no_formula() -> None:
    hostile = pd.DataFrame({"teks": [*DANGEROUS, "a\x00b\ufffe"], "n": range(len(DANGEROUS) + 1)})
    data = xlsx_bytes({"Da/ta?": FRAME, "x" * 40: hostile})
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Da ta ", "x" * 31]
    sheet = book["Da ta "]
    assert sheet["B2"].value == -1.5
    assert sheet["B3"].value is None
    assert sheet.freeze_panes == "A2"
    cells = [row[0] for row in book["x" * 31].iter_rows(min_row=2)]
    assert [cell.value for cell in cells[:2]] == ["=1+1", "+1"]  # shown as it is, no apostrophe
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [True] * len(DANGEROUS) + [False]
    assert cells[-1].value == "ab"
    with ZipFile(io.BytesIO(data)) as parts:
        xml = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in xml


def test_a_long_text_has_room_in_its_row() -> None:
    texts = ["short", "word " * 60, "two\nlines " + "word " * 30]
    sheet = load_workbook(io.BytesIO(xlsx_bytes({"Notes": pd.DataFrame({"Text": texts})}))).active
    heights = [sheet.row_dimensions[row].height for row in (2, 3, 4)]
    assert heights[0] is None
    assert heights[1] >= 5 * 15
    assert heights[2] >= 4 * 15
