"""Tables that are no tables: any cell under any header ends in verdicts, never in an error that nobody wrote."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from geodata.join import Gazetteer, join_table

TABLES = 2000
SHORT = 80
PARTS = 4
HEADS = (
    "Kode", "Kab/Kota", "Provinsi", "Kecamatan", "Desa", "Tahun", "Jumlah", "No", "kode_kab", "Nama", "x", "Wilayah", "Indikator",
    "", "code", "Kode BPS", None, 5, ("a", "b"), "Bulan",
)  # fmt: skip
ODD = (
    None, float("nan"), pd.NA, pd.NaT, True, float("inf"), b"x", pd.Timestamp("2024-01-01"), "Jumlah", "Sumber: BPS", "-", "…",
    "1.234", "1.234,5", "(1)",
    "x" * 300, "=1+1", "\u202e", "\x00", "🙂", "   ", "()", "[", "3510 -", "Kab.", "Kota", "Prov.", "0",
    "00", "3200", "35.", "35.1", ".", "١٢", 2021, 2022.0, -1, 10**18,
)  # fmt: skip


def cell(rng: random.Random, names: list[str], codes: list[str]) -> object:
    kind = rng.randrange(6)
    if kind == 0:
        return rng.choice(names).upper() + rng.choice(["", "*", " 1)"])
    if kind == 1:
        return rng.choice(codes).replace(".", rng.choice(["", ".", "-"]))
    if kind == 2:
        return rng.choice([rng.randrange(1, 9_999_999), rng.random() * 100])
    return rng.choice(ODD)


def garbage(number: int, names: list[str], codes: list[str]) -> pd.DataFrame:
    rng = random.Random(number)
    height, width = rng.randrange(12), rng.randrange(1, 6)
    cells = [[cell(rng, names, codes) for _ in range(width)] for _ in range(height)]
    table = pd.DataFrame(cells, columns=pd.Index(rng.sample(HEADS, width), dtype=object), dtype=object)
    return table if number % 3 else table.set_axis(range(width), axis=1)


@pytest.mark.parametrize("part", range(PARTS))
def test_garbage_ends_in_verdicts(places: Gazetteer, names: dict[str, str], part: int, full: bool) -> None:  # noqa: FBT001
    codes = [code for code in names if len(code) <= 8]
    texts = [names[code] for code in codes]
    for number in range(part, TABLES if full else SHORT, PARTS):
        table = garbage(number, texts, codes)
        result = join_table(places, table)
        balance = result.balance
        assert (balance["total"] == balance["joined"] + balance["left_over"]).all(), number
        assert np.isfinite(balance.to_numpy()).all(), number
        assert set(result.shaped.table.index) <= set(result.verdicts["row"]), number
        assert len(result.joined) + len(result.missing) >= len(set(result.joined.index)), number
        assert all((result.summary(lang), result.key_texts(lang)) for lang in ("id", "en")), number
