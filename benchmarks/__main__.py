"""``python3 atlas.py bench [NAME]``: measure, print a table, write ``results.json`` and the rows of ``RESULTS.md``."""

from __future__ import annotations

import argparse
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import (
    capacity,
    index,
    join,
    memory,
    opening,
    picks,
    points,
    repaint,
    replicas,
    report,
    sessions,
    shared_store,
    site,
    slider,
    start,
)
from benchmarks.browser import chromium_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IN_A_BROWSER = {"repaint", "start", "pick", "slider"}


def _repaint(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    for case in repaint.CASES:
        rows = repaint.measure(case, given.rounds)
        yield case, rows, repaint.line(case, rows)


def _start(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    rows = start.measure(given.rounds)
    yield "start", rows, start.line(rows)


def _sized(name: str, module: Any, given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    rows = module.measure(module.SHORT if given.short else module.FULL)
    yield name, rows, module.line(rows)


def _open(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    rows = opening.measure(given.rounds)
    yield "open", rows, opening.line(rows)


def _capacity(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    for page in capacity.PAGES:
        rows = capacity.measure_both(page, *(capacity.SHORT if given.short else capacity.FULL))
        yield f"capacity, {page}", rows, capacity.line(page, rows)


def _replicas(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    if site.nginx_path() is None:
        print("replicas: no nginx on this machine (Debian: apt-get install nginx-light), not measured.")
        return
    rows = replicas.measure(*(replicas.SHORT if given.short else replicas.FULL))
    yield "replicas", rows, replicas.line(rows)


def _points(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    rows = points.measure(given.rounds, points.SHORT if given.short else points.FULL)
    yield "points", rows, points.line(rows)


def _join(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    for case in join.SHORT if given.short else join.FULL:
        rows = join.measure(case, given.rounds)
        yield f"join, {case}", rows, join.line(case, rows)


def _index(given: argparse.Namespace) -> Iterator[tuple[str, Any, str]]:
    for name, rows in index.measure_all(given.rounds, index.SHORT if given.short else index.FULL).items():
        yield name, rows, ""  # it prints its lines itself


MEASUREMENTS: dict[str, Callable[[argparse.Namespace], Iterator[tuple[str, Any, str]]]] = {
    "repaint": _repaint,
    "start": _start,
    "pick": functools.partial(_sized, "pick", picks),
    "slider": functools.partial(_sized, "slider", slider),
    "open": _open,
    "sessions": functools.partial(_sized, "sessions", sessions),
    "capacity": _capacity,
    "replicas": _replicas,
    "shared_store": functools.partial(_sized, "shared store", shared_store),
    "memory": functools.partial(_sized, "memory", memory),
    "points": _points,
    "join": _join,
    "index": _index,
}


def main() -> int:
    """Run the measurements that were named, all by default; what was measured is kept, also where a later one fails."""
    parser = argparse.ArgumentParser(prog="atlas.py bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(MEASUREMENTS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--short", action="store_true", help="fewer points and rows, to see that the measurement runs"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, metavar="FOLDER", help="where results go"
    )
    given = parser.parse_args()
    unknown = set(given.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(
            f"no measurement named {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}"
        )
    names = given.names or list(MEASUREMENTS)
    if IN_A_BROWSER & set(names) and chromium_path() is None:
        print(
            "No Chromium on this machine: install it (Debian: apt-get install chromium) or set ATLAS_CHROMIUM."
        )
        return 1
    results: dict[str, Any] = {}
    for name in names:
        for key, rows, said in MEASUREMENTS[name](given):
            results[key] = rows
            if said:
                print(said, flush=True)
            report.write(results, given.out)
    print(report.table(results))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
