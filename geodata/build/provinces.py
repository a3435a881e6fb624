"""The slow step: the villages of each province as a valid coverage, and its districts, kept in the cache.

Provinces are independent of each other, so they run in several processes; the result does not depend on their order.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.build import cache
from geodata.build.progress import Progress
from geodata.crs import METRES, area_km2, to_metres
from geodata.errors import SourceError
from geodata.geometry import GAP_WIDTH_M, clean, dissolve, is_coverage, repair
from geodata.readers.villages import VillageFiles, read_villages

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["ProvinceTask", "ProvinceVillages", "clean_provinces"]


@dataclass(frozen=True)
class ProvinceTask:
    """One province (or a part of it) to be cleaned."""

    files: VillageFiles
    within: tuple[str, ...]
    cache: Path

    def key(self) -> str:
        """Name of the result in the cache."""
        return cache.cache_key(
            "villages",
            input=self.files.digest(),
            suffix=self.files.files[0].suffix,
            within=self.within,
            gap_width=GAP_WIDTH_M,
            crs=METRES,
        )


@dataclass(frozen=True)
class ProvinceVillages:
    """Cleaned villages of one province, in metres.

    Parameters
    ----------
    table
        `code, name, repaired, raw_area_km2, area_km2, geometry`, by code.
    without_path
        Codes of rows that came without a polygon.
    key
        Name in the cache; changes whenever the content may.
    """

    table: pd.DataFrame
    without_path: tuple[str, ...]
    key: str

    def districts(self) -> tuple[list[str], np.ndarray[tuple[int], np.dtype[np.object_]]]:
        """Districts as unions of the villages."""
        shapes = self.table["geometry"].to_numpy(dtype=object)
        return dissolve(shapes, self.table["code"].str[:8])


def clean_provinces(
    files: Mapping[str, VillageFiles],
    *,
    only: Iterable[str] = (),
    folder: Path,
    jobs: int,
    progress: Progress,
) -> dict[str, ProvinceVillages]:
    """Clean every province, taking from the cache what is there.

    Parameters
    ----------
    files
        Village files by province.
    only
        Provinces or regencies; all by default.
    folder
        The cache.
    jobs
        Number of processes.

    Returns
    -------
    dict
        By province code, in order.
    """
    tasks = _tasks(files, tuple(only), folder)
    keys: dict[str, str] = {}
    with progress.count(len(tasks), "Cleaning villages, provinces") as bar:
        missing = []
        for province, task in tasks.items():
            keys[province] = task.key()
            if (folder / f"{keys[province]}.parquet").is_file():
                bar.advance(1, f"province {province}: from the cache")
            else:
                missing.append(task)
        for province, text in _run(missing, jobs=jobs):
            bar.advance(1, f"province {province}: {text}")
    return {province: _loaded(tasks[province], keys[province]) for province in tasks}


def _tasks(files: Mapping[str, VillageFiles], only: tuple[str, ...], folder: Path) -> dict[str, ProvinceTask]:
    unknown = [code for code in only if code[:2] not in files]
    if unknown:
        raise SourceError("There are no village polygons for some of the places asked for.", unknown)
    tasks = {}
    for province in sorted(files):
        places = tuple(sorted(code for code in only if code[:2] == province))
        if not only or places:
            within = () if not places or province in places else places
            tasks[province] = ProvinceTask(files[province], within, folder)
    return tasks


def _run(tasks: list[ProvinceTask], *, jobs: int) -> Iterable[tuple[str, str]]:
    # Largest first, so that no process is left alone with a long one at the end.
    tasks = sorted(tasks, key=lambda task: -sum(path.stat().st_size for path in task.files.files))
    if jobs <= 1 or len(tasks) <= 1:
        for task in tasks:
            yield task.files.province, _clean_one(task)
        return
    # "spawn" works alike on Linux, macOS and Windows and copies no memory.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=jobs, mp_context=context) as pool:
        running = {pool.submit(_clean_one, task): task for task in tasks}
        try:
            for future in as_completed(running):
                yield running[future].files.province, future.result()
        except BrokenProcessPool as error:
            msg = "A process of the cleaning was ended from outside; if memory is short, build with --jobs 1."
            raise SourceError(msg) from error
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _clean_one(task: ProvinceTask) -> str:
    """Clean one province, write it to the cache and return a line for the log."""
    villages = read_villages(task.files, within=task.within)
    if villages.table.empty:
        raise SourceError(f"Province {task.files.province} has no village polygon.", list(task.within))
    shapes, broken = repair(villages.shapes)
    metres = to_metres(shapes)
    cleaned = clean(metres)
    if not is_coverage(cleaned):
        raise SourceError(
            f"Province {task.files.province} did not become a valid coverage.", ["coverage_clean"]
        )
    mended = villages.table["mended_rings"].to_numpy() > 0
    table = villages.table[["code", "name"]].assign(
        repaired=broken | mended, raw_area_km2=area_km2(metres), area_km2=area_km2(cleaned), geometry=cleaned
    )
    meta = {"without_path": list(villages.without_path)}
    cache.save(task.cache, task.key(), table, meta=meta)
    return f"{len(table)} villages, {int((broken | mended).sum())} repaired"


def _loaded(task: ProvinceTask, key: str) -> ProvinceVillages:
    entry = cache.load(task.cache, key)
    if entry is None:
        # The entry was cut off (a full disk, a killed machine): make it again.
        _clean_one(task)
        entry = cache.load(task.cache, key)
    if entry is None:
        raise SourceError(f"The cache {task.cache} cannot be written or read; free some space.", [key])
    table, meta = entry
    return ProvinceVillages(table, tuple(meta["without_path"]), key)
