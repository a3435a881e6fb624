"""Agencies' own figures beside a shared store: the same rules as for all figures, all faults at once, the store stands."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from geodata import Store, open_store
from geodata.agency import INDICATOR_COLUMNS, Agency, AgencyTables, read_agency
from geodata.checks import find_faults
from geodata.overlay import Overlay
from geodata.own import OwnData
from geodata.postgis.versions import PostgisStore
from geodata.schema import CATALOGUE, OBSERVATIONS, SOURCES
from tests import postgis
from tests.geodata.shared.conftest import Versions, push
from tests.geodata.shared.test_same_answers import ALL, assert_same

TREES = {
    "indicator": "agency_trees", "name_id": "Pohon jalan", "name_en": "Street trees", "unit_id": "pohon", "unit_en": "trees",
    "direction": "higher_better", "measure": "extensive", "pillar": "environment", "decimals": 0, "publisher": "Dinas Pertamanan",
    "title": "Sensus pohon 2024", "licence": "CC BY 4.0", "url": "https://example.go.id/pohon", "confidence": "high",
}  # fmt: skip
VALUES = [
    ("agency_trees", "31.71", 2024, 120.0),
    ("agency_trees", "31.74", 2024, 80.5),
    ("agency_trees", "31.71", 2023, 0.0),
]


def tables(*rows: dict[str, object], values: list[tuple[object, ...]] = VALUES) -> AgencyTables:
    return AgencyTables(
        pd.DataFrame(list(rows), columns=list(INDICATOR_COLUMNS), dtype=object),
        pd.DataFrame(values, columns=["indicator", "code", "year", "value"], dtype=object),
    )


def read(found: AgencyTables, store: Store) -> Agency:
    return read_agency(found, places=set(store.place_table()["code"]), taken={"agency_taken"})


def test_good_tables_become_rows_that_keep_every_schema(toy_store: Store) -> None:
    found = read(tables(TREES), toy_store)
    assert found.faults == ()
    known = {
        "places": toy_store.place_table()["code"].tolist(),
        "catalogue": ["agency_trees"],
        "sources": ["agency_trees"],
    }
    for table in (CATALOGUE, SOURCES, OBSERVATIONS):
        assert find_faults(found.tables[table.name], table, known=known) == []
    row = found.tables["catalogue"].iloc[0]
    assert row[["name_id", "pillar", "measure", "decimals"]].tolist() == [
        "Pohon jalan",
        "environment",
        "extensive",
        0,
    ]
    assert row["levels"] == ("regency",)
    assert found.tables["sources"].iloc[0]["years"] == "2023–2024"
    assert found.tables["observations"]["value"].tolist() == [0.0, 120.0, 80.5], "zero is a value"


def test_all_faults_are_found_at_once(toy_store: Store) -> None:
    bad = TREES | {
        "indicator": "Trees!",
        "licence": None,
        "direction": "up",
        "pillar": "magic",
        "decimals": 9,
    }
    double = TREES | {"indicator": "agency_taken"}
    values = [
        ("agency_trees", "31.71", 2024, 1.0),
        ("agency_trees", "31.71", 2024, 2.0),
        ("agency_trees", "99.99", 2024, 2.0),
        ("agency_trees", "31.74", 1889, 2.0),
        ("agency_trees", "31.74", 2024.5, 2.0),
        ("agency_trees", "31.74", 2022, "many"),
        ("agency_trees", None, 2022, 1.0),
        ("agency_unknown", "31.74", 2022, np.inf),
        ("Trees!", "31.74", 2022, 1.0),
    ]
    found = read(tables(TREES, bad, double, values=values), toy_store)
    assert found.tables == {}
    told = "\n".join(found.faults)
    for text in (
        "'Trees!' must be agency_", "one of the store's own", "Trees! has no licence", "'magic' is none of", "'up' not in",
        "9 is above 6", "duplicate keys", "'99.99' not in table places", "1889 is below 2000", "without a year",
        "without a value", "without a code", "'agency_unknown' not in table catalogue", "infinite values",
    ):  # fmt: skip
        assert text in told, text
    message = found.message("postgresql://host/db")
    assert "are not shown" in message
    assert f"{len(found.faults)} faults" in message


def test_missing_columns_are_all_named(toy_store: Store) -> None:
    found = read(AgencyTables(pd.DataFrame({"indicator": ["x"]}), pd.DataFrame({"code": ["31"]})), toy_store)
    assert len(found.faults) == len(INDICATOR_COLUMNS) - 1 + 3
    assert "observations: column value is missing" in found.faults


def test_empty_tables_are_no_fault(toy_store: Store) -> None:
    assert read(tables(values=[]), toy_store) == Agency()
    assert read(tables(TREES, values=[]), toy_store) == Agency(), "an indicator waits for its figures"


# In the database --------------------------------------------------------------------------------------------------


@pytest.fixture
def with_tables(server: postgis.Server, database: str, toys: Versions) -> Callable[[str], None]:
    """A pushed store with the agencies' tables; runs a statement on them."""
    push(database, toys.folders[0])
    faults, said = PostgisStore(database).own_tables(())
    assert (faults, said) == ((), "atlas_own was made: 0 indicators, 0 values")
    return lambda statement: server.sql(statement, database.rpartition("/")[2]) and None


