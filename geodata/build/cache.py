"""A folder of finished slow steps, so that a build that was stopped goes on where it was.

An entry is named by a digest of everything it depends on: input bytes, parameters, library versions, and
`ALGORITHM`, which is raised whenever the code of a cached step changes its result. Entries are complete or absent:
they are written beside their place and renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

__all__ = ["ALGORITHM", "cache_key", "library_versions", "load", "save"]

ALGORITHM = 1


def library_versions() -> dict[str, str]:
    """Versions of what decides the bytes of a build."""
    import pyproj

    return {
        "geos": shapely.geos_version_string,
        "numpy": np.__version__,
        "pandas": pd.__version__,
        "proj": pyproj.proj_version_str,
        "pyarrow": pa.__version__,
        "shapely": shapely.__version__,
    }


def cache_key(step: str, **parts: Any) -> str:
    """Name of the entry for `step` with these inputs and parameters."""
    versions = {name: library_versions()[name] for name in ("geos", "proj", "shapely")}
    content = {"algorithm": ALGORITHM, "machine": platform.machine(), "versions": versions, **parts}
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return f"{step}-{digest[:20]}"


def save(folder: Path, key: str, table: pd.DataFrame, *, meta: Mapping[str, Any] | None = None) -> Path:
    """Write one entry: a frame whose column `geometry` holds shapes, and some JSON beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = table.assign(geometry=shapely.to_wkb(table["geometry"].to_numpy(dtype=object)))
    arrow = pa.Table.from_pandas(plain, preserve_index=False)
    arrow = arrow.replace_schema_metadata({"meta": json.dumps(dict(meta or {}))})
    path = folder / f"{key}.parquet"
    # The process id keeps two builds that share a cache from writing the same file.
    unfinished = folder / f"{key}.{os.getpid()}.part"
    pq.write_table(arrow, unfinished, compression="zstd")
    unfinished.replace(path)
    return path


def load(folder: Path, key: str) -> tuple[pd.DataFrame, dict[str, Any]] | None:
    """Read one entry with its JSON; None if it is not there or not readable."""
    path = folder / f"{key}.parquet"
    try:
        arrow = pq.read_table(path)
        shapes = shapely.from_wkb(arrow["geometry"].to_numpy(zero_copy_only=False))
        meta = json.loads((arrow.schema.metadata or {}).get(b"meta", b"{}"))
    except (OSError, KeyError, ValueError, pa.ArrowException, shapely.errors.ShapelyError):
        return None
    frame = arrow.drop_columns(["geometry"]).to_pandas()
    return frame.assign(geometry=pd.Series(shapes, dtype=object, index=frame.index)), meta
