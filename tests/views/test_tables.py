"""Tables a screen reader can walk, and cells that are text."""

from __future__ import annotations

import math
import re

import pandas as pd

from tests.views.conftest import EVIL, record
from tests.views.test_legend import parts
from views.tables import TEXT_WIDTH, html_table, styled_table, wide_table


def test_headings_rows_and_caption_are_marked_as_such() -> None:
    frame = pd.DataFrame({"Wilayah": ["A", "B"], "Nilai": ["1,0", None]})
    html = html_table(frame, caption="Angka", theme="light", numeric=["Nilai"], highlight={0: "#0072B2"})
    read = parts(html)
    assert read.rows == [["Wilayah", "Nilai"], ["A", "1,0"], ["B", "…"]]
    assert html.count('<th scope="col"') == 2
    assert html.count('<th scope="row"') == 2
    assert "<caption" in html
    assert "tabular-nums" in html
    assert html.count("#0072B2") == 1
    assert 'tabindex="0"' in html


def test_every_text_is_escaped() -> None:
    html = html_table(pd.DataFrame({EVIL: [EVIL]}), caption=EVIL, theme="dark", numeric=[EVIL])
    assert "<script" not in html
    assert "`" not in html
    assert "${" not in html
    assert parts(html).rows == [[EVIL], [EVIL]]


def test_rows_and_columns_can_be_picked() -> None:
    frame = pd.DataFrame({"Tahun": ["2023", "2024"], "A": ["1", "2"], "B": ["3", "4"]})
    html = html_table(frame, caption="Angka", theme="light", column_codes=["", "35.10", "73.71"])
    assert html.count('<td data-pick="35.10"') == html.count('<td data-pick="73.71"') == 2
    assert '<th scope="col" data-pick="35.10"' in html
    assert html.count("<button") == 2
    rows = html_table(frame, caption="Angka", theme="light", codes=["a", ""])
    assert rows.count("<tr data-pick") == rows.count("<button") == 1


def test_short_names_stay_in_one_line_and_long_ones_break() -> None:
    for name, whole in (("Kab. Lampung Tengah", True), ("Penduduk menurut registrasi", False)):
        html = html_table(pd.DataFrame({"Wilayah": [name]}), caption="x", theme="light")
        assert ("white-space:nowrap" in html.partition("<tbody>")[2]) == whole


def test_columns_of_long_texts_keep_a_width_and_short_ones_do_not() -> None:
    """Else a telephone breaks them into a word a line and still pushes the table aside."""
    long = "Terbaik: semua orang (target SDG 6.1)"
    frame = pd.DataFrame({"A": [long], "B": ["12,67"], "C": ["skor"], "D": [long]})
    html = html_table(frame, caption="x", theme="light", numeric=["B", "D"])
    body = html.partition("<tbody>")[2]
    widths = [TEXT_WIDTH in cell for cell in re.findall(r"<t[hd][^>]*>", body)]
    assert widths == [True, False, False, True]


def test_an_empty_table_still_has_headings() -> None:
    html = html_table(pd.DataFrame(columns=["A", "B"]), caption="Kosong", theme="light", max_height=100)
    assert parts(html).rows == [["A", "B"]]
    assert "max-height:100px" in html


def test_places_side_by_side_each_cell_with_its_year() -> None:
    catalogue = pd.DataFrame(
        [record(), record(indicator="hdi", name_id="IPM", unit_kind="index", unit_id="indeks 0–100")]
    )
    values = pd.DataFrame(
        [
            ("73.71", "poverty_rate", 2024, 4.97),
            ("35.10", "poverty_rate", 2023, 7.34),
            ("35.10", "hdi", 2024, math.nan),
        ],
        columns=["code", "indicator", "year", "value"],
    )
    names = {"35.10": "Kab. Banyuwangi", "73.71": "Kota Makassar"}
    table = wide_table(values, catalogue, names=names, lang="id", place_heading="Indikator")
    assert table.to_numpy().tolist() == [
        ["Persentase penduduk miskin", "7,34% (2023)", "4,97% (2024)"],
        ["IPM (indeks 0–100)", "Tidak ada data", "Tidak ada data"],
    ]
    assert list(table.columns) == ["Indikator", "Kab. Banyuwangi", "Kota Makassar"]


def test_a_sortable_table_keeps_numbers_and_writes_them_in_the_language() -> None:
    frame = pd.DataFrame({"name": ["A", "B"], "value": [1234.5, math.nan], "other": [1, 2]})
    styler = styled_table(frame, columns={"name": "Nama", "value": "Nilai"}, decimals={"value": 1}, lang="id")
    assert list(styler.data.columns) == ["Nama", "Nilai"]
    assert styler.data["Nilai"].dtype == "float64"
    html = styler.to_html()
    assert "1.234,5" in html
    assert "…" in html


def test_words_after_a_number_keep_their_distance() -> None:
    frame = pd.DataFrame({"Wilayah": ["A"], "Nilai": ["1"], "Kata": ["x"], "Lagi": ["y"]})
    html = html_table(frame, caption="x", theme="light", numeric=["Nilai"])
    cells = dict(zip(("Nilai", "Kata", "Lagi"), re.findall(r'<td style="([^"]*)"', html), strict=True))
    assert [name for name, style in cells.items() if "padding-left:10px" in style] == ["Kata"]
