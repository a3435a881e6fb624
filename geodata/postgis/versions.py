"""Versions of a store in a database: push, switch, go back, clear out. Each is one transaction: whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import sqlalchemy as sa
from psycopg import errors as pg
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql import insert

from geodata.errors import StoreError
from geodata.manifest import check_format
from geodata.postgis.agency_tables import count_agency_rows, make_agency_tables, read_agency_tables
from geodata.postgis.database import Database
from geodata.postgis.loading import fill, find_damage
from geodata.postgis.readers import grant_to_all, grant_version
from geodata.postgis.reading import PostgisBacking, Record, read_record
from geodata.postgis.tables import ABOUT, CONTROL, LAYOUT, SWITCHES, VERSIONS, schema_name
from geodata.shared import Pushed, Say, Status, Version, to_go_back_to, to_remove
from geodata.store import Store

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from geodata.backing import FolderBacking

__all__ = ["PostgisStore"]

_PATIENCE_S = 600.0
_LOCK = 0x41544C4153  # "ATLAS": one push at a time


class PostgisStore:
    """A shared store in a database as its administrator sees it; `geodata.shared` says what its methods do."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, patience=_PATIENCE_S, name="atlas store")
        self.label = self.database.label

    def push(self, source: FolderBacking, *, keep: int, readers: Sequence[str], say: Say) -> Pushed:
        """Make a store the current version: filled, proved, granted and switched to in one transaction."""
        to_remove([], "", keep)  # refuses a bad number before the work
        version = source.manifest.version
        with self._writing(f"Version {version} cannot be pushed") as connection:
            require_postgis(connection)
            _make_control(connection, self.label)
            grant_to_all(connection, readers, say)
            record = _known(connection, self.label, version)
            damage = find_damage(connection, record) if record else []
            if record and damage:
                say(f"version {version} is there and damaged ({damage[0]}); it is filled anew")
                _drop(connection, [version])
            is_new = record is None or bool(damage)
            if is_new:
                digests = fill(connection, source, say)
                row = {
                    "version": version,
                    "schema_name": schema_name(version),
                    "format": source.manifest.format,
                    "manifest": json.loads(json.dumps(asdict(source.manifest))),
                    "tables": digests,
                }
                connection.execute(sa.insert(VERSIONS).values(row))
            grant_version(connection, schema_name(version))
            _switch(connection, version, "push")
        say(f"version {version} is current")
        removed, notes = self._prune_after(keep)
        return Pushed(version, is_new, removed, notes)

    def versions(self) -> list[Version]:
        """All versions, newest first."""
        with self.database.transaction(f"The versions of {self.label} cannot be read") as connection:
            current = read_record(connection, self.label).version
            rows = connection.execute(sa.select(VERSIONS).order_by(VERSIONS.c.pushed_at.desc())).all()
        return [Version(row.version, row.version == current, row.pushed_at, row.pushed_by) for row in rows]

    def status(self) -> Status:
        """Read everything and say what is there and what is wrong."""
        with self.database.transaction(f"The store in {self.label} cannot be looked at") as connection:
            record = read_record(connection, self.label)
            faults = [
                f"The current version is damaged: {fault}." for fault in find_damage(connection, record)
            ]
            server, postgis = connection.exec_driver_sql(
                "SELECT current_setting('server_version'), (SELECT extversion FROM pg_extension WHERE extname = 'postgis')"
            ).one()
            size = connection.exec_driver_sql(
                "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 FROM pg_class c JOIN pg_namespace n "
                "ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relkind = 'r'",
                (record.schema,),
            ).scalar_one()
            readers = (
                connection.exec_driver_sql("SELECT role FROM atlas.readers ORDER BY role").scalars().all()
            )
        if postgis is None:
            faults.append("The extension PostGIS is gone from the database: CREATE EXTENSION postgis.")
        own = read_agency_tables(self.database)
        if not faults:
            faults += Store(PostgisBacking(self.database, record)).agency_faults()
        facts = {
            "store": self.label,
            "server": f"PostgreSQL {server}, PostGIS {postgis or 'missing'}",
            "current version": record.version,
            "schema": record.schema,
            "boundaries": record.manifest.boundary_vintage,
            "tables": f"{len(record.tables)}, {sum(int(t['rows']) for t in record.tables.values())} rows, {size / 1e6:.1f} MB",
            "readers": ", ".join(readers) or "none",
            "agencies' own figures": count_agency_rows(own),
        }
        return Status(facts, tuple(faults))

    def own_tables(self, writers: Sequence[str]) -> tuple[tuple[str, ...], str]:
        """Make the agencies' own tables where there are none, let roles write them, and check them: faults, and what there is."""
        with self._writing("The agencies' own tables cannot be made") as connection:
            record = read_record(connection, self.label)
            made = make_agency_tables(connection, writers)
            grant_version(connection, record.schema)
        found = read_agency_tables(self.database)
        faults = Store(PostgisBacking(self.database, record)).agency_faults()
        return faults, f"atlas_own {'was made' if made else 'is there'}: {count_agency_rows(found)}"

    def rollback(self, version: str | None) -> str:
        """Make an earlier version current, after looking at all of it."""
        with self._writing("The version cannot be changed") as connection:
            now = read_record(connection, self.label).version
            kept = _all(connection)
            switches = (
                connection.execute(sa.select(SWITCHES.c.version).order_by(SWITCHES.c.id)).scalars().all()
            )
            wanted = to_go_back_to(version, now, kept, switches, self.label)
            damage = find_damage(connection, read_record(connection, self.label, wanted))
            if damage:
                msg = f"Version {wanted} in {self.label} is damaged ({'; '.join(damage[:5])}); {now} stays current."
                raise StoreError(msg)
            _switch(connection, wanted, "rollback")
        return wanted

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove old versions but for the newest `keep`, never the current one."""
        with self._writing("Old versions cannot be removed") as connection:
            # A reader who is reading one is waited for, but not for long.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
            current = read_record(connection, self.label).version
            gone = to_remove(_all(connection), current, keep)
            _drop(connection, gone)
        return tuple(gone)

    def _prune_after(self, keep: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        try:
            return self.prune(keep), ()
        except StoreError as error:
            return (), (f"The new version is current, but older ones were not removed: {error}",)

    @contextmanager
    def _writing(self, what: str) -> Iterator[Connection]:
        """One transaction that writes; of two administrators the second is sent away."""
        with self.database.transaction(what, access="read write") as connection:
            free = connection.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%s)", (_LOCK,)).scalar()
            if not free:
                msg = f"Somebody else is changing the store in {self.label} now; try again when that is done."
                raise StoreError(msg)
            yield connection


def require_postgis(connection: Connection, extension: str = "postgis") -> None:
    """Have PostGIS in the database.

    Raises
    ------
    StoreError
        If the server does not have it, or only a superuser may switch it on.
    """
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_extension WHERE extname = %s", (extension,)
    ).scalar()
    if found:
        return
    offered = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_available_extensions WHERE name = %s", (extension,)
    ).scalar()
    database = connection.exec_driver_sql("SELECT current_database()").scalar()
    if not offered:
        msg = f"The server of the database {database} has no {extension}. Install it (Debian: postgresql-15-postgis-3)."
        raise StoreError(msg)
    try:
        connection.exec_driver_sql(f'CREATE EXTENSION "{extension}" SCHEMA public')
    except exc.DBAPIError as error:
        if not isinstance(error.orig, pg.InsufficientPrivilege):
            raise
        msg = f"PostGIS is not switched on in the database {database}: let a superuser run CREATE EXTENSION postgis; in it."
        raise StoreError(msg) from None
    connection.exec_driver_sql("SET LOCAL search_path = pg_catalog, public")


def _make_control(connection: Connection, label: str) -> None:
    connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS atlas")
    CONTROL.create_all(connection)
    connection.execute(insert(ABOUT).values(layout=LAYOUT).on_conflict_do_nothing())
    check_format(connection.execute(sa.select(ABOUT.c.layout)).scalar_one(), label, LAYOUT)


def _known(connection: Connection, label: str, version: str) -> Record | None:
    """The record of a version that is there; a schema of its name without a record is not ours to replace."""
    if version in _all(connection):
        return read_record(connection, label, version)
    name = schema_name(version)
    if connection.exec_driver_sql("SELECT to_regnamespace(%s)", (name,)).scalar() is not None:
        msg = (
            f"The database {label} has a schema {name} that no push has written. Look at it, then rename it or remove it: "
            f"DROP SCHEMA {name} CASCADE."
        )
        raise StoreError(msg)
    return None


def _all(connection: Connection) -> list[str]:
    """Versions, newest first."""
    rows = connection.execute(sa.select(VERSIONS.c.version).order_by(VERSIONS.c.pushed_at.desc()))
    return list(rows.scalars().all())


def _switch(connection: Connection, version: str, how: str) -> None:
    if connection.execute(sa.select(ABOUT.c.current)).scalar() == version:
        return
    connection.execute(sa.update(ABOUT).values(current=version))
    connection.execute(sa.insert(SWITCHES).values(version=version, how=how))


def _drop(connection: Connection, versions: Sequence[str]) -> None:
    for version in versions:
        if connection.execute(sa.select(ABOUT.c.current)).scalar() == version:
            connection.execute(sa.update(ABOUT).values(current=None))
        connection.execute(sa.delete(VERSIONS).where(VERSIONS.c.version == version))
        connection.exec_driver_sql(f'DROP SCHEMA IF EXISTS "{schema_name(version)}" CASCADE')
