"""Ten million points counted per district: the atlas against ``geopandas.sjoin`` and group-by, alternately.

Each run is a process of its own, so that its peak memory is its own. Clock: from opening the file of points to the finished
table; importing libraries and opening the districts is the same for all and not counted.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
FULL, SHORT = 10_000_000, 3_000_000
SEED = 20_261_122
_PART = 1_000_000


def write_points(path: Path, number: int, *, seed: int = SEED) -> None:
    """Write synthetic points: half anywhere in the country's extent, half scattered about 5 km around districts' middles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from geodata import open_store

    places = open_store().places("district")
    west, south, east, north = places.total_bounds
    middles = places[["label_x", "label_y"]].to_numpy()
    rng = np.random.default_rng(seed)
    schema = pa.schema([("lon", pa.float64()), ("lat", pa.float64()), ("kind", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, number, _PART):
            n = min(_PART, number - start)
            anywhere = np.column_stack([rng.uniform(west, east, n), rng.uniform(south, north, n)])
            settled = middles[rng.integers(0, len(middles), n)] + rng.normal(0, 0.05, (n, 2))
            within = ((settled >= [west, south]) & (settled <= [east, north])).all(axis=1)
            lon, lat = np.where((within & (rng.random(n) < 0.5))[:, None], settled, anywhere).T
            kind = rng.choice(["a", "b", "c"], n)
            writer.write_table(pa.table({"lon": lon, "lat": lat, "kind": kind}, schema=schema))


def count_atlas(path: Path, places: Any) -> pd.Series:
    """Count as the atlas does."""
    from analytics.counts import count_points
    from geodata.point_files import read_points

    return count_points(read_points(path), places).table["count"]


def count_sjoin(path: Path, places: Any) -> pd.Series:
    """Count as everybody does."""
    return _sjoin(pd.read_parquet(path, columns=["lon", "lat"]), places)


def count_sjoin_parts(path: Path, places: Any) -> pd.Series:
    """Count as everybody does whose memory is too small: part after part."""
    import pyarrow.parquet as pq

    parts = (
        batch.to_pandas() for batch in pq.ParquetFile(path).iter_batches(500_000, columns=["lon", "lat"])
    )
    return sum(_sjoin(part, places) for part in parts)


def _sjoin(frame: pd.DataFrame, places: Any) -> pd.Series:
    import geopandas as gpd

    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326")
    joined = gpd.sjoin(points, places[["code", "geometry"]], predicate="within")
    return joined.groupby("code").size().reindex(places["code"], fill_value=0)


METHODS: dict[str, Callable[[Path, Any], pd.Series]] = {
    "atlas": count_atlas,
    "sjoin": count_sjoin,
    "sjoin in parts": count_sjoin_parts,
}


def run_here(method: str, path: Path) -> dict[str, Any]:
    """Run one method in this process: seconds, peak memory in MB, and what it found."""
    import geopandas as gpd  # noqa: F401 - imported before the clock runs, for all methods
    import pyarrow.parquet  # noqa: F401

    import analytics.counts  # noqa: F401
    import geodata.point_files  # noqa: F401
    from geodata import open_store

    places = open_store().places("district")
    start = time.perf_counter()
    table = METHODS[method](path, places)
    seconds = time.perf_counter() - start
    digest = pd.util.hash_pandas_object(table.astype("int64"), index=True).sum()
    return {"seconds": seconds, "peak_mb": _peak_mb(), "found": int(table.sum()), "digest": str(digest)}


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e3)


def measure(rounds: int = 3, number: int = FULL) -> dict[str, Any]:
    """Run all methods alternately; medians, and whether all found the same."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in METHODS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.parquet"
        write_points(path, number)
        for _round in range(rounds):
            for name, runs in rows.items():
                command = [sys.executable, "-m", "benchmarks.points", name, str(path)]
                done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
                runs.append(json.loads(done.stdout))
    digests = {run["digest"] for runs in rows.values() for run in runs}
    result: dict[str, Any] = {
        name: {
            "seconds": [round(run["seconds"], 2) for run in runs],
            "median_s": round(statistics.median(run["seconds"] for run in runs), 2),
            "peak_mb": round(max(run["peak_mb"] for run in runs)),
        }
        for name, runs in rows.items()
    }
    ratio = result["atlas"]["median_s"] / result["sjoin"]["median_s"]
    return {"points": number, "same_result": len(digests) == 1, "ratio": round(ratio, 3)} | result


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    return (
        f"points ({rows['points']:,}): atlas {rows['atlas']['median_s']} s, {rows['atlas']['peak_mb']} MB; "
        f"sjoin {rows['sjoin']['median_s']} s, {rows['sjoin']['peak_mb']} MB; {rows['ratio']:.2f} times; "
        f"same result: {rows['same_result']}"
    )


if __name__ == "__main__":
    print(json.dumps(run_here(sys.argv[1], Path(sys.argv[2]))))
