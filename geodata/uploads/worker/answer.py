"""Cells and shapes as Arrow: what travels from the worker to the app, and never as pickles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Refusal

__all__ = ["CELL", "cell_array", "check_size", "stream"]

CELL = pa.struct([("kind", pa.int8()), ("number", pa.float64()), ("text", pa.string())])
"""One cell of a sheet: what it is (see `KINDS`) with its number or text."""

KINDS = ("blank", "text", "number", "bool", "datetime", "date", "time", "duration")
"""Kinds of cells by their number in `CELL`; times travel as ISO text, durations as seconds."""

_CODE = {name: number for number, name in enumerate(KINDS)}


# Arrow looks for pandas when it makes its first array, which it could not once the cage is closed.
pa.array(["a", None])


def check_size(rows: int, columns: int, limits: Limits) -> None:
    """Refuse a table beyond the limits; cells count as rows times columns."""
    if rows > limits.rows:
        raise Refusal("rows", count=rows, limit=limits.rows)
    if columns > limits.columns:
        raise Refusal("columns", count=columns, limit=limits.columns)
    if rows * columns > limits.cells:
        raise Refusal("cells", rows=rows, columns=columns, limit=limits.cells)


def stream(table: pa.Table) -> pa.Buffer:
    """Write a table as an Arrow IPC stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def cell_array(cells: Sequence[Any]) -> pa.Array:
    """Turn the cells of one column of a sheet into an array of `CELL`."""
    types = set(map(type, cells))
    kinds: Sequence[int]
    numbers: Sequence[float | None]
    texts: Sequence[str | None]
    if types <= {float, str}:
        # Nearly every column; three passes are faster than one call a cell.
        kinds = [_CODE["number"] if type(cell) is float else _CODE["text"] if cell else 0 for cell in cells]
        numbers = [cell if type(cell) is float else None for cell in cells]
        texts = [cell if type(cell) is str else None for cell in cells]
    else:
        kinds, numbers, texts = zip(*map(_cell, cells), strict=True)
    return pa.StructArray.from_arrays(
        [pa.array(kinds, pa.int8()), pa.array(numbers, pa.float64()), pa.array(texts, pa.string())],
        fields=list(CELL),
    )


def _cell(value: Any) -> tuple[int, float | None, str | None]:
    if value is None or value == "":
        return 0, None, None
    if isinstance(value, bool):
        return _CODE["bool"], float(value), None
    if isinstance(value, int | float):
        return _CODE["number"], float(value), None
    if isinstance(value, dt.timedelta):
        return _CODE["duration"], value.total_seconds(), None
    for kind, name in ((dt.datetime, "datetime"), (dt.date, "date"), (dt.time, "time")):
        if isinstance(value, kind):
            return _CODE[name], None, value.isoformat()
    return _CODE["text"], None, str(value)
