"""Measure a finished store: what must hold, what was found. Run by `python -m geodata check` and by the tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geodata.catalogue import load_pilots
from geodata.codes import Detail, Level
from geodata.details import LAYERS
from geodata.encode import file_name
from geodata.geometry import is_coverage
from geodata.history import HISTORY_NAME
from geodata.manifest import MANIFEST_NAME, read_manifest, read_verified
from geodata.opening import DEFAULT_FOLDER, open_store
from geodata.schema import TABLES
from geodata.store import Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Check", "check_store", "format_checks"]

STATIC = DEFAULT_FOLDER.parents[1] / "static" / "geo"

PLACES: dict[Level, int] = {"province": 38, "regency": 514, "district": 7285, "village": 914}
NESTING_LIMIT = 1e-6
PILOT_DEVIATION_PCT = 0.3
MEDIAN_DEVIATION_PCT = 0.05
JAKARTA_POPULATION_2024 = 11_038_216
MIN_VALUES = {"indicators/": (85_000, 58), "subdistrict/": (28_000, 73)}
MAX_FILE_MB, MAX_STORE_MB, MAX_TOTAL_MB = 25.0, 40.0, 60.0


@dataclass(frozen=True)
class Check:
    """One thing that must hold: what, the figure asked for, the figure found, and whether it holds."""

    what: str
    asked: str
    found: str
    ok: bool


def check_store(folder: Path | None = None, *, static: Path | None = None) -> list[Check]:
    """Measure a store of the whole country and the browser's geometry beside it.

    Parameters
    ----------
    folder
        The store; the committed one by default.
    static
        The browser's geometry; `static/geo` by default.

    Raises
    ------
    StoreError
        If the store cannot be opened or a file is damaged.
    """
    store = open_store(folder)
    checks = [_whole(store), *_place_checks(store), *_layer_checks(store), *_area_checks(store)]
    checks += [*_value_checks(store), *_other_tables(store)]
    return checks + list(_file_checks(folder or DEFAULT_FOLDER, static if static is not None else STATIC))


def format_checks(checks: Iterable[Check]) -> str:
    """Aligned table of the checks with a last line that counts them."""
    rows = list(checks)
    width = max(len(row.what) for row in rows)
    asked = max(len(row.asked) for row in rows)
    lines = [
        f"{'ok  ' if row.ok else 'FAIL'}  {row.what:<{width}}  {row.asked:<{asked}}  {row.found}"
        for row in rows
    ]
    failed = sum(not row.ok for row in rows)
    return "\n".join([*lines, f"{len(rows)} checks, {failed} failed"])


def _whole(store: Store) -> Check:
    partial = store.manifest.partial
    return Check(
        "store of the whole country", "yes", f"only {', '.join(partial)}" if partial else "yes", not partial
    )


def _place_checks(store: Store) -> Iterator[Check]:
    places = store.place_table()
    for level, asked in PLACES.items():
        found = int((places["level"] == level).sum())
        yield Check(f"places of level {level}", str(asked), str(found), found == asked)
    own = places[places["parent"] != ""]
    orphans = own[~own["parent"].isin(places["code"])]
    yield Check("places whose parent is not there", "0", str(len(orphans)), orphans.empty)


def _layer_checks(store: Store) -> Iterator[Check]:
    for detail, levels in LAYERS.items():
        shapes = {level: store.places(level, detail=detail).set_index("code")["geometry"] for level in levels}
        for level in levels:
            ok = is_coverage(shapes[level].to_numpy())
            count = f"{len(shapes[level])} shapes, {'valid' if ok else 'not valid'}"
            yield Check(f"coverage {level} at detail {detail}", "valid", count, ok)
        for parent, child in pairwise(levels):
            error = _nesting_error(shapes[parent], shapes[child])
            what = f"{child} adds up to {parent} at detail {detail}"
            yield Check(what, f"{NESTING_LIMIT:.0e} of the area", f"{error:.1e}", error <= NESTING_LIMIT)
        yield _label_check(store, shapes, detail)


def _nesting_error(parents: pd.Series, children: pd.Series) -> float:
    """Largest share of a parent in which it differs from the union of its children (`union_all`, not the build's own union)."""
    worst = 0.0
    keys = children.index.str[: len(parents.index[0])]
    for code, shape in parents.items():
        union = shapely.union_all(children[keys == code].to_numpy())
        worst = max(worst, shapely.symmetric_difference(shape, union).area / shape.area)
    return worst


def _label_check(store: Store, shapes: dict[Level, pd.Series], detail: Detail) -> Check:
    outside = []
    for level, own in shapes.items():
        table = store.place_table(level).set_index("code").loc[own.index]
        points = shapely.points(table["label_x"].to_numpy(), table["label_y"].to_numpy())
        outside += own.index[~shapely.intersects(own.to_numpy(), points)].tolist()
    found = f"{len(outside)}{': ' if outside else ''}{', '.join(outside[:5])}"
    return Check(f"label points outside their shape at detail {detail}", "0", found, not outside)


def _area_checks(store: Store) -> Iterator[Check]:
    quality = store.quality().set_index("code")["deviation_pct"]
    for pilot in load_pilots().itertuples():
        found = quality.get(pilot.code, np.nan)
        ok = bool(abs(found) <= PILOT_DEVIATION_PCT)
        yield Check(
            f"area of {pilot.short_en} against the official",
            f"within {PILOT_DEVIATION_PCT} %",
            f"{found:+.3f} %",
            ok,
        )
    regencies = quality[quality.index.str.len() == 5].abs()
    median = float(regencies.median())
    what = f"median deviation of {regencies.notna().sum()} regencies"
    yield Check(what, f"{MEDIAN_DEVIATION_PCT} %", f"{median:.4f} %", median <= MEDIAN_DEVIATION_PCT)


def _value_checks(store: Store) -> Iterator[Check]:
    values, sources = store.values(), store.sources()
    low = values["code"].str.len() <= 5
    # Areas computed for the other 7 175 districts come from no folder and do not count.
    inside = values["code"].str.startswith(tuple(f"{code}." for code in load_pilots()["code"]))
    for folder, (asked, indicators) in MIN_VALUES.items():
        own = values[low if folder == "indicators/" else ~low & inside]
        listed = sources.loc[sources["file"].str.startswith(folder), "indicators"].explode().dropna()
        own = own[own["indicator"].isin(listed)]
        count, kinds = len(own), own["indicator"].nunique()
        where = "provinces and regencies" if folder == "indicators/" else "districts and villages"
        ok = count >= asked and kinds >= indicators
        yield Check(f"values of {where}", f"{asked} of {indicators}", f"{count} of {kinds}", ok)
    double = int(values.duplicated(["code", "year", "indicator"]).sum())
    yield Check("duplicate place, year, indicator", "0", str(double), double == 0)
    lost = int((~values["source"].isin(sources["source"])).sum())
    yield Check("values without a source record", "0", str(lost), lost == 0)
    people = store.values("population", level="village", within="31", years=2024)
    total = int(people["value"].sum())
    found = f"{total} in {len(people)} villages"
    ok = total == JAKARTA_POPULATION_2024 and len(people) == 267
    yield Check("Jakarta population 2024 from its villages", f"{JAKARTA_POPULATION_2024} in 267", found, ok)


def _other_tables(store: Store) -> Iterator[Check]:
    points = store.points()
    counts = {
        "schools": int(points["kind"].str.startswith("school_").sum()),
        "ASCN cities": len(store.ascn()),
        "facts": len(store.facts()),
        "points": len(points),
    }
    for what, asked in {"schools": 7128, "ASCN cities": 31, "facts": 164, "points": 10398}.items():
        yield Check(what, str(asked), str(counts[what]), counts[what] == asked)
    quality = len(store.quality())
    yield Check(
        "places with a quality record",
        str(len(store.place_table())),
        str(quality),
        quality == len(store.place_table()),
    )


def _file_checks(folder: Path, static: Path) -> Iterator[Check]:
    manifest = read_manifest(folder)
    for name in manifest.files:
        read_verified(folder, name, manifest)
    needed = {f"{name}.parquet" for name in TABLES} | {"browser.json", HISTORY_NAME, "QUALITY.md"}
    lacking = sorted(needed - set(manifest.files))
    yield Check(
        "files of the manifest with the right digest",
        "all",
        "all" if not lacking else f"lacking {lacking}",
        not lacking,
    )
    index = json.loads((folder / "browser.json").read_bytes())
    wrong = [name for name, record in index.items() if not _is_right(static / record["file"], name)]
    yield Check(
        "browser files with the right digest", f"{len(index)}", f"{len(index) - len(wrong)}", not wrong
    )
    stray = {path.name for path in static.glob("*.json")} - {record["file"] for record in index.values()}
    yield Check("browser files of an earlier build", "0", str(len(stray)), not stray)
    sizes = {path: path.stat().st_size / 1e6 for path in _files(folder, static)}
    own = sum(size for path, size in sizes.items() if path.is_relative_to(folder))
    total, largest = sum(sizes.values()), max(sizes.values())
    yield Check("size of the store", f"{MAX_STORE_MB:g} MB", f"{own:.1f} MB", own <= MAX_STORE_MB)
    yield Check(
        "size with the browser's geometry", f"{MAX_TOTAL_MB:g} MB", f"{total:.1f} MB", total <= MAX_TOTAL_MB
    )
    yield Check("largest file", f"{MAX_FILE_MB:g} MB", f"{largest:.1f} MB", largest <= MAX_FILE_MB)


def _is_right(path: Path, name: str) -> bool:
    return path.is_file() and file_name(name, path.read_bytes()) == path.name


def _files(folder: Path, static: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())
    yield from static.glob("*.json")
    if not (folder / MANIFEST_NAME).is_file():
        raise FileNotFoundError(folder / MANIFEST_NAME)
