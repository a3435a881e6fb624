"""``python3 atlas.py bench [NAME]``: measure, print a table, write ``benchmarks/results.json``."""

from __future__ import annotations

import argparse
import json
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks import index, join, memory, picks, points, repaint, slider, start
from benchmarks.browser import chromium_path

NAMES = ("repaint", "start", "pick", "points", "join", "index", "slider", "memory")
IN_A_BROWSER = {"repaint", "start", "pick", "slider"}
PACKAGES = ("streamlit", "streamlit-folium", "folium", "plotly", "pandas", "geopandas")


def main() -> int:
    """Run the measurements that were named, all by default."""
    parser = argparse.ArgumentParser(prog="atlas.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--short", action="store_true", help="fewer points and rows, to see that the measurement runs"
    )
    given = parser.parse_args()
    unknown = set(given.names) - set(NAMES)
    if unknown:
        parser.error(f"no measurement named {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    names = given.names or list(NAMES)
    if IN_A_BROWSER & set(names) and chromium_path() is None:
        print(
            "No Chromium on this machine: install it (Debian: apt-get install chromium) or set ATLAS_CHROMIUM."
        )
        return 1
    results: dict[str, object] = {
        "machine": f"{platform.machine()}, {platform.python_version()}",
        "versions": {p: version(p) for p in PACKAGES},
    }
    results |= _in_a_browser(names, given)
    if "points" in names:
        results["points"] = rows = points.measure(given.rounds, points.SHORT if given.short else points.FULL)
        print(
            f"points ({rows['points']:,}): atlas {rows['atlas']['median_s']} s, {rows['atlas']['peak_mb']} MB; "
            f"sjoin {rows['sjoin']['median_s']} s, {rows['sjoin']['peak_mb']} MB; {rows['ratio']:.2f} times; "
            f"same result: {rows['same_result']}",
            flush=True,
        )
    if "join" in names:
        results |= _joins(join.SHORT if given.short else join.FULL, given.rounds)
    if "memory" in names:
        results["memory"] = rows = memory.measure(memory.SHORT if given.short else memory.FULL)
        print(memory.line(rows), flush=True)
    if "index" in names:
        results |= index.measure_all(given.rounds, index.SHORT if given.short else index.FULL)
    (Path(__file__).parent / "results.json").write_text(json.dumps(results, indent=1, allow_nan=False) + "\n")
    return 0


def _in_a_browser(names: list[str], given: argparse.Namespace) -> dict[str, object]:
    """Measurements that need Chromium, each with a printed line."""
    results: dict[str, object] = {}
    if "repaint" in names:
        for case in repaint.CASES:
            results[case] = rows = repaint.measure(case, given.rounds)
            ratio = rows["naive"]["median_s"] / rows["atlas"]["median_s"]
            print(
                f"{case}: atlas {rows['atlas']['median_s']} s, {rows['atlas']['bytes']} bytes; "
                f"naive {rows['naive']['median_s']} s, {rows['naive']['bytes']} bytes; 1/{ratio:.1f}",
                flush=True,
            )
    if "start" in names:
        results["start"] = rows = start.measure(given.rounds)
        print(
            f"start: atlas {rows['atlas']['median_s']} s, empty app {rows['empty']['median_s']} s; "
            f"{rows['atlas']['median_s'] / rows['empty']['median_s']:.2f} times",
            flush=True,
        )
    for name, one in (("pick", picks), ("slider", slider)):
        if name in names:
            results[name] = rows = one.measure(one.SHORT if given.short else one.FULL)
            print(one.line(rows), flush=True)
    return results


def _joins(cases: tuple[str, ...], rounds: int) -> dict[str, object]:
    """Cases of the join, each with a printed line."""
    found: dict[str, object] = {}
    for case in cases:
        found[f"join, {case}"] = row = join.measure(case, rounds)
        print(join.line(case, row), flush=True)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
