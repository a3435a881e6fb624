"""``open_store()`` and the national regencies, against reading the same shapes from GeoJSON and GeoPackage with geopandas.

Every round is a process of its own, since the store keeps what it has read; modules are imported before the clock starts.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.browser import ROOT
from geodata import open_store

_STORE = """
import time, geopandas, shapely, pyarrow.parquet
from geodata import open_store
began = time.perf_counter()
places = open_store().places("regency")
print(time.perf_counter() - began, len(places))
"""
_FILE = """
import sys, time, geopandas, shapely, pyogrio
began = time.perf_counter()
places = geopandas.read_file(sys.argv[1])
print(time.perf_counter() - began, len(places))
"""


def measure(rounds: int = 7) -> dict[str, Any]:
    """Seconds of each way, taken in turn: all of them and the medians."""
    places = open_store().places("regency")
    with tempfile.TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"places.{name}" for name in ("geojson", "gpkg")}
        for path in files.values():
            places.to_file(path)
        times: dict[str, list[float]] = {}
        for turn in range(rounds + 1):
            for name, code in (("store", _STORE), ("geojson", _FILE), ("gpkg", _FILE)):
                seconds = _once(code, str(files.get(name, "")), len(places))
                if turn:  # the first finds its files outside the memory of the system
                    times.setdefault(name, []).append(seconds)
    return {
        name: {"seconds": [round(s, 4) for s in taken], "median_s": round(statistics.median(taken), 4)}
        for name, taken in times.items()
    }


def _once(code: str, path: str, count: int) -> float:
    said = subprocess.run(
        [sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    seconds, found = said.split()
    if int(found) != count:
        message = f"{found} places were read, {count} were written: nothing to measure"
        raise RuntimeError(message)
    return float(seconds)


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    store = rows["store"]["median_s"]
    said = [
        f"{name} {rows[name]['median_s']} s (1/{rows[name]['median_s'] / store:.1f})"
        for name in ("geojson", "gpkg")
    ]
    return f"open: store and 514 regencies {store} s; {', '.join(said)}"


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
