"""One suite over all kinds of store: a folder, a share, object storage and PostGIS answer alike, and refuse alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from benchmarks.shared_store import random_queries, read_all
from geodata import Store, UnknownName, open_store
from geodata.history import changes_since
from geodata.opening import DEFAULT_FOLDER
from geodata.schema import TABLES, check
from tests import postgis
from tests.geodata.shared.conftest import KINDS, push

Ask = Callable[[Store], Any]
ALL: dict[str, Ask] = {
    "place_table": lambda store: store.place_table(),
    "regencies": lambda store: store.place_table("regency", within="31"),
    "places": lambda store: store.places(),
    "districts": lambda store: store.places("district", within="31.71", detail="city"),
    "codes": lambda store: store.codes(),
    "catalogue": lambda store: store.catalogue(),
    "sources": lambda store: store.sources(),
    "values": lambda store: store.values(),
    "some values": lambda store: store.values("population", level="village", within="31.71", years=2024),
    "facts": lambda store: store.facts(),
    "ascn": lambda store: store.ascn(),
    "points": lambda store: store.points(within="31"),
    "quality": lambda store: store.quality("district"),
    "record": lambda store: store.record("population").to_frame(),
}


def assert_same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Two frames are the same to the last bit, shapes too."""
    assert type(found) is type(expected)
    if isinstance(expected, gpd.GeoDataFrame):
        assert found.crs == expected.crs
        assert shapely.equals_identical(found.geometry.to_numpy(), expected.geometry.to_numpy()).all()
        found, expected = found.drop(columns="geometry"), expected.drop(columns="geometry")
    found, expected = pd.DataFrame(found), pd.DataFrame(expected)
    # `equals` compares types and values, in a tenth of the time; what differs is told of by the other.
    if not (
        found.equals(expected)
        and found.columns.equals(expected.columns)
        and found.index.equals(expected.index)
    ):
        assert_frame_equal(found, expected, check_exact=True)
        pytest.fail("the frames are not equal")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frame: frame.assign(year=frame["year"].astype("int32")),
        lambda frame: frame.assign(value=frame["value"] + 1e-12),
        lambda frame: frame.iloc[::-1],
        lambda frame: frame.assign(source=frame["source"].where(frame["year"] != 2024)),
        lambda frame: frame[["code", "year", "indicator", "source", "value"]],
        lambda frame: frame.set_axis(frame.index + 1),
    ],
)
def test_a_difference_is_seen(toy_store: Store, spoil: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    frame = toy_store.values()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        assert_same(spoil(frame.copy()), frame)


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_is_that_of_the_folder(of_kind: Callable[[str], Store], kind: str) -> None:
    folder, store = of_kind("folder"), of_kind(kind)
    for ask in ALL.values():
        assert_same(ask(store), ask(folder))
    assert store.manifest == folder.manifest
    assert (store.version, store.boundary_vintage) == (folder.version, folder.boundary_vintage)
    assert [store.geometry_url(name) for name in store.geometry_names()] == [
        folder.geometry_url(name) for name in folder.geometry_names()
    ]
    assert store.file("QUALITY.md") == folder.file("QUALITY.md")
    assert changes_since(store, store.version) == changes_since(folder, folder.version)
    assert store.agency_faults() == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_keeps_its_schema(of_kind: Callable[[str], Store], kind: str) -> None:
    store = of_kind(kind)
    for name, table in TABLES.items():
        frame = store._files.table(name)
        assert check(frame, table) is frame
        assert len(frame) > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.place_table("city"),
        lambda store: store.places(within="31.7"),
        lambda store: store.values("no_such"),
        lambda store: store.values(codes=["3171"]),
        lambda store: store.points("school"),
        lambda store: store.geometry_url("scene-99.99"),
    ],
)
def test_unknown_names_are_refused_in_the_same_words(
    of_kind: Callable[[str], Store], kind: str, ask: Ask
) -> None:
    words = []
    for store in (of_kind("folder"), of_kind(kind)):
        with pytest.raises(UnknownName) as caught:
            ask(store)
        words.append(str(caught.value).replace(store.location, "HERE"))
    assert words[0] == words[1]


@pytest.mark.parametrize("kind", KINDS)
def test_many_threads_may_ask_at_once_and_change_only_their_own(
    of_kind: Callable[[str], Store], kind: str
) -> None:
    store = of_kind(kind)

    def spoil(ask: Ask) -> pd.DataFrame:
        frame = ask(store)
        kept = frame.copy(deep=True)
        frame[frame.columns[0]] = "spoiled"
        return kept

    with ThreadPoolExecutor(12) as pool:
        found = list(pool.map(spoil, [ask for _ in range(2) for ask in ALL.values()]))
    for frame, ask in zip(found, [ask for _ in range(2) for ask in ALL.values()], strict=True):
        assert_same(frame, ask(of_kind("folder")))


# The real store ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(server: postgis.Server) -> tuple[Store, Store]:
    """The store that travels with the program, in its folder and in PostGIS."""
    url = server.fresh("atlas_real")
    push(url, DEFAULT_FOLDER)
    return open_store(), open_store(url)


@pytest.mark.postgis
def test_folder_and_postgis_answer_500_random_queries_alike_and_as_fast(real: tuple[Store, Store]) -> None:
    queries = random_queries(real[0], 500)
    for store in real:
        read_all(store)
    times: tuple[list[float], list[float]] = ([], [])
    rows = 0
    for number, ask in enumerate(queries):
        found = {}
        for which in (0, 1) if number % 2 else (1, 0):
            began = time.perf_counter()
            found[which] = ask(real[which])
            times[which].append(time.perf_counter() - began)
        assert_same(found[1], found[0])
        rows += len(found[0])
    assert rows > 100_000, "the questions ask for something"
    assert statistics.median(times[1]) <= 5 * statistics.median(times[0])


@pytest.mark.postgis
def test_numbers_of_the_real_store_are_the_same_bits(real: tuple[Store, Store]) -> None:
    folder, database = (store.values()["value"].to_numpy().view(np.int64) for store in real)
    assert np.array_equal(folder, database)
