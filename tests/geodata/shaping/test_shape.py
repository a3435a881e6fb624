"""Sheets as people write them, and the table that must come out."""

from __future__ import annotations

import io
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.errors import AtlasError
from geodata.shaping import Shaped, shape_table
from geodata.shaping.grid import cell_text

N = None


def sheet(*rows: list[Any]) -> pd.DataFrame:
    """Raw cells: rows filled with blanks to one width."""
    width = max(len(row) for row in rows)
    return pd.DataFrame([row + [None] * (width - len(row)) for row in rows], dtype=object)


def kinds(shaped: Shaped) -> dict[object, str]:
    return dict(zip(shaped.set_aside["row"], shaped.set_aside["kind"], strict=True))


def accounted(cells: pd.DataFrame, shaped: Shaped) -> None:
    """Every row is in the table or set aside, once, in its order, with its cells unchanged."""
    aside = [row for row in shaped.set_aside["row"] if row is not None]
    assert sorted([*shaped.table.index, *aside]) == sorted(cells.index)
    assert list(shaped.table.index) == [row for row in cells.index if row in set(shaped.table.index)]
    assert shaped.table.columns.is_unique
    assert shaped.columns["column"].tolist() == shaped.table.columns.tolist()
    assert set(shaped.header_rows) <= set(aside)
    if cells.index.is_unique:
        assert filled(cells.loc[shaped.table.index]) == filled(shaped.table)


def filled(frame: pd.DataFrame) -> int:
    """How many cells hold something."""
    return (
        sum(bool(cell_text(cell)) for cell in frame.to_numpy(dtype=object).ravel())
        if len(frame) < 1000
        else 0
    )


def again(shaped: Shaped) -> None:
    """Shaping a table that is in shape changes nothing."""
    twice = shape_table(shaped.table)
    pd.testing.assert_frame_equal(twice.table, shaped.table)
    assert [row for row in twice.set_aside["row"] if row is not None] == []


def shaped_of(cells: pd.DataFrame) -> Shaped:
    before = cells.copy(deep=True)
    shaped = shape_table(cells)
    pd.testing.assert_frame_equal(cells, before)
    accounted(cells, shaped)
    again(shaped)
    return shaped


BPS = [
    ["Tabel 3.1.1 Jumlah Penduduk Menurut Kabupaten/Kota (jiwa), 2021–2023"],
    ["Table 3.1.1 Population by Regency/Municipality (person), 2021–2023"],
    [],
    ["Kabupaten/Kota", 2021, 2022, "2023*"],
    ["(1)", "(2)", "(3)", "(4)"],
    ["Kabupaten/Regency"],
    ["01. Pacitan", "586.110", "587.522", "588.990"],
    ["02. Ponorogo", "949.318", "…", "955.839"],
    [],
    ["Kota/Municipality"],
    ["71. Kota Kediri", "286.796", "287.962", "-"],
    ["Jawa Timur", "40.665.696", "40.878.789", "41.149.974"],
    ["Catatan/Note: *) Angka sementara/Preliminary figures"],
    ["Sumber/Source: BPS Provinsi Jawa Timur"],
]


def test_a_bps_table() -> None:
    shaped = shaped_of(sheet(*BPS))
    assert shaped.table.columns.tolist() == ["Kabupaten/Kota", "2021", "2022", "2023*"]
    assert shaped.table.index.tolist() == [5, 6, 7, 9, 10, 11]
    assert shaped.header_rows == [3]
    assert kinds(shaped) == {
        0: "title", 1: "title", 2: "blank", 3: "header", 4: "numbering", 8: "blank", 12: "footer", 13: "footer",
    }  # fmt: skip
    assert shaped.layout == "wide_years"
    numbers = shaped.columns[shaped.columns["role"] == "number"]
    assert numbers["label"].unique().tolist() == ["Jumlah Penduduk Menurut Kabupaten/Kota"]
    assert numbers["unit"].unique().tolist() == ["jiwa"]
    assert numbers["year"].tolist() == [2021, 2022, 2023]


