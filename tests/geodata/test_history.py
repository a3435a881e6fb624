"""What a store remembers of its earlier versions."""

from __future__ import annotations

import pandas as pd
import pytest

from geodata import open_store
from geodata.history import KEPT, Changes, changes, changes_since, contents_of, with_former

PLACES = pd.DataFrame({"code": ["a", "b"], "name": ["A", "B"], "kind": ["x", "x"], "area_km2": [1.0, 2.5]})
ROWS = pd.DataFrame(
    [("hdi", "a", 2020, 70.1), ("hdi", "b", 2020, 71.0), ("poverty_rate", "a", 2020, 9.5)],
    columns=["indicator", "code", "year", "value"],
)


def test_the_order_of_rows_is_no_difference() -> None:
    then = contents_of(ROWS, PLACES)
    assert contents_of(ROWS.iloc[::-1], PLACES.iloc[::-1]) == then
    assert set(then) == {"", "hdi", "poverty_rate"}
    assert changes(then, then) == Changes((), (), (), places=False)


@pytest.mark.parametrize(
    ("rows", "places", "found"),
    [
        (ROWS.assign(value=[70.1, 71.00001, 9.5]), PLACES, Changes((), (), ("hdi",), places=False)),
        (ROWS.iloc[:2], PLACES, Changes((), ("poverty_rate",), (), places=False)),
        (
            ROWS.assign(indicator=["hdi", "hdi", "gini"]),
            PLACES,
            Changes(("gini",), ("poverty_rate",), (), places=False),
        ),
        (ROWS, PLACES.assign(name=["A", "C"]), Changes((), (), (), places=True)),
    ],
)
def test_what_is_different_is_named(rows: pd.DataFrame, places: pd.DataFrame, found: Changes) -> None:
    assert changes(contents_of(ROWS, PLACES), contents_of(rows, places)) == found


def test_a_former_version_is_remembered_once_and_the_present_never() -> None:
    one, two = {"": "p", "hdi": "1"}, {"": "p", "hdi": "2"}
    assert with_former({}, "v1", one, one) == {}
    assert with_former({}, "v1", one, two) == {"v1": one}
    # Built again, with other words in the catalogue: the same figures under another version.
    assert with_former({"v1": one}, "v2", two, two) == {"v1": one}
    # Back to the figures of the first: only the second is another.
    assert with_former({"v1": one}, "v2", two, one) == {"v1": one, "v2": two}
    many = {f"v{n}": {"hdi": str(n)} for n in range(KEPT)}
    assert list(with_former(many, "new", one, two)) == [*list(many)[1:], "new"]


def test_the_store_knows_what_it_holds() -> None:
    store = open_store()
    assert changes_since(store, store.version) == Changes((), (), (), places=False)
    assert changes_since(store, "2025.1-000000000000") is None
