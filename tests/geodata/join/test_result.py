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
    assert "7 rows read: 1 joined, 2 left over, 4 set aside." in english
    assert "1,234,567" in english
    assert "1.234.567" in indonesian
    assert "513 of 514" in english
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
