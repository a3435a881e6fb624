"""Accepted pairs come back from a file whole, or not at all with one sentence on what to do."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata.join import Crosswalk
from geodata.join.crosswalk import LEAVE_OUT
from views.crosswalks import alike_text, pairs_at, read_pairs, taken_text

NAMES = pd.Series({"35": "Jawa Timur", "35.10": "Kabupaten Banyuwangi", "35.10.05": "Muncar"})
HEADER = "table_code,table_name,table_parent,place\n"
PAIRS = Crosswalk(
    {("", "banyuwngi", ""): "35.10", ("", "muncr", ""): "35.10.05", ("", "lainnya", ""): LEAVE_OUT}
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_was_saved_comes_back(encoding: str) -> None:
    loaded = read_pairs(PAIRS.to_csv().encode(encoding), NAMES)
    assert loaded.fault is None
    assert loaded.pairs == PAIRS


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "table_name"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "table_name"),
        (b"x" * 200_000, "table_name"),
        (b"nama,kode\na,35.10\n", "table_name"),
        (f"{HEADER},a,,35.10\n,b,,35.99\n".encode(), "35.99"),
        (f"{HEADER},a,,3510\n,b,,35.10\n,b,,35\n".encode(), "2, 4"),
        ((HEADER + "".join(f",{i},,x\n" for i in range(9))).encode(), "2, 3, 4, 5, 6 … (+4)"),
    ],
)
def test_nothing_of_a_wrong_file_is_taken(lang: str, data: bytes, named: str) -> None:
    loaded = read_pairs(data, NAMES)
    assert len(loaded.pairs) == 0
    assert loaded.fault is not None
    assert named in loaded.fault(lang)


def test_a_table_gets_the_pairs_of_its_level() -> None:
    assert set(pairs_at(PAIRS, "regency").pairs.values()) == {"35.10", LEAVE_OUT}
    assert set(pairs_at(PAIRS, "district").pairs.values()) == {"35.10.05", LEAVE_OUT}
    assert len(pairs_at(PAIRS, None)) == 0


def test_refused_pairs_are_named() -> None:
    assert "Kabupaten Banyuwangi · 35.10" in taken_text(["35.10"], NAMES, "en")
    assert alike_text("en").startswith("Nothing accepted")
