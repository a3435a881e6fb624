"""Columns of numbers: every fault named, nothing mistaken for one."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.number_faults import faults_of, numbers


def test_every_fault_is_named() -> None:
    column = pd.Series(["x", -1.0, math.inf], index=["a", "b", "b"])
    found = faults_of("count", column, negative=False)
    assert [fault.split(";")[0] for fault in found] == [
        "`count` must hold each area once, b came again",
        "`count` must hold numbers, that of a is none",
        "`count` must be finite, that of b is infinite",
        "`count` must be at least 0, that of b is not",
    ]


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1.0, math.nan]),
        pd.Series([1, pd.NA], dtype="Int64"),
        pd.Series([1.5, None], dtype="double[pyarrow]"),
        pd.Series([], dtype="object"),
        pd.Series(["1", None]),
        pd.Series([True, False]),
    ],
)
def test_gaps_and_kinds_of_numbers_are_no_fault(column: pd.Series[float]) -> None:
    assert faults_of("count", column, negative=False) == []
    assert numbers(column).dtype == "float64"
    assert numbers(column).isna().tolist() == column.isna().tolist()
