"""The steps of a build, in order; each step is a module of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.build import cache, gates, report
from geodata.build.browser import browser_files, remove_stale, write_files
from geodata.build.figures import build_ascn, build_facts, build_observations
from geodata.build.files import write_json, write_layer, write_table
from geodata.build.inputs import Inputs, read_inputs
from geodata.build.layers import TOLERANCE_M, Layers, build_layers, clean_districts, pilot_villages
from geodata.build.places import build_codes, build_places, build_quality
from geodata.build.points import build_points
from geodata.build.progress import Progress
from geodata.build.provinces import ProvinceVillages, clean_provinces
from geodata.checks import check
from geodata.crs import METRES
from geodata.errors import AtlasError, SourceError
from geodata.geometry import GAP_WIDTH_M
from geodata.history import HISTORY_NAME, Contents, contents_of, history_of, with_former
from geodata.manifest import Manifest, write_manifest
from geodata.opening import DEFAULT_FOLDER, open_store
from geodata.schema import TABLES
from geodata.store import Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BuildOptions", "BuildResult", "build"]

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class BuildOptions:
    """What to build and where.

    Parameters
    ----------
    source
        Folder with `boundaries/`, `indicators/` and `subdistrict/`.
    boundaries
        Folder with the village polygons, if they are not in `source`: for example a clone of
        cahyadsn/wilayah_boundaries.
    out
        Store folder to write.
    static
        Folder of the browser's geometry.
    cache
        Folder of the slow steps' results.
    only
        Provinces or regencies to build; then the store is partial.
    jobs
        Processes for the cleaning.
    allow_fewer
        Replace the store even if it had more places or indicators.
    """

    source: Path
    boundaries: Path | None = None
    out: Path = DEFAULT_FOLDER
    static: Path = ROOT / "static" / "geo"
    cache: Path = ROOT / ".cache" / "build"
    only: tuple[str, ...] = ()
    jobs: int = 2
    allow_fewer: bool = False


@dataclass(frozen=True)
class BuildResult:
    """What was built."""

    manifest: Manifest
    places: Mapping[str, int]
    observations: int
    browser_bytes: int
    stale_files: int


@dataclass(frozen=True)
class _Built:
    tables: dict[str, pd.DataFrame]
    layers: Layers
    provinces: Mapping[str, ProvinceVillages]
    villages: pd.DataFrame
    extra: dict[str, str] = field(default_factory=dict)


def build(options: BuildOptions, *, progress: Progress | None = None) -> BuildResult:
    """Build the store and the browser's geometry.

    The old store stays untouched until the new one is complete and has passed every gate.

    Raises
    ------
    SourceError, SchemaError
        With every fault of the sources or of the result.
    """
    progress = progress if progress is not None else Progress(quiet=True)
    old = _store_in_place(options)
    progress.step(f"Reading tables from {options.source}")
    inputs = read_inputs(options.source, boundaries=options.boundaries, only=options.only)
    shaped = _shapes(inputs, options, progress)
    progress.step("Checking places and layers")
    _check_shapes(shaped, inputs, options)
    progress.step("Joining figures to places and sources")
    built = _tables(inputs, shaped)
    _check_tables(built, options, old)
    progress.step("Writing the store and the browser's geometry")
    return _write(built, inputs, options, _history(built, old))


def _store_in_place(options: BuildOptions) -> Store | None:
    try:
        old = open_store(options.out)
    except AtlasError:
        return None
    if options.only and not old.manifest.partial:
        msg = f"{options.out} holds a store of the whole country; name another folder with --out for a partial one."
        raise SourceError(msg)
    return old


def _shapes(inputs: Inputs, options: BuildOptions, progress: Progress) -> _Built:
    provinces = clean_provinces(
        inputs.village_files, only=options.only, folder=options.cache, jobs=options.jobs, progress=progress
    )
    districts = clean_districts(provinces, folder=options.cache, progress=progress)
    villages = pilot_villages(provinces, inputs.pilot_codes)
    whole = frozenset(code for code in provinces if not options.only or code in options.only)
    layers = build_layers(districts, villages, whole=whole, pilots=inputs.pilot_codes, progress=progress)
    progress.step("Label points, areas and quality")
    places = build_places(districts, villages, layers, inputs)
    quality = build_quality(places, provinces, inputs.codes)
    return _Built({"places": places, "quality": quality}, layers, provinces, villages)


def _check_shapes(built: _Built, inputs: Inputs, options: BuildOptions) -> None:
    places = built.tables["places"]
    faults = gates.place_faults(places, inputs.codes, pilots=inputs.pilot_codes, only=options.only)
    gates.check_build(faults + gates.coverage_faults(built.layers))


def _tables(inputs: Inputs, built: _Built) -> _Built:
    places = built.tables["places"]
    read, listed = inputs.observations_within(places), inputs.codes_within(places)
    tables = built.tables | {
        "codes": build_codes(listed, inputs.bps),
        "catalogue": inputs.catalogue,
        "sources": inputs.sources,
        "observations": build_observations(read, places, inputs.catalogue, inputs.sources, codes=listed),
        "facts": build_facts(read, inputs.facts_within(places), inputs.sources),
        "points": build_points(inputs.points, built.villages, inputs.sources),
        "ascn": build_ascn(inputs.ascn, inputs.pilots_within(places), inputs.sources),
    }
    text = report.quality_report(tables, built.layers, built.provinces, read, inputs)
    return _Built(tables, built.layers, built.provinces, built.villages, {"QUALITY.md": text})


def _history(built: _Built, old: Store | None) -> dict[str, Contents]:
    """What earlier versions held, the one in place among them."""
    if old is None:
        return {}
    now = contents_of(built.tables["observations"], built.tables["places"])
    return with_former(history_of(old), old.version, contents_of(old.values(), old.place_table()), now)


def _check_tables(built: _Built, options: BuildOptions, old: Store | None) -> None:
    tables = built.tables
    known = {name: set(tables[name][TABLES[name].key[0]]) for name in ("places", "catalogue", "sources")}
    for name, schema in TABLES.items():
        check(tables[name], schema, known=known)
    if not options.allow_fewer and not options.only:
        gates.check_build(gates.fewer_faults(tables["places"], tables["observations"], old))


def _write(
    built: _Built, inputs: Inputs, options: BuildOptions, history: Mapping[str, Contents]
) -> BuildResult:
    """Write everything beside its place, then swap."""
    # The process id, because two builds may run beside each other; the name never reaches a file.
    fresh = options.out.with_name(f".{options.out.name}.{os.getpid()}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        files = browser_files(
            built.layers, built.tables["places"], built.tables["points"], pilots=inputs.pilot_codes
        )
        index = write_files(options.static, files)
        manifest = _write_store(fresh, built, inputs, options, {"browser.json": index, HISTORY_NAME: history})
        _swap(fresh, options.out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    stale = remove_stale(options.static, index)
    counts = {str(level): int(n) for level, n in built.tables["places"]["level"].value_counts().items()}
    total = sum(len(item.data) for item in files)
    return BuildResult(manifest, counts, len(built.tables["observations"]), total, stale)


def _write_store(
    folder: Path,
    built: _Built,
    inputs: Inputs,
    options: BuildOptions,
    listings: Mapping[str, Mapping[str, object]],
) -> Manifest:
    rows = {name: len(content) for name, content in listings.items()}
    folder.mkdir(parents=True)
    for name, schema in TABLES.items():
        write_table(folder / f"{name}.parquet", built.tables[name], schema)
        rows[f"{name}.parquet"] = len(built.tables[name])
    for (level, detail), layer in built.layers.by_name.items():
        name = f"geometry/{level}-{detail}.parquet"
        write_layer(folder / name, layer)
        rows[name] = len(layer.codes)
    for name, content in listings.items():
        write_json(folder / name, content, in_order=name == HISTORY_NAME)
    for name, text in built.extra.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    parameters = {
        "crs": METRES,
        "gap_width_m": GAP_WIDTH_M,
        "tolerance_m": TOLERANCE_M,
        "grid_degrees": built.layers.grid,
    }
    return write_manifest(
        folder,
        rows=rows,
        sources=inputs.digests,
        parameters=parameters,
        libraries=cache.library_versions(),
        partial=options.only,
    )


def _swap(fresh: Path, out: Path) -> None:
    """Put the new folder in the place of the old one, which is only deleted when that has worked."""
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        out.replace(old)
    try:
        fresh.replace(out)
    except OSError:
        if old.exists():
            old.replace(out)
        raise
    shutil.rmtree(old, ignore_errors=True)
