"""Numbers as people write them, and the columns that decide how."""

from __future__ import annotations

import datetime as dt
import math
import time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import AtlasError
from geodata.numerals import Reading, read_numbers


def read(*cells: object, style: str | None = None) -> Reading:
    return read_numbers(pd.Series(list(cells), dtype=object), style=style)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567.0),
        ("0,5", 0.5),
        (",5", 0.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234\u202f567,25", 1234567.25),
        ("1'234,5", 1234.5),
        ("1’234,5", 1234.5),
        ("  7,25 ", 7.25),
        ("Rp 1.234.567,00", 1234567.0),
        ("Rp1.234.567,-", 1234567.0),
        ("Rp.1.234.567", 1234567.0),
        ("IDR 1.234,5", 1234.5),
        ("5,37%", 5.37),
        ("5,37 %", 5.37),
        ("5,37 persen", 5.37),
        ("(1.234,5)", -1234.5),
        ("−3,5", -3.5),
        ("–3,5", -3.5),
        ("-3,5", -3.5),
        ("Rp -3,5", -3.5),
        ("- Rp 3,5", -3.5),
        ("+3,5", 3.5),
        ("1,5E+06", 1.5e6),
        ("\u200b7,5\ufeff", 7.5),
        ("2,5 km2", 2.5),
        ("1,5 jiwa", 1.5),
        ("0000,5", 0.5),
    ],
)
def test_decimal_comma(cell: str, value: float) -> None:
    reading = read(cell)
    assert (reading.values.tolist(), reading.style, reading.marks.tolist()) == ([value], "comma", [""])
    assert reading.numeric


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("0.5", 0.5),
        ("0.532", 0.532),
        ("-0.532", -0.532),
        ("Rp 0.532", 0.532),
        ("12.3456", 12.3456),
        ("1234.567", 1234.567),
        (".532", 0.532),
        ("1.5", 1.5),
        ("1 234.5", 1234.5),
        ("1.5E-3", 0.0015),
        ("US$ 1,234.50", 1234.5),
    ],
)
def test_decimal_point(cell: str, value: float) -> None:
    reading = read(cell)
    assert (reading.values.tolist(), reading.style, reading.marks.tolist()) == ([value], "point", [""])


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12", 12.0), ("1 234", 1234.0), ("1'234'567", 1234567.0), ("12e3", 12e3), ("(12)", -12.0)],
)
def test_nothing_to_decide(cell: str, value: float) -> None:
    reading = read(cell)
    assert (reading.values.tolist(), reading.style) == ([value], "plain")


@pytest.mark.parametrize(
    "cell", ["1.234", "1,234", "12.345", "123,456", "Rp 1.234", "(1.234)", "1.234*", "5.370%", "1.234 jiwa"]
)
def test_a_column_that_nothing_decides_is_asked_about(cell: str) -> None:
    reading = read(cell, "12", "-")
    assert reading.style == "ambiguous"
    assert reading.values.isna().all()
    assert reading.numeric
    comma, point = reading.both["comma"], reading.both["point"]
    assert comma[0] == point[0] == cell
    assert comma[1] != point[1]
    for style, (_, value) in reading.both.items():
        asked = read(cell, "12", "-", style=style)
        assert (asked.values[0], asked.style) == (value, style)


@pytest.mark.parametrize(
    ("proof", "style", "value"),
    [("12.345.678", "comma", 1234.0), ("0,5", "comma", 1234.0), ("0.532", "point", 1.234)],
)
def test_one_cell_speaks_for_the_column(proof: str, style: str, value: float) -> None:
    reading = read("1.234", proof)
    assert (reading.style, reading.values[0]) == (style, value)


@pytest.mark.parametrize(
    "cells", [("1.234,5", "1,234.5"), ("1.234", "1,234"), ("0,5", "0.5", "1.234"), ("1,5",) * 5 + ("1.5",)]
)
def test_a_mixed_column_is_asked_about(cells: tuple[str, ...]) -> None:
    assert read(*cells).style == "ambiguous"


def test_cells_against_the_style_are_no_numbers() -> None:
    cells = pd.Series(["1,5"] * 30 + ["1.5", "1.234"], index=[f"r{k}" for k in range(32)])
    reading = read_numbers(cells)
    assert reading.style == "comma"
    assert reading.contradictions.to_dict() == {"r30": "1.5"}
    assert reading.marks["r30"] == "text" and math.isnan(reading.values["r30"])
    assert reading.values["r31"] == 1234.0


