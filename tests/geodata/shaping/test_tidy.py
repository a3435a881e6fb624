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
        ["35.10", 2022, "IPM", 70.0, ""],
        ["35.10", 2023, "IPM", 0.0, ""],
        ["35.10", 2023, "AHH", 71.0, ""],
    ]


def test_years_in_rows_and_indicators_as_columns() -> None:
    frame, columns = shaped(["code", "tahun", "IPM", "AHH"], ["35.10", 2022, 70, 71], ["35.10", 2023, 72, 73])
    assert tidy(frame, columns)[["year", "indicator", "value"]].to_numpy().tolist() == [
        [2022, "IPM", 70.0], [2023, "IPM", 72.0], [2022, "AHH", 71.0], [2023, "AHH", 73.0],
    ]  # fmt: skip


def test_indicators_in_rows_and_years_as_columns() -> None:
    frame, columns = shaped(
        ["code", "indikator", "2022", "2023"],
        ["35.10", "IPM", "70,5", "71,5"],
        ["35.10", "AHH", "72,5", None],
    )
    assert rows_of(tidy(frame, columns)) == [
        ["35.10", 2022, "IPM", 70.5, ""],
        ["35.10", 2023, "IPM", 71.5, ""],
        ["35.10", 2022, "AHH", 72.5, ""],
    ]


def test_columns_of_one_label_and_year_stay_apart() -> None:
    frame, columns = shaped(["code", "a", "Nilai (jiwa) 2023", "Nilai (%) 2023"], ["35.10", "x", 5, 6])
    assert tidy(frame, columns)["indicator"].tolist() == ["Nilai (jiwa) 2023", "Nilai (%) 2023"]
    frame, columns = shaped(["code", "indikator", "Target", "Realisasi"], ["35.10", "IPM", 5, 6])
    assert tidy(frame, columns)["indicator"].tolist() == ["IPM · Target", "IPM · Realisasi"]


def test_the_order_of_the_table_holds_where_its_first_place_lacks_a_figure() -> None:
    frame, columns = shaped(["code", "nama", "Zeta", "Alfa"], ["35.09", "x", None, 1], ["35.10", "y", 2, 3])
    assert tidy(frame, columns)["indicator"].unique().tolist() == ["Zeta", "Alfa"]


def test_months_as_columns_are_never_years() -> None:
    frame, columns = shaped(
        ["code", "nama", "Tamu Jan 2024", "Tamu (orang) · Jan 2024"], ["35.10", "x", 5, 6]
    )
    assert tidy(frame, columns)[["year", "indicator"]].to_numpy().tolist() == [
        [2024, "Tamu Jan"],  # a short form in the midst of words may be anything, and stays part of the name
        [2024, "Tamu · Jan"],
    ]
    frame, columns = shaped(
        ["code", "n", "Januari 2023", "Januari 2024", "Februari 2024"], ["35.10", "x", 5, 6, 7]
    )
    assert rows_of(tidy(frame, columns)) == [
        ["35.10", 2023, "Januari", 5.0, ""],
        ["35.10", 2024, "Januari", 6.0, ""],
        ["35.10", 2024, "Februari", 7.0, ""],
    ]


def test_quarters_below_indicators_stay_with_them() -> None:
    cells = [
        ["code", "nama", "Tamu", None, "Hotel"],
        [None, None, "Triwulan I 2024", "Triwulan II 2024", 2024],
    ]
    found = shape_table(pd.DataFrame([*cells, ["35.10", "x", 5, 6, 7]], dtype=object))
    frame = found.table.set_index("code")
    assert tidy(frame, found.columns)[["year", "indicator"]].to_numpy().tolist() == [
        [2024, "Tamu · Triwulan I"],
        [2024, "Tamu · Triwulan II"],
        [2024, "Hotel"],
    ]


@pytest.mark.parametrize(
    ("months", "names"),
    [
        (["Januari", "Februari"], ["Tamu · Januari", "Tamu · Februari"]),
        ([1, 2], ["Tamu · bulan 1", "Tamu · bulan 2"]),
    ],
)
def test_months_in_rows_name_the_indicator_where_they_tell_rows_apart(
    months: list[Any], names: list[str]
) -> None:
    frame, columns = shaped(["code", "bulan", "Tamu"], ["35.10", months[0], 5], ["35.10", months[1], 6])
    assert tidy(frame, columns, values=["Tamu"], apart=["bulan"])["indicator"].tolist() == names


def test_year_of_a_period_in_a_row_is_the_year_of_its_figure() -> None:
    frame, columns = shaped(
        ["code", "periode", "Tamu"], ["35.10", "Mei 2023", 5], ["35.10", "Mei 2024", 6], ["35.10", "L", 7]
    )
    found = tidy(frame, columns, apart=["periode"])
    assert found["year"].tolist()[:2] == [2023, 2024]
    assert pd.isna(found["year"].iloc[2])


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
