"""Arrow's reader gives what `csv.reader` gives, cell by cell, or leaves the table to it."""

from __future__ import annotations

import csv
import io
import resource
import sys
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geodata.uploads import DEFAULT_LIMITS, Limits, Table, UploadError, read_upload
from geodata.uploads.worker import even_table
from geodata.uploads.worker.even_table import read_even

MARGIN_SECONDS = 2.5


def slow(text: str, separator: str) -> list[list[str | None]]:
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    width = max(map(len, rows))
    return [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]


def even(text: str, separator: str, width: int) -> list[list[str | None]] | None:
    columns = read_even(text, separator, width, 100_000, DEFAULT_LIMITS)
    return (
        None
        if columns is None
        else [list(row) for row in zip(*(c.to_pylist() for c in columns), strict=True)]
    )


@settings(max_examples=1500, deadline=None)
@given(
    text=st.text(alphabet='aé";\n\r ', min_size=1, max_size=24)
    | st.text(alphabet="b;\n", min_size=1, max_size=24),
    width=st.integers(2, 3),
)
@example(text='a";;"\n', width=2)
@example(text='"x;y";1\n"z\n;";2\n', width=2)
def test_cells_are_those_of_the_other_reader(text: str, width: int) -> None:
    found = even(text, ";", width)
    expected = slow(text, ";")
    if found is not None:
        wide = max(len(row) for row in [*found, *expected])
        assert [row + [None] * (wide - len(row)) for row in found] == [
            row + [None] * (wide - len(row)) for row in expected
        ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_titles_notes_quotes_and_wide_lines_stand_where_they_stood(separator: str) -> None:
    lines = [f'35.10.{i:02}{separator}"Desa {separator} ""{i}"""{separator}{i}' for i in range(500)]
    lines = [
        "Judul",
        "",
        "kode" + separator + "nama" + separator + "n",
        *lines[:250],
        separator.join("abcde"),
        *lines[250:],
    ]
    text = "\n".join([*lines, "Sumber: BPS"]) + "\n"
    found = even(text, separator, 3)
    assert found is not None  # else the test below would compare nothing
    assert found == slow(text, separator)


def test_what_it_cannot_read_alike_is_left_to_the_other_reader() -> None:
    assert even('a;b\n1;x"y\n', ";", 2) is None
    assert even('a;b\n1;"open\n', ";", 2) is None
    assert read_even("a;b\n1;" + "x" * 200 + "\n", ";", 2, 100, DEFAULT_LIMITS) is None
    assert read_even("a;b\n" * 20, ";", 2, 100, Limits(rows=10)) is None
    assert even("a\n" * (even_table.ODD_LINES + 1) + "a;b\n", ";", 2) is None


def large(lines: int) -> bytes:
    """A table as long files are: villages, years and Indonesian numbers, lines ended as Windows does."""
    body = "".join(
        f"35.10.{i % 97:02}.{2001 + i % 1000};Desa Sumber {i % 1000};{2018 + i % 8};{i % 900 + 100}.{i % 1000:03};"
        f"{i % 100},{i % 10};{i % 77},{i % 10};{i % 55},{i % 10};catatan rutin {i}\r\n"
        for i in range(lines)
    )
    return ("Kode;Desa;Tahun;Penduduk;Luas;Padat;Miskin;Catatan\r\n" + body + "Sumber: BPS\r\n").encode()


@pytest.mark.skipif(sys.platform == "win32", reason="processor time of children is not told there")
def test_a_file_near_the_limit_of_size_is_read_with_room_to_spare() -> None:
    data = large(580_000)
    assert 43 * 2**20 < len(data) <= DEFAULT_LIMITS.bytes
    taken = []
    result: Any = None
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # On a machine with much else to do the clock runs faster than the work: so more of it, and processor time is judged.
        result = read_upload("besar.csv", data, Limits(seconds=30))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert isinstance(result, Table)
    assert result.cells.shape == (580_002, 8)
    assert result.cells.iloc[-1, 0] == "Sumber: BPS"
    assert min(taken) < MARGIN_SECONDS, taken


def test_a_long_file_with_too_many_rows_says_so() -> None:
    with pytest.raises(UploadError) as caught:
        read_upload("baris.csv", b"a;b\n" * 1_000_001)
    assert caught.value.rule == "rows"
