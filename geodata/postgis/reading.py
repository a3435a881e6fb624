"""Reading one version: each table whole, in its order, compared with the digest that was taken when it was filled."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import sqlalchemy as sa
from psycopg import errors as pg
from psycopg import sql

from geodata.agency import AgencyTables
from geodata.backing import Layer, with_tuples
from geodata.errors import StoreDamaged, StoreMissing
from geodata.manifest import Manifest, check_format, parse_manifest, sha256_of
from geodata.postgis.database import Database, driver_of
from geodata.postgis.tables import ABOUT, LAYER_NAMES, LAYOUT, VERSIONS
from geodata.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy.engine import Connection

__all__ = ["PostgisBacking", "Record", "current_version", "read_layer", "read_record", "read_table"]

_AGAIN = "Push the store again (python3 atlas.py store push URL) or go back to the version before (store rollback URL)."


class _GoneError(Exception):
    """A table is not there."""


class Read(NamedTuple):
    """What was read, and the SHA-256 of it as it came."""

    what: Any
    digest: str
    rows: int


@dataclass(frozen=True)
class Record:
    """What the database says of one version."""

    version: str
    schema: str
    manifest: Manifest
    tables: Mapping[str, Mapping[str, Any]]


def current_version(database: Database) -> PostgisBacking:
    """The version that is current now."""
    with database.transaction(f"The store in {database.label} cannot be opened") as connection:
        record = read_record(connection, database.label)
    return PostgisBacking(database, record)


def read_record(connection: Connection, label: str, version: str | None = None) -> Record:
    """What the database says of one version, the current one by default.

    Raises
    ------
    StoreMissing
        If there is no store, or no such version.
    StoreTooNew, StoreDamaged
        If this program cannot read it.
    """
    remedy = "Push one: python3 atlas.py store push URL."
    if connection.exec_driver_sql("SELECT to_regclass('atlas.about')").scalar() is None:
        raise StoreMissing(f"There is no store in {label}. {remedy}")
    about = connection.execute(sa.select(ABOUT.c.layout, ABOUT.c.current)).one_or_none()
    if about is None or about.current is None:
        raise StoreMissing(f"There is no store in {label} yet. {remedy}")
    check_format(about.layout, label, LAYOUT)
    wanted = version or about.current
    row = connection.execute(sa.select(VERSIONS).where(VERSIONS.c.version == wanted)).one_or_none()
    if row is None:
        have = (
            connection.execute(sa.select(VERSIONS.c.version).order_by(VERSIONS.c.pushed_at)).scalars().all()
        )
        raise StoreMissing(f"There is no version {wanted} in {label}; there are {', '.join(have) or 'none'}.")
    check_format(row.format, label)
    manifest = parse_manifest(json.dumps(row.manifest).encode(), label, remedy=_AGAIN)
    return Record(row.version, row.schema_name, manifest, row.tables)


class PostgisBacking:
    """One version of a store in a database; `geodata.backing` says what its methods give."""

    remedy = _AGAIN

    def __init__(self, database: Database, record: Record) -> None:
        self._database, self._record = database, record
        self.manifest = record.manifest
        self.label = database.label

    def where(self, name: str) -> str:
        """A table or file in words."""
        table = name.removeprefix("geometry/").removesuffix(".parquet")
        table = f"shapes_{table.replace('-', '_')}" if table in LAYER_NAMES else table
        kind = "file" if "." in table else "table"
        return f"{kind} {table} of version {self._record.version} in {self.label}"

    def table(self, name: str) -> pd.DataFrame:
        """One table."""
        return frame_of(self._read(name, lambda c: read_table(c, self._record.schema, name)).what, name)

    def layer(self, name: str) -> Layer:
        """One layer of shapes."""
        layer: Layer = self._read(name, lambda c: read_layer(c, self._record.schema, name)).what
        return layer

    def file(self, name: str) -> bytes:
        """A file of the store that is no table."""
        data: bytes = self._read(name, lambda c: read_file(c, self._record.schema, name)).what
        return data

    def agency(self) -> AgencyTables | None:
        """The agencies' own tables as they stand now."""
        from geodata.postgis.agency_tables import read_agency_tables

        return read_agency_tables(self._database)

    def _read(self, name: str, read: Callable[[Connection], Read]) -> Read:
        where = self.where(name)
        try:
            with self._database.transaction(f"The {where} cannot be read") as connection:
                try:
                    found = read(connection)
                except (pg.UndefinedTable, pg.InvalidSchemaName) as error:
                    raise _GoneError from error
        except _GoneError as error:
            raise self._gone(where) from error
        if found.digest != self._expected(name):
            msg = f"The {where} was changed after it was pushed: its {found.rows} rows do not match their digest. {self.remedy}"
            raise StoreDamaged(msg)
        return found

    def _expected(self, name: str) -> str:
        if name in self._record.manifest.files and not name.endswith(".parquet"):
            return self._record.manifest.files[name].sha256
        return str(self._record.tables.get(name, {}).get("sha256"))

    def _gone(self, where: str) -> StoreDamaged:
        with self._database.transaction(f"The {where} cannot be read") as connection:
            kept = connection.execute(
                sa.select(VERSIONS.c.version).where(VERSIONS.c.version == self._record.version)
            ).scalar()
        if kept is None:
            return StoreDamaged(
                f"Version {self._record.version}, which this program has open, was removed from {self.label}. "
                "Restart the program to read the current one."
            )
        return StoreDamaged(f"The {where} is not there: only a part of the version is left. {self.remedy}")