def test_two_header_rows_with_merged_cells_units_and_numbers() -> None:
    shaped = shaped_of(
        sheet(
            ["Kode", "Nama", "Penduduk", N, "Luas", N],
            [N, N, "Laki-laki", "Perempuan", "2022", "2023"],
            [N, N, "jiwa", "jiwa", "km2", "km2"],
            [1, 2, 3, 4, 5, 6],
            ["35.01", "Kab. Pacitan", "1.000", "2.000", "3", "4"],
        )
    )
    assert shaped.table.columns.tolist() == [
        "Kode", "Nama", "Penduduk · Laki-laki (jiwa)", "Penduduk · Perempuan (jiwa)", "Luas · 2022 (km²)", "Luas · 2023 (km²)",
    ]  # fmt: skip
    assert shaped.columns["unit"].tolist() == ["", "", "jiwa", "jiwa", "km²", "km²"]
    assert shaped.columns["group"].tolist() == ["", "", "Penduduk", "Penduduk", "Luas", "Luas"]
    assert shaped.header_rows == [0, 1]
    assert kinds(shaped) == {0: "header", 1: "header", 2: "units", 3: "numbering"}
    assert shaped.layout == "wide_years"


def test_three_levels() -> None:
    shaped = shaped_of(
        sheet(
            ["Kab/Kota", "Penduduk", N, N, N],
            [N, "2022", N, "2023", N],
            [N, "L", "P", "L", "P"],
            ["Pacitan", 1, 2, 3, 4],
            ["Ponorogo", 5, 6, 7, 8],
        )
    )
    assert shaped.table.columns.tolist() == [
        "Kab/Kota", "Penduduk · 2022 · L", "Penduduk · 2022 · P", "Penduduk · 2023 · L", "Penduduk · 2023 · P",
    ]  # fmt: skip
    assert shaped.columns["label"].tolist()[1:3] == ["Penduduk · L", "Penduduk · P"]
    assert shaped.layout == "wide_years"


def test_the_export_of_bps_with_a_long_first_level() -> None:
    long = "Persentase Penduduk Miskin (P0) Menurut Kabupaten/Kota di Provinsi Jawa Timur Hasil Susenas Maret (Persen)"
    shaped = shaped_of(
        sheet(
            ["Kabupaten/Kota", long, N],
            [N, "2022", "2023"],
            ["Pacitan", "13,80", "13,65"],
            ["Kota Kediri", "7,23", "7,15"],
        )
    )
    assert shaped.header_rows == [0, 1]
    assert shaped.columns["unit"].tolist() == ["", "%", "%"]
    assert shaped.columns["year"].tolist() == [pd.NA, 2022, 2023]


def test_a_header_in_two_languages() -> None:
    shaped = shaped_of(
        sheet(
            ["Kecamatan", "Penduduk", "Luas"],
            ["District", "Population", "Area"],
            ["Gambir", 5, 6],
            ["Menteng", 7, 8],
        )
    )
    assert shaped.header_rows == [0, 1]
    assert shaped.table.columns.tolist() == ["Kecamatan · District", "Penduduk · Population", "Luas · Area"]


@pytest.mark.parametrize(
    "above",
    [
        [["Provinsi", ":", "Jawa Timur"], ["Tahun", ":", "2023"]],
        [["Provinsi:", "Jawa Timur"], ["Tahun:", 2023]],
        [["Jumlah Penduduk"], ["Provinsi Jawa Timur"], ["Tahun 2023"]],
        [["Jumlah Penduduk"], [], ["(jiwa)"], []],
        [[N, N, "Tabel 1. Jumlah Penduduk"]],
        [["Provinsi", "Jawa Timur"], []],
        [[], [], []],
    ],
)
def test_what_stands_above_the_header_is_no_header(above: list[list[Any]]) -> None:
    rows = [["Kode", "Nama", "Jumlah", "Luas"], ["35.01", "Pacitan", 5, 1.5], ["35.02", "Ponorogo", 7, 2.5]]
    shaped = shaped_of(sheet(*above, *rows))
    assert shaped.header_rows == [len(above)]
    assert shaped.table.columns.tolist() == rows[0]
    assert len(shaped.table) == 2


@pytest.mark.parametrize("value", [5, 0, 2000, 2011, 1950, "-", "1.234", "5,5"])
def test_a_single_row(value: object) -> None:
    shaped = shaped_of(sheet(["Kode", "Nama", "Jumlah"], ["35.10", "Kab. Banyuwangi", value]))
    assert shaped.table.to_numpy().tolist() == [["35.10", "Kab. Banyuwangi", value]]
    assert shaped.table.columns.tolist() == ["Kode", "Nama", "Jumlah"]


