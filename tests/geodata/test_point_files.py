"""Files of points in parts: both formats, every way to write text, columns found by name, and clear refusals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from geodata.errors import SourceError
from geodata.point_files import read_points, total_rows

ROWS = pd.DataFrame(
    {
        "lon": [106.8, 107.25, None],
        "lat": [-6.2, -6.5, -6.0],
        "kind": ["01", "é", None],
        "beds": [1.5, 2.0, 3.0],
    }
)


def parquet(path: Path, frame: pd.DataFrame = ROWS, **options: object) -> Path:
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), path, **options)
    return path


def text(path: Path, frame: pd.DataFrame = ROWS, **options: object) -> Path:
    frame.to_csv(path, index=False, **options)
    return path


def read(path: Path, **options: object) -> pd.DataFrame:
    return pd.concat(list(read_points(path, columns=["kind", "beds"], texts=["kind"], **options)))


def test_parquet_in_parts_across_row_groups(tmp_path: Path) -> None:
    path = parquet(tmp_path / "points.parquet", row_group_size=2)
    parts = list(read_points(path, columns=["kind", "beds"], chunk_rows=2))
    assert [len(part) for part in parts] == [2, 1]
    joined = pd.concat(parts)
    assert joined.index.tolist() == [0, 1, 2]
    pd.testing.assert_frame_equal(joined, ROWS, check_dtype=False)
    assert total_rows(path) == 3


@pytest.mark.parametrize(
    ("separator", "decimal", "encoding"),
    [
        (",", ".", "utf-8"), (",", ".", "utf-8-sig"), (";", ".", "utf-8"), (";", ",", "utf-8-sig"), ("\t", ".", "utf-16"),
        ("|", ".", "cp1252"), ("\t", ",", "cp1252"),
    ],
)  # fmt: skip
def test_every_way_to_write_text(tmp_path: Path, separator: str, decimal: str, encoding: str) -> None:
    path = text(tmp_path / "points", sep=separator, decimal=decimal, encoding=encoding)
    for rows in (1, 2, 500):
        pd.testing.assert_frame_equal(read(path, chunk_rows=rows), ROWS, check_dtype=False)
    assert total_rows(path) is None


@pytest.mark.parametrize(
    ("lon", "lat"),
    [("Longitude", "LATITUDE"), ("bujur", "lintang"), ("lng", "lat"), ("X", "Y"), (" Lon ", "lat ")],
)
def test_columns_are_found_by_name(tmp_path: Path, lon: str, lat: str) -> None:
    renamed = ROWS.rename(columns={"lon": lon, "lat": lat})
    for path in (parquet(tmp_path / "a", renamed), text(tmp_path / "b", renamed)):
        assert read(path)["lon"].tolist()[:2] == [106.8, 107.25]


def test_degrees_go_before_metres_and_a_named_column_before_both(tmp_path: Path) -> None:
    frame = ROWS.assign(x=[1.0, 2.0, 3.0], y=[4.0, 5.0, 6.0])
    path = text(tmp_path / "points.csv", frame[["x", "y", "lon", "lat", "kind", "beds"]])
    assert read(path)["lon"].iloc[0] == 106.8
    assert read(path, lon="x", lat="y")["lat"].tolist() == [4.0, 5.0, 6.0]


def test_a_coordinate_may_be_asked_for_as_a_column_too(tmp_path: Path) -> None:
    frame = ROWS.rename(columns={"lon": "bujur"})
    part = next(read_points(text(tmp_path / "points.csv", frame), columns=["bujur"]))
    assert part.columns.tolist() == ["lon", "lat", "bujur"]
    assert part["bujur"].iloc[0] == part["lon"].iloc[0] == 106.8


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    assert len(read(parquet(tmp_path / "points.csv"))) == 3
    assert len(read(text(tmp_path / "points.parquet"))) == 3


def test_all_missing_columns_are_named_at_once(tmp_path: Path) -> None:
    path = text(tmp_path / "points.csv", ROWS.rename(columns={"lat": "utara"}))
    with pytest.raises(SourceError, match="has the columns lon, utara, kind, beds") as caught:
        read_points(path, lon="bujur", columns=["jenis"])
    assert caught.value.faults == [
        "there is no column 'bujur'",
        "there is no column 'jenis'",
        "no column is named like a latitude (lat, latitude, lintang, y)",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"\0\1\2", "neither Parquet nor text"),
        (b"PAR1 and then nothing", "begins like a Parquet file and cannot be read"),
    ],
)
def test_what_is_no_file_of_points_is_refused_at_the_call(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "points"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=sentence):
        read_points(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.csv cannot be read: No such file"):
        read_points(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="cannot be read"):
        total_rows(tmp_path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,2,3,4", "Expected 2 columns, got 4"),  # a comma in a name that nobody quoted
        ("1", "Expected 2 columns, got 1"),
        ("east,2", "invalid value 'east'"),
    ],
)
def test_damage_further_down_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, reason: str
) -> None:
    monkeypatch.setattr("geodata.point_files._BLOCK_BYTES", 70)
    path = tmp_path / "points.csv"
    path.write_text("lon,lat\n" + "106,-6\n" * 30 + f"{line}\n")
    parts = read_points(path)
    assert next(parts)["lon"].tolist()[:2] == [106.0, 106.0]
    with pytest.raises(SourceError, match=r"cannot be read beyond row [1-9]\d") as caught:
        list(parts)
    assert reason in caught.value.faults[0]


def test_a_wrong_size_of_parts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="`chunk_rows` must be at least 1, it is 0"):
        read_points(text(tmp_path / "points.csv"), chunk_rows=0)


def test_a_letter_of_two_bytes_at_the_end_of_the_sample(tmp_path: Path) -> None:
    rows = "106.8,-6.2,é\n" * 6_000
    path = tmp_path / "points.csv"
    path.write_text("lon,lat,kind\n" + rows, encoding="utf-8")
    joined = pd.concat(list(read_points(path, columns=["kind"], texts=["kind"], chunk_rows=1_000)))
    assert (len(joined), set(joined["kind"])) == (6_000, {"é"})
