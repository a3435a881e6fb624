"""What was measured, against what was asked for: ``results.json`` with every time, ``RESULTS.md`` with a line each."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from benchmarks.browser import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PACKAGES = ("streamlit", "streamlit-folium", "folium", "plotly", "pandas", "geopandas")


@dataclass(frozen=True)
class Limit:
    """One thing that is asked for.

    Attributes
    ----------
    what, against
        In words.
    asked
        The most (the least, where `least`) that is allowed.
    found
        Reads it from the results; KeyError where it was not measured.
    least
        Whether more is better.
    unit
        What stands after the number: "×", "s", "MB".
    """

    what: str
    against: str
    asked: float
    found: Callable[[Mapping[str, Any]], float]
    least: bool = False
    unit: str = "×"

    def line(self, results: Mapping[str, Any]) -> str | None:
        """A row of the table; None where nothing was measured."""
        try:
            found = self.found(results)
        except KeyError:
            return None
        kept = found >= self.asked if self.least else found <= self.asked
        bound = "at least" if self.least else "at most"
        return (
            f"| {self.what} | {self.against} | {bound} {_text(self.asked, self.unit)} | {_text(found, self.unit)} | "
            f"{'yes' if kept else '**no**'} |"
        )


def _text(value: float, unit: str) -> str:
    if unit == "1/":
        return f"1/{1 / value:.1f}" if value else "0"
    digits = 3 if unit == "s" and value < 1 else 2 if value < 10 else 0
    return f"{value:,.{digits}f} {unit}"


def _ratio(case: str, one: str, other: str, key: str = "median_s") -> Callable[[Mapping[str, Any]], float]:
    return lambda results: float(results[case][one][key]) / float(results[case][other][key])


def _value(case: str, *path: str) -> Callable[[Mapping[str, Any]], float]:
    def found(results: Mapping[str, Any]) -> float:
        value: Any = results[case]
        for name in path:
            value = value[name]
        return float(value)

    return found


def _replicas(results: Mapping[str, Any]) -> float:
    rows = results["replicas"]
    return float(rows["2"]["sessions"]) / max(1.0, float(rows["1"]["sessions"]))


def _sessions(page: str) -> Callable[[Mapping[str, Any]], float]:
    def found(results: Mapping[str, Any]) -> float:
        rows = results[f"capacity, {page}"]
        return float(rows["atlas"]["sessions"]) / max(1.0, float(rows["naive"]["sessions"]))

    return found


_CITY, _WALL, _LAND, _ALL = (
    "one city, districts",
    "four cities, districts",
    "514 regencies",
    "7 285 districts",
)
LIMITS: Sequence[Limit] = (
    Limit("indicator to repainted map, one city", "bare rerun", 1.6, _ratio(_CITY, "atlas", "bare")),
    Limit("the same, four cities side by side", "bare rerun", 2.0, _ratio(_WALL, "atlas", "bare")),
    Limit("the same, 514 regencies", "naive folium", 1 / 15, _ratio(_LAND, "atlas", "naive"), unit="1/"),
    Limit("the same, 514 regencies", "bare rerun", 1.6, _ratio(_LAND, "atlas", "bare")),
    Limit("the same, 7 285 districts", "naive folium", 1 / 25, _ratio(_ALL, "atlas", "naive"), unit="1/"),
    Limit(
        "bytes a change, one city",
        "naive folium",
        1 / 40,
        _ratio(_CITY, "atlas", "naive", "bytes"),
        unit="1/",
    ),
    Limit(
        "bytes a change, 514 regencies",
        "naive folium",
        1 / 300,
        _ratio(_LAND, "atlas", "naive", "bytes"),
        unit="1/",
    ),
    Limit(
        "bytes a change, 7 285 districts",
        "naive folium",
        1 / 150,
        _ratio(_ALL, "atlas", "naive", "bytes"),
        unit="1/",
    ),
    Limit("whole page settled, City map", "bare rerun", 3.0, _ratio("whole page, one city", "atlas", "bare")),
    Limit("click to the profile", "bare rerun", 1.6, _ratio("pick", "profile", "bare", "median_ms")),
    Limit("click to its mark on the map", "bare rerun", 1.6, _ratio("pick", "own map", "bare", "median_ms")),
    Limit("cold server to the first painted map", "empty app", 1.8, _ratio("start", "atlas", "empty")),
    Limit("second visit to the painted map", "empty app", 1.4, _ratio("start", "atlas again", "empty again")),
    Limit(
        "store opened, national regencies read",
        "GeoJSON",
        1 / 10,
        _ratio("open", "store", "geojson"),
        unit="1/",
    ),
    Limit(
        "a question to the store in PostGIS",
        "folder",
        5.0,
        _ratio("shared store", "postgis", "folder", "median_ms"),
    ),
    Limit("memory of the server, one session", "", 350, _value("sessions", "one_mb"), unit="MB"),
    Limit("memory of a session more", "", 4, _value("sessions", "each_mb"), unit="MB"),
    Limit("sessions of one process, Overview", "naive folium", 15, _sessions("overview"), least=True),
    Limit("sessions of one process, City map", "naive folium", 15, _sessions("city"), least=True),
    Limit("sessions of two replicas behind nginx", "one replica", 1.7, _replicas, least=True),
    Limit("memory over 1 000 reruns grows by", "", 10, _value("memory", "growth_percent"), unit="%"),
    Limit("slider of the index to redrawn bands", "", 1, _value("slider", "bands", "median_s"), unit="s"),
    Limit("1 000 draws of 514 places, 20 indicators", "", 2, _value("index, ranks", "median_s"), unit="s"),
    Limit(
        "10 million points counted",
        "geopandas.sjoin",
        1 / 4,
        lambda r: float(r["points"]["ratio"]),
        unit="1/",
    ),
)


def about() -> dict[str, Any]:
    """Machine, versions, commit and day."""
    commit = subprocess.run(
        [shutil.which("git") or "git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "versions": {name: version(name) for name in PACKAGES},
        "commit": commit,
        "day": dt.datetime.now(tz=dt.UTC).date().isoformat(),
    }


def table(results: Mapping[str, Any]) -> str:
    """Everything that was measured and has a limit, as Markdown."""
    rows = [line for limit in LIMITS if (line := limit.line(results)) is not None]
    return "\n".join(["| what | against | asked | found | kept |", "|---|---|---|---|---|", *rows]) + "\n"


def write(results: Mapping[str, Any], folder: Path) -> None:
    """Write what was measured now over what was measured before; the rest stays with the day on which it was measured.

    Parameters
    ----------
    results
        By measurement.
    folder
        Where ``results.json`` and ``RESULTS.md`` are.
    """
    path, now = folder / "results.json", about()
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept = {name: row for name, row in kept.items() if isinstance(row, dict) and "about" in row}
    kept |= {name: {"about": now, "rows": rows} for name, rows in results.items()}
    path.write_text(json.dumps(kept, indent=1, allow_nan=False) + "\n", encoding="utf-8")
    found = {name: row["rows"] for name, row in kept.items()}
    told = sorted({f"{row['about']['day']}, commit {row['about']['commit']}" for row in kept.values()})
    versions = ", ".join(f"{name} {number}" for name, number in now["versions"].items())
    text = (
        "# Measured\n\n"
        "Medians of `python3 atlas.py bench`, each against its baseline in the same run; every time stands in `results.json` of "
        "the machine that measured. What is asked for is that of the project's own issues, also where it falls short.\n\n"
        f"{now['machine']}; {versions}. Measured on {'; '.join(told)}.\n\n{table(found)}"
    )
    (folder / "RESULTS.md").write_text(text, encoding="utf-8")
