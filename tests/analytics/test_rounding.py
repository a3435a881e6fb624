"""Rounding as printed."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.rounding import rounded, rounded_decimal


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (2.675, 2, "2.68"),
        (0.125, 2, "0.13"),
        (-0.125, 2, "-0.13"),
        (-0.001, 2, "0.00"),
        (1250.0, -2, "1.3E+3"),
    ],
)
def test_halves_go_away_from_zero_by_the_decimal_a_reader_sees(
    value: float, decimals: int, text: str
) -> None:
    assert str(rounded_decimal(value, decimals)) == text


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 6))
def test_the_result_is_at_most_half_a_step_away(value: float, decimals: int) -> None:
    step = Decimal(1).scaleb(-decimals)
    assert abs(rounded_decimal(value, decimals) - Decimal(repr(value))) <= step / 2


def test_series_keep_index_and_gaps() -> None:
    result = rounded(pd.Series([1.005, math.nan, math.inf], index=list("abc"), name="x"), decimals=2)
    assert result.iloc[0] == float(Decimal("1.005").quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert result.isna().tolist() == [False, True, True]
    assert result.name == "x"


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="must be finite"):
        rounded_decimal(math.nan, 2)


@given(
    st.lists(
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.floats(-1e4, 1e4),
            st.integers(-(10**7), 10**7).map(lambda n: n / 200),
        ),
        min_size=1,
        max_size=20,
    ),
    st.integers(-3, 6),
)
def test_a_series_is_rounded_as_each_of_its_numbers(values: list[float], decimals: int) -> None:
    result = rounded(pd.Series(values), decimals=decimals)
    exact = [float(rounded_decimal(value, decimals)) for value in values]
    assert [value.hex() for value in result] == [value.hex() for value in exact]
