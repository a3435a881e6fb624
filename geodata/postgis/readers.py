"""Roles that may read the store and nothing else: the app needs no more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa
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
            connection.exec_driver_sql(
                f'CREATE ROLE "{role}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT'
            )
            connection.exec_driver_sql(f'ALTER ROLE "{role}" SET default_transaction_read_only = on')
            say(f"role {role} was made without a password: set one in psql with \\password {role}")
        connection.execute(insert(READERS).values(role=role).on_conflict_do_nothing())
    for role in _all(connection):
        connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA atlas TO "{role}"')
        connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA atlas TO "{role}"')
    for schema in connection.execute(sa.select(VERSIONS.c.schema_name)).scalars().all():
        grant_version(connection, schema)


def grant_version(connection: Connection, schema: str) -> None:
    """Let the readers read one version, and the agencies' own tables where there are any."""
    schemas = [schema, "atlas_own"]
    for role in _all(connection):
        for name in schemas:
            if connection.exec_driver_sql("SELECT to_regnamespace(%s)", (name,)).scalar() is not None:
                connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA "{name}" TO "{role}"')
                connection.exec_driver_sql(f'GRANT SELECT ON ALL TABLES IN SCHEMA "{name}" TO "{role}"')


def _all(connection: Connection) -> list[str]:
    """Readers that still are roles of the server."""
    rows = connection.exec_driver_sql(
        "SELECT r.role FROM atlas.readers r JOIN pg_roles p ON p.rolname = r.role ORDER BY r.role"
    )
    return list(rows.scalars().all())
