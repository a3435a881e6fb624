"""Filling the schema of one version from another store, and proof that what was filled is read back the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from psycopg import sql

from geodata.backing import file_of_layer, files_apart
from geodata.errors import StoreError
from geodata.postgis.database import driver_of
from geodata.postgis.reading import Read, frame_of, read_file, read_layer, read_table
from geodata.postgis.tables import LAYER_NAMES, schema_name, version_tables
from geodata.schema import TABLES

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy.engine import Connection

    from geodata.backing import Backing
    from geodata.postgis.reading import Record

__all__ = ["fill", "find_damage"]

Digests = dict[str, dict[str, Any]]
Say = Callable[[str], None]


def fill(connection: Connection, source: Backing, say: Say) -> Digests:
    """Create the schema of a version and fill it; the caller's transaction makes it all or nothing.

    Returns
    -------
    dict
        Rows and SHA-256 of each table, as a reader will see them.

    Raises
    ------
    StoreError
        If what is read back is not what was put in.
    """
    schema = schema_name(source.manifest.version)
    connection.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    driver_of(connection).execute(_made(schema), prepare=False)
    digests: Digests = {}
    for name in TABLES:
        frame = source.table(name)
        say(f"table {name}: {len(frame)} rows")
        _copy(connection, schema, name, list(frame.columns), _rows(frame))
        read = read_table(connection, schema, name)
        _prove(name, frame_of(read.what, name).equals(frame))
        digests[name] = _digest(read)
    for name in LAYER_NAMES:
        if file_of_layer(name) in source.manifest.files:
            digests[name] = _fill_layer(connection, schema, source, name, say)
    files = {name: source.file(name) for name in files_apart(source.manifest)}
    _copy(connection, schema, "files", ["name", "content"], iter(files.items()), ordered=False)
    for name, data in files.items():
        _prove(name, read_file(connection, schema, name).what == data)
    connection.exec_driver_sql("ANALYZE " + ", ".join(f'"{schema}"."{t}"' for t in _names()))
    return digests


def find_damage(connection: Connection, record: Record) -> list[str]:
    """What of a version is not as it was pushed, one sentence each; everything is read."""
    driver, found = driver_of(connection), []
    expected = {name: one["sha256"] for name, one in record.tables.items()} | files_apart(record.manifest)
    for name, digest in expected.items():
        read = read_table if name in TABLES else read_layer if name in LAYER_NAMES else read_file
        try:
            with driver.transaction():  # a savepoint, so that a fault does not end the caller's transaction
                seen = read(connection, record.schema, name)
        except driver_errors() as error:
            found.append(f"{name} cannot be read ({str(error).splitlines()[0]})")
            continue
        if seen.digest != digest:
            found.append(f"{name} was changed after it was pushed")
    return found


def driver_errors() -> tuple[type[Exception], ...]:
    """Errors that mean that a table is not as it was made; a lost connection is none of them."""
    import psycopg

    return (psycopg.ProgrammingError, psycopg.DataError, psycopg.NotSupportedError)


def _made(schema: str) -> bytes:
    """The statements that make the tables of a version, to be sent in one go: they are two hundred."""
    statements: list[str] = []

    def note(statement: Any, *_: object) -> None:
        statements.append(str(statement.compile(dialect=engine.dialect)))

    engine = sa.create_mock_engine("postgresql+psycopg://", note)
    version_tables(schema).create_all(engine, checkfirst=False)
    return ";\n".join(statements).encode()


def _fill_layer(connection: Connection, schema: str, source: Backing, name: str, say: Say) -> dict[str, Any]:
    codes, shapes = source.layer(name)
    say(f"layer {name}: {len(codes)} shapes")
    # PostGIS reads WKB in hexadecimal signs; the reference system is put in front of it.
    rows = ((code, f"SRID=4326;{bytes(wkb).hex()}") for code, wkb in zip(codes, shapes, strict=True))
    _copy(connection, schema, f"shapes_{name.replace('-', '_')}", ["code", "geometry"], rows)
    read = read_layer(connection, schema, name)
    back, again = read.what
    _prove(
        name,
        back.tolist() == codes.tolist() and all(a == bytes(b) for a, b in zip(again, shapes, strict=True)),
    )
    return _digest(read)


def _copy(
    connection: Connection,
    schema: str,
    table: str,
    columns: list[str],
    rows: Iterator[tuple[Any, ...]],
    *,
    ordered: bool = True,
) -> None:
    names = [*columns, "position"] if ordered else columns
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(schema, table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with driver_of(connection).cursor() as cursor, cursor.copy(statement) as copy:
        for position, row in enumerate(rows):
            copy.write_row((*row, position) if ordered else row)


def _rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Rows as Python's own values; what is missing as None, lists as lists."""
    columns = []
    for name in frame.columns:
        pairs = zip(frame[name].tolist(), frame[name].isna().tolist(), strict=True)
        columns.append(
            [None if none else list(cell) if isinstance(cell, tuple) else cell for cell, none in pairs]
        )
    return zip(*columns, strict=True)


def _prove(name: str, same: bool) -> None:  # noqa: FBT001 - the thing to prove
    if not same:
        msg = f"{name} is read back from the database otherwise than it was put in; nothing was changed."
        raise StoreError(msg)


def _digest(read: Read) -> dict[str, Any]:
    return {"rows": read.rows, "sha256": read.digest}


def _names() -> list[str]:
    return [*TABLES, *(f"shapes_{name.replace('-', '_')}" for name in LAYER_NAMES), "files"]
