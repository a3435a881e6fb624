"""The measurement of the join: registered, and a wrong join is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import join


def test_short_measurement_is_of_the_regencies_and_all_of_them_join() -> None:
    assert join.SHORT == ("514 regencies",)
    assert set(join.FULL) == set(join.LIMITS_S) == set(join.CASES)
    row = join.measure("514 regencies", 1)
    assert (row["rows"], row["joined"], len(row["seconds"])) == (514, 514, 1)
    assert row["median_s"] > 0
    assert "514 of 514 joined" in join.line("514 regencies", row)


def test_wrong_join_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    real = join.CASES["514 regencies"]

    def moved(codes: object, names: object) -> object:
        table = real(codes, names)  # type: ignore[arg-type]
        return table.set_axis([*table.index[1:], table.index[0]], axis=0)

    monkeypatch.setitem(join.CASES, "514 regencies", moved)
    with pytest.raises(RuntimeError, match="wrong place"):
        join.measure("514 regencies", 1)


def test_it_is_one_of_the_named_measurements(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "join", "--short", "--rounds", "1", "--out", str(tmp_path)])
    assert bench.main() == 0
    assert capsys.readouterr().out.startswith("join, 514 regencies: ")
    assert json.loads((tmp_path / "results.json").read_text())["join, 514 regencies"]["rows"]["joined"] == 514
