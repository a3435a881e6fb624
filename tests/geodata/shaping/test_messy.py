"""The three messy real tables come into shape: every line is what it is, every figure is read."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest

from geodata.numerals import read_numbers
from geodata.shaping import Shaped, shape_table
from tests.messy import (
    Inputs,
    Messy,
    bps_sheet,
    from_sources,
    from_store,
    indonesian,
    kemendagri_sheet,
    village_sheet,
)


@pytest.fixture(scope="module", params=["store", pytest.param("sources", marks=pytest.mark.sources)])
def inputs(request: pytest.FixtureRequest, sources: Path) -> Inputs:
    return from_store() if request.param == "store" else from_sources(sources)


def lines_are_what_they_are(messy: Messy) -> Shaped:
    shaped = shape_table(messy.cells)
    assert set(shaped.set_aside["row"]) == set(messy.verdicts.index[messy.verdicts == "note"])
    assert shaped.table.index.tolist() == messy.verdicts.index[messy.verdicts != "note"].tolist()
    assert (messy.truth[shaped.table.index] != "").sum() in {514, 914}
    return shaped


def test_the_table_of_bps(inputs: Inputs) -> None:
    messy = bps_sheet(inputs)
    shaped = lines_are_what_they_are(messy)
    years = shaped.columns[shaped.columns["year"].notna()]
    assert shaped.layout == "wide_years" and len(years) == 3 and set(years["unit"]) == {"%"}
    assert years["label"].unique().tolist() == ["Persentase Penduduk Miskin Menurut Kabupaten/Kota"]
    truth = messy.truth[shaped.table.index]
    for column, year in zip(years["column"], years["year"], strict=True):
        read = read_numbers(shaped.table[column]).values[truth != ""]
        expected = inputs.wide("poverty_rate")[year].reindex(truth[truth != ""])
        assert read.tolist() == pytest.approx(expected.tolist(), abs=0, nan_ok=True)


@pytest.mark.parametrize("as_text", [False, True])
def test_the_sheet_of_a_ministry(inputs: Inputs, as_text: bool) -> None:  # noqa: FBT001
    messy = kemendagri_sheet(inputs, as_text=as_text)
    shaped = lines_are_what_they_are(messy)
    assert shaped.header_rows == [1, 2]
    assert shaped.columns["unit"].tolist() == ["", "", "", "jiwa", "jiwa", "%", "miliar Rp"]
    people = next(name for name in shaped.table if name.startswith("Penduduk"))
    reading = read_numbers(shaped.table[people])
    assert reading.style == "comma"
    truth = messy.truth[shaped.table.index]
    expected = pd.Series(inputs.one("population_registered")).reindex(truth[truth != ""])
    assert reading.values[truth != ""].tolist() == expected.tolist()
    money = read_numbers(shaped.table.iloc[:, -1])
    assert (money.style, money.unit) == ("comma", "Rp")
    assert set(money.marks) == {"", "no_data"}


def test_the_villages_of_the_pilots(inputs: Inputs) -> None:
    messy = village_sheet(inputs)
    shaped = lines_are_what_they_are(messy)
    assert shaped.table.columns.tolist() == [
        "No",
        "Kabupaten/Kota",
        "Kecamatan",
        "Desa/Kelurahan",
        "Jumlah TPS (unit)",
    ]
    figures = read_numbers(shaped.table["Jumlah TPS (unit)"]).values
    verdicts = messy.verdicts[shaped.table.index]
    assert figures[verdicts == "name"].sum() == figures[verdicts == "total"].iloc[-1]


@pytest.mark.parametrize("make", [bps_sheet, kemendagri_sheet, village_sheet])
def test_the_same_sheet_through_a_csv_file(make: object) -> None:
    messy = make(from_store())  # type: ignore[operator]
    text = messy.cells.to_csv(index=False, header=False, sep=";")
    width = messy.cells.shape[1]
    cells = pd.read_csv(
        io.StringIO(text), sep=";", dtype=str, header=None, names=range(width), skip_blank_lines=False
    )
    shaped, other = shape_table(messy.cells), shape_table(cells)
    assert other.table.columns.tolist() == shaped.table.columns.tolist()
    assert other.table.index.equals(shaped.table.index)
    pd.testing.assert_frame_equal(other.set_aside.drop(columns="text"), shaped.set_aside.drop(columns="text"))


def test_indonesian_numbers() -> None:
    assert [indonesian(1234567), indonesian(1234.5, 1), indonesian(0.25, 2)] == [
        "1.234.567",
        "1.234,5",
        "0,25",
    ]
