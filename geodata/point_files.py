"""Files of points, read in parts: Parquet and CSV that need not fit into memory.

What the file is decides its content and not its name. Text files may be UTF-8 or UTF-16 (with a mark at the beginning) or the old
Windows code page, with comma, semicolon, tab or bar between cells, and in the latter three with a decimal comma.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geodata.errors import SourceError

__all__ = ["DEFAULT_ROWS", "LAT_NAMES", "LON_NAMES", "read_points", "total_rows"]

DEFAULT_ROWS = 500_000
LON_NAMES = ("lon", "lng", "long", "longitude", "bujur", "x")
LAT_NAMES = ("lat", "latitude", "lintang", "y")
_SAMPLE_BYTES = 65_536
_BLOCK_BYTES = 16 * 1024 * 1024
_SEPARATORS = ",;\t|"
_DECIMAL_COMMA = re.compile(r"\s*-?\d{1,3},\d+\s*")


@dataclass(frozen=True)
class _Text:
    """How a text file is written."""

    encoding: str
    separator: str
    decimal: str
    columns: list[str]


def read_points(
    path: str | Path,
    *,
    lon: str | None = None,
    lat: str | None = None,
    columns: Sequence[str] = (),
    texts: Collection[str] = (),
    chunk_rows: int = DEFAULT_ROWS,
) -> Iterator[pd.DataFrame]:
    """Read a file of points in parts.

    Parameters
    ----------
    path
        Parquet or CSV file.
    lon, lat
        Names of the columns with degrees; by default those named lon, lng, longitude, bujur, x and lat, latitude, lintang, y,
        in upper or lower case.
    columns
        Further columns to read, all others are left in the file. Those of a text file are read as numbers.
    texts
        Those of `columns` that are read as text (text files only; Parquet knows its types): "01" stays "01".
    chunk_rows
        Rows a part at most, at least 1.

    Yields
    ------
    DataFrame
        Columns ``lon, lat`` and `columns`, numbered through from 0. Missing cells are NaN.

    Raises
    ------
    SourceError
        If the file cannot be read, or a column is not there; said at the call, except for damage further down in the file.
    ValueError
        If `chunk_rows` is less than 1.
    """
    if chunk_rows < 1:
        msg = f"`chunk_rows` must be at least 1, it is {chunk_rows}."
        raise ValueError(msg)
    path = Path(path)
    is_parquet = _is_parquet(path)
    text = None if is_parquet else _look_at_text(path)
    there = _parquet_columns(path) if text is None else text.columns
    lon, lat = _coordinate_columns(path, there, lon, lat, columns)
    names = {lon: "lon", lat: "lat"} | {name: name for name in columns if name not in (lon, lat)}
    copies = {name: names[name] for name in columns if name in (lon, lat)}
    parts = (
        _parquet_parts(path, list(names), chunk_rows)
        if text is None
        else _text_parts(path, text, list(names), set(texts) - {lon, lat}, chunk_rows)
    )
    return _named(path, parts, names, copies)


def total_rows(path: str | Path) -> int | None:
    """Rows of a Parquet file, from its footer; None for a text file, which would have to be read for it.

    Raises
    ------
    SourceError
        If the file cannot be read.
    """
    path = Path(path)
    if not _is_parquet(path):
        return None
    with _parquet(path) as file:
        return int(file.metadata.num_rows)


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PAR1"
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read: {error.strerror}. Check the path and the rights."
        ) from error


def _coordinate_columns(
    path: Path, there: Sequence[str], lon: str | None, lat: str | None, columns: Sequence[str]
) -> tuple[str, str]:
    """Find the coordinates and check all names at once."""
    faults = [
        f"there is no column {name!r}"
        for name in dict.fromkeys([lon, lat, *columns])
        if name and name not in there
    ]
    found = []
    for given, names, axis in ((lon, LON_NAMES, "longitude"), (lat, LAT_NAMES, "latitude")):
        own = [given] if given else [name for name in there if name.strip().lower() in names]
        # "lon" before "x" where there are both: degrees rather than metres.
        own.sort(key=lambda name: names.index(name.strip().lower()) if given is None else 0)
        if not own:
            faults.append(f"no column is named like a {axis} ({', '.join(names)})")
        found.append(own[0] if own else "")
    if faults:
        shown = ", ".join(there[:20]) + (f", … ({len(there)} in all)" if len(there) > 20 else "")
        what = f"{path} has the columns {shown}. Name the coordinates (lon=, lat=; --lon, --lat) and others as they stand there."
        raise SourceError(what, faults)
    return found[0], found[1]


def _parquet(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path, memory_map=False)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(
            f"{path} begins like a Parquet file and cannot be read. Write it anew.", [str(error)]
        ) from error


def _parquet_columns(path: Path) -> list[str]:
    with _parquet(path) as file:
        return list(file.schema_arrow.names)


def _parquet_parts(path: Path, names: list[str], chunk_rows: int) -> Iterator[pd.DataFrame]:
    with _parquet(path) as file:
        for batch in file.iter_batches(batch_size=chunk_rows, columns=names):
            yield batch.to_pandas()


def _look_at_text(path: Path) -> _Text:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE_BYTES)
    encoding = _encoding(path, sample)
    # The last line of a sample is cut off somewhere.
    lines = sample.decode(encoding, errors="ignore").removeprefix("\ufeff").splitlines()
    lines = [line for line in (lines[:-1] if len(sample) == _SAMPLE_BYTES else lines) if line.strip()]
    if not lines:
        raise SourceError(f"{path} is empty; it needs a line of column names and a line for each point.")
    separator = max(_SEPARATORS, key=lambda sign: (lines[0].count(sign), -_SEPARATORS.index(sign)))
    rows = list(csv.reader(lines[:200], delimiter=separator))
    comma = separator != "," and any(_DECIMAL_COMMA.fullmatch(cell) for row in rows[1:] for cell in row)
    return _Text(encoding, separator, "," if comma else ".", rows[0])


def _encoding(path: Path, sample: bytes) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in sample:
        raise SourceError(
            f"{path} is neither Parquet nor text. Save it as CSV or Parquet with lon and lat in columns."
        )
    try:
        # A letter may be cut in two at the end of the sample.
        sample.decode("utf-8") if len(sample) < _SAMPLE_BYTES else sample[: sample.rfind(b"\n")].decode(
            "utf-8"
        )
    except UnicodeDecodeError:
        return "cp1252"
    return "utf8"


def _text_parts(
    path: Path, text: _Text, names: list[str], texts: set[str], chunk_rows: int
) -> Iterator[pd.DataFrame]:
    # Arrow and not pandas: it refuses a line with a cell too many, where pandas would shift the others in silence.
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    types = {name: pa.string() if name in texts else pa.float64() for name in names}
    reader = arrow_csv.open_csv(
        path,
        arrow_csv.ReadOptions(encoding=text.encoding, block_size=_BLOCK_BYTES),
        arrow_csv.ParseOptions(delimiter=text.separator, newlines_in_values=True),
        arrow_csv.ConvertOptions(
            column_types=types,
            include_columns=names,
            decimal_point=text.decimal,
            strings_can_be_null=True,
        ),
    )
    with reader:
        for batch in reader:
            for start in range(0, batch.num_rows, chunk_rows):
                yield batch.slice(start, chunk_rows).to_pandas()


def _named(
    path: Path, parts: Iterator[pd.DataFrame], names: dict[str, str], copies: dict[str, str]
) -> Iterator[pd.DataFrame]:
    """Parts with the names we promise, in order; what goes wrong on the way becomes a sentence."""
    import pyarrow as pa

    start = 0
    try:
        for part in parts:
            named = part[list(names)].rename(columns=names)
            for name, column in copies.items():
                named[name] = named[column]
            named.index = pd.RangeIndex(start, start + len(named))
            start += len(named)
            yield named
    except (OSError, ValueError, pa.ArrowException) as error:
        what = (
            f"{path} cannot be read beyond row {start:,}. Look at the rows after it, or write the file anew."
        )
        raise SourceError(what, [str(error)]) from error
