"""Versions of a shared store, of every kind: pushed, listed, gone back to, cleared out; who has one open keeps it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from geodata import StoreDamaged, StoreError, StoreMissing, open_store
from geodata.addresses import is_database
from geodata.remote import Storage
from geodata.shared import shared_store
from tests import postgis
from tests.geodata.shared.conftest import SHARED, Versions, push
from tests.geodata.shared.test_same_answers import ALL, assert_same

every_kind = pytest.mark.parametrize("address", SHARED, indirect=True)


@every_kind
def test_who_has_a_version_open_keeps_all_of_it_while_others_are_pushed(address: str, toys: Versions) -> None:
    push(address, toys.folders[0])
    early = open_store(address)
    early.catalogue()  # the rest is read only after the push
    push(address, toys.folders[1])
    push(address, toys.folders[2])
    late = open_store(address)
    for store, folder in ((early, toys.folders[0]), (late, toys.folders[2])):
        for ask in ALL.values():
            assert_same(ask(store), ask(open_store(folder)))
    assert (early.version, late.version) == (toys.names[0], toys.names[2])


@every_kind
def test_versions_are_kept_gone_back_to_and_cleared_out(address: str, toys: Versions) -> None:
    shared = shared_store(address)
    for number, (folder, name) in enumerate(zip(toys.folders[:4], toys.names[:4], strict=True)):
        done = push(address, folder, keep=3)
        assert (done.version, done.is_new) == (name, True)
        assert done.removed == ((toys.names[0],) if number == 3 else ())
    assert [(one.version, one.is_current) for one in shared.versions()] == [
        (toys.names[3], True),
        (toys.names[2], False),
        (toys.names[1], False),
    ]
    assert shared.rollback(None) == toys.names[2]
    assert open_store(address).version == toys.names[2]
    assert shared.rollback(toys.names[1]) == toys.names[1]
    assert len(open_store(address).values()) > 0
    with pytest.raises(StoreMissing, match=f"no version {toys.names[0]}.*there are {toys.names[3]}"):
        shared.rollback(toys.names[0])
    # The current one stays, however old it is.
    assert set(shared.prune(1)) == {toys.names[2], toys.names[3]}
    assert open_store(address).version == toys.names[1]
    if not is_database(address):
        with pytest.raises(StoreMissing):
            Storage(address).read(f"versions/{toys.names[3]}/points.parquet")
    with pytest.raises(StoreMissing, match="no version before"):
        shared.rollback(None)
    assert shared.status().faults == ()


@every_kind
def test_a_version_that_is_there_is_not_filled_again(address: str, toys: Versions) -> None:
    push(address, toys.folders[0])
    push(address, toys.folders[1])
    again = push(address, toys.folders[0])
    assert not again.is_new
    assert open_store(address).version == toys.names[0]
    assert len(shared_store(address).versions()) == 2


@every_kind
def test_numbers_that_make_no_sense_are_refused_before_anything_is_done(address: str, toys: Versions) -> None:
    with pytest.raises(StoreError, match="`keep` must be at least 1"):
        push(address, toys.folders[0], keep=0)
    with pytest.raises(StoreMissing, match="There is no store"):
        open_store(address)


@every_kind
def test_status_says_what_is_there(address: str, toys: Versions) -> None:
    with pytest.raises(StoreMissing, match="There is no store"):
        shared_store(address).status()
    push(address, toys.folders[0])
    status = shared_store(address).status()
    assert status.facts["current version"] == toys.names[0]
    assert status.facts["boundaries"] == open_store(toys.folders[0]).boundary_vintage
    assert status.faults == ()


@pytest.mark.postgis
def test_a_removed_version_is_told_of_and_what_was_read_stays(database: str, toys: Versions) -> None:
    push(database, toys.folders[0])
    store = open_store(database)
    values = store.values()
    push(database, toys.folders[1], keep=1)
    assert store.values().equals(values)
    with pytest.raises(StoreDamaged, match=f"Version {toys.names[0]}.*was removed.*Restart the program"):
        store.points()


@pytest.mark.postgis
def test_a_reader_in_the_middle_of_an_old_version_keeps_a_push_from_removing_it(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    import psycopg

    push(database, toys.folders[0])
    schema = schema_of(server, database)
    with psycopg.connect(database) as reading:
        reading.execute(f"SELECT count(*) FROM {schema}.places")  # type: ignore[arg-type]  # noqa: S608
        began = time.monotonic()
        done = push(database, toys.folders[1], keep=1)
        assert time.monotonic() - began < 30
    assert done.removed == ()
    assert "older ones were not removed" in done.notes[0]
    assert open_store(database).version == toys.names[1]
    assert shared_store(database).prune(1) == (toys.names[0],)


def schema_of(server: postgis.Server, database: str, version: str = "") -> str:
    """Schema of a version, the current one by default."""
    which = f"'{version}'" if version else "(SELECT current FROM atlas.about)"
    found = server.sql(
        f"SELECT schema_name FROM atlas.versions WHERE version = {which}",  # noqa: S608
        database.rpartition("/")[2],
    )
    return str(found[0][0])


@pytest.mark.postgis
def test_of_two_administrators_the_second_is_sent_away(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    import psycopg

    from geodata.postgis.versions import _LOCK

    push(database, toys.folders[0])
    with psycopg.connect(database) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        with pytest.raises(StoreError, match="Somebody else is changing the store"):
            push(database, toys.folders[1])
    assert push(database, toys.folders[1]).is_new


@pytest.mark.postgis
def test_a_push_mends_a_version_that_was_damaged(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    push(database, toys.folders[0])
    push(database, toys.folders[1])
    schema, name = schema_of(server, database, toys.names[0]), database.rpartition("/")[2]
    server.sql(f"DROP TABLE {schema}.points", name)
    with pytest.raises(
        StoreError, match=f"Version {toys.names[0]}.*damaged.*points.*{toys.names[1]} stays current"
    ):
        shared_store(database).rollback(None)
    assert push(database, toys.folders[0]).is_new
    assert shared_store(database).status().faults == ()
    assert_same(open_store(database).points(), open_store(toys.folders[0]).points())


@pytest.mark.postgis
def test_other_programs_find_typed_tables_with_keys_indexes_and_shapes(
    server: postgis.Server, database: str, toys: Versions
) -> None:
    import geopandas as gpd
    import sqlalchemy as sa

    push(database, toys.folders[0])
    schema, name = schema_of(server, database), database.rpartition("/")[2]
    indexes = "\n".join(
        str(row[0])
        for row in server.sql(f"SELECT indexdef FROM pg_indexes WHERE schemaname = '{schema}'", name)  # noqa: S608
    )
    for sign in (
        "shapes_regency_national USING gist (geometry)",
        "points USING gist (point)",
        "observations USING btree (code text_pattern_ops)",
        "observations USING btree (indicator, code, year)",
        "observations USING btree (code, indicator, year)",
        "places USING btree (code text_pattern_ops)",
    ):
        assert sign in indexes
    types = dict(
        server.sql(
            "SELECT column_name, data_type FROM information_schema.columns "  # noqa: S608
            f"WHERE table_schema = '{schema}' AND table_name = 'observations'",
            name,
        )
    )
    assert types == {
        "code": "text", "year": "smallint", "indicator": "text", "value": "double precision", "source": "text",
        "position": "integer",
    }  # fmt: skip
    told = server.sql(f"SELECT col_description('{schema}.places'::regclass, 6)", name)
    assert told == [("Area of the cleaned, unsimplified polygon in an equal-area projection. Unit: km2.",)]
    engine = sa.create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    try:
        query = (
            f"SELECT p.code, p.name, o.value, s.geometry FROM {schema}.places p "  # noqa: S608
            f"JOIN {schema}.shapes_regency_national s USING (code) JOIN {schema}.observations o USING (code) "
            "WHERE o.indicator = 'area_km2' AND o.year = 2024 "
            "AND ST_Intersects(s.geometry, ST_MakeEnvelope(106.805, -6.195, 106.825, -6.185, 4326))"
        )
        with engine.connect() as connection:
            found = gpd.read_postgis(sa.text(query), connection, geom_col="geometry")
    finally:
        engine.dispose()
    assert sorted(found["code"]) == ["31.71", "31.74"]
    assert found.crs.to_epsg() == 4326


def test_a_plain_folder_on_a_share_is_a_store_too(toys: Versions) -> None:
    store = open_store(toys.folders[0].as_uri())
    assert_same(store.places("village"), open_store(toys.folders[0]).places("village"))
    assert store.location.startswith("file:///")


def test_a_path_without_a_scheme_is_no_shared_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"`URL` must be an address.*file:///"):
        shared_store(str(tmp_path))
