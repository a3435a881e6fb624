"""The upstream SQL: its format, its oddities, and hostile rows."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.errors import SourceError
from geodata.readers.upstream_sql import SqlVillage, parse_sql, read_sql_file

SQUARE = "[[-6.2,106.8],[-6.2,106.9],[-6.1,106.9],[-6.1,106.8],[-6.2,106.8]]"
HOLE = "[[-6.18,106.82],[-6.18,106.84],[-6.16,106.84],[-6.18,106.82]]"
OPEN = "[[-6.2,106.8],[-6.2,106.9],[-6.1,106.9],[-6.1,106.8]]"
LINE = "[[-6.2,106.8],[-6.2,106.9],[-6.2,106.8]]"
HEAD = "INSERT INTO wilayah_boundaries(kode,nama,lat,lng,path) VALUES"


def row(code: str = "31.71.01.1001", name: str = "Gambir", path: str = f"[{SQUARE}]") -> str:
    return f"('{code}','{name}',-6.15,106.85,'{path}')"


def sql(*rows: str) -> str:
    return f"{HEAD}\n\t" + ",\n\t".join(rows) + ";\n"


def one(text: str) -> SqlVillage:
    (village,) = parse_sql(text)
    return village


def test_a_whole_file_with_comments_and_several_statements() -> None:
    text = (
        # A toy of the upstream format; it is only read.
        "/* desc : it's a comment; with (brackets) * and / */\n-- one more 'line\n# and another\n"  # noqa: S608
        "DELETE FROM wilayah_boundaries WHERE kode LIKE '31.71.%' AND LENGTH(kode)=13;\n"
        + sql(row(), row("31.71.01.1002", "Pa''Batang"))
        + sql(row("31.71.01.1003", r"Ma\'rang"))
        + "INSERT INTO wilayah(kode,nama) VALUES ('31','DKI Jakarta');\n"
    )
    villages = parse_sql(text)
    assert [village.code for village in villages] == ["31.71.01.1001", "31.71.01.1002", "31.71.01.1003"]
    assert [village.name for village in villages] == ["Gambir", "Pa'Batang", "Ma'rang"]


def test_coordinates_are_latitude_first() -> None:
    shape = one(sql(row())).shape
    assert shapely.bounds(shape).tolist() == [106.8, -6.2, 106.9, -6.1]


@pytest.mark.parametrize(
    ("path", "polygons", "holes"),
    [
        (f"[{SQUARE}]", 1, 0),
        (f"[{SQUARE},{HOLE}]", 1, 1),
        (f"[[{SQUARE}]]", 1, 0),
        (f"[[{SQUARE},{HOLE}],[{HOLE}]]", 2, 1),
        (f"[{SQUARE},[{HOLE}]]", 2, 0),
    ],
    ids=["polygon", "with hole", "multi of one", "multi of two", "both depths in one row"],
)
def test_three_and_four_levels(path: str, polygons: int, holes: int) -> None:
    shape = one(sql(row(path=path))).shape
    assert shapely.get_num_geometries(shape) == polygons
    assert shapely.get_num_interior_rings(shapely.get_parts(shape)).sum() == holes


def test_open_rings_are_closed_and_short_ones_dropped_and_both_counted() -> None:
    village = one(sql(row(path=f"[[{OPEN},{LINE}],[{LINE}]]")))
    assert (village.closed_rings, village.dropped_rings) == (1, 2)
    assert shapely.equals(village.shape, one(sql(row())).shape)


def test_holes_go_with_an_outline_that_is_too_short() -> None:
    village = one(sql(row(path=f"[[{LINE},{HOLE}],[{SQUARE}]]")))
    assert village.dropped_rings == 2
    assert shapely.get_num_geometries(village.shape) == 1


@pytest.mark.parametrize("path", ["NULL", "''", "'[]'", f"'[{LINE}]'"])
def test_a_village_without_a_polygon_stays_in_the_list(path: str) -> None:
    village = one(f"{HEAD} ('96.01.05.1012','Kofiau',0,0,{path});")
    assert village.shape is None
    assert village.code == "96.01.05.1012"


def test_columns_may_come_in_another_order_and_number() -> None:
    columns = "(`path`,`kode`,`status`,`nama`,`lat`,`lng`)"
    text = f"INSERT INTO `wilayah_boundaries` {columns} VALUES ('[{SQUARE}]','31.71.01.1001',1,'A',0,0);"  # noqa: S608
    assert one(text).name == "A"


def test_rows_of_other_levels_are_passed_over() -> None:
    assert parse_sql(sql(row("31"), row("31.71"), row("31.71.01"))) == []


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (row(code="31.71.01"[:7]), "'31.71.0' is no place code"),
        (row(code="1; DROP TABLE x"), "is no place code"),
        (row(name="   "), "the name is empty"),
        (row(path='__import__("os").system("true")'), "the path is no JSON"),
        (row(path="{}"), "must be a list of rings"),
        (row(path="[1,2]"), "three or four levels deep"),
        (row(path="[[[[[[1,2]]]]]]"), "three or four levels deep"),
        (row(path="[" * 100_000), "nested too deeply"),
        (row(path=SQUARE.replace("106.9", "NaN")), "the path holds NaN"),
        (row(path='[[[-6.2,106.8],[-6.2,"106.9"],[-6.1,106.9],[-6.2,106.8]]]'), "a coordinate is no number"),
        (row(path="[[[-6.2,106.8],[-6.2,true],[-6.1,106.9],[-6.2,106.8]]]"), "a coordinate is no number"),
        (row(path="[[[-6.2,106.8],[-6.2],[-6.1,106.9],[-6.2,106.8]]]"), "each point must be a pair"),
        (
            row(path="[[[106.8,-6.2],[106.9,-6.2],[106.9,-6.1],[106.8,-6.2]]]"),
            "latitude 106.8 lies outside Indonesia",
        ),
        (row(path="[[[-6.2,1e400],[-6.2,106.9],[-6.1,106.9],[-6.2,106.8]]]"), "longitude inf lies outside"),
        (row(path=f"[[[-6.2,1{'0' * 400}],[-6.2,106.9],[-6.1,106.9],[-6.2,106.8]]]"), "31.71.01.1001"),
    ],
)
def test_a_hostile_row_is_a_named_fault(bad: str, fault: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_sql(sql(bad, row("31.71.01.1002")), where="toy.sql")
    assert any(fault in text for text in caught.value.faults), caught.value.faults
    assert "toy.sql" in str(caught.value)


def test_all_bad_rows_are_named_at_once() -> None:
    with pytest.raises(SourceError) as caught:
        parse_sql(sql(row(path="x"), row(), row("31.71.01.1002", path="{}"), row()))
    assert len(caught.value.faults) == 3
    assert any("31.71.01.1001 occurs twice" in fault for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{HEAD} ('31.71.01.1001','A',0,0,'[[", "unclosed quote"),
        ("/* never closed", "line 1: unexpected text"),
        (f"{HEAD} ('31.71.01.1001','A',0,0,NULL", "the last row is not closed"),
        (f"{HEAD} ('31.71.01.1001','A',0,0);", "has 4 values for 5 columns"),
        (f"{HEAD} ('31.71.01.1001','A',0,0,SLEEP);", "unexpected value 'SLEEP'"),
        (f"{HEAD} );", "a closing bracket"),
        ("INSERT INTO wilayah_boundaries(kode,nama) VALUES ('31','A');", "must name the columns"),
    ],
)
def test_text_that_is_no_such_sql_is_refused(text: str, fault: str) -> None:
    with pytest.raises(SourceError) as caught:
        parse_sql(text)
    assert fault in caught.value.faults[0]


@given(st.text(alphabet="'\\()[],;-/*#ab1. \n", max_size=200))
def test_any_text_is_read_or_refused_but_never_crashes(text: str) -> None:
    # No row of this alphabet holds a whole village, so only an empty list or a refusal is right.
    with contextlib.suppress(SourceError):
        assert parse_sql(f"{HEAD} {text}") == []


def test_a_long_hostile_text_is_refused_in_no_time() -> None:
    with pytest.raises(SourceError):
        parse_sql("'" + "''" * 500_000)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "wilayah_boundaries_kel_31.71.sql"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match=r"kel_31\.71"):
        read_sql_file(path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_sql_file(tmp_path / "absent.sql")
