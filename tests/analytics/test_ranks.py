"""Rank bands and positions."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ranks import counts_from_top, percentile, rank_band

values = st.lists(
    st.one_of(st.integers(-500, 500).map(lambda n: n / 100), st.just(math.nan)), min_size=1, max_size=40
).map(lambda v: pd.Series(v, dtype="float64"))


def test_places_that_print_alike_share_a_band() -> None:
    bands = rank_band(pd.Series([5.0, 4.204, 4.196, 3.9, math.nan], index=list("abcde")), decimals=2)
    assert bands["rank_low"].tolist() == [1, 2, 2, 4, pd.NA]
    assert bands["rank_high"].tolist() == [1, 3, 3, 4, pd.NA]
    assert bands["n"].tolist() == [4] * 5
    assert bands.index.tolist() == list("abcde")


def test_lower_is_better_turns_the_order() -> None:
    bands = rank_band(pd.Series([5.0, 4.0, 3.0]), decimals=0, higher_is_better=False)
    assert bands["rank_low"].tolist() == [3, 2, 1]


@given(v=values, top=st.booleans())
def test_bands_cover_every_rank_exactly_once_per_place(*, v: pd.Series, top: bool) -> None:
    bands = rank_band(v, decimals=1, higher_is_better=top).dropna()
    n = int(v.notna().sum())
    filled = [
        r
        for low, high in set(zip(bands["rank_low"], bands["rank_high"], strict=True))
        for r in range(low, high + 1)
    ]
    assert sorted(filled) == list(range(1, n + 1))


@given(values)
def test_turning_the_direction_mirrors_the_position(v: pd.Series) -> None:
    up, down = percentile(v, decimals=1), percentile(v, decimals=1, higher_is_better=False)
    assert ((up + down - 100).abs().dropna() < 1e-9).all()
    assert up.isna().equals(v.isna())


@given(values)
def test_position_is_the_middle_of_the_band(v: pd.Series) -> None:
    bands, position = rank_band(v, decimals=1), percentile(v, decimals=1)
    n = int(v.notna().sum())
    if n > 1:
        middle = (bands["rank_low"] + bands["rank_high"]).astype("Float64") / 2
        assert ((100 * (n - middle) / (n - 1) - position).abs().dropna() < 1e-9).all()


def test_one_place_alone_stands_in_the_middle() -> None:
    assert percentile(pd.Series([7.0, math.nan])).tolist()[0] == 50.0


@pytest.mark.parametrize(
    ("direction", "top"), [("higher_better", True), ("lower_better", False), ("neutral", True)]
)
def test_direction_says_which_end_is_rank_one(*, direction: str, top: bool) -> None:
    assert counts_from_top(direction) is top


def test_an_unknown_direction_is_refused() -> None:
    with pytest.raises(ValueError, match="higher_better, lower_better or neutral"):
        counts_from_top("up")
