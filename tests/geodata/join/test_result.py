"""What a result says to people, and what it gives to the rest of the program."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.join import Gazetteer, JoinResult, join_table
from geodata.join import texts as join_texts
from geodata.join.verdict import Judged, Row


@pytest.fixture
def result(places: Gazetteer) -> JoinResult:
    rows: list[list[object]] = [
        ["Tabel 3. Penduduk", None, None],
        ["Kab/Kota", "Penduduk 2023 (jiwa)", "Penduduk 2024 (jiwa)"],
        ["Kab. Banyuwangi", "1.234.567", "1.234.600"],
        ["Kab. Banyuwngi", "10", "20"],
        ["Bandung", "1", "2"],
        ["Jumlah", "1.234.578", "1.234.622"],
        ["Sumber: BPS", None, None],
    ]
    return join_table(places, pd.DataFrame(rows, dtype=object))


def test_every_row_has_a_verdict_and_a_reason(result: JoinResult) -> None:
    verdicts = result.verdicts
    assert list(verdicts.columns) == ["row", "verdict", "code", "suggestions", "reason"]
    assert verdicts.set_index("row")["verdict"].to_dict() == {
        0: "note", 1: "note", 2: "name", 3: "not_found", 4: "ambiguous", 5: "total", 6: "note",
    }  # fmt: skip
    assert verdicts["reason"].str.len().min() > 5
    assert all(isinstance(found, tuple) for found in verdicts["suggestions"])
    assert {code for code, _, _ in verdicts.set_index("row").at[4, "suggestions"][:2]} == {"32.04", "32.73"}


def test_the_balance_tells_where_everything_went(result: JoinResult) -> None:
    row = result.balance.loc["Penduduk 2023 (jiwa)"]
    assert row["total"] == 1_234_578
    assert row["joined"] == 1_234_567
    assert row["left_over"] == 11
    assert row["set_aside"] == 1_234_578
    assert row[["rows_total", "rows_joined", "rows_left_over"]].tolist() == [3, 1, 2]


def test_the_summary_is_for_people_in_both_languages(result: JoinResult) -> None:
    english, indonesian = result.summary("en"), result.summary("id")
    assert (
        "4 rows in the table: 1 joined, 2 left over, 1 set aside." in english
    )  # titles, header and notes are no rows
    assert "“Penduduk 2023 (jiwa)”: 1,234,578 = joined 1,234,567 + left over 11." in english
    assert "1,234,567" in english
    assert "1.234.567" in indonesian
    assert "513 of 514 regencies and cities; 37 of them where the table has rows" in english
    for text in (english, indonesian):
        assert 3 <= len(text.splitlines()) <= 8
        assert "not_found" not in text
        assert "_" not in text


def test_observations_carry_year_and_unit(result: JoinResult) -> None:
    found = result.observations()
    assert found[["code", "year", "value"]].to_numpy().tolist() == [
        ["35.10", 2023, 1234567.0],
        ["35.10", 2024, 1234600.0],
    ]
    assert result.columns["unit"].tolist() == ["jiwa", "jiwa"]
    assert result.columns["year"].tolist() == [2023, 2024]
    assert len(result.observations(indicators=["Penduduk 2024 (jiwa)"])) == 1


def test_missing_are_the_places_without_a_row(result: JoinResult) -> None:
    assert len(result.missing) == 513
    assert "35.10" not in result.missing
    assert result.missing == sorted(result.missing)


def test_a_column_that_can_be_read_in_two_ways_is_asked_about(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Banyuwangi", "Kab. Jember"], "Nilai": ["1.234", "5.678"]})
    result = join_table(places, table)
    assert result.balance.empty
    assert result.joined["Nilai"].tolist() == ["5.678", "1.234"]
    (question,) = result.questions
    assert question.kind == "style"
    assert {style: value for style, (_, value) in question.readings.items()} == {
        "comma": 1234.0,
        "point": 1.234,
    }
    assert "1.234" in question.text("en")
    assert join_table(places, table, styles={"Nilai": "comma"}).joined["Nilai"].tolist() == [5678.0, 1234.0]
    assert join_table(places, table, styles={"Nilai": "point"}).joined["Nilai"].tolist() == [5.678, 1.234]


def test_keys_are_explained(result: JoinResult) -> None:
    texts = result.key_texts("en")
    assert "Kab/Kota" in texts[0]
    assert all(result.key_texts("id"))


def test_every_reason_can_be_written_in_both_languages(places: Gazetteer) -> None:
    from geodata.join.former import former_names

    params = {
        "text": "x",
        "name": "x",
        "place": "35.10",
        "parent": "y",
        "count": 2,
        "home": "35.10",
        "pair": "35.09",
        "column": "kode",
        "share": 42,
        "former": former_names()[0],
    }
    for lang in ("id", "en"):
        templates = join_texts.reasons(lang)
        for which in templates:
            assert join_texts.reason_text(Judged("x", reason=(which, params)), Row(), templates, places, lang)
        for verdict in ("code", "bps_code", "name", "former_name", "crosswalk", "ambiguous", "duplicate", "not_found", "conflict",
                        "total", "note"):  # fmt: skip
            assert join_texts.verdict_text(verdict, lang)


def test_a_column_called_code_that_is_no_key_does_not_clash(places: Gazetteer) -> None:
    table = pd.DataFrame({"code": ["A", "B"], "Kab/Kota": ["Kab. Jember", "Kab. Garut"], "n": [1, 2]})
    joined = join_table(places, table).joined
    assert joined.index.name == "code"
    assert joined.reset_index()["code (table)"].tolist() == ["B", "A"]


def test_row_labels_are_kept(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Jember", "x"], "n": [1, 2]}, index=["a", "b"])
    assert join_table(places, table).outcome["row"].tolist() == ["a", "b"]
    twice = table.set_axis(["a", "a"], axis=0)
    assert join_table(places, twice).outcome["row"].tolist() == [0, 1]


def test_cells_of_any_kind_can_be_sorted(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "Kab/Kota": ["Kab. Jember"] * 4,
            "Tahun": ["awal", None, 2020, pd.Timestamp("2024-01-01")],
            "n": [1, 2, 3, 4],
        }
    )
    assert join_table(places, table).joined["n"].tolist() == [2, 3, 4, 1]
    months = pd.DataFrame({"Kab/Kota": ["Kab. Jember"] * 3, "Bulan": [10, 9, 1], "n": [1, 2, 3]})
    assert join_table(places, months).joined["n"].tolist() == [3, 2, 1]


LONG = {
    "Kab/Kota": ["Kab. Banyuwangi", "Kab. Banyuwangi", "Kab. Jember", "Kab. Jembr", "Kab. Jember", "Jumlah"],
    "Indikator": ["Penduduk", "Miskin", "Penduduk", "Penduduk", "Miskin", "Penduduk"],
    "Nilai": ["1.700.000,5", "7,1", "2.500.000,25", "0,1", "9,4", "4.200.000,75"],
}


def test_unlike_things_in_one_column_are_balanced_each_by_itself(places: Gazetteer) -> None:
    balance = join_table(places, pd.DataFrame(LONG)).balance
    assert balance.to_dict("index") == {
        "Penduduk": {
            "total": 4_200_000.85, "joined": 4_200_000.75, "left_over": pytest.approx(0.1), "set_aside": 4_200_000.75,
            "rows_total": 3, "rows_joined": 2, "rows_left_over": 1,
        },
        "Miskin": {
            "total": 16.5, "joined": 16.5, "left_over": 0.0, "set_aside": 0.0, "rows_total": 2, "rows_joined": 2,
            "rows_left_over": 0,
        },
    }  # fmt: skip
    assert (balance["total"] == balance["joined"] + balance["left_over"]).all()


def test_several_columns_of_several_indicators_have_a_balance_each(places: Gazetteer) -> None:
    table = pd.DataFrame(LONG).drop(columns="Nilai").assign(Target=range(6), Realisasi=range(1, 7))
    assert join_table(places, table).balance["joined"].to_dict() == {
        "Penduduk · Target": 2, "Miskin · Target": 5, "Penduduk · Realisasi": 4, "Miskin · Realisasi": 7,
    }  # fmt: skip


def test_an_indicator_called_like_its_column_takes_no_row_s_place(places: Gazetteer) -> None:
    table = pd.DataFrame(LONG).assign(
        Nilai=range(1, 7), Indikator=["Nilai", None, "Nilai", "Nilai", "Nilai", "Nilai"]
    )
    assert join_table(places, table).balance["total"].to_dict() == {"Nilai · Nilai": 13, "Nilai": 2}


def test_months_as_columns_are_named_and_said(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Jember"], "Tamu Januari 2024": [5], "Tamu 2024": [60]})
    result = join_table(places, table)
    assert result.observations()[["year", "indicator"]].to_numpy().tolist() == [
        [2024, "Tamu · Januari"],
        [2024, "Tamu"],
    ]
    assert "“Tamu Januari 2024”. The atlas holds one figure a year" in result.summary("en")
    assert "“Tamu 2024”." not in join_texts.shape_texts(result, "en")[0]


def test_months_in_rows_are_named_and_said(places: Gazetteer) -> None:
    table = pd.DataFrame({"Kab/Kota": ["Kab. Jember"] * 2, "Bulan": [1, 2], "Tamu": [5, 6]})
    result = join_table(places, table)
    assert result.observations()["indicator"].tolist() == ["Tamu · Bulan 1", "Tamu · Bulan 2"]
    assert "told apart by “Bulan”" in result.summary("en")


def test_a_category_that_tells_nothing_apart_is_no_part_of_the_indicator(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {"Kab/Kota": ["Kab. Jember", "Kab. Garut"], "Kategori": ["Maju", "Mandiri"], "Skor": [5, 6]}
    )
    result = join_table(places, table)
    assert result.observations()["indicator"].tolist() == ["Skor", "Skor"]
    assert join_texts.shape_texts(result, "en") == []


def test_a_row_of_units_is_said(places: Gazetteer) -> None:
    rows = [
        ["Kab/Kota", "Penduduk", "Miskin"],
        [None, "jiwa", "%"],
        ["Kab. Jember", 5, 6],
        ["Kab. Garut", 7, 8],
    ]
    result = join_table(places, pd.DataFrame(rows, dtype=object))
    assert join_texts.shape_texts(result, "en") == ["A row of units below the header was used: jiwa, %."]
    assert result.columns["unit"].tolist() == ["jiwa", "%"]


def test_joined_rows_can_be_traced_back(places: Gazetteer) -> None:
    table = pd.DataFrame(
        {
            "Kab/Kota": ["Kab. Jember", "x", "Kab. Garut", "Kab. Jember"],
            "Tahun": [2024, 2023, 2023, 2023],
            "n": [1, 2, 3, 4],
        },
        index=[10, 11, 12, 13],
    )
    result = join_table(places, table)
    assert [result.shaped.table.index[at] for at in result.order] == [12, 13, 10]
    assert result.joined["n"].tolist() == [3, 4, 1]
