"""What the doctor shows is what the join found: every row in one verdict, sums as they are, texts escaped."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pandas as pd
import pytest
from openpyxl import load_workbook

from geodata import open_store
from geodata.join import JoinResult, join_table
from geodata.store import Store
from geodata.uploads import Table
from views import doctor, doctor_texts
from views.exporting import xlsx_bytes
from views.join_report import report_html
from views.joined import joined_table, workbook
from views.own import guess_settings

EVIL = "<script>alert('x')</script>`${7*7}`"
ROWS = [
    ["Tabel 1", None, None],
    ["Kode", "Kabupaten/Kota", "Jumlah (unit)"],
    ["35.10", "Banyuwangi", "1.200"],
    ["32.11", "Sumedang", "12.345.678"],
    [None, "Sumedanng", "5"],
    [None, f"=1+1{EVIL}", "7"],
    [None, "INDONESIA", "12.346.890"],
    ["Sumber: Dinas", None, None],
]


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def result(store: Store) -> JoinResult:
    return join_table(store.place_table(), pd.DataFrame(ROWS))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.seen.add(tag)


def tags(html: str) -> set[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.seen


def test_every_row_is_in_one_verdict(result: JoinResult) -> None:
    assert sum(doctor.counts(result).values()) == len(ROWS) - 1  # the header is no row
    assert doctor.counts(result)["code"] == 2
    assert doctor.counts(result)["not_found"] == 2


@pytest.mark.parametrize(
    ("lang", "head"), [("id", "2 dari 4 baris berhasil digabungkan"), ("en", "2 of 4 rows joined")]
)
def test_bar_says_how_many_joined(result: JoinResult, lang: str, head: str) -> None:
    html = doctor.verdict_html(result, lang)
    assert f"<strong>{head}</strong>" in html
    widths = [int(n) for n in re.findall(r"flex:(\d+)", html)]
    assert sum(widths) == 4


@pytest.mark.parametrize(("lang", "total"), [("id", "12.346.890"), ("en", "12,346,890")])
def test_balance_adds_up_as_printed(result: JoinResult, lang: str, total: str) -> None:
    table = doctor.balance_table(result, lang)
    printed = [int(re.sub(r"\D", "", text)) for text in table.iloc[0, 1:5]]
    assert table.iloc[0, 1] == total
    assert printed[0] == printed[1] + printed[2]
    assert printed[3] == 12_346_890  # what the row of the total said


def test_rows_left_over_are_shown_with_reason_and_suggestions(result: JoinResult) -> None:
    table = doctor.rows_table(result, doctor.left_rows(result), "en")
    assert table["Row"].tolist() == ["5", "6"]
    assert "Kabupaten Sumedang · 32.11 (" in table["Suggestions"].iloc[0]
    assert table["In your table"].iloc[0] == "Sumedanng · 5"
    assert table["Why"].str.len().gt(10).all()


def test_suggestions_of_some_rows_are_those_of_all(result: JoinResult) -> None:
    left = doctor.left_rows(result)
    assert "suggestions" not in left.columns
    for rows in (left, left.iloc[1:]):
        made = doctor.suggested(result, rows)
        assert made["suggestions"].tolist() == result.verdicts.loc[rows.index, "suggestions"].tolist()


def test_row_left_over_is_one_block_of_text(result: JoinResult) -> None:
    rows = list(doctor.suggested(result, doctor.left_rows(result)).itertuples())
    html = [doctor.row_html(result, row, "Why <b>", "en") for row in rows]
    assert "Row 5: Sumedanng · 5" in html[0]
    assert "Suggestions: Kabupaten Sumedang · 32.11 (" in html[0]
    assert "Suggestions" not in html[1]
    assert tags("".join(html)) == {"div", "b", "p", "span"}


def test_columns_keep_the_order_of_the_file(store: Store) -> None:
    table = pd.DataFrame({"Kode": ["35.10"], "Zat 2024 (kg)": [1], "Air 2024 (l)": [2], "Zat 2023 (kg)": [3]})
    result = join_table(store.place_table(), table)
    guess = guess_settings(result.observations(), order=doctor.column_order(result))
    assert [name.split()[0] for name in guess.index] == ["Zat", "Air"]
    mixed = result.observations().sort_values("indicator")
    assert list(guess_settings(mixed, order=doctor.column_order(result)).index) == list(guess.index)


@pytest.mark.parametrize(
    ("cell", "style", "value", "text"),
    [
        ("1.234", "comma", 1234.0, "1,234: “.” parts thousands"),
        ("1.234", "point", 1.234, "1.234: “.” is the decimal sign"),
        ("1,234", "comma", 1.234, "1.234: “,” is the decimal sign"),
        ("1,234", "point", 1234.0, "1,234: “,” parts thousands"),
    ],
)
def test_both_readings_of_a_number_are_put_in_words(cell: str, style: str, value: float, text: str) -> None:
    assert doctor_texts.reading_text(cell, style, value, "en") == text


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("PAD (Rp juta)", "Rp juta"),
        ("Jumlah Penduduk (ribu)", "ribu"),
        ("Pertumbuhan (%)", "%"),
        ("Luas (km2)", "km"),
    ],
)
def test_unit_in_the_header_reaches_the_settings(store: Store, header: str, unit: str) -> None:
    table = pd.DataFrame(
        {"Kode": ["35.10", "32.11"], "Nama": ["Banyuwangi", "Sumedang"], header: ["10,5", "11,5"]}
    )
    found = join_table(store.place_table(), table)
    guess = guess_settings(found.observations(year=2024), doctor_texts.units_of(found))
    assert unit in guess["unit"].iloc[0]


@pytest.mark.parametrize(
    ("lines", "title", "year"),
    [
        ([["PUSKESMAS TAHUN 2024", None], ["Kode", "Jumlah"], ["35.10", "4"], ["32.11", "5"]], "a.csv", 2024),
        ([["Kode", "Jumlah"], ["35.10", "4"], ["32.11", "5"]], "data 2023.csv", 2023),
        ([["Kode", "Jumlah"], ["35.10", "4"], ["32.11", "5"]], "a.csv", None),
        ([["Kode", "IPM 2022", "Jumlah"], ["35.10", "70,5", "4"], ["32.11", "71,5", "5"]], "a.csv", 2022),
        ([["Kode", "Jumlah"], ["35.10", "4"], ["32.11", "5"]], "2019-2023.csv", None),
    ],
)
def test_year_is_taken_from_where_the_table_says_it(
    store: Store, lines: list[list[str]], title: str, year: int | None
) -> None:
    assert doctor_texts.year_of(join_table(store.place_table(), pd.DataFrame(lines)), title) == year


def test_place_is_named_with_where_it_lies(store: Store) -> None:
    names = store.codes().set_index("code")["name"]
    assert doctor_texts.place_text("35.10", names) == "Kabupaten Banyuwangi · 35.10"
    assert doctor_texts.place_text("31.74.04.1001", names).count(", ") == 2
    assert doctor_texts.place_text("31.74.04.1001", names).endswith(
        "Kota Administrasi Jakarta Selatan · 31.74.04.1001"
    )


def test_file_and_header_are_described(result: JoinResult) -> None:
    table = Table(name="a.csv", format="csv", cells=pd.DataFrame(ROWS), encoding="utf-8", separator=";")
    assert doctor_texts.file_text(table, "en") == "CSV, UTF-8, separated by semicolon, 8 lines."
    assert doctor_texts.shape_text(result, "en") == "5 rows, 3 columns, header in row 2."


def test_preview_names_rows_and_columns_as_a_spreadsheet_does() -> None:
    wide = pd.DataFrame([[f"{i}" for i in range(30)]])
    html = doctor.preview_html(wide, "en", "light", columns=28)
    assert ">A<" in html
    assert ">AB<" in html
    assert ">AC<" not in html


def test_hostile_text_stays_text(store: Store, result: JoinResult) -> None:
    names = store.codes().set_index("code")["name"]
    for lang in ("id", "en"):
        report = report_html(result, title=EVIL, names=names, read="CSV", version="1", lang=lang)
        assert "script" not in tags(report)
        assert "&lt;script&gt;" in report
        assert f'<html lang="{lang}">' in report


def test_report_asks_for_nothing_from_anywhere(store: Store, result: JoinResult) -> None:
    names = store.codes().set_index("code")["name"]
    report = report_html(result, title="a.csv", names=names, read="CSV.", version="1", lang="id")
    assert "default-src 'none'" in report
    assert not re.search(r"(?:src|href)=|url\(|@import", report)
    assert tags(report) <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "strong", "span", "b", "ul", "li", "table",
        "caption", "thead", "tbody", "tr", "th", "td", "footer",
    }  # fmt: skip


def test_joined_table_keeps_the_reader_s_columns_behind_code_and_name(
    store: Store, result: JoinResult
) -> None:
    table = joined_table(result, store.codes(), "en")
    assert table.columns.tolist() == ["Code", "Official name", "Row", "Name in your table", "Jumlah (unit)"]
    assert table[["Row", "Name in your table"]].to_numpy().tolist() == [[4, "Sumedang"], [3, "Banyuwangi"]]
    assert table["Official name"].tolist() == ["Kabupaten Sumedang", "Kabupaten Banyuwangi"]
    assert table["Jumlah (unit)"].tolist() == [12_345_678, 1200]


def test_workbook_has_a_verdict_for_every_row_and_no_formula(store: Store, result: JoinResult) -> None:
    data = xlsx_bytes(workbook(result, joined_table(result, store.codes(), "en"), "en"))
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Joined", "Verdicts", "Control sums"]
    assert book["Verdicts"].max_row == len(ROWS) + 1
    cells = [cell for row in book["Verdicts"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}  # "f" would be a formula
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith("="))


def test_table_with_a_column_called_like_ours_keeps_it(store: Store) -> None:
    rows = pd.DataFrame({"kode": ["35.10", "32.11"], "Official name": ["a", "b"], "n": [1, 2]})
    joined = join_table(store.place_table(), rows, code="kode")
    table = joined_table(joined, store.codes(), "en")
    assert table.columns.tolist() == [
        "Code",
        "Official name",
        "Row",
        "Name in your table",
        "Official name *",
        "n",
    ]
