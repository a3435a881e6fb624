"""Random questions to the store in its folder, in PostGIS, and to PostGIS in SQL each time: the same questions, in turn.

The atlas reads a table of a database whole, once a process, and answers from memory, as from a folder; the third way shows what
it would cost to ask the database each time. A server of our own is started for it (Debian: postgresql-15-postgis-3). The first
reading of what the Overview and the Compare page need is measured in processes of its own.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from benchmarks.browser import ROOT
from geodata import open_store
from geodata.codes import CODE_LENGTH, LEVELS
from geodata.details import LAYERS
from geodata.opening import DEFAULT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodata import Store

FULL, SHORT = 500, 60
SEED = 20_251_128
_READ = """
import sys, time, geopandas, shapely, pyarrow.parquet, pyarrow.csv
if "://" in sys.argv[1]: import geodata.postgis.reading
from geodata import open_store
began = time.perf_counter()
store = open_store(sys.argv[1])
rows = len(store.values()) + len(store.places("regency"))
print(time.perf_counter() - began, rows)
"""


@dataclass(frozen=True)
class Query:
    """One question: a method of the store and its arguments."""

    what: str
    given: dict[str, Any] = field(default_factory=dict)

    def __call__(self, store: Store) -> pd.DataFrame:
        """Ask a store."""
        found = getattr(store, self.what)(**self.given)
        return found.to_frame() if isinstance(found, pd.Series) else found


def random_queries(store: Store, count: int, seed: int = SEED) -> list[Query]:
    """Seeded questions of every kind, about every level and part of the country."""
    dice = random.Random(seed)
    places = store.place_table()["code"].tolist()
    indicators = store.catalogue()["indicator"].tolist()
    kinds = sorted(set(store.points()["kind"]))

    def maybe(choose: Callable[[], Any]) -> Any:
        return choose() if dice.random() < 0.5 else None

    def some(of: Sequence[Any], most: int) -> list[Any]:
        return dice.sample(of, dice.randint(1, min(most, len(of))))

    def one() -> Query:
        level, within = maybe(lambda: dice.choice(LEVELS)), maybe(lambda: dice.choice(places))
        chance = dice.random()
        if chance < 0.55:
            given = {
                "indicators": maybe(lambda: some(indicators, 6)),
                "level": level,
                "within": within,
                "codes": maybe(lambda: some(places, 40)),
                "years": maybe(lambda: some(range(2010, 2026), 4)),
            }
            return Query("values", given)
        if chance < 0.7:
            return Query("place_table", {"level": level, "within": within})
        if chance < 0.85:
            detail = dice.choice(list(LAYERS))
            held = dice.choice(LAYERS[detail])
            return Query("places", {"level": held, "within": within, "detail": detail})
        others = {
            "points": {"kind": maybe(lambda: dice.choice(kinds)), "within": within},
            "codes": {"level": level},
            "quality": {"level": level},
            "facts": {"code": dice.choice(places)},
            "record": {"indicator": dice.choice(indicators)},
        }
        what = dice.choice(list(others))
        return Query(what, others[what])

    return [one() for _ in range(count)]


def read_all(store: Store) -> None:
    """Read everything once, so that what is measured is the answering."""
    for what in ("catalogue", "sources", "values", "points", "codes", "quality", "facts"):
        getattr(store, what)()
    for detail, levels in LAYERS.items():
        for level in levels:
            store.places(level, detail=detail)


class InSql:
    """The observations asked in SQL each time, over one open connection."""

    def __init__(self, url: str) -> None:
        import psycopg

        self._connection = psycopg.connect(url, autocommit=True)
        schema = self._connection.execute(
            "SELECT v.schema_name FROM atlas.versions v JOIN atlas.about a ON a.current = v.version"
        ).fetchone()
        assert schema is not None
        self._table = f'"{schema[0]}".observations'

    def values(
        self,
        indicators: list[str] | None,
        level: str | None,
        within: str | None,
        codes: list[str] | None,
        years: list[int] | None,
    ) -> pd.DataFrame:
        """What `Store.values` gives, without its checks of names."""
        rules = {
            "indicator = ANY(%s)": indicators,
            "length(code) = %s": None if level is None else CODE_LENGTH[level],
            "(code = %s OR code LIKE %s)": None if within is None else (within, f"{within}.%"),
            "code = ANY(%s)": codes,
            "year = ANY(%s)": years,
        }
        given = {rule: value for rule, value in rules.items() if value is not None}
        values = [
            one for value in given.values() for one in (value if isinstance(value, tuple) else (value,))
        ]
        where = f" WHERE {' AND '.join(given)}" if given else ""
        statement = f"SELECT code, year, indicator, value, source FROM {self._table}{where} ORDER BY position"  # noqa: S608  # nosec B608 - table and conditions are ours
        rows = self._connection.execute(statement, values).fetchall()  # type: ignore[arg-type]
        return pd.DataFrame(rows, columns=["code", "year", "indicator", "value", "source"])

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def measure(count: int = FULL, rounds: int = 5, source: Path = DEFAULT_FOLDER) -> dict[str, Any]:
    """Milliseconds of a question each way, and seconds of the first reading of a store: medians."""
    from geodata.backing import FolderBacking
    from geodata.shared import KEEP, shared_store
    from tests import postgis

    if reason := postgis.missing():
        message = f"nothing to measure against: {reason}"
        raise RuntimeError(message)
    with postgis.running() as server:
        url = server.fresh("atlas")
        began = time.perf_counter()
        shared_store(url).push(FolderBacking(source), keep=KEEP, readers=(), say=lambda _: None)
        pushed = time.perf_counter() - began
        folder, database, sql = open_store(source), open_store(url), InSql(url)
        ways: dict[str, Callable[[Query], pd.DataFrame]] = {
            "folder": lambda query: query(folder),
            "postgis": lambda query: query(database),
            "sql": lambda query: sql.values(**query.given),
        }
        queries = random_queries(folder, count)
        read_all(folder)
        read_all(database)
        times = _in_turn(ways, queries)
        sql.close()
        first = {
            name: statistics.median([_first(address) for _ in range(rounds)])
            for name, address in (("folder", str(source)), ("postgis", url))
        }
    rows: dict[str, Any] = {
        name: {"median_ms": round(1e3 * statistics.median(taken), 4), "questions": len(taken)}
        for name, taken in times.items()
    }
    for name, seconds in first.items():
        rows[name]["first_s"] = round(seconds, 3)
    return rows | {"push_s": round(pushed, 2)}


def _in_turn(
    ways: dict[str, Callable[[Query], pd.DataFrame]], queries: list[Query]
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in [*ways, "folder, observations"]}
    for number, query in enumerate(queries):
        names = [name for name in ways if name != "sql" or query.what == "values"]
        found = {}
        for name in names if number % 2 else names[::-1]:
            began = time.perf_counter()
            found[name] = ways[name](query)
            times[name].append(time.perf_counter() - began)
        if "sql" in found:
            times["folder, observations"].append(times["folder"][-1])
        if len({len(frame) for frame in found.values()}) != 1:
            message = f"{query} has { ({name: len(frame) for name, frame in found.items()}) } rows: nothing to measure"
            raise RuntimeError(message)
    return times


def _first(address: str) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _READ, address], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[0])


def line(rows: dict[str, Any]) -> str:
    """One line for people."""
    ms = {name: row["median_ms"] for name, row in rows.items() if isinstance(row, dict)}
    return (
        f"shared store: a question to the folder {ms['folder']} ms, to PostGIS {ms['postgis']} ms "
        f"({ms['postgis'] / ms['folder']:.2f} x); observations in SQL each time {ms['sql']} ms "
        f"({ms['sql'] / ms['folder, observations']:.1f} x); all observations and the regencies read first in "
        f"{rows['folder']['first_s']} and {rows['postgis']['first_s']} s; pushed in {rows['push_s']} s"
    )


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