@pytest.mark.parametrize("value", [5, 0, 2000, 2011, "-"])
@pytest.mark.parametrize("name", ["Kab. Banyuwangi", "Kota Malang", "Kota", "Banyuwangi"])
def test_a_single_row_with_a_name_and_a_figure(name: str, value: object) -> None:
    shaped = shaped_of(sheet(["Nama", "Jumlah"], [name, value]))
    assert shaped.table.to_numpy().tolist() == [[name, value]]


@pytest.mark.parametrize("value", [2000, 2023, 0, 5, "1.000", "-", "…"])
def test_all_equal_columns(value: object) -> None:
    rows = [[f"Wilayah {chr(65 + k)}", value, value] for k in range(12)]
    shaped = shaped_of(sheet(["Nama", "Satu", "Dua"], *rows))
    assert shaped.table.to_numpy().tolist() == rows


def test_figures_that_look_like_years() -> None:
    rows = [
        ["Pacitan", 1999, 2001],
        ["Ponorogo", 2005, 1987],
        ["Trenggalek", 1950, 2050],
        ["Blitar", 2010, 2011],
    ]
    shaped = shaped_of(sheet(["Kabupaten", 2022, 2023], *rows))
    assert shaped.table.columns.tolist() == ["Kabupaten", "2022", "2023"]
    assert shaped.table.to_numpy().tolist() == rows
    one = shaped_of(
        sheet(["Nama Kabupaten", "UMK (ribu)"], ["Pacitan", 1976], ["Ponorogo", 2149], ["Blitar", 2015])
    )
    assert len(one.table) == 3


def test_a_first_figure_that_looks_like_a_year_is_a_figure() -> None:
    rows = [["Pacitan", 2011], ["Ponorogo", 5], ["Blitar", 7], ["Kota Madiun", 9]]
    assert shaped_of(sheet(["Nama", "Jumlah"], *rows)).table.to_numpy().tolist() == rows


def test_months_as_columns() -> None:
    rows = [["Pacitan", *range(20, 32)], ["Ponorogo", *range(40, 52)]]
    shaped = shaped_of(sheet(["Kabupaten/Kota", *range(1, 13)], *rows))
    assert shaped.table.to_numpy().tolist() == rows
    assert shaped.table.columns.tolist() == ["Kabupaten/Kota", *map(str, range(1, 13))]


def test_a_first_row_whose_figures_are_words_is_a_row() -> None:
    rows = [["Pacitan", "belum dihitung", "rahasia"], ["Ponorogo", 5, 6], ["Blitar", 7, 8], ["Kediri", 9, 1]]
    shaped = shaped_of(sheet(["Kabupaten", "Jumlah", "Luas"], *rows))
    assert shaped.table.to_numpy().tolist() == rows


def test_a_first_row_without_figures_is_a_row() -> None:
    rows = [["Pacitan", N, N], ["Ponorogo", "-", "-"], ["Blitar", 7, 8]]
    shaped = shaped_of(sheet(["Kabupaten", "Jumlah", "Luas"], *rows))
    assert shaped.table.index.tolist() == [1, 2, 3]


def test_long_table() -> None:
    shaped = shaped_of(
        sheet(
            ["kode", "tahun", "indikator", "nilai"],
            ["35.10", 2022, "IPM", "70,1"],
            ["35.10", 2023, "IPM", "71,2"],
        )
    )
    assert shaped.layout == "long"
    assert shaped.columns["role"].tolist() == ["number", "year", "indicator", "number"]


def test_wide_table() -> None:
    shaped = shaped_of(
        sheet(["kode", "IPM 2023", "Kemiskinan (%) 2023"], ["35.10", "70,1", "5"], ["35.11", "70,1", "5"])
    )
    assert shaped.layout == "wide"
    assert shaped.columns["year"].tolist() == [pd.NA, 2023, 2023]


