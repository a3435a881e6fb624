"""Is A higher than B, did A improve faster than B: what the figures allow to be said.

A difference counts when it is larger than what the figures leave open. With h half the last printed digit, s the standard
error of a figure (published, else its `noise.Wobble`), r the share by which two registers of the same residents differ
and n figures that take part (two of a comparison, four of two changes)

    limit = max(n h, 1.96 sqrt(sum of s^2), least) + r (|a| + |b|)       s from the wobble
    limit = max(n h + 1.96 sqrt(sum of s^2), least) + r (|a| + |b|)      s as published

where `least` is a smallest difference that the publisher or the catalogue names. Rounding is contained in the wobble, so
the larger of the two counts; a published error and a register's own habit know nothing of it, so they are added. The errors of
the figures are taken as independent: what moves all places alike is not in the wobble, and an error that a place keeps from year
to year makes a change surer than is said here, not less sure. The smallest difference that counts is the next printed step above
the limit. Where nothing truly differs and errors are normal, one of the two directions is called supported in at most 5 %
of cases (1.96 is the two-sided 95 % point of the normal).

"A improved faster" says two things: that A's change is ahead of B's, and that A improved. So the change of the one that is ahead
must also be beyond its own limit, that of two figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

import pandas as pd

from analytics.claim_limits import Uncertainty, basis_of, change_errors, errors_of, errors_of_change, limit_of
from analytics.comparability import Assessment
from analytics.comparability_rules import NOT_COMPARABLE, PROPORTIONAL
from analytics.rounding import rounded_decimal

GROWTH_DECIMALS = 2
_CONTEXT = Context(prec=400, rounding=ROUND_FLOOR)


@dataclass(frozen=True)
class Claim:
    """The answer to one claim.

    Attributes
    ----------
    answer
        ``supported``, ``not_supported`` (the figures say otherwise), ``not_distinguishable``, ``not_comparable`` or
        ``no_data``.
    rule
        Id of the rule that decided: ``beyond_limit``, ``opposite_beyond_limit``, ``within_limit``, ``no_gain`` (neither
        improved), ``gain_in_doubt`` (A is ahead, but its own change is within its limit), ``behind`` (B is ahead, its own
        change is within its limit), ``no_value``, ``not_comparable``.
    difference
        A minus B as printed, in the unit of `measure`; for changes, gain of A minus gain of B. NaN without figures.
    smallest_difference
        Smallest printed difference that would count; NaN without figures.
    basis
        What it rests on: ``published``, ``half_published`` (one side only, and nothing is known of the other), ``wobble``
        (order 2), ``two_years`` (order 1), ``spread`` (order 0), ``least`` or ``rounding``; "" without figures.
    parts
        Terms of the limit in the same unit: ``rounding, error, least, registration, limit``; where the own change of the one
        ahead decided, ``own``, its limit.
    measure
        ``value``, ``change`` (in the indicator's unit) or ``growth`` (percent).
    figures
        Index the codes of A and B; ``value``, ``error`` (standard error used, NaN for none) and, for changes, ``since``,
        ``value_since`` and ``gain`` (towards the better; of a neutral indicator upwards).
    assessment
        Whether the comparison holds at all, with its reasons.
    """

    answer: str
    rule: str
    difference: float
    smallest_difference: float
    basis: str
    parts: Mapping[str, float]
    measure: str
    figures: pd.DataFrame
    assessment: Assessment


def check_higher(
    sides: pd.DataFrame, indicator: Mapping[str, Any], assessment: Assessment, uncertainty: Uncertainty
) -> Claim:
    """Check "A is higher than B".

    Parameters
    ----------
    sides
        Two rows, A then B, index code; column ``value``, and ``standard_error`` where one is published (NaN for none).
        Beside the other's wobble a side's published error counts where it is the larger one.
    indicator
        The catalogue record: ``decimals``.
    assessment
        From `analytics.comparability.assess` for these two.
    uncertainty
        What is known about the figures' error.

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If `sides` has not exactly two rows or lacks a column.
    """
    _check(sides, "value")
    decimals = int(indicator["decimals"])
    figures = pd.DataFrame({"value": sides["value"].astype("float64")}, index=sides.index)
    errors, basis = errors_of(sides, uncertainty, figures["value"])
    figures["error"] = errors
    refused = _refusal(figures, assessment, "value")
    if refused is not None:
        return refused
    a, b = (rounded_decimal(value, decimals) for value in figures["value"])
    rounding = float(Decimal(1).scaleb(-decimals))
    registration = uncertainty.registration * float(abs(a) + abs(b))
    parts = limit_of(rounding, errors.tolist(), uncertainty.least, registration, basis)
    return _judge(float(a - b), parts, basis_of(parts, basis), decimals, "value", figures, assessment)


def check_faster(
    sides: pd.DataFrame, indicator: Mapping[str, Any], assessment: Assessment, uncertainty: Uncertainty
) -> Claim:
    """Check "A improved faster than B" (of a neutral indicator "A rose faster than B").

    Changes of rates and indices are compared in their unit. Changes of money and counts are compared as growth in
    percent, where the wobble is proportional: 100 rupiah more is not the same step for a rich and for a poor place.

    Parameters
    ----------
    sides
        Two rows, A then B, index code; columns ``since, value_since, year, value``, and ``standard_error`` and
        ``standard_error_since`` where they are published (NaN for none); they count where all four are.
    indicator
        The catalogue record: ``decimals, direction, unit_kind``.
    assessment, uncertainty
        As in `check_higher`.

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If `sides` has not exactly two rows or lacks a column.
    """
    _check(sides, "value", "value_since", "since")
    grows = _as_growth(sides, indicator)
    sign = -1 if str(indicator["direction"]) == "lower_better" else 1
    decimals = GROWTH_DECIMALS if grows else int(indicator["decimals"])
    figures = sides[["since", "value_since", "value"]].astype({"value": "float64", "value_since": "float64"})
    errors, before, basis = errors_of_change(sides, uncertainty)
    figures["error"] = errors
    refused = _refusal(figures, assessment, "growth" if grows else "change")
    if refused is not None:
        return refused
    figures["gain"] = [
        float(sign * _gain(start, end, int(indicator["decimals"]), grows=grows))
        for start, end in zip(figures["value_since"], figures["value"], strict=True)
    ]
    rounding, terms = change_errors(figures, errors, before, int(indicator["decimals"]), grows=grows)
    parts = limit_of(float(rounding.sum()), terms.to_numpy().ravel().tolist(), uncertainty.least, 0.0, basis)
    gains = [rounded_decimal(gain, decimals) for gain in figures["gain"]]
    measure = "growth" if grows else "change"
    difference = float(gains[0] - gains[1])
    claim = _judge(difference, parts, basis_of(parts, basis), decimals, measure, figures, assessment)
    if claim.rule == "within_limit":
        return claim
    if max(gains) <= 0:
        return replace(claim, answer="not_supported", rule="no_gain")
    first = int(difference < 0)  # which side is ahead
    own = limit_of(float(rounding.iloc[first]), terms.iloc[first].tolist(), 0.0, 0.0, basis)["limit"]
    if float(gains[first]) > own:
        return claim
    parts = {**claim.parts, "own": own}
    if first == 0:
        return replace(claim, answer="not_distinguishable", rule="gain_in_doubt", parts=parts)
    return replace(claim, rule="behind", parts=parts)


def _check(sides: pd.DataFrame, *columns: str) -> None:
    lacking = [name for name in columns if name not in sides]
    if len(sides) != 2 or lacking:
        msg = (
            f"`sides` must have two rows, A then B, and the columns {', '.join(columns)}; "
            f"it has {len(sides)} rows and lacks {', '.join(lacking) or 'none'}."
        )
        raise ValueError(msg)


def _refusal(figures: pd.DataFrame, assessment: Assessment, measure: str) -> Claim | None:
    """Answer without arithmetic: a figure is missing, or the comparison does not hold."""
    columns = ["value", *(["value_since"] if "value_since" in figures else [])]
    if figures[columns].isna().any(axis=None):
        answer, rule = "no_data", "no_value"
    elif assessment.verdict == NOT_COMPARABLE:
        answer, rule = "not_comparable", "not_comparable"
    else:
        return None
    return Claim(answer, rule, math.nan, math.nan, "", {}, measure, figures, assessment)


def _as_growth(sides: pd.DataFrame, indicator: Mapping[str, Any]) -> bool:
    """Whether changes are growth in percent: of money and counts, from printed values that are above 0."""
    known = sides[["value", "value_since"]].to_numpy(dtype="float64").ravel().tolist()
    above = all(rounded_decimal(v, int(indicator["decimals"])) > 0 for v in known if not math.isnan(v))
    return str(indicator["unit_kind"]) in PROPORTIONAL and above


def _gain(start: float, end: float, decimals: int, *, grows: bool) -> Decimal:
    first, last = rounded_decimal(start, decimals), rounded_decimal(end, decimals)
    return Decimal(100) * (last / first - 1) if grows else last - first


def _judge(
    difference: float, parts: Mapping[str, float], basis: str, decimals: int, measure: str, figures: pd.DataFrame,
    assessment: Assessment,
) -> Claim:  # fmt: skip
    """Compare the printed difference with the next printed step above the limit."""
    step = Decimal(1).scaleb(-decimals)
    # The shortest decimal of the limit: 0.1 + 0.2 must not count as more than 0.3.
    limit = Decimal(repr(round(parts["limit"], 12)))
    smallest = float(_CONTEXT.divide_int(limit, step) * step + step)
    if difference >= smallest:
        answer, rule = "supported", "beyond_limit"
    elif -difference >= smallest:
        answer, rule = "not_supported", "opposite_beyond_limit"
    else:
        answer, rule = "not_distinguishable", "within_limit"
    return Claim(answer, rule, difference, smallest, basis, parts, measure, figures, assessment)
