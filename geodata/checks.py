"""Columns, tables and the check of a frame against them; `geodata.schema` holds the store's own tables.

All faults of a table are collected, never only the first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from geodata.errors import SchemaError

__all__ = ["Column", "Table", "check", "conform", "find_faults"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its type, unit, meaning and limits.

    Parameters
    ----------
    name
        Column name; the unit is its suffix where it has one.
    dtype
        `str`, `bool`, `int16`, `int32`, `float64`, or `list` for a tuple of texts in each cell.
    unit
        Unit of the numbers, or what kind of text it is.
    description
        What the column holds.
    nullable
        Whether a row may lack it.
    low, high
        Closed limits of the numbers.
    allowed
        The only texts that may stand in it.
    refers_to
        The table whose first key column must hold every value.
    """

    name: str
    dtype: str
    unit: str
    description: str
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    allowed: tuple[str, ...] = ()
    refers_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table of the store: its columns and its key."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(column.name for column in self.columns))


def conform(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """Return the columns of `table` in its order and types, with a new index.

    Raises
    ------
    SchemaError
        If a column is missing, too much, or cannot be turned into its type.
    """
    faults = _column_name_faults(frame, table)
    if faults:
        raise SchemaError(f"Table {table.name} does not have the columns of its schema.", faults)
    out = frame[list(table.names)].reset_index(drop=True)
    for column in table.columns:
        if column.dtype == "list":
            cells = [tuple(cell) for cell in out[column.name]]
            out[column.name] = pd.Series(cells, index=out.index, dtype=object)
        else:
            dtype: Any = column.dtype
            out[column.name] = out[column.name].astype(dtype)
    return out


def check(
    frame: pd.DataFrame, table: Table, *, known: Mapping[str, Collection[str]] | None = None, where: str = ""
) -> pd.DataFrame:
    """Return `frame` if it keeps every rule of `table`.

    Parameters
    ----------
    frame
        The table as read or built.
    table
        Its schema.
    known
        The ids that exist, by table name, for columns that refer to another table; a table that is not named
        here is not looked up.
    where
        File name for the message.

    Raises
    ------
    SchemaError
        With every fault found.
    """
    faults = find_faults(frame, table, known=known)
    if faults:
        raise SchemaError(f"Table {where or table.name} breaks its schema.", faults)
    return frame


def find_faults(
    frame: pd.DataFrame, table: Table, *, known: Mapping[str, Collection[str]] | None = None
) -> list[str]:
    """Every way in which `frame` breaks the rules of `table`, one short text each."""
    faults = _column_name_faults(frame, table)
    for column in table.columns:
        if column.name in frame.columns:
            faults += _column_faults(frame[column.name], column, known or {})
    if set(table.key) <= set(frame.columns):
        faults += _key_faults(frame, table.key)
    return faults


def _column_name_faults(frame: pd.DataFrame, table: Table) -> list[str]:
    faults = [f"column {name} is missing" for name in table.names if name not in frame.columns]
    return faults + [f"column {name} is unknown" for name in frame.columns if name not in table.names]


def _column_faults(values: pd.Series, column: Column, known: Mapping[str, Collection[str]]) -> list[str]:
    if column.dtype == "list":
        return _list_faults(values, column, known)
    if str(values.dtype) != column.dtype:
        return [f"column {column.name} must be {column.dtype}, it is {values.dtype}"]
    faults = []
    empty = values.isna()
    if empty.any() and not column.nullable:
        faults.append(f"column {column.name}: {int(empty.sum())} empty cells")
    present = values[~empty]
    faults += _limit_faults(present, column)
    if column.allowed:
        faults += _unknown_faults(present, column, column.allowed)
    if column.refers_to in known:
        faults += _unknown_faults(present, column, known[column.refers_to])
    return faults


def _list_faults(values: pd.Series, column: Column, known: Mapping[str, Collection[str]]) -> list[str]:
    if not values.map(
        lambda cell: isinstance(cell, tuple) and all(isinstance(item, str) for item in cell)
    ).all():
        return [f"column {column.name} must hold tuples of texts"]
    items = values.explode().dropna()
    faults = _unknown_faults(items, column, column.allowed) if column.allowed else []
    return faults + (
        _unknown_faults(items, column, known[column.refers_to]) if column.refers_to in known else []
    )


def _limit_faults(present: pd.Series, column: Column) -> list[str]:
    faults = []
    if column.low is not None and (present < column.low).any():
        faults.append(f"column {column.name}: {present.min()} is below {column.low:g}")
    if column.high is not None and (present > column.high).any():
        faults.append(f"column {column.name}: {present.max()} is above {column.high:g}")
    if column.dtype == "float64" and present.isin([float("inf"), float("-inf")]).any():
        faults.append(f"column {column.name}: infinite values")
    return faults


def _unknown_faults(present: pd.Series, column: Column, allowed: Collection[str]) -> list[str]:
    # Each value once: a table of 80 000 rows names a few thousand places, and the list of places has ten times as many.
    unknown = [value for value in present.unique().tolist() if value not in allowed]
    if not unknown:
        return []
    shown = ", ".join(map(repr, unknown[:5])) + (f" and {len(unknown) - 5} more" if len(unknown) > 5 else "")
    whose = f"table {column.refers_to}" if column.refers_to else "the allowed values"
    return [f"column {column.name}: {shown} not in {whose}"]


def _key_faults(frame: pd.DataFrame, key: tuple[str, ...]) -> list[str]:
    double = frame.duplicated(list(key), keep="first")
    if not double.any():
        return []
    rows = frame.loc[double, list(key)].head(5).astype(str).agg(" / ".join, axis=1)
    return [f"{int(double.sum())} duplicate keys ({', '.join(key)}), first {'; '.join(rows)}"]
