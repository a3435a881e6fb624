"""A column is the error of another only where its header says so and whose it is cannot be doubted."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.shaping.error_columns import ErrorPair, errors_of_pairs, find_errors


@pytest.mark.parametrize(
    ("labels", "pair"),
    [
        (["Kemiskinan", "SE"], ("Kemiskinan", "se", ("SE",), 95)),
        (["Kemiskinan", "Std. Error", "Penduduk"], ("Kemiskinan", "se", ("Std. Error",), 95)),
        (["Kemiskinan", "Galat Baku"], ("Kemiskinan", "se", ("Galat Baku",), 95)),
        (["Kemiskinan", "RSE (%)"], ("Kemiskinan", "rse", ("RSE (%)",), 95)),
        (["Kemiskinan", "Relative Standard Error"], ("Kemiskinan", "rse", ("Relative Standard Error",), 95)),
        (["Poverty", "MoE"], ("Poverty", "moe", ("MoE",), 95)),
        (["Poverty", "Margin of Error 90%"], ("Poverty", "moe", ("Margin of Error 90%",), 90)),
        (["P0", "Batas bawah 95%", "Batas atas 95%"], ("P0", "limits", ("Batas bawah 95%", "Batas atas 95%"), 95)),
        (["P0", "Lower CI 99%", "Upper CI 99%"], ("P0", "limits", ("Lower CI 99%", "Upper CI 99%"), 99)),
        (["Penduduk", "Kemiskinan", "Luas", "SE Kemiskinan"], ("Kemiskinan", "se", ("SE Kemiskinan",), 95)),
        (["Kemiskinan", "Luas", "Galat baku dari kemiskinan"], ("Kemiskinan", "se", ("Galat baku dari kemiskinan",), 95)),
        (["P0 · Estimasi", "P0 · SE", "P1 · Estimasi"], ("P0 · Estimasi", "se", ("P0 · SE",), 95)),
        (["P0", "SE", "RSE"], ("P0", "se", ("SE",), 95)),  # one error is enough; the other stays a column
    ],
)  # fmt: skip
def test_what_is_plain_is_paired(labels: list[str], pair: tuple[str, str, tuple[str, ...], int]) -> None:
    pairs, unclear = find_errors(labels)
    assert pairs == (ErrorPair(*pair),)
    assert unclear == ()


@pytest.mark.parametrize(
    ("labels", "unclear"),
    [
        (["SE", "Kemiskinan"], ("SE",)),  # nothing stands before it
        (["Penduduk", "Luas", "SE Kemiskinan"], ("SE Kemiskinan",)),  # of something that is not there
        (["Kemiskinan", "SE", "Std. Error"], ("SE", "Std. Error")),  # two of one kind
        (["Kemiskinan", "Batas bawah"], ("Batas bawah",)),  # half an interval
        (["Kemiskinan", "Batas bawah 90%", "Batas atas 95%"], ("Batas bawah 90%", "Batas atas 95%")),
        (["P0 · Desa", "P0 · Kota", "P0 · SE"], ("P0 · SE",)),  # of one or of the other
    ],
)
def test_what_is_not_plain_stays_a_column(labels: list[str], unclear: tuple[str, ...]) -> None:
    assert find_errors(labels) == ((), unclear)


@pytest.mark.parametrize(
    "label",
    ["Sekolah", "Jumlah SE-Kabupaten Lain", "Semester", "Lowerland", "Simpangan baku", "Kerusakan", "Persentase", "Sedang"],
)  # fmt: skip
def test_other_words_are_no_error(label: str) -> None:
    pairs, _unclear = find_errors(["Kemiskinan", label])
    assert pairs == ()


def test_every_kind_becomes_a_standard_error() -> None:
    values = {
        "a": 10.0,
        "se": 0.5,
        "b": -20.0,
        "rse": 5.0,
        "c": 8.0,
        "moe": 1.96,
        "d": 7.0,
        "low": 5.0,
        "high": 9.0,
    }
    rows = pd.DataFrame(
        [("31", 2024, name, value) for name, value in values.items()],
        columns=["code", "year", "indicator", "value"],
    )
    pairs = [
        ErrorPair("a", "se", ("se",)), ErrorPair("b", "rse", ("rse",)), ErrorPair("c", "moe", ("moe",)),
        ErrorPair("d", "limits", ("low", "high"), 90),
    ]  # fmt: skip
    found = errors_of_pairs(rows, pairs).set_index("indicator")["error"]
    assert found.to_dict() == pytest.approx({"a": 0.5, "b": 1.0, "c": 1.0, "d": 4 / (2 * 1.644854)}, rel=1e-4)


def test_errors_that_cannot_be_are_left_out() -> None:
    rows = pd.DataFrame(
        [("31", 2024, "a", 1.0), ("31", 2024, "se", -0.1), ("32", 2024, "a", 2.0), ("33", 2024, "se", 0.1)],
        columns=["code", "year", "indicator", "value"],
    )
    assert errors_of_pairs(rows, [ErrorPair("a", "se", ("se",))]).empty
    assert list(errors_of_pairs(rows, [])) == ["code", "year", "indicator", "error"]
