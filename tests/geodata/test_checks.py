"""The schema check: every rule, all faults at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geodata.checks import Column, Table, check, conform, find_faults
from geodata.errors import SchemaError
from geodata.schema import TABLES

TOY = Table(
    name="toy",
    description="A table for tests.",
    key=("code", "year"),
    columns=(
        Column(name="code", dtype="str", unit="code", description="Place.", refers_to="places"),
        Column(name="year", dtype="int16", unit="year", description="Year.", low=2000, high=2100),
        Column(
            name="share_pct",
            dtype="float64",
            unit="percent",
            description="Share.",
            nullable=True,
            low=0,
            high=100,
        ),
        Column(name="way", dtype="str", unit="id", description="Way.", allowed=("up", "down")),
        Column(name="sources", dtype="list", unit="ids", description="Sources.", refers_to="sources"),
    ),
)
KNOWN = {"places": {"31", "32"}, "sources": {"a"}}


def toy(**changes: object) -> pd.DataFrame:
    rows = {
        "code": ["31", "32"],
        "year": np.array([2024, 2024], "int16"),
        "share_pct": [0.0, np.nan],
        "way": ["up", "down"],
        "sources": [("a",), ()],
    }
    return pd.DataFrame(rows | changes)


def test_a_good_table_passes_unchanged() -> None:
    frame = toy()
    assert find_faults(frame, TOY, known=KNOWN) == []
    assert check(frame, TOY, known=KNOWN) is frame


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"code": ["31", None]}, "column code: 1 empty cells"),
        ({"code": ["31", "99"]}, "column code: '99' not in table places"),
        ({"code": ["31", "31"]}, "1 duplicate keys (code, year), first 31 / 2024"),
        ({"year": np.array([2024, 1800], "int16")}, "column year: 1800 is below 2000"),
        ({"year": [2024, 2024]}, "column year must be int16, it is int64"),
        ({"share_pct": [0.0, 100.5]}, "column share_pct: 100.5 is above 100"),
        ({"share_pct": [0.0, np.inf]}, "column share_pct: infinite values"),
        ({"way": ["up", "sideways"]}, "column way: 'sideways' not in the allowed values"),
        ({"sources": [("a",), ("b",)]}, "column sources: 'b' not in table sources"),
        ({"sources": [["a"], ()]}, "column sources must hold tuples of texts"),
        ({"extra": [1, 2]}, "column extra is unknown"),
    ],
)
def test_each_rule_is_named(changes: dict[str, object], fault: str) -> None:
    assert fault in find_faults(toy(**changes), TOY, known=KNOWN)


def test_a_missing_column_is_named_and_the_rest_is_still_checked() -> None:
    faults = find_faults(toy(way=["up", "x"]).drop(columns="year"), TOY, known=KNOWN)
    assert faults == ["column year is missing", "column way: 'x' not in the allowed values"]


def test_all_faults_come_in_one_error() -> None:
    frame = toy(code=["99", "98"], share_pct=[-1.0, 101.0])
    with pytest.raises(SchemaError) as caught:
        check(frame, TOY, known=KNOWN, where="toy.parquet")
    assert len(caught.value.faults) == 3
    assert "toy.parquet" in str(caught.value)


def test_conform_orders_and_types_the_columns() -> None:
    frame = toy(year=[2024, 2023], sources=[["a"], []])[["sources", "way", "share_pct", "year", "code"]]
    out = conform(frame, TOY)
    assert tuple(out.columns) == TOY.names
    assert find_faults(out, TOY, known=KNOWN) == []
    assert out["sources"].tolist() == [("a",), ()]


def test_conform_refuses_other_columns() -> None:
    with pytest.raises(SchemaError) as caught:
        conform(toy(extra=[1, 2]).drop(columns="way"), TOY)
    assert caught.value.faults == ["column way is missing", "column extra is unknown"]


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_every_column_of_the_store_has_a_unit_and_a_text(table: Table) -> None:
    assert table.description.endswith(".")
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert column.unit, column.name
        assert column.description.endswith("."), column.name
        assert column.refers_to in ("", *TABLES), column.name
