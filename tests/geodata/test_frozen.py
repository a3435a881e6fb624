"""Observations set aside: the same numbers whatever becomes of the store, and refused where they were changed."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import Any

import pandas as pd
import pytest

from geodata import SchemaError, open_store
from geodata.frozen import Frozen, FrozenStore, freeze


@pytest.fixture(scope="module")
def frozen() -> Frozen:
    """The committed store's observations."""
    return freeze(open_store(), "2026-11-28")


def packed(text: str) -> Frozen:
    """Frozen observations out of a CSV."""
    return Frozen("2025.1-test", "2026-11-28", gzip.compress(text.encode(), mtime=0))


def as_file(text: bytes, **more: Any) -> dict[str, Any]:
    """What a file of a talk holds."""
    content = {
        "version": "2025.1-test", "made": "2026-11-28", "sha256": hashlib.sha256(text).hexdigest(),
        "observations": base64.b64encode(text).decode(),
    }  # fmt: skip
    return content | more


def test_frozen_numbers_are_those_of_the_store_to_the_last_digit(frozen: Frozen) -> None:
    store = open_store()
    again = FrozenStore(store, Frozen.from_dict(frozen.to_dict()))
    pd.testing.assert_frame_equal(again.values(), store.values())
    pd.testing.assert_frame_equal(
        again.values(["hdi", "poverty_rate"], level="regency", years=2024),
        store.values(["hdi", "poverty_rate"], level="regency", years=2024),
    )
    assert again.version == store.version
    pd.testing.assert_frame_equal(again.place_table(), store.place_table())


def test_the_same_store_freezes_to_the_same_bytes(frozen: Frozen) -> None:
    assert freeze(open_store(), "2026-11-28") == frozen
    assert len(frozen.packed) < 2_000_000


def test_a_frozen_store_answers_with_its_own_numbers() -> None:
    store = open_store()
    source = str(store.values("hdi", codes=["73.71"])["source"].iloc[0])
    found = FrozenStore(store, packed(f"code,year,indicator,value,source\n73.71,2024,hdi,12.5,{source}\n"))
    assert found.values("hdi")["value"].tolist() == [12.5]
    assert found.values("poverty_rate").empty
    assert len(store.values("hdi")) > 5_000


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,year,indicator,value,source\n99.99,2024,hdi,1,x\n", "99.99"),
        ("code,year,indicator,value,source\n73.71,2024,no_such,1,x\n", "no_such"),
        ("code,year,indicator,value\n73.71,2024,hdi,1\n", "source"),
        ("code,year,indicator,value,source\n73.71,soon,hdi,1,x\n", "cannot be read"),
    ],
)
def test_numbers_that_do_not_fit_are_named(text: str, fault: str) -> None:
    with pytest.raises(SchemaError, match=fault):
        FrozenStore(open_store(), packed(text))


def test_changed_or_broken_numbers_are_refused() -> None:
    with pytest.raises(SchemaError, match="were changed"):
        Frozen.from_dict(as_file(b"abc", sha256="0" * 64))
    with pytest.raises(SchemaError, match="must be a day"):
        Frozen.from_dict(as_file(b"abc", made="soon"))
    with pytest.raises(SchemaError, match="no base64"):
        Frozen.from_dict(as_file(b"abc", observations="%%%"))
    with pytest.raises(SchemaError, match="must have version, observations"):
        Frozen.from_dict({"made": "2026-11-28", "sha256": "0"})
    with pytest.raises(SchemaError, match="cannot be unpacked"):
        Frozen.from_dict(as_file(b"no gzip")).observations(open_store())


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geodata.frozen.MAX_BYTES", 1000)
    with pytest.raises(SchemaError, match="at most"):
        packed("x" * 100_000).observations(open_store())