def insert() -> str:
    names = ", ".join(TREES)
    cells = ", ".join(f"'{cell}'" for cell in TREES.values())
    rows = ", ".join(f"('{a}', '{b}', {c}, {d})" for a, b, c, d in VALUES)
    return f"INSERT INTO atlas_own.indicators ({names}) VALUES ({cells}); INSERT INTO atlas_own.observations VALUES {rows}"  # noqa: S608


@pytest.mark.postgis
def test_an_agencys_figures_are_answered_like_all_others(
    with_tables: Callable[[str], None], database: str, toys: Versions
) -> None:
    folder = open_store(toys.folders[0])
    for ask in ALL.values():
        assert_same(ask(open_store(database)), ask(folder))
    with_tables(insert())
    store = open_store(database)
    assert store.values("agency_trees", within="31.71")["value"].tolist() == [0.0, 120.0]
    assert store.record("agency_trees")["name_en"] == "Street trees"
    assert store.sources().iloc[-1]["publisher"] == "Dinas Pertamanan"
    everything = store.values()
    assert everything.equals(everything.sort_values(["indicator", "code", "year"], ignore_index=True))
    assert len(everything) == len(folder.values()) + 3
    assert_same(store.values("population"), folder.values("population"))
    assert store.values().dtypes.equals(folder.values().dtypes)
    assert store.catalogue().dtypes.equals(folder.catalogue().dtypes)
    assert store.agency_faults() == ()
    assert store.version == folder.version
    assert len(Overlay(store, OwnData()).values("agency_trees")) == 3
    assert "1 indicators, 3 values" in PostgisStore(database).status().facts["agencies' own figures"]


BROKEN_VIEW = (
    "DROP TABLE atlas_own.observations; CREATE VIEW atlas_own.observations AS SELECT 'agency_trees' AS indicator, '31' AS code, "
    "2024 AS year, 1 / (random() * 0)::int AS value"
)


@pytest.mark.postgis
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            "INSERT INTO atlas_own.observations VALUES ('agency_trees', '99', 2024, 1)",
            "'99' not in table places",
        ),
        ("UPDATE atlas_own.indicators SET direction = 'up'", "'up' not in the allowed values"),
        ("ALTER TABLE atlas_own.indicators DROP COLUMN licence", "column licence is missing"),
        ("DROP TABLE atlas_own.observations", "atlas_own.observations cannot be read"),
        (BROKEN_VIEW, "division by zero"),
    ],
)
def test_faulty_tables_are_told_of_and_the_store_stands(
    with_tables: Callable[[str], None],
    database: str,
    toys: Versions,
    caplog: pytest.LogCaptureFixture,
    spoil: str,
    says: str,
) -> None:
    with_tables(insert())
    with_tables(spoil)
    store = open_store(database)
    with caplog.at_level(logging.WARNING):
        for ask in ALL.values():
            assert_same(ask(store), ask(open_store(toys.folders[0])))
    assert [record.levelname for record in caplog.records] == ["WARNING"], "told once a process"
    assert says in caplog.text
    assert "are not shown" in caplog.text
    assert postgis.PASSWORD not in caplog.text
    assert any(says in fault for fault in store.agency_faults())
    assert any(says in fault for fault in PostgisStore(database).status().faults)


@pytest.mark.postgis
def test_a_reader_sees_agencies_figures_and_a_writer_writes_nothing_else(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    import psycopg

    name, number = database.rpartition("/")[2], postgis.free_port()
    reader, writer = f"viewer_{number}", f"clerk_{number}"
    push(database, toys.folders[0], readers=(reader,))
    server.sql(f"CREATE ROLE {writer} LOGIN PASSWORD 'wr1te'; ALTER ROLE {reader} PASSWORD 'r3ad'")
    try:
        PostgisStore(database).own_tables((writer,))
        server.sql(insert(), name, user=writer, password="wr1te")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            server.sql("DELETE FROM atlas.versions", name, user=writer, password="wr1te")
        store = open_store(server.url(name, user=reader, password="r3ad"))
        assert len(store.values("agency_trees")) == 3
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)):
            server.sql("DELETE FROM atlas_own.observations", name, user=reader, password="r3ad")
    finally:
        for role in (reader, writer):
            server.sql(f"DROP OWNED BY {role}", name)
            server.sql(f"DROP ROLE {role}")