def test_only_texts() -> None:
    shaped = shaped_of(
        sheet(["Judul tabel"], [], ["Kode Wilayah", "Nama"], ["x", "Pacitan"], ["y", "Ponorogo"])
    )
    assert shaped.table.columns.tolist() == ["Kode Wilayah", "Nama"]
    assert shaped.table.index.tolist() == [3, 4]


@pytest.mark.parametrize(
    "cells",
    [pd.DataFrame(), pd.DataFrame(index=range(3)), pd.DataFrame({"a": []}), pd.DataFrame(columns=range(3))],
)
def test_nothing(cells: pd.DataFrame) -> None:
    shaped = shape_table(cells)
    assert shaped.table.empty
    assert shaped.columns.columns.tolist() == ["column", "label", "unit", "year", "group", "period", "role"]
    assert shaped.set_aside.columns.tolist() == ["row", "kind", "text"]


def test_only_blanks() -> None:
    shaped = shape_table(sheet([N, "", " "], [N, N, "\u00a0"]))
    assert shaped.table.empty
    assert kinds(shaped) == {0: "blank", 1: "blank"}


def test_a_header_alone() -> None:
    shaped = shaped_of(sheet(["Kode", "Nama", "Penduduk", N], [N, N, "2022", "2023"]))
    assert shaped.table.columns.tolist() == ["Kode", "Nama", "Penduduk · 2022", "Penduduk · 2023"]
    assert shaped.table.empty


def test_one_column() -> None:
    assert shaped_of(sheet(["Nama"], ["Pacitan"], ["Ponorogo"])).table.index.tolist() == [1, 2]
    assert shaped_of(sheet(["Jumlah"], [5], [6])).table.index.tolist() == [1, 2]


def test_no_header() -> None:
    shaped = shaped_of(sheet(["35.01", "Pacitan", 5], ["35.02", "Ponorogo", 6]))
    assert shaped.header_rows == []
    assert shaped.table.columns.tolist() == ["A", "B", "C"]
    assert len(shaped.table) == 2


def test_blank_columns_go_and_named_ones_stay() -> None:
    shaped = shaped_of(
        sheet(
            [N, "Kode", N, "Nama", "Nilai", "Kosong"],
            [N, "35.01", N, "Pacitan", 5, N],
            [N, "35.02", " ", "Blitar", 6, N],
        )
    )
    assert shaped.table.columns.tolist() == ["Kode", "Nama", "Nilai", "Kosong"]


def test_columns_without_a_name_get_a_letter_and_equal_names_a_number() -> None:
    shaped = shaped_of(sheet(["Nama", N, "Nilai", "Nilai"], ["Pacitan", 1, 2, 3], ["Blitar", 4, 5, 6]))
    assert shaped.table.columns.tolist() == ["Nama", "B", "Nilai", "Nilai (2)"]


def test_a_header_repeated_on_each_page() -> None:
    page = [["Kabupaten", "Jumlah", "Luas"], ["(1)", "(2)", "(3)"]]
    rows = [[f"Wilayah {k}", k, k * 2] for k in range(20)]
    shaped = shaped_of(sheet(["Tabel 1. Luas"], *page, *rows[:10], ["Lanjutan Tabel 1"], *page, *rows[10:]))
    assert shaped.table.to_numpy().tolist() == rows
    assert kinds(shaped)[13] == "title"
    assert (kinds(shaped)[14], kinds(shaped)[15]) == ("header", "numbering")


@pytest.mark.parametrize(
    "footers",
    [
        [["Sumber: BPS"]],
        [["Sumber : BPS, 2023"], ["Catatan: angka sementara"]],
        [[], ["Sumber/Source:", "BPS"]],
        [
            ["Keterangan:"],
            ["- : tidak ada data"],
            ["* angka sementara"],
            ["1) termasuk Kota Madiun"],
            ["Diunduh 12/05/2024"],
        ],
        [["Ket: *) sementara"], ["Dicetak: 12 Mei 2024"]],
        [["Sumber: BPS", " Dinas Kependudukan", " diolah"]],
        [[N, "Sumber: BPS"]],
        [["Note: r) revised"], ["Last update: 2024"], ["https://www.bps.go.id"]],
        [["*) Angka sementara"], ["**) Angka sangat sementara"]],
    ],
)
def test_footers(footers: list[list[Any]]) -> None:
    rows = [["Pacitan", 1, 2], ["Kota Madiun", 3, 4], ["Sumber", 5, 6], ["Sumberejo", 7, 8]]
    shaped = shaped_of(sheet(["Nama", "a", "b"], *rows, *footers))
    assert shaped.table.to_numpy().tolist() == rows
    assert {kinds(shaped)[row] for row in range(5, 5 + len(footers))} <= {"footer", "blank"}


