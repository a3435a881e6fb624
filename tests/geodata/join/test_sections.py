"""Heads "Kabupaten" and "Kota" above blocks of rows say the kind of bare names, and only where everything fits."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata import open_store
from geodata.join import Gazetteer, JoinResult, join_table

STORE = open_store()
PLACES = Gazetteer.of(STORE.codes())
KABUPATEN = ["Kediri", "Blitar", "Malang", "Lumajang", "Jember"]
KOTA = ["Kediri", "Blitar", "Malang", "Surabaya"]
CODES = ["35.06", "35.05", "35.07", "35.08", "35.09", "35.71", "35.72", "35.73", "35.78"]


def joined(names: list[str]) -> JoinResult:
    cells = [None if name.lower().startswith(("kabupaten/", "kota/", "kabupaten:")) or name in {"KABUPATEN", "Kota", "Kabupaten"}
             else at + 1 for at, name in enumerate(names)]  # fmt: skip
    return join_table(PLACES, pd.DataFrame({"Kabupaten/Kota": names, "Sekolah (unit)": cells}))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Kabupaten/Regency", "Kota/Municipality"), ("KABUPATEN", "Kota"), ("Kabupaten:", "Kota/City")],
)
@pytest.mark.parametrize("form", ["{name}", "{i}. {name}"])
def test_heads_say_the_kind(first: str, second: str, form: str) -> None:
    blocks = [[form.format(i=i, name=name) for i, name in enumerate(part, 1)] for part in (KABUPATEN, KOTA)]
    result = joined([first, *blocks[0], second, *blocks[1], "Jawa Timur"])
    codes = [one.code for one in result.judged if one.code]
    assert codes == CODES
    assert result.counts["total"] == 3
    assert "say the kind of the names below" in result.summary("en")
    assert "menentukan jenis" in result.summary("id")


def test_one_head_alone_says_nothing() -> None:
    assert joined([*KABUPATEN, "Kota", *KOTA]).counts["name"] < len(CODES)


def test_heads_among_sorted_rows_say_nothing() -> None:
    names = sorted(
        [
            "Kabupaten",
            "Kota",
            "Bangkalan",
            "Jember",
            "Lamongan",
            "Lumajang",
            "Magetan",
            "Malang",
            "Ngawi",
            "Tuban",
        ]
    )
    result = joined(names)
    codes = {row.name: one.code for row, one in zip(result.rows, result.judged, strict=True)}
    assert codes["Malang"] == ""
    assert not any("kota" in PLACES.name(code).lower() for code in codes.values() if code)


def test_a_name_that_says_the_other_kind_settles_that_heads_mean_nothing() -> None:
    result = joined(["Kabupaten", "Kota Kediri", "Blitar", "Malang", "Kota", "Kediri", "Surabaya", "Batu"])
    assert not any("Kota Malang" in row.name or "Kabupaten Malang" in row.name for row in result.rows)


def test_the_province_of_the_same_name_at_the_end_is_no_city() -> None:
    names = [
        "Kabupaten",
        "Boalemo",
        "Gorontalo",
        "Pohuwato",
        "Bone Bolango",
        "Kota",
        "Gorontalo",
        "Gorontalo",
    ]
    result = joined(names)
    assert [one.verdict for one in result.judged][-1] not in {"name", "code"}
    assert all(one.code in {"", "75.01", "75.02", "75.03", "75.04"} for one in result.judged)
