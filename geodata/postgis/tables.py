"""The tables in the database, made from `geodata.schema`: the same columns, types, keys and descriptions."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from geodata.checks import Column, Table
from geodata.codes import Detail, Level
from geodata.details import LAYERS
from geodata.schema import TABLES

__all__ = [
    "ABOUT",
    "CONTROL",
    "LAYER_NAMES",
    "LAYOUT",
    "READERS",
    "SWITCHES",
    "VERSIONS",
    "schema_name",
    "version_tables",
]

LAYOUT = 1
"""Layout of the schema ``atlas``; higher where this program would misread it."""
LAYER_NAMES: tuple[str, ...] = tuple(
    f"{level}-{detail}" for detail, levels in LAYERS.items() for level in levels
)

CONTROL = sa.MetaData(schema="atlas")
VERSIONS = sa.Table(
    "versions",
    CONTROL,
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("schema_name", sa.Text, nullable=False, unique=True),
    sa.Column("format", sa.Integer, nullable=False, comment="Layout of the store itself."),
    sa.Column("manifest", JSONB, nullable=False, comment="store.json of the folder that was pushed."),
    sa.Column("tables", JSONB, nullable=False, comment="Rows and SHA-256 of each table as it is read."),
    sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    sa.Column("pushed_by", sa.Text, nullable=False, server_default=sa.text("current_user")),
    comment="Versions of the store; each is whole.",
)
ABOUT = sa.Table(
    "about",
    CONTROL,
    sa.Column(
        "one_row", sa.Boolean, sa.CheckConstraint("one_row"), primary_key=True, server_default=sa.true()
    ),
    sa.Column("layout", sa.Integer, nullable=False),
    sa.Column("current", sa.Text, sa.ForeignKey(VERSIONS.c.version)),
    comment="One row: what is current.",
)
SWITCHES = sa.Table(
    "switches",
    CONTROL,
    sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    sa.Column("by", sa.Text, nullable=False, server_default=sa.text("current_user")),
    sa.Column("how", sa.Text, nullable=False),
    comment="What was made current, when, by whom.",
)
READERS = sa.Table(
    "readers",
    CONTROL,
    sa.Column("role", sa.Text, primary_key=True),
    comment="Roles that may read every version.",
)

_TYPES: dict[str, Any] = {
    "str": sa.Text,
    "bool": sa.Boolean,
    "int16": sa.SmallInteger,
    "int32": sa.Integer,
    "float64": sa.Double,
    "list": ARRAY(sa.Text),
}
_POINTS = {"points": ("lon", "lat"), "ascn": ("lon", "lat"), "places": ("label_x", "label_y")}


def schema_name(version: str) -> str:
    """Schema of a version: ``atlas_2025_1_3778b237b87b``."""
    return "atlas_" + re.sub(r"[^a-z0-9]+", "_", version.lower()).strip("_")[:50]


def version_tables(schema: str) -> sa.MetaData:
    """All tables of one version: those of `schema.TABLES`, the layers, and the files that are neither."""
    found = sa.MetaData(schema=schema)
    for table in TABLES.values():
        _add_table(found, table)
    for detail, levels in LAYERS.items():
        for level in levels:
            _add_layer(found, level, detail)
    sa.Table(
        "files",
        found,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        comment="Files of the store that are no tables.",
    )
    return found


def _add_table(metadata: sa.MetaData, table: Table) -> None:
    columns = [_column(column) for column in table.columns]
    if table.name in _POINTS:
        x, y = _POINTS[table.name]
        point = sa.Computed(f"ST_SetSRID(ST_MakePoint({x}, {y}), 4326)", persisted=True)
        columns.append(sa.Column("point", Geometry("POINT", srid=4326), point))
    # A constraint and not marks at the columns, because the order of the key is that of its index.
    key = sa.PrimaryKeyConstraint(*table.key)
    made = sa.Table(table.name, metadata, *columns, _position(), key, comment=table.description)
    for column in table.columns:
        if column.name == "code":
            _prefix_index(made)
    if table.name == "observations":
        sa.Index("observations_of_place", made.c.code, made.c.indicator, made.c.year)


def _add_layer(metadata: sa.MetaData, level: Level, detail: Detail) -> None:
    made = sa.Table(
        f"shapes_{level}_{detail}",
        metadata,
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("geometry", Geometry("GEOMETRY", srid=4326), nullable=False),
        _position(),
        comment=f"Polygons of level {level} at detail {detail}, in degrees.",
    )
    _prefix_index(made)


def _column(column: Column) -> sa.Column[Any]:
    comment = f"{column.description} Unit: {column.unit}."
    return sa.Column(column.name, _TYPES[column.dtype], nullable=column.nullable, comment=comment)


def _position() -> sa.Column[Any]:
    return sa.Column(
        "position", sa.Integer, nullable=False, unique=True, comment="Place in the store's order."
    )


def _prefix_index(table: sa.Table) -> None:
    """For ``code LIKE '32.11.%'``: what lies below a place."""
    sa.Index(f"{table.name}_code_prefix", table.c.code, postgresql_ops={"code": "text_pattern_ops"})
