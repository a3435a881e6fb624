"""Attributes of shapes as plain columns: numbers, texts, truth values, dates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

__all__ = ["column", "plain_columns"]


CASTS = (
    (pa.types.is_floating, pa.float64()),
    (pa.types.is_decimal, pa.float64()),
    (pa.types.is_timestamp, pa.timestamp("ms")),
    (pa.types.is_date, pa.date32()),
    (pa.types.is_string_view, pa.string()),
    (pa.types.is_time, pa.string()),
    (pa.types.is_null, pa.string()),
)
"""What a type is tested with, and the plain type that it becomes."""


def column(values: Sequence[Any]) -> pa.Array:
    """Make a column of Python values; whatever does not fit one type becomes text."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds == {int} and all(value is None or -(2**63) <= value < 2**63 for value in values):
        return pa.array(values, pa.int64())
    if kinds <= {int, float} and kinds:
        return pa.array([None if value is None else _as_float(value) for value in values], pa.float64())
    return pa.array([_as_text(value) for value in values], pa.string())


def _as_float(value: float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        # A lone half of a pair, as "\\ud800" in JSON, is no text that can be kept.
        return value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(value, ensure_ascii=True)


def plain_columns(names: Iterable[str], arrays: Iterable[Any]) -> tuple[dict[str, Any], list[str]]:
    """Keep the columns of a typed file that fit a cell; the names of the others come back too."""
    kept: dict[str, Any] = {}
    left_out = []
    for name, array in zip(names, arrays, strict=True):
        combined = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
        simple = _plain(combined)
        if simple is None:
            left_out.append(str(name)[:80])
        else:
            kept[str(name)] = simple
    return kept, left_out


def _plain(array: Any) -> Any:
    """Give the column in a type that fits a cell; None if there is none."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _plain(array.dictionary_decode())
    if pa.types.is_boolean(kind) or pa.types.is_integer(kind):
        return array
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return _readable(array)
    target = next((target for test, target in CASTS if test(kind)), None)
    # Timestamps may be finer than milliseconds, which reach all years that a table of figures holds.
    return None if target is None else array.cast(target, safe=False)


def _readable(array: Any) -> Any:
    """Texts that are UTF-8; GDAL hands on what is not, as in a file whose encoding is wrong."""
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.cast(pa.large_binary() if pa.types.is_large_string(array.type) else pa.binary())
        texts = [None if text is None else text.decode("utf-8", "replace") for text in raw.to_pylist()]
        return pa.array(texts, pa.string())
    return array.cast(pa.string())
