"""A database by its address: a small pool with time-outs for everything, and faults as one sentence without secrets."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import psycopg
import sqlalchemy as sa
from psycopg import errors as pg
from sqlalchemy import exc
from sqlalchemy.engine import URL, Connection, make_url

from geodata.addresses import shown
from geodata.errors import StoreDamaged, StoreError, StoreUnreachable

__all__ = ["OPTIONS", "Database", "driver_of"]

OPTIONS = {"connect_timeout": 5.0, "statement_timeout": 30.0, "pool_timeout": 10.0, "pool_size": 2.0}
"""What may stand behind the ``?`` of an address, with its default: seconds, and connections of one process."""
_RETRY_S = 1.0
_REMEDY = "Nothing is lost; the next attempt asks it again."


class Database:
    """Connections to one database; made when they are needed, returned when they are not.

    Parameters
    ----------
    address
        ``postgresql://user:password@host:port/database``; what is lacking comes from libpq's own places (PGPASSWORD, ~/.pgpass).
    patience
        Statement time-out in seconds where the address gives none.
    name
        What the server's list of connections says of them.
    """

    def __init__(self, address: str, *, patience: float | None = None, name: str = "atlas") -> None:
        url = _parsed(address)
        self.options = _options(url, patience)
        url = url.difference_update_query(OPTIONS)
        self._secret = str(url.password or "")
        self.label = shown(url.set(drivername="postgresql").render_as_string(hide_password=True))
        self.role = url.username or ""
        self._engine = sa.create_engine(
            url,
            pool_size=max(1, int(self.options["pool_size"])),
            max_overflow=0,
            pool_timeout=self.options["pool_timeout"],
            pool_pre_ping=True,  # a connection that a restart has cut is replaced, not handed out
            pool_recycle=1800,
            hide_parameters=True,
            connect_args={
                "connect_timeout": max(2, round(self.options["connect_timeout"])),  # libpq knows no less
                "application_name": name,
                "client_encoding": "utf8",
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 3,
                "tcp_user_timeout": int(1000 * self.options["statement_timeout"]) + 5000,
            },
        )
        # Who opens a store need not close it: its connections go with it.
        weakref.finalize(self, self._engine.dispose)
        self._failed: tuple[float, str] = (0.0, "")
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Database({self.label!r})"

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    @contextmanager
    def transaction(
        self, what: str, *, access: Literal["read only", "read write"] = "read only"
    ) -> Iterator[Connection]:
        """One transaction: all of it or nothing; reading sees one moment.

        Parameters
        ----------
        what
            What it is for, for messages: "The table places of … cannot be read".
        access
            Whether it may write.
        """
        self._raise_if_just_failed(what)
        with self.told(what), self._connected(what) as connection, connection.begin():
            mode = "ISOLATION LEVEL REPEATABLE READ READ ONLY" if access == "read only" else "READ WRITE"
            milliseconds = int(1000 * self.options["statement_timeout"])
            # In the transaction and not in the connection, so that it holds behind a pooler as well.
            for line in (
                f"SET TRANSACTION {mode}",
                f"SET LOCAL statement_timeout = {milliseconds}",
                f"SET LOCAL lock_timeout = {milliseconds}",
                f"SET LOCAL idle_in_transaction_session_timeout = {2 * milliseconds}",
                "SET LOCAL extra_float_digits = 1",
                "SET LOCAL search_path = pg_catalog",
            ):
                connection.exec_driver_sql(line)
            # Names of others cannot stand before PostgreSQL's own, and PostGIS is found wherever it was installed.
            home = connection.exec_driver_sql(
                "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
                "WHERE e.extname = 'postgis'"
            ).scalar()
            if home:
                connection.exec_driver_sql(f"SET LOCAL search_path = pg_catalog, {home}")
            yield connection

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        """Faults of the database in words."""
        try:
            yield
        except exc.TimeoutError:
            waited = f"{self.options['pool_timeout']:g} s"
            msg = (
                f"{what}: all connections of this process to {self.label} were in use for {waited}. {_REMEDY}"
            )
            raise StoreUnreachable(msg) from None
        except exc.DBAPIError as error:
            raise self._in_words(what, error.orig) from None
        except psycopg.Error as error:
            raise self._in_words(what, error) from None

    @contextmanager
    def _connected(self, what: str) -> Iterator[Connection]:
        try:
            connection = self._engine.connect()
        except exc.OperationalError as error:
            with self._lock:
                # Else each of many viewers would wait for a dead host in turn.
                self._failed = (time.monotonic(), str(self._in_words("", error.orig)))
            raise self._in_words(what, error.orig) from None
        with connection:
            yield connection

    def _raise_if_just_failed(self, what: str) -> None:
        with self._lock:
            when, message = self._failed
        if message and time.monotonic() - when < _RETRY_S:
            raise StoreUnreachable(f"{what}: {message}")

    def _in_words(self, what: str, error: BaseException | None) -> StoreError:
        said = self._said(error)
        head = f"{what}: " if what else ""
        if isinstance(error, pg.QueryCanceled | pg.LockNotAvailable):
            limit = f"{self.options['statement_timeout']:g} s (statement_timeout in the address)"
            return StoreUnreachable(f"{head}the database {self.label} took longer than {limit}. {_REMEDY}")
        if isinstance(error, pg.InsufficientPrivilege):
            role = self.role or "of this program"
            remedy = (
                f"Let its owner grant it: python3 atlas.py store push URL --reader {self.role or 'ROLE'}."
            )
            return StoreUnreachable(
                f"{head}the role {role} may not do this in {self.label} ({said}). {remedy}"
            )
        if isinstance(
            error, pg.UndefinedTable | pg.UndefinedColumn | pg.InvalidSchemaName | pg.UndefinedFunction
        ):
            remedy = "Push the store again: python3 atlas.py store push URL."
            return StoreDamaged(f"{head}the store in {self.label} was changed by hand ({said}). {remedy}")
        if any(
            sign in said for sign in ("authentication failed", "no password supplied", "no pg_hba.conf entry")
        ):
            remedy = "Check user and password in the address, PGPASSWORD or ~/.pgpass."
            return StoreUnreachable(f"{head}the database {self.label} refused the login ({said}). {remedy}")
        if isinstance(error, psycopg.OperationalError):
            remedy = f"Check that it is up and the address. {_REMEDY}"
            return StoreUnreachable(f"{head}the database {self.label} cannot be reached ({said}). {remedy}")
        return StoreError(f"{head}the database {self.label} refused it ({said}).")

    def _said(self, error: BaseException | None) -> str:
        """The first line of what the database says."""
        lines = [line.strip() for line in shown(str(error)).splitlines() if line.strip()]
        text = lines[0][:300].rstrip(".") if lines else type(error).__name__
        return text.replace(self._secret, "***") if self._secret else text


def _parsed(address: str) -> URL:
    try:
        url = make_url(address)
    except (exc.ArgumentError, ValueError):
        # Not `from error`: its text may hold what the address holds.
        msg = (
            f"The address {shown(address)} is none of a database: postgresql://USER@HOST:PORT/DATABASE is. Signs such as "
            "@ : / % in a password are written as %40 %3A %2F %25."
        )
        raise StoreError(msg) from None
    if not url.database:
        msg = f"The address {shown(address)} names no database: postgresql://USER@HOST:PORT/DATABASE."
        raise StoreError(msg)
    return url.set(drivername="postgresql+psycopg")


def _options(url: URL, patience: float | None) -> dict[str, float]:
    found = dict(OPTIONS)
    if patience is not None:
        found["statement_timeout"] = patience
    for name in OPTIONS:
        given = url.query.get(name)
        if given is None:
            continue
        try:
            found[name] = float(str(given))
        except ValueError:
            found[name] = -1.0
        if not 0 < found[name] <= 3600:
            msg = f"`{name}` in the address must be a number of seconds between 0 and 3600; got {str(given)[:40]!r}."
            raise StoreError(msg)
    return found


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """Psycopg's own connection, for COPY, which SQLAlchemy has no words for."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver
