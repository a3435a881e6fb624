"""Roles that may read the store and nothing else: the app needs no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
from psycopg import errors as pg
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql import insert

from geodata.errors import StoreError
from geodata.postgis.tables import READERS, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

__all__ = ["grant_to_all", "grant_version"]

_ROLE = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,62}")


def grant_to_all(connection: Connection, readers: Sequence[str], say: Callable[[str], None]) -> None:
    """Let some roles read what there is and, from now on, every version that comes; one that is not there is made.

    Raises
    ------
    StoreError
        If a name is none of a role.
    """
    for role in readers:
        if not _ROLE.fullmatch(role):
            msg = f"`--reader` must be the name of a role (letters, digits, _ and -); got {role!r}."
            raise StoreError(msg)
        if not connection.exec_driver_sql(
            "SELECT count(*) FROM pg_roles WHERE rolname = %s", (role,)
        ).scalar():
            _make(connection, role)
            say(f"role {role} was made without a password: set one in psql with \\password {role}")
        connection.execute(insert(READERS).values(role=role).on_conflict_do_nothing())
    for role in _all(connection):
        connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA atlas TO "{role}"')
        connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA atlas TO "{role}"')
    for schema in connection.execute(sa.select(VERSIONS.c.schema_name)).scalars().all():
        grant_version(connection, schema)


def grant_version(connection: Connection, schema: str) -> None:
    """Let the readers read one version, and the agencies' own tables where there are any."""
    for role in _all(connection):
        _grant(connection, schema, role)
        try:
            with connection.begin_nested():
                _grant(connection, "atlas_own", role)
        except exc.ProgrammingError as error:
            # Made by the agency itself: then it is the agency that lets the app read, and a status says if it does not.
            if not isinstance(error.orig, pg.InsufficientPrivilege):
                raise


def _grant(connection: Connection, schema: str, role: str) -> None:
    if connection.exec_driver_sql("SELECT to_regnamespace(%s)", (schema,)).scalar() is not None:
        connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{schema}" TO "{role}"')
        connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{schema}" TO "{role}"')


def _make(connection: Connection, role: str) -> None:
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE')
            connection.exec_driver_sql(f'ALTER ROLE "{role}" SET default_transaction_read_only = on')
    except exc.ProgrammingError as error:
        if not isinstance(error.orig, pg.InsufficientPrivilege):
            raise
        msg = f'There is no role {role}, and who pushes may not make one: let a superuser run CREATE ROLE "{role}" LOGIN;'
        raise StoreError(msg) from None


def _all(connection: Connection) -> list[str]:
    """Readers that still are roles of the server."""
    rows = connection.exec_driver_sql(
        "SELECT r.role FROM atlas.readers r JOIN pg_roles p ON p.rolname = r.role ORDER BY r.role"
    )
    return list(rows.scalars().all())
