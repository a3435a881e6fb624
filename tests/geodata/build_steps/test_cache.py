"""The cache of slow steps: complete entries or none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import shapely

from geodata.build import cache


@pytest.fixture
def frame() -> pd.DataFrame:
    shapes = pd.Series([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1 / 3)], dtype=object)
    return pd.DataFrame({"code": ["a", "b"], "area": [1.0, 1 / 3], "geometry": shapes})


def test_what_goes_in_comes_out(tmp_path: Path, frame: pd.DataFrame) -> None:
    cache.save(tmp_path / "new" / "folder", "x-1", frame, meta={"without_path": ["c"]})
    loaded = cache.load(tmp_path / "new" / "folder", "x-1")
    assert loaded is not None
    table, meta = loaded
    assert meta == {"without_path": ["c"]}
    assert table[["code", "area"]].equals(frame[["code", "area"]])
    assert shapely.equals_exact(table["geometry"].to_numpy(), frame["geometry"].to_numpy()).all()


def test_an_entry_that_is_absent_or_cut_off_is_none(tmp_path: Path, frame: pd.DataFrame) -> None:
    assert cache.load(tmp_path, "x-1") is None
    path = cache.save(tmp_path, "x-1", frame)
    path.write_bytes(path.read_bytes()[:-20])
    assert cache.load(tmp_path, "x-1") is None


def test_no_unfinished_file_is_left(tmp_path: Path, frame: pd.DataFrame) -> None:
    cache.save(tmp_path, "x-1", frame)
    assert [path.name for path in tmp_path.iterdir()] == ["x-1.parquet"]


def test_a_key_follows_everything_it_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {
        cache.cache_key("villages", input="a", gap_width=30),
        cache.cache_key("villages", input="b", gap_width=30),
        cache.cache_key("villages", input="a", gap_width=31),
        cache.cache_key("districts", input="a", gap_width=30),
    }
    assert cache.cache_key("villages", gap_width=30, input="a") in keys
    assert len(keys) == 4
    versions = cache.library_versions()
    monkeypatch.setattr(cache, "library_versions", lambda: versions | {"geos": "99"})
    assert cache.cache_key("villages", input="a", gap_width=30) not in keys
