"""The table of results says what was asked, what was found, and whether it was kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks import report

if TYPE_CHECKING:
    from pathlib import Path

ROWS = {
    "atlas": {"median_s": 0.2, "bytes": 1_000},
    "bare": {"median_s": 0.1, "bytes": 10},
    "naive": {"median_s": 4.0, "bytes": 350_000},
}


def test_a_limit_is_kept_or_not() -> None:
    lines = report.table({"514 regencies": ROWS}).splitlines()[2:]
    assert lines == [
        "| the same, 514 regencies | naive folium | at most 1/15.0 | 1/20.0 | yes |",
        "| the same, 514 regencies | bare rerun | at most 1.60 × | 2.00 × | **no** |",
        "| bytes a change, 514 regencies | naive folium | at most 1/300.0 | 1/350.0 | yes |",
    ]


@pytest.mark.parametrize(("naive", "said"), [(2, "20 × | yes"), (4, "10 × | **no**"), (0, "40 × | yes")])
def test_more_sessions_are_better(naive: int, said: str) -> None:
    rows = {"atlas": {"sessions": 40}, "naive": {"sessions": naive}}
    assert said in report.table({"capacity, city": rows})


def test_what_was_measured_before_stays_with_its_day(tmp_path: Path) -> None:
    report.write({"514 regencies": ROWS}, tmp_path)
    report.write({"sessions": {"one_mb": 300.0, "each_mb": 5.0}}, tmp_path)
    kept = json.loads((tmp_path / "results.json").read_text())
    assert set(kept) == {"514 regencies", "sessions"}
    assert all(row["about"]["versions"]["streamlit"] for row in kept.values())
    text = (tmp_path / "RESULTS.md").read_text()
    assert "1/350.0" in text
    assert "| memory of a session more |  | at most 4.00 MB | 5.00 MB | **no** |" in text
