"""Exact sums by group: the true sum rounded once, whatever the order."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.exact_sums import ExactSums

FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def summed(values: list[float], *, size: int = 1, groups: list[int] | None = None) -> ExactSums:
    sums = ExactSums(size)
    sums.add(np.array(groups if groups is not None else [0] * len(values), int), np.array(values, float))
    return sums


@given(st.lists(FLOATS, max_size=40))
def test_total_is_the_true_sum_rounded_once(values: list[float]) -> None:
    exact = sum(map(Fraction, values), Fraction(0))
    if abs(exact) < Fraction(1.7e308):
        assert summed(values).totals().tolist() == [float(exact)]
        assert summed(values).total() == float(exact)


@given(st.lists(st.tuples(st.integers(0, 4), st.floats(-1e12, 1e12)), max_size=60), st.randoms())
def test_order_and_parts_do_not_matter(pairs: list[tuple[int, float]], random: object) -> None:
    together = summed([v for _, v in pairs], size=5, groups=[g for g, _ in pairs])
    random.shuffle(pairs)  # type: ignore[attr-defined]
    apart = ExactSums(5)
    for group, value in pairs:
        apart.add(np.array([group]), np.array([value]))
    assert together.totals().tolist() == apart.totals().tolist()
    assert together.total() == apart.total() == math.fsum(v for _, v in pairs)


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([1e308, 1e308, -1e308], 1e308),  # beyond the largest float on the way
        ([1e308, 1e308], math.inf),
        ([5e-324] * 3, 1.5e-323),  # smallest floats there are
        ([1e16, 1.0, -1e16], 1.0),
        ([0.1] * 10, 1.0),  # adding floats one by one gives 0.9999999999999999
        ([-0.0], 0.0),
        ([], 0.0),
    ],
)
def test_known_sums(values: list[float], total: float) -> None:
    assert summed(values).totals().tolist() == [total]


def test_means_are_rounded_once() -> None:
    sums = summed([0.1, 0.2, 0.3, 5.0], size=3, groups=[0, 0, 0, 2])
    exact = (Fraction(0.1) + Fraction(0.2) + Fraction(0.3)) / 3
    first, second, third = sums.means(np.array([3, 0, 2])).tolist()
    assert (first, third) == (float(exact), 2.5)
    assert math.isnan(second)
    assert sums.total(slice(0, 1), 3) == float(exact)
    assert math.isnan(sums.total(slice(1, 2), 0))


def test_more_values_than_a_batch_and_a_carry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.exact_sums._BATCH", 64)
    monkeypatch.setattr("analytics.exact_sums._CARRY_AFTER", 500)
    values = np.random.default_rng(5).normal(0, 1e9, 5_000)
    sums = ExactSums(2)
    sums.add(np.arange(5_000) % 2, values)
    sums.grow(3)
    sums.add(np.array([2]), np.array([7.0]))
    assert sums.totals().tolist() == [math.fsum(values[::2]), math.fsum(values[1::2]), 7.0]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="must be finite"):
        summed([value])
