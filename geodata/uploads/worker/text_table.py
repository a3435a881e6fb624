"""CSV and TSV in any usual encoding and with any usual separator."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from geodata.uploads.limits import Limits
from geodata.uploads.worker.refusal import Note, Refusal

__all__ = ["prepare", "read"]

SEPARATORS = ("\t", ";", "|", ",")
"""Tried in this order where two fit equally well: a comma may also stand within a number."""

SAMPLE = 65_536
ROWS_AT_ONCE = 20_000
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x19\x1b-\x1f]")
LONGEST_CELL = 100_000

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
SEP_LINE = re.compile(r'^"?sep=(.)"?\r?\n', re.IGNORECASE)


def prepare(data: bytes) -> None:
    """Import what reading needs, while files may still be opened."""
    import encodings.cp1252
    import encodings.latin_1
    import encodings.utf_8_sig
    import encodings.utf_16
    import encodings.utf_16_le
    import encodings.utf_32  # noqa: F401 - a codec is looked up as a file

    from geodata.uploads.worker import answer, even_table  # noqa: F401

    if len(data) >= even_table.WORTH:
        even_table.prepare()


def read(data: bytes, limits: Limits, request: dict[str, Any]) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """Read a text file into columns of text; a blank cell is missing."""
    import pyarrow as pa

    from geodata.uploads.worker.answer import stream

    text, encoding = decode(data)
    notes: list[Note] = [] if encoding.startswith("UTF") else [("encoding", {"encoding": encoding})]
    separator, start = find_separator(text)
    table = _columns(text[start:] if start else text, separator, limits)
    header = {
        "outcome": "table",
        "format": "tsv" if separator == "\t" else "csv",
        "encoding": encoding,
        "separator": separator,
        "notes": notes,
    }
    return header, stream(pa.table(table, names=[str(i) for i in range(len(table))]))


def decode(data: bytes) -> tuple[str, str]:
    """Decode a file; the name of the encoding comes back for display.

    UTF-8 is strict enough to be believed when it fits; what is left is taken for the encoding of Windows, where old
    spreadsheets come from.
    """
    text, encoding = _decoded(data)
    odd = len(CONTROL.findall(text))
    if "\x00" in text or odd > 5 + len(text) / 1000:
        raise Refusal("not_text")
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as error:
                raise Refusal("encoding_broken", encoding=name) from error
    if data[1:512:2].count(0) > 0.8 * len(data[1:512:2]) > 0:
        return data.decode("utf-16-le", "replace"), "UTF-16"
    for codec, name in (("utf-8", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "Latin-1"


def _sample(text: str) -> str:
    """Whole lines from the beginning."""
    sample = text[:SAMPLE]
    if len(text) > SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample
    return sample


def find_separator(text: str) -> tuple[str, int]:
    """Find the separator, and where the table starts when a first line ``sep=;`` names it.

    Each candidate splits the first rows, and the widths must mostly agree. Where several do, rows that one splits and
    the other leaves whole tell: a decimal comma is not in the header, a list within cells is not either. What is still
    even is settled by the order of `SEPARATORS`. "" where there is one column.
    """
    named = SEP_LINE.match(text)
    if named:
        return named.group(1), named.end()
    sample = _sample(text)
    widths = {separator: _widths(sample, separator) for separator in SEPARATORS}
    usual = {separator: _usual(found) for separator, found in widths.items()}
    agreeing = [separator for separator in SEPARATORS if usual[separator][1] >= 0.6]
    if not agreeing:
        best = max(SEPARATORS, key=lambda separator: usual[separator][1])
        return (best if usual[best][1] > 0 else ""), 0

    def alone(separator: str, other: str) -> int:
        """Rows that one splits as usual and the other does not split at all."""
        pairs = zip(widths[separator], widths[other], strict=False)
        return sum(mine == usual[separator][0] and theirs == 1 for mine, theirs in pairs)

    def lead(separator: str) -> int:
        return min(
            (alone(separator, other) - alone(other, separator) for other in agreeing if other != separator),
            default=0,
        )

    return max(agreeing, key=lambda separator: (lead(separator), -SEPARATORS.index(separator))), 0


def _widths(sample: str, separator: str) -> list[int]:
    """Cells of each of the first rows that are not blank."""
    rows = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    widths: list[int] = []
    # What was read up to an error still tells.
    with contextlib.suppress(csv.Error):
        widths.extend(len(row) for row in itertools.islice(rows, 200) if any(row))
    return widths


def _usual(widths: list[int]) -> tuple[int, float]:
    """Commonest width above one, and the share of rows that have it."""
    split = Counter(width for width in widths if width > 1)
    if not split:
        return 1, 0.0
    width, count = max(split.items(), key=lambda item: (item[1], item[0]))
    return width, count / len(widths)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator or "\x1f")
    try:
        yield from rows
    except csv.Error as error:
        raise Refusal("quotes", line=rows.line_num) from error


def _columns(text: str, separator: str, limits: Limits) -> list[Any]:
    import pyarrow as pa

    from geodata.uploads.worker.answer import check_size
    from geodata.uploads.worker.even_table import WORTH, read_even

    if len(text) >= WORTH:
        usual, _share = _usual(_widths(_sample(text), separator)) if separator else (1, 0.0)
        even = read_even(text, separator, usual, LONGEST_CELL, limits)
        if even is not None:
            check_size(len(even[0]), len(even), limits)
            return even
    rows = _rows(text, separator)
    chunks: list[list[Any]] = []
    count = width = 0
    while chunk := list(itertools.islice(rows, ROWS_AT_ONCE)):
        count += len(chunk)
        width = max(width, *map(len, chunk))
        check_size(count, width, limits)
        columns = itertools.zip_longest(*chunk)
        # A last column of nothing but a separator at the end of each line is dropped with all blanks later.
        chunks.append([pa.array([cell or None for cell in column], pa.string()) for column in columns])
        chunks[-1].append(len(chunk))
    if width == 0:
        raise Refusal("empty")
    for arrays in chunks:
        length = arrays.pop()
        arrays.extend([pa.nulls(length, pa.string())] * (width - len(arrays)))
    return [pa.chunked_array([arrays[i] for arrays in chunks], pa.string()) for i in range(width)]