@pytest.mark.parametrize(
    "cell",
    [
        "-",
        "–",
        "—",
        "--",
        "…",
        "...",
        "n.a.",
        "N/A",
        "NA",
        "na",
        "x",
        "X",
        "#N/A",
        "#DIV/0!",
        "null",
        "tidak ada data",
        "… 1)",
        "-*",
        " - ",
    ],
)
def test_no_data(cell: str) -> None:
    reading = read(cell, "5")
    assert reading.marks.tolist() == ["no_data", ""]
    assert reading.values.isna().tolist() == [True, False]
    assert reading.numeric


@pytest.mark.parametrize(
    "cell", [None, "", "  ", "\u00a0", math.nan, pd.NA, pd.NaT, np.float64("nan"), Decimal("NaN"), "\u200b"]
)
def test_blank(cell: object) -> None:
    assert read(cell, "5").marks.tolist() == ["blank", ""]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1.234,5*", 1234.5), ("1.234,5 *", 1234.5), ("1.234,5**", 1234.5), ("1.234,5*)", 1234.5), ("1.234,5 1)", 1234.5),
        ("1.234,5 12)", 1234.5), ("1.234,5¹", 1234.5), ("1.234,5²⁾", 1234.5), ("1.234,5r", 1234.5), ("1.234,5 p)", 1234.5),
        ("1.234,5x", 1234.5), ("1.234,5 xx", 1234.5), ("1.234,5 [1]", 1234.5), ("1.234,5† ", 1234.5), ("~0,5", 0.5),
        ("1.234,5 a)", 1234.5), ("5,37% *", 5.37), ("(5,3)*", -5.3),
    ],
)  # fmt: skip
def test_notes(cell: str, value: float) -> None:
    reading = read(cell)
    assert (reading.values.tolist(), reading.marks.tolist()) == ([value], ["note"])


@pytest.mark.parametrize(
    "cell",
    [
        "01/02/2024", "2024-01-02", "12.05.2024", "1.5.2024", "12:30", "10-20", "1/2", "<5", "12,34,567", "1.23.456", "1..5",
        "1,,5", "1.234,567.8", "1.2341)", "12)", "(12", "5,", "5.", "0812-345", "Kota Malang", "Desa 5", "5 desa baru", "1 23",
        "12 34 567", "- -5", "(-5)", "5-", "%", "Rp", "*", "1e999", "1" * 400, "٣", "１２", "²",
        "3²5", "Rp5%", "++5", "1.234.5", "0.123.456",
        True, False, np.True_, dt.date(2024, 1, 2), pd.Timestamp("2024-01-02"), 1 + 2j, [1], {"a": 1}, math.inf, -math.inf,
        10**400, Decimal("Infinity"), Decimal("sNaN"), "=1+1", "0x10", "1_000", "inf", "infinity",
    ],
)  # fmt: skip
def test_no_number(cell: object) -> None:
    reading = read(cell)
    assert reading.marks.tolist() == ["text"], reading
    assert reading.values.isna().all() and not reading.numeric


def test_real_numbers_pass_as_they_are() -> None:
    cells = [1, 2.5, np.int64(3), np.float32(0.5), Decimal("0.1"), Fraction(1, 4), 2**60 + 1, "7"]
    assert read(*cells).values.tolist() == [1.0, 2.5, 3.0, 0.5, 0.1, 0.25, float(2**60 + 1), 7.0]


@pytest.mark.parametrize("dtype", ["int64", "float32", "Int64", "Float64", "int64[pyarrow]", "uint8"])
def test_typed_columns(dtype: str) -> None:
    cells = pd.Series([1, 2, 3], index=["c", "a", "b"]).astype(dtype)
    reading = read_numbers(cells)
    assert reading.values.to_dict() == {"c": 1.0, "a": 2.0, "b": 3.0}
    assert (reading.style, reading.numeric, reading.values.dtype) == ("plain", True, np.float64)


def test_typed_columns_with_gaps() -> None:
    assert read_numbers(pd.Series([1, None], dtype="Int64")).marks.tolist() == ["", "blank"]
    assert read_numbers(pd.Series([1.0, math.inf, math.nan])).marks.tolist() == ["", "text", "blank"]


@pytest.mark.parametrize(
    "cells", [pd.Series([True, False]), pd.to_datetime(pd.Series(["2024-01-02"])), pd.Series([1 + 2j])]
)
def test_typed_columns_that_are_no_numbers(cells: pd.Series) -> None:
    reading = read_numbers(cells)
    assert set(reading.marks) == {"text"} and not reading.numeric


@pytest.mark.parametrize(
    "cells",
    [
        pd.Series([], dtype=object),
        pd.Series([], dtype=float),
        pd.Series([], dtype="str"),
        pd.Series([None, ""]),
    ],
)
def test_columns_without_cells(cells: pd.Series) -> None:
    reading = read_numbers(cells)
    assert len(reading.values) == len(cells) and not reading.numeric and reading.style == "plain"


