"""The measurement of shared stores: seeded questions of every kind, all ways find the same, the line says so."""

from __future__ import annotations

import pytest

from benchmarks import report, shared_store
from geodata import open_store
from tests.geodata.shared.conftest import Versions


def test_questions_are_seeded_and_of_every_kind(toys: Versions) -> None:
    store = open_store(toys.folders[0])
    queries = shared_store.random_queries(store, 300)
    assert queries == shared_store.random_queries(store, 300)
    assert queries != shared_store.random_queries(store, 300, seed=1)
    kinds = {query.what for query in queries}
    assert kinds == {"values", "place_table", "places", "points", "codes", "quality", "facts", "record"}


@pytest.mark.postgis
def test_short_measurement_finds_the_same_each_way(toys: Versions) -> None:
    rows = shared_store.measure(shared_store.SHORT, 1, toys.folders[0])
    assert rows["folder"]["questions"] == rows["postgis"]["questions"] == shared_store.SHORT
    assert 0 < rows["sql"]["questions"] < shared_store.SHORT
    assert "observations in SQL each time" in shared_store.line(rows)
    assert "| a question to the store in PostGIS | folder | at most 5.00 × |" in report.table(
        {"shared store": rows}
    )
