"""The agencies' own tables, ``atlas_own.indicators`` and ``atlas_own.observations``: made once, read as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import psycopg
import sqlalchemy as sa
from psycopg import errors as pg
from psycopg import sql

from geodata.agency import INDICATOR_COLUMNS, OBSERVATION_COLUMNS, REQUIRED, AgencyTables
from geodata.errors import StoreError
from geodata.postgis.database import Database, driver_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

__all__ = ["SCHEMA", "count_agency_rows", "make_agency_tables", "read_agency_tables"]

SCHEMA = "atlas_own"
_OWN = sa.MetaData(schema=SCHEMA)
sa.Table(
    "indicators",
    _OWN,
    *(
        sa.Column(
            name,
            sa.SmallInteger if name == "decimals" else sa.Text,
            primary_key=name == "indicator",
            nullable=name not in ("indicator", *REQUIRED),
        )
        for name in INDICATOR_COLUMNS
    ),
    comment="Agencies' own indicators, one row each; docs/shared-store.md says what the columns hold.",
)
sa.Table(
    "observations",
    _OWN,
    sa.Column("indicator", sa.Text, sa.ForeignKey(f"{SCHEMA}.indicators.indicator"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True, comment="Kemendagri code with dots."),
    sa.Column("year", sa.SmallInteger, primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
    comment="Their values; a row that is not there is missing data, never zero.",
)


def make_agency_tables(connection: Connection, writers: Sequence[str] = ()) -> bool:
    """Make the two tables where they are not there yet, and let some roles write them; whether they were made."""
    made = connection.exec_driver_sql(f"SELECT to_regnamespace('{SCHEMA}')").scalar() is None
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
    _OWN.create_all(connection)
    for role in writers:
        if not connection.exec_driver_sql(
            "SELECT count(*) FROM pg_roles WHERE rolname = %s", (role,)
        ).scalar():
            msg = f"`--writer` names {role!r}, which is no role of this server: CREATE ROLE … LOGIN; first."
            raise StoreError(msg)
        quoted = sql.Identifier(role).as_string()
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {quoted}")
        connection.exec_driver_sql(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SCHEMA} TO {quoted}"
        )
    return made


def read_agency_tables(database: Database) -> AgencyTables | None:
    """The two tables, or views of these names, as they stand; None where there are none.

    A table that cannot be read is a fault of the table; a database that does not answer is one of the database.
    """
    frames: dict[str, pd.DataFrame] = {}
    faults: list[str] = []
    with database.transaction(f"The agencies' own tables in {database.label} cannot be read") as connection:
        if connection.exec_driver_sql(f"SELECT to_regnamespace('{SCHEMA}')").scalar() is None:
            return None
        for name, columns in (("indicators", INDICATOR_COLUMNS), ("observations", OBSERVATION_COLUMNS)):
            frames[name] = pd.DataFrame(columns=list(columns), dtype=object)
            try:
                with driver_of(connection).transaction():
                    frames[name] = _all_rows(connection, name)
            except pg.InsufficientPrivilege:
                remedy = (
                    f"GRANT USAGE ON SCHEMA {SCHEMA}, SELECT ON its tables TO {database.role or 'the role'}"
                )
                faults.append(f"{SCHEMA}.{name} may not be read: {remedy}")
            except (
                psycopg.ProgrammingError,
                psycopg.DataError,
                pg.QueryCanceled,
                pg.LockNotAvailable,
            ) as error:
                faults.append(f"{SCHEMA}.{name} cannot be read ({str(error).splitlines()[0]})")
    return AgencyTables(frames["indicators"], frames["observations"], tuple(faults))


def count_agency_rows(tables: AgencyTables | None) -> str:
    """How much there is, in words."""
    if tables is None:
        return "none"
    return f"{len(tables.indicators)} indicators, {len(tables.observations)} values"


def _all_rows(connection: Connection, name: str) -> pd.DataFrame:
    with driver_of(connection).cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(SCHEMA, name)))
        columns = [column.name for column in cursor.description or ()]
        return pd.DataFrame(cursor.fetchall(), columns=columns, dtype=object)
