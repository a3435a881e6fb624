"""The measurement of memory: a reader without a browser gets whole pages, and what fails is no measurement."""

from __future__ import annotations

import pytest

from benchmarks import memory
from benchmarks.browser import ROOT, running
from benchmarks.client import reader


def test_pages_come_whole_and_one_after_another() -> None:
    row = memory.measure(3)
    assert row["reruns"] == 3
    assert 50 < row["start_mb"] <= row["peak_mb"]
    assert 0 < row["median_ms"] < 60_000
    assert "after 3 reruns" in memory.line(row)


def test_a_page_that_fails_is_no_measurement() -> None:
    broken = running(ROOT / "tests" / "benchmarks" / "broken_app.py")
    with broken as app, reader(app.url) as one, pytest.raises(RuntimeError, match="encountered an error"):
        one.opens("")