@pytest.mark.parametrize(
    "name", ["Sumber", "Sumber Jaya", "Catur", "Ketapang", "Noten", "1) Pacitan", "Sumberdata", "Tabelo"]
)
def test_rows_without_figures_are_no_footers(name: str) -> None:
    shaped = shaped_of(
        sheet(["Nama", "a", "b"], ["Pacitan", 1, 2], [name, N, N], ["Blitar", 3, 4], ["Kediri", 5, 6])
    )
    assert name in shaped.table["Nama"].tolist()


def test_a_title_taken_as_the_header() -> None:
    text = "Jumlah Penduduk (jiwa),,\n,,\nKode,Nama,2023\n35.01,Pacitan,5\n35.02,Ponorogo,6\n"
    shaped = shaped_of(pd.read_csv(io.StringIO(text), dtype=str, skip_blank_lines=False))
    assert shaped.table.columns.tolist() == ["Kode", "Nama", "2023"]
    assert shaped.columns["label"].tolist()[2] == "Jumlah Penduduk"
    assert shaped.columns["unit"].tolist()[2] == "jiwa"
    assert shaped.set_aside["row"].tolist()[0] is None


def test_one_of_two_header_rows_taken_as_the_header() -> None:
    text = "Kode,Nama,Penduduk,,Luas,\n,,2022,2023,2022,2023\n35.01,Pacitan,5,6,7,8\n35.02,Ponorogo,6,7,8,9\n"
    shaped = shaped_of(pd.read_csv(io.StringIO(text), dtype=str))
    assert shaped.table.columns.tolist() == [
        "Kode",
        "Nama",
        "Penduduk · 2022",
        "Penduduk · 2023",
        "Luas · 2022",
        "Luas · 2023",
    ]
    repeated = "Kode,Nama,Penduduk,Penduduk\n,,2022,2023\n35.01,Pacitan,5,6\n35.02,Ponorogo,6,7\n"
    assert shaped_of(pd.read_csv(io.StringIO(repeated), dtype=str)).table.columns.tolist()[2:] == [
        "Penduduk · 2022",
        "Penduduk · 2023",
    ]


def test_two_levels_of_pandas() -> None:
    text = "Kode,Nama,Penduduk,\n,,2022,2023\n35.01,Pacitan,5,6\n35.02,Ponorogo,6,7\n"
    shaped = shaped_of(pd.read_csv(io.StringIO(text), header=[0, 1]))
    assert shaped.table.columns.tolist() == ["Kode", "Nama", "Penduduk · 2022", "Penduduk · 2023"]
    assert len(shaped.table) == 2


def test_an_index_saved_with_the_table() -> None:
    shaped = shaped_of(pd.read_csv(io.StringIO(",kode,nilai\n0,35.01,5\n1,35.02,6\n"), dtype=str))
    assert shaped.table.columns.tolist() == ["A", "kode", "nilai"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"code": ["35.10", "35.09"], "name": ["a", "b"], "value": [1, 2]}),
        pd.DataFrame({"code": ["35.10"], 2020: [1], 2021: [2]}),
        pd.DataFrame({"a": ["x", "y"], "b": ["z", "w"]}),
        pd.DataFrame(
            {
                "a": pd.Categorical(["x", "y"]),
                "d": pd.to_datetime(["2024-01-01", "2024-01-02"]),
                "t": [True, False],
            }
        ),
        pd.DataFrame({"v": [1.5, None], "w": pd.array([1, 2], dtype="Int64")}, index=["r1", "r2"]),
        pd.DataFrame({"a": [2020, 2021], "b": [2022, 2023]}),
        pd.DataFrame(
            {"kode": [1101, 1102], "nama": ["Simeulue", "Aceh Singkil"], "2022": [1.5, 2.5]}, index=[7, 3]
        ),
    ],
)
def test_a_clean_frame_comes_back_as_it_is(frame: pd.DataFrame) -> None:
    shaped = shaped_of(frame)
    expected = frame.set_axis(pd.Index([str(name) for name in frame.columns], dtype="str"), axis=1)
    pd.testing.assert_frame_equal(shaped.table, expected, check_column_type=False)


