"""Reading the tables of the source folder: text stays text, and every fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from geodata.errors import SourceError
from geodata.readers import tables
from tests.geodata import toy

HEAD = "code,year,indicator,value\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A source folder that a test may break."""
    return toy.write_sources(tmp_path / "sources")


def test_codes_stay_text_and_keep_their_zeros(folder: Path) -> None:
    (folder / "indicators" / "a.csv").write_text(HEAD + "35.10,2024,hdi,71.5\n")
    read = tables.read_observations(folder)
    row = read[read["file"] == "indicators/a.csv"].iloc[0]
    assert (row["code"], row["year"], row["value"]) == ("35.10", 2024, 71.5)
    assert str(read["year"].dtype) == "int16"


def test_codes_come_by_level_and_trimmed(folder: Path) -> None:
    codes = tables.read_codes(folder)
    assert codes["code"].tolist() == sorted(toy.NAMES, key=lambda code: (len(code), code))
    assert codes.set_index("code")["name"]["31.71.02.1002"] == "Pegangsaan"
    assert codes["level"].value_counts().to_dict() == {
        "village": 9,
        "district": 4,
        "regency": 3,
        "province": 2,
    }


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("31,2024,hdi,\n", "column value: 1 empty cells, first in line 2"),
        ("31,2024,hdi,1\n31,2024,hdi,many\n", "column value: 1 cells are no number, first 'many' in line 3"),
        ("31,2024,hdi,inf\n", "column value: 1 cells are no number, first 'inf' in line 2"),
        ("31,2024.5,hdi,1\n", "column year: must be whole numbers"),
        ('31,2024,hdi,"1,5"\n', "column value: 1 cells are no number, first '1,5' in line 2"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(folder: Path, text: str, fault: str) -> None:
    (folder / "indicators" / "bad.csv").write_text(HEAD + text)
    with pytest.raises(SourceError) as caught:
        tables.read_observations(folder)
    assert f"bad.csv: {fault}" in caught.value.faults


def test_faults_of_all_files_come_at_once(folder: Path) -> None:
    (folder / "indicators" / "bad1.csv").write_text(HEAD + "31,2024,hdi,x\n")
    (folder / "subdistrict" / "bad2.csv").write_text("code,value\n31,1\n")
    with pytest.raises(SourceError) as caught:
        tables.read_observations(folder)
    assert {fault.split(":")[0] for fault in caught.value.faults} == {"bad1.csv", "bad2.csv"}


def test_an_empty_source_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be used"):
        tables.read_observations(tmp_path)
    with pytest.raises(SourceError, match=r"points_\*\.csv"):
        tables.read_points(tmp_path)
    with pytest.raises(SourceError, match=r"codes\.parquet"):
        tables.read_codes(tmp_path)


def test_the_note_on_our_own_reading_becomes_a_flag(folder: Path) -> None:
    ascn = tables.read_ascn(folder).set_index("city")
    assert ascn.loc["DKI Jakarta", "focus_areas"] == "civic and social"
    assert ascn["focus_is_our_reading"].to_dict() == {"DKI Jakarta": True, "Singapore": False}


def test_a_second_bps_code_or_area_is_a_fault(folder: Path) -> None:
    for name, line, read in (
        ("bps_codes.csv", "regency,9999,X,31.74,X\n", tables.read_bps_codes),
        ("official_area.csv", "31.74,X,1.0\n", tables.read_official_area),
    ):
        path = folder / "boundaries" / name
        path.write_text(path.read_text() + line)
        with pytest.raises(SourceError) as caught:
            read(folder)
        assert caught.value.faults == ["31.74"]


def test_a_nameless_point_has_an_empty_name(folder: Path) -> None:
    path = folder / "subdistrict" / "points_schools_2019.csv"
    path.write_text(path.read_text() + "npsn:9,school_sd,,106.8,-6.2,Kemdikbud\n")
    points = tables.read_points(folder).set_index("id")
    assert points.loc["npsn:9", "name"] == ""
    assert points.loc["npsn:1", "name"] == toy.HOSTILE
