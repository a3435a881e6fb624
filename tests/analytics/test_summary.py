"""The national reference."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.summary import coverage, national_reference

RATES = pd.Series({"a": 10.0, "b": 20.0, "c": math.nan, "d": 60.0})
PEOPLE = pd.Series({"a": 100.0, "b": 300.0, "c": 400.0, "d": 0.0, "elsewhere": 9.0})


def test_rates_have_means_and_no_total() -> None:
    reference = national_reference(RATES, weights=PEOPLE)
    assert (reference.n, reference.expected) == (3, 4)
    assert reference.median == 20.0
    assert reference.mean == 30.0
    assert reference.weighted_mean == (10 * 100 + 20 * 300) / 400
    assert reference.weight_coverage == 0.5
    assert reference.coverage == 0.75
    assert math.isnan(reference.total)


def test_counts_have_a_total_and_no_means() -> None:
    reference = national_reference(PEOPLE, weights=PEOPLE, extensive=True)
    assert reference.total == 809.0
    assert math.isnan(reference.mean)
    assert math.isnan(reference.weighted_mean)


def test_nothing_gives_nothing() -> None:
    reference = national_reference(pd.Series([math.nan]))
    assert reference.n == 0
    assert math.isnan(reference.median)
    assert math.isnan(reference.weight_coverage)


def test_equal_weights_give_the_plain_mean() -> None:
    reference = national_reference(RATES, weights=pd.Series(3.0, index=RATES.index))
    assert reference.weighted_mean == pytest.approx(reference.mean)


def test_a_negative_weight_and_a_place_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 0, b has"):
        national_reference(RATES, weights=pd.Series({"a": 1.0, "b": -1.0}))
    with pytest.raises(ValueError, match="`weights` must hold each place once"):
        national_reference(RATES, weights=pd.concat([PEOPLE, PEOPLE]))


def test_coverage_counts_what_is_there() -> None:
    assert coverage(RATES, expected=4) == 0.75
    assert math.isnan(coverage(RATES.head(0), expected=0))
    with pytest.raises(ValueError, match="it is 2 and there are 3"):
        coverage(RATES, expected=2)