def test_a_header_named_by_a_person() -> None:
    cells = sheet(["a", "b"], ["Jumlah", 38], ["Nama", "Nilai"], ["Pacitan", 5], ["Blitar", 6])
    assert shape_table(cells, header=2).table.columns.tolist() == ["Nama", "Nilai"]
    assert shape_table(cells, header=(0, 2)).table.columns.tolist() == ["a · Nama", "b · Nilai"]
    assert shape_table(cells, header=()).table.shape == (5, 2)
    accounted(cells, shape_table(cells, header=2))


@pytest.mark.parametrize("header", [5, -1, (0, 9)])
def test_a_header_that_is_not_there_is_refused(header: int | tuple[int, ...]) -> None:
    cells = sheet(["Nama", "Nilai"], ["Pacitan", 5])
    with pytest.raises(AtlasError, match="`header` must name rows from 0 to 1"):
        shape_table(cells, header=header)


def test_rows_keep_their_labels() -> None:
    cells = sheet(*BPS).set_axis([f"baris {k}" for k in range(len(BPS))])
    shaped = shape_table(cells)
    assert shaped.header_rows == ["baris 3"]
    assert shaped.table.index[0] == "baris 5"
    repeated = sheet(["Nama", "a"], ["Pacitan", 1], ["Blitar", 2]).set_axis([4, 4, 4])
    assert shape_table(repeated).table["a"].tolist() == [1, 2]


def test_hundreds_of_columns() -> None:
    rng = np.random.default_rng(5)
    rows = [[f"Kab {k}", *rng.uniform(0, 1e6, 499)] for k in range(60)]
    cells = sheet(["Nama", *[f"v{k}" for k in range(499)]], *rows)
    start = time.perf_counter()
    shaped = shape_table(cells)
    assert shaped.table.shape == (60, 500) and time.perf_counter() - start < 5
    assert shaped.header_rows == [0]


def test_tens_of_thousands_of_rows() -> None:
    rng = np.random.default_rng(6)
    n = 83_000
    cells = pd.DataFrame(
        {0: [f"Desa x{k}" for k in range(n)], 1: rng.uniform(0, 1e6, n).round(2).astype(str)}
    )
    cells = pd.concat([pd.DataFrame([["Judul", None], ["Desa", "Nilai"]]), cells], ignore_index=True)
    start = time.perf_counter()
    shaped = shape_table(cells)
    assert time.perf_counter() - start < 2
    assert (len(shaped.table), shaped.header_rows) == (n, [1])


WORDS = (
    "", "Nama", "Kode", "Jumlah", "Kota", "Pacitan", "Kab. Kediri", "Sumber: BPS", "2022", "2023", "-", "…", "jiwa", "(1)", "(2)",
    "1", "2", "1.234", "Luas (km2)", "A", "B", "* sementara", "Lanjutan",
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.sampled_from(WORDS),
    st.integers(0, 3000),
    st.floats(0, 10, width=16),
    st.text("ab1.,: ()", max_size=4),
)
ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=9)
)


@given(ROWS)
@settings(max_examples=400, deadline=None)
def test_whatever_the_cells_every_row_is_accounted_for(rows: list[list[Any]]) -> None:
    cells = pd.DataFrame(rows, dtype=object)
    shaped = shape_table(cells)
    accounted(cells, shaped)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Pacitan", "Kota", "Blitar", "Kab. Kediri"]), *[st.integers(0, 2500)] * 3),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=200, deadline=None)
def test_real_tables_are_cut_at_the_right_place(rows: list[tuple[Any, ...]]) -> None:
    above = [
        ["Judul tabel 2023"],
        [],
        ["Nama", "Jumlah (jiwa)", "Luas", "Indeks"],
        ["(1)", "(2)", "(3)", "(4)"],
    ]
    shaped = shaped_of(sheet(*above, *[list(row) for row in rows], ["Sumber: BPS"]))
    assert shaped.table.to_numpy().tolist() == [list(row) for row in rows]
    assert shaped.header_rows == [2]
