"""From columns to observations."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from geodata.errors import AtlasError
from geodata.shaping import OBSERVATION_COLUMNS, shape_table, tidy


def shaped(header: list[Any], *rows: list[Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Table by code and its columns, as the join gives them."""
    found = shape_table(pd.DataFrame([header, *rows], dtype=object))
    return found.table.set_index("code"), found.columns


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    assert tuple(frame.columns) == OBSERVATION_COLUMNS
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def test_years_as_columns() -> None:
    frame, columns = shaped(
        ["code", "nama", "Miskin (%) 2022", "Miskin (%) 2023"],
        ["35.10", "x", "7,5", "7,1*"],
        ["35.09", "y", "9,5", "-"],
    )
    assert rows_of(tidy(frame, columns)) == [
        ["35.09", 2022, "Miskin", 9.5, ""],
        ["35.09", 2023, "Miskin", None, "no_data"],
        ["35.10", 2022, "Miskin", 7.5, ""],
        ["35.10", 2023, "Miskin", 7.1, "note"],
    ]


def test_indicators_as_columns_and_a_year_that_is_given() -> None:
    frame, columns = shaped(["code", "nama", "IPM", "Miskin 2023"], ["35.10", "x", "70,5", "7,5"])
    assert rows_of(tidy(frame, columns)) == [
        ["35.10", None, "IPM", 70.5, ""],
        ["35.10", 2023, "Miskin", 7.5, ""],
    ]
    assert tidy(frame, columns, year=2020)["year"].tolist() == [2020, 2023]


def test_long_with_years_and_indicators() -> None:
    frame, columns = shaped(
        ["code", "tahun", "indikator", "nilai"],
        ["35.10", 2022, "IPM", 70],
        ["35.10", 2023, "IPM", 0],
        ["35.10", 2023, "AHH", 71],
    )
    assert rows_of(tidy(frame, columns)) == [
        ["35.10", 2023, "AHH", 71.0, ""],
        ["35.10", 2022, "IPM", 70.0, ""],
        ["35.10", 2023, "IPM", 0.0, ""],
    ]


def test_years_in_rows_and_indicators_as_columns() -> None:
    frame, columns = shaped(["code", "tahun", "IPM", "AHH"], ["35.10", 2022, 70, 71], ["35.10", 2023, 72, 73])
    assert tidy(frame, columns)[["year", "indicator", "value"]].to_numpy().tolist() == [
        [2022, "AHH", 71.0], [2023, "AHH", 73.0], [2022, "IPM", 70.0], [2023, "IPM", 72.0],
    ]  # fmt: skip


def test_indicators_in_rows_and_years_as_columns() -> None:
    frame, columns = shaped(
        ["code", "indikator", "2022", "2023"],
        ["35.10", "IPM", "70,5", "71,5"],
        ["35.10", "AHH", "72,5", None],
    )
    assert rows_of(tidy(frame, columns)) == [
        ["35.10", 2022, "AHH", 72.5, ""],
        ["35.10", 2022, "IPM", 70.5, ""],
        ["35.10", 2023, "IPM", 71.5, ""],
    ]


def test_columns_of_one_label_and_year_stay_apart() -> None:
    frame, columns = shaped(["code", "a", "Nilai (jiwa) 2023", "Nilai (%) 2023"], ["35.10", "x", 5, 6])
    assert tidy(frame, columns)["indicator"].tolist() == ["Nilai (%) 2023", "Nilai (jiwa) 2023"]
    frame, columns = shaped(["code", "indikator", "Target", "Realisasi"], ["35.10", "IPM", 5, 6])
    assert tidy(frame, columns)["indicator"].tolist() == ["IPM · Realisasi", "IPM · Target"]


def test_values_and_styles() -> None:
    frame, columns = shaped(["code", "n", "a", "b"], ["35.10", "x", "1.234", "5"])
    with pytest.raises(
        AtlasError, match=r"Column 'a' can be read in two ways \(1\.234 is 1234 .* 1\.234 is 1\.234 "
    ):
        tidy(frame, columns)
    assert tidy(frame, columns, values=["b"])["value"].tolist() == [5.0]
    assert tidy(frame, columns, styles={"a": "comma"})["value"].tolist() == [1234.0, 5.0]


def test_nothing_to_take() -> None:
    frame, columns = shaped(["code", "nama"], ["35.10", "x"])
    found = tidy(frame, columns)
    assert found.empty and tuple(found.columns) == OBSERVATION_COLUMNS and str(found["year"].dtype) == "Int64"


def test_all_faults_are_named_at_once() -> None:
    columns = pd.DataFrame(
        {"column": ["a"], "label": ["a"], "unit": [""], "year": [None], "role": ["number"]}
    )
    with pytest.raises(
        AtlasError, match=r"no column or index `code`; there is no column 'b'.*Its columns are 'a'"
    ):
        tidy(pd.DataFrame({"a": [1]}), columns, values=["a", "b"])