def test_all_equal() -> None:
    assert read(*["5,5"] * 9).values.tolist() == [5.5] * 9
    assert read(*["1.000"] * 9).style == "ambiguous"


def test_the_share_of_numbers_decides_what_a_column_is() -> None:
    assert read("1", "2", "-", "n.a.", "text").numeric
    assert not read("1", "2", "3", "text", "text").numeric
    assert not read("-", "-", "…").numeric
    assert read("1", "", "", "").numeric


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        (("5%", "6"), "%"),
        (("Rp 5", "Rp 6"), "Rp"),
        (("5 rupiah",), "Rp"),
        (("5", "6"), ""),
        (("2 km2",), "km²"),
        (("US$ 5",), "US$"),
    ],
)
def test_units_in_cells(cells: tuple[str, ...], unit: str) -> None:
    reading = read(*cells)
    assert reading.unit == unit and reading.values.notna().all()


def test_cells_in_another_unit_are_not_mixed_in() -> None:
    reading = read("1,5 juta", "2 juta", "800 ribu", "4")
    assert reading.unit == "juta"
    assert reading.marks.tolist() == ["", "", "text", "text"]
    assert reading.contradictions.tolist() == ["800 ribu", "4"]


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(AtlasError, match=r"`style` must be .comma., .point. or None .*got 'komma'"):
        read("1", style="komma")


def test_labels_are_kept_also_where_they_repeat() -> None:
    cells = pd.Series(["1,5", "2.5", "3,5"] + ["1,5"] * 30, index=[7, 7, 7, *range(30)])
    reading = read_numbers(cells)
    assert reading.values.index.equals(cells.index) and reading.marks.index.equals(cells.index)
    assert reading.contradictions.tolist() == ["2.5"]


def test_the_cells_are_not_changed() -> None:
    cells = pd.Series(["1,5", 2, None], dtype=object)
    before = cells.copy(deep=True)
    read_numbers(cells)
    pd.testing.assert_series_equal(cells, before)


def written(value: Decimal, mark: str, group: str) -> str:
    whole, _, decimals = f"{value:,f}".partition(".")
    return whole.replace(",", group) + (mark + decimals if decimals else "")


numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=2)


@given(
    st.lists(numbers, min_size=1, max_size=30),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "\u00a0"), (",", "'")]),
)
def test_what_is_written_is_read(values: list[Decimal], signs: tuple[str, str]) -> None:
    """Two decimals prove the style in every cell, so each value comes back as the float nearest to it."""
    reading = read(*[written(value, *signs) for value in values])
    assert reading.values.tolist() == [float(value) for value in values]


@given(st.lists(st.integers(1000, 10**12), min_size=1, max_size=20), st.sampled_from([".", ","]))
def test_grouped_integers_are_read_right_or_asked_about(values: list[int], group: str) -> None:
    reading = read(*[f"{value:,}".replace(",", group) for value in values])
    if max(values) < 10**6:
        assert reading.style == "ambiguous"
    else:
        assert reading.values.tolist() == [float(value) for value in values]


@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.text("0123456789.,-() Rp%*", max_size=10), st.floats(), st.none()),
        max_size=30,
    )
)
@settings(max_examples=300)
def test_any_cells_are_answered(cells: list[object]) -> None:
    reading = read(*cells)
    numbers_there = reading.marks.isin(["", "note"])
    assert reading.values[~numbers_there].isna().all()
    assert np.isfinite(reading.values[numbers_there]).all() or reading.style == "ambiguous"
    assert set(reading.marks) <= {"", "note", "no_data", "blank", "text"}
    backwards = read(*cells[::-1])
    assert (backwards.style, backwards.numeric, backwards.unit in {reading.unit, backwards.unit}) == (
        reading.style,
        reading.numeric,
        True,
    )
    if reading.style != "ambiguous":
        np.testing.assert_array_equal(backwards.values.to_numpy()[::-1], reading.values.to_numpy())


def test_a_long_column_is_read_quickly() -> None:
    rng = np.random.default_rng(3)
    cells = pd.Series([f"{v:,.2f}".translate(str.maketrans(",.", ".,")) for v in rng.uniform(0, 1e7, 83_000)])
    runs = []
    for _ in range(3):
        start = time.perf_counter()
        assert read_numbers(cells).style == "comma"
        runs.append(time.perf_counter() - start)
    # 0.1 s on a free machine; the rest is for busy ones, which have been seen to take eight times as long.
    assert min(runs) < 3
