"""The measurement of the index: registered, of the size it says, and another result is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import __main__ as bench
from benchmarks import index

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_of_the_size_that_the_limit_is_for() -> None:
    row = index.measure("ranks with errors", 1, draws=index.SHORT)
    assert (row["indicators"], index.FULL, index.LIMIT_S) == (20, 1000, 2.0)
    assert row["places"] > 500
    assert row["varied"] == ["weights", "normalisation", "aggregation", "leave_one_out", "missing", "errors"]
    assert "20 indicators, 6 choices varied" in index.line("ranks with errors", row)


def test_another_result_is_no_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    real, seeds = index.rank_uncertainty, iter((1, 2))

    def other(*given: Any, **more: Any) -> Any:
        return real(*given, **{**more, "seed": next(seeds)})

    monkeypatch.setattr(index, "rank_uncertainty", other)
    with pytest.raises(RuntimeError, match="another result"):
        index.measure("ranks", 2, draws=50)


def test_it_is_one_of_the_named_measurements(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "__file__", str(tmp_path / "__main__.py"))
    monkeypatch.setattr("sys.argv", ["bench", "index", "--short", "--rounds", "1"])
    assert bench.main() == 0
    written = json.loads((tmp_path / "results.json").read_text())
    assert {f"index, {case}" for case in index.CASES} <= set(written)
    assert capsys.readouterr().out.count("index, ") == len(index.CASES)