def read_table(connection: Connection, schema: str, name: str) -> Read:
    """One table of `schema.TABLES` in its order, as CSV."""
    columns = [
        sql.SQL("to_json({0})::text AS {0}" if column.dtype == "list" else "{0}").format(
            sql.Identifier(column.name)
        )
        for column in TABLES[name].columns
    ]
    statement = sql.SQL("COPY (SELECT {} FROM {} ORDER BY position) TO STDOUT (FORMAT csv, HEADER)").format(
        sql.SQL(", ").join(columns), sql.Identifier(schema, name)
    )
    with driver_of(connection).cursor() as cursor:
        with cursor.copy(statement) as copy:
            data = b"".join(copy)
        return Read(data, sha256_of(data), cursor.rowcount)


def frame_of(data: bytes, name: str) -> pd.DataFrame:
    """The CSV of a table as a frame in the types of its schema; an empty text and none are two things in it."""
    import pyarrow as pa
    from pyarrow import csv

    columns = TABLES[name].columns
    types = {
        "str": pa.string(),
        "list": pa.string(),
        "bool": pa.bool_(),
        "int16": pa.int16(),
        "int32": pa.int32(),
    }
    table = csv.read_csv(
        pa.BufferReader(data),
        read_options=csv.ReadOptions(use_threads=False, block_size=1 << 24),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types={column.name: types.get(column.dtype, pa.float64()) for column in columns},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
    frame: pd.DataFrame = table.to_pandas()
    for column in columns:
        if column.dtype == "list":
            frame[column.name] = pd.Series([json.loads(cell) for cell in frame[column.name]], dtype=object)
    return with_tuples(frame, name)


def read_layer(connection: Connection, schema: str, name: str) -> Read:
    """One layer: codes and shapes as WKB."""
    statement = sql.SQL(
        "COPY (SELECT code, ST_AsBinary(geometry, 'NDR') FROM {} ORDER BY position) TO STDOUT (FORMAT binary)"
    ).format(sql.Identifier(schema, f"shapes_{name.replace('-', '_')}"))
    digest, codes, shapes = hashlib.sha256(), [], []
    with driver_of(connection).cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(["text", "bytea"])
        for code, shape in copy.rows():
            wkb = bytes(shape or b"")
            digest.update(f"{code} {len(wkb)} ".encode())
            digest.update(wkb)
            codes.append(code)
            shapes.append(wkb)
    cells = np.empty(len(shapes), dtype=object)
    cells[:] = shapes
    return Read((pd.Series(codes, dtype="str"), cells), digest.hexdigest(), len(codes))


def read_file(connection: Connection, schema: str, name: str) -> Read:
    """A file of the store that is no table."""
    statement = sql.SQL("SELECT content FROM {} WHERE name = %s").format(sql.Identifier(schema, "files"))
    row = driver_of(connection).execute(statement, (name,)).fetchone()
    data = bytes(row[0]) if row else b""
    return Read(data, sha256_of(data), 1 if row else 0)
