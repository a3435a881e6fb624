"""``atlas.py join``: exit codes that a script can rely on, a report, the joined rows."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from views.commands_join import main

CLEAN = "kode;nama;Nilai (unit)\n35.10;Banyuwangi;1,5\n32.11;Sumedang;2,5\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "tabel.csv"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def test_all_joined_is_zero_and_the_rows_are_written(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hasil.csv"
    assert main([str(table), "--out", str(out)]) == 0
    assert "2 rows in the table" in capsys.readouterr().out  # the header is no row
    back = pd.read_csv(out, dtype={"Code": str})
    assert back.to_dict("list") == {
        "Code": ["32.11", "35.10"],
        "Official name": ["Kabupaten Sumedang", "Kabupaten Banyuwangi"],
        "Row": [3, 2],
        "Name in your table": ["Sumedang", "Banyuwangi"],
        "Nilai (unit)": [2.5, 1.5],
    }


def test_rows_left_over_are_one_and_stand_in_the_report(table: Path, tmp_path: Path) -> None:
    table.write_text(CLEAN + ";Banyuwangii;4\n", encoding="utf-8")
    report = tmp_path / "laporan.html"
    assert main([str(table), "--report", str(report)]) == 1
    text = report.read_text(encoding="utf-8")
    assert "Banyuwangii" in text
    assert "2 of 3 rows joined" in text
    assert not list(tmp_path.glob("*.part"))


def test_accepted_pairs_settle_a_row(table: Path, tmp_path: Path) -> None:
    table.write_text("nama;Nilai\nBanyuwangii;4,5\n", encoding="utf-8")
    pairs = tmp_path / "pasangan.csv"
    pairs.write_text("table_code,table_name,table_parent,place\n,Banyuwangii,,35.10\n", encoding="utf-8")
    arguments = [str(table), "--level", "regency", "--name", "nama"]
    assert main(arguments) == 1
    assert main([*arguments, "--crosswalk", str(pairs)]) == 0


def test_number_that_can_be_read_in_two_ways_is_one_until_somebody_decides(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text("kode;nama;Nilai\n35.10;Banyuwangi;1.234\n32.11;Sumedang;2.345\n", encoding="utf-8")
    out = tmp_path / "hasil.csv"
    assert main([str(table)]) == 1
    assert "1.234" in capsys.readouterr().out
    for numbers, values in (("comma", [2345.0, 1234.0]), ("point", [2.345, 1.234])):
        assert main([str(table), "--numbers", numbers, "--out", str(out)]) == 0
        assert pd.read_csv(out)["Nilai"].tolist() == values


@pytest.mark.parametrize(("lang", "word"), [("en", "picture"), ("id", "gambar")])
def test_unreadable_input_is_two_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, word: str
) -> None:
    path = tmp_path / "foto.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = tmp_path / "laporan.html"
    assert main([str(path), "--report", str(report), "--lang", lang]) == 2
    said = capsys.readouterr().err.strip()
    assert word in said
    assert "\n" not in said
    assert not report.exists()


@pytest.mark.parametrize(
    "arguments", [["nowhere.csv"], ["{table}", "--code", "gone"], ["{table}", "--crosswalk", "{table}"]]
)
def test_wrong_arguments_are_two(
    table: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(table.parent)
    assert main([word.format(table=table) for word in arguments]) == 2
    assert capsys.readouterr().err.startswith("Error: ")


@pytest.mark.parametrize("text", ["kode;nama;Nilai\n", ""])
def test_table_without_a_row_is_two(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "kosong.csv"
    path.write_text(text, encoding="utf-8")
    assert main([str(path), "--out", str(tmp_path / "x.csv")]) == 2
    assert "kosong.csv" in capsys.readouterr().err
    assert not (tmp_path / "x.csv").exists()


def test_row_left_out_by_the_reader_still_counts_in_the_balance(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text("kode;nama;Nilai\n35.10;Banyuwangi;1,5\n;Entah;4,5\n", encoding="utf-8")
    pairs = tmp_path / "pasangan.csv"
    pairs.write_text("table_code,table_name,table_parent,place\n,Entah,,-\n", encoding="utf-8")
    assert main([str(table), "--crosswalk", str(pairs)]) == 0
    assert "“Nilai”: 6 = joined 1.5 + left over 4.5" in capsys.readouterr().out


@pytest.mark.parametrize("heads", ["nama,lat,lon", "nama,lintang,bujur"])
def test_points_without_keys_are_sent_to_the_command_that_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], heads: str
) -> None:
    path = tmp_path / "sekolah.csv"
    path.write_text(f"{heads}\nSDN 1,-8.2,114.3\nSDN 2,-8.3,114.2\n", encoding="utf-8")
    assert main([str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "atlas.py count sekolah.csv" in told.err
    assert told.err.count("\n") == 1


def test_coordinates_beside_codes_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "ibukota.csv"
    path.write_text(
        "kode,nama,lat,lon\n35.10,Banyuwangi,-8.2,114.3\n32.11,Sumedang,-6.8,107.9\n", encoding="utf-8"
    )
    assert main([str(path)]) == 0


def test_shapes_are_no_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "titik.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},'
        '"geometry":{"type":"Point","coordinates":[119.4,-5.1]}}]}',
        encoding="utf-8",
    )
    assert main([str(path)]) == 2
    assert "atlas.py count" in capsys.readouterr().err


def test_a_pair_with_a_code_of_no_place_is_refused_even_unused(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pasangan.csv"
    pairs.write_text("table_code,table_name,table_parent,place\n,Entah,,99.99\n", encoding="utf-8")
    out = tmp_path / "hasil.csv"
    assert main([str(table), "--crosswalk", str(pairs), "--out", str(out)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "99.99" in told.err
    assert told.err.count("\n") == 1
    assert not out.exists()


def test_rows_joined_by_accepted_pairs_stand_in_the_report(table: Path, tmp_path: Path) -> None:
    table.write_text("nama;Nilai\nBanyuwangii;4,5\nKab. Maros;2,5\n", encoding="utf-8")
    pairs, report = tmp_path / "pasangan.csv", tmp_path / "laporan.html"
    head = "table_code,table_name,table_parent,place\n"
    arguments = [
        str(table),
        "--level",
        "regency",
        "--name",
        "nama",
        "--crosswalk",
        str(pairs),
        "--report",
        str(report),
    ]
    pairs.write_text(f"{head},Banyuwangii,,35.10\n", encoding="utf-8")
    assert main(arguments) == 0
    listed = report.read_text(encoding="utf-8").split("Rows joined by accepted pairs")[1].split("<h2>")[0]
    assert "Banyuwangii" in listed
    assert "Kabupaten Banyuwangi · 35.10" in listed
    assert "Maros" not in listed
    pairs.write_text(f"{head},kab. maros,,35.10\n", encoding="utf-8")
    assert main(arguments) == 1
    assert "Kabupaten Maros (73.09)" in report.read_text(encoding="utf-8")
