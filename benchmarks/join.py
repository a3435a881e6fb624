"""``join_table`` on the country: 514 regencies, and all villages by name and by code; without the suggestions.

Each round joins a fresh table to the whole official list, its index included, and the result is compared with the truth: a
wrong join is no measurement.
"""

from __future__ import annotations

import argparse
import statistics
import time
from typing import TYPE_CHECKING, Any

from geodata import open_store
from geodata.join import join_table

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

LIMITS_S = {"514 regencies": 0.15, "all villages by name": 3.0, "all villages by code": 3.0}


def _regencies(codes: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Regencies as ministries write them, without codes."""
    rows = codes[codes["level"] == "regency"]
    short = rows["name"].str.replace("Kabupaten ", "Kab. ", regex=False).str.upper()
    return _with_figures(rows, {"Provinsi": rows["code"].str[:2].map(names), "Kab/Kota": short})


def _villages_by_name(codes: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Villages in upper case with three columns of places above them."""
    rows = codes[codes["level"] == "village"]
    above = {head: rows["code"].str[:length].map(names).str.upper() for head, length in
             (("Provinsi", 2), ("Kabupaten/Kota", 5), ("Kecamatan", 8))}  # fmt: skip
    return _with_figures(rows, {**above, "Desa/Kelurahan": rows["name"].str.upper()})


def _villages_by_code(codes: pd.DataFrame, _names: dict[str, str]) -> pd.DataFrame:
    """Villages with code and name."""
    rows = codes[codes["level"] == "village"]
    return _with_figures(rows, {"Kode": rows["code"], "Desa/Kelurahan": rows["name"].str.upper()})


def _with_figures(rows: pd.DataFrame, columns: dict[str, pd.Series]) -> pd.DataFrame:
    table = rows[[]].assign(**columns, penduduk=range(1, len(rows) + 1))
    return table.set_axis(rows["code"].to_numpy(), axis=0)  # the row's label is the truth


CASES: dict[str, Callable[[pd.DataFrame, dict[str, str]], pd.DataFrame]] = {
    "514 regencies": _regencies,
    "all villages by name": _villages_by_name,
    "all villages by code": _villages_by_code,
}
FULL = tuple(CASES)
SHORT = FULL[:1]


def _places(case: str) -> pd.DataFrame:
    """What the app joins to: places with a shape for regencies, the whole official list for villages."""
    store = open_store()
    return store.place_table() if case == "514 regencies" else store.codes()


def measure(case: str, rounds: int = 7) -> dict[str, Any]:
    """Median seconds of one case, verdicts, joined frame and balance included.

    Raises
    ------
    RuntimeError
        If a row joined another place than its own.
    """
    store = open_store()
    codes = store.codes()
    table = CASES[case](codes, dict(zip(codes["code"], codes["name"], strict=True)))
    places, seconds = _places(case), []
    for _round in range(rounds):
        start = time.perf_counter()
        result = join_table(places, table.copy())
        joined, balance = result.joined, result.balance
        seconds.append(time.perf_counter() - start)
    truth = result.shaped.table.index
    wrong = sum(one.code not in {"", row} for one, row in zip(result.judged, truth, strict=True))
    if wrong or balance["total"].iloc[-1] != len(table) * (len(table) + 1) / 2:
        message = f"{case}: {wrong} rows joined a wrong place, or the balance is off: nothing to measure"
        raise RuntimeError(message)
    return {
        "rows": len(table),
        "joined": len(joined),
        "seconds": [round(s, 3) for s in seconds],
        "median_s": round(statistics.median(seconds), 3),
        "limit_s": LIMITS_S[case],
    }


def main() -> int:
    """Measure every case and print a line each; 1 if one is over its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.join", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    over = 0
    for case in FULL:
        row = measure(case, given.rounds)
        over += row["median_s"] > row["limit_s"]
        print(line(case, row), flush=True)
    return int(over > 0)


def line(case: str, row: dict[str, Any]) -> str:
    """One case in a line."""
    return f"join, {case}: {row['median_s']} s (limit {row['limit_s']} s), {row['joined']} of {row['rows']} joined"


if __name__ == "__main__":
    raise SystemExit(main())
