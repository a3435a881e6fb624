"""Read an upload: hand it to the worker and check what comes back."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from geodata.uploads.limits import DEFAULT_LIMITS, Limits
from geodata.uploads.process import Outcome, run_worker
from geodata.uploads.results import Features, Table, UploadError
from geodata.uploads.texts import is_rule

__all__ = ["display_name", "read_upload"]

MAGIC = b"ATLASUP1"
HEADER = 2 * 2**20
LONGEST_NAME = 80
# Marks that turn the direction of text, hide or break it: a name must read as what it is.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
OUT_OF_MEMORY = (
    b"memory allocation of",
    b"bad_alloc",
    b"Cannot allocate memory",
    b"MemoryError",
    b"out of memory",
)


def read_upload(
    name: str,
    data: bytes,
    limits: Limits = DEFAULT_LIMITS,
    *,
    sheet: str | None = None,
    layer: str | None = None,
) -> Table | Features:
    """Read a file that somebody uploaded, in a process of its own that is stopped at its limits.

    Parameters
    ----------
    name
        Name of the file; it is only shown. What the file is, its content decides.
    data
        The whole file.
    limits
        Sizes, time and memory.
    sheet
        Sheet of a workbook; by default the first visible one that is not empty.
    layer
        Layer of a GeoPackage or of an archive with several Shapefiles; by default the first.

    Returns
    -------
    Table or Features
        CSV, TSV and XLSX give a table; GeoJSON, GeoPackage, zipped Shapefile, FlatGeobuf and GeoParquet a layer.

    Raises
    ------
    UploadError
        In every other case, with one message that says what is wrong, what came and what to do.
    """
    shown = display_name(name)
    if len(data) > limits.bytes:
        raise UploadError(shown, "too_large", {"size": len(data), "limit": limits.bytes})
    if not data:
        raise UploadError(shown, "empty")
    request = {"limits": asdict(limits), "sheet": sheet, "layer": layer, "audit": False}
    try:
        outcome = run_worker(json.dumps(request).encode() + b"\n", data, limits)
    except OSError as error:
        raise UploadError(shown, "no_worker", detail=str(error)) from error
    return from_outcome(shown, outcome, limits)


def display_name(name: str) -> str:
    """Clean the name of a file for display: no folders, no control or direction marks, 80 characters at most."""
    base = re.split(r"[/\\]", name)[-1]
    seen = "".join(" " if unicodedata.category(sign) in UNSEEN else sign for sign in base)
    short = " ".join(seen.split())
    return short if len(short) <= LONGEST_NAME else f"{short[: LONGEST_NAME - 1]}…"


def from_outcome(name: str, outcome: Outcome, limits: Limits) -> Table | Features:
    """Make the result of what the worker said, or the error of how it ended."""
    _check_end(name, outcome, limits)
    try:
        header, table = _parsed(outcome.answer)
        if header["outcome"] == "refused":
            rule = header["rule"] if is_rule(header["rule"]) else "damaged"
            error = UploadError(name, rule, header["params"], str(header["detail"]))
        elif header["outcome"] == "table":
            return _table(name, header, table, limits)
        else:
            return _features(name, header, table, limits)
    except (KeyError, TypeError, ValueError, AttributeError, AssertionError, pa.ArrowException) as problem:
        # A worker that a file has taken over may say anything.
        raise UploadError(name, "crashed", detail=repr(problem)) from problem
    raise error


def _check_end(name: str, outcome: Outcome, limits: Limits) -> None:
    if outcome.stopped == "busy":
        raise UploadError(name, "busy")
    if outcome.stopped == "time":
        raise UploadError(name, "time", {"seconds": limits.seconds})
    if outcome.stopped:
        raise UploadError(name, "memory", {"limit": limits.memory_bytes})
    if outcome.status == 0 and outcome.answer.startswith(MAGIC):
        return
    detail = f"status {outcome.status}: {outcome.stderr[-500:].decode('utf-8', 'replace')}"
    if outcome.status == -24:  # SIGXCPU: the limit of processor time
        raise UploadError(name, "time", {"seconds": limits.seconds}, detail)
    if any(sign in outcome.stderr for sign in OUT_OF_MEMORY):
        raise UploadError(name, "memory", {"limit": limits.memory_bytes}, detail)
    raise UploadError(name, "crashed", detail=detail)


def _parsed(answer: bytes) -> tuple[dict[str, Any], Any]:
    length = int.from_bytes(answer[8:12], "little")
    assert length <= HEADER, "the header of an answer is short"
    header = json.loads(answer[12 : 12 + length])
    body = answer[12 + length :]
    if not body:
        return header, None
    with pa.ipc.open_stream(pa.py_buffer(body)) as reader:
        table = reader.read_all()
    table.validate(full=True)
    return header, table


def _check_size(table: Any, limits: Limits) -> None:
    assert table.num_rows <= limits.rows, "more rows than allowed"
    assert table.num_columns <= limits.columns + 1, "more columns than allowed"
    assert table.num_rows * table.num_columns <= limits.cells + table.num_rows, "more cells than allowed"


def _notes(header: dict[str, Any]) -> tuple[tuple[str, dict[str, Any]], ...]:
    return tuple((str(note), dict(params)) for note, params in header["notes"])


def _table(name: str, header: dict[str, Any], table: Any, limits: Limits) -> Table:
    _check_size(table, limits)
    if header["format"] == "xlsx":
        columns = {i: _sheet_column(column.combine_chunks()) for i, column in enumerate(table.columns)}
        cells = pd.DataFrame(columns)
    else:
        cells = table.to_pandas()
    cells.columns = pd.RangeIndex(table.num_columns)
    return Table(
        name=name,
        format=str(header["format"]),
        cells=cells,
        sheet=str(header.get("sheet", "")),
        sheets=tuple(map(str, header.get("sheets", ()))),
        encoding=str(header.get("encoding", "")),
        separator=str(header.get("separator", "")),
        percent_columns=tuple(map(int, header.get("percent_columns", ()))),
        notes=_notes(header),
    )


def _sheet_column(cells: Any) -> pd.Series:
    """Cells of one column of a sheet as Python objects; the kinds are those of the worker's `answer.KINDS`."""
    kinds = cells.field(0).to_numpy(zero_copy_only=False)
    numbers = cells.field(1).to_numpy(zero_copy_only=False)
    texts = cells.field(2)
    column = np.full(len(kinds), np.nan, dtype=object)
    whole = (kinds == 2) & (numbers == np.round(numbers)) & (np.abs(numbers) < 2**53)
    column[whole] = numbers[whole].astype(np.int64)
    rest = (kinds == 2) & ~whole
    column[rest] = numbers[rest]
    column[kinds == 3] = numbers[kinds == 3].astype(bool)
    for kind, make in (
        (1, str),
        (4, dt.datetime.fromisoformat),
        (5, dt.date.fromisoformat),
        (6, dt.time.fromisoformat),
    ):
        places = np.flatnonzero(kinds == kind)
        if len(places):
            taken = texts.take(pa.array(places)).to_pylist()
            column[places] = np.fromiter(map(make, taken), dtype=object, count=len(taken))
    for place in np.flatnonzero(kinds == 7):
        column[place] = dt.timedelta(seconds=float(numbers[place]))
    return pd.Series(column, dtype=object)


def _features(name: str, header: dict[str, Any], table: Any, limits: Limits) -> Features:
    import geopandas as gpd
    import shapely

    # Multipoints come as one row a point; so only the corners bound the rows here.
    _check_size(table, replace(limits, rows=max(limits.rows, limits.vertices)))
    try:
        shapes = shapely.from_wkb(table.column("geometry").to_numpy())
    except shapely.errors.GEOSException as error:
        raise ValueError(str(error)) from error
    assert header["kind"] in {"polygons", "points"}, "a kind that is not read"
    assert shapely.get_num_coordinates(shapes).sum() <= limits.vertices * 2, "more corners than allowed"
    attributes = table.drop_columns(["geometry"]).to_pandas()
    frame = gpd.GeoDataFrame(attributes, geometry=np.asarray(shapes, dtype=object), crs="EPSG:4326")
    return Features(
        name=name,
        format=str(header["format"]),
        frame=frame,
        kind=str(header["kind"]),
        layer=str(header["layer"]),
        layers=tuple(map(str, header["layers"])),
        notes=_notes(header),
    )
