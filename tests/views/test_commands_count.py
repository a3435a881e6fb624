"""``atlas.py count``: a file of points in, a table out, exit codes, nothing half written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geodata import open_store
from views import commands_count
from views.commands_count import main

POINTS = pd.DataFrame(
    {
        "bujur": [114.37, 114.37, 0.0],
        "lintang": [-8.21, -8.21, 0.0],
        "kind": ["01", "02", "01"],
        "beds": [1, 2, 3],
    }
)


@pytest.fixture
def points(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    POINTS.to_csv(path, index=False)
    return path


def test_counts_per_district(points: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "counts.csv"
    assert main([str(points), "--by", "kind", "--out", str(out), "--within", "35.10"]) == 0
    table = pd.read_csv(out, dtype={"code": "str"})
    assert table.columns.tolist() == ["code", "name", "01", "02"]
    assert table["code"].tolist() == open_store().place_table("district", within="35.10")["code"].tolist()
    assert table.set_index("name").loc["Banyuwangi", ["01", "02"]].tolist() == [1, 1]
    assert capsys.readouterr().err.splitlines()[0] == "3 points read."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["counts.csv", "points.csv"]


def test_sums_to_standard_output(points: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(points), "--level", "regency", "--within", "35", "--value", "beds", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "35.10,Kabupaten Banyuwangi,3.0\n" in said.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--by", "jenis"], "there is no column 'jenis'"),
        (["--value", "kind", "--how", "count"], "`value` has no meaning"),
        (["--within", "99"], "99 is no place of this store"),
    ],
)
def test_what_cannot_be_read_ends_with_two(
    points: Path, arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(points), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "counts.csv"
    out.write_text("last month's\n")
    assert main([str(tmp_path / "none.csv"), "--out", str(out)]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert out.read_text() == "last month's\n"


def test_ctrl_c_leaves_the_old_file(points: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "counts.csv"
    out.write_text("last month's\n")
    monkeypatch.setattr(commands_count, "_count", stop)
    assert main([str(points), "--out", str(out)]) == 130
    assert out.read_text() == "last month's\n"
