"""A claim is supported only where the figures allow no other reading; chance alone supports at most one in twenty."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.claims import Claim, Uncertainty, check_faster, check_higher
from analytics.comparability import assess
from analytics.noise import Wobble, wobble

RATE = {
    "indicator": "rate", "measure": "intensive", "unit_kind": "percent", "rankable": True, "breaks": "[]",
    "direction": "lower_better", "decimals": 2,
}  # fmt: skip
SIDE = {
    "level": "regency", "kind": "kabupaten", "year": 2024, "source": "bps", "publisher": "BPS", "confidence": "high",
    "provisional": False, "denominator_year": pd.NA, "population": 1e6, "area_deviation_pct": 0.0,
    "boundary_vintage": "2025",
}  # fmt: skip
NAN = float("nan")


def two(a: dict[str, Any], b: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([SIDE | a, SIDE | b], index=pd.Index(["a", "b"], name="code"))


def higher(
    a: float, b: float, known: Uncertainty | None = None, row: dict[str, Any] | None = None, **more: Any
) -> Claim:
    frame, row = two({"value": a}, {"value": b}).assign(**more), RATE | (row or {})
    return check_higher(frame, row, assess(frame, row), known or Uncertainty())


def faster(
    a: tuple[float, float], b: tuple[float, float], known: Uncertainty | None = None, **changes: Any
) -> Claim:
    frame = two(*({"since": 2015, "value_since": start, "value": end} for start, end in (a, b)))
    row = RATE | changes
    return check_faster(frame, row, assess(frame, row), known or Uncertainty())


def noise(
    sd: float, *, order: int = 2, proportional: bool = False, own: dict[str, float] | None = None
) -> Wobble:
    return Wobble(order, sd, pd.Series(own or {}, dtype="float64"), 99, 9, proportional)


# Rounding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "answer"),
    [
        (6.52, 6.50, "supported"), (6.51, 6.50, "not_distinguishable"), (6.50, 6.50, "not_distinguishable"),
        (6.504, 6.496, "not_distinguishable"), (6.50, 6.52, "not_supported"), (0.3, 0.28, "supported"),
    ],
)  # fmt: skip
def test_rounding_alone_asks_for_more_than_one_last_digit(a: float, b: float, answer: str) -> None:
    claim = higher(a, b)
    assert (claim.answer, claim.basis, claim.smallest_difference) == (answer, "rounding", 0.02)
    assert claim.parts == {"rounding": 0.01, "error": 0.0, "least": 0.0, "registration": 0.0, "limit": 0.01}


@given(st.decimals(0, 100, places=4), st.decimals(0, 100, places=4))
def test_figures_that_are_rounded_never_support_what_is_not_so(a: Any, b: Any) -> None:
    claim = higher(float(round(a, 2)), float(round(b, 2)))
    if claim.answer == "supported":
        assert a > b
    if claim.answer == "not_supported":
        assert b > a


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 3))
def test_the_smallest_difference_is_the_one_that_decides(a: float, b: float, sd: float) -> None:
    claim = higher(a, b, Uncertainty(noise(sd)))
    assert claim.smallest_difference > claim.parts["limit"] - 1e-9
    assert claim.smallest_difference <= claim.parts["limit"] + 0.01 + 1e-9
    assert (claim.answer == "supported") == (claim.difference >= claim.smallest_difference)
    assert (claim.answer == "not_supported") == (-claim.difference >= claim.smallest_difference)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 3))
def test_the_claim_turned_round_has_the_answer_turned_round(a: float, b: float, sd: float) -> None:
    known = Uncertainty(noise(sd))
    opposite = {"supported": "not_supported", "not_supported": "supported"}
    there, back = higher(a, b, known), higher(b, a, known)
    assert back.answer == opposite.get(there.answer, there.answer)
    assert back.difference == -there.difference


# What the limit rests on --------------------------------------------------------------------------------------------


def test_a_published_standard_error_goes_before_the_wobble() -> None:
    claim = higher(6.0, 5.0, Uncertainty(noise(9.0)), standard_error=[0.3, 0.4])
    assert (claim.answer, claim.basis) == ("supported", "published")
    # A published error knows nothing of rounding: half a last digit of each figure is added.
    assert claim.parts["limit"] == pytest.approx(1.959964 * 0.5 + 0.01)
    assert claim.smallest_difference == 0.99


def test_an_error_of_one_side_is_not_thrown_away() -> None:
    small, large = (higher(6.0, 5.0, Uncertainty(noise(0.2)), standard_error=[e, NAN]) for e in (0.1, 3.0))
    assert (small.basis, small.figures["error"].tolist()) == ("wobble", [0.2, 0.2])
    assert (large.answer, large.figures["error"].tolist()) == ("not_distinguishable", [3.0, 0.2])
    alone = higher(6.0, 5.0, standard_error=[0.3, NAN])
    assert (alone.answer, alone.basis) == ("supported", "half_published")
    assert alone.parts["limit"] == pytest.approx(1.959964 * 0.3 + 0.01)


def test_a_published_error_of_nought_is_one() -> None:
    claim = higher(6.0, 5.0, Uncertainty(noise(9.0)), standard_error=[0.0, 0.0])
    assert (claim.answer, claim.basis, claim.smallest_difference) == ("supported", "published", 0.02)


@pytest.mark.parametrize(("order", "basis"), [(2, "wobble"), (1, "two_years"), (0, "spread")])
def test_the_order_of_the_wobble_is_said(order: int, basis: str) -> None:
    claim = higher(6.0, 5.0, Uncertainty(noise(0.5, order=order)))
    assert (claim.answer, claim.basis) == ("not_distinguishable", basis)
    assert claim.parts["limit"] == pytest.approx(1.959964 * 0.5 * np.sqrt(2))


def test_a_restless_place_widens_the_limit() -> None:
    calm, restless = (higher(8.0, 5.0, Uncertainty(noise(0.5, own=own))) for own in ({}, {"b": 2.0}))
    assert (calm.answer, restless.answer) == ("supported", "not_distinguishable")
    assert restless.figures["error"].tolist() == [0.5, 2.0]


def test_rounding_stands_where_the_wobble_is_smaller() -> None:
    assert higher(6.0, 5.0, Uncertainty(noise(0.001))).basis == "rounding"


def test_a_least_difference_holds_until_the_error_is_larger() -> None:
    assert higher(71.5, 70.0, Uncertainty(least=2.0)).basis == "least"
    assert higher(71.5, 70.0, Uncertainty(least=2.0)).answer == "not_distinguishable"
    assert higher(72.01, 70.0, Uncertainty(least=2.0)).answer == "supported"
    assert higher(72.01, 70.0, Uncertainty(noise(1.0), least=2.0)).basis == "wobble"


def test_registers_are_added_to_the_limit() -> None:
    claim = higher(12.6, 12.5, Uncertainty(registration=0.01))
    assert claim.answer == "not_distinguishable"
    assert claim.parts["registration"] == pytest.approx(0.251)
    assert claim.parts["limit"] == pytest.approx(0.261)
    assert claim.smallest_difference == 0.27


# Changes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "direction", "answer", "rule"),
    [
        ((10.0, 5.0), (10.0, 7.0), "lower_better", "supported", "beyond_limit"),
        ((10.0, 5.0), (10.0, 7.0), "higher_better", "not_supported", "no_gain"),
        ((10.0, 12.0), (10.0, 15.0), "lower_better", "not_supported", "no_gain"),  # both got worse, A less
        ((10.0, 15.0), (10.0, 12.0), "lower_better", "not_supported", "no_gain"),
        ((10.0, 8.0), (10.0, 5.0), "lower_better", "not_supported", "opposite_beyond_limit"),
        ((10.0, 8.0), (9.0, 7.01), "lower_better", "not_distinguishable", "within_limit"),
        ((10.0, 12.0), (10.0, 11.0), "neutral", "supported", "beyond_limit"),
    ],
)
def test_faster_knows_which_way_is_better(
    a: tuple[float, float], b: tuple[float, float], direction: str, answer: str, rule: str
) -> None:
    claim = faster(a, b, direction=direction)
    assert (claim.answer, claim.rule, claim.measure) == (answer, rule, "change")
    assert claim.smallest_difference == 0.03  # four figures, half a last digit each, and the next step


def test_four_figures_take_part_in_two_changes() -> None:
    claim = faster((10.0, 5.0), (10.0, 7.0), Uncertainty(noise(0.5)))
    assert claim.parts["limit"] == pytest.approx(1.959964 * 0.5 * 2)
    assert claim.basis == "wobble"


def test_money_is_compared_as_growth() -> None:
    rich, poor = (100_000.0, 110_000.0), (10_000.0, 12_000.0)
    known = Uncertainty(noise(0.01, proportional=True))
    money = {"unit_kind": "currency", "decimals": 0, "direction": "higher_better"}
    claim = faster(poor, rich, known, **money)
    assert (claim.measure, claim.answer) == ("growth", "supported")
    assert claim.figures["gain"].tolist() == [20.0, 10.0]
    # 1 % of each of four figures, carried through the ratio: sqrt(2) * 1.2 % and sqrt(2) * 1.1 %
    assert claim.parts["error"] == pytest.approx(1.959964 * np.sqrt(2 * 1.2**2 + 2 * 1.1**2), rel=1e-6)
    assert faster((0.0, 5.0), rich, known, **money).measure == "change"  # nothing grows from zero
    assert faster((0.4, 5.0), rich, known, **money).measure == "change"  # nor from what is printed as zero


@pytest.mark.parametrize(
    ("a", "b", "answer", "rule"),
    [
        ((10.0, 9.9), (10.0, 13.0), "not_distinguishable", "gain_in_doubt"),  # ahead of B, but 0.1 is no gain
        ((10.0, 13.0), (10.0, 9.9), "not_supported", "behind"),
        ((10.0, 7.0), (10.0, 13.0), "supported", "beyond_limit"),
        ((10.0, 13.0), (10.0, 7.0), "not_supported", "opposite_beyond_limit"),
    ],
)
def test_to_be_ahead_is_not_yet_to_improve(
    a: tuple[float, float], b: tuple[float, float], answer: str, rule: str
) -> None:
    claim = faster(a, b, Uncertainty(noise(0.5)))
    assert (claim.answer, claim.rule) == (answer, rule)
    if rule in ("gain_in_doubt", "behind"):
        assert claim.parts["own"] == pytest.approx(1.959964 * 0.5 * np.sqrt(2))  # two figures


def test_a_change_rests_on_published_errors_only_where_both_years_have_them() -> None:
    frame = two(
        {"since": 2015, "value_since": 10.0, "value": 5.0}, {"since": 2015, "value_since": 10.0, "value": 7.0}
    )
    plain, known = assess(frame, RATE), Uncertainty(noise(0.5))
    late = check_faster(frame.assign(standard_error=[0.1, 0.1]), RATE, plain, known)
    assert (late.basis, late.parts["limit"]) == ("wobble", pytest.approx(1.959964 * 0.5 * 2))
    both = frame.assign(standard_error=[0.1, 0.2], standard_error_since=[0.3, 0.4])
    claim = check_faster(both, RATE, plain, known)
    assert claim.basis == "published"
    assert claim.parts["limit"] == pytest.approx(1.959964 * np.sqrt(0.01 + 0.04 + 0.09 + 0.16) + 0.02)


# Refusals -----------------------------------------------------------------------------------------------------------


def test_a_missing_figure_is_no_data_and_not_a_comparison() -> None:
    claim = higher(NAN, 5.0)
    assert (claim.answer, claim.basis, claim.parts) == ("no_data", "", {})
    assert np.isnan(claim.difference)
    assert faster((10.0, 5.0), (NAN, 7.0)).answer == "no_data"


def test_what_is_not_comparable_is_not_computed() -> None:
    broken = faster((10.0, 5.0), (10.0, 7.0), breaks='[{"year": 2018, "scope": "all"}]')
    assert (broken.answer, broken.rule) == ("not_comparable", "not_comparable")
    assert "break_between" in broken.assessment.rules
    assert "gain" not in broken.figures


def test_with_care_keeps_its_reasons_beside_the_answer() -> None:
    claim = higher(9.0, 5.0, row={"rankable": False})
    assert claim.answer == "supported"
    assert claim.assessment.verdict == "with_care"


def test_faults_are_named() -> None:
    frame = two({"value": 1.0}, {"value": 2.0})
    with pytest.raises(ValueError, match=r"lacks value_since, since"):
        check_faster(frame, RATE, assess(frame, RATE), Uncertainty())
    with pytest.raises(ValueError, match=r"it has 1 rows"):
        check_higher(frame.head(1), RATE, assess(frame, RATE), Uncertainty())


# Chance -------------------------------------------------------------------------------------------------------------


def world(rng: np.random.Generator, *, heavy: bool, uneven: bool) -> pd.DataFrame:
    """200 pairs of places of one true course each, with errors of their own."""
    pairs, years = 200, np.arange(2012, 2025)
    course = rng.normal(12, 4, (pairs, 1)) + rng.normal(-0.3, 0.2, (pairs, 1)) * (years - 2012)
    course = np.repeat(course, 2, axis=0)
    sd = rng.uniform(0.2, 1.0, (2 * pairs, 1)) if uneven else 0.5
    error = rng.standard_t(5, course.shape) * np.sqrt(3 / 5) if heavy else rng.normal(size=course.shape)
    wide = pd.DataFrame(
        (course + sd * error).round(2), columns=years, index=[f"p{i:03d}" for i in range(2 * pairs)]
    )
    return wide.rename_axis("code")


@pytest.mark.parametrize("errors", ["normal", "heavy", "uneven"])
def test_without_a_true_difference_at_most_one_in_twenty_is_called(errors: str, *, full: bool) -> None:
    called = {"higher": 0, "faster": 0}
    plain = assess(two({"value": 1.0}, {"value": 1.0}), RATE)
    worlds = 10 if full else 1
    for seed in range(worlds):
        wide = world(np.random.default_rng(seed), heavy=errors == "heavy", uneven=errors == "uneven")
        history = wide.melt(ignore_index=False, var_name="year").reset_index()
        known = Uncertainty(wobble(history), survey=True)
        for i in range(0, len(wide), 2):
            rows = wide.iloc[i : i + 2]
            frame = pd.DataFrame({"since": 2016, "value_since": rows[2016], "value": rows[2024]})
            called["higher"] += check_higher(frame, RATE, plain, known).rule.endswith("beyond_limit")
            claim = check_faster(frame, RATE, plain, known)
            called["faster"] += claim.rule not in ("within_limit", "no_value")
    n = worlds * 200
    assert called["higher"] / n <= 0.055
    assert called["faster"] / n <= 0.055
    if full and errors == "normal":  # nor is the limit so wide that it never speaks
        assert called["higher"] / n >= 0.015


def test_a_true_difference_of_four_deviations_is_found() -> None:
    rng = np.random.default_rng(11)
    known = Uncertainty(noise(0.5))
    found = [higher(10 + 2.0 + rng.normal(0, 0.5), 10 + rng.normal(0, 0.5), known).answer for _ in range(60)]
    assert found.count("supported") / len(found) >= 0.75
    assert found.count("not_supported") == 0
